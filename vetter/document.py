"""A layout becomes a document: every block gets its role, every suppression comment its meaning."""

from __future__ import annotations

from typing import NamedTuple

from vetter.layout import Block, Citation
from vetter.source import Source


class Directive(NamedTuple):
    """A suppression comment: `<!-- vetter: ignore[unsourced-assertion, VET2] -- reason -->`.

    action: ignore, off or on; rules: the names, ids or prefixes in the brackets, empty for all of them.
    `covers` are the stretches of the text it silences; start and end are those of the comment itself.
    """

    start: int
    end: int
    action: str
    rules: tuple[str, ...]
    reason: str
    covers: tuple[tuple[int, int], ...]


class Document(NamedTuple):
    """A draft ready to be read. `prose` is as long as `source.text`; english is False when nothing should be judged."""

    source: Source
    prose: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    directives: tuple[Directive, ...]
    english: bool
