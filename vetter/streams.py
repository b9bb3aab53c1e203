"""What a command says: on standard output or in a file, and in lines of complaint on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from vetter import outputs
from vetter.errors import VetterError
from vetter.options import Options
from vetter.report import Problem
from vetter.values import TextIO


def emit(pieces: Iterable[str], output: str | None, drafts: Iterable[str] = (), stream: TextIO | None = None) -> None:
    if output is None:
        for piece in pieces:
            (stream or sys.stdout).write(piece)
        return
    if any(os.path.exists(draft) and _is_same(draft, output) for draft in drafts):
        raise VetterError("--output", f"{output} is one of the drafts; name another file")
    try:
        _write_whole(pieces, output)
    except OSError as error:
        raise VetterError("--output", f"{output} cannot be written: {error.strerror}") from error


def _is_same(draft: str, output: str) -> bool:
    return os.path.isfile(output) and os.path.samefile(draft, output)


def _write_whole(pieces: Iterable[str], output: str) -> None:
    """Written beside its place and moved there when it is whole; a pipe or a device is written to at once."""
    target = os.path.realpath(output)
    regular = os.path.isfile(target) or not os.path.lexists(target)
    part = f"{target}.{os.getpid()}.part" if regular else target
    try:
        with open(part, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(pieces)
        if regular:
            os.replace(part, target)
    finally:
        if regular and os.path.lexists(part):
            os.unlink(part)


def look(options: Options) -> outputs.Look:
    """Colours and width of a terminal; plain and 100 columns wide everywhere else, unless COLUMNS says how wide."""
    terminal = options.output is None and sys.stdout.isatty()
    wanted = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    colour = wanted and options.output is None and not os.environ.get("NO_COLOR")
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 0
    return outputs.Look(colour=colour, width=min(max(width, 40), 160) if width else 100, terminal=terminal)


def complain(line: str) -> None:
    print(outputs.visible(line), file=sys.stderr)


def complain_of(problems: Iterable[Problem]) -> None:
    for problem in dict.fromkeys(problems):
        complain(f"{problem.path}:{problem.line or ''}".removesuffix(":") + f": {problem.message}")


def told(problems: Iterable[VetterError]) -> int:
    """Tell what was left out; 2 if anything was."""
    lines = dict.fromkeys(map(str, problems))
    for line in lines:
        complain(line)
    return 2 if lines else 0
