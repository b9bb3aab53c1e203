"""A folder of rule files: YAML in, a checked `RuleSet` out, with its packs and ladders. `rulesheet` reads one rule."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from vetter import ladderfiles, packfiles
from vetter.errors import VetterError, did_you_mean
from vetter.folders import files
from vetter.ladders import Ladder
from vetter.rulebook import NO_RULES, Example, Rule, RuleSet
from vetter.rulesheet import RuleSheet
from vetter.sheets import name_of
from vetter.values import TypeVar

Item = TypeVar("Item")
Read = TypeVar("Read")

ANY_PACK = "core"
"""The pack that the examples of a rule in no pack are tried with."""
MOST_YIELDS = 100
LEAST_SHIPPED = 3  # examples of each kind that a rule has which ships


def load(
    folder: str,
    base: RuleSet = NO_RULES,
    classes: Collection[str] = (),
    terms: Collection[str] = (),
    told: list[VetterError] | None = None,
) -> RuleSet:
    """The rules, packs and ladders of a folder (or of one file) on top of `base`. A rule with the id and the name of
    one in `base`, or a pack or ladder with the name of one, takes its place.

    With `classes`, the lexicon's class names, a `has` that names none of them is refused; with `terms`, its likelihood
    terms, a ladder that holds another. A mistake goes onto the list `told`, and what it stands in is left out; without
    such a list the first one ends it.
    """
    entered: dict[str, tuple[Ladder, str]] = {}
    scales = files_of(folder, ladderfiles.FOLDER)
    for _ in kept(scales, lambda path: ladderfiles.enter(path, entered, terms), told):
        pass
    known_ladders = {each.name: each for each in base.ladders} | {name: each for name, (each, _) in entered.items()}
    ladders = (*known_ladders, *map(name_of, scales))  # one that is broken has been told of
    paths = files_of(folder, packfiles.FOLDER)
    written: dict[str, packfiles.Written] = {}
    for _ in kept(paths, lambda path: packfiles.enter(path, written, ladders), told):
        pass
    packs = (*(pack.name for pack in base.packs), *map(name_of, paths))
    own: list[Rule] = []

    def enter(path: str) -> None:
        sheet = RuleSheet(path, packs, frozenset(classes), ladders)
        rule = sheet.rule(sheet.read())
        _refuse_twin(rule, own, base.rules)
        own.append(rule)

    for _ in kept(rule_files(folder), enter, told):
        pass
    joining = {pack for rule in own for pack in rule.packs}
    for _ in kept(tuple(written.values()), lambda each: packfiles.refuse_empty(each, joining), told):
        pass
    known = _joined(base, own, written, told)
    in_order = sorted(map(_with_tried, known.rules), key=lambda rule: rule.id)
    return RuleSet(tuple(in_order), known.packs, tuple(known_ladders.values()))


def refuse_unfinished(rule: Rule) -> None:
    """A rule that ships is in a pack, and has examples enough to be trusted in drafts that nobody has seen."""
    if not rule.packs:
        raise VetterError(rule.place, f"{rule.id} ships and is in no pack, so it would be on in every run; "
                                      "name it under `rules` in a file of rules/packs")  # fmt: skip
    for examples, key in ((rule.flags, "flags"), (rule.passes, "passes")):
        if len(examples) < LEAST_SHIPPED:
            raise VetterError(rule.place, f"{rule.id} ships and has {len(examples)} `{key}`; write {LEAST_SHIPPED} "
                                          "or more")  # fmt: skip


def kept(items: Iterable[Item], read: Callable[[Item], Read], told: list[VetterError] | None) -> Iterator[Read]:
    """What the items say; a mistake is told on the list, and without one ends it."""
    for item in items:
        try:
            yield read(item)
        except VetterError as error:
            if told is None:
                raise
            told.append(error)


def _joined(
    base: RuleSet, own: Collection[Rule], written: Mapping[str, packfiles.Written], told: list[VetterError] | None
) -> RuleSet:
    """Rules and packs together, without those that name what is not there."""
    try:
        known = packfiles.joined(base, own, written)
        by_id = {rule.id: rule for rule in known.rules}
        for rule in known.rules:
            _refuse_bad_yields(rule, by_id)
    except VetterError as error:
        fewer = [rule for rule in own if rule.place != error.place]
        left = packfiles.without(written, error.place)
        if told is None or (len(fewer) == len(own) and left == written):
            raise
        told.append(error)
        return _joined(base, fewer, left, told)
    return known


def _with_tried(rule: Rule) -> Rule:
    """The rule, its examples tried with the first of its packs where they say nothing else."""
    first = rule.packs[0] if rule.packs else ANY_PACK

    def tried(examples: tuple[Example, ...]) -> tuple[Example, ...]:
        return tuple(each if each.pack else each._replace(pack=first) for each in examples)

    return rule._replace(flags=tried(rule.flags), passes=tried(rule.passes))


def rule_files(path: str) -> tuple[str, ...]:
    """The rule files of a folder, in the order of their names; a single file stands for itself."""
    declared = declaration_files(path)
    return tuple(file for file in _yaml_files(path) if not is_of_grammars(file) and file not in declared)


def declaration_files(path: str) -> tuple[str, ...]:
    """The packs and ladders at a path."""
    return (*files_of(path, packfiles.FOLDER), *files_of(path, ladderfiles.FOLDER))


def files_of(path: str, kind: str) -> tuple[str, ...]:
    """The files at a path that stand in a folder called by what they hold, such as packs/."""
    return tuple(file for file in _yaml_files(path) if _kind(file) == kind)


def _yaml_files(path: str) -> tuple[str, ...]:
    if os.path.isfile(path):
        return (path,)
    return tuple(files(path, (".yml", ".yaml")))


def _kind(file: str) -> str:
    return os.path.basename(os.path.dirname(os.path.abspath(file)))


def is_of_grammars(path: str) -> bool:
    """Whether a YAML file lists words or tells how frequent they are."""
    return os.path.basename(path) == "frequencies.yml" or _kind(path) == "lexicon"


def _refuse_twin(rule: Rule, own: Iterable[Rule], base: Iterable[Rule]) -> None:
    """A name may be borne once; only a rule with both id and name of one in `base` takes its place."""
    others = (*own, *(other for other in base if (other.id, other.name) != (rule.id, rule.name)))
    for word in (rule.id, rule.name):
        for other in others:
            if word in (other.id, other.name):
                raise VetterError(rule.place, f"{word!r} is taken by {other.place}; choose another")


def _refuse_bad_yields(rule: Rule, by_id: dict[str, Rule], above: tuple[str, ...] = ()) -> None:
    if len(above) > MOST_YIELDS:
        raise VetterError(rule.place, f"more than {MOST_YIELDS} rules yield one to the next; make the chain shorter")
    for other in rule.yields_to:
        if other not in by_id:
            hint = did_you_mean(other, by_id)
            raise VetterError(rule.place, f"yields-to names {other!r}, and no rule has this id{hint}")
        if other in above:
            raise VetterError(rule.place, f"{rule.id} and {other} yield to each other; let one of them speak")
        _refuse_bad_yields(by_id[other], by_id, (*above, rule.id))
