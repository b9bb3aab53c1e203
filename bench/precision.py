"""How many findings an editor would act on, rule by rule, as judged by people on real texts.

    python bench/precision.py draw TEXTS SHEETS [--seed N] [--rule ID ...]   # a sheet of findings to judge, each rule
    python bench/precision.py record SHEETS                                  # verdicts into bench/precision.json
    python bench/precision.py check                                          # exit 1 where a rule is under its line

TEXTS is a folder with the folders of TEXTS_OF in it. A sheet shows up to 20 findings of a rule, drawn evenly from the
packs that it fired in; verdicts stand beside it in RULE.verdicts, a line each: number, yes or no, and why. The texts
belong to their publishers: bench/precision.json holds files, offsets and verdicts, and no words.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vetter import lint
from vetter.config import Settings
from vetter.document import Document
from vetter.source import decode

COMMITTED = Path(__file__).parent / "precision.json"
TEXTS_OF = {
    "core": ("texts/*", "throughput/*/*"),
    "isw": ("texts/isw_*",),
    "newsroom": ("throughput/news/*",),
    "threat-intel": ("throughput/threat/*",),
    "icd203": ("throughput/thinktank/*",),
    "science": ("throughput/thinktank/*",),
    "phia": ("throughput/thinktank/*",),
    "wikipedia": ("texts/wikipedia_*",),
    "ipcc": ("texts/ipcc_*",),
}
PER_RULE = 20
SEED = 20261126
LEAST, LEAST_CORE = 0.7, 0.8
PROVEN_FROM = 5


class Drawn(NamedTuple):
    """One finding to judge."""

    rule: str
    pack: str
    file: str
    start: int
    end: int


# --- drawing


def draw(texts: Path, sheets: Path, seed: int, rules: tuple[str, ...]) -> None:
    sheets.mkdir(parents=True, exist_ok=True)
    found = {rule: pool for rule, pool in _found(texts, rules).items() if pool}
    rows = []
    for rule, pools in sorted(found.items()):
        chosen = _evenly(pools, random.Random(f"{seed} {rule}"))
        rows += [list(drawn) for drawn in chosen]
        fired = sum(map(len, pools.values()))
        (sheets / f"{rule}.sheet").write_text("".join(_sheet(rule, chosen, fired, texts)), encoding="utf-8")
    drawn = {"seed": seed, "fired": {rule: sum(map(len, pools.values())) for rule, pools in found.items()}}
    (sheets / "drawn.json").write_text(json.dumps({**drawn, "findings": rows}))
    print(f"{len(rows)} findings of {len(found)} rules to judge in {sheets}")


def _found(texts: Path, rules: tuple[str, ...]) -> dict[str, dict[str, list[Drawn]]]:
    """rule -> pack -> its findings; one that several packs make counts for the first of them only."""
    found: dict[str, dict[str, list[Drawn]]] = defaultdict(lambda: defaultdict(list))
    taken: set[tuple[str, str, int, int]] = set()
    members = {rule.id: rule.packs for rule in lint.ruleset().rules}
    for pack, globs in sorted(TEXTS_OF.items(), key=lambda item: item[0] == "core"):
        wanted = tuple(rule for rule in rules if pack in members[rule])
        if rules and not wanted:
            continue
        settings = Settings(packs=(pack,), select=wanted)
        for path in sorted(path for glob in globs for path in texts.glob(glob) if path.suffix in (".md", ".txt")):
            name = path.relative_to(texts).as_posix()
            for finding in lint.check(decode(path.read_bytes(), name), settings).findings:
                key = (finding.rule, name, finding.start, finding.end)
                if finding.suppressed is None and key not in taken:
                    taken.add(key)
                    found[finding.rule][pack].append(Drawn(finding.rule, pack, name, finding.start, finding.end))
    return found


def _evenly(pools: dict[str, list[Drawn]], chance: random.Random) -> list[Drawn]:
    """Up to PER_RULE findings, one pack after the other."""
    shuffled = [chance.sample(pool, len(pool)) for _, pool in sorted(pools.items())]
    chosen: list[Drawn] = []
    while len(chosen) < PER_RULE and any(shuffled):
        chosen += [pool.pop() for pool in shuffled if pool]
    return sorted(chosen[:PER_RULE], key=lambda drawn: (drawn.pack, drawn.file, drawn.start))


def _sheet(rule: str, chosen: Iterable[Drawn], fired: int, texts: Path) -> Iterator[str]:
    about = next(each for each in lint.ruleset().rules if each.id == rule)
    yield f"{rule} {about.name}: {about.message}\nwhy: {about.why}\nfired {fired} times\n\n"
    for number, drawn in enumerate(chosen, 1):
        source = decode((texts / drawn.file).read_bytes(), drawn.file)
        reading = lint.read(source, Settings(packs=(drawn.pack,)))
        before, stretch, after = _around(reading.document, drawn)
        yield f"--- {number} [{drawn.pack}] {drawn.file}\n{before}«{stretch}»{after}\n\n"


def _around(document: Document, drawn: Drawn, least: int = 500) -> tuple[str, str, str]:
    """The block of a finding with enough of what stands before and after it to judge."""
    text = document.source.text
    if drawn.end - drawn.start > 3000:
        return "", text[drawn.start : drawn.start + 1500], " ..."
    start = max(text.rfind("\n\n", 0, max(drawn.start - least, 0)), drawn.start - 3 * least, 0)
    end = text.find("\n\n", drawn.end + least // 2)
    end = min(end if end >= 0 else len(text), drawn.end + 2 * least)
    return text[start : drawn.start].strip("\n"), text[drawn.start : drawn.end], text[drawn.end : end].strip("\n")


# --- verdicts


def record(sheets: Path) -> None:
    """Take in the verdicts of every rule that has been judged; what is committed of other rules stays."""
    drawn = json.loads((sheets / "drawn.json").read_text())
    committed = json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {"rules": {}, "findings": []}
    by_rule: dict[str, list[Drawn]] = defaultdict(list)
    for row in drawn["findings"]:
        by_rule[row[0]].append(Drawn(*row))
    rows = [row for row in committed["findings"] if row[0] not in by_rule]
    rules = {rule: told for rule, told in committed["rules"].items() if rule not in by_rule}
    for rule, findings in by_rule.items():
        verdicts = _verdicts(sheets / f"{rule}.verdicts", len(findings))
        rows += [[*each, verdict] for each, verdict in zip(findings, verdicts, strict=True)]
        told = {"seed": drawn["seed"], "fired": drawn["fired"][rule]}
        rules[rule] = {**told, "judged": len(verdicts), "right": sum(verdicts)}
    _write(rules, sorted(rows))


def _verdicts(path: Path, number: int) -> list[bool]:
    told: dict[int, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.replace(":", " ").replace(".", " ", 1).split()
        if len(words) > 1 and words[0].isdigit() and words[1].lower().strip(",") in ("yes", "no"):
            told[int(words[0])] = words[1].lower().startswith("yes")
    if sorted(told) != list(range(1, number + 1)):
        raise SystemExit(f"{path}: verdicts 1 to {number} are wanted, each on a line: number, yes or no, why")
    return [told[each] for each in sorted(told)]


def _write(rules: dict[str, dict[str, int]], findings: list[list[object]]) -> None:
    """A line for each finding, so that a change of verdict is a changed line."""
    told = ",\n".join(f"  {json.dumps(rule)}: {json.dumps(figures)}" for rule, figures in sorted(rules.items()))
    rows = ",\n".join(f"  {json.dumps(row)}" for row in findings)
    COMMITTED.write_text(f'{{"rules": {{\n{told}\n}},\n"findings": [\n{rows}\n]}}\n')


def check() -> int:
    """What is under its line: a rule outside preview, and the rules of core together."""
    told = json.loads(COMMITTED.read_text())["rules"]
    wrong = []
    core = [0, 0]
    for rule in lint.ruleset().rules:
        each = told.get(rule.id)
        if each is None or rule.status == "preview":
            continue
        if "core" in rule.packs:
            core = [core[0] + each["right"], core[1] + each["judged"]]
        if each["right"] < LEAST * each["judged"] and each["judged"] >= PROVEN_FROM:
            wrong.append(f"{rule.id} {rule.name}: {each['right']} of {each['judged']} right, less than {LEAST:.0%}")
    if core[0] < LEAST_CORE * core[1]:
        wrong.append(f"core together: {core[0]} of {core[1]} right, less than {LEAST_CORE:.0%}")
    print("\n".join(wrong) or f"{len(told)} rules judged; core together {core[0]} of {core[1]} right")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("texts", type=Path)
    drawing.add_argument("sheets", type=Path)
    drawing.add_argument("--seed", type=int, default=SEED)
    drawing.add_argument("--rule", action="append", default=[])
    recording = commands.add_parser("record")
    recording.add_argument("sheets", type=Path)
    commands.add_parser("check")
    options = parser.parse_args()
    if options.command == "check":
        return check()
    if options.command == "draw":
        draw(options.texts, options.sheets, options.seed, tuple(options.rule))
    else:
        record(options.sheets)
    return 0


if __name__ == "__main__":
    sys.exit(main())
