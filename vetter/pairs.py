"""What is held against what: a proposition with all that speaks of the same, and the places that show what changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from vetter.amounts import Amount, agree, amounts
from vetter.ledger import Claim, Cue, Reading
from vetter.matching import NEAR, SAME, Match, Matcher
from vetter.patterns import late
from vetter.propositions import Proposition, Terms
from vetter.stems import SEATS, stem
from vetter.values import NamedTuple

BODY = frozenset(["lead", "body", "caption"])
SUMMARY = "takeaway"
SAID = BODY | {SUMMARY}
REVISED = SAID | {"heading", "title"}
"""Roles of what is held against an earlier version."""
EARLIER = "draft-earlier"
NO_FOCUS = (0, 0)
SURELY_SAME = 0.6
JUST_SO = 0.75
LEAST = {"lead-support": SURELY_SAME, "body-body": JUST_SO}
"""The scores from which on two propositions say the same, where others are wanted than usual."""
UNCHECKED = frozenset(["cannot-confirm", "unverified", "contradicted", "visual-unverified"])
"""What is said of the evidence where a thing could not be checked."""
SHOWN = 3  # places shown for one finding
WORD = late(r"[^\W_]+")
JOINED = (".", ",", ":", "/", "-")
"""Signs that make two figures one."""
ALIKE = 0.75  # of the letters of two spellings of one name


class Other(NamedTuple):
    """Another place that shows what changed, and a note on what it says; `focus` are the words of it that matter, where
    not all of them do."""

    reading: Reading
    start: int
    end: int
    note: str
    focus: tuple[int, int] = NO_FOCUS


class Shown(NamedTuple):
    """What changed: where it shows, what is to be said of it, and the other places to be held against it; `focus` are
    the words that matter, where not all of them do."""

    start: int
    end: int
    reason: str
    others: tuple[Other, ...] = ()
    focus: tuple[int, int] = NO_FOCUS


class Pair:
    """A proposition with all that speaks of the same. `between` says what is held against what."""

    def __init__(self, between: str, here: Proposition, found: Sequence[Match], side: Side) -> None:
        self.between = between
        self.here = here
        self.about = found
        self.side = side
        self.known: dict[str, tuple[Shown, ...]] = {}

    def shown(self, relation: str, find: Callable[[Pair], Iterator[Shown]]) -> tuple[Shown, ...]:
        """Where a relation holds, looked for once."""
        if relation not in self.known:
            self.known[relation] = tuple(find(self))
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

    @cached_property
    def firmest(self) -> Proposition | None:
        """Of that, what the authors say most surely."""
        return max((each for each in self.near if each.own), key=lambda each: each.strength, default=None)


class Side:
    """What propositions are held against: the statements of some texts, without the sentences `left` out."""

    def __init__(self, texts: Sequence[Terms], left: Collection[int] = (), roles: Collection[str] = SAID) -> None:
        self.texts = texts
        self.left = left
        self.matcher = Matcher(texts, lambda number, sentence: sentence.role in roles and number not in left)

    def statements(self) -> Iterator[Proposition]:
        """All that is said there, clause by clause."""
        return (each for unit in range(len(self.matcher.units)) for each in self.matcher.propositions_of(unit))

    @cached_property
    def blocks(self) -> dict[tuple[int, int], list[int]]:
        """The units of each block, by the reading and the number of the block."""
        blocks: dict[tuple[int, int], list[int]] = {}
        for number, unit in enumerate(self.matcher.units):
            blocks.setdefault((id(unit.reading), unit.sentence.block), []).append(number)
        return blocks

    def below(self, each: Proposition, signs: int) -> Iterator[Proposition]:
        """What is said after it in its paragraph, in sentences that show one of these signs."""
        for unit in self.blocks.get((id(each.reading), each.sentence.block), ()):
            told = self.matcher.units[unit]
            if told.number > each.number and told.sentence.signs & signs:
                yield from self.matcher.propositions_of(unit)

    def stretches(self) -> Iterator[tuple[str, int, int]]:
        """All that stands there, headings and captions included."""
        for text in self.texts:
            for number, sentence in enumerate(text.reading.sentences):
                if number not in self.left:
                    yield text.prose, sentence.start, sentence.end

    @cached_property
    def figures(self) -> tuple[Amount, ...]:
        """Every figure there, headings included."""
        return tuple(each for stretch in self.stretches() for each in amounts(*stretch))

    @cached_property
    def amounts(self) -> frozenset[tuple[str, str, float]]:
        """Kind and value of every figure there; of a day its month too."""
        return frozenset(map(_told, self.figures))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word there as it may be called elsewhere, headings included."""
        words: set[str] = set()
        for prose, start, end in self.stretches():
            for match in WORD.finditer(prose[start:end]):
                words |= {stem(match[0]), match[0].lower()}
        for text in self.texts:
            for short, terms in text.long_forms.items():
                words |= {short, *terms}
        return frozenset(words)

    @cached_property
    def folded(self) -> str:
        """All that is said there, folded so that quotations can be looked for."""
        return " ".join(fold(prose[start:end]) for prose, start, end in self.stretches())

    @cached_property
    def text(self) -> str:
        """All that is said there."""
        return "\n".join(prose[start:end] for prose, start, end in self.stretches())

    def has(self, written: str) -> bool:
        """Whether this stands there just so, as words or figures of its own."""
        text, place = self.text, -1
        while (place := text.find(written, place + 1)) >= 0:
            before, after = text[place - 1 : place], text[place + len(written) : place + len(written) + 2]
            if not (
                before.isalnum()
                or before in JOINED
                or after[:1].isalnum()
                or (after[:1] in JOINED and after[1:].isdigit())
            ):
                return True
        return False

    def knows(self, name: str) -> bool:
        """Whether a name stands there, if only in another spelling, as a short form, or of a people for its country."""
        if self.has(name):
            return True
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

    def holds(self, amount: Amount, written: str) -> bool:
        """Whether a figure stands there, if only in other words or rounded."""
        if self.has(written) or _told(amount) in self.amounts or amount.kind == "year":
            return True
        alike = (each for each in self.figures if each.kind == amount.kind and not each.high)
        return any(agree(amount, each) for each in alike if amount.vague or not amount.of.isdisjoint(each.of))


