"""Input that is large, deep or broken is answered, in time and in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import vetter
from tests.timing import grows_no_faster
from vetter import cli, configfile, discover, formats, globs, lexicon, roster
from vetter.errors import VetterError
from vetter.source import Source


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(arguments) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


@pytest.mark.parametrize("pattern", ["*a" * 12 + "b", "[a-z]*" * 10 + "!", "[" * 50_000, "**/a*/" * 12 + "b"])
def test_no_pattern_is_slow(pattern: str) -> None:
    glob = globs.compile(pattern)
    assert not glob.expression.fullmatch("a" * 60 + ".md")
    assert not glob.expression.fullmatch("a/" * 60 + "x.md")


@pytest.mark.parametrize(("pattern", "fits", "fits_not"), [
    ("*a*ab", "aab xaab aaaab", "aba ab"),
    ("a/**/b*b/**/c", "a/bb/c a/x/bxb/y/c a/b/bb/c", "a/b/c a/bb/xc"),
    ("**/a*b/c", "ab/c x/acb/c ab/ab/c", "a/b/c"),
])  # fmt: skip
def test_a_star_takes_what_it_must(pattern: str, fits: str, fits_not: str) -> None:
    expression = globs.compile(pattern).expression
    assert all(expression.fullmatch(path) for path in fits.split())
    assert not any(expression.fullmatch(path) for path in fits_not.split())


def test_deep_folders(tmp_path: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    assert [str(found) for found in discover.find([str(tmp_path)], lambda path: False)]
    subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)
    configfile.forget()
    assert configfile.find("a/" * 1900 + "x.md") is None


def test_an_output_never_replaces_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "a.md"
    draft.write_text("A bridge fell.\n")
    told = refused(["check", "--no-config", "--output", str(draft), str(draft)], capsys)
    assert "one of the drafts" in told
    assert draft.read_text() == "A bridge fell.\n"


@pytest.mark.parametrize("jobs", ["²", "0", "9" * 5000])
def test_jobs(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--jobs" in refused(["check", "--jobs", jobs], capsys)


CONFIGURATIONS = {
    "a character beyond all characters": (".vetter.yml", 'packs: ["\\U00110000"]\n'),
    "a control character": (".vetter.yml", "level: info\npacks: [\x01]\n"),
    "a name of no letters": (".vetter.yml", 'self-names: [" "]\n'),
    "a name over two lines": (".vetter.yml", 'self-names: ["a\\nb"]\n'),
    "a tag": (".vetter.yml", "packs: !!python/object:os.system [core]\n"),
    "lists without end": ("pyproject.toml", "[tool.vetter]\na = " + "[" * 20_000 + "\n"),
    "a number without end": ("pyproject.toml", "[tool.vetter]\na = " + "9" * 5000 + "\n"),
    "tables without end": ("pyproject.toml", f"[tool.vetter{'.a' * 3000}]\n"),
    "a broken table": ("pyproject.toml", "[tool.vetter]\na = \n"),
}


@pytest.mark.parametrize("wrong", CONFIGURATIONS)
def test_a_configuration_with(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, text = CONFIGURATIONS[wrong]
    (tmp_path / name).write_text(text)
    (tmp_path / "a.md").write_text("A bridge fell.\n")
    told = refused(["check", str(tmp_path / "a.md")], capsys)
    assert name in told


def test_a_line_of_brackets_is_one_piece() -> None:
    text = "It fell " + "[" * 3000 + "x" + "]" * 3000
    assert formats.parse(Source("a.md", text)).prose == text


WORD_LISTS = {
    "verbs that are a list": b"verbs: [a]\n",
    "doubling that is a number": b"doubling: 3\n",
    "classes that are a list": b"classes: [X]\n",
    "a group that is a number": b"groups: {ZZ: 3}\n",
    "bytes that are no text": b"about: \xff\n",
    "a control character": b"about: \x01\n",
    "a date that is none": b"about: 2024-13-45\n",
    "lists in lists": b"about: " + b"[" * 3000 + b"\n",
    "too few forms": b"verbs: {go: [goes]}\n",
    "facts that are a word": b"classes: {ZZ: {facts: some, words: [zorp]}}\n",
    "a fact that holds itself": b"classes: {ZZ: {facts: &a {b: *a}, words: [zorp]}}\n",
}


@pytest.mark.parametrize("wrong", WORD_LISTS)
def test_a_word_list_with(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_bytes(WORD_LISTS[wrong])
    with pytest.raises(VetterError, match=r"own\.yml"):
        lexicon.read([str(tmp_path / "own.yml")])


def test_a_verb_of_one_letter(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("classes: {ZZ: {forms: verb, words: [l]}}\n")
    assert "l" in lexicon.read([str(tmp_path / "own.yml")]).words


@pytest.mark.parametrize("arguments", ["check a.md", "check a.md none.md", "check --diff a.md", "check --nonsense"])
def test_a_closed_standard_error_changes_nothing_else(tmp_path: Path, arguments: str) -> None:
    (tmp_path / "a.md").write_text("The rebels shelled the depot on Monday, killing 14 people.\n")
    command = f"{sys.executable} -m vetter {arguments}"
    environment = {**os.environ, "PYTHONPATH": str(Path(vetter.__file__).parent.parent)}

    def ran(end: str) -> tuple[int, bytes]:
        done = subprocess.run(command + end, shell=True, cwd=tmp_path, env=environment, stdout=-1, check=False)
        return done.returncode, done.stdout

    assert ran(" 2>&-") == ran(" 2>/dev/null")


def test_closed_streams(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert "standard input is closed" in refused(["check", "--format", "json", "--no-config", "-"], capsys)
    monkeypatch.setattr(sys, "stdout", None)
    assert "standard output: is closed" in refused(["rules"], capsys)


def letters(number: int) -> str:
    return "".join("aeioudklmr"[int(digit)] for digit in f"{number:04}")


LONG: dict[str, Callable[[int], str]] = {
    "names a letter apart": lambda size: " ".join(
        f"They met Harbo{letters(at)}ev near Dunlo{letters(at * 7 % size)}by." for at in range(size)
    ),
    "comments on one line": lambda size: "The raid killed 14 people. <!-- vetter: ignore[VET102] --> " * size,
    "comments that are never ended": lambda size: (
        "<!-- vetter: off[VET102] -- old -->\nThe raid killed 14 people.\n\n" * size
    ),
    "items with addresses": lambda size: "".join(
        f"- 10.{at % 256}.{at // 256}.7 called evil{at}.example.com and https://bad{at}.example.com/x\n"
        for at in range(size)
    ),
}


@pytest.mark.parametrize("of", LONG)
def test_time_grows_no_faster_than_a_draft(of: str) -> None:
    assert grows_no_faster(lambda size: vetter.check(LONG[of](size), name="draft.md"), 150, 16)


SOURCES: dict[str, Callable[[int], str]] = {
    "governors": lambda size: " ".join(
        f"Governor Oda Lin{letters(at)} said that the raid killed {at} people. Lin{letters(at)} denied it."
        for at in range(size)
    ),
    "agencies": lambda size: " ".join(f"The Federal Agency of Th{letters(at)} said it left." for at in range(size)),
}


@pytest.mark.parametrize("of", SOURCES)
def test_time_grows_no_faster_than_the_sources(of: str) -> None:
    assert grows_no_faster(lambda size: roster.of(vetter.read(SOURCES[of](size), name="draft.md")), 150, 16)


def test_time_grows_no_faster_than_a_line_to_explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.md"

    def explain(size: int) -> None:
        path.write_text("The raid killed 14 people near Osterberg. " * size)
        assert cli.main(["explain", f"{path}:1", "--no-config"]) == 0
        capsys.readouterr()

    assert grows_no_faster(explain, 25, 16)
