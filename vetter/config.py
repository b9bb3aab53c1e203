"""How a project wants its drafts judged: settings, the rules their selectors mean, the files they are for."""

import os
import re
from collections.abc import Iterable

from vetter import globs
from vetter.errors import VetterError, did_you_mean
from vetter.findings import SEVERITIES
from vetter.folders import NONE_OWN, Own
from vetter.house import NO_HOUSE, House
from vetter.values import Any, NamedTuple

LEVELS = tuple(reversed(SEVERITIES))
FAIL_ON = (*LEVELS, "never")
EXCLUDE = (
    "README*", "CHANGELOG*", "CHANGES*", "HISTORY*", "LICENSE*", "LICENCE*", "COPYING*", "NOTICE*", "AUTHORS*",
    "CONTRIBUTING*", "CONTRIBUTORS*", "CODE_OF_CONDUCT*", "SECURITY*", "requirements*.txt",
    "CMakeLists.txt", "robots.txt",
)  # fmt: skip


class Override(NamedTuple):
    """Other settings for the files that `paths` fit. None leaves a setting alone; ignore and severities add; `house`
    are the fields of the house that are others here."""

    paths: tuple[str, ...]
    packs: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    self_names: tuple[str, ...] | None = None
    summary_headings: tuple[str, ...] | None = None
    house: tuple[tuple[str, Any], ...] = ()


class Settings(NamedTuple):
    """What holds for one draft. `select`, `ignore` and `severities` name rules by id, by prefix (VET2) or by name.

    The last of `packs` decides about severities.
    `preview` turns on the rules that are not ready yet. `root` is the folder the configuration's globs and its
    `baseline` start from, `rules` are the folders of the house's own rules, `problems` the places and mistakes of
    what was left out.
    """

    packs: tuple[str, ...] = ("core",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    self_names: tuple[str, ...] = ("we", "this report", "this assessment")
    summary_headings: tuple[str, ...] = ()
    exclude: tuple[str, ...] = EXCLUDE
    per_path: tuple[Override, ...] = ()
    fail_on: str = "warning"
    level: str = "info"
    preview: bool = False
    baseline: str = ""
    root: str = ""
    house: House = NO_HOUSE
    rules: Own = NONE_OWN
    problems: tuple[tuple[str, str], ...] = ()


class Vocabulary(NamedTuple):
    """The packs, the rules (id, name) and the ladders that a configuration may speak of."""

    packs: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]
    ladders: tuple[str, ...] = ()


def chosen(selectors: Iterable[str], rule: str, name: str) -> bool:
    """Whether one of the selectors means this rule: its id, the beginning of its id, its name, or `all`."""
    return any(
        selector in (name, "all") or (is_prefix(selector) and rule.startswith(selector)) for selector in selectors
    )


def normal(selector: str) -> str:
    """A selector as rules are spelt, whatever letters it was typed in: VET101, a-name."""
    return selector.upper() if re.fullmatch(r"(?i)vet\d*", selector) else selector.lower()


def is_prefix(selector: str) -> bool:
    return selector.startswith("VET") and (selector[3:].isdigit() or selector == "VET")


def for_file(settings: Settings, path: str) -> Settings:
    """The settings of one file: every override whose globs fit it, in the order they are written."""
    inside = relative(settings, path) if settings.per_path else ""
    for override in settings.per_path:
        if globs.covers(tuple(map(globs.compile, override.paths)), inside):
            settings = _overridden(settings, override)
    return settings


def excludes(settings: Settings, path: str) -> bool:
    """Whether a file found in a folder is to be left alone."""
    return globs.covers(tuple(map(globs.compile, settings.exclude)), relative(settings, path))


def relative(settings: Settings, path: str) -> str:
    """The path as the configuration's globs see it; a file outside the configuration's folder is known by its name."""
    inside = os.path.relpath(path, settings.root or os.curdir)
    return os.path.basename(path) if inside.startswith(os.pardir) else inside.replace(os.sep, "/")


def _overridden(settings: Settings, override: Override) -> Settings:
    replaced = {
        key: value
        for key in ("packs", "select", "self_names", "summary_headings")
        if (value := getattr(override, key)) is not None
    }
    return settings._replace(
        ignore=settings.ignore + override.ignore,
        severities=settings.severities + override.severities,
        house=settings.house._replace(**dict(override.house)),
        **replaced,
    )


def check_selector(selector: str, vocabulary: Vocabulary, place: str) -> str:
    """The selector as rules are spelt, if it means a rule at all."""
    meant = normal(selector)
    if any(chosen((meant,), rule, name) for rule, name in vocabulary.rules):
        return meant
    known = [word for rule in vocabulary.rules for word in rule]
    hint = "" if is_prefix(meant) else did_you_mean(selector, known)  # a number is near many others
    raise VetterError(place, f"no rule is called {selector!r}{hint}; `vetter rules` lists them")


def check_pack(pack: str, vocabulary: Vocabulary, place: str) -> str:
    """The pack, if there is one of this name."""
    if pack in vocabulary.packs:
        return pack
    raise VetterError(place, f"no pack is called {pack!r}{did_you_mean(pack, vocabulary.packs)}; "
                             f"the packs are {', '.join(vocabulary.packs)}")  # fmt: skip
