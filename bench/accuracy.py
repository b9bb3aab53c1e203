"""How well vetter reads labelled sets: `python bench/accuracy.py FOLDER [--all] [--only SET] [--errors N] [--update]`.

The sets are found anywhere below FOLDER and told apart by what their rows hold; docs/accuracy.md says what a set looks
like, what the measures are and where sets come from. Figures are compared with those committed in bench/accuracy.json:
exit 1 when one has dropped by more than half a point. Sets to learn from (NAME-train) are left out unless asked for.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import vetter
from vetter import lint
from vetter.config import Settings
from vetter.ledger import Claim, Sentence

COMMITTED = Path(__file__).parent / "accuracy.json"
TOLERANCE = 0.5
EITHER_WAY = frozenset(["per 1,000 words"])
"""Figures that may rise and fall: neither is better."""

Row = dict[str, Any]
Span = tuple[int, int]
Figures = dict[str, dict[str, float]]


class Set(NamedTuple):
    name: str
    kind: str
    path: Path


class Score(NamedTuple):
    """The figures of a set by measure, and each disagreement with its labels on a line."""

    figures: Figures
    disagreements: list[str]


# --- measures


class Tally:
    """Hits, false alarms and misses."""

    def __init__(self) -> None:
        self.hits = self.spurious = self.missed = 0

    def judge(self, labelled: bool, predicted: bool) -> None:
        self.hits += labelled and predicted
        self.spurious += predicted and not labelled
        self.missed += labelled and not predicted

    def match(self, text: str, labelled: Iterable[Span], predicted: Iterable[Span]) -> None:
        wanted, found = sorted(set(labelled)), sorted(set(predicted))
        hits = pairs(text, wanted, found)
        self.hits += hits
        self.spurious += len(found) - hits
        self.missed += len(wanted) - hits

    def figures(self) -> dict[str, float]:
        precision, recall = share(self.hits, self.spurious), share(self.hits, self.missed)
        harmonic = 2 * precision * recall / (precision + recall) if precision + recall else 0
        return {"P": rounded(precision), "R": rounded(recall), "F1": rounded(harmonic)}


def share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0


def rounded(fraction: float) -> float:
    return round(100 * fraction, 1)


WORD = re.compile(r"\w+")


def words_in(text: str, span: Span) -> frozenset[int]:
    """Where the words of a stretch start; a stretch without any counts as one word."""
    return frozenset(match.start() for match in WORD.finditer(text, *span)) or frozenset([span[0]])


def pairs(text: str, wanted: Sequence[Span], found: Sequence[Span]) -> int:
    """How many stretches find a partner of their own that shares half of the words of both; the closest go first."""
    close = []
    for i, (start, end) in enumerate(wanted):
        for j, other in enumerate(found):
            if start < other[1] and other[0] < end:
                ours, theirs = words_in(text, (start, end)), words_in(text, other)
                overlap = len(ours & theirs) / len(ours | theirs)
                if overlap >= 0.5:
                    close.append((-overlap, i, j))
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(close):
        if taken.isdisjoint((("wanted", i), ("found", j))):
            taken.update((("wanted", i), ("found", j)))
    return len(taken) // 2


# --- kinds of sets


UNSURE = frozenset(["note", "hearsay", "assess", "hedge"])
LEAST_WORDS = 5  # a shorter sentence labelled certain is a heading


def hedging(rows: Sequence[Row]) -> Score:
    """{"text", "uncertain"} with or without {"cues"}: is the sentence uncertain, and which words make it so?"""
    rows = [row for row in rows if row["uncertain"] or len(row["text"].split()) >= LEAST_WORDS]
    texts = [row["text"].replace("\n", " ") for row in rows]
    text = "\n\n".join(texts)
    reading = vetter.read(f"{text}\n", "set.txt")
    starts = [sentence.start for sentence in reading.sentences]
    sentences, cues, disagreements = Tally(), Tally(), []
    start = 0
    for row, each in zip(rows, texts, strict=True):
        end = start + len(each)
        here = reading.sentences[bisect_left(starts, start) : bisect_left(starts, end)]
        marks = [mark[:2] for mark in marked(here, "hedges", "weasels") if start <= mark[0] and mark[1] <= end]
        unsure = bool(marks) or any(claim.status in UNSURE for claim in claims(here))
        sentences.judge(row["uncertain"], unsure)
        if "cues" in row:
            cues.match(text, [(start + first, start + last) for first, last in row["cues"]], marks)
        if unsure != row["uncertain"]:
            disagreements.append(told("spurious" if unsure else "missed", [text[a:b] for a, b in marks], each))
        start = end + 2
    figures = {"sentences": sentences.figures()}
    return Score({**figures, "cues": cues.figures()} if "cues" in rows[0] else figures, disagreements)


LONGEST_CUE = 80
SENTENCE_END = r"[.!?][\"”’')\]]*(?=\s+[A-Z“\"‘'(\[])"
SENTENCE = re.compile(rf"\S[^\n]*?(?:{SENTENCE_END}|(?=\n)|$)")


def attributing(rows: Sequence[Row]) -> Score:
    """{"id", "text", "attributions": [{"cue", "source", "content"}]}: which words attribute, and to whom?"""
    sentences, cues, sources, disagreements = Tally(), Tally(), Tally(), []
    for row in rows:
        text = row["text"]
        read = vetter.read(text, "set.txt").sentences
        wanted = {(start, end) for each in row["attributions"] for start, end in each["cue"]}
        found = {mark[:2] for mark in marked(read, "cues")}
        named = {(start, end) for each in row["attributions"] for start, end in each["source"]}
        cues.match(text, wanted, found)
        sources.match(text, named, [mark[:2] for mark in marked(read, "sources")])
        for sentence in SENTENCE.finditer(text):
            labelled = within(wanted, *sentence.span())
            predicted = [cue for cue in within(found, *sentence.span()) if cue[1] - cue[0] <= LONGEST_CUE]
            sentences.judge(bool(labelled), bool(predicted))
            if bool(labelled) != bool(predicted):
                what = "spurious" if predicted else "missed"
                disagreements.append(told(what, [text[a:b] for a, b in predicted or labelled], sentence[0]))
    figures = {"sentences": sentences.figures(), "cues": cues.figures(), "sources": sources.figures()}
    return Score(figures, disagreements)


LETTERS = {
    "heading": "H", "meta": "M", "definition": "D", "note": "N", "attrib": "A", "hearsay": "Y", "verified": "V",
    "assess": "J", "hedge": "G", "question": "Q", "directive": "R",
}  # fmt: skip
FLAT = {"Fj": "F", "Fe": "F"}
PACKS = {
    "isw": "isw", "seed": "isw", "thinktank": "isw", "news": "newsroom", "threat": "threat-intel",
    "wikipedia": "wikipedia", "ipcc": "ipcc", "estimate": "icd203",
}  # fmt: skip
"""The pack that suits a document, by how its name begins."""
SENT_BACK_BY = ("VET1", "VET2", "VET3", "VET4", "VET5", "VET8")
COMMON_LABEL = 10  # a label rarer than that has no F1 worth the name
MARKUP = {"heading": "## ", "bullet": "- "}


def judging(rows: Sequence[Row]) -> Score:
    """{"doc", "block", "kind", "text", "label", "U", "O", ...}: what status has each sentence, and would an editor
    send it back?"""
    seen: Counter[tuple[str, str]] = Counter()
    back, musts, disagreements = Tally(), Tally(), []
    warnings = length = 0
    for document in dict.fromkeys(row["doc"] for row in rows):
        mine = [row for row in rows if row["doc"] == document]
        text, places = laid_out(mine)
        read = vetter.read(text, "set.md").sentences
        found = editorial(text, document)
        warnings += len(found)
        length += sum(len(row["text"].split()) for row in mine)
        for row, (start, end) in zip(mine, places, strict=True):
            disputed = frozenset(row.get("disputed") or ())
            letter = status(next((sentence for sentence in read if start <= sentence.start < end), None))
            if "label" not in disputed:
                seen[row["label"], letter] += 1
                if row["label"] != letter:
                    disagreements.append(told(f"{row['label']} read as {letter}", [], row["text"]))
            if row.get("drift") or disputed & {"U", "O"}:
                continue
            excused = row.get("x") or ()
            rules = [rule for rule, first, last in found if first < end and start < last and rule not in excused]
            wanted = bool(row["U"] or row["O"])
            back.judge(wanted, bool(rules))
            if 2 in (row["U"], row["O"]):
                musts.judge(True, bool(rules))
            if wanted != bool(rules):
                disagreements.append(told("sent back" if rules else "not sent back", rules, row["text"]))
    figures = {
        "label": label_figures(seen),
        "sent back": back.figures(),
        "must be sent back": {"R": musts.figures()["R"]},
        "warnings": {"per 1,000 words": round(1000 * warnings / length, 1)},
    }
    return Score(figures, disagreements)


def laid_out(rows: Sequence[Row]) -> tuple[str, list[Span]]:
    """A document made of its sentences, and where each of them stands."""
    text, places, block = "", [], None
    for row in rows:
        follows = row["block"] == block and row["kind"] == "para"
        text += ("" if not text else " " if follows else "\n\n") + MARKUP.get(row["kind"], "")
        places.append((len(text), len(text) + len(row["text"])))
        text += row["text"]
        block = row["block"]
    return f"{text}\n", places


def editorial(text: str, document: str) -> list[tuple[str, int, int]]:
    """The warnings and errors of a document, with their places."""
    wanted = next((pack for start, pack in PACKS.items() if document.startswith(start)), "core")
    packs = ("core", wanted) if wanted in lint.vocabulary().packs else ("core",)
    return [
        (finding.rule, finding.start, finding.end)
        for finding in vetter.check(text, "set.md", Settings(packs=packs)).findings
        if finding.suppressed is None and finding.severity != "info" and finding.rule.startswith(SENT_BACK_BY)
    ]


def status(sentence: Sentence | None) -> str:
    if sentence is None:
        return "nothing"
    claim = sentence.claims[0]
    return LETTERS.get(claim.status) or ("Fj" if claim.kind == "judgment" else "Fe")


def label_figures(seen: Counter[tuple[str, str]]) -> dict[str, float]:
    """The share of labels met, also with both flat ones as one, and the mean F1 of the labels that are common."""
    whole = seen.total()
    met = sum(number for (label, read), number in seen.items() if label == read)
    merged = sum(n for (label, read), n in seen.items() if FLAT.get(label, label) == FLAT.get(read, read))
    each = [label_f1(seen, label) for label in dict.fromkeys(label for label, _ in seen)]
    common = [f1 for f1 in each if f1 is not None]
    mean = round(sum(common) / len(common), 1) if common else 0
    return {"accuracy": rounded(met / whole), "Fe and Fj as one": rounded(merged / whole), "macro F1": mean}


def label_f1(seen: Counter[tuple[str, str]], label: str) -> float | None:
    tally = Tally()
    for (wanted, read), number in seen.items():
        tally.hits += number * (wanted == read == label)
        tally.spurious += number * (read == label != wanted)
        tally.missed += number * (wanted == label != read)
    return tally.figures()["F1"] if tally.hits + tally.missed >= COMMON_LABEL else None


DRIFT = ("VET601", "VET602", "VET605", "VET606", "VET607", "VET608", "VET609")
"""Rules by which a takeaway says more than the body."""


def drifting(rows: Sequence[Row]) -> Score:
    """{"takeaway", "body", "label"}: is the takeaway stronger than what it sums up?"""
    stronger, disagreements = Tally(), []
    for row in rows:
        text = f"# Draft\n\n## Key Takeaways\n\n- {row['takeaway']}\n\n## Findings\n\n{row['body']}\n"
        body = text.index("## Findings")
        findings = vetter.check(text, "set.md", Settings(packs=("core", "science"))).findings
        found = any(each.rule in DRIFT and each.start < body for each in findings if each.suppressed is None)
        wanted = row["label"] == "stronger"
        stronger.judge(wanted, found)
        if wanted != found:
            disagreements.append(told("spurious" if found else "missed", [row["takeaway"]], row["body"]))
    return Score({"stronger": stronger.figures()}, disagreements)


SHOWN = ("cues", "hedges", "boosters", "weasels", "status_phrases", "evidence")
BRACKETS = re.compile(r"\[\[|\]\]|[{}]")


def snippets(path: Path) -> Score:
    """A table of a family and a snippet with its [[source]] and {cue} a line, beside the one text it is taken from."""
    text = the_text_beside(path)
    read = vetter.read(text, "set.txt").sentences
    marks = [mark[:2] for mark in marked(read, *SHOWN) if mark[1] - mark[0] <= LONGEST_CUE]
    named = [mark[:2] for mark in marked(read, "sources")]
    cues, sources, disagreements = Tally(), Tally(), []
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" not in line:
            continue
        snippet = line.split("\t")[1]
        base = text.find(BRACKETS.sub("", snippet))
        if base < 0:
            raise SystemExit(f"{path}: the text does not hold {BRACKETS.sub('', snippet)!r}")
        for tally, what, span in (
            (cues, "cue", bracketed(snippet, base, "{", "}")),
            (sources, "source", bracketed(snippet, base, "[[", "]]")),
        ):
            if span is None:
                continue
            hit = bool(within(marks, *span)) if what == "cue" else pairs(text, [span], within(named, *span)) == 1
            tally.judge(True, hit)
            if not hit:
                disagreements.append(told(f"{what} missed", [], snippet))
    return Score({"cues": {"R": cues.figures()["R"]}, "sources": {"R": sources.figures()["R"]}}, disagreements)


def bracketed(snippet: str, base: int, opening: str, closing: str) -> Span | None:
    """Where the words in these brackets stand in the text, the snippet standing at `base`."""
    before, found, rest = snippet.partition(opening)
    if not found:
        return None
    start = base + len(BRACKETS.sub("", before))
    return start, start + len(BRACKETS.sub("", rest.partition(closing)[0]))


def the_text_beside(path: Path) -> str:
    texts = sorted(path.parent.glob("*.txt"))
    if len(texts) != 1:
        raise SystemExit(f"{path}: expected one .txt file beside it, found {len(texts)}")
    with open(texts[0], encoding="utf-8", newline="") as file:
        return file.read()


def claims(sentences: Iterable[Sentence]) -> Iterator[Claim]:
    return (claim for sentence in sentences for claim in sentence.claims)


def marked(sentences: Iterable[Sentence], *fields: str) -> Iterator[tuple[int, int]]:
    return (mark[:2] for claim in claims(sentences) for field in fields for mark in getattr(claim, field))


def within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The stretches that overlap this one."""
    return [span for span in spans if span[0] < end and start < span[1]]


