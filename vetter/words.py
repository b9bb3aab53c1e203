"""A sentence as tokens with classes, and the pieces it is cut into."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vetter.ledger import Mark
from vetter.tokens import Tokens, folded


class Piece(NamedTuple):
    """Tokens `start` to `end` of a sentence that make one claim, and how it hangs on the one before."""

    start: int
    end: int
    link: str


class Words(NamedTuple):
    """A sentence as the reader sees it: token 0 is the mark of its start; `classes[i]` are the classes of token i.
    `opened`: it begins inside a quotation that an earlier sentence of its block has opened."""

    tokens: Tokens
    first: int
    codes: str
    classes: list[frozenset[str]]
    text: str
    opened: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that tokens `start` to `end` (exclusive) take up."""
        shift = self.first - 1
        return self.tokens.span(max(start, 1) + shift, end - 1 + shift)

    def word(self, index: int) -> str:
        start, end = self.tokens.token(index + self.first - 1)
        return folded(self.text[start:end])

    def phrase(self, start: int, end: int) -> str:
        return " ".join(self.word(index) for index in range(start, end))

    def has(self, name: str, start: int, end: int) -> bool:
        return any(name in here for here in self.classes[start:end])

    def quoted(self) -> Iterator[int]:
        """The tokens that stand between quotation marks."""
        inside = self.opened
        for place, here in enumerate(self.classes):
            if "OPEN" in here:
                inside = True
            elif "CLOSE" in here:
                inside = False
            elif inside:
                yield place

    def leaves_open(self) -> bool:
        """Whether a quotation is open where the sentence ends."""
        for here in reversed(self.classes):
            if "OPEN" in here or "CLOSE" in here:
                return "OPEN" in here
        return self.opened


class Places:
    """Marks of the whole document by their place; they never overlap."""

    def __init__(self, marks: Iterable[tuple[int, int, str]]) -> None:
        self.marks = sorted(marks)
        self.starts = [mark[0] for mark in self.marks]

    def within(self, start: int, end: int) -> Iterator[Mark]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return (Mark(*mark) for mark in self.marks[first:last])

    def covers(self, place: int) -> bool:
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.marks[index][1]
