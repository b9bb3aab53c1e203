"""What looks past one sentence: sources carried over, topic sentences borne out below, quotations introduced before."""

from __future__ import annotations

from collections.abc import Iterator

from vetter import artefact
from vetter.claims import Reader
from vetter.config import Settings
from vetter.document import Document
from vetter.ledger import Claim, Reading, Sentence

SOURCED = frozenset(["attrib", "hearsay", "verified", "assess", "note"])
BACKED = frozenset(["attrib", "verified", "assess", "hedge", "note"])
SPEAKERS = frozenset(["he", "she", "they", "it"])
POINTERS = frozenset(["the", "this", "that", "these", "those", "such"])


def read(document: Document, settings: Settings) -> Reading:
    """The whole draft as understood."""
    reader = reader_for(settings.self_names)
    sentences = tuple(reader.sentences(document))
    return Reading(document, tuple(linked(document.prose, sentences, reader.event_nouns)))


_readers: dict[tuple[str, ...], Reader] = {}


def reader_for(self_names: tuple[str, ...]) -> Reader:
    made = _readers.get(self_names)
    if made is None:
        made = _readers[self_names] = Reader(artefact.stock().engine, self_names)
    return made


def linked(prose: str, sentences: tuple[Sentence, ...], nouns: frozenset[str]) -> Iterator[Sentence]:
    """Each sentence with what its neighbours in the block lend it."""
    before: Sentence | None = None
    for index, sentence in enumerate(sentences):
        same = before if before is not None and before.block == sentence.block else None
        claim = sentence.claims[0]
        if same is not None:
            claim = carried(prose, claim, same, nouns)
        elif claim.status == "assert":
            claim = borne_out(claim, sentence, sentences, index)
        introduced = same or (before if is_quotation_only(sentence) else None)
        if (
            introduced is not None
            and introduced.claims[0].sources
            and any(not quote.attributed for quote in sentence.quotes)
        ):
            sentence = sentence._replace(quotes=tuple(quote._replace(attributed=True) for quote in sentence.quotes))
        if claim is not sentence.claims[0]:
            sentence = sentence._replace(claims=(claim, *sentence.claims[1:]))
        yield sentence
        before = sentence


def is_quotation_only(sentence: Sentence) -> bool:
    """Whether a paragraph is nothing but a quotation, as where a statement goes on over several."""
    return any(quote.start == sentence.start and quote.end >= sentence.end - 1 for quote in sentence.quotes)


def carried(prose: str, claim: Claim, before: Sentence, nouns: frozenset[str]) -> Claim:
    """A claim that leans on the source of the sentence before it."""
    if claim.status not in ("assert", "hearsay") or not before.claims:
        return claim
    lender = before.claims[0]
    if lender.status not in ("attrib", "hearsay") and lender.carry == "none":
        return claim
    opening = prose[claim.start : claim.start + 60].lower().split()
    points = points_back(opening, nouns)
    impersonal = any(cue.form == "passive" for cue in claim.cues)  # the "it" of "it is believed" points nowhere
    if claim.status == "hearsay" and points and lender.sources and not impersonal:
        steps = (*claim.steps, "its source stands in the sentence before")
        return claim._replace(status="attrib", holder="source", sources=lender.sources, carry="explicit", steps=steps)
    if claim.status == "assert" and points:
        return claim._replace(carry="anaphoric", steps=(*claim.steps, "it speaks of the event just reported"))
    return claim


def points_back(opening: list[str], nouns: frozenset[str]) -> bool:
    """Whether a sentence begins with "it", "they" or "the attack": something just spoken of."""
    if not opening:
        return False
    if opening[0] in SPEAKERS:
        return True
    return opening[0] in POINTERS and any(word.strip(",.;") in nouns for word in opening[1:4])


def borne_out(claim: Claim, sentence: Sentence, sentences: tuple[Sentence, ...], index: int) -> Claim:
    """A flat first sentence of a block, and whether a later sentence of the block gives it support."""
    supports = False
    for later in sentences[index + 1 :]:
        if later.block != sentence.block:
            break
        supports = supports or any(c.status in BACKED and (c.sources or c.evidence) for c in later.claims)
    return claim._replace(umbrella="supported" if supports else "unsupported")
