"""The claim ledger as a spreadsheet: a line for each claim, UTF-8, with the words that decided it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from vetter.ledger import Claim, Reading, Sentence
from vetter.outputs import Lines, Look, visible

COLUMNS = (
    "path", "line", "column", "start", "end", "role", "status", "holder", "strength", "lean", "kind", "carry",
    "umbrella", "verification", "sources", "cues", "hedges", "boosters", "weasels", "status_phrases", "evidence",
    "citations", "specifics", "text",
)  # fmt: skip
_MARKS = COLUMNS[COLUMNS.index("sources") : COLUMNS.index("text")]


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    yield _line(COLUMNS)
    for reading in readings:
        source = reading.document.source
        lines = Lines(source.text)
        for sentence in reading.sentences:
            yield from (_line(_row(source.name, sentence, claim, lines)) for claim in sentence.claims)


def _row(name: str, sentence: Sentence, claim: Claim, lines: Lines) -> Iterator[str]:
    place = lines.place(claim.start, claim.end)
    yield from (visible(name), str(place.line), str(place.column), str(claim.start), str(claim.end), sentence.role)
    yield from (claim.status, claim.holder, f"S{claim.strength}" if claim.strength >= 0 else "", claim.lean, claim.kind)
    yield from (claim.carry, claim.umbrella, claim.verification)
    for column in _MARKS:
        yield "; ".join(_flat(lines.text[mark.start : mark.end]) for mark in getattr(claim, column))
    yield _flat(lines.text[claim.start : claim.end])


def _flat(text: str) -> str:
    return visible(" ".join(text.split()))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_harmless, cells))
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe: a draft must not run anything."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
