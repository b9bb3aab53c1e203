"""Names that a draft spells in two ways: prose comes in, pairs of spellings go out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from vetter.values import NamedTuple

SHORTEST = 6  # letters in a name
LONGEST = 60  # letters before a name in which the word before it stands
NAME = rf"(?<![\w'’.-])[A-Z][a-z]{{{SHORTEST - 1},}}(?![\w-])"
INSIDE = r"[a-z,]\s+$"  # before a word that is not the first of its sentence
LEAST = 3  # how often the usual spelling stands for each time the other does
OPENERS = frozenset(("The", "In", "At", "On", "By", "For", "But", "And", "A", "An", "From", "Of", "To", "As", "When"))
ENDING = 2  # letters at the end of a name that change with its grammar


class Variant(NamedTuple):
    """A spelling that stands in a draft once or twice, and the usual one."""

    start: int
    end: int
    usual: str


def variants(prose: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Variant]:
    """The rare spellings of names that these stretches of a draft otherwise spell with one letter changed."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    proper: set[str] = set()
    pattern, inside = re.compile(NAME), re.compile(INSIDE)
    for start, end in stretches:
        for match in pattern.finditer(prose, start, end):
            places[match[0]].append(match.start())
            if match[0] not in proper and inside.search(prose[max(start, match.start() - 3) : match.start()]):
                proper.add(match[0])
    often = [name for name in places if name in proper and len(places[name]) >= LEAST]
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in often:
        for stem in stems(name):
            alike[stem].append(name)
    words, most = Words(prose), max([len(places[name]) for name in often], default=0)
    for name, found in places.items():
        if name not in proper or LEAST * len(found) > most:
            continue
        usual = {other for stem in stems(name) if stem in alike for other in alike[stem]} - {name}
        for other in sorted(usual, key=lambda other: (-len(places[other]), other)):
            if len(places[other]) < LEAST * len(found) or not is_slip(name, other) or words.mean(name, other):
                continue
            if not words.tell_apart(name, other):
                yield from (Variant(start, start + len(name), other) for start in found)
                break


class Words:
    """The words of a draft and what stands beside its names, each gone through once and only when asked for."""

    def __init__(self, prose: str) -> None:
        self.prose = prose

    @cached_property
    def all(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.prose))

    @cached_property
    def holding(self) -> dict[str, list[str]]:
        """The words in which these letters, as many as the shortest name has, stand one behind the other."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.all:
            for part in {word[at : at + SHORTEST] for at in range(len(word) - SHORTEST + 1)}:
                found[part].append(word)
        return found

    @cached_property
    def neighbours(self) -> dict[str, set[str]]:
        """The capitalised words right before and behind each name."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        before, after = re.compile(r"([A-ZÀ-Þ]\w+) $"), re.compile(r" ([A-ZÀ-Þ]\w+)")
        for match in re.finditer(rf"\b[A-Z][a-z]{{{SHORTEST - 1},}}\b", self.prose):
            left = before.search(self.prose[max(0, match.start() - LONGEST) : match.start()])
            right = after.match(self.prose, match.end())
            found[match[0]].update(each[1] for each in (left, right) if each and each[1] not in OPENERS)
        return found

    def mean(self, name: str, other: str) -> bool:
        """Whether one of the two is a word of the language that the draft uses, or they differ as "-ise" and "-ize"
        do."""
        lower = name.lower()
        if other.lower() in self.all or any(lower in word for word in self.holding.get(lower[:SHORTEST], ())):
            return True
        return len(name) == len(other) and name.replace("s", "z") == other.replace("s", "z")

    def tell_apart(self, name: str, other: str) -> bool:
        """Whether the rare one stands in longer names, and in none in which the usual one does: "Hanna Brenn", not
        Anna."""
        these = self.neighbours.get(name, set())
        return bool(these) and these.isdisjoint(self.neighbours.get(other, ()))


def stems(name: str) -> Iterator[str]:
    """The name itself, and with each of its letters taken out."""
    yield name
    for at in range(1, len(name)):
        yield name[:at] + name[at + 1 :]


def is_slip(name: str, other: str) -> bool:
    """Whether one letter, not at the end, is missing, doubled, changed or has changed places."""
    if name[-ENDING:] != other[-ENDING:] or abs(len(name) - len(other)) > 1:
        return False
    at = next((at for at, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), -1)
    if at < 1:
        return False
    if len(name) == len(other):
        swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        return other in (swapped, name[:at] + other[at] + name[at + 1 :])
    shorter, longer = sorted((name, other), key=len)
    return shorter[at:] == longer[at + 1 :]