def told(what: str, words: Sequence[str], text: str) -> str:
    return " | ".join((what, ", ".join(words), " ".join(text.split())))


def rows_of(path: Path) -> list[Row]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Kind(NamedTuple):
    """What the rows of a kind of set must hold, and how it is scored."""

    keys: frozenset[str]
    score: Callable[[Sequence[Row]], Score]


KINDS = {
    "hedge": Kind(frozenset(["text", "uncertain"]), hedging),
    "attribution": Kind(frozenset(["text", "attributions"]), attributing),
    "status": Kind(frozenset(["doc", "block", "kind", "text", "label", "U", "O"]), judging),
    "drift": Kind(frozenset(["takeaway", "body", "label"]), drifting),
}


def scored(found: Set) -> Score:
    return snippets(found.path) if found.kind == "snippets" else KINDS[found.kind].score(rows_of(found.path))


# --- the run


def sets_below(folder: Path) -> Iterator[Set]:
    """Every labelled set below a folder, in order of name; what its first row holds tells its kind."""
    for path in sorted(folder.rglob("*.jsonl")):
        kind = kind_of(path)
        if kind is not None:
            yield Set(path.stem, kind, path)
    for path in sorted(folder.rglob("cues.tsv")):
        yield Set(f"{path.parent.name}-{path.stem}", "snippets", path)


