"""The values of the claim ledger: what vetter understood of a sentence. `claims` and `discourse` make them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from vetter.document import Document

STATUSES = (
    "heading", "meta", "definition", "question", "directive", "note",
    "attrib", "hearsay", "verified", "assess", "hedge", "assert",
)  # fmt: skip
KINDS = ("event", "judgment", "background", "evidence-state", "text-content")


class Cue(NamedTuple):
    """Words that hand a claim to a source. `stance` is the verb's class (report, doubt, factive, admission, accusation,
    denial, directive, promise, estimate, belief, emotive, silence, hearsay, mental, evidence, according);
    `form` is verb, participle, passive, noun, preposition, adverb, adjective or quote."""

    start: int
    end: int
    stance: str
    form: str
    negated: bool = False


class SourceMark(NamedTuple):
    """Who is said to say it. `type`: self, person, official, organisation, media, social, milblogger, anonymous,
    collective, expert, document, thing, pronoun. `described`: says who they are; `party`: has a stake in what it
    says."""

    start: int
    end: int
    type: str
    number: str = "singular"
    described: bool = False
    party: bool = False


class Hedge(NamedTuple):
    """A word that lowers certainty: step 0 to 4, lean positive, negative or even, holder author or source.

    `form` is modal, adverb, adjective, verb, noun, phrase or hearsay; `term` is the likelihood term when a ladder
    knows it
    ("very unlikely"), else ""; `negated` says a negation stands over it."""

    start: int
    end: int
    step: int
    lean: str
    holder: str
    form: str
    term: str = ""
    negated: bool = False


class Mark(NamedTuple):
    """A stretch with a kind: a booster, weasel, status phrase, piece of evidence, citation or specific."""

    start: int
    end: int
    kind: str


UNSAID: dict[str, Any] = {
    "kind": "event", "classes": frozenset(), "acts": frozenset(), "tense": "present", "subject": "none",
    "negative": False, "grade": 0,
    "cues": (), "sources": (), "hedges": (), "boosters": (), "weasels": (), "status_phrases": (), "evidence": (),
    "citations": (), "specifics": (), "others": (), "verification": "none",
}  # fmt: skip
"""What a claim holds when nothing else is known of it."""


class Claim:
    """One proposition with one holder and one status.

    `link` says how it hangs on the claim before it in its sentence: main, inference, relative, coordinate, contrast.
    `classes` are event classes (casualty, materiel-loss, control, advance, withdrawal, attack, movement, wrongdoing,
    morale,
    cyber, legal, diplomatic) and judgment classes (intent, mind, cause, prediction, capability, evaluation) its words
    show. `tense` is past, present or future. `grade` is the strength of its evidence verb, 0 to 6. `subject` is self,
    person,
    group, body, document, thing, pronoun or none. `negative` says its own verb is negated.
    `steps` tells how the reading came about, for `vetter parse` and `vetter explain`.

    What is not given is asked of `asked` when first wanted, and kept: most rules never ask most claims for most of
    this, and a claim costs a sixth of what it would whole. To everyone outside it is a value like the others.
    """

    start: int
    end: int
    status: str
    holder: str
    strength: int
    lean: str
    link: str
    carry: str
    umbrella: str
    steps: tuple[str, ...]
    kind: str
    classes: frozenset[str]
    acts: frozenset[str]
    tense: str
    subject: str
    negative: bool
    grade: int
    cues: tuple[Cue, ...]
    sources: tuple[SourceMark, ...]
    hedges: tuple[Hedge, ...]
    boosters: tuple[Mark, ...]
    weasels: tuple[Mark, ...]
    status_phrases: tuple[Mark, ...]
    evidence: tuple[Mark, ...]
    citations: tuple[Mark, ...]
    specifics: tuple[Mark, ...]
    others: tuple[Mark, ...]
    verification: str

    __slots__ = (
        "_asked",
        "acts",
        "boosters",
        "carry",
        "citations",
        "classes",
        "cues",
        "end",
        "evidence",
        "grade",
        "hedges",
        "holder",
        "kind",
        "lean",
        "link",
        "negative",
        "others",
        "sources",
        "specifics",
        "start",
        "status",
        "status_phrases",
        "steps",
        "strength",
        "subject",
        "tense",
        "umbrella",
        "verification",
        "weasels",
    )  # fmt: skip

    def __init__(
        self,
        start: int,
        end: int,
        status: str,
        holder: str,
        strength: int,
        lean: str,
        kind: str | None = None,
        link: str = "main",
        steps: tuple[str, ...] = (),
        carry: str = "none",
        umbrella: str = "none",
        asked: Callable[[str], Any] = UNSAID.__getitem__,
        **known: Any,
    ) -> None:
        self.start = start
        self.end = end
        self.status = status
        self.holder = holder
        self.strength = strength
        self.lean = lean
        self.link = link
        self.steps = steps
        self.carry = carry
        self.umbrella = umbrella
        self._asked = asked
        if kind is not None:
            self.kind = kind
        for name, value in known.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in UNSAID:
            raise AttributeError(name)
        value = self._asked(name)
        setattr(self, name, value)
        return value

    def _replace(self, **changes: Any) -> Claim:
        """The same claim with other values for some of its fields."""
        made = Claim.__new__(Claim)
        for name in Claim.__slots__:
            try:
                value = changes[name] if name in changes else object.__getattribute__(self, name)
            except AttributeError:
                continue
            setattr(made, name, value)
        return made


class Quote(NamedTuple):
    """A quotation: the stretch with its marks, how many words stand in it, and whether somebody is named as saying
    it."""

    start: int
    end: int
    words: int
    attributed: bool


class Sentence(NamedTuple):
    """A sentence with its claims, the first being its main clause's; `block` indexes `Document.blocks`.

    `signs` names, cheaply and leaving nothing out, what its claims may show: classes of words, of events and judgments,
    and the fields that may hold something. None: nobody has looked.
    """

    start: int
    end: int
    block: int
    role: str
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...] = ()
    signs: frozenset[str] | None = None


class Reading(NamedTuple):
    """A whole draft as understood; sentences in order of start."""

    document: Document
    sentences: tuple[Sentence, ...]
