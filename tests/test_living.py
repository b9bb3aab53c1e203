"""Living with findings: fixes, diffs, baselines, changed lines, statistics, and why a rule spoke or did not."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vetter
from tests.conftest import Vet
from vetter import formats, lint, runs
from vetter.config import Settings
from vetter.findings import Edit, Fix
from vetter.mend import mend, put_in
from vetter.rulebook import Rule
from vetter.source import Source

STACKED = "The outage may possibly have been caused by rats.\n"
PLAIN = "The outage may have been caused by rats.\n"
BOOSTED = "The regime clearly wanted to hide the arrests.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def draft(path: str, text: str | bytes) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(printed: str) -> list[tuple[str, str, int]]:
    return [(each["path"], each["rule"], each["line"]) for each in json.loads(printed)["findings"]]


def valid(schema: str, value: object) -> None:
    text = (Path(vetter.__file__).parent / "schemas" / f"{schema}.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(text)).validate(value)


# --- fixes


def test_a_safe_fix_is_put_in_and_counted(vet: Vet) -> None:
    draft("a.md", STACKED)
    code, out, err = vet("check", "--fix", "--select", "VET306", "a.md")
    assert (code, out, err) == (0, "Found 1 finding (1 fixed, 0 remaining) in 1 file.\n", "")
    assert Path("a.md").read_text() == PLAIN
    assert vet("check", "--fix", "--select", "VET306", "a.md")[1].startswith("All clear: 1 file")


def test_unsafe_fixes_are_for_those_who_ask(vet: Vet) -> None:
    draft("a.md", STACKED + "\n" + BOOSTED)
    code, out, _ = vet("check", "--select", "VET306,VET201", "a.md")
    assert code == 1 and "VET306 [*] hedge-stack" in out and "VET201 booster" in out
    assert out.endswith("[*] 1 fixable with `--fix` (1 hidden fix can be enabled with `--unsafe-fixes`).\n")
    assert "VET201 [*] booster" in vet("check", "--unsafe-fixes", "--select", "VET201", "a.md")[1]
    code, out, _ = vet("check", "--fix", "--select", "VET306,VET201", "a.md")
    assert code == 1 and "Found 2 findings (1 fixed, 1 remaining) in 1 file." in out
    assert out.endswith("No fixes available (1 hidden fix can be enabled with `--unsafe-fixes`).\n")
    vet("check", "--fix", "--unsafe-fixes", "--select", "VET306,VET201", "a.md")
    assert Path("a.md").read_text() == PLAIN + "\n" + BOOSTED.replace("clearly ", "")


def test_only_chosen_rules_are_fixed_and_never_what_a_comment_silences(vet: Vet) -> None:
    silenced = STACKED.strip() + " <!-- vetter: ignore -- the engineer's own words -->\n"
    draft("a.md", silenced)
    draft("b.md", STACKED)
    vet("check", "--fix", "--unsafe-fixes", "--ignore", "hedge-stack", "b.md")
    vet("check", "--fix", "--unsafe-fixes", "a.md")
    assert Path("a.md").read_text() == silenced and Path("b.md").read_text() == STACKED


def test_a_draft_with_a_comment_that_cannot_be_read_is_not_fixed(vet: Vet) -> None:
    text = STACKED.strip() + " <!-- vetter: ignore[ -- the engineer's own words -->\n"
    draft("a.md", text)
    assert vet("check", "--fix", "a.md")[0] == 2
    assert Path("a.md").read_text() == text


def test_everything_but_the_fix_stays_byte_for_byte(vet: Vet) -> None:
    before = "\ufeff# Vessen\r\n\r\nÆther  \t— ok.\r\nThe outage may possibly have been caused by rats.\rNo end"
    draft("a.md", before)
    os.chmod("a.md", 0o640)
    Path("link.md").symlink_to("a.md")
    vet("check", "--fix", "--select", "VET306", "link.md")
    assert Path("a.md").read_bytes() == before.replace(" possibly", "").encode()
    assert Path("link.md").is_symlink() and stat.S_IMODE(os.stat("a.md").st_mode) == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["a.md", "link.md"]


def test_a_draft_is_written_whole_or_not_at_all(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    draft("a.md", STACKED)
    monkeypatch.setattr(os, "replace", full)
    code, _, err = vet("check", "--fix", "a.md")
    assert (code, err) == (2, "a.md: this file cannot be written: No space left on device; not fixed\n")
    assert Path("a.md").read_text() == STACKED and len(list(Path().iterdir())) == 1


def test_a_draft_that_changes_meanwhile_is_left_alone(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("a.md", STACKED)
    check = lint.check

    def slow(source: Source, *rest: object) -> vetter.Report:
        draft("a.md", STACKED + "One more line.\n")
        return check(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(lint, "check", slow)
    code, _, err = vet("check", "--fix", "a.md")
    assert code == 2 and err.startswith("a.md: changed while it was being read: not fixed")
    assert Path("a.md").read_text() == STACKED + "One more line.\n"


def test_a_diff_shows_what_would_be_fixed_and_writes_nothing(vet: Vet) -> None:
    text = "Line one.\n\nLine two.\n\nLine three.\n\n" + STACKED + "No end"
    draft("a.md", text)
    code, out, err = vet("check", "--diff", "--select", "VET306", "a.md")
    assert (code, err) == (1, "Would fix 1 finding.\n")
    assert out.splitlines() == [
        "--- a.md",
        "+++ a.md",
        "@@ -4,5 +4,5 @@",
        " ",
        " Line three.",
        " ",
        f"-{STACKED.strip()}",
        f"+{PLAIN.strip()}",
        " No end",
        "\\ No newline at end of file",
    ]
    assert Path("a.md").read_text() == text
    Path("a.diff").write_text(out)
    assert subprocess.run(["git", "apply", "-p0", "a.diff"], check=False).returncode == 0
    assert Path("a.md").read_text() == text.replace(" possibly", "")
    assert vet("check", "--diff", "a.md") == (0, "", "Would fix nothing.\n")


def test_standard_input_comes_out_fixed(monkeypatch: pytest.MonkeyPatch, vet: Vet) -> None:
    bytes_in = "\ufeff" + STACKED.replace("\n", "\r\n")
    command = [sys.executable, "-m", "vetter", "check", "--fix", "--select", "VET306", "-"]
    environment = {**os.environ, "PYTHONPATH": str(Path(vetter.__file__).parent.parent)}
    ended = subprocess.run(command, input=bytes_in.encode(), capture_output=True, env=environment, check=False)
    assert ended.returncode == 0 and b"(1 fixed, 0 remaining)" in ended.stderr
    assert ended.stdout == bytes_in.replace(" possibly", "").encode()
    ended = subprocess.run(command, input=b"Calm.\n", capture_output=True, env=environment, check=False)
    assert ended.stdout == b"Calm.\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Clearly, the regime wanted war.", "The regime wanted war."),
        ("Clearly the regime wanted war.", "The regime wanted war."),
        ("- Clearly, the regime wanted war.", "- The regime wanted war."),
        ("- Clearly, **the** regime wanted war.", "- **The** regime wanted war."),
        ("The regime, clearly, wanted war.", "The regime wanted war."),
        ("The regime **clearly wanted** war.", "The regime **wanted** war."),
        ("The regime clearly\nwanted war.", "The regime\nwanted war."),
        ("The regime\nclearly wanted war.", "The regime\nwanted war."),
        ("The regime **clearly** wanted war.", "The regime **clearly** wanted war."),  # no empty pair of stars
        ("The regime\nclearly\nwanted war.", "The regime\nclearly\nwanted war."),  # no empty line
        ("The regime [clearly](https://example.org) wanted war.",) * 2,
        ("It is not likely that the regime will fall.", "It is unlikely that the regime will fall."),
        ("The regime will not likely fall in June.",) * 2,
        (
            "The rail authority revealed that saboteurs tortured a guard.",
            "The rail authority said that saboteurs tortured a guard.",
        ),
    ],
)
def test_words_are_taken_out_with_their_blank_comma_and_capital(before: str, after: str) -> None:
    report = mend(Source("a.md", before), Settings(select=("VET201", "VET308", "VET402")), unsafe=True)
    assert report.source.text == after


FIXING = [rule for rule in lint.rulebook().rules if rule.fix]


@pytest.mark.parametrize("rule", FIXING, ids=[rule.id for rule in FIXING])
def test_a_fix_makes_its_finding_go_away(rule: Rule) -> None:
    def wanted(pack: str) -> Settings:
        return Settings(packs=(pack,), select=(rule.id,))

    mended = [mend(Source(each.name, each.text), wanted(each.pack), unsafe=True) for each in rule.flags]
    assert any(report.fixed for report in mended)
    assert not any(finding.fix for report in mended for finding in report.findings)
    assert not any(report.errors for report in mended)


def test_fixes_that_undo_each_other_change_nothing_and_are_told(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    from vetter import fixes
    from vetter.places import Place

    def longer(at: Place) -> Fix:
        return Fix("safe", (Edit(at.claim.start, at.claim.start, "The "),))

    monkeypatch.setitem(fixes.FIXES, "drop-second-hedge", longer)
    draft("a.md", STACKED)
    code, _, err = vet("check", "--fix", "a.md")
    assert code == 2 and "a.md: the fixes of VET306 come to no end: nothing was fixed here" in err
    assert Path("a.md").read_text() == STACKED


def test_words_of_the_house_are_fixed_and_explained_like_all_others(
    vet: Vet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / ".cache"))
    draft(".vetter.yml", "rules: house\n")
    draft("house/words.yml", 'id: VET9901\nname: house-word\nswap: {utilise: use, "prior to": before}\n')
    draft("a.md", "Crews utilise the ferry, she said. Utilise the bell **prior to** noon, she said.\n")
    assert 'VET9901 house-word at "Utilise": "Utilise": write "Use".' in vet("explain", "a.md:1")[1]
    vet("baseline")
    draft("a.md", "Utilise a bell, she said. Utilise the bell **prior to** noon, she said.\n")
    assert "Found 1 finding" in vet("check", "--baseline", "vetter-baseline.json")[1]
    vet("check", "--fix")
    assert Path("a.md").read_text() == "Use a bell, she said. Use the bell **before** noon, she said.\n"


@pytest.mark.parametrize(
    ("swaps", "others"),
    [
        ("ferry: Ferry Boat", ""),
        ("sank: foundered ferry", "ferry: sank sank"),
    ],
)
def test_swaps_that_come_to_no_end_leave_the_draft(
    vet: Vet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, swaps: str, others: str
) -> None:
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / ".cache"))
    draft(".vetter.yml", "rules: house\n")
    draft("house/words.yml", f"id: VET9901\nname: house-word\nswap: {{{swaps}}}\n")
    if others:
        draft("house/others.yml", f"id: VET9902\nname: other-word\nswap: {{{others}}}\n")
    draft("a.md", "The ferry sank, she said.\n")
    code, _, err = vet("check", "--fix")
    assert code == 2 and ("come to no end" in err if others else "stands in its own other wording" in err)
    assert Path("a.md").read_text() == "The ferry sank, she said.\n"


def test_a_fix_whose_rule_speaks_of_what_it_put_in_is_told_at_once(
    vet: Vet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / ".cache"))
    draft(".vetter.yml", "rules: house\n")
    draft("house/words.yml", "id: VET9901\nname: house-word\nswap: {huge: us us, US: America}\n")
    draft("a.md", "HUGE news, she said.\n")
    assert "the fixes of VET9901 come to no end" in vet("check", "--fix")[2]
    assert Path("a.md").read_text() == "HUGE news, she said.\n"


def test_several_processes_fix_what_one_fixes(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "WORTH_PROCESSES", 0)
    for number in range(4):
        draft(f"{number}.md", STACKED)
    out = vet("check", "--fix", "--jobs", "2", "--select", "VET306")[1]
    assert out == "Found 4 findings (4 fixed, 0 remaining) in 4 files.\n"
    assert {path.read_text() for path in Path().glob("*.md")} == {PLAIN}


PIECES = st.sampled_from(
    ["The outage may possibly have been caused by rats.", "Clearly, the regime wanted war.", "The regime, obviously, ",
     "**clearly wanted**", "*may possibly* ", "> ", "- ", "# ", "\n", "\n\n", "\r\n", "  ", "[clearly wanted](u) ",
     "It is not likely that the army will ", "clearly ", "Clearly ", "`may possibly` ", "| ", "1. ", "a clearly ",
     "an obviously false plan ", "the militia might perhaps withdraw", ". ", "“", "”", "(", ")", "—", "é", "\u2060"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["a.md", "a.txt"]), st.booleans())
def test_fixes_never_overlap_and_a_second_run_changes_nothing(text: str, name: str, unsafe: bool) -> None:
    wanted = Settings(packs=("core", "isw"))
    once = mend(Source(name, text), wanted, unsafe)
    assert not once.errors
    again = mend(once.source, wanted, unsafe)
    assert (again.fixed, again.source.text) == (0, once.source.text)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["a.md", "a.txt"]))
def test_a_fix_leaves_everything_else_where_it_was_and_the_markup_whole(text: str, name: str) -> None:
    source = Source(name, text)
    layout = formats.parse(source)
    for finding in lint.check(source, Settings(packs=("core", "isw"))).findings:
        if finding.fix is None:
            continue
        edits = finding.fix.edits
        assert list(edits) == sorted(edits) and all(one.end <= other.start for one, other in pairwise(edits))
        for edit in edits:  # nothing but prose is taken away
            assert text[edit.start : edit.end] == layout.prose[edit.start : edit.end]
    after = mend(source, Settings(packs=("core", "isw"), select=("VET201", "VET215", "VET306")), unsafe=True).source
    left = formats.parse(after)
    assert len(left.blocks) == len(layout.blocks)
    assert markup(after.text, left.prose) == markup(text, layout.prose)
    before = iter(words(layout.prose))
    assert all(any(is_same(word, other) for other in before) for word in words(left.prose))


def markup(text: str, prose: str) -> str:
    """What a format has blanked out."""
    return "".join(sign for sign, read in zip(text, prose, strict=True) if sign != read)


def words(prose: str) -> list[str]:
    return re.findall(r"\w+", prose.replace("\u2060", "").casefold())


def is_same(word: str, other: str) -> bool:
    """Whether a word is the other as a fix may leave it: an article changes with the word behind it."""
    return word == other or {word, other} <= {"a", "an"}


def test_edits_are_put_in_from_left_to_right() -> None:
    assert put_in("abcdef", [Edit(1, 2, "X"), Edit(2, 3, ""), Edit(6, 6, "!")]) == "aXdef!"


# --- baselines

FLAT = "The rebels shelled the depot on Monday, killing 14 people.\n"
OTHER = "The militia seized the lighthouse on Tuesday.\n"


def test_a_baseline_leaves_out_what_it_holds_and_nothing_else(vet: Vet) -> None:
    draft("reports/a.md", FLAT)
    code, out, _ = vet("baseline", "reports")
    assert code == 0 and out == "vetter-baseline.json: 1 finding in 1 draft (1 new, 0 no longer found).\n"
    code, out, _ = vet("check", "--baseline", "vetter-baseline.json", "reports")
    assert (code, out) == (0, "All clear: 1 file, 1 claim; 1 in the baseline.\n")
    draft("reports/a.md", "# Vessen\n\n" + OTHER + "\n" + FLAT.replace("depot on", "*depot*\non"))
    code, out, _ = vet("check", "--baseline", "vetter-baseline.json", "--format", "json", "reports")
    assert code == 1 and {line for _, _, line in found(out)} == {3}


def test_a_finding_in_an_edited_sentence_is_a_new_one(vet: Vet) -> None:
    draft("a.md", FLAT)
    vet("baseline")
    draft("a.md", FLAT.replace("14", "19"))
    code, out, _ = vet("check", "--baseline", "vetter-baseline.json")
    assert code == 1 and "in 1 file; 1 of the baseline no longer found.\n" in out
    notes = json.loads(vet("check", "--baseline", "vetter-baseline.json", "--format", "json")[1])["notes"]
    assert notes == [{"path": "a.md", "message": "no longer found here, though in the baseline: 1"}]


def test_of_findings_that_are_alike_as_many_are_known_as_were_written_down(vet: Vet) -> None:
    draft("a.md", f"{FLAT}\n{FLAT}")
    vet("baseline")
    draft("a.md", f"{FLAT}\nCalm.\n\n{FLAT}\n{FLAT}")
    out = vet("check", "--baseline", "vetter-baseline.json", "--format", "json", "--select", "VET101")[1]
    assert [line for _, _, line in found(out)] == [7]


def test_a_baseline_may_begin_with_a_byte_order_mark(vet: Vet) -> None:
    draft("a.md", FLAT)
    vet("baseline")
    path = Path("vetter-baseline.json")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert vet("check", "--baseline", str(path), "a.md")[0] == 0


def test_a_fixed_finding_leaves_the_baseline_and_so_does_a_draft_that_is_gone(vet: Vet) -> None:
    for name in ("a.md", "b.md", "c.md"):
        draft(name, FLAT)
    vet("baseline")
    Path("b.md").unlink()
    draft("a.md", "Calm.\n")
    assert vet("baseline", "a.md")[1].endswith("1 finding in 1 draft (0 new, 2 no longer found).\n")
    assert list(json.loads(Path("vetter-baseline.json").read_text())["findings"]) == ["c.md"]


def test_drafts_are_known_by_their_place_beside_the_baseline(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("reports/a.md", FLAT)
    draft("lists/README", "")
    vet("baseline", "--output", "lists/known.json", "reports")
    assert list(json.loads(Path("lists/known.json").read_text())["findings"]) == ["../reports/a.md"]
    monkeypatch.chdir("reports")
    assert vet("check", "--baseline", "../lists/known.json", "a.md")[0] == 0


def test_the_configuration_may_name_the_baseline(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(".vetter.yml", "baseline: known.json\n")
    draft("reports/a.md", FLAT)
    assert vet("check")[0] == 2
    assert vet("baseline")[1].startswith("known.json: 1 finding")
    monkeypatch.chdir("reports")
    assert vet("check")[0] == 0
    assert vet("baseline")[1] == "../known.json: 1 finding in 1 draft (0 new, 0 no longer found).\n"
    assert vet("check", "--baseline", "")[0] == 1


def test_a_baseline_can_be_read_and_compared(vet: Vet) -> None:
    draft("b.md", FLAT + "\n" + BOOSTED)
    draft("a.md", FLAT)
    vet("baseline")
    first = Path("vetter-baseline.json").read_text()
    lines = first.splitlines()
    valid("baseline-1", json.loads(first))
    assert lines[3] == '    "a.md": [' and '"text": "The rebels shelled the depot on Monday' in lines[4]
    draft("b.md", BOOSTED + "\n" + FLAT)
    vet("baseline")
    assert Path("vetter-baseline.json").read_text() == first
    draft("a.md", "Calm.\n")
    draft("b.md", "Calm.\n")
    vet("baseline")
    assert json.loads(Path("vetter-baseline.json").read_text())["findings"] == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "known.json: the baseline cannot be read: No such file or directory; write it with `vetter baseline`"),
        ("{", "known.json:1: not JSON: "),
        (b"\xff", "known.json: not JSON in UTF-8; "),
        ("[" * 100_000, "known.json: not JSON in UTF-8; "),
        ("{}", "known.json: not a baseline of this version"),
        ("[]", "known.json: not a baseline of this version"),
        ('{"schema": "vetter/baseline/1"}', "known.json: a broken baseline; "),
        ('{"schema": "vetter/baseline/1", "findings": {"a.md": [{"rule": 1}]}}', "known.json: a broken baseline; "),
        ('{"schema": "vetter/baseline/1", "findings": {"a.md": 5}}', "known.json: a broken baseline; "),
    ],
)
def test_a_broken_or_foreign_baseline_is_one_line(vet: Vet, content: str | bytes | None, told: str) -> None:
    draft("a.md", FLAT)
    if content is not None:
        draft("known.json", content)
        assert vet("baseline", "--output", "known.json")[0] == 2  # and is not written over
    code, out, err = vet("check", "--baseline", "known.json")
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith(told)


def test_no_baseline_is_written_while_a_draft_cannot_be_read(vet: Vet) -> None:
    draft("a.md", FLAT)
    draft("b.md", b"\xff")
    code, out, err = vet("baseline")
    assert (code, out) == (2, "") and err.startswith("b.md: not UTF-8") and not Path("vetter-baseline.json").exists()


def test_known_findings_are_not_fixed(vet: Vet) -> None:
    draft("a.md", STACKED)
    vet("baseline")
    vet("check", "--fix", "--baseline", "vetter-baseline.json")
    assert Path("a.md").read_text() == STACKED


def test_an_entry_of_a_rule_that_did_not_run_is_not_missed(vet: Vet) -> None:
    draft("a.md", STACKED + "\n" + FLAT)
    vet("baseline")
    out = vet("check", "--baseline", "vetter-baseline.json", "--ignore", "VET306")[1]
    assert "no longer found" not in out


# --- changes since a revision


def git(*arguments: str) -> None:
    settings = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(_folder: None) -> None:
    git("init", "-q", "-b", "main")
    draft("reports/a.md", f"# Vessen\n\n{FLAT}\n{OTHER}\nCalm.\n")
    draft("reports/b.md", FLAT)
    git("add", ".")
    git("commit", "-q", "-m", "first")


def lines_since(vet: Vet, *arguments: str) -> list[tuple[str, int]]:
    _, out, err = vet("check", "--format", "json", *arguments)
    assert err == ""
    return sorted({(path, line) for path, _, line in found(out)})


def test_unsafe_fixes_that_nothing_puts_in_are_told(vet: Vet) -> None:
    draft("a.md", STACKED)
    told = "--unsafe-fixes: nothing is fixed without --fix"
    assert told in vet("check", "--unsafe-fixes", "a.md")[2]
    assert told not in vet("check", "--unsafe-fixes", "--diff", "a.md")[2]


@pytest.mark.usefixtures("repository")
def test_only_findings_on_changed_lines_count(vet: Vet) -> None:
    code, out, _ = vet("check", "--since", "main")
    assert (code, out) == (0, "Nothing was checked; 2 unchanged.\n")
    draft("reports/a.md", f"# Vessen\n\n{FLAT}\n{OTHER}\n{FLAT.replace('14', '15')}")
    assert lines_since(vet, "--since", "main") == [("reports/a.md", 7)]
    git("commit", "-a", "-q", "-m", "second")
    assert lines_since(vet, "--since", "HEAD") == []
    assert lines_since(vet, "--since", "HEAD~1") == [("reports/a.md", 7)]
    assert len(lines_since(vet)) == 4


@pytest.mark.usefixtures("repository")
def test_what_the_other_branch_did_does_not_count(vet: Vet) -> None:
    git("checkout", "-q", "-b", "topic")
    draft("reports/c.md", FLAT)
    git("add", ".")
    git("commit", "-q", "-m", "third")
    git("checkout", "-q", "main")
    draft("reports/b.md", FLAT + "\nCalm.\n")
    git("commit", "-a", "-q", "-m", "fourth")
    git("checkout", "-q", "topic")
    assert lines_since(vet, "--since", "main") == [("reports/c.md", 1)]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("attributes", ["-diff", "binary", "diff=report"])
def test_what_git_is_told_to_take_for_binary_counts_all_the_same(vet: Vet, attributes: str) -> None:
    Path(".gitattributes").write_text(f"*.md {attributes}\n")
    git("config", "diff.report.binary", "true")
    draft("reports/b.md", "Calm.\n\n" + FLAT.replace("14", "15"))
    assert ("reports/b.md", 3) in lines_since(vet, "--since", "main")


@pytest.mark.usefixtures("repository")
def test_a_sentence_counts_when_any_of_its_lines_changed(vet: Vet) -> None:
    draft("reports/b.md", "The envoy said on Monday\nthat the rebels shelled the depot,\nkilling 14 people.\n")
    git("commit", "-a", "-q", "-m", "second")
    draft("reports/b.md", "The rebels shelled the depot,\nkilling 14 people.\n")
    assert lines_since(vet, "--since", "HEAD") == [("reports/b.md", 1)]
    draft("reports/b.md", "The rebels\nshelled the depot,\nkilling 14 people.\n")
    git("commit", "-a", "-q", "-m", "third")
    draft("reports/b.md", "The rebels\nkilling 14 people shelled the depot, killing 9.\n")
    git("commit", "-a", "-q", "-m", "fourth")
    draft("reports/b.md", "The rebels\n shelled the depot, killing 9.\n")
    assert lines_since(vet, "--since", "HEAD") == [("reports/b.md", 1)]


@pytest.mark.usefixtures("repository")
def test_a_new_draft_counts_as_a_whole_and_a_renamed_one_by_its_lines(vet: Vet) -> None:
    draft("reports/new.md", FLAT)
    git("mv", "reports/a.md", "reports/moved.md")
    draft("reports/moved.md", f"# Vessen\n\n{FLAT}\n{OTHER}\n{FLAT}")
    assert lines_since(vet, "--since", "main") == [("reports/moved.md", 7), ("reports/new.md", 1)]
    draft(".gitignore", "hidden.md\n")
    draft("hidden.md", FLAT)
    assert lines_since(vet, "--since", "main", "hidden.md") == [("hidden.md", 1)]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ['a "b".md', "tab\tbed.md", "Ærø — über.md", "back\\slash.md", "two words.md"])
def test_paths_of_any_kind_are_known(vet: Vet, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(f"deep/{name}", f"{FLAT}\nCalm.\n")
    git("add", ".")
    git("commit", "-q", "-m", "second")
    draft(f"deep/{name}", f"{FLAT}\n{OTHER}")
    monkeypatch.chdir("deep")
    assert lines_since(vet, "--since", "main", ".") == [(name, 3)]


@pytest.mark.usefixtures("repository")
def test_lines_that_look_like_a_diff_are_only_lines(vet: Vet) -> None:
    draft("reports/a.md", f"++ b/reports/b.md\n@@ -1 +1,9 @@\n\n{FLAT}\n-- a/reports/b.md\n{OTHER}")
    git("commit", "-a", "-q", "-m", "second")
    draft("reports/a.md", f"+++ b/reports/b.md\n@@ -1 +1,10 @@\n\n{FLAT}\n--- a/reports/b.md\nCalm, without an end")
    assert lines_since(vet, "--since", "HEAD") == []
    draft("reports/a.md", f"++ b/reports/b.md\n@@ -1 +1,9 @@\n\n{FLAT}\n++ b/reports/b.md\n\n{FLAT}")
    assert lines_since(vet, "--since", "HEAD") == [("reports/a.md", 8)]


@pytest.mark.usefixtures("repository")
def test_worktrees_and_the_surroundings_of_a_hook_do_no_harm(
    vet: Vet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    git("worktree", "add", "-q", "../beside", "-b", "topic")
    monkeypatch.chdir("../beside")
    draft("reports/b.md", FLAT + "\n" + OTHER)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert lines_since(vet, "--since", "main") == [("reports/b.md", 3)]


@pytest.mark.usefixtures("repository")
def test_fixes_keep_to_changed_lines(vet: Vet) -> None:
    draft("reports/b.md", STACKED)
    git("commit", "-a", "-q", "-m", "second")
    draft("reports/b.md", f"{STACKED}\n{STACKED}")
    vet("check", "--since", "HEAD", "--fix", "--select", "VET306")
    assert Path("reports/b.md").read_text() == f"{STACKED}\n{PLAIN}"


def test_a_revision_that_cannot_be_compared_is_one_line(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    draft("a.md", FLAT)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.getcwd())

    def refused(*arguments: str) -> str:
        code, out, err = vet("check", *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        return err

    assert refused("--since", "main", "a.md").startswith("--since: a.md is not in a git repository; ")
    git("init", "-q", "-b", "main")
    assert "git knows no revision 'main'" in refused("--since", "main", "a.md")
    git("commit", "-q", "--allow-empty", "-m", "first")
    assert "git knows no revision 'nowhere'; name a branch, tag or commit" in refused("--since", "nowhere", "a.md")
    assert "git knows no revision '--all'" in refused("--since=--all", "a.md")
    assert "git knows no revision ''" in refused("--since=", "a.md")  # a variable that was never set
    assert "git knows no lines of standard input" in refused("--since", "main", "-")
    git("checkout", "-q", "--orphan", "lone")
    git("commit", "-q", "--allow-empty", "-m", "other")
    assert "main and HEAD have no commit in common" in refused("--since", "main", "a.md")
    monkeypatch.setenv("PATH", "")
    assert "needs git, which is not installed" in refused("--since", "main", "a.md")


# --- why on this line

INFERRED = "Clearly, the regime wanted war, indicating that the plan may possibly fail.\n"


def test_a_line_is_explained_claims_first_then_the_rules_that_spoke_and_those_that_nearly_did(vet: Vet) -> None:
    draft("a.md", f"# Vessen\n\n{INFERRED}")
    code, out, err = vet("explain", "a.md:3")
    assert (code, err) == (0, "")
    order = [
        '"Clearly, the regime wanted war, indicating that the plan may possibly fail."',
        "  part of the draft: body",
        "  claims:",
        "      assess: our inference from the clause before",
        "  these rules spoke:",
        '    warning VET201 booster-on-judgment at "Clearly"',
        "      holds  boosters: present  (here 1)",
        '    warning VET306 hedge-stack at "may possibly"',
        '      holds  has: HEDGE_PILE  (here "may possibly")',
        "  one condition is lacking:",
    ]
    lines = out.splitlines()
    places = [lines.index(line) for line in order]
    assert places == sorted(places)
    near = next(line for line in lines if "VET104" in line)
    assert near.endswith('in "Clearly, the regime wanted war,": fails  has: WRONG_DONE  (here not found)')
    assert "more rules lack two conditions or more; --all tells which" in out
    everything = vet("explain", "a.md:3", "--all")[1]
    assert "  more is lacking:\n" in everything and "VET110 agentless-attribution\n" in everything


def test_a_column_picks_one_sentence_of_a_line(vet: Vet) -> None:
    draft("a.md", f"{FLAT.strip()} {INFERRED}")
    assert vet("explain", "a.md:1")[1].count("part of the draft") == 2
    assert vet("explain", f"a.md:1:{len(FLAT) + 3}")[1].startswith('"Clearly, the regime')


def test_what_is_said_of_the_whole_draft_is_explained_on_its_own_line(vet: Vet) -> None:
    draft("a.md", "They left Osterberg and saw Osterberg.\n\nThey shelled Osterberg.\n\nThey loved Ostreberg.\n")
    assert 'VET907 entity-spelling-drift at "Ostreberg"' in vet("explain", "a.md:5")[1]
    elsewhere = vet("explain", "a.md:1")[1]
    assert "VET907 entity-spelling-drift: it speaks of the whole document, at line 5" in elsewhere
    assert 'at "Ostreberg"' not in elsewhere


def test_only_rules_in_force_are_explained(vet: Vet) -> None:
    draft(".vetter.yml", "ignore: [VET201]\n")
    draft("a.md", INFERRED)
    assert "VET201" not in vet("explain", "a.md:1", "--all")[1]
    assert "VET201" in vet("explain", "a.md:1", "--all", "--no-config")[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (STACKED.strip() + " <!-- vetter: ignore -- her words -->\n", 'at "may possibly" (suppressed: her words)'),
        (OTHER, "VET101 unsourced-assertion: it yields to VET103"),
        ("```\nThe plan may possibly fail.\n```\n", "a.md:1: no sentence is read here"),
        ("Der Fluss ist über die Ufer getreten und die Leute sind nicht mehr in der Stadt, weil die Brücke und der "
         "Damm von den Fluten zerstört worden sind.\n", "a.md:1: not in English: nothing was checked"),
    ],
)  # fmt: skip
def test_silence_is_explained_too(vet: Vet, text: str, told: str) -> None:
    draft("a.md", text)
    code, out, err = vet("explain", "a.md:1")
    assert (code, err) == (0, "") and told in out


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("a.md:9", "a.md:9: no such line; the draft has 2"),
        ("a.md:0", "a.md:0: no such line; the draft has 2"),
        ("a.md:1:900", "a.md:1:900: no such column; the line has 58 characters"),
        ("a.md:x", "a.md:x: no place in a draft; write FILE:LINE or FILE:LINE:COLUMN"),
        ("none.md:1", "none.md: this file cannot be read: No such file or directory"),
    ],
)
def test_a_place_that_is_not_there_is_one_line(vet: Vet, what: str, told: str) -> None:
    draft("a.md", FLAT)
    code, out, err = vet("explain", what)
    assert (code, out, err) == (2, "", told + "\n")


# --- statistics


def test_rules_are_counted_the_most_talkative_first(vet: Vet) -> None:
    draft("a.md", f"{FLAT}\n{OTHER}\n{STACKED}")
    draft("b.md", FLAT + "\n" + BOOSTED)
    code, out, _ = vet("check", "--statistics", "--select", "VET101,VET201,VET306")
    assert code == 1
    assert out.splitlines() == [
        "3  VET101  warning  [ ] unsourced-assertion",
        "1  VET201  warning  [ ] booster-on-judgment",
        "1  VET306  warning  [*] hedge-stack",
        "[*] fixable with `--fix`",
        "Found 5 findings in 2 files.",
    ]
    assert "[*] booster" in vet("check", "--statistics", "--select", "VET201", "--unsafe-fixes")[1]
    value = json.loads(vet("check", "--statistics", "--format", "json", "--select", "VET101")[1])
    valid("statistics-1", value)
    row = {"rule": "VET101", "name": "unsourced-assertion", "severity": "warning", "count": 3, "fixable": 0}
    assert value["statistics"] == [row] and value["summary"] == {"files": 2, "findings": 3, "fixed": 0}
    assert vet("check", "--statistics", "--select", "VET905")[1] == "All clear: 2 files.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--statistics", "--format", "sarif"], "--statistics: is written as text or json"),
        (["--statistics", "--diff"], "--statistics: does not go with --diff"),
        (["--format", "json", "--diff"], "--format: does not go with --diff"),
    ],
)
def test_options_that_do_not_go_together_are_told(vet: Vet, arguments: list[str], told: str) -> None:
    draft("a.md", FLAT)
    code, out, err = vet("check", *arguments, "a.md")
    assert (code, out, err.count("\n")) == (2, "", 1) and err.startswith(told)
