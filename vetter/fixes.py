"""How a rule mends what it has found: a `Place` where it holds comes in, edits go out, or nothing where that is in
doubt."""

import re
from collections.abc import Callable

from vetter.checks import CHECKS, slips
from vetter.edits import Edits, put, take_out
from vetter.estimates import negated_term, stacked_hedges
from vetter.findings import Edit, Fix
from vetter.places import Place, marked_words

INSTEAD = "instead"
"""The fix that puts what stands instead, for checks that know it."""
BEING = ("is", "are", "was", "were", "be", "been", "it’s", "it's")
SAYING = {"ed": "said", "ing": "saying", "s": "says"}


def fixed(name: str, checks: tuple[str, ...], at: Place) -> Fix | None:
    """The edits of the named fix; `checks` are those of the rule."""
    return _instead(checks, at) if name == INSTEAD else FIXES[name](at)


def within(fix: Fix, start: int, end: int) -> Fix | None:
    """What a fix for several places does in one of them."""
    edits = tuple(edit for edit in fix.edits if start <= edit.start and edit.end <= end)
    return fix._replace(edits=edits) if edits else None


def _instead(checks: tuple[str, ...], at: Place) -> Fix | None:
    """What stands instead put in all places, where no markup interrupts the words."""
    prose, text = at.draft.prose, at.draft.text
    known = (Edit(slip.start, slip.end, slip.instead) for slip in slips(checks, at) if slip.instead)
    plain = tuple(edit for edit in known if prose[edit.start : edit.end] == text[edit.start : edit.end])
    doubtful = any(CHECKS[name].mends == "unsafe" for name in checks)
    return _fix("unsafe" if doubtful else "safe", plain)


def _fix(applicability: str, edits: Edits) -> Fix | None:
    return Fix(applicability, edits) if edits else None


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


def _say(at: Place) -> Fix | None:
    """A verb that vouches for what follows becomes "said", "says" or "saying", if a clause with "that" follows."""
    cue = next((cue for cue in at.claim.cues if cue.stance == "factive"), None)
    if cue is None or at.draft.prose[cue.end : cue.end + 6].split()[:1] != ["that"]:
        return None
    verb = at.draft.prose[cue.start : cue.end].split()[0].lower()
    said = next((other for ending, other in SAYING.items() if verb.endswith(ending)), "")
    return _fix("unsafe", put(at, cue.start, cue.end, said))


def _drop_doubting_adjective(at: Place) -> Fix | None:
    """Take "alleged" from before a word that doubts by itself; "an alleged claim" becomes "a claim"."""
    found = next(marked_words(at, frozenset(("DOUBLED_DOUBT",)), "claim"), None)
    if found is None:
        return None
    doubting = re.match(r"(?:alleged|supposed|purported|reputed)\b", at.draft.prose[found.start : found.end])
    return _fix("safe", take_out(at, found.start, found.start + doubting.end())) if doubting else None


def _drop_opening(at: Place) -> Fix | None:
    """Take out a remark that opens the sentence, with its comma: "Notably, the ledger" is "The ledger"."""
    for mark in marked_words(at, frozenset(("EDITORIAL_ASIDE",)), "claim"):
        start, end = mark.start, mark.end
        blank, behind = at.draft.text[end : end + 1], at.draft.text[end + 1 : end + 2]
        bare = at.draft.text[start:end] == at.draft.prose[start:end]  # no markup would lose its partner
        if start == at.sentence.start and bare and blank == " " and behind.isalpha():
            return Fix("safe", (Edit(start, end + 2, behind.upper()),))
    return None


FIXES: dict[str, Callable[[Place], Fix | None]] = {
    "drop-booster": _drop_booster,
    "join-negation": _join_negation,
    "say": _say,
    "drop-second-hedge": _drop_second_hedge,
    "drop-opening": _drop_opening,
    "drop-doubting-adjective": _drop_doubting_adjective,
}
"""Edits for all that a rule marks in one place; each finding takes those that lie in its stretch."""
