"""Propositions about the same, found by the words they share, so that the cost grows with what matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from math import log

from vetter.ledger import Reading, Sentence
from vetter.propositions import Proposition, Terms, propositions
from vetter.values import NamedTuple

ABOUT = 0.3
"""The score from which on two propositions speak of the same matter,"""
SAME = 0.45
"""and that from which on they say the same of it."""
NEAR = 0.8  # share of the best score from which on others count as near it
FREQUENT = 200  # sentences that hold a word, from which on it finds none
CLOSEST = 12  # sentences looked at for one proposition, those that share most
LIKELY = 0.2  # share of its weight that a sentence must hold to be looked at
SHARED = 2  # terms two propositions share at least
SAME_CLASS = 0.1
"""What it adds when both tell of events of the same classes: "assault" and "attack"."""
ELSEWHERE = 0.75  # of the score, when both name places or things, and none of them is the same
MOST_BY_BACK = 1.5  # times its cover that a score may be: what says little of this says it whole easily
FORWARD = 0.75  # of the score, when the one is longer than the other


class Parts(NamedTuple):
    """What a score is made of, each from 0 to 1: how far actors and classes of events are the same, how much of what is
    said here stands there, and how much of what stands there is said here."""

    actors: float
    predicate: float
    cover: float
    back: float


NO_PARTS = Parts(0.0, 0.0, 0.0, 0.0)


class Match(NamedTuple):
    """Another proposition about the same, with how close it comes, 0 to 1."""

    score: float
    parts: Parts
    other: Proposition


class Unit(NamedTuple):
    """A sentence that can be matched, with its terms and where they stand."""

    vocabulary: Terms
    number: int
    terms: frozenset[str]
    words: tuple[tuple[int, str], ...]

    @property
    def reading(self) -> Reading:
        return self.vocabulary.reading

    @property
    def sentence(self) -> Sentence:
        return self.reading.sentences[self.number]


class Matcher:
    """The sentences of some texts by the words they hold. Their claims are read once a match is likely."""

    def __init__(self, texts: Iterable[Terms], wanted: Callable[[int, Sentence], bool]) -> None:
        self.units: list[Unit] = []
        self.holding: dict[str, list[int]] = defaultdict(list)
        self.read: dict[int, tuple[Proposition, ...]] = {}
        for terms in texts:
            for number, sentence in enumerate(terms.reading.sentences):
                if wanted(number, sentence):
                    words = tuple(terms.of(sentence.start, sentence.end))
                    held = frozenset([term for _, term in words])
                    for term in held:
                        self.holding[term].append(len(self.units))
                    self.units.append(Unit(terms, number, held, words))

    @cached_property
    def weights(self) -> dict[str, float]:
        size = len(self.units)
        return {term: log(1 + size / len(held)) for term, held in self.holding.items()}

    @cached_property
    def unknown(self) -> float:
        return log(1 + len(self.units))

    def weight(self, terms: Iterable[str]) -> float:
        known, unknown = self.weights, self.unknown
        return sum(known.get(term, unknown) for term in terms)

    def propositions_of(self, unit: int) -> tuple[Proposition, ...]:
        known = self.read.get(unit)
        if known is None:
            terms, number, _, words = self.units[unit]
            known = self.read[unit] = tuple(propositions(terms, number, words))
        return known

    def holders(self, terms: Iterable[str]) -> Iterator[Unit]:
        """The sentences that hold most of these terms, the first few."""
        return (self.units[unit] for unit in self._fullest(self._shared(set(terms))))

    def matches(self, here: Proposition, among: Sequence[int] | None = None, least: float = ABOUT) -> list[Match]:
        """Those about the same matter, the closest first; only `among` these units, where they are given."""
        own = self.weight(here.terms)
        found = []
        for unit in self._candidates(here, own) if among is None else self._sharing(here, among):
            for other in self.propositions_of(unit):
                if other.start != here.start or other.reading is not here.reading:
                    match = self.compared(here, other, own, least)
                    if match is not None:
                        found.append(match)
        found.sort(key=lambda match: (-match.score, match.other.start))
        return found

    def cover(self, here: Proposition) -> float:
        """The largest share of what is said here that one sentence holds, whoever acts in it."""
        return max(self._shared(here.terms).values(), default=0.0) / self.weight(here.terms)

    def _sharing(self, here: Proposition, among: Sequence[int]) -> Iterator[int]:
        return (unit for unit in among if len(here.terms & self.units[unit].terms) >= SHARED)

    def _candidates(self, here: Proposition, own: float) -> list[int]:
        shared = self._shared(here.terms)
        return self._fullest({unit: weight for unit, weight in shared.items() if weight >= LIKELY * own})

    def _shared(self, terms: Iterable[str]) -> dict[int, float]:
        """The sentences that hold any of these terms, each with the weight of those it holds."""
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            held = self.holding.get(term, ())
            if 0 < len(held) <= FREQUENT:
                weight = self.weights[term]
                for unit in held:
                    shared[unit] += weight
        return shared

    def _fullest(self, shared: Mapping[int, float]) -> list[int]:
        return sorted(shared, key=lambda unit: (-shared[unit], unit))[:CLOSEST]

    def compared(self, here: Proposition, other: Proposition, own: float, least: float) -> Match | None:
        """How close two propositions come; None when that is less than `least`, or they share next to nothing."""
        both = here.terms & other.terms
        if len(both) < SHARED:
            return None
        weight = self.weight(both)
        cover, back = weight / own, weight / self.weight(other.terms)
        score = (
            min((cover + back) / 2, MOST_BY_BACK * cover) if back > cover else FORWARD * cover + (1 - FORWARD) * back
        )
        if score + SAME_CLASS < least or not agree(here, other):
            return None
        predicate = _overlap(here.claim.classes, other.claim.classes)
        score = min(score + SAME_CLASS * predicate, 1.0)
        if here.names and other.names and here.names.isdisjoint(other.names):
            score *= ELSEWHERE
        parts = Parts(_overlap(here.actors, other.actors), predicate, cover, back)
        return Match(score, parts, other) if score >= least else None


def _overlap(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def agree(here: Proposition, other: Proposition) -> bool:
    """Whether the same are said to act; where one names nobody the other may be meant."""
    return not here.actors or not other.actors or not here.actors.isdisjoint(other.actors)
