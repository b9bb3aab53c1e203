"""What the user asked for becomes reports or readings, draft by draft, each under the settings that hold for it."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import NamedTuple

from vetter import config, configfile, discover, lint
from vetter.config import Settings, Vocabulary
from vetter.errors import VetterError
from vetter.ledger import Reading
from vetter.report import Report, failed
from vetter.source import Source, decode

STDIN = "-"
STDIN_NAME = "<stdin>"
WORTH_PROCESSES = 4_000_000  # bytes: below, starting a process costs more than it saves


class Order(NamedTuple):
    """The options of a run. `config` names the one file to use, "" stands for none, None for the nearest."""

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


class Draft(NamedTuple):
    """A draft to be read, `name` being its path unless it comes in on standard input."""

    name: str
    settings: Settings
    stdin: bool = False


def reports(order: Order, jobs: int = 0) -> Iterator[Report]:
    """A report for each draft and each mistake in a path, in the order of their names."""
    found = [failed(draft) if isinstance(draft, VetterError) else draft for draft in drafts(order)]
    found.sort(key=lambda draft: draft.name)
    processes = _processes(found, jobs)
    yield from map(_report, found) if processes == 1 else _together(found, processes)


def readings(order: Order) -> Iterator[Reading | VetterError]:
    """What is understood of each draft, or why it could not be read, in the order asked for."""
    told: set[str] = set()
    for draft in drafts(order):
        for problem in () if isinstance(draft, VetterError) else lint.problems(draft.settings):
            if str(problem) not in told:
                told.add(str(problem))
                yield problem
        try:
            reading = draft if isinstance(draft, VetterError) else lint.read(_source(draft), draft.settings)
        except VetterError as error:
            reading = error
        yield reading
        if isinstance(reading, Reading):
            reading.let_go()


def drafts(order: Order) -> Iterator[Draft | VetterError]:
    """The drafts meant by the paths; a path or a configuration that is wrong is told once."""
    configfile.forget()
    _check_choice(order, _vocabulary(order))
    told: set[str] = set()
    for found in _found(order):
        try:
            yield found if isinstance(found, VetterError) else _draft(order, found)
        except VetterError as error:
            if str(error) not in told:
                told.add(str(error))
                yield error


def settings(order: Order, path: str) -> Settings:
    """What holds for one draft, and the options with it."""
    return _settings(order, path)


def _settings(order: Order, path: str) -> Settings:
    """The nearest configuration, its overrides for this path, then the options."""
    chosen = config.for_file(_configured(order, path), path)
    _check_choice(order, lint.vocabulary(chosen.rules))
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


def _check_choice(order: Order, vocabulary: Vocabulary) -> None:
    for pack in order.packs:
        config.check_pack(pack, vocabulary, "--pack")
    for option, selectors in (("--select", order.select), ("--ignore", order.ignore)):
        for selector in selectors:
            config.check_selector(selector, vocabulary, option)


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


def _source(draft: Draft) -> Source:
    if draft.stdin:
        if sys.stdin is None:
            raise VetterError(draft.name, "standard input is closed; name a file, or send the draft there")
        return decode(sys.stdin.buffer.read(), draft.name)
    try:
        with open(draft.name, "rb") as file:
            return decode(file.read(), draft.name)
    except OSError as error:
        raise VetterError(draft.name, f"this file cannot be read: {error.strerror}") from error


def _report(draft: Draft | Report) -> Report:
    try:
        return draft if isinstance(draft, Report) else lint.check(_source(draft), draft.settings)
    except VetterError as error:
        return failed(error)


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
