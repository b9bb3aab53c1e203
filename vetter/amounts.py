"""Figures as values: each number of a stretch with what it counts, each date with its month, so that two can be
compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vetter.almanac import MONTH, ONES, TENS, WEEKDAYS
from vetter.patterns import late
from vetter.stems import EMPTY, stem
from vetter.values import NamedTuple

WORDS = {**{word: value for value, word in enumerate(ONES)}, **TENS, "dozen": 12, "half": 0.5}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6}
UNITS = {"miles": (1.609, "km"), "mile": (1.609, "km"), "kilometers": (1.0, "km"), "kilometres": (1.0, "km"),
         "kilometer": (1.0, "km"), "kilometre": (1.0, "km"), "feet": (0.3048, "m"), "meters": (1.0, "m"),
         "metres": (1.0, "m"), "pounds": (0.4536, "kg"), "kilograms": (1.0, "kg"), "kilos": (1.0, "kg"),
         "percent": (1.0, "%"), "per": (1.0, "%")}  # fmt: skip
"""Units that stand for one another, each with how many of the other one of it makes."""
CURRENCIES = {
    "$": "dollar", "€": "euro", "£": "pound", "dollars": "dollar", "dollar": "dollar", "euros": "euro", "euro": "euro",
    "rubles": "ruble", "roubles": "ruble", "yuan": "yuan", "yen": "yen", "hryvnias": "hryvnia", "hryvnia": "hryvnia",
    "rials": "rial", "rupees": "rupee", "shekels": "shekel", "lira": "lira", "francs": "franc", "zlotys": "zloty",
}  # fmt: skip
DATE = late(
    rf"\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d{{3}}\b)|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b"
)
TIME = late(
    r"\b(?:([01]?\d|2[0-3]):([0-5]\d)(?:\s?([ap])\.?m\b\.?)?|(1[0-2]|[1-9])(?:\s?([ap])\.?m\b\.?))", re.IGNORECASE
)
WEEKDAY = late(rf"\b(?:{'|'.join(WEEKDAYS)})\b(?! that )")
NAMED = late(r"(?<![\w-])([A-Z][A-Za-z]{0,9})-(\d{1,5}(?:-\d{1,7})?)(?![\w-]|[.,]\d)")
"""A thing by letters and number: "CVE-2031-40112", "Su-35"."""
SCALE = "|".join(SCALES)
NUMBER = late(
    rf"(?<![\w.,/:-])(?P<sign>[$€£]\s?)?(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?![\d/]|:\d|st\b|nd\b|rd\b|th\b|[-–]?[A-Z])(?:\s?(?P<percent>%)|[\s-]?(?P<scale>{SCALE})s?\b)?"
    rf"|(?P<tens>{'|'.join(TENS)})[-\s](?P<ones>{'|'.join(ONES[1:10])})\b(?:\s(?P<more>{SCALE})s?\b)?"
    rf"|(?P<word>{'|'.join(WORDS)})\b(?!\s(?:thirds?|quarters?|fifths?|halves)\b)(?:\s(?P<most>{SCALE})s?\b)?)",
    re.IGNORECASE,
)
RANGE = late(r"(?<![\w.,/:-])(\d+(?:\.\d+)?)(?:\s+to\s+|\s?[-–]\s?)(\d+(?:\.\d+)?)(?![\w:/-]|%|\.\d)")
CROWDS = {"dozens": (24, 99), "scores": (40, 99), "hundreds": (100, 999), "thousands": (1e3, 9999),
          "tens of thousands": (1e4, 99999), "hundreds of thousands": (1e5, 999999), "millions": (1e6, 9999999),
          "tens of millions": (1e7, 99999999)}  # fmt: skip
"""Numbers that are left open, each with the least and the most that it may be."""
CROWD = late(rf"\b(?:{'|'.join(sorted(CROWDS, key=len, reverse=True))})\b", re.IGNORECASE)
UNIT = late(r"[\s-]*([^\W\d_]+)")
VAGUE = late(
    r"(?:about|around|roughly|approximately|nearly|almost|some|over|than|least|up to|many as|~|≈)\s*$", re.IGNORECASE
)
LOOKED_BACK = 14
PERCENT = ("percent", "per")
UNITS_AFTER = 3
"""Words behind a number among which the thing counted stands: "11 precision air strikes"."""
ROUNDING = 0.05
ROUND = 5  # what a figure is a multiple of that is rounded
OCCASIONS = frozenset(["date", "said", "time", "year", "weekday", "name"])
"""Kinds of which two are compared only where all else is the same, and then to the letter."""
YEARS = (1900, 2100)


class Amount(NamedTuple):
    """A figure with its unit. `kind` is number, percent, money, year, time, weekday, name ("Su-35"), date or, of a day
    that only tells something apart ("the May 2 vote", "said on May 2 that"), said.

    `of` are the stems counted, the month of a date, or the letters of a name; `vague` says that the text itself calls
    it rounded, or that it was converted from another unit. A range goes up to `high`. `currency` is "" without one.
    """

    start: int
    end: int
    kind: str
    value: float
    of: frozenset[str]
    vague: bool
    high: float = 0.0
    currency: str = ""

    @property
    def most(self) -> float:
        """The upper end of a range, else the value."""
        return max(self.high, self.value)


def amounts(prose: str, start: int, end: int) -> Iterator[Amount]:
    """The figures of a stretch: its dates as days of a month, its times of day, then everything else."""
    taken = []
    for match in TIME.finditer(prose, start, end):
        taken.append(match.span())
        yield Amount(*match.span(), "time", _minutes(match), frozenset(("time",)), False)
    for match in WEEKDAY.finditer(prose, start, end):
        day = float(WEEKDAYS.index(match[0]))
        yield Amount(*match.span(), "weekday", day, frozenset(("weekday",)), False)
    for match in NAMED.finditer(prose, start, end):
        taken.append(match.span())
        yield Amount(*match.span(), "name", float(match[2].replace("-", "")), frozenset((match[1],)), False)
    for match in DATE.finditer(prose, start, end):
        month, number = (match[1], match[2]) if match[1] else (match[4], match[3])
        taken.append(match.span())
        aside = prose.startswith(" that ", match.end()) or prose.endswith("the ", start, match.start())
        kind = "said" if aside else "date"
        yield Amount(*match.span(), kind, float(number), frozenset((month[:3].lower(),)), False)

    def is_free(match: re.Match[str]) -> bool:
        return not any(first < match.end() and match.start() < last for first, last in taken)

    for match in filter(is_free, RANGE.finditer(prose, start, end)):
        taken.append(match.span())
        of = _counted(_after(prose, match.end(), end))
        yield Amount(*match.span(), "number", float(match[1]), of, False, float(match[2]))
    for match in filter(is_free, CROWD.finditer(prose, start, end)):
        least, most = CROWDS[match[0].lower()]
        yield Amount(*match.span(), "number", least, _counted(_after(prose, match.end(), end)), False, most)
    for match in filter(is_free, NUMBER.finditer(prose, start, end)):
        yield from _amount(prose, match, end)


def _minutes(match: re.Match[str]) -> float:
    """A time of day in minutes after midnight."""
    half = str(match[3] or match[5] or "").lower()
    hour = int(match[1] or match[4])
    if half:
        hour = hour % 12 + 12 * (half == "p")
    return 60.0 * hour + int(match[2] or 0)


def _counted(words: list[str]) -> frozenset[str]:
    """What a figure counts, by the words behind it."""
    return frozenset(stem(word) for word in words if word not in EMPTY)


def _amount(prose: str, match: re.Match[str], end: int) -> Iterator[Amount]:
    value, last = _value(match), match.end()
    if match["word"] and match["word"].lower() in ("one", "half") and not match["most"]:
        return  # mostly no count: "one of", "half of"
    after = _after(prose, last, end)
    unit = after[0] if after else ""
    currency = CURRENCIES.get((match["sign"] or "").strip()) or CURRENCIES.get(unit, "")
    kind = "money" if currency else "percent" if match["percent"] or unit in PERCENT else "number"
    if kind == "number" and YEARS[0] <= value < YEARS[1] and match[0].isdigit():
        kind, after = "year", ["year"]
    called = VAGUE.search(prose, max(match.start() - LOOKED_BACK, 0), match.start())
    vague = bool(called) and value % ROUND == 0
    if unit in UNITS:
        factor, base = UNITS[unit]
        value, after, vague = value * factor, [base], True
    elif unit in CURRENCIES:
        after = after[1:]
    if (unit in UNITS or unit in CURRENCIES) and (written := UNIT.match(prose, last, end)):
        last = written.end()
    yield Amount(match.start(), last, kind, value, _counted(after), vague, currency=currency)


def _value(match: re.Match[str]) -> float:
    scale = SCALES.get((match["scale"] or match["more"] or match["most"] or "").lower(), 1.0)
    if match["digits"]:
        return float(match["digits"].replace(",", "")) * scale
    if match["tens"]:
        return (TENS[match["tens"].lower()] + WORDS[match["ones"].lower()]) * scale
    return WORDS[match["word"].lower()] * scale


def _after(prose: str, start: int, end: int) -> list[str]:
    words: list[str] = []
    while len(words) < UNITS_AFTER and (match := UNIT.match(prose, start, end)):
        words.append(match[1].lower())
        start = match.end()
    return words


def are_of_one_thing(one: Amount, other: Amount) -> bool:
    """Whether two figures count the same, so that they can differ."""
    if one.kind != other.kind:
        return False
    return not one.of.isdisjoint(other.of) or (one.kind in ("percent", "money") and not (one.of and other.of))


def agree(one: Amount, other: Amount) -> bool:
    """Whether two figures of one thing are equal, or near enough where either is called rounded."""
    if one.currency and other.currency and one.currency != other.currency:
        return False
    if one.value <= other.most and other.value <= one.most:
        return True
    if one.kind in OCCASIONS or not (one.vague or other.vague):
        return False
    return abs(one.value - other.value) <= ROUNDING * max(one.value, other.value)
