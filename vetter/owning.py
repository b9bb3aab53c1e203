"""Whose word is it? What others said and is a fact here, what could not be checked, what was only an accusation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vetter.firmness import CLOSE
from vetter.ledger import Claim
from vetter.pairs import JUST_SO, SHOWN, UNCHECKED, Other, Pair, Shown, contrast, elsewhere, is_inference
from vetter.patterns import late
from vetter.propositions import Proposition

LIKELY = 3  # a step at which a claim is weak enough to carry its caveat itself
DOUBTED = frozenset(["doubt", "hearsay", "accusation"])
REPORTED = frozenset(["report", "according", "factive"])
RECORDS = frozenset(["thing", "document"])
ACCUSED = "ACCUSED_OF"
TOLD = frozenset(["assert", "assess", "verified"])
POINTING = late(
    r"\b(?:this|these|that|those|it|them|the (?:claims?|reports?|accounts?|footage|video))\b", re.IGNORECASE
)
ARTICLES = ("The ", "A ", "An ")
RELATIVE = ("who", "which", "that", "whom")
REPORTS = 5  # the step below which a reported thing is hedged by who reports it
WHOLE = 4  # terms that a statement has which stands by itself
FEW = 5  # terms of its own that a caveat has
CHARGE = late(r"\b(?:of|for|with)\s+")
CONDITION = late(
    r"\b(?:if|whether|unless|would|alleged|claimed|reported|supposed|unconfirmed|unverified)\b", re.IGNORECASE
)


def unattributed(pair: Pair) -> Iterator[Shown]:
    """Whatever says the same has somebody else say it; here it is a fact."""
    here = pair.here
    close = (match.other for match in pair.same if max(match.score, match.parts.cover) >= CLOSE * pair.same[0].score)
    said = [other for other in close if not _is_denied(other)]
    if here.flat and not _is_told(here) and said and all(map(_is_hearsay, said)) and _vouches(said[0], here):
        yield Shown(here.start, here.end, _as_said(said[0]), tuple(map(elsewhere, said[:SHOWN])))


def _as_said(each: Proposition) -> str:
    """Who says it, and the hedge they put on it."""
    hedges = [each.prose[scope.start : scope.end] for scope in each.scopes if scope.step < REPORTS]
    return f"{speaker(each)}, with “{hedges[0]}”" if hedges and each.claim.sources else speaker(each)


def _is_denied(each: Proposition) -> bool:
    """Whether who is named says that it is not so."""
    return any(cue.stance == "denial" for cue in each.claim.cues)


def _is_told(each: Proposition) -> bool:
    """Whether it tells what somebody said, perhaps as false: "pushed the narrative that ..."."""
    stances = {cue.stance for cue in each.claim.cues if each.start <= cue.start < each.end}
    return not stances.isdisjoint(DOUBTED | REPORTED)


def _is_hearsay(each: Proposition) -> bool:
    """Whether somebody's word is all that stands for it, and not footage or data that confirm it."""
    claim = each.claim
    shown = "factive" in claim.stances and any(source.type in RECORDS for source in claim.sources)
    inferred = any(is_inference(cue, claim) for cue in claim.cues)
    return each.spoken and not claim.evidence and not shown and not inferred


def _vouches(other: Proposition, here: Proposition) -> bool:
    """Whether who says it answers for more than what they do themselves: "the union announced" its own strike."""
    stances = {cue.stance for cue in other.claim.cues}
    if not stances.isdisjoint(DOUBTED):
        return True
    if stances.isdisjoint(REPORTED) or (
        "SAYING_IS_DOING" in other.marks and not _before_cue(other).isdisjoint(here.actors)
    ):
        return False
    sources = ({term for _, term in other.vocabulary.of(each.start, each.end)} for each in other.claim.sources)
    return not any(words and words <= here.terms | here.actors for words in sources)


def _before_cue(each: Proposition) -> set[str]:
    """The terms of the claim before the words that hand it over."""
    first = min(cue.start for cue in each.claim.cues)
    return {term for _, term in each.vocabulary.of(each.claim.start, first)}


def speaker(each: Proposition) -> str:
    for source in each.claim.sources:
        said = " ".join(each.prose[source.start : source.end].split())
        if source.type != "pronoun" and said.lower() not in RELATIVE:
            return said[0].lower() + said[1:] if said.startswith(ARTICLES) else said
    for cue in each.claim.cues:
        return f"others (“{each.prose[cue.start : cue.end]}”)"
    return "others"


def speakers(each: Proposition) -> frozenset[str]:
    """What the names of those who say it are made of."""
    return frozenset(term for source in each.claim.sources for _, term in each.vocabulary.of(source.start, source.end))


