"""What the user asked for becomes reports or readings, draft by draft, each under the settings that hold for it."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from vetter import config, configfile, discover, folders, formats, lint
from vetter.config import Settings, Vocabulary
from vetter.errors import VetterError
from vetter.ledger import Reading
from vetter.report import Problem, Report, failed
from vetter.scope import WHOLE, Mark, Scope
from vetter.source import Source, decode, encode, rewrite
from vetter.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vetter.baseline import Baseline
    from vetter.changes import Lines

STDIN = "-"
STDIN_NAME = "<stdin>"
PATIENCE = 1.0  # seconds that a pipe may take to be written to
WORTH_PROCESSES = 4_000_000  # bytes: below, starting a process costs more than it saves


class Order(NamedTuple):
    """The options of a run. `config` and `baseline` name the one file to use, "" stands for none, None for the nearest
    or the configured.

    `since` is a revision, None for everything. `mend` tells which fixes to try (safe or unsafe ones, "" for none);
    with `write` they are put into the drafts.
    """

    paths: tuple[str, ...] = (os.curdir,)
    stdin_filename: str | None = None
    force_exclude: bool = False
    config: str | None = None
    packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    level: str | None = None
    preview: bool = False
    baseline: str | None = None
    since: str | None = None
    mend: str = ""
    write: bool = False


class Draft(NamedTuple):
    """A draft to be read, `name` being its path unless it comes in on standard input.

    `changed` are the lines that count, None being all; `known` the findings that its baseline holds; `mend` the fixes
    to try.
    """

    name: str
    settings: Settings
    stdin: bool = False
    changed: tuple["Lines", ...] | None = None
    known: tuple[Mark, ...] = ()
    mend: str = ""


def reports(order: Order, jobs: int = 0) -> Iterator[Report]:
    """A report for each draft and each mistake in a path, in the order of their names."""
    found = asked(order)
    processes = _processes(found, jobs)
    made = map(_report, found) if processes == 1 else _together(found, processes)
    yield from told_once(map(_put_back, found, made) if order.write else made)


def asked(order: Order) -> list[Draft | Report]:
    """The drafts of a run in the order of their names, each with what is wanted of it; a report for each that needs no
    reading."""
    found = [failed(draft) if isinstance(draft, VetterError) else draft for draft in drafts(order)]
    found.sort(key=lambda draft: draft.name)
    return list(_narrowed(found, order))


def told_once(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, with what is wrong with a configuration or an own rule in the first of them only."""
    told: set[Problem] = set()
    for report in reports:
        fresh = tuple(error for error in report.errors if error not in told)
        told.update(fresh)
        yield report._replace(errors=fresh) if report.checked and fresh != report.errors else report


def readings(order: Order) -> Iterator[Reading | VetterError]:
    """What is understood of each draft, or why it could not be read, in the order asked for."""
    told: set[str] = set()
    for draft in drafts(order):
        for problem in () if isinstance(draft, VetterError) else lint.problems(draft.settings):
            if str(problem) not in told:
                told.add(str(problem))
                yield problem
        try:
            reading = draft if isinstance(draft, VetterError) else lint.read(source(draft), draft.settings)
        except VetterError as error:
            reading = error
        yield reading
        if isinstance(reading, Reading):
            reading.let_go()


def drafts(order: Order) -> Iterator[Draft | VetterError]:
    """The drafts meant by the paths; a path or a configuration that is wrong is told once."""
    configfile.forget()
    _check_choice(order, _vocabulary(order), order.paths)
    told: set[str] = set()
    for found in _found(order):
        try:
            yield found if isinstance(found, VetterError) else _draft(order, found)
        except VetterError as error:
            if str(error) not in told:
                told.add(str(error))
                yield error


def read(order: Order, path: str) -> tuple[Reading, Settings]:
    """What is understood of one draft, and the settings it was read under."""
    configfile.forget()
    draft = _draft(order, path)
    return lint.read(source(draft), draft.settings), draft.settings


def settings(order: Order, path: str) -> Settings:
    """What holds for one draft, and the options with it."""
    configfile.forget()
    return _settings(order, path)


def _settings(order: Order, path: str) -> Settings:
    """The nearest configuration, its overrides for this path, then the options."""
    chosen = config.for_file(_configured(order, path), path)
    _check_choice(order, lint.vocabulary(chosen.rules), (path,))
    select, ignore = (tuple(map(config.normal, selectors)) for selectors in (order.select, order.ignore))
    options = {"packs": order.packs, "select": select, "fail_on": order.fail_on, "level": order.level,
               "preview": order.preview}  # fmt: skip
    given = {key: value for key, value in options.items() if value}
    return chosen._replace(ignore=chosen.ignore + ignore, **given)  # type: ignore[arg-type]


def _vocabulary(order: Order) -> Vocabulary:
    """Everything that an option may name: what ships, and what the house of any path has of its own."""
    known = [lint.vocabulary()]
    for path in order.paths:
        with suppress(VetterError):  # told when the drafts are read
            known.append(lint.vocabulary(_configured(order, path).rules))
    return Vocabulary(*(tuple(dict.fromkeys(chain.from_iterable(group))) for group in zip(*known, strict=True)))


def _check_choice(order: Order, vocabulary: Vocabulary, paths: Iterable[str]) -> None:
    for pack in order.packs:
        try:
            config.check_pack(pack, vocabulary, "--pack")
        except VetterError as error:
            raise _mistake_in(pack, order, paths) or error from None
    for option, selectors in (("--select", order.select), ("--ignore", order.ignore)):
        for selector in selectors:
            config.check_selector(selector, vocabulary, option)


