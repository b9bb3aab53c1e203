"""Phrases in a stretch of tokens: hedges, attributions, status phrases and the rest, each with its words and slots.

At every anchor word the right halves of the alternatives that need it are run side by side, then the left halves of
those that fit. Where phrases want
the same words, the winner has the higher priority, then the greater length, then the earlier start, then the earlier
line in the files. What a phrase holds against others is its cue, or all of it when it names none.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import reduce
from operator import or_

from vetter.automaton import BOUND, Bundle, Machine, Net, Runs, Start
from vetter.families import NOTHING
from vetter.tokens import ANCHORS, START
from vetter.values import Any, NamedTuple, Protocol

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
    """An alternative hung on one word: which kind it is, the slot of that word, and the numbers of its two halves."""

    kind: int
    slot: str
    left: int
    right: int


class Phrase(NamedTuple):
    """A phrase on tokens `start` to `end` (exclusive); `slots` are (name, start, end) in order, one a name.

    `place` are the tokens it holds against other phrases: its cue, or all of it when it names none.
    """

    kind: Kind
    start: int
    end: int
    slots: tuple[tuple[str, int, int], ...]
    place: tuple[int, int]

    def slot(self, name: str) -> tuple[int, int] | None:
        for slot, start, end in self.slots:
            if slot == name:
                return start, end
        return None


class Candidate(NamedTuple):
    entry: Anchored
    start: int
    end: int
    at: int


Pairs = tuple[tuple[int, int, tuple[Anchored, ...]], ...]
Slots = tuple[tuple[str, int, int], ...]
Lefts = tuple[Bundle, Pairs]
"""The left halves to try, and for each pair of a right and a left half the alternatives that need both."""


class Plan(NamedTuple):
    """What to try at a class character: the right halves of the alternatives of these numbers, and their left halves
    by the right ones that fitted."""

    rights: Bundle
    lefts: dict[tuple[int, ...], Lefts]
    numbers: list[int]


class Nets(Protocol):
    """The halves of all alternatives by number. Sets of them are bits of an integer: those of `empty` need no word,
    those of `opened[label]` can begin with a word of this label. `labels` are all for which there are any."""

    empty: int
    labels: Set[str]

    @property
    def opened(self) -> Mapping[str, int]: ...
    def __getitem__(self, number: int) -> Net: ...


class Finder:
    """All phrase grammars, ready to run: alternatives as plain rows in order, each once, and which of them hang on a
    word of a label."""

    def __init__(
        self,
        kinds: tuple[Kind, ...],
        anchored: Sequence[Sequence[Any]],
        hung: Mapping[str, Sequence[int]],
        nets: Nets,
        classes_of: Mapping[str, frozenset[str]],
    ) -> None:
        self.kinds = kinds
        self.nets = nets
        self.classes_of = classes_of
        self.machines: dict[int, Machine] = {}
        self.runs = Runs()
        self.opened: dict[str, int] = {}
        self.starts: dict[tuple[int, ...], Bundle] = {}
        self.plans: dict[str, Plan] = {}
        self.read_before: dict[tuple[int, int, int, str, str, int], tuple[Slots, tuple[int, int]]] = {}
        self.anchored = anchored
        self.hung = hung
        self.entries: dict[int, Anchored] = {}
        self.anchors = re.compile(f"{ANCHORS}|{START}" if "START" in hung else ANCHORS)

    def machine(self, number: int) -> Machine:
        made = self.machines.get(number)
        if made is None:
            made = self.machines[number] = Machine(self.nets[number], self.classes_of)
        return made

    def start(self, numbers: Iterable[int]) -> Bundle:
        """These halves before their first word."""
        key = tuple(dict.fromkeys(numbers))
        made = self.starts.get(key)
        if made is None:
            made = self.starts[key] = Start(self.runs, key, self.nets.empty, self.opened_by, self.machine)
        return made

    def opened_by(self, code: str) -> int:
        """The halves that a word of this class character can open."""
        known = self.opened.get(code)
        if known is None:
            labels = self.nets.labels & self.classes_of[code]
            known = self.opened[code] = reduce(or_, map(self.nets.opened.__getitem__, labels), 0)
        return known

    def plan(self, code: str) -> Plan:
        hung = map(self.hung.__getitem__, self.hung.keys() & self.classes_of[code])
        numbers = sorted(set().union(*hung))
        plan = self.plans[code] = Plan(self.start([self.anchored[number][3] for number in numbers]), {}, numbers)
        return plan

    def entry(self, number: int) -> Anchored:
        known = self.entries.get(number)
        if known is None:
            known = self.entries[number] = Anchored(*self.anchored[number])
        return known

    def lefts(self, plan: Plan, rights: tuple[int, ...]) -> Lefts:
        halves: dict[tuple[int, int], list[Anchored]] = {}
        for entry in map(self.entry, plan.numbers):
            if entry.right in rights:
                halves.setdefault((entry.right, entry.left), []).append(entry)
        pairs = tuple([(right, left, tuple(group)) for (right, left), group in halves.items()])
        made = plan.lefts[rights] = self.start([left for _, left, _ in pairs]), pairs
        return made

    def find(self, codes: str) -> list[Phrase]:
        """The phrases in one sentence, in order of start."""
        return [phrase for phrase in self.read(codes) if phrase.kind.label != NOTHING]

    def read(self, codes: str) -> list[Phrase]:
        """The phrases and, with the label nothing, the exceptions that kept others away."""
        candidates: list[Candidate] = []
        plans, nowhere = self.plans, self.runs.nowhere
        for at in [match.start() for match in self.anchors.finditer(codes)]:
            plan = plans.get(codes[at]) or self.plan(codes[at])
            bundle = plan.rights
            if not bundle.done and bundle[codes[at + 1 : at + 2]] is nowhere:
                continue  # as nearly everywhere
            rights = bundle.ahead(codes, at)
            if not rights:
                continue
            fitting = tuple(rights)
            halves, pairs = plan.lefts.get(fitting) or self.lefts(plan, fitting)
            if not halves.done and halves[codes[at - 1 : at]] is nowhere:
                continue
            lefts = halves.behind(codes, at)
            for right, left, entries in pairs if lefts else ():
                if left in lefts:
                    start, end = lefts[left], rights[right]
                    candidates += [Candidate(entry, start, end, at) for entry in entries]
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
        kind = self.kinds[entry.kind]
        if end - start == 1:
            return Phrase(kind, start, end, ((entry.slot, start, end),) if entry.slot else (), (start, end))
        key = entry.kind, entry.left, entry.right, entry.slot, codes[start:end], at - start
        read = self.read_before.get(key)
        if read is None:
            read = self.slots(codes, candidate)
            if len(self.read_before) < MEMORY:
                self.read_before[key] = read
        slots, (first, last) = read
        placed = tuple([(name, start + a, start + b) for name, a, b in slots])
        return Phrase(kind, start, end, placed, (start + first, start + last))

    def slots(self, codes: str, candidate: Candidate) -> tuple[Slots, tuple[int, int]]:
        """The slots of a candidate and the words it holds, counted from its start."""
        entry, start, end, at = candidate
        before = self.machine(entry.left).slots(codes[start:at][::-1])
        after = self.machine(entry.right).slots(codes[at + 1 : end])
        tags = [*before[::-1], entry.slot, *after]
        found = tuple(stretches(tags, 0, at - start - BOUND, at - start + BOUND + 1))
        return found, next(((a, b) for name, a, b in found if name == "cue"), (0, end - start))


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


def position(phrase: Phrase) -> tuple[int, int]:
    return phrase.start, phrase.end


def rank(phrase: Phrase) -> tuple[int, int, int, int]:
    return -phrase.kind.priority, phrase.start - phrase.end, phrase.start, phrase.kind.order


def stretches(tags: Sequence[str], start: int, low: int, high: int) -> Iterable[tuple[str, int, int]]:
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
