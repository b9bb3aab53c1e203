"""Where a rule looks, and the questions that take more than a glance at one claim."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from itertools import islice, pairwise
from operator import or_
from typing import NamedTuple

from vetter.house import NOBODY, Found, Known, Registered, Roll
from vetter.ladders import Scale
from vetter.layout import Block
from vetter.ledger import CHECKED, CITED, Claim, Cue, Hedge, Mark, Quote, Reading, Sentence, SourceMark, Told, sign

NAMED_SOURCES = frozenset(("person", "official", "organisation", "media"))
SPOKEN = frozenset(("attrib", "hearsay"))
VAGUE = frozenset(("quantity", "praise", "view"))
# Words that may stand between two marks of certainty on the same verb: "may even have possibly".
AUXILIARY = frozenset(
    ("be", "been", "being", "have", "has", "had", "to", "also", "even", "still", "is", "are", "was", "were")
)
# A number tied to the likelihood term before it: "likely (30%)", "very unlikely, about a 45% chance".
TIED_NUMBER = re.compile(
    r"[\s,:(\[~≈]*(?:(?:i\.e\.|or|at|with|a|an|only|about|around|roughly|approximately|some|nearly)[\s,]+){0,3}"
    r"[(~≈]?(\d{1,3}(?:\.\d+)?)\s?%?\s?(?:(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?)\s?)?(?:%|percent\b|per cent\b)\)?"
)
TERM = sign("term")
QUOTE_MARKS = re.compile('[“”„"]')
# What vendors call an intrusion set: a number with the maker's letters, weather or a beast after a word, a known name.
INTRUSION_SET = (
    r"(?:(?:APT|FIN|UNC|UAC|UTA|ITG|TAG|UAT|DEV|Storm|CL-[A-Z]{3})[-. ]?\d{1,5}|TA[1-9]\d\d\d?"
    r"|[A-Z]\w+ (?:Typhoon|Blizzard|Sandstorm|Sleet|Tempest|Tsunami|Cyclone|Bear|Panda|Kitten|Chollima|Spider|Jackal)"
    r"|Lazarus|Kimsuky|Andariel|Sandworm|Turla|Gamaredon|MuddyWater|OilRig|Winnti|Hafnium|Nobelium)\b"
)
SERVICE = (
    r"(?:(?i:intelligence|directorate|ministry|secret service|security services?|cyber command|state hackers)"
    r"|GRU|SVR|FSB|MSS|IRGC|RGB)\b"
)
GOVERNMENT = rf"(?:{SERVICE}|(?:(?i:armed forces|military|army|navy|regime|government)|PLA)\b)"
STATE_SERVICE = (
    r"(?!(?:The|This|These|Our|Their|Its|His|Her|Such|Open-source|Threat|Artificial)\b)[A-Z][\w-]+(?:['’]s)? "
    rf"(?:(?i:military|foreign|signals|secret|security|state|cyber) )?{SERVICE}"
)
ACTING = re.compile(
    rf"(?:(?:In|On|Since|During|After|By|From) [^,]{{1,50}},\s)?(?:[Tt]he )?(?:{INTRUSION_SET}|{STATE_SERVICE})"
)
MERGED = re.compile(
    rf"\b{INTRUSION_SET}(?: [Gg]roup)?(?: \([^)]{{1,60}}\))?,"
    rf" (?:an?|the|[A-Z]\w+['’]s) (?:[\w'’-]+ ){{0,5}}?{GOVERNMENT}"
    rf"|\b[A-Z]\w+['’]s (?:{GOVERNMENT} )?{INTRUSION_SET}"
)
ACTOR = re.compile(rf"\b(?:{INTRUSION_SET}|{STATE_SERVICE})")
NOWHERE = sys.maxsize
SPOKEN_FOR = 8  # how often a side must be quoted before its verbs are compared
UNEVEN = 3  # how many times as often one side must be doubted as the other


class Draft:
    """A reading with the answers that need more than one sentence, each worked out once and only when asked for."""

    def __init__(
        self,
        reading: Reading,
        doubt_verb: str,
        scale: Scale,
        roll: Roll = NOBODY,
    ) -> None:
        self.prose = reading.document.prose
        self.blocks = reading.document.blocks
        self.sentences = reading.sentences
        self.citations = reading.document.citations
        self.doubt_verb = doubt_verb
        self.scale = scale
        self.roll = roll
        self.house = roll.house
        self.quoted: dict[int, tuple[list[int], list[int]]] = {}
        self.shown: dict[int, int] = {}
        self.marks: dict[int, frozenset[str]] = {}
        self.firsts: dict[frozenset[str], int] = {}

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
    def citation_starts(self) -> list[int]:
        return [citation.start for citation in self.citations]

    def sentence_ends(self, index: int) -> int:
        """Where the sentence ends with what is cited behind its stop: where the next begins, or the block ends."""
        after = self.beside(index, 1)
        return after.start if after else self.blocks[self.sentences[index].block].end

    @cached_property
    def first_row(self) -> int | None:
        """The row of the declared ladder from which the author's first term is."""
        for index, sentence in enumerate(self.sentences):
            if sentence.signs & TERM:
                for number, claim in enumerate(sentence.claims):
                    for hedge in likelihood_terms(Place(self, index, sentence, number, claim)):
                        if hedge.term in self.scale.rows:
                            return self.scale.rows[hedge.term]
        return None

    @cached_property
    def citing_blocks(self) -> frozenset[int]:
        """The blocks in which the markup cites something."""
        starts = [block.start for block in self.blocks]
        return frozenset(bisect_right(starts, citation.end - 1) - 1 for citation in self.citations)

    @cached_property
    def names(self) -> tuple[Found[Known], ...]:
        """The names of the house's roll in the draft, in order."""
        return tuple(self.roll.names.find(self.prose))

    def named(self, start: int, end: int) -> Iterator[Found[Known]]:
        """The names of the house's roll that begin in a stretch."""
        for found in islice(self.names, bisect_left(self.names, (start,)), None):
            if found.start >= end:
                return
            yield found

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

    def first_marked(self, classes: frozenset[str], shown: int) -> int:
        """The first sentence in which a word of one of these classes stands; `NOWHERE` when there is none."""
        known = self.firsts.get(classes)
        if known is None:
            known = self.firsts[classes] = next(
                (
                    number
                    for number, sentence in enumerate(self.sentences)
                    if sentence.signs & shown and any(not classes.isdisjoint(claim.marks) for claim in sentence.claims)
                ),
                NOWHERE,
            )
        return known

    @cached_property
    def actors(self) -> list[int]:
        """Where intrusion sets and services of states are named."""
        return [match.start() for match in ACTOR.finditer(self.prose)]

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
        self._asked = lambda _: sentence.claims[0]


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


