"""What a rule may ask: one table of named features. A `Place` comes in, a plain value goes out.

A feature for one rule only must first fail to be a word class (`has: CLASS`).
"""

from collections.abc import Callable, Mapping

from vetter.document import Directive
from vetter.estimates import known_terms
from vetter.house import RELIABILITIES
from vetter.ledger import KINDS, STATUSES
from vetter.places import (
    Place,
    actor,
    allowed_label,
    block_of,
    is_dated,
    named_nearby,
    new_specifics,
    quoted_title,
)
from vetter.quoted import is_attributed
from vetter.said import appeals, speakers
from vetter.standing import (
    about_side,
    is_known,
    rests_on_one_side,
    source_credibility,
    source_grade,
    source_sides,
)
from vetter.values import NamedTuple, TypeAlias

STANCES = (
    "report", "doubt", "factive", "admission", "accusation", "denial", "directive", "promise",
    "estimate", "belief", "emotive", "silence", "hearsay", "mental", "evidence", "according",
)  # fmt: skip
SPOKEN_STANCES = STANCES[2:11]
"""The stances that a cue has by its words alone."""
FORMS = ("verb", "participle", "passive", "noun", "preposition", "adverb", "adjective", "quote")
SOURCE_TYPES = (
    "self", "person", "official", "organisation", "media", "social", "milblogger",
    "anonymous", "collective", "expert", "document", "thing", "pronoun",
)  # fmt: skip
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
SPECIFICS = ("number", "percent", "money", "date", "place")

BETWEEN = ("takeaway-body", "lead-support", "heading-body", "body-body", "doubted-later", "draft-source",
           "draft-earlier")  # fmt: skip
"""What is held against what: a part of a draft against another, a draft against its sources or its earlier version."""
WITH_OTHERS = ("draft-source", "draft-earlier")
"""Of these, what takes another text than the draft."""
SCALES = ("ALARM", "CAUSATION", "DAMAGE", "FIGHTING", "FREQUENCY", "PLAN", "RETREAT", "WILLINGNESS")
ON_SCALES = tuple(f"{scale}_{step}" for scale in SCALES for step in range(1, 6))
SCOPES = ("SCOPE_NARROW", "SCOPE_WIDE")

Value: TypeAlias = str | int | bool | frozenset[str] | None


class Comment(NamedTuple):
    """A suppression comment with what became of it: the names in it that no rule bears, and whether it hid anything."""

    directive: Directive
    unknown: tuple[str, ...]
    used: bool


class Feature(NamedTuple):
    """`over` is the smallest thing that has it. `type`: word, words (a set of them), number, step or yes-no.

    Without `allowed` values a word may be any: a name that the house has chosen.
    `house` is the field of the house's settings without which the answer is none, 0 or no. `classes` are those of the
    lexicon that it goes by.
    `rests_on` are signs of the sentence (see `ledger.sign`) without each of which the answer is none, 0 or no;
    `shown_by` names the sign without which the answer cannot be a certain value.
    """

    name: str
    over: str
    type: str
    allowed: tuple[str, ...]
    about: str
    read: Callable[[Place], Value]
    rests_on: tuple[str, ...] = ()
    shown_by: Mapping[str, str] = {}
    house: str = ""
    classes: tuple[str, ...] = ()


class CommentFeature(NamedTuple):
    name: str
    type: str
    allowed: tuple[str, ...]
    about: str
    read: Callable[[Comment], Value]


WITHIN = (
    "claim", "premise", "sentence", "block", "previous", "next", "beside", "quote", "heading", "earlier", "document",
)  # fmt: skip
"""Where else a question may be asked: of the claim before in its sentence (what an inference rests on), of any claim in
its sentence, its block, the sentence before or after in the block, those beside it in paragraphs of any length, ..."""
YES_NO = ("true", "false")


def _is_shown(at: Place, relation: str) -> bool:
    if at.pair is None:
        return False
    from vetter.drift import shown

    return bool(shown(at.pair, relation))


