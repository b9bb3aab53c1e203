"""What one piece of a sentence shows: its verb and subject, cues, sources, hedges, evidence, details."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, Protocol

from vetter import sources
from vetter.ledger import Cue, Hedge, Mark, SourceMark, sign, signs
from vetter.phrases import Kind, Phrase
from vetter.specifics import specifics
from vetter.words import Lookup, Piece, Places, Words

SUBJECTS = (
    ("FIRST_PERSON", "self"), ("SELF_NAME", "self"), ("GROUP", "group"), ("PRONOUN", "pronoun"), ("TEXTUAL",
    "document"),
    ("DOCUMENT", "document"), ("PERSON", "person"), ("OFFICIAL", "body"), ("METONYM", "body"), ("ORGANISATION", "body"),
)  # fmt: skip
EVENTS = {
    "E_CASUALTY": "casualty", "E_CASUALTY_NOUN": "casualty", "E_MATERIEL": "materiel-loss", "E_CONTROL": "control",
    "E_ADVANCE": "advance", "E_ADVANCE_NOUN": "advance", "E_WITHDRAWAL": "withdrawal", "E_ATTACK": "attack",
    "E_MOVEMENT": "movement", "E_WRONGDOING": "wrongdoing", "E_WRONGDOING_NOUN": "wrongdoing", "E_MORALE": "morale",
    "E_CYBER": "cyber", "E_LEGAL": "legal", "E_DIPLOMATIC": "diplomatic",
}  # fmt: skip
JUDGMENTS = {
    "J_INTENT": "intent", "J_MIND": "mind", "J_MIND_PHRASE": "mind", "J_CAUSE": "cause", "J_CAUSE_PHRASE": "cause",
    "J_CAPABILITY": "capability", "J_EVALUATION": "evaluation", "J_PREDICTION": "prediction",
    "J_COMPARISON": "evaluation", "J_TREND": "trend", "J_EFFECT": "cause",
    "J_SIGNAL": "evaluation",
}  # fmt: skip
CLASSES = {**EVENTS, **JUDGMENTS, "E_OTHER": "", "OPERATION": "attack", "EFFORT": "intent", "WILLING": "intent"}
HOLDING = frozenset(["active", "silence", "passive", "according", "inverted"])
"""Attributions that hand the whole clause to the source."""
REPORTING = frozenset(["active", "participle", "reduced", "owned", "noun", "relative", "coordinated"])
"""Attributions whose content follows their cue."""
CUE_FAMILIES = frozenset(["attribution", "hearsay", "evidence", "weasel"])
CUE_HEDGES = frozenset(["appear", "expected", "suggest", "indicate"])
"""Hedges that show where a view comes from."""
TELLING = frozenset(
    ["active", "mental", "shows", "participle", "reduced", "according", "silence", "spoken", "passive", "found"]
)
"""Attributions behind which, in their clause, another source speaks inside what theirs says."""
BESIDE = frozenset(["inverted", "according", "citing", "coordinated", "silence", "asked"])
"""Attributions that stand beside another, never inside what it reports."""
PLAIN = frozenset(["active", "mental"])
VERBAL = frozenset(
    [
        "active",
        "mental",
        "coordinated",
        "relative",
        "passive",
        "spoken",
        "participle",
        "reduced",
        "act",
        "found",
        "shows",
    ]
)
AUXILIARIES = frozenset(["BE", "HAVE", "DO", "MODAL", "NEG_AUX", "NOT", "BETWEEN", "LY"])
JOINED = frozenset(["active", "participle", "reduced", "spoken", "act", "evidence", "shows"])
"""Attributions that, joined to another by a comma or "and", stand beside it."""
SUBJECTLESS = frozenset(["participle", "coordinated"])
SUBJECT = 9  # words of a subject that is a source; a longer one is more than its name
UNTOLD = frozenset(["THAT", "DO", "'what'"])
"""Before a verb of the mind: "what he wants" and "do you know" report nothing."""
LINKS = frozenset(["ADVERB", "LY", "RELATIVE", "SUBORDINATOR", "'with'"])
JOINTS = frozenset(["COMMA", "AND", "BUT", "SEMICOLON", "DASH", "CLOSE"])
CUE_FORMS = {
    "active": "verb", "mental": "verb", "inverted": "verb", "silence": "verb", "according": "preposition",
    "passive": "passive",
    "participle": "participle", "reduced": "participle", "owned": "noun", "noun": "noun", "citing": "participle",
    "shows": "verb", "watched": "verb", "inference": "participle", "group": "verb", "adverb": "adverb",
    "adjective": "adjective", "widely": "passive", "reports": "noun", "coordinated": "verb", "relative": "verb",
    "attitude": "noun",
}  # fmt: skip
HEDGE_FORMS = {
    "modal": "modal", "likelihood": "adverb", "negated": "phrase", "adverb": "adverb", "adjective": "adjective",
    "noun": "noun",
    "phrase": "phrase", "verb": "verb", "evidence": "verb", "assess": "verb", "expected": "verb",
    "confidence": "phrase",
    "whether": "question",
}  # fmt: skip
CAUSES = frozenset(["J_CAUSE", "J_EFFECT"])
OPENERS = frozenset(["PREPOSITION", "CLAUSE_OPENER", "SUBORDINATOR", "ADVERB", "LY", "ORDINAL", "TO", "AND", "BUT"])
NO_OBJECT = frozenset(["STOP", "COMMA", "AND", "PREPOSITION", "SEMICOLON"])
HELPING = frozenset(["ADVERB", "LY", "NOT", "BETWEEN", "BE", "HAVE"])
MINDS = frozenset(["self", "person", "group", "body"])
MINDED = frozenset(
    ["PERSON", "OFFICIAL", "METONYM", "ORGANISATION", "FIRST_PERSON", "SELF_NAME", "MILBLOGGER", "MEDIA"]
)
WORTH = frozenset(["J_EVALUATION", "J_COMPARISON", "J_TREND"])
COMPLEMENT = 7  # words from a linking verb on within which a word of value says what its subject is worth
PROOF = 5  # grade of an evidence verb that leaves nothing open
CLOSE = 6  # words from the main verb on that still say what it does
BESIDE_VERB = frozenset(["ADVERB", "LY", "NOT", "BETWEEN"])
LINKING = frozenset(["BE", "HAVE", "IS_A", "LINKING"])
HELPERS = frozenset(["MODAL", "DO", "NEG_AUX", "NOT"])
COMPLEMENTS = frozenset(["TO", "DET", "THAT"])
CLAUSE_OPENERS = frozenset(["THAT", "RELATIVE", "SUBORDINATOR", "WHETHER"])


SIGNS: dict[str, tuple[str, ...]] = {
    "attribution": ("cues", "weasels"),
    "hearsay": ("cues", "hedges", "weasels"),
    "evidence": ("cues", "hedges", "evidence", "verification"),
    "status": ("verification",),
    "weasel": ("cues", "weasels"),
    "hedge": ("hedges",),
    "boost": ("boosters", "hedges"),
    "citation": ("citations",),
}
"""The fields that phrases of a family can fill."""


HEDGES, STACK = sign("hedges"), sign("hedge_stack")


def signs_of(phrases: list[Phrase]) -> int:
    """What these phrases let the claims of a sentence show."""
    shown = 0
    for phrase in phrases:
        said = kind_signs(phrase.kind)
        if said & shown & HEDGES:
            shown |= STACK
        shown |= said
    return shown


@lru_cache(maxsize=4096)
def kind_signs(kind: Kind) -> int:
    """What a phrase of this kind lets a claim show."""
    if kind.family == "mark":
        return signs(filter(None, (kind.rule.upper(), CLASSES.get(kind.rule.upper()))))
    form = CUE_FORMS.get(kind.label, "")
    names = [*SIGNS.get(kind.family, ()), *(["mind"] if kind.label == "mental" else [])]
    if is_cue(kind):
        names.append("cues")
    if form:
        names.append(f"cue_form {form}")
    if kind.label == "spoken":
        names.append("cue_form participle")
    if kind.rule == "inference":
        names.append("inference")
    if kind.label == "negated":
        names.append("negated_term")
    return signs(names)


def is_cue(kind: Kind) -> bool:
    """Whether phrases of this kind hand something to somebody."""
    return kind.family in CUE_FAMILIES or (kind.family == "hedge" and kind.rule in CUE_HEDGES)


class Known(Protocol):
    """What the reader knows of words."""

    @property
    def stances(self) -> Lookup: ...
    @property
    def steps(self) -> Lookup: ...
    @property
    def self_names(self) -> frozenset[str]: ...
    @property
    def self_codes(self) -> frozenset[str]: ...
    @property
    def finite(self) -> Mapping[str, str]: ...
    @property
    def opens_clause(self) -> Mapping[str, bool]: ...
    @property
    def details(self) -> Mapping[str, str]: ...
    @property
    def noted(self) -> Mapping[str, tuple[tuple[str, str], ...]]: ...
    @property
    def described(self) -> dict[str, SourceMark]: ...

    @property
    def doubtful(self) -> Mapping[str, bool]: ...
    def main_verb(self, words: Words, piece: Piece) -> int | None: ...


class Parts:
    """One piece, read as far as a question needs it."""

    def __init__(
        self,
        known: Known,
        words: Words,
        piece: Piece,
        phrases: list[Phrase],
        cited: Places,
        umbrella: Callable[[], str],
    ) -> None:
        self.umbrella = umbrella
        self.known = known
        self.words = words
        self.piece = piece
        self.cited = cited
        self.phrases = phrases
        self.verb = self.find_verb()
        """The token of the main clause's finite verb."""
        self.holder = self.find_holder()
        """The attribution that holds the main clause."""

    def told(self, status: str, step: str) -> Callable[[str], Any]:
        """What a claim of this status, decided by this step, asks for later, by the name of its field."""

        def answer(name: str) -> Any:
            if name == "kind":
                return kind_of(self, status)
            if name == "steps":
                return (self.written(step),)
            value = ANSWERS[name](self)
            return tuple(value) if isinstance(value, Iterator) else value

        return answer

    def written(self, step: str) -> str:
        """A step with the word that made it."""
        return step.replace("{cue}", self.words.word(self.holder.place[1] - 1)) if self.holder else step

    def find_verb(self) -> int | None:
        """The finite verb of the main clause; of a word that may be a noun, a phrase knows it for a verb."""
        found = self.known.main_verb(self.words, self.piece)
        reported = self.known.opens_clause[self.words.codes[self.piece.start]]
        for phrase in self.phrases:
            start, end = phrase.place
            if found is not None and start >= found:
                continue
            if phrase.kind.label in ("active", "shows") and self.piece.start < start and self.is_doubtful(start):
                return start
            if phrase.kind.label in PLAIN and not reported and self.is_plain(phrase):
                return end - 1
        return found

    def is_doubtful(self, place: int) -> bool:
        """Whether a word may be a verb or a noun, and nothing owns it."""
        return self.known.doubtful[self.words.codes[place]] and "POSS" not in self.words.classes[place - 1]

    def is_plain(self, phrase: Phrase) -> bool:
        """Whether a phrase makes a verb of a word that could be a noun: "officials claim that"."""
        start, end = phrase.place
        after = self.words.classes[end] if end < len(self.words.classes) else frozenset()
        return (
            "THAT" in after
            and "POSS" not in self.words.classes[start - 1]
            and not self.known.finite[self.words.codes[end - 1]]
        )

    def span(self) -> tuple[int, int]:
        return self.words.span(self.piece.start, self.piece.end)

    def find_holder(self) -> Phrase | None:
        first: Phrase | None = None
        for phrase in self.phrases:
            if phrase.kind.family == "attribution" and phrase.kind.label in HOLDING and self.holds(phrase):
                source = self.source_of(phrase)
                if source is None or source.type != "thing":
                    return phrase
                first = first or phrase
        return first

    def holds(self, phrase: Phrase) -> bool:
        label = phrase.kind.label
        if label in ("according", "inverted") or self.verb is None:
            return True
        if label == "passive":
            return self.verb >= phrase.start - 3
        return phrase.start <= self.verb < phrase.end

    def reported(self, place: int) -> bool:
        """Whether a token lies in what a source says."""
        return place >= self.first_reported

    @cached_property
    def first_reported(self) -> int:
        """The first token that a source, not the author, answers for."""
        if self.holder is not None and self.holder.kind.label in ("according", "inverted"):
            return 0
        reporting = (p for p in self.phrases if p.kind.family == "attribution" and self.opens_report(p))
        return min((phrase.place[1] for phrase in reporting), default=len(self.words.codes) + 1)

    def opens_report(self, phrase: Phrase) -> bool:
        """Whether what follows is a source's; after "Lind's statement" only if "that" does."""
        after = phrase.place[1]
        label, first = phrase.kind.label, phrase.place[0]
        if label not in REPORTING or (label == "noun" and self.verb is not None and self.verb >= first):
            return False
        return label != "owned" or self.words.has("THAT", after, after + 1)

    def opening(self, size: int) -> str:
        start = self.piece.start
        return self.words.phrase(start, min(start + size, self.piece.end))

    def phrases_of(self, *families: str) -> list[Phrase]:
        return [phrase for phrase in self.phrases if phrase.kind.family in families]

    def source_strength(self) -> int:
        """How far the source commits itself: by the strongest hedge inside what it says, else flatly."""
        if not self.words.signs & HEDGES:
            return 5
        return min((hedge.step for _, hedge in self.hedging if hedge.holder == "source"), default=5)

    def source_of(self, phrase: Phrase) -> SourceMark | None:
        """The source a phrase names, as far as its words tell, without its place."""
        slot = phrase.slot("source")
        if slot is None:
            return None
        start, end = slot
        return self.described(start, end)

    def described(self, start: int, end: int) -> SourceMark:
        """What the words of a source tell of it."""
        codes = self.words.codes[start:end]
        if codes[-1] in self.known.self_codes and self.names_self(start, end):
            return SourceMark(0, 0, "self")
        known = self.known.described.get(codes)
        if known is None:
            known = self.known.described[codes] = sources.describe(self.words.classes[start:end])
        return known

    def names_self(self, start: int, end: int) -> bool:
        """Whether these words are a name the house goes by."""
        named = self.words.phrase(start, end)
        return named in self.known.self_names or named.removeprefix("the ") in self.known.self_names

    @cached_property
    def reporting(self) -> list[Phrase]:
        """The phrases by which the author reports: none inside a quotation or inside what a source says."""
        quoted = frozenset(self.words.quoted())
        kept: list[Phrase] = []
        teller: Phrase | None = None
        for phrase in self.phrases:
            if not is_cue(phrase.kind) or phrase.place[0] in quoted:
                continue
            if phrase.kind.label == "mental" and not self.words.classes[phrase.start - 1].isdisjoint(UNTOLD):
                continue
            if teller is not None and self.told_within(phrase, teller):
                continue
            kept.append(phrase)
            if teller is None and phrase.kind.label in TELLING and not self.about_somebody(phrase):
                teller = phrase
        return kept

    def about_somebody(self, phrase: Phrase) -> bool:
        """Whether the words of a phrase only tell who somebody is: "Lind, who said so before, ..."."""
        return "WHO" in self.words.classes[phrase.start]

    def told_within(self, phrase: Phrase, teller: Phrase) -> bool:
        """Whether a phrase behind a reporting verb belongs to what is reported."""
        label, classes = phrase.kind.label, self.words.classes
        if (
            label in BESIDE
            or phrase.start <= teller.start
            or (phrase.kind.family == "hearsay" and teller.kind.label not in HOLDING)
        ):
            return False
        at = phrase.start - 1
        if "CLOSE" in classes[at]:
            return False
        if label == "active" and teller.kind.label == "mental":
            return "THAT" in classes[at]
        if label not in JOINED or teller.kind.label == "according":
            return True
        while at > teller.start and not classes[at].isdisjoint(LINKS):
            at -= 1
        here = classes[at] | classes[phrase.start]
        return here.isdisjoint(JOINTS)

    @cached_property
    def held(self) -> frozenset[int]:
        """The tokens that some phrase of the piece holds."""
        return frozenset(place for phrase in self.phrases for place in range(*phrase.place))

    def cue_start(self, phrase: Phrase) -> int:
        """Where a cue begins with the auxiliaries and adverbs before its verb: "has repeatedly been asked"."""
        start, _ = phrase.place
        if phrase.kind.label not in VERBAL:
            return start
        source = phrase.slot("source")
        floor = max(self.piece.start, source[1]) if source and source[1] <= start else self.piece.start
        while (
            start > floor and start - 1 not in self.held and not self.words.classes[start - 1].isdisjoint(AUXILIARIES)
        ):
            start -= 1
        return start

    def sources(self) -> Iterator[SourceMark]:
        named: set[int] = set()
        for phrase in (*self.reporting, *self.phrases_of("status")):
            source = self.source_of(phrase)
            start, end = phrase.slot("source") or phrase.place
            if source is not None and end not in named:
                named.add(end)
                yield self.placed(source, start, end)
        if not named and any(phrase.kind.label in SUBJECTLESS for phrase in self.reporting):
            yield from self.subject_source()

    def placed(self, source: SourceMark, start: int, end: int) -> SourceMark:
        first, last = self.words.span(start, end)
        return source._replace(start=first, end=last)

    def subject_source(self) -> Iterator[SourceMark]:
        """The subject of the clause, for cues that name no source: "The desk stepped in, arguing that ..."."""
        start, end = self.piece.start, self.verb or self.piece.start
        classes = self.words.classes
        while end > start and not classes[end - 1].isdisjoint(("ADVERB", "LY", "BETWEEN")):
            end -= 1
        spoken = not classes[start].isdisjoint(("DET", "CAP", "PRONOUN", "MANY", "TITLE"))
        opens = classes[start].isdisjoint(
            ("CLAUSE_OPENER", "PREPOSITION", "SUBORDINATOR", "ADVERB", "RELATIVE", "THAT")
        )
        if start < end <= start + SUBJECT and spoken and opens and not self.words.has("COMMA", start, end):
            yield self.placed(self.described(start, end), start, end)

    def cues(self) -> Iterator[Cue]:
        for phrase in self.cued():
            negated = self.negated(phrase)
            place = self.words.span(*self.cue_stretch(phrase))
            yield Cue(*place, self.stance(phrase), self.form(phrase, negated), negated)

    def cued(self) -> Iterator[Phrase]:
        """The phrases whose cues hand something to a source; one a cue."""
        held: set[int] = set()
        for phrase in self.reporting:
            if phrase.place[1] not in held:
                held.add(phrase.place[1])
                yield phrase

    def stances(self) -> frozenset[str]:
        return frozenset([self.stance(phrase) for phrase in self.cued()])

    def forms(self) -> frozenset[str]:
        return frozenset([self.form(phrase, self.negated(phrase)) for phrase in self.cued()])

    def negated(self, phrase: Phrase) -> bool:
        start, end = self.cue_stretch(phrase)
        return self.words.has("NOT", start, end) or self.words.has("NEG_AUX", start, end)

    def form(self, phrase: Phrase, negated: bool) -> str:
        if phrase.kind.label == "spoken" and not negated and self.words.has("BE", *self.cue_stretch(phrase)):
            return "participle"
        return form_of(phrase.kind)

    def cue_stretch(self, phrase: Phrase) -> tuple[int, int]:
        """The tokens of a cue, with what goes along before and behind its verb."""
        return self.cue_start(phrase), (phrase.slot("venue") or phrase.place)[1]

    def stance(self, phrase: Phrase) -> str:
        if phrase.kind.family == "hearsay":
            return "hearsay"
        if phrase.kind.label in ("silence", "according", "citing"):
            return {"citing": "according"}.get(phrase.kind.label, phrase.kind.label)
        if phrase.kind.family == "hedge":
            return "evidence"
        if phrase.kind.label in ("act", "found"):
            return "emotive" if phrase.kind.label == "act" else "evidence"
        _, facts = self.known.stances.of(self.words, *phrase.place)
        if phrase.kind.family == "evidence" and self.is_said(phrase):
            return "doubt" if self.grade_of(phrase) == 2 else "report"
        if phrase.kind.family == "evidence" and facts.get("stance") in (None, "doubt", "factive"):
            return "evidence"
        return str(facts.get("stance", "mental" if phrase.kind.label == "mental" else "report"))

    @cached_property
    def hedging(self) -> list[tuple[Phrase, Hedge]]:
        """The hedges with their phrases, evidence and hearsay among them; where they stand is told in tokens."""
        return list(self._hedging())

    def _hedging(self) -> Iterator[tuple[Phrase, Hedge]]:
        for phrase in self.phrases:
            form = self.hedge_form(phrase)
            if not form:
                continue
            start, end = phrase.place
            text, facts = self.known.steps.of(self.words, start, end)
            negated = phrase.kind.label == "negated"
            ladder = negated or phrase.kind.rule in ("ladder", "likely") or (form == "adverb" and "ranges" in facts)
            yield (
                phrase,
                Hedge(
                    start,
                    end,
                    int(facts.get("step", 1)),
                    str(facts.get("lean", "negative" if self.words.has("NOT", start, end) else "positive")),
                    "source" if self.reported(start) else "author",
                    form,
                    text if ladder else "",
                    negated,
                ),
            )

    def hedge_form(self, phrase: Phrase) -> str:
        kind = phrase.kind
        if kind.family == "hedge":
            return HEDGE_FORMS[kind.label]
        if kind.family == "hearsay":
            return "hearsay"
        if kind.family == "boost" and kind.label == "negated":
            return "phrase"
        if kind.family == "evidence" and kind.label in ("shows", "inference"):
            return "verb" if self.suggests(phrase) and not self.is_said(phrase) else ""
        return ""

    def is_said(self, phrase: Phrase) -> bool:
        """Whether a person, not a thing, suggests or indicates it."""
        source = self.source_of(phrase)
        if source is None or source.type not in sources.HUMAN or source.type == "self":
            return False
        start, end = phrase.slot("source") or phrase.place
        return end - start > 1 or self.words.word(start) != "it"

    def suggests(self, phrase: Phrase) -> bool:
        """A weak evidence verb hedges; "indicate" only with a clause after it."""
        word = self.words.classes[phrase.place[1] - 1]
        if "INFERENCE" in word or any(name.startswith("EV_") for name in word):
            return self.grade_of(phrase) < 3 or (self.grade_of(phrase) == 3 and self.clause_follows(phrase))
        return False

    def clause_follows(self, phrase: Phrase) -> bool:
        after = phrase.place[1]
        return after < len(self.words.classes) and not self.words.classes[after].isdisjoint(("THAT", "CAP", "PRONOUN"))

    def grade_of(self, phrase: Phrase) -> int:
        return int(self.known.steps.of(self.words, *phrase.place)[1].get("grade", 0))

    def grade(self) -> int:
        return max((self.claimed_grade(p) for p in self.phrases if p.kind.family == "evidence"), default=0)

    def claimed_grade(self, phrase: Phrase) -> int:
        """The grade of an evidence verb; without a clause behind it, as in "showed no remorse", it proves nothing."""
        after = self.words.classes[phrase.place[1]] if phrase.place[1] < len(self.words.classes) else frozenset()
        grade = self.grade_of(phrase)
        return grade if not after.isdisjoint(("THAT", "RELATIVE", "PRONOUN", "CAP")) else min(grade, PROOF - 1)

    def proves(self) -> bool:
        """Whether a thing, not a picture, a record or a person, is said to settle something."""
        for phrase in self.phrases:
            if phrase.kind.family == "evidence" and self.grade_of(phrase) >= PROOF:
                source = self.source_of(phrase)
                return source is None or source.type == "thing" or not self.is_headed(phrase)
        return False

    def is_headed(self, phrase: Phrase) -> bool:
        """Whether the head of the words for a source, not only some word among them, is a known kind of source."""
        start, end = phrase.slot("source") or phrase.place
        source = self.source_of(phrase)
        if end - start == 1 and self.words.word(start) == "it":
            return False
        headed = sources.typed(sources.head(self.words.classes[start:end]))
        dated = self.words.has("MONTH", start, end)
        return bool(headed) or (source is not None and source.type in ("person", "pronoun") and not dated)

    def hedges(self) -> Iterator[Hedge]:
        for _, hedge in self.hedging:
            start, end = self.words.span(hedge.start, hedge.end)
            yield hedge._replace(start=start, end=end)

    def of_family(self, family: str, label: str) -> Iterator[Mark]:
        for phrase in self.phrases:
            if phrase.kind.family == family and phrase.kind.label == label and not self.reported(phrase.place[0]):
                yield Mark(*self.words.span(*phrase.place), phrase.kind.rule)

    def weasels(self) -> Iterator[Mark]:
        appeals = list(self.appeals())
        yield from appeals
        for phrase in self.phrases:
            if phrase.kind.family == "vague" and not self.in_laboratory:
                start, end = self.words.span(*phrase.place)
                if all(end <= appeal.start or appeal.end <= start for appeal in appeals):
                    yield Mark(start, end, phrase.kind.label)

    def appeals(self) -> Iterator[Mark]:
        """Authorities nobody can ask."""
        for phrase in self.phrases:
            if phrase.kind.family == "weasel" and phrase.kind.label != "known":
                slot = phrase.slot("source")
                yield Mark(*self.words.span(*(slot or phrase.place)), phrase.kind.rule)
            elif phrase.kind.label in ("widely", "reports"):
                yield Mark(*self.words.span(*phrase.place), phrase.kind.label)

    @cached_property
    def in_laboratory(self) -> bool:
        """Whether the sentence speaks of what laboratories count: there "several" sums up figures given elsewhere."""
        return self.words.has("SPECIMEN", 1, len(self.words.codes))

    def status_phrases(self) -> Iterator[Mark]:
        return (Mark(*self.words.span(*phrase.place), status_of(phrase)) for phrase in self.phrases_of("status"))

    def evidence(self) -> Iterator[Mark]:
        for phrase in self.phrases_of("evidence"):
            grade = self.evidence_of(phrase)
            if grade:
                yield Mark(*self.words.span(*(phrase.slot("source") or phrase.place)), grade)

    def evidence_of(self, phrase: Phrase) -> str:
        """How good the evidence is that a phrase names: geolocated, ungraded, or "" where it names none."""
        source = self.source_of(phrase)
        if source is None or source.type != "document":
            return ""
        graded = self.words.has("GEOLOCATED", *(phrase.slot("source") or phrase.place))
        return "geolocated" if graded else "ungraded"

    def verification(self) -> str:
        status = next((status_of(phrase) for phrase in self.phrases_of("status")), None)
        if status is not None:
            return status
        graded = any(self.evidence_of(phrase) == "geolocated" for phrase in self.phrases_of("evidence"))
        return "verified" if graded else "none"

    def citations(self) -> Iterator[Mark]:
        start, end = self.words.span(self.piece.start, self.piece.end)
        yield from self.cited.within(start, end)
        for place in range(self.piece.start, self.piece.end):
            here = self.words.classes[place]
            if "CITE" in here or "URL" in here:
                mark = Mark(*self.words.span(place, place + 1), "numeric" if "CITE" in here else "url")
                if not self.cited.covers(mark.start):
                    yield mark
        for phrase in self.phrases:
            if phrase.kind.family == "citation":
                yield Mark(*self.words.span(phrase.start, phrase.end), phrase.kind.label)

    def specifics(self) -> Iterator[Mark]:
        start, end = self.piece.start, self.piece.end
        kinds = list(map(self.known.details.__getitem__, self.words.codes[start:end]))
        if any(kinds):
            for kind, first, last in specifics(kinds, self.words.classes[start:end]):
                yield Mark(*self.words.span(start + first, start + last), kind)

    def marks(self) -> Iterator[Mark]:
        return (
            Mark(*self.words.span(start, end), name) for name, start, end in self.noted if name[:2] not in ("E_", "J_")
        )

    def mark_names(self) -> frozenset[str]:
        return frozenset([name for name, _, _ in self.noted])

    @cached_property
    def noted(self) -> list[tuple[str, int, int]]:
        """The noted words of the piece: (class, first token, end)."""
        start, end = self.piece.start, self.piece.end
        marks = map(self.known.noted.__getitem__, self.words.codes[start:end])
        found = [
            (name, place, place + 1)
            for place, pairs in enumerate(marks, start)
            if pairs
            for name, suffix in pairs
            if self.counts(name, suffix, place)
        ]
        found.extend((p.kind.rule.upper(), p.start, p.end) for p in self.phrases if p.kind.family == "mark")
        return found

    def counts(self, name: str, suffix: str, place: int) -> bool:
        """Whether a verb form says that the thing happens: not a bare infinitive, not a noun of the same shape."""
        if not suffix or suffix == "_PAST":
            return True
        before = self.words.classes[place - 1]
        if suffix == "_BASE":
            goes_on = "TO" in before and self.goes_on(place)
            return not wavers(name, suffix) or not before.isdisjoint(HELPERS) or goes_on
        if suffix == "_AMB":
            after = self.words.classes[place + 1] if place + 1 < len(self.words.classes) else frozenset()
            if "DET" in after and self.words.word(place + 1) in ("both", "either", "neither"):
                return False
            told = not before.isdisjoint(("NOMINAL", "PRONOUN", "ADVERB"))
            return told and not after.isdisjoint(("DET", "THAT") if name[:2] == "E_" else COMPLEMENTS)
        if name[:2] == "J_" and suffix == "_ING":
            return not before.isdisjoint(("BE", "BETWEEN", "ADVERB", "LY"))
        if name[:2] == "J_" and suffix == "_EN":
            return not before.isdisjoint(("HAVE", "BETWEEN"))
        return True

    def event_classes(self) -> frozenset[str]:
        """Event and judgment classes of what is claimed: by the source when the clause is its, else by the author."""
        theirs = self.holder is not None
        return frozenset(
            CLASSES[name] for name, start, _ in self.noted if CLASSES.get(name) and (theirs or not self.reported(start))
        ) | (frozenset(["mind"]) if any(p.kind.label == "mental" for p in self.phrases) else frozenset())

    def acts(self) -> frozenset[str]:
        """Classes of the main verb and the few words behind it, before another clause begins."""
        if self.verb is None:
            return frozenset()
        classes = self.words.classes
        stop = min(self.verb + CLOSE, self.piece.end)
        end = next((i for i in range(self.verb + 1, stop) if not classes[i].isdisjoint(CLAUSE_OPENERS)), stop)
        first = {"OPERATION": self.verb + 1}  # an attack is done as the object of a verb, not as its subject
        return frozenset(
            CLASSES[name]
            for name, start, _ in self.noted
            if first.get(name, self.verb - 1) <= start < end
            and CLASSES.get(name)
            and (self.holder is not None or not self.reported(start))
            and (name[0] == "J" or self.is_done(start))
            and (name not in CAUSES or self.works(name, start))
            and (name != "J_INTENT" or self.is_meant(start))
        )

    def is_done(self, place: int) -> bool:
        """Whether an event is what the clause tells: no adjective ("occupied towns") and no purpose ("to retake")."""
        verb, classes = self.verb, self.words.classes
        if verb is None or place <= verb:
            return True
        purpose = next((i for i in range(verb + 1, place) if "TO" in classes[i]), None)
        if purpose is not None and not self.goes_on(purpose + 1):
            return False
        if "ED" not in classes[place] or not classes[place - 1].isdisjoint(("AND", "COMMA")):
            return True
        helped = not classes[verb].isdisjoint(("BE", "HAVE", "MODAL", "DO"))
        return helped and all(not here.isdisjoint(HELPING) for here in classes[verb + 1 : place])

    def is_meant(self, place: int) -> bool:
        """Whether a verb of aim is the clause's own: not "the planned talks", not "is meant to"."""
        verb, classes = self.verb, self.words.classes
        if self.words.word(place) in ("sought", "tried"):
            return False  # an attempt that could be seen
        if verb is None or "ED" not in classes[place] or place == verb:
            return True
        return "HAVE" in classes[verb] and all(not here.isdisjoint(HELPING) for here in classes[verb + 1 : place])

    def works(self, name: str, place: int) -> bool:
        """Whether a verb of cause is what the clause says of its subject, and that a thing where it need be one."""
        verb, classes = self.verb, self.words.classes
        if verb is None or place < verb or (name == "J_EFFECT" and self.subject() in MINDS):
            return False
        if not self.beyond(place).isdisjoint(NO_OBJECT):
            return False
        between = classes[verb + 1 : place]
        if self.goes_on(place) or (place > verb and "TO" in classes[place - 1] and "ASPECT" in classes[verb]):
            return True
        if any(here.isdisjoint(HELPING) for here in between):
            return False
        return place == verb or "ED" not in classes[place] or "HAVE" in classes[verb] and "BE" not in classes[place - 1]

    def goes_on(self, place: int) -> bool:
        """Whether an infinitive is what the verb before it begins, goes on or helps to do: "continued to shell"."""
        return any(name.startswith("ASPECT") for name in self.words.classes[place - 2])

    def tense(self) -> str:
        if self.verb is None:
            return "present"
        here = self.words.classes[self.verb]
        if "WILL" in here or self.foretells(self.verb):
            return "future"
        word = self.words.word(self.verb)
        past = word in ("was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't")
        return "past" if past or any(name.endswith("_PAST") for name in here) or "ED" in here else "present"

    def foretells(self, verb: int) -> bool:
        """Whether a word of the future stands at the verb: "is going to"."""
        classes = self.words.classes
        word = "J_PREDICTION" in classes[verb] or (verb + 1 < len(classes) and "J_PREDICTION" in classes[verb + 1])
        phrases = (p.start - verb for p in self.phrases if p.kind.rule.upper() == "J_PREDICTION")
        return word or any(0 <= distance <= 1 for distance in phrases)

    def subject(self) -> str:
        if self.verb is None:
            return "none"
        head = sources.head(self.words.classes[self.subject_start() : self.verb] or [frozenset()])
        found = next((kind for name, kind in SUBJECTS if name in head), "")
        return found or ("person" if "CAP" in head else "thing")

    def subject_start(self) -> int:
        """Where the subject begins: behind an opening phrase and its comma, if there is one."""
        if self.verb is None or self.words.classes[self.piece.start].isdisjoint(OPENERS):
            return self.piece.start
        commas = (i for i in range(self.verb - 1, self.piece.start, -1) if "COMMA" in self.words.classes[i])
        comma = next(commas, 0)
        return comma + 1 if comma and comma + 1 < self.verb else self.piece.start

    def has_mind(self) -> bool:
        """Whether the subject is somebody: a person, a body, a state."""
        if self.verb is None:
            return False
        return not sources.head(self.words.classes[self.subject_start() : self.verb] or [frozenset()]).isdisjoint(
            MINDED
        )

    def is_of_now(self) -> bool:
        """Whether the piece is tied to the time of the report: by a day, a month or "now"."""
        return any(
            not here.isdisjoint(("NOWADAYS", "MONTH", "WEEKDAY"))
            for here in self.words.classes[self.piece.start : self.piece.end]
        )

    def beyond(self, place: int) -> frozenset[str]:
        """The classes of the word after this one and the adverbs beside it."""
        following = self.words.classes[place + 1 : self.piece.end]
        return next((here for here in following if here.isdisjoint(BESIDE_VERB)), frozenset())

    def values(self) -> bool:
        """Whether what is said of the subject is its worth, or how it compares or develops."""
        verb = self.verb
        if verb is None:
            return False
        subject = self.words.classes[self.piece.start : verb]
        if any("'most'" in here for here in subject) and self.praises(self.piece.start, verb):
            return True
        if links(self):
            return any(name in WORTH and verb < start <= verb + COMPLEMENT for name, start, _ in self.noted)
        near = [(name, self.words.classes[start]) for name, start, _ in self.noted if verb - 1 <= start <= verb + 2]
        return any(name in WORTH and (name != "J_EVALUATION" or "LY" in here) for name, here in near)

    def praises(self, first: int, last: int) -> bool:
        """Whether a superlative of worth stands there: "the most valuable"."""
        noted = (start for name, start, _ in self.noted if name == "J_EVALUATION")
        return any(first < start < last and "'most'" in self.words.classes[start - 1] for start in noted)

    def negative(self) -> bool:
        if self.verb is None:
            return False
        near = self.words.classes[self.verb : self.verb + 3]
        start = self.words.classes[self.piece.start]
        return any("NEGATIVE" in here for here in near) or ("NEGATIVE" in start and "DET" in start)


