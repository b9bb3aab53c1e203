"""Which findings of a draft a run is about: those on changed lines, and not those that a baseline holds already."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from vetter.findings import Edit, Finding
from vetter.source import Source
from vetter.values import NamedTuple, TypeAlias

Stretch: TypeAlias = tuple[int, int]
Mark: TypeAlias = tuple[str, str]
"""A finding as a baseline knows it: rule and fingerprint."""


class Scope(NamedTuple):
    """What a run wants of one draft. `changed` are the stretches that count, in order, None being the whole draft;
    `known` are the marks of findings that the baseline holds for it."""

    changed: tuple[Stretch, ...] | None = None
    known: tuple[Mark, ...] = ()


WHOLE = Scope()


class Scoped(NamedTuple):
    """The findings a run wants, how many the baseline held back, and how many of its entries were not found."""

    findings: tuple[Finding, ...]
    baselined: int = 0
    gone: int = 0


def narrow(scope: Scope, source: Source, findings: tuple[Finding, ...], running: Collection[str]) -> Scoped:
    """The findings in scope. Of the baseline only entries of rules that are `running` can be missed.

    An entry stands for one finding: of several that are alike the first ones are known.
    """
    if scope == WHOLE:
        return Scoped(findings)
    from collections import Counter

    left = Counter(scope.known)
    new: list[Finding] = []
    for finding in findings:
        key = mark(source.text, finding) if left and finding.suppressed is None else ("", "")
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    gone = sum(count for (rule, _), count in left.items() if rule in running)
    wanted = (finding for finding in new if scope.changed is None or touches(scope.changed, finding, source.name))
    return Scoped(tuple(wanted), len(findings) - len(new), gone)


# --- changed stretches


def touches(changed: Sequence[Stretch], finding: Finding, name: str) -> bool:
    """Whether anything changed in the sentence of a finding, or where it points to in the same draft; anything at all
    when it speaks of the whole document."""
    if not finding.end:
        return bool(changed)
    places = [finding.sentence, (finding.start, finding.end)]
    places += [(related.start, related.end) for related in finding.related if related.path == name]
    return any(_meets(changed, start, end) for start, end in places)


def _meets(changed: Sequence[Stretch], start: int, end: int) -> bool:
    """An empty stretch, where lines were taken out, meets what goes on across it."""
    first = bisect_left(changed, True, key=lambda stretch: stretch[1] > start)
    return first < len(changed) and changed[first][0] < end


def moved(changed: tuple[Stretch, ...] | None, edits: Sequence[Edit]) -> tuple[Stretch, ...] | None:
    """The changed stretches after these edits, which are in order."""
    if changed is None:
        return None
    shifts = list(_shifts(edits))
    ends = [end for end, _ in shifts]

    def place(offset: int) -> int:
        before = bisect_left(ends, offset + 1)
        return offset + (shifts[before - 1][1] if before else 0)

    return tuple((place(start), place(end)) for start, end in changed)


def _shifts(edits: Iterable[Edit]) -> Iterator[tuple[int, int]]:
    shift = 0
    for edit in edits:
        shift += len(edit.text) - (edit.end - edit.start)
        yield edit.end, shift


# --- fingerprints

_FOOTNOTE = r"\[\^[^\]\s]*\]"


def mark(text: str, finding: Finding) -> Mark:
    """A finding by its rule, the words of its sentence and those it points at: whatever else changes in the draft, and
    however lines, markup and punctuation do, the mark stays. Footnotes are left out, because they are renumbered."""
    from hashlib import blake2b

    parts = (" ".join(_words(text, *stretch)) for stretch in (finding.sentence, (finding.start, finding.end)))
    content = "\0".join((finding.rule, *parts))
    return finding.rule, blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _words(text: str, start: int, end: int) -> list[str]:
    return re.findall(r"\w+", re.sub(_FOOTNOTE, " ", text[start:end]).casefold())
