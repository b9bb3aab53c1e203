"""A slow reference for the phrase engine: Lark's Earley parser on every stretch, the same order of winners.

A made-up grammar is a plain value here, written once for vetter and once for Lark, where each word of the sentence is a
letter and each word class a choice of letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from lark import Lark, Token, Tree, UnexpectedInput

FIRST_LETTER = 0xE000
NO_LETTER = chr(0xF8FF)
Expression = tuple[Any, ...]
"""("class", NAME), ("word", word), ("slot", name), ("seq", parts), ("alt", parts), ("opt" | "star" | "plus", part)."""


class Branch(NamedTuple):
    """One alternative of a phrase rule."""

    rule: str
    label: str
    priority: int
    body: Expression


class Found(NamedTuple):
    """A phrase: its label, first and last word (exclusive) and its slots as (name, first, end)."""

    label: str
    start: int
    end: int
    slots: tuple[tuple[str, int, int], ...]


class Unclear(Exception):
    """Lark reads the slots of a stretch in more than one way."""


def for_vetter(branches: Iterable[Branch], slots: dict[str, Expression]) -> str:
    rules: dict[str, list[Branch]] = {}
    for branch in branches:
        rules.setdefault(branch.rule, []).append(branch)
    lines = [
        f"{name}.{each[0].priority}: " + "\n    | ".join(f"{written(b.body)} -> {b.label}" for b in each)
        for name, each in rules.items()
    ]
    return "\n".join([*lines, *(f"{name}: {written(body)}" for name, body in slots.items()), ""])


def written(expression: Expression) -> str:
    kind, inside = expression
    match kind:
        case "class":
            return str(inside)
        case "word":
            return f'"{inside}"'
        case "slot":
            return str(inside)
        case "seq":
            return " ".join(map(written, inside))
        case "alt":
            return f"({' | '.join(map(written, inside))})"
    return f"({written(inside)}){ {'opt': '?', 'star': '*', 'plus': '+'}[kind] }"


def for_lark(body: Expression, slots: dict[str, Expression], classes: Sequence[frozenset[str]]) -> Lark:
    """A parser for one alternative over the letters of one sentence."""
    terminals: dict[str, str] = {}

    def write(expression: Expression) -> str:
        kind, inside = expression
        if kind in ("class", "word"):
            label = inside if kind == "class" else f"'{inside}'"
            return terminals.setdefault(label, f"T{len(terminals)}")
        if kind == "slot":
            return str(inside)
        if kind == "seq":
            return " ".join(map(write, inside))
        if kind == "alt":
            return f"({' | '.join(map(write, inside))})"
        return f"({write(inside)}){ {'opt': '?', 'star': '*', 'plus': '+'}[kind] }"

    lines = [f"start: {write(body)}", *(f"{name}: {write(inner)}" for name, inner in slots.items())]
    for label, name in terminals.items():
        letters = [chr(FIRST_LETTER + place) for place, known in enumerate(classes) if label in known]
        lines.append(f"{name}: /[{''.join(letters) or NO_LETTER}]/")
    return Lark("\n".join([*lines, ""]), parser="earley", lexer="dynamic", ambiguity="explicit")


def readings(node: Tree[Token] | Token, slot: str = "") -> Iterator[tuple[str, ...]]:
    """For each way to read a stretch, the slot of each of its words."""
    if isinstance(node, Token):
        yield (slot,)
    elif node.data == "_ambig":
        for child in node.children:
            yield from readings(child, slot)
    else:
        inner = slot if node.data == "start" or node.data.startswith("_") else str(node.data)
        for parts in product(*(list(readings(child, inner)) for child in node.children)):
            yield tuple(tag for part in parts for tag in part)


def windows(parser: Lark, size: int) -> dict[tuple[int, int], tuple[str, ...]]:
    """The stretches an alternative reads that lie in no longer one, with the slots of their words."""
    found: dict[tuple[int, int], set[tuple[str, ...]]] = {}
    for start in range(size):
        for end in range(start + 1, size + 1):
            text = "".join(chr(FIRST_LETTER + place) for place in range(start, end))
            try:
                found[start, end] = set(readings(parser.parse(text)))
            except UnexpectedInput:
                continue
    longest = {
        (s, e): tags
        for (s, e), tags in found.items()
        if not any((a, b) != (s, e) and a <= s and e <= b for a, b in found)
    }
    if any(len(tags) > 1 for tags in longest.values()):
        raise Unclear
    return {stretch: tags.pop() for stretch, tags in longest.items()}


def scan(branches: Sequence[Branch], slots: dict[str, Expression], classes: Sequence[frozenset[str]]) -> list[Found]:
    """What the phrases of the grammar are in one sentence. Raises Unclear where slots can be read in several ways."""
    candidates = []
    for order, branch in enumerate(branches):
        for (start, end), tags in windows(for_lark(branch.body, slots, classes), len(classes)).items():
            found = Found(branch.label, start, end, tuple(spans(tags, start)))
            candidates.append(((-branch.priority, start - end, start, order), found))
    taken: set[int] = set()
    winners = []
    for _, found in sorted(candidates):
        place = set(range(*next(((s, e) for name, s, e in found.slots if name == "cue"), (found.start, found.end))))
        if taken.isdisjoint(place):
            taken |= place
            winners.append(found)
    return sorted((w for w in winners if w.label != "nothing"), key=lambda found: (found.start, found.end, found.label))


def spans(tags: Sequence[str], start: int) -> Iterator[tuple[str, int, int]]:
    for name in dict.fromkeys(tag for tag in tags if tag):
        places = [place for place, tag in enumerate(tags, start) if tag == name]
        yield name, places[0], places[-1] + 1
