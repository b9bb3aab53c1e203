"""Phrases in a stretch of tokens: hedges, attributions, status phrases and the rest, each with its words and slots.

At every anchor word the two halves of the alternatives that need it are run outwards, all at once. Where phrases want
the same words, the winner has the higher priority, then the greater length, then the earlier start, then the earlier
line in the files. What a phrase holds against others is its cue, or all of it when it names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from vetter.automaton import DEAD, Machine, Net, State

BOUND = 40  # tokens looked at on each side of an anchor; a slot that reaches the bound is unknown
NOTHING = "nothing"
OVERLAYS = frozenset(["weasel", "vague", "citation"])
MEMORY = 100_000  # readings remembered


class Kind(NamedTuple):
    """What an alternative says: its family (grammar file), rule, label, priority and order."""

    family: str
    rule: str
    label: str
    priority: int
    order: int


class Anchored(NamedTuple):
    """An alternative hung on one word: which kind it is, what that word may be and its slot, and its two halves."""

    kind: int
    labels: tuple[str, ...]
    slot: str
    left: int
    right: int


class Phrase(NamedTuple):
    """A phrase on tokens `start` to `end` (exclusive); `slots` are (name, start, end) in order, one a name."""

    kind: Kind
    start: int
    end: int
    slots: tuple[tuple[str, int, int], ...]

    def slot(self, name: str) -> tuple[int, int] | None:
        return next(((start, end) for slot, start, end in self.slots if slot == name), None)

    @property
    def place(self) -> tuple[int, int]:
        """The tokens it holds against other phrases."""
        return self.slot("cue") or (self.start, self.end)


class Candidate(NamedTuple):
    entry: Anchored
    start: int
    end: int
    at: int


Lefts = tuple[tuple[State, tuple[Anchored, ...]], ...]
Plan = tuple[tuple[State, Lefts], ...]
"""What to try at a class character: for each right half, the left halves and the alternatives that need both."""


class Finder:
    """All phrase grammars, ready to run."""

    def __init__(
        self,
        kinds: tuple[Kind, ...],
        anchored: tuple[Anchored, ...],
        nets: Sequence[Net],
        classes_of: Mapping[str, frozenset[str]],
    ) -> None:
        self.kinds = kinds
        self.nets = nets
        self.classes_of = classes_of
        self.machines: dict[int, Machine] = {}
        self.plans: dict[str, Plan] = {}
        self.read_before: dict[tuple[Anchored, str, int], tuple[tuple[str, int, int], ...]] = {}
        self.by_label: dict[str, list[Anchored]] = {}
        for entry in anchored:
            for label in entry.labels:
                self.by_label.setdefault(label, []).append(entry)

    def machine(self, number: int) -> Machine:
        made = self.machines.get(number)
        if made is None:
            made = self.machines[number] = Machine(self.nets[number], self.classes_of)
        return made

    def plan(self, code: str) -> Plan:
        entries = {e for label in self.classes_of[code] for e in self.by_label.get(label, ())}
        halves: dict[int, dict[int, list[Anchored]]] = {}
        for entry in sorted(entries, key=anchored_order):
            halves.setdefault(entry.right, {}).setdefault(entry.left, []).append(entry)
        plan = self.plans[code] = tuple(
            (
                self.machine(right).start,
                tuple((self.machine(left).start, tuple(group)) for left, group in lefts.items()),
            )
            for right, lefts in halves.items()
        )
        return plan

    def find(self, codes: str) -> list[Phrase]:
        """The phrases in one sentence, in order of start."""
        return [phrase for phrase in self.read(codes) if phrase.kind.label != NOTHING]

    def read(self, codes: str) -> list[Phrase]:
        """The phrases and, with the label nothing, the exceptions that kept others away."""
        candidates: list[Candidate] = []
        plans = self.plans
        size = len(codes)
        for at, code in enumerate(codes):
            plan = plans.get(code)
            if plan is None:
                plan = self.plan(code)
            for right, lefts in plan:
                end = at + 1 if right.done else -1
                if right.goes_on:
                    state = right
                    for place in range(at + 1, min(size, at + 1 + BOUND)):
                        state = state[codes[place]]
                        if state is DEAD:
                            break
                        if state.done:
                            end = place + 1
                if end < 0:
                    continue
                for left, entries in lefts:
                    start = at if left.done else -1
                    if left.goes_on:
                        state = left
                        for place in range(at - 1, max(-1, at - 1 - BOUND), -1):
                            state = state[codes[place]]
                            if state is DEAD:
                                break
                            if state.done:
                                start = place
                    if start >= 0:
                        for entry in entries:
                            candidates.append(Candidate(entry, start, end, at))
        return self.winners(codes, candidates) if candidates else []

    def winners(self, codes: str, candidates: list[Candidate]) -> list[Phrase]:
        if len(candidates) == 1:
            return [self.phrase(codes, candidates[0])]
        phrases = [self.phrase(codes, candidate) for candidate in maximal(candidates)]
        if len(phrases) > 1:
            phrases.sort(key=rank)
            phrases = undisputed(phrases)
            phrases.sort(key=position)
        return phrases

    def phrase(self, codes: str, candidate: Candidate) -> Phrase:
        entry, start, end, at = candidate
        if end - start == 1:
            return Phrase(self.kinds[entry.kind], start, end, ((entry.slot, start, end),) if entry.slot else ())
        key = entry, codes[start:end], at - start
        slots = self.read_before.get(key)
        if slots is None:
            slots = self.slots(codes, candidate)
            if len(self.read_before) < MEMORY:
                self.read_before[key] = slots
        return Phrase(self.kinds[entry.kind], start, end, tuple([(n, start + a, start + b) for n, a, b in slots]))

    def slots(self, codes: str, candidate: Candidate) -> tuple[tuple[str, int, int], ...]:
        """The slots of a candidate, counted from its start."""
        entry, start, end, at = candidate
        before = self.machine(entry.left).slots(codes[start:at][::-1])
        after = self.machine(entry.right).slots(codes[at + 1 : end])
        tags = [*before[::-1], entry.slot, *after]
        return tuple(runs(tags, 0, at - start - BOUND, at - start + BOUND + 1))


def undisputed(phrases: list[Phrase]) -> list[Phrase]:
    """Of phrases in order of rank, those whose place no better one of their layer holds."""
    taken: dict[str, set[int]] = {}
    chosen: list[Phrase] = []
    for phrase in phrases:
        held = taken.setdefault(layer(phrase.kind), set())
        place = range(*phrase.place)
        if held.isdisjoint(place):
            held.update(place)
            chosen.append(phrase)
    return chosen


def layer(kind: Kind) -> str:
    """Phrases of one layer compete for words. Marks and overlays lie over whatever else a word says."""
    if kind.family == "mark":
        return kind.rule
    return kind.family if kind.family in OVERLAYS else ""


def anchored_order(entry: Anchored) -> tuple[int, int, int]:
    return entry.kind, entry.right, entry.left


def position(phrase: Phrase) -> tuple[int, int]:
    return phrase.start, phrase.end


def rank(phrase: Phrase) -> tuple[int, int, int, int]:
    return -phrase.kind.priority, phrase.start - phrase.end, phrase.start, phrase.kind.order


def runs(tags: Sequence[str], start: int, low: int, high: int) -> Iterable[tuple[str, int, int]]:
    """The slots as stretches; one that touches the bound might go on behind it and is left out."""
    spans: dict[str, tuple[int, int]] = {}
    for place, tag in enumerate(tags, start):
        if tag:
            first = spans[tag][0] if tag in spans else place
            spans[tag] = first, place + 1
    return ((tag, first, last) for tag, (first, last) in spans.items() if low < first and last < high)


def maximal(candidates: list[Candidate]) -> list[Candidate]:
    """Of every alternative, the stretches that lie in no longer stretch of it; of equal ones the first anchor's."""
    by_alternative: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_alternative.setdefault(candidate.entry.kind, []).append(candidate)
    kept: list[Candidate] = []
    for group in by_alternative.values():
        if len(group) == 1:
            kept.append(group[0])
            continue
        group.sort(key=lambda c: (c.start, -c.end, c.at))
        furthest = -1
        for candidate in group:
            if candidate.end > furthest:
                furthest = candidate.end
                kept.append(candidate)
    return kept
