"""The rule language: what a rule file may say, what it may not, and what its conditions mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vetter import lint, rulebook, rules
from vetter.conditions import OPEN
from vetter.config import Settings
from vetter.document import Directive, Document
from vetter.errors import VetterError
from vetter.features import (
    COMMENT_FEATURES,
    EVENTS,
    FEATURES,
    FORMS,
    JUDGMENTS,
    SOURCE_TYPES,
    STANCES,
    Comment,
)
from vetter.findings import Finding
from vetter.layout import Block
from vetter.ledger import KINDS as KINDS_OF_CLAIM
from vetter.ledger import STATUSES, Claim, Cue, Hedge, Mark, Quote, Reading, Sentence, SourceMark
from vetter.rulebook import Condition, When
from vetter.rulesheet import unbracket
from vetter.source import Source

SHIPPED = rules.load(str(Path(__file__).parent.parent / "rules"))
PACKS = {
    "core": "title: Any\nabout: All reports.\n",
    "house": "title: House\nabout: Ours.\ndoubt-verb: means-unverified\n",
}

RULE = """
id: VET101
name: flat-event
severity: warning
severities: {house: error}
packs: [core, house]
over: claim
marks: claim
why: Readers want a source.
standard: house style
when:
  all:
    - status: assert
    - event: [attack, casualty]
  none:
    - sources: present
message: "No source: {text}."
flags: "[A drone struck the mill.]"
passes: The mayor said a drone struck the mill.
mistaken-when: it is plain
"""


def conditions(when: When) -> Iterator[Condition]:
    """Every condition of a `when`, however deep."""
    for item in (*when.all, *when.any, *when.none):
        if isinstance(item, When):
            yield from conditions(item)
        else:
            yield item


def write(folder: Path, *texts: str) -> str:
    (folder / "packs").mkdir(exist_ok=True)
    for name, text in PACKS.items():
        (folder / "packs" / f"{name}.yml").write_text(text)
    (folder / "ladders").mkdir(exist_ok=True)
    for name, text in LADDERS.items():
        (folder / "ladders" / f"{name}.yml").write_text(text)
    for number, text in enumerate(texts):
        (folder / f"rule{number}.yml").write_text(text.lstrip("\n"))
    return str(folder)


def load(folder: Path, *texts: str) -> rules.RuleSet:
    return rules.load(write(folder, *texts))


def claim(text: str, **fields: Any) -> Claim:
    """An assertion that is the whole text, changed as told."""
    plain = Claim(0, len(text), "assert", "author", 5, "positive", "event", classes=frozenset(("attack",)))
    return plain._replace(**fields)


def reading(*texts: str, claims: tuple[Claim, ...], one_block: bool = True, **sentence: Any) -> Reading:
    """A draft of these sentences, each with its claim, whose offsets are counted from its sentence."""
    whole = " ".join(texts)
    starts = [len(" ".join(texts[:number])) + (number > 0) for number in range(len(texts))]
    shapes = [(0, len(whole))] if one_block else [(at, at + len(text)) for at, text in zip(starts, texts, strict=True)]
    blocks = tuple(Block(start, end, "paragraph", role="body") for start, end in shapes)
    sentences = tuple(
        Sentence(
            0 if one_block else number,
            "body",
            **{"start": at, "end": at + len(text), "claims": (moved(each, at),), "quotes": (), **sentence},
        )
        for number, (at, text, each) in enumerate(zip(starts, texts, claims, strict=True))
    )
    return Reading(Document(Source("draft.md", whole), whole, blocks, (), (), True), sentences)


def moved(each: Claim, by: int) -> Claim:
    def shifted(marks: Any) -> Any:
        return tuple(mark._replace(start=mark.start + by, end=mark.end + by) for mark in marks)

    kinds = ("hedges", "boosters", "others", "citations", "specifics", "cues", "sources")
    return each._replace(
        start=each.start + by, end=each.end + by, **{kind: shifted(getattr(each, kind)) for kind in kinds}
    )


def judge(known: rules.RuleSet, read: Reading, **settings: Any) -> list[Finding]:
    on = rules.active(known, Settings(**settings))
    return list(rules.judge(on, rules.drafted(on, read)))


def with_when(when: str, **changes: str) -> str:
    """The rule above with other conditions, in YAML's flow style, and other values for some keys."""
    head, _, rest = RULE.partition("when:")
    tail = rest[rest.index("message:") :]
    text = f"{head}when: {when}\n{tail}"
    for key, value in changes.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
        text = "\n".join([*lines, f"{key}: {value}"]) + "\n"
    return text


