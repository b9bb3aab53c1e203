"""Checkstyle's report, which CI servers and review tools of many kinds read: each draft with what was found in it.

Pure ASCII. https://checkstyle.org/result_reports.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from vetter.findings import Finding
from vetter.outputs import Look, Tally, Texts, for_xml, remark
from vetter.report import Problem, Report
from vetter.values import TypeAlias

VERSION = "4.3"
"""Of the shape, as other linters give it: readers look for a version of Checkstyle here."""
Attributes: TypeAlias = dict[str, str]


def write(reports: Tally, look: Look) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="{VERSION}">\n'
    for report in reports:
        if report.checked:
            texts = Texts()
            yield _file(report.name, (_error(finding, report, texts) for finding in report.live))
        for error in report.errors:
            yield _file(error.path, [_unread(error)])
    yield "</checkstyle>\n"


def _file(name: str, errors: Iterable[Attributes]) -> str:
    file = Element("file", {"name": for_xml(name)})
    for error in errors:
        SubElement(file, "error", {key: for_xml(value) for key, value in error.items()})
    indent(file)
    text: bytes = tostring(file, "us-ascii")
    return text.decode("ascii") + "\n"


def _error(finding: Finding, report: Report, texts: Texts) -> Attributes:
    place = texts[report.source.text].place(finding.start, finding.end)
    return {
        "line": str(place.line),
        "column": str(place.column),
        "severity": finding.severity,
        "message": remark(finding, report.name, texts),
        "source": f"vetter.{finding.rule}",
    }


def _unread(error: Problem) -> Attributes:
    line = {"line": str(error.line)} if error.line else {}
    return {**line, "severity": "error", "message": error.message, "source": "vetter"}
