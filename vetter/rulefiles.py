"""Rule files: YAML in, a checked `RuleSet` out. Whatever is not understood is refused by file and line.

PyYAML's node graph is read rather than its values, so that every word keeps its line and `no` stays a word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from vetter.config import did_you_mean
from vetter.errors import VetterError
from vetter.features import COMMENT_FEATURES, FEATURES, SEES, WITHIN, CommentFeature, Feature
from vetter.findings import SEVERITIES
from vetter.rulebook import NO_RULES, Condition, Example, Pack, Rule, RuleSet, When
from vetter.stretches import FIXES, REASONS, STRETCHES

if TYPE_CHECKING:
    from yaml import Node

PACKS_FILE = "packs.yml"
OVER = (*SEES, "directive")
ONCE = ("claim", "sentence", "block", "document")
DOUBT_VERBS = ("open", "means-unverified")
LADDERS = ("icd203", "phia", "ipcc")
NEEDS = ("citations",)
STABLE, PREVIEW = RULE_STATUSES = ("stable", "preview")
STEPS = {f"S{step}": step for step in range(7)}
MOST_DIGITS = 9
MOST_YIELDS = 100
CLASS_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
COMPARISON = re.compile(r"(>=|<=|!=|>|<)\s*(\S+)")


def load(folder: str, base: RuleSet = NO_RULES, classes: Collection[str] = ()) -> RuleSet:
    """The rules of a folder (or of one file) on top of `base`; packs.yml in it declares packs. A rule with the id and
    the name of one in `base` takes its place.

    With `classes`, the lexicon's class names, a `has` that names none of them is refused.
    """
    packs = {pack.name: pack for pack in base.packs}
    declared = os.path.join(folder, PACKS_FILE)
    if os.path.isfile(declared):
        packs.update((pack.name, pack) for pack in _packs(_Sheet(declared)))
    sheets = [_Sheet(path, tuple(packs), frozenset(classes)) for path in rule_files(folder)]
    own = [sheet.rule(sheet.read()) for sheet in sheets]
    replaced = {(rule.id, rule.name) for rule in own}
    rules = [*(rule for rule in base.rules if (rule.id, rule.name) not in replaced), *own]
    _refuse_twins(rules)
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        _refuse_bad_yields(rule, by_id)
    return RuleSet(tuple(sorted(rules, key=lambda rule: rule.id)), tuple(packs.values()))


def rule_files(folder: str) -> tuple[str, ...]:
    """The rule files of a folder, in the order of their names; a single file stands for itself."""
    if os.path.isfile(folder):
        return (folder,)
    found = (os.path.join(here, name) for here, _, names in os.walk(folder, onerror=_unreadable) for name in names)
    return tuple(sorted(path for path in found if path.endswith((".yml", ".yaml")) and not is_of_grammars(path)))


def is_of_grammars(path: str) -> bool:
    """Whether a YAML file is no rule: it declares packs, lists words or tells how frequent they are."""
    folder, name = os.path.split(os.path.abspath(path))
    return name in (PACKS_FILE, "frequencies.yml") or os.path.basename(folder) == "lexicon"


def _unreadable(error: OSError) -> None:
    raise VetterError(str(error.filename), f"cannot be read: {error.strerror}")


def _refuse_twins(rules: Iterable[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        for word in (rule.id, rule.name):
            if word in seen:
                raise VetterError(rule.place, f"{word!r} is taken by {seen[word].place}; choose another")
            seen[word] = rule


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


def _packs(sheet: _Sheet) -> Iterator[Pack]:
    for name, body in sheet.table(sheet.read()).items():
        fields = sheet.fields(body, _PACK_KEYS, ("title", "about"))
        yield Pack(name, **fields)


class _Sheet(NamedTuple):
    """Reads the nodes of one YAML file into typed values."""

    path: str
    packs: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()

    def refuse(self, node: Node, problem: str) -> VetterError:
        return VetterError(f"{self.path}:{node.start_mark.line + 1}", problem)

    def read(self) -> Node:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            with open(self.path, encoding="utf-8") as file:
                text = file.read()
            self._refuse_shortcuts(yaml.parse(text, Loader=loader))
            node = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise VetterError(f"{self.path}:{line}", f"not YAML: {error.problem or 'unreadable'}") from error
        except yaml.YAMLError as error:
            raise VetterError(self.path, f"not YAML: {error}") from error
        except UnicodeDecodeError as error:
            raise VetterError(self.path, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
        except OSError as error:
            raise VetterError(self.path, f"cannot be read: {error.strerror}") from error
        if node is None:
            raise VetterError(f"{self.path}:1", "an empty file; write a rule or delete it")
        return node

    def _refuse_shortcuts(self, events: Iterable[Any]) -> None:
        for event in events:
            if getattr(event, "anchor", None):
                raise self.refuse(event, "anchors and aliases are not used in rules; write the value out")
            tag = getattr(event, "tag", None)
            if tag and tag != "!":  # a quoted scalar carries "!"
                raise self.refuse(event, f"the tag {tag} is not used in rules; take it away")

    def table(self, node: Node) -> dict[str, Node]:
        from yaml import MappingNode, ScalarNode

        if not isinstance(node, MappingNode):
            raise self.refuse(node, "a table of `key: value` lines is wanted here")
        found: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self.refuse(key, "a key must be a word")
            if key.value in found:
                raise self.refuse(key, f"{key.value!r} is here twice; keep one")
            found[key.value] = value
        return found

    def fields(self, node: Node, readers: dict[str, Reader], required: Iterable[str]) -> dict[str, Any]:
        table = self.table(node)
        for key, value in table.items():
            if key not in readers:
                raise self.refuse(value, f"unknown key {key!r}{did_you_mean(key, readers)}; "
                                         f"the keys are {', '.join(readers)}")  # fmt: skip
        for key in required:
            if key not in table:
                raise self.refuse(node, f"the key {key!r} is missing")
        return {key.replace("-", "_"): readers[key](self, value) for key, value in table.items()}

    def text(self, node: Node) -> str:
        from yaml import ScalarNode

        if not isinstance(node, ScalarNode) or not node.value.strip():
            raise self.refuse(node, "a text is wanted here; put it in quotes")
        return " ".join(str(node.value).split())

    def items(self, node: Node) -> list[Node]:
        from yaml import SequenceNode

        if not isinstance(node, SequenceNode):
            return [node]
        if not node.value:
            raise self.refuse(node, "an empty list; name at least one")
        return list(node.value)

    def texts(self, node: Node) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def one_of(self, node: Node, allowed: Collection[str], what: str) -> str:
        word = self.text(node)
        if word not in allowed:
            raise self.refuse(node, f"{word!r} is no {what}{did_you_mean(word, allowed)}; "
                                    f"choose from {', '.join(allowed)}")  # fmt: skip
        return word

    def severities_by_pack(self, node: Node) -> tuple[tuple[str, str], ...]:
        return tuple((self.pack(pack, value), severity(self, value)) for pack, value in self.table(node).items())

    def pack(self, name: str, node: Node) -> str:
        if name not in self.packs:
            raise self.refuse(node, f"no pack is called {name!r}{did_you_mean(name, self.packs)}; "
                                    f"{PACKS_FILE} declares {', '.join(self.packs)}")  # fmt: skip
        return name

    def rule(self, node: Node) -> Rule:
        fields = self.fields(node, _RULE_KEYS, _REQUIRED)
        table = self.table(node)
        fields["when"] = self.when(table["when"], fields["over"])
        fields["flags"] = tuple(self.example(item, fields["packs"][0], True) for item in self.items(table["flags"]))
        fields["passes"] = tuple(self.example(item, fields["packs"][0], False) for item in self.items(table["passes"]))
        if fields.get("fix") is None:
            fields.pop("fix", None)
        if (fields.get("status", STABLE) == PREVIEW) != ("preview_until" in fields):
            raise self.refuse(node, "`status: preview` and `preview-until`, what would bring the rule out, go together")
        if "{reason}" in fields["message"] and fields["marks"] not in REASONS:
            raise self.refuse(table["message"], f"{{reason}} goes with what has one: mark {' or '.join(REASONS)}")
        for example, item in zip(fields["flags"], self.items(table["flags"]), strict=True):
            if not example.stretches and fields["over"] != "document":
                raise self.refuse(item, "put [brackets] around the stretch that must be found")
        return Rule(**fields, place=f"{self.path}:{node.start_mark.line + 1}")

    def example(self, node: Node, pack: str, bracketed: bool) -> Example:
        from yaml import MappingNode

        fields: dict[str, Any]
        if isinstance(node, MappingNode):
            fields = self.fields(node, _EXAMPLE_KEYS, ("text",))
        else:
            fields = {"text": _raw(self, node)}
        text, stretches = unbracket(fields["text"]) if bracketed else (fields["text"], ())
        if stretches is None:
            raise self.refuse(node, "the [brackets] do not pair; write \\[ for a bracket of the draft's own")
        return Example(
            text, stretches, fields.get("pack", pack), fields.get("name", "draft.md"),
            f"{self.path}:{node.start_mark.line + 1}",
        )  # fmt: skip

    def when(self, node: Node, over: str) -> When:
        table = self.table(node)
        if not table:
            raise self.refuse(node, "a rule needs a condition")
        groups: dict[str, list[Condition | When]] = {"all": [], "any": [], "none": []}
        for key, value in table.items():
            if key in groups:
                groups[key] += [self.item(each, over) for each in self.items(value)]
            elif key != "in":
                groups["all"].append(self.condition(key, value, table.get("in"), over))
            elif "has" not in table:
                raise self.refuse(value, "`in` belongs beside `has`")
        return When(tuple(groups["all"]), tuple(groups["any"]), tuple(groups["none"]))

    def item(self, node: Node, over: str) -> Condition | When:
        when = self.when(node, over)
        return when.all[0] if len(when.all) == 1 and not when.any and not when.none else when

    def condition(self, key: str, node: Node, within: Node | None, over: str) -> Condition:
        if key == "has":
            place = self.one_of(within, WITHIN, "place to look") if within else "claim"
            return Condition("has", "in", tuple(self.class_name(item) for item in self.items(node)), place)
        feature = self.feature(key, node, over)
        items = self.items(node)
        if len(items) > 1:
            return Condition(key, "in", tuple(self.value(item, self.text(item), feature) for item in items))
        word = self.text(items[0])
        if word in ("present", "none") and feature.type in ("words", "number"):
            return Condition(key, word)
        compared = COMPARISON.fullmatch(word)
        operator, value = (compared[1], compared[2]) if compared else ("in", word)
        ordered = feature.type in ("number", "step")
        if operator in (">=", "<=", ">", "<") and not ordered:
            raise self.refuse(node, f"{key} is a word: {operator} cannot compare it; name the words it may be")
        if operator == "!=" and feature.type == "words":
            raise self.refuse(node, f"{key} is a set of words: put it under `none` instead of !=")
        return Condition(key, "not-in" if operator == "!=" else operator, (self.value(node, value, feature),))

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
        if word not in feature.allowed:
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


def unbracket(text: str) -> tuple[str, tuple[tuple[int, int], ...] | None]:
    """The text without its outermost [brackets] and where they stood; brackets inside them stay, and so does \\[this].

    The stretches are None when the brackets do not pair.
    """
    plain: list[str] = []
    stretches: list[tuple[int, int]] = []
    opened: list[int] = []  # where each open bracket's content starts; -1 for one of the draft's own
    at = 0
    while at < len(text):
        mark = text[at]
        own = text.startswith("\\[", at)
        if own or mark == "[":
            at += own
            opened.append(-1 if own else len(plain))
            plain += "[" * (own or len(opened) > 1)
        elif mark == "]" and not opened:
            return text, None
        elif mark == "]":
            start = opened.pop()
            if start < 0 or opened:
                plain.append("]")
            else:
                stretches.append((start, len(plain)))
        else:
            plain.append(mark)
        at += 1
    return "".join(plain), None if opened else tuple(stretches)


Reader: TypeAlias = Callable[[_Sheet, Any], Any]


def severity(sheet: _Sheet, node: Node) -> str:
    return sheet.one_of(node, SEVERITIES, "severity")


def _raw(sheet: _Sheet, node: Any) -> str:
    """A draft as written, line ends and all."""
    sheet.text(node)
    return str(node.value)


def _id(sheet: _Sheet, node: Node) -> str:
    word = sheet.text(node)
    if not re.fullmatch(r"VET\d{3,4}", word):
        raise sheet.refuse(node, f"{word!r} is no rule id: write VET and three or four digits")
    return word


def _name(sheet: _Sheet, node: Node) -> str:
    word = sheet.text(node)
    if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", word):
        raise sheet.refuse(node, f"{word!r} is no rule name: write small words joined by hyphens")
    return word


def _packs_of_rule(sheet: _Sheet, node: Node) -> tuple[str, ...]:
    return tuple(sheet.pack(sheet.text(item), item) for item in sheet.items(node))


def _marks(sheet: _Sheet, node: Node) -> str:
    return sheet.class_name(node) if sheet.text(node).isupper() else sheet.one_of(node, STRETCHES, "stretch to mark")


def _fix(sheet: _Sheet, node: Node) -> str | None:
    return None if sheet.text(node) == "null" else sheet.one_of(node, FIXES, "fix")


def _among(allowed: Collection[str], what: str) -> Reader:
    return lambda sheet, node: sheet.one_of(node, allowed, what)


def _later(sheet: _Sheet, node: Node) -> None:
    """Read by `_Sheet.rule` once the rest of the rule is known."""


_RULE_KEYS: dict[str, Reader] = {
    "id": _id,
    "name": _name,
    "severity": severity,
    "severities": _Sheet.severities_by_pack,
    "packs": _packs_of_rule,
    "over": _among(OVER, "thing to judge"),
    "marks": _marks,
    "once": _among(ONCE, "thing to speak of once"),
    "needs": lambda sheet, node: tuple(sheet.one_of(item, NEEDS, "need") for item in sheet.items(node)),
    "yields-to": _Sheet.texts,
    "status": _among(RULE_STATUSES, "status of a rule"),
    "preview-until": _Sheet.text,
    "why": _Sheet.text,
    "standard": _Sheet.texts,
    "when": _later,
    "message": _Sheet.text,
    "suggestions": _Sheet.texts,
    "fix": _fix,
    "flags": _later,
    "passes": _later,
    "mistaken-when": _Sheet.texts,
}
_REQUIRED = (
    "id", "name", "severity", "packs", "over", "marks", "why", "standard", "when", "message", "flags", "passes",
    "mistaken-when",
)  # fmt: skip
_EXAMPLE_KEYS: dict[str, Reader] = {
    "text": _raw,
    "pack": _Sheet.text,
    "name": _Sheet.text,
}
_PACK_KEYS: dict[str, Reader] = {
    "title": _Sheet.text,
    "about": _Sheet.text,
    "self-names": _Sheet.texts,
    "doubt-verb": _among(DOUBT_VERBS, "meaning of the doubt verb"),
    "ladder": _among(LADDERS, "ladder"),
}
