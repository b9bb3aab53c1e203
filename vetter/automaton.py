"""Regular phrases as automata: positions with what may follow them, made deterministic only as far as texts ask.

A pattern is a small tree of tuples: ("one", labels, slot), ("seq", parts), ("alt", parts), ("opt", part),
("plus", part), ("star", part). A label is a word class or a quoted word; a word fits when it has any of the labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Pattern = tuple[Any, ...]
EMPTY: Pattern = ("seq", ())
MIXED = "*"


class Position(NamedTuple):
    """One word of a pattern: what it may be and in which slot it lies ("" for none)."""

    labels: frozenset[str]
    slot: str


class Net(NamedTuple):
    """Glushkov's automaton of a pattern; position 0 is before the first word, `accepts` are where it may end."""

    positions: tuple[Position, ...]
    follow: tuple[tuple[int, ...], ...]
    accepts: frozenset[int]


class Facets(NamedTuple):
    nullable: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


class Builder:
    """Numbers the words of a pattern and notes which may follow which."""

    def __init__(self) -> None:
        self.positions: list[Position] = [Position(frozenset(), "")]
        self.follow: list[set[int]] = [set()]
        self.twice = False

    def add(self, pattern: Pattern) -> Facets:
        kind = pattern[0]
        if kind == "one":
            self.positions.append(Position(frozenset(pattern[1]), pattern[2]))
            self.follow.append(set())
            here = (len(self.positions) - 1,)
            return Facets(False, here, here)
        if kind == "seq":
            return self.sequence(pattern[1])
        if kind == "alt":
            parts = [self.add(part) for part in pattern[1]]
            return Facets(
                any(part.nullable for part in parts),
                tuple(p for part in parts for p in part.first),
                tuple(p for part in parts for p in part.last),
            )
        inner = self.add(pattern[1])
        if kind in ("plus", "star"):
            self.link(inner.last, inner.first)
        return Facets(inner.nullable or kind != "plus", inner.first, inner.last)

    def sequence(self, parts: Iterable[Pattern]) -> Facets:
        nullable, first, last = True, (), ()  # type: tuple[bool, tuple[int, ...], tuple[int, ...]]
        for part in parts:
            facets = self.add(part)
            self.link(last, facets.first)
            first = first + facets.first if nullable else first
            last = last + facets.last if facets.nullable else facets.last
            nullable = nullable and facets.nullable
        return Facets(nullable, first, last)

    def link(self, befores: tuple[int, ...], afters: tuple[int, ...]) -> None:
        for before in befores:
            known = self.follow[before]
            if not known.isdisjoint(afters):
                self.twice = True
            known.update(afters)


def build(pattern: Pattern) -> Net:
    builder = Builder()
    facets = builder.add(pattern)
    builder.link((0,), facets.first)
    return Net(
        tuple(builder.positions),
        tuple(tuple(sorted(after)) for after in builder.follow),
        frozenset(facets.last) | (frozenset([0]) if facets.nullable else frozenset()),
    )


def is_ambiguous_repeat(pattern: Pattern) -> bool:
    """Whether two repeats of the pattern could share the same words between them in more than one way."""
    builder = Builder()
    builder.add(pattern)
    return builder.twice


class State(dict[str, "State"]):
    """A set of positions reached; code -> the next state, found when first asked for, DEAD where nothing goes on.

    `done` says the pattern may end here, `goes_on` that it need not; `slot` is the slot all its positions lie in,
    MIXED when they differ.
    """

    __slots__ = ("done", "goes_on", "machine", "positions", "slot")

    def __init__(self, machine: Machine | None, positions: frozenset[int]) -> None:
        self.machine = machine
        self.positions = positions
        net = machine.net if machine else None
        self.done = net is not None and not positions.isdisjoint(net.accepts)
        self.goes_on = net is not None and any(net.follow[p] for p in positions)
        slots = {net.positions[p].slot for p in positions} if net else {""}
        self.slot = slots.pop() if len(slots) == 1 else MIXED

    def __missing__(self, code: str) -> State:
        if self.machine is None:
            return self
        state = self[code] = self.machine.step(self.positions, code)
        return state


DEAD = State(None, frozenset())


class Machine:
    """Runs a net over class characters; `classes_of` says which classes a character stands for."""

    def __init__(self, net: Net, classes_of: Mapping[str, frozenset[str]]) -> None:
        self.net = net
        self.classes_of = classes_of
        self.states: dict[frozenset[int], State] = {}
        self.start = self.state(frozenset([0]))

    def state(self, positions: frozenset[int]) -> State:
        known = self.states.get(positions)
        if known is None:
            known = self.states[positions] = State(self, positions)
        return known

    def step(self, positions: frozenset[int], code: str) -> State:
        classes = self.classes_of[code]
        places, follow = self.net.positions, self.net.follow
        candidates = {after for before in positions for after in follow[before]}
        reached = frozenset(after for after in candidates if not places[after].labels.isdisjoint(classes))
        return self.state(reached) if reached else DEAD

    def slots(self, codes: str) -> list[str]:
        """The slot of each word when the pattern reads exactly `codes`."""
        state, tags = self.start, []
        for code in codes:
            state = state[code]
            tags.append(state.slot)
        return tags if MIXED not in tags else list(self.best_slots(codes))

    def best_slots(self, codes: str) -> tuple[str, ...]:
        """Where the words can be read in several ways: the reading with most words in slots, the last in order of
        names."""
        places, follow = self.net.positions, self.net.follow
        best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
        for code in codes:
            classes = self.classes_of[code]
            reached: dict[int, tuple[int, tuple[str, ...]]] = {}
            for before, (count, tags) in best.items():
                for after in follow[before]:
                    place = places[after]
                    if not place.labels.isdisjoint(classes):
                        candidate = (count + (place.slot != ""), (*tags, place.slot))
                        if after not in reached or reached[after] < candidate:
                            reached[after] = candidate
            best = reached
        return max(value for position, value in best.items() if position in self.net.accepts)[1]
