"""One piece of a sentence, whole: what a claim asks of it, by the names of the claim's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from vetter.deeds import Deeds, kind_of
from vetter.ledger import Mark
from vetter.specifics import specifics
from vetter.values import Any


class Parts(Deeds):
    """One piece, ready to answer what a claim is asked."""

    def told(self, status: str, step: str) -> Callable[[str], Any]:
        """What a claim of this status, decided by this step, asks for later, by the name of its field."""
        return partial(self.answer, status, step)

    def answer(self, status: str, step: str, name: str) -> Any:
        if name == "kind":
            return kind_of(self, status)
        if name == "steps":
            return (self.written(step),)
        value = ANSWERS[name](self)
        return tuple(value) if isinstance(value, Iterator) else value

    def written(self, step: str) -> str:
        """A step with the word that made it."""
        return step.replace("{cue}", self.words.word(self.holder.place[1] - 1)) if self.holder else step

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
