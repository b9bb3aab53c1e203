"""Bytes in, text out, and back. Every later stage points into `Source.text` with a `Span` and nothing else."""

import os

from vetter.errors import VetterError
from vetter.values import NamedTuple

BOM = b"\xef\xbb\xbf"


class Span(NamedTuple):
    """A stretch of `Source.text`: code-point offsets, end exclusive."""

    start: int
    end: int


class Source(NamedTuple):
    """A draft as read: `name` as the user gave it, `text` with every character where the file has it.

    `marked` says that a byte-order mark stands before the text.
    """

    name: str
    text: str
    marked: bool = False


def decode(data: bytes, name: str) -> Source:
    """The text of a file: UTF-8, with or without a byte-order mark (which is not counted), line ends untouched.

    Raises VetterError for a NUL or for bytes that are not UTF-8, naming the byte.
    """
    body = data[len(BOM) :] if data.startswith(BOM) else data
    skipped = len(data) - len(body)
    nul = body.find(b"\0")
    if nul >= 0:
        raise VetterError(name, f"NUL at byte {nul + skipped}: a binary file, or UTF-16; save it as UTF-8 text")
    try:
        return Source(name, body.decode("utf-8"), bool(skipped))
    except UnicodeDecodeError as error:
        raise VetterError(name, f"not UTF-8 at byte {error.start + skipped}; save the file as UTF-8") from error


def encode(source: Source) -> bytes:
    """The bytes that `decode` makes this source of."""
    return (BOM if source.marked else b"") + source.text.encode("utf-8")


def rewrite(before: Source, after: Source) -> None:
    """Put other text into a draft's file, whole or not at all; its permissions stay.

    Raises VetterError when it cannot be written, or holds by now something else than what was read.
    """
    target = os.path.realpath(before.name)
    part = f"{target}.{os.getpid()}.part"
    try:
        with open(target, "r+b") as file:
            if file.read() != encode(before):
                raise VetterError(before.name, "changed while it was being read: not fixed; run vetter again")
            mode = os.fstat(file.fileno()).st_mode
        try:
            with open(part, "wb") as file:
                file.write(encode(after))
            os.chmod(part, mode & 0o7777)
            os.replace(part, target)
        finally:
            if os.path.lexists(part):
                os.unlink(part)
    except OSError as error:
        raise VetterError(before.name, f"this file cannot be written: {error.strerror}; not fixed") from error
