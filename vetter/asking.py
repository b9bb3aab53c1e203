"""What a rule file asks: the conditions of a `when`, each held against the tables of features and checks."""

from __future__ import annotations

import re

from vetter.checks import CHECKS
from vetter.errors import did_you_mean
from vetter.features import COMMENT_FEATURES, FEATURES, SEES, WITHIN, CommentFeature, Feature
from vetter.rulebook import Condition, When
from vetter.sheets import Sheet
from vetter.stretches import CHECK
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Node

ELSEWHERE = tuple(place for place in WITHIN if place not in ("claim", "quote"))
STEPS = {f"S{step}": step for step in range(7)}
MOST_DIGITS = 9
CLASS_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
COMPARISON = re.compile(r"(>=|<=|!=|>|<)\s*(\S+)")


class Asking(Sheet):
    """Reads the conditions of one file; `classes` are those that the lexicon notes."""

    def __init__(self, path: str, classes: frozenset[str] = frozenset()) -> None:
        super().__init__(path)
        self.classes = classes

    def when(self, node: Node, over: str) -> When:
        table = self.table(node)
        if not table:
            raise self.refuse(node, "a rule needs a condition")
        groups: dict[str, list[Condition | When]] = {"all": [], "any": [], "none": []}
        others = [key for key in table if key not in groups and key != "in"]
        asked = "has" if "has" in table or len(others) != 1 else others[0]
        """What the `in` beside it is about."""
        for key, value in table.items():
            if key in groups:
                groups[key] += [self.item(each, over) for each in self.items(value)]
            elif key != "in":
                within = table.get("in") if key == asked else None
                groups["all"].append(self.condition(key, value, within, over))
            elif asked not in table or asked == CHECK or over == "directive":
                raise self.refuse(value, "`in` belongs beside `has`, or beside one question of a claim")
        return When(tuple(groups["all"]), tuple(groups["any"]), tuple(groups["none"]))

    def item(self, node: Node, over: str) -> Condition | When:
        when = self.when(node, over)
        return when.all[0] if len(when.all) == 1 and not when.any and not when.none else when

    def condition(self, key: str, node: Node, within: Node | None, over: str) -> Condition:
        if key == "has":
            place = self.one_of(within, WITHIN, "place to look") if within else "claim"
            return Condition("has", "in", tuple(self.class_name(item) for item in self.items(node)), place)
        if key == CHECK and over != "directive":
            return Condition(CHECK, "in", tuple(self.check(item, over) for item in self.items(node)))
        place = self.one_of(within, ELSEWHERE, "place to look") if within else ""
        if within and key in FEATURES and FEATURES[key].over != "claim":
            raise self.refuse(within, f"{key} belongs to a {FEATURES[key].over}: `in` is for what belongs to a claim")
        feature = self.feature(key, node, "claim" if place else over)
        items = self.items(node)
        if len(items) > 1:
            return Condition(key, "in", tuple(self.value(item, self.text(item), feature) for item in items), place)
        word = self.text(items[0])
        if word in ("present", "none") and feature.type in ("words", "number"):
            return Condition(key, word, (), place)
        compared = COMPARISON.fullmatch(word)
        operator, value = (compared[1], compared[2]) if compared else ("in", word)
        ordered = feature.type in ("number", "step")
        if operator in (">=", "<=", ">", "<") and not ordered:
            raise self.refuse(node, f"{key} is a word: {operator} cannot compare it; name the words it may be")
        if operator == "!=" and feature.type == "words":
            raise self.refuse(node, f"{key} is a set of words: put it under `none` instead of !=")
        answer = self.value(node, value, feature)
        if operator == "!=" and feature.type == "yes-no":
            return Condition(key, "in", (not answer,), place)
        return Condition(key, "not-in" if operator == "!=" else operator, (answer,), place)

    def check(self, node: Node, over: str) -> str:
        name = self.one_of(node, CHECKS, "check")
        if CHECKS[name].over not in SEES[over]:
            raise self.refuse(node, f"{name} looks at a {CHECKS[name].over}: a rule over a {over} cannot ask for it")
        return name

    def feature(self, key: str, node: Node, over: str) -> Feature | CommentFeature:
        if over == "directive":
            if key in COMMENT_FEATURES:
                return COMMENT_FEATURES[key]
            raise self.refuse(node, f"unknown feature {key!r}{did_you_mean(key, COMMENT_FEATURES)}; "
                                    f"a rule over a directive may ask {', '.join(COMMENT_FEATURES)}")  # fmt: skip
        if key not in FEATURES:
            raise self.refuse(node, f"unknown feature {key!r}{did_you_mean(key, FEATURES)}; "
                                    "`vetter rules --features` lists them")  # fmt: skip
        feature = FEATURES[key]
        if feature.over not in SEES[over]:
            raise self.refuse(node, f"{key} belongs to a {feature.over}: a rule over a {over} cannot ask for it")
        return feature

    def value(self, node: Node, word: str, feature: Feature | CommentFeature) -> str | int:
        match feature.type:
            case "number":
                if not word.isdecimal() or len(word) > MOST_DIGITS:
                    asked = "write 2, '>=2', present or none"
                    raise self.refuse(node, f"{feature.name} is a number, not {word!r}; {asked}")
                return int(word)
            case "step":
                if word not in STEPS:
                    raise self.refuse(node, f"{feature.name} is a step from S0 to S6: {word!r} is none")
                return STEPS[word]
            case "yes-no":
                if word not in ("true", "false", "yes", "no"):
                    raise self.refuse(node, f"{feature.name} is true or false: {word!r} is neither")
                return word in ("true", "yes")
        if feature.allowed and word not in feature.allowed:
            raise self.refuse(node, f"{word!r} is no value of {feature.name}{did_you_mean(word, feature.allowed)}; "
                                    f"its values are {', '.join(feature.allowed)}")  # fmt: skip
        return word

    def class_name(self, node: Node) -> str:
        name = self.text(node)
        if not CLASS_NAME.fullmatch(name):
            raise self.refuse(node, f"{name!r} is no class of the lexicon: classes are written in CAPITALS")
        if self.classes and name not in self.classes:
            raise self.refuse(node, f"the lexicon notes no class {name}{did_you_mean(name, self.classes)}; "
                                    "classes for rules stand in a word list with `marks: true`")  # fmt: skip
        return name
