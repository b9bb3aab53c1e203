"""The status of a claim: a list of steps, of which the first that fits decides."""

from collections.abc import Callable

from vetter import sources
from vetter.deeds import BESIDE_VERB
from vetter.doubts import PROOF
from vetter.layout import Block
from vetter.ledger import Hedge, sign, signs
from vetter.parts import Parts
from vetter.phrases import Phrase
from vetter.signs import HEDGES
from vetter.values import NamedTuple

FLAT = 5
FRAGMENT = 25  # words: a longer stretch without a verb is a sentence our word lists do not know
STATEMENT_WORDS = 6  # words of a quotation that is a statement and not a name
LABEL_WORDS = 4  # words before the colon of a label
REACH = 9  # words after the main verb within which a hedge still weighs on it
NOTES = frozenset(["cannot_confirm", "not_observed"])
SELF_PLACES = frozenset(
    ["in this report", "in this article", "in this paper", "in this section", "in this document", "in this study"]
)
ASKING, CONFIRMED = sign("asks"), sign("CONFIRMED")
OWN = signs(("self", "TEXT_NOUN"))
NOTHING: frozenset[str] = frozenset()


class Verdict(NamedTuple):
    """What a step decided: status, holder, strength 0 to 6, the step's own words and the lean."""

    status: str
    holder: str
    strength: int
    step: str
    lean: str = "positive"


WATCHED = Verdict("verified", "self", 6, "we saw it ourselves")


def decide(parts: Parts, block: Block) -> Verdict:
    """The verdict on one piece of a sentence of this block."""
    for step in STEPS if parts.phrases else BARE_STEPS:
        verdict = step(parts, block)
        if verdict is not None:
            return verdict
    boosted = any(True for _ in parts.of_family("boost", "booster"))
    return Verdict("assert", "author", FLAT + boosted, "stated flatly")


def question(parts: Parts, block: Block) -> Verdict | None:
    words, end = parts.words, parts.piece.end
    if parts.piece.link != "main" or not words.signs & ASKING:
        return None
    for place in range(end - 1, max(parts.piece.start, end - 4), -1):
        if "STOP" in words.classes[place]:
            asks = "ASKS" in words.classes[place]
            return Verdict("question", "author", 0, "it ends in a question mark") if asks else None
    return None


def fragment(parts: Parts, block: Block) -> Verdict | None:
    size = parts.piece.end - parts.piece.start
    if parts.piece.link != "main" or parts.verb is not None or parts.phrases_of("hedge", "hearsay", "attribution"):
        return None
    if block.kind == "table" or size <= FRAGMENT and not any("ED" in c for c in parts.words.classes):
        return Verdict("heading", "author", FLAT, "no verb: a label or list item")
    return None


def labelled(parts: Parts, block: Block) -> Verdict | None:
    """A label and what it says, without a full stop: "Objective: hold the bridge"."""
    start, end, classes = parts.piece.start, parts.piece.end, parts.words.classes
    colon = next((i for i in range(start, min(start + LABEL_WORDS, end - 1)) if "COLON" in classes[i]), None)
    if colon is None or parts.piece.link != "main" or "STOP" in classes[end - 1]:
        return None
    if any(name.endswith("_BASE") for name in parts.words.at(colon + 1)):
        return Verdict("heading", "author", FLAT, "a label with what it stands for")
    return None


def lead_in(parts: Parts, block: Block) -> Verdict | None:
    last = parts.words.classes[parts.piece.end - 1]
    if "COLON" in last and parts.piece.link == "main" and parts.holder is None and block.kind == "paragraph":
        return Verdict("meta", "author", FLAT, "it leads in a list")
    return None


def boilerplate(parts: Parts, block: Block) -> Verdict | None:
    told = block.role == "meta" or (block.role == "legend" and parts.verb is not None)
    return Verdict("meta", "self", FLAT, "it stands in a note about the text") if told else None


