"""Does one part of a draft still say what another says? Pairs of propositions about the same, and what changed.

A takeaway is held against everything in the body that speaks of the same: against the strongest of it for certainty,
all of it for attribution, any of it for caveats. Each way to change is a relation, which rules ask for by name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from vetter.firmness import LEAST_SHARED, less_sure, surer
from vetter.ledger import CHECKED, Reading, Sentence, signs
from vetter.matching import NO_PARTS, Match, Matcher
from vetter.opposing import OPPOSITES, leans_otherwise, opposite
from vetter.owning import (
    POINTING,
    WHOLE,
    attributed,
    caveated,
    premise,
    presupposed,
    respoken,
    unattributed,
    uncaveated,
)
from vetter.pairs import REVISED, SAID, UNCHECKED, Pair, Shown, Side
from vetter.patterns import late
from vetter.propositions import HEAD, Proposition, Terms, propositions
from vetter.quoting import quote_differs, unquoted
from vetter.reach import escalated, figure_differs, new_specific, unsupported, wider
from vetter.stems import IRREGULAR
from vetter.summaries import introduces, summary

BELOW = 0.2
"""The score from which on a sentence of a paragraph bears on its first."""
WAVERING = signs(["hedges", "negative", "verification"])
OWN_WORD = 4  # sentences that hold a word, up to which it is this matter's own
GIVEN = late(r"(?:The|This|That|These|Those|the|this|that|these|those)\s+(?:[a-z]+\s+)?")


class Drift:
    """A draft by its pairs, each kind made once and only when asked for; `others` are its sources."""

    def __init__(self, reading: Reading, others: Sequence[Reading] = ()) -> None:
        self.reading = reading
        self.others = others
        self.terms = Terms(reading)
        self.known: dict[str, tuple[Pair, ...]] = {}
        self.placed: dict[str, dict[int, list[Pair]]] = {}

    def pairs(self, between: str) -> tuple[Pair, ...]:
        """Every pair of one kind, in the order of the draft."""
        if between not in self.known:
            self.known[between] = tuple(PAIRS[between](self))
        return self.known[between]

    def at(self, between: str, number: int) -> Sequence[Pair]:
        """Those of one sentence."""
        if between not in self.placed:
            placed = self.placed[between] = defaultdict[int, list[Pair]](list)
            for pair in self.pairs(between):
                placed[pair.here.number].append(pair)
        return self.placed[between].get(number, ())

    @cached_property
    def summary(self) -> frozenset[int]:
        return summary(self.reading)

    @cached_property
    def body(self) -> Side:
        return Side((self.terms,), self.summary)

    @cached_property
    def beyond(self) -> Side:
        """What the other texts say."""
        return Side(tuple(map(Terms, self.others)))

    @cached_property
    def before(self) -> Side:
        """What an earlier version said, headings included."""
        return Side(tuple(map(Terms, self.others)), roles=REVISED)

    @cached_property
    def cited(self) -> dict[int, tuple[int, ...]]:
        """The sentences that cite some of the other texts, with the numbers of those."""
        from vetter.cited import cited

        return cited(self.reading, self.others)

    def of(self, number: int) -> Iterator[Proposition]:
        return propositions(self.terms, number)

    def said(self) -> Iterator[Proposition]:
        """All that the draft says, its summary with it."""
        for number, sentence in enumerate(self.reading.sentences):
            if sentence.role in SAID:
                yield from self.of(number)


def _takeaways(drift: Drift) -> Iterator[Pair]:
    """Each takeaway against the body."""
    for number in sorted(drift.summary):
        if not introduces(drift.reading, drift.reading.sentences[number]):
            for here in drift.of(number):
                yield Pair("takeaway-body", here, drift.body.matcher.matches(here), drift.body)


def _leads(drift: Drift) -> Iterator[Pair]:
    """The first sentence of each paragraph against the others of it."""
    matcher = drift.body.matcher
    for units in drift.body.blocks.values():
        first = matcher.units[units[0]]
        below = [unit for unit in units[1:] if len(first.terms & matcher.units[unit].terms) >= LEAST_SHARED]
        for here in matcher.propositions_of(units[0])[:1] if below else ():
            if here.flat and here.start == first.sentence.start:
                yield Pair("lead-support", here, matcher.matches(here, below, BELOW), drift.body)


def _headings(drift: Drift) -> Iterator[Pair]:
    """Each heading that makes a statement against the text under it."""
    blocks = drift.reading.document.blocks
    heads = [number for number, block in enumerate(blocks) if block.kind == "heading"]
    for number, sentence in enumerate(drift.reading.sentences):
        if sentence.role in ("heading", "title") and _is_statement(drift.reading, sentence):
            at = bisect_right(heads, sentence.block)
            last = heads[at] if at < len(heads) and sentence.role == "heading" else len(blocks)
            below = [
                unit
                for block in range(sentence.block, last)
                for unit in drift.body.blocks.get((id(drift.reading), block), ())
            ]
            for here in drift.of(number):
                yield Pair("heading-body", here, drift.body.matcher.matches(here, below), drift.body)


def _is_statement(reading: Reading, sentence: Sentence) -> bool:
    """Whether a heading has a verb of its own and is no label or question."""
    said = reading.document.prose[sentence.start : sentence.end]
    if said.rstrip().endswith("?"):
        return False
    words = re.findall(r"[a-z]+", said.lower())
    return bool(HEAD.search(said)) or any(word in IRREGULAR or _is_finite(word, reading.classes) for word in words)


def _is_finite(word: str, known: Collection[str]) -> bool:
    """Whether a word has the ending of a verb that the lexicon knows: "prepares", as there is "prepared"."""
    base = word.removesuffix("s").removesuffix("e")
    return word.endswith("s") and len(base) > 2 and f"{base}ed" in known


def _body(drift: Drift) -> Iterator[Pair]:
    """What is hedged, denied or unchecked against all that says the same, told at the later of the two."""
    matcher, seen = drift.body.matcher, set[tuple[int, int]]()
    opposed = {unit for pair in OPPOSITES for term in pair for unit in matcher.holding.get(term, ())}
    for number, unit in enumerate(matcher.units):
        if number in opposed or unit.sentence.signs & WAVERING:
            for here in matcher.propositions_of(number):
                for match in matcher.matches(here):
                    other = match.other
                    later, earlier = (other, here) if here.start < other.start else (here, other)
                    if later.number == earlier.number or min(len(later.places), len(earlier.places)) < WHOLE:
                        continue
                    if (later.start, earlier.start) not in seen:
                        seen.add((later.start, earlier.start))
                        yield Pair("body-body", later, [match._replace(other=earlier)], drift.body)


def _premises(drift: Drift) -> Iterator[Pair]:
    """What could not be checked, and each later sentence that takes a thing of it for given."""
    matcher = drift.body.matcher
    for number, unit in enumerate(matcher.units):
        if unit.sentence.signs & CHECKED:
            for doubted in matcher.propositions_of(number):
                if doubted.claim.verification in UNCHECKED:
                    yield from _building_on(drift, number, doubted)
                    for told in _just_said(matcher, number) if POINTING.search(doubted.text) else ():
                        yield from _building_on(drift, number, told)


def _just_said(matcher: Matcher, unit: int) -> tuple[Proposition, ...]:
    """What the sentence before it says, of the same paragraph."""
    if not unit:
        return ()
    here, before = matcher.units[unit], matcher.units[unit - 1]
    follows = before.number == here.number - 1 and before.sentence.block == here.sentence.block
    return matcher.propositions_of(unit - 1) if follows else ()


def _building_on(drift: Drift, unit: int, doubted: Proposition) -> Iterator[Pair]:
    """The statements after it that speak of something in it as given, with an article and a word of its own."""
    matcher = drift.body.matcher
    rare = [term for term in doubted.places if term.islower() and len(matcher.holding.get(term, ())) <= OWN_WORD]
    later = {other for term in rare for other in matcher.holding.get(term, ()) if other > unit}
    for other in sorted(later):
        for here in matcher.propositions_of(other):
            for term in rare:
                place = here.places.get(term, -1)
                if place >= 0 and GIVEN.fullmatch(here.prose, here.start, place):
                    yield Pair("doubted-later", here, [Match(1.0, NO_PARTS, doubted)], drift.body)
                    break


def _sources(drift: Drift) -> Iterator[Pair]:
    """Each statement of the draft against its sources; where it cites some of them, against these."""
    side = drift.beyond
    for here in drift.said():
        found = side.matcher.matches(here)
        if here.number in drift.cited:
            named = [drift.others[each] for each in drift.cited[here.number]]
            found = [match for match in found if any(match.other.reading is each for each in named)]
        yield Pair("draft-source", here, found, side)


def _earlier(drift: Drift) -> Iterator[Pair]:
    """Each statement of the draft against the one it was before."""
    from vetter.revising import revised

    return revised(drift.terms, drift.before)


PAIRS: dict[str, Callable[[Drift], Iterator[Pair]]] = {
    "takeaway-body": _takeaways,
    "lead-support": _leads,
    "heading-body": _headings,
    "body-body": _body,
    "doubted-later": _premises,
    "draft-source": _sources,
    "draft-earlier": _earlier,
}
RELATIONS: dict[str, Callable[[Pair], Iterator[Shown]]] = {
    "attributed": attributed,
    "caveated": caveated,
    "surer": surer,
    "less_sure": less_sure,
    "unattributed": unattributed,
    "uncaveated": uncaveated,
    "respoken": respoken,
    "wider": wider,
    "escalated": escalated,
    "figure_differs": figure_differs,
    "new_specific": new_specific,
    "unsupported": unsupported,
    "presupposed": presupposed,
    "opposite": opposite,
    "reversed": leans_otherwise,
    "unquoted": unquoted,
    "quote_differs": quote_differs,
    "premise": premise,
}


def shown(pair: Pair, relation: str) -> tuple[Shown, ...]:
    """Where a relation holds between a proposition and what speaks of the same; nothing where it does not."""
    return pair.shown(relation, RELATIONS.get(relation) or _revision(relation))


def _revision(relation: str) -> Callable[[Pair], Iterator[Shown]]:
    from vetter.revising import REVISIONS

    return REVISIONS[relation]