# --- what a rule file may not say

REFUSED = {  # what is replaced in the rule above, by what, the line that is told, the problem
    "an unknown key": ("why:", "excuse:", 8, "unknown key 'excuse'"),
    "a misspelt key": ("severity:", "severty:", 3, "did you mean 'severity'?"),
    "a missing key": ("why: Readers want a source.\n", "", 1, "the key 'why' is missing"),
    "a key given twice": ("mistaken-when:", "name: again\nmistaken-when:", 19, "'name' is here twice"),
    "an id of another kind": ("VET101", "ABC1", 1, "no rule id"),
    "a name that is no name": ("flat-event", "Flat Event", 2, "small words joined by hyphens"),
    "an unknown severity": ("severity: warning", "severity: wrning", 3, "did you mean 'warning'?"),
    "an unknown pack": ("[core, house]", "[core, haus]", 5, "no pack is called 'haus'"),
    "a severity for an unknown pack": ("{house: error}", "{hous: error}", 4, "'hous'"),
    "an unknown feature": ("- status:", "- statis:", 12, "did you mean 'status'?"),
    "an unknown value": ("status: assert", "status: asert", 12, "did you mean 'assert'?"),
    "an unknown value in a list": ("casualty", "casuality", 13, "did you mean 'casualty'?"),
    "a number that is none": ("sources: present", "sources: some", 15, "sources is a number"),
    "a word compared": ("status: assert", "status: '>=assert'", 12, "status is a word"),
    "a set with an exception": ("event: [attack, casualty]", "event: '!= attack'", 13, "under `none`"),
    "a step that is none": ("status: assert", "strength: S9", 12, "a step from S0 to S6"),
    "neither true nor false": ("status: assert", "negative: maybe", 12, "true or false"),
    "a feature of something smaller": ("over: claim", "over: block", 12, "belongs to a claim"),
    "a class in small letters": ("status: assert", "has: superlative", 12, "written in CAPITALS"),
    "a place without a class": ("status: assert", "in: sentence", 12, "belongs beside `has`"),
    "an unknown place for a class": ("- status: assert", "- {has: A, in: page}", 12, "no place to look"),
    "a place for a check": ("- status: assert", "- {check: hedge-stack, in: block}", 12, "belongs beside `has`"),
    "a place for two questions": (
        "- status: assert",
        "- {status: assert, lean: even, in: block}",
        12,
        "beside one question",
    ),
    "a place for what is no claim's": (
        "- status: assert",
        "- {role: body, in: block}",
        12,
        "role belongs to a sentence",
    ),
    "an unknown place for a question": ("- status: assert", "- {status: assert, in: page}", 12, "no place to look"),
    "an unknown check": ("status: assert", "check: hedge-stak", 12, "did you mean 'hedge-stack'?"),
    "a check of something larger": ("over: claim", "over: block", 12, "belongs to a claim"),
    "a check to mark and none asked": ("marks: claim", "marks: check", 7, "ask for one in `when`"),
    "nothing known to put instead": ("mistaken-when:", "fix: instead\nmistaken-when:", 19, "knows what is right"),
    "a reason nobody gives": ("{text}", "{reason}", 16, "{reason} goes with"),
    "an unknown stretch": ("marks: claim", "marks: clam", 7, "did you mean 'claim'?"),
    "an unknown fix": ("mistaken-when:", "fix: mend\nmistaken-when:", 19, "no fix"),
    "no bad example": ('flags: "[A drone struck the mill.]"', "flags: []", 17, "an empty list"),
    "no near miss": ("passes: The mayor said a drone struck the mill.\n", "", 1, "'passes' is missing"),
    "a bad example without brackets": ("[A drone struck the mill.]", "A drone.", 17, "[brackets]"),
    "brackets that do not pair": ("mill.]", "mill.", 17, "do not pair"),
    "an anchor": ("why: Readers", "why: &r Readers", 8, "anchors and aliases"),
    "a tag": ("why: Readers", "why: !!str Readers", 8, "is not used here"),
    "a table for a text": ("why: Readers want a source.", "why: {a: b}", 8, "a text is wanted"),
    "broken YAML": ("[core, house]", "[core, house", 6, "not YAML"),
    "yielding to nobody": ("mistaken-when:", "yields-to: [VET999]\nmistaken-when:", 1, "no rule has this id"),
    "yielding to itself": ("mistaken-when:", "yields-to: [VET101]\nmistaken-when:", 1, "yield to each other"),
}


