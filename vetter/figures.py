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
    """The first figure that is more exact than "about" or than anybody's judgment."""
    for match in loose_figures().finditer(text, start, end):
        if match["chance"] or match["odds"]:
            return FalsePrecision(match.start(), match.end(), "chance")
        if significant_digits(match["figure"]) >= EXACT_FROM and not is_year(match["figure"]):
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
        r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w:°′/-]|[.,]\d)",
        re.IGNORECASE,
    )


def significant_digits(figure: str) -> int:
    digits = figure.replace(",", "")
    whole = digits.rstrip("0") if "." not in digits else digits
    return len(whole.replace(".", "").lstrip("0"))


def is_year(figure: str) -> bool:
    return figure.isdecimal() and int(figure) in YEARS
