"""Writes what the documentation repeats of the program: `python docs/make.py`, or `--check` to see whether it is stale.

A made part stands between `<!-- made: NAME -->` and `<!-- end -->`; everything around it is written by hand. The page
of a rule, docs/rules/VET101.md, is made whole; that of a rule that is gone is removed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vetter import artefact, document, grammar, lexicon, lint, outputs
from vetter import schema as json_schema
from vetter.checks import CHECKS
from vetter.families import FAMILIES as OF_PHRASES
from vetter.families import NOTHING
from vetter.features import COMMENT_FEATURES, FEATURES, CommentFeature, Feature
from vetter.findings import SEVERITIES
from vetter.fixes import INSTEAD
from vetter.rulebook import Example, Pack, Rule
from vetter.rules import kinds_held, needs_others

ROOT = Path(__file__).parent.parent
SAMPLE = "vetter check --fail-on never --select VET102,VET205,VET602 examples/field-report.md"
STATISTICS_SAMPLE = "vetter check --statistics --fail-on never examples/"
EXPLAIN_SAMPLE = "vetter explain examples/field-report.md:36:293"
SOURCES_SAMPLE = "vetter sources examples/field-report.md"
INDEX = "docs/rules/README.md"
COMPARING = "docs/comparing.md"
PRECISION = ROOT / "bench" / "precision.json"
PROVEN_FROM = 5
"""Findings judged from which on a rule's precision counts as known."""
UNMEASURED = "not yet measured"
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


def staged(command: str, part: str = "", length: int = 0) -> Callable[[], Iterator[str]]:
    """A command on the files that stand on the page itself, each in a block called by its name, and what it prints; of
    that only the lines from one that holds `part` on."""

    def lines() -> Iterator[str]:
        _, *arguments = command.split()
        with TemporaryDirectory() as folder:
            page = (ROOT / COMPARING).read_text(encoding="utf-8")
            for name, text in re.findall(r"(?ms)^```text (\S+)\n(.*?)^```$", page):
                (Path(folder) / name).write_text(text, encoding="utf-8")
            run = [sys.executable, "-m", "vetter", *arguments]
            plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"PYTHONPATH": str(ROOT)}
            done = subprocess.run(run, cwd=folder, env=plain, capture_output=True, check=False, text=True)
        if done.stderr or done.returncode > 1:
            sys.exit(f"docs/make.py: {command}: {done.stderr}")
        printed = done.stdout.rstrip().splitlines()
        first = next((number for number, line in enumerate(printed) if part in line), 0) if part else 0
        yield from ("```console", f"$ {command}", *(["..."] if first else []))
        yield from printed[first : first + length] if length else printed
        yield from (*(["..."] if length else []), "```")

    return lines


def comparing_rules() -> Iterator[str]:
    """The rules that hold a draft against other texts."""
    yield from ("| rule | says | severity |", "|---|---|---|")
    for rule in lint.rulebook().rules:
        if needs_others(rule):
            yield f"| {rule_link(rule, 'rules/')} | {cell(said(rule))} | {rule.severity} |"


def summary_headings() -> Iterator[str]:
    """The headings that open a summary."""
    yield ", ".join(f'"{heading}"' for heading in document.SUMMARY_HEADINGS)


# --- rules: a page each, and the index


def rule_page(rule: Rule) -> Iterator[str]:
    """The whole page of a rule."""
    yield f"# {rule.id} {rule.name}\n"
    yield f"> {said(rule)}\n"
    yield f"{standing(rule)}\n"
    if rule.preview_until:
        yield f"**In preview**: off unless asked for (`--preview`, or `--select {rule.id}`). {rule.preview_until}\n"
    yield f"{rule.why}\n"
    yield from bullets("## Finds", "What stands in brackets is marked.", (bracketed(each, rule) for each in rule.flags))
    yield from bullets("## Lets pass", "", (told(example.text, example, rule) for example in rule.passes))
    yield from bullets("## Mending it", fix_of(rule), (f"{each[:1].upper()}{each[1:]}" for each in rule.suggestions))
    yield from bullets("## Mistaken when", "", rule.mistaken_when)
    yield from ("Silence it there, with the reason:\n", "```markdown")
    yield from (f"<!-- vetter: ignore[{rule.name}] -- why it is right here -->", "```\n")
    yield from bullets("## Follows", "", rule.standard)
    yield f"## Precision\n\n{capital(precision(rule))}.\n"
    yield f"[The rule itself](../../{rule_file(rule)}) · [all rules](README.md)"


