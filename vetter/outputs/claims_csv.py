"""The claim ledger as a spreadsheet: a line for each claim, UTF-8, with the words that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter.ledger import Claim, Reading, Sentence
from vetter.outputs import Lines, Look, csv_line, flat, visible

COLUMNS = (
    "path", "line", "column", "start", "end", "role", "status", "holder", "strength", "lean", "kind", "carry",
    "umbrella", "verification", "sources", "cues", "hedges", "boosters", "weasels", "status_phrases", "evidence",
    "citations", "specifics", "text",
)  # fmt: skip
_MARKS = COLUMNS[COLUMNS.index("sources") : COLUMNS.index("text")]


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for reading in readings:
        source = reading.document.source
        lines = Lines(source.text)
        for sentence in reading.sentences:
            yield from (csv_line(_row(source.name, sentence, claim, lines)) for claim in sentence.claims)


def _row(name: str, sentence: Sentence, claim: Claim, lines: Lines) -> Iterator[str]:
    place = lines.place(claim.start, claim.end)
    yield from (visible(name), str(place.line), str(place.column), str(claim.start), str(claim.end), sentence.role)
    yield from (claim.status, claim.holder, f"S{claim.strength}" if claim.strength >= 0 else "", claim.lean, claim.kind)
    yield from (claim.carry, claim.umbrella, claim.verification)
    for column in _MARKS:
        yield "; ".join(flat(lines.text[mark.start : mark.end]) for mark in getattr(claim, column))
    yield flat(lines.text[claim.start : claim.end])