def about_itself(parts: Parts, block: Block) -> Verdict | None:
    """The author about the author: scope, method, policy, undertakings, condemnation."""
    verb = parts.verb
    if verb is None or parts.piece.link != "main" or not (parts.words.signs & OWN or holds_itself(parts)):
        return None
    opening = parts.words.classes[parts.piece.start]
    own_text = names_this_text(parts, parts.piece.start) or names_this_text(parts, parts.subject_start())
    in_text = "'in'" in opening and parts.opening(3) in SELF_PLACES
    own_self = subject_is_self(parts)
    if not (own_text or in_text or own_self):
        return None
    does = parts.words.has("META_VERB", verb, min(verb + 5, parts.piece.end))
    if in_text or own_text or (does and not judging(parts) and not reports_that(parts)):
        return Verdict("meta", "self", FLAT, "the author speaks of this text")
    return None


def names_this_text(parts: Parts, start: int) -> bool:
    """Whether words begin with "this report", "our latest update"."""
    classes = parts.words.classes
    return (
        "THIS" in classes[start]
        and "MANY" not in classes[start]
        and parts.words.word(start) != "these"
        and any(not here.isdisjoint(("SELF_NOUN", "TEXT_NOUN")) for here in classes[start + 1 : start + 3])
    )


def about_texts(parts: Parts, block: Block) -> Verdict | None:
    """How a text is made: what its chapters cover, how its terms are meant."""
    verb, classes = parts.verb, parts.words.classes
    if verb is None or parts.piece.link != "main":
        return None
    subject = classes[parts.subject_start() : verb]
    if all(here.isdisjoint(("TEXT_NOUN", "TEXT_PART")) for here in subject) or parts.tense() != "present":
        return None
    does = parts.words.has("META_VERB", verb, verb + 3) or parts.words.has("INTEGRATE", verb, verb + 3)
    if does and "SIDE" not in subject[0]:
        return Verdict("meta", "self", FLAT, "it says what a text covers")
    if any(name == "TEXTWORK" for name, _, _ in parts.noted) and not parts.acts():
        return Verdict("meta", "self", FLAT, "it says how a text puts things")
    return None


def holds_itself(parts: Parts) -> bool:
    """Whether the house itself is the source of the main clause."""
    source = parts.source_of(parts.holder) if parts.holder is not None else None
    return source is not None and source.type == "self"


def subject_is_self(parts: Parts) -> bool:
    return holds_itself(parts) or parts.subject() == "self"


def judging(parts: Parts) -> bool:
    return any(phrase.kind.label == "assess" for phrase in parts.phrases)


def reports_that(parts: Parts) -> bool:
    holder = parts.holder
    return holder is not None and parts.words.has("THAT", holder.end, min(holder.end + 4, parts.piece.end))


def note(parts: Parts, block: Block) -> Verdict | None:
    for phrase in parts.phrases:
        if phrase.kind.family == "status" and phrase.kind.label in NOTES and leads(parts, phrase):
            source = parts.source_of(phrase)
            if source is None or source.type not in ("official", "milblogger", "person"):
                return Verdict("note", "self", 0, f"says what our evidence lacks ({phrase.kind.rule})")
    return None


def leads(parts: Parts, phrase: Phrase) -> bool:
    return parts.holder is None or phrase.place[0] < parts.holder.place[0] or phrase.start == parts.holder.start


def attributed(parts: Parts, block: Block) -> Verdict | None:
    holder = parts.holder
    if holder is None:
        return None
    source = parts.source_of(holder)
    stance = parts.stance(holder)
    if (stance == "directive" and asks_in_private(parts, holder)) or threatens_a_thing(parts, holder):
        return None
    if parts.words.has("HEARSAY", holder.place[0] - 1, holder.place[1]) and holder.kind.label == "active":
        return Verdict("hearsay", "unknown", 2, "reported by nobody named")
    if source is None or (source.type == "thing" and not speaks(parts, holder, stance)):
        return None
    if source.type == "self":
        return own_report(parts, stance)
    if guessed(parts, holder):
        return None
    return Verdict("attrib", "source", parts.source_strength(), "a source says it ({cue})")


def asks_in_private(parts: Parts, holder: Phrase) -> bool:
    """Whether somebody asks somebody for something, of which only they can know: "asked the bank for a loan"."""
    if not parts.words.has("ASK", *holder.place):
        return False
    rest = parts.words.classes[holder.end : parts.piece.end]
    return all(here.isdisjoint(("OPEN", "CLOSE", "THAT", "WHETHER", "RELATIVE")) for here in rest)


