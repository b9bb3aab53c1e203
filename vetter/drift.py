"""Does one part of a draft still say what another says? Pairs of propositions about the same, and what changed.

A takeaway is held against everything in the body that speaks of the same: against the strongest of it for certainty, all
of it for attribution, any of it for caveats. Each way to change is a `Relation`, which rules ask for by name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from vetter.amounts import Amount, agree, amounts, are_of_one_thing
from vetter.ledger import CHECKED, Claim, Quote, Reading, Sentence, signs
from vetter.matching import NEAR, NO_PARTS, SAME, Match, Matcher
from vetter.propositions import HEAD, Proposition, Scope, Terms, propositions
from vetter.stems import IRREGULAR, SEATS, stem, stems

BODY = frozenset(["lead", "body", "caption"])
SUMMARY = "takeaway"
SAID = BODY | {SUMMARY}
BELOW = 0.2
"""The score from which on a sentence of a paragraph bears on its first."""
HEDGED = signs(["hedges"])
WAVERING = signs(["hedges", "negative", "verification"])
SURELY_SAME = 0.6
JUST_SO = 0.75
LEAST = {"lead-support": SURELY_SAME, "body-body": JUST_SO}
"""The scores from which on two propositions say the same, where others are wanted than usual."""
UNCHECKED = frozenset(["cannot-confirm", "unverified", "contradicted", "visual-unverified"])
CERTAIN = 5  # steps above this one do not count: S6 is S5 with a booster
LIKELY = 3  # a step at which a claim is weak enough to carry its caveat itself
SHOWN = 3  # places shown for one finding
LEAST_QUOTED = 2  # words of a quotation that must be somebody's own
DOUBTED = frozenset(["doubt", "hearsay", "accusation"])
REPORTED = frozenset(["report", "according", "factive", "denial"])
HANDED_ON = DOUBTED | {"report", "according"}
RECORDS = frozenset(["thing", "document"])
ACCUSED = "ACCUSED_OF"
TOLD = frozenset(["assert", "assess", "verified"])
STEP = re.compile(r"(?P<scale>[A-Z]+)_(?P<step>\d)")
BORNE = 0.5  # share of what a hedge bears on that must be said elsewhere for it to be missed there
CLOSE = 0.9  # of the score of what says less surely, from which on something else says it as well
LOSS = 2  # steps lost that are worth a word, where both are hedged
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
        """What says the same, the closest first. What stands beside it in the body elaborates it, and must come
        closer."""
        least = LEAST.get(self.between, SAME)
        return [match for match in self.about if match.score >= least]

    @cached_property
    def near(self) -> list[Proposition]:
        """What comes as close as the closest, or nearly."""
        return [match.other for match in self.same if match.score >= NEAR * self.same[0].score]


class Side:
    """What propositions are held against: the statements of some readings, without the sentences `left` out."""

    def __init__(self, readings: Sequence[Reading], left: Collection[int] = ()) -> None:
        self.readings = readings
        self.left = left
        self.matcher = Matcher(readings, lambda number, sentence: sentence.role in SAID and number not in left)

    @cached_property
    def blocks(self) -> dict[tuple[int, int], list[int]]:
        """The units of each block, by the reading and the number of the block."""
        blocks: dict[tuple[int, int], list[int]] = {}
        for unit, (reading, _, number, *_) in enumerate(self.matcher.units):
            blocks.setdefault((id(reading), reading.sentences[number].block), []).append(unit)
        return blocks

    def below(self, each: Proposition, signs: int) -> Iterator[Proposition]:
        """What is said after it in its paragraph, in sentences that show one of these signs."""
        for unit in self.blocks.get((id(each.reading), each.sentence.block), ()):
            told = self.matcher.units[unit]
            if told.number > each.number and told.sentence.signs & signs:
                yield from self.matcher.propositions_of(unit)

    def stretches(self) -> Iterator[tuple[str, int, int]]:
        """All that stands there, headings and captions included."""
        for reading in self.readings:
            for number, sentence in enumerate(reading.sentences):
                if number not in self.left:
                    yield reading.document.prose, sentence.start, sentence.end

    @cached_property
    def amounts(self) -> frozenset[tuple[str, str, float]]:
        """Kind and value of every figure there, headings included; of a day its month too."""
        return frozenset(map(_told, (each for stretch in self.stretches() for each in amounts(*stretch))))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word there as it may be called elsewhere, headings included."""
        words: set[str] = set()
        for prose, start, end in self.stretches():
            for match in re.finditer(r"[^\W_]+", prose[start:end]):
                words |= {stem(match[0]), match[0].lower()}
        for reading in self.readings:
            for short, terms in Terms(reading).long_forms.items():
                words |= {short, *terms}
        return frozenset(words)

    @cached_property
    def folded(self) -> str:
        """All that is said there, folded so that quotations can be looked for."""
        return " ".join(fold(prose[start:end]) for prose, start, end in self.stretches())

    def knows(self, name: str) -> bool:
        """Whether a name stands there, if only in another spelling, as a short form, or of the people for its country."""
        initials = "".join(word[0] for word in name.split())
        return initials in self.words or all(map(self._knows_word, name.split()))

    def _knows_word(self, word: str) -> bool:
        lower = word.lower()
        if not {lower, stem(word), stem(lower)}.isdisjoint(self.words) or lower in SEATS:
            return True
        return any(
            abs(len(each) - len(word)) < 3 and is_spelling_of(each, word) for each in self.names.get(word[0], ())
        )

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names there by their first letter."""
        names: dict[str, list[str]] = {}
        for word in self.words:
            if word[0].isupper():
                names.setdefault(word[0], []).append(word)
        return names

    def holds(self, amount: Amount) -> bool:
        if _told(amount) in self.amounts or amount.kind == "year":
            return True
        return amount.vague and any(
            kind == amount.kind and agree(amount, amount._replace(value=value)) for kind, _, value in self.amounts
        )


def _told(amount: Amount) -> tuple[str, str, float]:
    dated = amount.kind in ("date", "said")
    return "date" if dated else amount.kind, min(amount.of) if dated else "", amount.value


ALIKE = 0.75  # of the letters of two spellings of one name


def is_spelling_of(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.lower(), stem(other).lower()).ratio() >= ALIKE


def fold(text: str) -> str:
    """Words in small letters with one blank between: what is left of a text when signs do not count."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


