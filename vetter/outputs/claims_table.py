"""The claim ledger on the screen: where, what status, who holds it, how strongly, on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter.ledger import Claim, Reading
from vetter.outputs import Lines, Look, flat, table_line, visible

COLUMNS = (("line", 6), ("status", 10), ("holder", 7), ("strength", 8), ("source", 28))


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    for reading in readings:
        source = reading.document.source
        lines = Lines(source.text)
        yield f"{visible(source.name)}\n"
        yield table_line(COLUMNS, [name for name, _ in COLUMNS], "claim", look)
        for sentence in reading.sentences:
            for claim in sentence.claims:
                yield table_line(COLUMNS, _cells(claim, lines), _words(claim.start, claim.end, lines), look)
        yield "\n"


def _cells(claim: Claim, lines: Lines) -> list[str]:
    line = str(lines.place(claim.start, claim.start).line)
    source = "; ".join(_words(source.start, source.end, lines) for source in claim.sources)
    return [line, claim.status, claim.holder, f"S{claim.strength}" if claim.strength >= 0 else "", source]


def _words(start: int, end: int, lines: Lines) -> str:
    return flat(lines.text[start:end])
