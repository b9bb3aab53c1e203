"""List the rules."""

from __future__ import annotations

from vetter import choices, streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("--features", action="store_true", help="list what a rule may ask instead, with the answers")
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import artefact, lint, pages, runs

    if options.features:
        streams.emit(pages.features(), None)
        return 0
    artefact.stock_as_far_as_read()  # whoever mends a rule wants to see the others
    settings = runs.settings(choices.chosen(options), "draft.md")
    streams.emit(pages.table(settings), None)
    return streams.told(lint.problems(settings))
