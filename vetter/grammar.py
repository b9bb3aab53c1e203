"""Lark grammars to alternatives of plain patterns. The only module that knows Lark.

Lark's own loader reads the files, so %import, %extend, %override and aliases mean what they mean in Lark. A phrase
grammar is regular: rules may use rules, never themselves. What a rule means for the engine:

- a rule no other rule of its file uses is a phrase; `-> label` names what an alternative says, `-> nothing` marks an
  exception;
- a rule used by another is a slot, named by what stands before its first underscore (`cue_noun` fills the slot cue);
  one that begins with an underscore is only a part;
- CAPITALS are word classes of the lexicon or of the tokens, "quoted" is that very word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lark import Lark, Token, Transformer, Tree, UnexpectedInput
from lark.exceptions import GrammarError
from lark.grammar import NonTerminal, Symbol, Terminal
from lark.load_grammar import Grammar, GrammarBuilder

from vetter.automaton import Pattern, is_ambiguous_repeat
from vetter.errors import VetterError
from vetter.families import refuse_unread
from vetter.folders import refuse_irregular
from vetter.lexicon import Lexicon, parted
from vetter.values import Any, NamedTuple

SHAPES = frozenset(
    """START WORD CAP LOWER UPPER POSS LY ING ED NOMINAL NUMBER PERCENT MONEY YEAR UNIT ORDINAL COMMA COLON SEMICOLON
    ASKS DASH LPAR RPAR LBRACKET RBRACKET ELLIPSIS STOP OPEN CLOSE SINGLE_OPEN SINGLE_CLOSE MARK URL CITE""".split()
)
REPEAT_CAP = 12
FIRST_LETTER = 0xE001  # of the letters that stand for words when Lark draws a tree
NO_LETTER = chr(FIRST_LETTER - 1)
SIZE_CAP = 4000
CLASS_NAME = re.compile(r"\b_?[A-Z][A-Z0-9_]*\b")
EXAMPLE = re.compile(r"//\s*eg:\s*(?P<text>.+)")
RULE_HEAD = re.compile(r"(?:%override |%extend )?[?!]?(?P<name>_?[a-z][a-z0-9_]*)(?:\.-?\d+)?\s*:")


class Alternative(NamedTuple):
    """One way a phrase can read. `order` is its place in the files; `label` what it says ("" for none)."""

    family: str
    rule: str
    label: str
    priority: int
    order: int
    pattern: Pattern


class Example(NamedTuple):
    """A sentence above a rule with the stretch the rule must find in brackets."""

    path: str
    line: int
    rule: str
    text: str


def read(paths: Iterable[str], lexicon: Lexicon, folders: Iterable[str] = ()) -> tuple[Alternative, ...]:
    """All phrases of these grammar files, in their order. Raises VetterError with file, line, problem and remedy."""
    alternatives: list[Alternative] = []
    for path in paths:
        rows = read_text(path).split("\n")
        for rule in phrase_rules(path, lexicon, tuple(folders)):
            seen: dict[Pattern, str] = {}
            for label, pattern in rule.branches:
                check_pattern(path, rule, label, pattern, seen)
                refuse_unread(f"{path}:{line_of_label(rows, rule.line, label)}", family(path), rule.name, label)
                alternatives.append(
                    Alternative(family(path), rule.name, label, rule.priority, len(alternatives), pattern)
                )
    return tuple(alternatives)


def fixed_phrases(lexicon: Lexicon) -> Iterator[Alternative]:
    """The fixed phrases of the classes that are noted wherever they stand, as phrases of the family mark."""
    for name, phrases in sorted(lexicon.phrases.items()):
        mark, suffix = parted(name)
        if mark in lexicon.marks and suffix not in ("_BASE", "_AMB"):
            pattern = choice(tuple(sequence(words, "") for words in sorted(phrases)))
            yield Alternative("mark", mark, mark, 0, 0, pattern)


def family(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def defines(path: str, of: str, rule: str) -> bool:
    """Whether a grammar file is of this family and has this rule."""
    return family(path) == of and any(head["name"] == rule for _, head in rule_heads(read_text(path)))


def line_of_label(rows: Sequence[str], line: int, label: str) -> int:
    """The line, from that of its rule on, on which an alternative is labelled so; else that of the rule."""
    written = re.compile(rf"[^/]*->\s*{re.escape(label)}\b") if label else None
    below = (number for number, row in enumerate(rows[line - 1 :], line) if written and written.match(row))
    return next(below, line)


class PhraseRule(NamedTuple):
    name: str
    line: int
    priority: int
    branches: tuple[tuple[str, Pattern], ...]


def check_pattern(path: str, rule: PhraseRule, label: str, pattern: Pattern, seen: dict[Pattern, str]) -> None:
    place = f"{path}:{rule.line}"
    if is_nullable(pattern):
        raise VetterError(place, f"{rule.name} can be empty; give every alternative at least one word it must have")
    if seen.setdefault(pattern, label) != label:
        raise VetterError(
            place, f"{rule.name} has one alternative under two names, {seen[pattern]} and {label}; keep one of them"
        )
    if is_ambiguous_repeat(pattern):
        raise VetterError(place, f"{rule.name} repeats inside a repeat over the same words; use one repeat")
    if size(pattern) > SIZE_CAP:
        raise VetterError(place, f"{rule.name} spells out to more than {SIZE_CAP} words; split it or use a word class")


def phrase_rules(path: str, lexicon: Lexicon, folders: tuple[str, ...]) -> Iterator[PhraseRule]:
    text = read_text(path)
    lines = {match["name"]: number for number, match in rule_heads(text)}
    definitions = load(path, text, lexicon, folders)
    own = [name for name in definitions if name in lines]
    used = {symbol for name in definitions for symbol in used_rules(definitions[name].tree)}
    reader = Reader(path, lines, definitions, lexicon)
    refuse_loops(path, lines, {name: used_rules(rule.tree) for name, rule in definitions.items()})
    for name in own:
        if name not in used and not name.startswith("_"):
            rule = definitions[name]
            yield PhraseRule(name, lines[name], rule.priority, tuple(reader.branches(name)))


def refuse_loops(path: str, lines: Mapping[str, int], uses: Mapping[str, set[str]]) -> None:
    """Phrases are flat: no rule may come back to itself, through however many others."""

    def walk(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            loop = " -> ".join([*trail[trail.index(name) :], name])
            line = next((lines[each] for each in trail if each in lines), 1)
            raise VetterError(
                f"{path}:{line}", f"a rule uses itself ({loop}); phrases are flat: write a repeat instead"
            )
        if name not in done:
            for other in sorted(uses.get(name, ())):
                walk(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for name in uses:
        walk(name, ())


def rule_heads(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        match = RULE_HEAD.match(line)
        if match:
            yield number, match


class RuleTree(NamedTuple):
    tree: Tree[Any]
    priority: int


def load(path: str, text: str, lexicon: Lexicon, folders: tuple[str, ...]) -> dict[str, RuleTree]:
    """What Lark's loader makes of a file: rule name -> its tree, imports resolved."""
    grammar = whole(path, text, lexicon, folders)
    return {
        name: RuleTree(tree, (options.priority or 0) if options else 0)
        for name, _parameters, tree, options in grammar.rule_defs
        if tree is not None
    }


