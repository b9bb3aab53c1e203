"""TLP labels, indicators and spellings: what is found in a draft and what the fix makes of it."""

import pytest

import vetter
from vetter.config import Settings
from vetter.findings import Finding


def found(text: str, rule: str, name: str = "draft.md") -> tuple[Finding, ...]:
    settings = Settings(packs=("threat-intel",), select=(rule,))
    return vetter.check(text, name=name, config=settings).findings


def mended(text: str, rule: str) -> str:
    """The text with every fix applied, the last first."""
    edits = sorted((edit for finding in found(text, rule) if finding.fix for edit in finding.fix.edits), reverse=True)
    for start, end, right in edits:
        text = text[:start] + right + text[end:]
    return text


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Sharing: TLP: AMBER", "Sharing: TLP:AMBER"),
        ("This report is TLP:WHITE, not tlp-red.", "This report is TLP:CLEAR, not TLP:RED."),
        ("Sharing: TLP:AMBER + STRICT", "Sharing: TLP:AMBER+STRICT"),
        ("This report is TLP:GREEN.", "This report is TLP:GREEN."),
        ("The tag is `tlp:white`.", "The tag is `tlp:white`."),
    ],
)
def test_a_label_is_written_as_the_protocol_has_it(written: str, right: str) -> None:
    assert mended(written, "VET903") == right
    assert found(right, "VET903") == ()


@pytest.mark.parametrize(
    ("live", "harmless"),
    [
        ("The loader beacons to 203.0.113.9.", "The loader beacons to 203.0.113[.]9."),
        ("It beacons to http://updates-bank.top:8080/a.", "It beacons to hxxp://updates-bank[.]top:8080/a."),
        ("The C2 servers are 203.0.113.9 and a.b.top.", "The C2 servers are 203.0.113[.]9 and a.b[.]top."),
        ("It beacons to 10.0.0.7 and version 4.18.3.12.", "It beacons to 10.0.0.7 and version 4.18.3.12."),
        ("It beacons to `ping 203.0.113.9`.", "It beacons to `ping 203.0.113.9`."),
    ],
)
def test_a_live_indicator_is_defanged_in_prose_only(live: str, harmless: str) -> None:
    assert mended(live, "VET904") == harmless
    assert found(harmless, "VET904") == ()


def test_each_of_several_findings_mends_its_own_stretch() -> None:
    first, second = found("The C2 servers are 203.0.113.9 and 203.0.113.10.", "VET904")
    for finding in (first, second):
        assert finding.fix
        assert [(edit.start, edit.end) for edit in finding.fix.edits] == [(finding.start, finding.end)]


def test_a_link_of_the_markup_is_no_indicator() -> None:
    assert found("The C2 server is told of [here](https://updates-bank.top/post).", "VET904") == ()


@pytest.mark.parametrize(
    ("usual", "slip", "speaks"),
    [
        ("Novopetrivka", "Novopetriwka", True),
        ("Osterberg", "Ostreberg", True),
        ("Osterberg", "Ostterberg", True),
        ("Osterberg", "Osterberger", False),
        ("Petrovan", "Petrovak", False),
        ("Marlow", "Barlow", False),
    ],
)
def test_a_spelling_is_a_slip_by_one_letter_inside(usual: str, slip: str, speaks: bool) -> None:
    draft = f"He left {usual}. They saw {usual}. Shells hit {usual}. She fled to {slip} at night."
    assert [draft[finding.start : finding.end] for finding in found(draft, "VET907")] == [slip] * speaks


def test_a_name_of_which_the_spellings_are_even_is_left_alone() -> None:
    assert found("He left Osterberg. She left Osterbarg.", "VET907") == ()
