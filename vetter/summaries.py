"""Which sentences sum the draft up, and where what looks like a summary goes over into the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from vetter.ledger import CITED, Reading, Sentence
from vetter.pairs import SAID, SUMMARY, fold

ITEMS = 3  # of a summary before one that has grown into a paragraph
PARAGRAPH = 4  # sentences
THRICE = 3  # times the length of those before it
SAID_AGAIN = 20  # characters of an opening that is not said again by chance


def summary(reading: Reading) -> frozenset[int]:
    """The sentences of the summary. Of several those that cite least are one: what names its sources is the report,
    whatever its heading, and body to them. Where a draft is hardly more than these it is the first of them, and none
    where it is hardly more than that."""
    found = [(round(_citing(reading, numbers), 1), numbers) for numbers in _summaries(reading)]
    least = min((cited for cited, _ in found), default=0)
    several = [numbers for cited, numbers in found if cited == least]
    told = sum(sentence.role in SAID for sentence in reading.sentences)
    for together in (several, several[:1]):
        summed = frozenset(number for numbers in together for number in numbers)
        if 2 * (told - len(summed)) >= len(summed):
            return summed
    return frozenset()


def _summaries(reading: Reading) -> Iterator[range]:
    """Each summary. It ends with its section, or where its list goes over into the report itself."""
    sentences = reading.sentences
    for is_summary, run in groupby(range(len(sentences)), lambda number: sentences[number].role == SUMMARY):
        if is_summary:
            numbers = list(run)
            yield range(numbers[0], next(_report_begins(reading, numbers), numbers[-1] + 1))


def _report_begins(reading: Reading, numbers: Sequence[int]) -> Iterator[int]:
    """The items of a summary, after its first, that only introduce others, say again what an earlier one says, or have
    grown into paragraphs."""
    sentences = reading.sentences
    openings, lengths = set[str](), list[int]()
    for _, run in groupby(numbers, lambda number: sentences[number].block):
        item = list(run)
        first, last = sentences[item[0]], sentences[item[-1]]
        length, opening = last.end - first.start, fold(reading.document.prose[first.start : first.end])
        grown = len(lengths) >= ITEMS and len(item) >= PARAGRAPH and length * len(lengths) > THRICE * sum(lengths)
        repeats = opening in openings and len(opening) >= SAID_AGAIN
        is_item = reading.document.blocks[first.block].kind == "list-item"
        yield from (number for number in item if number > numbers[0] and introduces(reading, sentences[number]))
        if is_item and (grown or repeats):
            yield item[0]
        openings.add(opening)
        lengths.append(length)


def introduces(reading: Reading, sentence: Sentence) -> bool:
    """Whether it only announces what is listed below it."""
    return reading.document.prose[sentence.start : sentence.end].rstrip().endswith(":")


def _citing(reading: Reading, numbers: range) -> float:
    """The share of sentences with a citation."""
    cited = sum(bool(each.signs & CITED) and each.cited for each in reading.sentences[numbers.start : numbers.stop])
    return cited / len(numbers)
