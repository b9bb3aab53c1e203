"""Plants drift in reports and counts what is found.

    python bench/drift.py TEXTS [--show KIND]
    python bench/drift.py TEXTS --compare [--show KIND]

Every report with a block of takeaways is read as it is; then one takeaway at a time gets one change of KINDS, wherever
a sentence of the body shares four content words with it. A plant counts as found when the report has a finding of the
right rules on that takeaway that it did not have before. Which sentences share words is worked out here, without the
matcher. The block ends at an item that introduces others with a colon, and at one that is a paragraph of the report.

With --compare every text is changed so in a sample of its sentences, one change to each, and held against what it was:
as its source, and as its earlier version. A plant counts as found when a finding of the right rules stands on its
sentence; a finding on any other sentence is false.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from vetter import lint
from vetter.config import Settings
from vetter.source import Source, decode

HEADING = re.compile(
    r"(?im)^\W*(?:key takeaways?|key judge?ments?|executive summary|toplines?|bottom line(?: up front)?|bluf)\W*$"
)
BULLET = re.compile(r"(?m)^\s*(?:[-*+•]|\d+[.)])\s+(.+)$")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+")
CONTENT = re.compile(r"[A-Za-z]{4,}")
EMPTY = frozenset(
    """that this with from have been were they their there which would could should about after before into over under
    than then also some such most more very will when where while being because between through during other likely
    reportedly these those against around near within""".split()
)
SHARED = 4
LEAST_FOUND = 0.75  # of the plants
MOST_FOUND = 1.5  # findings in a block of takeaways as it is


class Change(NamedTuple):
    """One way to change a takeaway: the words and what they become; `rules` are those that may tell."""

    name: str
    words: re.Pattern[str]
    becomes: str
    rules: tuple[str, ...]


SURER = ("VET601", "VET602", "VET603")
"""A flat takeaway is told by the body's hedge, by its source, or because nothing in the body says it."""
OWNED = ("VET602", "VET603", "VET606")
SPEAKER = r"^[A-Z][\w’'-]*\s(?:[\w’'()-]+\s){0,6}?(?:claimed|reported|stated|said)(?: on \w+ \d+)? that (?=\w)"
ACCORDING = r"^According to [^,]{3,60}, |,? according to [^,.;]{3,60}(?=[,.;])"
OPPOSED = ("VET621", "VET603")
CAVEAT = r"(?:,? (?:but|though|although) )?ISW (?:cannot|has not|is unable to|could not)[^.;]*"
DIGITS = r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?![\w-])"

KINDS = tuple(
    Change(name, re.compile(words), becomes, rules)
    for name, words, becomes, rules in (
        ("drop likely", r"\b(?:very |most )?likely ", "", SURER),
        ("drop reportedly", r"\breportedly ", "", SURER),
        ("drop claimed to have", r"\bclaimed to have ", "", SURER),
        ("may to will", r"\b(?:may|might|could)(?= [a-z])", "will", SURER),
        (
            "limited to large-scale",
            r"\b(?:limited|localized|small-scale|minor|marginal)(?= [a-z])",
            "large-scale",
            ("VET607", "VET609"),
        ),
        ("one digit", DIGITS, "", ("VET604", "VET605")),
        ("strip according to", ACCORDING, "", OWNED),
        ("strip source", SPEAKER, "", OWNED),
        ("strip caveat", CAVEAT, "", ("VET606",)),
        ("drop not", r"(?<=\w )not (?!only|just|merely)", "", OPPOSED),
        ("unlikely to likely", r"\bunlikely\b", "likely", OPPOSED),
    )
)
UNCOUNTED = ("drop not", "unlikely to likely")
"""Told, but no part of the share that is asked for."""


