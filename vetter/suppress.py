"""The writer's comments silence the findings that begin where they reach; what became of each comment is told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from vetter.config import Settings, chosen, normal
from vetter.document import Directive
from vetter.features import Comment
from vetter.findings import Finding

Rules = Sequence[tuple[str, str]]  # id and name


class Reached:
    """Findings by where they begin, so that a comment need only look at those it reaches."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        self.order = sorted(range(len(self.findings)), key=lambda number: self.findings[number].start)
        self.starts = [self.findings[number].start for number in self.order]

    def by(self, directive: Directive) -> Iterator[int]:
        """The numbers of the findings that a comment silences. It never hides a finding about itself."""
        for start, end in directive.covers:
            for number in self.order[bisect_left(self.starts, start) : bisect_left(self.starts, end)]:
                finding = self.findings[number]
                meant = not directive.rules or chosen(map(normal, directive.rules), finding.rule, finding.name)
                if meant and (finding.start, finding.end) != (directive.start, directive.end):
                    yield number


def apply(findings: Iterable[Finding], directives: Sequence[Directive]) -> tuple[Finding, ...]:
    """The findings, those that a comment reaches with the reason of the first that does."""
    reached = Reached(findings)
    reasons: dict[int, str] = {}
    for directive in directives:
        for number in reached.by(directive):
            reasons.setdefault(number, directive.reason)
    return tuple(
        finding._replace(suppressed=reasons[number]) if number in reasons else finding
        for number, finding in enumerate(reached.findings)
    )


def comments(directives: Sequence[Directive], findings: Sequence[Finding], known: Rules, active: Rules,
             settings: Settings) -> tuple[Comment, ...]:  # fmt: skip
    """What became of each comment: the names no rule bears, and whether it hid anything.

    A comment about rules that did not run here gets the benefit of the doubt.
    """
    reached = Reached(findings)
    return tuple(
        Comment(
            directive,
            tuple(name for name in directive.rules if not any(chosen((normal(name),), *rule) for rule in known)),
            _idle(directive, active, settings) or any(True for _ in reached.by(directive)),
        )
        for directive in directives
    )


def _idle(directive: Directive, active: Rules, settings: Settings) -> bool:
    """Whether this run could not have found what the comment is about."""
    if not directive.rules:
        return bool(settings.select or settings.ignore)
    return not any(chosen(tuple(map(normal, directive.rules)), *rule) for rule in active)
