"""What looks past one sentence: sources carried over, topic sentences borne out below, quotations introduced before."""

from __future__ import annotations

from vetter import artefact
from vetter.claims import POINTING, Reader
from vetter.config import Settings
from vetter.document import Document
from vetter.ledger import Claim, Quote, Reading, Sentence

BACKED = frozenset(["attrib", "verified", "assess", "hedge", "note"])


def read(document: Document, settings: Settings) -> Reading:
    """The whole draft as understood."""
    reader = reader_for(settings.self_names)
    neighbours = Neighbours()
    neighbours.sentences = tuple(reader.sentences(document, neighbours))
    return Reading(document, neighbours.sentences, neighbours.let_go)


_readers: dict[tuple[str, ...], Reader] = {}


def reader_for(self_names: tuple[str, ...]) -> Reader:
    made = _readers.get(self_names)
    if made is None:
        made = _readers[self_names] = Reader(artefact.stock().engine, self_names)
    return made


class Neighbours:
    """What the sentences of a draft lend one another: sources, support, speakers."""

    def __init__(self) -> None:
        self.sentences: tuple[Sentence, ...] = ()

    def let_go(self) -> None:
        self.sentences = ()

    def claims(self, place: int, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """The claims of the sentence at this place, the first with what it takes from the sentences around it."""
        claim = claims[0]
        if claim.status not in ("assert", "hearsay"):
            return claims
        before = self.before(place)
        if before is None or not self.sentences[place].signs & POINTING:
            return claims
        self.settle(place)
        return (carried(claim, before.claims[0]), *claims[1:])

    def umbrella(self, place: int) -> str:
        """Whether a flat first sentence of a block is borne out by the rest of the block."""
        if self.before(place) is not None:
            return "none"
        return "supported" if is_borne_out(self.sentences, place) else "unsupported"

    def before(self, place: int) -> Sentence | None:
        """The sentence before it in its block."""
        same = place > 0 and self.sentences[place - 1].block == self.sentences[place].block
        return self.sentences[place - 1] if same else None

    def settle(self, place: int) -> None:
        """Read the sentences before this one that lean on those before them, first things first."""
        first = place
        while first and self.sentences[first - 1].signs & POINTING and not self.sentences[first - 1].is_told("claims"):
            first -= 1
        for sentence in self.sentences[first:place]:
            sentence.claims  # noqa: B018

    def quotes(self, place: int, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """The quotations of the sentence; those without a speaker take the one of the sentence before."""
        if all(quote.attributed for quote in quotes):
            return quotes
        introduced = self.before(place)
        if introduced is None and place and is_quotation_only(self.sentences[place], quotes):
            introduced = self.sentences[place - 1]
        if introduced is None or not introduced.claims[0].sources:
            return quotes
        return tuple(quote._replace(attributed=True) for quote in quotes)


def is_quotation_only(sentence: Sentence, quotes: tuple[Quote, ...]) -> bool:
    """Whether a paragraph is nothing but a quotation, as where a statement goes on over several."""
    return any(quote.start == sentence.start and quote.end >= sentence.end - 1 for quote in quotes)


def carried(claim: Claim, lender: Claim) -> Claim:
    """A claim that leans on the source of the claim before it."""
    if lender.status not in ("attrib", "hearsay") and lender.carry == "none":
        return claim
    if claim.status == "assert":
        return claim._replace(carry="anaphoric", steps=(*claim.steps, "it speaks of the event just reported"))
    impersonal = "passive" in claim.forms  # the "it" of "it is believed" points nowhere
    if not lender.sources or impersonal:
        return claim
    steps = (*claim.steps, "its source stands in the sentence before")
    return claim._replace(status="attrib", holder="source", sources=lender.sources, carry="explicit", steps=steps)


def is_borne_out(sentences: tuple[Sentence, ...], place: int) -> bool:
    """Whether a later sentence of the block gives the sentence at this place support."""
    for later in sentences[place + 1 :]:
        if later.block != sentences[place].block:
            return False
        if any(claim.status in BACKED and (claim.sources or claim.evidence) for claim in later.claims):
            return True
    return False