# What may tell of each change in a comparison: with the text as its source, as its earlier version.
HEDGE = (("VET615", "VET614"), ("VET618", "VET619"))
VOICE = (("VET614", "VET615"), ("VET619",))
SAID = r"(?<=[a-z] )said(?= that\b)"
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "drop likely": HEDGE,
    "drop reportedly": HEDGE,
    "drop claimed to have": VOICE,
    "may to will": HEDGE,
    "limited to large-scale": ((), ("VET629",)),
    "one digit": (("VET616",), ("VET620",)),
    "strip according to": VOICE,
    "strip source": VOICE,
    "said to confirmed": ((), ("VET619",)),
    "not dropped": ((), ("VET626",)),
    "word in a quotation": (("VET704",), ("VET627",)),
}
COMPARING = (
    *(kind for kind in KINDS if kind.name in COMPARED and kind.name != "one digit"),
    Change("one digit", re.compile(rf"(?<!\[){DIGITS}"), "", ()),  # the number of a note in brackets is no figure
    Change("said to confirmed", re.compile(SAID), "confirmed", ()),
    Change("not dropped", re.compile(r"(?:(?<= did)|(?<= has)|(?<= had)|(?<= was)) not"), "", ()),
    Change("word in a quotation", re.compile(r"(?<=[“\"])(?=\w+ \w+ \w+ \w+)"), "certainly ", ()),
)
REFERENCE = re.compile(r"://|[{}]|^\W*\[?\d+\]|dot com")
"""What stands in lists of addresses and in references to chapters, which claim nothing."""
EVERY = 5  # sentences of which one gets a change


class Report(NamedTuple):
    """A report with its takeaways: where each bullet's words stand."""

    name: str
    text: str
    takeaways: tuple[tuple[int, int], ...]
    body: tuple[frozenset[str], ...]


class Plant(NamedTuple):
    kind: Change
    report: Report
    start: int
    end: int
    text: str


def reports(texts: Path) -> Iterator[Report]:
    for path in sorted(texts.glob("*.md")) + sorted(texts.glob("*.txt")):
        text = decode(path.read_bytes(), str(path)).text
        heading = HEADING.search(text)
        if heading is None:
            continue
        bullets: list[tuple[int, int]] = []
        at = heading.end()
        while (match := re.compile(r"\s*\n").match(text, at)) and (bullet := BULLET.match(text, match.end())):
            if bullet[1].rstrip().endswith(":") or is_report(bullet[1], [text[start:end] for start, end in bullets]):
                break
            bullets.append(bullet.span(1))
            at = bullet.end()
        if bullets:
            rest = text[: heading.start()] + "\n" + text[at:]
            body = tuple(content(sentence) for sentence in SENTENCE.split(rest))
            yield Report(path.name, text, tuple(bullets), body)


def is_report(item: str, before: Sequence[str]) -> bool:
    """Whether an item of a list of takeaways is the report itself, run into it by whoever converted the file: it says a
    takeaway again and goes on, or is a paragraph, four sentences or more and thrice as long as those before."""
    sentences = SENTENCE.split(item)
    opens_again = any(each.startswith(sentences[0]) for each in before)
    grown = len(before) >= 3 and len(sentences) >= 4 and len(item) * len(before) > 3 * sum(map(len, before))
    return opens_again or grown


def content(sentence: str) -> frozenset[str]:
    return frozenset(word.lower() for word in CONTENT.findall(sentence)) - EMPTY


def plants(report: Report) -> Iterator[Plant]:
    """Each change that can be made to each sentence of each takeaway with something in the body to hold it against."""
    for first, last in report.takeaways:
        bounds = [first, *(m.end() for m in SENTENCE.finditer(report.text, first, last)), last]
        for start, end in pairwise(bounds):
            own = content(report.text[start:end])
            if not any(len(own & each) >= SHARED for each in report.body):
                continue
            for kind in KINDS:
                match = kind.words.search(report.text[start:end])
                if match:
                    yield Plant(kind, report, start, end, changed(kind, report.text[start:end], match))


def changed(kind: Change, sentence: str, match: re.Match[str]) -> str:
    if kind.name == "one digit":
        digits = match[0]
        last = digits[-1]
        new = digits[:-1] + str((int(last) + 3) % 10)
        return sentence[: match.start()] + new + sentence[match.end() :]
    made = sentence[: match.start()] + kind.becomes + sentence[match.end() :]
    return made[:1].upper() + made[1:]


def found(name: str, text: str, start: int, end: int, rules: tuple[str, ...]) -> set[tuple[str, str]]:
    """The findings of these rules on a stretch, by rule and words."""
    report = lint.check(Source(name, text), SETTINGS)
    return {(each.rule, text[each.start : each.end]) for each in report.findings
            if each.rule in rules and start <= each.start < end}  # fmt: skip


