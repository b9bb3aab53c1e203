"""Markdown: the events of a CommonMark parser, whose byte ranges say exactly where each piece of prose stands."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

import pyromark

from vetter import lines
from vetter.layout import GLUE, Block, Citation, Comment, Layout
from vetter.values import Any, NamedTuple

_Option = pyromark.Options
# Front matter is found here and not by the parser, which takes any prose between two rules for it.
OPTIONS = (
    _Option.ENABLE_TABLES | _Option.ENABLE_FOOTNOTES | _Option.ENABLE_STRIKETHROUGH | _Option.ENABLE_TASKLISTS
)  # fmt: skip
BARE_LEVEL = 6  # of a heading that is only bold, or only reads like one
MOST_BOLD_WORDS = 20

_LEAVES = {"Paragraph": "paragraph", "Heading": "heading", "TableCell": "table"}
_CONTAINERS = {"FootnoteDefinition": "footnote", "BlockQuote": "quote", "Item": "list-item"}
_DARK = frozenset(("CodeBlock", "HtmlBlock", "Image"))
_INLINE = frozenset(("Emphasis", "Strong", "Strikethrough", "Link"))

_FRONT = re.compile(r"---[ \t]*(?:\r\n|\r|\n)[\w-]+[ \t]*:")
_FRONT_LINE = re.compile(r"[\w\"'-]+[ \t]*:|[ \t\]})#-]")
_FRONT_END = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_JOINING = re.compile(r"[\w'’‘\-\u0300-\u036f]")
_APART = re.compile(r"</?(?:br|p|div|li|ul|ol|td|th|tr|hr|h[1-6]|sup)\b", re.IGNORECASE)
_MARKER = re.compile(r"\[\^?(?:[A-Z]{2})?\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*\]")
_CONTAINER_MARKS = re.compile(r"(?<=[\r\n])[ \t>]+")
_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
_CONTINUATION = re.compile(rb"[\x80-\xbf]")  # in UTF-8, every byte of a character but its first

Piece = tuple[int, int, str | None]
"""A stretch of the text and what to show in its place; None where it stands as written."""


class Link(NamedTuple):
    """An open link: the parser's name for its sort, and where it leads."""

    sort: str
    target: str


def parse(text: str) -> Layout:
    front = _front_matter(text)
    body = lines.blanked(text[:front]) + text[front:]
    data = body.encode("utf-8", "replace")
    reader = _Reader(body, _places(data))
    for event, span in pyromark.events_with_range(body if body.isascii() else data.decode(), options=OPTIONS):
        reader.take(event, span["start"], span["end"])
    prose = _placed(body, reader.pieces)
    blocks = [Block(0, len(text[:front].rstrip()), "front-matter")] if front else []
    for block in reader.blocks:
        blocks += _bare_headings(prose, block) if block.kind == "paragraph" else [block]
    starts = [block.start for block in blocks]
    comments = tuple(comment._replace(block=bisect_left(starts, comment.end)) for comment in reader.comments)
    return Layout(prose, tuple(blocks), _citations(prose, reader.citations), comments)


def _front_matter(text: str) -> int:
    """Where the YAML block at the very top ends; 0 when there is none."""
    if not _FRONT.match(text) or not (end := _FRONT_END.search(text, 4)):
        return 0
    rows = re.split(r"[\r\n]+", text[: end.start()].strip())
    return end.end() if all(map(_FRONT_LINE.match, rows)) else 0


def _places(data: bytes) -> Callable[[int], int]:
    """From the parser's byte offsets to code points: what goes on a character begun before does not count."""
    if data.isascii():
        return int
    going_on = array("Q", (match.start() for match in _CONTINUATION.finditer(data)))
    return lambda offset: offset - bisect_left(going_on, offset)


