"""Rules over text: words that a house does not use, where they stand, and what it writes instead."""

import re
from bisect import bisect_right

from vetter.findings import Edit, Finding, Fix
from vetter.layout import Block
from vetter.rulebook import Rule

UNREAD = frozenset(["code", "front-matter", "quote"])
"""Kinds of block whose words are nobody's prose, or somebody else's."""
VOWELS = frozenset("aeiou")
MESSAGES = {True: '"{text}": write {suggestion}.', False: '"{text}" is not used here. Find another word.'}
"""What a rule without a message says, with and without another wording."""
SUGGESTION = "{suggestion}"


def is_own(block: Block) -> bool:
    """Whether what stands in a block is the draft's own prose."""
    return block.kind not in UNREAD and block.role != "references"


def code_spans(text: str, prose: str, block: Block) -> list[tuple[int, int]]:
    """Where a format has taken words for code: between two runs of backticks that it blanked out."""
    runs = [match.start() for match in re.compile("`+").finditer(text, block.start, block.end)]
    masked = [start for start in runs if prose[start] != "`"]
    return list(zip(masked[::2], masked[1::2], strict=False))


def lies_within(place: int, spans: list[tuple[int, int]]) -> bool:
    before = bisect_right(spans, (place, place)) - 1
    return before >= 0 and place < spans[before][1]


def reworded(
    rule: Rule, severity: str, text: str, prose: str, start: int, end: int, instead: tuple[str, ...]
) -> Finding:
    """What a rule says about a word; where one other word stands for it, with the edit that puts it there."""
    written = " ".join(text[start:end].split())
    suggestions = tuple(capitalised(each, written) for each in instead)
    wanted = " or ".join(f'"{each}"' for each in suggestions)
    message = rule.message.replace("{text}", written).replace(SUGGESTION, wanted)
    fix = None
    if len(suggestions) == 1 and text[start:end] == prose[start:end]:
        (other,) = suggestions
        fix = Fix(applicability(prose[max(0, start - 8) : start], written, other), (Edit(start, end, other),))
    return Finding(rule.id, rule.name, severity, start, end, message, fix, suggestions or rule.suggestions)


def capitalised(instead: str, written: str) -> str:
    """Another wording in the capitals of the one it stands for, unless it has capitals of its own."""
    if not instead.islower():
        return instead
    if len(written) > 1 and written.isupper():
        return instead.upper()
    return instead[0].upper() + instead[1:] if written[:1].isupper() else instead


def applicability(before: str, written: str, instead: str) -> str:
    """A change from a vowel to a consonant leaves an article before it wrong."""
    article = before.split()[-1:] in (["a"], ["an"], ["A"], ["An"])
    return "unsafe" if article and (written[0].lower() in VOWELS) != (instead[0].lower() in VOWELS) else "safe"
