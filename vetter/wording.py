"""Words and names by their letters: each is looked up in a text as a whole, wherever it stands.

Every entry hangs on its first word, so that a text is gone through once, whatever the number of entries.
"""

import re
from collections.abc import Iterable, Iterator

from vetter.layout import APOSTROPHES, FOLD, INVISIBLE
from vetter.values import Any, Generic, NamedTuple, TypeVar

Meaning = TypeVar("Meaning")

WORD = rf"[^\W_](?:[\w'{APOSTROPHES}‐‑{INVISIBLE}\u0300-\u036f-]*\w)?"
BETWEEN = {dotted: rf"[\s&/{'.' if dotted else ''}{INVISIBLE}]+" for dotted in (False, True)}
"""What may stand between two words of an entry, without a dot in it and with one."""


class Found(NamedTuple, Generic[Meaning]):
    """An entry where it stands in a text, and what it means."""

    start: int
    end: int
    meaning: Meaning


class Entry(NamedTuple, Generic[Meaning]):
    """`words` are folded; `held` are the words as they must be written, nothing when capitals do not matter."""

    words: tuple[str, ...]
    held: tuple[str, ...]
    dotted: bool
    meaning: Meaning


class Wording(Generic[Meaning]):
    """Entries to be looked for, each with its meaning.

    An entry in small letters fits whatever capitals a text gives it; with `strict` one with capitals fits only the same
    capitals, or capitals throughout; without, only one in capitals throughout ("US") is held to them.
    """

    def __init__(self, entries: Iterable[tuple[str, Meaning]], strict: bool = False) -> None:
        self.first: dict[str, list[Entry[Meaning]]] = {}
        for text, meaning in entries:
            written = tuple(plain(word) for word in re.findall(WORD, text))
            if written:
                words = tuple(map(str.lower, written))
                held = strict and words != written or any(map(is_acronym, written))
                entry = Entry(words, written if held else (), "." in text, meaning)
                self.first.setdefault(words[0], []).append(entry)
        for hanging in self.first.values():
            hanging.sort(key=lambda entry: -len(entry.words))
        self.openings = openings(self.first) if self.first else None

    def __bool__(self) -> bool:
        return bool(self.first)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Found[Meaning]]:
        """The entries in a stretch of the text, by where they start, at one place the longest first."""
        first = self.first
        limit = len(text) if end is None else end
        for match in self.candidates(text, start, limit) if first else ():
            word = plain(match[0]).lower()
            for entry in first.get(word) or first.get(unowned(word)) or ():
                last = fitting_end(entry, text, limit, match)
                if last is not None:
                    yield Found(match.start(), last, entry.meaning)

    def candidates(self, text: str, start: int, limit: int) -> Iterator[re.Match[str]]:
        """The words with which an entry may begin: as one pattern finds them, or all where a text hides signs."""
        word = re.compile(WORD)
        stretch = text[start:limit]
        lower = stretch.lower()
        if self.openings is None or len(lower) != len(stretch) or any(sign in stretch for sign in INVISIBLE):
            yield from word.finditer(text, start, limit)
            return
        for found in self.openings.finditer(lower):
            match = word.match(text, start + found.start(), limit)
            if match is not None:
                yield match


JOINERS = {"'": f"['{APOSTROPHES}]", "-": "[-‐‑]"}


def openings(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all these words, which tries no letter twice; None where small letters do not tell them."""
    tree: dict[str, Any] = {}
    for word in words:
        if word != word.lower():
            return None
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return re.compile(rf"(?<!\w)(?<!\w['{APOSTROPHES}‐‑-]){branched(tree)}(?!\w)")


def branched(tree: dict[str, Any]) -> str:
    ways = [
        JOINERS.get(letter, re.escape(letter)) + branched(below) for letter, below in sorted(tree.items()) if letter
    ]
    if not ways:
        return ""
    inside = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return f"{inside}?" if "" in tree else inside


def fitting_end(entry: Entry[Meaning], text: str, limit: int, match: re.Match[str]) -> int | None:
    """Where an entry ends whose first word is this; None when the words behind it, or the capitals, are others. A
    possessive ending of the last word is no part of it."""
    between, word = re.compile(BETWEEN[entry.dotted]), re.compile(WORD)
    written, stop = [plain(match[0])], match.end()
    for _ in entry.words[1:]:
        gap = between.match(text, stop, limit)
        following = word.match(text, gap.end(), limit) if gap else None
        if following is None:
            return None
        written.append(plain(following[0]))
        stop = following.end()
    ending = "" if written[-1].lower() == entry.words[-1] else written[-1][len(unowned(written[-1])) :]
    written[-1] = written[-1].removesuffix(ending)
    if tuple(map(str.lower, written)) != entry.words or (entry.held and not fits_capitals(written, entry.held)):
        return None
    return stop - len(ending)


def fits_capitals(written: list[str], held: tuple[str, ...]) -> bool:
    return written == list(held) or written == [word.upper() for word in held]


def is_findable(text: str) -> bool:
    """Whether an entry is made of words alone, so that finding them is finding it."""
    return re.fullmatch(rf"{WORD}(?:{BETWEEN[True]}{WORD})*\.?", text.strip()) is not None


def plain(word: str) -> str:
    """A word without invisible signs, its apostrophes and hyphens straight."""
    return word if word.isascii() else word.translate(FOLD)


def unowned(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith("'s") else word[:-1] if word.endswith("s'") else word


def is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
