"""What a house settles for all its drafts, and what rules learn of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter import config, configfile, lint, rules
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.findings import Finding
from vetter.source import Source
from vetter.wording import Wording

CONFIGURED = """
packs: [core, isw]
doubt-verb: open
ladder: phia
daily: true
cut-off: 2031-11-02 18:00
sides:
  Maravia: [Maravian, the Osse Brigade]
  Dessa: [Dessan, DGS]
sources:
  Veritaleaks:
    aliases: [veritaleaks.example, The Verita Letter]
    grade: F
    deny: it forged two letters in 2030
  Osse Gazette: {grade: B2}
  the Tollen Observatory: {grade: C}
glossary:
  labels: [puppet council]
  aliases:
    - [DGS, the Oldmarket Staff]
    - [Veritaleaks, VTL]
per-path:
  - paths: ["annex/**"]
    daily: false
    ladder: icd203
    sides: {Lorn: [Lornish]}
"""
RULE = """
id: VET9001
name: house-rule
severity: warning
over: claim
marks: {marks}
why: Readers want to know.
standard: house style
when: {when}
message: "{message}"
flags: "[A drone struck the mill.]"
passes: The mayor said a drone struck the mill.
mistaken-when: it is plain
"""


def settings(folder: Path, text: str = CONFIGURED, name: str = "report.md") -> Settings:
    path = folder / configfile.FILE
    path.write_text(text, encoding="utf-8")
    configfile.forget()
    read = configfile.load(str(path), lint.vocabulary())
    for problem in read.problems:
        raise VetterError(*problem)
    return config.for_file(read, str(folder / name))


def said(
    folder: Path, draft: str, when: str, marks: str = "claim", message: str = "m", house: str = CONFIGURED, **more: Any
) -> list[Finding]:
    """What one rule with these conditions says about a draft under this configuration."""
    own = folder / "rules"
    own.mkdir(exist_ok=True)
    rule = RULE.replace("{when}", when).replace("{marks}", marks).replace("{message}", message)
    (own / "rule.yml").write_text(rule.lstrip("\n"), encoding="utf-8")
    chosen = settings(folder, house)._replace(**more)
    known = rules.load(str(own))
    on = rules.active(known, chosen)
    return list(rules.judge(on, rules.drafted(on, lint.read(Source("draft.md", draft), chosen))))


def test_a_house_is_read_from_its_file(tmp_path: Path) -> None:
    house = settings(tmp_path).house
    assert (house.doubt_verb, house.ladder, house.daily, house.cut_off) == ("open", "phia", True, "2031-11-02 18:00")
    assert house.sides[0] == ("Maravia", ("Maravian", "the Osse Brigade"))
    assert house.sources[0].deny == "it forged two letters in 2030"
    assert house.sources[1] == ("Osse Gazette", (), "B2", "")
    assert house.labels == ("puppet council",)


def test_some_paths_can_belong_to_another_house(tmp_path: Path) -> None:
    house = settings(tmp_path, name="annex/a.md").house
    assert (house.daily, house.ladder, house.doubt_verb) == (False, "icd203", "open")
    assert [side.name for side in house.sides] == ["Lorn"]
    assert len(house.sources) == 3


def test_a_pyproject_can_tell_of_a_house_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.vetter]\ndaily = true\ncut-off = 2031-11-02T18:00:00\n"
        '[tool.vetter.sides]\nMaravia = ["Maravian"]\n'
        '[tool.vetter.sources."Osse Gazette"]\ngrade = "B"\n'
        '[tool.vetter.glossary]\nlabels = ["puppet council"]\n'
    )
    house = configfile.load(str(tmp_path / "pyproject.toml"), lint.vocabulary()).house
    assert (house.daily, house.cut_off, house.labels) == (True, "2031-11-02T18:00:00", ("puppet council",))
    assert house.sources[0].grade == "B"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("doubt-verb: unverified\n", 1, "'unverified' is none of open, means-unverified"),
        ("ladder: nato\n", 1, "'nato' is none of"),
        ("daily: sometimes\n", 1, "true or false is wanted here"),
        ("cut-off: yesterday\n", 1, "'yesterday' is no date; write 2031-11-02"),
        ("cut-off: 2031-13-02\n", 1, "is no date"),
        ("sides: [Maravia]\n", 1, "sides with the names of their members"),
        ("sides:\n  Maravia: Maravian\n", 2, "a list is wanted here"),
        ("sides:\n  Maravia: [Osse]\n  Dessa: [Osse]\n", 3, "'Osse' is on the side of Maravia too"),
        ("sources:\n  Osse Gazette: B\n", 2, "a table of settings is wanted here: aliases, grade, deny"),
        ("sources:\n  Osse Gazette: {grade: G}\n", 2, "'G' is no Admiralty grade"),
        ("sources:\n  Osse Gazette: {grade: 3}\n", 2, "this is no Admiralty grade: write A to F"),
        ("sources:\n  Osse Gazette: {deny: true}\n", 2, "deny holds the reason, in words"),
        ("sources:\n  Osse Gazette:\n    gradd: B\n", 3, "did you mean 'grade'?"),
        ("glossary:\n  label: [x]\n", 2, "did you mean 'labels'?"),
        ("glossary:\n  aliases:\n    - [PA]\n", 3, "one name alone is no alias"),
        ("glossary:\n  aliases: [PA]\n", 2, "a list is wanted here"),
        ("per-path:\n  - paths: [a]\n    ladder: nato\n", 3, "'nato' is none of"),
    ],
)
def test_a_mistake_about_the_house_is_told_by_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(VetterError) as refused:
        settings(tmp_path, text)
    assert refused.value.place == f"{tmp_path / configfile.FILE}:{line}"
    assert problem in refused.value.problem


SIDES = {
    "The Maravian governor said that the bridge fell.": ("Maravia", True),
    "The Osse Brigade's spokesman said that the bridge fell.": ("Maravia", True),
    "The Oldmarket Staff said that the bridge fell.": ("Dessa", True),
    "DGS said that the bridge fell.": ("Dessa", True),
    "The Maravian governor and the Dessan mayor said that the bridge fell.": ("Dessa", False),
    "The mayor of Tollen said that the bridge fell.": ("", False),
    "The Maravian bridge fell.": ("", False),
}


@pytest.mark.parametrize("draft", SIDES)
def test_a_source_belongs_to_the_side_that_names_it(tmp_path: Path, draft: str) -> None:
    side, alone = SIDES[draft]
    assert bool(said(tmp_path, draft, "{source_side: present}")) == bool(side)
    assert bool(said(tmp_path, draft, f"{{source_side: {side or 'Maravia'}}}")) == bool(side)
    assert bool(said(tmp_path, draft, "{rests_on_one_side: true}")) == alone


@pytest.mark.parametrize(
    ("draft", "about"),
    [
        ("The Maravian governor said that Dessan troops fled.", "opposing"),
        ("The Maravian governor said that Maravian troops fled.", "own"),
        ("The Maravian governor said that Maravian and Dessan troops fled.", "both"),
        ("The Maravian governor said that the troops fled.", "none"),
        ("The mayor said that Dessan troops fled.", "none"),
    ],
)
def test_a_claim_is_about_a_side(tmp_path: Path, draft: str, about: str) -> None:
    for value in ("own", "opposing", "both", "none"):
        assert bool(said(tmp_path, draft, f"{{about_side: {value}}}")) == (value == about)


@pytest.mark.parametrize(
    ("draft", "grade", "credibility"),
    [
        ("Osse Gazette reported that the bridge fell.", "B", 2),
        ("The Tollen Observatory reported that the bridge fell.", "C", 0),
        ("Osse Gazette and the Tollen Observatory reported that the bridge fell.", "B", 2),
        ("The Lorn Gazette reported that the bridge fell.", "none", 0),
    ],
)
def test_a_source_has_the_grade_of_the_registry(tmp_path: Path, draft: str, grade: str, credibility: int) -> None:
    assert said(tmp_path, draft, f"{{source_grade: {grade}}}")
    assert said(tmp_path, draft, f"{{source_credibility: {credibility}}}")
    assert bool(said(tmp_path, draft, "{source_known: true}")) == (grade != "none")


@pytest.mark.parametrize(
    ("draft", "stretch"),
    [
        ("Veritaleaks reported that the dam failed.", "Veritaleaks"),
        ("According to the Verita Letter, the dam failed.", "the Verita Letter"),
        ("VTL reported that the dam failed.", "VTL"),
        ("The dam [failed](https://www.veritaleaks.example/dam?x=1) at noon.", "failed"),
        ("The dam failed.[^1] It was old.\n\n[^1]: <https://veritaleaks.example/dam>\n", "veritaleaks.example/dam"),
        ("The dam failed (https://veritaleaks.example/dam).", "https://veritaleaks.example/dam"),
        ("Osse Gazette reported that Veritaleaks had closed.", ""),
        ("The dam [failed](https://notveritaleaks.example/dam).", ""),
    ],
)
def test_a_source_on_the_deny_list_is_marked_with_the_reason(tmp_path: Path, draft: str, stretch: str) -> None:
    found = said(tmp_path, draft, "{check: denied-source}", "check", "{text}: {reason}")
    assert len(found) == bool(stretch), found
    for finding in found:
        assert stretch in draft[finding.start : finding.end]
        assert finding.message.endswith(": it forged two letters in 2030")


def test_the_house_itself_can_be_asked(tmp_path: Path) -> None:
    draft = "The bridge fell."
    for when in ("daily: true", "cut_off: true", "ladder: phia", "doubt_verb: open"):
        assert said(tmp_path, draft, f"{{{when}}}")
    assert said(tmp_path, draft, "{daily: false, cut_off: false, ladder: none}", house="packs: [core]\n")
    assert said(tmp_path, "The puppet council met.", "{allowed_label: true}")
    assert not said(tmp_path, "The puppet show met.", "{allowed_label: true}")


def test_a_house_that_settles_nothing_switches_off_the_rules_that_ask(tmp_path: Path) -> None:
    draft = "The Maravian governor said that the bridge fell."
    for when in ("source_side: present", "source_grade: [A, F]", "check: denied-source", "rests_on_one_side: true"):
        assert not said(tmp_path, draft, f"{{{when}}}", house="packs: [core]\n")
    assert said(tmp_path, draft, "{source_side: none}", house="packs: [core]\n")


@pytest.mark.parametrize(
    ("entry", "strict", "text", "found"),
    [
        ("utilise", True, "Utilise it; they utilise it; UTILISE!", ["Utilise", "utilise", "UTILISE"]),
        ("utilise", True, "utilised", []),
        ("Kiev", True, "Kiev, KIEV, kiev", ["Kiev", "KIEV"]),
        ("US", False, "The US told us.", ["US"]),
        ("in order to", True, "in\n order to, in order. To", ["in\n order to"]),
        ("Osse", False, "osse Osse's OSSE", ["osse", "Osse", "OSSE"]),
        ("U.S. Army", False, "the U.S. Army", ["U.S. Army"]),
        ("well-known", True, "a well\u2010known man", ["well\u2010known"]),
    ],
)
def test_words_are_found_whole(entry: str, strict: bool, text: str, found: list[str]) -> None:
    wording = Wording([(entry, None)], strict)
    assert [text[each.start : each.end] for each in wording.find(text)] == found


@given(
    st.lists(st.text("ab'-ßI .", min_size=1, max_size=5), min_size=1, max_size=6),
    st.text("abAB'’-‐ßIİ .\u2060\n", max_size=40),
)
def test_one_pattern_finds_the_words_that_looking_at_each_finds(entries: list[str], text: str) -> None:
    fast = Wording([(entry, entry) for entry in entries])
    slow = Wording([(entry, entry) for entry in entries])
    slow.openings = None
    assert set(slow.find(text)) <= set(fast.find(text))
