"""Drafts held against other texts: their sources, or what they were before. Only the rules that do so speak."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from vetter import discover, lint, rules, runs
from vetter.config import Settings
from vetter.drift import Drift
from vetter.errors import VetterError
from vetter.findings import Finding, Related
from vetter.ledger import Reading
from vetter.outputs import counted
from vetter.pairs import Pair
from vetter.propositions import Proposition
from vetter.report import Compared, Difference, Missing, Problem, Report, failed, problem_of
from vetter.rulebook import Rule
from vetter.runs import Draft, Order
from vetter.scope import Scope
from vetter.source import Source, decode
from vetter.values import NamedTuple

SOURCES, EARLIER = "draft-source", "draft-earlier"
STATED = frozenset(["attrib", "hearsay", "verified", "assess", "hedge", "assert"])
"""Statuses of claims that another text can bear out."""
MOST_NAMED = 5  # files named in one note


class Against(NamedTuple):
    """What drafts are held against: their sources, one file that is the earlier version, or what git has of each in a
    revision."""

    sources: tuple[str, ...] = ()
    earlier: str = ""
    revision: str | None = None

    @property
    def between(self) -> str:
        return SOURCES if self.sources else EARLIER


class Others(NamedTuple):
    """The texts a draft is held against, and what is wrong with those that are not among them."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


