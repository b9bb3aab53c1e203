"""Show how a sentence is understood, step by step."""

from __future__ import annotations

import sys

from vetter import choices, streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("sentence", metavar="SENTENCE", help="a sentence or a paragraph; - is standard input")
    choices.choosing(parser)


def run(options: Options) -> int:
    from vetter import lint, parse, runs

    text = sys.stdin.read() if options.sentence == runs.STDIN else options.sentence
    settings = runs.settings(choices.chosen(options), "sentence.md")
    streams.emit([parse.show(text, settings)], None)
    return streams.told(lint.problems(settings))
