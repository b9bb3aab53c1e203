"""Does one part of a draft still say what another says? Pairs of propositions about the same, and what changed.

A takeaway is held against everything in the body that speaks of the same: against the strongest of it for certainty, all
of it for attribution, any of it for caveats. Each way to change is a `Relation`, which rules ask for by name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from vetter.amounts import Amount, agree, amounts, are_of_one_thing
from vetter.ledger import Quote, Reading, Sentence, signs
from vetter.matching import NEAR, SAME, Match, Matcher
from vetter.propositions import HEAD, Proposition, Terms, propositions
from vetter.stems import SEATS, stem

BODY = frozenset(["lead", "body", "caption"])
SUMMARY = "takeaway"
SAID = BODY | {SUMMARY}
BELOW = 0.2
"""The score from which on a sentence of a paragraph bears on its first."""
WAVERING = signs(["hedges", "negative", "verification"])
SURELY_SAME = 0.6
JUST_SO = 0.75
UNCHECKED = frozenset(["cannot-confirm", "unverified", "contradicted", "visual-unverified"])
CERTAIN = 5  # steps above this one do not count: S6 is S5 with a booster
WEAK = 2  # a step at which a claim is weak enough to carry its caveat itself
SHOWN = 3  # places shown for one finding
LEAST_QUOTED = 2  # words of a quotation that must be somebody's own
TOLD = frozenset(["assert", "assess", "verified"])
STEP = re.compile(r"(?P<scale>[A-Z]+)_(?P<step>\d)")
LEAP = 2  # steps on a scale that make an escalation


class Other(NamedTuple):
    """Another place that shows what changed, and a note on what it says."""

    reading: Reading
    start: int
    end: int
    note: str


class Shown(NamedTuple):
    """What changed: where it shows, what is to be said of it, and the other places to be held against it."""

    start: int
    end: int
    reason: str
    others: tuple[Other, ...] = ()


class Pair:
    """A proposition with all that speaks of the same. `between` says what is held against what."""

    def __init__(self, between: str, here: Proposition, found: Sequence[Match], side: Side) -> None:
        self.between = between
        self.here = here
        self.about = found
        self.side = side
        self.known: dict[str, tuple[Shown, ...]] = {}

    def shown(self, relation: str) -> tuple[Shown, ...]:
        """Where a relation holds; nothing where it does not."""
        if relation not in self.known:
            self.known[relation] = tuple(RELATIONS[relation](self))
        return self.known[relation]

    @cached_property
    def same(self) -> list[Match]:
        """What says the same, the closest first."""
        return [match for match in self.about if match.score >= SAME]

    @cached_property
    def near(self) -> list[Proposition]:
        """What comes as close as the closest, or nearly."""
        return [match.other for match in self.same if match.score >= NEAR * self.same[0].score]


class Side:
    """What propositions are held against: the sentences that are wanted, of one reading or of several."""

    def __init__(self, readings: Sequence[Reading], wanted: Callable[[Sentence], bool]) -> None:
        self.readings = readings
        self.wanted = wanted
        self.matcher = Matcher(readings, wanted)

    def stretches(self) -> Iterator[tuple[str, int, int]]:
        for reading in self.readings:
            for sentence in reading.sentences:
                if sentence.role != SUMMARY:
                    yield reading.document.prose, sentence.start, sentence.end

    @cached_property
    def amounts(self) -> frozenset[tuple[str, float]]:
        """Kind and value of every figure there, headings included."""
        return frozenset((each.kind, each.value) for stretch in self.stretches() for each in amounts(*stretch))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word there as it may be called elsewhere, headings included."""
        words: set[str] = set()
        for prose, start, end in self.stretches():
            for match in re.finditer(r"[^\W_]+", prose[start:end]):
                words |= {stem(match[0]), match[0].lower()}
        for reading in self.readings:
            for short, terms in Terms(reading.document.prose).long_forms.items():
                words |= {short, *terms}
        return frozenset(words)

    @cached_property
    def folded(self) -> str:
        """All that is said there, folded so that quotations can be looked for."""
        return " ".join(fold(prose[start:end]) for prose, start, end in self.stretches())

    def holds(self, amount: Amount) -> bool:
        if (amount.kind, amount.value) in self.amounts or amount.kind == "year":
            return True
        return amount.vague and any(
            kind == amount.kind and agree(amount, amount._replace(value=value)) for kind, value in self.amounts
        )


