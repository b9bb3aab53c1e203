"""A configuration file, `.vetter.yml` or `[tool.vetter]` in pyproject.toml, becomes `Settings`.

Unknown keys, values, packs and rules are refused by file and line. YAML and TOML are imported only when there is one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from vetter.config import (
    FAIL_ON,
    LEVELS,
    Override,
    Settings,
    Vocabulary,
    check_pack,
    check_selector,
    did_you_mean,
)
from vetter.errors import VetterError
from vetter.house import DOUBT_VERBS, GRADE, House, Registered, Side

FILE = ".vetter.yml"
PROJECT_FILE = "pyproject.toml"
CUT_OFF = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?"


def find(path: str) -> str | None:
    """The nearest configuration above a file (or the path standing for standard input)."""
    try:
        folder = os.path.dirname(os.path.abspath(path))
    except OSError as error:
        raise VetterError(path, "the folder you are in is gone; go to another") from error
    return _find_in(folder)


@lru_cache(maxsize=4096)
def _find_in(folder: str) -> str | None:
    while (found := _file_in(folder)) is None and (above := os.path.dirname(folder)) != folder:
        folder = above
    return found


@lru_cache(maxsize=4096)
def _file_in(folder: str) -> str | None:
    own = os.path.join(folder, FILE)
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, PROJECT_FILE)
    if os.path.isfile(project) and "vetter" in _project_table(project):
        return project
    return None


def forget() -> None:
    """Look at the disk again: what is cached here is true for one run only."""
    _find_in.cache_clear()
    _file_in.cache_clear()
    load.cache_clear()


@lru_cache(maxsize=64)
def load(path: str, vocabulary: Vocabulary) -> Settings:
    """A configuration file as settings. Raises VetterError with file and line for whatever it does not understand."""
    top = _from_toml(path) if path.endswith(".toml") else _from_yaml(path)
    fields = _Form(path, vocabulary).table(top, SETTINGS)
    house = House(**_taken_out(fields))
    return Settings(**fields, house=house, root=os.path.dirname(os.path.abspath(path)))


class Entry(NamedTuple):
    """A value of a configuration file with its line, whatever the file's language; keys of a table keep theirs."""

    value: str | bool | list[Entry] | dict[str, Entry] | None
    line: int
    key_line: int = 0