# --- what is held against what


def summary(reading: Reading) -> range:
    """The sentences of the first summary. It ends with its section, and at an item that only introduces others: what is
    listed below it is the report itself. A second summary is body to the first."""
    sentences, blocks = reading.sentences, reading.document.blocks
    first = next((number for number, each in enumerate(sentences) if each.role == SUMMARY), len(sentences))
    for number in range(first, len(sentences)):
        block = blocks[sentences[number].block]
        introduces = number > first and reading.document.prose[block.start : block.end].rstrip().endswith(":")
        if sentences[number].role != SUMMARY or introduces:
            return range(first, number)
    return range(first, len(sentences))


class Drift:
    """A draft by its pairs, each kind made once and only when asked for; `others` are its sources."""

    def __init__(self, reading: Reading, others: Sequence[Reading] = ()) -> None:
        self.reading = reading
        self.others = others
        self.terms = Terms(reading)
        self.known: dict[str, tuple[Pair, ...]] = {}

    def pairs(self, between: str) -> tuple[Pair, ...]:
        """Every pair of one kind, in the order of the draft."""
        if between not in self.known:
            self.known[between] = tuple(PAIRS[between](self))
        return self.known[between]

    @cached_property
    def summary(self) -> range:
        """The sentences of the summary; nothing where a draft is hardly more than that."""
        found = summary(self.reading)
        told = sum(sentence.role in SAID for sentence in self.reading.sentences)
        return found if told >= 2 * len(found) else range(0)

    @cached_property
    def body(self) -> Side:
        return Side((self.reading,), self.summary)

    def of(self, number: int) -> Iterator[Proposition]:
        return propositions(self.reading, number, self.terms)


def _takeaways(drift: Drift) -> Iterator[Pair]:
    """Each takeaway against the body."""
    for here in (here for number in drift.summary for here in drift.of(number)):
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
    for unit, (reading, _, number, *_) in enumerate(matcher.units):
        if unit in opposed or reading.sentences[number].signs & WAVERING:
            for here in matcher.propositions_of(unit):
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
    for unit, (reading, _, number, *_) in enumerate(matcher.units):
        if reading.sentences[number].signs & CHECKED:
            for doubted in matcher.propositions_of(unit):
                if doubted.claim.verification in UNCHECKED:
                    yield from _building_on(drift, unit, doubted)
                    for told in _just_said(matcher, unit) if POINTING.search(doubted.text) else ():
                        yield from _building_on(drift, unit, told)


