"""Where a rule looks, and the questions that take more than a glance at one claim."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from itertools import islice, pairwise
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from vetter.figures import FalsePrecision, false_precision
from vetter.glyphs import Turn, wrong_glyphs
from vetter.house import NOBODY, Found, Known, Registered, Roll
from vetter.labels import Label, host_of, is_code, live_indicators, odd_labels
from vetter.ladders import Scale
from vetter.layout import Block
from vetter.ledger import CHECKED, CITED, Claim, Cue, Hedge, Mark, Quote, Reading, Sentence, SourceMark, Told, sign
from vetter.listing import Listing, listing
from vetter.patterns import late
from vetter.spellings import Variant, variants

if TYPE_CHECKING:
    from datetime import date

    from vetter.dates import WrongDate

T = TypeVar("T", bound=tuple[Any, ...])
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
NUMBER_BEFORE = late(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?))?\s?(?:%|percent|per cent)"
    r"(?P<chance>\s(?:chance|probability|likelihood))?"
    r"(?P<joint>[\s,(–—-]*(?:(?:or|that is|i\.e\.|meaning|so)[\s,]+)?)\Z"
)
UNITS = ("likely", "probable")  # "30 percent likely" is one way to write the number
CAPITALISED = r"[A-Z]\w+"
ROLE_BEFORE = r"[A-Z,)’'”\"]\w*[,)’'”\"]?\s+$"
"""What may tell who somebody is, right before the name."""
ROLE_BEHIND = r",? \(|, (?:who|whose|which|an?)\b|,? [a-z][^,]*,| the [a-z]"
"""What tells it right behind the name."""
ROLE_OR_MORE_BEHIND = rf"{ROLE_BEHIND}|, [a-z]"
NO_NAMES = frozenset(("The", "Some", "Many", "Most", "All", "Both", "Other", "These", "Those", "Several", "Its", "His"))
OPENING = 3  # blocks on which a draft is dated
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATE = (
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?),? (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
    rf"|\b[Aa]s of\b|\b{_MONTH} (?:19|20)\d\d\b"
)
FRONT_DATE = r"(?mi)^\W*(?:date|published|updated|last_modified|cut-?off)\w*\W*:\s*\S"
CUT_OFF = r"(?i)\bcut-?off\b|\binformation as of\b"
COVERED = rf"(?i:\bcover(?:s|ed|ing)?\b[^.]{{0,40}}?) (?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})\b"
"""The days that a report says it covers, with or without their year."""
DATED_ADDRESS = r"https?://\S+/(?:19|20)\d\d/\d{1,2}/\d{1,2}/"
HEAD = 1200  # characters in which a byline or the address of a page may stand
BYLINE = rf"(?:^|\n)[^.\n]{{0,60}}(?:{DATE})[^.\n]{{0,60}}(?:\n|$)"
TERMED = sign("term")
INTRUSION = sign("INTRUSION")
PLAIN = frozenset(("assert", "definition"))
Stretch = tuple[int, int]
UPDATED = ("published", "updated", "update", "as of", "report", "brief", "bulletin", "assessment")
"""Words of a title that make a date in it the draft's own."""
WHEN = late(
    r"\b(?:(?:1[6-9]|20)\d\d|\d+ BCE?|yesterday|(?:last|this) (?:night|week|month|year|summer|winter)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|April|June|July|August|September|October|November"
    r"|December|(?:in|of|last|this|early|late|mid) (?:March|May)|(?:March|May) \d|\d (?:March|May)"
    r"|\d\d?[./]\d\d?[./]\d\d)\b"
)
"""A year, a weekday or a month: the first words by which a draft tells when."""
AHEAD = frozenset(
    """will would shall should may might could must to due scheduled planned set expected until till by before for next
    from starting effective expire expires deadline""".split()
)
"""Words before a date by which a sentence in the past may look ahead to it."""
QUOTE_MARKS = late('[“”„"]')
RUNNING_ON = frozenset(("quote", "list-item"))
"""Kinds of blocks over several of which one quotation may run."""
QUOTED_BLOCKS = 12
NOT_SPEECH = r"[\\%{}=_<>|]|::|\s$"
"""What stands in quoted code and in paths, and never in speech."""
FRAMED = frozenset(",?!")
"""Signs at the end of a quotation that opens its sentence by which whoever says it stands behind."""
LEAST_NAME = 5  # letters in the name of a firm that a host may bear
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
ACTING = late(
    rf"(?:(?:In|On|Since|During|After|By|From) [^,]{{1,50}},\s)?(?:[Tt]he )?(?:{INTRUSION_SET}|{STATE_SERVICE})"
)
MERGED = late(
    rf"\b{INTRUSION_SET}(?: [Gg]roup)?(?: \([^)]{{1,60}}\))?,"
    rf" (?:an?|the|[A-Z]\w+['’]s) (?:[\w'’-]+ ){{0,5}}?{GOVERNMENT}"
    rf"|\b[A-Z]\w+['’]s (?:{GOVERNMENT} )?{INTRUSION_SET}"
)
ACTOR = late(rf"\b(?:{INTRUSION_SET}|{STATE_SERVICE})")
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
        self.text = reading.document.source.text
        self.blocks = reading.document.blocks
        self.sentences = reading.sentences
        self.citations = reading.document.citations
        self.doubt_verb = doubt_verb
        self.scale = scale
        self.ladder = scale.ladder.name
        self.ladders = frozenset(ladder.name for ladder in scale.declared)
        self.bands = scale.bands
        self.rows = scale.rows
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
    def odd_labels(self) -> tuple[Label, ...]:
        return tuple(label for label in odd_labels(self.prose) if not is_code(self.text, *label[:2]))

    @cached_property
    def live_indicators(self) -> tuple[Stretch, ...]:
        """Those in the prose, and the bare addresses that the markup takes for links."""
        found = (span for span in live_indicators(self.prose) if not is_code(self.text, *span))
        return tuple(span for span in found if not self.is_named(host_of(self.prose[slice(*span)])))

    def is_named(self, host: str) -> bool:
        """Whether the host is of a firm that the draft speaks of by its name."""
        name = host.split(".")[-2].capitalize()
        return len(name) >= LEAST_NAME and not name.isdigit() and name in self.proper_names

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Names that this draft otherwise spells differently, headings and references aside."""
        told = ("lead", "takeaway", "body", "caption")
        spans = [(block.start, block.end) for block in self.blocks if block.role in told and block.kind != "quote"]
        return tuple(variants(self.prose, spans))

    @cached_property
    def first_seen(self) -> dict[str, int]:
        """Where each capitalised word stands first."""
        seen: dict[str, int] = {}
        for match in re.finditer(CAPITALISED, self.prose):
            seen.setdefault(match[0], match.start())
        return seen

    @cached_property
    def proper_names(self) -> frozenset[str]:
        """The words that have a capital inside a sentence."""
        return frozenset(re.findall(r"(?<=[a-z,] )[A-Z]\w+", self.prose))

    @cached_property
    def technical(self) -> int:
        """How many of a hundred sentences speak of software and intrusions."""
        found = sum(bool(sentence.signs & INTRUSION) for sentence in self.sentences)
        return 100 * found // max(len(self.sentences), 1)

    @cached_property
    def citing_share(self) -> int:
        """How many of a hundred paragraphs of its body cite something."""
        body = [
            at for at in self.spans_of_blocks if self.blocks[at].role == "body" and self.blocks[at].kind == "paragraph"
        ]
        return 100 * sum(map(self.cites, body)) // max(len(body), 1)

    def cites(self, block: int) -> bool:
        """Whether anything in a block is cited."""
        first, end = self.spans_of_blocks[block]
        return block in self.citing_blocks or any(
            sentence.signs & CITED and sentence.cited for sentence in self.sentences[first:end]
        )

    @cached_property
    def is_dated(self) -> bool:
        """Whether it says when it was written or up to when it knows: in its front matter, on its first lines, or as a
        cut-off."""
        if any(block.role == "dateline" for block in self.blocks):
            return True
        first = self.blocks[0] if self.blocks else None
        if first and first.kind == "front-matter" and re.search(FRONT_DATE, self.text[first.start : first.end]):
            return True
        opening = [block for block in self.blocks if block.kind not in ("front-matter", "code")][:OPENING]
        told = f"{DATE}|{COVERED}"
        return (
            any(re.search(told, self.prose[block.start : block.end]) for block in opening)
            or bool(re.search(f"{DATED_ADDRESS}|{BYLINE}", self.text[:HEAD]))
            or bool(re.search(CUT_OFF, self.prose))
        )

    @cached_property
    def headings(self) -> tuple[list[int], list[int]]:
        """The blocks that are headings, and the first sentence of each."""
        found = [(at, span[0]) for at, span in self.spans_of_blocks.items() if self.blocks[at].kind == "heading"]
        return [at for at, _ in found], [sentence for _, sentence in found]

    def heading_above(self, block: int) -> Sentence | None:
        """The last heading before a block."""
        blocks, sentences = self.headings
        at = bisect_left(blocks, block) - 1
        return self.sentences[sentences[at]] if at >= 0 else None

    @cached_property
    def facts_of_blocks(self) -> dict[int, int]:
        """How many plain statements of fact, its own, a draft makes in each block."""
        facts: dict[int, int] = {}
        for sentence in self.sentences:
            told = sum(claim.status in PLAIN and claim.holder == "author" for claim in sentence.claims)
            facts[sentence.block] = facts.get(sentence.block, 0) + told
        return facts

    @cached_property
    def citation_starts(self) -> list[int]:
        return [citation.start for citation in self.citations]

    def sentence_ends(self, index: int) -> int:
        """Where the sentence ends with what is cited behind its stop: where the next begins, or the block ends."""
        after = self.beside(index, 1)
        return after.start if after else self.blocks[self.sentences[index].block].end

    @cached_property
    def citing_blocks(self) -> frozenset[int]:
        """The blocks in which the markup cites something."""
        starts = [block.start for block in self.blocks]
        return frozenset(bisect_right(starts, citation.end - 1) - 1 for citation in self.citations)

    @cached_property
    def today(self) -> date | None:
        """The day the draft is of: its dateline or front matter, else a title that says so."""
        from vetter import dates  # imported here because few drafts write out a day

        def told(*kinds: str) -> date | None:
            return dates.document_date(self.text, ((b.start, b.end) for b in self.blocks if b.role in kinds))

        titles = " ".join(self.prose[b.start : b.end].lower() for b in self.blocks if b.role == "title")
        front = dates.document_date(self.text, ((b.start, b.end) for b in self.blocks if b.kind == "front-matter"))
        return told("dateline") or front or (told("title") if any(word in titles for word in UPDATED) else None)

    @cached_property
    def first_time(self) -> int:
        """Where the draft first says when anything happened; its length, where it never does."""
        found = WHEN.search(self.prose)
        return found.start() if found else len(self.prose)

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
    def rows_used(self) -> Counter[int]:
        """How often the authors take a likelihood term from each row of the ladder in force."""
        telling = (sentence for sentence in self.sentences if sentence.signs & TERMED)
        claims = (claim for sentence in telling for claim in sentence.claims)
        return Counter(
            row for claim in claims for term in author_terms(claim) if (row := self.scale.rows.get(term.term))
        )

    @cached_property
    def lesser_row(self) -> int:
        """The row of the ladder less used where both are used, 0 where only one is; of equals the second."""
        used = self.rows_used
        return min(used, key=lambda row: (used[row], -row)) if len(used) > 1 else 0

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


def introduces_name(at: Place) -> bool:
    """Whether a source is a name that the draft has not used before, with nothing beside it that tells who it is."""
    return any(is_bare_name(at, source) for source in speakers(at.claim))


def is_bare_name(at: Place, source: SourceMark) -> bool:
    prose, sentence = at.draft.prose, at.sentence
    words = prose[source.start : source.end].split()
    names = [name[0] for word in words if (name := re.match(CAPITALISED, word))]
    if source.described or not names or len(names) < len(words) or names[-1].isupper() or names[0] in NO_NAMES:
        return False
    if source.start > at.draft.first_seen[names[-1]] or (len(names) == 1 and names[0] not in at.draft.proper_names):
        return False
    before, after = prose[sentence.start : source.start], prose[source.end : sentence.end]
    behind = ROLE_BEHIND if before.endswith("ccording to ") and before[:1] == "A" else ROLE_OR_MORE_BEHIND
    return not is_well_known(at, source) and not re.search(ROLE_BEFORE, before) and not re.match(behind, after)


def is_well_known(at: Place, source: SourceMark) -> bool:
    return any(mark.kind == "WELL_KNOWN" and source.start <= mark.start < source.end for mark in at.claim.others)


def within_sentence(at: Place, stretches: Iterable[T]) -> list[T]:
    """Those of these stretches that lie in the sentence."""
    return [each for each in stretches if at.sentence.start <= each[0] and each[1] <= at.sentence.end]


def odd_labels_in(at: Place) -> list[Label]:
    return within_sentence(at, at.draft.odd_labels) if at.draft.odd_labels else []


def indicators_in(at: Place) -> list[Stretch]:
    """The addresses in the sentence; where it ends in the first of a list of bare ones, those of the whole list."""
    known = at.draft.live_indicators
    if not known:
        return []
    own = within_sentence(at, known)
    if not own or own[-1][1] < at.sentence.end - 1:
        return own
    sentences, last = at.draft.sentences, at.sentence_number
    above = sentences[last - 1].end if last and is_bare(at.draft, at.sentence, own) else 0
    if above and any(above - 1 <= end <= above for _, end in known):
        return []  # told with the first of the list
    while last + 1 < len(sentences) and is_bare(at.draft, sentences[last + 1], known):
        last += 1
    return [span for span in known if own[0][0] <= span[0] and span[1] <= sentences[last].end]


def is_bare(draft: Draft, sentence: Sentence, addresses: Iterable[Stretch]) -> bool:
    """Whether the sentence is nothing but addresses."""
    inside = sum(end - start for start, end in addresses if sentence.start <= start and end <= sentence.end)
    return inside > 0 and inside >= len(draft.prose[sentence.start : sentence.end].strip(" \t\n-*.,;")) - 1


def claims_before(at: Place) -> tuple[Claim, ...]:
    before = at.draft.beside(at.sentence_number, -1)
    return before.claims if before else ()


def claims_after(at: Place) -> tuple[Claim, ...]:
    after = at.draft.beside(at.sentence_number, 1)
    return after.claims if after else ()


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
            told.setdefault(min(sides), []).append(place.claim.cues[0])
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


def author_terms(claim: Claim) -> list[Hedge]:
    """The authors' likelihood terms, in what they say of themselves to judge too; none under a negation."""
    own = claim.hedges if claim.holder == "self" else author_hedges(claim)
    return [hedge for hedge in own if hedge.term and not hedge.negated]


