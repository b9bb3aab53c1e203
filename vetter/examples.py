"""The examples that rules and grammars carry, run through the whole pipeline: what must be found, what must pass."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby

from vetter import artefact, configfile, folders, lint, own, rulefiles, rules, rulesheet, suppress
from vetter.artefact import Engine
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.families import NOTHING
from vetter.findings import Finding
from vetter.folders import NONE_OWN, Own
from vetter.ledger import Claim, Reading
from vetter.looking import failed_conditions
from vetter.phrases import layer
from vetter.places import Place
from vetter.rewording import is_own
from vetter.rulebook import Example, Rule, RuleSet
from vetter.source import Source
from vetter.values import NamedTuple, TypeAlias

Stretch: TypeAlias = tuple[int, int]


class Result(NamedTuple):
    """One example run. `failure` says what was wrong and what was understood; it is empty when all is well."""

    subject: str
    place: str
    text: str
    failure: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failure


def run(paths: Iterable[str]) -> tuple[list[str], int]:
    """The lines `vetter test` prints, and how many examples failed."""
    configfile.forget()
    found = list(results(paths))
    failed = [result for result in found if not result.passed]
    lines = [line for result in failed for line in _told(result)]
    return [*lines, f"{len(found)} examples, {len(failed)} failed"], len(failed)


def results(paths: Iterable[str] = ()) -> Iterator[Result]:
    """Every example of these rule and grammar files and folders; without paths, of all that ship with vetter and of
    all that this house has of its own."""
    named = tuple(paths)
    if not named:
        yield from _of_rules(lint.rulebook(), lint.rulebook().rules)
        yield from _of_grammars(artefact.grammar_files(os.path.join(artefact.root(), "grammars")))
        house = house_of(os.curdir)
        for folder in house.folders:
            yield from _of_house(folder, house)
    for path in named:
        if (house := house_of(path)).folders and any(folders.lies_in(path, each) for each in house.folders):
            yield from _of_house(path, house)
            continue
        if os.path.isdir(path) and not artefact.files_under(path, artefact.ENDINGS):
            raise VetterError(path, "no rules, grammars or word lists in this folder; name another, or a file")
        if not os.path.exists(path):
            raise VetterError(path, "no such file or folder; name rule files, grammar files or their folder")
        grammars = [path] if path.endswith(".lark") else _grammars_below(path)
        yield from _of_grammars(grammars)
        words = word_lists(path)
        yield from _of_words(words)
        rules_here = [] if path.endswith(".lark") else [f for f in rulefiles.rule_files(path) if not _is_word_list(f)]
        declared = rulefiles.declaration_files(path)
        if declared or any(file not in words for file in rules_here) or not (grammars or words or _is_word_list(path)):
            yield from _of_folder(path)


def problems(paths: Iterable[str]) -> list[VetterError]:
    """What was left out of a house's own rules, in these files and folders or, without any, in all of its own."""
    named = tuple(paths)
    found = {path: own.load(house_of(path)).problems for path in named or (os.curdir,)}
    return [
        VetterError(*problem)
        for path, told in found.items()
        for problem in told
        if not named or folders.lies_in(folders.file_of(problem[0]), path)
    ]


def house_of(path: str) -> Own:
    """The folders of own rules that the configuration nearest to a path names."""
    file = configfile.find(os.path.join(path, "draft") if os.path.isdir(path) else path)
    return configfile.chain(file).own if file else NONE_OWN


def _of_house(path: str, house: Own) -> Iterator[Result]:
    """The examples of a house's own rules, phrases and words below a path; what cannot be read is told elsewhere."""
    kit, known = own.load(house), lint.rulebook(house)
    yield from _of_rules(known, (rule for rule in known.rules if folders.lies_in(_file(rule), path)), house)
    yield from _of_grammars((file for file in kit.grammars if folders.lies_in(file, path)), kit.engine)
    yield from (Result("words", file, "", ()) for file in kit.word_lists if folders.lies_in(file, path))