def _mistake_in(pack: str, order: Order, paths: Iterable[str]) -> VetterError | None:
    """What is wrong with an own pack of this name, for which it was left out."""
    for path in paths:
        with suppress(VetterError):
            for problem in lint.problems(_configured(order, path)):
                folder, file = os.path.split(folders.file_of(problem.place))
                if os.path.basename(folder) == "packs" and os.path.splitext(file)[0] == pack:
                    return problem
    return None


def _configured(order: Order, path: str) -> Settings:
    file = configfile.find(path) if order.config is None else order.config
    return lint.configured(file) if file else Settings()


def _found(order: Order) -> Iterator[str | VetterError]:
    if STDIN in order.paths and not (order.force_exclude and _excluded(order, order.stdin_filename or STDIN_NAME)):
        yield STDIN
    named = tuple(path for path in order.paths if path != STDIN)
    yield from discover.find(named, lambda path: _excluded(order, path), order.force_exclude)


def _excluded(order: Order, path: str) -> bool:
    try:
        return config.excludes(_configured(order, path), path)
    except VetterError:  # told when the draft's settings are asked for
        return False


def _draft(order: Order, found: str) -> Draft:
    stdin = found == STDIN
    name = (order.stdin_filename or STDIN_NAME) if stdin else found
    return Draft(name, _settings(order, name), stdin)


def _narrowed(found: Iterable[Draft | Report], order: Order) -> Iterator[Draft | Report]:
    """The drafts with what the run wants of them; of those without a changed line only that."""
    if order.since is not None:
        found = _since(found, order.since)
    known = _Known(order)
    for draft in found:
        yield draft if isinstance(draft, Report) else draft._replace(known=known.of(draft), mend=order.mend)


def _since(found: Iterable[Draft | Report], revision: str) -> Iterator[Draft | Report]:
    from vetter.changes import OPTION, Changes

    changes = Changes(revision)
    for draft in found:
        if isinstance(draft, Report):
            yield draft
            continue
        if draft.stdin:
            raise VetterError(OPTION, "git knows no lines of standard input; name a file, or leave the option out")
        lines = changes.of(draft.name)
        unchanged = Report(Source(draft.name, ""), checked=False, unchanged=True)
        yield unchanged if lines == () else draft._replace(changed=lines)


class _Known:
    """The baselines of a run, each read once."""

    def __init__(self, order: Order) -> None:
        self.named = order.baseline
        self.read: dict[str, Baseline] = {}

    def of(self, draft: Draft) -> tuple[Mark, ...]:
        """What the baseline of a draft holds for it."""
        file = baseline_file(draft.settings) if self.named is None else self.named
        if not file:
            return ()
        from vetter import baseline

        if file not in self.read:
            self.read[file] = baseline.read(file)
        return tuple(entry.mark for entry in self.read[file].get(baseline.inside(file, draft.name), ()))


def baseline_file(settings: Settings) -> str:
    """The baseline that a configuration names, as seen from here; "" for none."""
    return os.path.relpath(os.path.join(settings.root, settings.baseline)) if settings.baseline else ""


def _put_back(draft: Draft | Report, report: Report) -> Report:
    """A fixed draft goes where it came from; standard input goes to standard output, fixed or not."""
    if isinstance(draft, Draft) and draft.stdin and report.checked:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(report.source))
        sys.stdout.buffer.flush()
    elif report.before is not None:
        try:
            rewrite(report.before, report.source)
        except VetterError as error:
            return failed(error)
    return report


def source(draft: Draft) -> Source:
    """What stands in a draft, which may come in on standard input. Raises VetterError when it cannot be read."""
    if draft.stdin:
        if sys.stdin is None:
            raise VetterError(draft.name, "standard input is closed; name a file, or send the draft there")
        return decode(sys.stdin.buffer.read(), draft.name)
    return source_of(draft.name)


def source_of(path: str) -> Source:
    """What stands in a file. Raises VetterError when it cannot be read."""
    formats.readable(path)
    try:
        with open(path, "rb", opener=_opened) as file:
            data = file.read()
            if not data and stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
                raise VetterError(path, "a pipe that nobody writes to; name a file, or send the draft to -")
            return decode(data, path)
    except OSError as error:
        raise VetterError(path, f"this file cannot be read: {error.strerror}") from error


def _opened(path: str, flags: int) -> int:
    """The file. A pipe is waited for only so long: one that nobody ever writes to would hold the run up for good."""
    if not stat.S_ISFIFO(os.stat(path).st_mode):
        return os.open(path, flags)
    import select

    pipe = os.open(path, flags | os.O_NONBLOCK)
    select.select([pipe], [], [], PATIENCE)
    os.set_blocking(pipe, True)
    return pipe


def _report(draft: Draft | Report) -> Report:
    if isinstance(draft, Report):
        return draft
    try:
        read = source(draft)
        scope = _scope(draft, read)
        if not draft.mend:
            return lint.check(read, draft.settings, scope)
        from vetter import mend

        return mend.mend(read, draft.settings, draft.mend == "unsafe", scope)
    except VetterError as error:
        return failed(error)


def _scope(draft: Draft, source: Source) -> Scope:
    if draft.changed is None:
        return Scope(None, draft.known) if draft.known else WHOLE
    from vetter.changes import stretches

    return Scope(stretches(draft.changed, source.text), draft.known)


def _processes(found: list[Draft | Report], jobs: int) -> int:
    if len(found) == 1 or jobs == 1:
        return 1
    size = sum(os.path.getsize(draft.name) for draft in found if os.path.isfile(draft.name))
    return min(jobs or _cores(), len(found)) if size > WORTH_PROCESSES else 1


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _together(found: list[Draft | Report], processes: int) -> Iterator[Report]:
    import gc
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(processes, get_context("spawn"), gc.disable) as pool:
        yield from pool.map(_report, found, chunksize=max(1, min(16, len(found) // (4 * processes))))
