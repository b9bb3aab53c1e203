"""The folders in which a house keeps its own rules: what stands in them, and a stamp that changes with it."""

import os
from collections.abc import Iterator

from vetter.errors import VetterError
from vetter.values import NamedTuple

ENDINGS = (".yml", ".yaml", ".lark")
MOST_DEEP = 20
MOST_FILES = 10_000
"""Files and folders that are looked at: a folder of rules that holds more is not one."""


class Own(NamedTuple):
    """Folders of own rules, grammars and word lists; `stamp` tells two states of them apart."""

    folders: tuple[str, ...] = ()
    stamp: str = ""


NONE_OWN = Own()


def stamped(folders: tuple[str, ...]) -> Own:
    """The folders as they stand now."""
    if not folders:
        return NONE_OWN
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for folder in folders:
        for path in files(folder):
            content = contents(path)
            digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
            digest.update(content)
    return Own(folders, digest.hexdigest())


def files(folder: str, endings: tuple[str, ...] = ENDINGS) -> list[str]:
    """The files of a folder and those below it, in a fixed order; hidden ones are none of them. Links to folders are
    not followed, so that a folder ends."""
    found: list[str] = []
    waiting, seen = [(folder, 0)], 0
    while waiting:
        here, depth = waiting.pop()
        if depth > MOST_DEEP:
            raise VetterError(
                folder, f"folders below it lie more than {MOST_DEEP} deep; name one that holds only rules"
            )
        for name, is_folder in _entries(here):
            seen += 1
            if seen > MOST_FILES:
                raise VetterError(folder, f"more than {MOST_FILES} files lie below it; name one that holds only rules")
            if name.startswith("."):
                continue
            if is_folder:
                waiting.append((os.path.join(here, name), depth + 1))
            elif name.endswith(endings):
                found.append(os.path.join(here, name))
    return sorted(path for path in found if not os.path.isdir(path))


def _entries(folder: str) -> Iterator[tuple[str, bool]]:
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                yield entry.name, entry.is_dir(follow_symlinks=False)
    except OSError as error:
        raise VetterError(folder, f"cannot be read: {error.strerror}") from error


def refuse_irregular(path: str) -> None:
    """A pipe or a device would be waited for, or read without end."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise VetterError(path, "is no regular file; take it out of the folder")


def contents(path: str) -> bytes:
    """The bytes of a file; nothing where it cannot be read, which is told when it is asked for its rules."""
    if not os.path.isfile(path):
        return b""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def lies_in(path: str, above: str) -> bool:
    """Whether a path is a file or a folder, or stands below that folder."""
    inner, outer = os.path.realpath(path), os.path.realpath(above)
    return inner == outer or inner.startswith(os.path.join(outer, ""))


def file_of(place: str) -> str:
    """The file of a place told as `file:line`, or as the file alone."""
    file, _, line = place.rpartition(":")
    return file if file and line.isdecimal() else place
