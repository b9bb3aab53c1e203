"""The sources of a draft for machines, as vetter/schemas/sources-1.json has it: who bears which claims, and alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from vetter import roster
from vetter.ledger import Reading
from vetter.outputs import Lines, Look
from vetter.roster import Source
from vetter.values import Any

SCHEMA = "vetter/sources/1"


def write(readings: Iterable[Reading], look: Look) -> Iterator[str]:
    yield f'{{"schema": "{SCHEMA}", "documents": ['
    between = "\n "
    for reading in readings:
        lines = Lines(reading.document.source.text)
        yield f'{between}{{"path": {json.dumps(reading.document.source.name)}, "sources": ['
        between = "\n  "
        for source in roster.of(reading):
            yield between + json.dumps(_source(source, lines))
            between = ",\n  "
        yield "]}"
        between = ",\n "
    yield "]}\n"


def _source(source: Source, lines: Lines) -> dict[str, Any]:
    alone = frozenset(source.alone)
    return {
        "name": lines.text[source.fullest.start : source.fullest.end],
        "type": source.fullest.type,
        "number": source.fullest.number,
        "described": source.described,
        "first": lines.stretch(*source.mentions[0][:2]),
        "mentions": [lines.stretch(*mark[:2]) for mark in source.mentions],
        "claims": [{**lines.stretch(claim.start, claim.end), "alone": claim in alone} for claim in source.claims],
        "counts": {"mentions": len(source.mentions), "claims": len(source.claims), "alone": len(source.alone)},
    }