def whole(path: str, text: str, lexicon: Lexicon, folders: tuple[str, ...]) -> Grammar:
    """A file with all that it imports, as Lark's loader understands it."""
    known = lexicon.defined | SHAPES
    loaded = [path]
    builder = GrammarBuilder(True, [importer(known, (os.path.dirname(path), *folders), loaded)])
    try:
        builder.load_grammar(declared(text, known), path)
        grammar = builder.build()
    except UnexpectedInput as error:
        place = f"{loaded[-1]}:{getattr(error, 'line', 1)}"
        raise VetterError(place, "not a Lark grammar here; check the line") from error
    except GrammarError as error:
        raise VetterError(*explained(loaded, str(error))) from error
    except RecursionError as error:
        raise VetterError(path, "imports itself, perhaps through another file; remove one %import") from error
    except OSError as error:
        missing = f"cannot import {error.filename}: no such grammar; mend the name, or put the file beside this one"
        raise VetterError(loaded[-1], missing) from error
    if grammar.ignore:
        raise VetterError(path, "%ignore has no meaning here: blanks are no words; remove the line")
    for name, parameters, _tree, _options in grammar.rule_defs:
        if parameters:
            raise VetterError(path, f"{name} is a template; write its rules out")
    return grammar


def explained(paths: Sequence[str], problem: str) -> tuple[str, str]:
    """Place and remedy for one of Lark's complaints about a grammar and what it imports, the files in that order."""
    undefined = re.search(r"'(\w+)' used but not defined", problem)
    if undefined:
        name = undefined[1].rpartition("__")[2]
        found = (line_of(path, name) for path in paths)
        place = next(filter(None, found), f"{paths[0]}:1")
        kind = "word class" if name.isupper() else "rule"
        return place, f"{kind} {name} is not defined; add it to the lexicon or mend the name"
    placed = re.search(r",? at line (\d+) column \d+", problem)
    said = problem.partition("\n")[0]
    if placed:
        said = f"{said.replace(placed[0], '')} here; mend the line"
    return f"{paths[-1]}:{placed[1] if placed else 1}", said


