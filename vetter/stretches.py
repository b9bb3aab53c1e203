"""What a rule underlines and how it mends it: a `Place` where the rule holds comes in, stretches or edits go out."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from vetter.edits import Edits, put, take_out
from vetter.findings import Edit, Fix
from vetter.labels import defanged
from vetter.ledger import Cue, Hedge, Mark, SourceMark
from vetter.places import (
    Place,
    appeals,
    author_hedges,
    block_of,
    clash,
    denied,
    indicators_in,
    lone_quote,
    marked_words,
    negated_term,
    numbered_term,
    odd_labels_in,
    stacked_hedges,
    uneven_doubt,
)
from vetter.rulebook import Condition, When

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
        marks = marked_words(at, frozenset((aim.marks,)), aim.within)
        found = tuple(dict.fromkeys((mark.start, mark.end) for mark in marks))
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


def _denied(at: Place) -> Iterator[Stretch]:
    if found := denied(at):
        yield found.start, found.end


def _odd_labels(at: Place) -> Iterator[Stretch]:
    yield from (label[:2] for label in odd_labels_in(at))


def _variants(at: Place) -> Iterator[Stretch]:
    yield from (variant[:2] for variant in at.draft.variants)


def _quote(at: Place) -> Iterator[Stretch]:
    if at.quote:
        yield at.quote.start, at.quote.end


def _lone_quote(at: Place) -> Iterator[Stretch]:
    lone = lone_quote(at)
    if lone is not None:
        yield lone, lone + 1


def _uneven_doubt(at: Place) -> Iterator[Stretch]:
    if found := uneven_doubt(at):
        yield found.cue.start, found.cue.end


STRETCHES: dict[str, Callable[[Place], Iterable[Stretch]]] = {
    "claim": lambda at: [(at.claim.start, at.claim.end)],
    "sentence": lambda at: [(at.sentence.start, at.sentence.end)],
    "block": lambda at: [(block_of(at).start, block_of(at).end)],
    "document": lambda at: [(0, 0)],
    "comment": lambda at: [(0, 0)],
    "cue": lambda at: _first(at.claim.cues),
    "source": lambda at: _first(at.claim.sources),
    "denied": _denied,
    "odd-label": _odd_labels,
    "indicator": indicators_in,
    "spelling-variant": _variants,
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
    "uneven-doubt": _uneven_doubt,
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
    return _fix("safe", take_out(at, adverb.start, adverb.end))


def _drop_booster(at: Place) -> Fix | None:
    """Take out a certainty word that only vouches: "clearly wanted" is "wanted". Whether it was earned, the author
    must say."""
    booster = next(iter(at.claim.boosters), None)
    if booster is None or not at.draft.prose[booster.start : booster.end].lower().endswith("ly"):
        return None
    return _fix("unsafe", take_out(at, booster.start, booster.end))


def _join_negation(at: Place) -> Fix | None:
    """ "Is not likely to" is "is unlikely to"; "will not likely" has no such short form."""
    hedge, prose = negated_term(at), at.draft.prose
    if hedge is None:
        return None
    start = hedge.end - len("not likely")
    before, after = prose[max(0, start - 5) : start].split()[-1:], prose[hedge.end : hedge.end + 5].split()[:1]
    joins = (
        before
        and before[0].lower() in BEING
        and (after in (["to"], ["that"]) or prose[hedge.end : hedge.end + 1] in tuple(".,;"))
    )
    if not joins or prose[start : hedge.end].lower() != "not likely":
        return None
    return _fix("unsafe", put(at, start, hedge.end, "unlikely"))


BEING = ("is", "are", "was", "were", "be", "been", "it’s", "it's")


def _say(at: Place) -> Fix | None:
    """A verb that vouches for what follows becomes "said", "says" or "saying", if a clause with "that" follows."""
    cue = next((cue for cue in at.claim.cues if cue.stance == "factive"), None)
    if cue is None or at.draft.prose[cue.end : cue.end + 6].split()[:1] != ["that"]:
        return None
    verb = at.draft.prose[cue.start : cue.end].split()[0].lower()
    said = next((other for ending, other in SAYING.items() if verb.endswith(ending)), "")
    return _fix("unsafe", put(at, cue.start, cue.end, said))


SAYING = {"ed": "said", "ing": "saying", "s": "says"}


def _fix(applicability: str, edits: Edits) -> Fix | None:
    return Fix(applicability, edits) if edits else None


def _standard_label(at: Place) -> Fix | None:
    return _in_place(at, [Edit(*label) for label in odd_labels_in(at)], "safe")


def _defang(at: Place) -> Fix | None:
    found = [Edit(start, end, defanged(at.draft.prose[start:end])) for start, end in indicators_in(at)]
    return _in_place(at, found, "safe")


def _usual_spelling(at: Place) -> Fix | None:
    return _in_place(at, [Edit(*variant) for variant in at.draft.variants], "unsafe")


def within(fix: Fix, start: int, end: int) -> Fix | None:
    """What a fix for several places does in one of them."""
    edits = tuple(edit for edit in fix.edits if start <= edit.start and edit.end <= end)
    return fix._replace(edits=edits) if edits else None


def _in_place(at: Place, edits: list[Edit], applicability: str) -> Fix | None:
    """Edits of words that no markup interrupts."""
    prose, text = at.draft.prose, at.draft.text
    plain = tuple(edit for edit in edits if prose[edit.start : edit.end] == text[edit.start : edit.end])
    return Fix(applicability, plain) if plain else None


NOTES: dict[str, Callable[[Place], str]] = {
    "{reason}": lambda at: found.reason if (found := denied(at)) else "",
}
"""What a message may hold beside the stretch that is marked."""


def _drop_doubting_adjective(at: Place) -> Fix | None:
    """Take "alleged" from before a word that doubts by itself; "an alleged claim" becomes "a claim"."""
    found = next(marked_words(at, frozenset(("DOUBLED_DOUBT",)), "claim"), None)
    if found is None:
        return None
    doubting = re.match(r"\S+", at.draft.prose[found.start : found.end])
    return _fix("safe", take_out(at, found.start, found.start + doubting.end())) if doubting else None


FIXES: dict[str, Callable[[Place], Fix | None]] = {
    "drop-booster": _drop_booster,
    "join-negation": _join_negation,
    "say": _say,
    "drop-second-hedge": _drop_second_hedge,
    "drop-doubting-adjective": _drop_doubting_adjective,
    "standard-label": _standard_label,
    "defang": _defang,
    "usual-spelling": _usual_spelling,
}
"""Edits for all that a rule marks in one place; each finding takes those that lie in its stretch."""
