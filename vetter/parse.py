"""A sentence laid open: the phrases found in it, the tree Lark draws of each, its claims and what decided them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count, groupby

from vetter import artefact, grammar, lexicon, lint, outputs, own
from vetter.config import Settings
from vetter.document import Document
from vetter.errors import VetterError
from vetter.families import NOTHING
from vetter.folders import NONE_OWN, Own
from vetter.ledger import Claim, Cue, Hedge, Mark, Reading, SourceMark
from vetter.lexicon import Lexicon
from vetter.phrases import Phrase
from vetter.sentences import split
from vetter.source import Source
from vetter.tokens import START, tokens
from vetter.values import TYPE_CHECKING
from vetter.words import Words

if TYPE_CHECKING:
    from lark import Tree

MOST_TREES = 60  # in one answer: Lark takes its time over each

MARKED = {
    "cues": "cue",
    "sources": "source",
    "hedges": "hedge",
    "boosters": "booster",
    "weasels": "weasel",
    "status_phrases": "status phrase",
    "evidence": "evidence",
    "citations": "citation",
    "specifics": "detail",
    "others": "word",
}
LINKS = {
    "main": "",
    "inference": "inferred from the claim before",
    "relative": "a clause about the claim before",
    "coordinate": "beside the claim before",
    "contrast": "set against the claim before",
}


def show(text: str, settings: Settings) -> str:
    """What vetter understands of these sentences, and why."""
    reading = lint.read(Source("sentence.md", text), settings)
    if not reading.sentences:
        raise VetterError("vetter parse", "there is no sentence in it; put one in quotation marks behind the command")
    return "".join(f"{outputs.visible(line)}\n" for line in page(reading, settings.rules))


def page(reading: Reading, house: Own = NONE_OWN) -> Iterator[str]:
    text = reading.document.source.text
    read = {words.span(1, len(words.codes)): words for words in sentences(reading.document, house)}
    trees = count(1)
    for sentence in reading.sentences:
        yield quoted(text, sentence.start, sentence.end)
        yield from titled("phrases", phrase_lines(read[sentence.start, sentence.end], trees, house))
        yield from titled("claims", (line for claim in sentence.claims for line in claim_lines(text, claim)))
        yield ""


def grammar_folder() -> str:
    return os.path.join(artefact.root(), "grammars")


@lru_cache(maxsize=2)
def word_lists(house: Own) -> Lexicon:
    """The lexicon with its fixed phrases, which the artefact does without."""
    return lexicon.read([*artefact.lexicon_files(grammar_folder()), *own.load(house).word_lists])


def sentences(document: Document, house: Own = NONE_OWN) -> Iterator[Words]:
    coder = own.load(house).engine.coder
    for block in document.blocks:
        found = tokens(coder, document.prose[block.start : block.end], block.start)
        for first, end in split(found, coder):
            codes = START + found.codes[first:end]
            yield Words(found, first, codes, coder.classes_of, document.source.text)


def phrase_lines(words: Words, trees: Iterator[int], house: Own = NONE_OWN) -> Iterator[str]:
    """The phrases of a sentence, drawn while `trees`, which counts them, has not come to the most of one answer."""
    for phrase in own.load(house).engine.finder.read(words.codes):
        family, rule, label, *_ = phrase.kind
        if family == "mark":
            yield f"word class {rule}: {written(words, phrase.start, phrase.end)}"
            continue
        says = f" -> {label}" if label else ""
        yield f"{family} {rule}{says}{' (these words say nothing here)' if label == NOTHING else ''}"
        if next(trees) <= MOST_TREES:
            yield from indented(drawn(tree(words, phrase, house), words, phrase.start))
        else:
            yield f"  {written(words, phrase.start, phrase.end)}"


def tree(words: Words, phrase: Phrase, house: Own = NONE_OWN) -> Tree[int]:
    family, rule, label, *_ = phrase.kind
    shipped = os.path.join(grammar_folder(), f"{family}.lark")
    path = next((path for path in own.load(house).grammars if grammar.defines(path, family, rule)), shipped)
    classes = words.classes[phrase.start : phrase.end]
    return grammar.tree(path, rule, label, classes, word_lists(house), (grammar_folder(),))


def drawn(tree: Tree[int], words: Words, first: int) -> Iterator[str]:
    """The tree with its words at the leaves; `first` is the word its leaves are counted from."""
    for is_word, children in groupby(tree.children, lambda child: isinstance(child, int)):
        nodes = list(children)
        if is_word:
            numbers = [number for number in nodes if isinstance(number, int)]
            yield written(words, first + numbers[0], first + numbers[-1] + 1)
            continue
        for node in nodes:
            if not isinstance(node, int):
                below = list(drawn(node, words, first))
                yield from [f"{node.data}: {below[0]}"] if len(below) == 1 else [f"{node.data}:", *indented(below)]


def claim_lines(text: str, claim: Claim) -> Iterator[str]:
    yield quoted(text, claim.start, claim.end)
    yield f"  {claim.status}: {'; '.join(claim.steps)}"
    yield f"  held by {claim.holder}, strength S{claim.strength}, lean {claim.lean}"
    about = (claim.kind, *sorted(claim.classes), claim.tense, f"subject {claim.subject}", "negative" * claim.negative)
    yield f"  {', '.join(filter(None, (*about, LINKS[claim.link])))}"
    for name in ("carry", "umbrella", "verification"):
        if getattr(claim, name) != "none":
            yield f"  {name}: {getattr(claim, name)}"
    for name, title in MARKED.items():
        for mark in getattr(claim, name):
            yield f"  {title}: {quoted(text, mark.start, mark.end)} ({', '.join(said(mark))})"


def said(mark: Cue | SourceMark | Hedge | Mark) -> Iterator[str]:
    """What is known of a marked stretch."""
    match mark:
        case Cue():
            yield from (mark.stance, mark.form)
        case Hedge():
            yield from (f"S{mark.step}", mark.lean, mark.form, f"held by {mark.holder}")
        case SourceMark():
            yield from (mark.type, mark.number)
        case Mark():
            yield mark.kind
    for name in ("negated", "described", "party"):
        if getattr(mark, name, False):
            yield name


def written(words: Words, start: int, end: int) -> str:
    """The words from `start` to `end`; the first of all is the mark of the beginning."""
    return quoted(words.text, *words.span(start, end)) if end > 1 else "(beginning of the sentence)"


def quoted(text: str, start: int, end: int) -> str:
    return f'"{" ".join(text[start:end].split())}"'


def titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    below = list(indented(lines))
    return indented([f"{title}:", *below] if below else ())


def indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
