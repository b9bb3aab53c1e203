"""Word lists: which classes a word belongs to and what is known of it. Read from YAML once, then carried as plain
values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from vetter.errors import VetterError, did_you_mean
from vetter.folders import refuse_irregular
from vetter.values import Any, NamedTuple

VERB_FORMS = ("", "_BASE", "_ING", "_EN", "_PAST", "_AMB")
CLASS_KEYS = frozenset(["about", "forms", "closed", "lower", "upper", "facts", "words"])
TOP_KEYS = ("about", "marks", "classes", "add", "groups", "verbs", "doubling", "nouns")
FORMS = ("verb", "noun")
PARTS = 4  # of an irregular verb: third person, past, participle, -ing form
MOST_DEPTH = 30
VOWELS = "aeiou"

Facts = dict[str, Any]


class Lexicon(NamedTuple):
    """words: word -> its classes; phrases: class -> its fixed phrases, as words; facts: class -> word or phrase ->
    facts.

    A word of a `closed` class is never part of a noun phrase's core; one of a `lower_only` class drops that class when
    capitalised ("State", "May"), one of an `upper_only` class when not ("march"). A quoted word of a grammar is a
    class of its own, written with its quotes: 'that'. Words of `marks` are
    noted wherever they stand, without a grammar. `defined` are all names a grammar may use.
    """

    words: Mapping[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    facts: dict[str, dict[str, Facts]]
    closed: frozenset[str]
    lower_only: frozenset[str]
    upper_only: frozenset[str]
    marks: frozenset[str]
    defined: frozenset[str] = frozenset()

    def terms(self) -> frozenset[str]:
        """The words and phrases that a ladder may give a place: those of classes with the fact `term: true`."""
        return frozenset(word for name in self.term_classes() for word in self.facts[name])

    def term_classes(self) -> list[str]:
        """The classes of likelihood terms: what is known of a class is known of its first word."""
        return [name for name, facts in self.facts.items() if next(iter(facts.values())).get("term")]


class Stored(Mapping[str, frozenset[str]]):
    """word -> its classes, from the number of its set of classes; a set is made when it is first asked for."""

    def __init__(self, numbers: dict[str, int], sets: list[str]) -> None:
        self.numbers = numbers
        self.sets = sets
        self.made: dict[int, frozenset[str]] = {}

    def __getitem__(self, word: str) -> frozenset[str]:
        number = self.numbers[word]
        classes = self.made.get(number)
        if classes is None:
            classes = self.made[number] = frozenset(self.sets[number].split())
        return classes

    def __contains__(self, word: object) -> bool:
        return word in self.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


class Entry(NamedTuple):
    word: str
    facts: Facts


def read(files: Iterable[str]) -> Lexicon:
    """The lexicon of these YAML files. Raises VetterError for an unknown key, a class named twice or a word that is
    no text."""
    tables = [(path, load_yaml(path)) for path in files]
    irregular: dict[str, list[str]] = {}
    doubling: set[str] = set()
    nouns: set[str] = set()
    for path, table in tables:
        refuse_unknown(path, table, TOP_KEYS)
        refuse_wrong_types(path, table)
        irregular.update(table.get("verbs") or {})
        doubling.update(table.get("doubling") or ())
        nouns.update(table.get("nouns") or ())
    draft = Draft(irregular, frozenset(doubling), frozenset(nouns))
    for path, table in tables:
        for name, body in (table.get("classes") or {}).items():
            with placed(path, name):
                draft.add_class(path, name, body)
            if table.get("marks"):
                draft.marks.add(name)
    for path, table in tables:
        for name, more in (table.get("add") or {}).items():
            with placed(path, name):
                draft.add_words(path, name, more)
    for path, table in tables:
        for name, members in (table.get("groups") or {}).items():
            with placed(path, name):
                draft.add_group(path, name, members)
    return draft.finish()


@contextmanager
def placed(path: str, name: object) -> Iterator[None]:
    """Mistakes in a class or group are told with the line on which it is named."""
    try:
        yield
    except VetterError as error:
        if error.place != path:
            raise
        raise VetterError(f"{path}:{line_of(path, str(name))}", error.problem) from error


def line_of(path: str, name: str) -> int:
    """The line that begins with this key, 1 where none does."""
    with open(path, encoding="utf-8") as file:
        numbered = enumerate(file, 1)
        return next((number for number, line in numbered if re.match(rf"\W*{re.escape(name)}\W*:", line)), 1)


class Draft:
    """A lexicon in the making."""

    def __init__(self, irregular: Mapping[str, list[str]], doubling: frozenset[str], nouns: frozenset[str]) -> None:
        self.irregular = irregular
        self.doubling = doubling
        self.nouns = nouns
        self.words: dict[str, set[str]] = {}
        self.phrases: dict[str, list[tuple[str, ...]]] = {}
        self.facts: dict[str, dict[str, Facts]] = {}
        self.closed: set[str] = set()
        self.lower_only: set[str] = set()
        self.upper_only: set[str] = set()
        self.names: set[str] = set()
        self.marks: set[str] = set()
        self.bodies: dict[str, Facts] = {}

    def add_class(self, path: str, name: str, body: Any) -> None:
        if not isinstance(name, str) or not name.replace("_", "").isalnum() or not name.isupper() or "__" in name:
            raise VetterError(path, f"class {name!r}: a class name is CAPITALS, digits and single underscores")
        if name in self.names:
            raise VetterError(path, f"class {name} is defined twice; merge the two lists or rename one")
        if not isinstance(body, dict):
            raise VetterError(path, f"class {name}: a table is wanted here; write words: [one, two] under it")
        refuse_unknown(path, body, CLASS_KEYS, f"class {name}: ")
        forms = body.get("forms")
        if forms is not None and forms not in FORMS:
            raise VetterError(path, f"class {name}: forms is {forms!r}; it can be {' or '.join(FORMS)}, or left out")
        self.names.add(name)
        self.bodies[name] = body
        parts = [name + suffix for suffix in VERB_FORMS] if forms == "verb" else [name]
        if body.get("closed"):
            self.closed.update([f"{name}_PAST"] if forms == "verb" else parts)
        if body.get("lower") or forms == "verb":
            self.lower_only.update([name, f"{name}_PAST", f"{name}_AMB"] if forms == "verb" else parts)
        if body.get("upper"):
            self.upper_only.update(parts)
        self.put_words(path, name, body, body.get("words") or ())

    def add_words(self, path: str, name: str, words: Any) -> None:
        """More words for a class that another list has."""
        if name not in self.bodies:
            hint = did_you_mean(str(name), self.bodies)
            raise VetterError(path, f"no class is called {name}{hint}; a new one goes under `classes`")
        if not isinstance(words, list):
            raise VetterError(path, f"class {name}: a list of words is wanted here, such as [one, two]")
        self.put_words(path, name, self.bodies[name], words)

    def put_words(self, path: str, name: str, body: Facts, words: Any) -> None:
        common, forms = body.get("facts") or {}, body.get("forms")
        for entry in entries(path, name, words):
            if not (isinstance(common, dict) and isinstance(entry.facts, dict) and is_plain([common, entry.facts])):
                problem = f"what is known of {entry.word!r} is no table of plain values; write key: value lines"
                raise VetterError(path, f"class {name}: {problem}")
            facts = {**common, **entry.facts}
            for part, form in self.inflected(name, forms, entry.word):
                self.put(part, form, facts)

    def inflected(self, name: str, forms: str | None, word: str) -> Iterator[tuple[str, str]]:
        head, _, rest = word.partition(" ")
        tail = f" {rest}" if rest else ""
        if forms == "verb":
            for suffix, form in verb_forms(head, self.irregular.get(head), head in self.doubling):
                noun_too = suffix == "" and head in self.nouns and form in (head, third_person(head))
                yield name + ("_AMB" if noun_too else suffix), form + tail
        elif forms == "noun":
            first, _, last = word.rpartition(" ")
            lead = f"{first} " if first else ""
            yield name, word
            yield name, lead + plural(last)
        else:
            yield name, word

    def put(self, name: str, word: str, facts: Facts) -> None:
        parts = tuple(word.split())
        if len(parts) > 1:
            known = self.phrases.setdefault(name, [])
            if parts not in known:
                known.append(parts)
            for part in parts:
                self.words.setdefault(part, set()).add(f"'{part}'")
        else:
            self.words.setdefault(word, set()).add(name)
        if facts:
            self.facts.setdefault(name, {})[word] = facts

    def add_group(self, path: str, name: str, members: Any) -> None:
        if name in self.names:
            raise VetterError(path, f"group {name} has the name of a class; rename it")
        for member in members:
            if member not in self.names:
                raise VetterError(path, f"group {name}: no class {member}")
        self.names.add(name)
        for suffix in VERB_FORMS:
            sources = [member + suffix for member in members]
            found = False
            for classes in self.words.values():
                if not classes.isdisjoint(sources):
                    classes.add(name + suffix)
                    found = True
            for source in sources:
                if source in self.phrases:
                    self.phrases.setdefault(name + suffix, []).extend(self.phrases[source])
                for word, facts in self.facts.get(source, {}).items():
                    self.facts.setdefault(name + suffix, {}).setdefault(word, facts)
            if any(source in self.closed for source in sources) and found:
                self.closed.add(name + suffix)
            if all(source in self.lower_only for source in sources):
                self.lower_only.add(name + suffix)

    def finish(self) -> Lexicon:
        return Lexicon(
            {word: frozenset(classes) for word, classes in sorted(self.words.items())},
            {name: tuple(phrases) for name, phrases in sorted(self.phrases.items())},
            self.facts,
            frozenset(self.closed),
            frozenset(self.lower_only),
            frozenset(self.upper_only),
            frozenset(self.marks),
            frozenset(name + suffix for name in self.names for suffix in VERB_FORMS),
        )


def entries(path: str, name: str, words: Any) -> Iterator[Entry]:
    for item in words if isinstance(words, list) else [words]:
        if isinstance(item, dict):
            for word, facts in item.items():
                yield Entry(checked(path, name, word), facts or {})
        else:
            yield Entry(checked(path, name, item), {})


def checked(path: str, name: str, word: Any) -> str:
    if not isinstance(word, str) or not word.strip():
        raise VetterError(path, f"class {name}: {word!r} is not a word; put it in quotes")
    return word.lower()


def verb_forms(base: str, irregular: list[str] | None, doubles: bool) -> Iterator[tuple[str, str]]:
    """(suffix, form) for a verb: finite base, -s and past under "", the plain base, -ing form and past participle."""
    for stem in (base, *british(base)):
        if irregular is not None and stem == base:
            third, past, participle, ing = (form.split("/") for form in irregular)
        else:
            third, past, ing = [third_person(stem)], regular(stem, "ed", doubles), regular(stem, "ing", doubles)
            participle = past
        for suffix, shapes in (
            ("", [stem, *third, *past]),
            ("_BASE", [stem]),
            ("_ING", ing),
            ("_EN", participle),
            ("_PAST", past),
        ):
            for form in shapes:
                yield suffix, form


def british(base: str) -> tuple[str, ...]:
    return (base[:-3] + "ise",) if base.endswith("ize") and len(base) > 5 else ()


def third_person(stem: str) -> str:
    if stem.endswith("y") and stem[-2:-1] not in VOWELS:
        return stem[:-1] + "ies"
    return stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def regular(stem: str, ending: str, doubles: bool) -> list[str]:
    if ending == "ed" and stem.endswith("y") and stem[-2:-1] not in VOWELS:
        return [stem[:-1] + "ied"]
    if stem.endswith("e") and ending == "ed":
        return [stem + "d"]
    if stem.endswith("ie") and ending == "ing":
        return [stem[:-2] + "ying"]
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return [stem[:-1] + ending]
    if doubles:
        return [stem + stem[-1] + ending]
    if stem.endswith("l") and stem[-2:-1] in VOWELS and stem[-3:-2] not in VOWELS and len(stem) > 4:
        return [stem + ending, stem + "l" + ending]
    return [stem + ending]


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith("man") and noun != "german":
        return noun[:-2] + "en"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def refuse_unknown(path: str, table: Any, known: Iterable[str], where: str = "") -> None:
    if not isinstance(table, dict):
        raise VetterError(path, f"{where}expected a mapping")
    for key in table:
        if key not in known:
            raise VetterError(path, f"{where}unknown key {key!r}; known keys are {', '.join(sorted(known))}")


def refuse_wrong_types(path: str, table: dict[str, Any]) -> None:
    """Every part of a file is of the kind it must be: tables by name, lists of words."""
    for key in ("classes", "add", "groups", "verbs"):
        if not isinstance(table.get(key) or {}, dict):
            raise VetterError(path, f"{key}: a table is wanted here, each name with what belongs to it")
    for key in ("doubling", "nouns"):
        if not is_words(table.get(key) or []):
            raise VetterError(path, f"{key}: a list of words is wanted here, such as [plan, stop]; put no in quotes")
    for verb, forms in (table.get("verbs") or {}).items():
        if not isinstance(verb, str) or not is_words(forms) or len(forms) != PARTS:
            wanted = f"{PARTS} forms are wanted: third person, past, participle and -ing form"
            raise VetterError(path, f"verb {verb!r}: {wanted}, such as [goes, went, gone, going]")
    for name, members in (table.get("groups") or {}).items():
        if not isinstance(name, str) or not is_words(members):
            raise VetterError(path, f"group {name!r}: a list of classes is wanted here, such as [ONE, TWO]")


def is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)


def is_plain(value: Any, depth: int = 0) -> bool:
    """Whether facts are made of words, numbers, lists and tables alone, and not too deep."""
    if depth > MOST_DEPTH:
        return False
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_plain(each, depth + 1) for key, each in value.items())
    if isinstance(value, list):
        return all(is_plain(each, depth + 1) for each in value)
    return value is None or isinstance(value, str | int | float)


def load_yaml(path: str) -> Any:
    import yaml

    refuse_irregular(path)
    try:
        with open(path, encoding="utf-8") as file:
            return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    except UnicodeDecodeError as error:
        raise VetterError(path, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except yaml.reader.ReaderError as error:
        raise VetterError(path, f"broken YAML: {error.reason}; take that character away") from error
    except (ValueError, OverflowError, TypeError) as error:
        raise VetterError(path, f"broken YAML: {error}; mend the value or put it in quotes") from error
    except RecursionError as error:
        raise VetterError(path, "nested too deeply; write it flatter") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise VetterError(f"{path}:{line}", f"broken YAML: {error.problem or 'unreadable'}") from error
    except OSError as error:
        raise VetterError(path, f"cannot be read: {error.strerror}") from error


@cache
def parted(name: str) -> tuple[str, str]:
    """A class name and its verb-form suffix: E_ATTACK_EN is E_ATTACK and _EN."""
    for suffix in VERB_FORMS[1:]:
        if name.endswith(suffix):
            return name[: -len(suffix)], suffix
    return name, ""