def threatens_a_thing(parts: Parts, holder: Phrase) -> bool:
    """Whether "threaten" speaks of danger and not of words: "the flood threatens the town"."""
    after = parts.words.classes[holder.place[1]] if holder.place[1] < parts.piece.end else NOTHING
    threatens = parts.words.has("THREATEN", holder.place[1] - 1, holder.place[1])
    return threatens and after.isdisjoint(("TO", "THAT", "OPEN", "COMMA"))


def speaks(parts: Parts, holder: Phrase, stance: str) -> bool:
    """Whether only somebody, never a thing, can be the subject of these words: "said", "according to", "accused"."""
    spoken = any(name.startswith("SAY") for name in parts.words.classes[holder.place[1] - 1])
    judged = stance == "estimate" and parts.words.has("THAT", holder.end, holder.end + 2)
    if parts.words.word(holder.place[1] - 1) == "per":
        return False  # "nine metres per day"
    return spoken or judged or stance in ("according", "silence", "accusation", "directive")


def guessed(parts: Parts, holder: Phrase) -> bool:
    """Whether the author only supposes that it was said: "the envoy has likely agreed"."""
    return any(
        phrase.kind.family == "hedge"
        and phrase.kind.label in ("likelihood", "modal")
        and holder.start < phrase.place[0] < holder.place[0]
        for phrase in parts.phrases
    )


def own_report(parts: Parts, stance: str) -> Verdict:
    if judging(parts) or (stance == "estimate" and (reports_that(parts) or parts.tense() == "present")):
        return Verdict("assess", "self", 4, "our own estimate")
    return Verdict("attrib", "self", FLAT, "our own earlier report")


def shown(parts: Parts, block: Block) -> Verdict | None:
    """A clause that evidence, a document or a source shows, indicates or suggests."""
    for phrase in parts.phrases:
        if phrase.kind.family == "evidence" and parts.verb is not None and phrase.start <= parts.verb < phrase.end:
            return WATCHED if phrase.kind.label == "watched" else borne_out(parts, phrase)
    return None


def examined(parts: Parts, block: Block) -> Verdict | None:
    """What people who were there to examine it found: "our responders identified"."""
    found = next((phrase.start for phrase in parts.phrases if phrase.kind.rule == "investigator"), None)
    if found is None or parts.holder is not None:
        return None
    near = parts.words.classes[max(parts.piece.start, found - 3) : min(found + REACH, parts.piece.end)]
    if any(name.startswith("WATCH") for here in near for name in here):
        return Verdict("verified", "author", 6, "found by those who examined it")
    return None


def betokened(parts: Parts, block: Block) -> Verdict | None:
    """What one thing is said to be a sign of: "is an indicator that"."""
    verb = parts.verb
    if verb is not None and any(p.kind.rule == "sign_of" and verb <= p.start <= verb + 3 for p in parts.phrases):
        return Verdict("assess", "author", 3, "taken for a sign of it")
    return None


def told_in_quotes(parts: Parts, block: Block) -> Verdict | None:
    """A sentence that is mostly quotation, with a verb of saying outside it."""
    classes, start, end = parts.words.classes, parts.piece.start, parts.piece.end
    if "OPEN" not in classes[start]:
        return None
    closed = next((i for i in range(start, end) if "CLOSE" in classes[i]), None)
    if (end if closed is None else closed) - start < STATEMENT_WORDS:
        return None
    if closed is None:
        return Verdict("attrib", "source", FLAT, "it opens a quotation")
    outside = classes[closed + 1 : closed + REACH]
    if closed >= end - 2 or any(name.startswith("SAY") for here in outside for name in here):
        return Verdict("attrib", "source", FLAT, "it is a quotation")
    return None


def borne_out(parts: Parts, phrase: Phrase) -> Verdict | None:
    source = parts.source_of(phrase)
    grade = parts.grade_of(phrase)
    if source is None:
        return None
    start, end = parts.source_stretch(phrase) or phrase.place
    if parts.verb is not None and parts.words.has("MONTH", start, end):  # "images of 3 May show"
        start, end = parts.subject_start(), parts.verb
        if parts.words.has("EVIDENCE", start, end):
            source = source._replace(type="document")
    if source.type in sources.HUMAN and source.type != "self" and parts.is_headed(phrase):
        return (
            Verdict("attrib", "source", FLAT, "a source indicates it")
            if grade != 2 or source.type != "pronoun"
            else None
        )
    if source.type == "document":
        if parts.words.has("GEOLOCATED", start, end):
            return Verdict("verified", "author", 6, "verified evidence shows it")
        if parts.words.has("FOOTAGE", start, end):
            return Verdict("assess", "author", min(grade, 4), "footage without time and place shows it")
        if not parts.words.has("EVIDENCE", start, end):
            return None if grade > PROOF else Verdict("attrib", "source", FLAT, "a document says it")
    word = parts.words.classes[phrase.place[1] - 1]
    if grade <= 3 and (source.type == "document" or any(name.startswith("EV_") for name in word)):
        return Verdict("assess", "author", max(grade, 2), "our inference from a thing")
    return None


