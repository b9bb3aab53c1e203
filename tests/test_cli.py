"""The command as people run it: what it finds, what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vetter
from tests.conftest import Vet
from vetter import artefact, cli, lint, runs
from vetter.commands import COMMANDS
from vetter.features import FEATURES

FLAT = "The rebels shelled the depot on Monday, killing 14 people.\n"
CALM = "# Vessen\n\nThe mayor of Vessen said on Monday that the ferry will run again in June.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def draft(path: str, text: str = FLAT) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode())
    return path


def paths_of(printed: str) -> list[str]:
    value = json.loads(printed)
    return sorted({each["path"] for each in value["findings"]})


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(vetter.__file__).parent.parent)}


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "vetter", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=ENVIRONMENT, check=False)


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Some Python with the command's arguments; -S because what the environment's start-up files import is not ours."""
    command = [sys.executable, "-S", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=False)


# --- exit codes and severities


def test_a_clean_draft_ends_with_0_and_a_flagged_one_with_1(vet: Vet) -> None:
    code, out, err = vet("check", draft("calm.md", CALM))
    assert (code, err) == (0, "")
    assert "All clear: 1 file, " in out
    code, out, err = vet("check", draft("flat.md"))
    assert (code, err) == (1, "")
    assert "flat.md:1:1: " in out and "Found " in out


def test_fail_on_decides_about_the_exit_code_and_level_about_what_is_shown(vet: Vet) -> None:
    draft("flat.md")
    assert vet("check", "flat.md", "--fail-on", "never")[0] == 0
    draft(".vetter.yml", "severities: {all: warning}\n")
    assert vet("check", "flat.md", "--fail-on", "error")[0] == 0
    assert vet("check", "flat.md", "--fail-on", "warning")[0] == 1
    code, out, _ = vet("check", "flat.md", "--level", "error")
    assert code == 1 and "flat.md:1:1" not in out
    assert re.search(r"(?m)^No findings shown; [1-9]\d* below the level shown\.$", out)


def test_a_suppressed_finding_does_not_fail_the_run(vet: Vet) -> None:
    draft("flat.md", FLAT.strip() + " <!-- vetter: ignore -- counted by our own desk -->\n")
    code, out, _ = vet("check", "flat.md")
    assert code == 0 and "suppressed" in out
    assert "(suppressed: counted by our own desk)" in vet("check", "flat.md", "--show-suppressed")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "vetter: no command is called 'chek'; the commands are check, claims, "),
        (["check", "--formt=json"], "vetter check: unrecognized arguments: --formt=json; see vetter check --help"),
        (["check", "--format", "xml"], "invalid choice: 'xml'"),
        (["check", "--jobs", "0"], "'0' is not a number of processes"),
        (["check", "--pack", "iws"], "--pack: no pack is called 'iws', did you mean 'isw'?"),
        (["check", "--select", "VET999"], "--select: no rule is called 'VET999'"),
        (["check", "--ignore", "unsourced-asertion"], "did you mean 'unsourced-assertion'?"),
        (["check", "--config", "none.yml"], "none.yml: the configuration cannot be read: No such file or directory"),
        (["check", "--config", "x", "--no-config"], "not allowed with argument"),
        (["rules", "--pack", "iws"], "no pack is called 'iws'"),
        (["explain", "VET999"], "no rule is called 'VET999'; `vetter rules`"),
        (["explain", "newsrom"], "no rule or pack is called 'newsrom', did you mean 'newsroom'?; `vetter packs` lists"),
        (["explain", "hedging"], "no rule is called 'hedging'; `vetter rules`"),
    ],
)
def test_a_mistake_in_an_option_is_one_line_and_2(vet: Vet, arguments: list[str], told: str) -> None:
    draft("calm.md", CALM)
    code, out, err = vet(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1) or (code, err.count("\n")) == (2, 1)
    assert told in err


