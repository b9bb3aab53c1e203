"""How surely: hedges, boosters and weasels, evidence, and what is said about checking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from vetter import sources
from vetter.families import hedge_forms
from vetter.ledger import Hedge, Mark
from vetter.phrases import Phrase
from vetter.signs import HEDGES
from vetter.voices import Voices

HEDGE_FORMS = hedge_forms()
PROOF = 5  # grade of an evidence verb that leaves nothing open


class Doubts(Voices):
    """A piece with what makes it more or less certain."""

    def source_strength(self) -> int:
        """How far the source commits itself: by the strongest hedge inside what it says, else flatly."""
        if not self.words.signs & HEDGES:
            return 5
        return min((hedge.step for _, hedge in self.hedging if hedge.holder == "source"), default=5)

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
            ladder = negated or (phrase.kind.label == "likelihood" and phrase.kind.rule != "reading")
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

    def suggests(self, phrase: Phrase) -> bool:
        """A weak evidence verb hedges; "indicate" only with a clause after it."""
        word = self.words.classes[phrase.place[1] - 1]
        if "INFERENCE" in word or any(name.startswith("EV_") for name in word):
            return self.grade_of(phrase) < 3 or (self.grade_of(phrase) == 3 and self.clause_follows(phrase))
        return False

    def clause_follows(self, phrase: Phrase) -> bool:
        after = phrase.place[1]
        return not self.words.at(after).isdisjoint(("THAT", "CAP", "PRONOUN"))

    def grade(self) -> int:
        return max((self.claimed_grade(p) for p in self.phrases if p.kind.family == "evidence"), default=0)

    def claimed_grade(self, phrase: Phrase) -> int:
        """The grade of an evidence verb; without a clause behind it, as in "showed no remorse", it proves nothing."""
        after = self.words.at(phrase.place[1])
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
        start, end = self.source_stretch(phrase) or phrase.place
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
                yield Mark(*self.words.span(*(self.source_stretch(phrase) or phrase.place)), grade)

    def evidence_of(self, phrase: Phrase) -> str:
        """How good the evidence is that a phrase names: geolocated, ungraded, or "" where it names none."""
        source = self.source_of(phrase)
        if source is None or source.type != "document":
            return ""
        graded = self.words.has("GEOLOCATED", *(self.source_stretch(phrase) or phrase.place))
        return "geolocated" if graded else "ungraded"

    def verification(self) -> str:
        status = next((status_of(phrase) for phrase in self.phrases_of("status")), None)
        if status is not None:
            return status
        graded = any(self.evidence_of(phrase) == "geolocated" for phrase in self.phrases_of("evidence"))
        return "verified" if graded else "none"


def status_of(phrase: Phrase) -> str:
    return phrase.kind.label.replace("_", "-")
