"""Ladders: which likelihood terms a house uses, and the interval each of them means, in per cent."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

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
        """Every term with the number of its row, from 0, and its interval."""
        for band in self.bands:
            for row, terms in enumerate(band.terms):
                yield from ((term, row, band.range) for term in terms)


class Scale(NamedTuple):
    """What likelihood terms mean in a draft: by the ladder in force (one without a name where none is declared), and by
    all published ones together where that lacks a term."""

    ladder: Ladder
    bands: Mapping[str, Interval]
    rows: Mapping[str, int]
    """The terms of the ladder in force with their rows."""

    def standing(self, term: str) -> str:
        """Whether a likelihood term is of the ladder in force: own, foreign (of another ladder) or loose (of none)."""
        return "own" if term in self.rows else "foreign" if term in self.bands else "loose"

    def fits(self, term: str, low: float, high: float) -> bool:
        """Whether a number, or a range of numbers, meets the interval of a term."""
        least, most = self.bands[term]
        return low <= most + self.ladder.tolerance and high >= least - self.ladder.tolerance


def scale(ladders: Iterable[Ladder], name: str = "") -> Scale:
    """The scale of a draft for which this ladder is declared."""
    known = tuple(ladders)
    chosen = next((ladder for ladder in known if ladder.name == name), Ladder(name))
    bands: dict[str, Interval] = {}
    for ladder in known:
        for term, _, (low, high) in ladder.placed() if ladder.standard else ():
            least, most = bands.get(term, (low, high))
            bands[term] = min(least, low), max(most, high)
    own = list(chosen.placed())
    return Scale(chosen, bands | {term: interval for term, _, interval in own}, {term: row for term, row, _ in own})
