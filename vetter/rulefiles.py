"""Rule files: YAML in, a checked `RuleSet` out, with its packs. What is not understood is refused by file and line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from unicodedata import normalize

from vetter import ladderfiles, packfiles
from vetter.asking import Asking
from vetter.checks import CHECKS
from vetter.entries import yaml_entry
from vetter.errors import VetterError, did_you_mean
from vetter.features import BETWEEN, SEES
from vetter.findings import SEVERITIES
from vetter.fixes import FIXES, INSTEAD
from vetter.folders import files
from vetter.house import NO_HOUSE, House
from vetter.housefile import HOUSE, HouseForm, taken_out
from vetter.ladders import Ladder
from vetter.rewording import MESSAGES, SUGGESTION, capitalised
from vetter.rulebook import NO_RULES, Example, Rule, RuleSet, When
from vetter.sheets import Reader, name_of
from vetter.stretches import CHANGED, CHECK, STRETCHES, checks_of, kinds_held, relations_of
from vetter.values import TYPE_CHECKING, Any, TypeVar
from vetter.wording import Wording, is_findable

if TYPE_CHECKING:
    from yaml import Node

Item = TypeVar("Item")
Read = TypeVar("Read")

ANY_PACK = "core"
"""The pack that the examples of a rule in no pack are tried with."""
OVER = (*SEES, "directive")
ONCE = ("claim", "sentence", "block", "document")
NEEDS = ("citations",)
MARKS = (*STRETCHES, CHECK, CHANGED)
STABLE, PREVIEW = RULE_STATUSES = ("stable", "preview")
MOST_YIELDS = 100
LEAST_SHIPPED = 3  # examples of each kind that a rule has which ships
RULE_NAME = r"[a-z]+(-[a-z0-9]+)*"
RESERVED = ("all",)


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
        sheet = _Sheet(path, packs, frozenset(classes), ladders)
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


class _Sheet(Asking):
    """Reads the nodes of one rule file."""

    def __init__(
        self,
        path: str,
        packs: tuple[str, ...] = (),
        classes: frozenset[str] = frozenset(),
        ladders: tuple[str, ...] = (),
    ) -> None:
        super().__init__(path, classes)
        self.packs = packs
        self.ladders = ladders

    def severities_by_pack(self, node: Node) -> tuple[tuple[str, str], ...]:
        return tuple((self.pack(pack, value), severity(self, value)) for pack, value in self.table(node).items())

    def pack(self, name: str, node: Node) -> str:
        if name not in self.packs:
            raise self.refuse(node, f"no pack is called {name!r}{did_you_mean(name, self.packs)}; "
                                    f"the packs are {', '.join(self.packs)}")  # fmt: skip
        return name

    def rule(self, node: Node) -> Rule:
        table = self.table(node)
        if not WORDING.isdisjoint(table):
            return self.text_rule(node, table)
        fields = self.fields(node, _RULE_KEYS, _REQUIRED)
        fields["when"] = self.when(table["when"], fields["over"])
        fields |= self.examples(table, fields)
        if fields.get("fix") is None:
            fields.pop("fix", None)
        if (fields.get("status", STABLE) == PREVIEW) != ("preview_until" in fields):
            raise self.refuse(node, "`status: preview` and `preview-until`, what would bring the rule out, go together")
        self.refuse_unchecked(table, fields)
        self.refuse_unpaired(table, fields)
        for example, item in zip(fields["flags"], self.items(table["flags"]), strict=True):
            if not example.stretches and fields["over"] != "document":
                raise self.refuse(item, "put [brackets] around the stretch that must be found")
        fields.setdefault("id", fields["name"])
        return Rule(**fields, place=self.place(node))

    def refuse_unchecked(self, table: dict[str, Node], fields: dict[str, Any]) -> None:
        """What is told, marked or mended by a check needs one, and one that knows it."""
        checks = [CHECKS[name] for name in checks_of(fields["when"])]
        if fields["marks"] == CHECK and not checks:
            told = "`marks: check` underlines what a check finds: ask for one in `when`, at the top of `all`"
            raise self.refuse(table["marks"], told)
        tells = fields["marks"] == CHANGED or (fields["marks"] == CHECK and all(check.tells for check in checks))
        if "{reason}" in fields["message"] and not tells:
            names = ", ".join(name for name, check in CHECKS.items() if check.tells)
            paired = "`marks: changed` and a relation, or with " if fields["over"] == "pair" else ""
            told = f"{{reason}} goes with {paired}`marks: check` and a check that has one: {names}"
            raise self.refuse(table["message"], told)
        if fields.get("fix") == INSTEAD and not (checks and all(check.mends for check in checks)):
            names = ", ".join(name for name, check in CHECKS.items() if check.mends)
            raise self.refuse(table["fix"], f"`fix: instead` goes with a check that knows what is right: {names}")

    def refuse_unpaired(self, table: dict[str, Node], fields: dict[str, Any]) -> None:
        """What has changed can be marked where a relation tells it, between places that may be held against others."""
        paired = fields["over"] == "pair"
        if fields["marks"] == CHANGED and not paired:
            raise self.refuse(table["marks"], "`marks: changed` is for rules over a pair; write `marks: claim`, "
                                              "or `over: pair`")  # fmt: skip
        if fields["marks"] == CHANGED and not relations_of(fields["when"]):
            raise self.refuse(table["marks"], "`marks: changed` underlines what a relation finds: ask for one at the "
                                              "top of `all` or `any`, with `true`, such as surer: true")  # fmt: skip
        if paired and not kinds_held(fields["when"]):
            raise self.refuse(table["when"], "`between` leaves nothing to be held against anything; "
                                             f"it may be any of {', '.join(BETWEEN)}")  # fmt: skip

    def text_rule(self, node: Node, table: dict[str, Node]) -> Rule:
        """A rule that looks for words: `words` and `phrases`, and with `swap` what should stand instead."""
        fields = {**_TEXT_RULE, **self.fields(node, _TEXT_KEYS, ("name",))}
        wording = [entry for key in ("words", "phrases", "swap") for entry in fields.pop(key, ())]
        for name in re.findall(r"\{(\w+)\}", fields["message"]):
            if name not in ("text", "suggestion"):
                raise self.refuse(table["message"], f"{{{name}}} means nothing here; write {{text}} or {SUGGESTION}")
        if "swap" in table:
            self.refuse_fed(table["swap"], wording)
        if SUGGESTION in fields["message"] and not all(instead for _, instead in wording):
            raise self.refuse(table["message"], f"{SUGGESTION} has nothing to say of a word that has none; use `swap`")
        if fields.get("once") == "sentence":
            raise self.refuse(table["once"], "words are told each, or once for a block or the document")
        fields["message"] = fields["message"] or MESSAGES[all(instead for _, instead in wording)]
        fields |= self.examples(table, fields)
        fields.setdefault("id", fields["name"])
        return Rule(**fields, wording=tuple(wording), place=self.place(node))

    def refuse_fed(self, node: Node, wording: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """What is to be written instead must not be what the rule finds: its fixes would come to no end."""
        entries = Wording(((text, text) for text, _ in wording), strict=True)
        for text, value in self.table(node).items():
            for instead in self.texts(value):
                for found in entries.find(capitalised(instead, text)):
                    what = (
                        "stands in its own other wording"
                        if found.meaning == text
                        else "is an entry of this rule itself"
                    )
                    raise self.refuse(value, f"{found.meaning!r} {what} {instead!r}; write one without it")

    def examples(self, table: dict[str, Node], fields: dict[str, Any]) -> dict[str, tuple[Example, ...]]:
        pack, house = fields.pop("example_pack", ""), fields.pop("house", NO_HOUSE)
        return {
            key: tuple(self.example(item, pack, house, key == "flags") for item in self.items(table[key]))
            for key in ("flags", "passes")
            if key in table
        }

    def unswapped(self, node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((self.entry(self.text(item), item), ()) for item in self.items(node))

    def swapped(self, node: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
        table = self.table(node)
        if not table:
            raise self.refuse(node, "an empty table; write at least one word and what stands instead: utilise: use")
        return tuple((self.entry(text, value), self.texts(value)) for text, value in table.items())

    def entry(self, text: str, node: Node) -> str:
        composed = normalize("NFC", text)
        if composed != text:
            raise self.refuse(node, f"{text!r} has accents apart from their letters; write them as one: {composed!r}")
        if not is_findable(text):
            raise self.refuse(node, f"{text!r} is no word: signs are not looked for; write words, with blanks between")
        return text

    def house(self, node: Node) -> House:
        form = HouseForm(self.path, self.ladders)
        fields = form.table(yaml_entry(node, self.path), HOUSE)
        for error in form.told:
            raise error
        return House(**taken_out(fields))

    def example(self, node: Node, pack: str, house: House, bracketed: bool) -> Example:
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
            self.place(node), fields.get("source", ""), fields.get("house", house),
        )  # fmt: skip


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
    if not re.fullmatch(RULE_NAME, word):
        raise sheet.refuse(node, f"{word!r} is no rule name: write small words joined by hyphens")
    if word in RESERVED:
        raise sheet.refuse(node, f"{word!r} is reserved: it stands for every rule; choose another name")
    return word


def _pack(sheet: _Sheet, node: Node) -> str:
    return sheet.pack(sheet.text(node), node)


def _packs_of_rule(sheet: _Sheet, node: Node) -> tuple[str, ...]:
    return tuple(_pack(sheet, item) for item in sheet.items(node))


def _marks(sheet: _Sheet, node: Node) -> str:
    return sheet.class_name(node) if sheet.text(node).isupper() else sheet.one_of(node, MARKS, "stretch to mark")


def _fix(sheet: _Sheet, node: Node) -> str | None:
    return None if sheet.text(node) == "null" else sheet.one_of(node, (*FIXES, INSTEAD), "fix")


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
    "example-pack": _pack,
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
    "house": _Sheet.house,
}
WORDING = frozenset(("words", "phrases", "swap"))
_TEXT_KEYS: dict[str, Reader] = {
    **{
        key: read
        for key, read in _RULE_KEYS.items()
        if key not in ("over", "marks", "needs", "when", "fix", "yields-to")
    },
    "words": _Sheet.unswapped,
    "phrases": _Sheet.unswapped,
    "swap": _Sheet.swapped,
}
_TEXT_RULE: dict[str, Any] = {
    "severity": "warning", "over": "text", "marks": "text", "why": "", "standard": (), "when": When(), "message": "",
    "flags": (), "passes": (), "mistaken_when": (),
}  # fmt: skip
_REQUIRED = (
    "name", "severity", "over", "marks", "why", "standard", "when", "message", "flags", "passes", "mistaken-when",
)  # fmt: skip
_EXAMPLE_KEYS: dict[str, Reader] = {
    "text": _raw,
    "pack": _pack,
    "name": _Sheet.text,
    "source": _raw,
    "house": _Sheet.house,
}
