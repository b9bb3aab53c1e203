"""Every example that a rule or a grammar carries is found, or passes, as its file says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vetter import artefact, examples, lint, rules
from vetter.config import Settings
from vetter.errors import VetterError

ROOT = Path(__file__).parent.parent
RULES = rules.load(str(ROOT / "rules")).rules
GRAMMARS = artefact.grammar_files(str(ROOT / "grammars"))


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_flags_and_passes_what_its_file_says(rule: rules.Rule) -> None:
    told = [(result.text, *result.failure) for result in examples.of_rule(rule) if not result.passed]
    assert told == []


@pytest.mark.parametrize("path", GRAMMARS, ids=[Path(path).stem for path in GRAMMARS])
def test_a_grammar_finds_the_stretches_its_examples_mark(path: str) -> None:
    told = [(result.place, result.text, *result.failure) for result in examples.results([path]) if not result.passed]
    assert told == []


def test_the_examples_of_a_folder_of_rules_can_be_run_alone() -> None:
    found = list(examples.results([str(ROOT / "rules" / "hygiene")]))
    assert {result.subject.split()[0] for result in found} == {
        "VET901",
        "VET902",
        "VET903",
        "VET904",
        "VET905",
        "VET906",
        "VET907",
        "VET908",
        "VET909",
    }


OWN_RULE = """
id: VET7001
name: bridge-fallen
severity: warning
packs: [core]
over: claim
marks: claim
why: Bridges matter.
standard: house style
when: {status: assert, role: body}
message: A bridge.
flags: "[The bridge at Osse is closed.]"
passes: The mayor said the bridge is closed.
mistaken-when: never
"""


def test_rules_of_ones_own_are_run_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN_RULE)
    assert examples.run([str(tmp_path)]) == (["2 examples, 0 failed"], 0)


def test_a_failing_example_says_what_was_understood_and_what_was_missing(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN_RULE.replace("status: assert", "status: question"))
    lines, failures = examples.run([str(tmp_path)])
    told = "\n".join(lines)
    assert failures == 1
    assert f"{tmp_path}/own.yml:12: VET7001 bridge-fallen" in told
    assert "understood: " in told
    assert "lacks status: question (here assert)" in told


def test_a_path_without_rules_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(VetterError, match="no such file or folder"):
        examples.run([str(tmp_path / "nowhere")])


PREVIEW = "status: preview\npreview-until: it tells ferries from bridges\n"


def test_a_rule_in_preview_is_off_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN_RULE + PREVIEW)
    known = rules.load(str(tmp_path), lint.rulebook())

    def on(**asked: Any) -> tuple[str, ...]:
        return tuple(
            e.rule.id for e in rules.active(known, Settings(**asked)).rules if e.rule.place.startswith(str(tmp_path))
        )

    assert on() == on(select=("VET7",)) == ()
    assert on(preview=True) == on(select=("VET7001",)) == on(select=("bridge-fallen",)) == ("VET7001",)


@pytest.mark.parametrize("half", PREVIEW.splitlines())
def test_a_rule_in_preview_says_what_would_bring_it_out(tmp_path: Path, half: str) -> None:
    (tmp_path / "own.yml").write_text(OWN_RULE + half)
    with pytest.raises(VetterError, match="go together"):
        examples.run([str(tmp_path)])
