"""The phrase engine against the slow reference: the same phrases, slots and winners, whatever the grammar."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests import reference
from tests.reference import Branch, Expression
from vetter import artefact
from vetter.automaton import BOUND
from vetter.errors import VetterError
from vetter.tokens import START, tokens

LEXICON = """
about: words of a made-up tongue, several of them of more than one class
classes:
  FIRM: {words: [aa, bb, cc]}
  SOFT: {words: [bb, dd]}
  LOUD: {words: [cc, dd, ee]}
  PAIR: {words: [ff, gg hh]}
"""
WORDS = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "zz"]
CLASSES = ["FIRM", "SOFT", "LOUD"]

atoms = st.one_of(
    st.sampled_from(CLASSES).map(lambda name: ("class", name)), st.sampled_from(WORDS).map(lambda word: ("word", word))
)


def grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: ("seq", parts)),
        several.map(lambda parts: ("alt", parts)),
        st.tuples(st.sampled_from(["opt", "star", "plus"]), inner),
    )


expressions = st.recursive(atoms, grown, max_leaves=5)


@st.composite
def grammars(draw: st.DrawFn) -> tuple[list[Branch], dict[str, Expression]]:
    """One to three phrase rules of one to three alternatives, with slots at the ends or in the middle."""
    slots: dict[str, Expression] = {}
    branches = []
    for number in range(draw(st.integers(1, 3))):
        priority = draw(st.integers(0, 2))
        for way in range(draw(st.integers(1, 3))):
            parts = [draw(expressions)]
            for slot in draw(st.lists(st.sampled_from(["cue", "source"]), unique=True, max_size=2)):
                slots.setdefault(slot, draw(expressions))
                parts.insert(draw(st.integers(0, len(parts))), ("slot", slot))
            label = "nothing" if draw(st.integers(0, 5)) == 0 else f"way{number}{way}"
            branches.append(Branch(f"rule{number}", label, priority, ("seq", tuple(parts))))
    return branches, slots


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(grammars(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_engine_and_reference_agree(made: tuple[list[Branch], dict[str, Expression]], sentence: list[str]) -> None:
    branches, slots = made
    with tempfile.TemporaryDirectory() as folder:
        words, grammar = Path(folder, "words.yml"), Path(folder, "made.lark")
        words.write_text(LEXICON)
        grammar.write_text(reference.for_vetter(branches, slots))
        try:
            engine = artefact.restore_engine(artefact.compile_grammars([str(words)], [str(grammar)]))
        except VetterError:  # a grammar vetter refuses: empty, ambiguous, the same twice
            assume(False)
            return
    codes = START + tokens(engine.coder, " ".join(sentence), 0).codes
    found = sorted(
        (phrase.start, phrase.end, phrase.kind.label, tuple(sorted(phrase.slots)))
        for phrase in engine.finder.find(codes)
    )
    try:
        expected = reference.scan(branches, slots, [engine.coder.classes_of[code] for code in codes])
    except reference.Unclear:
        assume(False)
        return
    assert found == sorted((f.start, f.end, f.label, tuple(sorted(f.slots))) for f in expected)


def test_a_slot_that_reaches_the_bound_is_unknown_rather_than_cut() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words, grammar = Path(folder, "words.yml"), Path(folder, "made.lark")
        words.write_text(LEXICON)
        grammar.write_text('said: source cue -> said\nsource: FIRM+\ncue: "zz"\n')
        engine = artefact.restore_engine(artefact.compile_grammars([str(words)], [str(grammar)]))

    def slots_of(size: int) -> list[str]:
        codes = START + tokens(engine.coder, " ".join(["aa"] * size + ["zz"]), 0).codes
        return [name for phrase in engine.finder.find(codes) for name, _, _ in phrase.slots]

    assert slots_of(BOUND - 2) == ["source", "cue"]
    assert slots_of(BOUND + 5) == ["cue"]