class _Form(NamedTuple):
    """Reads entries of one file into typed values, by the tables below."""

    path: str
    vocabulary: Vocabulary

    def refuse(self, line: int, problem: str) -> VetterError:
        return VetterError(f"{self.path}:{line}", problem)

    def table(self, entry: Entry, readers: dict[str, Reader]) -> dict[str, Any]:
        if not isinstance(entry.value, dict):
            raise self.refuse(entry.line, f"a table of settings is wanted here: {', '.join(readers)}")
        for key, value in entry.value.items():
            if key not in readers:
                raise self.refuse(value.key_line, f"unknown key {key!r}{did_you_mean(key, readers)}; "
                                                  f"the keys are {', '.join(readers)}")  # fmt: skip
        return {key.replace("-", "_"): readers[key](self, value) for key, value in entry.value.items()}

    def word(self, entry: Entry) -> str:
        if not isinstance(entry.value, str) or not entry.value:
            raise self.refuse(entry.line, "a word is wanted here; put it in quotes if it looks like something else")
        return entry.value

    def words(self, entry: Entry) -> tuple[str, ...]:
        if not isinstance(entry.value, list):
            raise self.refuse(entry.line, "a list is wanted here, such as [one, two]")
        return tuple(self.word(item) for item in entry.value)

    def some_words(self, entry: Entry) -> tuple[str, ...]:
        if words := self.words(entry):
            return words
        raise self.refuse(entry.line, "this list must not be empty")

    def names(self, entry: Entry) -> tuple[str, ...]:
        self.some_words(entry)
        return tuple(map(self.name, _items(entry)))

    def packs(self, entry: Entry) -> tuple[str, ...]:
        self.some_words(entry)
        return tuple(check_pack(self.word(item), self.vocabulary, f"{self.path}:{item.line}") for item in _items(entry))

    def selectors(self, entry: Entry) -> tuple[str, ...]:
        self.words(entry)
        return tuple(self.selector(self.word(item), item.line) for item in _items(entry))

    def selector(self, word: str, line: int) -> str:
        return check_selector(word, self.vocabulary, f"{self.path}:{line}")

    def severities(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        if not isinstance(entry.value, dict):
            raise self.refuse(entry.line, "rules with their severities are wanted here, such as VET101: error")
        return tuple((self.selector(rule, value.key_line), self.severity(value)) for rule, value in entry.value.items())

    def severity(self, entry: Entry) -> str:
        return self.one_of(entry, LEVELS)

    def fail_on(self, entry: Entry) -> str:
        return self.one_of(entry, FAIL_ON)

    def one_of(self, entry: Entry, allowed: tuple[str, ...]) -> str:
        word = self.word(entry)
        if word not in allowed:
            raise self.refuse(entry.line, f"{word!r} is none of {', '.join(allowed)}")
        return word

    def yes_no(self, entry: Entry) -> bool:
        if isinstance(entry.value, bool):
            return entry.value
        raise self.refuse(entry.line, "true or false is wanted here")

    def overrides(self, entry: Entry) -> tuple[Override, ...]:
        if not isinstance(entry.value, list):
            raise self.refuse(entry.line, "a list of overrides is wanted here, each with its paths")
        return tuple(self.override(item) for item in entry.value)

    def override(self, entry: Entry) -> Override:
        fields = self.table(entry, _OVERRIDE)
        if "paths" not in fields:
            raise self.refuse(entry.line, 'an override needs paths, such as ["annex/**"]')
        house = _taken_out(fields)
        return Override(**fields, house=tuple(house.items()))

    def doubt_verb(self, entry: Entry) -> str:
        return self.one_of(entry, DOUBT_VERBS)

    def ladder(self, entry: Entry) -> str:
        return self.one_of(entry, self.vocabulary.ladders)

    def name(self, entry: Entry) -> str:
        return self.named(self.word(entry), entry.line)

    def named(self, name: str, line: int) -> str:
        if any(map(str.isalnum, name)) and name.isprintable():
            return name
        raise self.refuse(line, f"{name!r} is no name; write words, on one line")

    def sides(self, entry: Entry) -> tuple[Side, ...]:
        named = self.each(entry, "sides with the names of their members are wanted here, such as Osse: [the Osse army]")
        sides = tuple(Side(self.named(name, value.key_line), self.names(value)) for name, value in named)
        lines = {side.name: value.key_line for side, (_, value) in zip(sides, named, strict=True)}
        belongs: dict[str, str] = {}
        for side in sides:
            for name in (side.name, *side.members):
                other = belongs.setdefault(name.casefold(), side.name)
                if other != side.name:
                    raise self.refuse(lines[side.name], f"{name!r} is on the side of {other} too; keep it on one")
        return sides

    def sources(self, entry: Entry) -> tuple[Registered, ...]:
        named = self.each(entry, "sources with what is known of them are wanted here, such as Osse Gazette: {grade: B}")
        return tuple(
            Registered(self.named(name, value.key_line), **self.table(value, _SOURCE)) for name, value in named
        )

    def grade(self, entry: Entry) -> str:
        word = self.word(entry)
        if not re.fullmatch(GRADE, word):
            raise self.refuse(entry.line, f"{word!r} is no Admiralty grade: write A to F, or a letter with 1 to 6: B2")
        return word

    def reason(self, entry: Entry) -> str:
        return " ".join(self.word(entry).split())

    def glossary(self, entry: Entry) -> dict[str, Any]:
        return self.table(entry, _GLOSSARY)

    def aliases(self, entry: Entry) -> tuple[tuple[str, ...], ...]:
        if not isinstance(entry.value, list):
            raise self.refuse(entry.line, "lists of names are wanted here, such as [[the Port Authority, PA]]")
        for item in entry.value:
            if len(self.names(item)) < 2:
                raise self.refuse(item.line, "one name alone is no alias; write two or more names of the same")
        return tuple(self.names(item) for item in entry.value)

    def cut_off(self, entry: Entry) -> str:
        word = self.word(entry)
        if not re.fullmatch(CUT_OFF, word) or not _is_date(word):
            raise self.refuse(entry.line, f"{word!r} is no date; write 2031-11-02, or 2031-11-02 18:00")
        return word

    def each(self, entry: Entry, wanted: str) -> list[tuple[str, Entry]]:
        if not isinstance(entry.value, dict):
            raise self.refuse(entry.line, wanted)
        return list(entry.value.items())


Reader = Callable[[_Form, Entry], Any]

_JUDGING: dict[str, Reader] = {
    "packs": _Form.packs,
    "select": _Form.selectors,
    "ignore": _Form.selectors,
    "severities": _Form.severities,
    "self-names": _Form.names,
    "summary-headings": _Form.words,
    "doubt-verb": _Form.doubt_verb,
    "ladder": _Form.ladder,
    "sides": _Form.sides,
    "sources": _Form.sources,
    "glossary": _Form.glossary,
    "daily": _Form.yes_no,
    "cut-off": _Form.cut_off,
}
_SOURCE: dict[str, Reader] = {"aliases": _Form.names, "grade": _Form.grade, "deny": _Form.reason}
_GLOSSARY: dict[str, Reader] = {"labels": _Form.names, "aliases": _Form.aliases}
_OVERRIDE: dict[str, Reader] = {"paths": _Form.some_words, **_JUDGING}
SETTINGS: dict[str, Reader] = {
    **_JUDGING,
    "exclude": _Form.words,
    "per-path": _Form.overrides,
    "fail-on": _Form.fail_on,
    "level": _Form.severity,
    "preview": _Form.yes_no,
}


def _taken_out(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the house, taken out from among the others."""
    fields.update(fields.pop("glossary", {}))
    return {key: fields.pop(key) for key in House._fields if key in fields}


def _is_date(text: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def _items(entry: Entry) -> list[Entry]:
    return entry.value if isinstance(entry.value, list) else []


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise VetterError(path, f"the configuration cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise VetterError(path, f"the configuration is not UTF-8 at byte {error.start}; save it as UTF-8") from error


_DEPTH = 16


def _from_yaml(path: str) -> Entry:
    import yaml

    text = _text(path)
    try:
        _refuse_anchors(yaml.parse(text, Loader=yaml.SafeLoader), path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise VetterError(f"{path}:{line}", f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        problem = str(getattr(error, "reason", error))
        raise VetterError(f"{path}:{line}", f"not YAML: {problem}; take that character away") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise VetterError(path, "not YAML: a character or number that does not exist; mend it") from error
    return _yaml_entry(node, path) if node is not None else Entry({}, 1)


def _refuse_anchors(events: Iterable[Any], path: str) -> None:
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if getattr(event, "anchor", None):
            raise VetterError(f"{path}:{event.start_mark.line + 1}", "anchors and aliases are not read; write it out")
        if (tag := getattr(event, "tag", None)) and tag != "!":  # a quoted word carries "!"
            raise VetterError(f"{path}:{event.start_mark.line + 1}", f"the tag {tag} is not read; take it away")
        if depth > _DEPTH:
            raise VetterError(f"{path}:{event.start_mark.line + 1}", "nested too deeply")


def _no_value(_: str) -> None:
    """Numbers and the like mean nothing in a configuration."""


_YAML_VALUES: dict[str, Callable[[str], str | bool | None]] = {
    "str": str,
    "bool": lambda text: text.lower() in ("true", "yes", "on"),
    "timestamp": str,
}


def _yaml_entry(node: Any, path: str, key_line: int = 0) -> Entry:
    line = node.start_mark.line + 1
    if node.id == "sequence":
        return Entry([_yaml_entry(item, path) for item in node.value], line, key_line)
    if node.id == "scalar":
        return Entry(_YAML_VALUES.get(node.tag.rpartition(":")[2], _no_value)(node.value), line, key_line)
    table: dict[str, Entry] = {}
    for key, value in node.value:
        where = key.start_mark.line + 1
        if key.id != "scalar" or key.value in table:
            problem = "a key must be a word" if key.id != "scalar" else f"the key {key.value!r} stands here twice"
            raise VetterError(f"{path}:{where}", problem)
        table[key.value] = _yaml_entry(value, path, where)
    return Entry(table, line, key_line)


def _project_table(path: str) -> dict[str, Any]:
    """The `[tool]` table of a pyproject.toml; empty, and tomllib not imported, when vetter is not in it."""
    text = _text(path)
    if "vetter" not in text:
        return {}
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError as error:
        problem, _, where = str(error).partition(" (at line ")
        line = where.partition(",")[0] or text.count("\n") + 1
        raise VetterError(f"{path}:{line}", f"not TOML: {problem}; mend the line") from error
    except (RecursionError, ValueError) as error:
        raise VetterError(path, "nested too deeply, or a number of too many digits; write it shorter") from error
    return tool if isinstance(tool, dict) else {}


def _from_toml(path: str) -> Entry:
    lines = _text(path).split("\n")
    first = next((number for number, line in enumerate(lines, 1) if "vetter" in line and "tool" in line), 1)
    try:
        return _toml_entry(_project_table(path).get("vetter", {}), lines, first, first)
    except RecursionError as error:
        raise VetterError(f"{path}:{first}", "nested too deeply; write it flatter") from error


def _toml_entry(value: Any, lines: list[str], line: int, key_line: int) -> Entry:
    """tomllib tells no lines: each key and word is looked up from the line of the one before it."""
    if isinstance(value, dict):
        table = {}
        for key, item in value.items():
            where = _line_of(key, lines, line)
            table[key] = _toml_entry(item, lines, where, where)
        return Entry(table, line, key_line)
    if isinstance(value, list):
        items: list[Entry] = []
        for item in value:
            items.append(_toml_entry(item, lines, _last_line(items[-1]) if items else line, 0))
        return Entry(items, line, key_line)
    if isinstance(value, bool):
        return Entry(value, line, key_line)
    if isinstance(value, str):
        return Entry(value, _line_of(value, lines, line), key_line)
    if hasattr(value, "isoformat"):  # a date
        return Entry(value.isoformat(), line, key_line)
    return Entry(None, line, key_line)


def _line_of(word: str, lines: list[str], start: int) -> int:
    return next((number for number in range(start, len(lines) + 1) if word in lines[number - 1]), start)


def _last_line(entry: Entry) -> int:
    inner = entry.value
    items = inner if isinstance(inner, list) else list(inner.values()) if isinstance(inner, dict) else []
    return max(entry.line, *map(_last_line, items)) if items else entry.line
