"""Lists that a text announces with a number: "three spans: the arch; the pier", or items under "four steps:"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from vetter.almanac import ONES
from vetter.layout import Block
from vetter.patterns import late
from vetter.values import NamedTuple

NUMBERS = ONES[2:13]
PARTIAL = late(r"\b(?:includ\w+|such as|among|at least|more than|up to|over|about|of which|(?:two|\d+) (?:to|or))\b")
SUMMING = late(r"\s*(?:these|this|they|it|all|both|neither|none|each|however|the (?:first|last|others?))\b", re.I)
COUNT = late(
    rf"(?<![\w.,/-])((?i:{'|'.join(NUMBERS)})|1?\d|20)"
    r"(?=\s+(?:[a-z-]+\s+){0,3}?(?:[a-z-]{2,}[^s\W]s|people|men|women|criteria)\b[^,;()]{0,40}:)"
)
"""A number and the plural it counts, near the colon."""
MARKER = late(r"(?:^|\n)([ \t>]*)(?:[-*+•]|\(?(?:\d{1,2}|[a-z])[.)])[ \t]+$")


class Listing(NamedTuple):
    """A list with a number before it: the stretch that announces it, how many it announces, and how many follow."""

    start: int
    end: int
    announced: int
    listed: int


def listing(text: str, start: int, end: int, source: str, below: Iterable[Block]) -> Listing | None:
    """The list that a sentence announces, in itself after a colon or as the items of a list in the blocks below it.

    `text` has the markup blanked out that `source`, of the same length, still holds.
    """
    colon = text.find(":", start, end)
    if colon < 0 or text[colon + 1 : colon + 2].strip():
        return None
    told = list(COUNT.finditer(text, start, colon + 1))
    if not told or PARTIAL.search(text, start, colon):
        return None
    behind = text[colon + 1 : end]
    listed = inline_items(behind) if behind.strip() else items_below(source, below)
    if not listed:
        return None
    announced = [number(match[1]) for match in told]
    fits = next((each for each in announced if each in listed), announced[-1])
    return Listing(told[-1].start(1), colon, fits, fits if fits in listed else listed[0])


def number(word: str) -> int:
    return int(word) if word.isdecimal() else ONES.index(word.lower())


def inline_items(text: str) -> tuple[int, ...]:
    """How many items stand behind a colon, parted by semicolons; more than one answer where commas may part them too.

    A last part that sums up the others is no item. Without two items nothing is listed.
    """
    parts = text.split(";")
    if SUMMING.match(parts[-1]):
        parts = parts[:-1]
    if len(parts) < 2:
        return ()
    return (len(parts), *(1 + len(re.findall(r",\s+(?:and\s+)?|\s+and\s+", part)) for part in parts))


def items_below(source: str, below: Iterable[Block]) -> tuple[int, ...]:
    """How many items the list right below has, those of lists within it not counted."""
    indents = []
    for item in takewhile(lambda block: block.kind == "list-item", below):
        marker = MARKER.search(source[max(item.start - 40, 0) : item.start])
        if marker:
            indents.append(len(marker[1]))
    listed = sum(indent <= indents[0] for indent in indents)
    return (listed,) if listed > 1 else ()
