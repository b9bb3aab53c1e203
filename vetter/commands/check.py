"""Check drafts and report what an editor would stop at."""

from __future__ import annotations

import sys
from collections.abc import Callable

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.options import number_of_processes
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    add = parser.add_argument
    choices.drafts(parser)
    choices.telling_in(parser, outputs.OUTPUTS)
    choices.choosing(parser)
    choices.selecting(parser)
    add("--fix", action="store_true", help="put safe fixes into the drafts; those of standard input are printed")
    add("--unsafe-fixes", action="store_true", help="also fixes that may change what is said; an editor must look")
    add("--diff", action="store_true", help="show what would be fixed as a diff, and write nothing")
    add("--baseline", metavar="FILE", help="leave out the findings this file holds; `vetter baseline` writes it")
    add("--since", metavar="REV", help="only findings on lines changed since REV and HEAD parted")
    add("--statistics", action="store_true", help="count findings by rule instead; as text or json")
    choices.telling(parser)
    add(
        "--jobs",
        type=number_of_processes,
        default=0,
        metavar="N",
        help="processes for large runs; default: one for each core",
    )


def run(options: Options) -> int:
    from vetter import runs

    order = choices.selected(choices.order(options), options)._replace(
        fail_on=options.fail_on, level=options.level, baseline=options.baseline, since=options.since
    )
    if options.fix or options.diff:
        order = order._replace(mend="unsafe" if options.unsafe_fixes else "safe", write=not options.diff)
    text_goes_out = order.write and runs.STDIN in options.paths
    ways = streams.ways(options, _writers(options), suppressed=options.show_suppressed, unsafe=options.unsafe_fixes)
    reports, inputs = runs.reports(order, options.jobs), streams.inputs(options.paths, options)
    tally = streams.tell(reports, ways, inputs, sys.stderr if text_goes_out else sys.stdout)
    streams.complain_of(tally.errors)
    if options.unsafe_fixes and not (options.fix or options.diff):
        streams.complain("--unsafe-fixes: nothing is fixed without --fix; add it, or --diff to look first")
    return _told_of_diff(tally, options) if options.diff else tally.exit_code


def _writers(options: Options) -> Callable[[str], outputs.Writer]:
    """What writes a format."""
    if options.diff and options.statistics:
        raise VetterError("--statistics", "does not go with --diff; leave one of them out")
    if options.diff and any(told.partition("=")[0] != "text" for told in options.format):
        raise VetterError("--format", "does not go with --diff, which is text; leave one of them out")
    if options.diff:
        return lambda _: outputs.diff_writer()
    return outputs.statistics_writer if options.statistics else outputs.writer


def _told_of_diff(tally: outputs.Tally, options: Options) -> int:
    hidden = 0 if options.unsafe_fixes else tally.fixes["unsafe"]
    more = f" ({hidden} more with `--unsafe-fixes`)" if hidden else ""
    what = f"fix {outputs.counted(tally.fixed, 'finding')}" if tally.fixed else "fix nothing"
    streams.complain(f"Would {what}{more}.")
    return 2 if tally.errors else 1 if tally.fixed else 0
