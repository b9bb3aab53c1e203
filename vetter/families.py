"""What phrases can say: for each family, which is a grammar file, the labels that may stand behind `->`.

Claims are read by these labels, so one that nobody knows would be found in a draft and mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from vetter.errors import VetterError, did_you_mean
from vetter.values import NamedTuple

NOTHING = "nothing"
"""What an exception says: it wins its place and means nothing. Any family may have some."""


class Label(NamedTuple):
    """What phrases with this label mean; the form of the cue that they are, of the hedge that they are."""

    about: str
    cue: str = ""
    hedge: str = ""


class Family(NamedTuple):
    """What its phrases are, and their labels; those of a family without any that `is_named` go by their rules."""

    about: str
    labels: Mapping[str, Label] = {}
    is_named: bool = False


FAMILIES = {
    "attribution": Family("who says it, and by which words", {
        "active": Label("a source, then its verb, then what it says", "verb"),
        "inverted": Label("a source and its verb behind what it says", "verb"),
        "according": Label("a source named beside what it says", "preposition"),
        "passive": Label("what it says is the subject, the source stands behind the verb", "passive"),
        "participle": Label("a verb in -ing whose source is the subject of the clause", "participle"),
        "reduced": Label("a source with such a verb, as the subject of another verb", "participle"),
        "relative": Label("a source with its verb in a relative clause", "verb"),
        "coordinated": Label("a second verb of the same source", "verb"),
        "noun": Label("a noun of saying, of nobody in particular", "noun"),
        "owned": Label("a noun of saying, with whose it is", "noun"),
        "attitude": Label("a noun of saying that brings nothing that is said", "noun"),
        "citing": Label("what a source itself goes by", "participle"),
        "mental": Label("what somebody wants, thinks or plans", "verb"),
        "silence": Label("a source that does not answer", "verb"),
        "asked": Label("somebody to whom a question was put", "verb"),
        "spoken": Label("a source that speaks, without what it says", "verb"),
        "act": Label("somebody who takes a side or utters a feeling", "verb"),
        "found": Label("a study or poll with what it found", "verb"),
    }),
    "hearsay": Family("reports with nobody to answer for them", {
        "adverb": Label("an adverb", "adverb"),
        "adjective": Label("an adjective", "adjective"),
        "passive": Label("a passive without anybody who says so", "passive"),
        "widely": Label("a passive that many are meant to stand behind", "passive"),
        "reports": Label("reports by nobody", "noun"),
    }),
    "weasel": Family("authorities nobody can ask", {
        "group": Label("unnamed people with their verb", "verb"),
        "known": Label("people who sound unnamed and can be asked", "verb"),
    }),
    "evidence": Family("what is shown for a claim", {
        "shows": Label("a thing or text with the verb by which it shows something", "verb"),
        "inference": Label("what follows from the clause before", "participle"),
        "watched": Label("what the authors have seen themselves", "verb"),
    }),
    "hedge": Family("what the author leaves open", {
        "modal": Label("a modal verb", hedge="modal"),
        "likelihood": Label("a term on a scale of likelihood", hedge="adverb"),
        "negated": Label("such a term under a negation", hedge="phrase"),
        "adverb": Label("any other adverb", hedge="adverb"),
        "adjective": Label("an adjective", hedge="adjective"),
        "noun": Label("a noun", hedge="noun"),
        "phrase": Label("a set phrase", hedge="phrase"),
        "verb": Label("a verb", hedge="verb"),
        "evidence": Label("a weak verb of showing", hedge="verb"),
        "expected": Label("what is expected, by whomever", hedge="verb"),
        "assess": Label("the authors' own judgment", hedge="verb"),
        "confidence": Label("a level of confidence", hedge="phrase"),
        "whether": Label("a question that is left open", hedge="question"),
    }),
    "boost": Family("what pushes a claim past its evidence", {
        "booster": Label("a word of certainty"),
        "negated": Label("such a word under a negation, which is a hedge"),
    }),
    "status": Family("what is said about checking", {
        "cannot_confirm": Label("it could not be checked"),
        "not_observed": Label("it was looked for and not found"),
        "unverified": Label("nobody has checked it"),
        "visual_unverified": Label("pictures of it are there, and nobody has checked them"),
        "contradicted": Label("a check speaks against it"),
        "corroborated": Label("something else speaks for it"),
        "verified": Label("it was checked and holds"),
    }),
    "vague": Family("how many, how often or how great, and nobody can check it", {
        "quantity": Label("a number that is none"),
        "view": Label("a view that nobody holds"),
        "praise": Label("praise or rank by no measure"),
    }),
    "citation": Family("references in running text", {
        "author_year": Label("authors and a year in brackets"),
    }),
    "mark": Family("words that rules ask for by class; the rule's name, in capitals, is the class", is_named=True),
    "trap": Family("words that look like cues and are none; they all say `nothing`"),
}  # fmt: skip


def cue_forms() -> dict[tuple[str, str], str]:
    """family, label -> the form of the cue."""
    return {(name, label): says.cue for name, each in FAMILIES.items() for label, says in each.labels.items()}


def hedge_forms() -> dict[str, str]:
    """The labels of hedges with the form that each has."""
    return {label: says.hedge for label, says in FAMILIES["hedge"].labels.items()}


def refuse_unknown(path: str, family: str) -> None:
    """A grammar file by whose name no claim is read."""
    if family not in FAMILIES:
        known = ", ".join(f"{name}.lark" for name in sorted(FAMILIES))
        raise VetterError(f"{path}:1", f"phrases of a kind that nobody asks for; call the file one of {known}")


def refuse_unread(place: str, family: str, rule: str, label: str) -> None:
    """A label by which no claim is read, or the lack of one. A grammar of no family may say what it likes."""
    if family not in FAMILIES or label == NOTHING:
        return
    known = FAMILIES[family]
    if known.is_named and label:
        raise VetterError(place, f"a mark goes by its rule, {rule.upper()}: take `-> {label}` away, "
                                 f"or write `-> {NOTHING}` for an exception")  # fmt: skip
    if known.is_named or label in known.labels:
        return
    labels = (*known.labels, NOTHING)
    choose = f"the labels of {family}.lark are {', '.join(labels)}"
    if not label:
        raise VetterError(place, f"{rule} does not say what it means: write `-> LABEL` behind it; {choose}")
    raise VetterError(place, f"no phrase of {family}.lark says {label!r}{did_you_mean(label, labels)}; {choose}")
