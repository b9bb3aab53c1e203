"""Are these the words? Quotations that stand nowhere else, or stand there otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.ledger import Quote, Reading
from vetter.pairs import WORD, Other, Pair, Shown, fold
from vetter.patterns import late
from vetter.propositions import Proposition
from vetter.stems import stem

LEAST_QUOTED = 2  # words of a quotation that must be somebody's own
ELLIPSIS = late(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")
LEAST_COMPARED = 4  # words of a quotation that can be held against another text
NEARLY = 0.75  # of the words, from which on two stretches are versions of one
LONG, NEARLY_LONG = 7, 0.6  # words of a quotation that is hardly met by chance, and the share that will do for it


def unquoted(pair: Pair) -> Iterator[Shown]:
    """Words in quotation marks that are not said there."""
    for quote in _quotes(pair.here):
        words = fold(pair.here.prose[quote.start : quote.end])
        if pair.same and quote.words >= LEAST_QUOTED and words not in pair.side.folded:
            yield Shown(quote.start, quote.end, "")


def _quotes(here: Proposition) -> list[Quote]:
    return [quote for quote in here.sentence.quotes if here.start <= quote.start < here.end]


def quote_differs(pair: Pair) -> Iterator[Shown]:
    """Words in quotation marks that stand there nearly so, and nowhere just so."""
    for quote in _quotes(pair.here):
        said = pair.here.prose[quote.start + 1 : quote.end - 1]
        pieces = [piece for piece in map(fold, ELLIPSIS.split(said)) if len(piece.split()) >= LEAST_COMPARED]
        wrong = next((piece for piece in pieces if piece not in pair.side.folded), None)
        if wrong is not None and (found := _nearest(wrong, pair)) is not None:
            start, end, other = found
            text = " ".join(other.document.prose[start:end].split())
            yield Shown(quote.start, quote.end, _differing(wrong, text), (Other(other, start, end, f"says “{text}”"),))


def _nearest(words: str, pair: Pair) -> tuple[int, int, Reading] | None:
    """The stretch of a sentence there that comes closest to these words, if any comes near."""
    from difflib import SequenceMatcher

    wanted = words.split()
    closest = NEARLY_LONG if len(wanted) >= LONG else NEARLY
    best: tuple[int, int, Reading] | None = None
    for unit in pair.side.matcher.holders(stem(word) for word in wanted):
        prose = unit.vocabulary.prose
        spans = [match.span() for match in WORD.finditer(prose, unit.sentence.start, unit.sentence.end)]
        said = [prose[start:end].lower() for start, end in spans]
        blocks = [
            each for each in SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks() if each.size
        ]
        if not blocks:
            continue
        first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
        alike = 2 * sum(each.size for each in blocks) / (len(wanted) + last - first)
        if alike > closest:
            closest, best = alike, (spans[first][0], spans[last - 1][1], unit.reading)
    return best


def _differing(words: str, text: str) -> str:
    """The words that are others: "have" there, "had" here."""
    from difflib import SequenceMatcher

    here, there = words.split(), fold(text).split()
    matcher = SequenceMatcher(None, there, here, autojunk=False)
    changed = [(there[a:b], here[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return ", ".join(f"“{' '.join(one) or '–'}” there, “{' '.join(other) or '–'}” here" for one, other in changed)
