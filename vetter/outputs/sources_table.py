"""The sources of a draft on the screen: how many claims rest on each, and which claims rest on one source alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vetter import roster
from vetter.ledger import Reading
from vetter.outputs import Lines, Look, flat, table_line, visible
from vetter.roster import Source

COLUMNS = (("claims", 6), ("alone", 5), ("mentions", 8), ("first", 8), ("type", 12), ("described", 9))
LONE_COLUMNS = (("place", 8), ("source", 30))
PRONOUNS = "(pronouns)"


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    for reading in readings:
        lines = Lines(reading.document.source.text)
        listed = roster.of(reading)
        yield f"{visible(reading.document.source.name)}\n"
        yield from _sources(listed, lines, look)
        yield from _lone_claims(listed, lines, look)
        yield "\n"


def _sources(listed: tuple[Source, ...], lines: Lines, look: Look) -> Iterator[str]:
    if not listed:
        yield "No claim rests on a named source.\n"
        return
    yield table_line(COLUMNS, [name for name, _ in COLUMNS], "source", look)
    for source in listed:
        first = _place(source.mentions[0].start, lines)
        counts = [str(len(each)) for each in (source.claims, source.alone, source.mentions)]
        cells = [*counts, first, source.fullest.type, "yes" if source.described else "no"]
        yield table_line(COLUMNS, cells, _name(source, lines), look)


def _lone_claims(listed: tuple[Source, ...], lines: Lines, look: Look) -> Iterator[str]:
    lone = sorted((claim.start, claim.end, _name(source, lines)) for source in listed for claim in source.alone)
    if not lone:
        return
    yield "\nOn one source alone:\n"
    yield table_line(LONE_COLUMNS, [name for name, _ in LONE_COLUMNS], "claim", look)
    for start, end, name in lone:
        yield table_line(LONE_COLUMNS, [_place(start, lines), name], flat(lines.text[start:end]), look)


def _name(source: Source, lines: Lines) -> str:
    return PRONOUNS if source.fullest.type == "pronoun" else flat(lines.text[source.fullest.start : source.fullest.end])


def _place(offset: int, lines: Lines) -> str:
    place = lines.place(offset, offset)
    return f"{place.line}:{place.column}"
