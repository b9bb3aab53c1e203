"""`vetter parse`: the phrases of a sentence with the tree Lark draws of each, its claims and what decided them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vetter import artefact, cli, grammar, lint, outputs, parse
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.phrases import Phrase
from vetter.source import Source
from vetter.words import Words

ROOT = Path(__file__).parent.parent
GRAMMARS = artefact.grammar_files(str(ROOT / "grammars"))
DRAFTS = sorted((ROOT / "examples").glob("*.md"))


def shown(text: str) -> list[str]:
    return parse.show(text, Settings()).splitlines()


def part(lines: list[str], title: str) -> list[str]:
    """The lines below a title, to the next line that is not deeper."""
    at = lines.index(title)
    depth = len(title) - len(title.lstrip())
    below = []
    for line in lines[at + 1 :]:
        if len(line) - len(line.lstrip()) <= depth:
            break
        below.append(line.strip())
    return below


def test_a_phrase_is_shown_with_its_family_its_rule_and_its_slots() -> None:
    phrases = part(shown("The port authority said that the crane fell."), "  phrases:")
    assert phrases == ["attribution active -> active", 'source: "The port authority"', 'cue: "said"']


def test_the_words_of_a_phrase_that_lie_in_no_slot_stand_between_the_slots() -> None:
    phrases = part(shown("Advisor to the mayor, Ilan Preda, claimed that it fell."), "  phrases:")
    assert phrases[1:4] == ['source_described: "Advisor to the mayor, Ilan Preda"', '","', 'cue: "claimed"']


def test_an_exception_is_shown_so_that_nobody_wonders_where_the_phrase_went() -> None:
    phrases = part(shown("The state media were silent."), "  phrases:")
    assert phrases == ["trap state -> nothing (these words say nothing here)", '"state media"']


def test_a_fixed_phrase_of_the_word_lists_is_shown_with_its_class() -> None:
    phrases = part(shown("The move is part of an effort to end the quarrel."), "  phrases:")
    assert 'word class EFFORT: "part of an effort to"' in phrases


def test_a_claim_is_shown_with_its_status_and_the_step_that_decided_it() -> None:
    claim = part(shown("The port authority said that the crane fell."), "  claims:")
    assert claim[0] == '"The port authority said that the crane fell."'
    assert claim[1] == "attrib: a source says it (said)"
    assert claim[2] == "held by source, strength S5, lean positive"


def test_everything_marked_in_a_claim_is_shown_with_what_is_known_of_it() -> None:
    claim = part(shown("Two envoys claimed on 4 May that troops will likely ford the river [12]."), "  claims:")
    assert 'cue: "claimed" (doubt, verb)' in claim
    assert 'hedge: "likely" (S3, positive, adverb, held by source)' in claim
    assert 'citation: "[12]" (numeric)' in claim
    assert 'detail: "4 May" (date)' in claim


def test_the_claims_of_a_sentence_say_how_they_hang_together() -> None:
    lines = shown("A milblogger claimed that the fort fell, indicating that the road is open.")
    assert part(lines, "  claims:").count("assess: our inference from the clause before") == 1
    assert any(line.endswith("inferred from the claim before") for line in lines)


def test_every_sentence_of_a_paragraph_is_shown() -> None:
    lines = shown("The crane fell. Nobody was hurt.")
    assert [line for line in lines if line.startswith('"')] == ['"The crane fell."', '"Nobody was hurt."']


@pytest.mark.parametrize("text", ["", "  \n", "<!-- only a comment -->"])
def test_a_text_without_a_sentence_is_the_users_mistake(text: str) -> None:
    with pytest.raises(VetterError, match="there is no sentence in it"):
        parse.show(text, Settings())


def test_the_house_is_known_by_the_names_of_the_packs_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    said = "ISW reported that the ferry sank."
    assert cli.main(["parse", "--no-config", "--pack", "isw", said]) == 0
    assert 'source: "ISW" (self, singular)' in capsys.readouterr().out


@settings(deadline=None)
@given(st.text(max_size=60))
@example("\x1b[31mThe mayor said it fell.")
@example("The mayor said\u202e it fell.")
def test_no_text_crashes_it_or_reaches_the_terminal_raw(text: str) -> None:
    try:
        said = parse.show(text, Settings())
    except VetterError:
        return
    assert all(line == outputs.visible(line) for line in said.split("\n"))


def sentences_of(text: str) -> list[Words]:
    return list(parse.sentences(lint.read(Source("draft.md", text), Settings()).document))


def slots(words: Words, phrase: Phrase) -> list[tuple[str, int, int]]:
    """The slots as Lark's tree has them."""
    drawn = parse.tree(words, phrase)
    branches = [child for child in drawn.children if not isinstance(child, int)]
    found = [(branch.data.split("_")[0], list(branch.scan_values(lambda leaf: True))) for branch in branches]
    return sorted((name, phrase.start + leaves[0], phrase.start + leaves[-1] + 1) for name, leaves in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Some harbours freeze in winter.", ["quantity"]),
        ("Some of the cells froze in the assay.", []),
        ("It is one of the finest bridges on the coast.", ["praise"]),
        ("The chapel is widely regarded as a jewel.", ["widely"]),
        ("Separatist officials claimed that the ford was shut.", []),
        ("Many analysts believe that the truce is dead.", ["group"]),
    ],
)
def test_vague_words_are_weasels_of_their_own_kind_and_no_hedges(text: str, kinds: list[str]) -> None:
    claims = lint.read(Source("draft.md", text), Settings()).sentences[0].claims
    assert sorted(mark.kind for claim in claims for mark in claim.weasels) == kinds
    assert not any(hedge.form != "hearsay" for claim in claims for hedge in claim.hedges)
    assert not any(claim.status == "hedge" for claim in claims)


SAMPLES = [
    *(example.text.translate({ord(c): None for c in "[]"}) for path in GRAMMARS for example in grammar.examples(path)),
    *(draft.read_text(encoding="utf-8") for draft in DRAFTS),
]


def test_lark_reads_every_phrase_of_examples_and_drafts_as_the_engine_does() -> None:
    finder = artefact.stock().engine.finder
    for words in [words for text in SAMPLES for words in sentences_of(text)]:
        for phrase in finder.read(words.codes):
            if phrase.kind.family != "mark":
                assert slots(words, phrase) == sorted(phrase.slots), (phrase.kind, words.phrase(1, 12))