@pytest.mark.parametrize("old, new, line, problem", REFUSED.values(), ids=REFUSED)
def test_a_mistake_in_a_rule_is_told_with_file_line_and_remedy(
    old: str, new: str, line: int, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(VetterError) as error:
        load(tmp_path, RULE.replace(old, new, 1))
    assert error.value.place == str(tmp_path / f"rule0.yml:{line}")
    assert problem in error.value.problem
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("twin, word", [("name: flat-event-again", "VET101"), ("id: VET102", "flat-event")])
def test_two_rules_may_not_share_an_id_or_a_name(twin: str, word: str, tmp_path: Path) -> None:
    key = twin.partition(":")[0]
    lines = [twin if line.startswith(f"{key}:") else line for line in RULE.strip().splitlines()]
    with pytest.raises(VetterError, match=f"'{word}' is taken by"):
        load(tmp_path, RULE, "\n".join(lines))


def test_a_rule_of_bytes_that_are_no_text_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (tmp_path / "bad.yml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(VetterError, match="not UTF-8 at byte 4"):
        rules.load(folder)


def test_an_empty_rule_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VetterError, match="an empty file"):
        load(tmp_path, "# nothing here\n")


def test_a_class_the_lexicon_lacks_is_refused_when_the_lexicon_is_known(tmp_path: Path) -> None:
    folder = write(tmp_path, with_when("{has: SUPERLATIV}"))
    with pytest.raises(VetterError, match="notes no class SUPERLATIV, did you mean 'SUPERLATIVE'"):
        rules.load(folder, classes=("SUPERLATIVE",))


# --- what the conditions mean

STRUCK = "A drone struck the mill."
THEIRS = Hedge(0, 1, 1, "positive", "source", "modal")
MEANINGS: dict[str, tuple[str, dict[str, Any], bool]] = {
    "a word": ("{status: assert}", {}, True),
    "another word": ("{status: note}", {}, False),
    "any of a list": ("{status: [note, assert]}", {}, True),
    "all but a word": ("{status: '!= note'}", {}, True),
    "a set that shares one": ("{event: [cyber, attack]}", {}, True),
    "a set that shares none": ("{event: [cyber]}", {}, False),
    "a set that is empty": ("{judgment: none}", {}, True),
    "a set that is not empty": ("{event: present}", {}, True),
    "a number that is at least": ("{hedges: '>=1'}", {}, False),
    "a number that is less": ("{hedges: '<1'}", {}, True),
    "a number present": ("{citations: present}", {"citations": (Mark(0, 1, "footnote"),)}, True),
    "a step that is at least": ("{strength: '>=S3'}", {}, True),
    "a step among some": ("{strength: [S1, S2]}", {}, False),
    "yes": ("{negative: true}", {"negative": True}, True),
    "no": ("{negative: no}", {"negative": True}, False),
    "two in one table": ("{status: assert, negative: true}", {}, False),
    "any": ("{any: [{status: note}, {tense: present}]}", {}, True),
    "any of none that holds": ("{any: [{status: note}, {tense: past}]}", {}, False),
    "none": ("{none: [{status: note}, {tense: past}]}", {}, True),
    "none, one of which holds": ("{none: [{status: assert}]}", {}, False),
    "groups in groups": ("{all: [{any: [{status: note}, {none: [{tense: past}]}]}]}", {}, True),
    "a class of the lexicon": ("{has: GROUP}", {"others": (Mark(2, 7, "GROUP"),)}, True),
    "a class that is not there": ("{has: [GROUP, PERSON]}", {"others": (Mark(2, 7, "TEXTUAL"),)}, False),
    "a hedge of the source's": ("{hedges: present}", {"hedges": (THEIRS,)}, False),
}  # fmt: skip


@pytest.mark.parametrize("when, fields, holds", MEANINGS.values(), ids=MEANINGS)
def test_a_condition_means_what_it_says(when: str, fields: dict[str, Any], holds: bool, tmp_path: Path) -> None:
    known = load(tmp_path, with_when(when))
    assert bool(judge(known, reading(STRUCK, claims=(claim(STRUCK, **fields),)))) is holds


def test_a_class_can_be_looked_for_in_the_whole_block(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{all: [{status: assert}, {has: CAVEAT, in: block}]}"))
    noted = claim("We could not check.", status="note", others=(Mark(0, 2, "CAVEAT"),))
    read = reading(STRUCK, "We could not check.", claims=(claim(STRUCK), noted))
    assert [finding.start for finding in judge(known, read)] == [0]


def test_the_sentence_before_counts_only_inside_the_block(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{status: attrib, in: previous}"))
    said = claim("He spoke.", status="attrib")
    together = reading("He spoke.", STRUCK, claims=(said, claim(STRUCK)))
    apart = reading("He spoke.", STRUCK, claims=(said, claim(STRUCK)), one_block=False)
    assert [finding.start for finding in judge(known, together)] == [10]
    assert judge(known, apart) == []


def test_short_paragraphs_stand_beside_one_another_and_long_ones_by_themselves(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{all: [{status: assert}, {status: attrib, in: beside}]}"))
    said = claim("He spoke.", status="attrib")
    for length, found in ((1, 1), (2, 2), (3, 2), (4, 0)):
        texts = ["He spoke.", *[STRUCK] * length]
        read = reading(*texts, claims=(said, *[claim(STRUCK)] * length), one_block=False)
        own = [each._replace(block=min(number, 1)) for number, each in enumerate(read.sentences)]
        assert len(judge(known, read._replace(sentences=tuple(own)))) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("{sources: present, in: sentence}", 2),
        ("{sources: present, in: premise}", 1),
        ("{sources: none, in: premise}", 1),
        ("{sources: none, in: sentence}", 0),
        ("{status: attrib, in: document}", 2),
        ("{status: attrib, in: earlier}", 2),
        ("{status: attrib, in: block}", 2),
        ("{status: heading, in: block}", 0),
        ("{cue_form: [verb, participle], in: next}", 0),
    ],
)
def test_a_question_may_be_asked_of_the_claims_elsewhere(condition: str, found: int, tmp_path: Path) -> None:
    folder = write(tmp_path, with_when(condition))
    text = "The governor said that the mill burned, indicating that the fence failed."
    on = rules.active(rules.load(folder), Settings())
    read = lint.read(Source("a.md", text), Settings())
    assert sum(1 for _ in rules.judge(on, rules.drafted(on, read))) == found


def test_a_specific_is_new_when_the_sentence_before_does_not_give_it(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{new_specifics: number}"))
    nine = claim("It hit 9 mills.", specifics=(Mark(7, 8, "number"),))
    read = reading("It hit 9 mills.", "It hit 9 mills.", claims=(nine, nine))
    assert [finding.start for finding in judge(known, read)] == [0]


CITED = (Mark(0, 1, "footnote"),)


@pytest.mark.parametrize(
    "cited, covered",
    [
        ((), ()),
        ((0,), (0,)),
        ((1,), (0, 1)),
        ((3,), (0, 1, 2, 3)),
        ((0, 3), (0, 1, 2, 3)),
        ((1, 2), (0, 1, 2)),
    ],
)
def test_a_citation_covers_the_sentence_before_and_at_the_end_the_block(
    cited: tuple[int, ...], covered: tuple[int, ...], tmp_path: Path
) -> None:
    known = load(tmp_path, with_when("{cited: true}"))
    claims = tuple(claim(STRUCK, citations=CITED if number in cited else ()) for number in range(4))
    found = judge(known, reading(STRUCK, STRUCK, STRUCK, STRUCK, claims=claims))
    assert tuple(finding.start // (len(STRUCK) + 1) for finding in found) == covered


def test_a_rule_that_needs_citations_is_silent_in_a_draft_without_any(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{status: assert}", needs="citations"))
    bare = reading(STRUCK, STRUCK, claims=(claim(STRUCK), claim(STRUCK)))
    citing = reading(STRUCK, STRUCK, claims=(claim(STRUCK), claim(STRUCK, citations=CITED)))
    assert judge(known, bare) == []
    assert len(judge(known, citing)) == 2


def hedge(text: str, word: str, form: str, **fields: Any) -> Hedge:
    start = text.index(word)
    return Hedge(start, start + len(word), 1, "positive", "author", form, **fields)


@pytest.mark.parametrize(
    "text, hedges, stack",
    [
        ("It may possibly fall.", (("may", "modal"), ("possibly", "adverb")), "may possibly"),
        ("It may have possibly fallen.", (("may", "modal"), ("possibly", "adverb")), "may have possibly"),
        ("It may fall, and possibly burn.", (("may", "modal"), ("possibly", "adverb")), ""),
        ("It appears likely to fall.", (("appears", "verb"), ("likely", "adjective")), ""),
        ("It may fall.", (("may", "modal"),), ""),
    ],
)
def test_hedges_stack_when_they_weigh_on_one_verb(
    text: str, hedges: tuple[tuple[str, str], ...], stack: str, tmp_path: Path
) -> None:
    known = load(tmp_path, with_when("{check: hedge-stack}", marks="check", fix="drop-second-hedge"))
    found = judge(known, reading(text, claims=(claim(text, hedges=tuple(hedge(text, *each) for each in hedges)),)))
    assert [text[finding.start : finding.end] for finding in found] == ([stack] if stack else [])


def test_the_fix_of_a_stack_takes_the_adverb_out(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{check: hedge-stack}", marks="check", fix="drop-second-hedge"))
    text = "It may possibly fall."
    hedges = (hedge(text, "may", "modal"), hedge(text, "possibly", "adverb"))
    (found,) = judge(known, reading(text, claims=(claim(text, hedges=hedges),)))
    assert found.fix is not None
    ((start, end, new),) = found.fix.edits
    assert text[:start] + new + text[end:] == "It may fall."


@pytest.mark.parametrize(
    "text, mended",
    [
        ("Police named the alleged suspect.", "Police named the suspect."),
        ("It was an alleged claim.", "It was a claim."),
        ("An alleged report of it went round.", "A report of it went round."),
        ("It was a supposed accusation.", "It was an accusation."),
    ],
)
def test_the_fix_of_doubled_doubt_takes_the_adjective_out(text: str, mended: str) -> None:
    (found,) = lint.check(Source("draft.md", text), Settings(select=("VET408",))).findings
    assert found.fix is not None
    for start, end, new in reversed(found.fix.edits):
        text = text[:start] + new + text[end:]
    assert text == mended


def test_doubt_told_by_a_verb_and_an_adverb_is_left_to_the_writer() -> None:
    text = "Channels claimed that the troops allegedly mined the ford."
    (found,) = lint.check(Source("draft.md", text), Settings(select=("VET408",))).findings
    assert found.fix is None


LADDERS = {
    "narrow": "title: N\nabout: A\nstandard: Narrow\nbands: [{range: [55, 80], terms: [likely]}]\n",
    "wide": "title: W\nabout: A\nstandard: Wide\nbands: [{range: [66, 100], terms: [likely]}]\n",
    "own": "title: O\nabout: A\nbands: [{range: [10, 20], terms: [likely]}]\n",
}


@pytest.mark.parametrize(
    "text, place",
    [
        ("A default is likely (30%).", "outside"),
        ("A default is likely, about a 30 percent chance.", "outside"),
        ("A default is likely (54%).", "inside"),
        ("A default is likely (90%).", "inside"),
        ("A default is likely (20-60%).", "inside"),
        ("A default is likely, and 30% is insured.", "none"),
        ("A default is likely.", "none"),
    ],
)
def test_a_number_is_held_against_the_range_of_the_term_beside_it(text: str, place: str, tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{check: number-outside-band}", marks="check"))
    term = hedge(text, "likely", "adjective", term="likely")
    found = judge(known, reading(text, claims=(claim(text, hedges=(term,)),)))
    assert bool(found) == (place == "outside")


def test_a_pack_with_a_ladder_holds_terms_to_its_ranges(tmp_path: Path) -> None:
    folder = write(tmp_path, with_when("{check: number-outside-band}", packs="[core, house, scale]"))
    (tmp_path / "packs" / "scale.yml").write_text("title: S\nabout: T\nladder: narrow\n")
    text = "A default is likely (90%)."
    read = reading(text, claims=(claim(text, hedges=(hedge(text, "likely", "adjective", term="likely"),)),))
    assert not judge(rules.load(folder), read, packs=("core",))
    assert judge(rules.load(folder), read, packs=("core", "scale"))


@pytest.mark.parametrize(
    "text, lone",
    [
        ("He said “go.” She left.", None),
        ("He said “go.", 8),
        ("They called it theft” and left.", 20),
        ('The label “M4 Gera" is old.', None),
        ("The shelf is 5'10\" high.", None),
        ('He said "go.', 8),
    ],
)
def test_a_quotation_mark_without_its_partner_is_found(text: str, lone: int | None, tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{check: unpaired-quote-mark}", over="block", marks="check"))
    found = judge(known, reading(text, claims=(claim(text),)))
    assert [finding.start for finding in found] == ([] if lone is None else [lone])


# --- what a finding says


def test_a_message_can_quote_what_was_found(tmp_path: Path) -> None:
    (found,) = judge(load(tmp_path, RULE), reading(STRUCK, claims=(claim(STRUCK),)))
    assert found.message == f"No source: {STRUCK}."
    assert (found.rule, found.name, found.start, found.end) == ("VET101", "flat-event", 0, len(STRUCK))


def test_a_rule_can_mark_the_words_of_a_class_one_by_one(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{has: PLACEHOLDER}", marks="PLACEHOLDER"))
    text = "TK of TK tonnes."
    marks = (Mark(0, 2, "PLACEHOLDER"), Mark(6, 8, "PLACEHOLDER"))
    assert [f.start for f in judge(known, reading(text, claims=(claim(text, others=marks),)))] == [0, 6]


def test_words_inside_a_quotation_are_not_held_against_the_author(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{boosters: present}", marks="booster"))
    plain, quoted = "The clearly mad plan failed.", "The “clearly mad” plan failed."
    assert judge(known, reading(plain, claims=(claim(plain, boosters=(Mark(4, 11, "adverb"),)),)))
    assert not judge(known, reading(quoted, claims=(claim(quoted, boosters=(Mark(5, 12, "adverb"),)),)))


def test_a_quotation_may_run_over_several_sentences(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{status: assert}"))
    texts = ("He said: “It fell.", "It burned.”", "It rained.")
    said = reading(*texts, claims=(claim(texts[0], status="attrib"), claim(texts[1]), claim(texts[2])))
    assert [finding.start for finding in judge(known, said)] == [len(texts[0]) + len(texts[1]) + 2]


def test_a_rule_can_speak_once_a_block(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{status: assert}", once="block"))
    claims = (claim(STRUCK), claim(STRUCK))
    assert len(judge(known, reading(STRUCK, STRUCK, claims=claims))) == 1
    assert len(judge(known, reading(STRUCK, STRUCK, claims=claims, one_block=False))) == 2


def test_a_rule_yields_to_a_sharper_one_on_the_same_claim(tmp_path: Path) -> None:
    general = RULE + "yields-to: VET102\n"
    sharp = with_when("{event: casualty}").replace("VET101", "VET102").replace("flat-event", "flat-count")
    known = load(tmp_path, general, sharp)
    deadly = claim(STRUCK, classes=frozenset(("attack", "casualty")))
    assert [f.rule for f in judge(known, reading(STRUCK, claims=(deadly,)))] == ["VET102"]
    assert [f.rule for f in judge(known, reading(STRUCK, claims=(claim(STRUCK),)))] == ["VET101"]
    assert [f.rule for f in judge(known, reading(STRUCK, claims=(deadly,)), ignore=("VET102",))] == ["VET101"]


def test_each_sentence_quotation_block_and_document_can_be_judged(tmp_path: Path) -> None:
    text = "He left. “Go.”"
    quoted = (Quote(9, 14, 1, False),)
    read = reading("He left.", "“Go.”", claims=(claim("He left."), claim("“Go.”")))
    first, second = read.sentences
    read = read._replace(sentences=(first, second._replace(quotes=quoted)))
    spans = {
        over: [(f.start, f.end) for f in judge(load(tmp_path, with_when(when, over=over, marks=over)), read)]
        for over, when in {
            "sentence": "{role: body}",
            "quote": "{quote_words: 1}",
            "block": "{block_kind: paragraph}",
            "document": "{doubt_verb: open}",
        }.items()
    }
    assert spans == {"sentence": [(0, 8), (9, 14)], "quote": [(9, 14)], "block": [(0, len(text))], "document": [(0, 0)]}


def test_what_the_house_means_by_claimed_comes_from_the_pack(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{doubt_verb: means-unverified}"))
    read = reading(STRUCK, claims=(claim(STRUCK),))
    assert not judge(known, read, packs=("core",))
    assert judge(known, read, packs=("core", "house"))


def test_comments_are_judged_by_what_became_of_them(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{unknown_rules: present}", over="directive", marks="comment"))
    on = rules.active(known, Settings())
    text = "<!-- vetter: ignore[nonsense] -->"
    comment = Directive(0, len(text), "ignore", ("nonsense",), "", ())
    (found,) = rules.judge_comments(on, [Comment(comment, ("nonsense",), True), Comment(comment, (), True)], text)
    assert (found.start, found.end, found.message) == (0, len(text), "No source: nonsense.")


# --- which rules are on


@pytest.mark.parametrize(
    "settings, on",
    [
        ({}, "VET101"),
        ({"packs": ("house",)}, "VET101 VET201"),
        ({"packs": ("house",), "ignore": ("VET2",)}, "VET101"),
        ({"packs": ("house",), "ignore": ("house-event",)}, "VET101"),
        ({"select": ("VET201",)}, "VET201"),
        ({"select": ("house-event",)}, "VET201"),
        ({"select": ("VET2",)}, ""),
        ({"packs": ("house",), "select": ("VET2",)}, "VET201"),
    ],
)
def test_packs_and_selectors_turn_rules_on(settings: dict[str, Any], on: str, tmp_path: Path) -> None:
    other = RULE.replace("VET101", "VET201").replace("flat-event", "house-event").replace("[core, house]", "house")
    active = rules.active(load(tmp_path, RULE, other), Settings(**settings))
    assert " ".join(rule for rule, _ in active.names()) == on


@pytest.mark.parametrize(
    "settings, severity",
    [
        ({}, "warning"),
        ({"packs": ("core", "house")}, "error"),
        ({"packs": ("house", "core")}, "warning"),
        ({"severities": (("flat-event", "info"),)}, "info"),
        ({"packs": ("core", "house"), "severities": (("VET1", "info"),)}, "info"),
    ],
)
def test_the_last_pack_and_then_the_configuration_set_the_severity(
    settings: dict[str, Any], severity: str, tmp_path: Path
) -> None:
    (found,) = judge(load(tmp_path, RULE), reading(STRUCK, claims=(claim(STRUCK),)), **settings)
    assert found.severity == severity


# --- rules as values


def test_the_shipped_rules_come_back_from_json_as_they_went() -> None:
    once = json.dumps(rulebook.dump(SHIPPED))
    assert json.dumps(rulebook.dump(rulebook.restore(json.loads(once)))) == once
    assert str(Path(__file__).parent.parent) not in once


def test_every_shipped_rule_lies_where_its_id_and_name_say() -> None:
    for rule in SHIPPED.rules:
        assert Path(rule.place.rpartition(":")[0]).name == f"{rule.id.lower()}-{rule.name}.yml"
        assert len(rule.flags) >= 3 and len(rule.passes) >= 3, rule.id


def test_every_feature_says_what_it_is_about() -> None:
    assert all(feature.about for feature in FEATURES.values())
    assert all(feature.about for feature in COMMENT_FEATURES.values())
    assert {name: feature.name for name, feature in FEATURES.items()} == {name: name for name in FEATURES}


@pytest.mark.parametrize(
    "text, plain, stretches",
    [
        ("[a] b", "a b", ((0, 1),)),
        ("a [[b]] c", "a [b] c", ((2, 5),)),
        (r"a \[1] [b]", "a [1] b", ((6, 7),)),
        ("[a] [b]", "a b", ((0, 1), (2, 3))),
        ("a b", "a b", ()),
        ("a] b", "a] b", None),
    ],
)
def test_brackets_mark_a_stretch(text: str, plain: str, stretches: tuple[tuple[int, int], ...] | None) -> None:
    assert unbracket(text) == (plain, stretches)


def test_sources_and_cues_of_a_claim_can_be_asked_for(tmp_path: Path) -> None:
    when = "{source_type: official, source_described: true, cue_form: verb, cue_stance: doubt}"
    known = load(tmp_path, with_when(when))
    text = "The mayor claimed it."
    who, how = (SourceMark(0, 9, "official", described=True),), (Cue(10, 17, "doubt", "verb"),)
    assert judge(known, reading(text, claims=(claim(text, status="attrib", sources=who, cues=how),)))
    assert not judge(known, reading(text, claims=(claim(text, status="attrib"),)))


def test_one_who_only_wants_something_is_no_source_of_it(tmp_path: Path) -> None:
    known = load(tmp_path, with_when("{sources: present}"))
    text = "The mayor wants it."
    who = (SourceMark(0, 9, "official"),)
    assert not judge(known, reading(text, claims=(claim(text, sources=who),)))
    assert judge(known, reading(text, claims=(claim(text, status="attrib", sources=who),)))


# --- a law: the gate in front of a rule keeps out only claims on which the rule would not hold

PLACES = st.integers(0, len(STRUCK) - 2)
ASKED = [each for rule in SHIPPED.rules for each in conditions(rule.when) if each.feature == "has"]
KINDS = sorted({str(value) for each in ASKED for value in each.values})
HEDGES = st.builds(
    Hedge,
    start=st.integers(0, 4),
    end=st.integers(4, 9),
    step=st.integers(0, 4),
    lean=st.just("positive"),
    holder=st.sampled_from(("author", "source")),
    form=st.sampled_from(("modal", "adverb")),
    term=st.sampled_from(("", "likely")),
    negated=st.booleans(),
)
CLAIMS = st.builds(
    lambda classes, cues, sources, others, **fields: claim(
        STRUCK,
        classes=frozenset(classes),
        cues=tuple(Cue(0, 2, stance, form) for stance, form in cues),
        sources=tuple(SourceMark(0, 2, type) for type in sources),
        others=tuple(Mark(at, at + 2, kind) for at, kind in others),
        **fields,
    ),
    status=st.sampled_from(STATUSES),
    kind=st.sampled_from(KINDS_OF_CLAIM),
    strength=st.integers(0, 6),
    link=st.sampled_from(("main", "inference")),
    tense=st.sampled_from(("past", "present", "future")),
    subject=st.sampled_from(("person", "group", "body", "none")),
    negative=st.booleans(),
    grade=st.integers(0, 6),
    classes=st.lists(st.sampled_from((*EVENTS, *JUDGMENTS)), max_size=3),
    cues=st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(FORMS)), max_size=2),
    sources=st.lists(st.sampled_from(SOURCE_TYPES), max_size=1),
    others=st.lists(st.tuples(PLACES, st.sampled_from(KINDS)), max_size=2),
    hedges=st.lists(HEDGES, max_size=2).map(tuple),
    boosters=st.lists(PLACES.map(lambda at: Mark(at, at + 2, "adverb")), max_size=1).map(tuple),
    weasels=st.lists(PLACES.map(lambda at: Mark(at, at + 2, "phrase")), max_size=1).map(tuple),
)


@settings(max_examples=1000, deadline=None)
@given(CLAIMS)
def test_a_gate_keeps_out_only_claims_on_which_its_rule_would_not_hold(each: Claim) -> None:
    read = reading(STRUCK, claims=(each,))
    on = rules.active(SHIPPED, Settings(packs=tuple(pack.name for pack in SHIPPED.packs)))
    draft = rules.drafted(on, read)
    assert list(rules.judge(gated(on), draft)) == list(rules.judge(ungated(on), draft))


def gated(on: rules.Active) -> rules.Active:
    """Every rule speaking for itself, with nothing learnt yet."""
    alone = tuple(entry._replace(rule=entry.rule._replace(yields_to=())) for entry in on.rules)
    return on._replace(rules=alone, asked={})


def ungated(on: rules.Active) -> rules.Active:
    quiet = gated(on)
    return quiet._replace(rules=tuple(entry._replace(gate=OPEN) for entry in quiet.rules), asked={})


EVERYTHING = Settings(packs=tuple(pack.name for pack in SHIPPED.packs))
SAID = (
    "rebels", "the mayor", "officials", "experts", "residents", "shelled", "killed", "14", "captured", "the bridge",
    "said", "claimed", "reportedly", "is believed to", "confirmed", "denied", "likely", "unlikely (70 percent)", "may",
    "possibly", "clearly", "proves", "will", "want", "because", "not", "no", "never", "if true", "according to", "that",
    "and", "which", "indicating", "first", "on Monday", "[1]", "“we won”", "imagery shows", "in order to", ",",
    ".", ". The",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example((Path(__file__).parent.parent / "examples" / "field-report.md").read_text(encoding="utf-8"))
@given(st.lists(st.sampled_from(SAID), max_size=40).map(" ".join))
def test_gates_change_nothing_in_what_is_said_of_a_text(text: str) -> None:
    on = lint.active(EVERYTHING)
    draft = rules.drafted(on, lint.read(Source("draft.md", text), EVERYTHING))
    judged = [list(rules.judge(each(on), draft)) for each in (gated, ungated)]
    assert judged[0] == judged[1]
