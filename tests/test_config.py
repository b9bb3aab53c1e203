"""Configuration as a project writes it: which files it holds for, what it settles, what it refuses and where."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from vetter import cli, config, configfile, discover, globs
from vetter.config import Settings, Vocabulary
from vetter.errors import VetterError

VOCABULARY = Vocabulary(
    packs=("core", "isw"),
    rules=(("VET101", "unsourced-assertion"), ("VET201", "booster-on-judgment"), ("VET209", "intent-as-fact")),
)


def written(folder: Path, text: str, name: str = configfile.FILE) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def loaded(folder: Path, text: str, name: str = configfile.FILE) -> Settings:
    configfile.forget()
    settings = configfile.load(written(folder, text, name), VOCABULARY)
    for problem in settings.problems:
        raise VetterError(*problem)
    return settings


YAML = """
packs: [core, isw]
select: [VET1, VET2]
ignore: [booster-on-judgment]
severities:
  VET101: error
self-names: [we, the Lorn desk]
summary-headings: [Bottom line]
exclude: ["old/**"]
fail-on: never
level: warning
preview: true
per-path:
  - paths: ["annex/"]
    packs: [core]
    ignore: [VET101]
    severities: {VET209: info}
"""
TOML = """
[project]
name = "reports"

[tool.vetter]
packs = ["core", "isw"]
select = ["VET1", "VET2"]
ignore = ["booster-on-judgment"]
severities = { VET101 = "error" }
self-names = ["we", "the Lorn desk"]
summary-headings = ["Bottom line"]
exclude = ["old/**"]
fail-on = "never"
level = "warning"
preview = true