def _just_said(matcher: Matcher, unit: int) -> tuple[Proposition, ...]:
    """What the sentence before it says, of the same paragraph."""
    reading, _, number, *_ = matcher.units[unit]
    before = number > 0 and reading.sentences[number - 1].block == reading.sentences[number].block
    return matcher.propositions_of(unit - 1) if unit and before and matcher.units[unit - 1].number == number - 1 else ()


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


WHOLE = 4  # terms that a statement has which stands by itself
OWN_WORD = 4  # sentences that hold a word, up to which it is this matter's own
GIVEN = re.compile(r"(?:The|This|That|These|Those|the|this|that|these|those)\s+(?:[a-z]+\s+)?")


def _sources(drift: Drift) -> Iterator[Pair]:
    """Each statement of the draft against its sources."""
    if not drift.others:
        return
    side = Side(drift.others)
    for number, sentence in enumerate(drift.reading.sentences):
        for here in drift.of(number) if sentence.role in SAID else ():
            yield Pair("draft-source", here, side.matcher.matches(here), side)


PAIRS: dict[str, Callable[[Drift], Iterator[Pair]]] = {
    "takeaway-body": _takeaways,
    "lead-support": _leads,
    "heading-body": _headings,
    "body-body": _body,
    "doubted-later": _premises,
    "draft-source": _sources,
    "draft-earlier": lambda drift: iter(()),
}


# --- what changed


def _surer(pair: Pair) -> Iterator[Shown]:
    """All that the other side says in its own voice is less sure: in a hedge that is gone, in what stands for it in the
    evidence, or as a whole."""
    here = pair.here
    for find in (_dropped, _guessed, _single):
        if (found := find(pair)) is not None:
            other, scope = found
            hedge = other.prose[scope.start : scope.end]
            put = _put_of(here, scope)
            yield Shown(here.start, here.end, f"“{hedge}” there, {put} here", (_other(other, f"only “{hedge}”"),))
            return
    strongest = max((each for each in pair.near if each.own), key=lambda each: each.strength, default=None)
    if not here.own or strongest is None or strongest.strength >= min(here.strength, CERTAIN):
        return
    if (here.strength, strongest.strength) != (2, 1) and _put(here) != _put(strongest):
        yield Shown(here.start, here.end, _steps(here, strongest), (_other(strongest),))


def _dropped(pair: Pair) -> tuple[Proposition, Scope] | None:
    """A hedge that bears there on what is said here without one as weak, and nowhere there is it said without."""
    weight = pair.side.matcher.weight
    alike = [match for match in pair.same if match.other.own == pair.here.own]
    for score, _, other in alike:
        for scope in other.scopes:
            both = scope.terms & pair.here.terms
            if len(both) < 2 or weight(both) < BORNE * weight(scope.terms) or _is_ahead(other, scope, pair):
                continue
            step = _step_of(pair.here, both)
            if step > scope.step and not (step == 2 and scope.step == 1 and _is_reworded(pair.here, other)):
                rivals = (match.other for match in alike if max(match.score, match.parts.cover) >= CLOSE * score
                          and weight(both & match.other.terms) >= BORNE * weight(both))  # fmt: skip
                if all(_step_of(each, both) < step for each in rivals):
                    return other, scope
    return None


def _guessed(pair: Pair) -> tuple[Proposition, Scope] | None:
    """What is told as a fact to start with, and lower down the evidence for it only "may be" so."""
    here = pair.here
    first = here if pair.between == "lead-support" else pair.same[0].other if pair.same else None
    if first is None or not here.flat or pair.between not in ("lead-support", "takeaway-body"):
        return None
    for each in pair.side.below(first, HEDGED):
        if any(term[0].isupper() for term in (each.terms & here.terms) - here.actors):
            for scope in each.scopes:
                called = IDENTITY.match(each.prose, scope.start, each.end)
                if called and scope.step <= GUESS and len(scope.terms & here.terms) >= LEAST_SHARED:
                    return each, scope
    return None


def _single(pair: Pair) -> tuple[Proposition, Scope] | None:
    """A word that only one sentence of the body holds, and there under a hedge that leaves it open."""
    here, matcher = pair.here, pair.side.matcher
    if pair.between != "takeaway-body" or not here.own or any(match.other.own for match in pair.same):
        return None
    rare = [term for term in here.places if term.islower() and len(matcher.holding.get(term, ())) == 1]
    for term in rare:
        for other in matcher.propositions_of(matcher.holding[term][0]):
            for scope in other.scopes if other.own else ():
                if term in scope.terms and scope.step <= OPEN and min(here.strength, _step_of(here, {term})) > GUESS:
                    return other, scope
    return None


