"""Whether a draft says who somebody is where it first lets them speak."""

import re

from vetter.draft import CAPITALISED
from vetter.ledger import SourceMark
from vetter.places import Place

ROLE_BEFORE = r"[A-Z,)’'”\"]\w*[,)’'”\"]?\s+$"
"""What may tell who somebody is, right before the name."""
ROLE_BEHIND = r",? \(|, (?:who|whose|which|an?)\b|,? [a-z][^,]*,| the [a-z]"
"""What tells it right behind the name."""
ROLE_OR_MORE_BEHIND = rf"{ROLE_BEHIND}|, [a-z]"
NO_NAMES = frozenset(("The", "Some", "Many", "Most", "All", "Both", "Other", "These", "Those", "Several", "Its", "His"))


def is_bare_name(at: Place, source: SourceMark) -> bool:
    prose, sentence = at.draft.prose, at.sentence
    words = prose[source.start : source.end].split()
    if any("." in word[:-1] for word in words):
        return False  # an address tells what it is
    names = [name[0] for word in words if (name := re.match(CAPITALISED, word))]
    if source.described or not names or len(names) < len(words) or names[-1].isupper() or names[0] in NO_NAMES:
        return False
    if source.start > at.draft.first_seen[names[-1]] or (len(names) == 1 and names[0] not in at.draft.proper_names):
        return False
    before, after = prose[sentence.start : source.start], prose[source.end : sentence.end]
    behind = ROLE_BEHIND if before.endswith("ccording to ") and before[:1] == "A" else ROLE_OR_MORE_BEHIND
    return not is_well_known(at, source) and not re.search(ROLE_BEFORE, before) and not re.match(behind, after)


def is_well_known(at: Place, source: SourceMark) -> bool:
    return any(mark.kind == "WELL_KNOWN" and source.start <= mark.start < source.end for mark in at.claim.others)
