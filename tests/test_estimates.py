"""Rules on estimates, as the packs and the house settle which ladder holds."""

from __future__ import annotations

import pytest

from vetter import lint
from vetter.config import Settings
from vetter.findings import Finding
from vetter.house import House
from vetter.source import Source

MIXED = "We assess with high confidence that the weir will likely hold until June, based on two surveys.\n"


def found(text: str, rule: str, packs: tuple[str, ...], ladder: str = "") -> list[Finding]:
    settings = Settings(packs=packs, select=(rule,), house=House(ladder=ladder))
    return list(lint.check(Source("draft.md", text), settings).findings)


@pytest.mark.parametrize(
    "packs, ladder, runs",
    [
        (("icd203",), "", True),
        (("core", "icd203"), "", True),
        (("icd203", "ipcc"), "", False),
        (("ipcc", "icd203"), "", False),
        (("icd203", "phia"), "", False),
        (("phia", "icd203"), "", False),
        (("icd203", "ipcc"), "icd203", True),
        (("icd203",), "phia", False),
    ],
)
def test_confidence_beside_likelihood_is_wrong_only_where_nobody_follows_another_ladder(
    packs: tuple[str, ...], ladder: str, runs: bool
) -> None:
    assert bool(found(MIXED, "VET301", packs, ladder)) == runs


@pytest.mark.parametrize(
    "packs, ladder, term",
    [
        (("icd203", "phia"), "", "very likely"),
        (("phia", "icd203"), "", "highly likely"),
        (("icd203", "phia"), "icd203", "highly likely"),
    ],
)
def test_the_last_pack_decides_which_terms_are_foreign_unless_the_house_does(
    packs: tuple[str, ...], ladder: str, term: str
) -> None:
    text = "The weir is very likely shut. The ford is highly likely to be.\n"
    assert [text[each.start : each.end] for each in found(text, "VET304", packs, ladder)] == [term]


def test_a_foreign_term_is_told_with_those_that_stand_near_it() -> None:
    (finding,) = found("A price war is a realistic possibility.\n", "VET304", ("icd203",))
    assert "unlikely (20-45%), roughly even chance (45-55%)." in finding.message


def test_a_ladder_that_the_house_declares_need_not_be_named_in_the_draft() -> None:
    text = "The weir will likely hold. A flood is unlikely. Rain is likely. The ford will probably hold.\n"
    assert found(text, "VET313", ("icd203",))
    assert not found(text, "VET313", ("icd203",), ladder="icd203")


def mended(text: str) -> str:
    for finding in found(text, "VET302", ("icd203",)):
        assert finding.fix is None or finding.fix.applicability == "safe"
        for edit in sorted(finding.fix.edits if finding.fix else (), reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    "lesser, wanted",
    [
        ("The levee will probably fail.", "The levee will likely fail."),
        ("Probably the levee fails.", "Likely the levee fails."),
        ("It is improbable that the levee fails.", "It is unlikely that the levee fails."),
        ("It is highly probable that it fails.", "It is very likely that it fails."),
        ("It is nearly certain to fail.", "It is almost certain to fail."),
        ("The levee has nearly certainly failed.", "The levee has almost certainly failed."),
        ("There are roughly even odds that it fails.", "There are roughly even odds that it fails."),
        ("That is a nearly certain loss.", "That is a nearly certain loss."),
    ],
)
def test_rows_are_united_where_the_sentence_takes_the_other_term(lesser: str, wanted: str) -> None:
    draft = "The dam will likely hold. The ford is likely to be shut. {}\n"
    once = mended(draft.format(lesser))
    assert once == draft.format(wanted)
    assert mended(once) == once


@pytest.mark.parametrize(
    "lesser, wanted",
    [
        ("The levee will likely fail.", "The levee will probably fail."),
        ("It is likely that it fails.", "It is probable that it fails."),
        ("It is unlikely that it fails.", "It is improbable that it fails."),
        ("It is likely to fail.", "It is likely to fail."),
    ],
)
def test_rows_are_united_the_other_way_too(lesser: str, wanted: str) -> None:
    draft = "The dam will probably hold. The ford is probably shut. The pier is probably lost. {}\n"
    assert mended(draft.format(lesser)) == draft.format(wanted)


@pytest.mark.parametrize(
    "text, stretch",
    [
        ("A crossing is 80 percent unlikely.", "80 percent unlikely"),
        ("There is a 45% chance, or very unlikely, that it holds.", "45% chance, or very unlikely"),
        ("The odds are put at 10% (likely).", "10% (likely)"),
        ("A crossing is 30 percent likely.", ""),
        ("There is a 30% chance, or unlikely, that it holds.", ""),
        ("Turnout fell by 20 percent, likely because of rain.", ""),
        ("The toll rose by 10 percent (likely an effect of drought).", ""),
    ],
)
def test_a_number_before_its_term_must_fit_it_too(text: str, stretch: str) -> None:
    assert [text[each.start : each.end] for each in found(text, "VET310", ("core",))] == ([stretch] if stretch else [])