IDENTITY = re.compile(
    r"(?:may|might|could|appears? to|seems? to) be (?:a|an|the|of)\b|(?:possibly|potentially) (?:a|an|the|of)\b"
)
OPEN = 1  # the highest step of a hedge that leaves a thing open
GUESS = 2  # the highest step of a hedge by which a thing is only guessed to be what it is called
LEAST_SHARED = 2


def _is_ahead(other: Proposition, scope: Scope, pair: Pair) -> bool:
    """Whether a paragraph hedges what is to come, and its lead speaks of what has come."""
    first, last = max(scope.start - LOOKED_AROUND, other.start), min(scope.end + LOOKED_AROUND, other.end)
    ahead = pair.between == "lead-support" and AHEAD.search(other.prose, first, last)
    return bool(ahead) and not AHEAD.search(pair.here.prose, pair.here.start, pair.here.end)


AHEAD = re.compile(r"\bwill\b|\b(?:likely|expected|set|going|due|about) to\b")
LOOKED_AROUND = 10  # characters


def _is_reworded(here: Proposition, other: Proposition) -> bool:
    """Whether a hedge was changed for another one, and none was lost."""
    return len(here.scopes) >= len(other.scopes)


def _step_of(each: Proposition, terms: Set[str]) -> int:
    """How firmly these terms of it are said: as the hedge says that stands before them all, or bears on most."""
    first = min((each.places[term] for term in terms if term in each.places), default=each.end)
    bearing = (scope for scope in each.scopes if scope.terms & terms)
    steps = (scope.step for scope in bearing if scope.start < first or 2 * len(scope.terms & terms) >= len(terms))
    return min(steps, default=CERTAIN)


def _put_of(here: Proposition, scope: Scope) -> str:
    bearing = [each for each in here.scopes if each.terms & scope.terms]
    return f"“{here.prose[bearing[0].start : bearing[0].end]}”" if bearing else "flat"


