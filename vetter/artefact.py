"""Everything made from rules/ and grammars/, as one file: made once at build time, read in a blink at every start."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Set
from itertools import accumulate, pairwise

from vetter import __version__
from vetter.automaton import Net, bits, build, opening
from vetter.errors import VetterError
from vetter.families import refuse_unknown
from vetter.folders import files
from vetter.lexicon import Facts, Lexicon, Stored
from vetter.phrases import Anchored, Finder, Kind
from vetter.tokens import Coder
from vetter.values import Any, NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
SHIPPED = os.path.join(HERE, "_data")
CHECKOUT = os.path.dirname(HERE)
STOCK = os.path.join(SHIPPED, f"stock-{__version__}.json")


ENDINGS = (".yml", ".lark")
MAKERS = (
    "anchors", "artefact", "asking", "automaton", "checks", "conditions", "families", "features", "fixes", "grammar",
    "house", "housefile", "ladderfiles", "ladders", "lexicon", "own", "packfiles", "phrases", "rewording", "rulebook",
    "rulefiles", "rules", "rulesheet", "sheets", "stretches",
)  # fmt: skip
"""The modules that say what an artefact holds: those that compile rules and grammars, and those whose values and names
stand in it."""


class Engine(NamedTuple):
    """What reads a draft: words to classes, phrases by grammar, and what is known of words."""

    lexicon: Lexicon
    coder: Coder
    finder: Finder


def narrowed(engine: Engine, wanted: Callable[[Kind], bool]) -> Engine:
    """The engine that looks for phrases of these kinds only, with a memory of its own."""
    finder = engine.finder
    numbers = {number for number, kind in enumerate(finder.kinds) if wanted(kind)}
    rows = {row for row, entry in enumerate(finder.anchored) if entry[0] in numbers}
    hung = {
        label: kept for label, all_rows in finder.hung.items() if (kept := [row for row in all_rows if row in rows])
    }
    coder = Coder(engine.lexicon, hung)
    return Engine(engine.lexicon, coder, Finder(finder.kinds, finder.anchored, hung, finder.nets, coder.classes_of))


class Artefact(NamedTuple):
    """The engine and, as plain JSON values, the rules (see `vetter.rulebook.restore`); `problems` are the places and
    mistakes of rules and grammars that were left out, `grammars` and `word_lists` the files of a
    house's own phrases and words."""

    engine: Engine
    rules: Any
    problems: tuple[tuple[str, str], ...] = ()
    grammars: tuple[str, ...] = ()
    word_lists: tuple[str, ...] = ()


def root() -> str:
    """The folder that holds rules/ and grammars/: inside the installed package, else the checkout."""
    return SHIPPED if os.path.isdir(os.path.join(SHIPPED, "grammars")) else CHECKOUT


def files_under(folder: str, endings: tuple[str, ...]) -> list[str]:
    """Every file below `folder` with one of these endings, in a fixed order."""
    return files(folder, endings) if os.path.isdir(folder) else []


_loaded: dict[str, Artefact] = {}
_broken: dict[str, Artefact] = {}
"""What can be read of a checkout in which rules are broken."""


def stock() -> Artefact:
    """The artefact of the shipped rules and grammars; made anew when the checkout's files are younger than it."""
    made = _loaded.get(STOCK)
    if made is not None:
        return made
    made = _broken.get(STOCK) or load_stock()
    if made.problems:
        _broken[STOCK] = made
        raise VetterError(*made.problems[0])
    _loaded[STOCK] = made
    return made


def stock_as_far_as_read() -> Artefact:
    """The same; where shipped rules are broken without them, and with what is wrong. Words and phrases must be well."""
    try:
        return stock()
    except VetterError:
        if STOCK not in _broken:
            raise
        return _loaded.setdefault(STOCK, _broken[STOCK])


def load_stock() -> Artefact:
    data = None if root() == CHECKOUT and is_stale(STOCK) else read_whole(STOCK)
    if data is not None:
        return restore(data)
    told: list[VetterError] = []
    data = compile_all(root(), told)
    if not told:
        write_whole(STOCK, data)
    return restore(data)._replace(problems=tuple((error.place, error.problem) for error in told))


def is_stale(path: str) -> bool:
    """Whether a rule, a grammar or a maker is younger than the artefact, or a folder in which a file came or went."""
    try:
        made = os.stat(path).st_mtime_ns
    except OSError:
        return True
    roots = [os.path.join(CHECKOUT, name) for name in ("rules", "grammars")]
    sources = [file for root in roots for file in files_under(root, ENDINGS)]
    folders = {*roots, *(os.path.dirname(file) for file in sources)}
    makers = [os.path.join(HERE, f"{name}.py") for name in MAKERS]
    return any(os.stat(file).st_mtime_ns > made for file in (*sources, *folders, *makers))


