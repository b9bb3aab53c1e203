"""Rules of one's own that hold one place against another: what they are held to, and how their mistakes are told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Vet
from vetter import lint, rules
from vetter.conditions import compile_when
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.features import BETWEEN
from vetter.pairs import Pair, Shown, Side
from vetter.propositions import Terms, propositions
from vetter.rulebook import Condition, When
from vetter.source import Source
from vetter.stretches import kinds_held

RULE = """
id: VET7001
name: bridge-surer
severity: warning
over: pair
marks: changed
why: Bridges matter.
standard: house style
when: {when}
message: "It is surer: {reason}."
flags: "[The weir is open.]"
passes: The mayor said the weir is open.
mistaken-when: never
""".lstrip()
REPORT = """\
## Key Takeaways

- Army engineers reopened the bridge at Karrow.

## Karrow

The defence ministry claimed that army engineers reopened the bridge at Karrow. The bridge at Karrow was closed.
"""


def load(folder: Path, when: str, **changes: str) -> rules.Rule:
    text = RULE.replace("{when}", when)
    for key, value in changes.items():
        text = "".join(f"{key}: {value}\n" if line.startswith(f"{key}:") else line for line in text.splitlines(True))
    (folder / "own.yml").write_text(text)
    (rule,) = rules.load(str(folder)).rules
    return rule


def others(*kinds: str) -> tuple[str, ...]:
    return tuple(each for each in BETWEEN if each not in kinds)


HELD = {
    "{all: [{between: body-body}, {surer: true}]}": ("body-body",),
    "{all: [{between: [lead-support, body-body]}, {surer: true}]}": ("lead-support", "body-body"),
    "{all: [{between: '!= body-body'}, {surer: true}]}": others("body-body"),
    "{any: [{between: body-body}, {between: lead-support}], all: [{surer: true}]}": ("lead-support", "body-body"),
    "{any: [{between: body-body}, {surer: true}]}": BETWEEN,
    "{all: [{surer: true}], none: [{between: [body-body, draft-source]}]}": others("body-body", "draft-source"),
    "{all: [{surer: true}], none: [{all: [{between: body-body}, {status: attrib}]}]}": BETWEEN,
    "{all: [{surer: true}, {any: [{between: body-body}, {all: [{between: draft-source}, {status: hedge}]}]}]}":
        ("body-body", "draft-source"),
    "{all: [{surer: true}, {none: [{between: '!= body-body'}]}]}": ("body-body",),
    "{surer: true}": BETWEEN,
}  # fmt: skip


@pytest.mark.parametrize("when, kinds", HELD.items())
def test_a_rule_holds_against_each_other_what_its_between_leaves(
    when: str, kinds: tuple[str, ...], tmp_path: Path
) -> None:
    assert rules.kinds_held(load(tmp_path, when)) == kinds


ASKED = st.one_of(
    st.builds(
        lambda operator, values: Condition("between", operator, tuple(values)),
        st.sampled_from(["in", "not-in"]),
        st.lists(st.sampled_from(BETWEEN), min_size=1, max_size=3),
    ),
    st.booleans().map(lambda wanted: Condition("surer", "in", (wanted,))),
)
SAID = Terms(lint.read(Source("draft.md", "The northern fence will hold.\n"), Settings()))
WHENS = st.recursive(
    ASKED,
    lambda items: st.builds(When, *(st.lists(items, max_size=2).map(tuple) for _ in When._fields)).filter(any),
    max_leaves=6,
).filter(lambda item: isinstance(item, When))


def a_pair(between: str, is_surer: bool) -> Pair:
    """A pair of which it is known already whether it is surer, so that nothing needs to be looked up in it."""
    (here, *_) = propositions(SAID, 0)
    pair = Pair(between, here, (), Side((SAID,)))
    pair.known["surer"] = (Shown(here.start, here.end, ""),) if is_surer else ()
    return pair


@given(WHENS)
def test_where_a_rule_holds_its_kind_of_pair_is_one_that_it_is_tried_on(when: When) -> None:
    """And where it asks for the kind alone, it holds on every kind that it is tried on."""
    holds = compile_when(when, "pair")
    alone = all(condition.feature == "between" for condition in when.conditions())
    for between in BETWEEN:
        found = {holds(SimpleNamespace(pair=a_pair(between, told))) for told in (False, True)}
        assert between in kinds_held(when) or found == {False}
        assert not alone or found == {between in kinds_held(when)}


def test_what_between_rules_out_is_not_spoken_of_and_all_else_is(
    vet: Vet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / "cache"))
    Path(".vetter.yml").write_text("rules: house\n")
    Path("house").mkdir()
    Path("draft.md").write_text(REPORT)
    for between, spoken in (("'!= body-body'", True), ("'!= takeaway-body'", False), ("takeaway-body", True)):
        load(tmp_path / "house", f"{{all: [{{between: {between}}}, {{unattributed: true}}]}}")
        assert vet.found("draft.md", "--select", "VET7001") == ({"VET7001"} if spoken else set())


@pytest.mark.parametrize("written", ["surer: '!= false'", "surer: yes", "surer: [true]"])
def test_a_yes_or_no_may_be_asked_for_either_way(written: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"{{all: [{{{written}}}]}}").when == load(tmp_path, "{all: [surer: true]}").when


CHANGED = "`marks: changed` underlines what a relation finds: ask for one at the top of `all` or `any`, with `true`"
REFUSED: dict[str, tuple[str, dict[str, str], int, str]] = {
    "no kind that is left": (
        "{all: [{between: body-body}, {between: lead-support}, {surer: true}]}",
        {},
        8,
        "`between` leaves nothing to be held against anything; it may be any of takeaway-body, lead-support,",
    ),
    "a place for what is a pair's": (
        "{all: [{surer: true, in: block}]}",
        {},
        8,
        "surer belongs to a pair: `in` is for what belongs to a claim",
    ),
    "no relation": ("{all: [{between: body-body}]}", {}, 5, CHANGED),
    "a relation that must not hold": ("{all: [{surer: false}]}", {}, 5, CHANGED),
    "a relation that is too deep": ("{all: [{any: [{surer: true}, {wider: true}]}]}", {}, 5, CHANGED),
    "what has changed of a claim": (
        "{all: [{status: assert}]}",
        {"over": "claim"},
        5,
        "`marks: changed` is for rules over a pair",
    ),
    "a reason that is not marked": (
        "{all: [{surer: true}]}",
        {"marks": "claim"},
        9,
        "{reason} goes with `marks: changed` and a relation, or with `marks: check` and a check that has one: foreign-",
    ),
    "a check that is too deep": (
        "{any: [{check: hedge-stack}, {surer: true}]}",
        {"marks": "check", "message": "Two."},
        5,
        "`marks: check` underlines what a check finds: ask for one in `when`, at the top of `all`",
    ),
}


@pytest.mark.parametrize("when, changes, line, problem", REFUSED.values(), ids=REFUSED)
def test_a_mistake_in_a_rule_over_pairs_is_told_with_what_would_be_right(
    when: str, changes: dict[str, str], line: int, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(VetterError) as error:
        load(tmp_path, when, **changes)
    assert error.value.place == str(tmp_path / f"own.yml:{line}")
    assert problem in error.value.problem


def test_a_failing_example_of_a_pair_says_what_was_held_against_what(vet: Vet, tmp_path: Path) -> None:
    draft = "".join(f"    {line}".rstrip() + "\n" for line in REPORT.splitlines()).replace(
        "Army engineers reopened the bridge at Karrow.", "[Army engineers reopened the bridge at Karrow on 3 May.]"
    )
    load(tmp_path, "{all: [{between: takeaway-body}, {figure_differs: true}]}", flags=f"\n  - |\n{draft}")
    code, out, _ = vet("test", str(tmp_path / "own.yml"))
    assert code == 1
    told = [line.strip() for line in out.splitlines()]
    assert 'understood: "Army engineers reopened the bridge at Karrow on 3 May." assert,' in out
    assert 'date "3 May"' in out  # what figures and names were seen
    assert '"Army engineers reopened the bridge at Karrow on 3 May." lacks figure_differs: true (here false)' in told
    at = told.index("held against (takeaway-body):")
    assert told[at + 1] == '"Army engineers reopened the bridge at Karrow on 3 May."'
    assert told[at + 2].startswith("the same, 0.")
    assert "draft.md:7:" in told[at + 2] and "that army engineers reopened the bridge at Karrow" in told[at + 2]
    assert out.count("held against (") == 1, "only the kinds of pairs that the rule asks for"


def test_a_pair_with_nothing_to_be_held_against_is_told_so(vet: Vet, tmp_path: Path) -> None:
    load(tmp_path, "{all: [{between: takeaway-body}, {figure_differs: true}]}", flags='"[Two barges sank.]"')
    code, out, _ = vet("test", str(tmp_path / "own.yml"))
    assert code == 1
    assert "held against nothing: the draft has no pairs of takeaway-body" in out
