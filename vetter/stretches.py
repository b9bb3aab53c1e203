"""What a rule underlines and how it mends it: a `Place` where the rule holds comes in, stretches or edits go out."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from vetter.findings import Edit, Fix
from vetter.ledger import Cue, Hedge, Mark, SourceMark
from vetter.places import (
    Place,
    appeals,
    author_hedges,
    block_of,
    clash,
    lone_quote,
    marked_words,
    negated_term,
    numbered_term,
    stacked_hedges,
)
from vetter.rulebook import Condition, When
from vetter.values import NamedTuple

Stretch: TypeAlias = tuple[int, int]


class Aim(NamedTuple):
    """What a rule points at: a stretch by name or the words of a class, `within` what it looks for them in.

    A cue is one with these stances and forms, where the rule asks for any.
    """

    marks: str
    within: str = "claim"
    stances: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()


def aim(marks: str, when: When) -> Aim:
    """What a rule points at, by the conditions that find it."""
    asked = [item for item in when.all if isinstance(item, Condition) and item.operator == "in"]
    values = {item.feature: frozenset(map(str, item.values)) for item in asked}
    within = next((item.within for item in asked if item.feature == "has" and marks in item.values), "claim")
    return Aim(marks, within, values.get("cue_stance", frozenset()), values.get("cue_form", frozenset()))


def stretches(aim: Aim, at: Place) -> tuple[Stretch, ...]:
    """Where to point; the claim, if what the rule would point at is not there."""
    if aim.marks.isupper():
        found = tuple((mark.start, mark.end) for mark in marked_words(at, frozenset((aim.marks,)), aim.within))
    elif aim.marks == "cue":
        found = tuple(_first(cue for cue in at.claim.cues if _wanted(cue, aim)))
    else:
        found = tuple(STRETCHES[aim.marks](at))
    return found or ((at.claim.start, at.claim.end),)


def _wanted(cue: Cue, aim: Aim) -> bool:
    return (not aim.stances or cue.stance in aim.stances) and (not aim.forms or cue.form in aim.forms)


def _first(items: Iterable[Cue | Hedge | Mark | SourceMark]) -> Iterator[Stretch]:
    for item in items:
        yield item.start, item.end
        return


def _stack(at: Place) -> Iterator[Stretch]:
    if stack := stacked_hedges(at):
        yield stack[0].start, stack[1].end


def _clash(at: Place) -> Iterator[Stretch]:
    if found := clash(at):
        yield found


def _negated_term(at: Place) -> Iterator[Stretch]:
    hedge = negated_term(at)
    return _first((hedge,) if hedge else ())


def _numbered_term(at: Place) -> Iterator[Stretch]:
    if found := numbered_term(at):
        yield found.term.start, found.end


def _quote(at: Place) -> Iterator[Stretch]:
    if at.quote:
        yield at.quote.start, at.quote.end


def _lone_quote(at: Place) -> Iterator[Stretch]:
    lone = lone_quote(at)
    if lone is not None:
        yield lone, lone + 1


STRETCHES: dict[str, Callable[[Place], Iterable[Stretch]]] = {
    "claim": lambda at: [(at.claim.start, at.claim.end)],
    "sentence": lambda at: [(at.sentence.start, at.sentence.end)],
    "block": lambda at: [(block_of(at).start, block_of(at).end)],
    "document": lambda at: [(0, 0)],
    "comment": lambda at: [(0, 0)],
    "cue": lambda at: _first(at.claim.cues),
    "source": lambda at: _first(at.claim.sources),
    "hedge": lambda at: _first(author_hedges(at.claim)),
    "hedge-stack": _stack,
    "booster": lambda at: _first(at.claim.boosters),
    "booster-and-hedge": _clash,
    "weasel": lambda at: _first(appeals(at.claim)),
    "status": lambda at: _first(at.claim.status_phrases),
    "evidence": lambda at: _first(at.claim.evidence),
    "negated-term": _negated_term,
    "numbered-term": _numbered_term,
    "quote": _quote,
    "lone-quote": _lone_quote,
}


def _drop_second_hedge(at: Place) -> Fix | None:
    """Take out an adverb that says no more than the modal before it: "may possibly" is "may"."""
    stack = stacked_hedges(at)
    if stack is None:
        return None
    modal, adverb = stack
    between = at.draft.prose[modal.end : adverb.start]
    if (modal.form, adverb.form) != ("modal", "adverb") or modal.step != adverb.step or between != " ":
        return None
    return Fix("safe", (Edit(modal.end, adverb.end, ""),))


FIXES: dict[str, Callable[[Place], Fix | None]] = {"drop-second-hedge": _drop_second_hedge}