def line_of(path: str, name: str) -> str:
    """The first line of a file that has this name, as a place; "" when none has."""
    rows = enumerate(read_text(path).split("\n"), 1)
    return next((f"{path}:{number}" for number, row in rows if re.search(rf"\b{name}\b", row.partition("//")[0])), "")


def declared(text: str, known: frozenset[str]) -> str:
    """The grammar with one line more, at its end so that line numbers stay: the word classes it uses, declared."""
    code = re.sub(r"//.*|\"[^\"\n]*\"", "", text)
    names = sorted(set(CLASS_NAME.findall(code)) & known)
    return f"{text}\n%declare {' '.join(names)}\n" if names else text


def importer(
    known: frozenset[str], folders: tuple[str, ...], loaded: list[str]
) -> Callable[[str | None, str], tuple[str, str]]:
    """What finds the files that are imported; each is put on the list `loaded`."""

    def find(base: str | None, grammar_path: str) -> tuple[str, str]:
        for folder in folders:
            path = os.path.join(folder, grammar_path)
            if os.path.isfile(path):
                loaded.append(path)
                if loaded.count(path) > 50:
                    raise RecursionError(path)
                return path, declared(read_text(path), known)
        raise FileNotFoundError(2, "No such grammar", grammar_path)

    return find


def read_text(path: str) -> str:
    refuse_irregular(path)
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise VetterError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise VetterError(path, f"not UTF-8 at byte {error.start}") from error


def used_rules(tree: Tree[Any]) -> set[str]:
    symbols = (value.children[0] for value in tree.find_data("value"))
    return {str(symbol.name) for symbol in symbols if isinstance(symbol, NonTerminal)}


def label_of(branch: Tree[Any]) -> str:
    alias = branch.children[1] if branch.data == "alias" else None
    return str(getattr(alias, "name", alias)) if alias is not None else ""


