"""What a phrase says: each family has its labels, no other is taken, and none is asked for that no phrase can say."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import Vet
from vetter import artefact, claims, clause, decide, deeds, doubts, parts, quotes, reader, signs, voices
from vetter.families import FAMILIES, NOTHING
from vetter.features import FORMS, VERIFICATIONS

ACCORDING = '// eg: The crane fell, [zorping to the harbour master].\nzorping: "zorping" "to" "the" "harbour" "master"'
REFUSED = {
    "a misspelt label": (
        "attribution",
        f"{ACCORDING} -> acording\n",
        "attribution.lark:2: no phrase of attribution.lark says 'acording', did you mean 'according'?; "
        "the labels of attribution.lark are active, inverted, according,",
    ),
    "the label of another family": ("status", f"{ACCORDING} -> modal\n", "status.lark:2: no phrase of status.lark"),
    "a label on a line of its own": (
        "hedge",
        '// eg: It may [zorp].\nzorping: "zorp" -> modal\n       | "zorps" -> model\n',
        "hedge.lark:3: no phrase of hedge.lark says 'model', did you mean 'modal'?",
    ),
    "no label": ("hedge", '// eg: It may [zorp].\nzorping: "zorp"\n', "hedge.lark:2: zorping does not say what it"),
    "a mark with a label": ("mark", f"{ACCORDING} -> zorp\n", "mark.lark:2: a mark goes by its rule, ZORPING: take"),
    "a trap with a label": ("trap", f"{ACCORDING} -> modal\n", "trap.lark:2: no phrase of trap.lark says 'modal'"),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("family, text, told", REFUSED.values(), ids=REFUSED)
def test_a_label_by_which_no_claim_is_read_is_refused(vet: Vet, family: str, text: str, told: str) -> None:
    Path(f"{family}.lark").write_text(text)
    code, out, err = vet("test", f"{family}.lark")
    assert (code, out) == (2, "")
    assert told in err and err.count("\n") == 1


def test_a_house_s_own_grammar_is_held_to_the_same_labels(vet: Vet) -> None:
    Path(".vetter.yml").write_text("rules: house\n")
    Path("house/grammars").mkdir(parents=True)
    Path("house/grammars/hedge.lark").write_text('// eg: It may [zorp].\nzorping: "zorp" -> model\n')
    Path("draft.md").write_text("It may rain.\n")
    code, _, err = vet("check", "draft.md")
    assert code == 2
    assert "hedge.lark:2: no phrase of hedge.lark says 'model', did you mean 'modal'?" in err


def test_an_exception_may_stand_in_any_family(vet: Vet) -> None:
    for family in FAMILIES:
        Path(f"{family}.lark").write_text(f'// eg: We [zorp {family}] here.\nzorping: "zorp" "{family}" -> nothing\n')
    assert vet("test", ".")[:2] == (0, f"{len(FAMILIES)} examples, 0 failed\n")


def test_every_family_and_every_label_of_the_shipped_phrases_is_in_the_table() -> None:
    said = defaultdict(set)
    for kind in artefact.stock().engine.finder.kinds:
        said[kind.family].add(kind.label)
    assert said.keys() == FAMILIES.keys()
    unsaid = {"status": {"visual_unverified", "contradicted", "corroborated", "verified"}}  # for phrases of a house
    for family, each in FAMILIES.items():
        assert each.is_named or set(each.labels) - said[family] == unsaid.get(family, set())


def test_the_labels_by_which_claims_are_read_are_in_the_table() -> None:
    attributions = (
        clause.HOLDING, clause.PLAIN, voices.REPORTING, voices.TELLING, voices.BESIDE, voices.VERBAL, voices.JOINED,
        voices.SUBJECTLESS, reader.UNCUT,
    )  # fmt: skip
    known = {label for family in FAMILIES.values() for label in family.labels}
    assert [label for each in attributions for label in each if label not in known] == []
    assert FAMILIES["status"].labels.keys() > decide.NOTES


def compared(field: str) -> set[str]:
    """The words with which modules that read claims compare this field of a phrase's kind."""
    found: set[str] = set()
    for module in (claims, clause, decide, deeds, doubts, parts, quotes, reader, signs, voices):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and getattr(node.left, "attr", getattr(node.left, "id", "")) == field:
                constants = (each for side in node.comparators for each in ast.walk(side))
                found |= {
                    each.value for each in constants if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_no_claim_is_read_by_a_label_a_family_or_a_rule_that_no_phrase_has() -> None:
    kinds = artefact.stock().engine.finder.kinds
    assert compared("label") > {"active", "likelihood", "widely"}
    assert compared("label") <= {label for family in FAMILIES.values() for label in family.labels}
    assert compared("family") > {"attribution", "vague"}
    assert compared("family") <= FAMILIES.keys()
    assert compared("rule") > {"investigator", "inference"}
    assert compared("rule") | signs.CUE_HEDGES <= {kind.rule for kind in kinds}
    assert {name.lower() for name in signs.READ_BY} <= {kind.rule for kind in kinds if kind.family == "mark"}


def test_a_label_of_a_status_is_what_the_feature_answers() -> None:
    labels = {label.replace("_", "-") for label in FAMILIES["status"].labels}
    assert labels == set(VERIFICATIONS) - {"none"}


def test_every_cue_and_every_hedge_has_a_form_that_rules_can_ask_for() -> None:
    for family in signs.CUE_FAMILIES:
        assert all(label.cue in FORMS for label in FAMILIES[family].labels.values())
    assert all(doubts.HEDGE_FORMS.values())
    assert all(NOTHING not in family.labels for family in FAMILIES.values())
