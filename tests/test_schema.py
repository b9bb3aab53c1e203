"""The JSON Schemas: that of a configuration takes what the reader takes and refuses what it refuses, and outputs are as
theirs have it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import Vet
from vetter import configfile, lint, schema
from vetter.entries import Entry, from_yaml

ROOT = Path(__file__).parent.parent
SCHEMA = schema.config(lint.vocabulary())


def plain(entry: Entry) -> Any:
    """An entry as an editor's YAML has it."""
    if isinstance(entry.value, dict):
        return {key: plain(value) for key, value in entry.value.items()}
    return [plain(item) for item in entry.value] if isinstance(entry.value, list) else entry.value


def mistakes(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """What the reader and what the schema say is wrong."""
    path = folder / configfile.FILE
    path.write_text(text, encoding="utf-8")
    configfile.forget()
    told = [problem for _, problem in configfile.load(str(path), lint.vocabulary()).problems]
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return told, [error.message for error in validator.iter_errors(plain(from_yaml(str(path))))]


def documented() -> list[str]:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return re.findall(r"(?ms)^```yaml(?: \w+)?\n(.*?)^```$", page)


@pytest.mark.parametrize("text", documented())
def test_the_documented_examples_are_accepted(tmp_path: Path, text: str) -> None:
    told, refused = mistakes(tmp_path, text)
    assert [problem for problem in told if "no such" not in problem] == refused == []


def test_every_setting_is_accepted(tmp_path: Path) -> None:
    text = """
packs: [core, isw]
select: [all, VET1, vet2, unsourced-assertion, Unsourced-Casualty]
ignore: []
severities: {VET101: error, vet2: info, intent-as-fact: warning}
self-names: [we, the Lorn desk]
summary-headings: [Bottom line]
doubt-verb: means-unverified
ladder: phia
sides: {Osse: [the Osse army, "D'Or"], Lorn: [Lornish]}
sources: {Osse: {}, Osse Gazette: {aliases: [gazette.example], grade: B2, deny: it forged letters}}
glossary: {labels: [puppet council], aliases: [[PA, Port Authority]]}
daily: true
cut-off: 2031-11-02
exclude: []
fail-on: never
level: warning
preview: false
per-path: [{paths: ["a/**"], ladder: ipcc, packs: [core], daily: false, glossary: {labels: [x]}}]
"""
    assert mistakes(tmp_path, text) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "selct: [VET1]\n",
        "packs: [iws]\n",
        "packs: core\n",
        "packs: []\n",
        "packs: [7]\n",
        "ignore: [unsourced-assertoin]\n",
        "ignore: [VET]x\n".replace("]x", "0]"),
        "select: VET1\n",
        "severities: {VET101: fatal}\n",
        "severities: {VETO: error}\n",
        "severities: [VET101]\n",
        "self-names: []\n",
        "self-names: ['...']\n",
        "summary-headings: ['']\n",
        "doubt-verb: unverified\n",
        "ladder: nato\n",
        "sides: [Osse]\n",
        "sides: {Osse: Lorn}\n",
        "sides: {Osse: []}\n",
        "sides: {'?': [Lorn]}\n",
        "sources: {Osse: B}\n",
        "sources: {Osse: {grade: G}}\n",
        "sources: {Osse: {grade: B7}}\n",
        "sources: {Osse: {deny: true}}\n",
        "sources: {Osse: {rating: B}}\n",
        "glossary: {label: [x]}\n",
        "glossary: {aliases: [[PA]]}\n",
        "glossary: {aliases: [PA]}\n",
        "daily: sometimes\n",
        "cut-off: yesterday\n",
        "exclude: x\n",
        "fail-on: no\n",
        "fail-on: loud\n",
        "level: never\n",
        "preview: 1\n",
        "per-path: {paths: [a]}\n",
        "per-path: [{packs: [core]}]\n",
        "per-path: [{paths: []}]\n",
        "per-path: [{paths: [a], level: info}]\n",
        "per-path: [{paths: [a], ladder: nato}]\n",
        "extends: [a.yml]\n",
        "rules: ''\n",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(tmp_path: Path, text: str) -> None:
    told, refused = mistakes(tmp_path, text)
    assert told and refused


@pytest.mark.parametrize("name", schema.NAMES)
def test_the_shipped_schema_is_the_one_that_is_printed(vet: Vet, name: str) -> None:
    code, out, err = vet("schema", name, "--no-config")
    assert (code, err) == (0, "")
    jsonschema.Draft202012Validator.check_schema(json.loads(out))
    assert out == (ROOT / "vetter" / "schemas" / f"{name}-1.json").read_text(encoding="utf-8")


def test_every_schema_in_the_package_can_be_printed() -> None:
    shipped = {path.name for path in (ROOT / "vetter" / "schemas").iterdir()}
    assert shipped == {f"{name}-1.json" for name in schema.NAMES}


# --- what is written

OWN = "name: plain-words\nswap:\n  utilise: use\nwords: [synergy]\n"
DRAFT = """\
## Key Takeaways

- Army engineers reopened the bridge at Karrow.

## Karrow

The defence ministry claimed that army engineers reopened the bridge at Karrow. We utilise synergy. 😀

They may possibly flee. <!-- vetter: ignore[unsourced-assertion] -- seen -->
"""
WRITTEN = {
    "report": ("check", "--format", "json"),
    "report-line": ("check", "--format", "jsonl"),
    "statistics": ("check", "--statistics", "--format", "json"),
    "claims": ("claims", "--format", "json"),
    "sources": ("sources", "--format", "json"),
    "baseline": ("baseline", "--output", "known.json"),
}
"""What each schema of an output is of."""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a rule of its own, and drafts: one with much to say, one that is empty, one that is broken."""
    monkeypatch.chdir(tmp_path)
    Path("house").mkdir()
    Path("house/plain.yml").write_text(OWN)
    Path(".vetter.yml").write_text("rules: house\npacks: [core, isw]\n")
    Path("draft.md").write_text(DRAFT, encoding="utf-8")
    Path("empty.md").write_text("")
    Path("bad.md").write_bytes(b"\xff")
    Path("comment.md").write_text("Rebels fled.\n\n<!-- vetter: ignoer -->\n")


def written(vet: Vet, name: str, *paths: str) -> list[Any]:
    out = vet(*WRITTEN[name], *(("--show-suppressed",) if name == "report-line" else ()), *paths)[1]
    if name == "baseline":
        out = Path("known.json").read_text(encoding="utf-8")
    return [json.loads(line) for line in out.splitlines()] if name == "report-line" else [json.loads(out)]


def validator(vet: Vet, name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(vet("schema", name)[1]))


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_as_its_schema_has_it(vet: Vet, name: str) -> None:
    valid = validator(vet, name)
    asked = [["draft.md"], ["empty.md"], ["draft.md", "empty.md"]]
    if name != "baseline":  # none is written when a draft cannot be read
        asked.append(["draft.md", "empty.md", "bad.md", "comment.md", "nowhere.md"])
    for paths in asked:
        values = written(vet, name, *paths)
        assert values
        for value in values:
            valid.validate(value)
    if name not in ("claims", "sources", "baseline"):
        assert "plain-words" in json.dumps(written(vet, name, "draft.md"))


def with_another_key(value: Any) -> Iterator[Any]:
    """The value with a key too many in each of its objects in turn."""
    match value:
        case dict():
            yield {**value, "surprise": 1}
            for key, each in value.items():
                yield from ({**value, key: changed} for changed in with_another_key(each))
        case list():
            for place, each in enumerate(value):
                yield from ([*value[:place], changed, *value[place + 1 :]] for changed in with_another_key(each))


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("name", ["report", "report-line", "statistics", "baseline"])
def test_a_schema_of_findings_knows_every_key(vet: Vet, name: str) -> None:
    valid = validator(vet, name)
    for value in written(vet, name, "draft.md"):
        for changed in with_another_key(value):
            assert not valid.is_valid(changed) or isinstance(changed.get("findings"), dict)
        for key in value:
            assert not valid.is_valid({other: each for other, each in value.items() if other != key})
