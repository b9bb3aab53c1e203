"""What a format hands on: the draft's prose in place, cut into blocks.

`prose` has exactly the length of `Source.text`: prose characters stand where the file has them and all markup is
blanked out, so an offset into the one is an offset into the other. No stage ever translates a position.
"""

from vetter.values import NamedTuple

GLUE = "\u2060"  # word joiner: for markup inside a word ("un**likely**"), dropped when the word is looked up
INVISIBLE = f"{GLUE}\u00ad\u200b\u200c\u200d\ufeff"
APOSTROPHES = "’‘ʼ`´"
FOLD = {ord(c): None for c in INVISIBLE} | {ord(c): "'" for c in APOSTROPHES} | {ord(c): "-" for c in "‐‑"}
"""How a text is made plain before a word is looked up, for `str.translate`."""


class Block(NamedTuple):
    """A paragraph, heading, list item, table cell ...: `prose[start:end]` holds it, hard line breaks included.

    kind: paragraph, heading, list-item, quote, table, code, footnote, front-matter.
    role: title, dateline, heading, lead, takeaway, body, caption, meta, legend, references ("" until `document` sets
    it).
    level: depth of a heading, 1 the highest, 0 for every other kind.
    """

    start: int
    end: int
    kind: str
    level: int = 0
    role: str = ""


class Citation(NamedTuple):
    """A reference marker seen by the format: kind link, footnote or url; target is its address or label."""

    start: int
    end: int
    kind: str
    target: str


class Comment(NamedTuple):
    """A comment of the markup; `text` is what stands between its marks, `block` the index of the block after it."""

    start: int
    end: int
    text: str
    block: int


class Layout(NamedTuple):
    """The whole draft as a format sees it; blocks in order of start, never overlapping."""

    prose: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    comments: tuple[Comment, ...] = ()
