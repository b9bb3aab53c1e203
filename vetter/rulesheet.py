"""One rule file: YAML in, a checked `Rule` out. What is not understood is refused by file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from unicodedata import normalize

from vetter.asking import Asking
from vetter.checks import CHECKS
from vetter.entries import yaml_entry
from vetter.errors import did_you_mean
from vetter.features import BETWEEN, SEES
from vetter.findings import SEVERITIES
from vetter.fixes import FIXES, INSTEAD
from vetter.house import NO_HOUSE, House
from vetter.housefile import HOUSE, HouseForm, taken_out
from vetter.rewording import MESSAGES, SUGGESTION, capitalised
from vetter.rulebook import Example, Rule, When
from vetter.sheets import Reader
from vetter.stretches import CHANGED, CHECK, STRETCHES, checks_of, kinds_held, relations_of
from vetter.values import TYPE_CHECKING, Any
from vetter.wording import Wording, is_findable

if TYPE_CHECKING:
    from yaml import Node

OVER = (*SEES, "directive")
ONCE = ("claim", "sentence", "block", "document")
NEEDS = ("citations",)
MARKS = (*STRETCHES, CHECK, CHANGED)
STABLE, PREVIEW = RULE_STATUSES = ("stable", "preview")
RULE_NAME = r"[a-z]+(-[a-z0-9]+)*"
RESERVED = ("all",)


class RuleSheet(Asking):
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


def severity(sheet: RuleSheet, node: Node) -> str:
    return sheet.one_of(node, SEVERITIES, "severity")


def _raw(sheet: RuleSheet, node: Any) -> str:
    """A draft as written, line ends and all."""
    sheet.text(node)
    return str(node.value)


def _id(sheet: RuleSheet, node: Node) -> str:
    word = sheet.text(node)
    if not re.fullmatch(r"VET\d{3,4}", word):
        raise sheet.refuse(node, f"{word!r} is no rule id: write VET and three or four digits")
    return word


def _name(sheet: RuleSheet, node: Node) -> str:
    word = sheet.text(node)
    if not re.fullmatch(RULE_NAME, word):
        raise sheet.refuse(node, f"{word!r} is no rule name: write small words joined by hyphens")
    if word in RESERVED:
        raise sheet.refuse(node, f"{word!r} is reserved: it stands for every rule; choose another name")
    return word


def _pack(sheet: RuleSheet, node: Node) -> str:
    return sheet.pack(sheet.text(node), node)


def _packs_of_rule(sheet: RuleSheet, node: Node) -> tuple[str, ...]:
    return tuple(_pack(sheet, item) for item in sheet.items(node))


def _marks(sheet: RuleSheet, node: Node) -> str:
    return sheet.class_name(node) if sheet.text(node).isupper() else sheet.one_of(node, MARKS, "stretch to mark")


def _fix(sheet: RuleSheet, node: Node) -> str | None:
    return None if sheet.text(node) == "null" else sheet.one_of(node, (*FIXES, INSTEAD), "fix")


def _among(allowed: Collection[str], what: str) -> Reader:
    return lambda sheet, node: sheet.one_of(node, allowed, what)


def _later(sheet: RuleSheet, node: Node) -> None:
    """Read by `RuleSheet.rule` once the rest of the rule is known."""


_RULE_KEYS: dict[str, Reader] = {
    "id": _id,
    "name": _name,
    "severity": severity,
    "severities": RuleSheet.severities_by_pack,
    "packs": _packs_of_rule,
    "example-pack": _pack,
    "over": _among(OVER, "thing to judge"),
    "marks": _marks,
    "once": _among(ONCE, "thing to speak of once"),
    "needs": lambda sheet, node: tuple(sheet.one_of(item, NEEDS, "need") for item in sheet.items(node)),
    "yields-to": RuleSheet.texts,
    "status": _among(RULE_STATUSES, "status of a rule"),
    "preview-until": RuleSheet.text,
    "why": RuleSheet.text,
    "standard": RuleSheet.texts,
    "when": _later,
    "message": RuleSheet.text,
    "suggestions": RuleSheet.texts,
    "fix": _fix,
    "flags": _later,
    "passes": _later,
    "mistaken-when": RuleSheet.texts,
    "house": RuleSheet.house,
}
WORDING = frozenset(("words", "phrases", "swap"))
_TEXT_KEYS: dict[str, Reader] = {
    **{
        key: read
        for key, read in _RULE_KEYS.items()
        if key not in ("over", "marks", "needs", "when", "fix", "yields-to")
    },
    "words": RuleSheet.unswapped,
    "phrases": RuleSheet.unswapped,
    "swap": RuleSheet.swapped,
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
    "name": RuleSheet.text,
    "source": _raw,
    "house": RuleSheet.house,
}
