"""Workflow commands that GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.findings import Finding
from vetter.outputs import Look, Tally, Texts, advice, pointed, visible
from vetter.report import Report

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(reports: Tally, look: Look) -> Iterator[str]:
    for report in reports:
        texts = Texts()
        for finding in report.findings:
            if finding.suppressed is None:
                yield _command(finding, report, texts)
        for error in report.errors:
            where = {"file": error.path, **({"line": str(error.line)} if error.line else {})}
            yield f"::error {_properties(where)}::{_escaped(error.message)}\n"
        for note in report.notes:  # for the log: a note is about no line of the draft
            yield f"note: {visible(report.name)}: {visible(note)}\n"


def _command(finding: Finding, report: Report, texts: Texts) -> str:
    place = texts[report.source.text].place(finding.start, finding.end)
    where = {"file": report.name, "line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:  # GitHub refuses columns on a stretch of several lines
        where |= {"col": str(place.column), "endColumn": str(place.end_column)}
    where["title"] = f"{finding.rule} {finding.name}"
    others = (pointed(related, report.name, texts) for related in finding.related)
    return f"::{COMMANDS[finding.severity]} {_properties(where)}::{_escaped(advice(finding, others))}\n"


def _properties(pairs: dict[str, str]) -> str:
    return ",".join(f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in pairs.items())


def _escaped(text: str) -> str:
    """Percent, CR and LF as the runner wants them, every other control character written out."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped)