def _told(amount: Amount) -> tuple[str, str, float]:
    dated = amount.kind in ("date", "said")
    return "date" if dated else amount.kind, min(amount.of) if dated else "", amount.value


def is_spelling_of(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.lower(), stem(other).lower()).ratio() >= ALIKE


def fold(text: str) -> str:
    """Words in small letters with one blank between: what is left of a text when signs do not count."""
    return " ".join(WORD.findall(text.lower()))


def is_inference(cue: Cue, claim: Claim) -> bool:
    """Whether what hands a claim over is no word of anybody's: "the flaw is consistent with ..."."""
    return any(mark.kind == "INFERRED" and mark.start < cue.end and cue.start < mark.end for mark in claim.others)


def elsewhere(each: Proposition, note: str = "", focus: tuple[int, int] = NO_FOCUS) -> Other:
    """The place of a proposition, and what it says."""
    if not note and each.hedge and not each.spoken:
        note, focus = f"only “{each.hedge}”", hedged_at(each)
    return Other(each.reading, each.start, each.end, note or ("attributed" if each.spoken else "stated"), focus)


def hedged_at(each: Proposition) -> tuple[int, int]:
    """Where the words stand that weaken it most."""
    own = [hedge for hedge in each.claim.hedges if each.start <= hedge.start < each.end] or each.claim.hedges
    weakest = min(own, key=lambda hedge: hedge.step, default=None)
    return (weakest.start, weakest.end) if weakest else NO_FOCUS


def contrast(pair: Pair, there: str, here: str) -> str:
    """What the other side has and what stands here; of an earlier version, what it was and is."""
    return f"{there} before, {here} now" if pair.between == EARLIER else f"{there} there, {here} here"
