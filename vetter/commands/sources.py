"""List the sources, and the claims that rest on each."""

from __future__ import annotations

from vetter import choices, outputs
from vetter.commands.claims import show
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    choices.drafts(parser)
    parser.add_argument("--format", choices=outputs.SOURCE_OUTPUTS, default="table", help="default: table")
    choices.choosing(parser)


def run(options: Options) -> int:
    return show(options, outputs.source_writer(options.format))
