"""Write down the findings of today, to be told only of new ones."""

from __future__ import annotations

import os

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    choices.drafts(parser, output="the file; default: the configured one, or vetter-baseline.json")
    choices.choosing(parser)
    choices.selecting(parser)


def run(options: Options) -> int:
    """Write the findings of a run down, to be left out of later ones; nothing when a draft cannot be read."""
    from vetter import baseline, runs

    if runs.STDIN in options.paths and not options.stdin_filename:
        raise VetterError("vetter baseline", "standard input needs a name here; give it one with --stdin-filename")
    order = choices.selected(choices.order(options), options)._replace(level="info", baseline="")
    named = runs.baseline_file(runs.settings(order, os.path.join(os.curdir, "draft.md")))
    file = options.output or named or baseline.FILE
    old = baseline.read(file) if os.path.isfile(file) else {}
    reports = list(runs.reports(order))
    if problems := [problem for report in reports for problem in report.errors]:
        streams.complain_of(problems)
        return 2
    checked = {baseline.inside(file, report.name): baseline.entries(report) for report in reports}
    new = baseline.renewed(old, checked, os.path.dirname(file))
    streams.emit(baseline.write(new), file)
    print(outputs.visible(f"{file}: {baseline.compared(old, new)}"))
    return 0
