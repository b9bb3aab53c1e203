"""Is it said as surely as there? Hedges that are gone, evidence that only guesses, claims weaker as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from vetter.ledger import Cue, Mark, signs
from vetter.pairs import (
    JUST_SO,
    SURELY_SAME,
    UNCHECKED,
    Pair,
    Shown,
    contrast,
    elsewhere,
    fold,
    hedged_at,
    is_inference,
)
from vetter.patterns import late
from vetter.propositions import Proposition, Scope

HEDGED = signs(["hedges"])
CERTAIN = 5  # steps above this one do not count: S6 is S5 with a booster
BORNE = 0.5  # share of what a hedge bears on that must be said elsewhere for it to be missed there
BORNE_BY_HEAD = 0.3  # that share where the first word it bears on is among what is said elsewhere
NEARLY = 0.75  # of that score, from which on something else that says it firmly counts as much
CLOSE = 0.9  # of the score of what says less surely, from which on something else says it as well
LOSS = 2  # steps lost that are worth a word, where both are hedged
IDENTITY = late(
    r"(?:may|might|could|appears? to|seems? to) be (?:a|an|the|of)\b|(?:possibly|potentially) (?:a|an|the|of)\b"
)
IF = late(
    r"(?<!\bas )(?<!\beven )(?<!\bonly )\b"
    r"(?:if(?! not\b| any\b| ever\b| so\b| necessary\b)|unless|provided that|as long as|in the event)\b",
    re.IGNORECASE,
)
OPEN = 1  # the highest step of a hedge that leaves a thing open
WITNESSES = 2  # terms under a hedge in the one sentence that holds a word
GUESS = 2  # the highest step of a hedge by which a thing is only guessed to be what it is called
LEAST_SHARED = 2
AHEAD = late(r"\bwill\b|\b(?:likely|expected|set|going|due|about) to\b")
PAST = late(r"(?:[a-z]{3,}ed|was|were|had|took|made|began|held)\b")
LOOKED_AROUND = 10  # characters


def surer(pair: Pair) -> Iterator[Shown]:
    """All that the other side says in its own voice is less sure: in a hedge that is gone, in what stands for it in the
    evidence, or as a whole."""
    here = pair.here
    for find in (_dropped, _guessed, _single):
        if (found := find(pair)) is not None:
            other, scope = found
            hedge = other.prose[scope.start : scope.end]
            put = _put_of(here, scope)
            if fold(put) == fold(hedge):
                return  # the same hedge in another place
            reason = contrast(pair, f"“{hedge}”", put)
            there = elsewhere(other, f"only “{hedge}”", scope[:2])
            yield Shown(here.start, here.end, reason, (there,), hedged_at(here))
            return
    strongest = pair.firmest
    if here.own and strongest is not None and _is_put_weaker(strongest, pair):
        yield Shown(here.start, here.end, steps(pair, strongest), (elsewhere(strongest),), hedged_at(here))
    elif here.flat and (weak := _qualified(pair, _proviso, JUST_SO)) is not None:
        other, said = weak
        yield Shown(here.start, here.end, contrast(pair, f"“{said}”", "flat"), (elsewhere(other, f"only “{said}”"),))
    elif not here.spoken and (conditional := _qualified(pair, _condition, SURELY_SAME)) is not None:
        other, said = conditional
        yield Shown(
            here.start, here.end, contrast(pair, f"“{said}”", "no condition"), (elsewhere(other, "on a condition"),)
        )


def _qualified(pair: Pair, words: Callable[[Proposition], str], least: float) -> tuple[Proposition, str] | None:
    """What says it only so, where nothing as close says it otherwise, and the words for that."""
    if words(pair.here) or not pair.same or pair.same[0].score < least:
        return None
    near = [match.other for match in pair.same if match.score >= CLOSE * pair.same[0].score]
    said = [words(other) for other in near]
    return (near[0], said[0]) if all(said) else None


def _proviso(each: Proposition) -> str:
    """The words by which it is only inferred, or could not be checked; "" where it is neither."""
    claim = each.claim
    found: list[Cue | Mark] = [cue for cue in claim.cues if is_inference(cue, claim)]
    if not each.spoken and claim.verification in UNCHECKED:
        found += [phrase for phrase in claim.status_phrases if phrase.start <= each.end]
    return each.prose[found[0].start : found[0].end] if found else ""


def _condition(each: Proposition) -> str:
    """The word that makes it conditional, "" without one."""
    found = IF.search(each.prose, each.start, each.end)
    return found[0].lower() if found else ""


def _is_put_weaker(other: Proposition, pair: Pair) -> bool:
    """Whether it says surely the same, less surely, and not only because it was still to come; and nothing that says
    the same is as firm."""
    if pair.same[0].score < SURELY_SAME or not _is_weaker(other, pair.here):
        return False
    if any(match.other.own and match.other.strength >= min(pair.here.strength, CERTAIN) for match in pair.same):
        return False
    return not any(_is_ahead(other, scope, pair) for scope in other.scopes)


def _is_weaker(other: Proposition, here: Proposition) -> bool:
    """Whether what both say is put less surely by the other, in other words than here."""
    both = here.terms & other.terms
    there, own = (min(each.strength, _step_of(each, both)) for each in (other, here))
    return there < own and (own, there) != (2, 1) and _put(here) != _put(other)


def _dropped(pair: Pair) -> tuple[Proposition, Scope] | None:
    """A hedge that bears there on what is said here without one as weak, and nowhere there is it said without."""
    weight = pair.side.matcher.weight
    alike = [match for match in pair.same if match.other.own == pair.here.own]
    for score, _, other in alike:
        for scope in other.scopes:
            both = scope.terms & pair.here.terms
            if (
                len(both) < (1 if score >= JUST_SO and scope.head in both else LEAST_SHARED)
                or (scope.head not in both and (scope.bound or score < SURELY_SAME))
                or weight(both) < (BORNE_BY_HEAD if scope.head in both else BORNE) * weight(scope.terms)
                or _is_ahead(other, scope, pair)
            ):
                continue
            step = _step_of(pair.here, both)
            if pair.here.own and pair.here.strength <= scope.step:
                continue  # as weak as a whole
            if step > scope.step and not (step == 2 and scope.step == 1 and _is_reworded(pair.here, other)):
                rivals = (match.other for match in alike if max(match.score, match.parts.cover) >= NEARLY * score
                          and weight(both & match.other.terms) >= BORNE * weight(both)
                          and (scope.head not in both or scope.head in match.other.terms))  # fmt: skip
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
                if (
                    len(scope.terms & here.terms) >= WITNESSES
                    and term in scope.terms
                    and scope.step <= OPEN
                    and min(here.strength, _step_of(here, {term})) > GUESS
                ):
                    return other, scope
    return None


def _is_ahead(other: Proposition, scope: Scope, pair: Pair) -> bool:
    """Whether a hedge is on what is to come, and here is told what has come."""
    here = pair.here
    first, last = max(scope.start - LOOKED_AROUND, other.start), min(scope.end + LOOKED_AROUND, other.end)
    if not AHEAD.search(other.prose, first, last):
        return False
    if pair.between == "takeaway-body":
        return other.start < scope.start and _is_past(here, scope.head)
    return not AHEAD.search(here.prose, here.start, here.end)


def _is_past(here: Proposition, head: str) -> bool:
    """Whether what a hedge bears on is told in the past, or the clause in which it stands."""
    places = [here.vocabulary.verb(here.start, here.end), *([here.places[head]] if head in here.places else ())]
    return any(PAST.match(here.prose, place) for place in places)


def _is_reworded(here: Proposition, other: Proposition) -> bool:
    """Whether a hedge was changed for another one, and none was lost."""
    return len(here.scopes) >= len(other.scopes)


def _step_of(each: Proposition, terms: Set[str]) -> int:
    """How firmly these terms of it are said: as the hedge says that stands before most of them."""
    said = [each.places[term] for term in terms if term in each.places]
    bearing = (scope for scope in each.scopes if scope.terms & terms and (not scope.bound or scope.head in terms))
    steps = (scope.step for scope in bearing if 2 * sum(place > scope.start for place in said) >= len(said))
    return min(steps, default=CERTAIN)


def _put_of(here: Proposition, scope: Scope) -> str:
    bearing = [each for each in here.scopes if each.terms & scope.terms]
    return f"“{here.prose[bearing[0].start : bearing[0].end]}”" if bearing else "flat"


def less_sure(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    strongest = pair.firmest
    if here.own and strongest is not None:
        lost = min(strongest.strength, CERTAIN) - here.strength
        if _put(here) != _put(strongest) and lost >= (LOSS if strongest.hedge else LOSS + 1):
            yield Shown(here.start, here.end, steps(pair, strongest), (elsewhere(strongest),), hedged_at(here))


def steps(pair: Pair, other: Proposition) -> str:
    return contrast(pair, _put(other), _put(pair.here))


def _put(each: Proposition) -> str:
    return f"“{each.hedge}”" if each.hedge else "flat"
