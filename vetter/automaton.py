"""Regular phrases as automata: positions with what may follow them, made deterministic only as far as texts ask.

A pattern is a small tree of tuples: ("one", labels, slot), ("seq", parts), ("alt", parts), ("opt", part),
("plus", part), ("star", part). A label is a word class or a quoted word; a word fits when it has any of the labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from vetter.values import Any, NamedTuple

Pattern = tuple[Any, ...]
EMPTY: Pattern = ("seq", ())
MIXED = "*"
BOUND = 40  # words looked at on each side of an anchor; a slot that reaches the bound is unknown


class Net(NamedTuple):
    """Glushkov's automaton of a pattern. Its words are numbered from 1; 0 is the place before the first.

    Sets of words are bits of an integer: `fits` has for each label the words it fits, `slots` for each slot the words
    that lie in it, `follow` for each word those that may come next; `accepts` are the words it may end with.
    """

    fits: dict[str, int]
    slots: dict[str, int]
    follow: Sequence[int]
    accepts: int


class Facets(NamedTuple):
    nullable: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


class Builder:
    """Numbers the words of a pattern and notes which may follow which."""

    def __init__(self) -> None:
        self.fits: dict[str, int] = {}
        self.slots: dict[str, int] = {}
        self.follow: list[set[int]] = [set()]
        self.twice = False

    def add(self, pattern: Pattern) -> Facets:
        kind = pattern[0]
        if kind == "one":
            return self.word(pattern[1], pattern[2])
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

    def word(self, labels: Iterable[str], slot: str) -> Facets:
        number = len(self.follow)
        self.follow.append(set())
        for label in labels:
            self.fits[label] = self.fits.get(label, 0) | 1 << number
        if slot:
            self.slots[slot] = self.slots.get(slot, 0) | 1 << number
        return Facets(False, (number,), (number,))

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
    """The net of a pattern."""
    builder = Builder()
    facets = builder.add(pattern)
    builder.link((0,), facets.first)
    ends = (*facets.last, 0) if facets.nullable else facets.last
    return Net(
        dict(sorted(builder.fits.items())),
        dict(sorted(builder.slots.items())),
        tuple(bits(after) for after in builder.follow),
        bits(ends),
    )


def bits(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:
        total |= 1 << number
    return total


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def is_ambiguous_repeat(pattern: Pattern) -> bool:
    """Whether two repeats of the pattern could share the same words between them in more than one way."""
    builder = Builder()
    builder.add(pattern)
    return builder.twice


class State(dict[str, "State"]):
    """A set of words reached; code -> the next state, found when first asked for, DEAD where nothing goes on.

    `done` says the pattern may end here, `goes_on` that it need not; `slot` is the slot all its words lie in,
    MIXED when they differ.
    """

    __slots__ = ("done", "goes_on", "machine", "reach", "slot", "words")

    def __init__(self, machine: Machine | None, words: int) -> None:
        self.machine = machine
        self.words = words
        self.reach = 0
        self.done = False
        self.slot = ""
        if machine is not None:
            for number in numbers(words):
                self.reach |= machine.net.follow[number]
            self.done = bool(words & machine.net.accepts)
            self.slot = machine.slot_of(words)
        self.goes_on = bool(self.reach)

    def __missing__(self, code: str) -> State:
        if self.machine is None:
            return self
        state = self[code] = self.machine.state(self.reach & self.machine.fitting(code))
        return state


DEAD = State(None, 0)


class Machine:
    """Runs a net over class characters; `classes_of` says which classes a character stands for."""

    def __init__(self, net: Net, classes_of: Mapping[str, frozenset[str]]) -> None:
        self.net = net
        self.classes_of = classes_of
        self.states: dict[int, State] = {0: DEAD}
        self.fitted: dict[str, int] = {}
        self.start = self.state(1)

    def state(self, words: int) -> State:
        known = self.states.get(words)
        if known is None:
            known = self.states[words] = State(self, words)
        return known

    def fitting(self, code: str) -> int:
        """The words of the pattern that a word of this class character fits."""
        known = self.fitted.get(code)
        if known is None:
            known, fits = 0, self.net.fits
            for name in fits.keys() & self.classes_of[code]:
                known |= fits[name]
            self.fitted[code] = known
        return known

    def slot_of(self, words: int) -> str:
        slots = self.net.slots
        for name, inside in slots.items():
            if words & inside:
                return MIXED if words & ~inside else name
        return ""

    def slots(self, codes: str) -> list[str]:
        """The slot of each word when the pattern reads exactly `codes`."""
        state, tags = self.start, []
        for code in codes:
            state = state[code]
            tags.append(state.slot)
        return tags if MIXED not in tags else list(self.best_slots(codes))

    def best_slots(self, codes: str) -> tuple[str, ...]:
        """Of several readings the one with most words in slots; of those, the last in alphabetical order of the slots'
        names, read word by word away from the anchor."""
        best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
        for code in codes:
            fitting = self.fitting(code)
            reached: dict[int, tuple[int, tuple[str, ...]]] = {}
            for before, (count, tags) in best.items():
                for after in numbers(self.net.follow[before] & fitting):
                    slot = self.slot_of(1 << after)
                    candidate = (count + (slot != ""), (*tags, slot))
                    if after not in reached or reached[after] < candidate:
                        reached[after] = candidate
            best = reached
        return max(value for number, value in best.items() if self.net.accepts >> number & 1)[1]


class Bundle(dict[str, "Bundle"]):
    """Machines run side by side, by number, each in its state; code -> the machines that go on from there."""

    __slots__ = ("done", "runs", "states")

    def __init__(self, runs: Runs, states: tuple[tuple[int, State], ...]) -> None:
        self.runs = runs
        self.states = states
        self.done = tuple([number for number, state in states if state.done])

    def __missing__(self, code: str) -> Bundle:
        after = [(number, state[code]) for number, state in self.states if state.goes_on]
        found = self[code] = self.runs.bundle(after)
        return found

    def ahead(self, codes: str, at: int) -> dict[int, int]:
        """For each machine that can end at all behind word `at`, the end of the longest stretch it reads from there."""
        return self.reached(codes[at + 1 : at + 1 + BOUND], at + 1, 1)

    def behind(self, codes: str, at: int) -> dict[int, int]:
        """The same towards the beginning: the start of the longest stretch that ends before word `at`."""
        return self.reached(codes[max(at - BOUND, 0) : at][::-1], at, -1)

    def reached(self, codes: str, place: int, step: int) -> dict[int, int]:
        """For each machine the last place at which it can end, when every word read is a `step` from `place` on."""
        bundle, nowhere = self, self.runs.nowhere
        found = dict.fromkeys(self.done, place)
        for code in codes:
            bundle = bundle[code]
            if bundle is nowhere:
                break
            place += step
            for number in bundle.done:
                found[number] = place
        return found


class Opening(NamedTuple):
    """What the first word of a pattern must be, one of these labels, and whether the pattern may be empty."""

    labels: frozenset[str]
    empty: bool


def opening(net: Net) -> Opening:
    firsts = net.follow[0]
    return Opening(frozenset(label for label, fitting in net.fits.items() if fitting & firsts), bool(net.accepts & 1))


class Start(Bundle):
    """Machines before their first word; a machine is only made where its pattern can open."""

    __slots__ = ("machine", "numbers", "opened_by")

    def __init__(
        self,
        runs: Runs,
        numbers: tuple[int, ...],
        empty: int,
        opened_by: Callable[[str], int],
        machine: Callable[[int], Machine],
    ) -> None:
        self.runs = runs
        self.numbers = numbers
        self.opened_by = opened_by
        self.machine = machine
        self.done = tuple([number for number in numbers if empty >> number & 1])

    def __missing__(self, code: str) -> Bundle:
        opened = self.opened_by(code)
        after = [(number, self.machine(number).start[code]) for number in self.numbers if opened >> number & 1]
        found = self[code] = self.runs.bundle(after)
        return found


class Runs:
    """Every bundle met so far, so that equal ones are the same."""

    def __init__(self) -> None:
        self.known: dict[tuple[tuple[int, int], ...], Bundle] = {}
        self.nowhere = Bundle(self, ())
        self.known[()] = self.nowhere

    def bundle(self, states: list[tuple[int, State]]) -> Bundle:
        """The bundle of those of these machines that are not dead."""
        if not states:
            return self.nowhere
        key = tuple([(number, id(state)) for number, state in states if state is not DEAD])
        made = self.known.get(key)
        if made is None:
            alive = tuple([pair for pair in states if pair[1] is not DEAD])
            made = self.known[key] = Bundle(self, alive)
        return made
