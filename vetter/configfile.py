"""A configuration file, `.vetter.yml` or `[tool.vetter]` in pyproject.toml, becomes `Settings`.

Unknown keys, values, packs and rules are told by file and line, and the rest holds. YAML and TOML are imported only
when there is one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

from vetter.config import FAIL_ON, LEVELS, Override, Settings, Vocabulary, check_pack, check_selector
from vetter.entries import Entry, from_toml, from_yaml, project_table
from vetter.errors import VetterError
from vetter.folders import NONE_OWN, Own, stamped
from vetter.house import House
from vetter.housefile import HOUSE, HouseForm, taken_out
from vetter.values import Any, NamedTuple

FILE = ".vetter.yml"
PROJECT_FILE = "pyproject.toml"


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
    if os.path.lexists(own):
        raise VetterError(own, "is no regular file, or a link that leads to none; mend it or take it away")
    project = os.path.join(folder, PROJECT_FILE)
    if os.path.isfile(project) and "vetter" in project_table(project):
        return project
    return None


def forget() -> None:
    """Look at the disk again: what is cached here is true for one run only."""
    for cached in (_find_in, _file_in, chain, load):
        cached.cache_clear()


class File(NamedTuple):
    path: str
    top: Entry


class Chain(NamedTuple):
    """A configuration behind those it extends, the folders of own rules they name, and what is wrong with either."""

    files: tuple[File, ...]
    own: Own = NONE_OWN
    told: tuple[VetterError, ...] = ()


@lru_cache(maxsize=64)
def chain(path: str) -> Chain:
    """The configuration files that hold together, the one furthest away first."""
    return _chain(path, ())


def _chain(path: str, above: tuple[str, ...]) -> Chain:
    top = from_toml(path) if path.endswith(".toml") else from_yaml(path)
    if not isinstance(top.value, dict):
        raise VetterError(f"{path}:{top.line}", f"a table of settings is wanted here: {', '.join(SETTINGS)}")
    below, told = Chain(()), list[VetterError]()
    try:
        below = _extended(path, top.value, above)
    except VetterError as error:
        told.append(error)
    own = below.own
    try:
        if folders := _folder(path, top.value):
            own = stamped((*below.own.folders, *folders))
    except VetterError as error:
        told.append(error)
    return Chain((*below.files, File(path, top)), own, (*below.told, *told))


def _extended(path: str, top: dict[str, Entry], above: tuple[str, ...]) -> Chain:
    if "extends" not in top:
        return Chain(())
    target, line = _beside(path, top["extends"])
    seen = (*above, os.path.realpath(path))
    if os.path.realpath(target) in seen:
        raise VetterError(f"{path}:{line}", f"{target} extends this file in turn; take one `extends` away")
    if not os.path.isfile(target):
        raise VetterError(f"{path}:{line}", f"no such file: {target}; name a configuration from here")
    return _chain(target, seen)


def _folder(path: str, top: dict[str, Entry]) -> tuple[str, ...]:
    if "rules" not in top:
        return ()
    target, line = _beside(path, top["rules"])
    if not os.path.isdir(target):
        raise VetterError(f"{path}:{line}", f"no such folder: {target}; `vetter new rule NAME` makes it")
    return (target,)


def _beside(path: str, entry: Entry) -> tuple[str, int]:
    """A path told from the folder of the configuration, and its line."""
    named = Form(path, Vocabulary((), ())).word(entry)
    return os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(path)), named)), entry.line


@lru_cache(maxsize=64)
def load(path: str, vocabulary: Vocabulary) -> Settings:
    """A configuration file as settings, on top of what it extends. What is not understood stands in `problems`.

    Raises VetterError where nothing at all can be understood.
    """
    linked = chain(path)
    told = list(linked.told)
    fields: dict[str, Any] = {}
    for file in linked.files:
        form = Form(file.path, vocabulary)
        fields = _on_top(fields, form.table(file.top, SETTINGS))
        told += form.told
    house = House(**taken_out(fields))
    settings = Settings(**fields, house=house, rules=linked.own, root=os.path.dirname(os.path.abspath(path)))
    return settings._replace(problems=tuple((error.place, error.problem) for error in told))


ADDING = ("ignore", "severities", "per_path", "labels", "aliases")
"""What a configuration adds to those of the one it extends; of everything else it says the whole."""


def _on_top(base: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    fields.update(fields.pop("glossary", {}))
    for key in ("extends", "rules"):
        fields.pop(key, None)
    added = {key: (*base.get(key, ()), *fields[key]) for key in ADDING if key in fields}
    if "sources" in fields:
        own = {source.name for source in fields["sources"]}
        kept = (source for source in base.get("sources", ()) if source.name not in own)
        added["sources"] = (*kept, *fields["sources"])
    return {**base, **fields, **added}


class Form(HouseForm):
    """Reads entries of one file into typed values, by the tables below."""

    def __init__(self, path: str, vocabulary: Vocabulary) -> None:
        super().__init__(path, vocabulary.ladders)
        self.vocabulary = vocabulary

    def packs(self, entry: Entry) -> tuple[str, ...]:
        def read(item: Entry) -> str:
            return check_pack(self.word(item), self.vocabulary, f"{self.path}:{item.line}")

        found = tuple(self.kept(self.some(entry), read))
        return found or Settings().packs

    def selectors(self, entry: Entry) -> tuple[str, ...]:
        return tuple(self.kept(self.items(entry), lambda item: self.selector(self.word(item), item.line)))

    def selector(self, word: str, line: int) -> str:
        return check_selector(word, self.vocabulary, f"{self.path}:{line}")

    def severities(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        def read(pair: tuple[str, Entry]) -> tuple[str, str]:
            rule, value = pair
            return self.selector(rule, value.key_line), self.severity(value)

        pairs = self.pairs(entry, "rules with their severities are wanted here, such as VET101: error")
        return tuple(self.kept(pairs, read))

    def severity(self, entry: Entry) -> str:
        return self.one_of(entry, LEVELS)

    def fail_on(self, entry: Entry) -> str:
        return self.one_of(entry, FAIL_ON)

    def overrides(self, entry: Entry) -> tuple[Override, ...]:
        wanted = "a list of overrides is wanted here, each with its paths"
        return tuple(self.kept(self.items(entry, wanted), self.override))

    def override(self, entry: Entry) -> Override:
        fields = self.table(entry, OVERRIDE)
        if "paths" not in fields:
            raise self.refuse(entry.line, 'an override needs paths, such as ["annex/**"]')
        house = taken_out(fields)
        return Override(**fields, house=tuple(house.items()))


_JUDGING: Mapping[str, Any] = {
    "packs": Form.packs,
    "select": Form.selectors,
    "ignore": Form.selectors,
    "severities": Form.severities,
    "self-names": Form.names,
    "summary-headings": Form.words,
    **HOUSE,
}
OVERRIDE: Mapping[str, Any] = {"paths": Form.some_words, **_JUDGING}
SETTINGS: Mapping[str, Any] = {
    "extends": Form.word,
    "rules": Form.word,
    **_JUDGING,
    "exclude": Form.words,
    "per-path": Form.overrides,
    "fail-on": Form.fail_on,
    "level": Form.severity,
    "preview": Form.yes_no,
    "baseline": Form.word,
}
