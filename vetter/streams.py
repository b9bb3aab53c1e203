"""What a command says: on standard output or in files, and in lines of complaint on standard error."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress

from vetter import outputs
from vetter.errors import VetterError
from vetter.options import Options
from vetter.report import Problem, Report
from vetter.values import NamedTuple, Self, TextIO

JOB_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable in which GitHub names the file for what a job wants to say of itself."""
DRAFT = "one of the drafts"


class Way(NamedTuple):
    """One way in which reports are told: what writes them, how they look, and in which file, None being the stream.

    `option` is what asked for it.
    """

    write: outputs.Writer
    look: outputs.Look
    file: str | None
    option: str


def ways(options: Options, writers: Callable[[str], outputs.Writer], default: str = "text", **shown: bool) -> list[Way]:
    """The ways that --format and --output ask for, and the summary that a job on GitHub gives of itself."""
    asked = _asked(options, default)
    told = [Way(writers(name), look(file)._replace(**shown), file, option) for name, file, option in asked]
    if os.environ.get(JOB_SUMMARY) and any(name == "github" for name, _, _ in asked):
        told.append(Way(outputs.job_summary_writer(), outputs.Look(), os.environ[JOB_SUMMARY], JOB_SUMMARY))
    return told


def _asked(options: Options, default: str) -> list[tuple[str, str | None, str]]:
    """Each format with its file and the option that names it; at most one goes to standard output."""
    words = [word.partition("=") for word in options.format or [default]]
    for name, equals, file in words:
        if equals and not file:
            raise VetterError("--format", f"{name}= names no file; write {name}=FILE, or {name} alone")
    plain = [name for name, equals, _ in words if not equals]
    if len(plain) > 1:
        where = options.output or "standard output"
        remedy = f"give all but one a file of their own: --format {plain[-1]}=FILE"
        raise VetterError("--format", f"{', '.join(plain)} cannot go to {where} together; {remedy}")
    if options.output is not None and not plain:
        raise VetterError("--output", "every --format names its own file; leave this one out")
    return [(name, file, "--format") if equals else (name, options.output, "--output") for name, equals, file in words]


def inputs(drafts: Iterable[str], options: Options) -> dict[str, str]:
    """The files that a run reads, and what each is."""
    other = {options.config: "the configuration", getattr(options, "baseline", None): "the baseline"}
    return {**dict.fromkeys(drafts, DRAFT), **{file: what for file, what in other.items() if file}}


def tell(
    reports: Iterable[Report], ways: Sequence[Way], inputs: Mapping[str, str], stream: TextIO | None = None
) -> outputs.Tally:
    """Write the reports in all these ways side by side, each file whole or not at all; their count.

    Nothing that the run reads is written over.
    """
    files = [(way.file, way.option) for way in ways if way.file is not None and way.option != JOB_SUMMARY]
    shared = Shared(_sparing(reports, Targets(files, inputs)), len(ways))
    tallies = [outputs.Tally(shared.reports(number)) for number in range(len(ways))]
    with ExitStack() as opened:
        targets = [_target(way, opened) if way.file else stream or sys.stdout for way in ways]
        pieces = {number: way.write(tallies[number], way.look) for number, way in enumerate(ways)}
        while pieces:
            behind = max(pieces, key=lambda number: len(shared.waiting[number]))
            piece = next(pieces[behind], None)
            if piece is None:
                del pieces[behind]
            else:
                targets[behind].write(piece)
    return tallies[0]


class Shared:
    """The reports of a run for several writers: each is made once, and let go when all have had it."""

    def __init__(self, reports: Iterable[Report], writers: int) -> None:
        self._reports = iter(reports)
        self.waiting: list[deque[Report]] = [deque() for _ in range(writers)]

    def reports(self, writer: int) -> Iterator[Report]:
        mine = self.waiting[writer]
        while True:
            if not mine:
                report = next(self._reports, None)
                if report is None:
                    return
                for each in self.waiting:
                    each.append(report)
            yield mine.popleft()


