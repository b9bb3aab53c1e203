"""Workflow commands that GitHub shows beside the changed lines, and plain lines for what it would not show.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vetter.outputs import Look, Tally, Texts, called, counted, from_top, remark, visible
from vetter.report import Report

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
TOP = "GITHUB_WORKSPACE"
MOST = 10
"""Commands of each kind that GitHub shows as annotations of one step."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    given: Counter[str] = Counter()
    for report in reports:
        for command, line, plainly in _lines(report):
            given[command] += 1
            yield line if given[command] <= MOST else plainly
        for note in report.notes:  # for the log: a note is about no line of the draft
            yield f"note: {visible(report.name)}: {visible(note)}\n"
    if left := [counted(number - MOST, command) for command, number in given.items() if number > MOST]:
        yield f"vetter: {', '.join(left)} more in this log only: GitHub annotates {MOST} of a kind in a step.\n"


def _lines(report: Report) -> Iterator[tuple[str, str, str]]:
    """For all there is to tell the kind of its command, the command, and the line of the log that may stand for it."""
    texts = Texts()
    for finding in report.live:
        command = COMMANDS[finding.severity]
        place = texts[report.source.text].place(finding.start, finding.end)
        message = remark(finding, report.name, texts)
        where = {"file": from_top(report.name, TOP), "line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:  # GitHub refuses columns on a stretch of several lines
            where |= {"col": str(place.column), "endColumn": str(place.end_column)}
        where["title"] = f"{finding.rule} {finding.name}"
        plain = f"{report.name}:{place.line}:{place.column}: {called(finding.rule, finding.name)}: {message}"
        yield command, _command(command, where, message), _plain(command, plain)
    for error in report.errors:
        where = {"file": from_top(error.path, TOP), **({"line": str(error.line)} if error.line else {})}
        plain = f"{error.place}: {error.message}"
        yield "error", _command("error", where, error.message), _plain("error", plain)


def _command(command: str, where: dict[str, str], message: str) -> str:
    return f"::{command} {_properties(where)}::{_escaped(message)}\n"


def _plain(command: str, text: str) -> str:
    """A line of the log, never a command: it begins with a word."""
    return f"{command}: {visible(text)}\n"


def _properties(pairs: dict[str, str]) -> str:
    return ",".join(f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in pairs.items())


def _escaped(text: str) -> str:
    """Percent, CR and LF as the runner wants them, every other control character written out."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped)
