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
    labels: frozenset[str]
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
    anchored: Anchored
    start: int
    end: int
    at: int


class Plan(NamedTuple):
    """What to try at a class character: (starting state rightwards, leftwards, the alternative) each."""

    tries: tuple[tuple[State, State, Anchored], ...]


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
        self.plans: dict[str, Plan | None] = {}
        self.by_label: dict[str, list[Anchored]] = {}
        for entry in anchored:
            for label in entry.labels:
                self.by_label.setdefault(label, []).append(entry)

    def machine(self, number: int) -> Machine:
        made = self.machines.get(number)
        if made is None:
            made = self.machines[number] = Machine(self.nets[number], self.classes_of)
        return made

    def plan(self, code: str) -> Plan | None:
        entries = {e for label in self.classes_of[code] for e in self.by_label.get(label, ())}
        tries = ((self.machine(e.right).start, self.machine(e.left).start, e) for e in sorted(entries, key=anchored_order))
        plan = self.plans[code] = Plan(tuple(tries)) if entries else None
        return plan

    def find(self, codes: str) -> list[Phrase]:
        """The phrases in one sentence, in order of start."""
        candidates: list[Candidate] = []
        plans = self.plans
        for at, code in enumerate(codes):
            plan = plans[code] if code in plans else self.plan(code)
            if plan is not None:
                self.at(codes, at, plan, candidates)
        return self.winners(codes, candidates) if candidates else []

    def at(self, codes: str, at: int, plan: Plan, candidates: list[Candidate]) -> None:
        ends: dict[int, int] = {}
        starts: dict[int, int] = {}
        for right, left, entry in plan.tries:
            end = ends.get(entry.right)
            if end is None:
                end = ends[entry.right] = reach(right, codes[at + 1 : at + 1 + BOUND])
            if end < 0:
                continue
            start = starts.get(entry.left)
            if start is None:
                start = starts[entry.left] = reach(left, codes[max(0, at - BOUND) : at][::-1])
            if start >= 0:
                candidates.append(Candidate(entry, at - start, at + 1 + end, at))

    def winners(self, codes: str, candidates: list[Candidate]) -> list[Phrase]:
        kept = maximal(candidates) if len(candidates) > 1 else candidates
        phrases = [self.phrase(codes, candidate) for candidate in kept]
        if len(phrases) > 1:
            phrases.sort(key=rank)
            phrases = undisputed(phrases)
            phrases.sort(key=position)
        return [phrase for phrase in phrases if phrase.kind.label != NOTHING]

    def phrase(self, codes: str, candidate: Candidate) -> Phrase:
        entry, start, end, at = candidate
        before = self.machine(entry.left).slots(codes[start:at][::-1])
        after = self.machine(entry.right).slots(codes[at + 1 : end])
        tags = [*before[::-1], entry.slot, *after]
        return Phrase(self.kinds[entry.kind], start, end, tuple(runs(tags, start, at - BOUND, at + BOUND + 1)))


def reach(state: State, codes: str) -> int:
    """How many of the codes the longest match takes; -1 where there is none."""
    longest = 0 if state.done else -1
    for place, code in enumerate(codes, 1):
        state = state[code]
        if state is DEAD:
            break
        if state.done:
            longest = place
    return longest


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
    """Phrases of one layer compete for words. Marks and checkable details lie over whatever else a word says."""
    if kind.family == "mark":
        return kind.rule
    return kind.family if kind.family == "specific" else ""


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
        by_alternative.setdefault(candidate.anchored.kind, []).append(candidate)
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
