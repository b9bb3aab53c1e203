"""A sentence as tokens with classes, and the pieces it is cut into."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from vetter.ledger import EVERY_SIGN, QUOTED, Mark, Told
from vetter.lexicon import Facts
from vetter.tokens import Tokens, folded
from vetter.values import NamedTuple

NOTHING: frozenset[str] = frozenset()


class Piece(NamedTuple):
    """Tokens `start` to `end` of a sentence that make one claim, and how it hangs on the one before."""

    start: int
    end: int
    link: str


class Words(Told):
    """A sentence as the reader sees it: token 0 is the mark of its start; `classes[i]` are the classes of token i.

    `signs` say what its claims may show (see `ledger.sign`); `opened`: it begins inside a quotation that an earlier
    sentence of its block has opened.
    """

    __slots__ = ("classes", "classes_of", "codes", "first", "opened", "signs", "text", "tokens")
    classes: list[frozenset[str]]

    def __init__(
        self,
        tokens: Tokens,
        first: int,
        codes: str,
        classes_of: Mapping[str, frozenset[str]],
        text: str,
        signs: int = EVERY_SIGN,
        opened: bool = False,
    ) -> None:
        self.tokens = tokens
        self.first = first
        self.codes = codes
        self.classes_of = classes_of
        self.text = text
        self.signs = signs
        self.opened = opened

    def _asked(self, name: str) -> list[frozenset[str]]:
        return list(map(self.classes_of.__getitem__, self.codes))

    def at(self, place: int) -> frozenset[str]:
        """The classes of a token; none behind the last."""
        return self.classes[place] if place < len(self.codes) else NOTHING

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
        if not (self.opened or self.signs & QUOTED):
            return
        inside = self.opened
        for place, here in enumerate(self.classes):
            if "OPEN" in here:
                inside = True
            elif "CLOSE" in here:
                inside = False
            elif inside:
                yield place


class Lookup:
    """What is known of words, by their text; found once for all words of the same class characters, which have the same
    facts (see `artefact.with_facts`)."""

    def __init__(self, table: Mapping[str, Facts]) -> None:
        self.table = table
        self.found: dict[str, tuple[str, Facts]] = {}

    def of(self, words: Words, start: int, end: int) -> tuple[str, Facts]:
        """The text of these tokens, and the facts of all of them together, else of the last that has any."""
        codes = words.codes[start:end]
        known = self.found.get(codes)
        if known is None:
            known = self.found[codes] = words.phrase(start, end), self.read(words, start, end)
        return known

    def read(self, words: Words, start: int, end: int) -> Facts:
        shorter = (words.phrase(first, end) for first in range(start, end))
        single = (words.word(place) for place in range(end - 1, start - 1, -1))
        return next((self.table[each] for each in (*shorter, *single) if each in self.table), {})


class Places:
    """Marks of the whole document by their place; they never overlap."""

    def __init__(self, marks: Iterable[tuple[int, int, str]]) -> None:
        self.marks = sorted(marks)
        self.starts = [mark[0] for mark in self.marks]

    def within(self, start: int, end: int) -> Iterator[Mark]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return (Mark(*mark) for mark in self.marks[first:last])

    def meets(self, start: int, end: int) -> bool:
        """Whether a mark has a part in this stretch."""
        index = bisect_left(self.starts, end) - 1
        return index >= 0 and start < self.marks[index][1]

    def covers(self, place: int) -> bool:
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.marks[index][1]
