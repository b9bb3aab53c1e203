"""Writes what the documentation repeats of the program: `python docs/make.py`, or `--check` to see whether it is stale.

A made part stands between `<!-- made: NAME -->` and `<!-- end -->`; everything around it is written by hand.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from vetter import artefact, lexicon, lint
from vetter.features import COMMENT_FEATURES, FEATURES, CommentFeature, Feature
from vetter.rulebook import Example, Rule

ROOT = Path(__file__).parent.parent
SAMPLE = "vetter check --fail-on never --select VET102,VET205,VET310 examples/field-report.md"
STATISTICS_SAMPLE = "vetter check --statistics --fail-on never examples/"
EXPLAIN_SAMPLE = "vetter explain examples/field-report.md:36:293"
SOURCES_SAMPLE = "vetter sources examples/field-report.md"
FAMILIES = {
    "VET1": "Sourcing",
    "VET2": "Certainty",
    "VET3": "Estimates",
    "VET4": "Attribution",
    "VET5": "Confirmation",
    "VET6": "Drift",
    "VET7": "Quotations",
    "VET8": "Specifics",
    "VET9": "Hygiene",
}


def sample(command: str) -> Callable[[], Iterator[str]]:
    """A command and what it prints."""

    def lines() -> Iterator[str]:
        _, *arguments = command.split()
        run = [sys.executable, "-m", "vetter", *arguments]
        plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        printed = subprocess.run(run, cwd=ROOT, env=plain, capture_output=True, check=True, text=True).stdout
        yield from ("```console", f"$ {command}", printed.rstrip(), "```")

    return lines


def packs() -> Iterator[str]:
    yield from ("| pack | for | what it is |", "|---|---|---|")
    known = lint.ruleset()
    for pack in known.packs:
        rules = sum(pack.name in rule.packs for rule in known.rules)
        yield f"| `{pack.name}` | {pack.title} | {pack.about} {rules} rules. |"


def rules() -> Iterator[str]:
    for family, members in groupby(lint.ruleset().rules, key=lambda rule: rule.id[:4]):
        yield f"## {FAMILIES[family]}\n"
        for rule in members:
            yield from rule_page(rule)


def rule_page(rule: Rule) -> Iterator[str]:
    elsewhere = "".join(f", {severity} in `{pack}`" for pack, severity in rule.severities)
    yield f"### {rule.id} {rule.name}\n"
    yield f"{rule.severity.capitalize()}{elsewhere}. Packs: {', '.join(f'`{pack}`' for pack in rule.packs)}.\n"
    if rule.preview_until:
        yield f"In preview, off unless asked for: {rule.preview_until}\n"
    yield f"> {rule.message}\n"
    yield f"{rule.why}\n"
    yield from bullets("It finds what stands in brackets:", map(bracketed, rule.flags))
    yield from bullets("It lets pass:", (code(example.text) for example in rule.passes))
    yield from bullets("It is mistaken when", rule.mistaken_when)
    yield from bullets("It follows", rule.standard)


def bracketed(example: Example) -> str:
    text = example.text
    for start, end in reversed(example.stretches):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return code(text)


def bullets(title: str, items: Iterable[str]) -> Iterator[str]:
    yield f"{title}\n"
    yield from (f"- {item}" for item in items)
    yield ""


def code(text: str) -> str:
    """The text as code on one line, whatever backticks it holds."""
    flat = " ⏎ ".join(line.strip() for line in text.strip().splitlines() if line.strip())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    space = " " if "`" in flat else ""
    return f"{fence}{space}{flat}{space}{fence}"


def features() -> Iterator[str]:
    yield from feature_table(FEATURES.values())
    yield "\nA rule over a `directive`, a suppression comment, may ask these instead:\n"
    yield from feature_table(COMMENT_FEATURES.values())


def feature_table(table: Iterable[Feature | CommentFeature]) -> Iterator[str]:
    yield from ("| feature | of a | answer | says |", "|---|---|---|---|")
    for feature in table:
        of = feature.over if isinstance(feature, Feature) else "directive"
        yield f"| `{feature.name}` | {of} | {answers(feature)} | {feature.about} |"


def answers(feature: Feature | CommentFeature) -> str:
    match feature.type:
        case "number":
            return "a number"
        case "step":
            return "`S0` to `S6`"
        case "yes-no":
            return "`true`, `false`"
    several = "any of " if feature.type == "words" else ""
    return several + ", ".join(f"`{value}`" for value in feature.allowed)


def schema(name: str) -> Callable[[], Iterator[str]]:
    return lambda: schema_tables(json.loads((ROOT / "vetter" / "schemas" / name).read_text(encoding="utf-8")))


def schema_tables(shape: dict[str, Any]) -> Iterator[str]:
    yield f"{shape['description']}\n"
    yield from field_table(shape)
    for name, part in shape["$defs"].items():
        if "properties" in part:
            yield f"\n**{name}**{colon(part.get('description', ''))}\n"
            yield from field_table(part)


def colon(description: str) -> str:
    return f": {description}" if description else ""


def field_table(part: dict[str, Any]) -> Iterator[str]:
    yield from ("| field | is | says |", "|---|---|---|")
    for name, field in part["properties"].items():
        yield f"| `{name}` | {kind(field)} | {field.get('description', '')} |"


def kind(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{json.dumps(value)}`" for value in field["enum"])
    for choice in ("oneOf", "anyOf"):
        if choice in field:
            return " or ".join(kind(each) for each in field[choice])
    if field.get("type") == "array":
        return f"list of {kind(field['items'])}"
    types = field.get("type", "anything")
    return " or ".join(types) if isinstance(types, list) else str(types)


def word_lists() -> Iterator[str]:
    """Each word list with what it says of itself, and of its classes those that say something."""
    for path in artefact.lexicon_files(str(ROOT / "grammars")):
        table = lexicon.load_yaml(path)
        yield f"## {Path(path).name}\n"
        yield f"{table['about'].strip()}\n"
        told = {name: body["about"] for name, body in table.get("classes", {}).items() if body.get("about")}
        yield from (f"- `{name}`: {about}" for name, about in told.items())
        yield ""


def accuracy() -> Iterator[str]:
    """The figures committed by bench/accuracy.py."""
    yield from ("| set | measure | P | R | F1 | other |", "|---|---|---|---|---|---|")
    figures = json.loads((ROOT / "bench" / "accuracy.json").read_text(encoding="utf-8"))
    for name, measures in figures.items():
        for measure, values in measures.items():
            usual = " | ".join(str(values.get(what, "")) for what in ("P", "R", "F1"))
            other = ", ".join(f"{what} {value}" for what, value in values.items() if what not in ("P", "R", "F1"))
            yield f"| {name} | {measure} | {usual} | {other} |"


PARTS: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
    "sample": ("README.md", sample(SAMPLE)),
    "statistics-sample": ("docs/living-with-findings.md", sample(STATISTICS_SAMPLE)),
    "explain-sample": ("docs/living-with-findings.md", sample(EXPLAIN_SAMPLE)),
    "sources-sample": ("docs/sources.md", sample(SOURCES_SAMPLE)),
    "packs": ("docs/rules.md", packs),
    "rules": ("docs/rules.md", rules),
    "features": ("docs/features.md", features),
    "accuracy": ("docs/accuracy.md", accuracy),
    "word-lists": ("docs/word-lists.md", word_lists),
    "report": ("docs/json.md", schema("report-1.json")),
    "statistics": ("docs/json.md", schema("statistics-1.json")),
    "baseline": ("docs/json.md", schema("baseline-1.json")),
    "claims": ("docs/json.md", schema("claims-1.json")),
    "sources": ("docs/json.md", schema("sources-1.json")),
}


def made(name: str, page: str) -> str:
    """The page with this part of it made anew."""
    part = re.compile(rf"(?s)(<!-- made: {name} -->\n).*?(<!-- end -->)")
    if not part.search(page):
        sys.exit(f"docs/make.py: {PARTS[name][0]} has no part <!-- made: {name} -->")
    text = "\n".join(PARTS[name][1]()).strip()
    return part.sub(lambda marks: f"{marks[1]}{text}\n{marks[2]}", page)


def main(arguments: list[str]) -> int:
    stale = []
    for name, (path, _) in PARTS.items():
        page = (ROOT / path).read_text(encoding="utf-8")
        fresh = made(name, page)
        if fresh != page:
            stale.append(f"{name} in {path}")
            if "--check" not in arguments:
                (ROOT / path).write_text(fresh, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"stale: {', '.join(stale)}; run python docs/make.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
