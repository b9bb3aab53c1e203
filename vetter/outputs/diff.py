"""What fixes would change, as a unified diff that `patch -p0` and `git apply -p0` take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vetter.outputs import Look, Tally, visible
from vetter.values import TypeAlias

CONTEXT = 3
Change: TypeAlias = tuple[int, int, int, int]
"""Lines of the old text and lines of the new that stand in their place, counted from 0, ends exclusive."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    for report in reports:
        if report.before is None:
            continue
        for line in _unified(visible(report.name), _lines(report.before.text), _lines(report.source.text)):
            shown = visible(line.rstrip("\r\n")) + "\n" if look.terminal else line
            yield f"\x1b[{_COLOURS[line[0]]}m{shown[:-1]}\x1b[0m\n" if look.colour and line[0] in _COLOURS else shown


_COLOURS = {"-": "31", "+": "32", "@": "36"}


def _lines(text: str) -> list[str]:
    """The lines with their ends; as git has it, LF alone ends one."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text[text.rfind("\n") + 1 :]] * (text[-1:] != "\n")


def _unified(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    for group in _grouped(_changes(old, new)):
        first, last = group[0], group[-1]
        before = min(CONTEXT, first[0])
        after = min(CONTEXT, len(old) - last[1])
        yield f"@@ -{_range(first[0] - before, last[1] + after)} +{_range(first[2] - before, last[3] + after)} @@\n"
        at = first[0] - before
        for start, end, new_start, new_end in group:
            yield from _marked(" ", old[at:start])
            yield from _marked("-", old[start:end])
            yield from _marked("+", new[new_start:new_end])
            at = end
        yield from _marked(" ", old[at : last[1] + after])


def _marked(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + (length > 0)}" if length == 1 else f"{start + (length > 0)},{length}"


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Where the texts differ. Fixes seldom touch line ends: as long as there are as many lines, they pair off."""
    if len(old) != len(new):
        from difflib import SequenceMatcher

        found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        yield from ((a, b, c, d) for kind, a, b, c, d in found if kind != "equal")
        return
    different = [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    start = 0
    for place, (number, following) in enumerate(pairwise([*different, -1])):
        if following != number + 1:
            first, last = different[start], number + 1
            yield first, last, first, last
            start = place + 1


def _grouped(changes: Iterator[Change]) -> Iterator[list[Change]]:
    """Changes near enough to each other to share their context."""
    group: list[Change] = []
    for change in changes:
        if group and change[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group
