"""Ladder files: each holds the likelihood terms of one scale with their intervals. A ladder is called by its file."""

from __future__ import annotations

from collections.abc import Collection

from vetter.errors import VetterError, did_you_mean
from vetter.ladders import Band, Interval, Ladder
from vetter.sheets import Reader, Sheet
from vetter.values import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node

FOLDER = "ladders"
WHOLE = 100
ROWS = 2


def enter(path: str, entered: dict[str, tuple[Ladder, str]], terms: Collection[str] = ()) -> None:
    """Add the ladder of a file, with its path, to those entered; a name twice is refused. With `terms`, those that can
    be read in a draft, any other is refused."""
    ladder = _LadderSheet(path, terms).ladder()
    if ladder.name in entered:
        taken = f"the ladder {ladder.name!r} is taken by {entered[ladder.name][1]}"
        raise VetterError(f"{path}:1", f"{taken}; choose another name")
    entered[ladder.name] = ladder, path


class _LadderSheet(Sheet):
    """Reads the nodes of one ladder file."""

    what = "a ladder"

    def __init__(self, path: str, terms: Collection[str]) -> None:
        super().__init__(path)
        self.terms = terms
        self.seen: dict[str, str] = {}

    def ladder(self) -> Ladder:
        node = self.read()
        name = self.name(node)
        fields = self.fields(node, _KEYS, ("title", "about", "bands"))
        table = self.table(node)
        rows = fields.get("rows", ())
        if len(rows) == 1 or len(set(rows)) < len(rows):
            raise self.refuse(table["rows"], "rows are two or more sets of terms; name each, or take the key away")
        return Ladder(name, **fields | {"bands": tuple(self.band(item, rows) for item in self.items(table["bands"]))})

    def band(self, node: Node, rows: tuple[str, ...]) -> Band:
        keys = rows or ("terms",)
        readers: dict[str, Reader] = {"range": _LadderSheet.range, **dict.fromkeys(keys, _LadderSheet.band_terms)}
        fields = self.fields(node, readers, ("range", *keys))
        return Band(fields["range"], tuple(fields[key.replace("-", "_")] for key in keys))

    def range(self, node: Node) -> Interval:
        ends = [self.percent(item) for item in self.items(node)]
        if len(ends) != len(("low", "high")) or ends[0] >= ends[1]:
            raise self.refuse(node, "a range is two numbers in per cent, the lower one first, such as [55, 80]")
        return ends[0], ends[1]

    def percent(self, node: Node) -> float:
        word = self.text(node)
        if not word.replace(".", "", 1).isdecimal() or float(word) > WHOLE:
            raise self.refuse(node, f"{word!r} is no number from 0 to {WHOLE}")
        return float(word)

    def band_terms(self, node: Node) -> tuple[str, ...]:
        return tuple(self.term(item) for item in self.items(node))

    def term(self, node: Node) -> str:
        term = self.text(node).lower()
        if term in self.seen:
            raise self.refuse(node, f"{term!r} is taken by {self.seen[term]}; a term has one place on a ladder")
        if self.terms and term not in self.terms:
            problem = f"{term!r} is no likelihood term that can be read in a draft{did_you_mean(term, self.terms)}"
            raise self.refuse(node, f"{problem}; add it to LADDER in a word list of your own")
        self.seen[term] = self.place(node)
        return term

    def yes_no(self, node: Node) -> bool:
        return self.one_of(node, ("true", "false"), "yes or no") == "true"


def _later(sheet: Any, node: Any) -> None:
    """Read once the rows are known."""


_KEYS: dict[str, Reader] = {
    "title": _LadderSheet.text,
    "about": _LadderSheet.text,
    "standard": _LadderSheet.text,
    "confidence": _LadderSheet.texts,
    "confidence-apart": _LadderSheet.yes_no,
    "tolerance": _LadderSheet.percent,
    "rows": _LadderSheet.texts,
    "bands": _later,
}
