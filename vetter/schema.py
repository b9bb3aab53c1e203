"""The JSON Schemas of what vetter reads and writes. That of a configuration is made from the tables it is read by, that
of a line of a report from the whole report's; the others are kept in vetter/schemas."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping

from vetter import configfile, housefile
from vetter.config import FAIL_ON, LEVELS, Vocabulary
from vetter.entries import Form
from vetter.house import DOUBT_VERBS, GRADE
from vetter.housefile import CUT_OFF, HouseForm
from vetter.values import Any

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = {
    "extends": "Another configuration that holds where this one says nothing: a path from this file.",
    "rules": "The folder of your own rules, packs, ladders, grammars and word lists: a path from this file.",
    "packs": "The rule packs in use, united. The last one named decides about severities.",
    "select": "Only these rules: ids, beginnings of ids, names, or all.",
    "ignore": "Never these rules: ids, beginnings of ids, names, or all.",
    "severities": "Other severities for single rules; the last line that fits a rule counts.",
    "self-names": "What the authors call themselves.",
    "summary-headings": "Headings of your house that open a list of takeaways.",
    "doubt-verb": 'What "claimed" means in this house.',
    "ladder": "The scale of likelihood that its words follow.",
    "sides": "The sides of a conflict, each with the names of its members.",
    "sources": "The sources the house has graded or does not use.",
    "glossary": "The labels the house allows, and other names of one entity.",
    "daily": 'The product comes out every day, so that "now" is its date.',
    "cut-off": "The date after which nothing was taken in.",
    "exclude": "Files in folders that are not drafts, in the pattern language of .gitignore.",
    "per-path": "Other settings for some files.",
    "fail-on": "The least severity that makes the command exit with 1.",
    "level": "The least severity that is shown.",
    "preview": "Also the rules of these packs that are not ready yet.",
    "baseline": "A file of known findings (`vetter baseline`): only others are told.",
    "paths": "The files an override is for, in the pattern language of .gitignore.",
    "aliases": "Other names of the same.",
    "grade": "The Admiralty grade: reliability A to F, and credibility 1 to 6 where the house has settled it.",
    "deny": "Why the source is not used.",
    "labels": "Words of judgment that the house allows.",
}
"""What an editor tells of a key."""


NAMES = ("config", "report", "report-line", "statistics", "baseline", "comparison", "claims", "sources")
FOLDER = os.path.join(os.path.dirname(__file__), "schemas")


def text(name: str, vocabulary: Vocabulary) -> str:
    """A schema as a file holds it."""
    if name == "config":
        return _written(config(vocabulary))
    return _written(report_line()) if name == "report-line" else _kept(name)


def report_line() -> Schema:
    """The schema of a line of `--format jsonl`: a finding, or what the last line holds."""
    whole = json.loads(_kept("report"))
    last = {key: value for key, value in whole["properties"].items() if key != "findings"}
    about = "The last line: the errors, notes and counts of the run."
    rest = {"description": about, "type": "object", "required": [*last], "properties": last}
    return {
        "$schema": DRAFT,
        "$id": whole["$id"].replace("report-1", "report-line-1"),
        "title": f"{whole['title']}, line by line",
        "description": "What a line holds that `vetter check --format jsonl` writes.",
        "oneOf": [{"$ref": "#/$defs/finding"}, {"$ref": "#/$defs/rest"}],
        "$defs": {**whole["$defs"], "rest": {**rest, "additionalProperties": False}},
    }


def _kept(name: str) -> str:
    with open(os.path.join(FOLDER, f"{name}-1.json"), encoding="utf-8") as file:
        return file.read()


def _written(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def config(vocabulary: Vocabulary) -> Schema:
    """The schema of a `.vetter.yml` that may speak of these packs, rules and ladders."""
    return {
        "$schema": DRAFT,
        "title": "vetter configuration",
        "description": "How a project wants its drafts judged.",
        **_table(configfile.SETTINGS, vocabulary),
    }


def _table(readers: Mapping[str, Any], vocabulary: Vocabulary, required: tuple[str, ...] = ()) -> Schema:
    keys = {key: {"description": ABOUT[key], **KINDS[read](vocabulary)} for key, read in readers.items()}
    table: Schema = {"type": "object", "properties": keys, "additionalProperties": False}
    return {**table, "required": list(required)} if required else table


def _list(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


WORD: Schema = {"type": "string", "minLength": 1}
NAME: Schema = {
    "type": "string",
    "pattern": r"^[^\u0000-\u001f\u007f]*[^\s!-/:-@\[-`{-~\u0000-\u001f][^\u0000-\u001f\u007f]*$",
}


def _selector(vocabulary: Vocabulary) -> Schema:
    names = sorted({word for rule in vocabulary.rules for word in rule})
    starts = sorted(
        {rule[:cut] for rule, _ in vocabulary.rules if rule.startswith("VET") for cut in range(3, len(rule))}
    )
    known = {"enum": ["all", *names, *starts]}
    return {"anyOf": [known, {"type": "string", "pattern": _any_case([*starts, *names, "all"])}]}


def _any_case(words: list[str]) -> str:
    """A pattern for these words in letters of any case."""

    def folded(word: str) -> str:
        return "".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word)

    return f"^(?:{'|'.join(map(folded, words))})$"


def _severities(vocabulary: Vocabulary) -> Schema:
    (known, any_case) = _selector(vocabulary)["anyOf"]
    names = {"anyOf": [known, {"pattern": any_case["pattern"]}]}
    return {"type": "object", "propertyNames": names, "additionalProperties": {"enum": list(LEVELS)}}


def _named(value: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": NAME["pattern"]}, "additionalProperties": value}


KINDS: dict[Any, Callable[[Vocabulary], Schema]] = {
    Form.word: lambda _: WORD,
    Form.words: lambda _: _list(WORD),
    Form.some_words: lambda _: _list(WORD, 1),
    Form.names: lambda _: _list(NAME, 1),
    Form.yes_no: lambda _: {"type": "boolean"},
    configfile.Form.packs: lambda known: _list({"enum": list(known.packs)}, 1),
    configfile.Form.selectors: lambda known: _list(_selector(known)),
    configfile.Form.severities: _severities,
    configfile.Form.severity: lambda _: {"enum": list(LEVELS)},
    configfile.Form.fail_on: lambda _: {"enum": list(FAIL_ON)},
    configfile.Form.overrides: lambda known: _list(_table(configfile.OVERRIDE, known, ("paths",))),
    HouseForm.doubt_verb: lambda _: {"enum": list(DOUBT_VERBS)},
    HouseForm.ladder: lambda known: {"enum": list(known.ladders)},
    HouseForm.sides: lambda _: _named(_list(NAME, 1)),
    HouseForm.sources: lambda known: _named(_table(housefile.SOURCE, known)),
    HouseForm.grade: lambda _: {"type": "string", "pattern": f"^{GRADE}$"},
    HouseForm.reason: lambda _: WORD,
    HouseForm.glossary: lambda known: _table(housefile.GLOSSARY, known),
    HouseForm.aliases: lambda _: _list(_list(NAME, 2)),
    HouseForm.cut_off: lambda _: {"type": "string", "pattern": f"^{CUT_OFF}$"},
}
"""The schema of what each reader understands."""
