"""Where a rule looks, and the questions about one such place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator

from vetter.draft import Draft
from vetter.layout import Block
from vetter.ledger import Claim, Mark, Quote, Sentence, Told, signs
from vetter.said import speakers
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.pairs import Pair

NAMED_SOURCES = frozenset(("person", "official", "organisation", "media"))


class Place(Told):
    """Where a rule looks: a claim (or quotation, or comment) with its sentence and the draft around it; or a claim held
    against others.

    A place that is no claim's has the first of its sentence.
    """

    __slots__ = ("claim", "claim_number", "draft", "pair", "quote", "sentence", "sentence_number")
    claim: Claim

    def __init__(
        self,
        draft: Draft,
        sentence_number: int,
        sentence: Sentence,
        claim_number: int = 0,
        claim: Claim | None = None,
        quote: Quote | None = None,
        pair: Pair | None = None,
    ) -> None:
        self.draft = draft
        self.sentence_number = sentence_number
        self.sentence = sentence
        self.claim_number = claim_number
        self.quote = quote
        self.pair = pair
        if claim is not None:
            self.claim = claim

    def _asked(self, name: str) -> Claim:
        return self.sentence.claims[0]


def block_of(at: Place) -> Block:
    return at.draft.blocks[at.sentence.block]


def claims_before(at: Place) -> tuple[Claim, ...]:
    before = at.draft.beside(at.sentence_number, -1)
    return before.claims if before else ()


def marked_words(at: Place, classes: frozenset[str], within: str) -> Iterator[Mark]:
    """The words of one of the lexicon classes in the claim, quotation, sentence, block, previous sentence or draft."""
    if within in ("earlier", "document"):
        numbers, words = at.draft.marked(classes, signs(classes))
        end = bisect_right(numbers, at.sentence_number) if within == "earlier" else len(words)
        return iter(words[:end])
    marks = (mark for claim in claims_within(at, within) for mark in claim.others if mark.kind in classes)
    if within == "quote" and at.quote:
        return (mark for mark in marks if at.quote.start <= mark.start < at.quote.end)
    return marks


def claims_within(at: Place, within: str) -> Iterator[Claim]:
    return (place.claim for place in places_within(at, within))


def places_within(at: Place, within: str, needs: Collection[int] = ()) -> Iterator[Place]:
    """The claims that stand there, of sentences that show one of each of these signs."""
    if within == "claim":
        yield at
    elif within == "premise":
        before = at.claim_number - 1
        if before >= 0:
            yield Place(at.draft, at.sentence_number, at.sentence, before, at.sentence.claims[before])
    else:
        for number in sentences_within(at, within):
            if all(need & at.draft.sentences[number].signs for need in needs):
                yield from claims_of(at.draft, number)


def sentences_within(at: Place, within: str) -> Iterable[int]:
    match within:
        case "sentence" | "quote":
            return (at.sentence_number,)
        case "previous" | "next":
            step = -1 if within == "previous" else 1
            return (at.sentence_number + step,) if at.draft.beside(at.sentence_number, step) else ()
        case "beside":
            return at.draft.around(at.sentence_number)
        case "heading":
            above = at.draft.heading_above(at.sentence.block)
            return () if above is None else (above,)
        case "earlier":
            return range(at.sentence_number + 1)
        case "document":
            return range(len(at.draft.sentences))
    return range(*at.draft.spans_of_blocks[at.sentence.block])


def claims_of(draft: Draft, number: int) -> Iterator[Place]:
    """Every claim of a sentence."""
    sentence = draft.sentences[number]
    return (Place(draft, number, sentence, at, claim) for at, claim in enumerate(sentence.claims))


def named_nearby(at: Place) -> bool:
    """Whether a named source speaks here, in the sentence before or in the two after.

    They stand in the same block; where a block is one sentence, as in news, in the next ones too.
    """
    here, block = at.sentence_number, at.sentence.block
    first, last = at.draft.spans_of_blocks[block]
    return any(
        source.type in NAMED_SOURCES
        for sentence in at.draft.sentences[max(here - 1, 0) : here + 3]
        if sentence.block == block or last - first == 1
        for claim in sentence.claims
        for source in speakers(claim)
    )


def new_specifics(at: Place) -> frozenset[str]:
    """Kinds of specifics in the claim that the sentence before does not hold word for word."""
    prose = at.draft.prose
    known = {prose[mark.start : mark.end].lower() for claim in claims_before(at) for mark in claim.specifics}
    return frozenset(m.kind for m in at.claim.specifics if prose[m.start : m.end].lower() not in known)


def is_dated(at: Place) -> bool:
    """Whether the draft has said when anything happened by the end of the paragraph."""
    return at.draft.first_time < block_of(at).end


def quoted_title(at: Place) -> bool:
    """Whether most words of the quotation are capitalised, as in the title of a work or an operation."""
    if at.quote is None:
        return False
    words = at.draft.prose[at.quote.start + 1 : at.quote.end - 1].split()
    return sum(word[:1].isupper() or len(word) < 4 for word in words) == len(words)


def allowed_label(at: Place) -> bool:
    """Whether a label that the house allows stands in the claim or quotation."""
    if not at.draft.house.labels:
        return False
    stretch = at.quote or at.claim
    return any(True for _ in at.draft.roll.labels.find(at.draft.prose, stretch.start, stretch.end))


def actor(at: Place) -> frozenset[str]:
    """Whether an intrusion set, or the service of a state, acts here; and whether a set and a state are made one."""
    start, end = at.claim.start, at.claim.end
    named = at.draft.actors
    if bisect_left(named, start) == bisect_left(named, end):
        return frozenset()
    from vetter import actors

    return actors.roles(at.draft.prose, start, end)
