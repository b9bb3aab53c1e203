"""Words as drafts write them: the traps of blanks, marks, glyphs and line ends, each by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vetter
from tests.timing import grows_no_faster
from vetter import artefact
from vetter.sentences import split
from vetter.tokens import tokens

ENGINE = artefact.stock().engine


def words(text: str) -> list[str]:
    found = tokens(ENGINE.coder, text, 0)
    return [text[slice(*found.token(index))] for index in range(len(found.codes))]


def sentences(text: str) -> list[str]:
    found = tokens(ENGINE.coder, text, 0)
    return [text[slice(*found.span(first, end - 1))] for first, end in split(found, ENGINE.coder)]


def cues(text: str) -> list[str]:
    """The words of the draft that hedge or attribute."""
    reading = vetter.read(text, name="draft.txt")
    claims = [claim for sentence in reading.sentences for claim in sentence.claims]
    places = {(mark.start, mark.end) for claim in claims for mark in claim.cues}
    places |= {(hedge.start, hedge.end) for claim in claims for hedge in claim.hedges}
    places |= {(mark.start, mark.end) for claim in claims for mark in claim.status_phrases}
    return [text[start:end] for start, end in sorted(places)]


WORDS = {
    "a no-break blank": ("near\u00a0Osse", ["near", "Osse"]),
    "a tab": ("near\tOsse", ["near", "Osse"]),
    "a dash without blanks": ("war—the ministry", ["war", "—", "the", "ministry"]),
    "and/or": ("and/or", ["and/or"]),
    "a left quotation mark for an apostrophe": ("Preda‘s", ["Preda‘s"]),
    "a decomposed letter": ("І\u0308rpin fell", ["І\u0308rpin", "fell"]),
    "a capital I with a dot": ("İzmir fell", ["İzmir", "fell"]),
    "a note mark behind a stop": ("months.[1]", ["months", ".", "[1]"]),
    "a decimal": ("3.5 percent", ["3.5", "percent"]),
    "an address": ("see https://vessen.example/a.b, now", ["see", "https://vessen.example/a.b", ",", "now"]),
    "initials": ("J. Lind of the U.N.", ["J.", "Lind", "of", "the", "U.N."]),
    "an ellipsis": ("so... yes", ["so", "...", "yes"]),
}


@pytest.mark.parametrize("case", WORDS)
def test_words_are_told_apart_in(case: str) -> None:
    text, expected = WORDS[case]
    assert words(text) == expected


CUES = {
    "a soft hyphen": ("The port author\u00adity reported\u00adly closed.", ["reported\u00adly"]),
    "a zero-width blank": ("The depot is like\u200bly lost.", ["like\u200bly"]),
    "a word broken at a line's end": (
        "We cannot inde-\npendently confirm the loss.",
        ["cannot inde-\npendently confirm"],
    ),
    "capitals only": ("THE DEPOT IS LIKELY LOST.", ["LIKELY"]),
    "a no-break blank inside a phrase": ("It went, according\u00a0to the mayor.", ["according\u00a0to"]),
    "the month of May": ("The depot closed on May 5.", []),
    "the State Duma": ("The State Duma met.", []),
}


@pytest.mark.parametrize("case", CUES)
def test_cues_are_found_or_left_in(case: str) -> None:
    text, expected = CUES[case]
    assert [cue for cue in cues(text) if cue] == expected


SENTENCES = {
    "a note mark belongs to the sentence before it": ("It held for months.[1] Preda's men left.", 2),
    "a note mark apart from it as well": ("It held for months. [1] Preda's men left.", 2),
    "a title ends nothing": ("Gen. Ilan Preda left.", 1),
    "U.S. before a noun ends nothing": ("The U.S. forces left. They went home.", 2),
    "U.S. before a new sentence ends one": ("They live in the U.S. The ministry said so.", 2),
    "initials end nothing": ("J. K. Lind said so. He left.", 2),
    "a decimal ends nothing": ("It rose 3.5 percent. It fell.", 2),
    "a quotation mark closes with its sentence": ("“We left.” He agreed.", 2),
    "a question inside a sentence goes on": ("“Why?” he asked.", 1),
    "an ellipsis before a small letter goes on": ("They left ... and came back.", 1),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_sentences_end_where_they_should(case: str) -> None:
    text, expected = SENTENCES[case]
    assert len(sentences(text)) == expected, sentences(text)


@pytest.mark.parametrize("text", ["[1] It held.", "It held.[1] It fell."])
def test_a_wrong_way_quotation_mark_still_opens(text: str) -> None:
    reading = vetter.read(f"{text} Lind said they were ”lying on the quay.”", name="draft.txt")
    assert [quote.words for sentence in reading.sentences for quote in sentence.quotes] == [4]


@given(st.text(alphabet=st.sampled_from("ab AB.,'’“”()[]1-—\n\t\u00a0\u2060\u00ad!?"), max_size=80))
def test_tokens_cover_all_that_is_not_blank_and_sentences_part_them(text: str) -> None:
    found = tokens(ENGINE.coder, text, 0)
    places = [found.token(index) for index in range(len(found.codes))]
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    covered = {place for start, end in places for place in range(start, end)}
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())
    cuts = list(split(found, ENGINE.coder))
    assert [index for first, end in cuts for index in range(first, end)] == list(range(len(found.codes)))


@pytest.mark.parametrize("unit", ["claimed ", "(", "“", "likely, ", "the of ", "said said ", "[1] "])
def test_time_grows_with_the_text_and_not_faster(unit: str) -> None:
    assert grows_no_faster(lambda size: vetter.check(unit * size, name="draft.txt"), 1500, 16)


def test_the_artefact_is_the_same_whatever_the_hash_seed() -> None:
    program = (
        "import sys, json; from vetter import artefact; root = artefact.root() + '/grammars';"
        "made = artefact.compile_grammars(artefact.lexicon_files(root), artefact.grammar_files(root));"
        "sys.stdout.write(json.dumps(made))"
    )

    def made(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.path.dirname(artefact.HERE)}
        return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout

    assert made("1") == made("2")
