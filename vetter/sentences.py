"""Where sentences end: full stops that are no abbreviation's, with the quotation and note marks that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.tokens import Coder, Tokens

STOPS = frozenset(["STOP", "SHORTENED"])
AFTER_STOP = frozenset(["CLOSE", "SINGLE_CLOSE", "RPAR", "RBRACKET", "CITE", "STOP"])
NO_BEGINNING = frozenset(["LOWER", "COMMA", "COLON", "SEMICOLON", "RPAR", "CLOSE", "DASH"])


def split(tokens: Tokens, coder: Coder) -> Iterator[tuple[int, int]]:
    """(first, end) token numbers of each sentence of a block. A sentence ends where a blank stands."""
    coded, firsts, classes_of = tokens.coded, tokens.firsts, coder.classes_of
    start, last = 0, len(coded) - 1
    for place, codes in enumerate(coded):
        stopping = coder.stopping.get(codes)
        if stopping is None:
            stopping = coder.stopping[codes] = stops(codes, coder)
        if not stopping or place == last:
            continue
        after = classes_of[coded[place + 1][0]]
        if "CITE" not in after and begins(after, codes, coder):
            yield start, firsts[place + 1]
            start = firsts[place + 1]
    if start < len(tokens.codes):
        yield start, len(tokens.codes)


def stops(codes: str, coder: Coder) -> bool:
    """Whether a chunk ends in a stop, closing marks and note marks behind it left aside, or is only a note mark."""
    for code in reversed(codes):
        classes = coder.classes_of[code]
        if not classes.isdisjoint(STOPS):
            return True
        if classes.isdisjoint(AFTER_STOP):
            return False
    return all("CITE" in coder.classes_of[code] for code in codes)


def begins(after: frozenset[str], codes: str, coder: Coder) -> bool:
    """Whether a word of these classes begins a sentence after a chunk that stops."""
    if "SHORTENED" in coder.classes_of[codes[-1]]:
        return "CAP" in after and "SENTENCE_OPENER" in after
    return after.isdisjoint(NO_BEGINNING)