def own_terms(at: Place) -> str:
    """The terms of the ladder in force that lie in the range of a foreign one, with their ranges."""
    rows, bands = at.draft.scale.rows, at.draft.scale.bands
    low, high = next((bands[hedge.term] for hedge in foreign_terms(at)), (0, 0))
    near = [term for term in rows if rows[term] < 2 and bands[term][0] < high and bands[term][1] > low]
    plain = [term for term in near if term.endswith("likely") or not term.endswith("ly")]
    ranges = ((term, *bands[term]) for term in sorted(plain, key=bands.__getitem__))
    return ", ".join(f"{term} ({least:g}-{most:g}%)" for term, least, most in ranges)


def term_ladders(at: Place) -> frozenset[str]:
    return frozenset(
        "own" if not at.draft.scale.rows or hedge.term in at.draft.scale.rows else "foreign"
        for hedge in author_terms(at.claim)
        if hedge.term in at.draft.scale.bands
    )


def foreign_terms(at: Place) -> list[Hedge]:
    """Terms of ladders other than the one in force."""
    if not at.draft.scale.rows:
        return []
    terms = (hedge for hedge in author_terms(at.claim) if hedge.term in at.draft.scale.bands)
    return [hedge for hedge in terms if hedge.term not in at.draft.scale.rows]


