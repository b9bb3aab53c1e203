"""Sentences to claims: who holds each, how surely, on what evidence, with which checkable details.

A sentence is cut where its holder or status changes; each piece is then read by the steps of `decide`, the first that
fits. The step taken stays with the claim, so that every reading can be explained.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from vetter.artefact import Engine
from vetter.decide import FLAT, Verdict, decide
from vetter.document import Document
from vetter.layout import Block
from vetter.ledger import Claim, Sentence
from vetter.lexicon import VERB_FORMS, Facts, parted
from vetter.parts import CLASSES, Parts, signs_of
from vetter.phrases import Phrase
from vetter.quotes import quotes
from vetter.sentences import split
from vetter.specifics import kind_of as specific_kind
from vetter.tokens import START, folded, tokens
from vetter.words import Piece, Places, Words

HEADINGS = frozenset(["title", "dateline", "heading", "legend"])
UNREAD = frozenset(["code", "front-matter"])
NOTHING: frozenset[str] = frozenset()
TENSED = frozenset(["ED", "BE", "HAVE", "DO"])
LABEL = 5  # words up to which a line without a plain verb is a label
FINITE_WORDS = frozenset(["BE", "HAVE", "DO", "MODAL", "NEG_AUX", "VERBAL", "IS_A"])
VERB_CLASSES = frozenset(
    ["SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL", "BELIEF", "MIND", "SHOW", "APPEAR", "STANDING",
     "DOING"]
)  # fmt: skip
BEFORE_VERB = frozenset(["NOMINAL", "PRONOUN", "ADVERB", "LY", "RPAR", "RELATIVE", "THAT", "CLOSE"])
AFTER_VERB = frozenset(["DET", "THAT", "PRONOUN", "OBJECT_PRONOUN", "MANY"])
CLAUSE_ENDS = frozenset(
    ["AND", "BUT", "THAT", "RELATIVE", "COMMA", "CLAUSE_OPENER", "SUBORDINATOR", "SEMICOLON", "DASH"]
)
LOOSELY_AFTER_VERB = AFTER_VERB | {"TO", "PREPOSITION", "ADVERB", "LY", "NUMBER"}
ARTICLES = frozenset(["'the'", "'a'", "'an'", "'its'", "'their'"])
BEFORE_ADJECTIVE = frozenset(["DET", "SINGLE_CLOSE", "POSS", "OUR", "PREPOSITION", "NUMBER", "MANY"])
STANCE_CLASSES = (
    "SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL", "VOICE", "THAT_NOUN", "BELIEF", "MIND", "VERIFY",
    "WATCH",
    "ACCORDING", "CITING", "SILENCE",
)  # fmt: skip
STEP_CLASSES = (
    "LADDER", "LIKELY", "HEDGE_ADVERB", "HEDGE_ADJECTIVE", "HEDGE_NOUN", "HEDGE_PHRASE", "UNKNOWN", "MAY", "COULD",
    "SHOULD",
    "APPEAR", "EV_SUGGEST", "EV_INDICATE", "EV_POINT", "SHOW", "INFERENCE", "SPECULATE", "ASSESS", "EXPECTED",
    "WEAK_BELIEF",
    "CONFIDENCE", "HEARSAY", "HEARSAY_ADJECTIVE",
)  # fmt: skip


def facts_table(engine: Engine, names: Iterable[str]) -> dict[str, Facts]:
    """word or phrase -> its facts, from the first of these classes that has any."""
    table: dict[str, Facts] = {}
    for name in names:
        for suffix in VERB_FORMS:
            for word, facts in engine.lexicon.facts.get(name + suffix, {}).items():
                table.setdefault(word, facts)
    return table


class Reader:
    """Reads the sentences of a document; holds what is looked up again and again."""

    def __init__(self, engine: Engine, self_names: Iterable[str]) -> None:
        self.engine = engine
        self.classes_of = engine.coder.classes_of
        self.self_names = frozenset(folded(name) for name in self_names)
        self.last_names = frozenset(name.split()[-1] for name in self.self_names if name)
        self.stances = facts_table(engine, STANCE_CLASSES)
        self.steps = facts_table(engine, STEP_CLASSES)
        self.noted: dict[str, tuple[tuple[str, str], ...]] = {}
        self.verbs: dict[str, bool] = {}
        self.doubtful: dict[str, bool] = {}
        self.details: dict[str, str] = {}
        self.shown: dict[str, frozenset[str]] = {}

    def sentences(self, document: Document) -> Iterator[Sentence]:
        cited = Places((c.start, c.end, c.kind) for c in document.citations)
        for number, block in enumerate(document.blocks):
            if block.kind not in UNREAD:
                yield from self.block(document, number, block, cited)

    def block(self, document: Document, number: int, block: Block, cited: Places) -> Iterator[Sentence]:
        found = tokens(self.engine.coder, document.prose[block.start : block.end], block.start)
        for first, end in split(found, self.engine.coder):
            codes = START + found.codes[first:end]
            words = Words(found, first, codes, [self.classes_of[code] for code in codes], document.prose)
            phrases = self.engine.finder.find(codes)
            start, stop = words.span(1, len(codes))
            claims = tuple(self.claims(words, phrases, block, cited))
            quoted = () if self.engine.coder.opens.isdisjoint(codes) else tuple(quotes(words, phrases))
            yield Sentence(start, stop, number, block.role, claims, quoted, self.signs(codes, phrases))

    def signs(self, codes: str, phrases: list[Phrase]) -> frozenset[str]:
        """What the claims of a sentence may show, so that nobody need ask them about the rest."""
        found: set[str] = set()
        for code in set(codes):
            shown = self.shown[code] if code in self.shown else self.shows(code)
            if shown:
                found |= shown
        for phrase in phrases:
            found |= signs_of(phrase.kind)
        return frozenset(found)

    def shows(self, code: str) -> frozenset[str]:
        names = {name for name, _ in self.marks_of(code)}
        fields = [] if self.classes_of[code].isdisjoint(("CITE", "URL")) else ["citations"]
        shown = self.shown[code] = frozenset(names.union((CLASSES.get(name, "") for name in names), fields))
        return shown

    def claims(self, words: Words, phrases: list[Phrase], block: Block, cited: Places) -> Iterator[Claim]:
        if block.role in HEADINGS or block.kind == "heading":
            start, end = words.span(1, len(words.codes))
            status = Verdict("heading", "author", FLAT, "a heading")
            yield self.claim(Parts(self, words, Piece(1, len(words.codes), "main"), phrases, cited), status, start, end)
            return
        places = [phrase.place[0] for phrase in phrases]
        ordered = phrases if places == sorted(places) else sorted(phrases, key=lambda phrase: phrase.place[0])
        places.sort()
        for piece in self.pieces(words, phrases):
            own = ordered[bisect_left(places, piece.start) : bisect_left(places, piece.end)]
            parts = Parts(self, words, piece, own, cited)
            start, end = words.span(piece.start, piece.end)
            yield self.claim(parts, decide(parts, block), start, end)

    def claim(self, parts: Parts, verdict: Verdict, start: int, end: int) -> Claim:
        status, holder, strength, step, lean = verdict
        asked = parts.told(status)
        return Claim(start, end, status, holder, strength, lean, link=parts.piece.link, steps=(step,), asked=asked)

    @cached_property
    def event_nouns(self) -> frozenset[str]:
        """The nouns by which a sentence takes up the event of the one before."""
        return frozenset(word for word, classes in self.engine.lexicon.words.items() if "EVENT_NOUN" in classes)

    def is_finite(self, code: str) -> bool:
        known = self.verbs.get(code)
        if known is None:
            classes = self.classes_of[code]
            known = not classes.isdisjoint(FINITE_WORDS) or any(
                name in VERB_CLASSES or name.endswith("_PAST") or (name[:2] in ("E_", "J_") and is_verb_class(name))
                for name in classes
            )
            self.verbs[code] = known
        return known

    def is_doubtful(self, code: str) -> bool:
        """Whether a word has the shape of a noun as well as of a finite verb."""
        known = self.doubtful.get(code)
        if known is None:
            known = self.doubtful[code] = any(name.endswith("_AMB") for name in self.classes_of[code])
        return known

    def specific_of(self, code: str) -> str:
        kind = self.details.get(code)
        if kind is None:
            kind = self.details[code] = specific_kind(self.classes_of[code])
        return kind

    def marks_of(self, code: str) -> tuple[tuple[str, str], ...]:
        """The noted classes of a word, each with the verb form it has them by."""
        known = self.noted.get(code)
        if known is None:
            pairs = {parted(name) for name in self.classes_of[code]}
            known = self.noted[code] = tuple(sorted(pair for pair in pairs if pair[0] in self.engine.lexicon.marks))
        return known

    def pieces(self, words: Words, phrases: list[Phrase]) -> Iterator[Piece]:
        """The sentence cut where its status or holder changes."""
        cuts = sorted(dict(self.cuts(words, phrases)).items())
        start, link = 1, "main"
        for place, how in cuts:
            if place > start + 1:
                yield Piece(start, place, link)
                start, link = place, how
        yield Piece(start, len(words.codes), link)

    def cuts(self, words: Words, phrases: list[Phrase]) -> Iterator[tuple[int, str]]:
        verb = self.first_verb(words, 1, len(words.codes))
        if verb is None:
            return
        last = phrases[-1] if phrases else None
        if last is not None and last.kind.label == "according" and last.end >= len(words.codes) - 2:
            return  # a source named at the end answers for all of it
        reported = next((p.end for p in phrases if p.kind.label == "active" and p.start <= verb < p.end), None)
        stated = reported - 1 if reported is not None else None
        hedged = False
        for phrase in phrases:
            start = phrase.place[0]
            if phrase.kind.family == "status" and stated is None and start <= verb + 1 and phrase.end > verb:
                stated = max(verb, phrase.end - 1)
            hedged = hedged or (phrase.kind.family == "hedge" and verb - 1 <= start <= verb + 2)
            if start <= verb:
                continue
            if phrase.kind.rule == "first_time":
                yield phrase.start, "relative"
            before = words.classes[start - 1]
            if phrase.kind.rule == "inference":
                yield start, "inference"
            elif reported is not None:
                continue
            elif phrase.kind.family in ("hedge", "hearsay") and "COMMA" in before and is_tail(words, phrase):
                yield start, "relative"
            elif phrase.kind.label == "active" and "RELATIVE" in words.classes[phrase.start - 1]:
                yield phrase.start - 1, "relative"
            elif phrase.kind.family == "hedge" and "RELATIVE" in before and "COMMA" in words.classes[start - 2]:
                yield start - 1, "relative"
            elif phrase.kind.family in ("hedge", "attribution", "hearsay") and start > verb + 1:
                at = start - 1
                while (
                    at > verb
                    and "AND" not in words.classes[at]
                    and not words.classes[at].isdisjoint(("BE", "ADVERB", "LY"))
                ):
                    at -= 1
                if "AND" in words.classes[at]:
                    yield at, "coordinate"
        if stated is not None:
            yield from self.second_predicates(words, stated)
        elif hedged:
            helps = "MODAL" in words.classes[verb]
            after = (self.first_verb(words, verb + 1, len(words.codes)) or verb) if helps else verb + 1
            aside = self.second_predicates(words, after)
            yield from ((place, how) for place, how in aside if has_helper(words, place))
        for place in range(verb + 1, len(words.codes) - 2):
            here = words.classes[place]
            contrasts = "COMMA" in words.classes[place - 1] and not here.isdisjoint(("BUT", "CONTRAST"))
            if contrasts and self.first_verb(words, place + 1, len(words.codes)) is not None:
                yield place, "contrast"

    def second_predicates(self, words: Words, after: int) -> Iterator[tuple[int, str]]:
        """Where, with no clause between, a second verb of the subject follows: "denied the raid and shelled Osse"."""
        for place in range(after + 1, len(words.codes) - 2):
            here = words.classes[place]
            if "THAT" in here or (self.is_finite(words.codes[place]) and not is_noun(words, place)):
                return
            if "AND" in here:
                follows = next((i for i in range(place + 1, len(words.codes)) if not is_beside(words, i)), 0)
                if follows and self.is_finite(words.codes[follows]) and is_tensed(words, follows):
                    yield place, "coordinate"
                    return

    def first_verb(self, words: Words, start: int, end: int) -> int | None:
        codes = words.codes
        for place in range(start, end):
            code = codes[place]
            if self.is_finite(code):
                if not is_noun(words, place):
                    return place
            elif self.is_doubtful(code) and place > start and (acts(words, place) or agrees(words, place)):
                return place
        return None

    def is_reduced(self, words: Words, place: int, end: int) -> bool:
        """Whether a verb may be a participle that only describes the noun before it: "the tolls paid in Osse"."""
        if place + 2 >= end or "PREPOSITION" not in words.classes[place + 1]:
            return False
        told = not words.classes[place].isdisjoint(("SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL"))
        opens = not told and words.classes[place + 1].isdisjoint(("CLAUSE_OPENER", "SUBORDINATOR"))
        return opens and any(name.endswith("_EN") for name in words.classes[place])

    def main_verb(self, words: Words, piece: Piece) -> int | None:
        """The finite verb of the main clause: the first after an opening clause such as "When asked, ..."."""
        start = piece.start
        if not words.classes[start].isdisjoint(("CLAUSE_OPENER", "SUBORDINATOR")) and piece.link == "main":
            comma = next((i for i in range(start, piece.end) if "COMMA" in words.classes[i]), start)
            after = self.first_verb(words, comma + 1, piece.end)
            if after is not None:
                return after
        found = self.first_verb(words, start, piece.end)
        if found is not None and any("WHO" in words.classes[i] for i in (found - 1, found - 2) if i > start):
            after = self.first_verb(words, found + 2, piece.end)  # the first is that of a clause about the subject
            clause = words.classes[found + 1 : after]
            if after is not None and all(here.isdisjoint(("AND", "THAT", "RELATIVE", "COMMA")) for here in clause):
                return after
        if found is not None and self.is_reduced(words, found, piece.end):
            after = self.first_verb(words, found + 2, piece.end)  # "the gains made by Osse have"
            clause = words.classes[found + 2 : after]
            helps = after is not None and not words.classes[after].isdisjoint(("BE", "HAVE", "MODAL", "DO"))
            return after if helps and all(here.isdisjoint(CLAUSE_ENDS) for here in clause) else found
        if found is None and piece.end - start > LABEL:
            codes = words.codes
            doubtful = (i for i in range(start + 1, piece.end - 1) if self.is_doubtful(codes[i]))
            return next((i for i in doubtful if acts(words, i, LOOSELY_AFTER_VERB)), None)
        return found


def has_helper(words: Words, place: int) -> bool:
    """Whether a verb after "and" brings a helping verb of its own, so that a hedge before it stops there."""
    following = next((i for i in range(place + 1, len(words.codes)) if not is_beside(words, i)), place)
    return not words.classes[following].isdisjoint(("BE", "HAVE", "DO"))


def is_beside(words: Words, place: int) -> bool:
    return not words.classes[place].isdisjoint(("ADVERB", "LY"))


def is_tensed(words: Words, place: int) -> bool:
    """Whether a word after "and" is a verb in the past or a helping verb, and no adjective ("and targeted attacks")."""
    here, after = words.classes[place], words.classes[place + 1]
    if "ED" not in here or any(name.startswith("ASPECT") for name in here):
        return not here.isdisjoint(TENSED)
    return "NOMINAL" not in after or "LOWER" not in after


def is_verb_class(name: str) -> bool:
    return not name.endswith(
        ("_NOUN", "_PHRASE", "_AMB", "_BASE", "_ING", "_EN", "_EVALUATION", "_CAPABILITY", "_PREDICTION", "_MOTIVE")
    )


def is_noun(words: Words, place: int) -> bool:
    """Whether a word with the shape of a verb is none: "his will", "the collapsed lane", "being"."""
    here, before = words.classes[place], words.classes[place - 1]
    if "ED" in here:
        if not before.isdisjoint(("ADVERB", "LY")) and "DET" in words.classes[place - 2]:
            before = words.classes[place - 2]  # "the badly damaged crane"
        after = words.classes[place + 1] if place + 1 < len(words.codes) else NOTHING
        opens = not before.isdisjoint(BEFORE_ADJECTIVE) or (place == 2 and words.word(1).endswith("ing"))
        return opens and not after.isdisjoint(("NOMINAL", "UNIT"))
    if "WILL" in here:
        return not before.isdisjoint(("DET", "POSS", "OUR"))
    if "BE" in here:
        return "ING" in here
    return not before.isdisjoint(ARTICLES) and "MODAL" not in here


def agrees(words: Words, place: int) -> bool:
    """Whether a word that may be a noun is a verb to the plural before it: "the reports cover nine years"."""
    before, after = words.classes[place - 1], words.classes[place + 1] if place + 1 < len(words.codes) else NOTHING
    if "NOMINAL" not in before or after.isdisjoint(("NOMINAL", "NUMBER", "LY")) or "ED" in after:
        return False
    return words.word(place - 1).endswith("s") and not words.word(place).endswith("s")


def acts(words: Words, place: int, following: frozenset[str] = AFTER_VERB) -> bool:
    """Whether a word that may be a noun is a verb by its neighbours: "the cranes block the road"."""
    before, after = words.classes[place - 1], words.classes[place + 1] if place + 1 < len(words.codes) else NOTHING
    pairs = "DET" in after and words.word(place + 1) in ("both", "either", "neither")  # "the forces either fled or ..."
    return not (before.isdisjoint(BEFORE_VERB) or "DET" in before or after.isdisjoint(following) or pairs)


def is_tail(words: Words, phrase: Phrase) -> bool:
    """Whether a hedge after a comma begins a remark of its own: ", likely to deter the fleet"."""
    after = words.classes[phrase.place[1]] if phrase.place[1] < len(words.classes) else frozenset()
    return not after.isdisjoint(("ING", "TO", "PREPOSITION", "SUBORDINATOR", "DET"))
