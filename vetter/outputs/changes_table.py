"""What changed between two versions of a draft, as a table: what it says now, what it said, and in which way."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.outputs import Lines, Look, Tally, cut, flat, table_line, visible

LEAST = 24  # columns of a cell with words


def write(reports: Tally, look: Look) -> Iterator[str]:
    words = max(LEAST, (look.width - 40) // 2)
    columns = (("line", 6), ("rule", 8), ("was", words), ("is", words))
    for report in reports:
        lines = Lines(report.source.text)
        yield f"{visible(report.name)}\n"
        for note in report.notes:
            yield f"{visible(note)}\n"
        if report.findings:
            yield table_line(columns, [name for name, _ in columns], "what changed", look)
        for finding in report.findings:
            before = next((each.text[each.start : each.end] for each in finding.related), "")
            now = report.source.text[finding.start : finding.end]
            cells = [str(lines.place(finding.start, finding.end).line), finding.rule, flat(before), flat(now)]
            yield table_line(columns, [cut(cell, words) for cell in cells], finding.message, look)
