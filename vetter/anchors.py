"""Patterns cut at their rarest word, where alone a search need stop; and the words that patterns ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vetter.automaton import EMPTY, Pattern
from vetter.grammar import Alternative, is_nullable
from vetter.values import NamedTuple

RARE = 0.005  # occurrences per 1,000 words of what the frequency table does not list


class Split(NamedTuple):
    """An alternative cut at a word it cannot do without: what stands left of it (nearest first) and right of it."""

    alternative: int
    labels: tuple[str, ...]
    slot: str
    left: Pattern
    right: Pattern


def literals(alternatives: Iterable[Alternative]) -> frozenset[str]:
    """Every quoted word the patterns ask for."""
    found: set[str] = set()

    def walk(pattern: Pattern) -> None:
        if pattern[0] == "one":
            found.update(label for label in pattern[1] if label.startswith("'"))
        elif pattern[0] in ("seq", "alt"):
            for part in pattern[1]:
                walk(part)
        else:
            walk(pattern[1])

    for alternative in alternatives:
        walk(alternative.pattern)
    return frozenset(found)


def splits(alternatives: Iterable[Alternative], frequency: Mapping[str, float]) -> Iterator[Split]:
    """Every alternative cut at its rarest word; several cuts where that word is one of a choice."""
    for number, alternative in enumerate(alternatives):
        for left, labels, slot, right in cuts(alternative.pattern, frequency):
            yield Split(number, labels, slot, tidy(reverse(left)), tidy(right))


Cut = tuple[Pattern, tuple[str, ...], str, Pattern]


def cuts(pattern: Pattern, frequency: Mapping[str, float]) -> Iterator[Cut]:
    kind = pattern[0]
    if kind == "one":
        yield EMPTY, pattern[1], pattern[2], EMPTY
    elif kind == "alt":
        for part in pattern[1]:
            yield from cuts(part, frequency)
    elif kind == "plus":
        for left, anchor, slot, right in cuts(pattern[1], frequency):
            yield left, anchor, slot, ("seq", (right, ("star", pattern[1])))
    else:
        parts = pattern[1]
        needed = [i for i, part in enumerate(parts) if not is_nullable(part)]
        rarest = min(needed, key=lambda i: (cost(parts[i], frequency), i))
        for left, anchor, slot, right in cuts(parts[rarest], frequency):
            yield ("seq", (*parts[:rarest], left)), anchor, slot, ("seq", (right, *parts[rarest + 1 :]))


REPEATED = 4  # a repeat is searched from each of its words


def cost(pattern: Pattern, frequency: Mapping[str, float]) -> float:
    """How often, per 1,000 words, a search for this pattern's rarest part would stop."""
    kind = pattern[0]
    if kind == "one":
        return max(frequency.get(label, RARE) for label in pattern[1])
    if kind == "alt":
        return sum(cost(part, frequency) for part in pattern[1])
    if kind == "seq":
        return min(cost(part, frequency) for part in pattern[1] if not is_nullable(part))
    return REPEATED * cost(pattern[1], frequency)


def tidy(pattern: Pattern) -> Pattern:
    """The same pattern without sequences inside sequences."""
    kind = pattern[0]
    if kind == "one":
        return pattern
    if kind == "seq":
        parts = [tidy(part) for part in pattern[1]]
        flat = tuple(inner for part in parts for inner in (part[1] if part[0] == "seq" else (part,)))
        return flat[0] if len(flat) == 1 else ("seq", flat)
    if kind == "alt":
        return ("alt", tuple(tidy(part) for part in pattern[1]))
    return (kind, tidy(pattern[1]))


def reverse(pattern: Pattern) -> Pattern:
    kind = pattern[0]
    if kind == "one":
        return pattern
    if kind == "seq":
        return ("seq", tuple(reverse(part) for part in reversed(pattern[1])))
    if kind == "alt":
        return ("alt", tuple(reverse(part) for part in pattern[1]))
    return (kind, reverse(pattern[1]))
