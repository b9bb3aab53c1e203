"""What looks past one sentence: sources carried over, topic sentences borne out below, quotations introduced before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import islice, takewhile

from vetter import artefact, claims, own
from vetter.almanac import MONTHS
from vetter.claims import Line
from vetter.clause import NUMBERED
from vetter.config import Settings
from vetter.document import Document
from vetter.folders import Own
from vetter.ledger import CHECKED, Claim, Quote, Reading, Sentence, signs
from vetter.lore import OF_TEXT, POINTING, TEXTUAL
from vetter.patterns import late
from vetter.reader import Reader
from vetter.signs import ASKED_BY_CODE, is_for_rules

BACKED = frozenset(["attrib", "verified", "assess", "hedge", "note"])
BACKING = signs(["cues", "evidence", "verification", "citations"])
NAME = late(
    rf"(?!(?:{'|'.join(MONTHS)}|[A-Z][a-z]+day)\b)"
    r"(?:[A-Z][a-z]{3,}|[A-Z]{2,})"
)
"""A name of somebody or some place; days and months, which reports of one day share, are none."""
YEAR = late(r"[0-9](?:[0-9]{3}s?\b|[0-9]?th[ -]century)(?!\s?%)")
"""Four digits or a century, perhaps in the middle of a word. It begins with a set of signs, which is quick to find."""
YEARS = range(1000, 2100)
ASIDE = frozenset(["which", "who", "that", "whose", "since", "after", "than", "current", "where"])
POINTERS_BACK = frozenset(["this", "these", "that", "it", "claim", "claims", "report", "reports", "figure", "figures"])
MODERN = 1900  # a draft is written after this
PAST = 2  # years before the year a draft speaks of most by which something is history
QUOTABLE = frozenset(["assert", "definition", "question", "hedge", "assess"])
QUOTED_ON = 2000  # characters to either side of a claim within which a quotation that it stands in opens and closes
BELOW = 200  # sentences in which support for one above them is looked for
ABOUT_TEXT = 3  # sentences after one about the text in which others may go on about it


def read(document: Document, settings: Settings, asked: frozenset[str] | None = None) -> Reading:
    """The whole draft as understood. Of the classes that only rules ask for, `asked` are looked for, or all."""
    reader = reader_for(settings.self_names, settings.rules, asked)
    neighbours = Neighbours(document)
    neighbours.sentences = tuple(claims.read(reader, document, neighbours))
    return Reading(document, neighbours.sentences, neighbours.let_go, reader.engine.lexicon.words)


MOST_READERS = 8
_readers: dict[tuple[tuple[str, ...], Own, frozenset[str] | None], Reader] = {}


def reader_for(self_names: tuple[str, ...], house: Own, asked: frozenset[str] | None) -> Reader:
    made = _readers.get((self_names, house, asked))
    if made is None:
        engine = own.load(house).engine
        if asked is not None:
            names = asked | ASKED_BY_CODE
            engine = artefact.narrowed(engine, lambda kind: not is_for_rules(kind) or kind.rule.upper() in names)
        if len(_readers) >= MOST_READERS:
            _readers.clear()
        made = _readers[self_names, house, asked] = Reader(engine, self_names)
    return made


class Neighbours:
    """What the sentences of a draft lend one another: sources, support, speakers."""

    def __init__(self, document: Document) -> None:
        self.prose = document.prose
        self.blocks = document.blocks
        self.sentences: tuple[Line, ...] = ()

    def let_go(self) -> None:
        self.sentences = ()

    def claims(self, place: int, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """The claims of the sentence at this place, the first with what it takes from the sentences around it."""
        claim = claims[0]
        if claim.status in QUOTABLE and self.stands_in_quotation(place):
            steps = (*claim.steps, "it stands in a quotation")
            claim = claim._replace(status="attrib", holder="source", carry="explicit", steps=steps)
        elif claim.status in ("assert", "hearsay") and self.sentences[place].signs & POINTING:
            before = self.before(place)
            if before is not None:
                self.settle(place)
                claim = carried(claim, before.claims[0])
        if claim.status in ("assert", "definition") and self.is_textual(place):
            claim = self.of_the_text(place, claim)
        if claim.status == "assert" and self.is_history(place, claim):
            claim = claim._replace(status="definition", kind="background", steps=(*claim.steps, "dated history"))
        if claim.status == "attrib":
            claim = self.checked_after(place, claim)
        return claims if claim is claims[0] else (claim, *claims[1:])

    def stands_in_quotation(self, place: int) -> bool:
        """Whether a quotation that an earlier sentence of the block opened is still open here."""
        sentence = self.sentences[place]
        if not sentence.opened:
            return False
        start, end = sentence.start, sentence.end
        first = max(self.blocks[sentence.block].start, start - QUOTED_ON)
        opened = self.prose.rfind("“", first, start)
        if opened < 0 or any(self.prose.rfind(mark, first, start) > opened for mark in ("”", '"')):
            return False
        closes, opens = (self.prose.find(mark, start, end + QUOTED_ON) for mark in ("”", "“"))
        return closes >= 0 and not 0 <= opens < closes

    def is_textual(self, place: int) -> bool:
        """Whether a sentence begins with a word for a text or its parts."""
        if not self.sentences[place].signs & OF_TEXT:
            return False
        start = self.sentences[place].start
        return any(word.strip(",.;:").lower() in TEXTUAL for word in self.prose[start : start + 60].split()[:5])

    def of_the_text(self, place: int, claim: Claim) -> Claim:
        """A claim near talk of the text itself that goes on with it: "Each finding is ..."."""
        if claim.tense != "present" or claim.acts:
            return claim
        self.settle(place)
        near = self.sentences[max(place - ABOUT_TEXT, 0) : place]
        if all(each.role == "meta" or each.claims[0].status != "meta" for each in near):
            return claim
        return claim._replace(status="meta", holder="self", steps=(*claim.steps, "it goes on about the text"))

    @cached_property
    def years(self) -> Years:
        return Years(self.prose)

    def is_history(self, place: int, claim: Claim) -> bool:
        sentence = self.sentences[place]
        return (
            bool(sentence.signs & NUMBERED)
            and self.years.within(sentence.start, sentence.end)
            and self.years.are_past(claim)
        )

    def checked_after(self, place: int, claim: Claim) -> Claim:
        """A claim of which the next sentence says that it could not be checked: "We could not verify this"."""
        later = self.sentences[place + 1] if place + 1 < len(self.sentences) else None
        if later is None or later.block != self.sentences[place].block or not later.signs & CHECKED:
            return claim
        note = next(later.read())  # as it stands: its own neighbours may ask for this one
        words = {word.strip(".,;").lower() for word in self.prose[later.start : later.end].split()}
        if note.status != "note" or words.isdisjoint(POINTERS_BACK) or claim.verification != "none":
            return claim
        steps = (*claim.steps, "the next sentence tells how far it was checked")
        return claim._replace(verification=note.verification, steps=steps)

    def umbrella(self, place: int) -> str:
        """Whether a flat first sentence of a block is borne out by the rest of it, one of the lead by what follows."""
        if self.before(place) is not None and self.sentences[place].role != "lead":
            return "none"
        return "supported" if is_borne_out(self.prose, self.sentences, place) else "unsupported"

    def before(self, place: int) -> Sentence | None:
        """The sentence before it in its block."""
        same = place > 0 and self.sentences[place - 1].block == self.sentences[place].block
        return self.sentences[place - 1] if same else None

    def settle(self, place: int) -> None:
        """Read the sentences before this one that lean on those before them, first things first."""
        first, alone = place, 0
        while first and alone < ABOUT_TEXT and not self.sentences[first - 1].is_told("claims"):
            first -= 1
            leans = self.sentences[first].signs & POINTING or self.is_textual(first)
            alone = 0 if leans else alone + 1
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


def is_borne_out(prose: str, sentences: tuple[Sentence, ...], place: int) -> bool:
    """Whether a later sentence gives the one at this place support: one about the same people, places or kind of act,
    in its block or the next, anywhere below a lead."""
    sentence, block = sentences[place], sentences[place].block
    following = sentences[place + 1] if place + 1 < len(sentences) else None
    if following is not None and following.block == block + 1 and following.role == sentence.role == "body":
        block = following.block
    below = islice(sentences, place + 1, place + 1 + BELOW)
    rest = takewhile(lambda later: sentence.role == "lead" or later.block == block, below)
    return any(backs(prose, sentence, later) for later in rest if later.signs & BACKING and is_backed(later.claims))


def is_backed(claims: tuple[Claim, ...]) -> bool:
    return any(claim.citations or (claim.status in BACKED and (claim.sources or claim.evidence)) for claim in claims)


def backs(prose: str, sentence: Sentence, later: Sentence) -> bool:
    """Whether a sentence speaks of what the other speaks of."""
    names = set(NAME.findall(prose, sentence.start + 1, sentence.end))
    if not names.isdisjoint(NAME.findall(prose, later.start + 1, later.end)):
        return True
    return any(not sentence.claims[0].acts.isdisjoint(each.classes) for each in later.claims)


class Years:
    """The years and centuries a draft names, and which of them lie well before the time it is about."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        matches = [match for match in YEAR.finditer(prose) if not prose[match.start() - 1 : match.start()].isalnum()]
        matches = [match for match in matches if match[0].endswith("century") or int(match[0][:4]) in YEARS]
        self.found = [(match.start(), year_of(match[0])) for match in matches]
        self.places = [place for place, _ in self.found]
        self.spans = {match.start() for match in matches if match[0].endswith(("s", "century"))}
        counted = Counter(year for _, year in self.found if year >= MODERN)
        self.now = max(counted, key=lambda year: (counted[year], year)) if counted else 0

    def within(self, start: int, end: int) -> bool:
        first = bisect_left(self.places, start)
        return first < len(self.places) and self.places[first] < end

    def are_past(self, claim: Claim) -> bool:
        """Whether a claim tells, in the past tense, of such years only."""
        if not self.within(claim.start, claim.end):
            return False
        first = bisect_left(self.places, claim.start)
        lead = self.prose[claim.start : self.places[first]].lower().split()
        named = lead[-1:] in (["the"], ["a"]) and self.places[first] not in self.spans  # "the 2014 war"
        if named or not ASIDE.isdisjoint(lead):
            return False
        own = [year for _, year in self.found[first : bisect_left(self.places, claim.end)]]
        return max(own) <= self.now - PAST and claim.tense == "past" and claim.kind == "event"


def year_of(named: str) -> int:
    """The year that "1994", "1990s" or "19th century" names, of a century its end."""
    return 100 * int(named.partition("th")[0]) if named.endswith("century") else int(named[:4])
