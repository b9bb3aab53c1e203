"""A report in several formats at once: each whole and the same as alone, or not at all, and nothing written over."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Vet
from vetter import cli, lint, outputs, streams
from vetter.outputs import Look, Tally
from vetter.report import Report
from vetter.source import Source

FLAT = "The rebels shelled the depot on Monday, killing 14 people.\n"


@pytest.fixture(autouse=True)
def _drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md", "c.md"):
        Path(name).write_text(FLAT)


def content(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_each_format_is_what_it_is_alone(vet: Vet) -> None:
    files = [f"{output}.out" for output in outputs.OUTPUTS]
    words = [word for output in outputs.OUTPUTS for word in ("--format", f"{output}={output}.out")]
    assert vet("check", *words, "a.md", "b.md", "c.md", "nowhere.md")[:2] == (2, "")
    for output, file in zip(outputs.OUTPUTS, files, strict=True):
        code, out, _ = vet("check", "--format", output, "a.md", "b.md", "c.md", "nowhere.md")
        assert (code, out) == (2, content(file))
    assert sorted(os.listdir()) == sorted(["a.md", "b.md", "c.md", *files])


def test_one_of_them_may_go_to_standard_output_or_where_output_says(vet: Vet) -> None:
    text, sarif = vet("check", "a.md")[1], vet("check", "--format", "sarif", "a.md")[1]
    code, out, err = vet("check", "--format", "text", "--format", "sarif=out.sarif", "--format", "junit=j.xml", "a.md")
    assert (code, out, err) == (1, text, "") and content("out.sarif") == sarif
    assert vet("check", "--format=sarif=x.sarif", "--format", "text", "--output", "x.txt", "a.md") == (1, "", "")
    assert (content("x.txt"), content("x.sarif")) == (text, sarif)
    assert vet("check", "--format", "json=a=b.json", "a.md")[1] == "" and json.loads(content("a=b.json"))


def test_counts_and_comparisons_can_be_told_in_several_ways_too(vet: Vet) -> None:
    counts = vet("check", "--statistics", "a.md")[1]
    assert vet("check", "--statistics", "--format", "text", "--format", "json=n.json", "a.md")[1] == counts
    assert json.loads(content("n.json"))["schema"] == "vetter/statistics/1"
    Path("old.md").write_text("The rebels may have shelled the depot on Monday, killing 14 people.\n")
    table = vet("compare", "old.md", "a.md", "--revision", "--format", "table")[1]
    more = ("--format", "table", "--format", "json=changes.json", "--format", "rdjson=changes.rdjson")
    assert vet("compare", "old.md", "a.md", "--revision", *more)[1] == table
    (finding,) = json.loads(content("changes.json"))["findings"]
    assert finding["related"][0]["path"] == "old.md" and json.loads(content("changes.rdjson"))["diagnostics"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--format text --format json",
         "--format: text, json cannot go to standard output together; give all but one a file of their own: "
         "--format json=FILE"),
        ("--format json --format json", "--format: json, json cannot go to standard output together; "),
        ("--format text --format json --output x", "--format: text, json cannot go to x together; "),
        ("--format json=x --output y", "--output: every --format names its own file; leave this one out"),
        ("--format json=x --format sarif=./x", "--format: x would hold two formats; name a file for each"),
        ("--format text --format sarif=x --output x", "--output: x would hold two formats; name a file for each"),
        ("--format json=", "--format: json= names no file; write json=FILE, or json alone"),
        ("--format prose=x", "vetter check: argument --format: invalid choice: 'prose=x' "),
        ("--format json=a.md", "--format: a.md is one of the drafts; name another file"),
        ("--format text --output link.md", "--output: link.md is one of the drafts; name another file"),
        ("--format json=known.json", "--format: known.json is a baseline; name another file"),
        ("--format json=.vetter.yml", "--format: .vetter.yml is a configuration; name another file"),
        ("--config own.yml --format json=own.yml", "--format: own.yml is the configuration; name another file"),
        ("--baseline k.json --format json=./k.json", "--format: ./k.json is the baseline; name another file"),
        ("--format json=no/folder/x", "--format: no/folder/x cannot be written: "),
        ("--format json=x --format sarif=no/folder/x", "--format: no/folder/x cannot be written: "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("paths", [["a.md", "b.md"], ["."]])
def test_what_cannot_be_is_told_in_a_line_and_nothing_is_written(
    vet: Vet, words: str, told: str, paths: list[str]
) -> None:
    assert vet("baseline", "--output", "known.json", "b.md")[0] == 0
    Path("link.md").symlink_to("a.md")
    for name in (".vetter.yml", "own.yml"):
        Path(name).write_text("packs: [core]\n")
    Path("k.json").write_text(content("known.json"))
    before = {name: content(name) for name in os.listdir()}
    code, _, err = vet("check", *words.split(), *paths)
    assert code == 2 and err.startswith(told) and err.count("\n") == 1
    assert {name: content(name) for name in os.listdir()} == before


def test_a_comparison_adds_to_the_job_summary_too(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old.md").write_text("The rebels may have shelled the depot on Monday, killing 14 people.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    for more in (("--format", "github"), ("--format", "text", "--format", "github=g.txt")):
        vet("compare", "old.md", "a.md", "--revision", *more)
    assert content("summary.md").count("### vetter: 1 finding (") == 2 and content("g.txt").startswith("::")


def test_comparing_writes_over_neither_draft_nor_source(vet: Vet) -> None:
    Path("sources").mkdir()
    Path("sources/notes.txt").write_text(FLAT)
    for file in ("a.md", "sources/notes.txt"):
        code, _, err = vet("compare", "a.md", "--sources", "sources", "--format", f"json={file}")
        assert (code, err) == (2, f"--format: {file} is one of the drafts; name another file\n")
        assert content(file) == FLAT


@pytest.mark.parametrize("command", ["claims", "sources"])
@pytest.mark.parametrize("path", ["a.md", "."])
def test_what_is_understood_is_not_written_over_a_draft(vet: Vet, command: str, path: str) -> None:
    code, _, err = vet(command, path, "--output", "a.md")
    assert (code, err) == (2, "--output: a.md is one of the drafts; name another file\n")
    assert content("a.md") == FLAT


def test_the_ledger_is_not_written_over_a_baseline(vet: Vet) -> None:
    vet("baseline", "--output", "known.json", "b.md")
    before = content("known.json")
    code, _, err = vet("claims", "a.md", "--format", "json", "--output", "known.json")
    assert (code, err) == (2, "--output: known.json is a baseline; name another file\n")
    assert content("known.json") == before
    assert vet("baseline", "--output", "known.json", "a.md")[0] == 0 and content("known.json") != before


def test_when_a_run_breaks_off_every_file_is_as_it_was(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["check", "--format", "json=x.json", "--format", "sarif=x.sarif", "a.md", "b.md", "c.md"]
    Path("x.json").write_text("before")
    checked = lint.check

    def breaks(source: Source, *more: object) -> Report:
        return checked(source, *more) if source.name == "a.md" else 1 / 0  # type: ignore[arg-type, return-value]

    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(lint, "check", breaks)
        cli.main(words)
    assert content("x.json") == "before"
    assert sorted(os.listdir()) == ["a.md", "b.md", "c.md", "x.json"]
    assert vet(*words)[0] == 1
    assert json.loads(content("x.json")) and json.loads(content("x.sarif"))


def test_a_full_disk_is_told_with_the_file_and_leaves_the_others_as_they_were(vet: Vet) -> None:
    many = "".join(f"The rebels shelled depot {number} on Monday, killing 14 people.\n\n" for number in range(300))
    Path("long.md").write_text(many)
    code, _, err = vet("check", "--format", "json=x.json", "--format", "text=/dev/full", "long.md")
    assert code == 2 and err.startswith("--format: /dev/full cannot be written: ") and err.count("\n") == 1
    assert not os.path.exists("x.json")


def test_no_more_than_one_draft_is_held_however_many_formats_there_are() -> None:
    held: list[int] = []
    drawn = 0

    def made() -> Iterator[Report]:
        nonlocal drawn
        for _ in range(20):
            drawn += 1
            yield Report(Source("a.md", FLAT))

    def writer(reports: Tally, look: Look) -> Iterator[str]:
        for done, _ in enumerate(reports):
            held.append(drawn - done)
            yield "x"
            yield "y"

    ways = [streams.Way(writer, Look(), f"{number}.out", "--format") for number in range(4)]
    tally = streams.tell(made(), ways, {})
    assert tally.files == 20 and len(held) == 80 and max(held) <= 2
    assert {content(f"{number}.out") for number in range(4)} == {"xy" * 20}


def test_fixes_are_told_in_every_format_asked_for(vet: Vet) -> None:
    Path("h.md").write_text("They may possibly attack.\n")
    code, out, err = vet("check", "--fix", "h.md", "--format", "json=x.json", "--format", "text")
    assert code == 0 and "1 fixed" in out and content("h.md") == "They may attack.\n"
    assert json.loads(content("x.json"))["findings"] == [] and err == ""