class _Reader:
    """Events in, pieces of prose and blocks out; it holds the containers that are open and the leaf being filled."""

    def __init__(self, text: str, place: Callable[[int], int]) -> None:
        self.text = text
        self.place = place
        self.pieces: list[Piece] = []
        self.blocks: list[Block] = []
        self.citations: list[Citation] = []
        self.comments: list[Comment] = []
        self.containers: list[str] = []
        self.leaf = ""
        self.level = 0
        self.opened = 0  # where the leaf starts
        self.first = 0  # the leaf's first piece
        self.bold = (0, 0)
        self.dark = 0  # how many things are open whose text is no prose
        self.apart = False  # what comes next does not belong to the word before
        self.links: list[Link] = []

    def take(self, event: Any, first: int, last: int) -> None:
        if isinstance(event, str):
            if event == "Rule":
                self.close()
            return
        start, end = self.place(first), self.place(last)
        ((name, value),) = event.items()
        match name:
            case "Text":
                if not self.dark:
                    self.add_text(start, end, value)
            case "Start":
                self.start(value, start, end)
            case "End":
                self.end(value if isinstance(value, str) else next(iter(value)), start, end)
            case _ if self.dark:
                pass
            case "Code":
                self.add_code(start, end)
            case "FootnoteReference":
                self.add(start, end, self.text[start:end])
                self.citations.append(Citation(start, end, "footnote", value))
            case "InlineHtml":
                self.comments += lines.comments(self.text, start, end)
                self.apart = self.apart or _APART.match(value) is not None

    def start(self, value: Any, start: int, end: int) -> None:
        tag, facts = (value, {}) if isinstance(value, str) else next(iter(value.items()))
        if tag == "Link":
            self.open_link(Link(str(facts["link_type"]), facts["dest_url"]), start)
        elif tag == "Strong" and self.leaf and len(self.pieces) == self.first:
            self.bold = (start, end)
        if tag in _INLINE:
            return
        if tag in _DARK:
            self.dark += 1
            self.apart = True
        if tag == "Image":
            return
        self.close()
        if tag in _LEAVES:
            self.open_leaf(_LEAVES[tag], start, int(facts["level"][1]) if tag == "Heading" else 0)
        elif tag in _CONTAINERS:
            self.containers.append(_CONTAINERS[tag])
        elif tag == "HtmlBlock":
            self.comments += lines.comments(self.text, start, end)
        elif tag == "CodeBlock" and (code := self.text[start:end].rstrip()):
            self.blocks.append(Block(start, start + len(code), "code"))

    def end(self, tag: str, start: int, end: int) -> None:
        if tag == "Link":
            self.close_link(start, end)
        elif tag in _DARK:
            self.dark -= 1
        elif tag in _LEAVES:
            self.close()
        elif tag in _CONTAINERS:
            self.close()
            self.containers.pop()

    def open_leaf(self, kind: str, start: int, level: int = 0) -> None:
        self.leaf, self.level, self.opened = kind, level, start
        self.first = len(self.pieces)
        self.bold = (0, 0)
        self.apart = True

    def close(self) -> None:
        """The leaf is read: its block runs from its first to its last prose."""
        pieces = [(start, end, self.shown(start, end, text)) for start, end, text in self.pieces[self.first :]]
        leaf, self.leaf = self.leaf, ""
        self.first = len(self.pieces)
        shown = "".join(piece for _, _, piece in pieces)
        if not leaf or not shown.strip():
            return
        start, end, head = pieces[0]
        start += len(head) - len(head.lstrip())
        _, end, tail = pieces[-1]
        end -= len(tail) - len(tail.rstrip())
        kind = self.kind(leaf, start, end, shown.rstrip())
        level = (self.level or BARE_LEVEL) if kind == "heading" else 0
        self.blocks.append(Block(start, end, kind, level))

    def kind(self, leaf: str, start: int, end: int, shown: str) -> str:
        if "footnote" in self.containers:
            return "footnote"
        if leaf == "heading":
            # A rule right under a paragraph makes a heading of it, which nobody means who ends it with a full stop.
            sentence = self.text[self.opened] != "#" and shown[-1] == "." and shown.count(" ") >= lines.HEADING_WORDS
            return "paragraph" if sentence else "heading"
        if leaf == "table":
            return leaf
        for container in ("quote", "list-item"):
            if container in self.containers:
                return container
        bold = self.bold[0] <= start and end <= self.bold[1] and shown.count(" ") <= MOST_BOLD_WORDS
        return "heading" if bold and not lines.is_ended(shown, 0, len(shown), lines.STOPS) else "paragraph"

    def open_link(self, link: Link, start: int) -> None:
        self.links.append(link)
        marker = _MARKER.match(self.text, start)
        if marker and not self.dark:
            self.add(start, marker.end(), marker[0])
            self.dark += 1
            self.links[-1] = link._replace(sort="marker")

    def close_link(self, start: int, end: int) -> None:
        link = self.links.pop()
        if link.sort == "marker":
            self.dark -= 1
        if link.sort == "Autolink":
            self.citations.append(Citation(start + 1, end - 1, "url", link.target))
        elif link.sort != "Email":
            self.citations.append(Citation(start, end, "link", link.target))

    def add_text(self, start: int, end: int, shown: str) -> None:
        written = self.text[start:end]
        if written != shown and written.startswith("&") and written.endswith(";"):
            self.add(start, end, " " * (end - start) if shown.isspace() else shown + GLUE * (end - start - len(shown)))
        else:
            self.add_written(start, end)

    def add_code(self, start: int, end: int) -> None:
        code = self.text[start:end]
        ticks = len(code) - len(code.lstrip("`"))
        inner = code[ticks : len(code) - ticks]
        self.add(start + ticks, end - ticks, _CONTAINER_MARKS.sub(lambda marks: " " * len(marks[0]), inner))

    def add(self, start: int, end: int, shown: str) -> None:
        """Put a piece of prose in its place; markup between it and the word before becomes part of that word."""
        if not self.leaf:
            self.open_leaf("paragraph", start)
        if start >= end:
            return
        self.glue(start, shown[0])
        self.pieces.append((start, end, shown))
        self.apart = False

    def add_written(self, start: int, end: int) -> None:
        """The same for a piece as the file has it; one that goes on from the last makes it longer."""
        if len(self.pieces) > self.first and start < end:
            first, last, shown = self.pieces[-1]
            if last == start and shown is None:
                self.pieces[-1] = (first, end, None)
                self.apart = False
                return
        if not self.leaf:
            self.open_leaf("paragraph", start)
        if start < end:
            self.glue(start, self.text[start])
            self.pieces.append((start, end, None))
            self.apart = False

    def glue(self, start: int, after: str) -> None:
        if len(self.pieces) > self.first and not self.apart:
            _, gap, shown = self.pieces[-1]
            if gap < start:
                before = self.text[gap - 1] if shown is None else shown.rstrip(GLUE)[-1:]
                if self.glued(self.text[gap:start], before, after):
                    self.pieces.append((gap, start, GLUE * (start - gap)))

    def shown(self, start: int, end: int, text: str | None) -> str:
        return self.text[start:end] if text is None else text

    def glued(self, markup: str, before: str, after: str) -> bool:
        if "\n" in markup or "\r" in markup:
            return False
        if markup == "\\":
            return not before.isspace()
        return bool(_JOINING.match(before) and _JOINING.match(after))


def _placed(text: str, pieces: list[Piece]) -> str:
    out: list[str] = []
    at = 0
    for start, end, shown in pieces:
        if start < at:
            continue
        out += lines.blanked(text[at:start]), text[start:end] if shown is None else shown
        at = end
    return "".join([*out, lines.blanked(text[at:])])


def _bare_headings(prose: str, block: Block) -> Iterator[Block]:
    """A paragraph, with the lines in it that are headings without markup taken out."""
    stretches = [match.span() for match in _LINE.finditer(prose, block.start, block.end)]
    for start, end, heading in lines.headings_apart(prose, stretches):
        yield Block(start, end, "heading", BARE_LEVEL) if heading else block._replace(start=start, end=end)


def _citations(prose: str, found: list[Citation]) -> tuple[Citation, ...]:
    """Those of the markup, and the bare addresses outside them."""
    known = sorted(found)
    starts = [citation.start for citation in known]
    bare = []
    for address in lines.addresses(prose):
        before = bisect_right(starts, address.start) - 1
        if before < 0 or known[before].end <= address.start:
            bare.append(address)
    return tuple(sorted([*known, *bare]))
