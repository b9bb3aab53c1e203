"""How often each rule spoke in a run, the most talkative first."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.findings import SEVERITIES, Finding
from vetter.outputs import Look, Tally, called, counted, is_fixable
from vetter.values import NamedTuple

SCHEMA = "vetter/statistics/1"


class Line(NamedTuple):
    """A rule with the worst severity it had, how often it spoke, and how many of its findings have a fix on offer."""

    rule: str
    name: str
    severity: str
    times: int
    fixable: int


def write(reports: Tally, look: Look) -> Iterator[str]:
    lines = _statistics(reports, look)
    width = max((len(str(line.times)) for line in lines), default=0)
    severities = max((len(line.severity) for line in lines), default=0)
    rules = max((len(line.rule) for line in lines), default=0)
    for line in lines:
        name = called(line.rule, line.name).removeprefix(line.rule)
        mark = "*" if line.fixable == line.times else "-" if line.fixable else " "
        yield f"{line.times:>{width}}  {line.rule:<{rules}}  {line.severity:<{severities}}  [{mark}]{name}\n"
    if any(line.fixable for line in lines):
        partly = any(0 < line.fixable < line.times for line in lines)
        yield f"[*] fixable with `--fix`{'; [-] some of them' * partly}\n"
    files, found = counted(reports.files, "file"), counted(reports.findings + reports.fixed, "finding")
    fixed = f" ({reports.fixed} fixed, {reports.findings} remaining)" if reports.fixed else ""
    yield f"Found {found}{fixed} in {files}.\n" if lines or fixed else f"All clear: {files}.\n"


def write_json(reports: Tally, look: Look) -> Iterator[str]:
    import json

    from vetter import __version__

    rows = ",".join(f"\n  {json.dumps(_row(line))}" for line in _statistics(reports, look))
    errors = json.dumps([error._asdict() for error in reports.errors])
    summary = json.dumps({"files": reports.files, "findings": reports.findings, "fixed": reports.fixed})
    yield f'{{"schema": "{SCHEMA}", "version": "{__version__}",\n "statistics": [{rows}],\n'
    yield f' "errors": {errors},\n "summary": {summary}}}\n'


def _row(line: Line) -> dict[str, str | int]:
    rule, name, severity, times, fixable = line
    return {"rule": rule, "name": name, "severity": severity, "count": times, "fixable": fixable}


def _statistics(reports: Tally, look: Look) -> list[Line]:
    found: dict[str, Line] = {}
    for report in reports:
        for finding in report.live:
            found[finding.rule] = _counted(found.get(finding.rule), finding, look)
    return sorted(found.values(), key=lambda line: (-line.times, line.rule))


def _counted(line: Line | None, finding: Finding, look: Look) -> Line:
    so_far = line or Line(finding.rule, finding.name, finding.severity, 0, 0)
    worst = max(so_far.severity, finding.severity, key=SEVERITIES.index)
    fixable = so_far.fixable + is_fixable(finding, look)
    return so_far._replace(severity=worst, times=so_far.times + 1, fixable=fixable)