def sides_of(at: Place, source: SourceMark) -> frozenset[str]:
    """The sides of the conflict that a source is of: a name within a longer one tells nothing."""
    return frozenset(found.meaning.side for found in side_names(at, source.start, source.end))


def side_names(at: Place, start: int, end: int) -> Iterator[Found[Known]]:
    return widest(found for found in at.draft.named(start, end) if found.meaning.side)


def widest(names: Iterable[Found[Known]]) -> Iterator[Found[Known]]:
    """Names in order, without those that stand within a longer one."""
    last = 0
    for found in names:
        if found.end > last:
            last = found.end
            yield found


def source_sides(at: Place) -> frozenset[str]:
    if not at.draft.house.sides or not at.draft.names:
        return frozenset()
    return frozenset().union(*(sides_of(at, source) for source in speakers(at.claim)))


def rests_on_one_side(at: Place) -> bool:
    """Whether every source of the claim is of the same side."""
    if not at.draft.house.sides or not at.draft.names:
        return False
    sides = [sides_of(at, source) for source in speakers(at.claim)]
    return len(set(sides)) == 1 and len(sides[0]) == 1


def about_side(at: Place) -> str:
    """Whom the claim speaks of, as its sources stand to them: their own side, another, both."""
    if not at.draft.house.sides or not at.draft.names:
        return "none"
    own = source_sides(at)
    sources = [(source.start, source.end) for source in at.claim.sources]
    about = {
        found.meaning.side
        for found in side_names(at, at.claim.start, at.claim.end)
        if not any(start <= found.start < end for start, end in sources)
    }
    others = about - own
    return "none" if not own or not about else "own" if not others else "both" if about & own else "opposing"


