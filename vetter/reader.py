"""The verbs of a sentence, and where it is cut because its holder or status changes."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.lore import CONTRAST, Lore
from vetter.phrases import Phrase
from vetter.words import Piece, Words

NOTHING: frozenset[str] = frozenset()
CONTRASTING = frozenset(["BUT", "CONTRAST"])
TENSED = frozenset(["ED", "BE", "HAVE", "DO"])
LABEL_WORDS = 5  # words up to which a line without a plain verb is a label
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


Cut = tuple[int, str]
"""The first token of a claim, and how it hangs on the one before."""


class Reader(Lore):
    """Finds the verbs of a sentence and where it is cut into claims."""

    def pieces(self, words: Words, phrases: list[Phrase]) -> Iterator[Piece]:
        """The sentence cut where its status or holder changes."""
        cuts = sorted(dict(self.cuts(words, phrases)).items())
        start, link = 1, "main"
        for place, how in cuts:
            if place > start + 1:
                yield Piece(start, place, link)
                start, link = place, how
        yield Piece(start, len(words.codes), link)

    def cuts(self, words: Words, phrases: list[Phrase]) -> Iterator[Cut]:
        """Where another claim begins, and how it hangs on the one before; later finds at one place win."""
        verb = self.first_verb(words, 1, len(words.codes))
        last = phrases[-1] if phrases else None
        if verb is None or (last is not None and last.kind.label == "according" and last.end >= len(words.codes) - 2):
            return  # a source named at the end answers for all of it
        reported = next((p.end for p in phrases if p.kind.label == "active" and p.start <= verb < p.end), None)
        behind = [phrase for phrase in phrases if phrase.place[0] > verb]
        for phrase in behind:
            yield from phrase_cuts(words, phrase, verb, reported is not None)
        yield from self.predicate_cuts(words, phrases, verb, reported)
        yield from self.contrasts(words, verb) if words.signs & CONTRAST else ()

    def predicate_cuts(self, words: Words, phrases: list[Phrase], verb: int, reported: int | None) -> Iterator[Cut]:
        """The further predicates of a subject whose first is reported, of our evidence, or hedged."""
        stated = reported - 1 if reported is not None else None
        for phrase in phrases:
            if phrase.kind.family == "status" and stated is None and phrase.place[0] <= verb + 1 and phrase.end > verb:
                stated = max(verb, phrase.end - 1)
        if stated is not None:
            yield from self.second_predicates(words, stated)
        elif any(phrase.kind.family == "hedge" and verb - 1 <= phrase.place[0] <= verb + 2 for phrase in phrases):
            helps = "MODAL" in words.classes[verb]
            after = (self.first_verb(words, verb + 1, len(words.codes)) or verb) if helps else verb + 1
            aside = self.second_predicates(words, after)
            yield from ((place, how) for place, how in aside if has_helper(words, place))

    def contrasts(self, words: Words, verb: int) -> Iterator[Cut]:
        """Clauses with a verb of their own behind ", but" or ", although"."""
        for place in range(verb + 1, len(words.codes) - 2):
            contrasting = "COMMA" in words.classes[place - 1] and not words.classes[place].isdisjoint(CONTRASTING)
            if contrasting and self.first_verb(words, place + 1, len(words.codes)) is not None:
                yield place, "contrast"

    def second_predicates(self, words: Words, after: int) -> Iterator[Cut]:
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
        if place + 2 >= end or "PREPOSITION" not in words.at(place + 1):
            return False
        told = not words.classes[place].isdisjoint(("SAY", "DOUBT", "FACTIVE", "ESTIMATE", "SPEECH_ACT", "CALL"))
        opens = not told and words.at(place + 1).isdisjoint(("CLAUSE_OPENER", "SUBORDINATOR"))
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
        if found is None and piece.end - start > LABEL_WORDS:
            codes = words.codes
            doubtful = (i for i in range(start + 1, piece.end - 1) if self.doubtful[codes[i]])
            return next((i for i in doubtful if acts(words, i, LOOSELY_AFTER_VERB)), None)
        return found


def phrase_cuts(words: Words, phrase: Phrase, verb: int, reported: bool) -> Iterator[Cut]:
    """Where a phrase behind the main verb begins a claim of its own; inside what is reported only an inference does."""
    family, label, start = phrase.kind.family, phrase.kind.label, phrase.place[0]
    before = words.classes[start - 1]
    if phrase.kind.rule == "inference":
        yield start, "inference"
    elif reported:
        return
    elif family in ("hedge", "hearsay") and "COMMA" in before and is_tail(words, phrase):
        yield start, "relative"
    elif label == "active" and "RELATIVE" in words.classes[phrase.start - 1]:
        yield phrase.start - 1, "relative"
    elif family == "hedge" and "RELATIVE" in before and "COMMA" in words.classes[start - 2]:
        yield start - 1, "relative"
    elif label not in UNCUT and family in ("hedge", "attribution", "hearsay") and start > verb + 1:
        joined = joined_at(words, start - 1, verb)
        if joined is not None:
            yield joined, "coordinate"


def joined_at(words: Words, place: int, verb: int) -> int | None:
    """The "and" before a cue, with only auxiliaries and adverbs between."""
    while place > verb and "AND" not in words.classes[place]:
        if words.classes[place].isdisjoint(("BE", "ADVERB", "LY")):
            return None
        place -= 1
    return place if "AND" in words.classes[place] else None


def has_helper(words: Words, place: int) -> bool:
    """Whether a verb after "and" brings a helping verb of its own, so that a hedge before it stops there."""
    following = next((i for i in range(place + 1, len(words.codes)) if not is_beside(words, i)), place)
    return not words.classes[following].isdisjoint(("BE", "HAVE", "DO"))


def is_beside(words: Words, place: int) -> bool:
    return not words.classes[place].isdisjoint(("ADVERB", "LY"))


def is_tensed(words: Words, place: int) -> bool:
    """Whether a word after "and" is a verb in the past or a helping verb, and no adjective ("and targeted attacks")."""
    here, after = words.classes[place], words.at(place + 1)
    if "ED" not in here or any(name.startswith("ASPECT") for name in here):
        return not here.isdisjoint(TENSED)
    return "NOMINAL" not in after or "LOWER" not in after


def is_noun(words: Words, place: int) -> bool:
    """Whether a word with the shape of a verb is none: "his will", "the collapsed lane", "being"."""
    here, before = words.classes[place], words.classes[place - 1]
    if "ED" in here:
        if not before.isdisjoint(("ADVERB", "LY")) and "DET" in words.classes[place - 2]:
            before = words.classes[place - 2]  # "the badly damaged crane"
        after = words.at(place + 1)
        opens = not before.isdisjoint(BEFORE_ADJECTIVE) or (place == 2 and words.word(1).endswith("ing"))
        return opens and not after.isdisjoint(("NOMINAL", "UNIT"))
    if "WILL" in here:
        return not before.isdisjoint(("DET", "POSS", "OUR"))
    if "BE" in here:
        return "ING" in here
    return not before.isdisjoint(ARTICLES) and "MODAL" not in here


def agrees(words: Words, place: int) -> bool:
    """Whether a word that may be a noun is a verb to the plural before it: "the reports cover nine years"."""
    before, after = words.classes[place - 1], words.at(place + 1)
    if "NOMINAL" not in before or after.isdisjoint(("NOMINAL", "NUMBER", "LY")) or "ED" in after:
        return False
    return words.word(place - 1).endswith("s") and not words.word(place).endswith("s")


def acts(words: Words, place: int, following: frozenset[str] = AFTER_VERB) -> bool:
    """Whether a word that may be a noun is a verb by its neighbours: "the cranes block the road"."""
    before, after = words.classes[place - 1], words.at(place + 1)
    pairs = "DET" in after and words.word(place + 1) in ("both", "either", "neither")  # "the forces either fled or ..."
    return not (before.isdisjoint(BEFORE_VERB) or "DET" in before or after.isdisjoint(following) or pairs)


def is_tail(words: Words, phrase: Phrase) -> bool:
    """Whether a hedge after a comma begins a remark of its own: ", likely to deter the fleet"."""
    after = words.at(phrase.place[1])
    return not after.isdisjoint(("ING", "TO", "PREPOSITION", "SUBORDINATOR", "DET"))