class Targets:
    """The files that a run writes, each with the option that asks for it: none may be what the run reads."""

    def __init__(self, files: Sequence[tuple[str, str]], inputs: Mapping[str, str]) -> None:
        times = Counter(os.path.realpath(file) for file, _ in files)
        for file, option in files:
            if times[os.path.realpath(file)] > 1:
                raise VetterError(option, f"{file} would hold two formats; name a file for each")
            if what := _kept(file, inputs):
                raise VetterError(option, f"{file} is {what}; name another file")
        self._files = {(stat.st_dev, stat.st_ino): file for file in files if (stat := _stat(file[0]))}

    def spare(self, draft: str) -> None:
        """Raises VetterError if this draft, wherever it was found, would be written over."""
        stat = _stat(draft) if self._files else None
        if stat and (stat.st_dev, stat.st_ino) in self._files:
            file, option = self._files[stat.st_dev, stat.st_ino]
            raise VetterError(option, f"{file} is {DRAFT}; name another file")


def _kept(file: str, inputs: Mapping[str, str]) -> str:
    """What a file is that must not be written over; "" for any other."""
    if not os.path.isfile(file):
        return ""
    from vetter import baseline, configfile

    for path, what in inputs.items():
        if os.path.exists(path) and os.path.samefile(path, file):
            return what
    if os.path.basename(file) in (configfile.FILE, configfile.PROJECT_FILE):
        return "a configuration"
    return "a baseline" if baseline.is_one(file) else ""


def _sparing(reports: Iterable[Report], targets: Targets) -> Iterator[Report]:
    for report in reports:
        targets.spare(report.name)
        yield report


def _stat(path: str) -> os.stat_result | None:
    with suppress(OSError, ValueError):
        return os.stat(path)
    return None


def emit(pieces: Iterable[str], output: str | None) -> None:
    """Write the pieces to standard output, or to a file whole or not at all."""
    if output is None:
        sys.stdout.writelines(pieces)
        return
    with Whole(output, "--output") as file:
        for piece in pieces:
            file.write(piece)


def _target(way: Way, opened: ExitStack) -> Whole | Appended:
    file = way.file or ""
    if way.option == JOB_SUMMARY:
        return opened.enter_context(Appended(file))
    return opened.enter_context(Whole(file, way.option))


class Whole:
    """A file written beside its place and moved there when it is whole; a pipe or a device is written to at once."""

    def __init__(self, file: str, option: str) -> None:
        self.file, self.option = file, option
        self._place = os.path.realpath(file)
        self._regular = os.path.isfile(self._place) or not os.path.lexists(self._place)
        self._part = f"{self._place}.{os.getpid()}.part" if self._regular else self._place

    def __enter__(self) -> Self:
        try:
            self._open = open(self._part, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def write(self, piece: str) -> None:
        try:
            self._open.write(piece)
        except OSError as error:
            raise self._unwritable(error) from error

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._open.close()
            if self._regular and kind is None:
                os.replace(self._part, self._place)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            if self._regular and os.path.lexists(self._part):
                os.unlink(self._part)

    def _unwritable(self, error: OSError) -> VetterError:
        return VetterError(self.option, f"{self.file} cannot be written: {error.strerror}")


class Appended:
    """A file that gets its pieces all together at its end; when it cannot be written to, that is told and no more."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._pieces: list[str] = []

    def __enter__(self) -> Self:
        return self

    def write(self, piece: str) -> None:
        self._pieces.append(piece)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            try:
                with open(self.file, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                    file.writelines(self._pieces)
            except OSError as error:
                complain(f"{JOB_SUMMARY}: {self.file} cannot be written: {error.strerror}; there is no summary")


def look(file: str | None) -> outputs.Look:
    """Colours and width of a terminal; plain and 100 columns wide everywhere else, unless COLUMNS says how wide."""
    terminal = file is None and sys.stdout.isatty()
    wanted = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    colour = wanted and file is None and not os.environ.get("NO_COLOR")
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 0
    return outputs.Look(colour=colour, width=min(max(width, 40), 160) if width else 100, terminal=terminal)


def complain(line: str) -> None:
    print(outputs.visible(line), file=sys.stderr)


def complain_of(problems: Iterable[Problem]) -> None:
    for problem in dict.fromkeys(problems):
        complain(f"{problem.place}: {problem.message}")


def told(problems: Iterable[VetterError]) -> int:
    """Tell what was left out; 2 if anything was."""
    lines = dict.fromkeys(map(str, problems))
    for line in lines:
        complain(line)
    return 2 if lines else 0