def _relation(name: str, about: str, classes: tuple[str, ...] = ()) -> Feature:
    """A way in which a clause can differ from what speaks of the same; `drift` tells whether it does."""
    return Feature(name, "pair", "yes-no", YES_NO, about, lambda at: _is_shown(at, name),
                   classes=classes)  # fmt: skip


RELATIONS = (
    _relation(
        "surer",
        "whether what says the same says it less surely: with a hedge, on a condition, without proof",
        ("INFERRED",),
    ),
    _relation("less_sure", "whether something that says the same says it surer by two steps or more"),
    _relation(
        "unattributed",
        "whether all that says the same has somebody else say it, and this states it",
        ("INFERRED", "SAYING_IS_DOING"),
    ),
    _relation("uncaveated", "whether something that says the same could not be checked, and this does not say so"),
    _relation("respoken", "whether somebody else is named for it than by all that says just the same"),
    _relation("attributed", "whether what states the same has no source, and this names one"),
    _relation("caveated", "whether it says that it could not be checked, and what says the same does not"),
    _relation("unsupported", "whether nothing speaks of the same"),
    _relation("wider", "whether what says the same limits it, and this widens it", SCOPES),
    _relation("escalated", "whether of the same actors less is said on the same scale, nowhere as much", ON_SCALES),
    _relation("presupposed", "whether it takes for done what somebody was only accused of", ("ACCUSED_OF",)),
    _relation("figure_differs", "whether what says the same gives another figure for the same thing"),
    _relation("new_specific", "whether it holds a name or figure that stands nowhere else"),
    _relation("unquoted", "whether it quotes words that are said nowhere else"),
    _relation("quote_differs", "whether it quotes words that stand there otherwise"),
    _relation("premise", "whether it builds on something that could not be checked"),
    _relation("opposite", "whether it says the opposite"),
    _relation("reversed", "whether it leans the other way, as unlikely does to likely"),
    _relation("disowned", "whether the earlier version had somebody else say it, and this does not"),
    _relation("revoiced", "whether the earlier version had somebody else say it than this one has"),
    _relation("vouched", "whether somebody knows or confirms what they only said in the earlier version"),
    _relation("caveat_gone", "whether the earlier version said that it could not be checked, and this does not"),
    _relation("refigured", "whether a figure stands in the place of another one of the earlier version"),
    _relation("requoted", "whether the words it quotes were others in the earlier version"),
)

