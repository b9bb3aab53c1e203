"""Where sentences end: full stops that are no abbreviation's, with the quotation and note marks that belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from vetter.tokens import Coder, Tokens

NO_BEGINNING = frozenset(["LOWER", "COMMA", "COLON", "SEMICOLON", "RPAR", "CLOSE", "DASH"])


def split(tokens: Tokens, coder: Coder) -> Iterator[tuple[int, int]]:
    """(first, end) token numbers of each sentence of a block."""
    first = 0
    for chunks in cut(tokens, coder):
        end = first + len("".join(chunks))
        yield first, end
        first = end


def cut(tokens: Tokens, coder: Coder) -> Iterator[list[str]]:
    """The class characters of each sentence of a block, chunk by chunk. A sentence ends where a blank stands."""
    coded, classes_of = tokens.coded, coder.classes_of
    start = 0
    for place in compress(range(len(coded) - 1), map(coder.stopping.__contains__, coded)):
        after = classes_of[coded[place + 1][0]]
        if "CITE" not in after and begins(after, coded[place], coder):
            yield coded[start : place + 1]
            start = place + 1
    if start < len(coded):
        yield coded[start:]


def begins(after: frozenset[str], codes: str, coder: Coder) -> bool:
    """Whether a word of these classes begins a sentence after a chunk that stops."""
    if "SHORTENED" in coder.classes_of[codes[-1]]:
        return "CAP" in after and "SENTENCE_OPENER" in after
    return after.isdisjoint(NO_BEGINNING)
