"""What a run found as Markdown, for the page on which GitHub sums a job up: all findings as long as they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vetter.outputs import Look, Tally, Texts, by_severity, called, counted, flat, remark
from vetter.report import Report

ROOM = 500_000
"""Bytes of the table at most: GitHub refuses a summary of more than a megabyte."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    rows: list[str] = []
    room = ROOM
    for report in reports:
        for row in _rows(report):
            room -= _size(row)
            if room >= 0:
                rows.append(row)
        yield ""  # writers go on in step: whoever else tells of this report need not wait for all
    yield f"### vetter: {_found(reports)}\n\n"
    if rows:
        yield "| place | severity | rule | finding |\n|---|---|---|---|\n"
        yield from rows
        yield "\n"
    if more := reports.findings - len(rows):
        yield f"There {'is' if more == 1 else 'are'} {counted(more, 'finding')} more.\n\n"
    room = ROOM // 4
    for line in _remarks(reports):
        room -= _size(line)
        if room >= 0:
            yield line


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))


def _remarks(tally: Tally) -> Iterator[str]:
    """What could not be read, and what should be known about drafts."""
    for error in tally.errors:
        line = f":{error.line}" if error.line else ""
        yield f"- **error**: {_cell(error.path)}{line}: {_cell(error.message)}\n"
    for path, note in tally.notes:
        yield f"- note: {_cell(path)}: {_cell(note)}\n"


def _found(tally: Tally) -> str:
    found = by_severity(tally) if tally.findings else "no findings"
    return f"{found} in {counted(tally.files, 'file')}"


def _rows(report: Report) -> Iterator[str]:
    texts = Texts()
    for finding in report.live:
        place = texts[report.source.text].place(finding.start, finding.end)
        cells = (
            f"{report.name}:{place.line}:{place.column}",
            finding.severity,
            called(finding.rule, finding.name),
            remark(finding, report.name, texts),
        )
        yield f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would take for its own."""
    return re.sub(r"([\\`*_{}\[\]<>()#!|~&$])", r"\\\1", flat(text))
