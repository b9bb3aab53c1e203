"""What a summary, a lead or a heading says beyond what it rests on, as readers of the findings see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Vet
from tests.timing import grows_no_faster
from vetter import artefact, lint
from vetter import rules as rules_at_work
from vetter.amounts import Amount, agree, amounts, are_of_one_thing
from vetter.config import Settings
from vetter.drift import PAIRS, RELATIONS
from vetter.features import BETWEEN, ON_SCALES, SCOPES
from vetter.features import RELATIONS as FEATURES
from vetter.findings import Finding
from vetter.pairs import LEAST
from vetter.revising import REVISIONS
from vetter.source import Source
from vetter.stems import stem, stems
from vetter.summaries import summary

EVERY = Settings(packs=("core", "isw", "icd203", "newsroom", "science"), select=("VET5", "VET6", "VET7"), preview=True)
BODY = """
## Orm

The ministry claimed that its units made small gains near Orm. Rain slowed traffic in the valley.

The fleet may be preparing to sail. Barges with fuel lay at the inner quay.

Raiders burned limited stretches of the northern fence. Herdsmen counted 11 lost sheep on 13 May.
"""


def told(text: str, *rules: str) -> list[Finding]:
    found = lint.check(Source("draft.md", text), EVERY).findings
    return [each for each in found if not rules or each.rule in rules]


def takeaway(words: str, *rules: str) -> list[Finding]:
    return told(f"## Key Takeaways\n\n- {words}\n{BODY}", *rules)


@pytest.mark.parametrize(
    "words, rule, shown",
    [
        ("Units of the ministry made small gains near Orm.", "VET602", "its units made small gains near Orm"),
        ("The fleet is preparing to sail.", "VET601", "The fleet may be preparing to sail"),
        ("Raiders burned the northern fence throughout.", "VET607", "limited stretches of the northern fence"),
        ("Herdsmen counted 14 lost sheep on 13 May.", "VET605", "11"),
    ],
)
def test_both_places_are_shown(words: str, rule: str, shown: str) -> None:
    text = f"## Key Takeaways\n\n- {words}\n{BODY}"
    (finding,) = told(text, rule)
    assert text[finding.start : finding.end] in words
    assert finding.related
    for related in finding.related:
        assert related.path == "draft.md"
        assert related.text == text
        assert related.start > finding.end
    assert shown in text[finding.related[0].start : finding.related[0].end]


@pytest.mark.parametrize(
    "words",
    [
        "The ministry claimed small gains near Orm.",
        "The fleet may be preparing to sail.",
        "Raiders burned limited stretches of the northern fence.",
        "Herdsmen counted eleven lost sheep on 13 May.",
    ],
)
def test_a_summary_that_says_what_the_body_says_is_left_alone(words: str) -> None:
    assert not takeaway(words, "VET601", "VET602", "VET603", "VET604", "VET605", "VET606", "VET607")


def test_a_draft_that_is_hardly_more_than_its_summary_is_left_alone() -> None:
    assert not told("## Key Takeaways\n\n- The fleet is preparing to sail.\n- Units made gains near Orm.\n", "VET603")


def test_an_empty_summary_is_left_alone() -> None:
    assert not told(f"## Key Takeaways\n{BODY}", "VET601", "VET602", "VET603")


def test_a_list_below_an_item_that_introduces_it_is_the_report_itself() -> None:
    text = "## Key Takeaways\n\n- The fleet is preparing to sail.\n- What to watch:\n- The fleet may be sailing.\n"
    reading = lint.read(Source("draft.md", text), EVERY)
    held = [text[reading.sentences[number].start : reading.sentences[number].end] for number in summary(reading)]
    assert held == ["The fleet is preparing to sail."]


def test_two_summaries_are_both_held_against_the_body() -> None:
    text = (
        "## Summary\n\nThe fleet is preparing to sail.\n\n## Key Takeaways\n\n- The fleet is preparing to sail.\n"
        "- Herdsmen counted 14 lost sheep on 13 May.\n"
    )
    assert [each.rule for each in told(text + BODY, "VET601", "VET605")] == ["VET601", "VET601", "VET605"]


def test_a_second_summary_is_body_to_the_first_where_there_is_nothing_else() -> None:
    text = (
        "## Key Takeaways\n\n- The fleet is preparing to sail.\n\n## Toplines\n\nThe fleet may be preparing to sail.\n"
    )
    (finding,) = told(text, "VET601")
    assert finding.related[0].start > finding.end


def test_a_summary_that_cites_its_sources_is_the_report_to_one_that_does_not() -> None:
    text = (
        "## Toplines\n\nThe fleet may be preparing to sail.[^1] The pier at Orm was repaired.[^1]\n\n"
        "## Key Takeaways\n\n- The fleet is preparing to sail.\n\n## Quays\n\nSnow fell. A ferry left.[^1]\n\n"
        "[^1]: The harbour log, 3 May.\n"
    )
    assert not told(text, "VET603")
    (finding,) = told(text, "VET601")
    assert finding.related[0].start < finding.start


def test_a_label_of_takeaways_is_none_itself() -> None:
    text = f"## Key Takeaways\n\n- Preparations at Sollum:\n- The fleet may be preparing to sail.\n{BODY}"
    assert not told(text, "VET603")


def test_a_hedge_on_one_word_of_a_thing_is_not_missed_where_that_word_is() -> None:
    passed = "The council passed a series of {}orders on 18 May to keep the pier shut."
    takeaway = f"## Key Takeaways\n\n- {passed}\n"
    body = f"\n## Harbour\n\n{passed.format('possibly unlawful ')} Snow fell.\n"
    assert not told(takeaway.format("") + body, "VET601")
    assert told(takeaway.format("unlawful ") + body, "VET601")


def test_short_forms_and_peoples_are_the_names_they_stand_for() -> None:
    text = (
        "## Key Takeaways\n\n- The CSTO sent Maravian observers to Pellin.\n\n## Pellin\n\n"
        "The Collective Security Treaty Organization (CSTO) sent observers from Maravia to Pellin. Snow fell.\n"
    )
    assert not told(text, "VET603", "VET604")


def test_explain_shows_what_a_takeaway_was_held_against(vet: Vet, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(f"## Key Takeaways\n\n- The fleet is preparing to sail.\n{BODY}", encoding="utf-8")
    code, out, _ = vet("explain", f"{draft}:3", "--no-config")
    assert code == 0
    assert "VET601 takeaway-certainty-upgrade" in out
    assert "The fleet may be preparing to sail" in out


def test_every_relation_and_pair_that_rules_may_ask_for_is_there() -> None:
    assert {feature.name for feature in FEATURES} == {*RELATIONS, *REVISIONS}
    assert set(BETWEEN) == set(PAIRS)
    reading = lint.read(Source("draft.md", "Two barges sank."), Settings())
    draft = rules_at_work.drafted(lint.active(Settings()), reading)
    assert [between for between in BETWEEN if draft.may_pair(between)] == [], "one sentence has nothing beside it"
    assert set(LEAST) <= set(BETWEEN)


def test_the_lexicon_has_the_classes_that_relations_go_by() -> None:
    known = set(artefact.stock().engine.lexicon.marks)
    scales = {name.rpartition("_")[0] for name in ON_SCALES}
    assert set(SCOPES) <= known
    assert {name for name in known if name.rpartition("_")[0] in scales} <= set(ON_SCALES)
    assert scales <= {name.rpartition("_")[0] for name in known}


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ukrainian", "Ukraine"),
        ("Turkey", "Turkish"),
        ("Kremlin", "Russian"),
        ("made", "making"),
        ("withheld", "withholding"),
        ("deployment", "deployed"),
        ("seizure", "seized"),
    ],
)
def test_words_that_speak_of_the_same_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("11 strikes", "Eleven strikes", True),
        ("796 personnel", "about 800 personnel", True),
        ("796 personnel", "800 personnel", False),
        ("11 strikes", "14 strikes", False),
        ("35 to 45 crossings", "40 crossings", True),
        ("3.2 million tonnes", "32 million tonnes", False),
        ("5 miles", "8 km", True),
        ("on 3 June", "on June 4", False),
        ("on 3 June", "on June 3", True),
        ("12 %", "12 percent", True),
    ],
)
def test_figures_agree_whatever_they_are_written_in(one: str, other: str, alike: bool) -> None:
    (first,), (second,) = (list(amounts(text, 0, len(text))) for text in (one, other))
    assert are_of_one_thing(first, second)
    assert agree(first, second) == alike


def test_figures_of_different_things_do_not_differ() -> None:
    killed, wounded = "4 dead", "9 wounded"
    (first,), (second,) = (list(amounts(text, 0, len(text))) for text in (killed, wounded))
    assert not are_of_one_thing(first, second)


@given(st.text(alphabet=st.sampled_from("abcdeA B.C’'1,2 3%-:/–\n$"), max_size=60))
def test_stems_and_figures_stand_where_they_say(text: str) -> None:
    for place, term in stems(text, 0, len(text)):
        assert term
        assert 0 <= place < len(text)
    for each in amounts(text, 0, len(text)):
        assert isinstance(each, Amount)
        assert 0 <= each.start < each.end <= len(text)


@given(st.lists(st.sampled_from(BODY.split()), min_size=3, max_size=30))
def test_any_takeaway_is_held_against_the_body_without_a_crash(words: list[str]) -> None:
    text = f"## Key Takeaways\n\n- {' '.join(words).replace('#', '')}\n{BODY}"
    for finding in told(text):
        assert 0 <= finding.start <= finding.end <= len(text)


def test_cost_grows_with_the_text_and_not_with_its_square() -> None:
    lines = [f"The {kind} fleet may be preparing to sail from quay {number}." for number, kind in
             enumerate(("northern", "southern", "river", "coastal") * 20)]  # fmt: skip
    summary = "".join(f"- {line.replace('may be', 'is')}\n" for line in lines[:20])

    def work(times: int) -> object:
        return told(f"## Key Takeaways\n\n{summary}\n" + ("\n## Quays\n\n" + "\n\n".join(lines) + "\n") * times)

    assert grows_no_faster(work, 2, 16)


@pytest.mark.parametrize(
    "clause", ["the fleet may sail and ", "the fleet {0} may sail from quay {0}, ", "the ABC{0} (ABC{0}) sails, "]
)
def test_a_sentence_of_thousands_of_clauses_takes_time_in_step(clause: str) -> None:
    def work(times: int) -> object:
        line = "".join(clause.format(number) for number in range(20 * times))
        return told(f"## Key Takeaways\n\n- {line}.\n\n## Quays\n\n{line}.\n")

    assert grows_no_faster(work, 2, 16)
