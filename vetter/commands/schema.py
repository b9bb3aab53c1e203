"""Print a JSON Schema, for editors."""

from __future__ import annotations

from vetter import choices, streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("what", choices=["config"], help="whose schema: the configuration's")
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import lint, runs, schema

    known = lint.vocabulary(runs.settings(choices.chosen(options), "draft.md").rules)
    streams.emit([schema.text(known)], None)
    return 0