def of_lesser_row(draft: Draft, claim: Claim) -> list[Hedge]:
    """Terms from the row that the draft uses less."""
    row = draft.lesser_row
    return [hedge for hedge in author_terms(claim) if row and draft.scale.rows.get(hedge.term) == row]


class NumberedTerm(NamedTuple):
    """A likelihood term with the number tied to it, in per cent; the stretch holds both."""

    term: Hedge
    low: float
    high: float
    start: int
    end: int


def numbered_term(at: Place) -> NumberedTerm | None:
    for hedge in at.claim.hedges:
        if hedge.term in at.draft.scale.bands:
            tied = TIED_NUMBER.match(at.draft.prose, hedge.end)
            start, end = hedge.start, tied.end() if tied else hedge.end
            if tied is None:
                tied = number_before(at.draft.prose, hedge)
                start = tied.start() if tied else start
                end += at.draft.prose[end : end + 1] == ")" if tied else 0
            if tied:
                low = float(tied[1])
                return NumberedTerm(hedge, low, float(tied[2] or low), start, end)
    return None


def number_before(prose: str, term: Hedge) -> re.Match[str] | None:
    """The number that a likelihood term puts into words: "a 45% chance, or very unlikely", "80 percent unlikely"."""
    from_where = max(0, term.start - 60)
    tied = NUMBER_BEFORE.search(prose[: term.start], from_where)
    if tied is None:
        return None
    joint = tied["joint"].strip()
    said = bool(tied["chance"] and joint) or (joint == "(" and prose[term.end : term.end + 1] == ")")
    return tied if said or (not joint and not tied["chance"] and term.term not in UNITS) else None


