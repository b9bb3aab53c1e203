"""What a rule is: a name for a wrong, the conditions that find it, and the examples that hold it to its word.

Values, and the JSON that the artefact keeps of them.
"""

import json
import os
from collections.abc import Iterator, Mapping

from vetter.house import NO_HOUSE, House, restored
from vetter.ladders import Band, Ladder
from vetter.values import Any, NamedTuple

EXAMPLES = ("flags", "passes")


class Condition(NamedTuple):
    """One question and the answers that satisfy it. operator: in, not-in, >=, <=, >, <, present or none.

    `within` is where a class of the lexicon (`has`) is looked for.
    """

    feature: str
    operator: str
    values: tuple[str | int, ...] = ()
    within: str = ""

    def __str__(self) -> str:
        where = f" in {self.within}" if self.within not in ("", "claim") else ""
        return f"{self.feature}: {written(self.operator, self.values)}{where}"


class When(NamedTuple):
    """Holds if all of `all`, at least one of `any` (when there are any) and none of `none` hold."""

    all: tuple["Condition | When", ...] = ()
    any: tuple["Condition | When", ...] = ()
    none: tuple["Condition | When", ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """Every condition, however deep it stands."""
        for item in (*self.all, *self.any, *self.none):
            if isinstance(item, When):
                yield from item.conditions()
            else:
                yield item

    def classes(self) -> Iterator[str]:
        """The classes of the lexicon that it asks for."""
        return (str(value) for item in self.conditions() if item.feature == "has" for value in item.values)


class Example(NamedTuple):
    """A draft that a rule must flag at exactly these stretches, or let pass when there are none, in this house.

    `source` is what the draft is held against, "" for nothing.
    """

    text: str
    stretches: tuple[tuple[int, int], ...]
    pack: str
    name: str
    place: str
    source: str = ""
    house: House = NO_HOUSE


class Rule(NamedTuple):
    """A rule as its file, `place`, states it. `marks` is a stretch of the table or a class of the lexicon.

    `packs` are those that turn it on, one and all for a rule in none; `severities` are others that it has in some.

    A rule over `text` asks no condition: `wording` are the words and phrases it looks for, each with what could stand
    instead.

    A rule whose `status` is preview is off unless asked for; `preview_until` says why, and what would bring it out.
    """

    id: str
    name: str
    severity: str
    over: str
    marks: str
    why: str
    standard: tuple[str, ...]
    when: When
    message: str
    flags: tuple[Example, ...]
    passes: tuple[Example, ...]
    mistaken_when: tuple[str, ...]
    place: str
    packs: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    fix: str | None = None
    needs: tuple[str, ...] = ()
    once: str = "claim"
    yields_to: tuple[str, ...] = ()
    status: str = "stable"
    preview_until: str = ""
    wording: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Pack(NamedTuple):
    """A set of rules for one kind of report. `doubt_verb` says what the house takes "claimed" to mean,
    `ladder` which scale its likelihood terms follow ("" for none in particular), `extends` whose rules it has too."""

    name: str
    title: str
    about: str
    self_names: tuple[str, ...] = ()
    doubt_verb: str = "open"
    ladder: str = ""
    extends: tuple[str, ...] = ()


class RuleSet(NamedTuple):
    """Every rule there is, in order of id, the packs they belong to, and the ladders that packs and houses follow."""

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    ladders: tuple[Ladder, ...] = ()


NO_RULES = RuleSet((), ())


def rank(rule: Rule, by_id: Mapping[str, Rule]) -> int:
    """How late a rule is asked: after every rule that it yields to."""
    return max((rank(by_id[other], by_id) + 1 for other in rule.yields_to), default=0)


def spelt(value: object) -> str:
    """A value as rule files spell it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def written(operator: str, values: tuple[str | int, ...]) -> str:
    words = [spelt(value) for value in values]
    match operator:
        case "present" | "none":
            return operator
        case "in":
            return words[0] if len(words) == 1 else f"[{', '.join(words)}]"
        case "not-in":
            return f"!= {words[0]}"
    return operator + words[0]


# --- to JSON and back


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
