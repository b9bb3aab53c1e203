"""What a rule underlines and how it mends it: a `Place` where the rule holds comes in, stretches or edits go out."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from vetter.edits import Edits, put, take_out
from vetter.findings import Edit, Fix
from vetter.labels import defanged
from vetter.ledger import Cue, Hedge, Mark, SourceMark
from vetter.places import (
    Draft,
    Place,
    announced_list,
    appeals,
    author_hedges,
    author_terms,
    block_of,
    clash,
    denied,
    foreign_terms,
    indicators_in,
    lone_quote,
    marked_words,
    negated_term,
    numbered_term,
    odd_labels_in,
    of_lesser_row,
    over_exact,
    own_terms,
    stacked_hedges,
    turns,
    uneven_doubt,
    wrong_date,
)
from vetter.rulebook import Condition, When

Stretch: TypeAlias = tuple[int, int]

ARTICLES = ("a", "an")
NOUN_TERMS = ("chance", "odds", "possibility")
BEFORE_ADVERB = frozenset(("will", "would", "has", "have", "had"))
"""Words after which "likely" can only be an adverb."""


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
        yield found.start, found.end


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
    "term": lambda at: _first(author_terms(at.claim)),
    "foreign-term": lambda at: _first(foreign_terms(at)),
    "lesser-term": lambda at: [(term.start, term.end) for term in of_lesser_row(at.draft, at.claim)],
    "quote": _quote,
    "lone-quote": _lone_quote,
    "uneven-doubt": _uneven_doubt,
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


def told(message: str, marks: str, at: Place) -> str:
    """A message with what it tells beside the stretch that is marked."""
    if "{reason}" in message:
        message = message.replace("{reason}", REASONS[marks](at))
    if "{own-terms}" in message:
        message = message.replace("{own-terms}", own_terms(at))
    return message


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


def _unite_rows(at: Place) -> Fix | None:
    """Put likelihood terms of the lesser row into the other, where the sentence takes them as it is."""
    draft = at.draft
    changed = [(term, _twin(draft, term)) for term in of_lesser_row(draft, at.claim)]
    return _in_place(at, [Edit(term.start, term.end, twin) for term, twin in changed if twin], "safe")


def _twin(draft: Draft, term: Hedge) -> str:
    """The term of the same band in the other row that fits between the same words; "" if none does."""
    rows, bands = draft.scale.rows, draft.scale.bands
    twins = [each for each in rows if bands[each] == bands[term.term] and rows[each] != rows[term.term]]
    before = (draft.prose[max(0, term.start - 20) : term.start].lower().split() or [""])[-1]
    after = (draft.prose[term.end : term.end + 20].lower().split() or [""])[0]
    form = _form(term.term, before, after)
    fitting = [each for each in twins if form and (len(twins) == 1 or each.endswith("y") == (form == "adverb"))]
    if not fitting or (before in ARTICLES and _opens_with_vowel(fitting[0]) != _opens_with_vowel(term.term)):
        return ""
    return fitting[0].capitalize() if draft.prose[term.start].isupper() else fitting[0]


def _form(term: str, before: str, after: str) -> str:
    """Adjective or adverb; "" for a noun, and for what the words around it leave open."""
    if term.endswith(NOUN_TERMS):
        return ""
    if not term.endswith("likely"):
        return "adverb" if term.endswith("y") else "adjective"
    if after == "that":
        return "adjective"
    return "adverb" if before in BEFORE_ADVERB and after != "to" else ""


def _opens_with_vowel(word: str) -> bool:
    return word[0] in "aeiou"


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


def _turn_glyphs(at: Place) -> Fix | None:
    """Turn every mark of the block that points the wrong way."""
    return Fix("safe", tuple(Edit(turn.place, turn.place + 1, turn.right) for turn in turns(at)))


def _drop_doubting_adjective(at: Place) -> Fix | None:
    """Take "alleged" from before a word that doubts by itself; "an alleged claim" becomes "a claim"."""
    found = next(marked_words(at, frozenset(("DOUBLED_DOUBT",)), "claim"), None)
    if found is None:
        return None
    doubting = re.match(r"(?:alleged|supposed|purported|reputed)\b", at.draft.prose[found.start : found.end])
    return _fix("safe", take_out(at, found.start, found.start + doubting.end())) if doubting else None


def _drop_opening(at: Place) -> Fix | None:
    """Take out a remark that opens the sentence, with its comma: "Notably, the ledger" is "The ledger"."""
    for start, end in stretches(Aim("EDITORIAL_ASIDE"), at):
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
    "turn-glyphs": _turn_glyphs,
    "drop-doubting-adjective": _drop_doubting_adjective,
    "standard-label": _standard_label,
    "defang": _defang,
    "unite-rows": _unite_rows,
    "usual-spelling": _usual_spelling,
}
"""Edits for all that a rule marks in one place; each finding takes those that lie in its stretch."""
