"""The formats of other tools: valid by their published schemas, and pointing where the file has it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Vet
from tests.timing import grows_no_faster
from vetter import lint, outputs
from vetter.config import Settings
from vetter.findings import Edit, Finding, Fix, Related
from vetter.outputs import Look, Tally
from vetter.report import Problem, Report
from vetter.source import Source, decode, encode

SCHEMAS = Path(__file__).parent / "schemas"
ALL = Look(suppressed=True)
EVERY_PACK = lint.vocabulary().packs


@pytest.fixture(autouse=True)
def _in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- valid by their schemas


@cache
def json_schema(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


@cache
def xml_schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / name)


def valid_sarif(text: str) -> None:
    json_schema("sarif-2.1.0.json").validate(json.loads(text))


def valid_rdjson(text: str) -> None:
    result = json.loads(text)
    json_schema("rdjson.json").validate(result)
    assert list(result) == ["source", "diagnostics"]


def valid_gitlab(text: str) -> None:
    issues = json.loads(text)
    for issue in issues:
        json_schema("codeclimate-issue.json").validate(issue)
        assert issue["fingerprint"] and issue["severity"]  # of the keys that GitLab needs those the schema leaves open
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def valid_junit(text: str) -> None:
    xml_schema("junit-10.xsd").validate(text)
    suites = ElementTree.fromstring(text)
    for suite in suites:
        for count, what in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
            assert int(suite.attrib[count]) == len(suite.findall(what))
        names = [case.attrib["name"] for case in suite.findall("testcase")]
        assert len(set(names)) == len(names) > 0


def valid_checkstyle(text: str) -> None:
    xml_schema("checkstyle.xsd").validate(text)


def valid_vale(text: str) -> None:
    """What the types of Vale say of an alert, and what editors rely on."""
    for alerts in json.loads(text).values():
        assert alerts
        for alert in alerts:
            assert set(alert) == {
                "Action",
                "Span",
                "Check",
                "Description",
                "Link",
                "Message",
                "Severity",
                "Match",
                "Line",
            }
            assert alert["Severity"] in ("error", "warning", "suggestion") and "." in alert["Check"]
            first, last = alert["Span"]
            assert alert["Line"] >= 1 and 1 <= first <= last
            assert set(alert["Action"]) == {"Name", "Params"}


VALID: dict[str, Callable[[str], None]] = {
    "sarif": valid_sarif,
    "rdjson": valid_rdjson,
    "gitlab": valid_gitlab,
    "junit": valid_junit,
    "checkstyle": valid_checkstyle,
    "vale": valid_vale,
}

LONG = "😀 Nobody saw Ze\u0301non by the river. " * 150
ODD = (
    "# Vessen 😀",
    "",
    "## Key Takeaways",
    "",
    "- 👩🏽‍🚒 Army engineers reopened the bridge at Karrow.",
    "",
    "## Body",
    "",
    "Cafe\u0301 owners fled. 👩🏽‍🚒 Rebels shelled the depot in Vessen on Monday, killing 14 people. 🇺🇦 [TK] 新聞",
    "",
    f"{LONG}Rebels shelled the depot in Orm on Friday, killing 9 people. {LONG}",
    "",
    "A\u0308rzte left. The defence ministry claimed that army engineers reopened the bridge at Karrow.",
    "",
    "The rebels \x07 will\x1b[31m attack & burn <Orm> “again”.",
    "They may possibly\u2028stay \ufffe until 31 November 2031.",
    "",
    "<!-- vetter: ignore[VET101] -- 5 % & <seen> by “us” 😀 -->",
    "Rebels shelled the depot in Vessen on Monday, killing 14 people.",
    "",
    "Rebels shelled the depot in Vessen on Monday, killing 14 people.",
    "",
)


def odd(line_end: str = "\r\n", mark: bytes = b"") -> bytes:
    assert max(map(len, ODD)) > 5000
    data = mark + line_end.join(ODD).encode()
    Path("odd.md").write_bytes(data)
    return data


def told(vet: Vet, output: str, *more: str) -> str:
    packs = [word for pack in EVERY_PACK for word in ("--pack", pack)]
    code, out, err = vet(
        "check", "--no-config", *packs, "--show-suppressed", "--format", output, *(more or ("odd.md",))
    )
    assert code in (1, 2) and (code == 2 or err == "")
    return out


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("output", VALID)
def test_an_odd_file_is_told_validly(vet: Vet, output: str, line_end: str) -> None:
    odd(line_end)
    text = told(vet, output)
    VALID[output](text)
    assert text.isascii() and all(rule in text for rule in ("VET101", "VET306", "VET602", "VET807", "VET902"))


@pytest.mark.parametrize("output", VALID)
def test_drafts_that_are_calm_missing_or_broken_are_told_validly(vet: Vet, output: str) -> None:
    Path("calm.md").write_text("The mayor of Vessen said on Monday that the ferry will run again in June.\n")
    Path("bad\x0b&.md").write_bytes(b"\xff\xfe")
    Path("comment.md").write_text("Rebels fled.\n\n<!-- vetter: ignoer[VET101] -- x -->\n")
    for paths in (["calm.md"], ["calm.md", "bad\x0b&.md", "comment.md", "no\x07pe.md"]):
        text = vet("check", "--no-config", "--format", output, *paths)[1]
        VALID[output](text)
    assert "not UTF-8" in text and "no such file" in text and "suppression comment" in text


WORDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\0\x07\x0b\x1b\x7f\x85\u2028\ufffe\uffff<&\"']]>"), max_size=30
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report whose every word and place is arbitrary."""
    text = draw(WORDS)
    findings = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.integers(0, len(text))) for _ in range(2))
        at, to = sorted(draw(st.integers(0, len(text))) for _ in range(2))
        other = draw(WORDS)
        findings.append(
            Finding(
                draw(WORDS) or "VET101", draw(WORDS), draw(st.sampled_from(["error", "warning", "info"])), start, end,
                draw(WORDS) or "Say who.",
                draw(st.none() | st.just(Fix("safe", (Edit(at, to, draw(WORDS)),)))),
                tuple(draw(st.lists(WORDS, max_size=2))),
                (Related(draw(WORDS) or "a.md", 0, len(other), draw(WORDS), other),) * draw(st.integers(0, 2)),
                draw(st.none() | WORDS),
            )
        )  # fmt: skip
    name = draw(WORDS).replace("\0", "") or "draft.md"
    errors = tuple(Problem(draw(st.just(name) | st.just("x.yml")), draw(st.none() | st.just(3)), draw(WORDS) or "no.")
                   for _ in range(draw(st.integers(0, 2))))  # fmt: skip
    notes = tuple(draw(st.lists(WORDS, max_size=1)))
    return Report(Source(name, text), tuple(findings), notes, errors, checked=draw(st.booleans()) or bool(findings))


