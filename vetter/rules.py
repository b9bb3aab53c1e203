"""Rules at work: a reading comes in, findings go out. `conditions` asks what the rules ask, `features` answers."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from vetter import ladders, stretches
from vetter.checks import Slip
from vetter.conditions import OPEN, Gate, Test, compile_when, gate, may_hold
from vetter.config import Settings, chosen, is_prefix
from vetter.draft import Draft
from vetter.errors import VetterError
from vetter.features import BETWEEN, FEATURES, WITH_OTHERS, Comment
from vetter.findings import Finding, Fix
from vetter.house import Roll
from vetter.ladders import Scale
from vetter.ledger import CITED, QUOTED, Reading
from vetter.places import Place
from vetter.rulebook import NO_RULES, Rule, RuleSet, When, rank
from vetter.stretches import Aim
from vetter.values import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from vetter.wording import Wording

__all__ = ["Active", "Rule", "RuleSet"]

LARGE = 5_000  # sentences from which on a draft is read anew rather than kept in memory
NEAR = 100  # sentences that those behind them may still ask


class ActiveRule(NamedTuple):
    """A rule that is on, with the severity it has here."""

    rule: Rule
    severity: str
    gate: Gate
    aim: Aim
    holds: Test


Worded: TypeAlias = tuple[ActiveRule, tuple[str, ...]]
"""A rule over text that looks for an entry, and what could stand instead."""


class Active(NamedTuple):
    """The rules that are on, those that yield to others last, and what they take for granted.

    `doubt_verb` is what the house takes "claimed" to say, `scale` what likelihood terms mean, `roll` the names that
    the house knows, `noted` the classes of words that some rule asks for, `wording` the words and phrases that rules
    over text look for.
    """

    rules: tuple[ActiveRule, ...]
    doubt_verb: str
    scale: Scale
    roll: Roll
    noted: frozenset[str]
    wording: "Wording[Worded] | None"
    asked: dict[bool, "Asked"]
    """What to ask of claims, without and with the rules that count citations; learnt on the way."""

    def names(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each."""
        return tuple((entry.rule.id, entry.rule.name) for entry in self.rules)


def load(
    folder: str,
    base: RuleSet = NO_RULES,
    classes: Collection[str] = (),
    terms: Collection[str] = (),
    told: list[VetterError] | None = None,
) -> RuleSet:
    """The rules of a folder or a file on top of `base`. YAML is read only here, not by a run with stock rules."""
    from vetter import rulefiles

    return rulefiles.load(folder, base, classes, terms, told)


def active(rules: RuleSet, settings: Settings) -> Active:
    """The rules that these settings turn on.

    `select` may name a rule of any pack; a prefix (VET2) chooses among the packs in force.
    """
    house = settings.house
    on = [rule for rule in rules.rules if _is_on(rule, settings) and may_hold(rule.when, house)]
    by_id = {rule.id: rule for rule in rules.rules}
    on.sort(key=lambda rule: rank(rule, by_id))
    packs = [pack for name in settings.packs for pack in rules.packs if pack.name == name]
    doubt = [pack.doubt_verb for pack in packs if pack.doubt_verb != "open"]
    declared = [pack.ladder for pack in packs if pack.ladder]
    entries = tuple(_activate(rule, settings) for rule in on)
    return Active(
        entries,
        house.doubt_verb or (doubt[-1] if doubt else "open"),
        ladders.scale(rules.ladders, [house.ladder] if house.ladder else declared),
        Roll(house),
        frozenset(name for entry in entries for name in (*_classes(entry.rule.when), entry.rule.marks)),
        _wording(entries),
        {},
    )


def _classes(when: When) -> Iterator[str]:
    """The classes of the lexicon that a rule asks for, and those that the features it asks for go by."""
    yield from when.classes()
    for condition in when.conditions():
        if condition.feature in FEATURES:
            yield from FEATURES[condition.feature].classes


def _wording(entries: Iterable[ActiveRule]) -> "Wording[Worded] | None":
    told = [(text, (entry, instead)) for entry in entries for text, instead in entry.rule.wording]
    if not told:
        return None
    from vetter.wording import Wording

    return Wording(told, strict=True)


