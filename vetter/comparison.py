"""A draft held against other texts: its sources, or what it was before. Only the rules that do so speak."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from vetter import discover, lint, runs
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.ledger import Reading
from vetter.outputs import Lines
from vetter.pairs import Pair
from vetter.report import Problem, Report, problem_of
from vetter.runs import Order
from vetter.source import Source, decode
from vetter.values import NamedTuple

SOURCES, EARLIER = "draft-source", "draft-earlier"
UNTRACED_SHOWN = 200
"""Claims without a source that are listed at most; the count tells of the rest."""


class Others(NamedTuple):
    """The texts a draft is held against, and what is wrong with those that are not among them."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def with_sources(order: Order, draft: str, paths: Sequence[str], untraced: bool) -> Report:
    """The report on a draft and its sources: which claims go beyond them, and how many are in none."""
    settings = runs.settings(order, draft)
    others = _read((each for each in _found(paths) if each in paths or not _is_same(each, draft)), draft, settings)
    source = runs.source_of(draft)
    if not others.readings:
        problems = others.problems or (Problem(draft, None, "there is no source to hold it against; name one"),)
        return Report(source, errors=problems, checked=False)
    report, drift = lint.compare(source, settings, others.readings, SOURCES)
    return _with(report, others, tuple(_untraced(report, drift.pairs(SOURCES), untraced)))


def with_earlier(order: Order, draft: str, earlier: Source) -> Report:
    """The report on what changed in a draft since an earlier version of it."""
    settings = runs.settings(order, draft)
    source = runs.source_of(draft)
    if source.text == earlier.text:
        return Report(source, notes=(f"no changes: {earlier.name} says the same, letter for letter",))
    before = lint.read(earlier, settings)
    report, _ = lint.compare(source, settings, (before,), EARLIER)
    return report


def files(paths: Sequence[str]) -> list[str]:
    """The files that these paths mean."""
    return [found for found in _found(paths) if isinstance(found, str)]


def _found(paths: Sequence[str]) -> Iterator[str | VetterError]:
    return discover.find(paths, lambda path: False)


def _read(paths: Iterable[str | VetterError], draft: str, settings: Settings) -> Others:
    readings: list[Reading] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for path in paths:
        try:
            if isinstance(path, VetterError):
                raise path
            if _is_same(path, draft):
                raise VetterError(path, "is the draft itself; name the texts that it rests on")
            reading = lint.read(runs.source_of(path), settings)
        except VetterError as error:
            problems.append(problem_of(error))
            continue
        if reading.document.english:
            readings.append(reading)
        else:
            notes.append(f"{path} is not in English: nothing was held against it")
    return Others(tuple(readings), tuple(problems), tuple(notes))


def _is_same(path: str | VetterError, draft: str) -> bool:
    """Whether it is the draft, which may well lie in a folder with its sources."""
    return isinstance(path, str) and os.path.exists(path) and os.path.exists(draft) and os.path.samefile(path, draft)


def _untraced(report: Report, pairs: Sequence[Pair], everything: bool) -> Iterator[str]:
    told = [pair for pair in pairs if pair.here.is_claim]
    lost = [pair.here for pair in told if not pair.same]
    yield f"{len(lost)} of {len(told)} claims are found in none of the sources"
    lines = Lines(report.source.text)
    for here in lost[:UNTRACED_SHOWN] if everything else ():
        yield f"untraced, line {lines.place(here.start, here.end).line}: {here.text}"


def _with(report: Report, others: Others, notes: tuple[str, ...]) -> Report:
    errors = tuple(dict.fromkeys((*report.errors, *others.problems)))
    return report._replace(errors=errors, notes=(*report.notes, *others.notes, *notes))


def earlier_revision(draft: str, revision: str) -> Source:
    """A draft as git has it in a revision."""
    from vetter import changes

    return decode(changes.content(draft, revision), f"{revision}:{draft}")