def standing(rule: Rule) -> str:
    """Where a rule is on and how severe it is there."""
    other: dict[str, list[str]] = {}
    for pack in rule.packs:
        other.setdefault(dict(rule.severities).get(pack, rule.severity), []).append(pack)
    each = (f"{severity} in {', '.join(map(pack_link, names))}" for severity, names in other.items())
    return f"{capital(', '.join(each))}."


def fix_of(rule: Rule) -> str:
    if rule.fix == INSTEAD:
        return "vetter can put in what stands instead."
    return f"vetter can make the edit itself: {rule.fix.replace('-', ' ')}." if rule.fix else ""


def precision(rule: Rule) -> str:
    """How many of its findings on real texts editors would act on, as far as that is committed."""
    told = measured().get(rule.id)
    if not told or not told["judged"]:
        return UNMEASURED
    share = f"{told['right']} of {told['judged']} findings on real texts were worth acting on"
    return share if told["judged"] >= PROVEN_FROM else f"unproven: {share}"


@cache
def measured() -> dict[str, dict[str, int]]:
    """id -> figures, from bench/precision.py."""
    if not PRECISION.is_file():
        return {}
    return dict(json.loads(PRECISION.read_text(encoding="utf-8"))["rules"])


def rule_file(rule: Rule) -> str:
    place = rule.place.rpartition(":")[0].replace(os.sep, "/")
    return place[place.rindex("rules/") :]


def rule_link(rule: Rule, folder: str = "") -> str:
    return f"[{rule.id}]({folder}{rule.id}.md) {rule.name}"


def member(rule: Rule) -> str:
    return f"{rule_link(rule)}{' (in preview)' if rule.status == 'preview' else ''}"


def pack_link(name: str) -> str:
    return f"[`{name}`](README.md#{name})"


def said(rule: Rule) -> str:
    """What a rule says, with dots for what it finds in a draft."""
    return re.sub(r"\{\w+\}", "…", rule.message)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def families() -> Iterator[str]:
    """Every rule by its family."""
    for family, members in groupby(lint.rulebook().rules, key=lambda rule: rule.id[:4]):
        yield f"### {FAMILIES[family]}\n"
        yield from ("| rule | says | severity | packs | precision |", "|---|---|---|---|---|")
        for rule in members:
            severity = f"{rule.severity}, in preview" if rule.status == "preview" else rule.severity
            names = ", ".join(f"`{name}`" for name in rule.packs)
            yield f"| {rule_link(rule)} | {cell(said(rule))} | {severity} | {names} | {precision(rule)} |"
        yield ""


def packs() -> Iterator[str]:
    """Every pack with its rules."""
    known = lint.rulebook()
    for pack in known.packs:
        members = [rule for rule in known.rules if pack.name in rule.packs]
        yield f"### {pack.name}\n"
        yield f"**{pack.title}.** {pack.about}\n"
        if told := "; ".join(settled(pack)):
            yield f"{capital(told)}.\n"
        for severity in reversed(SEVERITIES):
            alike = [rule for rule in members if dict(rule.severities).get(pack.name, rule.severity) == severity]
            if alike:
                yield f"- {severity}: {', '.join(map(member, alike))}"
        yield ""


def settled(pack: Pack) -> Iterator[str]:
    """What a pack takes for granted."""
    if pack.self_names:
        yield f"its authors call themselves {', '.join(pack.self_names)}"
    if pack.doubt_verb == "means-unverified":
        yield '"claimed" means that nobody has verified it'
    if pack.ladder:
        yield f"likelihood follows the ladder [`{pack.ladder}`](#ladder-{pack.ladder})"


def ladders() -> Iterator[str]:
    """Every ladder with its bands, row by row."""
    for ladder in lint.rulebook().ladders:
        yield f"### Ladder {ladder.name}\n"
        yield f"**{ladder.title}.** {ladder.about}\n"
        if ladder.standard:
            yield f"From: {ladder.standard}.\n"
        rows = ladder.rows or ("terms",)
        yield from (f"| per cent | {' | '.join(rows)} |", f"|---|{'---|' * len(rows)}")
        for band in ladder.bands:
            low, high = (f"{end:g}" for end in band.range)
            yield f"| {low} to {high} | {' | '.join(', '.join(terms) for terms in band.terms)} |"
        yield ""


def in_preview() -> Iterator[str]:
    """The rules in preview with what would bring them out."""
    waiting = [rule for rule in lint.rulebook().rules if rule.status == "preview"]
    yield from (f"- {rule_link(rule)}: {rule.preview_until}" for rule in waiting)
    if not waiting:
        yield "None."


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def bracketed(example: Example, rule: Rule) -> str:
    text = example.text
    for start, end in reversed(example.stretches):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return told(text, example, rule)


