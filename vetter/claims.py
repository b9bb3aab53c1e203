"""Sentences to claims: who holds each, how surely, on what evidence, with which checkable details.

A sentence is cut where its holder or status changes; each piece is then read by the steps of `decide`, the first that
fits. The step taken stays with the claim, so that every reading can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from vetter.decide import FLAT, Verdict, decide
from vetter.document import Document
from vetter.layout import Block
from vetter.ledger import CITED, QUOTED, Claim, Quote, Sentence, signs
from vetter.parts import Parts
from vetter.phrases import Phrase
from vetter.quotes import quotes
from vetter.reader import Reader
from vetter.sentences import cut
from vetter.signs import is_for_rules
from vetter.tokens import START, Tokens, tokens
from vetter.values import Any, NamedTuple, Protocol
from vetter.words import Piece, Places, Words

HEADINGS = frozenset(["title", "dateline", "heading", "legend"])
UNREAD = frozenset(["code", "front-matter"])
CUTTING = signs(("contrast", "hedges", "cues", "verification"))
HEADING = Verdict("heading", "author", FLAT, "a heading")


class Links(Protocol):
    """What the neighbours of a sentence, told by its place in the draft, lend to it."""

    def claims(self, place: int, claims: tuple[Claim, ...]) -> tuple[Claim, ...]: ...
    def umbrella(self, place: int) -> str: ...
    def quotes(self, place: int, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]: ...


class Frame(NamedTuple):
    """What the sentences of a document have in common."""

    reader: Reader
    prose: str
    cited: Places
    links: Links


def read(reader: Reader, document: Document, links: Links) -> Iterator[Line]:
    """The sentences in order, each to be read as far as somebody asks; `links` are what neighbours lend."""
    frame = Frame(reader, document.prose, Places((c.start, c.end, c.kind) for c in document.citations), links)
    coder = reader.engine.coder
    blocks = [
        (number, block, tokens(coder, document.prose[block.start : block.end], block.start))
        for number, block in enumerate(document.blocks)
        if block.kind not in UNREAD
    ]
    cuts = [(number, block, read, chunks) for number, block, read in blocks for chunks in cut(read, coder)]
    codes = [START + "".join(chunks) for *_, chunks in cuts]
    phrases = list(map(reader.engine.finder.find, codes))
    first, opened, closing, last = 0, False, None, -1
    for place, (number, block, read, chunks) in enumerate(cuts):
        if number != last:
            first, opened, closing, last = 0, False, None, number
        signs = reader.signs(codes[place], chunks, phrases[place])
        yield Line(frame, block, number, signs, read, first, opened, codes[place], phrases[place], place)
        first += len(codes[place]) - 1
        opened = reader.leaves_open(codes[place], signs, opened)
        if opened and closing is None:
            closing = len(read.codes) if goes_on(document, number) else reader.last_close(read.codes)
        opened = opened and closing is not None and first <= closing


class Line(Sentence):
    """A sentence of a draft, read as far as somebody asks."""

    __slots__ = ("codes", "cut", "first", "frame", "opened", "phrases", "place", "shape", "tokens", "words")
    words: Words
    cut: list[Piece]

    def __init__(
        self,
        frame: Frame,
        shape: Block,
        block: int,
        signs: int,
        tokens: Tokens,
        first: int,
        opened: bool,
        codes: str,
        phrases: list[Phrase],
        place: int,
    ) -> None:
        self.frame = frame
        self.shape = shape
        self.block = block
        self.role = shape.role
        self.signs = signs
        self.tokens = tokens
        self.first = first
        self.opened = opened
        self.codes = codes
        self.phrases = phrases
        self.place = place

    def _asked(self, name: str) -> Any:
        """What is to be known of the sentence, worked out when it is wanted."""
        match name:
            case "claims":
                return self.frame.links.claims(self.place, tuple(self.read()))
            case "size":
                return len(self.cut)
            case "cut":
                whole = self.is_heading() or not self.signs & CUTTING
                if whole:
                    return [Piece(1, len(self.codes), "main")]
                return list(self.frame.reader.pieces(self.words, self.told_apart[0]))
            case "words":
                classes_of = self.frame.reader.classes_of
                return Words(self.tokens, self.first, self.codes, classes_of, self.frame.prose, self.signs, self.opened)
            case "quotes":
                found = tuple(quotes(self.words, self.phrases)) if self.signs & QUOTED else ()
                return self.frame.links.quotes(self.place, found)
            case "cited":
                cited = self.frame.cited
                return bool(self.signs & CITED) or (
                    cited.meets(self.shape.start, self.shape.end) and cited.meets(self.start, self.end)
                )
            case "start":
                return self.tokens.token(self.first)[0]
        return self.tokens.token(self.first + len(self.codes) - 2)[1]

    @property
    def told_apart(self) -> tuple[list[Phrase], list[Phrase]]:
        """The phrases by which the sentence is read, and those that only rules ask for, which must not change that."""
        read = [phrase for phrase in self.phrases if not is_for_rules(phrase.kind)]
        return read, [phrase for phrase in self.phrases if phrase.kind.family == "mark"]

    def forget(self) -> None:
        self.size = len(self.cut)
        for name in ("claims", "cut", "quotes", "words"):
            if self.is_told(name):
                delattr(self, name)

    def is_heading(self) -> bool:
        return self.role in HEADINGS or self.shape.kind == "heading"

    def read(self) -> Iterator[Claim]:
        reader, cited, umbrella = self.frame.reader, self.frame.cited, partial(self.frame.links.umbrella, self.place)
        words, (phrases, marks), pieces, heading = self.words, self.told_apart, self.cut, self.is_heading()
        if len(phrases) > 1:
            phrases = sorted(phrases, key=cue_place)
        for piece in pieces:
            own, noted = phrases, marks
            if len(pieces) > 1:
                own, noted = (
                    [phrase for phrase in each if piece.start <= phrase.place[0] < piece.end] for each in (own, noted)
                )
            parts = Parts(reader, words, piece, own, noted, cited, umbrella)
            status, holder, strength, step, lean = HEADING if heading else decide(parts, self.shape)
            asked = parts.told(status, step)
            yield Claim(None, None, status, holder, strength, lean, link=piece.link, steps=None,
                        umbrella=None if status == "assert" and piece.start == 1 else "none",
                        asked=asked)  # fmt: skip


def cue_place(phrase: Phrase) -> int:
    return phrase.place[0]


def goes_on(document: Document, number: int) -> bool:
    """Whether a quotation goes on over paragraphs, each opened anew: it is closed only in the last."""
    starts = [document.prose[block.start : block.start + 2] for block in document.blocks[number : number + 2]]
    return len(starts) == 2 and all(start.startswith(('"', "“", "''")) for start in starts)
