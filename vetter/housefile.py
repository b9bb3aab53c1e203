"""What a house has settled, read from a configuration or from a rule that is tried in such a house."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vetter.entries import Entry, Form
from vetter.house import DOUBT_VERBS, GRADE, House, Registered, Side
from vetter.values import Any

CUT_OFF = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?"


class HouseForm(Form):
    """Reads the fields of a house; `ladders` are those there are."""

    def __init__(self, path: str, ladders: tuple[str, ...]) -> None:
        super().__init__(path)
        self.ladders = ladders

    def doubt_verb(self, entry: Entry) -> str:
        return self.one_of(entry, DOUBT_VERBS)

    def ladder(self, entry: Entry) -> str:
        return self.one_of(entry, self.ladders)

    def sides(self, entry: Entry) -> tuple[Side, ...]:
        wanted = "sides with the names of their members are wanted here, such as Osse: [the Osse army]"
        belongs: dict[str, str] = {}

        def read(pair: tuple[str, Entry]) -> Side:
            name, value = pair
            side = Side(self.named(name, value.key_line), self.names(value))
            for each in (side.name, *side.members):
                other = belongs.get(each.casefold(), side.name)
                if other != side.name:
                    raise self.refuse(value.key_line, f"{each!r} is on the side of {other} too; keep it on one")
            belongs.update((each.casefold(), side.name) for each in (side.name, *side.members))
            return side

        return tuple(self.kept(self.pairs(entry, wanted), read))

    def sources(self, entry: Entry) -> tuple[Registered, ...]:
        wanted = "sources with what is known of them are wanted here, such as Osse Gazette: {grade: B}"

        def read(pair: tuple[str, Entry]) -> Registered:
            name, value = pair
            return Registered(self.named(name, value.key_line), **self.table(value, SOURCE))

        return tuple(self.kept(self.pairs(entry, wanted), read))

    def grade(self, entry: Entry) -> str:
        word = entry.value if isinstance(entry.value, str) else ""
        if not re.fullmatch(GRADE, word):
            what = f"{word!r}" if word else "this"
            raise self.refuse(entry.line, f"{what} is no Admiralty grade: write A to F, or a letter with 1 to 6: B2")
        return word

    def reason(self, entry: Entry) -> str:
        if not isinstance(entry.value, str) or not entry.value.strip():
            raise self.refuse(entry.line, "deny holds the reason, in words")
        return " ".join(entry.value.split())

    def glossary(self, entry: Entry) -> dict[str, Any]:
        return self.table(entry, GLOSSARY)

    def aliases(self, entry: Entry) -> tuple[tuple[str, ...], ...]:
        wanted = "lists of names are wanted here, such as [[the Port Authority, PA]]"
        return tuple(self.kept(self.items(entry, wanted), self.names_of_one))

    def names_of_one(self, entry: Entry) -> tuple[str, ...]:
        names = self.names(entry)
        if len(names) < 2:
            raise self.refuse(entry.line, "one name alone is no alias; write two or more names of the same")
        return names

    def cut_off(self, entry: Entry) -> str:
        word = self.word(entry)
        if not re.fullmatch(CUT_OFF, word) or not is_date(word):
            raise self.refuse(entry.line, f"{word!r} is no date; write 2031-11-02, or 2031-11-02 18:00")
        return word


HOUSE: Mapping[str, Any] = {
    "doubt-verb": HouseForm.doubt_verb,
    "ladder": HouseForm.ladder,
    "sides": HouseForm.sides,
    "sources": HouseForm.sources,
    "glossary": HouseForm.glossary,
    "daily": HouseForm.yes_no,
    "cut-off": HouseForm.cut_off,
}
SOURCE: Mapping[str, Any] = {"aliases": HouseForm.names, "grade": HouseForm.grade, "deny": HouseForm.reason}
GLOSSARY: Mapping[str, Any] = {"labels": HouseForm.names, "aliases": HouseForm.aliases}


def taken_out(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the house, taken out from among others."""
    fields.update(fields.pop("glossary", {}))
    return {key: fields.pop(key) for key in House._fields if key in fields}


def is_date(text: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True
