"""Dates, lists and figures that cannot be right: what is found, with which reason, and what is let be."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vetter
from vetter import almanac, lint
from vetter.config import Settings
from vetter.findings import Finding
from vetter.source import Source

MONTHS, WEEKDAYS = almanac.MONTHS, almanac.WEEKDAYS
DATED = "# The ferry\n\n12 May 2024\n\n"


def found(rule: str, text: str) -> tuple[Finding, ...]:
    return vetter.check(text, "draft.md", Settings(select=(rule,))).findings


def written(day: date, weekday: str, order: str) -> str:
    month = MONTHS[day.month - 1]
    return {
        "day first": f"{weekday}, {day.day} {month} {day.year}",
        "month first": f"{weekday}, {month} {day.day}, {day.year}",
        "short": f"{weekday} {day.day} {month[:3]} {day.year}",
        "in brackets": f"{weekday} ({month} {day.day}, {day.year})",
    }[order]


@given(
    st.dates(date(1924, 1, 1), date(2100, 12, 31)),
    st.integers(0, 6),
    st.sampled_from(["day first", "month first", "short", "in brackets"]),
)
def test_a_weekday_must_be_that_of_its_date(day: date, weekday: int, order: str) -> None:
    said = found("VET807", f"The council met on {written(day, WEEKDAYS[weekday], order)}.")
    assert bool(said) == (weekday != day.weekday())
    assert all(WEEKDAYS[day.weekday()] in finding.message for finding in said)


@given(st.dates(date(1924, 1, 1), date(2100, 12, 31)), st.integers(-400, 400))
def test_only_a_past_told_of_days_to_come_is_after_the_draft(day: date, later: int) -> None:
    try:
        told = day + timedelta(days=later)
    except OverflowError:
        return
    draft = f"# The ferry\n\n{day.day} {MONTHS[day.month - 1]} {day.year}\n\nThe council met on {told.isoformat()}."
    assert bool(found("VET807", draft)) == (later > 1)  # elsewhere it may be tomorrow already


@pytest.mark.parametrize(
    "text, reason",
    [
        ("The ship sank on 31 June.", "June has 30 days"),
        ("The ship sank on June 31.", "June has 30 days"),
        ("The ship sank on the 30th of February 2023.", "February has 29 days"),
        ("The ship sank on 29 February 2023.", "February 2023 had 28 days"),
        ("The ship was lost on 29-31 April.", "April has 30 days"),
        ("The ship sank on 2022-11-31.", "November has 30 days"),
        (f"{DATED}The ship sank on Monday, 8 May.", "it was a Wednesday"),
        (f"{DATED}The ship sank on 20 May 2024.", "the draft itself is of 12 May 2024"),
        ("The ship sank on 29 February 2024.", ""),
        ("The ship sank on 29 February.", ""),
        ("In June 31 people drowned.", ""),
        ("The ship sank on Monday, 8 May.", ""),
        ("The ship sank on Monday, 8 May 1705.", ""),
        ("The ship sailed Wednesday to Friday, 4-6 May 2024.", ""),
        (f"{DATED}The council voted to meet on 20 May 2024.", ""),
        (f"{DATED}The curfew lasts until 20 May 2024.", ""),
        (f"{DATED}On Sunday, 31 December, the ship sank.", ""),
        ("Article 31 May apply.", ""),
    ],
)
def test_a_date_that_cannot_be_right_is_told_with_the_reason(text: str, reason: str) -> None:
    messages = [finding.message for finding in found("VET807", text)]
    assert len(messages) == bool(reason)
    assert all(reason in message for message in messages)


@pytest.mark.parametrize(
    "text, told",
    [
        ("Crews repaired three spans: the arch; the pier.", "announces 3, lists 2"),
        ("The plan has three steps:\n\n1. drain the lock\n2. clear the mud\n", "announces 3, lists 2"),
        ("The plan has two steps:\n\n- drain the lock\n  - by night\n  - by day\n- clear the mud\n", ""),
        ("- The plan has three steps:\n- drain the lock\n- clear the mud\n", ""),
        ("Crews met at least twice in three towns: Osse, Orm, and Dessan; all were flooded.", ""),
        ("Five Rivers towns gave reasons: mud; rain.", ""),
        ("The ferry leaves at 10:15; the train at 11.", ""),
        ("In three years the guild repaired two spans: the arch; the pier.", ""),
    ],
)
def test_a_list_must_have_as_many_items_as_it_announces(text: str, told: str) -> None:
    messages = [finding.message for finding in found("VET806", text)]
    assert len(messages) == bool(told)
    assert all(told in message for message in messages)


@pytest.mark.parametrize(
    "text, stretch",
    [
        ("About 1,237 men crossed.", "About 1,237"),
        ("It cost roughly $48,213.", "roughly $48,213"),
        ("Around 527,712 crossed.", "Around 527,712"),
        ("We see a 63.7% chance of a coup.", "63.7% chance"),
        ("About 1,200 men crossed.", ""),
        ("About 12,500 men crossed.", ""),
        ("It was built about 1945.", ""),
        ("It leaves about 10:15.", ""),
        ("It cost nine crowns (about $1,237).", ""),
        ("It cost about 112.1 billion crowns.", ""),
    ],
)
def test_a_rough_word_goes_with_a_rough_figure(text: str, stretch: str) -> None:
    assert [text[each.start : each.end] for each in found("VET804", text)] == ([stretch] if stretch else [])


@pytest.mark.parametrize(
    "rule, text, mended",
    [
        ("VET703", "He wants it ”on his desk.” She‘s gone.", "He wants it “on his desk.” She’s gone."),
        ("VET703", "He said “we will go.\" “Now.\"", "He said “we will go.” “Now.”"),
        ("VET211", "Tellingly, the ledger omits it.", "The ledger omits it."),
        ("VET211", "It should be noted that the ledger omits it.", "The ledger omits it."),
    ],
)  # fmt: skip
def test_a_safe_fix_leaves_nothing_to_be_found(rule: str, text: str, mended: str) -> None:
    (finding,) = found(rule, text)
    assert finding.fix is not None
    assert finding.fix.applicability == "safe"
    result = text
    for start, end, new in reversed(finding.fix.edits):
        result = result[:start] + new + result[end:]
    assert result == mended
    assert not found(rule, result)


@pytest.mark.parametrize("text", ["The ledger, tellingly, omits it.", "**Tellingly**, the ledger omits it."])
def test_a_remark_inside_a_sentence_or_in_markup_is_left_to_the_writer(text: str) -> None:
    (finding,) = found("VET211", text)
    assert finding.fix is None


def test_a_month_is_known_in_full_and_short_and_by_nothing_between() -> None:
    for month in almanac.MONTHS:
        assert all(re.fullmatch(almanac.MONTH, written) for written in (month, month[:3]))
        assert [cut for cut in range(1, len(month)) if re.fullmatch(almanac.MONTH, month[:cut])] == (
            [3, 4] if month == "September" else [3] if len(month) > 3 else []
        )


PLACED = {"at Pellin": True, "near Lornport": True, "to Pellin": False, "off Lornport": False}


@pytest.mark.parametrize("words", PLACED)
def test_a_place_is_a_name_behind_a_preposition_of_place(words: str) -> None:
    (sentence,) = lint.read(Source("draft.md", f"Two barges sailed {words}."), Settings()).sentences
    kinds = {mark.kind for claim in sentence.claims for mark in claim.specifics}
    assert ("place" in kinds) == PLACED[words]
