"""SARIF 2.1.0, for code scanning: rules with their reasons, findings with region and fingerprint, what went wrong.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from vetter import __version__, lint
from vetter.findings import Finding, Related
from vetter.outputs import Lines, Look, Tally, Texts, advice, pointed, shown
from vetter.report import Problem, Report
from vetter.rulebook import Rule
from vetter.values import Any

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
BASE = "%SRCROOT%"


def write(reports: Tally, look: Look) -> Iterator[str]:
    """The results go out one by one; what speaks of the whole run follows them."""
    rules = {rule.id: rule for rule in lint.ruleset().rules}
    places = {rule: place for place, rule in enumerate(rules)}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"results": ['
    between = "\n  "
    for report in reports:
        for rule in lint.ruleset(report.house).rules if report.house.folders else ():
            places.setdefault(rule.id, len(places))
            rules.setdefault(rule.id, rule)
        for result in _results(report, look, places):
            yield between + json.dumps(result)
            between = ",\n  "
    yield (
        "]"
        + "".join(f',\n "{key}": {json.dumps(value)}' for key, value in _run(reports, rules.values()).items())
        + "}]}\n"
    )


def _run(tally: Tally, rules: Iterable[Rule]) -> dict[str, Any]:
    driver = {
        "name": "vetter",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    invocation: dict[str, Any] = {
        "executionSuccessful": not tally.errors,
        "exitCode": tally.exit_code,
        "toolExecutionNotifications": [
            *(_error(error) for error in tally.errors),
            *(_notification("note", message, path) for path, message in tally.notes),
        ],
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "The folder vetter was started in."}}},
        "invocations": [invocation],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    lists = (("Do instead", rule.suggestions), ("Mistaken when", rule.mistaken_when), ("Standard", rule.standard))
    help_lines = [rule.why or rule.message, *(f"{title}: {'; '.join(items)}" for title, items in lists if items)]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": rule.why or rule.message},
        "help": {"text": "\n".join(help_lines), "markdown": "\n\n".join(help_lines)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": list(rule.packs)},
    }


def _results(report: Report, look: Look, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    texts = Texts()
    lines = texts[report.source.text]
    for finding, fingerprint in shown(report, look):
        result = {
            "ruleId": finding.rule,
            "ruleIndex": places.get(finding.rule, -1),
            "level": LEVELS[finding.severity],
            "message": {"text": _message(finding, report.name, texts)},
            "locations": [_location(report.name, finding.start, finding.end, lines)],
            "partialFingerprints": {"vetterFinding/v1": fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [
                _related(number, related, texts) for number, related in enumerate(finding.related, 1)
            ]
        if finding.suppressed is not None:
            result["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
        if finding.fix:
            result["fixes"] = [_fix(finding, report.name, lines)]
        yield result


def _message(finding: Finding, name: str, texts: Texts) -> str:
    """The advice with links to the other places by their ids: code scanning shows a place only where it is linked."""
    links = (
        f"[{_bracketed(pointed(related, name, texts))}]({number})" for number, related in enumerate(finding.related, 1)
    )
    return advice(finding, links)


def _bracketed(text: str) -> str:
    """The text as it may stand in the brackets of a link."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _location(path: str, start: int, end: int, lines: Lines) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if end:
        physical["region"] = {**_region(start, end, lines), "snippet": {"text": lines.text[start:end]}}
    return {"physicalLocation": physical}


def _region(start: int, end: int, lines: Lines) -> dict[str, Any]:
    place = lines.place(start, end)
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": start,
        "charLength": end - start,
    }


def _related(number: int, related: Related, texts: Texts) -> dict[str, Any]:
    location = _location(related.path, related.start, related.end, texts[related.text])
    return {"id": number, **location, "message": {"text": related.note}}


def _fix(finding: Finding, path: str, lines: Lines) -> dict[str, Any]:
    edits, kind = (finding.fix.edits, finding.fix.applicability) if finding.fix else ((), "safe")
    replacements = [
        {"deletedRegion": _region(edit.start, edit.end, lines), "insertedContent": {"text": edit.text}}
        for edit in edits
    ]
    about = "A safe fix." if kind == "safe" else "An unsafe fix: it may change what is said, so read what comes out."
    return {
        "description": {"text": about},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
    }


def _error(error: Problem) -> dict[str, Any]:
    notification = _notification("error", error.message, error.path)
    if error.line:
        notification["locations"][0]["physicalLocation"]["region"] = {"startLine": error.line}
    return notification


def _notification(level: str, message: str, path: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": _artifact(path)}}
    return {"level": level, "message": {"text": message}, "locations": [location]}


def _artifact(path: str) -> dict[str, Any]:
    """A path below the starting folder is relative to it; any other is a file URI or climbs by `..`."""
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri.removeprefix("./"), "uriBaseId": BASE}
