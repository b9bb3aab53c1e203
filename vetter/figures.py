"""Figures that say more than whoever gives them can know."""

from __future__ import annotations

import re

from vetter.patterns import late
from vetter.values import NamedTuple

EXACT_FROM = 4  # significant digits
YEARS = range(1000, 2200)
FAR = 40  # characters that may stand between "about" or "a chance of" and its figure
ROUGH = late(
    r"(?:^|([\s(]))((?:about|around|approximately|roughly|some|nearly|almost|close to|circa)\s+(?:the\s+)?[$£€¥]?)$",
    re.I,
)
LONG_FIGURE = late(
    r"(?<![\w.,:-])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?|\d{1,3}\.\d+)(?![\w:°′/-]|[.,]\d)"
    r"(?P<large>\s(?:million|billion|trillion))?(?P<percent>\s?(?:%|percent\b|per cent\b))?"
)
"""Figures of four digits or with decimals."""
CHANCE_AFTER = late(r"\s?(?:%|percent|per cent)\s+(?:chance|probability|likelihood|likely|certain)\b")
CHANCE_BEFORE = late(r"\b(?:chance|probability|likelihood)\s+(?:is|was|at|of)\s+(?:about\s+|around\s+)?$", re.I)


class FalsePrecision(NamedTuple):
    """A figure that is too exact: kind is over-exact-figure ("about 1,237") or over-exact-chance ("a 63.7% chance")."""

    start: int
    end: int
    kind: str


def false_precision(text: str, start: int, end: int) -> FalsePrecision | None:
    """The first figure that is more exact than "about" or than anybody's judgment; one in brackets is converted."""
    for match in LONG_FIGURE.finditer(text, start, end):
        before = text[max(match.start() - FAR, start) : match.start()]
        chance = "." in match["figure"] and CHANCE_AFTER.match(text, match.end("figure"))
        if chance:
            return FalsePrecision(match.start(), chance.end(), "over-exact-chance")
        odds = match["percent"] and "." in match["figure"] and CHANCE_BEFORE.search(before)
        if odds:
            return FalsePrecision(match.start() - len(odds[0]), match.end("percent"), "over-exact-chance")
        rough = ROUGH.search(before)
        if rough and rough[1] != "(" and is_exact(match["figure"], bool(match["large"])):
            return FalsePrecision(match.start() - len(rough[2]), match.end("figure"), "over-exact-figure")
    return None


def is_exact(figure: str, large: bool) -> bool:
    """Whether a figure has more digits that count than a rough one; of millions one more may. A year has none."""
    if figure.isdecimal() and int(figure) in YEARS:
        return False
    digits = figure.replace(",", "")
    telling = digits if "." in digits else digits.rstrip("0")
    rounded = digits.endswith("00") and "." not in digits
    return not rounded and len(telling.replace(".", "").lstrip("0")) >= EXACT_FROM + large
