"""Names that a draft spells in two ways: prose comes in, pairs of spellings go out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

NAME = r"(?<![\w'’.-])[A-Z][a-z]{5,}(?![\w-])"
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
    pattern = re.compile(NAME)
    for start, end in stretches:
        for match in pattern.finditer(prose, start, end):
            places[match[0]].append(match.start())
            if re.search(INSIDE, prose[max(start, match.start() - 3) : match.start()]):
                proper.add(match[0])
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in places:
        if name in proper:
            for stem in stems(name):
                alike[stem].append(name)
    for name, found in places.items():
        usual = {other for stem in stems(name) for other in alike.get(stem, ())} - {name} if name in proper else ()
        for other in usual:
            if len(places[other]) < LEAST * len(found) or not is_slip(name, other) or is_word(name, other, prose):
                continue
            if not are_told_apart(prose, name, other):
                yield from (Variant(start, start + len(name), other) for start in found)
                break


def is_word(name: str, other: str, prose: str) -> bool:
    """Whether one of the two is a word of the language that the draft uses, or they differ as "-ise" and "-ize" do."""
    if name.lower() in prose or re.search(rf"\b{other.lower()}\b", prose):
        return True
    return len(name) == len(other) and name.replace("s", "z") == other.replace("s", "z")


def are_told_apart(prose: str, name: str, other: str) -> bool:
    """Whether the rare one stands in longer names, and in none in which the usual one does: "Hanna Brenn", not Anna."""
    these = neighbours(prose, name)
    return bool(these) and these.isdisjoint(neighbours(prose, other))


def neighbours(prose: str, name: str) -> frozenset[str]:
    """The capitalised words right before and behind a name."""
    beside = re.findall(rf"(?:([A-ZÀ-Þ]\w+) )?\b{name}\b(?: ([A-ZÀ-Þ]\w+))?", prose)
    return frozenset(word for pair in beside for word in pair if word and word not in OPENERS)


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
