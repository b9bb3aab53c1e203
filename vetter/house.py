"""What a house settles once for all its drafts: who is on which side, how far each source is trusted, what may be said.

A `House` is what the configuration says; a `Roll` looks its names up in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from vetter.values import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from vetter.wording import Wording

DOUBT_VERBS = ("open", "means-unverified")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
GRADE = r"[A-F][1-6]?"
"""The reliability of a source and, where the house has settled it, the credibility of what comes from it."""
ARTICLES = ("the", "a", "an")
HOST = r"[\w-]+(?:\.[\w-]+)+"
ADDRESS = rf"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?(?:[^/@\s]*@)?(?P<host>{HOST})"


class Side(NamedTuple):
    """A side of a conflict, and what its members are called."""

    name: str
    members: tuple[str, ...] = ()


class Registered(NamedTuple):
    """A source that the house knows: its Admiralty grade ("B", "B2"), and why it must not be used ("" when it may)."""

    name: str
    aliases: tuple[str, ...] = ()
    grade: str = ""
    deny: str = ""


class House(NamedTuple):
    """Empty fields are not settled: the packs then say what the doubt verb means and which ladder holds.

    `labels` are judgments in a word that the house allows; each of `aliases` are the names of one entity. `cut_off` is
    the date, perhaps with the time, after which nothing was taken in.
    """

    doubt_verb: str = ""
    ladder: str = ""
    sides: tuple[Side, ...] = ()
    sources: tuple[Registered, ...] = ()
    labels: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    daily: bool = False
    cut_off: str = ""


NO_HOUSE = House()


def restored(values: Sequence[Any]) -> House:
    """A house from the plain lists that JSON keeps of it."""
    house = House(*values)
    return house._replace(
        sides=tuple(Side(*side) for side in house.sides), sources=tuple(Registered(*source) for source in house.sources)
    )


class Known(NamedTuple):
    """What a name stands for: a side, a registered source, or only an entity of the glossary."""

    side: str = ""
    source: Registered | None = None


class Roll:
    """The names of a house, ready to be looked up."""

    def __init__(self, house: House) -> None:
        self.house = house
        groups = {fold(name): group for group in house.aliases for name in group}
        self.entries = [
            (other, known)
            for name, known in named(house)
            for other in dict.fromkeys((name, *groups.get(fold(name), ())))
        ]
        self.hosts = {
            name.lower(): known.source for name, known in self.entries if known.source and re.fullmatch(HOST, name)
        }

    @cached_property
    def names(self) -> Wording[Known]:
        from vetter.wording import Wording

        return Wording((bare(name), known) for name, known in self.entries)

    @cached_property
    def labels(self) -> Wording[str]:
        from vetter.wording import Wording

        return Wording((label, label) for label in self.house.labels)

    def of_address(self, address: str) -> Registered | None:
        """The registered source whose host, or one above it, an address names."""
        match = re.match(ADDRESS, address) if self.hosts else None
        host = match["host"].lower() if match else ""
        while host:
            if host in self.hosts:
                return self.hosts[host]
            host = host.partition(".")[2]
        return None


def named(house: House) -> Iterator[tuple[str, Known]]:
    for side in house.sides:
        for name in (side.name, *side.members):
            yield name, Known(side=side.name)
    for source in house.sources:
        for name in (source.name, *source.aliases):
            yield name, Known(source=source)
    for group in house.aliases:
        for name in group:
            yield name, Known()


def bare(name: str) -> str:
    """A name without its article."""
    first, _, rest = name.strip().partition(" ")
    return rest if rest and first.casefold() in ARTICLES else name


def fold(name: str) -> str:
    """What all ways to write a name have in common."""
    return " ".join(bare(name).casefold().split())


NOBODY = Roll(NO_HOUSE)