def test_without_a_command_the_commands_are_listed(vet: Vet) -> None:
    code, out, _ = vet()
    assert code == 2
    assert all(name in out for name in COMMANDS)
    assert vet("--help")[0] == 0
    for name in COMMANDS:
        code, out, _ = vet(name, "--help")
        assert code == 0 and out.startswith(f"usage: vetter {name}")


def test_the_version_is_told(vet: Vet) -> None:
    assert vet("--version") == (0, f"vetter {vetter.__version__}\n", "")


# --- files


def test_what_cannot_be_checked_is_told_and_the_rest_is_checked(vet: Vet) -> None:
    draft("flat.md")
    Path("latin.md").write_bytes(b"Caf\xe9 owners fled.\n")
    Path("nul.txt").write_bytes(b"a\0b")
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    Path("empty").mkdir()
    named = ["nowhere.md", "flat.md", "latin.md", "nul.txt", "picture.png", "empty", "none/*.md"]
    code, out, err = vet("check", *named, "--format", "json")
    assert code == 2
    assert paths_of(out) == ["flat.md"]
    told = dict(line.split(": ", 1) for line in err.splitlines())
    assert sorted(told) == sorted(name for name in named if name != "flat.md")
    assert "no such file" in told["nowhere.md"]
    assert "not UTF-8 at byte 3" in told["latin.md"]
    assert "NUL at byte 1" in told["nul.txt"]
    assert "no drafts in this folder" in told["empty"]
    assert [(each["path"], each["message"]) for each in json.loads(out)["errors"]] == sorted(told.items())


