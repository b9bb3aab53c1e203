"""One change to a sentence at a time is told against its source and in a summary; the same in other words is not."""

from __future__ import annotations

import pytest

from vetter import lint
from vetter.config import Settings
from vetter.propositions import Terms, propositions
from vetter.source import Source

PACKS = Settings(packs=("core", "newsroom", "science"), select=("VET6", "VET7"))
CHANGED = [
    ("We could not verify that the mayor left the town of Orm.",
     "The mayor left the town of Orm.", "VET615", "VET601"),
    ("The fine came to 12 million euros for the port of Orm.",
     "The fine came to 12 million dollars for the port of Orm.", "VET616", "VET605"),
    ("The levee at Orm is 8 km long and four metres high.",
     "The levee at Orm is 8 miles long and four metres high.", "VET616", "VET605"),
    ("The siren at the mill sounded at 5 am, and the shift went home.",
     "The siren at the mill sounded at 5 pm, and the shift went home.", "VET616", "VET605"),
    ("The dyke at Orm was built in June 2031 by the province.",
     "The dyke at Orm was built in June 2030 by the province.", "VET616", "VET605"),
    ("The intruders used CVE-2031-29059 against the mail server of the clinic.",
     "The intruders used CVE-2031-29060 against the mail server of the clinic.", "VET616", "VET605"),
    ("Thousands marched through the town of Orm on Friday.",
     "Tens of thousands marched through the town of Orm on Friday.", "VET616", "VET605"),
    ("Some residents of Orm left their homes before the flood.",
     "All residents of Orm left their homes before the flood.", "VET624", "VET607"),
    ("The storm damaged the old mill at Tarvik.",
     "The storm destroyed the old mill at Tarvik.", "VET624", "VET609"),
    ("If the river rises above four metres, the levee at Orm will fail.",
     "The levee at Orm will fail.", "VET615", "VET601"),
    ("The campaign is consistent with the work of Grey Heron against shipping firms.",
     "The campaign is the work of Grey Heron against shipping firms.", "VET615", "VET601"),
    ("The minister said the harbour may reopen in May.",
     "The minister confirmed the harbour will reopen in May.", "VET615", "VET601"),
    ("The harbour may reopen in two weeks, she said.",
     "The harbour will reopen in two weeks.", "VET614", "VET602"),
    ("Orrin Malk said that rebels burned nine barges near Vessen.",
     "Sefa Lund said that rebels burned nine barges near Vessen.", "VET625", "VET622"),
    ("“We will rebuild every silo, but not before the spring,” Malk said.",
     "“We shall rebuild each silo before the spring,” Malk said.", "VET704", "VET705"),
    ("Exports rose by 12 percent in June.", "Exports fell by 12 percent in June.", "VET623", "VET621"),
    ("The garrison has not run out of diesel.", "The garrison has run out of diesel.", "VET623", "VET621"),
    ("Malk denied that the barges burned near Vessen.",
     "Malk said that the barges burned near Vessen.", "VET623", "VET621"),
    ("The harbour is unlikely to reopen before May.",
     "The harbour will likely reopen before May.", "VET623", "VET621"),
    ("The audit found no evidence that the mayor took bribes from the port.",
     "The mayor took bribes from the port.", "VET623", "VET621"),
]  # fmt: skip
ALIKE = [
    ("The levee at Orm is 5 miles long and four metres high.", "The levee at Orm is 8 km long and four metres high."),
    ("Some 3,000 people marched through Orm on Friday.", "Thousands marched through Orm on Friday."),
    ("The siren at the mill sounded at 17:00.", "The siren at the mill sounded at 5 pm."),
    ("The police denied that officers beat the prisoner.", "The police denied that officers beat the prisoner."),
    ("The province announced new tolls on the lower bridge.", "The province brought in new tolls on the lower bridge."),
    ("Malk, who runs the mill, said that barges burned near Vessen.", "Malk said that barges burned near Vessen."),
    ("The mayor said that barges burned near Vessen.", "Lund said that barges burned near Vessen."),
    (
        "Troops resumed fire on Hathe on 3 May after a truce on 2 May.",
        "Troops resumed fire on Hathe after the 2 May truce.",
    ),
]


def against_a_source(said: str, source: str) -> set[str]:
    read = lint.read(Source("source.txt", f"{source}\n"), PACKS)
    report, _ = lint.compare(Source("draft.txt", f"{said}\n"), PACKS, (read,), "draft-source")
    return {each.rule for each in report.findings}


def in_a_summary(said: str, body: str) -> set[str]:
    text = (
        f"## Key Takeaways\n\n- {said}\n\n## Body\n\n{body} The mill stood still for two days. Snow fell on the pass.\n"
    )
    return {each.rule for each in lint.check(Source("draft.md", text), PACKS).findings}


@pytest.mark.parametrize("there, said, source_rule, summary_rule", CHANGED)
def test_a_change_is_told_against_a_source_and_in_a_summary(
    there: str, said: str, source_rule: str, summary_rule: str
) -> None:
    assert source_rule in against_a_source(said, there)
    assert summary_rule in in_a_summary(said, there)


@pytest.mark.parametrize("there, said", ALIKE)
def test_the_same_in_other_words_is_left_alone(there: str, said: str) -> None:
    assert against_a_source(said, there) == set()
    assert in_a_summary(said, there) == set()


@pytest.mark.parametrize("said, _, source_rule, summary_rule", [(a, b, c, d) for a, b, c, d in CHANGED])
def test_what_stands_there_word_for_word_is_left_alone(said: str, _: str, source_rule: str, summary_rule: str) -> None:
    assert source_rule not in against_a_source(said, said)
    assert summary_rule not in in_a_summary(said, said)


def test_a_denial_is_no_source_of_what_it_denies() -> None:
    there, said = "The police denied that officers beat the prisoner.", "Officers beat the prisoner."
    assert "VET614" not in against_a_source(said, there)
    assert "VET602" not in in_a_summary(said, there)


def test_names_with_a_number_or_an_ending_do_not_hide_who_acts() -> None:
    body = "The governor claimed that Maravia sent observers to Pellin."
    assert "VET602" not in in_a_summary("The United Nations sent observers to Pellin.", body)


def test_a_source_is_the_same_one_wherever_it_stands_in_its_sentence() -> None:
    there = "On Friday residents denied that the barges burned near Vessen."
    assert "VET623" in against_a_source("Residents said that the barges burned near Vessen.", there)


@pytest.mark.parametrize("verb", ["needed", "exceeded", "succeeded", "proceeded"])
def test_a_verb_that_begins_like_another_word_is_one(verb: str) -> None:
    text = f"The Osse Company {verb} Vessen Holdings in the spring."
    (here, *_) = propositions(Terms(lint.read(Source("draft.md", f"{text}\n"), PACKS)), 0)
    assert "Vessen" not in here.actors
