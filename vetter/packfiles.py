"""Pack files: each names the rules that suit one kind of report, and what its houses take for granted.

A pack is called by its file. A rule belongs to every pack that names it, and to those that it names itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from vetter.errors import VetterError, did_you_mean
from vetter.findings import SEVERITIES
from vetter.house import DOUBT_VERBS
from vetter.rulebook import Pack, Rule, RuleSet
from vetter.sheets import Reader, Sheet, Word
from vetter.values import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from yaml import Node

FOLDER = "packs"
MOST_EXTENDED = 100


class Written(NamedTuple):
    """A pack as its file states it, before anybody has asked whether there are such rules and packs."""

    pack: Pack
    place: str
    extends: tuple[Word, ...] = ()
    rules: tuple[Word, ...] = ()
    severities: tuple[tuple[Word, str], ...] = ()
    told: frozenset[str] = frozenset()
    """The fields it gives itself."""


def enter(path: str, known: dict[str, Written], ladders: Collection[str]) -> None:
    """Read the pack of a file and put it to those that are known."""
    written = _PackSheet(path, ladders).pack()
    name = written.pack.name
    if name in known:
        raise VetterError(written.place, f"the pack {name!r} is taken by {known[name].place}; choose another name")
    known[name] = written


def refuse_empty(each: Written, joining: Collection[str]) -> None:
    """A pack of nothing would only switch rules off; `joining` are those that rules name themselves. One that
    settles a ladder or names goes beside others."""
    settles = each.told - {"title", "about"}
    if not (each.rules or each.extends or settles or each.pack.name in joining):
        raise VetterError(each.place, "a pack without rules; name some under `rules`, or packs under `extends`")


def without(written: Mapping[str, Written], place: str) -> dict[str, Written]:
    """The packs without the word that stands at a place; where none does, without the pack that begins there."""

    def trimmed(each: Written) -> Written:
        extends, rules = (tuple(w for w in words if w.place != place) for words in (each.extends, each.rules))
        severities = tuple(pair for pair in each.severities if pair[0].place != place)
        return each._replace(extends=extends, rules=rules, severities=severities)

    left = {name: trimmed(each) for name, each in written.items()}
    return left if left != written else {name: each for name, each in written.items() if each.place != place}


class _PackSheet(Sheet):
    """Reads the nodes of one pack file."""

    what = "a pack"

    def __init__(self, path: str, ladders: Collection[str]) -> None:
        super().__init__(path)
        self.ladders = ladders

    def pack(self) -> Written:
        node = self.read()
        name = self.name(node)
        fields = self.fields(node, _KEYS, ("title", "about"))
        membership = {key: fields.pop(key, ()) for key in ("extends", "rules", "severities")}
        pack = Pack(name, **fields, extends=tuple(word.text for word in membership["extends"]))
        return Written(pack, self.place(node), **membership, told=frozenset(fields))

    def once_each(self, node: Node) -> tuple[Word, ...]:
        words = self.words(node)
        for number, word in enumerate(words):
            if any(word.text == earlier.text for earlier in words[:number]):
                raise VetterError(word.place, f"{word.text} is here twice; keep one")
        return words

    def severities(self, node: Node) -> tuple[tuple[Word, str], ...]:
        return tuple(
            (Word(rule, self.place(value)), self.one_of(value, SEVERITIES, "severity"))
            for rule, value in self.table(node).items()
        )


_KEYS: dict[str, Reader] = {
    "title": _PackSheet.text,
    "about": _PackSheet.text,
    "self-names": _PackSheet.texts,
    "doubt-verb": lambda sheet, node: sheet.one_of(node, DOUBT_VERBS, "meaning of the doubt verb"),
    "ladder": lambda sheet, node: sheet.one_of(node, sheet.ladders, "ladder"),
    "extends": _PackSheet.once_each,
    "rules": _PackSheet.once_each,
    "severities": _PackSheet.severities,
}


# --- rules and packs brought together

Members: TypeAlias = dict[str, str]
"""Id of a rule in a pack -> the severity it has there, "" for the rule's own."""