def inferred(parts: Parts, block: Block) -> Verdict | None:
    if parts.piece.link == "inference":
        for phrase in parts.phrases:
            if phrase.kind.rule == "inference":
                grade = min(parts.grade_of(phrase), FLAT)
                status = "assess" if grade <= 3 else "assert"
                return Verdict(status, "author", grade, "our inference from the clause before")
    return None


def heard(parts: Parts, block: Block) -> Verdict | None:
    for phrase in parts.phrases:
        told = phrase.kind.family == "hearsay" and phrase.kind.label in ("adverb", "passive", "reports", "widely")
        if told and governs(parts, phrase) and parts.holder is None:
            return Verdict("hearsay", "unknown", 2, "reported by nobody named")
    return None


def governs(parts: Parts, phrase: Phrase) -> bool:
    """Whether a phrase stands in the main clause, no comma and few words behind its verb."""
    start, verb = phrase.place[0], parts.verb
    if verb is None or phrase.kind.label == "confidence":
        return True
    if start <= verb:
        return not parts.piece.start + 1 < start < parts.subject_start()
    return start - verb <= REACH and not parts.words.has("COMMA", verb, start)


def confirmed(parts: Parts, block: Block) -> Verdict | None:
    verb = parts.verb
    if not parts.words.signs & CONFIRMED or verb is None or not parts.words.has("CONFIRMED", verb, verb + 4):
        return None
    noted = {name: start for name, start, _ in reversed(parts.noted)}
    if "CONFIRMED_FRAME" in noted or parts.negative() or parts.holder is not None:
        return None
    if verb <= noted.get("CONFIRMED", -1) <= verb + 3:
        return Verdict("verified", "unknown", 6, "said to be confirmed")
    return None


def hedged(parts: Parts, block: Block) -> Verdict | None:
    if not parts.words.signs & HEDGES:
        return None
    main = [h for p, h in parts.hedging if h.holder == "author" and weighs(parts, p, h) and governs(parts, p)]
    if not main:
        return None
    chief = max(main, key=lambda hedge: (hedge.step, -hedge.start))
    if any(h.form == "verb" and h.step >= 2 for h in main) or chief.step >= 2:
        return Verdict("assess", "author", chief.step, "marked as our judgment", chief.lean)
    if chief.step == 0:
        return Verdict("assess", "author", 0, "left open", chief.lean)
    return Verdict("hedge", "author", 1, "marked only as possible", chief.lean)


def weighs(parts: Parts, phrase: Phrase, hedge: Hedge) -> bool:
    """Whether a hedge weighs on the verb and not only on a noun phrase."""
    if hedge.form in ("question", "hearsay"):
        return False
    if hedge.form in ("adjective", "noun"):
        before = parts.words.classes[max(phrase.place[0] - 3, 0) : phrase.place[0]]
        verb = next((here for here in reversed(before) if here.isdisjoint(BESIDE_VERB)), frozenset())
        return "BE" in verb
    return True


def defined(parts: Parts, block: Block) -> Verdict | None:
    """A standing fact: what something is, where it lies, what a law provides."""
    verb = parts.verb
    if verb is None or parts.piece.link != "main":
        return None
    here = parts.words.classes[verb]
    if "WILL" in here:
        if parts.subject() == "document" and "PROVISION" in {name for name, _, _ in parts.noted}:
            return Verdict("definition", "author", FLAT, "what a text provides")
        if parts.words.has("ARTEFACT", parts.piece.start, verb) and not parts.has_mind():
            return Verdict("definition", "author", FLAT, "what a device does")
        return None
    if parts.tense() != "present" or not is_standing(parts, verb) or (not lies(parts, verb) and parts.is_of_now()):
        return None
    if parts.acts() or parts.values() or any(parts.of_family("boost", "booster")):
        return None
    return Verdict("definition", "author", FLAT, "a standing fact")


