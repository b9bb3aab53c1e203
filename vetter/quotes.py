"""Quotations: what stands between double quotation marks, and whether somebody is named as saying it."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.ledger import Quote
from vetter.phrases import Phrase
from vetter.words import Words


def quotes(words: Words, phrases: list[Phrase]) -> Iterator[Quote]:
    """The quotations of a sentence; one that goes on behind it ends with it."""
    attributed = any(phrase.kind.family in ("attribution", "evidence", "weasel") for phrase in phrases)
    opened: int | None = None
    for place, classes in enumerate(words.classes):
        if "OPEN" in classes and opened is None:
            opened = place
        elif "CLOSE" in classes and opened is not None:
            yield quote(words, opened, place + 1, attributed)
            opened = None
    if opened is not None:
        yield quote(words, opened, len(words.codes), attributed)


def quote(words: Words, start: int, end: int, attributed: bool) -> Quote:
    size = sum("WORD" in classes for classes in words.classes[start:end])
    return Quote(*words.span(start, end), size, attributed)