def told(text: str, example: Example, rule: Rule) -> str:
    """The text of an example, with what it is held against."""
    other = "earlier version" if "draft-earlier" in kinds_held(rule) else "source"
    return f"{code(text)}, where the {other} has {code(example.source)}" if example.source else code(text)


def bullets(title: str, lead: str, items: Iterable[str]) -> Iterator[str]:
    """A section, if there is anything in it."""
    lines = [f"- {item}" for item in items]
    if lines or lead:
        yield f"{title}\n"
    if lead:
        yield f"{lead}\n"
    if lines:
        yield from (*lines, "")


def code(text: str) -> str:
    """The text as code on one line, whatever backticks it holds."""
    flat = " ⏎ ".join(line.strip() for line in text.strip().splitlines() if line.strip())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    space = " " if "`" in flat else ""
    return f"{fence}{space}{flat}{space}{fence}"


def features() -> Iterator[str]:
    yield from feature_table(FEATURES.values())
    yield "\nWhat is looked for by code is a `check`, which a rule asks for by name:\n"
    yield from check_table()
    yield "\nA rule over a `directive`, a suppression comment, may ask these instead:\n"
    yield from feature_table(COMMENT_FEATURES.values())


def check_table() -> Iterator[str]:
    yield from ("| check | of a | finds | `{reason}` tells | `fix: instead` |", "|---|---|---|---|---|")
    for name, check in CHECKS.items():
        yield f"| `{name}` | {check.over} | {check.about} | {check.tells} | {check.mends} |"


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


def written_as() -> Iterator[str]:
    """Every format with the function that writes it, and what its module says of itself."""
    tables = {
        "vetter check": outputs.OUTPUTS,
        "vetter check --statistics": outputs.STATISTICS,
        "vetter claims": outputs.CLAIM_OUTPUTS,
        "vetter sources": outputs.SOURCE_OUTPUTS,
    }
    yield from ("| command | `--format` | written by | that is |", "|---|---|---|---|")
    for command, table in tables.items():
        for name, (module, function) in table.items():
            about = " ".join(str(import_module(module).__doc__).split("\n\n")[0].split()).rstrip(".")
            yield f"| `{command}` | `{name}` | `{module.removeprefix('vetter.')}.{function}` | {cell(about)} |"


def labels() -> Iterator[str]:
    """Every family of phrases with its labels, each with an example from the grammars where one is there."""
    shown = examples_of_labels()
    for name, family in OF_PHRASES.items():
        yield f"### {name}\n"
        yield f"`{name}.lark`: {family.about}.\n"
        if not family.labels:
            continue
        forms = [form for form in ("cue", "hedge") if any(getattr(label, form) for label in family.labels.values())]
        heads = ["label", *(f"form of the {form}" for form in forms), "says", "for example"]
        yield from (f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}")
        for label, says in family.labels.items():
            cells = [f"`{label}`", *(getattr(says, form) for form in forms), says.about, shown.get((name, label), "")]
            yield f"| {' | '.join(map(cell, cells))} |"
        yield ""


def examples_of_labels() -> dict[tuple[str, str], str]:
    """family, label -> the first example of a rule that says this, if there is one, and nothing else."""
    said: dict[tuple[str, str], list[str]] = {}
    for kind in artefact.stock().engine.finder.kinds:
        if kind.label != NOTHING:
            said.setdefault((kind.family, kind.rule), []).append(kind.label)
    found: dict[tuple[str, str], str] = {}
    told = [each for path in artefact.grammar_files(str(ROOT / "grammars")) for each in grammar.examples(path)]
    for alone in (True, False):
        for each in told:
            family = grammar.family(each.path)
            for label in set(said.get((family, each.rule), ())) if "[" in each.text else ():
                if not alone or set(said[family, each.rule]) == {label}:
                    found.setdefault((family, label), code(each.text))
    return found


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


def is_low(told: dict[str, int]) -> bool:
    return told["right"] < 0.7 * told["judged"]


