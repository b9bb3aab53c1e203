"""Where sentences end: full stops that are no abbreviation's, with the quotation and note marks that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.tokens import Coder, Tokens

CLOSERS = frozenset(["CLOSE", "SINGLE_CLOSE", "RPAR", "RBRACKET", "CITE", "STOP"])


def split(tokens: Tokens, coder: Coder) -> Iterator[tuple[int, int]]:
    """(first, end) token numbers of each sentence of a block."""
    codes = tokens.codes
    classes_of = coder.classes_of
    start = 0
    for stop in [place for place, code in enumerate(codes) if code in coder.ends]:
        if stop < start:
            continue
        end = stop + 1
        while end < len(codes) and not CLOSERS.isdisjoint(classes_of[codes[end]]) and belongs(tokens, coder, end):
            end += 1
        if end < len(codes) and tokens.opens_chunk(end) and begins(classes_of[codes[end]], classes_of[codes[stop]]):
            yield start, end
            start = end
    if start < len(codes):
        yield start, len(codes)


def belongs(tokens: Tokens, coder: Coder, index: int) -> bool:
    """A closing mark belongs to the sentence before it when no blank parts them; a note mark always does."""
    return not tokens.opens_chunk(index) or "CITE" in coder.classes_of[tokens.codes[index]]


def begins(here: frozenset[str], stop: frozenset[str]) -> bool:
    """Whether a word of these classes begins a sentence after such a stop."""
    if "SHORTENED" in stop:
        return "CAP" in here and "SENTENCE_OPENER" in here
    return "LOWER" not in here and here.isdisjoint(("COMMA", "COLON", "SEMICOLON", "RPAR", "CLOSE", "DASH"))
