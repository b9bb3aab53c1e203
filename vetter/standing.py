"""What the house knows of the sources of a claim: their sides, how reliable they are, which it does not use."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from vetter.house import Known, Registered
from vetter.ledger import Cue, SourceMark
from vetter.places import Place, places_within
from vetter.said import speakers
from vetter.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vetter.wording import Found

SPOKEN_FOR = 8  # how often a side must be quoted before its verbs are compared
UNEVEN = 3  # how many times as often one side must be doubted as the other


def sides_of(at: Place, source: SourceMark) -> frozenset[str]:
    """The sides of the conflict that a source is of: a name within a longer one tells nothing."""
    return frozenset(found.meaning.side for found in side_names(at, source.start, source.end))


def side_names(at: Place, start: int, end: int) -> Iterator[Found[Known]]:
    return widest(found for found in at.draft.named(start, end) if found.meaning.side)


def widest(names: Iterable[Found[Known]]) -> Iterator[Found[Known]]:
    """Names in order, without those that stand within a longer one."""
    last = 0
    for found in names:
        if found.end > last:
            last = found.end
            yield found


def source_sides(at: Place) -> frozenset[str]:
    if not at.draft.house.sides or not at.draft.names:
        return frozenset()
    return frozenset().union(*(sides_of(at, source) for source in speakers(at.claim)))


def rests_on_one_side(at: Place) -> bool:
    """Whether every source of the claim is of the same side."""
    if not at.draft.house.sides or not at.draft.names:
        return False
    sides = [sides_of(at, source) for source in speakers(at.claim)]
    return len(set(sides)) == 1 and len(sides[0]) == 1


def about_side(at: Place) -> str:
    """Whom the claim speaks of, as its sources stand to them: their own side, another, both."""
    if not at.draft.house.sides or not at.draft.names:
        return "none"
    own = source_sides(at)
    sources = [(source.start, source.end) for source in at.claim.sources]
    about = {
        found.meaning.side
        for found in side_names(at, at.claim.start, at.claim.end)
        if not any(start <= found.start < end for start, end in sources)
    }
    others = about - own
    return "none" if not own or not about else "own" if not others else "both" if about & own else "opposing"


def registered(at: Place) -> Iterator[tuple[SourceMark, Registered]]:
    """The sources of the claim that stand in the registry of the house."""
    if not at.draft.house.sources or not at.draft.names:
        return
    for source in speakers(at.claim):
        found = widest(each for each in at.draft.named(source.start, source.end) if each.meaning.source)
        yield from ((source, each.meaning.source) for each in found if each.meaning.source)


def source_grade(at: Place) -> str:
    """The best grade among its sources."""
    return min((source.grade[0] for _, source in registered(at) if source.grade), default="none")


def source_credibility(at: Place) -> int:
    """The best credibility that the house gives to what its sources say; 0 where it gives none."""
    return min((int(source.grade[1]) for _, source in registered(at) if source.grade[1:]), default=0)


def is_known(at: Place) -> bool:
    """Whether the house knows every source of the claim by name."""
    sources = speakers(at.claim)
    return bool(sources and at.draft.names) and all(
        any(True for _ in at.draft.named(source.start, source.end)) for source in sources
    )


class Denied(NamedTuple):
    """A source that the house does not use, where it is named or linked to, and the reason."""

    start: int
    end: int
    reason: str


def denied(at: Place) -> Denied | None:
    """The first source on the house's deny list that the claim names, or that it cites by an address."""
    if not any(source.deny for source in at.draft.house.sources):
        return None
    for source, known in registered(at) if at.draft.names else ():
        if known.deny:
            return Denied(source.start, source.end, known.deny)
    return linked(at) if at.draft.roll.hosts else None


def linked(at: Place) -> Denied | None:
    """An address in the claim whose host is on the deny list."""
    starts = at.draft.citation_starts
    claims = at.sentence.claims
    end = at.claim.end if at.claim_number + 1 < len(claims) else at.draft.sentence_ends(at.sentence_number)
    for number in range(bisect_left(starts, at.claim.start), len(starts)):
        citation = at.draft.citations[number]
        if citation.start >= end:
            return None
        known = at.draft.roll.of_address(citation.target)
        if known and known.deny:
            return Denied(citation.start, citation.end, known.deny)
    return None


def uneven_doubt(at: Place) -> Cue | None:
    return at.draft.once("uneven doubt", lambda: find_uneven_doubt(at))


def find_uneven_doubt(at: Place) -> Cue | None:
    """The first verb that doubts a side, when verbs doubt that side at least three times as often as another, each
    being quoted often enough."""
    told: dict[str, list[Cue]] = {}
    for place in places_within(at, "document"):
        sides = source_sides(place)
        if len(sides) == 1 and place.claim.cues:
            told.setdefault(min(sides), []).append(place.claim.cues[0])
    doubted = {side: [cue for cue in cues if cue.stance == "doubt"] for side, cues in told.items()}
    shares = sorted((len(doubted[side]) / len(cues), side) for side, cues in told.items() if len(cues) >= SPOKEN_FOR)
    if len(shares) < 2 or not shares[-1][0] or shares[-1][0] < UNEVEN * shares[0][0]:
        return None
    return doubted[shares[-1][1]][0]
