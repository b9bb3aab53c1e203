"""Configuration files by their entries: YAML or TOML in, values that know their lines out.

A `Form` turns entries into typed values. What it does not understand it puts on a list, and leaves that value out, so
that one mistake never hides the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from vetter.errors import VetterError, did_you_mean
from vetter.values import Any, NamedTuple, TypeVar

Read = TypeVar("Read")


class Entry(NamedTuple):
    """A value of a configuration file with its line, whatever the file's language; keys of a table keep theirs."""

    value: str | bool | list[Entry] | dict[str, Entry] | None
    line: int
    key_line: int = 0


class Form:
    """Reads entries of one file into typed values, by tables of readers; `told` are the mistakes met."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.told: list[VetterError] = []

    def refuse(self, line: int, problem: str) -> VetterError:
        return VetterError(f"{self.path}:{line}", problem)

    def table(self, entry: Entry, readers: Readers) -> dict[str, Any]:
        """The values of a table; a key that is unknown, or whose value is wrong, is told and left out."""
        if not isinstance(entry.value, dict):
            raise self.refuse(entry.line, f"a table of settings is wanted here: {', '.join(readers)}")

        def read(pair: tuple[str, Entry]) -> tuple[str, Any]:
            key, value = pair
            if key not in readers:
                raise self.refuse(value.key_line, f"unknown key {key!r}{did_you_mean(key, readers)}; "
                                                  f"the keys are {', '.join(readers)}")  # fmt: skip
            return key.replace("-", "_"), readers[key](self, value)

        return dict(self.kept(entry.value.items(), read))

    def kept(self, items: Iterable[Any], read: Callable[[Any], Read]) -> Iterator[Read]:
        """What the items say; one that says nothing is told."""
        for item in items:
            try:
                yield read(item)
            except VetterError as error:
                self.told.append(error)

    def word(self, entry: Entry) -> str:
        if not isinstance(entry.value, str) or not entry.value:
            raise self.refuse(entry.line, "a word is wanted here; put it in quotes if it looks like something else")
        return entry.value

    def items(self, entry: Entry, wanted: str = "a list is wanted here, such as [one, two]") -> list[Entry]:
        if not isinstance(entry.value, list):
            raise self.refuse(entry.line, wanted)
        return entry.value

    def pairs(self, entry: Entry, wanted: str) -> list[tuple[str, Entry]]:
        if not isinstance(entry.value, dict):
            raise self.refuse(entry.line, wanted)
        return list(entry.value.items())

    def words(self, entry: Entry) -> tuple[str, ...]:
        return tuple(map(self.word, self.items(entry)))

    def some(self, entry: Entry) -> list[Entry]:
        if items := self.items(entry):
            return items
        raise self.refuse(entry.line, "this list must not be empty")

    def some_words(self, entry: Entry) -> tuple[str, ...]:
        return tuple(map(self.word, self.some(entry)))

    def names(self, entry: Entry) -> tuple[str, ...]:
        return tuple(map(self.name, self.some(entry)))

    def name(self, entry: Entry) -> str:
        return self.named(self.word(entry), entry.line)

    def named(self, name: str, line: int) -> str:
        if any(map(str.isalnum, name)) and name.isprintable():
            return name
        raise self.refuse(line, f"{name!r} is no name; write words, on one line")

    def one_of(self, entry: Entry, allowed: tuple[str, ...]) -> str:
        word = self.word(entry)
        if word not in allowed:
            raise self.refuse(entry.line, f"{word!r} is none of {', '.join(allowed)}")
        return word

    def yes_no(self, entry: Entry) -> bool:
        if isinstance(entry.value, bool):
            return entry.value
        raise self.refuse(entry.line, "true or false is wanted here")


Readers = Mapping[str, Callable[[Any, Entry], Any]]


def read_text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise VetterError(path, f"the configuration cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise VetterError(path, f"the configuration is not UTF-8 at byte {error.start}; save it as UTF-8") from error


_DEPTH = 16


def from_yaml(path: str) -> Entry:
    import yaml

    text = read_text(path)
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
    return yaml_entry(node, path) if node is not None else Entry({}, 1)


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


def yaml_entry(node: Any, path: str, key_line: int = 0) -> Entry:
    line = node.start_mark.line + 1
    if node.id == "sequence":
        return Entry([yaml_entry(item, path) for item in node.value], line, key_line)
    if node.id == "scalar":
        return Entry(_YAML_VALUES.get(node.tag.rpartition(":")[2], _no_value)(node.value), line, key_line)
    table: dict[str, Entry] = {}
    for key, value in node.value:
        where = key.start_mark.line + 1
        if key.id != "scalar" or key.value in table:
            problem = "a key must be a word" if key.id != "scalar" else f"the key {key.value!r} stands here twice"
            raise VetterError(f"{path}:{where}", problem)
        table[key.value] = yaml_entry(value, path, where)
    return Entry(table, line, key_line)


def project_table(path: str) -> dict[str, Any]:
    """The `[tool]` table of a pyproject.toml; empty, and tomllib not imported, when vetter is not in it."""
    text = read_text(path)
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


def from_toml(path: str) -> Entry:
    lines = read_text(path).split("\n")
    first = next((number for number, line in enumerate(lines, 1) if "vetter" in line and "tool" in line), 1)
    try:
        return _toml_entry(project_table(path).get("vetter", {}), lines, first, first)
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