def edited(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text with a change in some of its sentences, and where each stands then with the kind of its change. The kinds
    take turns, the rare ones first."""
    pieces: list[str] = []
    planted: list[tuple[int, int, str]] = []
    made = Counter[str]()
    at = length = since = 0
    bounds = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    for start, end in pairwise(bounds):
        sentence = text[start:end]
        since += 1
        fits = [(kind, match) for kind in COMPARING if (match := kind.words.search(sentence))]
        if since >= EVERY and fits and len(content(sentence)) > SHARED and not REFERENCE.search(sentence):
            kind, match = min(fits, key=lambda each: made[each[0].name])
            made[kind.name] += 1
            sentence, since = changed(kind, sentence, match), 0
            planted.append((length, length + len(sentence), kind.name))
        pieces.append(sentence)
        length += len(sentence)
        at = end
    return "".join((*pieces, text[at:])), planted


def compare(texts: Path, show: str | None) -> int:
    """How many of the changes are found in each way to compare, and what is found besides."""
    ways = ("draft-source", "draft-earlier")
    made, hit, false = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    for path in sorted(texts.glob("*.md")) + sorted(texts.glob("*.txt")):
        source = decode(path.read_bytes(), str(path))
        text, planted = edited(source.text)
        before = lint.read(source, COMPARED_BY)
        for way, between in enumerate(ways):
            told = lint.compare(Source(f"new-{path.name}", text), COMPARED_BY, (before,), between)[0].findings
            right = set[int]()
            for start, end, kind in planted:
                here = {number for number, each in enumerate(told) if start <= each.start < end}
                right |= here
                if COMPARED[kind][way]:
                    was_told = any(told[number].rule in COMPARED[kind][way] for number in here)
                    made[kind, between] += 1
                    hit[kind, between] += was_told
                    if show == kind and not was_told:
                        print(f"{between} {path.name}: {text[start:end].strip()}")
            false[between] += len(told) - len(right)
            if show == "false":
                print(*(f"{between} {path.name}: {each.rule} {each.reason}: {text[each.start : each.end]}"
                        for number, each in enumerate(told) if number not in right), sep="\n")  # fmt: skip
    for between in ways:
        for kind in COMPARED:
            if number := made[kind, between]:
                found = hit[kind, between]
                print(f"{between:<14} {kind:<24} {found:>4} of {number:>4}  {found / number:.0%}")
        total, right_ones = (sum(count[kind, between] for kind in COMPARED) for count in (made, hit))
        print(f"{between:<14} {'all':<24} {right_ones:>4} of {total:>4}  {right_ones / max(total, 1):.0%}; "
              f"{false[between]} findings besides")  # fmt: skip
    least = min(
        sum(hit[kind, way] for kind in COMPARED) / max(sum(made[kind, way] for kind in COMPARED), 1) for way in ways
    )
    return 0 if least >= LEAST_FOUND else 1


COMPARED_BY = Settings(packs=("core", "isw"))
SETTINGS = Settings(packs=("core", "isw"), select=("VET6", "VET503", "VET705"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--show", metavar="KIND", help="the plants of this kind that were missed")
    parser.add_argument("--compare", action="store_true", help="hold each text against what it was before the change")
    options = parser.parse_args()
    if options.compare:
        return compare(options.texts, options.show)
    made: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    before = blocks = 0
    for report in reports(options.texts):
        blocks += 1
        plain = lint.check(Source(report.name, report.text), SETTINGS).findings
        before += len(plain)
        for plant in plants(report):
            text = report.text[: plant.start] + plant.text + report.text[plant.end :]
            end = plant.start + len(plant.text)
            had = {each.rule for each in plain if plant.start <= each.start < plant.end}
            new = {rule for rule, _ in found(report.name, text, plant.start, end, plant.kind.rules)} - had
            made[plant.kind.name] += 1
            hit[plant.kind.name] += bool(new)
            if not new and options.show == plant.kind.name:
                print(f"{report.name}: {plant.text}")
    for name, number in made.items():
        print(f"{name:<24} {hit[name]:>4} of {number:>4}  {hit[name] / number:.0%}")
    counted = [name for name in made if name not in UNCOUNTED]
    found_of_all, of_all = sum(hit[name] for name in counted), sum(made[name] for name in counted)
    share = found_of_all / max(of_all, 1)
    print(f"{'all but the uncounted':<24} {found_of_all:>4} of {of_all:>4}  {share:.0%}")
    print(f"unchanged: {before} findings in {blocks} blocks of takeaways, {before / max(blocks, 1):.2f} a block")
    return 0 if share >= LEAST_FOUND and before <= MOST_FOUND * blocks else 1


if __name__ == "__main__":
    sys.exit(main())
