"""The sources of a draft as a spreadsheet: a line for each, UTF-8, with the places of the claims it alone bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter import roster
from vetter.ledger import Reading
from vetter.outputs import Lines, Look, csv_line, flat, visible
from vetter.roster import Source

COLUMNS = (
    "path", "line", "column", "start", "end", "type", "number", "described", "mentions", "claims", "alone",
    "alone_at", "source",
)  # fmt: skip


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for reading in readings:
        lines = Lines(reading.document.source.text)
        name = visible(reading.document.source.name)
        yield from (csv_line([name, *_cells(source, lines)]) for source in roster.of(reading))


def _cells(source: Source, lines: Lines) -> Iterator[str]:
    first, fullest = source.mentions[0], source.fullest
    place = lines.place(first.start, first.end)
    yield from (str(place.line), str(place.column), str(first.start), str(first.end))
    yield from (fullest.type, fullest.number, "yes" if source.described else "no")
    yield from (str(len(each)) for each in (source.mentions, source.claims, source.alone))
    places = (lines.place(claim.start, claim.end) for claim in source.alone)
    yield "; ".join(f"{place.line}:{place.column}" for place in places)
    yield flat(lines.text[fullest.start : fullest.end])
