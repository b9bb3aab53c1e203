"""Ladders: which likelihood terms a house uses, and the interval each of them means, in per cent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from vetter.values import NamedTuple, TypeAlias

Interval: TypeAlias = tuple[float, float]
TOLERANCE = 2.5
"""Points by which a number may miss an interval: neighbours share their edges, and many edges are approximate."""


class Band(NamedTuple):
    """An interval with its terms: those of each row in turn, or of the only one."""

    range: Interval
    terms: tuple[tuple[str, ...], ...]


class Ladder(NamedTuple):
    """A scale of likelihood. `standard` is where it was published ("" for a scale of a house's own).

    `rows` are the names of its sets of terms, of which a text keeps to one; none where there is one set only.
    `confidence` are its levels of confidence; `confidence_apart` says that none may share a sentence with a term.
    """

    name: str
    title: str = ""
    about: str = ""
    standard: str = ""
    bands: tuple[Band, ...] = ()
    rows: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    confidence_apart: bool = False
    tolerance: float = TOLERANCE

    def placed(self) -> Iterator[tuple[str, int, Interval]]:
        """Every term with the number of its row, 0 where there is one set only, and its interval."""
        for band in self.bands:
            for row, terms in enumerate(band.terms, 1 if self.rows else 0):
                yield from ((term, row, band.range) for term in terms)


class Scale(NamedTuple):
    """What likelihood terms mean in a draft: by the ladder in force (one without a name where none is declared), and by
    all published ones together where that lacks a term."""

    ladder: Ladder
    bands: Mapping[str, Interval]
    rows: Mapping[str, int]
    """The terms of the ladder in force, each with its row: from 1, or 0 where it has one set only."""
    declared: tuple[Ladder, ...] = ()
    """Every ladder that the house declares, or one of its packs; the last is in force."""

    @property
    def confidence_apart(self) -> bool:
        """Whether all the ladders declared keep confidence out of a sentence with a term."""
        return bool(self.declared) and all(ladder.confidence_apart for ladder in self.declared)

    def fits(self, term: str, low: float, high: float) -> bool:
        """Whether a number, or a range of numbers, meets the interval of a term."""
        least, most = self.bands[term]
        return low <= most + self.ladder.tolerance and high >= least - self.ladder.tolerance


def scale(ladders: Iterable[Ladder], names: Sequence[str] = ()) -> Scale:
    """The scale of a draft for which these ladders are declared."""
    known = {ladder.name: ladder for ladder in ladders}
    declared = tuple(known.get(name, Ladder(name)) for name in dict.fromkeys(names))
    bands: dict[str, Interval] = {}
    for ladder in known.values():
        for term, _, (low, high) in ladder.placed() if ladder.standard else ():
            least, most = bands.get(term, (low, high))
            bands[term] = min(least, low), max(most, high)
    chosen = known.get(names[-1], Ladder(names[-1])) if names else Ladder("")
    own = list(chosen.placed())
    rows = {term: row for term, row, _ in own}
    return Scale(chosen, bands | {term: interval for term, _, interval in own}, rows, declared)