_TABLE = (
    *RELATIONS,
    Feature("between", "pair", "word", BETWEEN, "what is held against what",
            lambda at: at.pair.between if at.pair else "none"),
    Feature("status", "claim", "word", STATUSES, "what kind of statement it is", lambda at: at.claim.status),
    Feature("holder", "claim", "word", ("author", "source", "self", "unknown"),
            "whose commitment it expresses", lambda at: at.claim.holder),
    Feature("kind", "claim", "word", KINDS, "what it is about", lambda at: at.claim.kind),
    Feature("strength", "claim", "step", (), "the holder's commitment, S0 to S6", lambda at: at.claim.strength),
    Feature("lean", "claim", "word", ("positive", "negative", "even"), "which way it leans", lambda at: at.claim.lean),
    Feature("link", "claim", "word", ("main", "inference", "relative", "coordinate", "contrast"),
            "how it hangs on the claim before it in its sentence", lambda at: at.claim.link,
            shown_by={"inference": "inference", "contrast": "contrast"}),
    Feature("tense", "claim", "word", ("past", "present", "future"), "when it happens", lambda at: at.claim.tense),
    Feature("subject", "claim", "word", ("self", "person", "group", "body", "document", "thing", "pronoun", "none"),
            "what its subject is", lambda at: at.claim.subject),
    Feature("negative", "claim", "yes-no", YES_NO, "whether its own verb is negated", lambda at: at.claim.negative,
            ("negative",)),
    Feature("grade", "claim", "number", (), "how strong its evidence verb is, 0 to 6 (5: shows, 6: proves)",
            lambda at: at.claim.grade, ("evidence",)),
    Feature("event", "claim", "words", EVENTS, "classes of event its words show",
            lambda at: at.claim.classes & EVENT_CLASSES, shown_by=dict(zip(EVENTS, EVENTS, strict=True))),
    Feature("judgment", "claim", "words", JUDGMENTS, "classes of judgment its words show",
            lambda at: at.claim.classes & JUDGMENT_CLASSES, shown_by=dict(zip(JUDGMENTS, JUDGMENTS, strict=True))),
    Feature("act", "claim", "words", (*EVENTS, *JUDGMENTS), "classes of event and judgment its main verb shows",
            lambda at: at.claim.acts, shown_by={name: name for name in (*EVENTS, *JUDGMENTS)}),
    Feature("sources", "claim", "number", (), "how many sources say it", lambda at: len(speakers(at.claim))),
    Feature("source_type", "claim", "words", SOURCE_TYPES, "types of its sources",
            lambda at: frozenset(source.type for source in speakers(at.claim))),
    Feature("source_described", "claim", "yes-no", YES_NO, "whether a source comes with a role or side",
            lambda at: any(source.described for source in speakers(at.claim))),
    Feature("source_party", "claim", "yes-no", YES_NO, "whether a source has a stake in what it says",
            lambda at: any(source.party for source in speakers(at.claim))),
    Feature("source_known", "claim", "yes-no", YES_NO, "whether the house has named every source of it", is_known),
    Feature("source_side", "claim", "words", (), "sides of the conflict its sources are of, as the house names them",
            source_sides, house="sides"),
    Feature("rests_on_one_side", "claim", "yes-no", YES_NO, "whether all its sources are of one side of the conflict",
            rests_on_one_side, house="sides"),
    Feature("about_side", "claim", "word", ("own", "opposing", "both", "none"),
            "which side it speaks of, as its sources see it", about_side, house="sides"),
    Feature("source_grade", "claim", "word", (*RELIABILITIES, "none"),
            "Admiralty reliability of the best of its sources", source_grade, house="sources"),
    Feature("source_credibility", "claim", "number", (),
            "Admiralty credibility of what the best of its sources says, 1 to 6; 0 when not settled",
            source_credibility, house="sources"),
    Feature("cues", "claim", "number", (), "how many words hand it to a source",
            lambda at: len(at.claim.cues), ("cues",)),
    Feature("cue_stance", "claim", "words", STANCES, "classes of its reporting words",
            lambda at: at.claim.stances, ("cues",),
            {stance: f"cue_stance {stance}" for stance in SPOKEN_STANCES}),
    Feature("cue_form", "claim", "words", FORMS, "forms of its reporting words",
            lambda at: at.claim.forms, ("cues",),
            {form: f"cue_form {form}" for form in FORMS if form != "verb"}),
    Feature("cue_negated", "claim", "yes-no", YES_NO, "whether a reporting word is negated",
            lambda at: any(cue.negated for cue in at.claim.cues), ("cues",)),
    Feature("hedges", "claim", "number", (), "how many hedges of the author's weigh on it",
            lambda at: at.claim.hedged, ("hedges",)),
    Feature("boosters", "claim", "number", (), "how many certainty words it holds", lambda at: len(at.claim.boosters),
            ("boosters",)),
    Feature("weasels", "claim", "number", (), "how many unnamed authorities it appeals to",
            lambda at: len(appeals(at.claim)), ("weasels",)),
    Feature("evidence", "claim", "number", (), "how many pieces of evidence it names",
            lambda at: len(at.claim.evidence), ("evidence",)),
    Feature("citations", "claim", "number", (), "how many citations it carries itself",
            lambda at: len(at.claim.citations)),
    Feature("cited", "sentence", "yes-no", YES_NO, "whether a citation here, just after or at the end covers it",
            lambda at: at.sentence_number in at.draft.cited),
    Feature("specifics", "claim", "words", SPECIFICS,
            "kinds of specifics it gives; a place is a name behind in, at, near and the like, not behind to or off",
            lambda at: frozenset(mark.kind for mark in at.claim.specifics),
            shown_by={"number": "number", "percent": "number"}),
    Feature("new_specifics", "claim", "words", SPECIFICS, "kinds of specifics the sentence before does not give",
            new_specifics, shown_by={"number": "number", "percent": "number"}),
    Feature("carry", "claim", "word", ("none", "explicit", "anaphoric"),
            "how the source of the sentence before reaches it", lambda at: at.claim.carry,
            shown_by={"explicit": "anaphoric", "anaphoric": "anaphoric"}),
    Feature("umbrella", "claim", "word", ("none", "supported", "unsupported"),
            "whether it opens a block, or stands in a lead, that has its support below", lambda at: at.claim.umbrella),
    Feature("verification", "claim", "word", VERIFICATIONS, "what is said about checking it",
            lambda at: at.claim.verification, ("verification",)),
    Feature("named_nearby", "sentence", "yes-no", YES_NO,
            "whether this sentence, the one before or the next two name a source", named_nearby),
    Feature("terms", "claim", "number", (), "how many likelihood terms of the authors' it holds, of any ladder",
            lambda at: len(known_terms(at)), ("hedges", "term")),
    Feature("actor", "claim", "words", ("subject", "sponsored"),
            "whether an intrusion set is its subject, or is named as one with a state or a service of one", actor),
    Feature("told_when", "sentence", "yes-no", YES_NO,
            "whether the draft has said when anything happened by the end of its paragraph", is_dated),
    Feature("role", "sentence", "word", ROLES, "the part its block plays in the draft", lambda at: at.sentence.role),
    Feature("block_kind", "block", "word", BLOCK_KINDS, "what its block is", lambda at: block_of(at).kind),
    Feature("facts", "block", "number", (), "how many plain statements of the author's its block makes",
            lambda at: at.draft.facts_of_blocks.get(at.sentence.block, 0)),
    Feature("citing", "block", "yes-no", YES_NO, "whether its block cites anything",
            lambda at: at.draft.cites(at.sentence.block)),
    Feature("quote_words", "quote", "number", (), "how many words are quoted",
            lambda at: at.quote.words if at.quote else 0),
    Feature("quote_attributed", "quote", "yes-no", YES_NO, "whether somebody is named as saying it",
            is_attributed),
    Feature("quoted_title", "quote", "yes-no", YES_NO, "whether the quotation is capitalised like a title",
            quoted_title),
    Feature("own_date", "document", "yes-no", YES_NO, "whether the draft says of what day it is",
            lambda at: at.draft.today is not None),
    Feature("allowed_label", "sentence", "yes-no", YES_NO, "whether it holds a label that the house allows",
            allowed_label, house="labels"),
    Feature("technical", "document", "number", (), "how many of a hundred sentences speak of software and intrusions",
            lambda at: at.draft.technical),
    Feature("citing_share", "document", "number", (), "how many of a hundred paragraphs of its body cite anything",
            lambda at: at.draft.citing_share),
    Feature("dated", "document", "yes-no", YES_NO, "whether it says when it was written or up to when it knows",
            lambda at: at.draft.is_dated),
    Feature("daily", "document", "yes-no", YES_NO, "whether the product comes out every day",
            lambda at: at.draft.house.daily, house="daily"),
    Feature("cut_off", "document", "yes-no", YES_NO, "whether the house has settled an information cut-off",
            lambda at: bool(at.draft.house.cut_off), house="cut_off"),
    Feature("ladder", "document", "word", (), "the ladder that the house or a pack declares, or none",
            lambda at: at.draft.ladder or "none"),
    Feature("estimates", "document", "number", (), "how many likelihood terms of the authors' the draft holds",
            lambda at: at.draft.estimates),
    Feature("ladder_declared", "document", "yes-no", YES_NO, "whether the house itself declares a ladder",
            lambda at: bool(at.draft.house.ladder), house="ladder"),
    Feature("confidence_apart", "document", "yes-no", YES_NO,
            "whether every declared ladder keeps confidence out of sentences with a likelihood term",
            lambda at: at.draft.scale.confidence_apart),
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
    "pair": ("pair", "claim", "sentence", "block", "document"),
    "claim": ("claim", "sentence", "block", "document"),
    "sentence": ("sentence", "block", "document"),
    "quote": ("quote", "sentence", "block", "document"),
    "block": ("block", "document"),
    "document": ("document",),
}
