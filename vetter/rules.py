"""Rules at work: a reading comes in, findings go out. `features` answers what the rules ask.

Before a draft is judged every rule is compiled into one test. Two questions that most rules ask, about the status of a
claim and the classes of event or judgment in it, become gates: they are asked first, for all rules at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from vetter.config import Settings, chosen, is_prefix
from vetter.features import (
    COMMENT_FEATURES,
    FEATURES,
    Comment,
    Draft,
    Place,
    Value,
    marked_words,
)
from vetter.findings import Finding
from vetter.ledger import STATUSES, Reading
from vetter.rulebook import NO_RULES, Condition, Example, Pack, Rule, RuleSet, When, rank
from vetter.stretches import FIXES, stretches

__all__ = ["Active", "Facts", "Rule", "RuleSet"]

Test: TypeAlias = Callable[[Any], bool]
Bands: TypeAlias = Mapping[str, tuple[float, float]]
Facts: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
CLASS_FEATURES = ("event", "judgment")
ANY_STATUS = frozenset(STATUSES)
NO_CLASSES: frozenset[str] = frozenset()


class Gate(NamedTuple):
    """What a claim must be for a rule to be asked at all; no classes let every claim through."""

    statuses: frozenset[str]
    classes: frozenset[str]


class ActiveRule(NamedTuple):
    """A rule that is on, with the severity it has here; `within` is where the words it marks are looked for."""

    rule: Rule
    severity: str
    gate: Gate
    within: str
    holds: Test


class Active(NamedTuple):
    """The rules that are on, those that yield to others last, and what they take for granted.

    `bands` gives the range of each likelihood term in per cent; `doubt_verb` what the house takes "claimed" to say.
    """

    rules: tuple[ActiveRule, ...]
    doubt_verb: str
    bands: Bands

    def names(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each."""
        return tuple((entry.rule.id, entry.rule.name) for entry in self.rules)


def load(folder: str, base: RuleSet = NO_RULES, classes: Collection[str] = ()) -> RuleSet:
    """The rules of a folder or a file on top of `base`. YAML is read only here, not by a run with stock rules."""
    from vetter import rulefiles

    return rulefiles.load(folder, base, classes)


def stock() -> RuleSet:
    """The rules that come with vetter."""
    from vetter import artefact

    return restore(artefact.stock().rules)


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
    )


def judge(active: Active, reading: Reading) -> Iterator[Finding]:
    """What the rules say about a draft. Rules that need citations are silent where there are none."""
    counted = citations_counted(reading)
    entries = [entry for entry in active.rules if counted or "citations" not in entry.rule.needs]
    said: set[tuple[str, int]] = set()
    for entry, place in _holding(Draft(reading, active.doubt_verb, active.bands), entries):
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
        claim.citations for sentence in reading.sentences for claim in sentence.claims
    )


def failed_conditions(rule: Rule, place: Place) -> list[str]:
    """The conditions that keep a rule from holding here, for whoever writes it."""
    return list(_failures(rule.when, place))


def places(active: Active, reading: Reading) -> Iterator[Place]:
    """Everywhere in a draft that the rules look, whether or not they hold."""
    open_gate = Gate(ANY_STATUS, NO_CLASSES)
    entries = [entry._replace(gate=open_gate, holds=lambda at: True) for entry in active.rules]
    return (place for _, place in _holding(Draft(reading, active.doubt_verb, active.bands), entries))


# --- which rules are on


def _is_on(rule: Rule, settings: Settings) -> bool:
    if chosen(settings.ignore, rule.id, rule.name):
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
    asked = [item for item in rule.when.all if isinstance(item, Condition)]
    within = next((item.within for item in asked if rule.marks in item.values), "claim")
    return ActiveRule(rule, _severity(rule, settings), _gate(asked), within, compile_when(rule.when, rule.over))


def _gate(asked: Iterable[Condition]) -> Gate:
    gate = Gate(ANY_STATUS, NO_CLASSES)
    for condition in asked:
        values = frozenset(map(str, condition.values))
        if condition.operator == "in" and condition.feature == "status":
            gate = gate._replace(statuses=gate.statuses & values)
        elif condition.operator == "in" and condition.feature in CLASS_FEATURES and not gate.classes:
            gate = gate._replace(classes=values)
    return gate


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


