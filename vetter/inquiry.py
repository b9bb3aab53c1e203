"""Why on this line? What was read there, and of every rule in force whether it spoke, and what kept it from it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from vetter import lint, rules, runs
from vetter.conditions import Verdict
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.findings import Finding
from vetter.ledger import Reading, Sentence
from vetter.matching import Match
from vetter.outputs import Lines, called, lines_of
from vetter.parse import claim_lines, indented, quoted, titled
from vetter.rules import Look
from vetter.runs import Order
from vetter.values import NamedTuple

NEAREST = 3  # matches told of a clause


class Spot(NamedTuple):
    """The place asked about; without a `column` the whole line."""

    path: str
    line: int
    column: int | None


def lines(order: Order, what: str, everything: bool = False) -> Iterator[str]:
    """The answer for FILE:LINE or FILE:LINE:COLUMN, as `vetter check` prints them. With `everything` also for the rules
    that lack more than one condition."""
    spot = _spot(what)
    reading, settings = runs.read(order, spot.path)
    start, end = _stretch(reading.document.source.text, spot)
    if not reading.document.english:
        yield f"{what}: {lint.NOT_ENGLISH}"
        return
    case = _Case(reading, settings, lint.judge(reading, settings))
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


class _Case:
    """A draft read and judged."""

    def __init__(self, reading: Reading, settings: Settings, findings: Sequence[Finding]) -> None:
        self.reading = reading
        self.text = reading.document.source.text
        self.active = lint.active(settings)
        self.draft = rules.drafted(self.active, reading)
        self.lines = Lines(self.text)
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
        yield from titled("held against", self._held_against(number))
        looks = list(rules.looks(self.active, self.draft, number))
        holding = [look for look in looks if not look.failed]
        spoke = [look for look in holding if self._of(look, sentence)]
        yield from titled("these rules spoke", self._spoken(spoke, sentence))
        silent = [look for look in holding if look not in spoke]
        yield from titled("every condition holds, but", (self._silence(look, holding) for look in silent))
        held = {look.entry.rule.id for look in holding}
        missed = _nearest(look for look in looks if look.entry.rule.id not in held)
        near = [look for look in missed if len(look.failed) == 1]
        yield from titled("one condition is lacking", (self._lack(look, sentence) for look in near))
        far = [look for look in missed if len(look.failed) > 1]
        if everything:
            yield from titled("more is lacking", (line for look in far for line in self._conditions(look)))
        elif far:
            yield f"  {len(far)} more rules lack two conditions or more; --all tells which"
        yield ""

    def _held_against(self, number: int) -> Iterator[str]:
        """Each clause that a rule in force holds against others, and what comes closest to it, with the score."""
        for between in rules.held_between(self.active):
            for pair in self.draft.drift.pairs(between) if self.draft.may_pair(between) else ():
                if pair.here.number == number:
                    yield f"{between}: {quoted(self.text, pair.here.start, pair.here.end)}"
                    yield from indented(map(self._match, pair.about[:NEAREST]) if pair.about else ["nothing like it"])

    def _match(self, match: Match) -> str:
        parts, other = match.parts, match.other
        source = other.reading.document.source
        where = "" if source.text is self.text else f"{source.name}:"
        line = lines_of(source.text).place(other.start, other.end).line
        shares = f"{parts.cover:.2f} of it there, {parts.back:.2f} the other way"
        same = f"actors {parts.actors:.2f}, events {parts.predicate:.2f}"
        return f"{match.score:.2f}  {where}{line}: {quoted(source.text, other.start, other.end)} ({shares}; {same})"

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

    def _of(self, look: Look, sentence: Sentence) -> list[Finding]:
        """What a rule said where it looked; of a block or a draft what is told in this sentence."""
        rule, place = look.entry.rule, look.place
        match rule.over:
            case "quote" if place.quote:
                start, end = place.quote.start, place.quote.end
            case _:
                start, end = sentence.start, sentence.end
        said = _between(self.by_rule[rule.id], start, end)
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
        claim = look.place.claim
        several = look.entry.rule.over == "claim" and len(sentence.claims) > 1
        where = f" in {quoted(self.text, claim.start, claim.end)}" if several else ""
        rule = look.entry.rule
        return f"{called(rule.id, rule.name)}{where}: {_condition(verdict)}"

    def _conditions(self, look: Look) -> Iterator[str]:
        yield called(look.entry.rule.id, look.entry.rule.name)
        yield from indented(map(_condition, look.verdicts))


def _start(finding: Finding) -> int:
    return finding.start


def _between(findings: list[Finding], start: int, end: int) -> list[Finding]:
    return findings[bisect_left(findings, start, key=_start) : bisect_left(findings, end, key=_start)]


def _nearest(looks: Iterable[Look]) -> list[Look]:
    """Each rule once, where it lacks least; the nearest first, and of those as near the one with most that holds."""
    best: dict[str, Look] = {}
    for look in looks:
        known = best.get(look.entry.rule.id)
        if known is None or len(look.failed) < len(known.failed):
            best[look.entry.rule.id] = look
    return sorted(best.values(), key=lambda look: (len(look.failed), -len(look.verdicts), look.entry.rule.id))


def _condition(verdict: Verdict) -> str:
    return f"{'holds' if verdict.holds else 'fails'}  {verdict.condition}  (here {verdict.found})"