def registered(at: Place) -> Iterator[tuple[SourceMark, Registered]]:
    """The sources of the claim that stand in the registry of the house."""
    if not at.draft.house.sources or not at.draft.names:
        return
    for source in speakers(at.claim):
        found = widest(each for each in at.draft.named(source.start, source.end) if each.meaning.source)
        yield from ((source, each.meaning.source) for each in found if each.meaning.source)


def source_grade(at: Place) -> str:
    """The best grade among its sources."""
    return min((source.grade[0] for _, source in registered(at) if source.grade), default="none")


def source_credibility(at: Place) -> int:
    """The best credibility that the house gives to what its sources say; 0 where it gives none."""
    return min((int(source.grade[1]) for _, source in registered(at) if source.grade[1:]), default=0)


def is_known(at: Place) -> bool:
    """Whether the house knows every source of the claim by name."""
    sources = speakers(at.claim)
    return bool(sources and at.draft.names) and all(
        any(True for _ in at.draft.named(source.start, source.end)) for source in sources
    )


class Denied(NamedTuple):
    """A source that the house does not use, where it is named or linked to, and the reason."""

    start: int
    end: int
    reason: str


def denied(at: Place) -> Denied | None:
    """The first source on the house's deny list that the claim names, or that it cites by an address."""
    if not any(source.deny for source in at.draft.house.sources):
        return None
    for source, known in registered(at) if at.draft.names else ():
        if known.deny:
            return Denied(source.start, source.end, known.deny)
    return linked(at) if at.draft.roll.hosts else None


def linked(at: Place) -> Denied | None:
    """An address in the claim whose host is on the deny list."""
    starts = at.draft.citation_starts
    claims = at.sentence.claims
    end = at.claim.end if at.claim_number + 1 < len(claims) else at.draft.sentence_ends(at.sentence_number)
    for number in range(bisect_left(starts, at.claim.start), len(starts)):
        citation = at.draft.citations[number]
        if citation.start >= end:
            return None
        known = at.draft.roll.of_address(citation.target)
        if known and known.deny:
            return Denied(citation.start, citation.end, known.deny)
    return None


def allowed_label(at: Place) -> bool:
    """Whether a label that the house allows stands in the claim or quotation."""
    if not at.draft.house.labels:
        return False
    stretch = at.quote or at.claim
    return any(True for _ in at.draft.roll.labels.find(at.draft.prose, stretch.start, stretch.end))


def claims_before(at: Place) -> tuple[Claim, ...]:
    before = at.draft.beside(at.sentence_number, -1)
    return before.claims if before else ()


def speakers(claim: Claim) -> tuple[SourceMark, ...]:
    """Who says it. One who merely wants or knows something is no source of it."""
    return claim.sources if claim.status in SPOKEN else ()


def sources_beside(at: Place, step: int) -> int:
    sentence = at.draft.beside(at.sentence_number, step)
    return sum(len(speakers(claim)) for claim in sentence.claims) if sentence else 0


class UnevenDoubt(NamedTuple):
    """The side of the conflict that is doubted more than another, and where that first happens."""

    side: str
    cue: Cue


