"""Tell of a rule, a pack or a ladder, or why rules spoke at FILE:LINE."""

from __future__ import annotations

from vetter import choices, outputs, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.comparison import Against
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    add = parser.add_argument
    what = "a rule's id or name; a pack; a ladder; FILE:LINE, for what was read there and why rules spoke or not"
    add("rule", metavar="RULE", nargs="+", help=what)
    add("--all", action="store_true", help="of a line, also the rules that lack more than one condition")
    add("--stdin-filename", metavar="NAME", help="what to call standard input, which is -:LINE")
    choices.choosing(parser)
    add("--sources", nargs="+", default=[], metavar="PATH", help="of a line, also what it says of these sources")
    add("--revision", metavar="OLD", help="of a line, also what has changed since this earlier version")
    add("--git", metavar="REV", help="of a line, also what has changed since this revision")


def run(options: Options) -> int:
    from vetter import lint, pages, runs

    against = _against(options)
    settings = runs.settings(choices.chosen(options), "draft.md")

    def told(what: str) -> str:
        return _explained_line(what, options, against) if ":" in what else pages.explain(what, settings)

    streams.emit(map(told, options.rule), None)
    return streams.told(lint.problems(settings))


def _explained_line(what: str, options: Options, against: Against | None) -> str:
    from vetter import inquiry

    order = choices.chosen(options)._replace(stdin_filename=options.stdin_filename)
    told = inquiry.lines(order, what, options.all, against)
    return "".join(f"{outputs.visible(line)}\n" for line in told)


def _against(options: Options) -> Against | None:
    """What the draft is to be held against, if anything."""
    ways = [bool(options.sources), options.revision is not None, options.git is not None]
    if any(ways) and not any(":" in what for what in options.rule):
        raise VetterError("vetter explain", "--sources, --revision and --git are for FILE:LINE; leave them out")
    if sum(ways) > 1:
        raise VetterError("vetter explain", "say against what in one way: --sources, --revision or --git")
    if not any(ways):
        return None
    from vetter.comparison import Against

    return Against(tuple(options.sources), options.revision or "", options.git)