[[tool.vetter.per-path]]
paths = ["annex/"]
packs = ["core"]
ignore = ["VET101"]
severities = { VET209 = "info" }
"""


def test_both_files_say_the_same(tmp_path: Path) -> None:
    from_yaml = loaded(tmp_path, YAML)
    assert from_yaml == loaded(tmp_path, TOML, configfile.PROJECT_FILE)
    assert from_yaml.packs == ("core", "isw")
    assert from_yaml.severities == (("VET101", "error"),)
    assert from_yaml.per_path[0].paths == ("annex/",)
    assert (from_yaml.fail_on, from_yaml.level, from_yaml.preview) == ("never", "warning", True)


def test_an_empty_configuration_changes_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path, "# nothing yet\n") == Settings(root=str(tmp_path))


def test_overrides_hold_for_their_paths_only(tmp_path: Path) -> None:
    settings = loaded(tmp_path, YAML)
    annex = config.for_file(settings, str(tmp_path / "annex" / "tables" / "a.md"))
    assert annex.packs == ("core",)
    assert annex.ignore == ("booster-on-judgment", "VET101")
    assert annex.severities == (("VET101", "error"), ("VET209", "info"))
    assert annex.select == settings.select
    assert config.for_file(settings, str(tmp_path / "report.md")) == settings


def test_readmes_and_licences_are_no_drafts_by_default() -> None:
    for path in ("README.md", "docs/README.rst.txt", "LICENSE", "CHANGELOG.md", "sub/CONTRIBUTING.md"):
        assert config.excludes(Settings(), path)
    assert not config.excludes(Settings(), "drafts/report.md")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("packs: [core]\nselct: [VET1]\n", 2, "unknown key 'selct', did you mean 'select'?"),
        ("packs: [core,\n  iws]\n", 2, "no pack is called 'iws', did you mean 'isw'?"),
        ("ignore:\n  - VET101\n  - unsourced-assertoin\n", 3, "did you mean 'unsourced-assertion'?"),
        ("ignore: [VET9]\n", 1, "no rule is called 'VET9'"),
        ("packs: core\n", 1, "a list is wanted here"),
        ("packs: []\n", 1, "must not be empty"),
        ("level: loud\n", 1, "'loud' is none of error, warning, info"),
        ("fail-on: no\n", 1, "a word is wanted here"),
        ("severities:\n  VET101: fatal\n", 2, "'fatal' is none of"),
        ("severities: [VET101]\n", 1, "rules with their severities"),
        ("packs: [core]\npacks: [isw]\n", 2, "stands here twice"),
        ("packs: &p [core]\n", 1, "anchors and aliases"),
        ("packs: [core\n", 2, "not YAML"),
        ("- core\n", 1, "a table of settings is wanted here"),
        ("per-path:\n  - packs: [core]\n", 2, "an override needs paths"),
        ("per-path:\n  - paths: [a]\n    level: info\n", 3, "unknown key 'level'"),
        ("per-path: {paths: [a]}\n", 1, "a list of overrides"),
        ("[" * 40 + "]" * 40, 1, "nested too deeply"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
    ],
)
def test_what_it_does_not_understand_is_refused_by_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(VetterError) as refused:
        loaded(tmp_path, text)
    assert refused.value.place == f"{tmp_path / configfile.FILE}:{line}"
    assert problem in refused.value.problem


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('[project]\nname = "x"\n\n[tool.vetter]\npacks = ["core"]\nlevle = "info"\n', 6, "unknown key 'levle'"),
        ('[tool.vetter]\nignore = [\n  "VET101",\n  "VET777",\n]\n', 4, "no rule is called 'VET777'"),
        ("[tool.vetter]\nexclude = [3]\n", 2, "a word is wanted here"),
        ('[tool]\nvetter = "yes"\n', 2, "a table of settings"),
    ],
)
def test_a_pyproject_is_refused_by_line_too(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(VetterError) as refused:
        loaded(tmp_path, text, configfile.PROJECT_FILE)
    assert refused.value.place.rpartition(":")[2] == str(line)
    assert problem in refused.value.problem


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    top = written(tmp_path, "packs: [core]\n")
    near = written(tmp_path / "desk", '[tool.vetter]\npacks = ["isw"]\n', configfile.PROJECT_FILE)
    written(tmp_path / "desk" / "other", '[project]\nname = "vetter-free"\n', configfile.PROJECT_FILE)
    assert configfile.find(str(tmp_path / "a.md")) == top
    assert configfile.find(str(tmp_path / "desk" / "other" / "a.md")) == near
    both = written(tmp_path / "desk" / "both", '[tool.vetter]\npacks = ["isw"]\n', configfile.PROJECT_FILE)
    beside = written(tmp_path / "desk" / "both", "packs: [core]\n")
    assert configfile.find(str(tmp_path / "desk" / "both" / "a.md")) == beside != both


def test_selectors_are_ids_prefixes_names_or_all() -> None:
    for selector in ("VET101", "VET1", "VET", "unsourced-assertion", "all"):
        assert config.chosen((selector,), "VET101", "unsourced-assertion")
    for selector in ("VET2", "VET1011", "unsourced", "V", "101"):
        assert not config.chosen((selector,), "VET101", "unsourced-assertion")


# What git itself says about each path is the expected answer.
PATTERNS = [
    "*.md", "/*.md", "drafts/", "drafts", "/drafts/old", "drafts/**", "**/old", "a/**/b.md", "old/", "[ab].md",
    "[!a].md", "?.md", "\\!a.md", "a\\*.md", "dra*", "drafts/*.md", "**/drafts/a.md", "*", "[a-", "[z-a].md", "a/**",
    "a.md ", "# a.md", "drafts/old/*", "[[:alpha:]].md", "b*.md", "/a/x", "x/", "**", "a/*/b.md", "***.md", "[]-a].md",
]  # fmt: skip
PATHS = [
    "a.md", "b.md", "!a.md", "a*.md", "drafts/a.md", "drafts/old/a.md", "drafts/old/b.txt", "a/b.md", "a/x/b.md",
    "a/x/y/b.md", "old/a.md", "x/drafts/a.md", "# a.md", "-.md", "].md", "bc.md",
]  # fmt: skip
TAKEN_BACK = [["*.md", "!a.md"], ["drafts/*", "!drafts/old"], ["*", "!*/", "!b.txt"]]


def test_ignore_files_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for path in PATHS:
        written(tmp_path, "", path)
    for lines in [*([pattern] for pattern in PATTERNS), *TAKEN_BACK]:
        written(tmp_path, "\n".join(lines) + "\n", ".gitignore")
        command = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout.decode().split("\0")
        expected = sorted(path for path in listed if path.endswith((".md", ".txt")))
        found = sorted(path for path in discover.find([str(tmp_path)], lambda path: False) if isinstance(path, str))
        assert [Path(path).relative_to(tmp_path).as_posix() for path in found] == expected, lines


def test_a_later_pattern_takes_a_file_back() -> None:
    patterns = globs.read("*.md\n!keep.md\n")
    assert globs.covers(patterns, "notes/a.md")
    assert not globs.covers(patterns, "notes/keep.md")


@pytest.mark.parametrize("kind", ["broken link", "loop", "folder", "pipe"])
def test_a_configuration_that_is_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Calm.\n")
    match kind:
        case "broken link":
            os.symlink("nowhere.yml", ".vetter.yml")
        case "loop":
            os.symlink(".vetter.yml", ".vetter.yml")
        case "folder":
            os.mkdir(".vetter.yml")
        case _:
            os.mkfifo(".vetter.yml")
    for command in (["check", "a.md"], ["config", "a.md"], ["rules"]):
        assert cli.main(command) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert ".vetter.yml: is no regular file" in line


def test_a_folder_has_the_settings_of_its_drafts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".vetter.yml").write_text("fail-on: error\n")
    assert cli.main(["config", "."]) == 0
    out = capsys.readouterr().out
    assert ".vetter.yml" in out.splitlines()[0]
    assert cli.main(["config", ""]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
