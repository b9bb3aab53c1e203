"""What the words of a language tell about claims: signs, facts, verbs, words that point back. Learnt once, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, reduce
from operator import or_

from vetter.artefact import Engine
from vetter.ledger import SourceMark, sign, signs
from vetter.lexicon import VERB_FORMS, Facts, parted
from vetter.phrases import Phrase
from vetter.signs import CLASSES, COMPLEMENTS, HELPERS, signs_of, wavers
from vetter.specifics import kind_of as specific_kind
from vetter.tokens import folded
from vetter.values import Any, NamedTuple
from vetter.words import Lookup

SPEAKERS = frozenset(["he", "she", "they", "it"])
POINTERS = frozenset(["the", "this", "that", "these", "those", "such"])
"""Words that point back to what was just spoken of; those of the second list with a noun for an event."""
TEXTUAL = frozenset(
    """report reports assessment assessments analysis paper blog study chapter chapters section sections summary finding
    findings term terms figure table likelihood confidence literature annex contributions dataset methodology""".split()
)
"""Words for a text or its parts."""
FINITE_WORDS = frozenset(["BE", "HAVE", "DO", "MODAL", "NEG_AUX", "VERBAL", "IS_A"])
VERB_CLASSES = frozenset(
    ["SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL", "BELIEF", "MIND", "SHOW", "APPEAR", "ISSUE",
     "MAINTAIN", "ACT", "SAY_NOUN", "ACT_NOUN", "STANDING", "DOING"]
)  # fmt: skip
STANCE_CLASSES = (
    "SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL", "VOICE", "THAT_NOUN", "BELIEF", "MIND", "VERIFY",
    "WATCH",
    "ACCORDING", "CITING", "SILENCE", "ATTITUDE", "ATTITUDE_NOUN", "ACT", "TITLED", "FIND", "ISSUE",
    "MAINTAIN", "SAY_NOUN", "ACT_NOUN", "GO_ON",
)  # fmt: skip
STEP_CLASSES = (
    "LADDER", "LIKELY", "HEDGE_ADVERB", "HEDGE_ADJECTIVE", "HEDGE_NOUN", "HEDGE_PHRASE", "UNKNOWN", "MAY", "COULD",
    "SHOULD",
    "APPEAR", "EV_SUGGEST", "EV_INDICATE", "EV_POINT", "SHOW", "INFERENCE", "SPECULATE", "ASSESS", "EXPECTED",
    "WEAK_BELIEF",
    "CONFIDENCE", "TEND", "HEARSAY", "HEARSAY_ADJECTIVE",
)  # fmt: skip
SHAPES = {
    "CITE": "citations", "URL": "citations", "OPEN": "quotes", "CLOSE": "closes", "FIRST_PERSON": "self",
    "SELF_NAME": "self", "SELF_NOUN": "self", "BUT": "contrast", "CONTRAST": "contrast", "NEGATIVE": "negative",
    "ASKS": "asks", "NUMBER": "number", "NUMBER_WORD": "number", "PERCENT": "number", "MONEY": "number",
}  # fmt: skip
"""Signs by the classes of a word that are not noted otherwise."""
HELPED = HELPERS | {"TO"}  # "continued to shell"
MARKED = signs(("quotes", "closes"))
POINTING, CONTRAST, WAVERING, OF_TEXT = map(sign, ("anaphoric", "contrast", "wavering", "textual"))


def facts_table(engine: Engine, names: Iterable[str]) -> dict[str, Facts]:
    """word or phrase -> its facts, from the first of these classes that has any."""
    table: dict[str, Facts] = {}
    for name in names:
        for suffix in VERB_FORMS:
            for word, facts in engine.lexicon.facts.get(name + suffix, {}).items():
                table.setdefault(word, facts)
    return table


class Lore:
    """What the engine's words tell of claims: what is looked up again and again, learnt once."""

    def __init__(self, engine: Engine, self_names: Iterable[str]) -> None:
        self.engine = engine
        self.classes_of = engine.coder.classes_of
        self.self_names = frozenset(folded(name) for name in self_names)
        self.self_codes = self.codes_of(name.split()[-1] for name in self.self_names if name.strip())
        self.stances = Lookup(facts_table(engine, STANCE_CLASSES))
        self.steps = Lookup(facts_table(engine, (*STEP_CLASSES, *engine.lexicon.term_classes())))
        self.described: dict[str, SourceMark] = {}
        self.noted = Learnt(self.marks_of)
        self.finite = Learnt(self.finiteness)
        self.doubtful = Learnt(self.may_be_verb)
        self.opens_clause = Learnt(self.may_open_clause)
        self.details = Learnt(self.specific_kind)
        self.signs_of_class = Learnt(self.class_shows)
        self.shown_by_word = Learnt(self.word_shows)
        self.wavering = Learnt(self.wavers)
        self.shown = Learnt(self.shows)

    def leaves_open(self, codes: str, signs: int, opened: bool) -> bool:
        """Whether a quotation is open where a sentence ends that begins outside one, or inside one (`opened`)."""
        for code in reversed(codes) if signs & MARKED else ():
            classes = self.classes_of[code]
            if "OPEN" in classes or "CLOSE" in classes:
                return "OPEN" in classes
        return opened

    def last_close(self, codes: str) -> int:
        """Where the last closing quotation mark of a block stands: a lone mark has opened nothing."""
        return max((codes.rfind(code) for code in set(codes) if "CLOSE" in self.classes_of[code]), default=-1)

    def signs(self, codes: str, chunks: list[str], phrases: list[Phrase]) -> int:
        """What the claims of a sentence may show, so that nobody need ask them about the rest."""
        shown = self.shown
        signs = signs_of(phrases) if phrases else 0
        for chunk in chunks:
            signs |= shown[chunk]
        if signs & WAVERING:
            signs |= self.settled(codes)
        return signs | (POINTING if self.points_back(codes) else 0)

    def points_back(self, codes: str) -> bool:
        """Whether a sentence begins with "it", "they" or "the attack": something just spoken of."""
        if codes[1] in self.speakers:
            return True
        return codes[1] in self.pointers and any("EVENT_NOUN" in self.classes_of[code] for code in codes[2:5])

    def settled(self, codes: str) -> int:
        """What words show that are verbs of events only beside certain others: "forces", "will advance"."""
        found, wavering, classes_of = 0, self.wavering, self.classes_of
        for place, code in enumerate(codes):
            known = wavering[code]
            if known:
                after = classes_of[codes[place + 1 : place + 2]]
                found |= known.completed if not after.isdisjoint(COMPLEMENTS) else 0
                found |= known.helped if not classes_of[codes[place - 1]].isdisjoint(HELPED) else 0
        return found

    def wavers(self, code: str) -> Wavering | None:
        names = [parted(name) for name in self.classes_of[code] if self.signs_of_class[name] == WAVERING]
        by_suffix = {"_AMB": 0, "_BASE": 0}
        for name, suffix in names:
            by_suffix[suffix] |= signs(filter(None, (name, CLASSES.get(name))))
        completed, helped = by_suffix.values()
        return Wavering(completed, helped) if names else None

    @cached_property
    def textual(self) -> frozenset[str]:
        return self.codes_of(TEXTUAL)

    @cached_property
    def speakers(self) -> frozenset[str]:
        return self.codes_of(SPEAKERS)

    @cached_property
    def pointers(self) -> frozenset[str]:
        return self.codes_of(POINTERS)

    def codes_of(self, words: Iterable[str]) -> frozenset[str]:
        """The last class characters of these words, however they are written."""
        coder = self.engine.coder
        return frozenset(coder[case(word)][-1] for word in words for case in (str.lower, str.capitalize, str.upper))

    def shows(self, codes: str) -> int:
        """What a claim may show by these words, as signs."""
        textual = OF_TEXT if not self.textual.isdisjoint(codes) else 0
        return reduce(or_, map(self.shown_by_word.__getitem__, codes), textual)

    def word_shows(self, code: str) -> int:
        return reduce(or_, map(self.signs_of_class.__getitem__, self.classes_of[code]), 0)

    def class_shows(self, name: str) -> int:
        """What a claim may show by a word of this class."""
        if name[0] == "#":  # see `artefact.with_facts`
            told = name.partition(":")[2].split(",")
            return signs("term" if each == "term" else f"cue_stance {each}" for each in told)
        if name[0] == "'":  # a quoted word, as a third of all classes are
            return 0
        base, suffix = parted(name)
        if base in self.engine.lexicon.marks:
            return WAVERING if wavers(base, suffix) else signs(filter(None, (base, CLASSES.get(base))))
        return sign(SHAPES[name]) if name in SHAPES else 0

    def finiteness(self, code: str) -> str:
        """Whether a word is a finite verb: "verb"; "will", which may be a noun; or ""."""
        classes = self.classes_of[code]
        found = not classes.isdisjoint(FINITE_WORDS) or any(
            name in VERB_CLASSES or name.endswith("_PAST") or (name[:2] in ("E_", "J_") and is_verb_class(name))
            for name in classes
        )
        return ("will" if "WILL" in classes else "verb") if found else ""

    def may_be_verb(self, code: str) -> bool:
        return any(name.endswith("_AMB") for name in self.classes_of[code])

    def may_open_clause(self, code: str) -> bool:
        return not self.classes_of[code].isdisjoint(("CLAUSE_OPENER", "SUBORDINATOR"))

    def specific_kind(self, code: str) -> str:
        return specific_kind(self.classes_of[code])

    def marks_of(self, code: str) -> tuple[tuple[str, str], ...]:
        """The noted classes of a word, each with the verb form it has them by."""
        pairs = {parted(name) for name in self.classes_of[code]}
        return tuple(sorted(pair for pair in pairs if pair[0] in self.engine.lexicon.marks))


class Wavering(NamedTuple):
    """What a word shows before a complement, and behind an auxiliary, as signs."""

    completed: int
    helped: int


class Learnt(dict[str, Any]):
    """class character -> what `tell` says of it, asked once."""

    def __init__(self, tell: Callable[[str], Any]) -> None:
        super().__init__()
        self.tell = tell

    def __missing__(self, code: str) -> Any:
        told = self[code] = self.tell(code)
        return told


def is_verb_class(name: str) -> bool:
    return not name.endswith(
        ("_NOUN", "_PHRASE", "_AMB", "_BASE", "_ING", "_EN", "_EVALUATION", "_CAPABILITY", "_PREDICTION", "_MOTIVE")
    )