def term_number(at: Place) -> str:
    found = numbered_term(at)
    if found is None:
        return "none"
    return "inside" if at.draft.scale.fits(found.term.term, found.low, found.high) else "outside"


def wrong_date(at: Place) -> WrongDate | None:
    """The first day in the claim that the calendar, or the date of the draft itself, does not allow."""
    from vetter import dates

    told_as_past = at.claim.tense == "past" and at.claim.status in ("assert", "attrib", "verified")
    for day in dates.days(at.draft.prose, at.claim.start, at.claim.end):
        *before, opening = at.draft.prose[at.claim.start : day.start].lower().split() or [""]
        happened = told_as_past and opening in ("", "on") and AHEAD.isdisjoint(before)
        if wrong := dates.wrong_date(day, at.draft.today, happened):
            return wrong
    return None


def date_error(at: Place) -> str:
    wrong = wrong_date(at)
    return wrong.kind if wrong else "none"


def is_dated(at: Place) -> bool:
    """Whether the draft has said when anything happened by the end of the paragraph."""
    return at.draft.first_time < block_of(at).end


def over_exact(at: Place) -> FalsePrecision | None:
    return false_precision(at.draft.prose, at.claim.start, at.claim.end)


def announced_list(at: Place) -> Listing | None:
    """The list that the sentence announces; one below its block only when nothing stands between."""
    last = at.draft.beside(at.sentence_number, 1) is None and block_of(at).kind != "list-item"
    below = at.draft.blocks[at.sentence.block + 1 :] if last else ()
    return listing(at.draft.prose, at.sentence.start, at.sentence.end, at.draft.text, below)