def fold(text: str) -> str:
    """Words in small letters with one blank between: what is left of a text when signs do not count."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


# --- what is held against what


class Drift:
    """A draft by its pairs, each kind made once and only when asked for; `others` are its sources."""

    def __init__(self, reading: Reading, others: Sequence[Reading] = ()) -> None:
        self.reading = reading
        self.others = others
        self.terms = Terms(reading.document.prose)
        self.known: dict[str, tuple[Pair, ...]] = {}

    def pairs(self, between: str) -> tuple[Pair, ...]:
        """Every pair of one kind, in the order of the draft."""
        if between not in self.known:
            self.known[between] = tuple(PAIRS[between](self))
        return self.known[between]

    @cached_property
    def body(self) -> Side:
        return Side((self.reading,), lambda each: each.role in BODY)

    @cached_property
    def blocks(self) -> dict[int, list[int]]:
        """The sentences of each block, as the units of the body."""
        blocks: dict[int, list[int]] = {}
        for unit, (_, _, number) in enumerate(self.body.matcher.units):
            blocks.setdefault(self.reading.sentences[number].block, []).append(unit)
        return blocks

    def of(self, number: int) -> Iterator[Proposition]:
        return propositions(self.reading, number, self.terms)


def _takeaways(drift: Drift) -> Iterator[Pair]:
    """Each takeaway against the body; nothing where a draft is hardly more than its summary."""
    sentences = drift.reading.sentences
    numbers = [number for number, sentence in enumerate(sentences) if sentence.role == SUMMARY]
    if numbers and sum(sentence.role in BODY for sentence in sentences) >= len(numbers):
        for here in (here for number in numbers for here in drift.of(number)):
            yield Pair("takeaway-body", here, drift.body.matcher.matches(here), drift.body)


def _leads(drift: Drift) -> Iterator[Pair]:
    """The first sentence of each paragraph against the others of it."""
    matcher = drift.body.matcher
    for units in drift.blocks.values():
        for here in matcher.propositions_of(units[0]) if len(units) > 1 else ():
            yield Pair("lead-support", here, matcher.matches(here, units[1:], BELOW), drift.body)


def _headings(drift: Drift) -> Iterator[Pair]:
    """Each heading that makes a statement against the text under it."""
    blocks = drift.reading.document.blocks
    heads = [number for number, block in enumerate(blocks) if block.kind == "heading"]
    for number, sentence in enumerate(drift.reading.sentences):
        if sentence.role in ("heading", "title") and _is_statement(drift.reading, sentence):
            at = bisect_right(heads, sentence.block)
            last = heads[at] if at < len(heads) and sentence.role == "heading" else len(blocks)
            below = [unit for block in range(sentence.block, last) for unit in drift.blocks.get(block, ())]
            for here in drift.of(number):
                yield Pair("heading-body", here, drift.body.matcher.matches(here, below), drift.body)


def _is_statement(reading: Reading, sentence: Sentence) -> bool:
    """Whether a heading has a verb of its own and is no label."""
    prose = reading.document.prose
    if prose[sentence.start : sentence.end].rstrip().endswith("?"):
        return False
    return bool(HEAD.search(prose, sentence.start, sentence.end))


def _body(drift: Drift) -> Iterator[Pair]:
    """What is hedged, denied or unchecked against all that says the same, told at the later of the two."""
    matcher = drift.body.matcher
    for unit, (reading, _, number) in enumerate(matcher.units):
        if reading.sentences[number].signs & WAVERING:
            for here in matcher.propositions_of(unit):
                for match in matcher.matches(here):
                    other = match.other
                    if here.start < other.start:
                        yield Pair("body-body", other, [match._replace(other=here)], drift.body)
                    elif other.start < here.start:
                        yield Pair("body-body", here, [match], drift.body)


def _sources(drift: Drift) -> Iterator[Pair]:
    """Each statement of the draft against its sources."""
    if not drift.others:
        return
    side = Side(drift.others, lambda each: each.role in SAID)
    for number, sentence in enumerate(drift.reading.sentences):
        for here in drift.of(number) if sentence.role in SAID else ():
            yield Pair("draft-source", here, side.matcher.matches(here), side)


PAIRS: dict[str, Callable[[Drift], Iterator[Pair]]] = {
    "takeaway-body": _takeaways,
    "lead-support": _leads,
    "heading-body": _headings,
    "body-body": _body,
    "draft-source": _sources,
    "draft-earlier": lambda drift: iter(()),
}


# --- what changed


def _surer(pair: Pair) -> Iterator[Shown]:
    """All that the other side says in its own voice is less sure."""
    here = pair.here
    strongest = max((each for each in pair.near if each.own), key=lambda each: each.strength, default=None)
    if not here.own or strongest is None or strongest.strength >= min(here.strength, CERTAIN):
        return
    if (here.strength, strongest.strength) != (2, 1):
        yield Shown(here.start, here.end, _steps(here, strongest), (_other(strongest),))


def _less_sure(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    strongest = max((each for each in pair.near if each.own), key=lambda each: each.strength, default=None)
    if here.own and strongest is not None and here.strength <= min(strongest.strength, CERTAIN) - 2:
        yield Shown(here.start, here.end, _steps(here, strongest), (_other(strongest),))


def _steps(here: Proposition, other: Proposition) -> str:
    return f"{_put(other)} there, {_put(here)} here"


def _put(each: Proposition) -> str:
    return f"“{each.hedge}”" if each.hedge else "flat"


def _other(each: Proposition, note: str = "") -> Other:
    said = note or (f"{each.hedge}: S{each.strength}" if each.own and each.hedge else "")
    return Other(each.reading, each.start, each.end, said or ("somebody's claim" if each.spoken else "put so"))


def _unattributed(pair: Pair) -> Iterator[Shown]:
    """Whatever says the same has somebody else say it; here it is a fact."""
    here, said = pair.here, [match.other for match in pair.same]
    if here.flat and said and all(each.spoken for each in said):
        yield Shown(here.start, here.end, _speaker(said[0]), tuple(map(_other, pair.near[:SHOWN])))


def _speaker(each: Proposition) -> str:
    for source in each.claim.sources:
        return " ".join(each.prose[source.start : source.end].split())
    for cue in each.claim.cues:
        return f"“{each.prose[cue.start : cue.end]}”"
    return "others"


def _uncaveated(pair: Pair) -> Iterator[Shown]:
    """Something said of the same, or of what was said, is that it could not be checked; here is no word of it."""
    here = pair.here
    doubted = any(cue.stance == "doubt" for cue in here.claim.cues)
    if here.claim.verification != "none" or here.claim.status not in (*TOLD, "attrib") or doubted:
        return
    if here.own and here.strength <= WEAK:
        return
    for match in pair.same:
        caveat = _caveat(match.other)
        if caveat is not None:
            yield Shown(here.start, here.end, "", (caveat, _other(match.other)))
            return


def _caveat(each: Proposition) -> Other | None:
    """Where it says that this could not be checked: in the sentence itself or the next."""
    for number in (each.number, each.number + 1):
        sentences = each.reading.sentences
        if number < len(sentences) and sentences[number].block == each.sentence.block:
            for claim in sentences[number].claims:
                if claim.verification in UNCHECKED:
                    return Other(each.reading, claim.start, claim.end, "could not be confirmed")
    return None


def _wider(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    if "SCOPE_WIDE" not in here.marks or "SCOPE_NARROW" in here.marks or not pair.same:
        return
    narrow = [each for each in pair.near if "SCOPE_NARROW" in each.marks]
    if narrow and not any("SCOPE_WIDE" in each.marks for each in pair.near):
        there, own = _marked(narrow[0], "SCOPE_NARROW"), _marked(here, "SCOPE_WIDE")
        yield Shown(here.start, here.end, f"“{there}” there, “{own}” here", tuple(map(_other, narrow[:SHOWN])))


def _marked(each: Proposition, kind: str) -> str:
    marks = (mark for mark in each.claim.others if mark.kind == kind and each.start <= mark.start < each.end)
    return next(each.prose[mark.start : mark.end] for mark in marks)


def _escalated(pair: Pair) -> Iterator[Shown]:
    """Of the same actors stands less on the same scale, and nowhere as much."""
    here = pair.here
    for scale, (step, mark) in _on_scales(here).items() if here.own else ():
        there = [(steps[scale], match.other) for match in pair.about if scale in (steps := _on_scales(match.other)) and match.other.claim.umbrella != "supported"]
        if there:
            (most, word), other = max(there, key=lambda each: each[0][0])
            if step - most >= LEAP:
                said = f"“{_marked(other, word)}” there, “{_marked(here, mark)}” here"
                yield Shown(here.start, here.end, said, (_other(other),))
                return


def _on_scales(each: Proposition) -> dict[str, tuple[int, str]]:
    steps: dict[str, tuple[int, str]] = {}
    for mark in each.marks:
        if match := STEP.fullmatch(mark):
            scale, step = match["scale"], int(match["step"])
            steps[scale] = max(steps.get(scale, (0, "")), (step, mark))
    return steps


def _figure_differs(pair: Pair) -> Iterator[Shown]:
    """A figure of the same thing is another one, and nothing there has this one for it."""
    here = pair.here
    for own in here.amounts:
        least = SURELY_SAME if own.kind == "date" else SAME
        rivals = [(match.other, each) for match in pair.same if match.score >= least
                  for each in match.other.amounts if are_of_one_thing(own, each)]  # fmt: skip
        if rivals and not any(agree(own, each) for _, each in rivals) and not (own.kind != "date" and pair.side.holds(own)):
            other, figure = rivals[0]
            written = other.prose[figure.start : figure.end]
            reason = f"“{written}” there, “{here.prose[own.start : own.end]}” here"
            yield Shown(own.start, own.end, reason, (Other(other.reading, other.start, other.end, f"says {written}"),))


def _new_specific(pair: Pair) -> Iterator[Shown]:
    """Names and figures that nothing else in the draft holds."""
    here, told = pair.here, {each.start for shown in pair.shown("figure_differs") for each in (shown,)}
    for own in here.amounts:
        if own.start not in told and not pair.side.holds(own):
            yield Shown(own.start, own.end, here.prose[own.start : own.end])
    for start, end in _names(here):
        if not _is_known(here.prose[start:end], pair.side.words):
            yield Shown(start, end, here.prose[start:end])


NAME = re.compile(r"\b[A-Z][^\W_]+\b")


def _names(here: Proposition) -> Iterator[tuple[int, int]]:
    """Capitalised words that do not open the sentence."""
    for match in NAME.finditer(here.prose, here.start, here.end):
        if match.start() > here.sentence.start:
            yield match.span()


def _is_known(word: str, words: frozenset[str]) -> bool:
    return word.lower() in words or stem(word) in words or stem(word.lower()) in words or word.lower() in SEATS


def _unsupported(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    if here.flat and not pair.about:
        yield Shown(here.start, here.end, "")


def _presupposed(pair: Pair) -> Iterator[Shown]:
    """What somebody was accused of there is taken for done here."""
    here = pair.here
    if here.spoken or any(cue.stance in ("accusation", "hearsay") for cue in here.claim.cues):
        return
    own = {term: place for place, term in Terms(here.prose).of(here.start, here.end)}
    for match in pair.about:
        other = match.other
        for cue in other.claim.cues:
            if cue.stance != "accusation":
                continue
            deed = [term for _, term in Terms(other.prose).of(cue.end, other.claim.end)]
            both = [term for term in deed if term in own]
            if len(both) >= 2:
                yield Shown(here.start, here.end, _speaker(other), (_other(other),))
                return


def _opposite(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    for match in pair.same if here.flat else ():
        other = match.other
        if match.score >= JUST_SO and other.flat and here.claim.negative != other.claim.negative:
            yield Shown(here.start, here.end, "", (_other(other),))
            return


def _unquoted(pair: Pair) -> Iterator[Shown]:
    """Words in quotation marks that are not said there."""
    for quote in _quotes(pair.here):
        words = fold(pair.here.prose[quote.start : quote.end])
        if quote.words >= LEAST_QUOTED and words not in pair.side.folded:
            yield Shown(quote.start, quote.end, "")


def _quotes(here: Proposition) -> list[Quote]:
    return [quote for quote in here.sentence.quotes if here.start <= quote.start < here.end]


def _quote_differs(pair: Pair) -> Iterator[Shown]:
    return iter(())


def _premise(pair: Pair) -> Iterator[Shown]:
    return iter(())


RELATIONS: dict[str, Callable[[Pair], Iterator[Shown]]] = {
    "surer": _surer,
    "less_sure": _less_sure,
    "unattributed": _unattributed,
    "uncaveated": _uncaveated,
    "wider": _wider,
    "escalated": _escalated,
    "figure_differs": _figure_differs,
    "new_specific": _new_specific,
    "unsupported": _unsupported,
    "presupposed": _presupposed,
    "opposite": _opposite,
    "unquoted": _unquoted,
    "quote_differs": _quote_differs,
    "premise": _premise,
}
