"""What a rule may ask about a claim: one table of named features. A `Place` comes in, a plain value goes out.

A feature for one rule only must first fail to be a word class (`has: CLASS`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from vetter.document import Directive
from vetter.layout import Block
from vetter.ledger import KINDS, STATUSES, Claim, Hedge, Mark, Quote, Reading, Sentence, SourceMark

STANCES = (
    "report", "doubt", "factive", "admission", "accusation", "denial", "directive", "promise",
    "estimate", "belief", "emotive", "silence", "hearsay", "mental", "evidence", "according",
)  # fmt: skip
FORMS = ("verb", "participle", "passive", "noun", "preposition", "adverb", "adjective", "quote")
SOURCE_TYPES = (
    "self", "person", "official", "organisation", "media", "social", "milblogger",
    "anonymous", "collective", "document", "thing", "pronoun",
)  # fmt: skip
NAMED_SOURCES = frozenset(("person", "official", "organisation", "media"))
EVENTS = (
    "casualty", "materiel-loss", "control", "advance", "withdrawal", "attack", "movement",
    "wrongdoing", "morale", "cyber", "legal", "diplomatic",
)  # fmt: skip
JUDGMENTS = ("intent", "mind", "cause", "prediction", "capability", "evaluation", "trend")
EVENT_CLASSES = frozenset(EVENTS)
JUDGMENT_CLASSES = frozenset(JUDGMENTS)
VERIFICATIONS = (
    "none", "cannot-confirm", "not-observed", "unverified", "contradicted", "corroborated", "verified",
    "visual-unverified",
)  # fmt: skip
ROLES = ("title", "dateline", "heading", "lead", "takeaway", "body", "caption", "meta", "legend", "references")
BLOCK_KINDS = ("paragraph", "heading", "list-item", "quote", "table", "code", "footnote", "front-matter")
SPECIFICS = ("number", "percent", "date", "place")
SPOKEN = frozenset(("attrib", "hearsay"))

# Words that may stand between two marks of certainty on the same verb: "may even have possibly".
AUXILIARY = frozenset(
    ("be", "been", "being", "have", "has", "had", "to", "also", "even", "still", "is", "are", "was", "were")
)
# A number tied to the likelihood term before it: "likely (30%)", "very unlikely, about a 45% chance".
TIED_NUMBER = re.compile(
    r"[\s,:(\[~≈]*(?:(?:i\.e\.|or|at|with|a|an|only|about|around|roughly|approximately|some|nearly)[\s,]+){0,3}"
    r"[(~≈]?(\d{1,3}(?:\.\d+)?)\s?%?\s?(?:(?:-|–|to)\s?(\d{1,3}(?:\.\d+)?)\s?)?(?:%|percent\b|per cent\b)\)?"
)
LADDER_TOLERANCE = 2.5  # the edges of the published bands are approximate, and neighbours share them
QUOTE_MARKS = re.compile("[“”„\"]")

Value: TypeAlias = str | int | bool | frozenset[str] | None


class Draft:
    """A reading with the answers that need more than one sentence, each worked out once and only when asked for."""

    def __init__(self, reading: Reading, doubt_verb: str, bands: Mapping[str, tuple[float, float]]) -> None:
        self.prose = reading.document.prose
        self.blocks = reading.document.blocks
        self.sentences = reading.sentences
        self.linked = bool(reading.document.citations)
        self.doubt_verb = doubt_verb
        self.bands = bands

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
        bears = carries_citation if self.linked else cites
        own = [index for index, sentence in enumerate(self.sentences) if bears(sentence)]
        covered = set(own)
        for index in own:
            at_end = self.beside(index, 1) is None
            while self.beside(index, -1) and index - 1 not in covered:
                index -= 1
                covered.add(index)
                if not at_end:
                    break
        return frozenset(covered)

    def is_quoted(self, block: int, start: int, end: int) -> bool:
        """Whether a stretch lies inside quotation marks, which may have opened sentences before."""
        shape = self.blocks[block]
        marks = [match.start() for match in QUOTE_MARKS.finditer(self.prose, shape.start, shape.end)]
        pairs = zip(marks[::2], marks[1::2], strict=False)
        return any(opened <= start and end <= closed + 2 for opened, closed in pairs)

    def verification_of_block(self, block: int) -> frozenset[str]:
        first, end = self.spans_of_blocks.get(block, (0, 0))
        found = {claim.verification for sentence in self.sentences[first:end] for claim in sentence.claims}
        return frozenset(found - {"none"})


class Place(NamedTuple):
    """Where a rule looks: a claim (or quotation, or comment) with its sentence and the draft around it."""

    draft: Draft
    sentence_number: int
    sentence: Sentence
    claim_number: int
    claim: Claim
    quote: Quote | None = None


class Comment(NamedTuple):
    """A suppression comment with what became of it: the names in it that no rule bears, and whether it hid anything."""

    directive: Directive
    unknown: tuple[str, ...]
    used: bool


class Feature(NamedTuple):
    """`over` is the smallest thing that has it. `type`: word, words (a set of them), number, step or yes-no.

    `rests_on` is the field of a claim without which the answer is none, 0 or no.
    """

    name: str
    over: str
    type: str
    allowed: tuple[str, ...]
    about: str
    read: Callable[[Place], Value]
    rests_on: str = ""


class CommentFeature(NamedTuple):
    name: str
    type: str
    allowed: tuple[str, ...]
    about: str
    read: Callable[[Comment], Value]


def cites(sentence: Sentence) -> bool:
    """Whether a citation is written in the sentence's own words."""
    return (sentence.signs is None or "citations" in sentence.signs) and carries_citation(sentence)