def wavers(name: str, suffix: str) -> bool:
    """Whether a word of this class and form says that something happens only beside certain other words."""
    return suffix == "_AMB" or (suffix == "_BASE" and name[:2] in ("E_", "J_"))


def status_of(phrase: Phrase) -> str:
    return phrase.kind.label.replace("_", "-")


def form_of(kind: Kind) -> str:
    """The form of a cue: verb, participle, passive, noun, preposition, adverb or adjective."""
    if kind.label == "passive" and kind.family == "hearsay":
        return "passive"
    return CUE_FORMS.get(kind.label, "verb")


def kind_of(parts: Parts, status: str) -> str:
    """event, judgment, background, evidence-state or text-content, by the main verb and what hangs on it."""
    if status == "note":
        return "evidence-state"
    if status in ("heading", "meta"):
        return "text-content"
    if status == "definition":
        return "background"
    if parts.verb is None:
        return "event"
    verb = parts.verb
    if parts.tense() == "future" or any(name == "UNREAL" and start == verb for name, start, _ in parts.noted):
        return "judgment"
    near = [(name, start) for name, start, _ in parts.noted if verb <= start <= verb + 3]
    if any(judges(parts, name, place) for name, place in near):
        return "judgment"
    if any(p.kind.label == "mental" and p.start <= verb < p.end for p in parts.phrases) or parts.proves():
        return "judgment"
    if any(CLASSES.get(name) and name.startswith("E_") for name, _ in near):
        turns = {start for name, start in near if name == "J_TREND"}
        compares = any(name == "J_COMPARISON" or (name[:2] == "E_" and start in turns) for name, start in near)
        return "judgment" if compares else "event"
    return "judgment" if parts.values() or (parts.tense() == "present" and is_copula(parts)) else "event"


