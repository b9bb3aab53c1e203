"""The values of the claim ledger: what vetter understood of a sentence. `claims` and `discourse` make them."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_

from vetter.document import Document
from vetter.values import Any, NamedTuple, Self

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


EVERY_SIGN = -1
"""The signs of a sentence nobody has looked at: it may show anything."""

_signs: dict[str, int] = {}


def sign(name: str) -> int:
    """The bit by which a sentence says that it may show this: a class of words, an event, a field of its claims."""
    return _signs.setdefault(name, 1 << len(_signs))


def signs(names: Iterable[str]) -> int:
    """The bits of several names together."""
    return reduce(or_, map(sign, names), 0)


CHECKED, CITED, QUOTED = sign("verification"), sign("citations"), sign("quotes")


class Told:
    """A value of which some fields are worked out when they are first wanted, and then kept.

    Most rules never ask most sentences for most of what there is to know, and a claim costs a sixth of what it would
    whole. To everyone outside it is a value like the others.
    """

    __slots__: tuple[str, ...] = ("_asked",)
    _asked: Callable[[str], Any] | None

    def __getattr__(self, name: str) -> Any:
        if name[0] == "_":
            raise AttributeError(name)
        value = self._asked(name) if self._asked else self.answer(name)
        setattr(self, name, value)
        return value

    def answer(self, name: str) -> Any:
        """What a field holds when there is nobody to ask."""
        raise AttributeError(name)

    def is_told(self, name: str) -> bool:
        """Whether this field is known already."""
        try:
            object.__getattribute__(self, name)
        except AttributeError:
            return False
        return True

    def _replace(self, **changes: Any) -> Self:
        """The same value with other values for some of its fields."""
        made = type(self).__new__(type(self))
        for name in ("_asked", *type(self).__slots__):
            try:
                value = changes[name] if name in changes else object.__getattribute__(self, name)
            except AttributeError:
                continue
            setattr(made, name, value)
        return made


class Claim(Told):
    """One proposition with one holder and one status.

    `link` says how it hangs on the claim before it in its sentence: main, inference, relative, coordinate, contrast.
    `classes` are the event classes (casualty, materiel-loss, control, advance, withdrawal, attack, movement,
    wrongdoing, morale, cyber, legal, diplomatic) and judgment classes (intent, mind, cause, prediction, capability,
    evaluation, trend) its words show. `tense` is past, present or future. `grade` is the strength of its evidence verb,
    0 to 6. `subject` is self, person, group, body, document, thing, pronoun or none. `negative` says its own verb is
    negated. `hedged` counts the author's hedges; `stances` and `forms` are those of its cues; `marks` names the noted
    word classes in it.
    `steps` tells how the reading came about, for `vetter parse` and `vetter explain`.

    What is not given is asked of `asked` when first wanted.
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
    hedged: int
    marks: frozenset[str]
    stances: frozenset[str]
    forms: frozenset[str]
    verification: str

    __slots__ = (
        "acts",
        "boosters",
        "carry",
        "citations",
        "classes",
        "cues",
        "end",
        "evidence",
        "forms",
        "grade",
        "hedged",
        "hedges",
        "holder",
        "kind",
        "lean",
        "link",
        "marks",
        "negative",
        "others",
        "sources",
        "specifics",
        "stances",
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
        start: int | None,
        end: int | None,
        status: str,
        holder: str,
        strength: int,
        lean: str,
        kind: str | None = None,
        link: str = "main",
        steps: tuple[str, ...] | None = (),
        carry: str = "none",
        umbrella: str | None = "none",
        asked: Callable[[str], Any] | None = None,
        **known: Any,
    ) -> None:
        if start is not None:
            self.start = start
        if end is not None:
            self.end = end
        self.status = status
        self.holder = holder
        self.strength = strength
        self.lean = lean
        self.link = link
        if steps is not None:
            self.steps = steps
        self.carry = carry
        if umbrella is not None:
            self.umbrella = umbrella
        self._asked = asked
        if kind is not None:
            self.kind = kind
        for name, value in known.items():
            setattr(self, name, value)

    def answer(self, name: str) -> Any:
        """What follows from the fields that are known, for a claim made by hand."""
        match name:
            case "stances":
                return frozenset(cue.stance for cue in self.cues)
            case "forms":
                return frozenset(cue.form for cue in self.cues)
            case "hedged":
                return sum(hedge.holder == "author" for hedge in self.hedges)
            case "marks":
                return frozenset(mark.kind for mark in self.others)
        return UNSAID[name]


class Quote(NamedTuple):
    """A quotation: the stretch with its marks, how many words stand in it, and whether somebody is named as saying
    it."""

    start: int
    end: int
    words: int
    attributed: bool


class Sentence(Told):
    """A sentence with its claims, the first being its main clause's; `block` indexes `Document.blocks`.

    `signs` say, cheaply and leaving nothing out, what its claims may show. `size` is the number of its claims, `cited`
    whether a citation is written in it. What is not given is asked of `asked` when first wanted.
    """

    block: int
    role: str
    signs: int
    start: int
    end: int
    size: int
    cited: bool
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]

    __slots__ = ("block", "cited", "claims", "end", "quotes", "role", "signs", "size", "start")

    def __init__(
        self, block: int, role: str, signs: int = EVERY_SIGN, asked: Callable[[str], Any] | None = None, **known: Any
    ) -> None:
        self.block = block
        self.role = role
        self.signs = signs
        self._asked = asked
        for name, value in known.items():
            setattr(self, name, value)

    def forget(self) -> None:
        """Let go of what can be worked out again, once it is unlikely to be asked for."""

    def answer(self, name: str) -> Any:
        """What follows from the claims, for a sentence of which only they are known."""
        match name:
            case "size":
                return len(self.claims)
            case "cited":
                return any(claim.citations for claim in self.claims)
        return ()


class Reading(NamedTuple):
    """A whole draft as understood; sentences in order of start.

    Sentences know their neighbours, so that only the collector can free them; where it is switched off, `let_go` parts
    them when no more will be asked. `classes` are those of each word of the lexicon.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    let_go: Callable[[], object] = int
    classes: Mapping[str, frozenset[str]] = {}
