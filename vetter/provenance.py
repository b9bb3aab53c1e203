"""What holds for one draft, setting by setting, and where each is settled: `vetter config`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from vetter import config, configfile, globs, lint, runs
from vetter.config import Settings
from vetter.entries import Entry
from vetter.runs import Order

DEFAULT = "default"
OF_HOUSE = ("doubt-verb", "ladder", "sides", "sources", "daily", "cut-off")
OPTIONS = {"packs": "--pack", "select": "--select", "ignore": "--ignore", "fail-on": "--fail-on", "level": "--level",
           "preview": "--preview"}  # fmt: skip
ADDING = ("ignore", "severities", "sources", "glossary", "rules")
"""Settings to which every file adds; of the others the last file says the whole."""


class Row(NamedTuple):
    key: str
    value: str
    origins: tuple[str, ...]


def table(order: Order, path: str) -> Iterator[str]:
    """One line a setting: its name, what it is, and the places that say so."""
    rows = list(_rows(order, path))
    width = max(len(row.key) for row in rows)
    for row in rows:
        yield f"{row.key:<{width}}  {row.value}\n"
        yield from (f"{'':<{width}}    from {origin}\n" for origin in row.origins)


def _rows(order: Order, path: str) -> Iterator[Row]:
    settings = runs.settings(order, path)
    file = configfile.find(path) if order.config is None else order.config
    files = configfile.chain(file).files if file else ()
    told = dict(_told(files, settings, path))
    packs = [pack for name in settings.packs for pack in lint.ruleset(settings.rules).packs if pack.name == name]
    yield Row("configuration", file or "none", ())
    for key in configfile.SETTINGS:
        if key in ("per-path", "extends"):
            continue
        origins = told.get(key, ())
        option = OPTIONS.get(key, "")
        if option and getattr(order, key.replace("-", "_")):
            origins = (*origins, option) if key in ADDING else (option,)
        if not origins and key in ("doubt-verb", "ladder"):
            field = key.replace("-", "_")
            taken = [pack for pack in packs if getattr(pack, field) not in ("", "open")]
            if taken:
                yield Row(key, getattr(taken[-1], field), (f"the pack {taken[-1].name}",))
                continue
        if key == "self-names":
            origins = (*(origins or (DEFAULT,)), *(f"the pack {pack.name}" for pack in packs if pack.self_names))
            settings = lint.with_house_names(settings)
        yield Row(key, _written(_value(settings, key)), tuple(origins) or (DEFAULT,))


def _told(files: Iterable[configfile.File], settings: Settings, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The places that settle each key for this draft, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    overrides: list[tuple[str, Entry]] = []
    for file in files:
        for key, entry in _entries(file.top):
            if key != "per-path":
                _note(found, key, f"{file.path}:{entry.key_line or entry.line}")
            elif isinstance(entry.value, list):
                overrides += ((file.path, each) for each in entry.value)
    inside = config.relative(settings, path)
    for name, entry in overrides:
        fields = dict(_entries(entry))
        paths = fields.pop("paths", None)
        if paths is not None and isinstance(paths.value, list):
            patterns = tuple(globs.compile(each.value) for each in paths.value if isinstance(each.value, str))
            if globs.covers(patterns, inside):
                for key, value in fields.items():
                    _note(found, key, f"{name}:{value.key_line or value.line} (for these paths)")
    yield from found.items()


def _note(found: dict[str, tuple[str, ...]], key: str, place: str) -> None:
    found[key] = (*found.get(key, ()), place) if key in ADDING else (place,)


def _entries(entry: Entry) -> list[tuple[str, Entry]]:
    return list(entry.value.items()) if isinstance(entry.value, dict) else []


def _value(settings: Settings, key: str) -> Any:
    if key == "glossary":
        return [*settings.house.labels, *(" = ".join(names) for names in settings.house.aliases)]
    if key == "rules":
        return [os.path.relpath(folder) for folder in settings.rules.folders]
    if key in OF_HOUSE:
        value = getattr(settings.house, key.replace("-", "_"))
        if key == "sides":
            return [f"{side.name}: {', '.join(side.members)}" for side in value]
        if key == "sources":
            return [_source(*source) for source in value]
        return value
    value = getattr(settings, key.replace("-", "_"))
    return [f"{rule}: {severity}" for rule, severity in value] if key == "severities" else value


def _source(name: str, aliases: tuple[str, ...], grade: str, deny: str) -> str:
    known = [*([f"grade {grade}"] if grade else []), *([f"denied: {deny}"] if deny else [])]
    return " ".join([name, f"({', '.join(aliases)})" if aliases else "", *known]).replace("  ", " ").strip()


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value or "none"
    return "; ".join(value) if any("," in each for each in value) else ", ".join(value) or "none"
