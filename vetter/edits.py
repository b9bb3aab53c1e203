"""Edits that leave good prose: words taken out with their blank, comma and capital, or put in place of others.

Where the markup would suffer, or the grammar around the words cannot be told, the answer is no edit at all.
"""

import re

from vetter.findings import Edit
from vetter.layout import GLUE
from vetter.places import Place, block_of
from vetter.values import TypeAlias

Edits: TypeAlias = tuple[Edit, ...]

BLANKS = " \t"
LINE_ENDS = "\r\n"
JOINTS = LINE_ENDS + ".,;:!?)”’\"'…"
NO_EDITS: Edits = ()
# Compiled when a fix asks for them, which it does in few drafts.
_ARTICLE = r"(?i)(?:^|[\s(“\"'])(an?)[ \t]$"
_FOLLOWING = r"[ \t]*([^\W\d_][\w'’-]*)"
_PLAIN_INITIALS = frozenset("abcdfgijklmnpqrstvwxyz")  # before e, h, o and u the sound is not told by the letter
_VOWELS = frozenset("ai")


def take_out(at: Place, start: int, end: int) -> Edits:
    """The words start:end taken out: "it clearly broke", "Clearly, it broke" and "it, clearly, broke" all leave
    well-formed text."""
    text, prose = at.draft.text, at.draft.prose
    if not _is_plain(at, start, end) or _is_alone(at, start, end):
        return NO_EDITS
    after_comma = prose[end : end + 1] == ","
    if start == at.sentence.start and prose[start].isupper():
        return _opening(at, start, end + after_comma)
    before_comma = prose[start - 2 : start] == ", " and text[start - 2 : start] == ", "
    if before_comma and after_comma:
        return (Edit(start - 2, end + 1, ""),)
    article = _article(prose, start, end)
    if article is None:
        return NO_EDITS
    if _is_blank(at, start - 1) and (_is_blank(at, end) or _is_joint(at, end)):
        return (*article, Edit(start - 1, end, ""))
    return (*article, Edit(start, end + 1, "")) if _is_blank(at, end) else NO_EDITS


def put(at: Place, start: int, end: int, words: str) -> Edits:
    """Other words for start:end, with a capital where these have one."""
    if not words or not _is_plain(at, start, end):
        return NO_EDITS
    capital = at.draft.prose[start].isupper()
    return (Edit(start, end, words[0].upper() + words[1:] if capital else words),)


def _is_plain(at: Place, start: int, end: int) -> bool:
    """Whether no markup and no line end stands among the words."""
    words = at.draft.text[start:end]
    return bool(words) and words == at.draft.prose[start:end] and not any(sign in words for sign in (GLUE, "\n", "\r"))


def _is_alone(at: Place, start: int, end: int) -> bool:
    """Whether nothing else stands on the line: without the words it would be empty, and end the paragraph."""
    prose, block = at.draft.prose, block_of(at)
    before = max(prose.rfind(sign, block.start, start) for sign in LINE_ENDS) + 1 or block.start
    after = min((where for sign in LINE_ENDS if (where := prose.find(sign, end, block.end)) >= 0), default=block.end)
    return not any(map(str.isalnum, prose[before:start] + prose[end:after]))


def _is_blank(at: Place, where: int) -> bool:
    """Whether a blank stands there that is no markup blanked out."""
    return 0 <= where < len(at.draft.text) and at.draft.text[where] in BLANKS and at.draft.prose[where] in BLANKS


def _is_joint(at: Place, end: int) -> bool:
    """Whether words end there by themselves: at punctuation, a line end, markup or the end of the draft."""
    text = at.draft.text
    return end >= len(text) or text[end] in JOINTS or text[end] != at.draft.prose[end]


def _opening(at: Place, start: int, end: int) -> Edits:
    """The first words of a sentence, whose capital goes to the next."""
    prose = at.draft.prose
    following = _following(prose, end)
    if following is None or not _is_blank(at, end):
        return NO_EDITS
    first, word = following.start(1), following[1]
    blanks = next(where for where in range(end, first + 1) if where == first or not _is_blank(at, where))
    letter = word[0].upper() if word.islower() else word[0]
    if blanks == first:
        return (Edit(start, first + 1, letter),)
    return (Edit(start, blanks, ""), Edit(first, first + 1, letter))  # the word stands in markup


def _article(prose: str, start: int, end: int) -> Edits | None:
    """What becomes of "a" or "an" before words that go; None when that cannot be told."""
    near = max(0, start - 4)
    before = re.search(_ARTICLE, prose[near:start])
    if before is None:
        return NO_EDITS
    following = _following(prose, end)
    initial = following[1][0].lower() if following else ""
    if initial not in _PLAIN_INITIALS:
        return None
    wanted = "an" if initial in _VOWELS else "a"
    article = before[1]
    if article.lower() == wanted:
        return NO_EDITS
    return (Edit(near + before.start(1), near + before.end(1), article[0] + wanted[1:]),)


def _following(prose: str, end: int) -> re.Match[str] | None:
    """The word behind, with the blanks before it."""
    return re.compile(_FOLLOWING).match(prose, end)