class Reader:
    """Turns Lark's rule trees into patterns, rules spelled out in place."""

    def __init__(
        self, path: str, lines: Mapping[str, int], definitions: Mapping[str, RuleTree], lexicon: Lexicon
    ) -> None:
        self.path = path
        self.lines = lines
        self.definitions = definitions
        self.lexicon = lexicon
        self.within: list[str] = []
        self.repeats = 0

    def error(self, problem: str) -> VetterError:
        line = next((self.lines[name] for name in reversed(self.within) if name in self.lines), 1)
        return VetterError(f"{self.path}:{line}", problem)

    def branches(self, name: str) -> Iterator[tuple[str, Pattern]]:
        self.within.append(name)
        for branch in self.definitions[name].tree.children:
            yield label_of(branch), self.pattern(branch.children[0] if branch.data == "alias" else branch, "")
        self.within.pop()

    def pattern(self, tree: Any, slot: str) -> Pattern:
        if isinstance(tree, Tree):
            return getattr(self, f"read_{tree.data}")(tree.children, slot)  # type: ignore[no-any-return]
        if isinstance(tree, Symbol):
            return self.symbol(tree, slot)
        raise self.error(f"{tree} is not a word, a word class or a rule")

    def read_expansions(self, children: list[Any], slot: str) -> Pattern:
        return choice(tuple(self.pattern(child, slot) for child in children))

    def read_alias(self, children: list[Any], slot: str) -> Pattern:
        return self.pattern(children[0], slot)

    def read_expansion(self, children: list[Any], slot: str) -> Pattern:
        parts = tuple(self.pattern(child, slot) for child in children)
        return parts[0] if len(parts) == 1 else ("seq", parts)

    def read_value(self, children: list[Any], slot: str) -> Pattern:
        return self.pattern(children[0], slot)

    def read_maybe(self, children: list[Any], slot: str) -> Pattern:
        return ("opt", self.pattern(children[0], slot))

    def read_expr(self, children: list[Any], slot: str) -> Pattern:
        operator = str(children[1])
        if operator == "?":
            return ("opt", self.pattern(children[0], slot))
        self.repeats += 1
        inner = self.pattern(children[0], slot)
        self.repeats -= 1
        if operator in "+*":
            if is_nullable(inner):
                raise self.error("a repeat of something that can be empty; take the ? or * inside it away")
            return ("plus" if operator == "+" else "star", inner)
        least, most = int(children[2]), int(children[-1])
        if most > REPEAT_CAP:
            raise self.error(f"a repeat of up to {most}; {REPEAT_CAP} is the most, or use +")
        return ("seq", (inner,) * least + (("opt", inner),) * (most - least))

    def read_literal(self, children: list[Any], slot: str) -> Pattern:
        literal: Token = children[0]
        if literal.type != "STRING" or not str(literal).endswith('"'):
            raise self.error(f"{literal} is a regular expression or has flags; use words and word classes")
        words = str(literal)[1:-1].lower().split()
        if not words:
            raise self.error('"" is no word')
        return sequence(words, slot)

    def read_template_usage(self, children: list[Any], slot: str) -> Pattern:
        raise self.error(f"{children[0]} is a template; write its rules out")

    def read_range(self, children: list[Any], slot: str) -> Pattern:
        raise self.error("a range of letters has no meaning here; use words and word classes")

    def symbol(self, symbol: Symbol, slot: str) -> Pattern:
        name = str(symbol.name)
        if isinstance(symbol, Terminal):
            return self.word_class(name.rpartition("__")[2], slot)
        if not name.startswith("_"):
            plain = name.rpartition("__")[2].partition("_")[0]
            if self.repeats:
                raise self.error(f"slot {plain} in a repeat would keep only its last words; take it out of the repeat")
            slot = plain
        self.within.append(name)
        pattern = self.pattern(self.definitions[name].tree, slot)
        self.within.pop()
        return pattern

    def word_class(self, name: str, slot: str) -> Pattern:
        phrases = tuple(sequence(words, slot) for words in sorted(self.lexicon.phrases.get(name, ())))
        return choice((("one", (name,), slot), *phrases))


def choice(parts: tuple[Pattern, ...]) -> Pattern:
    """One of several patterns; single words of one slot are folded into one word with all their labels."""
    flat = [inner for part in parts for inner in (part[1] if part[0] == "alt" else (part,))]
    labels: dict[str, set[str]] = {}
    for part in flat:
        if part[0] == "one":
            labels.setdefault(part[2], set()).update(part[1])
    words = tuple(("one", tuple(sorted(names)), slot) for slot, names in sorted(labels.items()))
    rest = tuple(dict.fromkeys(part for part in flat if part[0] != "one"))
    folded = (*words, *rest)
    return folded[0] if len(folded) == 1 else ("alt", folded)


def sequence(words: Iterable[str], slot: str) -> Pattern:
    parts = tuple(("one", (f"'{word}'",), slot) for word in words)
    return parts[0] if len(parts) == 1 else ("seq", parts)


