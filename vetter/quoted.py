"""Who says a quotation that its own sentence leaves without a speaker: where it closes, or where it goes on from."""

from __future__ import annotations

import re

from vetter.draft import QUOTE_MARKS
from vetter.ledger import Sentence
from vetter.places import Place, block_of

NOT_SPEECH = r"[\\%{}=_<>|]|::|\s$"
"""What stands in quoted code and in paths, and never in speech."""
OWNERS = frozenset(("person", "body"))
"""Subjects of a sentence whose words a quotation inside it is, whatever their verb: "ran on a platform of ..."."""
LEAST_WORDS = 5  # fewer are a label rather than what somebody said
FRAMED = frozenset(",?!")
"""Signs at the end of a quotation that opens its sentence by which whoever says it stands behind."""


def is_attributed(at: Place) -> bool:
    """Whether a quotation has its speaker: in its sentence, where it closes, or in the paragraph that it goes on from.

    One that never closes in its block, or is closed by a comma before more words ("...," it read), has one behind.
    """
    if at.quote is None:
        return False
    prose, block = at.draft.prose, block_of(at)
    inner = prose[at.quote.start + 1 : at.quote.end].rstrip('”"')
    if (
        at.quote.attributed
        or re.search(NOT_SPEECH, inner)
        or continues(at)
        or (at.quote.start > at.sentence.start and at.quote.words >= LEAST_WORDS and at.claim.subject in OWNERS)
        or (at.quote.start == at.sentence.start and inner[-1:] in FRAMED and inner[:1].isupper())
    ):
        return True
    closed = QUOTE_MARKS.search(prose, at.quote.start + 1, block.end)
    if closed is None or (at.quote.end >= at.sentence.end > closed.start() and is_told_before(at)):
        return True
    if closed.start() < at.sentence.end:
        return False
    number = at.sentence_number
    while at.draft.sentences[number].end <= closed.start():
        number += 1
    near = (at.draft.sentences[number], at.draft.beside(number, 1), at.draft.beside(number, 2))
    lowered = prose[closed.end() : closed.end() + 2].strip()[:1]
    return bool(lowered.isalpha()) or any(has_speaker(sentence) for sentence in near if sentence) or is_told_before(at)


def continues(at: Place) -> bool:
    """Whether the quotation opens a sentence and the one before it has a quotation too, or it stands behind another."""
    if at.quote is None:
        return False
    prose, before = at.draft.prose, at.draft.beside(at.sentence_number, -1)
    if at.quote.start > at.sentence.start:
        return prose[at.quote.end : at.quote.end + 1] in ("”", '"')
    return before is not None and bool(QUOTE_MARKS.search(prose, before.start, before.end))


def has_speaker(sentence: Sentence) -> bool:
    return any(claim.sources or claim.cues for claim in sentence.claims)


def is_told_before(at: Place) -> bool:
    """Whether the quotation opens its block, and the block before it has a speaker or quotes too."""
    block, blocks = at.sentence.block, at.draft.blocks
    if at.draft.prose[block_of(at).start : at.quote.start].strip(" \t-*>") if at.quote else True:
        return False
    if not block or blocks[block - 1].kind != blocks[block].kind or block - 1 not in at.draft.spans_of_blocks:
        return False
    first, end = at.draft.spans_of_blocks[block - 1]
    if QUOTE_MARKS.search(at.draft.prose, blocks[block - 1].start, blocks[block - 1].end):
        return True
    return any(has_speaker(sentence) for sentence in at.draft.sentences[max(first, end - 3) : end])
