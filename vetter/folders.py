"""The folders in which a house keeps its own rules: what stands in them, and a stamp that changes with it."""

import os
from typing import NamedTuple

ENDINGS = (".yml", ".yaml", ".lark")


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
    """The files of a folder and those below it, in a fixed order; hidden ones are none of them."""
    found: list[str] = []
    for here, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += (os.path.join(here, name) for name in names if name.endswith(endings) and not name.startswith("."))
    return sorted(found)


def contents(path: str) -> bytes:
    """The bytes of a file; nothing where it cannot be read, which is told when it is asked for its rules."""
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
