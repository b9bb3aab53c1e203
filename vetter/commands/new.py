"""Write a rule of your own to start from."""

from __future__ import annotations

from vetter import streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("what", choices=["rule"], help="what to write")
    parser.add_argument("name", metavar="NAME", help="its name: the wrong it finds, in small words joined by hyphens")
    parser.add_argument(
        "--text", action="store_true", help="a rule that looks for words and says what to write instead"
    )


def run(options: Options) -> int:
    from vetter import skeletons

    streams.emit((f"{line}\n" for line in skeletons.write_rule(options.name, options.text)), None)
    return 0