def judges(parts: Parts, name: str, place: int) -> bool:
    """Whether a word of this class by the verb makes the clause a judgment: of a mind, a cause, a power."""
    if name in CAUSES:
        return parts.works(name, place)
    return name in ("J_INTENT", "J_MIND", "J_MIND_PHRASE", "J_CAPABILITY", "J_SIGNAL")


def is_copula(parts: Parts) -> bool:
    """Whether the main verb is "to be" with a complement, not the helper of another verb."""
    verb = parts.verb
    return verb is not None and "BE" in parts.words.classes[verb] and parts.beyond(verb).isdisjoint(("ING", "ED"))


def links(parts: Parts) -> bool:
    """Whether what follows the main verb says what its subject is or is like."""
    verb = parts.verb
    return verb is not None and not parts.words.classes[verb].isdisjoint(LINKING)


ANSWERS: dict[str, Callable[[Parts], Any]] = {
    "start": lambda parts: parts.span()[0],
    "end": lambda parts: parts.span()[1],
    "classes": Parts.event_classes,
    "acts": Parts.acts,
    "tense": Parts.tense,
    "subject": Parts.subject,
    "negative": Parts.negative,
    "grade": Parts.grade,
    "umbrella": lambda parts: parts.umbrella(),
    "cues": Parts.cues,
    "hedged": lambda parts: sum(hedge.holder == "author" for _, hedge in parts.hedging),
    "stances": Parts.stances,
    "forms": Parts.forms,
    "marks": Parts.mark_names,
    "sources": Parts.sources,
    "hedges": Parts.hedges,
    "boosters": lambda parts: parts.of_family("boost", "booster"),
    "weasels": Parts.weasels,
    "status_phrases": Parts.status_phrases,
    "evidence": Parts.evidence,
    "citations": Parts.citations,
    "specifics": Parts.specifics,
    "others": Parts.marks,
    "verification": Parts.verification,
}
"""How each field of a claim is found."""