def is_nullable(pattern: Pattern) -> bool:
    kind = pattern[0]
    if kind == "one":
        return False
    if kind == "seq":
        return all(is_nullable(part) for part in pattern[1])
    if kind == "alt":
        return any(is_nullable(part) for part in pattern[1])
    return kind != "plus" or is_nullable(pattern[1])


def size(pattern: Pattern) -> int:
    if pattern[0] == "one":
        return 1
    if pattern[0] in ("seq", "alt"):
        return sum(size(part) for part in pattern[1])
    return size(pattern[1])


def tree(
    path: str, rule: str, label: str, classes: Sequence[frozenset[str]], lexicon: Lexicon, folders: Iterable[str] = ()
) -> Tree[int]:
    """The words of a phrase as Lark's own Earley parser reads them; a leaf is the number of its word.

    Lark sees one letter for each word. A word class is a terminal that fits the letters of its words, and of its fixed
    phrases one after another.
    """
    letters = [chr(FIRST_LETTER + place) for place in range(len(classes))]
    grammar = whole(path, read_text(path), lexicon, tuple(folders))
    known = TreeReader(letters, classes, lexicon)
    terminals = [(name, (known.terminal(name), 0)) for name, _ in grammar.term_defs]
    rules = [
        (name, parameters, known.transform(labelled(body, label) if name == rule else body), options)
        for name, parameters, body, options in grammar.rule_defs
    ]
    try:
        parser = Lark(Grammar(rules, terminals, []), parser="earley", lexer="dynamic_complete", start=rule)
    except GrammarError as error:
        raise VetterError(*explained((path,), f"Lark cannot run {rule}: {error}")) from error
    return numbered(parser.parse("".join(letters)))


class TreeReader(Transformer[Any, Any]):
    """Writes the words of a grammar as regular expressions over one stretch's letters."""

    def __init__(self, letters: Sequence[str], classes: Sequence[frozenset[str]], lexicon: Lexicon) -> None:
        super().__init__()
        self.letters = letters
        self.classes = classes
        self.lexicon = lexicon

    def terminal(self, name: str) -> Tree[Any]:
        plain = name.rpartition("__")[2]
        phrases = [[f"'{word}'" for word in words] for words in self.lexicon.phrases.get(plain, ())]
        return Tree("expansions", [Tree("expansion", [Tree("value", [self.fitting([plain], *phrases)])])])

    def literal(self, children: list[Any]) -> Tree[Any]:
        return self.fitting([f"'{word}'" for word in str(children[0])[1:-1].lower().split()])

    def fitting(self, *wanted: Sequence[str]) -> Tree[Any]:
        runs = {run for labels in wanted for run in self.runs(labels)} or {NO_LETTER}
        longest_first = sorted(runs, key=lambda run: (-len(run), run))
        return Tree("literal", [Token("REGEXP", f"/{'|'.join(longest_first)}/")])

    def runs(self, labels: Sequence[str]) -> Iterator[str]:
        for start in range(len(self.classes) - len(labels) + 1):
            if all(label in here for label, here in zip(labels, self.classes[start:], strict=False)):
                yield "".join(self.letters[start : start + len(labels)])


def labelled(body: Tree[Any], label: str) -> Tree[Any]:
    """The alternatives of a rule that have this label."""
    return Tree(body.data, [branch for branch in body.children if label_of(branch) == label])


def numbered(read: Tree[Token]) -> Tree[int]:
    numbers = [
        [numbered(child)] if isinstance(child, Tree) else [ord(letter) - FIRST_LETTER for letter in child]
        for child in read.children
    ]
    return Tree(read.data, [number for each in numbers for number in each])


def examples(path: str) -> Iterator[Example]:
    """The `// eg:` lines of a grammar file, each with the rule below it."""
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        example = EXAMPLE.match(line.strip())
        head = RULE_HEAD.match(line)
        if example:
            waiting.append((number, example["text"].strip()))
        elif head:
            for at, text in waiting:
                yield Example(path, at, head["name"], text)
            waiting = []
    if waiting:
        raise VetterError(f"{path}:{waiting[0][0]}", "an example with no rule below it; move it above its rule")
