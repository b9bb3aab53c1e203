"""Who a source is: its type, whether it is described, whether it has a stake."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.ledger import SourceMark

# The first that the head of the phrase, or failing it any of its words, belongs to.
TYPES = (
    ("SELF_NAME", "self"),
    ("FIRST_PERSON", "self"),
    ("MILBLOGGER", "milblogger"),
    ("MEDIA", "media"),
    ("OFFICIAL", "official"),
    ("EVIDENCE", "document"),
    ("DOCUMENT", "document"),
    ("SOCIAL", "social"),
    ("ORGANISATION", "organisation"),
    ("UNNAMED_MANY", "collective"),
    ("ANONYMOUS", "anonymous"),
    ("COLLECTIVE", "collective"),
    ("METONYM", "official"),
    ("ROLE", "official"),
)
HUMAN = frozenset(
    [
        "self",
        "person",
        "official",
        "organisation",
        "media",
        "social",
        "milblogger",
        "anonymous",
        "collective",
        "pronoun",
    ]
)
BREAKS = frozenset(["PREPOSITION", "COMMA", "LPAR", "RELATIVE"])
PARTISAN = frozenset(["official", "milblogger", "anonymous", "social"])


def describe(classes: Sequence[frozenset[str]]) -> SourceMark:
    """What the classes of its words tell of a source; where it stands is for others to say."""
    kind = kind_of(classes)
    plural = any("MANY" in here or "NUMBER_WORD" in here for here in classes) or "AND" in frozenset().union(*classes)
    described = kind != "pronoun" and (len(classes) > 2 or any("SIDE" in here or "ROLE" in here for here in classes))
    return SourceMark(0, 0, kind, "plural" if plural else "singular", described, kind in PARTISAN)


def kind_of(classes: Sequence[frozenset[str]]) -> str:
    if len(classes) == 1 and ("PRONOUN" in classes[0] or "OBJECT_PRONOUN" in classes[0]):
        return "self" if "FIRST_PERSON" in classes[0] else "pronoun"
    if not classes[0].isdisjoint(("SOME", "MANY")) and "UNNAMED_MANY" in head(classes):
        return "collective"
    core = head(classes)
    if "GROUNDS" in core:
        return "thing"
    return typed(core) or typed(frozenset().union(*classes)) or ("person" if is_named(classes) else "thing")


def is_named(classes: Sequence[frozenset[str]]) -> bool:
    """Whether a name stands last, and not in a tail such as "of Osse" that says of what a thing is part."""
    return "CAP" in classes[-1] and ("CAP" in head(classes) or all("PREPOSITION" not in here for here in classes))


def head(classes: Sequence[frozenset[str]]) -> frozenset[str]:
    """The classes of the last word before the first preposition or comma."""
    core = next((i for i, here in enumerate(classes) if i and not here.isdisjoint(BREAKS)), len(classes))
    return classes[core - 1]


def typed(classes: frozenset[str]) -> str:
    return next((kind for name, kind in TYPES if name in classes), "")
