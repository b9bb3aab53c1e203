"""What happens: the events and judgments that the words of a piece show, its tense, its subject, its kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from vetter import sources
from vetter.doubts import Doubts
from vetter.ledger import Mark
from vetter.signs import CLASSES, COMPLEMENTS, HELPERS, wavers

SUBJECTS = (
    ("FIRST_PERSON", "self"), ("SELF_NAME", "self"), ("GROUP", "group"), ("PRONOUN", "pronoun"), ("TEXTUAL",
    "document"),
    ("DOCUMENT", "document"), ("PERSON", "person"), ("OFFICIAL", "body"), ("METONYM", "body"), ("ORGANISATION", "body"),
)  # fmt: skip
CLOSE = 6  # words from the main verb on that still say what it does
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
BESIDE_VERB = frozenset(["ADVERB", "LY", "NOT", "BETWEEN"])
LINKING = frozenset(["BE", "HAVE", "IS_A", "LINKING"])
CLAUSE_OPENERS = frozenset(["THAT", "RELATIVE", "SUBORDINATOR", "WHETHER"])


class Deeds(Doubts):
    """A piece with what it says happens."""

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
        found.extend((phrase.kind.rule.upper(), *phrase.place) for phrase in self.marked)
        return list(dict.fromkeys(found))  # a word may be of several forms of a class

    def counts(self, name: str, suffix: str, place: int) -> bool:
        """Whether a verb form says that the thing happens: not a bare infinitive, not a noun of the same shape."""
        if not suffix or suffix == "_PAST":
            return True
        before = self.words.classes[place - 1]
        if suffix == "_BASE":
            goes_on = "TO" in before and self.goes_on(place)
            return not wavers(name, suffix) or not before.isdisjoint(HELPERS) or goes_on
        if suffix == "_AMB":
            after = self.words.at(place + 1)
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


def kind_of(parts: Deeds, status: str) -> str:
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


def judges(parts: Deeds, name: str, place: int) -> bool:
    """Whether a word of this class by the verb makes the clause a judgment: of a mind, a cause, a power."""
    if name in CAUSES:
        return parts.works(name, place)
    return name in ("J_INTENT", "J_MIND", "J_MIND_PHRASE", "J_CAPABILITY", "J_SIGNAL")


def is_copula(parts: Deeds) -> bool:
    """Whether the main verb is "to be" with a complement, not the helper of another verb."""
    verb = parts.verb
    return verb is not None and "BE" in parts.words.classes[verb] and parts.beyond(verb).isdisjoint(("ING", "ED"))


def links(parts: Deeds) -> bool:
    """Whether what follows the main verb says what its subject is or is like."""
    verb = parts.verb
    return verb is not None and not parts.words.classes[verb].isdisjoint(LINKING)
