"""What holds for one draft, setting by setting, and where each is settled: `vetter config`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from vetter import config, configfile, globs, lint, runs
from vetter.config import Settings
from vetter.entries import Entry
from vetter.rulebook import Pack
from vetter.runs import Order
from vetter.values import Any, NamedTuple

DEFAULT = "default"
OF_HOUSE = ("doubt-verb", "ladder", "sides", "sources", "daily", "cut-off")
OPTIONS = {"packs": "--pack", "select": "--select", "ignore": "--ignore", "fail-on": "--fail-on", "level": "--level",
           "preview": "--preview", "baseline": "--baseline"}  # fmt: skip
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
    told = dict(_told(configfile.chain(file).files if file else (), settings, path))
    packs = [pack for name in settings.packs for pack in lint.ruleset(settings.rules).packs if pack.name == name]
    named = lint.with_house_names(settings)
    yield Row("configuration", file or "none", ())
    for key in configfile.SETTINGS:
        if key in ("per-path", "extends"):
            continue
        origins = _with_option(key, told.get(key, ()), order)
        of_packs = tuple(pack for pack in packs if _says(pack, key))
        if key in ("doubt-verb", "ladder") and not origins and of_packs:
            yield Row(key, _says(of_packs[-1], key), (f"the pack {of_packs[-1].name}",))
        elif key == "self-names":
            from_packs = (f"the pack {pack.name}" for pack in of_packs)
            yield Row(key, _written(named.self_names), (*(origins or (DEFAULT,)), *from_packs))
        else:
            yield Row(key, _written(_value(settings, key)), origins or (DEFAULT,))


def _with_option(key: str, origins: tuple[str, ...], order: Order) -> tuple[str, ...]:
    option = OPTIONS.get(key, "")
    if not option or not getattr(order, key.replace("-", "_")):
        return origins
    return (*origins, option) if key in ADDING else (option,)


def _says(pack: Pack, key: str) -> str:
    """What a pack settles of what packs may settle; "" where it leaves it open."""
    match key:
        case "doubt-verb":
            return pack.doubt_verb if pack.doubt_verb != "open" else ""
        case "ladder":
            return pack.ladder
        case "self-names":
            return ", ".join(pack.self_names)
    return ""


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
