"""GitLab's code quality report: a list of issues, each with a fingerprint that no other of the run has.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from vetter.findings import Finding
from vetter.outputs import Look, Place, Tally, Texts, from_top, remark, shown
from vetter.report import Problem, Report
from vetter.values import Any

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}
TOP = "CI_PROJECT_DIR"
UNREAD = "unreadable"
"""The check that a draft fails when it cannot be read."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    seen: Counter[str] = Counter()
    yield "["
    between = "\n "
    for report in reports:
        for mark, issue in _issues(report):
            yield between + json.dumps({**issue, "fingerprint": _fingerprint(issue["location"]["path"], mark, seen)})
            between = ",\n "
    yield "]\n"


def _issues(report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was found, each with a mark of its own words."""
    texts = Texts()
    for finding, mark in shown(report, Look()):
        yield mark, _issue(finding, report, texts)
    for error in report.errors:
        yield f"{error.line}\0{error.message}", _unread(error)


def _issue(finding: Finding, report: Report, texts: Texts) -> dict[str, Any]:
    places = [texts[related.text].place(related.start, related.end) for related in finding.related]
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": remark(finding, report.name, texts),
        "categories": ["Clarity"],
        "severity": SEVERITIES[finding.severity],
        "location": _location(report.name, texts[report.source.text].place(finding.start, finding.end)),
        "other_locations": [
            _location(related.path, place) for related, place in zip(finding.related, places, strict=True)
        ],
    }


def _unread(error: Problem) -> dict[str, Any]:
    line = error.line or 1
    return {
        "type": "issue",
        "check_name": UNREAD,
        "description": error.message,
        "categories": ["Bug Risk"],
        "severity": "critical",
        "location": _location(error.path, Place(line, 1, line, 1)),
    }


def _location(path: str, place: Place) -> dict[str, Any]:
    return {"path": from_top(path, TOP), "lines": {"begin": place.line, "end": place.last_line}}


def _fingerprint(path: str, mark: str, seen: Counter[str]) -> str:
    content = f"{path}\0{mark}"
    seen[content] += 1
    return blake2b(f"{content}\0{seen[content]}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