def _less_sure(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    strongest = max((each for each in pair.near if each.own), key=lambda each: each.strength, default=None)
    if here.own and strongest is not None:
        lost = min(strongest.strength, CERTAIN) - here.strength
        if _put(here) != _put(strongest) and lost >= (LOSS if strongest.hedge else LOSS + 1):
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
    here = pair.here
    said = [match.other for match in pair.same if max(match.score, match.parts.cover) >= CLOSE * pair.same[0].score]
    if here.flat and not _is_told(here) and said and all(map(_is_hearsay, said)) and _vouches(said[0], here):
        yield Shown(here.start, here.end, _speaker(said[0]), tuple(map(_other, said[:SHOWN])))


def _is_told(each: Proposition) -> bool:
    """Whether it tells what somebody said, perhaps as false: "pushed the narrative that ..."."""
    stances = {cue.stance for cue in each.claim.cues if each.start <= cue.start < each.end}
    return not stances.isdisjoint(DOUBTED | REPORTED)


def _is_hearsay(each: Proposition) -> bool:
    """Whether somebody's word is all that stands for it, and not footage or data that confirm it."""
    claim = each.claim
    shown = "factive" in claim.stances and any(source.type in RECORDS for source in claim.sources)
    return each.spoken and not claim.evidence and not shown


def _vouches(other: Proposition, here: Proposition) -> bool:
    """Whether who says it answers for more than what they do themselves: "the union announced" its own strike."""
    stances = {cue.stance for cue in other.claim.cues}
    if not stances.isdisjoint(DOUBTED):
        return True
    sources = (stems(other.prose, source.start, source.end) for source in other.claim.sources)
    themselves = ({term for _, term in words} <= here.terms for words in sources)
    return not stances.isdisjoint(REPORTED) and not any(themselves)


def _speaker(each: Proposition) -> str:
    for source in each.claim.sources:
        return " ".join(each.prose[source.start : source.end].split())
    for cue in each.claim.cues:
        return f"“{each.prose[cue.start : cue.end]}”"
    return "others"


def _uncaveated(pair: Pair) -> Iterator[Shown]:
    """Somebody's word for it could not be checked there; here is no word of that."""
    here = pair.here
    doubted = any(cue.stance == "doubt" for cue in here.claim.cues)
    if here.claim.verification != "none" or here.claim.status not in (*TOLD, "attrib") or doubted:
        return
    if here.own and here.strength <= LIKELY:
        return
    for match in pair.same:
        caveat = _caveat(match.other)
        if caveat is not None:
            yield Shown(here.start, here.end, "", (caveat, _other(match.other)))
            return


def _caveat(each: Proposition) -> Other | None:
    """Where it is said that this could not be checked: of somebody's word, in the sentence or the next about it."""
    sentences = each.reading.sentences
    for number in (each.number, each.number + 1) if each.spoken else ():
        if number < len(sentences) and sentences[number].block == each.sentence.block:
            for claim in sentences[number].claims:
                if claim.verification in UNCHECKED and (claim is each.claim or _points_back(each, claim)):
                    return Other(each.reading, claim.start, claim.end, "could not be confirmed")
    return None


def _points_back(each: Proposition, claim: Claim) -> bool:
    """Whether a claim is about what was just said, and not about something else."""
    said = each.prose[claim.start : claim.end]
    terms = {term for _, term in each.vocabulary.of(claim.start, claim.end)}
    return bool(POINTING.search(said)) and len(terms - each.terms) <= FEW


POINTING = re.compile(
    r"\b(?:this|these|that|those|it|them|the (?:claims?|reports?|accounts?|footage|video))\b", re.IGNORECASE
)
HANDFUL = 10  # up to this a number in words is no figure that must stand elsewhere
FEW = 5  # terms of its own that a caveat has


def _wider(pair: Pair) -> Iterator[Shown]:
    """A word that limits it there is gone here, where one stands that widens it; or what comes closest has neither."""
    here = pair.here
    if "SCOPE_WIDE" not in here.marks or not pair.same or ALL_DAY.search(here.prose, here.start, here.end):
        return
    best, kept = pair.same[0], _all_marked(here, "SCOPE_NARROW")
    if any("SCOPE_WIDE" in match.other.marks for match in pair.same if match.score >= CLOSE * best.score):
        return
    wide = _marked(here, "SCOPE_WIDE")
    narrow = [match.other for match in pair.same if _all_marked(match.other, "SCOPE_NARROW") - kept]
    if narrow:
        there = min(_all_marked(narrow[0], "SCOPE_NARROW") - kept)
        yield Shown(here.start, here.end, f"“{there}” there, “{wide}” here", tuple(map(_other, narrow[:SHOWN])))
    elif best.score >= SURELY_SAME:
        yield Shown(here.start, here.end, f"no “{wide}” there", (_other(best.other),))


ALL_DAY = re.compile(
    r"\bthroughout (?:the )?(?:\w+ )?(?:day|night|week|month|year|spring|summer|autumn|fall|winter|war)\b"
)


def _all_marked(each: Proposition, kind: str) -> set[str]:
    return {each.prose[mark.start : mark.end].lower() for mark in each.claim.others
            if mark.kind == kind and each.start <= mark.start < each.end}  # fmt: skip


def _marked(each: Proposition, kind: str) -> str:
    marks = (mark for mark in each.claim.others if mark.kind == kind and each.start <= mark.start < each.end)
    return next(each.prose[mark.start : mark.end] for mark in marks)


def _escalated(pair: Pair) -> Iterator[Shown]:
    """Of the same actors stands less on the same scale, and nowhere as much."""
    here = pair.here
    for scale, (step, mark) in _on_scales(here).items() if not _is_handed_on(here) else ():
        there = [
            (steps[scale], match.other)
            for match in pair.about
            if scale in (steps := _on_scales(match.other)) and match.other.claim.umbrella != "supported"
        ]
        if there:
            (most, word), other = max(there, key=lambda each: each[0][0])
            if step - most >= LEAP:
                said = f"“{_marked(other, word)}” there, “{_marked(here, mark)}” here"
                yield Shown(here.start, here.end, said, (_other(other),))
                return


def _is_handed_on(here: Proposition) -> bool:
    """Whether somebody else is said to say it."""
    return here.spoken and any(cue.stance in HANDED_ON for cue in here.claim.cues)


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
        least = JUST_SO if own.kind in ("date", "said") else SAME
        rivals = [(match, each) for match in pair.same if match.score >= least
                  for each in match.other.amounts if are_of_one_thing(own, each)]  # fmt: skip
        if not rivals or any(agree(own, each) for match, each in rivals for each in (each, *_bare(match.other))):
            continue
        (score, _, other), figure = rivals[0]
        if own.kind in ("date", "said") or score >= SURELY_SAME or not pair.side.holds(own):
            written = other.prose[figure.start : figure.end]
            reason = f"“{written}” there, “{here.prose[own.start : own.end]}” here"
            yield Shown(own.start, own.end, reason, (Other(other.reading, other.start, other.end, f"says {written}"),))


def _bare(each: Proposition) -> Iterator[Amount]:
    """The figures of its sentence that do not say again what they count: "wounded nine workers and killed four"."""
    sentence = each.sentence
    return (amount for amount in amounts(each.prose, sentence.start, sentence.end) if not amount.of)


def _new_specific(pair: Pair) -> Iterator[Shown]:
    """Names and figures that nothing else in the draft holds; where nothing speaks of the same, one figure is enough."""
    here, told = pair.here, {shown.start for shown in pair.shown("figure_differs")}
    new = [
        each for each in here.amounts if each.start not in told and _counts(here, each) and not pair.side.holds(each)
    ]
    for own in new if pair.about else new[:1]:
        yield Shown(own.start, own.end, here.prose[own.start : own.end])
    for match in NAME.finditer(here.prose, here.start, here.end) if pair.same else ():
        if match.start() > here.sentence.start and not pair.side.knows(match[0]):
            yield Shown(match.start(), match.end(), match[0])


def _counts(here: Proposition, amount: Amount) -> bool:
    """Whether a figure must stand elsewhere too: not a few in words."""
    return amount.kind != "number" or amount.value > HANDFUL or here.prose[amount.start : amount.end].isdigit()


NAME = re.compile(r"(?<!\d )\b(?![AP]M\b)[A-Z][^\W_]+(?:[’'][A-Z][a-z]+)?(?: [A-Z][^\W_]+)*\b")


def _unsupported(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    if here.flat and not pair.about and here.start == here.sentence.start:
        yield Shown(here.start, here.end, "")


def _presupposed(pair: Pair) -> Iterator[Shown]:
    """What somebody was accused of there is taken for done here: "violating the ceasefire", "the violated ceasefire"."""
    here = pair.here
    if here.spoken or any(cue.stance in DOUBTED for cue in here.claim.cues):
        return
    for match in pair.about:
        other = match.other
        for cue in other.claim.cues if ACCUSED in other.marks else ():
            charge = CHARGE.search(other.prose, cue.start, other.end)
            deed = [term for _, term in other.vocabulary.of(charge.end() if charge else cue.end, other.end)]
            done = [term for term in deed if not term[0].isupper()]
            if done and done[0] in here.terms and len(here.terms & set(done)) > 1 and not _is_shown(pair, done[0]):
                yield Shown(here.start, here.end, _speaker(other), (_other(other),))
                return


CHARGE = re.compile(r"\b(?:of|for|with)\s+")


def _is_shown(pair: Pair, deed: str) -> bool:
    """Whether something that is no accusation tells of the deed."""
    return any(deed in match.other.terms and ACCUSED not in match.other.marks for match in pair.about)


def _opposite(pair: Pair) -> Iterator[Shown]:
    """A statement and its denial, or two words of which only one can be true."""
    here = pair.here
    for match in pair.about if here.flat else ():
        other = match.other
        denied = match.score >= JUST_SO and here.claim.negative != other.claim.negative
        opposed = match.score >= SAME and any(
            one in here.terms and two in other.terms and two not in here.terms for one, two in OPPOSITES
        )
        if other.flat and denied != opposed:
            yield Shown(here.start, here.end, "", (_other(other),))
            return


WAYS = ("open close", "open shut", "hold lose", "aliv dead", "confirm unconfirm", "intact destroy", "full empti")
OPPOSITES = [pair for one, two in map(str.split, WAYS) for pair in ((one, two), (two, one))]
"""Stems of words of which only one can be true of a thing."""


def _reversed(pair: Pair) -> Iterator[Shown]:
    """One leans one way, the other the other way: "likely" and "unlikely"."""
    here = pair.here
    for match in pair.same if here.own else ():
        other = match.other
        if (
            other.own
            and {here.claim.lean, other.claim.lean} == {"positive", "negative"}
            and here.scopes
            and other.scopes
        ):
            yield Shown(here.start, here.end, _steps(here, other), (_other(other),))
            return


def _unquoted(pair: Pair) -> Iterator[Shown]:
    """Words in quotation marks that are not said there."""
    for quote in _quotes(pair.here):
        words = fold(pair.here.prose[quote.start : quote.end])
        if pair.same and quote.words >= LEAST_QUOTED and words not in pair.side.folded:
            yield Shown(quote.start, quote.end, "")


def _quotes(here: Proposition) -> list[Quote]:
    return [quote for quote in here.sentence.quotes if here.start <= quote.start < here.end]


def _quote_differs(pair: Pair) -> Iterator[Shown]:
    """Words in quotation marks that stand there nearly so, and nowhere just so."""
    for quote in _quotes(pair.here):
        said = pair.here.prose[quote.start + 1 : quote.end - 1]
        pieces = [piece for piece in map(fold, ELLIPSIS.split(said)) if len(piece.split()) >= LEAST_COMPARED]
        wrong = next((piece for piece in pieces if piece not in pair.side.folded), None)
        if wrong is not None and (found := _nearest(wrong, pair)) is not None:
            start, end, other = found
            text = " ".join(other.document.prose[start:end].split())
            yield Shown(quote.start, quote.end, _differing(wrong, text), (Other(other, start, end, f"says “{text}”"),))


ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")
LEAST_COMPARED = 4  # words of a quotation that can be held against another text
NEARLY = 0.75  # of the words, from which on two stretches are versions of one


def _nearest(words: str, pair: Pair) -> tuple[int, int, Reading] | None:
    """The stretch of a sentence there that comes closest to these words, if any comes near."""
    from difflib import SequenceMatcher

    wanted, best = words.split(), (NEARLY, None)
    for reading, number in pair.side.matcher.holders(stem(word) for word in wanted):
        sentence = reading.sentences[number]
        spans = [match.span() for match in FOLDED.finditer(reading.document.prose, sentence.start, sentence.end)]
        said = [reading.document.prose[start:end].lower() for start, end in spans]
        blocks = [
            each for each in SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks() if each.size
        ]
        if not blocks:
            continue
        first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
        alike = 2 * sum(each.size for each in blocks) / (len(wanted) + last - first)
        if alike > best[0]:
            best = alike, (spans[first][0], spans[last - 1][1], reading)
    return best[1]


FOLDED = re.compile(r"[^\W_]+")


def _differing(words: str, text: str) -> str:
    """The words that are others: "have" there, "had" here."""
    from difflib import SequenceMatcher

    here, there = words.split(), fold(text).split()
    matcher = SequenceMatcher(None, there, here, autojunk=False)
    changed = [(there[a:b], here[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return ", ".join(f"“{' '.join(one) or '–'}” there, “{' '.join(other) or '–'}” here" for one, other in changed)


def _premise(pair: Pair) -> Iterator[Shown]:
    """Something could not be checked; from then on it is a thing with an article: "the landing forced ..."."""
    here = pair.here
    if not here.flat or CONDITION.search(here.prose, here.sentence.start, here.sentence.end):
        return
    for match in pair.about:
        caveat = _caveat(match.other) or _own_caveat(match.other)
        if caveat is not None and caveat.start < here.start and not _is_settled(match.other, here):
            yield Shown(here.start, here.end, "", (caveat,))
            return


def _is_settled(doubted: Proposition, here: Proposition) -> bool:
    """Whether evidence of it is told between the two."""
    between = here.reading.sentences[doubted.number + 1 : here.number]
    claims = (
        claim for sentence in between for claim in sentence.claims if claim.evidence or claim.status == "verified"
    )
    terms = (term for claim in claims for _, term in here.vocabulary.of(claim.start, claim.end))
    return any(term in doubted.terms and term in here.terms for term in terms)


CONDITION = re.compile(
    r"\b(?:if|whether|unless|would|alleged|claimed|reported|supposed|unconfirmed|unverified)\b", re.IGNORECASE
)


def _own_caveat(each: Proposition) -> Other | None:
    """Where it says itself that it could not be checked."""
    claim = each.claim
    return (
        Other(each.reading, claim.start, claim.end, "could not be confirmed")
        if claim.verification in UNCHECKED
        else None
    )


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
    "reversed": _reversed,
    "unquoted": _unquoted,
    "quote_differs": _quote_differs,
    "premise": _premise,
}
