"""Reports for machines: one JSON object as vetter/schemas/report-1.json has it, or a line of JSON for each finding.

Pure ASCII and nothing but the drafts decides it: the same input gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from vetter import __version__
from vetter.findings import Fix, Related
from vetter.outputs import Look, Tally, Texts, shown
from vetter.report import Report
from vetter.values import Any

SCHEMA = "vetter/report/1"


def write(reports: Tally, look: Look) -> Iterator[str]:
    yield f'{{"schema": "{SCHEMA}", "version": "{__version__}",\n "findings": ['
    between = "\n  "
    for report in reports:
        for finding in _findings(report, look):
            yield between + json.dumps(finding)
            between = ",\n  "
    yield "]" + "".join(f',\n "{key}": {json.dumps(value)}' for key, value in _rest(reports).items()) + "}\n"


def write_lines(reports: Tally, look: Look) -> Iterator[str]:
    """A finding on each line, and last a line with the errors, notes and counts of the run."""
    for report in reports:
        for finding in _findings(report, look):
            yield json.dumps(finding) + "\n"
    yield json.dumps({"schema": SCHEMA, "version": __version__, **_rest(reports)}) + "\n"


def _findings(report: Report, look: Look) -> Iterator[dict[str, Any]]:
    texts = Texts()
    lines = texts[report.source.text]
    for finding, fingerprint in shown(report, look):
        yield {
            "path": report.name,
            "rule": finding.rule,
            "name": finding.name,
            "severity": finding.severity,
            "message": finding.message,
            **lines.stretch(finding.start, finding.end),
            "fix": _fix(finding.fix),
            "suggestions": finding.suggestions,
            "related": [_related(related, texts) for related in finding.related],
            "fingerprint": fingerprint,
            "suppressed": finding.suppressed,
        }


def _related(related: Related, texts: Texts) -> dict[str, Any]:
    stretch = texts[related.text].stretch(related.start, related.end)
    return {"path": related.path, **stretch, "note": related.note}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    return fix and {"applicability": fix.applicability, "edits": [edit._asdict() for edit in fix.edits]}


def _rest(tally: Tally) -> dict[str, Any]:
    return {
        "errors": [error._asdict() for error in tally.errors],
        "notes": [{"path": path, "message": message} for path, message in tally.notes],
        "summary": {
            "files": tally.files,
            "sentences": tally.sentences,
            "claims": tally.claims,
            **tally.severities,
            "suppressed": tally.suppressed,
        },
    }
