"""Run the examples that rules, phrases and words carry."""

from __future__ import annotations

from vetter import streams
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="rule files or folders; default: the rules that ship")


def run(options: Options) -> int:
    from vetter import examples

    lines, failures = examples.run(options.paths)
    streams.emit((f"{line}\n" for line in lines), None)
    return streams.told(examples.problems(options.paths)) or (1 if failures else 0)
