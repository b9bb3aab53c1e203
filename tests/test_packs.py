"""Pack files: which rules a pack turns on, how severe each is in it, and what a house of one's own may take over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vetter import examples, lint, rules
from vetter.config import Settings
from vetter.errors import VetterError

ROOT = Path(__file__).parent.parent
SHIPPED = lint.rulebook()
DESK = """
title: Our desk
about: What we send out.
extends: [core, isw]
self-names: [the Lorn Desk]
rules:
  - VET9001
severities:
  VET9001: error
  VET209: warning
"""
RULE = """
id: VET9001
name: river-gossip
severity: info
over: claim
marks: claim
why: Rivers talk.
standard: house style
when: {status: assert}
message: Who says so?
flags: "[The weir is open.]"
passes: The mayor said the weir is open.
mistaken-when: never
"""


def load(folder: Path, rule: str = RULE, **packs: str) -> rules.RuleSet:
    (folder / "packs").mkdir(exist_ok=True)
    (folder / "river.yml").write_text(rule)
    for name, text in packs.items():
        (folder / "packs" / f"{name.replace('_', '-')}.yml").write_text(text)
    return rules.load(str(folder), SHIPPED)


def severities(known: rules.RuleSet, *packs: str) -> dict[str, str]:
    return {entry.rule.id: entry.severity for entry in rules.active(known, Settings(packs=packs)).rules}


# --- the packs that ship


def test_every_shipped_rule_is_in_a_pack_and_leaves_it_to_the_packs_to_say_so() -> None:
    assert [rule.id for rule in SHIPPED.rules if not rule.packs] == []
    for rule in SHIPPED.rules:
        head = (ROOT / "rules" / rule.place.rpartition(":")[0].partition("rules/")[2]).read_text().partition("why:")[0]
        assert "\npacks:" not in head and "\nseverities:" not in head, rule.id


@pytest.mark.parametrize("path", sorted((ROOT / "rules" / "packs").glob("*.yml")), ids=lambda path: path.stem)
def test_a_shipped_pack_names_its_rules_in_order_and_only_severities_that_differ(path: Path) -> None:
    ids = [line.strip()[2:] for line in path.read_text().splitlines() if line.startswith("  - VET")]
    assert ids == sorted(ids, key=lambda rule: int(rule[3:]))
    same = [
        r.id for r in SHIPPED.rules for pack, severity in r.severities if (pack, severity) == (path.stem, r.severity)
    ]
    assert same == []


# --- packs of one's own


def test_a_pack_turns_on_its_rules_and_those_of_the_packs_it_extends(tmp_path: Path) -> None:
    known = load(tmp_path, desk=DESK)
    on = severities(known, "desk")
    assert on == severities(known, "core", "isw") | {"VET9001": "error", "VET209": "warning"}
    assert "VET9001" not in severities(known, "core")


def test_a_pack_takes_over_what_the_house_calls_itself_and_means_by_claimed(tmp_path: Path) -> None:
    (desk,) = (pack for pack in load(tmp_path, desk=DESK).packs if pack.name == "desk")
    assert desk.doubt_verb == "means-unverified"
    assert desk.self_names[0] == "ISW" and desk.self_names[-1] == "the Lorn Desk"
    (desk,) = (pack for pack in load(tmp_path, desk=DESK + "doubt-verb: open\n").packs if pack.name == "desk")
    assert desk.doubt_verb == "open"


def test_a_pack_may_extend_one_that_extends_another(tmp_path: Path) -> None:
    known = load(tmp_path, desk=DESK, night_desk="title: Night\nabout: At night.\nextends: desk\n")
    assert severities(known, "night-desk") == severities(known, "desk")


def test_a_rule_adds_itself_to_a_pack_and_without_any_is_always_on(tmp_path: Path) -> None:
    known = load(tmp_path, f"{RULE}packs: [isw]\nseverities: {{isw: error}}\n")
    assert "VET9001" not in severities(known, "core")
    assert severities(known, "isw")["VET9001"] == "error"
    known = load(tmp_path)
    assert severities(known, "core")["VET9001"] == severities(known, "science")["VET9001"] == "info"


def test_a_rule_that_replaces_a_shipped_one_keeps_its_place_in_the_packs(tmp_path: Path) -> None:
    own = RULE.replace("VET9001", "VET209").replace("river-gossip", "first-or-superlative")
    (rule,) = (rule for rule in load(tmp_path, own).rules if rule.id == "VET209")
    (shipped,) = (rule for rule in SHIPPED.rules if rule.id == "VET209")
    assert rule.message == "Who says so?"
    assert (rule.packs, rule.severities) == (shipped.packs, shipped.severities)


def test_a_pack_with_the_name_of_a_shipped_one_takes_its_place(tmp_path: Path) -> None:
    known = load(tmp_path, isw="title: War\nabout: Ours.\nrules: [VET102]\n")
    assert list(severities(known, "isw")) == ["VET102", "VET9001"]  # the second is in no pack


REFUSED: dict[str, tuple[dict[str, str], str, str]] = {
    "a rule that is none": (
        {"rules:": "rules:\n  - VET9002"},
        "desk.yml:7",
        "no rule has the id 'VET9002', did you mean 'VET902'?; `vetter rules` lists them",
    ),
    "a rule by its name": ({"VET9001\nsev": "river-gossip\nsev"}, "desk.yml:7", "write VET9001"),
    "a rule twice": ({"  - VET9001": "  - VET9001\n  - VET9001"}, "desk.yml:8", "is here twice"),
    "a pack that is none": ({"isw]": "iws]"}, "desk.yml:4", "no pack is called 'iws', did you mean 'isw'?"),
    "a pack twice": ({"isw]": "core]"}, "desk.yml:4", "core is here twice"),
    "itself": ({"isw]": "desk]"}, "desk.yml:4", "extend each other"),
    "a ladder that is none": ({"rules:": "ladder: icd\nrules:"}, "desk.yml:6", "no ladder"),
    "a severity that is none": ({"VET209: warning": "VET209: eror"}, "desk.yml:10", "did you mean 'error'?"),
    "a severity twice": ({"VET209: warning": "VET9001: info"}, "desk.yml:10", "'VET9001' is here twice"),
    "a severity for a stranger": ({"VET209:": "VET207:"}, "desk.yml:10", "not in this pack"),
    "an unknown key": ({"rules:": "ruls:"}, "desk.yml:7", "did you mean 'rules'?"),
    "no title": ({"title: Our desk\n": ""}, "desk.yml:2", "the key 'title' is missing"),
    "nothing": ({DESK: "# later"}, "desk.yml:1", "an empty file; write a pack"),
}


@pytest.mark.parametrize("changes, place, problem", REFUSED.values(), ids=REFUSED)
def test_a_mistake_in_a_pack_is_told_with_file_line_and_remedy(
    changes: dict[str, Any], place: str, problem: str, tmp_path: Path
) -> None:
    text = DESK
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    with pytest.raises(VetterError) as error:
        load(tmp_path, desk=text)
    assert error.value.place == str(tmp_path / "packs" / place)
    assert problem in error.value.problem
    assert "\n" not in str(error.value)


def test_two_files_may_not_make_the_same_pack(tmp_path: Path) -> None:
    (tmp_path / "more" / "packs").mkdir(parents=True)
    (tmp_path / "more" / "packs" / "desk.yml").write_text(DESK)
    with pytest.raises(VetterError, match="the pack 'desk' is taken by"):
        load(tmp_path, desk=DESK)


@pytest.mark.parametrize("folder, text", [("packs", DESK), ("ladders", "title: L\n")])
def test_a_file_by_which_nothing_can_be_called_is_refused(folder: str, text: str, tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "Our Desk.yml").write_text(text.lstrip())
    with pytest.raises(VetterError, match="small words joined by hyphens"):
        rules.load(str(tmp_path), SHIPPED)


def test_an_example_may_not_be_tried_with_a_pack_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(VetterError, match="no pack is called 'iws'"):
        load(tmp_path, f"{RULE}example-pack: iws\n")


def test_packs_and_ladders_alone_are_tested_too(tmp_path: Path) -> None:
    load(tmp_path, desk=DESK.replace("  - VET9001", "  - VET902").replace("VET9001: error", "VET902: info"))
    (tmp_path / "river.yml").unlink()
    assert examples.run([str(tmp_path)]) == (["0 examples, 0 failed"], 0)
    (tmp_path / "packs" / "desk.yml").write_text(DESK.replace("  - VET9001", "  - VET9002"))
    with pytest.raises(VetterError, match="no rule has the id"):
        examples.run([str(tmp_path)])
