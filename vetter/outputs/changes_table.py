"""What a draft says and what the other text says, side by side, with what is different: each clause a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from vetter import outputs
from vetter.findings import Finding
from vetter.outputs import Look, Tally, Texts, called, flat, visible
from vetter.report import Compared, Difference, Report

COLUMNS = {
    "draft-earlier": ("line", "earlier version", "this version", "what changed"),
    "draft-source": ("line", "source", "draft", "what differs"),
}
LINE = 5  # columns for the number of a line
LEAST = 16  # columns of every other cell


def write(reports: Tally, look: Look) -> Iterator[str]:
    for report in reports:
        yield f"{visible(report.name)}\n"
        if report.compared is not None and report.compared.differences:
            yield from _table(report, report.compared, look)
        yield from outputs.notes(report, look)
        yield "\n"
    yield outputs.summary(reports)


def _table(report: Report, compared: Compared, look: Look) -> Iterator[str]:
    width = max((look.width - LINE - 3) // 3, LEAST)
    widths = (LINE, width, width, width)
    texts = Texts()
    yield from _row(COLUMNS[compared.between], widths)
    for difference in compared.differences:
        yield "\n"
        yield from _row(_cells(report, compared, difference, texts), widths)


def _cells(report: Report, compared: Compared, difference: Difference, texts: Texts) -> tuple[str, ...]:
    there, text = difference.there, report.source.text
    line = texts[text].place(difference.start, difference.end).line
    was = flat(there.text[there.start : there.end]) if there else "–"
    if there and compared.between == "draft-source":
        was = f"{was} ({visible(there.path)}:{texts[there.text].place(there.start, there.end).line})"
    return str(line), was, flat(text[difference.start : difference.end]), "; ".join(_what(difference.findings))


def _what(findings: Sequence[Finding]) -> Iterator[str]:
    """What each rule found."""
    for (rule, name), found in groupby(findings, key=lambda finding: (finding.rule, finding.name)):
        reasons = ", ".join(flat(each.reason or each.message) for each in found)
        yield f"{called(rule, name.replace('-', ' '))}: {reasons}"


def _row(cells: tuple[str, ...], widths: tuple[int, ...]) -> Iterator[str]:
    """Cells side by side, each on as many lines as it takes."""
    from textwrap import wrap

    wrapped = (wrap(cell, width) for cell, width in zip(cells, widths, strict=True))
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield " ".join(f"{piece:<{width}}" for piece, width in zip(pieces, widths, strict=True)).rstrip() + "\n"