def joined(base: RuleSet, own: Collection[Rule], written: Mapping[str, Written]) -> RuleSet:
    """The rules and packs of `base` with others. A rule with the id and the name of one in `base` takes its place, and
    its places in packs; a pack with the name of one takes its place."""
    replaced = {(rule.id, rule.name) for rule in own}
    rules = (*(rule for rule in base.rules if (rule.id, rule.name) not in replaced), *own)
    packs = {pack.name: pack for pack in base.packs} | {name: each.pack for name, each in written.items()}
    entered: dict[str, Members] = {name: {} for name in packs}
    for rule in base.rules:
        _enter(rule, entered, packs.keys() - written.keys())
    by_name = {rule.name: rule.id for rule in rules}
    for each in written.values():
        entered[each.pack.name].update((_known_id(word, by_name), "") for word in each.rules)
    for rule in own:
        _enter(rule, entered, packs.keys())
    settled = _Settled(packs, entered, written)
    whole = tuple(settled.pack(name) for name in packs)
    return base._replace(rules=tuple(_with_packs(rule, settled.members) for rule in rules), packs=whole)


def _enter(rule: Rule, entered: dict[str, Members], packs: Collection[str]) -> None:
    severities = dict(rule.severities)
    for name in rule.packs:
        if name in packs:
            entered[name][rule.id] = severities.get(name, "")


def _known_id(word: Word, by_name: Mapping[str, str]) -> str:
    if word.text in by_name.values():
        return word.text
    near = did_you_mean(word.text, by_name.values())
    hint = f"; write {by_name[word.text]}" if word.text in by_name else f"{near}; `vetter rules` lists them"
    raise VetterError(word.place, f"no rule has the id {word.text!r}{hint}")


class _Settled:
    """Packs with what they take over from those they extend. Of several the last decides, and the pack itself last."""

    def __init__(self, packs: dict[str, Pack], entered: dict[str, Members], written: Mapping[str, Written]) -> None:
        self.packs = packs
        self.entered = entered
        self.written = written
        self.members: dict[str, Members] = {}

    def pack(self, name: str, above: tuple[str, ...] = ()) -> Pack:
        if name in self.members:
            return self.packs[name]
        members: Members = {}
        pack, each = self.packs[name], self.written.get(name)
        taken: dict[str, Any] = {}
        names: tuple[str, ...] = ()
        for word in each.extends if each else ():
            self.refuse_loop(word, (*above, name))
            parent = self.pack(word.text, (*above, name))
            members |= self.members[parent.name]
            names += parent.self_names
            taken |= {key: value for key in ("doubt_verb", "ladder") if (value := getattr(parent, key)) != _PLAIN[key]}
        members |= {rule: told or members.get(rule, "") for rule, told in self.entered[name].items()}
        for word, severity in each.severities if each else ():
            if word.text not in members:
                raise VetterError(word.place, f"{word.text!r} is not in this pack; add it to its rules")
            members[word.text] = severity
        self.members[name] = members
        if each:
            taken = {key: value for key, value in taken.items() if key not in each.told}
            self.packs[name] = pack._replace(self_names=tuple(dict.fromkeys((*names, *pack.self_names))), **taken)
        return self.packs[name]

    def refuse_loop(self, word: Word, above: tuple[str, ...]) -> None:
        if word.text not in self.packs:
            problem = f"no pack is called {word.text!r}{did_you_mean(word.text, self.packs)}"
            raise VetterError(word.place, f"{problem}; the packs are {', '.join(self.packs)}")
        if word.text in above:
            raise VetterError(word.place, f"{above[-1]} and {word.text} extend each other; take one of the two away")
        if len(above) > MOST_EXTENDED:
            raise VetterError(word.place, f"more than {MOST_EXTENDED} packs extend each the next; make it shorter")


_PLAIN = {"doubt_verb": "open", "ladder": ""}


def _with_packs(rule: Rule, members: Mapping[str, Members]) -> Rule:
    packs = tuple(name for name, inside in members.items() if rule.id in inside)
    severities = tuple((name, severity) for name in packs if (severity := members[name][rule.id]))
    return rule._replace(packs=packs, severities=severities)