def uneven_doubt(at: Place) -> UnevenDoubt | None:
    """Whether the verbs doubt one side at least three times as often as another, each being quoted often enough."""
    told: dict[str, list[Cue]] = {}
    for place in all_claims(at):
        sides = source_sides(place)
        if len(sides) == 1 and place.claim.cues:
            told.setdefault(next(iter(sides)), []).append(place.claim.cues[0])
    doubted = {side: [cue for cue in cues if cue.stance == "doubt"] for side, cues in told.items()}
    shares = sorted((len(doubted[side]) / len(cues), side) for side, cues in told.items() if len(cues) >= SPOKEN_FOR)
    if len(shares) < 2 or not shares[-1][0] or shares[-1][0] < UNEVEN * shares[0][0]:
        return None
    side = shares[-1][1]
    return UnevenDoubt(side, doubted[side][0])


def all_claims(at: Place) -> Iterator[Place]:
    """Every claim of the draft."""
    for index, sentence in enumerate(at.draft.sentences):
        for number, claim in enumerate(sentence.claims):
            yield Place(at.draft, index, sentence, number, claim)


def actor(at: Place) -> frozenset[str]:
    """Whether an intrusion set, or the service of a state, acts here; and whether a set and a state are made one."""
    start, end = at.claim.start, at.claim.end
    actors = at.draft.actors
    if bisect_left(actors, start) == bisect_left(actors, end):
        return frozenset()
    found = {
        "subject": ACTING.match(at.draft.prose, start, end),
        "sponsored": MERGED.search(at.draft.prose, start, end),
    }
    return frozenset(name for name, match in found.items() if match)


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
        if hedge.negated and (word in at.draft.scale.bands or word == "impossible"):
            return hedge
    return None


def likelihood_terms(at: Place) -> list[Hedge]:
    """The author's likelihood terms, without those under a negation."""
    return [hedge for hedge in author_hedges(at.claim) if hedge.term and not hedge.negated]


def terms_standing(at: Place, standing: str) -> Iterator[Hedge]:
    """The author's terms that are the declared ladder's own, foreign to it or loose; none where none is declared."""
    scale = at.draft.scale
    if scale.ladder.bands:
        yield from (hedge for hedge in likelihood_terms(at) if scale.standing(hedge.term) == standing)


def term_of_other_row(at: Place) -> Hedge | None:
    """A term of another row of the declared ladder than the first term of the draft that is of a row."""
    scale = at.draft.scale
    first = at.draft.first_row if scale.ladder.rows else None
    if first is None:
        return None
    rows = ((scale.rows.get(hedge.term, first), hedge) for hedge in likelihood_terms(at))
    return next((hedge for row, hedge in rows if row != first), None)


class NumberedTerm(NamedTuple):
    """A likelihood term with the number tied to it, in per cent, and where the number ends."""

    term: Hedge
    low: float
    high: float
    end: int


def numbered_term(at: Place) -> NumberedTerm | None:
    for hedge in at.claim.hedges:
        tied = TIED_NUMBER.match(at.draft.prose, hedge.end) if hedge.term in at.draft.scale.bands else None
        if tied:
            low = float(tied[1])
            return NumberedTerm(hedge, low, float(tied[2] or low), tied.end())
    return None


def term_number(at: Place) -> str:
    found = numbered_term(at)
    if found is None:
        return "none"
    return "inside" if at.draft.scale.fits(found.term.term, found.low, found.high) else "outside"


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
    """The words of one of the lexicon classes in the claim, quotation, sentence, block, previous sentence or draft."""
    marks = (mark for claim in claims_within(at, within) for mark in claim.others if mark.kind in classes)
    if within == "quote" and at.quote:
        return (mark for mark in marks if at.quote.start <= mark.start < at.quote.end)
    return marks


def claims_within(at: Place, within: str) -> tuple[Claim, ...]:
    match within:
        case "claim":
            return (at.claim,)
        case "sentence" | "quote":
            return at.sentence.claims
        case "earlier":
            return tuple(claim for each in at.draft.sentences[: at.sentence_number + 1] for claim in each.claims)
        case "document":
            return tuple(claim for each in at.draft.sentences for claim in each.claims)
        case "previous":
            return claims_before(at)
    first, end = at.draft.spans_of_blocks[at.sentence.block]
    return tuple(claim for sentence in at.draft.sentences[first:end] for claim in sentence.claims)
