"""Reports for machines: one JSON object as vetter/schemas/report-1.json has it, or a line of JSON for each finding.
Those of comparisons have what was compared besides, as comparison-1.json tells.

Pure ASCII and nothing but the drafts decides it: the same input gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from vetter import __version__
from vetter.findings import Fix, Related
from vetter.outputs import Lines, Look, Tally, Texts, shown
from vetter.report import Compared, Difference, Report
from vetter.values import Any

SCHEMA = "vetter/report/1"
COMPARISON = "vetter/comparison/1"


def write(reports: Tally, look: Look) -> Iterator[str]:
    return _write(reports, look, SCHEMA)


def write_comparison(reports: Tally, look: Look) -> Iterator[str]:
    return _write(reports, look, COMPARISON)


def write_lines(reports: Tally, look: Look) -> Iterator[str]:
    """A finding on each line, and last a line with the errors, notes and counts of the run."""
    return _write_lines(reports, look, SCHEMA)


def write_comparison_lines(reports: Tally, look: Look) -> Iterator[str]:
    return _write_lines(reports, look, COMPARISON)


def _write(reports: Tally, look: Look, schema: str) -> Iterator[str]:
    yield f'{{"schema": "{schema}", "version": "{__version__}",\n "findings": ['
    between = "\n  "
    for report in reports:
        for finding in _findings(report, look):
            yield between + json.dumps(finding)
            between = ",\n  "
    yield "]" + "".join(f',\n "{key}": {json.dumps(value)}' for key, value in _rest(reports, schema).items()) + "}\n"


def _write_lines(reports: Tally, look: Look, schema: str) -> Iterator[str]:
    for report in reports:
        for finding in _findings(report, look):
            yield json.dumps(finding) + "\n"
    yield json.dumps({"schema": schema, "version": __version__, **_rest(reports, schema)}) + "\n"


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


def _rest(tally: Tally, schema: str) -> dict[str, Any]:
    told = {
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
    return told | ({"compared": [_compared(*each) for each in tally.compared]} if schema == COMPARISON else {})


def _compared(report: Report, compared: Compared) -> dict[str, Any]:
    texts = Texts()
    lines = texts[report.source.text]
    return {
        "path": report.name,
        "between": compared.between,
        "others": compared.others,
        "claims": compared.claims,
        "found": compared.found,
        "missing": [{**lines.stretch(start, end), "cited": cited} for start, end, cited in compared.missing],
        "gone": [_place(each, texts) for each in compared.gone],
        "differences": [_difference(each, lines, texts) for each in compared.differences],
    }


def _difference(each: Difference, lines: Lines, texts: Texts) -> dict[str, Any]:
    what = [{"rule": finding.rule, "name": finding.name, "reason": finding.reason} for finding in each.findings]
    return {
        "here": lines.stretch(each.start, each.end),
        "there": each.there and _place(each.there, texts),
        "what": what,
    }


def _place(each: Related, texts: Texts) -> dict[str, Any]:
    return {"path": each.path, **texts[each.text].stretch(each.start, each.end)}
