"""Write down the findings of today, to be told only of new ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.baseline import Entry
    from vetter.options import Options, Parser
    from vetter.report import Report


def declare(parser: Parser) -> None:
    choices.drafts(parser, output="the file; default: the configured one, or vetter-baseline.json")
    choices.against(parser)
    choices.choosing(parser)
    choices.selecting(parser)


def run(options: Options) -> int:
    """Write the findings of a run down, to be left out of later ones; nothing when a draft cannot be read."""
    from vetter import baseline, runs

    if runs.STDIN in options.paths and not options.stdin_filename:
        raise VetterError("vetter baseline", "standard input needs a name here; give it one with --stdin-filename")
    named = runs.baseline_file(runs.settings(choices.chosen(options), os.path.join(os.curdir, "draft.md")))
    file = options.output or named or baseline.FILE
    old = baseline.read(file) if os.path.isfile(file) else {}
    between, reports = _reports(options)
    if problems := [problem for report in reports for problem in report.errors]:
        streams.complain_of(problems)
        return 2
    checked = {}
    for report in reports:
        draft = baseline.inside(file, report.name)
        checked[draft] = (*_of_other_runs(old.get(draft, ()), report, between), *baseline.entries(report))
    new = baseline.renewed(old, checked, os.path.dirname(file))
    streams.emit(baseline.write(new), file)
    print(outputs.visible(f"{file}: {baseline.compared(old, new)}"))
    return 0


def _reports(options: Options) -> tuple[str, list[Report]]:
    """The reports of a check, or of a comparison and what that holds against what."""
    from vetter import runs

    if options.sources or options.revision or options.git is not None:
        from vetter import comparison
        from vetter.commands import compare

        order, against = compare.asked(options, "vetter baseline")
        return against.between, list(comparison.reports(order._replace(level="info", baseline=""), against))
    order = choices.selected(choices.order(options), options)
    return "", list(runs.reports(order._replace(level="info", baseline="")))


def _of_other_runs(entries: Sequence[Entry], report: Report, between: str) -> Iterator[Entry]:
    """Those that this run could not have found: in a check what a comparison tells, or the reverse."""
    from vetter import lint, rules

    held = {each.id: rules.kinds_held(each) for each in lint.ruleset(report.house).rules if rules.needs_others(each)}
    return (each for each in entries if (between not in held.get(each.rule, ()) if between else each.rule in held))
