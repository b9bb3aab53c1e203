"""Rules at work: a reading comes in, findings go out. `conditions` asks what the rules ask, `features` answers."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from vetter.conditions import OPEN, Gate, Test, compile_when, failures, gate
from vetter.config import Settings, chosen, is_prefix
from vetter.features import Comment
from vetter.findings import Finding
from vetter.ledger import CITED, QUOTED, Reading
from vetter.places import Draft, Place
from vetter.rulebook import NO_RULES, Condition, Example, Pack, Rule, RuleSet, When, rank
from vetter.stretches import FIXES, Aim, aim, stretches
from vetter.values import NamedTuple

__all__ = ["Active", "Facts", "Rule", "RuleSet"]

Bands: TypeAlias = Mapping[str, tuple[float, float]]
Facts: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]


LARGE = 5_000  # sentences from which on a draft is read anew rather than kept in memory
NEAR = 100  # sentences that those behind them may still ask


class ActiveRule(NamedTuple):
    """A rule that is on, with the severity it has here."""

    rule: Rule
    severity: str
    gate: Gate
    aim: Aim
    holds: Test


class Active(NamedTuple):
    """The rules that are on, those that yield to others last, and what they take for granted.

    `bands` gives the range of each likelihood term in per cent; `doubt_verb` what the house takes "claimed" to say.
    """

    rules: tuple[ActiveRule, ...]
    doubt_verb: str
    bands: Bands
    asked: dict[bool, "Asked"]
    """What to ask of claims, without and with the rules that count citations; learnt on the way."""

    def names(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each."""
        return tuple((entry.rule.id, entry.rule.name) for entry in self.rules)


def load(folder: str, base: RuleSet = NO_RULES, classes: Collection[str] = ()) -> RuleSet:
    """The rules of a folder or a file on top of `base`. YAML is read only here, not by a run with stock rules."""
    from vetter import rulefiles

    return rulefiles.load(folder, base, classes)


def dump(rules: RuleSet) -> Any:
    """The rules as JSON values, with places told from the folder above all rule files, wherever it stood."""
    above = os.path.dirname(os.path.commonpath([rule.place for rule in rules.rules] or [""]))
    return {"rules": [_dump_rule(rule, above) for rule in rules.rules], "packs": rules.packs}


def restore(data: Any) -> RuleSet:
    """The rules from what `dump` made."""
    return RuleSet(tuple(map(_restore_rule, data["rules"])), tuple(Pack(*_frozen(pack)) for pack in data["packs"]))


def active(rules: RuleSet, settings: Settings, facts: Facts) -> Active:
    """The rules that these settings turn on; `facts` is what the lexicon knows of words (class, word, fact).

    `select` may name a rule of any pack; a prefix (VET2) chooses among the packs in force.
    """
    on = [rule for rule in rules.rules if _is_on(rule, settings)]
    by_id = {rule.id: rule for rule in rules.rules}
    on.sort(key=lambda rule: rank(rule, by_id))
    packs = [pack for name in settings.packs for pack in rules.packs if pack.name == name]
    doubt = [pack.doubt_verb for pack in packs if pack.doubt_verb != "open"]
    ladders = [pack.ladder for pack in packs if pack.ladder]
    return Active(
        tuple(_activate(rule, settings) for rule in on),
        doubt[-1] if doubt else "open",
        likelihood_bands(facts, ladders[-1] if ladders else ""),
        {},
    )


def judge(active: Active, reading: Reading) -> Iterator[Finding]:
    """What the rules say about a draft. Rules that need citations are silent where there are none."""
    counted = citations_counted(reading)
    asked = active.asked.get(counted)
    if asked is None:
        entries = (entry for entry in active.rules if counted or "citations" not in entry.rule.needs)
        asked = active.asked[counted] = Asked(entries)
    said: set[tuple[str, int]] = set()
    for entry, place in _holding(Draft(reading, active.doubt_verb, active.bands), asked):
        once = (entry.rule.id, _unit(entry.rule.once, place))
        if entry.rule.once == "claim" or once not in said:
            said.add(once)
            yield from _findings(entry, place, reading)


