"""The documentation is true: what it repeats of the program is made from it, and what it shows can be run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from vetter import artefact, grammar, lint, rulefiles
from vetter.config import EXCLUDE
from vetter.configfile import SETTINGS, load
from vetter.errors import VetterError
from vetter.outputs import OUTPUTS
from vetter.rulesheet import unbracket
from vetter.tokens import tokens

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    page.relative_to(ROOT).as_posix() for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
)  # fmt: skip
COMMANDS = ("pip install . && vetter check --fail-on never examples/", "pip install -e '.[dev]' && pytest")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def shown(page: str, language: str) -> list[str]:
    """The code blocks of a page in this language."""
    return re.findall(rf"(?ms)^```{re.escape(language)}\n(.*?)^```$", read(page))


def vetter(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "vetter", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_no_made_part_of_the_documentation_is_stale() -> None:
    made = subprocess.run([sys.executable, "docs/make.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (made.returncode, made.stderr) == (0, "")


def test_the_page_of_a_rule_is_made_and_that_of_a_rule_that_is_gone_is_removed(tmp_path: Path) -> None:
    for name in ("docs", "bench", "examples", "grammars", "vetter/schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "README.md", tmp_path)
    pages = tmp_path / "docs" / "rules"
    (pages / "VET101.md").unlink()
    (pages / "VET9999.md").write_text("# VET9999 once-there\n", encoding="utf-8")
    figures = {"VET102": {"fired": 90, "judged": 20, "right": 17}, "VET103": {"fired": 2, "judged": 2, "right": 1}}
    (tmp_path / "bench" / "precision.json").write_text(json.dumps({"rules": figures}))
    make = [sys.executable, str(tmp_path / "docs" / "make.py")]
    checked = subprocess.run([*make, "--check"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 1
    assert "docs/rules/VET101.md" in checked.stderr and "docs/rules/VET9999.md" in checked.stderr
    subprocess.run(make, cwd=ROOT, check=True)
    remade = (pages / "VET101.md").read_text(encoding="utf-8")
    assert remade.partition("## Precision")[0] == read("docs/rules/VET101.md").partition("## Precision")[0]
    assert not (pages / "VET9999.md").exists()
    assert "17 of 20 findings" in (pages / "VET102.md").read_text(encoding="utf-8")
    assert "Unproven: 1 of 2" in (pages / "VET103.md").read_text(encoding="utf-8")
    measured = (tmp_path / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert re.search(r"(?m)^- \[VET103\].*: fired 2 times, 1 of 2 right; \d+ flagged", measured)
    assert re.search(r"(?m)^- \[VET104\].*: not yet measured; \d+ flagged", measured)
    assert "Not yet measured." in (pages / "VET104.md").read_text(encoding="utf-8")
    assert subprocess.run([*make, "--check"], cwd=ROOT).returncode == 0


def test_the_page_on_formats_tells_of_each() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \|", read("docs/formats.md"))
    assert rows == list(OUTPUTS)
    (job,) = shown("docs/formats.md", "yaml")
    formats = re.findall(r"--format (\w+)", f"{job}{shown('docs/formats.md', 'sh')}{shown('docs/formats.md', 'vim')}")
    assert set(formats) <= set(OUTPUTS) and list(yaml.safe_load(job)) == ["vetter"]


def test_the_readme_shows_the_two_commands_on_lines_of_their_own() -> None:
    lines = read("README.md").splitlines()
    assert [line for line in lines if line in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_between_pages_leads_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)[^):]*\)", re.sub(r"(?ms)^```.*?^```$|`[^`\n]*`", "", read(page)))
    here = (ROOT / page).parent
    assert [target for target in targets if not (here / target).exists()] == []


def test_the_map_of_the_house_names_every_module() -> None:
    table = "".join(line for line in read("ARCHITECTURE.md").splitlines() if line.startswith("| "))
    modules = {path.stem for path in (ROOT / "vetter").glob("*.py")} - {"__init__", "__main__"}
    packages = {f"{path.parent.name}/" for path in (ROOT / "vetter").glob("*/__init__.py")}
    assert (modules | packages) - set(re.findall(r"`([a-z_]+/?)`", table)) == set()


def test_every_configuration_key_is_described_and_no_other() -> None:
    described = re.findall(r"(?m)^\| `([a-z-]+)` \|", read("docs/configuration.md"))
    assert sorted(described) == sorted(SETTINGS)


def test_the_keys_that_a_rule_must_have_are_all_named(tmp_path: Path) -> None:
    (named,) = re.findall(r"(?s)\nRequired are (.*?)\.", read("docs/writing-rules.md"))
    required = re.findall(r"`([a-z-]+)`", named)
    (shown,) = re.findall(r"(?s)```yaml rule\n(.*?)```", read("docs/writing-rules.md"))
    blocks = {block.split(":")[0]: block for block in re.split(r"(?m)^(?=[a-z])", shown) if block}
    for key in blocks:
        (tmp_path / "rule.yml").write_text("".join(block for other, block in blocks.items() if other != key))
        told: list[VetterError] = []
        rulefiles.load(str(tmp_path), told=told)
        missing = any(f"the key {key!r} is missing" in error.problem for error in told)
        assert missing == (key in required), (key, told)
    assert set(required) <= set(blocks)


def test_every_step_of_the_checks_is_told_of_as_one_that_can_be_run_alone() -> None:
    """Of the tree, that is; what is done to an installed copy stands in the script alone."""
    steps = re.findall(
        r"(?m)\bstep (\w[\w/. -]*?)(?: --?\w+| [^\w\s].*|;.*)*$", read(".ci/run").partition("-m build")[0]
    )
    told = re.findall(r"`([^`]+)`", "".join(line for line in read("docs/contributing.md").splitlines() if "|" in line))
    assert {"mypy", "ruff format", "python bench/drift.py"} < set(steps)
    assert [step for step in steps if step != "bash" and not any(each.startswith(step) for each in told)] == []


def test_the_files_left_out_by_default_are_all_named() -> None:
    (page,) = re.findall(r"(?s)By default it leaves out.*?Your own", read("docs/configuration.md"))
    assert sorted(re.findall(r"`([^`/]+)`", page)) == sorted(EXCLUDE)


def test_the_configurations_shown_mean_what_they_say(tmp_path: Path) -> None:
    (yml,) = shown("docs/configuration.md", "yaml")
    (toml,) = shown("docs/configuration.md", "toml")
    (tmp_path / ".vetter.yml").write_text(yml, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(toml, encoding="utf-8")
    from_yaml = load(str(tmp_path / ".vetter.yml"), lint.vocabulary())
    from_toml = load(str(tmp_path / "pyproject.toml"), lint.vocabulary())
    assert from_yaml.packs == from_toml.packs == ("core", "isw")
    assert from_yaml.self_names == ("we", "the desk", "Lorn Desk")
    assert from_toml.per_path[0].paths == ("annex/**",)


def test_the_house_shown_is_read_as_it_says(tmp_path: Path) -> None:
    (yml,) = shown("docs/configuration.md", "yaml house")
    (tmp_path / ".vetter.yml").write_text(yml, encoding="utf-8")
    house = load(str(tmp_path / ".vetter.yml"), lint.vocabulary()).house
    assert all(house), "the page shows every field"


def test_the_rules_over_text_shown_hold(tmp_path: Path) -> None:
    for number, page in enumerate(("docs/writing-rules.md", "README.md")):
        (rule,) = shown(page, "yaml rule text")
        path = tmp_path / f"rule{number}.yml"
        path.write_text(rule, encoding="utf-8")
        tested = vetter("test", str(path))
        assert tested.returncode == 0, tested.stdout + tested.stderr


def test_the_hook_shown_is_one_that_there_is() -> None:
    hook = next(each for each in shown("README.md", "yaml") if "repos:" in each)
    offered = {entry["id"]: entry for entry in yaml.safe_load(read(".pre-commit-hooks.yaml"))}
    wanted = yaml.safe_load(hook)["repos"][0]["hooks"]
    assert all(entry["id"] in offered for entry in wanted)
    assert offered["vetter"]["entry"].split()[0] in tomllib.loads(read("pyproject.toml"))["project"]["scripts"]


def test_the_rule_pack_and_ladder_shown_stand_together_and_the_rule_passes_its_examples(tmp_path: Path) -> None:
    (rule,), (pack,) = shown("docs/writing-rules.md", "yaml rule"), shown("docs/writing-rules.md", "yaml pack")
    (ladder,) = shown("docs/writing-rules.md", "yaml ladder")
    for folder in ("packs", "ladders"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ladders" / "lorn.yml").write_text(ladder, encoding="utf-8")
    (tmp_path / "rule.yml").write_text(rule, encoding="utf-8")
    (tmp_path / "packs" / "lorn-desk.yml").write_text(f"{pack}ladder: lorn\n", encoding="utf-8")
    tested = vetter("test", str(tmp_path))
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_the_phrases_shown_are_found_in_their_own_examples(tmp_path: Path) -> None:
    words, phrases = tmp_path / "words.yml", tmp_path / "hedge.lark"
    (lists,), (grammars,) = (
        shown("docs/writing-phrases.md", "yaml words"),
        shown("docs/writing-phrases.md", "lark phrases"),
    )
    words.write_text(lists, encoding="utf-8")
    phrases.write_text(grammars, encoding="utf-8")
    engine = artefact.restore_engine(artefact.compile_grammars([str(words)], [str(phrases)]))
    examples = list(grammar.examples(str(phrases)))
    assert len(examples) == 3
    for example in examples:
        text, wanted = unbracket(example.text)
        read = tokens(engine.coder, text, 0)
        assert tuple(read.span(found.start, found.end - 1) for found in engine.finder.find(read.codes)) == wanted
