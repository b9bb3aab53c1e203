"""The places a finding is held against, as each output shows them and as `vetter explain` tells of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Vet
from tests.timing import grows_no_faster
from vetter import cli, outputs
from vetter.findings import Finding, Related
from vetter.outputs import Look, Tally
from vetter.report import Report
from vetter.source import Source

CLAIMED = "The defence ministry claimed that army engineers reopened the bridge at Karrow."
DRAFT = f"""\
## Key Takeaways

- Army engineers reopened the bridge at Karrow.

## Karrow

Rain slowed traffic in the valley. {CLAIMED}
"""
NOTES = "# Notes\n\nNobody saw it.\nThe bridge at Karrow may be open.\n"
SHOWN = """\
draft.md:3:3: error VET602 takeaway-attribution-dropped
  The body has this from the defence ministry; here it is our own fact. Restore the attribution, or say what confirmed \
it.
  |
3 | - Army engineers reopened the bridge at Karrow.
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = see draft.md:7:36: attributed
7 | …alley. The defence ministry claimed that army engineers reopened the bridge at Karrow.
  |         -------------------------------------------------------------------------------
  = help: claimed to have ...; name the source that the body names
"""


@pytest.fixture(autouse=True)
def _in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def draft(text: str = DRAFT) -> str:
    Path("draft.md").write_bytes(text.encode())
    return text


def found(vet: Vet) -> list[Any]:
    """The findings on drift, as JSON tells them, whose shape is the published one."""
    report = json.loads(vet("check", "--format", "json", "--no-config", "draft.md")[1])
    schema = Path(outputs.__file__).parent.parent / "schemas" / "report-1.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(report)
    return [each for each in report["findings"] if each["rule"] == "VET602"]


def held_against(text: str, *others: tuple[str, str, str, str], start: int = 0, end: int = 0) -> Report:
    """A report with one finding, held against stretches of files: path, text, stretch and note of each."""
    related = tuple(
        Related(path, whole.index(stretch), whole.index(stretch) + len(stretch), note, whole)
        for path, whole, stretch, note in others
    )
    finding = Finding("VET615", "source-certainty-upgrade", "error", start, end or len(text.rstrip()), "Too sure.",
                      None, ("Take over the hedge.",), related)  # fmt: skip
    return Report(Source("draft.md", text), (finding,), failing=1)


def written(output: str, *reports: Report, look: Look | None = None) -> str:
    return "".join(outputs.writer(output)(Tally(reports), look or Look()))


OPEN = "The bridge is open."
HELD = held_against(OPEN, ("notes.md", NOTES, "may be open", 'the source only says "may"'))


# --- text


def test_both_lines_are_shown_each_with_its_stretch_underlined(vet: Vet) -> None:
    draft()
    printed = vet("check", "--no-config", "--select", "VET602", "draft.md")[1]
    assert printed.startswith(SHOWN)


def test_a_place_in_another_file_is_shown_with_the_line_there() -> None:
    assert written("text", HELD) == (
        "draft.md:1:1: error VET615 source-certainty-upgrade\n"
        "  Too sure.\n"
        "  |\n"
        "1 | The bridge is open.\n"
        "  | ^^^^^^^^^^^^^^^^^^^\n"
        '  = see notes.md:4:22: the source only says "may"\n'
        "4 | The bridge at Karrow may be open.\n"
        "  |                      -----------\n"
        "  = help: Take over the hedge.\n"
        "\n"
        "Found 1 finding (1 error) in 1 file.\n"
    )


def test_the_lines_of_both_places_stand_in_one_column() -> None:
    far = "\n" * 120 + "It may be open."
    printed = written("text", held_against(OPEN, ("notes.md", far, "may", "hedged")))
    assert "    |\n  1 | The bridge is open.\n    | ^^^^^^^^^^^^^^^^^^^\n    = see notes.md:121:4: hedged\n" in printed
    assert "121 | It may be open.\n    |    ---\n    = help" in printed


def test_a_place_of_several_lines_is_shown_in_part_and_a_long_one_by_its_ends() -> None:
    lines = "It may\n  or may\nnot be\nopen\nnow."
    printed = written("text", held_against(OPEN, ("notes.md", lines, lines[3:], "hedged")))
    assert "1 | It may\n  |    ---\n2 |   or may\n  |   ------\n3 | not be\n  | ------\n  | …\n" in printed
    long = "Far off " + "and long ago " * 400 + "it may be open."
    shown, under = written("text", held_against(OPEN, ("notes.md", f"{long}\n", long, "hedged"))).splitlines()[6:8]
    assert 90 < len(shown) <= 100
    assert shown.startswith("1 | Far off and") and shown.endswith("may be open.") and " … " in shown
    assert under == "  | " + "-" * (len(shown) - 4)


def test_a_place_in_a_line_of_five_thousand_characters_is_shown_with_what_stands_around_it() -> None:
    line = "far " * 700 + "It may be open." + " off" * 700
    shown, under = written("text", held_against(OPEN, ("notes.md", line, "may be", "hedged"))).splitlines()[6:8]
    assert len(shown) <= 100 and shown.startswith("1 | …") and shown.endswith("…")
    at = under.index("-")
    assert shown[at : at + 6] == "may be" and under.endswith(" " + "-" * 6)


def test_colour_tells_the_two_places_apart_on_a_terminal_only(vet: Vet) -> None:
    coloured = written("text", HELD, look=Look(colour=True))
    assert "\x1b[31m" + "^" * 19 + "\x1b[0m" in coloured and "\x1b[36m" + "-" * 11 + "\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == written("text", HELD)
    draft()
    assert "\x1b" not in vet("check", "--no-config", "draft.md")[1]


def test_a_file_cannot_drive_the_terminal() -> None:
    odd = held_against(OPEN, ("a\x1b]0;b\x07.md", "It \x1b[31mmay be.", "may", "says\x1b[2J"))
    printed = written("text", odd)
    assert "  = see a\\x1b]0;b\\x07.md:1:9: says\\x1b[2J\n1 | It \\x1b[31mmay be.\n" in printed
    assert "\x1b" not in written("github", odd)


# --- JSON


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\N{FIRE} \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3} ",
        "The weather in the hills was wet. " * 150,
    ],
)
def test_a_place_slices_to_its_text_and_is_where_its_line_says(vet: Vet, line_end: str, before: str) -> None:
    text = draft(DRAFT.replace("Rain", f"{before}Rain").replace("\n", line_end))
    ((related,),) = (each["related"] for each in found(vet))
    assert related["path"] == "draft.md" and related["note"] == "attributed"
    assert text[related["start"] : related["end"]] == related["text"] == CLAIMED
    assert text.split(line_end)[related["line"] - 1][related["column"] - 1 :].startswith(CLAIMED)
    assert (related["end_line"], related["end_column"]) == (related["line"], related["column"] + len(CLAIMED))


def test_json_lines_tell_the_same_places(vet: Vet) -> None:
    draft()
    lines = vet("check", "--format", "jsonl", "--no-config", "draft.md")[1].splitlines()
    assert [each for each in map(json.loads, lines) if each.get("rule") == "VET602"] == found(vet)


def test_lines_of_a_place_in_another_file_are_counted_there() -> None:
    (finding,) = json.loads(written("json", HELD))["findings"]
    start = NOTES.index("may be open")
    assert finding["related"] == [
        {"path": "notes.md", "start": start, "end": start + 11, "line": 4, "column": 22, "end_line": 4,
         "end_column": 33, "text": "may be open", "note": 'the source only says "may"'}
    ]  # fmt: skip


@given(st.text(min_size=1), st.integers(0, 50), st.integers(0, 50))
def test_any_place_is_written_by_every_output(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    report = held_against(OPEN)
    finding = report.findings[0]._replace(related=(Related("a.md", start, start + length, text, text),))
    reports = [report._replace(findings=(finding._replace(related=finding.related[:1] * number),)) for number in (1, 3)]
    for output in outputs.OUTPUTS:
        assert written(output, *reports).endswith("\n")


# --- SARIF and GitHub


def test_sarif_links_the_message_to_each_place(vet: Vet) -> None:
    text = draft()
    (run,) = json.loads(vet("check", "--format", "sarif", "--no-config", "draft.md")[1])["runs"]
    (result,) = (each for each in run["results"] if each["ruleId"] == "VET602")
    (related,) = result["relatedLocations"]
    region = related["physicalLocation"]["region"]
    offset = region["charOffset"]
    assert text[offset : offset + region["charLength"]] == region["snippet"]["text"] == CLAIMED
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (7, 36, 7, 115)
    assert related["message"] == {"text": "attributed"}
    assert f" See [line 7]({related['id']}): attributed. Help: " in result["message"]["text"]


def test_sarif_gives_each_place_an_id_and_the_region_in_its_own_file() -> None:
    report = held_against(
        OPEN, ("notes.md", NOTES, "may be open", "hedged"), ("a [b].md", "Nobody saw it.", "saw", "seen?")
    )
    (run,) = json.loads(written("sarif", report))["runs"]
    (result,) = run["results"]
    assert result["message"]["text"] == (
        "Too sure. See [notes.md:4](1): hedged; [a \\[b\\].md:1](2): seen?. Help: Take over the hedge."
    )
    first, second = result["relatedLocations"]
    assert (first["id"], second["id"]) == (1, 2)
    assert first["physicalLocation"] == {
        "artifactLocation": {"uri": "notes.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 22, "endLine": 4, "endColumn": 33,
                   "charOffset": NOTES.index("may be open"), "charLength": 11, "snippet": {"text": "may be open"}},
    }  # fmt: skip
    assert second["physicalLocation"]["artifactLocation"]["uri"] == "a%20%5Bb%5D.md"


def test_github_names_the_places_in_the_message(vet: Vet) -> None:
    draft()
    printed = vet("check", "--format", "github", "--no-config", "--select", "VET602", "draft.md")[1]
    assert printed.startswith("::error file=draft.md,line=3,endLine=3,col=3,endColumn=48,title=VET602 ")
    assert " See line 7: attributed. Help: claimed to have" in printed
    odd = held_against(OPEN, ("50%.md", NOTES, "may be open", "says\n::error::may"))
    assert written("github", odd).endswith(
        "::Too sure. See 50%25.md:4: says%0A::error::may. Help: Take over the hedge.\n"
    )


# --- explain


def test_a_takeaway_is_explained_with_what_it_was_held_against(vet: Vet) -> None:
    draft()
    code, out, err = vet("explain", "draft.md:3")
    assert (code, err) == (0, "")
    told = out[out.index("  held against (takeaway-body):\n") :].splitlines()
    assert told[1] == '    "Army engineers reopened the bridge at Karrow."'
    assert re.fullmatch(
        rf'      the same, [01]\.\d\d: draft\.md:7:36 "{CLAIMED}" '
        r"\(actors [01]\.\d\d, predicate [01]\.\d\d, cover [01]\.\d\d, back [01]\.\d\d\)",
        told[2],
    )
    assert told[3:6] == [
        "  these rules spoke:",
        '    error VET602 takeaway-attribution-dropped at "Army engineers reopened the bridge at Karrow."',
        "      holds  between: takeaway-body  (here takeaway-body)",
    ]
    assert "    VET601 takeaway-certainty-upgrade: fails  surer: true  (here false)\n" in out


def test_what_a_takeaway_was_held_against_tells_so(vet: Vet) -> None:
    draft()
    out = vet("explain", "draft.md:7")[1]
    told = out[out.index("  what was held against this (takeaway-body):\n") :].splitlines()
    assert re.match(r'    the same, [\d.]+: draft\.md:3:3 "Army engineers reopened', told[1])
    assert out.count("held against") == 1


CLAUSES = "- Army engineers reopened the bridge at Karrow, and sent nine barges to Vessen."


def test_each_clause_is_told_with_its_own_matches_and_with_the_rules_that_looked_at_it(vet: Vet) -> None:
    draft(DRAFT.replace("- Army engineers reopened the bridge at Karrow.", CLAUSES))
    out = vet("explain", "draft.md:3")[1]
    held = out[out.index("  held against") : out.index("  these rules spoke")].splitlines()
    assert held[1] == '    "Army engineers reopened the bridge at Karrow"' and CLAIMED in held[2]
    assert held[3:] == ['    "sent nine barges to Vessen."', "      nothing there is about the same"]
    lacking = [line for line in out.splitlines() if line.startswith("    VET60")]
    for rule in ("VET601", "VET607"):
        places = [line.split('"')[1] for line in lacking if rule in line]
        assert places == ["Army engineers reopened the bridge at Karrow", "sent nine barges to Vessen."]
    assert [line.split('"')[1] for line in lacking if "VET602" in line] == ["sent nine barges to Vessen."]


def test_the_three_that_come_closest_are_told_and_long_ones_in_short(vet: Vet) -> None:
    more = " ".join(
        f"Army engineers reopened the bridge at Karrow on {day} May, {'far and ' * 30}wide." for day in range(1, 7)
    )
    draft(f"{DRAFT}\n{more}\n")
    held = vet("explain", "draft.md:3")[1].split("held against (takeaway-body):\n")[1].split("\n  these rules")[0]
    matches = [line for line in held.splitlines() if "draft.md:" in line]
    scores = [float(re.findall(r", ([\d.]+): draft", line)[0]) for line in matches]
    assert len(matches) == 3 and scores == sorted(scores, reverse=True)
    assert all(len(line) < 260 for line in matches) and any('…"' in line for line in matches)


def test_a_rule_over_pairs_speaks_only_of_what_it_asks_for_and_once_a_clause(vet: Vet) -> None:
    again = "Army engineers may have reopened the bridge at Karrow, the ministry wrote to the mayor on Monday."
    draft(f"{DRAFT}\n{again}\n\nArmy engineers did not reopen the bridge at Karrow, the mayor wrote back on Friday.\n")
    for line in (3, 7, 9, 11):
        for more in ((), ("--all",), ("--preview",)):
            out = vet("explain", f"draft.md:{line}", *more)[1]
            assert "fails  between" not in out
            ids = re.findall(r"^    (?:\w+ )?(VET6\d\d) ", out, re.MULTILINE)
            assert len(ids) == len(set(ids)) or line == 7  # that line has two sentences


def test_nothing_is_said_of_pairs_that_no_rule_in_force_asks_for(vet: Vet) -> None:
    draft()
    Path(".vetter.yml").write_text("ignore: [VET6, VET7, VET5]\n")
    assert "held against" not in vet("explain", "draft.md:3")[1]
    assert "held against" not in vet("explain", "draft.md:7")[1]


# --- time


def test_lines_of_another_file_are_counted_once_and_not_for_each_finding() -> None:
    """Both the findings and the text they are held against grow."""

    def write(size: int) -> None:
        text = "It may be open.\n" * size * 20
        related = (Related("notes.md", len(text) - 16, len(text) - 1, "hedged", text),)
        finding = held_against(OPEN).findings[0]._replace(related=related)
        report = Report(Source("draft.md", OPEN), (finding,) * size)
        for output in outputs.OUTPUTS:
            written(output, report)

    assert grows_no_faster(write, 25, 16)


def letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_time_grows_no_faster_than_the_takeaways_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.md"

    def explain(size: int) -> None:
        raids = [f"aiders of Th{letters(at)} burned the mill at Ka{letters(at)}." for at in range(size)]
        takeaways, body = (
            " ".join(f"R{raid}" for raid in raids),
            " ".join(f"A blog claimed that r{raid}" for raid in raids),
        )
        path.write_text(f"## Key Takeaways\n\n- {takeaways}\n\n## Body\n\n{body}\n\n{'It rained. ' * 2 * size}\n")
        assert cli.main(["explain", f"{path}:3", "--no-config"]) == 0
        assert "held against" in capsys.readouterr().out

    assert grows_no_faster(explain, 15, 16)