def kind_of(path: Path) -> str | None:
    with open(path, encoding="utf-8") as file:
        try:
            row = json.loads(file.readline())
        except ValueError:
            return None
    return next((name for name, kind in KINDS.items() if isinstance(row, dict) and kind.keys <= row.keys()), None)


def chosen(found: Sequence[Set], whole: bool, only: Sequence[str]) -> list[Set]:
    unknown = sorted(set(only) - {each.name for each in found})
    if unknown:
        raise SystemExit(f"accuracy.py: no set here is called {', '.join(unknown)}")
    if only:
        return [each for each in found if each.name in only]
    return [each for each in found if whole or not each.name.endswith("-train")]


def lines(name: str, figures: Figures, before: Figures) -> Iterator[str]:
    for measure, values in figures.items():
        shown = "  ".join(
            f"{what} {value:5.1f}{change(value, before, measure, what)}" for what, value in values.items()
        )
        yield f"{name:<24} {measure:<18} {shown}"


def change(value: float, before: Figures, measure: str, what: str) -> str:
    known = before.get(measure, {}).get(what)
    return "" if known in (None, value) else f" ({value - known:+.1f})"


def drops(name: str, figures: Figures, before: Figures) -> Iterator[str]:
    """Each figure that has fallen by more than is let pass."""
    for measure, values in before.items():
        for what, known in values.items():
            value = figures.get(measure, {}).get(what, 0)
            if what not in EITHER_WAY and known - value > TOLERANCE + 1e-9:
                yield f"{name}: {measure} {what} was {known}, is {value}"