def lies(parts: Parts, verb: int) -> bool:
    """Whether the verb alone says that this is standing: "lies", "consists", "belongs"."""
    here = parts.words.classes[verb]
    return "IS_A" in here and here.isdisjoint(("BE", "STANDING", "STANDING_AMB"))


def is_standing(parts: Parts, verb: int) -> bool:
    """Whether the verb says what a thing is, has, does or can do whenever one looks."""
    here, follows = parts.words.classes[verb], parts.beyond(verb)
    minded = parts.has_mind()
    if "BE" in here:
        if "ING" in follows or "TO" in follows:
            return False
        if "ED" in follows:
            return not minded and "PASSING" not in follows
        return not minded or not follows.isdisjoint(("DET", "ONE", "NUMBER", "PREPOSITION", "MANY", "CAP"))
    if "HAVE" in here:
        return not minded and follows.isdisjoint(("ED", "BE")) and not any(name.endswith("_EN") for name in follows)
    if "CAN" in here:
        return not minded
    if "IS_A" in here:
        return not (minded and any(name.startswith("STANDING") for name in here))
    return not minded and any(name in ("STANDING", "STANDING_AMB") for name in here) and "ED" not in here


def is_reduced(parts: Parts, verb: int | None) -> bool:
    """Whether a word may be the participle of a clause about the noun before it: "tools built into the gate"."""
    classes = parts.words.classes
    if verb is None or verb + 1 >= len(classes) or "PREPOSITION" not in classes[verb + 1]:
        return False
    return any(name.endswith("_EN") for name in classes[verb])


def step(parts: Parts, block: Block) -> Verdict | None:
    """A step of a procedure: "Open the valve.", "From the pump room, open the valve."."""
    start, words = parts.piece.start, parts.words
    if parts.piece.link != "main" or start + 2 >= parts.piece.end or parts.holder is not None:
        return None
    if not words.classes[start].isdisjoint(("PREPOSITION", "CLAUSE_OPENER", "TO", "SUBORDINATOR")):
        comma = next(
            (i for i in range(start, min(start + REACH, parts.piece.end - 2)) if "COMMA" in words.classes[i]), 0
        )
        start = comma + 1 if comma else start
    here, after = words.classes[start], words.at(start + 1)
    if not any(name.endswith("_BASE") for name in here):
        return None
    plain = not any(name.endswith("_AMB") for name in here)
    verb = parts.verb
    doubtful = verb is not None and parts.known.doubtful[words.codes[verb]]
    verbless = verb in (None, start) or (doubtful and (plain or verb == start + 1)) or is_reduced(parts, verb)
    opened = ("TO", "THAT", "RELATIVE", "CLAUSE_OPENER") if plain else ("TO",)
    verbless = verbless or any(not each.isdisjoint(opened) for each in words.classes[start : verb or start])
    ends = "STOP" in words.classes[parts.piece.end - 1]
    if "AND" in after and any(name.endswith("_BASE") for name in words.at(start + 2)) and ends and plain:
        return Verdict("definition", "author", FLAT, "a step of a procedure")  # "Open and clean the valve."
    goes_on = ("NOMINAL" in after and "CAP" not in after) or "ING" in after
    if "PREPOSITION" in after and "TO" in words.at(start + 2) and ends:  # "Log in to the server."
        return Verdict("definition", "author", FLAT, "a step of a procedure")
    if not after.isdisjoint(("DET", "OUR", "MANY")) or (verbless and ends and goes_on):
        return Verdict("definition", "author", FLAT, "a step of a procedure")
    return None


STEPS: tuple[Callable[[Parts, Block], Verdict | None], ...] = (
    about_itself, question, boilerplate, labelled, lead_in, note, attributed, step, told_in_quotes, shown,
    examined, betokened, about_texts, inferred, heard, confirmed, hedged, fragment, defined,
)  # fmt: skip
BARE_STEPS = tuple(step for step in STEPS if step not in (note, attributed, shown, inferred, heard, hedged))
"""The steps that a piece without any phrase can pass."""
