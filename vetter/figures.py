"""Figures that say more than whoever gives them can know."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

EXACT_FROM = 4  # significant digits
YEARS = range(1000, 2200)


class FalsePrecision(NamedTuple):
    """A figure that is too exact: kind is rounded-figure ("about 1,237") or chance ("a 63.7% chance")."""

    start: int
    end: int
    kind: str


def false_precision(text: str, start: int, end: int) -> FalsePrecision | None:
    """The first figure that is more exact than "about" or than anybody's judgment; one in brackets is converted."""
    for match in loose_figures().finditer(text, start, end):
        if match["chance"] or match["odds"]:
            return FalsePrecision(match.start(), match.end(), "chance")
        if is_exact(match["figure"], bool(match["large"])) and text[match.start() - 1 : match.start()] != "(":
            return FalsePrecision(match.start(), match.end(), "rounded-figure")
    return None


@cache
def loose_figures() -> re.Pattern[str]:
    """Compiled for the first draft that needs it."""
    percent, chance = r"\d{1,2}\.\d+\s?(?:%|percent|per cent)", r"(?:chance|probability|likelihood)"
    return re.compile(
        rf"(?P<chance>\b{percent}\s+(?:{chance}\b|likely\b|certain\b))"
        rf"|(?P<odds>\b{chance}\s+(?:is|was|at|of)\s+(?:about\s+|around\s+)?{percent})"
        r"|\b(?:about|around|approximately|roughly|some|nearly|almost|close to|circa)\s+(?:the\s+)?[$£€¥]?"
        r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w:°′/-]|[.,]\d)(?P<large>\s(?:million|billion|trillion))?",
        re.IGNORECASE,
    )


def is_exact(figure: str, large: bool) -> bool:
    """Whether a figure has more digits that count than a rough one; of millions one more may. A year has none."""
    if figure.isdecimal() and int(figure) in YEARS:
        return False
    digits = figure.replace(",", "")
    telling = digits if "." in digits else digits.rstrip("0")
    rounded = digits.endswith("00") and "." not in digits
    return not rounded and len(telling.replace(".", "").lstrip("0")) >= EXACT_FROM + large
