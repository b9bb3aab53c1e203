"""What `vale --output=JSON` writes, for the editors and tools that read it: of each draft a list of alerts.

Lines and columns count characters from 1, and the end of a span is its last character; a span lies in one line. Pure
ASCII. https://vale.sh/docs/output
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from vetter.findings import Finding
from vetter.outputs import Lines, Look, Place, Tally, Texts, as_one, is_fixable, remark
from vetter.report import Problem, Report
from vetter.values import Any, TypeAlias

SEVERITIES = {"error": "error", "warning": "warning", "info": "suggestion"}
NO_ACTION = {"Name": "", "Params": None}
Alert: TypeAlias = dict[str, Any]


def write(reports: Tally, look: Look) -> Iterator[str]:
    elsewhere: dict[str, list[Alert]] = {}
    yield "{"
    between = "\n"
    for report in reports:
        for error in report.errors:
            if error.path != report.name:
                elsewhere.setdefault(error.path, []).append(_unread(error))
        if alerts := list(_alerts(report, look)):
            yield between + _member(report.name, alerts)
            between = ",\n"
    for path, alerts in elsewhere.items():
        yield between + _member(path, alerts)
        between = ",\n"
    yield "\n}\n" if between == ",\n" else "}\n"


def _member(path: str, alerts: list[Alert]) -> str:
    return f"  {json.dumps(path)}: [\n    " + ",\n    ".join(map(json.dumps, alerts)) + "\n  ]"


def _alerts(report: Report, look: Look) -> Iterator[Alert]:
    texts = Texts()
    found = (_alert(finding, report, texts, look) for finding in report.live)
    return chain(found, (_unread(error) for error in report.errors if error.path == report.name))


def _alert(finding: Finding, report: Report, texts: Texts, look: Look) -> Alert:
    lines = texts[report.source.text]
    place = lines.place(finding.start, finding.end)
    return {
        "Action": _action(finding, lines, place, look),
        "Span": _span(lines, place),
        "Check": f"vetter.{finding.rule}",
        "Description": finding.name,
        "Link": "",
        "Message": remark(finding, report.name, texts),
        "Severity": SEVERITIES[finding.severity],
        "Match": lines.text[finding.start : finding.end],
        "Line": place.line,
    }


def _span(lines: Lines, place: Place) -> list[int]:
    """The first and the last column, of several lines in the first."""
    start, end = lines.span(place.line)
    last = place.end_column - 1 if place.end_line == place.line else end - start
    return [place.column, max(place.column, last)]


def _action(finding: Finding, lines: Lines, place: Place, look: Look) -> dict[str, Any]:
    """What to put in place of the span, where a fix does that and nothing else."""
    if not finding.fix or not is_fixable(finding, look) or place.line != place.end_line:
        return NO_ACTION
    edit = as_one(finding.fix, lines.text)
    if edit.start < finding.start or edit.end > finding.end:
        return NO_ACTION
    text = lines.text[finding.start : edit.start] + edit.text + lines.text[edit.end : finding.end]
    return {"Name": "replace", "Params": [text]} if text else {"Name": "remove", "Params": None}


def _unread(error: Problem) -> Alert:
    return {
        "Action": NO_ACTION,
        "Span": [1, 1],
        "Check": "vetter.unreadable",
        "Description": "",
        "Link": "",
        "Message": error.message,
        "Severity": "error",
        "Match": "",
        "Line": error.line or 1,
    }
