"""Checkable details by the shape of their words: figures, percentages, dates, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

KINDS = (
    ("MONTH", "date"), ("WEEKDAY", "date"), ("YEAR", "date"), ("PERCENT", "percent"), ("MONEY", "money"),
    ("NUMBER", "number"), ("NUMBER_WORD", "number"),
)  # fmt: skip
PERCENT_WORDS = ("'percent'", "'cent'", "'pct'")


def kind_of(classes: frozenset[str]) -> str:
    """date, percent, money or number by one word; place-opener for a preposition of place; else ""."""
    found = next((kind for name, kind in KINDS if name in classes), "")
    if not found and not classes.isdisjoint(PERCENT_WORDS):
        return "percent"
    return found or ("place-opener" if "PLACE_PREPOSITION" in classes else "")


def specifics(kinds: Sequence[str], classes: Sequence[frozenset[str]]) -> Iterator[tuple[str, int, int]]:
    """(kind, first word, end) of each detail, given the kind and the classes of every word."""
    at, size = 0, len(kinds)
    while at < size:
        kind = kinds[at]
        if kind == "place-opener":
            start = at + 1 + (at + 1 < size and "DET" in classes[at + 1])
            end = capitals(classes, start)
            if end > start and kinds[start] != "date":
                yield "place", start, end
                at = end - 1
        elif kind:
            end = at + 1
            while end < size and kinds[end] in ("date", "number", "percent") and (kind != "date" or end - at < 3):
                end += 1
            named = [each for each in kinds[at:end] if each != "number"]
            yield (named[0] if named else kind), at, end
            at = end - 1
        at += 1


def capitals(classes: Sequence[frozenset[str]], start: int) -> int:
    end = start
    while end < len(classes) and "CAP" in classes[end]:
        end += 1
    return end