def read_whole(path: str) -> Any:
    """The stored values, or None when there are none or they are damaged."""
    from zlib import crc32

    try:
        with open(path, "rb", buffering=0) as file:  # each copy of a large file costs a hundredth of a short run
            data = file.read()
        start = data.index(b"\n") + 1
        end = data.index(b"\n", start)
        view = memoryview(data)
        if data[:start] != b"%08x\n" % crc32(view[start:]):
            return None
        values = json.loads(str(view[start:end], "ascii"))
    except (OSError, ValueError):
        return None
    examples = end + 1 + values["rules"]["examples"]
    ends = accumulate(values["nets"], initial=examples)
    values["rules"]["examples"] = data[end + 1 : examples]
    return {**values, "nets": [(data, start, end) for start, end in pairwise(ends)]}


def write_whole(path: str, data: Any) -> None:
    """Store the values, whole or not at all; where nothing can be written they are made anew next time.

    The first line is a checksum, the second everything but the examples of the rules and the nets, with the size of
    each; then come these.
    """
    from zlib import crc32

    examples, *nets = (part.encode() for part in (data["rules"]["examples"], *data["nets"]))
    values = {**data, "nets": list(map(len, nets)), "rules": {**data["rules"], "examples": len(examples)}}
    body = json.dumps(values, separators=(",", ":")).encode() + b"\n" + examples + b"".join(nets)
    draft = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(draft, "wb") as file:
            file.write(b"%08x\n" % crc32(body) + body)
        os.replace(draft, path)
    except OSError:
        return


def build_stock(root: str, target: str) -> None:
    """Compile `root`'s rules/ and grammars/ into the file `target`. Raises VetterError for a mistake in any of them."""
    write_whole(target, compile_all(root))
    if not os.path.isfile(target):
        raise VetterError(target, "cannot be written")


def compile_all(root: str, told: list[VetterError] | None = None) -> dict[str, Any]:
    """All that ships. A mistake in a rule goes onto the list `told`; without one it ends the work."""
    from vetter import grammar, rulebook, rulefiles, rules

    folder = os.path.join(root, "grammars")
    for path in grammar_files(folder):
        refuse_unknown(path, grammar.family(path))
    compiled = compile_grammars(lexicon_files(folder), grammar_files(folder))
    classes, terms = noted_classes(compiled), likelihood_terms(compiled)
    known = rules.load(os.path.join(root, "rules"), classes=classes, terms=terms, told=told)
    for _ in rulefiles.kept(known.rules, rulefiles.refuse_unfinished, told):
        pass
    return {**compiled, "rules": rulebook.dump(known)}


def noted_classes(compiled: dict[str, Any]) -> frozenset[str]:
    """The classes a rule may ask for: those of word lists with `marks: true`, and the rules of mark.lark."""
    marks = compiled["lexicon"]["marks"].split()
    return frozenset((*marks, *(str(kind[1]).upper() for kind in compiled["kinds"] if kind[0] == "mark")))


def likelihood_terms(compiled: dict[str, Any]) -> frozenset[str]:
    """The words and phrases that a ladder may give a place."""
    return restore_lexicon(compiled["lexicon"]).terms()


def lexicon_files(folder: str) -> list[str]:
    return files_under(os.path.join(folder, "lexicon"), (".yml",))


def grammar_files(folder: str) -> list[str]:
    """The phrase grammars of a folder; those in its parts/ are only imported."""
    return [path for path in files_under(folder, (".lark",)) if os.path.dirname(path) == folder]


def compile_grammars(
    words: Iterable[str] | Lexicon, grammars: Iterable[str], folders: Iterable[str] = ()
) -> dict[str, Any]:
    """Lexicon (or the files it is read from) and grammars as JSON values. Raises VetterError for a mistake in any."""
    from vetter import anchors, grammar, lexicon

    read = words if isinstance(words, Lexicon) else lexicon.read(words)
    alternatives = (*grammar.read(grammars, read, folders), *grammar.fixed_phrases(read))
    full = with_facts(with_literals(read, anchors.literals(alternatives)))
    numbers: dict[Any, int] = {}
    labels: dict[Anchored, set[str]] = {}
    for split in anchors.splits(alternatives, frequencies()):
        left, right = (numbers.setdefault(half, len(numbers)) for half in (split.left, split.right))
        labels.setdefault(Anchored(split.alternative, split.slot, left, right), set()).update(split.labels)
    anchored = sorted(labels, key=anchored_order)
    hung: dict[str, list[int]] = {}
    for number, entry in enumerate(anchored):
        for label in sorted(labels[entry]):
            hung.setdefault(label, []).append(number)
    nets = [build(pattern) for pattern in numbers]
    return {
        "lexicon": dump_lexicon(full),
        "kinds": [list(Kind(a.family, a.rule, a.label, a.priority, a.order)) for a in alternatives],
        "anchored": anchored,
        "hung": hung,
        "nets": [json.dumps(net, separators=(",", ":")) for net in nets],
        **dump_openings(nets),
    }


def anchored_order(entry: Anchored) -> tuple[int, int, int, str]:
    return entry.kind, entry.right, entry.left, entry.slot