def respoken(pair: Pair) -> Iterator[Shown]:
    """Somebody else is named for it than there, and nobody there is the one named here."""
    here = pair.here
    own = _named(here) if len(here.terms) >= WHOLE else {}
    close = [match.other for match in pair.same if match.score >= JUST_SO] if own else []
    theirs = [_named(other) for other in close]
    if close and all(theirs) and all(_are_others(own, each) for each in theirs):
        reason = contrast(pair, speaker(close[0]), speaker(here))
        yield Shown(here.start, here.end, reason, tuple(map(elsewhere, close[:SHOWN])))


def _named(each: Proposition) -> dict[str, frozenset[str]]:
    """The sources that are called by a name, by their types, each with the terms of it."""
    named: dict[str, frozenset[str]] = {}
    for source in each.claim.sources if each.spoken else ():
        terms = frozenset(term for _, term in each.vocabulary.of(source.start, source.end))
        if any(term[0].isupper() for term in terms):
            named[source.type] = named.get(source.type, frozenset()) | terms
    return named


def _are_others(own: dict[str, frozenset[str]], theirs: dict[str, frozenset[str]]) -> bool:
    """Whether they are of one type and share no word of their names."""
    return not own.keys().isdisjoint(theirs) and frozenset().union(*own.values()).isdisjoint(
        frozenset().union(*theirs.values())
    )


def uncaveated(pair: Pair) -> Iterator[Shown]:
    """Somebody's word for it could not be checked there; here is no word of that."""
    here = pair.here
    doubted = any(cue.stance == "doubt" for cue in here.claim.cues)
    if here.claim.verification != "none" or here.claim.status not in (*TOLD, "attrib") or doubted:
        return
    if (here.own and here.strength <= LIKELY) or caveat_of(here) is not None:
        return
    for match in pair.same:
        caveat = caveat_of(match.other)
        if caveat is not None:
            yield Shown(here.start, here.end, "", (caveat, elsewhere(match.other)))
            return


def attributed(pair: Pair) -> Iterator[Shown]:
    """What was stated there has a source here."""
    here = pair.here
    if here.spoken and pair.same and pair.same[0].other.flat:
        yield Shown(here.start, here.end, f"{speaker(here)} is named for it", (elsewhere(pair.same[0].other),))


def caveated(pair: Pair) -> Iterator[Shown]:
    """Here it is said that it could not be checked; there it was not."""
    here, caveat = pair.here, caveat_of(pair.here)
    if caveat is not None and pair.same and caveat_of(pair.same[0].other) is None:
        yield Shown(here.start, here.end, "a caveat was added", (elsewhere(pair.same[0].other),))


def caveat_of(each: Proposition) -> Other | None:
    """Where it is said that this could not be checked: of somebody's word, in the sentence or the next about it."""
    sentences = each.reading.sentences
    for number in (each.number, each.number + 1) if each.spoken else ():
        if number < len(sentences) and sentences[number].block == each.sentence.block:
            for claim in sentences[number].claims:
                if claim.verification in UNCHECKED and (claim is each.claim or _points_back(each, claim)):
                    return _unconfirmed(each, claim)
    return None


def _unconfirmed(each: Proposition, claim: Claim) -> Other:
    return Other(each.reading, claim.start, claim.end, "could not be confirmed")


def _points_back(each: Proposition, claim: Claim) -> bool:
    """Whether a claim is about what was just said, and not about something else."""
    said = each.prose[claim.start : claim.end]
    terms = {term for _, term in each.vocabulary.of(claim.start, claim.end)}
    return bool(POINTING.search(said)) and len(terms - each.terms) <= FEW


def presupposed(pair: Pair) -> Iterator[Shown]:
    """What somebody was accused of there is taken for done here: "violating the truce", "the violated truce"."""
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
                yield Shown(here.start, here.end, speaker(other), (elsewhere(other),))
                return


def _is_shown(pair: Pair, deed: str) -> bool:
    """Whether something that is no accusation tells of the deed."""
    return any(deed in match.other.terms and ACCUSED not in match.other.marks for match in pair.about)


def premise(pair: Pair) -> Iterator[Shown]:
    """Something could not be checked; from then on it is a thing with an article: "the landing forced ..."."""
    here = pair.here
    if not here.flat or CONDITION.search(here.prose, here.sentence.start, here.sentence.end):
        return
    for match in pair.about:
        caveat = caveat_of(match.other) or _own_caveat(match.other)
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


def _own_caveat(each: Proposition) -> Other | None:
    """Where it says itself that it could not be checked."""
    return _unconfirmed(each, each.claim) if each.claim.verification in UNCHECKED else None
