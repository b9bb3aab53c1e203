"""Print a JSON Schema, for editors and for what reads the outputs."""

from __future__ import annotations

from vetter import choices, streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    from vetter.schema import NAMES

    about = f"whose schema: {', '.join(NAMES)}; report-line is a line of --format jsonl"
    parser.add_argument("what", choices=NAMES, metavar="NAME", help=about)
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import lint, runs, schema

    known = lint.vocabulary(runs.settings(choices.chosen(options), "draft.md").rules)
    streams.emit([schema.text(options.what, known)], None)
    return 0
