"""List the packs of rules, and the ladders of likelihood terms."""

from __future__ import annotations

from vetter import choices, streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import lint, pages, runs

    settings = runs.settings(choices.chosen(options), "draft.md")
    streams.emit(pages.packs(settings), None)
    return streams.told(lint.problems(settings))