def judge_comments(active: Active, comments: Iterable[Comment], text: str) -> Iterator[Finding]:
    """What the rules say about the suppression comments of a draft."""
    over = [entry for entry in active.rules if entry.rule.over == "directive"]
    for comment in comments:
        for rule, severity, _, _, holds in over:
            if holds(comment):
                named = ", ".join(comment.unknown) or text[comment.directive.start : comment.directive.end]
                yield Finding(rule.id, rule.name, severity, comment.directive.start, comment.directive.end,
                              rule.message.replace("{text}", named), None, rule.suggestions)  # fmt: skip


def citations_counted(reading: Reading) -> bool:
    """Whether the draft cites anything at all."""
    return bool(reading.document.citations) or any(
        sentence.signs & CITED and sentence.cited for sentence in reading.sentences
    )


def failed_conditions(rule: Rule, place: Place) -> list[str]:
    """The conditions that keep a rule from holding here, for whoever writes it."""
    return list(failures(rule.when, place))


def places(active: Active, reading: Reading) -> Iterator[Place]:
    """Everywhere in a draft that the rules look, whether or not they hold."""
    entries = [entry._replace(gate=OPEN, holds=lambda at: True) for entry in active.rules]
    return (place for _, place in _holding(Draft(reading, active.doubt_verb, active.bands), Asked(entries)))


# --- which rules are on


def _is_on(rule: Rule, settings: Settings) -> bool:
    if chosen(settings.ignore, rule.id, rule.name):
        return False
    named = any(_names_one(selector, rule) and chosen((selector,), rule.id, rule.name) for selector in settings.select)
    if rule.status == "preview" and not settings.preview and not named:
        return False
    in_packs = not set(settings.packs).isdisjoint(rule.packs)
    if not settings.select:
        return in_packs
    return any(
        chosen((selector,), rule.id, rule.name) and (in_packs or _names_one(selector, rule))
        for selector in settings.select
    )


def _names_one(selector: str, rule: Rule) -> bool:
    return selector in (rule.id, rule.name) or not is_prefix(selector)


def _activate(rule: Rule, settings: Settings) -> ActiveRule:
    narrow = gate(rule.when) if rule.over == "claim" else OPEN
    test = compile_when(rule.when, rule.over)
    return ActiveRule(rule, _severity(rule, settings), narrow, aim(rule.marks, rule.when), test)


def _severity(rule: Rule, settings: Settings) -> str:
    """The rule's own, unless the last named of its packs or the configuration sets another."""
    severity = rule.severity
    own = [pack for pack in settings.packs if pack in rule.packs]
    if own:
        severity = dict(rule.severities).get(own[-1], severity)
    for selector, wanted in settings.severities:
        if chosen((selector,), rule.id, rule.name):
            severity = wanted
    return severity


def likelihood_bands(facts: Facts, ladder: str) -> Bands:
    """The range of each likelihood term on this ladder; of a term it lacks, or without one, all ladders together."""
    bands: dict[str, tuple[float, float]] = {}
    for words in facts.values():
        for word, known in words.items():
            ranges = known.get("ranges") or {}
            if ranges:
                chosen_ranges = [ranges[ladder]] if ladder in ranges else list(ranges.values())
                bands[word] = (min(low for low, _ in chosen_ranges), max(high for _, high in chosen_ranges))
    return bands


# --- where a rule holds


def _holding(draft: Draft, asked: "Asked") -> Iterator[tuple[ActiveRule, Place]]:
    yield from _over_claims(draft, asked)
    yield from _over_sentences(draft, asked.over("sentence"))
    yield from _over_quotes(draft, asked.over("quote"))
    firsts = [first for first, _ in draft.spans_of_blocks.values()]
    for starts, entries in ((firsts, asked.over("block")), (firsts[:1], asked.over("document"))):
        for entry in entries:
            for index in starts:
                sentence = draft.sentences[index]
                place = Place(draft, index, sentence)
                if entry.holds(place):
                    yield entry, place


