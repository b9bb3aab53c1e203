"""The JSON Schema of a configuration: it takes what the reader takes, and refuses what the reader refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vetter import cli, configfile, lint, schema
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


def test_the_shipped_schema_is_the_one_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "config", "--no-config"]) == 0
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed == json.loads((ROOT / "vetter" / "schemas" / "config-1.json").read_text(encoding="utf-8"))
