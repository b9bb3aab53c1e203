"""Why on this line? What was read there and held against it, and of every rule whether it spoke, or what kept it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from vetter import comparison, lint, looking, rules, runs
from vetter.comparison import Against
from vetter.conditions import Verdict
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.findings import Finding
from vetter.ledger import Reading, Sentence
from vetter.looking import Look
from vetter.matching import NO_PARTS, Match
from vetter.outputs import Lines, Texts, called, cut
from vetter.pairs import Pair
from vetter.parse import claim_lines, indented, quoted, titled
from vetter.propositions import Proposition
from vetter.rulebook import Rule
from vetter.runs import Order
from vetter.values import NamedTuple

CLOSEST = 3  # places told of all that a clause was held against
SHORT = 100  # characters told of each
BEYOND = "more rules ask for other texts: --sources PATH ..., --revision OLD or --git REV"


class Spot(NamedTuple):
    """The place asked about; without a `column` the whole line."""

    path: str
    line: int
    column: int | None


def lines(order: Order, what: str, everything: bool = False, against: Against | None = None) -> Iterator[str]:
    """The answer for FILE:LINE or FILE:LINE:COLUMN, as `vetter check` prints them. With `everything` also for the rules
    that lack more than one condition; with `against` also for those that hold the draft against other texts."""
    spot = _spot(what)
    reading, settings = runs.read(order, spot.path)
    start, end = _stretch(reading.document.source.text, spot)
    if not reading.document.english:
        yield f"{what}: {lint.NOT_ENGLISH}"
        return
    case = _Case(reading, settings, comparison.read(order, spot.path, against) if against else (), against)
    found = [number for number, each in enumerate(reading.sentences) if each.start <= end and each.end > start]
    for number in found:
        yield from case.told(number, everything)
    yield from case.beside(start, end, [reading.sentences[number] for number in found])
    if not found:
        yield f"{what}: no sentence is read here: nothing stands here, or markup, code or a comment"


def _spot(what: str) -> Spot:
    match = re.fullmatch(r"(.+?):([0-9]{1,9})(?::([0-9]{1,9}))?", what)
    if match is None:
        raise VetterError(what, "no place in a draft; write FILE:LINE or FILE:LINE:COLUMN")
    return Spot(match[1], int(match[2]), int(match[3]) if match[3] else None)


def _stretch(text: str, spot: Spot) -> tuple[int, int]:
    lines = Lines(text)
    if not 1 <= spot.line <= lines.count:
        raise VetterError(f"{spot.path}:{spot.line}", f"no such line; the draft has {lines.count}")
    start, end = lines.span(spot.line)
    if spot.column is None:
        return start, max(start, end - 1)
    if not 1 <= spot.column <= end - start + 1:
        raise VetterError(
            f"{spot.path}:{spot.line}:{spot.column}", f"no such column; the line has {end - start} characters"
        )
    return start + spot.column - 1, start + spot.column - 1


class Held(NamedTuple):
    """A clause with how close it comes to the one it is held against, and whether the two say the same."""

    other: Proposition
    match: Match
    same: bool


class Closeness(NamedTuple):
    """What tells, of a draft with this text, what its clauses were held against."""

    text: str
    texts: Texts

    def lines(self, pairs: Iterable[Pair]) -> Iterator[str]:
        """Each clause with what comes closest to it."""
        clauses: defaultdict[tuple[int, int], list[Held]] = defaultdict(list)
        for pair in pairs:
            clauses[pair.here.start, pair.here.end] += _matches(pair)
        for (start, end), found in clauses.items():
            yield quoted(self.text, start, end)
            yield from indented(self.closest(found) or ["nothing there is about the same"])

    def closest(self, found: Sequence[Held]) -> list[str]:
        best = sorted(found, key=lambda held: (-held.match.score, held.other.start))[:CLOSEST]
        return list(map(self.match, best))

    def match(self, held: Held) -> str:
        source = held.other.reading.document.source
        place = self.texts[source.text].place(held.other.start, held.other.end)
        where = f'{source.name}:{place.line}:{place.column} "{cut(held.other.text, SHORT)}"'
        if held.match.parts == NO_PARTS:
            return f"about the same thing: {where}"
        parts = ", ".join(f"{name} {part:.2f}" for name, part in held.match.parts._asdict().items())
        return f"{'the same' if held.same else 'related'}, {held.match.score:.2f}: {where} ({parts})"


class _Case:
    """A draft read and judged."""

    def __init__(
        self, reading: Reading, settings: Settings, others: Sequence[Reading], against: Against | None
    ) -> None:
        between = against.between if against else ""
        findings = lint.judge(reading, settings, others, between)
        self.reading = reading
        self.text = reading.document.source.text
        self.active = lint.active(settings, between)
        self.beyond = () if against else tuple(map(_called, lint.needing_others(settings)))
        self.draft = rules.drafted(self.active, reading, others)
        self.texts = Texts()
        self.lines = self.texts[self.text]
        self.closeness = Closeness(self.text, self.texts)
        self.findings = sorted(findings, key=_start)
        self.by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            self.by_rule[finding.rule].append(finding)
        self.counted = rules.citations_counted(reading)

    def told(self, number: int, everything: bool) -> Iterator[str]:
        """One sentence: its claims, then the rules, those that spoke first."""
        sentence = self.reading.sentences[number]
        yield quoted(self.text, sentence.start, sentence.end)
        yield f"  part of the draft: {sentence.role}"
        yield from titled("claims", (line for claim in sentence.claims for line in claim_lines(self.text, claim)))
        everywhere = list(looking.looks(self.active, self.draft, number))
        for between, pairs in _by_kind(everywhere).items():
            yield from titled(f"held against ({between})", self.closeness.lines(pairs))
        for between, found in self.holding.get(number, {}).items():
            yield from titled(f"what was held against this ({between})", self.closeness.closest(found))
        looks = list(_once_a_clause(everywhere))
        holding = [look for look in looks if not look.failed]
        spoke = [look for look in holding if self._of(look, sentence)]
        yield from titled("these rules spoke", self._spoken(spoke, sentence))
        silent = [look for look in holding if look not in spoke]
        yield from titled("every condition holds, but", (self._silence(look, holding) for look in silent))
        held = set(map(_subject, holding))
        missed = _nearest(look for look in looks if _subject(look) not in held)
        near = [look for look in missed if len(look.failed) == 1]
        yield from titled("one condition is lacking", (self._lack(look, sentence) for look in near))
        far = [look for look in missed if len(look.failed) > 1]
        if everything:
            yield from titled("more is lacking", (line for look in far for line in self._conditions(look, sentence)))
        elif more := {look.entry.rule.id for look in far} - {look.entry.rule.id for look in (*holding, *near)}:
            yield f"  {len(more)} more rules lack two conditions or more; --all tells which"
        if self.beyond and everything:
            yield from titled(BEYOND, self.beyond)
        elif self.beyond:
            yield f"  {len(self.beyond)} {BEYOND}"
        yield ""

    def beside(self, start: int, end: int, sentences: Sequence[Sentence]) -> Iterator[str]:
        """What was found here outside the sentences: about a comment, a block or the whole draft."""
        starts, line = (
            [sentence.start for sentence in sentences],
            self.lines.span(self.lines.place(start, start).line)[0],
        )
        for finding in self.findings:
            before = bisect_right(starts, finding.start) - 1
            inside = before >= 0 and finding.end and finding.start < sentences[before].end
            if line <= finding.start <= end and not inside and (finding.end > start or not finding.end):
                yield f"{self._said(finding)}: {finding.message}"

    def _spoken(self, spoke: Iterable[Look], sentence: Sentence) -> Iterator[str]:
        """The findings with their conditions; those of rules without any, over words, with what they say."""
        told: set[Finding] = set()
        for look in spoke:
            said = self._of(look, sentence)
            told.update(said)
            yield from map(self._said, said)
            yield from indented(map(_condition, look.verdicts))
        for finding in _between(self.findings, sentence.start, sentence.end):
            if finding.end and finding not in told:
                yield f"{self._said(finding)}: {finding.message}"

    @cached_property
    def holding(self) -> dict[int, dict[str, list[Held]]]:
        """What speaks of each sentence, by the number of that and by what is held against what."""
        found: dict[int, dict[str, list[Held]]] = {}
        over = (entry.rule for entry in self.active.rules if entry.rule.over == "pair")
        for between in dict.fromkeys(between for rule in over for between in rules.kinds_held(rule)):
            for pair in self.draft.drift.pairs(between) if self.draft.may_pair(between) else ():
                for held in _matches(pair):
                    if held.other.reading is self.reading:
                        by_kind = found.setdefault(held.other.number, {})
                        by_kind.setdefault(between, []).append(held._replace(other=pair.here))
        return found

    def _of(self, look: Look, sentence: Sentence) -> list[Finding]:
        """What a rule said where it looked; of a block or a draft what is told in this sentence."""
        rule, place = look.entry.rule, look.place
        match rule.over:
            case "quote" if place.quote:
                start, end = place.quote.start, place.quote.end
            case _:
                start, end = sentence.start, sentence.end
        said = _between(self.by_rule[rule.id], start, end)
        if place.pair:
            clause = place.pair.here
            return [each for each in said if each.start < clause.end and clause.start < each.end] or said
        if rule.over == "claim" and len(sentence.claims) > 1:
            return [each for each in said if each.start < place.claim.end and place.claim.start < each.end]
        return said

    def _said(self, finding: Finding) -> str:
        at = f" at {quoted(self.text, finding.start, finding.end)}" if finding.end else ""
        reason = "" if finding.suppressed is None else f" (suppressed: {finding.suppressed or 'no reason given'})"
        return f"{finding.severity} {called(finding.rule, finding.name)}{at}{reason}"

    def _silence(self, look: Look, holding: Iterable[Look]) -> str:
        """Why a rule that holds said nothing."""
        rule = look.entry.rule
        others = {each.entry.rule.id for each in holding if each.place.claim_number == look.place.claim_number}
        if "citations" in rule.needs and not self.counted:
            why = "it is off where a draft cites nothing"
        elif louder := [other for other in rule.yields_to if other in others]:
            why = f"it yields to {', '.join(louder)}"
        elif rule.over in ("block", "document") and (line := self._told_at(look)):
            why = f"it speaks of the whole {rule.over}, at line {line}"
        elif rule.once != "claim" and self.by_rule[rule.id]:
            why = f"it speaks once in a {rule.once}"
        else:
            why = "the words are somebody else's: they stand in quotation marks"
        return f"{called(rule.id, rule.name)}: {why}"

    def _told_at(self, look: Look) -> int:
        """The line at which a rule speaks of the whole block or draft; 0 where it does not."""
        said = self.by_rule[look.entry.rule.id]
        if look.entry.rule.over == "block":
            block = self.reading.document.blocks[look.place.sentence.block]
            said = _between(said, block.start, block.end)
        return self.lines.place(said[0].start, said[0].end).line if said else 0

    def _lack(self, look: Look, sentence: Sentence) -> str:
        (verdict,) = look.failed
        rule, claim = look.entry.rule, look.place.claim
        several = rule.over == "claim" and len(sentence.claims) > 1
        where = f" in {quoted(self.text, claim.start, claim.end)}" if several else self._clause(look, sentence)
        return f"{called(rule.id, rule.name)}{where}: {_condition(verdict)}"

    def _conditions(self, look: Look, sentence: Sentence) -> Iterator[str]:
        yield called(look.entry.rule.id, look.entry.rule.name) + self._clause(look, sentence)
        yield from indented(map(_condition, look.verdicts))

    def _clause(self, look: Look, sentence: Sentence) -> str:
        """The clause at which a rule over pairs looks, where that is not the whole sentence."""
        here = look.place.pair.here if look.place.pair else None
        if here is None or (here.start, here.end) == (sentence.start, sentence.end):
            return ""
        return f" in {quoted(self.text, here.start, here.end)}"


def _called(rule: Rule) -> str:
    return called(rule.id, rule.name)


def _once_a_clause(looks: Sequence[Look]) -> Iterator[Look]:
    """The looks, of those at one clause that is held against several places the one that lacks least."""
    yield from (look for look in looks if look.place.pair is None)
    yield from _nearest(look for look in looks if look.place.pair)


def _matches(pair: Pair) -> Iterator[Held]:
    same = set(map(id, pair.same))
    return (Held(match.other, match, id(match) in same) for match in pair.about)


def _by_kind(looks: Iterable[Look]) -> dict[str, list[Pair]]:
    """The pairs looked at, each once, by what is held against what."""
    kinds: dict[str, dict[int, Pair]] = {}
    for pair in (look.place.pair for look in looks if look.place.pair):
        kinds.setdefault(pair.between, {})[id(pair)] = pair
    return {between: list(pairs.values()) for between, pairs in kinds.items()}


def _start(finding: Finding) -> int:
    return finding.start


def _between(findings: list[Finding], start: int, end: int) -> list[Finding]:
    return findings[bisect_left(findings, start, key=_start) : bisect_left(findings, end, key=_start)]


def _nearest(looks: Iterable[Look]) -> list[Look]:
    """Each rule once, where it lacks least, one over pairs once a clause; the nearest first, and of those as near the
    one with most that holds."""
    best: dict[tuple[str, int], Look] = {}
    for look in looks:
        known = best.get(_subject(look))
        if known is None or len(look.failed) < len(known.failed):
            best[_subject(look)] = look
    return sorted(best.values(), key=lambda look: (len(look.failed), -len(look.verdicts), look.entry.rule.id))


def _subject(look: Look) -> tuple[str, int]:
    """What is told once: a rule, one over pairs with the clause it looks at."""
    return look.entry.rule.id, look.place.pair.here.start if look.place.pair else -1


def _condition(verdict: Verdict) -> str:
    return f"{'holds' if verdict.holds else 'fails'}  {verdict.condition}  (here {verdict.found})"
