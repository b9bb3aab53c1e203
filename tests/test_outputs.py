"""What the outputs write for given findings and readings: shapes, places, escapes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter import lint, outputs
from vetter.config import Settings
from vetter.document import Document
from vetter.findings import Edit, Finding, Fix, Related
from vetter.ledger import Claim, Cue, Hedge, Mark, Reading, Sentence, SourceMark
from vetter.outputs import Look, Tally
from vetter.report import Problem, Report
from vetter.source import Source, decode

SCHEMAS = Path(outputs.__file__).parent.parent / "schemas"
FLAT = "Rebels hold the bridge."
OTHER = "A\n\nseagull.\n"
DRAFT = f"# Vessen\n\nA resident said the lights went out.\n{FLAT}\n"


def finding(draft: str, stretch: str, **facts: Any) -> Finding:
    start = draft.index(stretch)
    whole = {"rule": "VET101", "name": "unsourced-assertion", "severity": "warning", "message": "Say who reported it."}
    return Finding(**{**whole, "start": start, "end": start + len(stretch), **facts})


def report(draft: str, *findings: Finding, name: str = "draft.md", **facts: Any) -> Report:
    return Report(Source(name, draft), findings, sentences=3, claims=4, failing=len(findings), **facts)


def written(output: str, *reports: Report, look: Look | None = None) -> str:
    return "".join(outputs.writer(output)(Tally(reports), look or Look()))


def parsed(output: str, *reports: Report, look: Look | None = None) -> Any:
    return json.loads(written(output, *reports, look=look))


def valid(schema: str, value: Any) -> None:
    loaded = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    jsonschema.Draft202012Validator(loaded).validate(value)


RICH = report(
    DRAFT,
    finding(
        DRAFT,
        FLAT,
        fix=Fix("unsafe", (Edit(0, 1, "x"),)),
        suggestions=("Name the source.",),
        related=(Related("draft.md", 10, 20, "said here", DRAFT), Related("other.md", 3, 9, "and there", OTHER)),
    ),
    finding(DRAFT, "lights", suppressed="seen by us"),
    finding(DRAFT, "#", start=0, end=0, severity="error", rule="VET902"),
    notes=("no citations in this file",),
)
BROKEN = Report(Source("bad.md", ""), errors=(Problem("bad.md", None, "not UTF-8 at byte 812"),), checked=False)
ALL = Look(suppressed=True)


# --- text


def test_the_stretch_is_underlined_in_its_line() -> None:
    assert written("text", report(DRAFT, finding(DRAFT, "hold the bridge", suggestions=("Name the source.",)))) == (
        "draft.md:4:8: warning VET101 unsourced-assertion\n"
        "  Say who reported it.\n"
        "  |\n"
        "4 | Rebels hold the bridge.\n"
        "  |        ^^^^^^^^^^^^^^^\n"
        "  = help: Name the source.\n"
        "\n"
        "Found 1 finding (1 warning) in 1 file.\n"
    )


@pytest.mark.parametrize(
    ("line", "stretch", "shown", "marks"),
    [
        ("a\tbridge fell", "bridge", "a    bridge fell", "     ^^^^^^"),
        ("新聞 said bridges fell", "bridges", "新聞 said bridges fell", "          ^^^^^^^"),
        ("the 新聞 fell", "新聞", "the 新聞 fell", "    ^^^^"),
        ("Cafe\u0301 owners fled", "owners", "Cafe\u0301 owners fled", "     ^^^^^^"),
        ("red \x1b[31mfell", "fell", "red \\x1b[31mfell", "            ^^^^"),
        ("a \u202ebridge fell", "bridge", "a \\u202ebridge fell", "        ^^^^^^"),
    ],
)
def test_the_underline_stands_under_the_words(line: str, stretch: str, shown: str, marks: str) -> None:
    printed = written("text", report(line, finding(line, stretch))).split("\n")
    assert printed[3] == f"1 | {shown}"
    assert printed[4] == f"  | {marks}"


def test_a_long_line_is_cut_around_the_stretch() -> None:
    line = "far " * 300 + "bridge" + " off" * 300
    printed = written("text", report(line, finding(line, "bridge")), look=Look(width=60)).split("\n")
    assert len(printed[3]) <= 60
    assert printed[3].startswith("1 | …") and printed[3].endswith("…")
    at = printed[4].index("^")
    assert printed[3][at : at + 6] == "bridge" and printed[4].endswith("^" * 6)


def test_a_stretch_over_many_lines_is_shown_in_part() -> None:
    draft = "The bridge\n  fell on\nMonday\nat noon\nsharp."
    printed = written("text", report(draft, finding(draft, draft[4:])))
    assert "1 | The bridge\n  |     ^^^^^^\n2 |   fell on\n  |   ^^^^^^^\n3 | Monday\n  | ^^^^^^\n  | …\n" in printed


def test_colour_is_an_option_and_nothing_else_changes() -> None:
    coloured = written("text", RICH, look=Look(colour=True))
    assert "\x1b[33m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == written("text", RICH)


def test_suppressed_findings_are_counted_and_shown_when_asked_for() -> None:
    assert "seen by us" not in written("text", RICH)
    assert "Found 2 findings (1 error, 1 warning) in 1 file; 1 suppressed.\n" in written("text", RICH)
    assert "(suppressed: seen by us)" in written("text", RICH, look=ALL)


def test_both_ends_of_a_stretch_wider_than_the_screen_are_shown() -> None:
    long = "The bridge at Orm " + "and the mill beside it " * 20 + "burned down."
    draft = f"It rained. {long} It snowed.\n"
    shown, under = written("text", report(draft, finding(draft, long)), look=Look(width=60)).splitlines()[3:5]
    assert len(shown) <= 60
    assert shown.startswith("1 | …The bridge at Orm and") and shown.endswith("it burned down.…") and " … " in shown
    assert under == "  |  " + "^" * (len(shown) - 6)


def test_related_places_and_notes_are_told() -> None:
    printed = written("text", RICH)
    assert "  = see draft.md:3:1: said here\n3 | A resident said the lights went out.\n  | ----------\n" in printed
    assert "  = see other.md:3:1: and there\n3 | seagull.\n  | ------\n" in printed
    assert "draft.md: note: no citations in this file\n" in printed


FINDINGS_ONLY = ("gitlab", "checkstyle", "rdjson", "vale")
"""Formats with a place for what is found on a line and for nothing else."""


@pytest.mark.parametrize("output", outputs.OUTPUTS)
def test_every_output_tells_what_was_found_and_what_could_not_be_read(output: str) -> None:
    text = written(output, RICH, BROKEN)
    assert text.endswith("\n") and "VET101" in text and "VET902" in text
    assert ("not UTF-8 at byte 812" in text) == (output != "text")  # beside text it goes to standard error
    assert ("no citations in this file" in text) == (output not in FINDINGS_ONLY)
    if output in ("json", "sarif"):
        json.loads(text)
    if output == "jsonl":
        assert all(json.loads(line) for line in text.splitlines())


@pytest.mark.parametrize("output", outputs.OUTPUTS)
@pytest.mark.parametrize("reports", [(), (report("Calm."),), (BROKEN,)], ids=["none", "calm", "broken"])
def test_every_output_ends_whole_without_findings(output: str, reports: tuple[Report, ...]) -> None:
    text = written(output, *reports)
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("output", outputs.STATISTICS)
def test_every_way_to_count_is_written_whole(output: str) -> None:
    text = "".join(outputs.statistics_writer(output)(Tally((RICH, BROKEN)), Look()))
    assert text.endswith("\n") and "VET101" in text


@pytest.mark.parametrize(
    "writer",
    [
        *map(outputs.claim_writer, outputs.CLAIM_OUTPUTS),
        *map(outputs.source_writer, outputs.SOURCE_OUTPUTS),
        outputs.diff_writer(),
    ],
)
def test_every_other_writer_can_be_called_without_drafts(writer: Any) -> None:
    text = "".join(writer(Tally(()), Look()) if writer is outputs.diff_writer() else writer((), Look()))
    assert text == "" or text.endswith("\n")


def test_nothing_found_is_said_as_well() -> None:
    assert written("text", report(DRAFT), report(DRAFT)) == "All clear: 2 files, 8 claims.\n"
    assert written("text", BROKEN) == "Nothing was checked; 1 could not be checked.\n"


def test_a_path_cannot_drive_the_terminal() -> None:
    printed = written("text", report(DRAFT, finding(DRAFT, FLAT), name="a\x1b]0;b\x07\n.md"))
    assert printed.startswith("a\\x1b]0;b\\x07\\n.md:4:1: ")


# --- JSON


def test_json_has_the_published_shape() -> None:
    value = parsed("json", RICH, BROKEN, look=ALL)
    valid("report-1.json", value)
    first = value["findings"][0]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (4, 1, 4, 24)
    assert first["text"] == FLAT == DRAFT[first["start"] : first["end"]]
    assert first["related"][0]["text"] == DRAFT[10:20]
    assert (first["related"][1]["line"], first["related"][1]["text"]) == (3, "seagul")
    assert value["errors"] == [{"path": "bad.md", "line": None, "message": "not UTF-8 at byte 812"}]
    assert value["summary"] == {
        "files": 1, "sentences": 3, "claims": 4, "error": 1, "warning": 1, "info": 0, "suppressed": 1,
    }  # fmt: skip
    assert value["findings"][1]["suppressed"] == "seen by us"


def test_an_empty_report_is_valid_too() -> None:
    valid("report-1.json", parsed("json"))
    valid("report-1.json", parsed("json", report(DRAFT)))


def test_json_lines_are_findings_and_a_last_line_of_counts() -> None:
    lines = [json.loads(line) for line in written("jsonl", RICH, BROKEN, look=ALL).splitlines()]
    whole = parsed("json", RICH, BROKEN, look=ALL)
    assert lines[:-1] == whole.pop("findings")
    assert lines[-1] == whole


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_text_is_written_as_valid_ascii_json(draft: str, start: int, length: int) -> None:
    end = min(len(draft), start + length)
    one = finding(draft, "", start=min(start, end), end=end)
    raw = written("json", report(draft, one))
    assert raw.isascii()
    value = json.loads(raw)
    valid("report-1.json", value)
    assert value["findings"][0]["text"] == draft[one.start : one.end]
    text_output = written("text", report(draft, one), look=Look(width=40))
    assert outputs.visible(text_output.replace("\n", "")) == text_output.replace("\n", "")


@given(st.lists(st.text(alphabet="ab \t\v\f\x1c\x85\u2028é新"), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_position_names_the_character_in_the_file(lines: list[str], line_end: str) -> None:
    draft = line_end.join(lines)
    by_line = draft.split(line_end)
    for offset, character in enumerate(draft):
        place = outputs.Lines(draft).place(offset, offset + 1)
        if character not in "\r\n":
            assert by_line[place.line - 1][place.column - 1] == character


def test_the_fingerprint_follows_the_words_and_not_the_place() -> None:
    later = "A new first line.\n" + DRAFT.replace("Vessen", "Vessen and Orm")
    before, after = (outputs.fingerprints(report(draft, finding(draft, FLAT))) for draft in (DRAFT, later))
    assert before == after
    twice = f"{FLAT}\n{FLAT}\n{FLAT}"
    repeated = [finding(twice, FLAT)._replace(start=at, end=at + len(FLAT)) for at in (0, 24, 48)]
    assert len(set(outputs.fingerprints(report(twice, *repeated)))) == 3


FRAGMENTS = (
    "Rebels shelled **the depot** in Vessen on Monday, killing 14 people.", "The rebels will *probably* attack again.",
    "A resident claimed that the bridge [fell](http://orm.example).", "- Un**likely** (70%) to last", "> “Nobody fled.",
    "experts say", "[TK]", "# Vessen", "Key Takeaways", "| a | b |\n|---|---|\n| clearly | may |", "```",
    "<!-- vetter: off -->", "This clearly proves that they want war.", "Cafe\u0301 owners in \u0406\u0308zmail fled.",
    "新聞", "\t", "\u00a0", "\u2028", "\x0b", "\n",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=12),
    st.sampled_from([" ", "\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from(["draft.md", "draft.txt"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_every_finding_shows_the_text_the_file_has_at_its_place(
    pieces: list[str], between: str, name: str, mark: bytes
) -> None:
    data = mark + between.join(pieces).replace("\0", "").encode("utf-8", "replace")
    source = decode(data, name)
    checked = lint.check(source, Settings(packs=("core", "isw")))
    assert all(each.line and "suppression comment" in each.message for each in checked.errors)
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", source.text)
    for each in parsed("json", checked, look=ALL)["findings"]:
        assert each["text"] == source.text[each["start"] : each["end"]]
        for line, column, offset in (("line", "column", "start"), ("end_line", "end_column", "end")):
            assert sum(map(len, lines[: each[line] - 1])) + each[column] - 1 == each[offset]
            assert 0 <= each[column] - 1 <= len(lines[each[line] - 1])


# --- SARIF and GitHub


def test_sarif_carries_rules_regions_fingerprints_and_suppressions() -> None:
    run = parsed("sarif", RICH, BROKEN, look=ALL)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    result, silenced, whole = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "VET101"
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (4, 1, 4, 24)
    assert region["snippet"]["text"] == FLAT
    assert re.fullmatch("[0-9a-f]{24}", result["partialFingerprints"]["vetterFinding/v1"])
    assert silenced["suppressions"] == [{"kind": "inSource", "justification": "seen by us"}]
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["exitCode"] == 2 and not run["invocations"][0]["executionSuccessful"]
    told = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert told == ["not UTF-8 at byte 812", "no citations in this file"]


def test_sarif_addresses_are_relative_and_percent_encoded() -> None:
    run = parsed("sarif", report(DRAFT, finding(DRAFT, FLAT), name="./field notes/ä#1.md"))["runs"][0]
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "field%20notes/%C3%A4%231.md", "uriBaseId": "%SRCROOT%"}
    run = parsed("sarif", report(DRAFT, finding(DRAFT, FLAT), name="/srv/a b.md"))["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///srv/a%20b.md"}


def test_github_gets_one_escaped_command_for_each_live_finding() -> None:
    odd = finding(DRAFT, FLAT, message="100% sure:\nsay, who")
    lines = written("github", report(DRAFT, odd, name="a,b:c.md"), BROKEN, look=ALL).splitlines()
    assert lines == [
        "::warning file=a%2Cb%3Ac.md,line=4,endLine=4,col=1,endColumn=24,title=VET101 unsourced-assertion"
        "::100%25 sure:%0Asay, who",
        "::error file=bad.md::not UTF-8 at byte 812",
    ]
    helped = finding(DRAFT, FLAT, suggestions=("count them", "name them"))
    assert "::Say who reported it. Help: count them; name them\n" in written("github", report(DRAFT, helped))
    noted = report(DRAFT, name="::error::\n.md", notes=("no citations",))
    assert written("github", noted) == "note: ::error::\\n.md: no citations\n"
    several = finding(DRAFT, DRAFT[10:])
    assert "col=" not in written("github", report(DRAFT, several))
    assert "seen by us" not in written("github", RICH, look=ALL)


# --- claims

CLAIM = Claim(
    10, 46, "attrib", "source", 5, "positive", "event", classes=frozenset({"legal", "attack"}),
    cues=(Cue(21, 25, "report", "verb"),), sources=(SourceMark(10, 20, "person"),),
    hedges=(Hedge(26, 29, 3, "positive", "author", "adverb"),), specifics=(Mark(30, 36, "number"),),
)  # fmt: skip


def reading(draft: str, *claims: Claim, name: str = "draft.md") -> Reading:
    document = Document(Source(name, draft), draft, (), (), (), True)
    return Reading(document, (Sentence(0, "body", start=10, end=46, claims=claims, quotes=()),))


def ledger(output: str, *readings: Reading) -> str:
    return "".join(outputs.claim_writer(output)(readings, Look(width=90)))


def test_the_claim_ledger_has_the_published_shape() -> None:
    value = json.loads(
        ledger("json", reading(DRAFT, CLAIM, CLAIM._replace(strength=-1)), reading(DRAFT, CLAIM, name="b.md"))
    )
    valid("claims-1.json", value)
    assert [document["path"] for document in value["documents"]] == ["draft.md", "b.md"]
    first, second = value["documents"][0]["sentences"][0]["claims"]
    assert first["strength"] == "S5" and second["strength"] is None
    assert first["cues"][0] == {
        "start": 21, "end": 25, "text": "said", "class": "report", "form": "verb", "negated": False,
    }  # fmt: skip
    assert first["hedges"][0]["strength"] == "S3"
    assert first["classes"] == ["attack", "legal"]
    valid("claims-1.json", json.loads(ledger("json")))


def test_the_spreadsheet_has_a_line_for_each_claim() -> None:
    rows = list(csv.DictReader(io.StringIO(ledger("csv", reading(DRAFT, CLAIM)))))
    assert len(rows) == 1
    assert (rows[0]["line"], rows[0]["status"], rows[0]["sources"]) == ("3", "attrib", "A resident")
    assert rows[0]["text"] == "A resident said the lights went out."


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_the_spreadsheet_is_a_formula(formula: str) -> None:
    draft = f"{'x' * 10}{formula:<36}"
    rows = list(
        csv.DictReader(
            io.StringIO(
                ledger(
                    "csv",
                    reading(draft, CLAIM),
                )
            )
        )
    )
    assert rows[0]["text"].startswith(f"'{formula}")


def test_the_table_fits_the_screen() -> None:
    lines = ledger("table", reading(DRAFT * 3, CLAIM)).splitlines()
    assert lines[0] == "draft.md"
    assert all(len(line) <= 90 for line in lines)
    assert "attrib" in lines[2] and "A resident" in lines[2]
