"""A mistake in a grammar or word list is told in one line: where it stands, what is wrong, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from vetter import artefact, cli
from vetter.errors import VetterError

WORDS = "classes: {FIRM: {words: [aa, bb]}, SOFT: {words: [cc]}}\n"

# grammar, line the message names, words it must hold
GRAMMARS = {
    "a rule that uses itself": ("\nloop: part FIRM\npart: SOFT loop\n", 2, ["itself", "loop", "part"]),
    "an undefined class": ("one: FIRM\n\ntwo: FRIM\n", 3, ["FRIM", "not defined"]),
    "an undefined rule": ("one: FIRM other\n", 1, ["other", "not defined"]),
    "an alternative that can be empty": ("one: FIRM? SOFT*\n", 1, ["can be empty"]),
    "one alternative under two names": ("one: FIRM -> yes\n   | FIRM -> no\n", 1, ["yes", "no"]),
    "repeats that share their words": ("one: (FIRM+ SOFT?)+\n", 1, ["repeat"]),
    "a repeat of nothing": ("one: FIRM (SOFT?)*\n", 1, ["empty"]),
    "a slot inside a repeat": ("one: FIRM (source SOFT)+\nsource: FIRM\n", 1, ["source", "repeat"]),
    "a template": ("one: two{FIRM}\ntwo{x}: x x\n", None, ["template", "two"]),
    "a regular expression": ("one: /a+/ FIRM\n", 1, ["regular expression"]),
    "a range": ('one: "a".."z" FIRM\n', 1, ["range"]),
    "an %ignore": ("one: FIRM\n%ignore SOFT\n", None, ["%ignore"]),
    "a repeat beyond the cap": ("one: FIRM~1..99\n", 1, ["repeat", "12"]),
    "no grammar at all": ("one: FIRM\ntwo: ) (\n", 2, ["grammar"]),
    "a missing import": ("%import .nowhere.part\none: FIRM part\n", None, ["nowhere"]),
}

LEXICONS = {
    "a class defined twice": (
        "classes: {FIRM: {words: [aa]}}\n",
        "classes: {FIRM: {words: [bb]}}\n",
        ["FIRM", "twice"],
    ),
    "an unknown key": ("classes: {FIRM: {word: [aa]}}\n", "", ["word", "unknown key"]),
    "a bare no": ("classes: {FIRM: {words: [no]}}\n", "", ["quotes"]),
    "a group of nothing": ("groups: {ALL: [NONE]}\n", "", ["NONE"]),
    "a class in small letters": ("classes: {firm: {words: [aa]}}\n", "", ["CAPITALS"]),
    "broken YAML": ("classes: {FIRM: {words: [aa}\n", "", ["YAML"]),
    "an unknown form": ("classes: {FIRM: {forms: verbs, words: [aa]}}\n", "", ["verb"]),
}


def refusal(folder: Path, words: list[str], grammar: str) -> VetterError:
    lexicons = []
    for number, text in enumerate(words):
        lexicons.append(str(folder / f"words{number}.yml"))
        Path(lexicons[-1]).write_text(text)
    path = folder / "made.lark"
    path.write_text(grammar)
    with pytest.raises(VetterError) as caught:
        artefact.compile_grammars(lexicons, [str(path)])
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("wrong", GRAMMARS)
def test_a_grammar_with(wrong: str, tmp_path: Path) -> None:
    grammar, line, told = GRAMMARS[wrong]
    error = refusal(tmp_path, [WORDS], grammar)
    assert "made.lark" in error.place
    assert line is None or error.place.endswith(f":{line}")
    assert all(word in str(error) for word in told), str(error)


@pytest.mark.parametrize("wrong", LEXICONS)
def test_a_word_list_with(wrong: str, tmp_path: Path) -> None:
    first, second, told = LEXICONS[wrong]
    error = refusal(tmp_path, [first, second] if second else [first], "one: FIRM\n")
    assert "words" in error.place
    assert all(word in str(error) for word in told), str(error)


def test_grammars_that_import_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.lark").write_text("%import .made.one\npart: FIRM one\n")
    error = refusal(tmp_path, [WORDS], "%import .other.part\none: SOFT part\n")
    assert "import" in error.problem


def test_a_grammar_extends_and_overrides_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text(WORDS)
    (tmp_path / "base.lark").write_text("one: FIRM\n_part: FIRM\nother: SOFT\n")
    (tmp_path / "made.lark").write_text(
        "%import .base._part\n%import .base.other\n%extend _part: SOFT\n%override other: FIRM FIRM\n"
        'two: _part "zz" -> found\n   | other "yy" -> found\n'
    )
    data = artefact.compile_grammars([str(tmp_path / "words.yml")], [str(tmp_path / "made.lark")])
    engine = artefact.restore_engine(data)
    from vetter.tokens import tokens

    def found(text: str) -> int:
        return len(engine.finder.find(tokens(engine.coder, text, 0).codes))

    assert [found("aa zz"), found("cc zz"), found("aa bb yy"), found("cc yy")] == [1, 1, 1, 0]


TESTED = {
    "words that are not found": ('// eg: [zorp]\nfoo: "zarp"\n', 1, "not found"),
    "brackets that do not pair": ('// eg: the [zorp\nfoo: "zorp"\n', 2, "made.lark:1: the [brackets] do not pair"),
    "words found that must not be": ('// eg: the zorp\nfoo: "zorp"\n', 1, 'found, but has no [brackets]: "zorp"'),
    "words rightly not found": ('// eg: the zarp\nfoo: "zorp"\n', 0, "1 examples, 0 failed"),
    "no example": ('foo: "zorp"\n', 2, "made.lark: no examples"),
    "an example below the last rule": ('foo: "zorp"\n// eg: [zorp]\n', 2, "made.lark:2: an example with no rule"),
    "a rule that uses itself": ('// eg: [zorp]\nfoo: "zorp" foo\n', 2, "made.lark:2: a rule uses itself"),
    "a rule that can be empty": ('// eg: [zorp]\nfoo: "zorp"?\n', 2, "made.lark:2: foo can be empty"),
    "no value": ("// eg: [zorp]\nfoo: (((\n", 2, "made.lark:2: Expecting a value here; mend the line"),
    "an undefined class": ("// eg: [zorp]\nfoo: FRIM\n", 2, "made.lark:2: word class FRIM is not defined"),
    "a broken import": ("%import .broken.part\n// eg: [zorp]\nfoo: part\n", 2, "broken.lark:3: Expecting a value"),
    "a loop of imports": ("%import .made.foo\n// eg: [zorp]\nfoo: FIRM\n", 2, "made.lark: imports itself"),
    "what its word list knows": ("// eg: the [zorp]\nfoo: FIRM_ZORP\n", 0, "1 examples, 0 failed"),
}


@pytest.mark.parametrize("wrong", TESTED)
def test_testing_a_grammar_with(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, code, told = TESTED[wrong]
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "own.yml").write_text("classes: {FIRM_ZORP: {words: [zorp]}}\n")
    (tmp_path / "broken.lark").write_text("\n\npart: (((\n")
    (tmp_path / "made.lark").write_text(text)
    assert cli.main(["test", str(tmp_path / "made.lark")]) == code
    shown = capsys.readouterr()
    assert told in shown.out + shown.err
    assert code != 2 or shown.err.count("\n") == 1


def test_a_folder_of_grammars_is_tested_with_its_word_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", str(tmp_path)]) == 2
    assert "no rules, grammars or word lists in this folder" in capsys.readouterr().err
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "own.yml").write_text("classes: {FIRM_ZORP: {words: [zorp]}}\n")
    (tmp_path / "made.lark").write_text("// eg: the [zorp]\nfoo: FIRM_ZORP\n")
    assert cli.main(["test", str(tmp_path)]) == 0
    assert ", 0 failed" in capsys.readouterr().out
