"""Hold drafts against their sources, or their earlier version."""

from __future__ import annotations

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.comparison import Against
    from vetter.options import Options, Parser
    from vetter.runs import Order

PROGRAM = "vetter compare"
WAYS = "DRAFT ... --sources PATH ..., OLD NEW --revision, or DRAFT ... --git REV"


def declare(parser: Parser) -> None:
    add = parser.add_argument
    what = "drafts, folders or globs; with --revision the earlier version, then the draft; - is standard input"
    add("paths", nargs="*", metavar="DRAFT", help=what)
    choices.against(parser)
    add("--untraced", action="store_true", help="list the claims that are found in none of the sources")
    add("--stdin-filename", metavar="NAME", help="what to call standard input: decides its format and configuration")
    choices.telling_in(parser, outputs.COMPARISONS, "text; with --revision and --git a table")
    add("--output", metavar="FILE", help="write there instead, whole or not at all")
    choices.choosing(parser)
    choices.selecting(parser)
    add("--baseline", metavar="FILE", help="leave out the findings this file holds; `vetter baseline` writes it")
    choices.telling(parser)


def run(options: Options) -> int:
    from vetter import comparison

    order, against = asked(options, PROGRAM)
    order = order._replace(fail_on=options.fail_on, level=options.level, baseline=options.baseline)
    if options.untraced and not against.sources:
        raise VetterError("--untraced", "goes with --sources only; leave it out")
    default = "text" if against.sources else "table"
    ways = streams.ways(
        options, outputs.comparison_writer, default, suppressed=options.show_suppressed, untraced=options.untraced
    )
    texts = (*options.paths, *comparison.files(against.sources))
    tally = streams.tell(comparison.reports(order, against), ways, streams.inputs(texts, options))
    streams.complain_of(tally.errors)
    return tally.exit_code


def asked(options: Options, program: str) -> tuple[Order, Against]:
    """The drafts that are meant, and what they are to be held against."""
    from vetter.comparison import Against

    ways = [bool(options.sources), options.revision, options.git is not None]
    if sum(ways) != 1:
        raise VetterError(program, f"say against what, in one way: {WAYS}")
    if not options.paths:
        what = "OLD NEW" if options.revision else "DRAFT"
        swallowed = "; all that follows --sources is a source: name the draft before it" if options.sources else ""
        raise VetterError(program, f"{what} is missing{swallowed}")
    order = choices.selected(choices.chosen(options), options)._replace(stdin_filename=options.stdin_filename)
    if not options.revision:
        return order._replace(paths=tuple(options.paths)), Against(tuple(options.sources), revision=options.git)
    if len(options.paths) != 2:
        named = outputs.counted(len(options.paths), "file")
        raise VetterError(program, f"takes OLD NEW --revision, two files, and {named} {_is(options.paths)} named")
    earlier, draft = options.paths
    return order._replace(paths=(draft,)), Against(earlier=earlier)


def _is(paths: list[str]) -> str:
    return "is" if len(paths) == 1 else "are"