def list_count(at: Place) -> str:
    found = announced_list(at)
    if found is None:
        return "none"
    return "right" if found.announced == found.listed else "wrong"


def turns(at: Place) -> tuple[Turn, ...]:
    """The quotation marks and apostrophes of the block that point the wrong way."""
    block = block_of(at)
    return wrong_glyphs(at.draft.prose, block.start, block.end)


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
    """Marks whose glyph says that they close nothing, or that another opens before they are closed."""
    opened: int | None = None
    for match in QUOTE_MARKS.finditer(prose, start, end):
        at = match.start()
        if match[0] == "”" and opened is None:
            yield at
        elif match[0] == "“" and opened is not None:
            yield at if prose[at + 1 : at + 2].isspace() else opened
            opened = at
        else:
            opened = at if opened is None else None


def lone_quote(at: Place) -> int | None:
    """A lone mark in the block, unless the quotation runs on into the next block, which then opens with a mark, or over
    the items of a list or the paragraphs of a block quote."""
    block = block_of(at)
    lone = lone_quote_mark(at.draft.prose, block.start, block.end)
    if lone is None:
        return None
    here, blocks = at.sentence.block, at.draft.blocks
    following = at.draft.prose[blocks[here + 1].start :][:40].lstrip()[:1] if here + 1 < len(blocks) else ""
    if following in ("“", "„", '"'):
        return None
    step = -1 if at.draft.prose[lone] == "”" else 1
    return None if partner_beyond(at.draft, here, step) else lone


def partner_beyond(draft: Draft, here: int, step: int) -> bool:
    """Whether the quotation goes on from this block in block quotes or items of a list, and its other mark is there."""
    wanted = "”" if step > 0 else "“"
    for number in range(here + step, here + step * (QUOTED_BLOCKS + 1), step):
        if not 0 <= number < len(draft.blocks):
            return False
        block = draft.blocks[number]
        nearer = draft.blocks[number if step > 0 else number - step]
        if nearer.kind not in RUNNING_ON:
            return False
        lone = lone_quote_mark(draft.prose, block.start, block.end)
        if lone is not None:
            return draft.prose[lone] == wanted
    return False


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
        case "next":
            return claims_after(at)
        case "heading":
            above = at.draft.heading_above(at.sentence.block)
            return above.claims if above else ()
    first, end = at.draft.spans_of_blocks[at.sentence.block]
    return tuple(claim for sentence in at.draft.sentences[first:end] for claim in sentence.claims)
