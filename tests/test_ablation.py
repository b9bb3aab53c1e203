"""Whether the examples of a rule miss a condition that is taken out of it, as bench/ablation.py counts."""

from __future__ import annotations

import re

import pytest

from bench import ablation
from vetter import lint
from vetter.rulebook import RuleSet

RULE = "VET909"


def test_a_condition_that_an_example_needs_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert ablation.main([RULE]) == 0
    assert re.search(r"1 rules: (\d+) of \1 removals make an example fail, 100%", capsys.readouterr().out)


def test_a_rule_that_fails_as_it_is_notices_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = lint.rulebook()
    (rule,) = (rule for rule in known.rules if rule.id == RULE)
    wrong = rule._replace(passes=(*rule.passes, rule.flags[0]._replace(stretches=())))
    changed = RuleSet(tuple(wrong if each is rule else each for each in known.rules), known.packs, known.ladders)
    monkeypatch.setattr(lint, "rulebook", lambda: changed)
    assert ablation.main([RULE]) == 1
    out = capsys.readouterr().out
    assert f"VET909  fails as it is: {rule.flags[0].place}" in out and "%" not in out
