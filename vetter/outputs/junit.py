"""JUnit's report, for the test results of a CI server: each draft is a suite in which every finding is a failed test.

A draft without findings is one test that passed. Pure ASCII.
https://github.com/jenkinsci/xunit-plugin holds the schema most readers follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from vetter.findings import Finding, Related
from vetter.outputs import Look, Tally, Texts, called, for_xml
from vetter.report import Problem, Report
from vetter.values import NamedTuple

MOST_SHOWN = 400
"""Characters of a stretch that are quoted at most."""


class Test(NamedTuple):
    """What one test says: its name, how it came out ("" for passed), in a line and in full."""

    name: str
    outcome: str = ""
    kind: str = ""
    message: str = ""
    details: str = ""


def write(reports: Tally, look: Look) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="vetter">\n'
    for report in reports:
        if not report.unchanged:
            yield tostring(_suite(report, look), "us-ascii").decode("ascii") + "\n"
    yield "</testsuites>\n"


def _suite(report: Report, look: Look) -> Element:
    tests = list(_tests(report, look)) or [Test("vetter")]
    outcomes = Counter(test.outcome for test in tests)
    counts = {"tests": len(tests), "failures": outcomes["failure"], "errors": outcomes["error"]}
    counts |= {"skipped": outcomes["skipped"]} if look.suppressed else {}
    suite = Element("testsuite", {"name": for_xml(report.name), **{key: str(count) for key, count in counts.items()}})
    names: Counter[str] = Counter()
    for test in tests:
        names[test.name] += 1
        _add(suite, test, report.name, names[test.name])
    if report.notes:
        SubElement(suite, "system-out").text = for_xml("\n".join(f"note: {note}" for note in report.notes))
    indent(suite)
    return suite


def _add(suite: Element, test: Test, draft: str, number: int) -> None:
    """Readers tell tests apart by class and name alone, so that of several alike each has its number."""
    name = test.name if number == 1 else f"{test.name} ({number})"
    case = SubElement(suite, "testcase", {"classname": for_xml(draft), "name": for_xml(name)})
    if test.outcome:
        told = SubElement(case, test.outcome, {"type": test.kind, "message": for_xml(test.message)})
        told.text = for_xml(test.details)


def _tests(report: Report, look: Look) -> Iterator[Test]:
    texts = Texts()
    for finding in report.findings:
        if finding.suppressed is None:
            yield _failure(finding, report, texts)
        elif look.suppressed:
            reason = finding.suppressed or "no reason given"
            yield Test(_name(finding, report, texts), "skipped", "suppressed", reason, finding.message)
    for error in report.errors:
        yield _error(error)


def _name(finding: Finding, report: Report, texts: Texts) -> str:
    place = texts[report.source.text].place(finding.start, finding.end)
    return f"{called(finding.rule, finding.name)} at {place.line}:{place.column}"


def _failure(finding: Finding, report: Report, texts: Texts) -> Test:
    details = "\n".join(_details(finding, report, texts))
    return Test(_name(finding, report, texts), "failure", finding.severity, finding.message, details)


def _details(finding: Finding, report: Report, texts: Texts) -> Iterator[str]:
    place = texts[report.source.text].place(finding.start, finding.end)
    yield f"{report.name}:{place.line}:{place.column}: {finding.severity}"
    if finding.end:
        yield _quoted(report.source.text, finding.start, finding.end)
    for related in finding.related:
        yield _other(related, texts)
    if finding.suggestions:
        yield f"Help: {'; '.join(finding.suggestions)}"


def _other(related: Related, texts: Texts) -> str:
    place = texts[related.text].place(related.start, related.end)
    words = f" {_quoted(related.text, related.start, related.end)}" if related.end else ""
    return f"See {related.path}:{place.line}:{place.column}: {related.note}{words}"


def _quoted(text: str, start: int, end: int) -> str:
    cut = min(end, start + MOST_SHOWN)
    return f'"{" ".join(text[start:cut].split())}{"…" if cut < end else ""}"'


def _error(error: Problem) -> Test:
    return Test(f"reading {error.place}", "error", "error", error.message, f"{error.place}: {error.message}")
