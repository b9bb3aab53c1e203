"""The writer's comments silence the findings that begin where they reach; what became of each comment is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vetter.config import Settings, chosen, normal
from vetter.document import Directive
from vetter.features import Comment
from vetter.findings import Finding

Rules = Sequence[tuple[str, str]]  # id and name


def apply(findings: Iterable[Finding], directives: Sequence[Directive]) -> tuple[Finding, ...]:
    """The findings, those that a comment reaches with its reason. A comment never hides a finding about itself."""
    if not directives:
        return tuple(findings)
    return tuple(_silenced(finding, directives) for finding in findings)


def comments(directives: Sequence[Directive], findings: Sequence[Finding], known: Rules, active: Rules,
             settings: Settings) -> tuple[Comment, ...]:  # fmt: skip
    """What became of each comment: the names no rule bears, and whether it hid anything.

    A comment about rules that did not run here gets the benefit of the doubt.
    """
    return tuple(
        Comment(
            directive,
            tuple(name for name in directive.rules if not any(chosen((normal(name),), *rule) for rule in known)),
            _idle(directive, active, settings) or any(_reaches(directive, finding) for finding in findings),
        )
        for directive in directives
    )


def _silenced(finding: Finding, directives: Sequence[Directive]) -> Finding:
    for directive in directives:
        if _reaches(directive, finding):
            return finding._replace(suppressed=directive.reason)
    return finding


def _reaches(directive: Directive, finding: Finding) -> bool:
    return (
        any(start <= finding.start < end for start, end in directive.covers)
        and (not directive.rules or chosen(map(normal, directive.rules), finding.rule, finding.name))
        and (finding.start, finding.end) != (directive.start, directive.end)
    )


def _idle(directive: Directive, active: Rules, settings: Settings) -> bool:
    """Whether this run could not have found what the comment is about."""
    if not directive.rules:
        return bool(settings.select or settings.ignore)
    return not any(chosen(tuple(map(normal, directive.rules)), *rule) for rule in active)
