"""The writer's comments silence the findings that begin where they reach; what became of each comment is told."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from vetter.config import Settings, chosen, normal
from vetter.document import Directive
from vetter.features import Comment
from vetter.findings import Finding

Rules = Sequence[tuple[str, str]]  # id and name


class Reached:
    """Findings by their rule and where they begin, so that a comment need only look at those it reaches."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        self.numbers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number in sorted(range(len(self.findings)), key=lambda number: self.findings[number].start):
            self.numbers[self.findings[number].rule, self.findings[number].name].append(number)
        self.starts = {rule: [self.findings[at].start for at in found] for rule, found in self.numbers.items()}
        self.about = Counter((each.rule, each.name, each.start, each.end) for each in self.findings)
        self.meant: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def stretches(self, directive: Directive) -> Iterator[tuple[tuple[str, str], int, int]]:
        """What a comment reaches: a rule with the first of its findings and the one after the last."""
        meant = self.meant.get(directive.rules)
        if meant is None:
            names = tuple(map(normal, directive.rules))
            meant = self.meant[directive.rules] = [rule for rule in self.numbers if not names or chosen(names, *rule)]
        for rule in meant:
            starts = self.starts[rule]
            for start, end in directive.covers:
                yield rule, bisect_left(starts, start), bisect_left(starts, end)

    def silences(self, directive: Directive) -> bool:
        """Whether a comment reaches anything but what is said about itself."""
        itself = directive.start, directive.end
        for rule, first, end in self.stretches(directive):
            at = bisect_left(self.starts[rule], directive.start)
            if end - first > (self.about[*rule, *itself] if first <= at < end else 0):
                return True
        return False

    def silenced(self, directives: Iterable[Directive]) -> dict[int, Directive]:
        """The numbers of the findings that comments silence, each with the first that does. None ever hides a finding
        about itself. What is silenced is left out from then on, however many comments reach it."""
        following = {rule: list(range(len(found) + 1)) for rule, found in self.numbers.items()}
        silent: dict[int, Directive] = {}
        for directive in directives:
            for rule, at, end in self.stretches(directive):
                left, numbers = following[rule], self.numbers[rule]
                while (at := _first_left(left, at)) < end:
                    finding = self.findings[numbers[at]]
                    if (finding.start, finding.end) != (directive.start, directive.end):
                        silent[numbers[at]] = directive
                        left[at] = at + 1
                    at += 1
        return silent


def _first_left(following: list[int], at: int) -> int:
    """The first from a place on that is left, where each that is not points behind itself; the way is made shorter."""
    while following[at] != at:
        following[at] = following[following[at]]
        at = following[at]
    return at


def apply(findings: Iterable[Finding], directives: Sequence[Directive]) -> tuple[Finding, ...]:
    """The findings, those that a comment reaches with the reason of the first that does."""
    if not directives:
        return tuple(findings)
    reached = Reached(findings)
    silenced = reached.silenced(directives)
    return tuple(
        finding._replace(suppressed=silenced[number].reason) if number in silenced else finding
        for number, finding in enumerate(reached.findings)
    )


def comments(directives: Sequence[Directive], findings: Sequence[Finding], known: Rules, active: Rules,
             settings: Settings) -> tuple[Comment, ...]:  # fmt: skip
    """What became of each comment: the names no rule bears, and whether it hid anything.

    A comment about rules that did not run here gets the benefit of the doubt.
    """
    reached = Reached(findings)
    lists = {directive.rules for directive in directives}
    unknown = {name for name in frozenset().union(*lists) if not _is_borne(name, known)}
    idle = {rules for rules in lists if _is_idle(rules, active, settings)}
    return tuple(
        Comment(
            directive,
            tuple(name for name in directive.rules if name in unknown),
            directive.rules in idle or reached.silences(directive),
        )
        for directive in directives
    )


def _is_borne(name: str, known: Rules) -> bool:
    selectors = (normal(name),)
    return any(chosen(selectors, *rule) for rule in known)


def _is_idle(rules: tuple[str, ...], active: Rules, settings: Settings) -> bool:
    """Whether this run could not have found what a comment on these rules is about."""
    if not rules:
        return bool(settings.select or settings.ignore)
    names = tuple(map(normal, rules))
    return not any(chosen(names, *rule) for rule in active)
