"""Rules, packs and ladders to JSON values and back, as the artefact keeps them."""

import json
import os

from vetter.house import NO_HOUSE, restored
from vetter.ladders import Band, Ladder
from vetter.rulebook import Condition, Example, Pack, Rule, RuleSet, When
from vetter.values import Any

EXAMPLES = ("flags", "passes")


def dump(rules: RuleSet, as_they_are: bool = False) -> Any:
    """The rules as JSON values, with places told from the folder above all rule files, wherever it stood, or left as
    they are. Their examples, which most runs never ask for, are one text of JSON."""
    above = None if as_they_are else os.path.dirname(os.path.commonpath([rule.place for rule in rules.rules] or [""]))
    told = [_dump_rule(rule, above) for rule in rules.rules]
    examples = json.dumps([_dump_examples(rule, above) for rule in rules.rules], separators=(",", ":"))
    return {"rules": told, "packs": rules.packs, "ladders": rules.ladders, "examples": examples}


def restore(data: Any, examples: bool = True) -> RuleSet:
    """The rules from what `dump` made, with their examples or, for a run that only judges, without."""
    packs = tuple(Pack(*_frozen(pack)) for pack in data["packs"])
    told = map(_restore_rule, data["rules"])
    if examples:
        told = map(_with_examples, told, json.loads(data["examples"]))
    return RuleSet(tuple(told), packs, tuple(map(_restore_ladder, data["ladders"])))


def _dump_rule(rule: Rule, above: str | None) -> dict[str, Any]:
    fields = {**rule._asdict(), "when": _dump_when(rule.when), "place": _below(above, rule.place)}
    return {key: value for key, value in fields.items() if key not in EXAMPLES}


def _dump_examples(rule: Rule, above: str | None) -> list[list[list[Any]]]:
    def example(each: Example) -> list[Any]:
        values = list(each._replace(place=_below(above, each.place)))
        return values if each.house != NO_HOUSE else values[:-1]

    return [[example(each) for each in getattr(rule, name)] for name in EXAMPLES]


def _below(above: str | None, place: str) -> str:
    if above is None:
        return place
    return os.path.relpath(place, above or os.curdir).replace(os.sep, "/")


def _dump_when(item: Condition | When) -> Any:
    if isinstance(item, Condition):
        return list(item)
    return {name: [_dump_when(each) for each in group] for name, group in zip(When._fields, item, strict=True)}


def _restore_rule(data: dict[str, Any]) -> Rule:
    fields = {key: _frozen(value) for key, value in data.items() if key != "when"}
    return Rule(**fields, when=_restore_when(data["when"]), flags=(), passes=())


def _with_examples(rule: Rule, data: list[list[list[Any]]]) -> Rule:
    flags, passes = (tuple(map(_restore_example, each)) for each in data)
    return rule._replace(flags=flags, passes=passes)


def _restore_example(data: list[Any]) -> Example:
    example = Example(*_frozen(data))
    return example if example.house == NO_HOUSE else example._replace(house=restored(example.house))


def _restore_when(data: dict[str, list[Any]]) -> When:
    return When(*(tuple(map(_restore_item, data[group])) for group in ("all", "any", "none")))


def _restore_item(data: Any) -> Condition | When:
    return _restore_when(data) if isinstance(data, dict) else Condition(*_frozen(data))


def _restore_ladder(data: Any) -> Ladder:
    ladder = Ladder(*_frozen(data))
    return ladder._replace(bands=tuple(Band(*band) for band in ladder.bands))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value