def judge(active: Active, draft: Draft) -> Iterator[Finding]:
    """What the rules say about a draft, and about what it makes of others. Rules that need citations are silent where
    there are none."""
    counted = citations_counted(draft.reading)
    asked = active.asked.get(counted)
    if asked is None:
        entries = (entry for entry in active.rules if counted or "citations" not in entry.rule.needs)
        asked = active.asked[counted] = Asked(entries)
    said: set[tuple[str, int]] = set()
    for entry, place in _holding(draft, asked):
        once = (entry.rule.id, _unit(entry.rule.once, place))
        if entry.rule.once == "claim" or once not in said:
            said.add(once)
            yield from _findings(entry, place, draft.reading)
    yield from _about_words(active, draft)


def holding(active: Active, between: str) -> Active:
    """Of the rules in force only those that hold one kind of thing against another."""
    kept = (entry for entry in active.rules if entry.rule.over == "pair" and between in kinds_held(entry.rule))
    return active._replace(rules=tuple(kept), wording=None, asked={})


def speaking(active: Active, between: str = "") -> Active:
    """The rules in force without those that want another text, but for those that hold the draft against it so."""
    kept = (entry for entry in active.rules if not needs_others(entry.rule) or between in kinds_held(entry.rule))
    return active._replace(rules=tuple(kept), asked={})


def needs_others(rule: Rule) -> bool:
    """Whether a rule is silent where there is no text but the draft."""
    return rule.over == "pair" and set(kinds_held(rule)) <= set(WITH_OTHERS)


def _about_words(active: Active, draft: Draft) -> Iterator[Finding]:
    """What the rules over text say: of a rule's entries the longest at each place, never about code or a quotation."""
    if not active.wording:
        return
    from vetter.rewording import code_spans, is_own, lies_within, reworded

    source = draft.reading.document.source.text
    said: set[tuple[str, int]] = set()
    for number, block in enumerate(draft.blocks):
        found = list(active.wording.find(draft.prose, *block[:2])) if is_own(block) else []
        code = code_spans(source, draft.prose, block) if found else []
        last: dict[str, int] = {}
        for start, end, (entry, instead) in found:
            rule = entry.rule
            once = rule.id, number if rule.once == "block" else 0
            spoken = start < last.get(rule.id, 0) or (rule.once != "claim" and once in said)
            if spoken or lies_within(start, code) or draft.is_quoted(number, start, end):
                continue
            last[rule.id] = end
            said.add(once)
            finding = reworded(rule, entry.severity, source, draft.prose, start, end, instead)
            yield finding._replace(sentence=_sentence_of(draft, start, end))


def _sentence_of(draft: Draft, start: int, end: int) -> tuple[int, int]:
    """The sentence in which a stretch begins; the stretch itself where there is none."""
    before = bisect_right(draft.sentences, start, key=lambda sentence: sentence.start) - 1
    if before < 0 or draft.sentences[before].end <= start:
        return start, end
    return draft.sentences[before].start, max(draft.sentences[before].end, end)


def judge_comments(active: Active, comments: Iterable[Comment], text: str) -> Iterator[Finding]:
    """What the rules say about the suppression comments of a draft."""
    over = [entry for entry in active.rules if entry.rule.over == "directive"]
    for comment in comments:
        for rule, severity, _, _, holds in over:
            if holds(comment):
                named = ", ".join(comment.unknown) or text[comment.directive.start : comment.directive.end]
                yield Finding(rule.id, rule.name, severity, comment.directive.start, comment.directive.end,
                              rule.message.replace("{text}", named), None, rule.suggestions,
                              sentence=(comment.directive.start, comment.directive.end))  # fmt: skip


def citations_counted(reading: Reading) -> bool:
    """Whether the draft cites anything at all."""
    return bool(reading.document.citations) or any(
        sentence.signs & CITED and sentence.cited for sentence in reading.sentences
    )


def places(active: Active, draft: Draft) -> Iterator[Place]:
    """Everywhere in a draft that the rules look, whether or not they hold."""
    entries = [entry._replace(gate=OPEN, holds=lambda at: True) for entry in active.rules]
    return (place for _, place in _holding(draft, Asked(entries)))


def drafted(active: Active, reading: Reading, others: Sequence[Reading] = ()) -> Draft:
    return Draft(reading, active.doubt_verb, active.scale, active.roll, others)


# --- which rules are on


