"""Paths, folders and globs become the drafts to check, each once and in the order asked for.

Folders are walked as git would: hidden names and what .gitignore leaves out are skipped, links to folders not followed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator

from vetter import formats, globs
from vetter.errors import VetterError
from vetter.values import NamedTuple

SUFFIXES = formats.suffixes()
IGNORE_FILE = ".gitignore"
_KINDS = ", ".join(SUFFIXES)

Excludes = Callable[[str], bool]


class Ignoring(NamedTuple):
    """An ignore file at work: its patterns speak of paths below `folder`, which ends in a slash."""

    folder: str
    globs: tuple[globs.Glob, ...]


def find(
    paths: Iterable[str], excludes: Excludes, everywhere: bool = False, sought: str = "draft"
) -> Iterator[str | VetterError]:
    """The drafts meant by `paths`, or whatever else is `sought`, or the mistake in a path.

    `excludes` decides about files found in folders; with `everywhere` about files named one by one as well.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, excludes, everywhere, sought):
            if isinstance(found, VetterError):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield found.replace(os.sep, "/")


def unreadable(paths: Iterable[str]) -> Iterator[str]:
    """The files in these folders that no format reads, or none without being named."""
    for path in filter(os.path.isdir, paths):
        here = os.path.join(os.path.abspath(path), "")
        for found in _walk(here, _above(here)):
            if isinstance(found, str) and not found.lower().endswith(SUFFIXES):
                yield os.path.join(path, found[len(here) :]).replace(os.sep, "/")


def _expand(path: str, excludes: Excludes, everywhere: bool, sought: str) -> Iterator[str | VetterError]:
    if os.path.isdir(path):
        folder = "" if path == os.curdir else path
        none = f"no {sought}s in this folder ({_KINDS}); name a file, or another folder"
        yield from _drafts(path, folder, excludes, none)
    elif os.path.lexists(path):
        if not (everywhere and excludes(path)):
            yield path
    elif sign := re.search(r"[*?[]", path):
        folder = os.path.dirname(path[: sign.start()])
        inside = path[len(folder) :].replace(os.sep, "/").lstrip("/")
        none = f"no {sought} fits this pattern ({_KINDS})"
        yield from _drafts(path, folder, excludes, none, globs.compile(f"/{inside}"))
    else:
        yield VetterError(path, "no such file or folder; check the spelling")


def _drafts(
    named: str, folder: str, excludes: Excludes, none: str, only: globs.Glob | None = None
) -> Iterator[str | VetterError]:
    try:
        here = os.path.join(os.path.abspath(folder), "")
    except OSError:
        yield VetterError(named, "the folder you are in is gone; go to another")
        return
    drafts = 0
    for found in _walk(here, _above(here)) if os.path.isdir(here) else ():
        if isinstance(found, VetterError):
            yield found
            continue
        inside = found[len(here) :].replace(os.sep, "/")
        fits = only is None or only.expression.fullmatch(inside)
        if fits and found.lower().endswith(SUFFIXES) and not excludes(found):
            drafts += 1
            yield os.path.join(folder, inside)
    if not drafts:
        yield VetterError(named, none)


def _walk(folder: str, ignoring: tuple[Ignoring, ...]) -> Iterator[str | VetterError]:
    """Files below a folder in the order of their names; a folder stands where its name does."""
    waiting: list[Iterator[tuple[str, bool, tuple[Ignoring, ...]]]]
    waiting = [iter([(folder, True, ignoring)])]  # what is left of each folder that is open, the innermost last
    while waiting:
        for path, is_folder, above in waiting[-1]:
            if not is_folder:
                yield path
                continue
            known = above + _ignore_file(path)
            entries = _entries(path)
            if isinstance(entries, VetterError):
                yield entries
                continue
            waiting.append(_kept(path, entries, known))
            break
        else:
            waiting.pop()


def _entries(folder: str) -> list[tuple[str, bool]] | VetterError:
    try:
        with os.scandir(folder) as listing:
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in listing)
    except OSError as error:
        return VetterError(folder, f"this folder cannot be read: {error.strerror}")


def _kept(
    folder: str, entries: list[tuple[str, bool]], ignoring: tuple[Ignoring, ...]
) -> Iterator[tuple[str, bool, tuple[Ignoring, ...]]]:
    for name, is_folder in entries:
        path = folder + name
        if name.startswith(".") or _left_out(path, is_folder, ignoring):
            continue
        if is_folder:
            yield path + os.sep, True, ignoring
        elif os.path.isfile(path):
            yield path, False, ignoring


def _left_out(path: str, is_folder: bool, ignoring: tuple[Ignoring, ...]) -> bool:
    for file in reversed(ignoring):
        inside = path[len(file.folder) :].replace(os.sep, "/")
        said = globs.verdict(file.globs, inside, is_folder)
        if said is not None:
            return said
    return False


def _above(folder: str) -> tuple[Ignoring, ...]:
    """The ignore files of the folders above, when the folder belongs to a git repository."""
    above = []
    here = folder
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.join(os.path.dirname(here.rstrip(os.sep)), "")
        if parent == here:
            return ()
        above.append(parent)
        here = parent
    return tuple(file for parent in reversed(above) for file in _ignore_file(parent))


def _ignore_file(folder: str) -> tuple[Ignoring, ...]:
    try:
        with open(folder + IGNORE_FILE, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            return (Ignoring(folder, globs.read(file.read())),)
    except OSError:
        return ()
