"""One piece of a sentence: its words and phrases, the verb and the attribution that hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vetter import sources
from vetter.ledger import SourceMark, sign
from vetter.phrases import Phrase
from vetter.values import Protocol
from vetter.words import Lookup, Piece, Places, Words

HOLDING = frozenset(["active", "silence", "passive", "according", "inverted"])
"""Attributions that hand the whole clause to the source."""
PLAIN = frozenset(["active", "mental"])
DATES = frozenset(["MONTH", "WEEKDAY", "YEAR", "NUMBER"])
NUMBERED = sign("number")


class Known(Protocol):
    """What the reader knows of words."""

    @property
    def stances(self) -> Lookup: ...
    @property
    def steps(self) -> Lookup: ...
    @property
    def self_names(self) -> frozenset[str]: ...
    @property
    def self_codes(self) -> frozenset[str]: ...
    @property
    def finite(self) -> Mapping[str, str]: ...
    @property
    def opens_clause(self) -> Mapping[str, bool]: ...
    @property
    def details(self) -> Mapping[str, str]: ...
    @property
    def noted(self) -> Mapping[str, tuple[tuple[str, str], ...]]: ...
    @property
    def described(self) -> dict[str, SourceMark]: ...

    @property
    def doubtful(self) -> Mapping[str, bool]: ...
    def main_verb(self, words: Words, piece: Piece) -> int | None: ...


class Clause:
    """One piece of a sentence, read as far as a question needs it."""

    def __init__(
        self,
        known: Known,
        words: Words,
        piece: Piece,
        phrases: list[Phrase],
        marked: list[Phrase],
        cited: Places,
        umbrella: Callable[[], str],
    ) -> None:
        self.umbrella = umbrella
        self.known = known
        self.words = words
        self.piece = piece
        self.cited = cited
        self.phrases = phrases
        self.marked = marked
        self.verb = self.find_verb()
        """The token of the main clause's finite verb."""
        self.holder = self.find_holder()
        """The attribution that holds the main clause."""

    def span(self) -> tuple[int, int]:
        return self.words.span(self.piece.start, self.piece.end)

    def find_verb(self) -> int | None:
        """The finite verb of the main clause; of a word that may be a noun, a phrase knows it for a verb."""
        found = self.known.main_verb(self.words, self.piece)
        reported = self.known.opens_clause[self.words.codes[self.piece.start]]
        for phrase in self.phrases:
            start, end = phrase.place
            if found is not None and start >= found:
                continue
            if phrase.kind.label in ("active", "shows") and self.piece.start < start and self.is_doubtful(start):
                return start
            if phrase.kind.label in PLAIN and not reported and self.is_plain(phrase):
                return end - 1
        return found

    def is_doubtful(self, place: int) -> bool:
        """Whether a word may be a verb or a noun, and nothing owns it."""
        return self.known.doubtful[self.words.codes[place]] and "POSS" not in self.words.classes[place - 1]

    def is_plain(self, phrase: Phrase) -> bool:
        """Whether a phrase makes a verb of a word that could be a noun: "officials claim that"."""
        start, end = phrase.place
        after = self.words.at(end)
        return (
            "THAT" in after
            and "POSS" not in self.words.classes[start - 1]
            and not self.known.finite[self.words.codes[end - 1]]
        )

    def find_holder(self) -> Phrase | None:
        first: Phrase | None = None
        for phrase in self.phrases:
            if phrase.kind.family == "attribution" and phrase.kind.label in HOLDING and self.holds(phrase):
                source = self.source_of(phrase)
                if source is None or source.type != "thing":
                    return phrase
                first = first or phrase
        return first

    def holds(self, phrase: Phrase) -> bool:
        label = phrase.kind.label
        if label in ("according", "inverted") or self.verb is None:
            return True
        if label == "passive":
            return self.verb >= phrase.start - 3
        return phrase.start <= self.verb < phrase.end

    def opening(self, size: int) -> str:
        start = self.piece.start
        return self.words.phrase(start, min(start + size, self.piece.end))

    def phrases_of(self, *families: str) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.kind.family in families]

    def source_of(self, phrase: Phrase) -> SourceMark | None:
        """The source a phrase names, as far as its words tell, without its place."""
        stretch = self.source_stretch(phrase)
        return self.described(*stretch) if stretch else None

    def source_stretch(self, phrase: Phrase) -> tuple[int, int] | None:
        """The tokens of a source; of a subject that ends in a date ("Images of 3 May show") all of it."""
        slot = phrase.slot("source")
        if slot is None or not self.words.signs & NUMBERED:
            return slot
        start, end = slot
        classes = self.words.classes
        dated = all(not classes[place].isdisjoint(DATES) for place in range(start, end))
        return (self.piece.start, end) if dated and start > self.piece.start else slot

    def described(self, start: int, end: int) -> SourceMark:
        """What the words of a source tell of it."""
        codes = self.words.codes[start:end]
        if codes[-1] in self.known.self_codes and self.names_self(start, end):
            return SourceMark(0, 0, "self")
        known = self.known.described.get(codes)
        if known is None:
            known = self.known.described[codes] = sources.describe(self.words.classes[start:end])
        return known

    def names_self(self, start: int, end: int) -> bool:
        """Whether these words are a name the house goes by."""
        named = self.words.phrase(start, end)
        return named in self.known.self_names or named.removeprefix("the ") in self.known.self_names

    def is_said(self, phrase: Phrase) -> bool:
        """Whether a person, not a thing, suggests or indicates it."""
        source = self.source_of(phrase)
        if source is None or source.type not in sources.HUMAN or source.type == "self":
            return False
        start, end = self.source_stretch(phrase) or phrase.place
        return end - start > 1 or self.words.word(start) != "it"

    def grade_of(self, phrase: Phrase) -> int:
        return int(self.known.steps.of(self.words, *phrase.place)[1].get("grade", 0))
