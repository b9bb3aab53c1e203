"""Hold a draft against its sources, or its earlier version."""

from __future__ import annotations

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser
    from vetter.report import Report
    from vetter.runs import Order


def declare(parser: Parser) -> None:
    add = parser.add_argument
    add("drafts", nargs="+", metavar="DRAFT", help="the draft; with --revision the earlier version, then the draft")
    add("--sources", nargs="+", default=[], metavar="PATH", help="files and folders that the draft rests on")
    add("--untraced", action="store_true", help="list the claims that are found in none of the sources")
    add("--revision", action="store_true", help="tell what changed from the first file to the second")
    add("--git", metavar="REV", help="tell what changed in the draft since this revision")
    choices.telling_in(parser, (*outputs.OUTPUTS, "table"))
    add("--output", metavar="FILE", help="write there instead, whole or not at all")
    choices.choosing(parser)
    choices.selecting(parser)
    choices.telling(parser)


def run(options: Options) -> int:
    from vetter import comparison

    order = choices.selected(choices.chosen(options), options)._replace(fail_on=options.fail_on, level=options.level)
    ways = streams.ways(options, _writer, suppressed=options.show_suppressed)
    report = _compared(options, order)
    drafts = (*options.drafts, *comparison.files(options.sources))
    tally = streams.tell([report], ways, streams.inputs(drafts, options))
    streams.complain_of(tally.errors)
    return tally.exit_code


def _writer(name: str) -> outputs.Writer:
    return outputs.changes_writer() if name == "table" else outputs.writer(name)


def _compared(options: Options, order: Order) -> Report:
    """What the options ask for: a draft against its sources, an earlier file, or an earlier revision."""
    from vetter import comparison, runs

    asked = [bool(options.sources), options.revision, options.git is not None]
    wanted = 2 if options.revision else 1
    if sum(asked) != 1:
        raise VetterError("vetter compare", "say against what: --sources PATH ..., OLD NEW --revision, or --git REV")
    if len(options.drafts) != wanted:
        files = "OLD NEW --revision" if options.revision else "one DRAFT"
        raise VetterError("vetter compare", f"takes {files} here, and {len(options.drafts)} files are named")
    draft = options.drafts[-1]
    if options.sources:
        return comparison.with_sources(order, draft, options.sources, options.untraced)
    earlier = None if options.git is None else comparison.earlier_revision(draft, options.git)
    return comparison.with_earlier(order, draft, earlier or runs.source_of(options.drafts[0]))