def of_rule(rule: Rule) -> Iterator[Result]:
    """The examples of a shipped rule."""
    return _of_rules(lint.rulebook(), (rule,))


def findings(rule: Rule, example: Example, known: RuleSet, house: Own = NONE_OWN) -> tuple[Finding, ...]:
    """What one rule says about one example. Comments are judged with the whole pack on, which they speak about."""
    reading = _read(example, house)
    if rule.over != "directive":
        on = rules.active(known, _settings(example, rule))
        return tuple(rules.judge(on, rules.drafted(on, reading, _sources(example, house))))
    on = rules.active(known, _settings(example))
    said = tuple(rules.judge(on, rules.drafted(on, reading)))
    names = tuple((each.id, each.name) for each in known.rules)
    comments = suppress.comments(reading.document.directives, said, names, on.names(), _settings(example))
    about = rules.judge_comments(on, comments, example.text)
    return tuple(finding for finding in about if finding.rule == rule.id)


def _of_folder(path: str) -> Iterator[Result]:
    """The rules of a folder or file: the shipped ones if it is theirs, else its own beside the shipped."""
    base = lint.rulebook()
    shipped = {os.path.join(artefact.root(), _file(rule)): rule for rule in base.rules}
    files = [os.path.realpath(file) for file in rulefiles.rule_files(path)]
    if files and all(file in shipped for file in files):
        yield from _of_rules(base, (shipped[file] for file in files))
        return
    engine = artefact.stock().engine
    marks = (kind.rule.upper() for kind in engine.finder.kinds if kind.family == "mark")
    known = rules.load(path, base, frozenset((*engine.lexicon.marks, *marks)), engine.lexicon.terms())
    here = frozenset(rulefiles.rule_files(path))
    yield from _of_rules(known, (rule for rule in known.rules if _file(rule) in here))


def word_lists(path: str) -> list[str]:
    """The word lists at a path: what stands in a folder called lexicon, or a file that holds classes."""
    from vetter.lexicon import load_yaml

    if not os.path.isdir(path):
        table = load_yaml(path) if path.endswith((".yml", ".yaml")) else {}
        keys = ("classes", "groups", "verbs", "doubling", "nouns")
        return [path] if isinstance(table, dict) and any(key in table for key in keys) else []
    files = artefact.files_under(os.path.abspath(path), (".yml", ".yaml"))
    return [file for file in files if os.path.basename(os.path.dirname(file)) == "lexicon"]


def _of_words(files: list[str]) -> Iterator[Result]:
    """Word lists have no examples: they are read beside the shipped lists of other names, or refused."""
    from vetter import lexicon

    names = {os.path.basename(file) for file in files}
    if files:
        shipped = artefact.lexicon_files(os.path.join(artefact.root(), "grammars"))
        lexicon.read([*(file for file in shipped if os.path.basename(file) not in names), *files])
    yield from (Result("words", file, "", ()) for file in files)


def _file(rule: Rule) -> str:
    return rule.place.rpartition(":")[0]


def _of_rules(known: RuleSet, wanted: Iterable[Rule], house: Own = NONE_OWN) -> Iterator[Result]:
    for rule in wanted:
        named = " ".join(dict.fromkeys((rule.id, rule.name)))
        for example in (*rule.flags, *rule.passes):
            yield Result(named, example.place, example.text, tuple(_failure(rule, example, known, house)))


def _failure(rule: Rule, example: Example, known: RuleSet, house: Own) -> Iterator[str]:
    said = findings(rule, example, known, house)
    got = sorted({(finding.start, finding.end) for finding in said})
    wanted = sorted(example.stretches)
    if example in rule.passes:
        wrong = [f"flagged, but must pass: {_quoted(example.text, *stretch)}" for stretch in got]
    elif rule.over == "document":
        wrong = [] if got else ["not flagged"]
    else:
        wrong = [f"not flagged: {_quoted(example.text, *stretch)}" for stretch in wanted if stretch not in got]
        wrong += [f"flagged instead: {_quoted(example.text, *stretch)}" for stretch in got if stretch not in wanted]
    yield from wrong
    if wrong:
        yield from _understood(rule, example, known, house)


