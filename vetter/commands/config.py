"""Tell what holds for a draft, and where that is settled."""

from __future__ import annotations

import os

from vetter import choices, streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("path", metavar="FILE", help="a draft, which need not exist, or a folder")
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import lint, provenance, runs

    if not options.path:
        raise VetterError("vetter config", "a draft without a name; name a draft or a folder")
    order = choices.chosen(options)
    path = os.path.join(options.path, "draft.md") if os.path.isdir(options.path) else options.path
    streams.emit(provenance.table(order, path), None)
    return streams.told(lint.problems(runs.settings(order, path)))
