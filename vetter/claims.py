"""Sentences to claims: who holds each, how surely, on what evidence, with which checkable details.

A sentence is cut where its holder or status changes; each piece is then read by the steps of `decide`, the first that
fits. The step taken stays with the claim, so that every reading can be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial, reduce
from operator import or_
from typing import Any, NamedTuple, Protocol

from vetter.artefact import Engine
from vetter.decide import FLAT, Verdict, decide
from vetter.document import Document
from vetter.layout import Block
from vetter.ledger import CITED, QUOTED, Claim, Quote, Sentence, SourceMark, sign, signs
from vetter.lexicon import VERB_FORMS, Facts, parted
from vetter.parts import CLASSES, COMPLEMENTS, HELPERS, Parts, signs_of, wavers
from vetter.phrases import Phrase
from vetter.quotes import quotes
from vetter.sentences import cut
from vetter.specifics import kind_of as specific_kind
from vetter.tokens import START, Tokens, folded, tokens
from vetter.words import Lookup, Piece, Places, Words

HEADINGS = frozenset(["title", "dateline", "heading", "legend"])
UNREAD = frozenset(["code", "front-matter"])
NOTHING: frozenset[str] = frozenset()
TENSED = frozenset(["ED", "BE", "HAVE", "DO"])
LABEL = 5  # words up to which a line without a plain verb is a label
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
UNCUT = frozenset(["act", "attitude", "spoken", "found"])
"""Attributions that hand over too little to begin a claim of their own."""
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


def facts_table(engine: Engine, names: Iterable[str]) -> dict[str, Facts]:
    """word or phrase -> its facts, from the first of these classes that has any."""
    table: dict[str, Facts] = {}
    for name in names:
        for suffix in VERB_FORMS:
            for word, facts in engine.lexicon.facts.get(name + suffix, {}).items():
                table.setdefault(word, facts)
    return table


class Links(Protocol):
    """What the neighbours of a sentence, told by its place in the draft, lend to it."""

    def claims(self, place: int, claims: tuple[Claim, ...]) -> tuple[Claim, ...]: ...
    def umbrella(self, place: int) -> str: ...
    def quotes(self, place: int, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]: ...


class Reader:
    """Reads the sentences of a document; holds what is looked up again and again."""

    def __init__(self, engine: Engine, self_names: Iterable[str]) -> None:
        self.engine = engine
        self.classes_of = engine.coder.classes_of
        self.self_names = frozenset(folded(name) for name in self_names)
        self.self_codes = self.codes_of(name.split()[-1] for name in self.self_names if name)
        self.stances = Lookup(facts_table(engine, STANCE_CLASSES))
        self.steps = Lookup(facts_table(engine, STEP_CLASSES))
        self.described: dict[str, SourceMark] = {}
        self.noted = Learnt(self.marks_of)
        self.finite = Learnt(self.finiteness)
        self.doubtful = Learnt(lambda code: any(name.endswith("_AMB") for name in self.classes_of[code]))
        self.opens_clause = Learnt(lambda code: not self.classes_of[code].isdisjoint(("CLAUSE_OPENER", "SUBORDINATOR")))
        self.details = Learnt(lambda code: specific_kind(self.classes_of[code]))
        self.signs_of_class = Learnt(self.class_shows)
        self.wavering = Learnt(self.wavers)
        self.shown = Learnt(self.shows)

    def sentences(self, document: Document, links: Links) -> Iterator[Line]:
        """The sentences in order, each to be read as far as somebody asks; `links` are what neighbours lend."""
        frame = Frame(self, document.prose, Places((c.start, c.end, c.kind) for c in document.citations), links)
        coder = self.engine.coder
        blocks = [
            (number, block, tokens(coder, document.prose[block.start : block.end], block.start))
            for number, block in enumerate(document.blocks)
            if block.kind not in UNREAD
        ]
        cuts = [(number, block, read, chunks) for number, block, read in blocks for chunks in cut(read, coder)]
        codes = [START + "".join(chunks) for *_, chunks in cuts]
        phrases = list(map(self.engine.finder.find, codes))
        first, opened, closing, last = 0, False, None, -1
        for place, (number, block, read, chunks) in enumerate(cuts):
            if number != last:
                first, opened, closing, last = 0, False, None, number
            signs = self.signs(codes[place], chunks, phrases[place])
            yield Line(frame, block, number, signs, read, first, opened, codes[place], phrases[place], place)
            first += len(codes[place]) - 1
            opened = self.leaves_open(codes[place], signs, opened)
            if opened and closing is None:
                closing = len(read.codes) if goes_on(document, number) else self.last_close(read.codes)
            opened = opened and closing is not None and first <= closing

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
        return reduce(or_, map(self.word_shows, codes), textual)

    def word_shows(self, code: str) -> int:
        return reduce(or_, map(self.signs_of_class.__getitem__, self.classes_of[code]), 0)

    def class_shows(self, name: str) -> int:
        """What a claim may show by a word of this class."""
        if name[0] == "#":  # see `artefact.with_facts`
            told = name.partition(":")[2].split(",")
            return signs("term" if each == "term" else f"cue_stance {each}" for each in told)
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

    def marks_of(self, code: str) -> tuple[tuple[str, str], ...]:
        """The noted classes of a word, each with the verb form it has them by."""
        pairs = {parted(name) for name in self.classes_of[code]}
        return tuple(sorted(pair for pair in pairs if pair[0] in self.engine.lexicon.marks))

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
            elif phrase.kind.label in UNCUT:
                continue
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
        for place in range(verb + 1, len(words.codes) - 2) if words.signs & CONTRAST else ():
            here = words.classes[place]
            contrasts = "COMMA" in words.classes[place - 1] and not here.isdisjoint(("BUT", "CONTRAST"))
            if contrasts and self.first_verb(words, place + 1, len(words.codes)) is not None:
                yield place, "contrast"

    def second_predicates(self, words: Words, after: int) -> Iterator[tuple[int, str]]:
        """Where, with no clause between, a second verb of the subject follows: "denied the raid and shelled Osse"."""
        for place in range(after + 1, len(words.codes) - 2):
            here = words.classes[place]
            if "THAT" in here or (self.finite[words.codes[place]] and not is_noun(words, place)):
                return
            if "AND" in here:
                follows = next((i for i in range(place + 1, len(words.codes)) if not is_beside(words, i)), 0)
                if follows and self.finite[words.codes[follows]] and is_tensed(words, follows):
                    yield place, "coordinate"
                    return

    def first_verb(self, words: Words, start: int, end: int) -> int | None:
        finite, doubtful, codes = self.finite, self.doubtful, words.codes
        for place in range(start, end):
            code = codes[place]
            if finite[code]:
                if not is_noun(words, place):
                    return place
            elif doubtful[code] and place > start and (acts(words, place) or agrees(words, place)):
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
        if self.opens_clause[words.codes[start]] and piece.link == "main":
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
            doubtful = (i for i in range(start + 1, piece.end - 1) if self.doubtful[codes[i]])
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


SHAPES = {
    "CITE": "citations", "URL": "citations", "OPEN": "quotes", "CLOSE": "closes", "FIRST_PERSON": "self",
    "SELF_NAME": "self", "SELF_NOUN": "self", "BUT": "contrast", "CONTRAST": "contrast", "NEGATIVE": "negative",
    "ASKS": "asks", "NUMBER": "number", "NUMBER_WORD": "number", "PERCENT": "number", "MONEY": "number",
}  # fmt: skip
"""Signs by the classes of a word that are not noted otherwise."""
HELPED = HELPERS | {"TO"}  # "continued to shell"
CUTTING = signs(("contrast", "hedges", "cues", "verification", "FIRST_TIME"))
MARKED = signs(("quotes", "closes"))
POINTING, CONTRAST, WAVERING, OF_TEXT, NUMBERED = map(sign, ("anaphoric", "contrast", "wavering", "textual", "number"))


class Frame(NamedTuple):
    """What the sentences of a document have in common."""

    reader: Reader
    prose: str
    cited: Places
    links: Links


class Line(Sentence):
    """A sentence of a draft, read as far as somebody asks."""

    __slots__ = ("codes", "cut", "first", "frame", "opened", "phrases", "place", "shape", "tokens", "words")
    words: Words
    cut: list[Piece]

    def __init__(
        self,
        frame: Frame,
        shape: Block,
        block: int,
        signs: int,
        tokens: Tokens,
        first: int,
        opened: bool,
        codes: str,
        phrases: list[Phrase],
        place: int,
    ) -> None:
        self.frame = frame
        self.shape = shape
        self.block = block
        self.role = shape.role
        self.signs = signs
        self.tokens = tokens
        self.first = first
        self.opened = opened
        self.codes = codes
        self.phrases = phrases
        self.place = place

    def _asked(self, name: str) -> Any:
        """What is to be known of the sentence, worked out when it is wanted."""
        match name:
            case "claims":
                return self.frame.links.claims(self.place, tuple(self.read()))
            case "size":
                return len(self.cut)
            case "cut":
                whole = self.is_heading() or not self.signs & CUTTING
                if whole:
                    return [Piece(1, len(self.codes), "main")]
                return list(self.frame.reader.pieces(self.words, self.phrases))
            case "words":
                classes_of = self.frame.reader.classes_of
                return Words(self.tokens, self.first, self.codes, classes_of, self.frame.prose, self.signs, self.opened)
            case "quotes":
                found = tuple(quotes(self.words, self.phrases)) if self.signs & QUOTED else ()
                return self.frame.links.quotes(self.place, found)
            case "cited":
                cited = self.frame.cited
                return bool(self.signs & CITED) or (
                    cited.meets(self.shape.start, self.shape.end) and cited.meets(self.start, self.end)
                )
            case "start":
                return self.tokens.token(self.first)[0]
        return self.tokens.token(self.first + len(self.codes) - 2)[1]

    def is_heading(self) -> bool:
        return self.role in HEADINGS or self.shape.kind == "heading"

    def read(self) -> Iterator[Claim]:
        reader, cited, umbrella = self.frame.reader, self.frame.cited, partial(self.frame.links.umbrella, self.place)
        words, phrases, pieces, heading = self.words, self.phrases, self.cut, self.is_heading()
        if len(phrases) > 1:
            phrases = sorted(phrases, key=cue_place)
        for piece in pieces:
            own = phrases
            if len(pieces) > 1:
                own = [phrase for phrase in phrases if piece.start <= phrase.place[0] < piece.end]
            parts = Parts(reader, words, piece, own, cited, umbrella)
            status, holder, strength, step, lean = HEADING if heading else decide(parts, self.shape)
            asked = parts.told(status, step)
            yield Claim(None, None, status, holder, strength, lean, link=piece.link, steps=None,
                        umbrella=None if status == "assert" and piece.start == 1 else "none",
                        asked=asked)  # fmt: skip


HEADING = Verdict("heading", "author", FLAT, "a heading")


def cue_place(phrase: Phrase) -> int:
    return phrase.place[0]


def goes_on(document: Document, number: int) -> bool:
    """Whether a quotation goes on over paragraphs, each opened anew: it is closed only in the last."""
    starts = [document.prose[block.start : block.start + 2] for block in document.blocks[number : number + 2]]
    return len(starts) == 2 and all(start.startswith(('"', "“", "''")) for start in starts)


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
