"""Text to tokens to class sets: one character a token, standing for everything the grammars may ask about the word.

A chunk (what stands between blanks) is looked up once and remembered, so that reading costs one dictionary look-up a
chunk. Offsets are worked out only for tokens that took part in a match.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from itertools import accumulate

from vetter.layout import FOLD, INVISIBLE
from vetter.ledger import Told
from vetter.lexicon import Lexicon
from vetter.patterns import late
from vetter.values import Any, NamedTuple

CACHE_LIMIT = 200_000
LONG_CHUNK = 2_000  # edges of tokens
STOP_SIGHT = 100  # tokens at the end of a chunk among which its stop is looked for
START = "\ue000"


class Shelf(NamedTuple):
    """Code points for classes that have something in common: a first stretch, and a second when that is full."""

    first: int
    last: int
    spare: int

    def place(self, number: int) -> str:
        point = self.first + number
        return chr(point if point <= self.last else point - self.last - 1 + self.spare)


PLAIN = Shelf(ord(START), 0xEFFF, 0xF0000)
ANCHORED = Shelf(0xF000, 0xF8FF, 0x100000)
ANCHORS = "[\uf000-\uf8ff\U00100000-\U0010fffd]"
"""The class characters on which a phrase may hang, as a regular expression."""

LINE_HYPHEN = late(r"-[ \t]*(?:\r\n|\r|\n)[ \t]*")
BROKEN_CHUNK = late(r"(?:\S*\w-[ \t]*(?:\r\n|\r|\n)[ \t]*(?=[a-z]))*\S+")
CHUNK = late(r"\S+")
INNER = r"\w\u0300-\u036f" + INVISIBLE
TOKEN = late(
    rf"""
      (?P<url>(?:https?://|www\.)[^\s<>"”“]+[^\s<>"”“.,;:!?)\]'’*_])
    | (?P<cite>\[\^[^\]\s]+\]|\[(?:[A-Z]{2})?\d+(?:[-–,;]\d+)*\])
    | (?P<number>[$€£₽₴]?\d+(?:[.,:/]\d+)*(?:[^\W\d_]+\b|%|°[CF]?|‰)?(?:-[^\W_][^\s,.;:()]*)?)
    | (?P<word>[^\W_](?:[{INNER}'’‘ʼ&/+@#.-]*[{INNER}])?)
    | (?P<stop>\.{{2,}}|…|[.!?]+)
    | (?P<other>''|``|\W|_)
    """,
    re.VERBOSE,
)
INITIALS = late(r"(?:[^\W\d_]\.)*[^\W\d_]")
CLAUSE_MARKS = {
    ",": "COMMA", ":": "COLON", ";": "SEMICOLON", "—": "DASH", "–": "DASH", "-": "DASH", "―": "DASH",
    "(": "LPAR", ")": "RPAR", "[": "LBRACKET", "]": "RBRACKET", "…": "ELLIPSIS", "%": "PERCENT",
}  # fmt: skip
DOUBLE_QUOTES = '"“”„‟«»'
SINGLE_QUOTES = "'’‘‚`"
DOUBLED = ("''", "``")  # how typewriters and old wires write them


class Tokens(Told):
    """A block as tokens: `codes[i]` is the class character of token i; where it stands is worked out when asked.

    `starts` tells where each chunk stands in the document, `firsts` the first token of each chunk.
    """

    __slots__ = ("base", "chunks", "coded", "codes", "firsts", "inner", "starts", "text")
    starts: list[int]
    firsts: Sequence[int]

    def __init__(
        self,
        text: str,
        base: int,
        chunks: list[str],
        coded: list[str],
        inner: Mapping[str, Sequence[int]],
    ) -> None:
        self.text = text
        self.base = base
        self.chunks = chunks
        self.coded = coded
        self.codes = "".join(coded)
        self.inner = inner

    def _asked(self, name: str) -> Any:
        return self.find_starts() if name == "starts" else self.find_firsts()

    def find_starts(self) -> list[int]:
        starts = list(accumulate([len(chunk) + 1 for chunk in self.chunks], initial=self.base))
        if starts.pop() == self.base + len(self.text) + 1:  # one blank after each
            return starts
        pattern = BROKEN_CHUNK if is_broken(self.text) else CHUNK
        return [self.base + match.start() for match in pattern.finditer(self.text)]

    def find_firsts(self) -> Sequence[int]:
        if len(self.codes) == len(self.chunks):
            return range(len(self.chunks))
        return list(accumulate(map(len, self.coded), initial=0))

    def token(self, index: int) -> tuple[int, int]:
        """Where token `index` stands in the text."""
        chunk = bisect_right(self.firsts, index) - 1
        text = self.chunks[chunk]
        start = self.starts[chunk]
        parts = self.inner.get(text)
        if parts is None:
            return start, start + len(text)
        place = 2 * (index - self.firsts[chunk])
        return start + parts[place], start + parts[place + 1]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the text from token `first` to token `last`, both counted in."""
        start, end = self.token(first)
        return (start, end) if first == last else (start, self.token(last)[1])


class Coder(dict[str, str]):
    """chunk -> its class characters; learns a chunk when it first meets it."""

    def __init__(self, lexicon: Lexicon, anchors: Iterable[str] = ()) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.anchors = frozenset(anchors)
        self.inner: dict[str, Sequence[int]] = {}
        self.code_of: dict[frozenset[str], str] = {frozenset(["START"]): START}
        self.classes_of: dict[str, frozenset[str]] = {
            START: frozenset(["START"]),
            "": NOTHING,
        }  # "": behind the last word
        self.shelved = {PLAIN: 1, ANCHORED: 0}
        self.stopping: set[str] = set()

    def code(self, classes: frozenset[str]) -> str:
        known = self.code_of.get(classes)
        if known is None:
            shelf = PLAIN if classes.isdisjoint(self.anchors) else ANCHORED
            known = self.code_of[classes] = shelf.place(self.shelved[shelf])
            self.classes_of[known] = classes
            self.shelved[shelf] += 1
            if stops([classes]):
                self.stopping.add(known)
        return known

    def __missing__(self, chunk: str) -> str:
        if chunk.isalpha():  # as most are
            known = self[chunk] = self.code(self.word_classes(chunk))
            return known
        codes: list[str] = []
        edges: MutableSequence[int] = []
        for classes, start, end in self.tokenise(chunk):
            codes.append(self.code(classes))
            edges.extend((start, end))
            if len(edges) == LONG_CHUNK:
                edges = packed(edges)  # a thousand brackets in a row are no word, and take no more than they must
        if edges[1] != len(chunk):
            self.inner[chunk] = tuple(edges) if isinstance(edges, list) else edges
        known = self[chunk] = "".join(codes)
        if len(known) > 1 and stops([self.classes_of[code] for code in known[-STOP_SIGHT:]]):
            self.stopping.add(known)
        return known

    def tokenise(self, chunk: str) -> Iterator[tuple[frozenset[str], int, int]]:
        """The tokens of a chunk, each with its classes and where it stands in the chunk."""
        if chunk[-1] != "." and folded(chunk) in self.lexicon.words:
            yield self.word_classes(chunk), 0, len(chunk)
            return
        at = 0
        while at < len(chunk):
            match = TOKEN.match(chunk, at)
            assert match is not None and match.lastgroup is not None
            end = match.end()
            if match.lastgroup == "word" and chunk[end : end + 1] == "." and self.is_abbreviation(match[0], chunk, end):
                end += 1
            yield self.classes(match.lastgroup, chunk, at, end), at, end
            at = end

    def is_abbreviation(self, word: str, chunk: str, end: int) -> bool:
        if end + 1 < len(chunk) and chunk[end + 1].isalnum():
            return False
        return f"{folded(word)}." in self.lexicon.words or (
            INITIALS.fullmatch(word) is not None and word[0].isupper() and word != "I"
        )

    def classes(self, kind: str, chunk: str, start: int, end: int) -> frozenset[str]:
        if kind == "word":
            return self.word_classes(chunk[start:end])
        if kind == "number":
            return number_classes(chunk[start:end])
        if kind == "stop":
            if end < len(chunk) and chunk[end].isalnum():
                return MARK
            return ASKING_STOP if chunk[start] == "?" else STOP
        if kind == "other":
            return mark_classes(chunk, start)
        return URL if kind == "url" else CITE

    def word_classes(self, word: str) -> frozenset[str]:
        lower = folded(word)
        base, possessive = (lower[:-2], True) if lower.endswith("'s") else (lower, False)
        words, known = self.lexicon.words, NOTHING
        if lower in words:
            base, possessive = lower, False
        if lower.endswith("s'"):
            base, possessive = lower[:-1], True
        if base in words:
            known = words[base]
        capital = word[0].isupper()
        known = known - (self.lexicon.lower_only if capital else self.lexicon.upper_only)
        closed = not known.isdisjoint(self.lexicon.closed)
        return known | shape(base, word, capital, possessive, closed, "ING_NOUN" in known)


NOTHING: frozenset[str] = frozenset()
STOP = frozenset(["STOP"])
ASKING_STOP = frozenset(["STOP", "ASKS"])
MARK = frozenset(["MARK"])
URL = frozenset(["URL"])
CITE = frozenset(["CITE"])


def folded(word: str) -> str:
    """How a word is looked up: lower case, straight apostrophe, invisible characters and line-end hyphens dropped."""
    if word.isascii() and word.isalpha():
        return word.lower()
    if "\n" in word or "\r" in word:
        word = LINE_HYPHEN.sub("", word)
    return word.translate(FOLD).lower()


def packed(numbers: Iterable[int]) -> MutableSequence[int]:
    from array import array  # which few drafts need

    return array("Q", numbers)


def shape(base: str, word: str, capital: bool, possessive: bool, closed: bool, noun: bool) -> frozenset[str]:
    """What a word's outside shows: case, suffix, and NOMINAL when nothing says it cannot stand in a noun phrase."""
    classes = ["WORD", "CAP" if capital else "LOWER"]
    if len(word) > 1 and word.isupper():
        classes.append("UPPER")
    if possessive:
        classes.append("POSS")
    adverb = len(base) > 4 and base.endswith("ly") and not capital
    if adverb:
        classes.append("LY")
    if not capital and len(base) > 4 and base.endswith("ing"):
        classes.append("ING")
    if not capital and len(base) > 3 and base.endswith("ed"):
        classes.append("ED")
    participle = not capital and len(base) > 4 and base.endswith("ing") and not noun
    if not adverb and not closed and not participle:
        classes.append("NOMINAL")
    return frozenset(classes)


def number_classes(text: str) -> frozenset[str]:
    classes = ["NUMBER"]
    if text.endswith(("%", "percent")):
        classes.append("PERCENT")
    if text[0] in "$€£₽₴":
        classes.append("MONEY")
    if len(text) == 4 and text.isdigit() and "1000" < text < "2100":
        classes.append("YEAR")
    if not text[-1].isdigit():
        classes.append("UNIT")
    if text[-2:].lower() in ("st", "nd", "rd", "th"):
        classes.append("ORDINAL")
    return frozenset(classes)


def mark_classes(chunk: str, at: int) -> frozenset[str]:
    mark = chunk[at]
    if mark in DOUBLE_QUOTES or chunk.startswith(DOUBLED, at):
        return frozenset(["OPEN" if opens(chunk, at) else "CLOSE"])
    if mark in SINGLE_QUOTES:
        return frozenset(["SINGLE_OPEN" if opens(chunk, at) else "SINGLE_CLOSE"])
    return frozenset([CLAUSE_MARKS.get(mark, "MARK")])


def opens(chunk: str, at: int) -> bool:
    """A quotation mark opens when a word follows and none goes before, whichever way its glyph points."""
    follows = any(c.isalnum() for c in chunk[at + 1 : at + 4])
    return follows and not any(c.isalnum() or c in ".,!?;" for c in chunk[max(0, at - 1) : at])


STOPS = frozenset(["STOP", "SHORTENED"])
AFTER_STOP = frozenset(["CLOSE", "SINGLE_CLOSE", "RPAR", "RBRACKET", "CITE", "STOP"])


def stops(chunk: Sequence[frozenset[str]]) -> bool:
    """Whether a chunk ends in a stop, closing marks and note marks behind it left aside, or is only a note mark."""
    for classes in reversed(chunk):
        if not classes.isdisjoint(STOPS):
            return True
        if classes.isdisjoint(AFTER_STOP):
            return False
    return all("CITE" in classes for classes in chunk)


def is_broken(text: str) -> bool:
    """Whether a word may be broken at the end of a line."""
    return "-\n" in text or "-\r" in text


def tokens(coder: Coder, text: str, base: int) -> Tokens:
    """The tokens of one block; `base` is where `text` begins in the document."""
    if len(coder) > CACHE_LIMIT:
        coder.clear()
        coder.inner = {}
    chunks = BROKEN_CHUNK.findall(text) if is_broken(text) else text.split()
    return Tokens(text, base, chunks, list(map(coder.__getitem__, chunks)), coder.inner)
