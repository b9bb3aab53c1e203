"""What looks past one sentence: sources carried over, topic sentences borne out below, quotations introduced before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile

from vetter import artefact
from vetter.claims import Reader
from vetter.config import Settings
from vetter.document import Document
from vetter.ledger import Claim, Reading, Sentence

SOURCED = frozenset(["attrib", "hearsay", "verified", "assess", "note"])
BACKED = frozenset(["attrib", "verified", "assess", "hedge", "note"])
SPEAKERS = frozenset(["he", "she", "they", "it"])
NAME = re.compile(r"[A-Z][a-z]{3,}|[A-Z]{2,}")
YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})s?\b(?!\s?%)|\b(\d{1,2})th[ -]century")
ASIDE = frozenset(["which", "who", "that", "whose", "since", "after", "than", "current", "where"])
POINTERS_BACK = frozenset(["this", "these", "that", "it", "claim", "claims", "report", "reports", "figure", "figures"])
MODERN = 1900  # a draft is written after this
PAST = 2  # years before the year a draft speaks of most by which something is history
QUOTED_ON = 2000  # characters after a claim within which a quotation that it stands in must close
QUOTED = "it stands in a quotation"
ABOUT_TEXT = 4  # sentences after one about the text in which others may go on about it
TEXTUAL = frozenset(
    """report reports assessment assessments analysis paper blog study chapter chapters section sections summary finding
    findings term terms figure table likelihood confidence literature annex contributions dataset methodology""".split()
)
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
    about_text = -ABOUT_TEXT
    years = Years(prose)
    for index, sentence in enumerate(sentences):
        same = before if before is not None and before.block == sentence.block else None
        claim = sentence.claims[0]
        if same is not None:
            claim = quoted_on(prose, claim, same) or carried(prose, claim, same, nouns)
        elif claim.status == "assert":
            claim = borne_out(prose, claim, sentence, sentences, index)
        if claim.status == "meta":
            about_text = index if sentence.role != "meta" else about_text
        elif index - about_text < ABOUT_TEXT and claim.status in ("assert", "definition"):
            claim = of_the_text(prose, claim)
            about_text = index if claim.status == "meta" else about_text
        if claim.status == "assert" and years.are_past(claim):
            claim = claim._replace(status="definition", kind="background", steps=(*claim.steps, "dated history"))
        introduced = same or (before if is_quotation_only(sentence) else None)
        if (
            introduced is not None
            and introduced.claims[0].sources
            and any(not quote.attributed for quote in sentence.quotes)
        ):
            sentence = sentence._replace(quotes=tuple(quote._replace(attributed=True) for quote in sentence.quotes))
        if claim.status == "attrib":
            claim = checked_after(prose, claim, sentence, sentences[index + 1 : index + 2])
        if claim is not sentence.claims[0]:
            sentence = sentence._replace(claims=(claim, *sentence.claims[1:]))
        yield sentence
        before = sentence


class Years:
    """The years and centuries a draft names, and which of them lie well before the time it is about."""

    def __init__(self, prose: str) -> None:
        self.prose = prose
        matches = list(YEAR.finditer(prose))
        self.found = [(match.start(), year_of(match)) for match in matches]
        self.places = [place for place, _ in self.found]
        self.spans = {match.start() for match in matches if match[2] or match[0].endswith("s")}
        counted = Counter(year for _, year in self.found if year >= MODERN)
        self.now = max(counted, key=lambda year: (counted[year], year)) if counted else 0

    def are_past(self, claim: Claim) -> bool:
        """Whether a claim tells, in the past tense, of such years only."""
        first = bisect_left(self.places, claim.start)
        if first == len(self.places) or self.places[first] >= claim.end:
            return False
        lead = self.prose[claim.start : self.places[first]].lower().split()
        named = lead[-1:] in (["the"], ["a"]) and self.places[first] not in self.spans  # "the 2014 war"
        if named or not ASIDE.isdisjoint(lead):
            return False
        own = [year for _, year in self.found[first : bisect_left(self.places, claim.end)]]
        return max(own) <= self.now - PAST and claim.tense == "past" and claim.kind == "event"


def year_of(match: re.Match[str]) -> int:
    """The year, or for a century its end."""
    return int(match[1]) if match[1] else 100 * int(match[2])


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


def borne_out(prose: str, claim: Claim, sentence: Sentence, sentences: tuple[Sentence, ...], index: int) -> Claim:
    """A flat first sentence of a block, and whether a later sentence gives it support: one about the same people,
    places or kind of act, in its block or, where it stands alone, in the next."""
    block = sentence.block
    later = sentences[index + 1] if index + 1 < len(sentences) else None
    if later is not None and later.block == block + 1 and later.role == sentence.role == "body":
        block = later.block
    supports = any(
        backs(prose, claim, sentence.end, each)
        for each in rest_of_block(sentences, index, block)
        if is_backed(each.claims)
    )
    return claim._replace(umbrella="supported" if supports else "unsupported")


def rest_of_block(sentences: tuple[Sentence, ...], index: int, block: int) -> Iterator[Sentence]:
    """The sentences after this one as far as this block goes."""
    return takewhile(lambda later: later.block == block, islice(sentences, index + 1, None))


def is_backed(claims: tuple[Claim, ...]) -> bool:
    return any(claim.status in BACKED and (claim.sources or claim.evidence) for claim in claims)


def backs(prose: str, claim: Claim, end: int, later: Sentence) -> bool:
    """Whether a sentence speaks of what the claim speaks of."""
    names = set(NAME.findall(prose, claim.start + 1, end))
    if not names.isdisjoint(NAME.findall(prose, later.start + 1, later.end)):
        return True
    return any(not claim.acts.isdisjoint(each.classes) for each in later.claims)


def checked_after(prose: str, claim: Claim, sentence: Sentence, following: tuple[Sentence, ...]) -> Claim:
    """A claim of which the next sentence says that it could not be checked: "We could not verify this"."""
    for later in following:
        note = later.claims[0]
        if later.block != sentence.block or note.status != "note":
            continue
        words = {word.strip(".,;").lower() for word in prose[note.start : note.end].split()}
        if not words.isdisjoint(POINTERS_BACK) and claim.verification == "none":
            steps = (*claim.steps, "the next sentence tells how far it was checked")
            return claim._replace(verification=note.verification, steps=steps)
    return claim


def quoted_on(prose: str, claim: Claim, before: Sentence) -> Claim | None:
    """A claim that stands inside a quotation which an earlier sentence of the block opened."""
    if claim.status not in ("assert", "definition", "question", "hedge", "assess"):
        return None
    opened = prose.rfind("“", before.start, claim.start)
    closed = max(prose.rfind(mark, before.start, claim.start) for mark in ("”", '"'))
    went_on = closed < 0 and opened < 0 and before.claims[0].carry == "explicit" and QUOTED in before.claims[0].steps
    if opened > closed or went_on:
        ahead = prose[claim.start : claim.end + QUOTED_ON]
        closes, opens = ahead.find("”"), ahead.find("“")
        if closes >= 0 and not 0 <= opens < closes:
            return claim._replace(status="attrib", holder="source", carry="explicit", steps=(*claim.steps, QUOTED))
    return None


def of_the_text(prose: str, claim: Claim) -> Claim:
    """A claim near talk of the text itself that goes on with it: "It sets out ...", "Each finding is ..."."""
    opening = [word.lower() for word in prose[claim.start : claim.start + 60].split()[:5]]
    if claim.tense == "present" and any(word.strip(",.;:") in TEXTUAL for word in opening) and not claim.acts:
        return claim._replace(status="meta", holder="self", steps=(*claim.steps, "it goes on about the text"))
    return claim
