"""Which of some other texts a draft cites where: a sentence names their files in its links, footnotes or words."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from vetter.document import Document
from vetter.layout import Citation
from vetter.ledger import Reading, Sentence
from vetter.patterns import late

NOTE = late(r"\[\^?([\w-]+)\]")
OPENS_NOTE = late(r"\[\^?([\w-]+)\]:?\s*")
NOTHING = late(r"(?!)")


def cited(reading: Reading, others: Sequence[Reading]) -> dict[int, tuple[int, ...]]:
    """The sentences that cite any of the others, each with the numbers of those it cites. What is no more than a
    citation is one of the sentence before it."""
    document, files = reading.document, _Files([each.document.source.name for each in others])
    notes = {label: files.named_in(text) for label, text in _notes(document)}
    starts = [citation.start for citation in document.citations]
    found: dict[int, frozenset[int]] = {}
    for number, sentence in enumerate(reading.sentences):
        said = document.source.text[sentence.start : sentence.end]
        first, last = (bisect_left(starts, offset) for offset in (sentence.start, sentence.end))
        within = document.citations[first:last]
        named = files.named_in(" ".join((said, *(citation.target for citation in within))))
        named = named.union(*(notes.get(label, ()) for label in NOTE.findall(said)))
        found[number] = named
        follows = number > 0 and reading.sentences[number - 1].block == sentence.block
        if named and follows and _is_lone(said, sentence, within):
            found[number - 1] |= named
    return {number: tuple(sorted(named)) for number, named in found.items() if named}


def _is_lone(said: str, sentence: Sentence, citations: Sequence[Citation]) -> bool:
    """Whether a sentence is nothing but citations."""
    for citation in reversed(citations):
        said = said[: citation.start - sentence.start] + said[citation.end - sentence.start :]
    return not re.search(r"\w", NOTE.sub("", said))


def _notes(document: Document) -> Iterator[tuple[str, str]]:
    """The footnotes by their labels, with all that is written in them."""
    text = document.source.text
    for block in document.blocks:
        if block.kind == "footnote":
            line = max(text.rfind("\n", 0, block.start), text.rfind("\r", 0, block.start)) + 1
            if opens := OPENS_NOTE.match(text, line):
                yield opens[1], text[line : block.end]


class _Files:
    """Files by their names; of several with one name the one is meant whose path is written out the furthest."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.numbers: dict[str, list[int]] = {}
        self.tails = [tuple(_tails(os.path.abspath(path).replace(os.sep, "/").casefold())) for path in paths]
        for number, tails in enumerate(self.tails):
            if "." in tails[0]:  # "notes" is a word like others, "notes.md" a file
                self.numbers.setdefault(tails[0], []).append(number)
        names = "|".join(map(re.escape, sorted(self.numbers, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![\w.-])(?:{names})(?![\w-]|\.\w)") if names else NOTHING

    def named_in(self, text: str) -> frozenset[int]:
        written = unquote(text).casefold()
        return frozenset(number for match in self.pattern.finditer(written) for number in self._meant(match))

    def _meant(self, match: re.Match[str]) -> list[int]:
        alike = self.numbers[match[0]]
        lengths = [sum(match.string.endswith(tail, 0, match.end()) for tail in self.tails[number]) for number in alike]
        return [number for number, length in zip(alike, lengths, strict=True) if length == max(lengths)]


def _tails(path: str) -> Iterator[str]:
    """The name of a file, then with its folder, then with the folder of that, ..."""
    parts = path.split("/")
    return ("/".join(parts[at:]) for at in range(len(parts) - 1, -1, -1))
