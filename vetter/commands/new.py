"""Write a rule to start from: one of your own or, in a checkout, one that ships."""

from __future__ import annotations

from vetter import streams
from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Options, Parser


def declare(parser: Parser) -> None:
    add = parser.add_argument
    add("what", choices=["rule"], help="what to write")
    add("name", metavar="NAME", help="its name: the wrong it finds, in small words joined by hyphens")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--text", action="store_true", help="one that looks for words and says what to write instead")
    kinds.add_argument("--pair", action="store_true", help="one that holds a place of a draft against another")
    shipped = "write it into this folder below rules/ of vetter's checkout, with the next free id"
    add("--shipped", metavar="FOLDER", help=shipped)
    add("--pack", action="append", default=[], metavar="PACK", help="with --shipped: a pack that is to name it")


def run(options: Options) -> int:
    from vetter import choices, skeletons

    kind = "text" if options.text else "pair" if options.pair else "claim"
    packs = choices.listed(options.pack)
    if packs and not options.shipped:
        raise VetterError("--pack", "goes with --shipped; a rule of your own names its packs itself: packs: [...]")
    shelf = skeletons.Shelf(options.shipped, packs) if options.shipped else None
    lines = skeletons.write_rule(options.name, kind, shelf)
    streams.emit((f"{line}\n" for line in lines), None)
    return 0