def written(output: str, *reports: Report, look: Look = ALL) -> str:
    return "".join(outputs.writer(output)(Tally(reports), look))


@settings(max_examples=50, deadline=None)
@given(st.lists(reports(), max_size=3))
def test_whatever_is_found_in_whatever_is_told_validly(found: list[Report]) -> None:
    for output, valid in VALID.items():
        text = written(output, *found)
        assert text.isascii()
        valid(text)


@settings(deadline=None)
@given(WORDS)
def test_xml_holds_the_text_with_what_it_cannot_hold_written_out(text: str) -> None:
    report = Report(Source("a.md", "x"), (Finding("VET101", "a-name", "error", 0, 1, text),))
    error = ElementTree.fromstring(written("checkstyle", report)).find("file/error")
    assert error is not None
    kept = error.attrib["message"]
    allowed = "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert kept == "".join(
        each if re.fullmatch(allowed, each) else each.encode("unicode_escape").decode() for each in text
    )
    failure = ElementTree.fromstring(written("junit", report)).find("testsuite/testcase/failure")
    assert failure is not None and failure.attrib["message"] == kept


# --- reviewdog: bytes


def byte_lines(data: bytes) -> list[bytes]:
    return re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data)


def sliced(data: bytes, place: dict[str, Any]) -> bytes:
    """The bytes of a file from one line and byte to another."""
    lines = byte_lines(data)
    start, end = (
        sum(map(len, lines[: place[what]["line"] - 1])) + place[what]["column"] - 1 for what in ("start", "end")
    )
    return data[start:end]


