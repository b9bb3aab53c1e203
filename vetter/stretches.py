"""What a rule underlines and how it mends it: a `Place` where the rule holds comes in, stretches or edits go out."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from vetter.findings import Edit, Fix
from vetter.ledger import Cue, Hedge, Mark, SourceMark
from vetter.places import (
    Place,
    announced_list,
    appeals,
    author_hedges,
    block_of,
    clash,
    denied,
    lone_quote,
    marked_words,
    negated_term,
    numbered_term,
    over_exact,
    stacked_hedges,
    turns,
    wrong_date,
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


def _denied(at: Place) -> Iterator[Stretch]:
    if found := denied(at):
        yield found.start, found.end


def _quote(at: Place) -> Iterator[Stretch]:
    if at.quote:
        yield at.quote.start, at.quote.end


def _lone_quote(at: Place) -> Iterator[Stretch]:
    lone = lone_quote(at)
    if lone is not None:
        yield lone, lone + 1


def _wrong_date(at: Place) -> Iterator[Stretch]:
    if found := wrong_date(at):
        yield found.start, found.end


def _over_exact(at: Place) -> Iterator[Stretch]:
    if found := over_exact(at):
        yield found.start, found.end


def _announced_list(at: Place) -> Iterator[Stretch]:
    if found := announced_list(at):
        yield found.start, found.end


def _turned_glyph(at: Place) -> Iterator[Stretch]:
    for turn in turns(at)[:1]:
        yield turn.place, turn.place + 1


STRETCHES: dict[str, Callable[[Place], Iterable[Stretch]]] = {
    "claim": lambda at: [(at.claim.start, at.claim.end)],
    "sentence": lambda at: [(at.sentence.start, at.sentence.end)],
    "block": lambda at: [(block_of(at).start, block_of(at).end)],
    "document": lambda at: [(0, 0)],
    "comment": lambda at: [(0, 0)],
    "cue": lambda at: _first(at.claim.cues),
    "source": lambda at: _first(at.claim.sources),
    "denied": _denied,
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
    "turned-glyph": _turned_glyph,
    "wrong-date": _wrong_date,
    "false-precision": _over_exact,
    "announced-list": _announced_list,
}


def _why_wrong_date(at: Place) -> str:
    found = wrong_date(at)
    return found.reason if found else ""


def _how_many(at: Place) -> str:
    found = announced_list(at)
    return f"announces {found.announced}, lists {found.listed}" if found else ""


REASONS: dict[str, Callable[[Place], str]] = {
    "wrong-date": _why_wrong_date,
    "announced-list": _how_many,
    "denied": lambda at: found.reason if (found := denied(at)) else "",
}
"""By what a rule marks, the words that stand for `{reason}` in its message."""


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


def _turn_glyphs(at: Place) -> Fix | None:
    """Turn every mark of the block that points the wrong way."""
    return Fix("safe", tuple(Edit(turn.place, turn.place + 1, turn.right) for turn in turns(at)))


def _drop_opening(at: Place) -> Fix | None:
    """Take out a remark that opens the sentence, with its comma: "Notably, the ledger" is "The ledger"."""
    for start, end in stretches(Aim("EDITORIAL_ASIDE"), at):
        blank, behind = at.draft.source[end : end + 1], at.draft.source[end + 1 : end + 2]
        bare = at.draft.source[start:end] == at.draft.prose[start:end]  # no markup would lose its partner
        if start == at.sentence.start and bare and blank == " " and behind.isalpha():
            return Fix("safe", (Edit(start, end + 2, behind.upper()),))
    return None


FIXES: dict[str, Callable[[Place], Fix | None]] = {
    "drop-second-hedge": _drop_second_hedge,
    "drop-opening": _drop_opening,
    "turn-glyphs": _turn_glyphs,
}
