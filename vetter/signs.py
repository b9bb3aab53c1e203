"""Signs: what the words and phrases of a sentence let its claims show, told before any claim is read."""

from __future__ import annotations

from functools import lru_cache

from vetter.families import cue_forms
from vetter.ledger import sign, signs
from vetter.phrases import Kind, Phrase

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
READ_BY = frozenset(["INVESTIGATOR", "SIGN_OF"])
"""Marks that say nothing of events and by which a claim is read all the same."""
ASKED_BY_CODE = frozenset(["INTRUSION"])
"""Marks that no rule need name: what a draft is about is told by them."""
CUE_FAMILIES = frozenset(["attribution", "hearsay", "evidence", "weasel"])
CUE_HEDGES = frozenset(["appear", "expected", "suggest", "indicate"])
"""Hedges that show where a view comes from."""
CUE_FORMS = cue_forms()
HELPERS = frozenset(["MODAL", "DO", "NEG_AUX", "NOT"])
COMPLEMENTS = frozenset(["TO", "DET", "THAT"])
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
    form = CUE_FORMS.get((kind.family, kind.label), "")
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


@lru_cache(maxsize=4096)
def is_for_rules(kind: Kind) -> bool:
    """Whether only rules ask for phrases of this kind, so that they must not change how a sentence is read."""
    name = kind.rule.upper()
    return kind.family == "mark" and name[:2] not in ("E_", "J_") and name not in CLASSES and name not in READ_BY


def is_cue(kind: Kind) -> bool:
    """Whether phrases of this kind hand something to somebody."""
    return kind.family in CUE_FAMILIES or (kind.family == "hedge" and kind.rule in CUE_HEDGES)


def form_of(kind: Kind) -> str:
    """The form of a cue: verb, participle, passive, noun, preposition, adverb or adjective."""
    return CUE_FORMS[kind.family, kind.label] or "verb"


def wavers(name: str, suffix: str) -> bool:
    """Whether a word of this class and form says that something happens only beside certain other words."""
    return suffix == "_AMB" or (suffix == "_BASE" and name[:2] in ("E_", "J_"))
