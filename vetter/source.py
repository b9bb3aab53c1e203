"""Bytes in, text out. Every later stage points into `Source.text` with a `Span` and nothing else."""

from vetter.errors import VetterError
from vetter.values import NamedTuple

BOM = b"\xef\xbb\xbf"


class Span(NamedTuple):
    """A stretch of `Source.text`: code-point offsets, end exclusive."""

    start: int
    end: int


class Source(NamedTuple):
    """A draft as read: `name` as the user gave it, `text` with every character where the file has it."""

    name: str
    text: str


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
        return Source(name, body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise VetterError(name, f"not UTF-8 at byte {error.start + skipped}; save the file as UTF-8") from error