def test_an_unreadable_file_is_told(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("flat.md")
    os.symlink("gone.md", "link.md")
    code, _, err = vet("check", "link.md", "flat.md")
    assert code == 2
    assert err == "link.md: this file cannot be read: No such file or directory\n"


def test_a_comment_that_cannot_be_read_is_told_by_line_and_the_draft_is_checked(vet: Vet) -> None:
    draft("odd.md", FLAT + "\n<!-- vetter: ignroe[VET102] -- typo -->\n")
    code, out, err = vet("check", "odd.md", "--format", "json")
    assert code == 2
    assert err.startswith("odd.md:3: ") and 'write "vetter: ignore[VET102] -- reason"' in err
    told = json.loads(out)
    assert told["errors"][0]["line"] == 3
    assert (paths_of(out), told["summary"]["files"]) == (["odd.md"], 1)
    assert vet("check", "odd.md")[1].endswith(" in 1 file; 1 not understood.\n")


def test_folders_are_walked_and_every_draft_is_checked_once(vet: Vet) -> None:
    for path in ("b.md", "a/x.txt", "a/y.markdown", "a/notes.rst", ".hidden/z.md", "README.md", "a/LICENSE.txt"):
        draft(path)
    draft("out/old.md")
    draft(".git/HEAD", "")
    draft(".gitignore", "out/\n")
    os.symlink(".", "a/loop")
    code, out, err = vet("check", "--format", "json")
    assert (code, err) == (1, "")
    assert paths_of(out) == ["a/x.txt", "a/y.markdown", "b.md"]
    assert json.loads(out)["summary"]["files"] == 3
    _, out, _ = vet("check", ".", "a", "./b.md", "b.md", "--format", "json")
    assert json.loads(out)["summary"]["files"] == 3
    assert paths_of(vet("check", "a/*.txt", "*.md", "--format", "json")[1]) == ["a/x.txt", "b.md"]
    assert paths_of(vet("check", "**/*.txt", "--format", "json")[1]) == ["a/x.txt"]


def test_a_named_file_is_checked_unless_exclusion_is_forced(vet: Vet) -> None:
    draft("README.md")
    assert paths_of(vet("check", "README.md", "--format", "json")[1]) == ["README.md"]
    code, out, _ = vet("check", "README.md", "--force-exclude", "--format", "json")
    assert (code, paths_of(out)) == (0, [])


def test_findings_come_by_path_and_claims_in_the_order_asked_for(vet: Vet) -> None:
    for name in "bca":
        draft(f"{name}.md")
    out = vet("check", "b.md", "c.md", "a.md", "--format", "json")[1]
    paths = [each["path"] for each in json.loads(out)["findings"]]
    assert paths == sorted(paths)
    out = vet("claims", "b.md", "c.md", "a.md", "--format", "json")[1]
    assert [document["path"] for document in json.loads(out)["documents"]] == ["b.md", "c.md", "a.md"]


def test_several_processes_say_what_one_says(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        draft(f"{number}.md", f"# Part {number}\n\n{FLAT}")
    Path("bad.md").write_bytes(b"\xff")
    alone = vet("check", ".", "--format", "json", "--jobs", "1")
    monkeypatch.setattr(runs, "WORTH_PROCESSES", 0)
    assert vet("check", ".", "--format", "json", "--jobs", "2") == alone


def test_standard_input_is_a_draft_too() -> None:
    piped = run("check", "-", "--format", "json", stdin=FLAT.encode())
    assert piped.returncode == 1
    assert paths_of(piped.stdout.decode()) == ["<stdin>"]
    named = run("check", "-", "--stdin-filename", "notes/b.md", "--format", "json", stdin=FLAT.encode())
    assert paths_of(named.stdout.decode()) == ["notes/b.md"]


# --- configuration


def test_the_nearest_configuration_holds_and_options_go_before_it(vet: Vet) -> None:
    draft("desk/flat.md")
    draft("flat.md")
    draft("desk/.vetter.yml", "ignore: [all]\n")
    assert paths_of(vet("check", "--format", "json")[1]) == ["flat.md"]
    assert paths_of(vet("check", "--no-config", "--format", "json")[1]) == ["desk/flat.md", "flat.md"]
    assert paths_of(vet("check", "--config", "desk/.vetter.yml", "--format", "json")[1]) == []
    assert vet("check", "flat.md", "--ignore", "VET")[0] == 0


def test_a_mistake_in_a_configuration_is_told_once_and_the_rest_holds(vet: Vet) -> None:
    for path in ("desk/a.md", "desk/b.md", "c.md"):
        draft(path)
    draft("desk/.vetter.yml", "packs: [core]\nigore: []\n")
    code, out, err = vet("check", "--format", "json")
    assert code == 2
    assert err.count("\n") == 1 and "desk/.vetter.yml:2: unknown key 'igore', did you mean 'ignore'?" in err
    assert paths_of(out) == ["c.md", "desk/a.md", "desk/b.md"]
    draft("desk/.vetter.yml", "packs: [core\n")
    code, out, err = vet("check", "--format", "json")
    assert (code, err.count("\n"), paths_of(out)) == (2, 1, ["c.md"]), "where nothing can be read, nothing is guessed"


def test_settings_for_some_paths_hold_there_only(vet: Vet) -> None:
    draft("annex/a.md")
    draft("b.md")
    draft(".vetter.yml", 'exclude: ["old/"]\nper-path:\n  - paths: ["annex/"]\n    ignore: [all]\n')
    draft("old/c.md")
    assert paths_of(vet("check", "--format", "json")[1]) == ["b.md"]


def test_rules_are_named_in_letters_of_any_case(vet: Vet) -> None:
    draft("flat.md", FLAT.strip() + " <!-- vetter: ignore[vet101] -- counted by us -->\n")
    assert vet("explain", "vet102") == vet("explain", "Unsourced-Casualty") == vet("explain", "VET102")
    code, out, _ = vet("check", "flat.md", "--select", "vet101,Vet905,VET909")
    assert code == 0 and "1 suppressed" in out
    off = next(line.split()[0] for line in vet("rules")[1].splitlines() if line[8:].startswith("off"))
    listed = vet("rules", "--config", draft("on.yml", f"select: [{off.lower()}]\n"))[1].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("VET") and " off " not in line] == [off]
    draft(".vetter.yml", "ignore: [vet101, Vet1]\n")
    assert vet("check", "flat.md", "--show-suppressed")[1].count("VET101") == 0


def test_select_narrows_the_run(vet: Vet) -> None:
    draft("flat.md")
    rules = {each["rule"] for each in json.loads(vet("check", "--format", "json")[1])["findings"]}
    assert rules
    one = sorted(rules)[0]
    chosen = json.loads(vet("check", "--select", one, "--format", "json")[1])["findings"]
    assert {each["rule"] for each in chosen} == {one}
    assert vet("check", "--select", one, "--ignore", one)[0] == 0


# --- outputs


def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    vet: Vet, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft("flat.md")
    assert "\x1b[" not in vet("check", "flat.md")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in vet("check", "flat.md")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in vet("check", "flat.md")[1]


def test_output_is_written_whole_or_not_at_all(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("flat.md")
    assert vet("check", "flat.md", "--format", "json", "--output", "report.json")[:2] == (1, "")
    whole = Path("report.json").read_text(encoding="utf-8")
    assert paths_of(whole) == ["flat.md"]
    code, _, err = vet("check", "flat.md", "--output", "no/such/folder/report.txt")
    assert code == 2 and "--output: no/such/folder/report.txt cannot be written" in err
    monkeypatch.setattr(lint, "check", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["check", "flat.md", "--output", "report.json"])
    assert Path("report.json").read_text(encoding="utf-8") == whole
    assert sorted(os.listdir()) == ["flat.md", "report.json"]


def test_a_reader_that_goes_away_is_no_mistake(tmp_path: Path) -> None:
    for number in range(30):
        draft(f"{number}.md", FLAT * 100)
    command = [sys.executable, "-m", "vetter", "check", "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert process.stdout and process.stderr
    with process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_our_own_mistakes_end_with_3_and_a_traceback() -> None:
    broken = "import sys, vetter.cli, vetter.lint; vetter.lint.check = lambda *a: 1 / 0; sys.exit(vetter.cli.main())"
    ended = python(broken, "check", draft("a.md"))
    assert ended.returncode == 3
    assert b"ZeroDivisionError" in ended.stderr and b"please report it" in ended.stderr


# --- the other commands


def test_explain_tells_what_a_rule_wants(vet: Vet) -> None:
    by_id, by_name = vet("explain", "VET101"), vet("explain", "unsourced-assertion")
    assert by_id == by_name
    assert by_id[0] == 0
    assert by_id[1].startswith("VET101 unsourced-assertion (")
    assert all(title in by_id[1] for title in ("Why: ", "Flags:", "Lets pass:", "Mistaken when:", "Standard:"))


def test_rules_are_listed_with_the_severity_they_have(vet: Vet) -> None:
    code, out, _ = vet("rules", "--no-config")
    listed = {line.split()[0]: line.split()[1] for line in out.splitlines() if line.startswith("VET")}
    assert len(out.splitlines()) == 2 * len(listed) and "{text}" not in out
    assert code == 0 and listed["VET101"] in ("error", "warning", "info")
    assert "off" in listed.values()


def test_the_packs_and_ladders_are_listed_and_those_that_are_on_marked(vet: Vet) -> None:
    code, out, _ = vet("packs", "--pack", "core", "--pack", "phia")
    assert code == 0
    assert [line.split()[1] for line in out.splitlines() if line.startswith("* ")][:3] == ["core", "phia", "phia"]
    named = {line[2:].split()[0] for line in out.splitlines() if line[2:].split()}
    assert set(lint.vocabulary().packs) | set(lint.vocabulary().ladders) < named


def test_explain_tells_what_a_pack_and_a_ladder_hold(vet: Vet) -> None:
    code, out, _ = vet("explain", "icd203", "efsa")
    assert code == 0
    assert "VET310 term-number-mismatch" in out and "nearly certain" in out and "never in one sentence" in out
    assert "almost impossible" in out
    assert vet("explain", "ISW")[1] == vet("explain", "isw")[1]


def test_what_a_rule_may_ask_is_listed(vet: Vet) -> None:
    code, out, _ = vet("rules", "--features")
    assert code == 0 and all(re.search(rf"(?m)^{name} \(", out) for name in FEATURES)


def test_the_packs_are_named_in_the_help(vet: Vet) -> None:
    shown = " ".join(vet("check", "--help")[1].split())
    assert ", ".join(lint.vocabulary().packs) in shown


def test_a_sentence_to_parse_can_come_in_on_standard_input() -> None:
    sentence = "The mayor said that the ferry will run again."
    assert run("parse", "-", stdin=sentence.encode()).stdout == run("parse", sentence).stdout


def test_the_width_can_be_asked_for(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("flat.md", FLAT * 5)
    monkeypatch.setenv("COLUMNS", "50")
    excerpts = [line for line in vet("check", "flat.md")[1].splitlines() if re.match(r" *\d* \|", line)]
    assert excerpts and max(map(len, excerpts)) <= 50


def test_parse_shows_how_a_sentence_is_understood(vet: Vet) -> None:
    code, out, _ = vet("parse", "The mayor said that the ferry will run again.")
    assert code == 0
    assert "attrib" in out and "said" in out


def test_the_examples_are_run_and_counted(vet: Vet) -> None:
    code, out, _ = vet("test")
    assert out.splitlines()[-1].endswith(" examples, 0 failed") == (code == 0)
    code, _, err = vet("test", "my-rules")
    assert code == 2 and err.startswith("my-rules: no such file")


def test_claims_are_listed_for_people_and_for_spreadsheets(vet: Vet) -> None:
    draft("calm.md", CALM)
    code, out, _ = vet("claims", "calm.md")
    assert code == 0 and "attrib" in out and "The mayor of Vessen" in out
    assert vet("claims", "calm.md", "--format", "csv")[1].startswith("path,line,column,")
    code, out, err = vet("claims", "calm.md", "gone.md", "--format", "json")
    assert code == 2 and "gone.md: no such file" in err
    assert [document["path"] for document in json.loads(out)["documents"]] == ["calm.md"]


# --- what a run must not do


def test_a_run_never_touches_the_network(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was tried")

    draft("flat.md", f"{FLAT}\nSee https://vessen.example/report and [this](http://orm.example).\n")
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert vet("check", "flat.md")[0] == 1
    assert vet("claims", "flat.md", "--format", "json")[0] == 0


def test_a_warm_check_imports_nothing_heavy() -> None:
    draft("flat.txt")
    run("check", "flat.txt")
    ended = python(
        "import sys, vetter.cli; vetter.cli.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)",
        "check",
        "flat.txt",
    )
    loaded = set(ended.stderr.decode().split())
    assert "vetter.lint" in loaded
    heavy = {
        "lark",
        "yaml",
        "dataclasses",
        "pathlib",
        "inspect",
        "logging",
        "subprocess",
        "tempfile",
        "hashlib",
        "shutil",
        "vetter.baseline",
        "vetter.changes",
        "vetter.mend",
    }
    assert not heavy & loaded
    asked_by_few = ("actors", "dates", "figures", "glyphs", "labels", "listing", "rewording", "wording")
    assert not {f"vetter.{name}" for name in asked_by_few} & loaded


def test_the_examples_of_a_copy_of_the_shipped_rules_grammars_and_words_are_run(vet: Vet) -> None:
    root = Path(artefact.root())
    shutil.copytree(root / "rules" / "status", "status")
    shutil.copytree(root / "grammars", "grammars")
    for path in ("status", "grammars", "grammars/lexicon", "grammars/lexicon/vague.yml"):
        code, out, err = vet("test", path)
        assert (code, err) == (0, "") and not out.startswith("0 ")
    draft("grammars/lexicon/vague.yml", "classes: {lower: {words: [a]}}\n")
    assert vet("test", "grammars/lexicon")[0] == 2