def committed() -> dict[str, Figures]:
    if not COMMITTED.is_file():
        return {}
    known: dict[str, Figures] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return known


def main(arguments: list[str]) -> int:
    options = asked(arguments)
    if options.folder is None or not Path(options.folder).is_dir():
        print("no folder of labelled sets: nothing was scored")
        return 0
    found = list(sets_below(Path(options.folder)))
    if not found:
        print("no labelled sets in this folder: nothing was scored")
        return 0
    known = committed()
    fallen: list[str] = []
    fresh: dict[str, Figures] = {}
    for each in chosen(found, options.all, options.only):
        score = scored(each)
        fresh[each.name] = score.figures
        fallen += drops(each.name, score.figures, known.get(each.name, {}))
        for line in lines(each.name, score.figures, known.get(each.name, {})):
            print(line, flush=True)
        for disagreement in score.disagreements[: options.errors]:
            print(f"    {disagreement}")
    for name in sorted(known.keys() - {each.name for each in found}):
        print(f"{name:<24} not here: skipped")
    if options.update:
        text = json.dumps(dict(sorted({**known, **fresh}.items())), indent=1)
        COMMITTED.write_text(text + "\n", encoding="utf-8")
        return 0
    for drop in fallen:
        print(f"lower than committed: {drop}", file=sys.stderr)
    return 1 if fallen else 0


def asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accuracy.py", description="How well vetter reads labelled sets.")
    add = parser.add_argument
    add("folder", nargs="?", help="where the sets are, at any depth")
    add("--all", action="store_true", help="score the sets to learn from, NAME-train, as well")
    add("--only", action="append", default=[], metavar="SET", help="score this set and no other; repeats")
    add("--errors", type=int, default=0, metavar="N", help="print the first N disagreements of each set")
    add("--update", action="store_true", help="commit these figures to bench/accuracy.json")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
