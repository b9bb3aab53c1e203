"""Workflow commands that GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.findings import Finding
from vetter.outputs import Lines, Look, Tally, advice, flat, lines_beside, visible

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(reports: Tally, look: Look) -> Iterator[str]:
    for report in reports:
        lines = Lines(report.source.text)
        for finding in report.findings:
            if finding.suppressed is None:
                yield _command(finding, report.name, lines)
        for error in report.errors:
            where = {"file": error.path, **({"line": str(error.line)} if error.line else {})}
            yield f"::error {_properties(where)}::{_escaped(error.message)}\n"
        for note in report.notes:  # for the log: a note is about no line of the draft
            yield f"note: {visible(report.name)}: {visible(note)}\n"


def _command(finding: Finding, name: str, lines: Lines) -> str:
    place = lines.place(finding.start, finding.end)
    where = {"file": name, "line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:  # GitHub refuses columns on a stretch of several lines
        where |= {"col": str(place.column), "endColumn": str(place.end_column)}
    where["title"] = f"{finding.rule} {finding.name}"
    said = advice(finding) + "".join(_beside(finding, name, lines))
    return f"::{COMMANDS[finding.severity]} {_properties(where)}::{_escaped(said)}\n"


def _beside(finding: Finding, name: str, lines: Lines) -> Iterator[str]:
    """The second places of a finding, one a line: an annotation has no room of its own for them."""
    for related in finding.related:
        there = lines_beside(related, name, lines)
        line = f":{there.place(related.start, related.end).line}" if there else ""
        said = f' "{flat(there.text[related.start : related.end])}"' if there else ""
        yield f"\nSee {related.path}{line}{said}{f' ({related.note})' if related.note else ''}"


def _properties(pairs: dict[str, str]) -> str:
    return ",".join(f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in pairs.items())


def _escaped(text: str) -> str:
    """Percent, CR and LF as the runner wants them, every other control character written out."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped)
