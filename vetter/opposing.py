"""Does it say the contrary? A negation or denial on one side only, two words of which one alone can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from vetter.amounts import OCCASIONS
from vetter.firmness import CLOSE, steps
from vetter.matching import SAME, Match
from vetter.owning import speakers
from vetter.pairs import LEAST, SURELY_SAME, Pair, Shown, contrast, elsewhere
from vetter.patterns import late
from vetter.propositions import Proposition
from vetter.stems import WORD
from vetter.values import TypeAlias

WAYS = ("open close", "open shut", "hold lose", "aliv dead", "confirm unconfirm", "intact destroy", "full empti",
        "accept reject", "win lose", "guilti innoc", "guilti acquit", "legal illeg", "support oppos", "arriv depart",
        "allow ban")  # fmt: skip
UP = ("rise", "increas", "grow", "climb", "gain", "expand", "improv")
DOWN = ("fall", "decreas", "drop", "declin", "shrink", "contract", "worsen")
OPPOSITES = [pair for one, two in map(str.split, WAYS) for pair in ((one, two), (two, one))]
"""Stems of words of which only one can be true of a thing."""
DIRECTIONS = [*product(UP, DOWN), *product(DOWN, UP)]
"""Those that tell of more and of less."""
NEGATION = late(
    r"\b(?:not(?! only| just| merely)|never|no (?:evidence|indication|sign|proof|trace)s?|no(?! doubt)|cannot|nobody"
    r"|none|unable to|(?:fail|refus)\w* to)\b|n['’]t\b",
    re.IGNORECASE,
)
Spans: TypeAlias = list[tuple[int, int]]
LEAST_SURE = 3  # the step from which on a thing and its contrary cannot both be said


def opposite(pair: Pair) -> Iterator[Shown]:
    """A statement and its denial, or two words of which only one can be true; and nothing as close agrees."""
    here = pair.here
    if here.strength < LEAST_SURE:
        return
    for match in pair.about:
        said = _opposed(here, match, pair)
        rivals = (other for other in pair.about if other.score >= CLOSE * match.score)
        if said and not any(_agrees(here, each, pair) for each in rivals):
            yield Shown(here.start, here.end, said, (elsewhere(match.other),))
            return


def _opposed(here: Proposition, match: Match, pair: Pair) -> str:
    """What makes one the contrary of the other, "" where nothing does."""
    other = match.other
    if (other.strength < LEAST_SURE and other.claim.status != "note") or _differ_in_speaker(here, other):
        return ""
    own, theirs, least = _denials(here), _denials(other), LEAST.get(pair.between, SURELY_SAME)
    if len(own) + len(theirs) == 1 and match.score >= least:
        kept = _bears_on(here, own, other) or _bears_on(other, theirs, here)
        return _turned(pair, own, other, theirs) if kept and not _on_other_days(here, other) else ""
    if own or theirs:
        return ""
    for opposites, least in ((OPPOSITES, SAME), (DIRECTIONS, SURELY_SAME)):
        for one, two in opposites if match.score >= least else ():
            if one in here.terms and two in other.terms and two not in here.terms and one not in other.terms:
                return contrast(pair, f"“{_word(other, two)}”", f"“{_word(here, one)}”")
    return ""


def _agrees(here: Proposition, match: Match, pair: Pair) -> bool:
    """Whether this turns it round as often, so that it says the same."""
    return (len(_denials(here)) - len(_denials(match.other))) % 2 == 0 and not _opposed(here, match, pair)


def _denials(each: Proposition) -> Spans:
    """The words that turn it round: negations, hedges that lean to no, verbs of denial."""
    turned = [(hedge.start, hedge.end) for hedge in each.claim.hedges if hedge.lean == "negative"]
    turned += [(cue.start, cue.end) for cue in each.claim.cues if cue.stance == "denial" and each.spoken]
    turned = [(start, end) for start, end in turned if each.start <= start < each.end]
    for match in NEGATION.finditer(each.prose, each.start, each.end):
        if not any(start <= match.start() < end for start, end in turned):
            turned.append(match.span())
    return turned


def _bears_on(each: Proposition, turned: Spans, other: Proposition) -> bool:
    """Whether what such a word bears on first is said by the other too."""
    for _, end in turned:
        behind = min(((place, term) for term, place in each.places.items() if place >= end), default=None)
        if behind is not None and behind[1] in other.terms:
            return True
    return False


def _turned(pair: Pair, own: Spans, other: Proposition, theirs: Spans) -> str:
    """Which word turns it round, and on which side."""
    each, (start, end) = (pair.here, own[0]) if own else (other, theirs[0])
    word = f"“{each.prose[start:end]}”"
    return contrast(pair, "plain", word) if own else contrast(pair, word, "plain")


def _word(each: Proposition, term: str) -> str:
    match = WORD.match(each.prose, each.places[term])
    return match[0] if match else term


def _on_other_days(here: Proposition, other: Proposition) -> bool:
    """Whether both name their day or hour, and not the same."""
    days, others = (
        {(each.kind, each.value) for each in one.amounts if each.kind in OCCASIONS} for one in (here, other)
    )
    return bool(days) and bool(others) and days.isdisjoint(others)


def _differ_in_speaker(here: Proposition, other: Proposition) -> bool:
    """Whether somebody says it who does not say the other thing: that is reporting."""
    return here.spoken and (not other.spoken or speakers(here).isdisjoint(speakers(other)))


def leans_otherwise(pair: Pair) -> Iterator[Shown]:
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
            yield Shown(here.start, here.end, steps(pair, other), (elsewhere(other),))
            return