class Shelf:
    """The sources of a run, looked up once, each read once for all drafts with the same settings."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths
        self.found = tuple(_found(paths))
        self.left_out = tuple(_left_out(paths))
        self._sources: dict[str, Source] = {}
        self._readings: dict[tuple[str, Settings], Reading] = {}

    def source(self, path: str) -> Source:
        if path not in self._sources:
            self._sources[path] = runs.source_of(path)
        return self._sources[path]

    def reading(self, text: Source, settings: Settings) -> Reading:
        key = text.name, settings
        if key not in self._readings:
            self._readings[key] = lint.read(text, settings)
        return self._readings[key]


def reports(order: Order, against: Against) -> Iterator[Report]:
    """The report on each draft: where it says something else than the other texts, and which claims are in none."""
    found, shelf = runs.asked(order), Shelf(against.sources)
    made = (each if isinstance(each, Report) else _report(each, order, against, shelf) for each in found)
    yield from runs.told_once(made)


def read(order: Order, draft: str, against: Against) -> tuple[Reading, ...]:
    """The texts that a draft is held against. Raises VetterError for the first that cannot be."""
    settings = runs.settings(order, draft)
    others = _others(Draft(draft, settings), (draft,), against, Shelf(against.sources))
    for problem in others.problems:
        raise VetterError(problem.place, problem.message)
    if not others.readings:
        raise VetterError(draft, "; ".join(others.notes) or NOTHING[against.between])
    return others.readings


def files(paths: Sequence[str]) -> list[str]:
    """The files that these paths mean."""
    return [found for found in _found(paths) if isinstance(found, str)]


# --- a draft and what it is held against

NOTHING = {
    SOURCES: "there is no source to hold it against; name one",
    EARLIER: "there is no earlier version to hold it against; name one",
}


def _report(draft: Draft, order: Order, against: Against, shelf: Shelf) -> Report:
    try:
        source = runs.source(draft)
        others = _others(draft, order.paths, against, shelf)
        if not others.readings:
            nothing = () if others.notes and draft.name not in order.paths else (_nothing(draft, others, against),)
            return Report(source, notes=others.notes, errors=others.problems or nothing, checked=False)
        report, drift = lint.compare(source, draft.settings, others.readings, against.between, Scope(None, draft.known))
    except VetterError as error:
        if error.place.startswith("--"):
            raise  # about an option, and so about all drafts
        return failed(error)
    errors = tuple(dict.fromkeys((*report.errors, *others.problems)))
    report = report._replace(errors=errors, notes=(*report.notes, *others.notes))
    if not drift.reading.document.english:
        return report
    looked = bool(lint.comparing(draft.settings, against.between).rules)
    compared = _compared(report, drift, against.between, looked)
    notes = _notes(report, compared, draft.settings, others.readings)
    return report._replace(compared=compared, notes=(*report.notes, *notes))


def _nothing(draft: Draft, others: Others, against: Against) -> Problem:
    return Problem(draft.name, None, NOTHING[against.between])


def _others(draft: Draft, named: Sequence[str], against: Against, shelf: Shelf) -> Others:
    if against.sources:
        return _sources(draft, shelf)
    earlier = _earlier(draft, named, against)
    if isinstance(earlier, str):
        return Others(notes=(earlier,))
    return _understood([lint.read(earlier, draft.settings)])


def _earlier(draft: Draft, named: Sequence[str], against: Against) -> Source | str:
    """The earlier version of a draft, or why there is none."""
    if against.revision is None:
        if _is_same(against.earlier, draft):
            raise VetterError(draft.name, "is the earlier version and the draft in one; name two files")
        return runs.source_of(against.earlier)
    from vetter import changes

    if draft.name == runs.STDIN_NAME:
        raise VetterError(changes.EARLIER, "standard input has no earlier version; name it with --stdin-filename")
    found = changes.earlier(draft.name, against.revision)
    if found is not None:
        return decode(found.data, f"{against.revision}:{found.path}")
    if draft.stdin or draft.name in named:
        remedy = "if it had another name, compare two files: vetter compare OLD NEW --revision"
        raise VetterError(draft.name, f"is not in revision {against.revision}; {remedy}")
    return f"new since {against.revision}: there is nothing to hold it against"


def _sources(draft: Draft, shelf: Shelf) -> Others:
    texts: list[Source] = []
    problems: list[Problem] = []
    for path in shelf.found:
        try:
            if isinstance(path, VetterError):
                raise path
            if not _is_same(path, draft):
                texts.append(shelf.source(path))
            elif path in shelf.paths:
                raise VetterError(path, "is the draft itself; name the texts that it rests on")
        except VetterError as error:
            problems.append(problem_of(error))
    others = _understood([shelf.reading(text, draft.settings) for text in texts])
    return others._replace(problems=tuple(problems), notes=(*others.notes, *shelf.left_out))


def _found(paths: Sequence[str]) -> Iterator[str | VetterError]:
    return discover.find(paths, lambda path: False, sought="source")


def _left_out(paths: Sequence[str]) -> Iterator[str]:
    """What stands among the sources, but is none."""
    lost = list(discover.unreadable(paths))
    if lost:
        more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
        yield f"left out, as no format reads files of such names: {', '.join(lost[:MOST_NAMED])}{more}"


def _is_same(path: str, draft: Draft) -> bool:
    """Whether it is the draft, which may well lie in a folder with its sources."""
    files = not draft.stdin and os.path.isfile(path) and os.path.isfile(draft.name)
    return files and os.path.samefile(path, draft.name)


def _understood(readings: Sequence[Reading]) -> Others:
    usable: list[Reading] = []
    notes: list[str] = []
    for reading in readings:
        name = reading.document.source.name
        if not reading.sentences:
            notes.append(f"nothing stands in {name}: left out")
        elif not reading.document.english:
            notes.append(f"{name} is not in English: nothing was held against it")
        else:
            usable.append(reading)
    return Others(tuple(usable), notes=tuple(notes))


# --- what came of it


def _notes(report: Report, compared: Compared, settings: Settings, others: Sequence[Reading]) -> Iterator[str]:
    if not report.sentences:
        yield "nothing stands in this draft"
    if not compared.looked:
        able = ", ".join(rule.id for rule in _able(settings, compared.between))
        yield f"nothing was looked for: of the rules chosen none can compare these, as these can: {able}"
    elif off := list(_off(settings, compared.between)):
        yield f"in none of the packs that are on, and so off: {', '.join(off)}; --select turns them on"
    if compared.between == SOURCES:
        yield _traced(compared)
        return
    earlier = others[0].document.source
    if earlier.text == report.source.text:
        yield f"no changes: {earlier.name} says the same, letter for letter"
    elif compared.claims and not compared.found:
        yield f"no claim stands in {earlier.name} too; are these two versions of one draft?"
    else:
        new, gone = len(compared.missing), len(compared.gone)
        yield f"{counted(compared.found, 'claim')} as in {earlier.name} or changed, {new} new, {gone} gone"


def _traced(compared: Compared) -> str:
    if not compared.claims:
        return "no claims to look for in the sources"
    if not compared.missing:
        return f"{counted(compared.claims, 'claim')}, all of them found in the sources"
    return f"{len(compared.missing)} of {counted(compared.claims, 'claim')} found in none of the sources"


def _able(settings: Settings, between: str) -> Iterator[Rule]:
    """The rules that could have spoken."""
    known = (rule for rule in lint.ruleset(settings.rules).rules if rules.needs_others(rule))
    return (rule for rule in known if between in rules.kinds_held(rule))


def _off(settings: Settings, between: str) -> Iterator[str]:
    """Those of them that nobody has turned off, and that no pack turns on."""
    packs = set(settings.packs)
    for rule in _able(settings, between) if not settings.select else ():
        if rule.packs and packs.isdisjoint(rule.packs) and rule.status != "preview":
            yield rule.id


def _compared(report: Report, drift: Drift, between: str, looked: bool) -> Compared:
    claims: dict[tuple[int, int], list[Pair]] = {}
    for pair in drift.pairs(between):
        if _is_claim(pair.here):
            claims.setdefault(_claim_of(pair.here), []).append(pair)
    lost = [pairs[0].here for pairs in claims.values() if not any(pair.same for pair in pairs)]
    return Compared(
        between,
        tuple(each.document.source.name for each in drift.others),
        len(claims),
        tuple(_missing(drift, here) for here in lost),
        tuple(_gone(drift, between)) if between == EARLIER else (),
        tuple(_differences(report, drift.pairs(between), between)),
        looked,
    )


def _is_claim(each: Proposition) -> bool:
    return each.claim.status in STATED and each.reading.document.blocks[each.sentence.block].kind != "quote"


def _claim_of(each: Proposition) -> tuple[int, int]:
    return each.number, each.claim_number


def _missing(drift: Drift, here: Proposition) -> Missing:
    cited = tuple(drift.others[at].document.source.name for at in drift.cited.get(here.number, ()))
    return Missing(here.claim.start, here.claim.end, cited)


def _gone(drift: Drift, between: str) -> Iterator[Related]:
    """The claims of the earlier version of which no clause has a counterpart."""
    kept = {_claim_of(match.other) for pair in drift.pairs(between) for match in pair.about}
    gone = (each for each in drift.before.statements() if _is_claim(each) and _claim_of(each) not in kept)
    for start, end in dict.fromkeys((each.claim.start, each.claim.end) for each in gone):
        earlier = drift.others[0].document.source
        yield Related(earlier.name, start, end, "gone", earlier.text)


def _differences(report: Report, pairs: Sequence[Pair], between: str) -> Iterator[Difference]:
    """The findings, clause by clause."""
    clauses = sorted(pairs, key=lambda pair: pair.here.start)
    starts = [pair.here.start for pair in clauses]
    found: dict[int, list[Finding]] = {}
    for finding in report.live:
        found.setdefault(bisect_right(starts, finding.start) - 1, []).append(finding)
    for at, findings in found.items():
        pair = clauses[at]
        if between == EARLIER:
            there = next((_place(match.other) for match in pair.about), None)
        else:
            there = next((related for finding in findings for related in finding.related), None)
        yield Difference(pair.here.start, pair.here.end, there, tuple(findings))


def _place(each: Proposition) -> Related:
    source = each.reading.document.source
    return Related(source.name, each.start, each.end, "", source.text)
