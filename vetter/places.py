"""Where a rule looks, and the questions that take more than a glance at one claim."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_

from vetter.layout import Block
from vetter.ledger import CHECKED, CITED, Claim, Hedge, Mark, Quote, Reading, Sentence, SourceMark, Told
from vetter.patterns import late
from vetter.values import NamedTuple

NAMED_SOURCES = frozenset(("person", "official", "organisation", "media"))
SPOKEN = frozenset(("attrib", "hearsay"))
VAGUE = frozenset(("quantity", "praise", "view"))
# Words that may stand between two marks of certainty on the same verb: "may even have possibly".
AUXILIARY = frozenset(
    ("be", "been", "being", "have", "has", "had", "to", "also", "even", "still", "is", "are", "was", "were")
)
# A number tied to the likelihood term before it: "likely (30%)", "very unlikely, about a 45% chance".
TIED_NUMBER = late(
    r"[\s,:(\[~≈]*(?:(?:i\.e\.|or|at|with|a|an|only|about|around|roughly|approximately|some|nearly)[\s,]+){0,3}"
    r"[(~≈]?(\d{1,3}(?:\.\d+)?)\s?%?\s?(?:(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?)\s?)?(?:%|percent\b|per cent\b)\)?"
)
LADDER_TOLERANCE = 2.5  # the edges of the published bands are approximate, and neighbours share them
QUOTE_MARKS = late('[“”„"]')


class Draft:
    """A reading with the answers that need more than one sentence, each worked out once and only when asked for."""

    def __init__(self, reading: Reading, doubt_verb: str, bands: Mapping[str, tuple[float, float]]) -> None:
        self.prose = reading.document.prose
        self.blocks = reading.document.blocks
        self.sentences = reading.sentences
        self.citations = reading.document.citations
        self.doubt_verb = doubt_verb
        self.bands = bands
        self.quoted: dict[int, tuple[list[int], list[int]]] = {}
        self.shown: dict[int, int] = {}
        self.marks: dict[int, frozenset[str]] = {}

    def beside(self, index: int, step: int) -> Sentence | None:
        """The sentence `step` places from sentence `index`, if it stands in the same block."""
        place = index + step
        if not 0 <= place < len(self.sentences):
            return None
        neighbour = self.sentences[place]
        return neighbour if neighbour.block == self.sentences[index].block else None

    @cached_property
    def spans_of_blocks(self) -> dict[int, tuple[int, int]]:
        """For each block with prose: its first sentence and the one after its last."""
        spans: dict[int, tuple[int, int]] = {}
        for index, sentence in enumerate(self.sentences):
            spans[sentence.block] = (spans.get(sentence.block, (index, 0))[0], index + 1)
        return spans

    @cached_property
    def cited(self) -> frozenset[int]:
        """The sentences a citation covers: its own and the one before; at the end of a block, all back to the last."""
        own = [
            number
            for number, sentence in enumerate(self.sentences)
            if sentence.signs & CITED or sentence.block in self.citing_blocks
            if sentence.cited
        ]
        covered = set(own)
        for index in own:
            at_end = self.beside(index, 1) is None
            while self.beside(index, -1) and index - 1 not in covered:
                index -= 1
                covered.add(index)
                if not at_end:
                    break
        return frozenset(covered)

    @cached_property
    def citing_blocks(self) -> frozenset[int]:
        """The blocks in which the markup cites something."""
        starts = [block.start for block in self.blocks]
        return frozenset(bisect_right(starts, citation.end - 1) - 1 for citation in self.citations)

    def is_quoted(self, block: int, start: int, end: int) -> bool:
        """Whether a stretch lies inside quotation marks, which may have opened sentences before."""
        opened, closed = self.quotations(block)
        before = bisect_right(opened, start) - 1
        return before >= 0 and end <= closed[before] + 2

    def quotations(self, block: int) -> tuple[list[int], list[int]]:
        """Where the quotations of a block open and where they close."""
        known = self.quoted.get(block)
        if known is None:
            shape = self.blocks[block]
            marks = [match.start() for match in QUOTE_MARKS.finditer(self.prose, shape.start, shape.end)]
            known = self.quoted[block] = marks[: len(marks) // 2 * 2 : 2], marks[1::2]
        return known

    def signs_of_block(self, block: int) -> int:
        """What any claim of a block may show."""
        known = self.shown.get(block)
        if known is None:
            first, end = self.spans_of_blocks.get(block, (0, 0))
            known = self.shown[block] = reduce(or_, (sentence.signs for sentence in self.sentences[first:end]), 0)
        return known

    def marks_of_block(self, block: int, shown: int) -> frozenset[str]:
        """The noted word classes in a block; none when no sentence of it shows any of these signs."""
        if not self.signs_of_block(block) & shown:
            return frozenset()
        known = self.marks.get(block)
        if known is None:
            first, end = self.spans_of_blocks[block]
            claims = (claim for sentence in self.sentences[first:end] for claim in sentence.claims)
            known = self.marks[block] = frozenset().union(*(claim.marks for claim in claims))
        return known

    def verification_of_block(self, block: int) -> frozenset[str]:
        first, end = self.spans_of_blocks.get(block, (0, 0))
        telling = (sentence for sentence in self.sentences[first:end] if sentence.signs & CHECKED)
        found = {claim.verification for sentence in telling for claim in sentence.claims}
        return frozenset(found - {"none"})


class Place(Told):
    """Where a rule looks: a claim (or quotation, or comment) with its sentence and the draft around it.

    A place that is no claim's has the first of its sentence.
    """

    __slots__ = ("claim", "claim_number", "draft", "quote", "sentence", "sentence_number")
    claim: Claim

    def __init__(
        self,
        draft: Draft,
        sentence_number: int,
        sentence: Sentence,
        claim_number: int = 0,
        claim: Claim | None = None,
        quote: Quote | None = None,
    ) -> None:
        self.draft = draft
        self.sentence_number = sentence_number
        self.sentence = sentence
        self.claim_number = claim_number
        self.quote = quote
        if claim is not None:
            self.claim = claim

    def _asked(self, name: str) -> Claim:
        return self.sentence.claims[0]


def block_of(at: Place) -> Block:
    return at.draft.blocks[at.sentence.block]


def author_hedges(claim: Claim) -> list[Hedge]:
    return [hedge for hedge in claim.hedges if hedge.holder == "author"]


def appeals(claim: Claim) -> list[Mark]:
    """The weasels that stand in for an authority: a vague quantity, praise and a view nobody holds do not."""
    return [weasel for weasel in claim.weasels if weasel.kind not in VAGUE]


def premise(at: Place) -> Claim | None:
    """The claim before this one in its sentence: what an inference ("..., indicating that") rests on."""
    return at.sentence.claims[at.claim_number - 1] if at.claim_number else None


def claims_before(at: Place) -> tuple[Claim, ...]:
    before = at.draft.beside(at.sentence_number, -1)
    return before.claims if before else ()


def speakers(claim: Claim) -> tuple[SourceMark, ...]:
    """Who says it. One who merely wants or knows something is no source of it."""
    return claim.sources if claim.status in SPOKEN else ()


def sources_beside(at: Place, step: int) -> int:
    sentence = at.draft.beside(at.sentence_number, step)
    return sum(len(speakers(claim)) for claim in sentence.claims) if sentence else 0


def named_nearby(at: Place) -> bool:
    near = (at.draft.beside(at.sentence_number, step) for step in (0, 1, 2))
    return any(
        source.type in NAMED_SOURCES
        for sentence in near
        if sentence
        for claim in sentence.claims
        for source in speakers(claim)
    )


def new_specifics(at: Place) -> frozenset[str]:
    """Kinds of specifics in the claim that the sentence before does not hold word for word."""
    prose = at.draft.prose
    known = {prose[mark.start : mark.end].lower() for claim in claims_before(at) for mark in claim.specifics}
    return frozenset(m.kind for m in at.claim.specifics if prose[m.start : m.end].lower() not in known)


def on_one_verb(at: Place, end: int, start: int) -> bool:
    """Whether only auxiliaries stand between two marks of certainty, so that both weigh on the same verb."""
    return all(word in AUXILIARY for word in at.draft.prose[end:start].lower().split())


def stacked_hedges(at: Place) -> tuple[Hedge, Hedge] | None:
    weighing = [hedge for hedge in author_hedges(at.claim) if hedge.step and hedge.form not in ("question", "phrase")]
    for first, second in pairwise(sorted(weighing)):
        linking = first.form == "verb" and (second.term or second.form == "adjective")  # "appears likely": one estimate
        inability = second.form == "modal" and second.negated  # "likely could not"
        if first.end <= second.start and not linking and not inability and on_one_verb(at, first.end, second.start):
            return first, second
    return None


def clash(at: Place) -> tuple[int, int] | None:
    """The stretch from a booster to the hedge beside it, in either order."""
    for booster in at.claim.boosters:
        for hedge in author_hedges(at.claim):
            first, second = (booster, hedge) if booster.start < hedge.start else (hedge, booster)
            if first.end <= second.start and on_one_verb(at, first.end, second.start):
                return first.start, second.end
    return None


def negated_term(at: Place) -> Hedge | None:
    """A likelihood term under a negation; "not necessarily" and other negated certainty is none."""
    for hedge in author_hedges(at.claim):
        word = hedge.term.rpartition(" ")[2]
        if hedge.negated and (word in at.draft.bands or word == "impossible"):
            return hedge
    return None


class NumberedTerm(NamedTuple):
    """A likelihood term with the number tied to it, in per cent, and where the number ends."""

    term: Hedge
    low: float
    high: float
    end: int


def numbered_term(at: Place) -> NumberedTerm | None:
    for hedge in at.claim.hedges:
        tied = TIED_NUMBER.match(at.draft.prose, hedge.end) if hedge.term in at.draft.bands else None
        if tied:
            low = float(tied[1])
            return NumberedTerm(hedge, low, float(tied[2] or low), tied.end())
    return None


def term_number(at: Place) -> str:
    found = numbered_term(at)
    if found is None:
        return "none"
    least, most = at.draft.bands[found.term.term]
    fits = found.low <= most + LADDER_TOLERANCE and found.high >= least - LADDER_TOLERANCE
    return "inside" if fits else "outside"


def lone_quote_mark(prose: str, start: int, end: int) -> int | None:
    """Where a quotation mark without a partner stands; glyphs are folded, inch marks (5'10") do not count."""
    opened: int | None = None
    for match in QUOTE_MARKS.finditer(prose, start, end):
        at = match.start()
        if match[0] == '"' and prose[at - 1 : at].isdigit() and opened is None:
            continue
        opened = at if opened is None else None
    if opened is None:
        return None
    return next((at for at in stray_marks(prose, start, end)), opened)


def stray_marks(prose: str, start: int, end: int) -> Iterator[int]:
    """Marks whose glyph says that they close nothing, or open what is opened already."""
    depth = 0
    for match in QUOTE_MARKS.finditer(prose, start, end):
        if match[0] == ("“" if depth else "”"):
            yield match.start()
        else:
            depth = 0 if depth else 1


def lone_quote(at: Place) -> int | None:
    """A lone mark in the block, unless the quotation runs on into the next block, which then opens with a mark."""
    block = block_of(at)
    lone = lone_quote_mark(at.draft.prose, block.start, block.end)
    following = at.sentence.block + 1
    if lone is None or following >= len(at.draft.blocks):
        return lone
    runs_on = at.draft.prose[at.draft.blocks[following].start :][:40].lstrip()[:1] in ("“", "„", '"')
    return None if runs_on else lone


def quoted_title(at: Place) -> bool:
    """Whether most words of the quotation are capitalised, as in the title of a work or an operation."""
    if at.quote is None:
        return False
    words = at.draft.prose[at.quote.start + 1 : at.quote.end - 1].split()
    return sum(word[:1].isupper() or len(word) < 4 for word in words) == len(words)


def marked_words(at: Place, classes: frozenset[str], within: str) -> Iterator[Mark]:
    """The words of one of the lexicon classes in the claim, sentence, block or previous sentence."""
    return (mark for claim in claims_within(at, within) for mark in claim.others if mark.kind in classes)


def claims_within(at: Place, within: str) -> tuple[Claim, ...]:
    match within:
        case "claim":
            return (at.claim,)
        case "sentence":
            return at.sentence.claims
        case "previous":
            return claims_before(at)
    first, end = at.draft.spans_of_blocks[at.sentence.block]
    return tuple(claim for sentence in at.draft.sentences[first:end] for claim in sentence.claims)