def _holding(draft: Draft, active_rules: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    over: dict[str, list[ActiveRule]] = {}
    for entry in active_rules:
        over.setdefault(entry.rule.over, []).append(entry)
    yield from _over_claims(draft, over.get("claim", ()))
    yield from _over_sentences(draft, over.get("sentence", ()))
    yield from _over_quotes(draft, over.get("quote", ()))
    firsts = [first for first, _ in draft.spans_of_blocks.values()]
    for starts, entries in ((firsts, over.get("block", ())), (firsts[:1], over.get("document", ()))):
        for entry in entries:
            for index in starts:
                sentence = draft.sentences[index]
                place = Place(draft, index, sentence, 0, sentence.claims[0])
                if entry.holds(place):
                    yield entry, place


def _over_claims(draft: Draft, entries: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    gates: dict[str, list[tuple[frozenset[str], ActiveRule]]] = {status: [] for status in STATUSES}
    for entry in entries:
        for status in entry.gate.statuses:
            gates[status].append((entry.gate.classes, entry))
    for index, sentence in enumerate(draft.sentences):
        for number, claim in enumerate(sentence.claims):
            place: Place | None = None
            found: list[str] = []
            for classes, entry in gates[claim.status]:
                if classes and classes.isdisjoint(claim.classes):
                    continue
                place = place or Place(draft, index, sentence, number, claim)
                if entry.holds(place) and not any(other in found for other in entry.rule.yields_to):
                    found.append(entry.rule.id)
                    yield entry, place


def _over_sentences(draft: Draft, entries: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    for entry in entries:
        for index, sentence in enumerate(draft.sentences):
            place = Place(draft, index, sentence, 0, sentence.claims[0])
            if entry.holds(place):
                yield entry, place


def _over_quotes(draft: Draft, entries: Iterable[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    for entry in entries:
        for index, sentence in enumerate(draft.sentences):
            for quote in sentence.quotes:
                place = Place(draft, index, sentence, 0, sentence.claims[0], quote)
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
    for start, end in stretches(rule.marks, place, entry.within):
        if rule.over == "claim" and _is_quoted(start, end, place):
            continue  # somebody else's words
        text = " ".join(reading.document.source.text[start:end].split())
        yield Finding(rule.id, rule.name, entry.severity, start, end, rule.message.replace("{text}", text), fix,
                      rule.suggestions)  # fmt: skip


def _is_quoted(start: int, end: int, place: Place) -> bool:
    return any(quote.start <= start and end <= quote.end for quote in place.sentence.quotes)


# --- conditions become functions


def compile_when(when: When, over: str) -> Test:
    """One function that tells whether the conditions hold; questions about the claim itself come first."""
    must, some, never = ([_compile(item, over) for item in _cheap_first(group)] for group in when)

    def holds(at: Any) -> bool:
        for test in must:
            if not test(at):
                return False
        for test in never:
            if test(at):
                return False
        return not some or any(test(at) for test in some)

    return holds


def _cheap_first(group: Iterable[Condition | When]) -> list[Condition | When]:
    def cost(item: Condition | When) -> int:
        if isinstance(item, When):
            return 2
        return 0 if item.feature in FEATURES and FEATURES[item.feature].over == "claim" else 1

    return sorted(group, key=cost)


def _compile(item: Condition | When, over: str) -> Test:
    if isinstance(item, When):
        return compile_when(item, over)
    if item.feature == "has":
        classes = frozenset(map(str, item.values))
        if item.within == "claim":
            return lambda at: any(mark.kind in classes for mark in at.claim.others)
        return lambda at: any(marked_words(at, classes, item.within))
    if over == "directive":
        comment = COMMENT_FEATURES[item.feature]
        return _answered(item, comment.read, comment.type)
    feature = FEATURES[item.feature]
    return _answered(item, feature.read, feature.type)


def _answered(condition: Condition, read: Callable[[Any], Any], type: str) -> Test:
    values: frozenset[Value] = frozenset(condition.values)
    value: Any = condition.values[0] if condition.values else None
    match condition.operator:
        case "present":
            return lambda at: bool(read(at))
        case "none":
            return lambda at: not read(at)
        case "in" if type == "words":
            return lambda at: not values.isdisjoint(read(at))
        case "in" if len(values) == 1:
            return lambda at: bool(read(at) == value)
        case "in":
            return lambda at: read(at) in values
        case "not-in":
            return lambda at: read(at) not in values
        case ">=":
            return lambda at: bool(read(at) >= value)
        case "<=":
            return lambda at: bool(read(at) <= value)
        case ">":
            return lambda at: bool(read(at) > value)
    return lambda at: bool(read(at) < value)


def _failures(when: When, place: Place) -> Iterator[str]:
    for item in when.all:
        if isinstance(item, When):
            yield from _failures(item, place)
        elif not _compile(item, "claim")(place):
            yield f"{item} (here {_answer(item, place)})"
    if when.any and not any(_compile(item, "claim")(place) for item in when.any):
        yield "none of `any` holds"
    for item in when.none:
        if _compile(item, "claim")(place):
            yield f"none of: {item}" if isinstance(item, Condition) else "a group of `none` holds"


def _answer(condition: Condition, place: Place) -> str:
    if condition.feature == "has":
        return "not found"
    answer = FEATURES[condition.feature].read(place)
    return ", ".join(sorted(answer)) or "none" if isinstance(answer, frozenset) else str(answer)


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