def _understood(rule: Rule, example: Example, known: RuleSet, house: Own) -> Iterator[str]:
    reading = _read(example, house)
    if rule.over == "text":
        yield from _unread_words(rule, example, reading)
        return
    for sentence in reading.sentences:
        for claim in sentence.claims:
            yield f"understood: {_described(claim, example.text)}"
    if rule.over != "directive":
        on = rules.active(known, _settings(example, rule))
        looked = list(rules.places(on, rules.drafted(on, reading, _sources(example, house))))
        for place in looked:
            missing = failed_conditions(rule, place)
            where = _quoted(example.text, *_looked_at(place))
            yield f"{where} {'lacks ' + '; '.join(missing) if missing else 'meets every condition'}"
        if rule.over == "pair":
            yield from _held(rule, example, looked)


def _looked_at(place: Place) -> Stretch:
    here = place.pair.here if place.pair else place.claim
    return here.start, here.end


def _held(rule: Rule, example: Example, looked: Iterable[Place]) -> Iterator[str]:
    """What each clause was held against, and how close that comes."""
    from vetter import inquiry, outputs

    closeness = inquiry.Closeness(example.text, outputs.Texts())
    pairs = [place.pair for place in looked if place.pair]
    for between in rules.kinds_held(rule):
        alike = [pair for pair in pairs if pair.between == between]
        if alike:
            yield f"held against ({between}):"
            yield from (f"  {line}" for line in closeness.lines(alike))
    if not pairs:
        kinds = ", ".join(rules.kinds_held(rule))
        yield f"held against nothing: the draft has no pairs of {kinds}"


def _unread_words(rule: Rule, example: Example, reading: Reading) -> Iterator[str]:
    """Where the words of a rule over text stand, and why they are not spoken of."""
    prose = reading.document.prose
    wording = rules.active(RuleSet((rule,), ()), _settings(example, rule)).wording
    if wording is None:
        return
    for block in reading.document.blocks:
        for found in wording.find(prose, block.start, block.end):
            where = "in the draft's own words" if is_own(block) else f"in a {block.kind}, which is not looked at"
            yield f"understood: {_quoted(prose, found.start, found.end)} stands {where}"
    if not any(True for _ in wording.find(prose)):
        yield f"understood: none of its words stands there: {', '.join(text for text, _ in rule.wording)}"


def _described(claim: Claim, text: str) -> str:
    plain = (claim.status, claim.kind, f"S{claim.strength}", claim.tense, f"subject {claim.subject}")
    seen = (f"{mark.kind} {_quoted(text, mark.start, mark.end)}" for mark in claim.specifics)
    words = [*plain, *sorted(claim.classes), *(mark.kind for mark in claim.others), *seen]
    steps = f" ({'; '.join(claim.steps)})" if claim.steps else ""
    return f"{_quoted(text, claim.start, claim.end)} {', '.join(words)}{steps}"


def _grammars_below(folder: str) -> list[str]:
    """The phrase grammars of a folder and the folders in it; what lies in a folder parts/ is only imported."""
    return [path for path in artefact.files_under(folder, (".lark",)) if _folder_name(path) != "parts"]


def _is_word_list(path: str) -> bool:
    return _folder_name(path) == "lexicon" or os.path.basename(path) == "frequencies.yml"


def _folder_name(path: str) -> str:
    return os.path.basename(os.path.dirname(os.path.abspath(path)))


