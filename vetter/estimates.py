"""How a claim is estimated: the hedges and boosters on one verb, the likelihood terms with their bands and numbers."""

from __future__ import annotations

import re
from itertools import pairwise

from vetter.draft import Draft
from vetter.ledger import Hedge
from vetter.patterns import late
from vetter.places import Place
from vetter.said import author_hedges, author_terms
from vetter.values import NamedTuple

# Words that may stand between two marks of certainty on the same verb: "may even have possibly".
AUXILIARY = frozenset(
    ("be", "been", "being", "have", "has", "had", "to", "also", "even", "still", "is", "are", "was", "were")
)
# A number tied to the likelihood term before it: "likely (30%)", "very unlikely, about a 45% chance".
TIED_NUMBER = late(
    r"[\s,:(\[~≈]*(?:(?:i\.e\.|or|at|with|a|an|only|about|around|roughly|approximately|some|nearly)[\s,]+){0,3}"
    r"[(~≈]?(\d{1,3}(?:\.\d+)?)\s?%?\s?(?:(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?)\s?)?(?:%|percent\b|per cent\b)\)?"
)
NUMBER_BEFORE = late(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?))?\s?(?:%|percent|per cent)"
    r"(?P<chance>\s(?:chance|probability|likelihood))?"
    r"(?P<joint>[\s,(–—-]*(?:(?:or|that is|i\.e\.|meaning|so)[\s,]+)?)\Z"
)
ARTICLES = ("a", "an")
NOUN_TERMS = ("chance", "odds", "possibility")
BEFORE_ADVERB = frozenset(("will", "would", "has", "have", "had"))
"""Words after which "likely" can only be an adverb."""
UNITS = ("likely", "probable")  # "30 percent likely" is one way to write the number


def stacked_hedges(at: Place) -> tuple[Hedge, Hedge] | None:
    weighing = [hedge for hedge in author_hedges(at.claim) if hedge.step and hedge.form not in ("question", "phrase")]
    for first, second in pairwise(sorted(weighing)):
        linking = first.form == "verb" and (second.term or second.form == "adjective")  # "appears likely": one estimate
        inability = second.form == "modal" and second.negated  # "likely could not"
        if first.end <= second.start and not linking and not inability and on_one_verb(at, first.end, second.start):
            return first, second
    return None


def clash(at: Place) -> tuple[int, int] | None:
    """The stretch from a booster to the hedge beside it, in either order."""
    for booster in at.claim.boosters:
        for hedge in author_hedges(at.claim):
            first, second = (booster, hedge) if booster.start < hedge.start else (hedge, booster)
            if first.end <= second.start and on_one_verb(at, first.end, second.start):
                return first.start, second.end
    return None


def on_one_verb(at: Place, end: int, start: int) -> bool:
    """Whether only auxiliaries stand between two marks of certainty, so that both weigh on the same verb."""
    return all(word in AUXILIARY for word in at.draft.prose[end:start].lower().split())


def negated_term(at: Place) -> Hedge | None:
    """A likelihood term under a negation; "not necessarily" and other negated certainty is none."""
    for hedge in author_hedges(at.claim):
        word = hedge.term.rpartition(" ")[2]
        if hedge.negated and (word in at.draft.scale.bands or word == "impossible"):
            return hedge
    return None


def own_terms(at: Place, foreign: Hedge) -> str:
    """The terms of the ladder in force that lie in the range of a foreign one, with their ranges."""
    rows, bands = at.draft.scale.rows, at.draft.scale.bands
    low, high = bands[foreign.term]
    near = [term for term in rows if rows[term] < 2 and bands[term][0] < high and bands[term][1] > low]
    plain = [term for term in near if term.endswith("likely") or not term.endswith("ly")]
    ranges = ((term, *bands[term]) for term in sorted(plain, key=bands.__getitem__))
    return ", ".join(f"{term} ({least:g}-{most:g}%)" for term, least, most in ranges)


def known_terms(at: Place) -> list[Hedge]:
    """The authors' terms of any ladder."""
    return [hedge for hedge in author_terms(at.claim) if hedge.term in at.draft.scale.bands]


def foreign_terms(at: Place) -> list[Hedge]:
    """Terms of ladders other than the one in force."""
    rows = at.draft.scale.rows
    return [hedge for hedge in known_terms(at) if hedge.term not in rows] if rows else []


def of_lesser_row(at: Place) -> list[Hedge]:
    """Terms from the row that the draft uses less."""
    row, rows = at.draft.lesser_row, at.draft.scale.rows
    return [hedge for hedge in author_terms(at.claim) if row and rows.get(hedge.term) == row]


def twin(draft: Draft, term: Hedge) -> str:
    """The term of the same band in the other row that fits between the same words; "" if none does."""
    rows, bands = draft.scale.rows, draft.scale.bands
    twins = [each for each in rows if bands[each] == bands[term.term] and rows[each] != rows[term.term]]
    before = (draft.prose[max(0, term.start - 20) : term.start].lower().split() or [""])[-1]
    after = (draft.prose[term.end : term.end + 20].lower().split() or [""])[0]
    form = form_of_term(term.term, before, after)
    fitting = [each for each in twins if form and (len(twins) == 1 or each.endswith("y") == (form == "adverb"))]
    if not fitting or (before in ARTICLES and opens_with_vowel(fitting[0]) != opens_with_vowel(term.term)):
        return ""
    return fitting[0].capitalize() if draft.prose[term.start].isupper() else fitting[0]


def form_of_term(term: str, before: str, after: str) -> str:
    """Adjective or adverb; "" for a noun, and for what the words around it leave open."""
    if term.endswith(NOUN_TERMS):
        return ""
    if not term.endswith("likely"):
        return "adverb" if term.endswith("y") else "adjective"
    if after == "that":
        return "adjective"
    return "adverb" if before in BEFORE_ADVERB and after != "to" else ""


def opens_with_vowel(word: str) -> bool:
    return word[0] in "aeiou"


class NumberedTerm(NamedTuple):
    """A likelihood term with the number tied to it, in per cent; the stretch holds both."""

    term: Hedge
    low: float
    high: float
    start: int
    end: int


def numbered_term(at: Place) -> NumberedTerm | None:
    for hedge in at.claim.hedges:
        if hedge.term in at.draft.scale.bands:
            tied = TIED_NUMBER.match(at.draft.prose, hedge.end)
            start, end = hedge.start, tied.end() if tied else hedge.end
            if tied is None:
                tied = number_before(at.draft.prose, hedge)
                start = tied.start() if tied else start
                end += at.draft.prose[end : end + 1] == ")" if tied else 0
            if tied:
                low = float(tied[1])
                return NumberedTerm(hedge, low, float(tied[2] or low), start, end)
    return None


def number_before(prose: str, term: Hedge) -> re.Match[str] | None:
    """The number that a likelihood term puts into words: "a 45% chance, or very unlikely", "80 percent unlikely"."""
    from_where = max(0, term.start - 60)
    tied = NUMBER_BEFORE.search(prose[: term.start], from_where)
    if tied is None:
        return None
    joint = tied["joint"].strip()
    said = bool(tied["chance"] and joint) or (joint == "(" and prose[term.end : term.end + 1] == ")")
    return tied if said or (not joint and not tied["chance"] and term.term not in UNITS) else None
