"""A checkout of vetter under somebody's hands: rules half written, commands that still help, new rules that ship."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULE = "rules/hygiene/vet909-unused-suppression.yml"
MISREAD = ("used: false", "usd: false", "vet909-unused-suppression.yml:12: unknown feature 'usd', did you mean 'used'?")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("vetter", "rules", "grammars"):
        shutil.copytree(ROOT / name, tmp_path / "vetter-main" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "vetter-main"


def vetter(checkout: Path, *arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
    env = os.environ | {"PYTHONPATH": str(checkout), "VETTER_CACHE": str(checkout.parent / "cache")}
    run = subprocess.run(
        [sys.executable, "-P", "-m", "vetter", *arguments],
        cwd=cwd or checkout, env=env, capture_output=True, text=True,
    )  # fmt: skip
    return run.returncode, run.stdout, run.stderr.replace(f"{checkout}{os.sep}", "")


def change(checkout: Path, path: str, old: str, new: str) -> None:
    text = (checkout / path).read_text(encoding="utf-8")
    assert old in text
    (checkout / path).write_text(text.replace(old, new), encoding="utf-8")


def test_the_rules_and_what_they_may_ask_are_listed_while_one_of_them_is_broken(checkout: Path, tmp_path: Path) -> None:
    old, new, told = MISREAD
    change(checkout, RULE, old, new)
    code, out, err = vetter(checkout, "rules")
    assert code == 2
    assert told in err and re.search(r"(?m)^VET101 ", out) and not re.search(r"(?m)^VET909 ", out)
    code, out, err = vetter(checkout, "rules", "--features")
    assert (code, err) == (0, "") and "figure_differs" in out
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    code, out, err = vetter(checkout, "new", "rule", "river-gossip", cwd=drafts)
    assert (code, out) == (2, "") and told in err
    assert list(drafts.iterdir()) == []  # not even a configuration


def test_a_rule_that_ships_in_no_pack_or_with_few_examples_is_refused(checkout: Path) -> None:
    bare, young = "rules/sourcing/vet101-unsourced-assertion.yml", RULE
    for pack in (checkout / "rules" / "packs").glob("*.yml"):
        pack.write_text(re.sub(r"(?m)^  - VET909\n", "", pack.read_text()))
    text = (checkout / bare).read_text()
    head, flags, rest = text.partition("flags:\n")
    examples = re.split(r"(?m)^(?=  - )", rest.partition("passes:")[0])
    (checkout / bare).write_text(f"{head}{flags}{''.join(examples[1:3])}passes:{rest.partition('passes:')[2]}")
    code, _, err = vetter(checkout, "rules")
    assert code == 2 and len(err.splitlines()) == 2
    assert f"{bare}:1: VET101 ships and has 2 `flags`; write 3 or more" in err
    assert f"{young}:1: VET909 ships and is in no pack, so it would be on in every run; name it under `rules`" in err


def test_a_new_rule_that_ships_has_the_next_id_stands_in_its_packs_and_holds(checkout: Path) -> None:
    for number, kind in ((706, []), (707, ["--pair"])):
        order = ["new", "rule", f"river-{number}", *kind, "--shipped", "quotes", "--pack", "isw", "--pack", "wikipedia"]
        code, out, err = vetter(checkout, *order)
        assert (code, err) == (0, "")
        assert f"wrote rules/quotes/vet{number}-river-{number}.yml" in out
    for pack in ("isw", "wikipedia"):
        lines = (checkout / "rules" / "packs" / f"{pack}.yml").read_text().splitlines()
        members = [line for line in lines if line.startswith("  - VET")]
        assert {"  - VET706", "  - VET707"} < set(members) and members == sorted(members)
    made = [f"rules/quotes/vet{number}-river-{number}.yml" for number in (706, 707)]
    assert vetter(checkout, "test", *made) == (0, "12 examples, 0 failed\n", "")
    assert "packs: isw, wikipedia" in vetter(checkout, "explain", "VET706")[1]


@pytest.mark.parametrize("order, told", [
    ([], "this is vetter's own checkout: say where the rule ships"),
    (["--shipped", "quots", "--pack", "isw"], "no folder of rules is called 'quots', did you mean 'quotes'?"),
    (["--shipped", "quotes"], "--shipped: needs the packs that are to name the rule: --pack with any of core,"),
    (["--shipped", "quotes", "--pack", "iws"], "--pack: no pack is called 'iws', did you mean 'isw'?"),
    (["--shipped", "quotes", "--pack", "isw", "--text"], "--shipped: goes with a rule that asks features"),
])  # fmt: skip
def test_a_rule_that_cannot_ship_is_not_written(checkout: Path, order: list[str], told: str) -> None:
    before = {path: path.read_bytes() for path in checkout.rglob("*.yml")}
    code, out, err = vetter(checkout, "new", "rule", "river-gossip", *order)
    assert (code, out) == (2, "") and told in err and err.count("\n") == 1
    assert {path: path.read_bytes() for path in checkout.rglob("*.yml")} == before


def test_the_run_of_all_checks_refuses_files_that_git_does_not_track(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    (tmp_path / "vet118-river-gossip.yml").write_text("id: VET118\n")
    ran = subprocess.run([".ci/run"], cwd=tmp_path, env={**os.environ, "PYTHON": sys.executable},
                         capture_output=True, text=True)  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "`git add` first" in ran.stderr and ran.stderr.splitlines()[1:] == ["vet118-river-gossip.yml"]