def frequencies() -> dict[str, float]:
    """How often each class stands in running text, per 1,000 words (see bench/frequencies.py)."""
    from vetter.lexicon import load_yaml

    path = os.path.join(root(), "grammars", "frequencies.yml")
    return dict(load_yaml(path)) if os.path.isfile(path) else {}


def with_literals(lexicon: Lexicon, literals: Iterable[str]) -> Lexicon:
    words = dict(lexicon.words)
    for literal in sorted(literals):
        word = literal[1:-1]
        words[word] = words.get(word, frozenset()) | {literal}
    return lexicon._replace(words=words)


def with_facts(lexicon: Lexicon) -> Lexicon:
    """The lexicon with a class more for every word of which facts are known, so that words of one class character have
    the same facts. Its name tells the stances of such a cue, and "term" of a word on a scale of likelihood."""
    known: dict[str, dict[str, Any]] = {}
    for name, facts in sorted(lexicon.facts.items()):
        for word, told in facts.items():
            if told:
                known.setdefault(word, {})[name] = told
    words = dict(lexicon.words)
    numbers: dict[str, str] = {}
    for word, told in sorted(known.items()):
        stances = {str(each["stance"]) for each in told.values() if "stance" in each}
        term = {"term" for each in told.values() if each.get("term")}
        label = json.dumps(told, sort_keys=True) if " " not in word and not term else word
        mark = numbers.setdefault(label, f"#{len(numbers)}:{','.join(sorted(stances | term))}")
        for part in word.split(" "):
            words[part] = words.get(part, frozenset()) | {mark}
    return lexicon._replace(words=words)


def dump_lexicon(lexicon: Lexicon) -> dict[str, Any]:
    """Words by the number of their set of classes, each set as one string with blanks."""
    sets: dict[frozenset[str], int] = {}
    words = {word: sets.setdefault(classes, len(sets)) for word, classes in sorted(lexicon.words.items())}
    return {
        "words": words,
        "sets": [" ".join(sorted(classes)) for classes in sets],
        "facts": {name: dump_facts(facts) for name, facts in lexicon.facts.items()},
        **{name: " ".join(sorted(getattr(lexicon, name))) for name in CLASS_SETS},
    }


def dump_facts(facts: Mapping[str, Facts]) -> list[Any]:
    """Words by what is known of them."""
    by_facts: dict[str, list[str]] = {}
    for word, told in facts.items():
        by_facts.setdefault(json.dumps(told), []).append(word)
    return [[json.loads(told), "\t".join(words)] for told, words in by_facts.items()]


def restore_facts(data: list[Any]) -> dict[str, Facts]:
    return {word: told for told, words in data for word in words.split("\t")}


CLASS_SETS = ("closed", "lower_only", "upper_only", "marks")


def restore_lexicon(data: dict[str, Any]) -> Lexicon:
    sets = (frozenset(data[name].split()) for name in CLASS_SETS)
    facts = {name: restore_facts(told) for name, told in data["facts"].items()}
    return Lexicon(Stored(data["words"], data["sets"]), {}, facts, *sets)


def dump_openings(nets: list[Net]) -> dict[str, Any]:
    """For each label the nets that a word of it opens, and those that need no word, all by number."""
    opened: dict[str, list[int]] = {}
    openings = list(map(opening, nets))
    for number, each in enumerate(openings):
        for label in sorted(each.labels):
            opened.setdefault(label, []).append(number)
    return {
        "opened": {label: " ".join(map(str, numbers)) for label, numbers in opened.items()},
        "empty": [number for number, each in enumerate(openings) if each.empty],
    }


class Opened(dict[str, int]):
    """label -> the nets that a word of it opens, as bits; read from their numbers when first asked for."""

    def __init__(self, stored: dict[str, str]) -> None:
        super().__init__()
        self.stored = stored

    def __missing__(self, label: str) -> int:
        self[label] = known = bits(map(int, self.stored[label].split()))
        return known


class Nets:
    """Nets by number, restored when first asked for, from text or from a part of the artefact's bytes; and which of
    them a word of a label opens."""

    def __init__(self, stored: list[Any], opened: dict[str, str], empty: list[int]) -> None:
        self.stored = stored
        self.opened = Opened(opened)
        self.labels: Set[str] = opened.keys()
        self.empty = bits(empty)

    def __getitem__(self, number: int) -> Net:
        stored = self.stored[number]
        return Net(*json.loads(stored if isinstance(stored, str) else stored[0][stored[1] : stored[2]].decode()))


def restore_engine(data: dict[str, Any]) -> Engine:
    lexicon = restore_lexicon(data["lexicon"])
    kinds = tuple(Kind(*kind) for kind in data["kinds"])
    coder = Coder(lexicon, data["hung"])
    nets = Nets(data["nets"], data["opened"], data["empty"])
    return Engine(lexicon, coder, Finder(kinds, data["anchored"], data["hung"], nets, coder.classes_of))


def restore(data: dict[str, Any]) -> Artefact:
    return Artefact(restore_engine(data), data["rules"])
