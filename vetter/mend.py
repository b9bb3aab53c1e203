"""Fixes put into a draft, over and over until there is nothing left to fix.

Of fixes that overlap or touch, the one that begins first goes in, then the one of the lower rule; the others wait for
the next round, in which the draft has been read anew. A fix that would change how the markup is read is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from vetter import formats, lint
from vetter.config import Settings
from vetter.findings import Edit, Finding, Fix
from vetter.report import Problem, Report
from vetter.scope import WHOLE, Scope, moved
from vetter.source import Source

MOST_ROUNDS = 100
MOST_GROWING = 20
"""Rounds in which a fix makes the draft no shorter: only such a fix can come back for ever."""
MOST_GROWN = 10
"""How many times as long a draft may become, and some lines more: fixes of several rules can feed each other."""
SOME_LINES = 1000


def mend(source: Source, settings: Settings, unsafe: bool = False, scope: Scope = WHOLE) -> Report:
    """The report of a draft after its fixes, with the draft as it was in `before` when there were any.

    Fixes that come to no end change nothing, and are told. Nor is a draft fixed that has errors of its own: a comment
    that cannot be read may be there to keep the words.
    """
    first = scope
    report = lint.check(source, settings, scope)
    fixed, rounds, growing = 0, 0, 0
    while not _is_unread(report) and (fixes := _that_go_together(_offered(report, unsafe), report.source)):
        if rounds == MOST_ROUNDS or growing == MOST_GROWING:
            return _endless(lint.check(source, settings, first), report, unsafe)
        edits = _edits(fixes)
        chosen = frozenset(fixes)
        put = _put(report, fixes)
        fixed += sum(finding.fix in chosen for finding in _offered(report, unsafe))
        scope = scope._replace(changed=moved(scope.changed, edits))
        last = report
        report = lint.check(last.source._replace(text=put_in(last.source.text, edits)), settings, scope)
        overgrown = len(report.source.text) > MOST_GROWN * len(source.text) + SOME_LINES
        if overgrown or lint.NOT_ENGLISH in report.notes or _speaks_again(put, report, unsafe):
            return _endless(lint.check(source, settings, first), last, unsafe)
        rounds += 1
        growing += not all(map(_shortens, fixes))
    return report._replace(before=source, fixed=fixed) if fixed else report


def _is_unread(report: Report) -> bool:
    """Whether something in the draft itself could not be read, and not in a configuration or a rule."""
    return any(error.path == report.name for error in report.errors)


def put_in(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits, which are in order and do not overlap."""
    pieces: list[str] = []
    end = 0
    for edit in edits:
        pieces += (text[end : edit.start], edit.text)
        end = edit.end
    return "".join((*pieces, text[end:]))


def is_offered(finding: Finding, unsafe: bool) -> bool:
    """Whether a fix of a finding may be put in: a writer who silenced it wants the words as they are."""
    fix = finding.fix
    return fix is not None and finding.suppressed is None and (unsafe or fix.applicability == "safe")


def _offered(report: Report, unsafe: bool) -> list[Finding]:
    return [finding for finding in report.findings if is_offered(finding, unsafe)]


def _that_go_together(findings: Iterable[Finding], source: Source) -> list[Fix]:
    """Fixes with some way between them, the first in the draft going before, which leave the markup as it is."""
    fixes: list[Fix] = []
    end = -1
    offers = ((min(finding.fix.edits).start, finding.rule, finding.fix) for finding in findings if finding.fix)
    for first, _, fix in sorted(offers):
        if first > end:
            fixes.append(fix)
            end = max(edit.end for edit in fix.edits)
    return list(_harmless(fixes, source)) if fixes else []


def _harmless(fixes: Sequence[Fix], source: Source) -> Iterator[Fix]:
    """Those that leave all other prose as it was, and as many blocks; found by halving. What a line in capitals is
    taken for may change."""
    before = formats.parse(source)

    def keeps(tried: Sequence[Fix]) -> bool:
        edits = _edits(tried)
        after = formats.parse(source._replace(text=put_in(source.text, edits)))
        return after.prose == put_in(before.prose, edits) and len(after.blocks) == len(before.blocks)

    def kept(so_far: Sequence[Fix], tried: Sequence[Fix]) -> Sequence[Fix]:
        if not tried or keeps([*so_far, *tried]):
            return [*so_far, *tried]
        if len(tried) == 1:
            return so_far
        half = len(tried) // 2
        return kept(kept(so_far, tried[:half]), tried[half:])

    yield from kept([], fixes)


def _put(report: Report, fixes: Iterable[Fix]) -> list[tuple[str, int, int]]:
    """What fixes that make the draft no shorter put in: their rule, and where that will stand."""
    rules = {finding.fix: finding.rule for finding in report.findings if finding.fix}
    edits = sorted((edit, fix) for fix in fixes for edit in fix.edits)
    stretches: list[tuple[str, int, int]] = []
    shift = 0
    for edit, fix in edits:
        start = edit.start + shift
        shift += len(edit.text) - (edit.end - edit.start)
        if edit.text and not _shortens(fix):
            stretches.append((rules[fix], start, start + len(edit.text)))
    return stretches


def _speaks_again(put: list[tuple[str, int, int]], report: Report, unsafe: bool) -> bool:
    """Whether a rule would mend anew inside what its fix has just put in."""
    offered = sorted((each.rule, each.start, each.end) for each in _offered(report, unsafe))
    for rule, start, end in put:
        at = bisect_left(offered, (rule, start, start))
        if at < len(offered) and offered[at][0] == rule and offered[at][2] <= end:
            return True
    return False


def _shortens(fix: Fix) -> bool:
    return sum(len(edit.text) - (edit.end - edit.start) for edit in fix.edits) < 0


def _edits(fixes: Iterable[Fix]) -> list[Edit]:
    return sorted(edit for fix in fixes for edit in fix.edits)


def _endless(untouched: Report, last: Report, unsafe: bool) -> Report:
    rules = ", ".join(sorted({finding.rule for finding in _offered(last, unsafe)}))
    problem = f"the fixes of {rules} come to no end: nothing was fixed here; leave one out with --ignore"
    return untouched._replace(errors=(*untouched.errors, Problem(untouched.name, None, problem)))