def _over_claims(draft: Draft, asked: "Asked") -> Iterator[tuple[ActiveRule, Place]]:
    large = len(draft.sentences) > LARGE
    for index, sentence in enumerate(draft.sentences):
        if large and index >= NEAR:
            draft.sentences[index - NEAR].forget()
        possible = asked[sentence.role, sentence.signs & asked.telling]
        if not possible:
            continue
        for number, claim in enumerate(sentence.claims):
            found: list[str] = []
            for entry in possible:
                _, _, field, classes, _ = entry.gate
                if claim.status not in entry.gate.statuses or (field and classes.isdisjoint(getattr(claim, field))):
                    continue
                place = Place(draft, index, sentence, number, claim)
                if entry.holds(place) and not any(other in found for other in entry.rule.yields_to):
                    found.append(entry.rule.id)
                    yield entry, place


class Asked(dict[tuple[str, int], tuple[ActiveRule, ...]]):
    """role and signs of a sentence -> the rules that its claims may concern; `telling` are the signs that matter."""

    def __init__(self, entries: Iterable[ActiveRule]) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self.by_role: dict[str, list[ActiveRule]] = {}
        self.telling = reduce(or_, (need for entry in self.over("claim") for need in entry.gate.needs), 0)

    def over(self, over: str) -> list[ActiveRule]:
        return [entry for entry in self.entries if entry.rule.over == over]

    def __missing__(self, key: tuple[str, int]) -> tuple[ActiveRule, ...]:
        role, signs = key
        if role not in self.by_role:
            self.by_role[role] = [entry for entry in self.over("claim") if role in entry.gate.roles]
        found: list[ActiveRule] = []
        for entry in self.by_role[role]:
            for need in entry.gate.needs:
                if not need & signs:
                    break
            else:
                found.append(entry)
        self[key] = tuple(found)
        return self[key]


def _over_sentences(draft: Draft, entries: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    for entry in entries:
        for index, sentence in enumerate(draft.sentences):
            place = Place(draft, index, sentence)
            if entry.holds(place):
                yield entry, place


def _over_quotes(draft: Draft, entries: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    for entry in entries:
        for index, sentence in enumerate(draft.sentences):
            for quote in sentence.quotes if sentence.signs & QUOTED else ():
                place = Place(draft, index, sentence, quote=quote)
                if entry.holds(place):
                    yield entry, place


def _unit(once: str, place: Place) -> int:
    match once:
        case "block":
            return place.sentence.block
        case "sentence":
            return place.sentence_number
    return 0


def _findings(entry: ActiveRule, place: Place, reading: Reading) -> Iterator[Finding]:
    rule = entry.rule
    fix = FIXES[rule.fix](place) if rule.fix else None
    for start, end in stretches(entry.aim, place):
        if rule.over == "claim" and place.draft.is_quoted(place.sentence.block, start, end):
            continue  # somebody else's words
        text = " ".join(reading.document.source.text[start:end].split())
        yield Finding(rule.id, rule.name, entry.severity, start, end, rule.message.replace("{text}", text), fix,
                      rule.suggestions)  # fmt: skip


# --- to JSON and back


def _dump_rule(rule: Rule, above: str) -> dict[str, Any]:
    def example(each: Example) -> list[Any]:
        return list(each._replace(place=_below(above, each.place)))

    examples = {"flags": [*map(example, rule.flags)], "passes": [*map(example, rule.passes)]}
    return {**rule._asdict(), **examples, "when": _dump_when(rule.when), "place": _below(above, rule.place)}


def _below(above: str, place: str) -> str:
    return os.path.relpath(place, above or os.curdir).replace(os.sep, "/")


def _dump_when(item: Condition | When) -> Any:
    if isinstance(item, Condition):
        return list(item)
    return {name: [_dump_when(each) for each in group] for name, group in zip(When._fields, item, strict=True)}


def _restore_rule(data: dict[str, Any]) -> Rule:
    fields = {key: _frozen(value) for key, value in data.items() if key not in ("when", "flags", "passes")}
    return Rule(
        **fields,
        when=_restore_when(data["when"]),
        flags=tuple(Example(*_frozen(example)) for example in data["flags"]),
        passes=tuple(Example(*_frozen(example)) for example in data["passes"]),
    )


def _restore_when(data: dict[str, list[Any]]) -> When:
    return When(*(tuple(map(_restore_item, data[group])) for group in ("all", "any", "none")))


def _restore_item(data: Any) -> Condition | When:
    return _restore_when(data) if isinstance(data, dict) else Condition(*_frozen(data))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value