def carries_citation(sentence: Sentence) -> bool:
    return any(claim.citations for claim in sentence.claims)


def block_of(at: Place) -> Block:
    return at.draft.blocks[at.sentence.block]


def author_hedges(claim: Claim) -> list[Hedge]:
    return [hedge for hedge in claim.hedges if hedge.holder == "author"]


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
    hedges = sorted(author_hedges(at.claim))
    for first, second in pairwise(hedges):
        linking = first.form == "verb" and second.form == "adjective"  # "appears likely" is one estimate
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


WITHIN = ("claim", "sentence", "block", "previous")
YES_NO = ("true", "false")

_TABLE = (
    Feature("status", "claim", "word", STATUSES, "what kind of statement it is", lambda at: at.claim.status),
    Feature("holder", "claim", "word", ("author", "source", "self", "unknown"),
            "whose commitment it expresses", lambda at: at.claim.holder),
    Feature("kind", "claim", "word", KINDS, "what it is about", lambda at: at.claim.kind),
    Feature("strength", "claim", "step", (), "the holder's commitment, S0 to S6", lambda at: at.claim.strength),
    Feature("lean", "claim", "word", ("positive", "negative", "even"), "which way it leans", lambda at: at.claim.lean),
    Feature("link", "claim", "word", ("main", "inference", "relative", "coordinate", "contrast"),
            "how it hangs on the claim before it in its sentence", lambda at: at.claim.link),
    Feature("tense", "claim", "word", ("past", "present", "future"), "when it happens", lambda at: at.claim.tense),
    Feature("subject", "claim", "word", ("self", "person", "group", "body", "document", "thing", "pronoun", "none"),
            "what its subject is", lambda at: at.claim.subject),
    Feature("negative", "claim", "yes-no", YES_NO, "whether its own verb is negated", lambda at: at.claim.negative),
    Feature("grade", "claim", "number", (), "how strong its evidence verb is, 0 to 6 (5: shows, 6: proves)",
            lambda at: at.claim.grade),
    Feature("event", "claim", "words", EVENTS, "classes of event its words show",
            lambda at: at.claim.classes & EVENT_CLASSES),
    Feature("judgment", "claim", "words", JUDGMENTS, "classes of judgment its words show",
            lambda at: at.claim.classes & JUDGMENT_CLASSES),
    Feature("act", "claim", "words", (*EVENTS, *JUDGMENTS), "classes of event and judgment its main verb shows",
            lambda at: at.claim.acts),
    Feature("sources", "claim", "number", (), "how many sources say it", lambda at: len(speakers(at.claim)), "sources"),
    Feature("source_type", "claim", "words", SOURCE_TYPES, "types of its sources",
            lambda at: frozenset(source.type for source in speakers(at.claim)), "sources"),
    Feature("source_described", "claim", "yes-no", YES_NO, "whether a source comes with a role or side",
            lambda at: any(source.described for source in speakers(at.claim)), "sources"),
    Feature("source_party", "claim", "yes-no", YES_NO, "whether a source has a stake in what it says",
            lambda at: any(source.party for source in speakers(at.claim)), "sources"),
    Feature("cues", "claim", "number", (), "how many words hand it to a source", lambda at: len(at.claim.cues), "cues"),
    Feature("cue_stance", "claim", "words", STANCES, "classes of its reporting words",
            lambda at: frozenset(cue.stance for cue in at.claim.cues), "cues"),
    Feature("cue_form", "claim", "words", FORMS, "forms of its reporting words",
            lambda at: frozenset(cue.form for cue in at.claim.cues), "cues"),
    Feature("cue_negated", "claim", "yes-no", YES_NO, "whether a reporting word is negated",
            lambda at: any(cue.negated for cue in at.claim.cues), "cues"),
    Feature("hedges", "claim", "number", (), "how many hedges of the author's weigh on it",
            lambda at: len(author_hedges(at.claim)), "hedges"),
    Feature("boosters", "claim", "number", (), "how many certainty words it holds", lambda at: len(at.claim.boosters),
            "boosters"),
    Feature("weasels", "claim", "number", (), "how many unnamed authorities it appeals to",
            lambda at: len(at.claim.weasels), "weasels"),
    Feature("evidence", "claim", "number", (), "how many pieces of evidence it names",
            lambda at: len(at.claim.evidence), "evidence"),
    Feature("citations", "claim", "number", (), "how many citations it carries itself",
            lambda at: len(at.claim.citations), "citations"),
    Feature("cited", "sentence", "yes-no", YES_NO, "whether a citation here, just after or at the end covers it",
            lambda at: at.sentence_number in at.draft.cited),
    Feature("specifics", "claim", "words", SPECIFICS, "kinds of specifics it gives",
            lambda at: frozenset(mark.kind for mark in at.claim.specifics), "specifics"),
    Feature("new_specifics", "claim", "words", SPECIFICS, "kinds of specifics the sentence before does not give",
            new_specifics, "specifics"),
    Feature("carry", "claim", "word", ("none", "explicit", "anaphoric"),
            "how the source of the sentence before reaches it", lambda at: at.claim.carry),
    Feature("umbrella", "claim", "word", ("none", "supported", "unsupported"),
            "whether it opens a block that gives the support below", lambda at: at.claim.umbrella),
    Feature("verification", "claim", "word", VERIFICATIONS, "what is said about checking it",
            lambda at: at.claim.verification),
    Feature("verification_in_block", "block", "words", VERIFICATIONS[1:], "what its block says about checking",
            lambda at: at.draft.verification_of_block(at.sentence.block)),
    Feature("premise_status", "claim", "word", (*STATUSES, "none"), "status of the claim before it in its sentence",
            lambda at: before.status if (before := premise(at)) else "none"),
    Feature("premise_stance", "claim", "words", STANCES, "reporting words of the claim before it in its sentence",
            lambda at: frozenset(cue.stance for cue in before.cues) if (before := premise(at)) else frozenset()),
    Feature("premise_source_type", "claim", "words", SOURCE_TYPES, "sources of the claim before it in its sentence",
            lambda at: frozenset(s.type for s in speakers(before)) if (before := premise(at)) else frozenset()),
    Feature("premise_verification", "claim", "word", VERIFICATIONS, "checking of the claim before it in its sentence",
            lambda at: before.verification if (before := premise(at)) else "none"),
    Feature("previous_status", "sentence", "words", STATUSES, "statuses in the sentence before, in the same block",
            lambda at: frozenset(claim.status for claim in claims_before(at))),
    Feature("previous_sources", "sentence", "number", (), "sources in the sentence before, in the same block",
            lambda at: sources_beside(at, -1)),
    Feature("next_sources", "sentence", "number", (), "sources in the sentence after, in the same block",
            lambda at: sources_beside(at, 1)),
    Feature("sentence_sources", "sentence", "number", (), "sources anywhere in the sentence",
            lambda at: sources_beside(at, 0)),
    Feature("named_nearby", "sentence", "yes-no", YES_NO, "whether this or the next two sentences name a source",
            named_nearby),
    Feature("hedge_stack", "claim", "yes-no", YES_NO, "whether two hedges weigh on one verb",
            lambda at: stacked_hedges(at) is not None, "hedges"),
    Feature("booster_hedge_clash", "claim", "yes-no", YES_NO, "whether a certainty word and a hedge weigh on one verb",
            lambda at: clash(at) is not None, "boosters"),
    Feature("negated_term", "claim", "yes-no", YES_NO, "whether a likelihood term stands under a negation",
            lambda at: negated_term(at) is not None, "hedges"),
    Feature("term_number", "claim", "word", ("inside", "outside", "none"),
            "whether the number beside a likelihood term lies in its band", term_number, "hedges"),
    Feature("role", "sentence", "word", ROLES, "the part its block plays in the draft", lambda at: at.sentence.role),
    Feature("block_kind", "block", "word", BLOCK_KINDS, "what its block is", lambda at: block_of(at).kind),
    Feature("quotes_balanced", "block", "yes-no", YES_NO, "whether every quotation mark of the block has its partner",
            lambda at: lone_quote(at) is None),
    Feature("quote_words", "quote", "number", (), "how many words are quoted",
            lambda at: at.quote.words if at.quote else 0),
    Feature("quote_attributed", "quote", "yes-no", YES_NO, "whether somebody is named as saying it",
            lambda at: bool(at.quote and at.quote.attributed)),
    Feature("quoted_title", "quote", "yes-no", YES_NO, "whether the quotation is capitalised like a title",
            quoted_title),
    Feature("doubt_verb", "document", "word", ("open", "means-unverified"),
            "what the house takes 'claimed' to say", lambda at: at.draft.doubt_verb),
)  # fmt: skip

FEATURES = {feature.name: feature for feature in _TABLE}

COMMENT_FEATURES = {
    feature.name: feature
    for feature in (
        CommentFeature("action", "word", ("ignore", "off", "on"), "what the comment asks for",
                       lambda comment: comment.directive.action),
        CommentFeature("reason", "number", (), "how many words of reason it gives",
                       lambda comment: len(comment.directive.reason.split())),
        CommentFeature("unknown_rules", "number", (), "how many of its names no rule bears",
                       lambda comment: len(comment.unknown)),
        CommentFeature("used", "yes-no", YES_NO, "whether it hid a finding", lambda comment: comment.used),
    )
}  # fmt: skip

# What a rule over one thing may ask about: itself and everything it stands in.
SEES = {
    "claim": ("claim", "sentence", "block", "document"),
    "sentence": ("sentence", "block", "document"),
    "quote": ("quote", "sentence", "block", "document"),
    "block": ("block", "document"),
    "document": ("document",),
}
