"""Who a source is: its type, whether it is described, whether it has a stake."""

from __future__ import annotations

from collections.abc import Sequence

from vetter.ledger import SourceMark

# The first of these that a word belongs to is its type.
TYPES = (
    ("SELF_NAME", "self"),
    ("FIRST_PERSON", "self"),
    ("MILBLOGGER", "milblogger"),
    ("MEDIA_NAME", "media"),
    ("MEDIA", "media"),
    ("OFFICIAL", "official"),
    ("EVIDENCE", "document"),
    ("DOCUMENT", "document"),
    ("SOCIAL", "social"),
    ("ORGANISATION", "organisation"),
    ("UNNAMED_MANY", "collective"),
    ("ANONYMOUS", "anonymous"),
    ("EXPERT", "expert"),
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
        "expert",
        "pronoun",
    ]
)
BREAKS = frozenset(["PREPOSITION", "COMMA", "LPAR", "RELATIVE"])
BEARERS = frozenset(["self", "media", "official", "organisation", "expert"])
"""What a capitalised word before a name makes of it; "Bill Lind" is no bill."""
PLURAL = frozenset(["MANY", "NUMBER_WORD", "UNNAMED_MANY", "AND", "NUMBER"])
PARTISAN = frozenset(["official", "milblogger", "anonymous", "social"])


def describe(classes: Sequence[frozenset[str]]) -> SourceMark:
    """What the classes of its words tell of a source; where it stands is for others to say."""
    kind = kind_of(classes)
    plural = any(not here.isdisjoint(PLURAL) for here in classes)
    described = kind != "pronoun" and (len(classes) > 2 or any("SIDE" in here or "ROLE" in here for here in classes))
    return SourceMark(0, 0, kind, "plural" if plural else "singular", described, kind in PARTISAN)


def kind_of(classes: Sequence[frozenset[str]]) -> str:
    if len(classes) == 1 and ("PRONOUN" in classes[0] or "OBJECT_PRONOUN" in classes[0]):
        return "self" if "FIRST_PERSON" in classes[0] else "pronoun"
    if not classes[0].isdisjoint(("SOME", "MANY")) and "UNNAMED_MANY" in head(classes):
        return "collective"
    last = core(classes) - 1
    if "GROUNDS" in classes[last]:
        return "thing"
    name = named(classes[: last + 1]) if last or "CAP" in classes[-1] else ""
    kind = typed(classes[last]) or name or typed(frozenset().union(*classes))
    return kind or ("person" if ends_in_name(classes) else "thing")


def ends_in_name(classes: Sequence[frozenset[str]]) -> bool:
    """Whether a name stands last in apposition: "a barge owner in Tollen, Anders Rook"."""
    behind = next((place for place in range(len(classes) - 1, -1, -1) if "CAP" not in classes[place]), 0)
    return "COMMA" in classes[behind] and behind < len(classes) - 1


def named(classes: Sequence[frozenset[str]]) -> str:
    """The type of a name, from what stands before it: "Press Secretary Oda Lind", "the outlet Osse Today"."""
    if "CAP" not in classes[-1]:
        return ""
    for here in reversed(classes):
        kind = typed(here)
        if kind and ("CAP" not in here or kind in BEARERS):
            return kind
        if "CAP" not in here:
            break
    return "organisation" if "UPPER" in classes[-1] else "person"


def head(classes: Sequence[frozenset[str]]) -> frozenset[str]:
    """The classes of the last word before the first preposition or comma."""
    return classes[core(classes) - 1]


def core(classes: Sequence[frozenset[str]]) -> int:
    """How many words come before the first preposition or comma."""
    return next((i for i, here in enumerate(classes) if i and not here.isdisjoint(BREAKS)), len(classes))


def typed(classes: frozenset[str]) -> str:
    return next((kind for name, kind in TYPES if name in classes), "")
