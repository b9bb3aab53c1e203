"""A draft held against its sources and against its earlier version, through the command."""

from __future__ import annotations

import io
import json
import os
import subprocess
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from tests.conftest import Vet
from tests.timing import grows_no_faster
from vetter import comparison, lint, outputs, runs
from vetter.config import Settings
from vetter.rules import needs_others
from vetter.source import Source

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


# --- many drafts, and what cannot be used


def git(*arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def committed() -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")


def test_many_drafts_are_held_against_the_same_sources(vet: Vet) -> None:
    one = write("desk/one.md", "The bridge at Karrow was mined.\n")
    two = write("desk/two.md", "Herdsmen counted 14 lost sheep on 13 May.\n")
    found = [(each["path"], each["rule"]) for each in compared(vet, "desk", "--sources", "src")]
    assert found == [(one, "VET614"), (two, "VET616")]
    assert compared(vet, one, two, "--sources", "src") == compared(vet, "desk/*.md", "--sources", "src")
    empty = write("empty.md", "Snow fell.\n")
    assert len(compared(vet, "desk", "--sources", "src", "--sources", empty)) == len(found)


def test_each_draft_of_a_folder_is_held_against_what_git_has_of_it(vet: Vet) -> None:
    write("desk/one.md", "The fleet may reach Pellin.\n")
    write("desk/two.md", "Herdsmen counted 11 lost sheep near Karrow.\n")
    committed()
    write("desk/one.md", "The fleet will reach Pellin.\n")
    write("desk/two.md", "Herdsmen counted 14 lost sheep near Karrow.\n")
    write("desk/three.md", "Snow fell.\n")
    code, out, err = vet("compare", "desk", "--git", "HEAD", "--no-config")
    assert (code, err) == (1, "")
    assert "VET618" in out and "VET620" in out
    assert "desk/three.md: note: new since HEAD: there is nothing to hold it against" in out
    assert "in 2 files" in out
    code, _, err = vet("compare", "desk/three.md", "--git", "HEAD", "--no-config")
    assert (code, err.count("\n")) == (2, 1)
    assert "is not in revision HEAD; if it had another name" in err


def test_a_renamed_draft_is_held_against_what_it_was_called(vet: Vet) -> None:
    text = "The fleet may reach Pellin.\n\n" + "Snow fell at Tarvik in the night and stayed.\n" * 5
    write("old.md", f"{text}\n")
    committed()
    git("mv", "old.md", "new.md")
    write("new.md", text.replace("may", "will") + "\n")
    (finding,) = compared(vet, "new.md", "--git", "HEAD")
    assert (finding["rule"], finding["related"][0]["path"]) == ("VET618", "HEAD:old.md")


def test_standard_input_is_a_draft(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    def given(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    given("The bridge at Karrow was mined.\n")
    (finding,) = compared(vet, "-", "--sources", "src")
    assert (finding["rule"], finding["path"]) == ("VET614", "<stdin>")
    write("draft.md", "The fleet may reach Pellin.\n")
    committed()
    given("The fleet will reach Pellin.\n")
    (finding,) = compared(vet, "-", "--stdin-filename", "draft.md", "--git", "HEAD")
    assert (finding["rule"], finding["path"]) == ("VET618", "draft.md")
    code, _, err = vet("compare", "-", "--git", "HEAD", "--no-config")
    assert (code, err) == (2, "--git: standard input has no earlier version; name it with --stdin-filename\n")


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--sources", "src", "draft.md"), "DRAFT is missing; all that follows --sources is a source"),
        (("--git", "HEAD"), "DRAFT is missing"),
        (("--revision",), "OLD NEW is missing"),
        (("draft.md", "./draft.md", "--revision"), "./draft.md: is the earlier version and the draft in one"),
        (("none.md", "draft.md", "--revision"), "none.md: this file cannot be read: No such file"),
        (("draft.md", "--git", "HEAD"), "--git: draft.md is not in a git repository; compare two files"),
        (("draft.md", "--git", "HEAD", "--untraced"), "--untraced: goes with --sources only; leave it out"),
        (("draft.md", "--sources", "src", "--pack", "iws"), "did you mean 'isw'?"),
        (("draft.md", "--sources", "scan.pdf"), "scan.pdf: no format reads '.pdf' files; vetter reads .md"),
        (("scan.pdf", "--sources", "src"), "scan.pdf: no format reads '.pdf' files; vetter reads .md"),
        (("draft.md", "--sources", "nothing"), "nothing: no sources in this folder"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_remedy(vet: Vet, arguments: tuple[str, ...], said: str) -> None:
    write("draft.md", "Snow fell.\n")
    Path("scan.pdf").write_bytes(b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n")
    Path("nothing").mkdir()
    code, _, err = vet("compare", *arguments)
    assert (code, err.count("\n")) == (2, 1)
    assert said in err


def test_without_git_the_option_asked_for_is_named(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    write("draft.md", "Snow fell.\n")
    committed()
    monkeypatch.setenv("PATH", "")
    code, _, err = vet("compare", "draft.md", "--git", "HEAD", "--no-config")
    assert (code, err) == (2, "--git: needs git, which is not installed; leave the option out\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PATIENCE", 0.01)
    write("draft.md", "Snow fell.\n")
    os.mkfifo("pipe")
    for arguments in (
        ("compare", "draft.md", "--sources", "pipe"),
        ("compare", "pipe", "--sources", "src"),
        ("check", "pipe"),
    ):
        code, _, err = vet(*arguments, "--no-config")
        assert (code, err) == (2, "pipe: a pipe that nobody writes to; name a file, or send the draft to -\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_that_is_written_to_is_read_to_its_end(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PATIENCE", 0.01)
    os.mkfifo("pipe")
    command = ["sh", "-c", "exec 3>pipe; sleep 0.3; echo 'The bridge at Karrow was mined.' >&3"]
    with subprocess.Popen(command):
        time.sleep(0.1)
        assert [each["rule"] for each in compared(vet, "pipe", "--sources", "src")] == ["VET614"]


def test_what_no_format_reads_in_a_folder_is_named(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    for name in ("scan.pdf", "photo.png", "deep/list.csv"):
        write(f"src/{name}", "x")
    out = vet("compare", draft, "--sources", "src", "--no-config")[1]
    assert "left out, as no format reads files of such names: src/deep/list.csv, src/photo.png, src/scan.pdf" in out
    for number in range(9):
        write(f"src/{number}.png", "x")
    assert "src/2.png, src/3.png, src/4.png and 7 more" in vet("compare", draft, "--sources", "src", "--no-config")[1]


# --- what could not be compared is no success


def test_an_empty_source_is_noted_and_without_another_nothing_was_compared(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    write("blank.md", "")
    code, out, err = vet("compare", draft, "--sources", "blank.md", "--no-config")
    assert (code, err) == (2, "draft.md: there is no source to hold it against; name one\n")
    assert "draft.md: note: nothing stands in blank.md: left out" in out
    assert "All clear" not in out
    code, out, err = vet("compare", draft, "--sources", "blank.md", "src", "--no-config")
    assert (code, err) == (1, "") and "nothing stands in blank.md" in out


def test_an_empty_draft_is_noted(vet: Vet) -> None:
    code, out, _ = vet("compare", write("draft.md", ""), "--sources", "src", "--no-config")
    assert code == 0 and "draft.md: note: nothing stands in this draft" in out
    assert "Nothing could be compared" in out


def test_texts_that_share_no_claim_are_not_all_clear(vet: Vet) -> None:
    draft = write("draft.md", "The mayor of Pellin opened a new quarry near Tarvik.\n")
    code, out, _ = vet("compare", draft, "--sources", "src", "--no-config")
    assert code == 0 and "1 of 1 claim found in none of the sources" in out
    assert "Nothing could be compared: 1 file, 1 claim." in out
    out = vet("compare", "src/notes.md", draft, "--revision", "--no-config")[1]
    assert "no claim stands in src/notes.md too; are these two versions of one draft?" in out
    assert "All clear" not in out
    write(
        "draft.md",
        "The mayor of Pellin opened a new quarry near Tarvik. Residents said the bridge at Karrow was mined.\n",
    )
    out = vet("compare", draft, "--sources", "src", "--no-config")[1]
    assert "All clear: 1 file, 2 claims, of which 1 could be compared." in out


def test_rules_that_cannot_compare_are_told(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    code, out, _ = vet("compare", draft, "--sources", "src", "--select", "VET601", "--no-config")
    assert code == 0
    able = "VET614, VET615, VET616, VET623, VET624, VET625, VET704"
    assert f"of the rules chosen none can compare these, as these can: {able}" in out
    assert "All clear" not in out
    old = write("old.md", "The bridge at Karrow was blown up.\n")
    out = vet("compare", old, draft, "--revision", "--select", "VET614", "--no-config")[1]
    assert "as these can: VET618, VET619, VET620, VET626, VET627, VET628, VET629" in out


@pytest.mark.parametrize("pack", [pack.name for pack in lint.rulebook().packs])
def test_every_pack_that_ships_holds_the_rules_that_compare(vet: Vet, pack: str) -> None:
    draft = write("draft.md", "The northern fence will hold.\n")
    assert [each["rule"] for each in compared(vet, draft, "--sources", "src", "--pack", pack)] == ["VET615"]
    assert "in none of the packs" not in vet("compare", draft, "--sources", "src", "--pack", pack, "--no-config")[1]


def test_what_a_pack_of_ones_own_leaves_out_is_told(vet: Vet) -> None:
    draft = write("draft.md", "The northern fence will hold.\n")
    write("house/packs/desk.yml", "title: Desk\nabout: Ours.\nrules: [VET614, VET616]\n")
    write(".vetter.yml", "rules: house\npacks: [desk]\n")
    out = vet("compare", draft, "--sources", "src")[1]
    assert (
        "in none of the packs that are on, and so off: VET615, VET623, VET624, VET625, VET704; --select turns them on"
        in out
    )


# --- what an edit did


CHANGED = [
    ("A blogger said that rebels burned nine barges near Vessen. We could not verify this claim.",
     "A blogger said that rebels burned nine barges near Vessen.", "VET619", "that it could not be confirmed is gone"),
    ("A blogger claimed that rebels burned nine barges near Vessen. We could not verify this claim.",
     "A blogger claimed that rebels burned nine barges near Vessen.", "VET619", "not be confirmed is gone"),
    ("The general called it “extremely challenging”.", "The general called it “extremely difficult”.",
     "VET627", "“challenging” before, “difficult” now"),
    ("“We will stay,” the governor said.", "“We will not stay,” the governor said.", "VET627", "“–” before, “not” now"),
    ("The governor said that rebels burned nine barges.", "The governor confirmed that rebels burned nine barges.",
     "VET619", "“said” before, “confirmed” now"),
    ("The governor said that rebels burned nine barges.", "The harbour master said that rebels burned nine barges.",
     "VET619", "the governor before, the harbour master now"),
    ("The bridge lies 12 miles from Karrow.", "The bridge lies 7 miles from Karrow.", "VET620",
     "“12 miles” before, “7 miles” now"),
    ("Rebels burned 12 barges and 7 mills.", "Rebels burned 9 mills and 12 barges.", "VET620", "“7” before, “9” now"),
    ("The fleet has reached Pellin.", "The fleet has not reached Pellin.", "VET626", "“not” now"),
    ("The fleet will likely reach Pellin.", "The fleet may reach Pellin.", "VET628", "“likely” before, “may” now"),
]  # fmt: skip


@pytest.mark.parametrize("before, after, rule, reason", CHANGED)
def test_every_change_says_what_was_and_what_is(vet: Vet, before: str, after: str, rule: str, reason: str) -> None:
    old, new = write("old.md", f"Snow fell.\n\n{before}\n"), write("new.md", f"{after}\n\nSnow fell.\n")
    (finding,) = compared(vet, old, new, "--revision")
    assert finding["rule"] == rule
    assert reason in finding["message"]
    assert "()" not in finding["message"] and "there" not in finding["message"]
    assert finding["related"][0]["path"] == "old.md"


def test_figures_that_move_up_are_told_place_by_place(vet: Vet) -> None:
    old = write("old.md", "The bridge lies 7 miles from Karrow and 12 miles from Hathe.\n")
    new = write("new.md", "The bridge lies 12 miles from Karrow and 9 miles from Hathe.\n")
    told = [each["message"] for each in compared(vet, old, new, "--revision")]
    assert ["“7 miles” before, “12 miles” now" in told[0], "“12 miles” before, “9 miles” now" in told[1]] == [
        True,
        True,
    ]


def test_a_source_lost_where_a_figure_changed_too_is_told_with_it(vet: Vet) -> None:
    old = write("old.md", "According to the ISW, 12 ships sank near Pellin.\n")
    new = write("new.md", "14 ships sank near Pellin.\n")
    assert [each["rule"] for each in compared(vet, old, new, "--revision")] == ["VET619", "VET620"]


TABLE = """\
# Losses rose to {0} barges

| Town | Barges | Seen on |
|---|---|---|
| Vessen | {1} | 3 May |
| Pellin | 7 | {2} |
"""


def test_figures_in_headings_and_tables_are_compared(vet: Vet) -> None:
    old = write("old.md", TABLE.format(12, 12, "4 May"))
    new = write("new.md", TABLE.format(14, 13, "5 May"))
    found = [(each["rule"], each["line"], each["text"]) for each in compared(vet, old, new, "--revision")]
    assert found == [("VET620", 1, "14"), ("VET620", 5, "13"), ("VET620", 6, "5 May")]


def test_a_row_put_before_others_changes_none_of_their_figures(vet: Vet) -> None:
    old = TABLE.format(12, 12, "4 May")
    new = old.replace("| Vessen", "| Karrow | 3 | 2 May |\n| Vessen")
    assert not compared(vet, write("old.md", old), write("new.md", new), "--revision")


WORDS = st.sampled_from(
    ["The fleet may reach Pellin.", "Residents said that the mill burned.", "Herdsmen counted 11 sheep near Karrow.",
     "“We will stay,” he said.", "It could not be verified.", "The pass is not open.", "| Vessen | 12 |", "# Towns", ""]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_a_text_has_not_changed_since_itself(lines: list[str]) -> None:
    text = Source("draft.md", "\n\n".join(lines))
    before = lint.read(text._replace(name="old.md"), Settings())
    report, _ = lint.compare(text, Settings(), (before,), comparison.EARLIER)
    assert report.findings == ()


def test_a_lost_attribution_fails_a_run_and_a_new_figure_does_not(vet: Vet) -> None:
    old = write("old.md", "The governor claimed that rebels burned 11 barges.\n")
    assert vet("compare", old, write("new.md", "Rebels burned 11 barges.\n"), "--revision", "--no-config")[0] == 1
    new = write("new.md", "The governor claimed that rebels burned 14 barges.\n")
    assert vet("compare", old, new, "--revision", "--no-config")[0] == 0
    assert vet("compare", old, new, "--revision", "--no-config", "--fail-on", "info")[0] == 1
    write(".vetter.yml", "severities: {figure-changed-in-revision: error}\n")
    assert vet("compare", old, new, "--revision")[0] == 1


# --- the table


def test_the_table_shows_both_texts_whole_with_what_changed(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    place = "near the old customs house on the northern bank of the river below the town of Vessen"
    old = write("old.md", f"The governor claimed that rebels burned {place} 11 barges.\n")
    new = write("new.md", f"Rebels burned {place} 14 barges.\n")
    out = vet("compare", old, new, "--revision", "--no-config")[1]
    head, *rows = out.split("\n\n")
    assert head.split("\n")[1].split() == "line earlier version this version what changed".split()
    cells = [" ".join(line[at : at + 31].strip() for line in rows[0].splitlines()) for at in (6, 37, 68)]
    assert cells[0].startswith("The governor claimed that rebels") and cells[0].rstrip(" :").find("11 barges.") > 0
    assert "14 barges." in cells[1]
    assert "no longer said by the governor" in cells[2] and "“11” before, “14” now" in cells[2]
    assert "…" not in out


def test_a_table_of_sources_says_where_each_stands(vet: Vet) -> None:
    draft = write("draft.md", "The northern fence will hold.\n")
    out = vet("compare", draft, "--sources", "src", "--no-config", "--format", "table")[1]
    assert out.splitlines()[1].split() == ["line", "source", "draft", "what", "differs"]
    assert "(src/notes.md:3)" in out and "earlier" not in out
    assert out.endswith("Found 1 finding (1 error) in 1 file.\n")


def test_help_says_what_is_printed(vet: Vet) -> None:
    _, out, _ = vet("compare", "--help")
    assert "default: text; with --revision and --git a table" in " ".join(out.split())


# --- excerpts


def test_the_words_that_matter_stay_in_view_and_are_marked(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    tail = "oil depots and a pumping station along the lower reaches of the river near Kyselivka and the road to Hathe"
    write(
        "src/notes.md",
        f"Geolocated footage taken from the hills shows that the northern brigade likely hit five {tail}.\n",
    )
    draft = write(
        "draft.md", f"Geolocated footage taken from the hills shows that the northern brigade hit seven {tail}.\n"
    )
    lines = vet("compare", draft, "--sources", "src", "--no-config", "--format", "text")[1].splitlines()
    marked = {
        line[sign.index("-") : sign.rindex("-") + 1]
        for line, sign in pairwise(lines)
        if "-" in sign and not sign.strip(" |-")
    }
    assert marked == {"likely", "five"}


# --- comments, baselines, explain


def test_a_comment_about_a_comparison_is_not_idle_in_a_check(vet: Vet) -> None:
    comment = "<!-- vetter: ignore[source-figure-mismatch] -- the hospital corrected it by phone -->"
    draft = write("draft.md", f"{comment}\nHerdsmen counted 14 lost sheep on 13 May.\n")
    code, out, _ = vet("compare", draft, "--sources", "src", "--no-config")
    assert code == 0 and "1 suppressed" in out
    assert (
        "the hospital corrected it by phone"
        in vet("compare", draft, "--sources", "src", "--no-config", "--show-suppressed")[1]
    )
    assert "VET909" not in vet.found(draft, "--no-config")


def test_a_baseline_holds_what_checks_and_comparisons_find(vet: Vet) -> None:
    draft = write(
        "draft.md", "Experts say the bridge at Karrow clearly is mined. Herdsmen counted 14 lost sheep on 13 May.\n"
    )
    held = ("compare", draft, "--sources", "src", "--no-config", "--baseline", "known.json")
    checked = ("check", draft, "--no-config", "--baseline", "known.json")
    assert vet("baseline", draft, "--no-config", "--output", "known.json")[0] == 0
    assert vet(*checked)[0] == 0 and vet(*held)[0] == 1
    assert vet("baseline", draft, "--sources", "src", "--no-config", "--output", "known.json")[0] == 0
    code, out, _ = vet(*held)
    assert code == 0 and "1 in the baseline" in out and "no longer found" not in out
    code, out, _ = vet(*checked)
    assert code == 0 and "no longer found" not in out
    vet("baseline", draft, "--no-config", "--output", "known.json")
    assert vet(*held)[0] == 0, "a check renews what checks find, and no more"


def test_explain_tells_what_a_line_was_held_against_in_other_texts(vet: Vet) -> None:
    draft = write("draft.md", "The northern fence will hold.\n")
    out = vet("explain", f"{draft}:1", "--sources", "src", "--no-config")[1]
    assert 'the same, 1.00: src/notes.md:3:68 "The northern fence may hold."' in out
    assert "error VET615 source-certainty-upgrade" in out
    assert "VET618" not in out
    old = write("old.md", "The northern fence may hold.\n")
    out = vet("explain", f"{draft}:1", "--revision", old, "--no-config")[1]
    assert "held against (draft-earlier)" in out and "warning VET618" in out and "VET615" not in out
    committed()
    write("draft.md", "The northern fence may hold.\n")
    assert "HEAD:draft.md:1:1" in vet("explain", f"{draft}:1", "--git", "HEAD", "--no-config")[1]


def test_explain_says_that_some_rules_want_another_text(vet: Vet) -> None:
    draft = write("draft.md", "The northern fence will hold.\n")
    asked = "more rules ask for other texts: --sources PATH ..., --revision OLD or --git REV"
    able = sum(map(needs_others, lint.rulebook().rules))
    assert f"  {able} {asked}" in vet("explain", f"{draft}:1", "--no-config")[1]
    assert "VET615 source-certainty-upgrade" in vet("explain", f"{draft}:1", "--no-config", "--all")[1].split(asked)[1]
    code, _, err = vet("explain", f"{draft}:1", "--sources", "src", "--git", "HEAD", "--no-config")
    assert (code, err) == (2, "vetter explain: say against what in one way: --sources, --revision or --git\n")
    code, _, err = vet("explain", "VET615", "--git", "HEAD", "--no-config")
    assert (code, err) == (2, "vetter explain: --sources, --revision and --git are for FILE:LINE; leave them out\n")
    code, _, err = vet("explain", f"{draft}:1", "--sources", "nowhere.md", "--no-config")
    assert (code, err) == (2, "nowhere.md: no such file or folder; check the spelling\n")


# --- JSON


def told(vet: Vet, *arguments: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(vet("compare", *arguments, "--no-config", "--format", "json")[1])
    shapes = Path(outputs.__file__).parent.parent / "schemas"
    report, shape = (
        json.loads((shapes / f"{name}-1.json").read_text(encoding="utf-8")) for name in ("report", "comparison")
    )
    known = Registry().with_resource(report["$id"], Resource.from_contents(report))
    jsonschema.Draft202012Validator.check_schema(shape)
    jsonschema.Draft202012Validator(shape, registry=known).validate(value)
    return value


def test_json_holds_what_no_source_says(vet: Vet) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined. A quarry opened near Tarvik (notes.md).\n")
    (compared,) = told(vet, draft, "--sources", "src")["compared"]
    assert (compared["between"], compared["others"]) == ("draft-source", ["src/notes.md"])
    assert (compared["claims"], compared["found"], compared["gone"]) == (2, 1, [])
    (missing,) = compared["missing"]
    assert (missing["text"], missing["cited"]) == ("A quarry opened near Tarvik (notes.md).", ["src/notes.md"])
    out = vet("compare", draft, "--sources", "src", "--no-config", "--untraced")[1]
    assert "draft.md:1:33: untraced: A quarry opened near Tarvik (notes.md). (cites src/notes.md)\n" in out
    (difference,) = compared["differences"]
    assert (difference["here"]["text"], difference["there"]["path"]) == (
        "The bridge at Karrow was mined.",
        "src/notes.md",
    )
    assert [each["rule"] for each in difference["what"]] == ["VET614"]


def test_json_holds_what_an_edit_changed_added_and_took_out(vet: Vet) -> None:
    old = write("old.md", "The fleet may reach Pellin. A ferry sank at Hathe in the spring.\n")
    new = write("new.md", "The fleet will reach Pellin. A quarry opened near Tarvik.\n")
    (compared,) = told(vet, old, new, "--revision")["compared"]
    assert [each["text"] for each in compared["missing"]] == ["A quarry opened near Tarvik."]
    assert [each["text"] for each in compared["gone"]] == ["A ferry sank at Hathe in the spring."]
    (difference,) = compared["differences"]
    assert (difference["there"]["text"], difference["here"]["text"]) == (
        "The fleet may reach Pellin.",
        "The fleet will reach Pellin.",
    )
    assert difference["what"][0]["reason"] == "“may” before, flat now"
    last = vet("compare", old, new, "--revision", "--no-config", "--format", "jsonl")[1].splitlines()[-1]
    assert json.loads(last)["compared"] == [compared]


def test_a_rule_of_ones_own_may_speak_of_what_is_new(vet: Vet) -> None:
    write(".vetter.yml", "rules: house\nselect: [VET9001]\n")
    write("house/new.yml", OWN)
    old = write("old.md", "The fleet may reach Pellin.\n")
    new = write("new.md", "A quarry opened near Tarvik.\n")
    printed = vet("compare", old, new, "--revision", "--format", "json")[1]
    (compared,) = json.loads(printed)["compared"]
    assert [each["there"] for each in compared["differences"]] == [None]
    assert "–" in vet("compare", old, new, "--revision")[1]


OWN = """\
id: VET9001
name: new-since
severity: info
over: pair
marks: claim
why: Whoever signs it wants to see it.
standard: [house style]
when:
  all:
    - between: draft-earlier
    - unsupported: true
message: This is new.
flags:
  - text: "[A quarry opened near Tarvik.]"
    source: The fleet may reach Pellin.
passes:
  - text: The fleet may reach Pellin.
    source: The fleet may reach Pellin.
mistaken-when: [never]
"""
LINES = st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_any_two_texts_can_be_compared(lines: list[str], others: list[str]) -> None:
    draft = Source("draft.md", "\n\n".join(lines))
    other = lint.read(Source("other.md", "\n\n".join(others)), Settings())
    for between in (comparison.SOURCES, comparison.EARLIER):
        report, _ = lint.compare(draft, Settings(), (other,), between)
        for finding in report.findings:
            assert 0 <= finding.start < finding.end <= len(draft.text)
            assert all(related.start < related.end <= len(related.text) for related in finding.related)


@pytest.mark.parametrize("name", outputs.COMPARISONS)
def test_every_format_tells_the_finding(vet: Vet, name: str) -> None:
    draft = write("draft.md", "The bridge at Karrow was mined.\n")
    code, out, err = vet("compare", draft, "--sources", "src", "--no-config", "--format", name)
    assert (code, err) == (1, "")
    assert "VET614" in out


# --- time


def report(paragraphs: int, word: str) -> str:
    towns = ("Karrow", "Hathe", "Vessen", "Pellin", "Dremmel", "Lornport", "Tarvik")
    told = "\n\n".join(
        f"Residents said that gunboats fired {at % 90} rockets at {towns[at % 7]}. "
        f"The garrison of {towns[at % 5]} {word} run out of cargo{at} by May.[^1] "
        f"The mayor said “we have no plan to shut ferry {at}”. “No,” he said."
        for at in range(paragraphs)
    )
    rows = "\n".join(f"| {towns[at % 7]} {at} | {at} | quiet |" for at in range(paragraphs))
    return f"{told}\n\n| Town | Rockets | Now |\n|---|---|---|\n{rows}\n\n[^1]: notes.md\n"


def test_time_grows_with_the_texts() -> None:
    def sources(size: int) -> object:
        others = [
            lint.read(Source(name, report(size, "will probably")), Settings()) for name in ("notes.md", "more.md")
        ]
        return lint.compare(Source("draft.md", report(size, "will")), Settings(), others, comparison.SOURCES)

    def revision(size: int) -> object:
        earlier = lint.read(Source("old.md", report(size, "will probably")), Settings())
        return lint.compare(Source("draft.md", report(size, "will")), Settings(), (earlier,), comparison.EARLIER)

    assert grows_no_faster(sources, 20, 16)
    assert grows_no_faster(revision, 20, 16)


def test_a_source_is_read_once_however_many_drafts_rest_on_it(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [write(f"drafts/{name}.md", "The northern fence will hold.\n") for name in "abc"]
    read, times = runs.source_of, Counter[str]()

    def counted(path: str) -> Source:
        times[path] += 1
        return read(path)

    monkeypatch.setattr(runs, "source_of", counted)
    assert [each["rule"] for each in compared(vet, *drafts, "--sources", "src")] == ["VET615"] * 3
    assert times["src/notes.md"] == 1