def precisions() -> Iterator[str]:
    """The verdicts committed by bench/precision.py: judged rules first, then those that fired too seldom to tell."""
    figures, known = measured(), lint.rulebook().rules
    proven = [rule for rule in known if figures.get(rule.id, {}).get("judged", 0) >= PROVEN_FROM]
    yield from ("| rule | fired | judged | right | |", "|---|---|---|---|---|")
    for rule in proven:
        told = figures[rule.id]
        share = f"{100 * told['right'] / told['judged']:.0f} %{', in preview' if rule.status == 'preview' else ''}"
        yield f"| {rule_link(rule, 'rules/')} | {told['fired']} | {told['judged']} | {told['right']} | {share} |"
    low = [rule for rule in proven if rule.status != "preview" and is_low(figures[rule.id])]
    core = [
        figures[rule.id] for rule in known if rule.status != "preview" and "core" in rule.packs and rule.id in figures
    ]
    right, judged = (sum(told[what] for told in core) for what in ("right", "judged"))
    yield ""
    yield f"Outside preview and under 70 % today: {', '.join(rule_link(rule, 'rules/') for rule in low) or 'none'}."
    yield f"The rules of `core` together: {right} of {judged}, {100 * right / max(judged, 1):.0f} %."
    yield ""
    yield f"**Unproven**: rules that fired fewer than {PROVEN_FROM} times there, tried on the examples of their pages."
    yield ""
    for rule in known:
        if rule not in proven:
            own = f"{len(rule.flags)} flagged and {len(rule.passes)} passed sentences of our own"
            yield f"- {rule_link(rule, 'rules/')}: {seldom(figures.get(rule.id))}; {own}"


def seldom(told: dict[str, int] | None) -> str:
    """What is known of a rule that fired too seldom to tell, or was not there when the verdicts were given."""
    return f"fired {told['fired']} times, {told['right']} of {told['judged']} right" if told else UNMEASURED


PARTS: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
    "sample": ("README.md", sample(SAMPLE)),
    "statistics-sample": ("docs/living-with-findings.md", sample(STATISTICS_SAMPLE)),
    "explain-sample": ("docs/living-with-findings.md", sample(EXPLAIN_SAMPLE)),
    "sources-sample": ("docs/sources.md", sample(SOURCES_SAMPLE)),
    "families": (INDEX, families),
    "in-preview": (INDEX, in_preview),
    "packs": (INDEX, packs),
    "ladders": (INDEX, ladders),
    "features": ("docs/features.md", features),
    "accuracy": ("docs/accuracy.md", accuracy),
    "precision": ("docs/accuracy.md", precisions),
    "outputs": ("docs/contributing.md", written_as),
    "labels": ("docs/writing-phrases.md", labels),
    "word-lists": ("docs/word-lists.md", word_lists),
    "compare-sources": (COMPARING, staged("vetter compare report.md --sources notes.md --untraced")),
    "compare-table": (COMPARING, staged("vetter compare earlier.md later.md --revision")),
    "compare-explain": (COMPARING, staged("vetter explain report.md:2:1 --sources notes.md", "held against", 3)),
    "compare-rules": (COMPARING, comparing_rules),
    "summary-headings": ("docs/configuration.md", summary_headings),
    "comparison": ("docs/json.md", schema("comparison-1.json")),
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


def pages() -> dict[Path, str]:
    """The files that are made whole: a page for each rule, and the schemas that are made of tables or of others."""
    of_rules = {
        ROOT / "docs" / "rules" / f"{rule.id}.md": "\n".join(rule_page(rule)).strip() + "\n"
        for rule in lint.rulebook().rules
    }
    schemas = {
        ROOT / "vetter" / "schemas" / f"{name}-1.json": json_schema.text(name, lint.vocabulary())
        for name in ("config", "report-line")
    }
    return {**of_rules, **schemas}


def fresh() -> Iterator[tuple[str, Path, str | None]]:
    """What is stale: its name, its file, and what the file must hold, None when it must go."""
    parts: dict[str, list[str]] = {}
    for name, (path, _) in PARTS.items():
        parts.setdefault(path, []).append(name)
    for path, names in parts.items():
        old = page = (ROOT / path).read_text(encoding="utf-8")
        for name in names:
            page = made(name, page)
        if page != old:
            yield path, ROOT / path, page
    whole = pages()
    for file, page in whole.items():
        if not file.is_file() or file.read_text(encoding="utf-8") != page:
            yield file.relative_to(ROOT).as_posix(), file, page
    for file in sorted((ROOT / "docs" / "rules").glob("VET*.md")):
        if file not in whole:
            yield file.relative_to(ROOT).as_posix(), file, None


def main(arguments: list[str]) -> int:
    stale = list(fresh())
    if stale and "--check" in arguments:
        print(f"stale: {', '.join(name for name, _, _ in stale)}; run python docs/make.py", file=sys.stderr)
        return 1
    for _, file, page in stale:
        if page is None:
            file.unlink()
        else:
            file.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
