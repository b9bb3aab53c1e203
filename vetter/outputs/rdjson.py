"""Reviewdog's diagnostic format, from which it comments on the changes under review.

Columns count the bytes of the line as the file has it, a byte-order mark in the first line among them. Pure ASCII.
https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate

from vetter.findings import Finding
from vetter.outputs import Lines, Look, Tally, Texts, as_one, is_fixable, remark
from vetter.report import Problem, Report
from vetter.source import BOM
from vetter.values import Any

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
STEP = 1024
"""Characters between the places of a text whose byte is known beforehand: a line may be very long."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    yield '{"source": {"name": "vetter"}, "diagnostics": ['
    between = "\n "
    for report in reports:
        for diagnostic in _diagnostics(report, look):
            yield between + json.dumps(diagnostic)
            between = ",\n "
    yield "]}\n"


class Bytes:
    """The places of a text as line and byte in that line."""

    def __init__(self, lines: Lines, marked: bool) -> None:
        self.lines = lines
        self.before_first = len(BOM) if marked else 0
        sizes = (_size(lines.text[at : at + STEP]) for at in range(0, len(lines.text), STEP))
        self._before_step = [0, *accumulate(sizes)]

    def range(self, start: int, end: int) -> dict[str, Any]:
        place = self.lines.place(start, end)
        return {
            "start": self._position(place.line, place.column, start),
            "end": self._position(place.end_line, place.end_column, end),
        }

    def _position(self, line: int, column: int, offset: int) -> dict[str, int]:
        into_line = self._before(offset) - self._before(offset - column + 1)
        return {"line": line, "column": into_line + 1 + (self.before_first if line == 1 else 0)}

    def _before(self, offset: int) -> int:
        """How many bytes stand before this character."""
        step = min(offset // STEP, len(self._before_step) - 1)
        return self._before_step[step] + _size(self.lines.text[step * STEP : offset])


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class Files(dict[tuple[str, bool], Bytes]):
    """The bytes of each file that is pointed at, counted once however many findings do so."""

    def __init__(self) -> None:
        self.texts = Texts()

    def __missing__(self, file: tuple[str, bool]) -> Bytes:
        text, marked = file
        self[file] = Bytes(self.texts[text], marked)
        return self[file]


def _diagnostics(report: Report, look: Look) -> Iterator[dict[str, Any]]:
    files = Files()
    for finding in report.live:
        yield _diagnostic(finding, report, files, look)
    for error in report.errors:
        yield _unread(error)


def _diagnostic(finding: Finding, report: Report, files: Files, look: Look) -> dict[str, Any]:
    draft = files[report.source.text, report.source.marked]
    diagnostic: dict[str, Any] = {
        "message": remark(finding, report.name, files.texts),
        "location": _location(report.name, finding.start, finding.end, draft),
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.related:
        diagnostic["related_locations"] = [
            {
                "message": related.note,
                "location": _location(related.path, related.start, related.end, files[related.text, related.marked]),
            }
            for related in finding.related
        ]
    if finding.fix and is_fixable(finding, look):  # edits that go together are one suggestion: each is taken alone
        edit = as_one(finding.fix, report.source.text)
        diagnostic["suggestions"] = [{"range": draft.range(edit.start, edit.end), "text": edit.text}]
    return diagnostic


def _location(path: str, start: int, end: int, file: Bytes) -> dict[str, Any]:
    return {"path": path, "range": file.range(start, end)} if end else {"path": path}


def _unread(error: Problem) -> dict[str, Any]:
    line = {"range": {"start": {"line": error.line}}} if error.line else {}
    return {"message": error.message, "location": {"path": error.path, **line}, "severity": "ERROR"}
