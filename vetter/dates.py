"""Dates in prose, by the calendar: which days there are, and on which day of the week they fell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vetter.almanac import MONTHS, WEEKDAYS
from vetter.patterns import late
from vetter.values import NamedTuple

LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
GREGORIAN_FROM = 1924  # Greece, the last of Europe, counted its first whole year by the new calendar
ABROAD = timedelta(days=1)  # it may be tomorrow already where the thing happened
HALF_A_YEAR = timedelta(days=183)

_MONTH = "|".join(rf"{name}|{name[:3]}\.?" for name in MONTHS) + r"|Sept\.?"
_WEEKDAY = "|".join(f"{name}|{name[:3]}\\." for name in WEEKDAYS)
_TH, _RANGE = "(?:st|nd|rd|th)?", r"\s?(?:-|–|to|and)\s?"
WRITTEN_DAY = late(
    rf"(?<![\w/-])(?:(?<!-)(?<!– )(?P<weekday>{_WEEKDAY})(?:,?\s+|\s?\(|,?\s+the\s+))?(?:"
    rf"(?:(?P<range>\d{{1,2}}(?!\d){_RANGE}))?(?P<day>\d{{1,2}}(?!\d)){_TH}\s+(?:of\s+)?(?P<month>{_MONTH})(?![\w-])"
    rf"|(?P<late_month>{_MONTH})\s+(?P<late_range>\d{{1,2}}(?!\d){_RANGE})?(?P<late_day>\d{{1,2}}(?!\d)){_TH}(?![\w:%/-]|[.,]\d)"
    rf"|(?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?![\w-])"
    rf")(?:,?\s+(?P<year>[12]\d{{3}})(?![\w%]|[.,]\d))?"
)
"""A day with its month written out, and its weekday and year where they stand beside it."""


class Day(NamedTuple):
    """A day as a draft writes it; a `year` of 0 is not written, and neither is a `weekday` of -1. Monday is 0."""

    start: int
    end: int
    year: int
    month: int
    day: int
    weekday: int = -1

    def on_calendar(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


class WrongDate(NamedTuple):
    """A day that cannot be right: kind is no-such-day, wrong-weekday or date-after-draft."""

    start: int
    end: int
    kind: str
    reason: str


def days(text: str, start: int, end: int) -> Iterator[Day]:
    """The days that are written out with their month: "Monday, 3 May 2021", "May 3", "2021-05-03"."""
    for match in WRITTEN_DAY.finditer(text, start, end):
        found = match.groupdict()
        month = found["month"] or found["late_month"]
        day = int(found["day"] or found["late_day"] or found["iso_day"])
        if found["late_month"] and not (found["year"] or is_alone(text, match.start("late_month"), match.end())):
            continue
        if not 1 <= day <= 31:
            continue
        number = int(found["iso_month"]) if found["iso_month"] else month_number(month)
        year = int(found["iso_year"] or found["year"] or 0)
        ranged = found["range"] or found["late_range"]
        weekday = weekday_number(found["weekday"]) if found["weekday"] and not ranged else -1
        if 1 <= number <= 12:
            yield Day(match.start(), match.end(), year, number, day, weekday)


def month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def weekday_number(name: str) -> int:
    return next(number for number, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3]))


def is_alone(text: str, start: int, end: int) -> bool:
    """Whether a number behind a month is its day and counts nothing: "on May 3", but not "in May 3 people"."""
    return text[max(start - 3, 0) : start].lower() == "on " or not text[end : end + 2].lstrip(" \n")[:1].isalnum()


def document_date(text: str, stretches: Iterator[tuple[int, int]]) -> date | None:
    """The last day with a year in what a draft says of itself: when it was written, or brought up to date."""
    found = (day.on_calendar(day.year) for start, end in stretches for day in days(text, start, end) if day.year)
    return max(filter(None, found), default=None)


def wrong_date(day: Day, today: date | None, happened: bool) -> WrongDate | None:
    """What is wrong with a day in a draft of `today`; `happened` says that the draft tells it as past."""

    def wrong(kind: str, reason: str) -> WrongDate:
        return WrongDate(day.start, day.end, kind, reason)

    if day.day > LENGTHS[day.month - 1]:
        return wrong("no-such-day", f"{MONTHS[day.month - 1]} has {LENGTHS[day.month - 1]} days")
    meant = day.on_calendar(day.year) if day.year else nearest(day, today)
    if meant is None:
        return wrong("no-such-day", f"February {day.year} had 28 days") if day.year >= GREGORIAN_FROM else None
    if day.weekday not in (-1, meant.weekday()) and meant.year >= GREGORIAN_FROM:
        return wrong("wrong-weekday", f"it was a {WEEKDAYS[meant.weekday()]}" if today is None or meant <= today
                     else f"it is a {WEEKDAYS[meant.weekday()]}")  # fmt: skip
    if happened and today and day.year and meant > today + ABROAD:
        return wrong("date-after-draft", f"the draft itself is of {written(today)}")
    return None


def nearest(day: Day, today: date | None) -> date | None:
    """The day in the year that brings it next to `today`."""
    if today is None:
        return None
    found = (day.on_calendar(today.year + step) for step in (0, -1, 1))
    return next((meant for meant in found if meant and abs(meant - today) < HALF_A_YEAR), None)


def written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