def _of_grammars(paths: Iterable[str], made: Engine | None = None) -> Iterator[Result]:
    """The examples of these grammar files, the files of each folder compiled together unless an engine is given."""
    from vetter import grammar

    for folder, files in groupby(paths, os.path.dirname):
        grammars = list(files)
        read = [example for path in grammars for example in grammar.examples(path)]
        engine = made or _engine(folder, grammars)
        for path in grammars:
            if not any(example.path == path for example in read):
                raise VetterError(path, "no examples in it; write one above each rule: // eg: the words [to be found]")
        for path, line, rule, bracketed in read:
            text, wanted = rulesheet.unbracket(bracketed)
            if wanted is None:
                raise VetterError(
                    f"{path}:{line}", "the [brackets] do not pair; write \\[ for a bracket of the text's own"
                )
            told = tuple(_unfound(engine, grammar.family(path), rule, text, wanted))
            yield Result(rule, f"{path}:{line}", text, told)


def _engine(folder: str, grammars: list[str]) -> Engine:
    """The shipped engine for shipped grammars; for others one made of them, the shipped word lists and their own.

    A word list in their folder lexicon/ replaces the shipped one of the same name.
    """
    shipped = os.path.join(artefact.root(), "grammars")
    if set(map(os.path.realpath, grammars)) <= set(map(os.path.realpath, artefact.grammar_files(shipped))):
        return artefact.stock().engine
    lists = {os.path.basename(path): path for path in artefact.lexicon_files(shipped)}
    lists.update((os.path.basename(path), path) for path in artefact.lexicon_files(folder))
    return artefact.restore_engine(artefact.compile_grammars(lists.values(), grammars, (shipped,)))


def _unfound(engine: Engine, family: str, rule: str, text: str, wanted: Iterable[Stretch]) -> Iterator[str]:
    """What a grammar rule should have found whole; an exception should have kept its rivals away. Without brackets
    there must be nothing the rule finds."""
    from vetter.tokens import START, tokens

    read = tokens(engine.coder, text, 0)
    phrases = [
        (phrase.kind, read.span(max(phrase.start, 1) - 1, phrase.end - 2))
        for phrase in engine.finder.find(START + read.codes)
    ]
    kinds = [kind for kind in engine.finder.kinds if (kind.family, kind.rule) == (family, rule)]
    found = [stretch for kind, stretch in phrases if kind in kinds]
    rivals = [(kind, at) for kind, at in phrases if layer(kind) in map(layer, kinds)]
    if not wanted:
        yield from (f"found, but has no [brackets]: {_quoted(text, *at)}" for at in found)
    for start, end in wanted:
        if all(kind.label == NOTHING for kind in kinds):
            touching = [(kind, at) for kind, at in rivals if at[0] < end and start < at[1]]
            yield from (f"found: {_quoted(text, *at)} ({kind.rule})" for kind, at in touching)
        elif (start, end) not in found:
            yield f"not found: {_quoted(text, start, end)}"
            yield from (f"found instead: {_quoted(text, *at)} ({kind.rule})" for kind, at in rivals)


def _settings(example: Example, *only: Rule) -> Settings:
    return Settings(packs=(example.pack,), select=tuple(rule.id for rule in only), house=example.house)


def _read(example: Example, house: Own = NONE_OWN) -> Reading:
    return lint.read(Source(example.name, example.text), _settings(example)._replace(rules=house))


def _sources(example: Example, house: Own = NONE_OWN) -> tuple[Reading, ...]:
    """What an example is held against."""
    if not example.source:
        return ()
    source = Source("source.md", example.source)
    return (lint.read(source, _settings(example)._replace(rules=house)),)


def _quoted(text: str, start: int, end: int) -> str:
    return f'"{" ".join(text[start:end].split())}"'


def _told(result: Result) -> Iterator[str]:
    yield f"{result.place}: {result.subject}: {_quoted(result.text, 0, len(result.text))}"
    yield from (f"    {line}" for line in result.failure)