def _is_on(rule: Rule, settings: Settings) -> bool:
    if chosen(settings.ignore, rule.id, rule.name):
        return False
    named = any(_names_one(selector, rule) and chosen((selector,), rule.id, rule.name) for selector in settings.select)
    if rule.status == "preview" and not settings.preview and not named:
        return False
    in_packs = not rule.packs or not set(settings.packs).isdisjoint(rule.packs)
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
    return ActiveRule(rule, _severity(rule, settings), narrow, stretches.aim(rule.marks, rule.when), test)


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


# --- where a rule holds


def _holding(draft: Draft, asked: "Asked") -> Iterator[tuple[ActiveRule, Place]]:
    yield from _over_claims(draft, asked)
    yield from _over_sentences(draft, asked.over("sentence"))
    yield from _over_quotes(draft, asked.over("quote"))
    yield from _overpair_places(draft, asked.over("pair"))
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
        if not possible or draft.blocks[sentence.block].kind == "quote":  # a block quotation is somebody else's words
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


def _overpair_places(draft: Draft, entries: Sequence[ActiveRule]) -> Iterator[tuple[ActiveRule, Place]]:
    held = [(entry, kinds_held(entry.rule)) for entry in entries]
    for between in BETWEEN:
        wanted = [entry for entry, kinds in held if between in kinds]
        for place in pair_places(draft, (between,)) if wanted else ():
            found: list[str] = []
            for entry in wanted:
                if entry.holds(place) and not any(other in found for other in entry.rule.yields_to):
                    found.append(entry.rule.id)
                    yield entry, place


def held_between(active: Active) -> Iterator[str]:
    """What the rules in force hold against what."""
    wanted = {between for entry in active.rules if entry.rule.over == "pair" for between in kinds_held(entry.rule)}
    return (between for between in BETWEEN if between in wanted)


def kinds_held(rule: Rule) -> tuple[str, ...]:
    """What a rule over pairs wants held against what."""
    return stretches.kinds_held(rule.when)


def pair_places(draft: Draft, kinds: Iterable[str], number: int | None = None) -> Iterator[Place]:
    """The places that are held against others, all or those of one sentence."""
    for between in filter(draft.may_pair, kinds):
        for pair in draft.drift.pairs(between) if number is None else draft.drift.at(between, number):
            here = pair.here
            if draft.blocks[here.sentence.block].kind != "quote":
                yield Place(draft, here.number, here.sentence, here.claim_number, here.claim, pair=pair)


def _unit(once: str, place: Place) -> int:
    match once:
        case "block":
            return place.sentence.block
        case "sentence":
            return place.sentence_number
    return 0


def _findings(entry: ActiveRule, place: Place, reading: Reading) -> Iterator[Finding]:
    rule = entry.rule
    marked = stretches.stretches(entry.aim, place)
    fixes = _fixes(entry, place, marked) if rule.fix else [None] * len(marked)
    for (start, end, reason, _, _, others, focus), fix in zip(marked, fixes, strict=True):
        if rule.over == "claim" and place.draft.is_quoted(place.sentence.block, start, end):
            continue  # somebody else's words
        text = " ".join(reading.document.source.text[start:end].split())
        message = rule.message.replace("{reason}", reason)  # before the draft's own words come in
        message = message.replace("{fixed}", fix.edits[0].text if fix else "otherwise").replace("{text}", text)
        yield Finding(rule.id, rule.name, entry.severity, start, end, message, fix, rule.suggestions, others,
                      sentence=_around(place, start, end), reason=reason, focus=focus)  # fmt: skip


def _fixes(entry: ActiveRule, place: Place, marked: Sequence[Slip]) -> list[Fix | None]:
    """What the fix of a rule does in each of the stretches that are marked."""
    from vetter.fixes import fixed, within

    whole = fixed(entry.rule.fix or "", entry.aim.checks, place)
    if whole is None or len(marked) == 1:
        return [whole] * len(marked)
    return [within(whole, start, end) for start, end, *_ in marked]


def _around(place: Place, start: int, end: int) -> tuple[int, int]:
    """What a stretch was read in: its sentence, or nothing more when it begins in none."""
    sentence = place.sentence
    if not end:
        return 0, 0
    return (sentence.start, max(sentence.end, end)) if sentence.start <= start < sentence.end else (start, end)
