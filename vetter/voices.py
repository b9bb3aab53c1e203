"""Who says it: the cues by which a piece hands something to somebody, and the sources they name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from vetter.clause import HOLDING, Clause
from vetter.ledger import Cue, SourceMark
from vetter.phrases import Phrase
from vetter.signs import form_of, is_cue

REPORTING = frozenset(["active", "participle", "reduced", "owned", "noun", "relative", "coordinated"])
"""Attributions whose content follows their cue."""
TELLING = frozenset(
    ["active", "mental", "shows", "participle", "reduced", "according", "silence", "spoken", "passive", "found"]
)
"""Attributions behind which, in their clause, another source speaks inside what theirs says."""
BESIDE = frozenset(["inverted", "according", "citing", "coordinated", "silence", "asked"])
"""Attributions that stand beside another, never inside what it reports."""
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


class Voices(Clause):
    """A piece with those who speak in it."""

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
            start, end = self.source_stretch(phrase) or phrase.place
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
