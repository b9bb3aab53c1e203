"""A draft held against its sources and against its earlier version, through the command."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Vet

NOTES = (
    "Residents said the bridge at Karrow was mined. Herdsmen counted 11 lost sheep on 13 May.\n\n"
    "The governor said “we have no plan to leave the valley” on Monday. The northern fence may hold.\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("src/notes.md", NOTES)
    return tmp_path


def write(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def compared(vet: Vet, *arguments: str) -> list[dict[str, Any]]:
    printed = vet("compare", *arguments, "--no-config", "--format", "json")[1]
    findings: list[dict[str, Any]] = json.loads(printed)["findings"]
    return findings


@pytest.mark.parametrize(
    "said, rule, marked, there",
    [
        ("The bridge at Karrow was mined.", "VET614", "The bridge at Karrow was mined.", "Residents said"),
        ("Herdsmen counted 14 lost sheep on 13 May.", "VET616", "14", "Herdsmen counted 11"),
        ("The northern fence will hold.", "VET615", "The northern fence will hold.", "The northern fence may"),
        (
            "The governor said “we have no plans to ever leave the valley” on Monday.",
            "VET704",
            "“we have no plans to ever leave the valley”",
            "“we have no plan to leave the valley",
        ),
    ],
)
def test_what_goes_beyond_a_source_is_shown_with_it(vet: Vet, said: str, rule: str, marked: str, there: str) -> None:
    draft = write("draft.md", f"{said} Snow fell at Tarvik in the night.\n")
    (finding,) = (each for each in compared(vet, draft, "--sources", "src") if each["rule"] == rule)
    assert finding["text"] == marked
    (related,) = finding["related"]
    assert related["path"] == "src/notes.md"
    assert related["text"] == NOTES[related["start"] : related["end"]]
    assert there in related["text"] or NOTES[related["start"] - 1 :].startswith(there)


@pytest.mark.parametrize(
    "said",
    [
        "Residents said the bridge at Karrow was mined.",
        "Herdsmen counted eleven lost sheep on 13 May.",
        "The northern fence may hold.",
        "The governor said “we have no plan to leave ... the valley” on Monday.",
    ],
)
def test_what_a_source_says_is_left_alone(vet: Vet, said: str) -> None:
    assert not compared(vet, write("draft.md", f"{said}\n"), "--sources", "src/notes.md")


def test_a_sentence_that_cites_a_file_is_held_against_that_file(vet: Vet) -> None:
    write("src/other.md", "Herdsmen counted 14 lost sheep on 13 May.\n")
    tied = "Herdsmen counted 14 lost sheep on 13 May ([notes](src/notes.md)).\n"
    assert [each["rule"] for each in compared(vet, write("draft.md", tied), "--sources", "src")] == ["VET616"]
    free = "Herdsmen counted 14 lost sheep on 13 May.\n"
    assert not compared(vet, write("draft.md", free), "--sources", "src")


def test_claims_without_a_source_are_counted_and_listed_but_not_flagged(vet: Vet) -> None:
    draft = write("draft.md", "The mayor of Pellin opened a new quarry near Tarvik. The bridge at Karrow was mined.\n")
    code, out, _ = vet("compare", draft, "--sources", "src", "--no-config", "--untraced", "--ignore", "VET614")
    assert code == 0
    assert "draft.md: note: 1 of 2 claims found in none of the sources\n" in out
    assert "draft.md:1:1: untraced: The mayor of Pellin opened a new quarry near Tarvik.\n" in out


def test_mistakes_are_told_in_a_line_and_the_other_sources_are_used(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    Path("src/scan.md").write_bytes(b"\xff\xfe\xfa")
    code, out, err = vet("compare", draft, "--sources", "src", draft, "nowhere.md", "--no-config")
    assert code == 2
    assert "VET614" in out
    for line in ("draft.md: is the draft itself", "nowhere.md: no such file", "src/scan.md: "):
        assert any(each.startswith(line) for each in err.splitlines())


def test_a_draft_that_is_its_only_source_is_told_so(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    code, _, err = vet("compare", draft, "--sources", draft, "--no-config")
    assert (code, err.splitlines()) == (2, ["draft.md: is the draft itself; name the texts that it rests on"])


@pytest.mark.parametrize("sources", ["src", "src/notes.md"])
def test_a_source_is_never_written_over(vet: Vet, sources: str) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    code, _, err = vet("compare", draft, "--sources", sources, "--no-config", "--output", "src/notes.md")
    assert (code, Path("src/notes.md").read_text(encoding="utf-8")) == (2, NOTES)
    assert "src/notes.md" in err


def test_a_revision_without_a_name_is_refused(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    subprocess.run(["git", "init", "-q"], check=True, capture_output=True)
    code, out, err = vet("compare", draft, "--git", "", "--no-config")
    assert (code, out) == (2, "")
    assert "git knows no revision ''" in err


def test_a_draft_that_lies_among_its_sources_is_not_one_of_them(vet: Vet) -> None:
    draft = write("src/draft.md", "The bridge at Karrow was mined.\n")
    assert [each["rule"] for each in compared(vet, draft, "--sources", "src")] == ["VET614"]
    assert vet("compare", draft, "--sources", "src", "--no-config")[2] == ""


def test_a_source_in_another_language_is_noted(vet: Vet) -> None:
    german = (
        "Der Bürgermeister hat die Brücke und den Fluss nicht gesehen, und das Wetter ist nicht gut für das Fest. " * 3
    )
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    _, out, _ = vet("compare", draft, "--sources", write("fremd.md", german), "src", "--no-config")
    assert "fremd.md is not in English" in out


@pytest.mark.parametrize(
    "arguments, said",
    [
        ((), "say against what"),
        (("--sources", "src", "--git", "HEAD"), "say against what"),
        (("--revision",), "takes OLD NEW --revision, two files, and 1 file is named"),
        (("more.md", "most.md", "--revision"), "takes OLD NEW --revision, two files, and 3 files are named"),
    ],
)
def test_what_is_asked_must_be_clear(vet: Vet, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = vet("compare", write("draft.md", "Snow fell.\n"), *arguments)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    "before, after, rule",
    [
        ("The fleet may reach Pellin.", "The fleet will reach Pellin.", "VET618"),
        ("The governor claimed that rebels burned nine barges.", "Rebels burned nine barges.", "VET619"),
        ("Herdsmen counted 11 lost sheep.", "Herdsmen counted 14 lost sheep.", "VET620"),
    ],
)
def test_what_changed_in_editing_is_told_on_the_new_version(vet: Vet, before: str, after: str, rule: str) -> None:
    old, new = write("old.md", f"{before} Snow fell.\n"), write("new.md", f"{after} Snow fell.\n")
    (finding,) = compared(vet, old, new, "--revision")
    assert (finding["rule"], finding["path"], finding["related"][0]["path"]) == (rule, "new.md", "old.md")
    table = vet("compare", old, new, "--revision", "--no-config", "--format", "table")[1]
    assert rule in table
    assert "what changed" in table


def test_nothing_changed_is_told_in_a_word(vet: Vet) -> None:
    old = write("old.md", "The fleet may reach Pellin.\n")
    code, out, _ = vet("compare", old, write("new.md", "The fleet may reach Pellin.\n"), "--revision", "--no-config")
    assert code == 0
    assert "no changes: old.md says the same, letter for letter" in out


def test_the_earlier_version_may_be_gits(vet: Vet) -> None:
    draft = write("draft.md", "The fleet may reach Pellin.\n")
    for command in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "one"),
    ):
        subprocess.run(["git", *command], check=True, capture_output=True)
    write("draft.md", "The fleet will reach Pellin.\n")
    (finding,) = compared(vet, draft, "--git", "HEAD")
    assert (finding["rule"], finding["related"][0]["path"]) == ("VET618", "HEAD:draft.md")
    code, _, err = vet("compare", draft, "--git", "nowhere", "--no-config")
    assert (code, err.strip()) == (2, "--git: git knows no revision 'nowhere'; name a branch, tag or commit")


def test_a_comment_that_cannot_be_read_is_told_as_in_a_check(vet: Vet) -> None:
    write("draft.md", "The northern fence will hold.\n\n<!-- vetter: ignore-nxt VET615 -->\n\nThe valley is quiet.\n")
    code, _, told = vet("compare", "draft.md", "--sources", "src", "--no-config")
    assert code == 2
    assert told.startswith("draft.md:3: suppression comment: cannot read")


def test_what_a_comment_silences_is_not_counted_as_below_the_level(vet: Vet) -> None:
    said = "Herdsmen counted 14 lost sheep on 13 May."
    write("old.md", said.replace("14", "11"))
    asked = ("compare", "old.md", write("new.md", said), "--revision", "--no-config", "--level", "error")
    assert "1 below the level shown" in vet(*asked)[1]
    write("new.md", f"<!-- vetter: ignore[VET620] -- a recount -->\n\n{said}\n")
    assert "below the level shown" not in vet(*asked)[1]
