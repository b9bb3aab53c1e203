"""Quotation marks and apostrophes that point the wrong way, or whose partner is missing or of another kind."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.patterns import late
from vetter.values import NamedTuple

PAIRED = late('[“”„"]')
MARKS = late('[“”„«»‘"]')
CURLY = frozenset("“”‘")
ELSEWHERE = frozenset("„«»")  # marks of other languages, in which “ may close
OPENS_AFTER = frozenset(" \t\r\n([{—–-/")


class Turn(NamedTuple):
    """A glyph at `place` that should be `right`."""

    place: int
    right: str


def wrong_glyphs(text: str, start: int, end: int) -> tuple[Turn, ...]:
    """The glyphs of a block to be turned: openers that close, closers that open, a curly mark with a straight partner,
    and a single opener for an apostrophe. None where the marks do not pair or belong to another language."""
    found = [match.start() for match in MARKS.finditer(text, start, end)]
    shapes = {text[place] for place in found}
    if shapes.isdisjoint(CURLY) or not shapes.isdisjoint(ELSEWHERE):
        return ()
    double = [place for place in found if text[place] != "‘"]
    single = [place for place in found if text[place] == "‘"]
    return tuple(sorted((*turned_pairs(text, double), *apostrophes(text, single, start, end))))


def turned_pairs(text: str, marks: list[int]) -> Iterator[Turn]:
    if len(marks) % 2:
        return
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    if not all(is_opening(text, opened) and is_closing(text, closed) for opened, closed in pairs):
        return
    for opened, closed in pairs:
        if text[opened] + text[closed] not in ("“”", '""'):
            yield from (Turn(place, right) for place, right in ((opened, "“"), (closed, "”")) if text[place] != right)


def is_opening(text: str, place: int) -> bool:
    """Whether a mark stands where one opens: behind a blank, before a word."""
    before, after = text[place - 1 : place] if place else " ", text[place + 1 : place + 2]
    return (before in OPENS_AFTER or before == "‘") and bool(after.strip())


def is_closing(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return bool(before.strip()) and not after.isalnum()


def apostrophes(text: str, marks: list[int], start: int, end: int) -> Iterator[Turn]:
    """Single openers between two letters: "the ministry‘s"."""
    for place in marks:
        if start < place < end - 1 and text[place - 1].isalpha() and text[place + 1].isalpha():
            yield Turn(place, "’")


def lone_quote_mark(prose: str, start: int, end: int) -> int | None:
    """Where a quotation mark without a partner stands; glyphs are folded, inch marks (5'10") do not count."""
    opened: int | None = None
    for match in PAIRED.finditer(prose, start, end):
        at = match.start()
        if match[0] == '"' and prose[at - 1 : at].isdigit() and opened is None:
            continue
        opened = at if opened is None else None
    if opened is None:
        return None
    return next((at for at in stray_marks(prose, start, end)), opened)


def stray_marks(prose: str, start: int, end: int) -> Iterator[int]:
    """Marks whose glyph says that they close nothing, or that another opens before they are closed."""
    opened: int | None = None
    for match in PAIRED.finditer(prose, start, end):
        at = match.start()
        if match[0] == "”" and opened is None:
            yield at
        elif match[0] == "“" and opened is not None:
            yield at if prose[at + 1 : at + 2].isspace() else opened
            opened = at
        else:
            opened = at if opened is None else None