FRAGMENTS = (
    *(line for line in ODD if len(line) < 1000), LONG[: len(LONG) // 5],
    "Rebels shelled **the depot** in Vessen on Monday, killing 14 people.",
    "A resident claimed that the bridge [fell](http://orm.example).",
    "- Un**likely** (70%) to last", "> “Nobody fled.", "This clearly proves that they want war.",
    "Cafe\u0301 owners in \u0406\u0308zmail may possibly flee.", "新聞", "\u00a0", "\u2028", "\x0b", "👩🏽‍🚒",
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=8),
    st.sampled_from([" ", "\n", "\r\n", "\r"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_reviewdog_is_told_the_bytes_of_the_file(pieces: list[str], between: str, mark: bytes) -> None:
    data = mark + between.join(pieces).replace("\0", "").encode("utf-8", "replace")
    source = decode(data, "draft.md")
    report = lint.check(source, Settings(packs=EVERY_PACK))
    check_bytes(data, report)


def check_bytes(data: bytes, report: Report) -> int:
    live = [finding for finding in report.findings if finding.suppressed is None]
    diagnostics = json.loads(written("rdjson", report._replace(errors=()), look=Look(unsafe=True)))["diagnostics"]
    places = 0
    for finding, diagnostic in zip(live, diagnostics, strict=True):
        stretches = [(finding.start, finding.end, report.source.text, diagnostic["location"])]
        for related, other in zip(finding.related, diagnostic.get("related_locations", ()), strict=True):
            assert related.path == report.name == other["location"]["path"]
            stretches.append((related.start, related.end, related.text, other["location"]))
        for start, end, text, location in stretches:
            assert ("range" in location) == bool(end)
            if end:
                assert sliced(data, location["range"]) == text[start:end].encode()
                places += 1
    return places


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_reviewdog_is_told_the_bytes_of_the_odd_file(line_end: str, mark: bytes) -> None:
    data = odd(line_end, mark)
    report = lint.check(decode(data, "odd.md"), Settings(packs=EVERY_PACK))
    assert any(finding.related for finding in report.findings)
    assert check_bytes(data, report) >= 8


def test_a_mark_before_another_file_counts_in_its_first_line() -> None:
    text = "The bridge may be open."
    related = Related("b.md", 11, 14, "hedged", text, True)
    finding = Finding("VET615", "surer", "error", 0, 3, "Too sure.", related=(related,))
    (diagnostic,) = json.loads(written("rdjson", Report(Source("a.md", "The bridge."), (finding,))))["diagnostics"]
    place = diagnostic["related_locations"][0]["location"]["range"]
    assert sliced(b"\xef\xbb\xbf" + text.encode(), place) == b"may"


@settings(deadline=None)
@given(st.text(max_size=20), st.data())
def test_a_suggestion_for_reviewdog_does_what_the_fix_does(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    edits = (Edit(cuts[0], cuts[1], "ä"), Edit(cuts[2], cuts[3], data.draw(st.text(max_size=4))))
    finding = Finding("VET306", "hedge-stack", "warning", 0, 1, "Two.", Fix("safe", edits))
    source = Source("a.md", text, data.draw(st.booleans()))
    (diagnostic,) = json.loads(written("rdjson", Report(source, (finding,))))["diagnostics"]
    (suggestion,) = diagnostic["suggestions"]
    mended = text[: cuts[0]] + "ä" + text[cuts[1] : cuts[2]] + edits[1].text + text[cuts[3] :]
    whole = encode(source)
    lines = byte_lines(whole)
    start, end = (
        sum(map(len, lines[: place["line"] - 1])) + place["column"] - 1
        for place in (suggestion["range"]["start"], suggestion["range"]["end"])
    )
    assert whole[:start] + suggestion["text"].encode() + whole[end:] == encode(source._replace(text=mended))


def test_unsafe_fixes_are_suggested_only_when_asked_for() -> None:
    finding = Finding("VET201", "booster", "warning", 0, 7, "No.", Fix("unsafe", (Edit(0, 8, ""),)))
    report = Report(Source("a.md", "Clearly it will end."), (finding,))
    for output, there in (("rdjson", "suggestions"), ("vale", '"remove"')):
        inside = report._replace(findings=(finding._replace(fix=Fix("unsafe", (Edit(0, 7, ""),))),))
        assert there not in written(output, inside)
        assert there in written(output, inside, look=Look(unsafe=True))


@pytest.mark.parametrize("output", VALID)
def test_time_grows_no_faster_than_the_findings_of_one_long_line(output: str) -> None:
    def write(size: int) -> None:
        text = "Ärzte fled. " * size
        found = tuple(Finding("VET101", "unsourced", "error", at * 12, at * 12 + 10, "Who?") for at in range(size))
        written(output, Report(Source("a.md", text), found))

    assert grows_no_faster(write, 200, 16)


# --- Vale


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=8), st.sampled_from([" ", "\n", "\r\n"]))
def test_the_span_for_vale_is_the_match(pieces: list[str], between: str) -> None:
    source = decode(between.join(pieces).replace("\0", "").encode("utf-8", "replace"), "draft.md")
    report = lint.check(source, Settings(packs=EVERY_PACK))._replace(errors=())
    lines = re.split("\r\n|\n|\r", source.text)
    for alert in json.loads(written("vale", report, look=Look())).get("draft.md", []):
        first, last = alert["Span"]
        shown = lines[alert["Line"] - 1][first - 1 : last]
        if alert["Match"]:
            assert shown == re.split("\r\n|\n|\r", alert["Match"])[0] or not shown
        else:
            assert (alert["Line"], first, last) == (1, 1, 1)


def test_an_alert_has_the_shape_that_vale_gives_it() -> None:
    text = "They may possibly attack."
    finding = Finding("VET306", "hedge-stack", "info", 5, 17, "Two hedges.", Fix("safe", (Edit(8, 17, ""),)))
    assert json.loads(written("vale", Report(Source("a.md", text), (finding,)))) == {
        "a.md": [
            {"Action": {"Name": "replace", "Params": ["may"]}, "Span": [6, 17], "Check": "vetter.VET306",
             "Description": "hedge-stack", "Link": "", "Message": "Two hedges.", "Severity": "suggestion",
             "Match": "may possibly", "Line": 1}
        ]
    }  # fmt: skip
    assert json.loads(written("vale", Report(Source("a.md", text)))) == {}


# --- GitLab


def fingerprints(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for issue in json.loads(text):
        found.setdefault(issue["location"]["path"], []).append(issue["fingerprint"])
    return found


TWINS = "The rebels shelled the depot on Monday, killing 14 people.\n\n"


def test_twins_in_one_draft_and_in_two_have_fingerprints_of_their_own(vet: Vet) -> None:
    for name in ("a.md", "b.md"):
        Path(name).write_text(TWINS * 3)
    text = vet("check", "--no-config", "--format", "gitlab", ".")[1]
    valid_gitlab(text)
    assert {path: len(marks) for path, marks in fingerprints(text).items()} == {"a.md": 3, "b.md": 3}


def test_a_fingerprint_stays_when_the_draft_changes_elsewhere_and_wherever_the_job_works(
    vet: Vet, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("reports").mkdir()
    Path("reports/a.md").write_text(f"Nobody saw anything.\n\n{TWINS}")
    before = fingerprints(vet("check", "--no-config", "--format", "gitlab", "./reports/a.md")[1])
    assert list(before) == ["reports/a.md"]
    Path("reports/a.md").write_text(f"# Vessen\n\nIt rained. Nobody saw anything.\n\n{TWINS}")
    monkeypatch.setenv("CI_PROJECT_DIR", str(Path.cwd()))
    monkeypatch.chdir("reports")
    assert fingerprints(vet("check", "--no-config", "--format", "gitlab", "a.md")[1]) == before


# --- places to be held against


def test_both_places_of_a_finding_are_told_wherever_there_is_room(vet: Vet) -> None:
    odd()
    line = next(number for number, text in enumerate(ODD, 1) if "claimed" in text)

    def of_drift(found: list[Any], key: Callable[[Any], str]) -> Any:
        (one,) = (each for each in found if key(each) == "VET602")
        return one

    issue = of_drift(json.loads(told(vet, "gitlab")), lambda each: each["check_name"])
    assert issue["other_locations"] == [{"path": "odd.md", "lines": {"begin": line, "end": line}}]
    diagnostic = of_drift(json.loads(told(vet, "rdjson"))["diagnostics"], lambda each: each["code"]["value"])
    assert diagnostic["related_locations"][0]["location"]["range"]["start"]["line"] == line
    assert diagnostic["related_locations"][0]["message"] == "attributed"
    see = f"See line {line}: attributed."
    assert see in issue["description"] and see in diagnostic["message"]
    alert = of_drift(json.loads(told(vet, "vale"))["odd.md"], lambda each: each["Check"].partition(".")[2])
    assert see in alert["Message"]
    assert see in told(vet, "checkstyle")
    suites = ElementTree.fromstring(told(vet, "junit"))
    (details,) = (
        failure.text for case in suites.iter("testcase") for failure in case.iter("failure")
        if case.attrib["name"].startswith("VET602 ")
    )  # fmt: skip
    assert f'See odd.md:{line}:14: attributed "The defence ministry claimed' in (details or "")


# --- JUnit


def test_a_suite_is_a_draft_with_its_findings_reasons_and_notes() -> None:
    text = "Rebels fled. Rebels fled."
    first = Finding("VET101", "unsourced-assertion", "warning", 0, 12, "Say who.")
    silenced = first._replace(rule="VET102", start=13, end=25, suppressed="seen")
    found = (first, first._replace(end=6), silenced)
    report = Report(Source("a.md", text), found, ("no citations",))
    suite = ElementTree.fromstring(written("junit", report, Report(Source("b.md", "")), look=ALL))
    told, calm = suite
    assert [(case.attrib["name"], [each.tag for each in case]) for case in told.iter("testcase")] == [
        ("VET101 unsourced-assertion at 1:1", ["failure"]),
        ("VET101 unsourced-assertion at 1:1 (2)", ["failure"]),
        ("VET102 unsourced-assertion at 1:14", ["skipped"]),
    ]
    assert (told.attrib["tests"], told.attrib["failures"], told.attrib["skipped"]) == ("3", "2", "1")
    assert told.findtext("system-out") == "note: no citations"
    assert [(case.attrib, list(case)) for case in calm] == [({"classname": "b.md", "name": "vetter"}, [])]
    assert "skipped" not in written("junit", report, look=Look())


# --- GitHub


def many(errors: int, warnings: int, name: str = "a.md") -> Report:
    text = "Rebels fled.\n" * (errors + warnings)
    severities = ["error"] * errors + ["warning"] * warnings
    found = tuple(
        Finding("VET101", "unsourced", severity, number * 13, number * 13 + 6, f"Who, {number}?")
        for number, severity in enumerate(severities)
    )
    return Report(Source(name, text), found)


def test_github_gets_ten_annotations_of_a_kind_and_the_log_the_rest() -> None:
    lines = written("github", many(12, 3), many(0, 8, "b.md")).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert [sum(line.startswith(f"::{kind} ") for line in commands) for kind in ("error", "warning")] == [10, 10]
    rest = [line for line in lines if not line.startswith("::")]
    assert rest == [
        "error: a.md:11:1: VET101 unsourced: Who, 10?",
        "error: a.md:12:1: VET101 unsourced: Who, 11?",
        "warning: b.md:8:1: VET101 unsourced: Who, 7?",
        "vetter: 2 errors, 1 warning more in this log only: GitHub annotates 10 of a kind in a step.",
    ]
    assert "more in this log" not in written("github", many(10, 10))


def test_github_is_told_paths_from_the_top_of_the_repository(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reports").mkdir()
    Path("reports/a.md").write_text(TWINS)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(Path.cwd()))
    monkeypatch.chdir("reports")
    out = vet("check", "--no-config", "--format", "github", "./a.md", "nowhere.md")[1]
    assert out.startswith("::warning file=reports/a.md,line=1,") and "::error file=reports/nowhere.md::" in out


@settings(deadline=None)
@given(st.lists(reports(), max_size=2), st.integers(0, 25))
def test_nothing_in_a_draft_can_give_github_a_command(found: list[Report], errors: int) -> None:
    lines = re.split("\r\n|\n|\r", written("github", many(errors, 0), *found))
    live = sum(finding.suppressed is None for report in found for finding in report.findings)
    commands = [line for line in lines if re.match(r"\s*(::|##\[)", line)]
    assert all(re.match("::(error|warning|notice) ", line) for line in commands)
    assert len(commands) <= min(10, errors) + live + sum(len(report.errors) for report in found)


def test_a_job_summary_is_added_where_github_wants_it(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a|b.md").write_text(TWINS)
    Path("summary.md").write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert vet("check", "--no-config", "a|b.md")[0] == 1
    assert Path("summary.md").read_text() == "# Before\n"
    code, out, err = vet("check", "--no-config", "--format", "github", "a|b.md", "nowhere.md")
    assert code == 2 and out.startswith("::") and err.startswith("nowhere.md: ")
    summary = Path("summary.md").read_text()
    assert summary.startswith(
        "# Before\n### vetter: 1 finding (1 warning) in 1 file\n\n"
        "| place | severity | rule | finding |\n|---|---|---|---|\n"
        "| a\\|b.md:1:1 | warning | VET101 unsourced-assertion | "
    )
    assert summary.endswith("\n- **error**: nowhere.md: no such file or folder; check the spelling\n")


def test_a_job_summary_that_cannot_be_written_costs_nothing_else(vet: Vet, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.md").write_text(TWINS)
    plain = vet("check", "--no-config", "--format", "github", "a.md")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder/summary.md")
    code, out, err = vet("check", "--no-config", "--format", "github", "a.md")
    assert (code, out) == plain[:2]
    assert err.startswith("GITHUB_STEP_SUMMARY: no/such/folder/summary.md cannot be written: ") and err.count("\n") == 1


def summary(*found: Report) -> str:
    return "".join(outputs.job_summary_writer()(Tally(found), Look()))


@settings(deadline=None)
@given(st.lists(reports(), max_size=3))
def test_a_job_summary_has_a_row_for_each_finding_and_nothing_of_a_draft_is_markup(found: list[Report]) -> None:
    lines = summary(*found).split("\n")
    rows = [line for line in lines if line.startswith("| ")][1:]
    assert len(rows) == sum(finding.suppressed is None for report in found for finding in report.findings)
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5 for row in rows)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<`\[]", "".join(rows))


def test_a_job_summary_stays_below_what_github_takes() -> None:
    one = many(3000, 0)
    wordy = one._replace(
        findings=tuple(finding._replace(message="ä" * 200) for finding in one.findings),
        notes=tuple("ö" * 50 for _ in range(9000)),
    )
    text = summary(wordy)
    shown = text.count("| error |")
    assert len(text.encode()) < 1_000_000 and 500 < shown < 3000
    assert f"There are {3000 - shown} findings more.\n" in text


# --- SARIF


def test_sarif_tells_of_code_points_fingerprints_reasons_and_other_places(vet: Vet) -> None:
    odd()
    text = Path("odd.md").read_bytes().decode()
    (run,) = json.loads(told(vet, "sarif"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    lines = re.split("(?<=\n)", text)
    silenced, related = 0, 0
    for result in run["results"]:
        assert result["partialFingerprints"]
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] and rule["help"]["text"] and rule["help"]["markdown"]
        others = result.get("relatedLocations", [])
        related += len(others)
        for place in (*result["locations"], *others):
            region = place["physicalLocation"].get("region")
            if region is None:
                continue
            start = sum(map(len, lines[: region["startLine"] - 1])) + region["startColumn"] - 1
            end = sum(map(len, lines[: region["endLine"] - 1])) + region["endColumn"] - 1
            assert text[start:end] == region["snippet"]["text"]
            assert (start, end - start) == (region["charOffset"], region["charLength"])
        for suppression in result.get("suppressions", ()):
            silenced += 1
            assert suppression == {"kind": "inSource", "justification": "5 % & <seen> by “us” 😀"}
    assert silenced and related
