"""What a sentence is taken for: its status, its kind, and what its neighbours lend it."""

from __future__ import annotations

import pytest

import vetter
from vetter.ledger import Claim


def claims(text: str) -> list[Claim]:
    """The first claim of each sentence."""
    return [sentence.claims[0] for sentence in vetter.read(text, name="draft.md").sentences]


def label(text: str) -> str:
    claim = claims(text)[0]
    return f"{claim.status} {claim.kind}" if claim.status == "assert" else claim.status


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("definition", "Hydrologists study the movement of water."),
        ("definition", "The ferries are powered by electric motors."),
        ("definition", "The high tide can reach the third step."),
        ("definition", "Osse has nine bridges."),
        ("definition", "Open the valve before the pump starts."),
        ("definition", "From the pump room, open the second valve."),
        ("definition", "Use signal lamps to warn the crews."),
        ("assert event", "The bridge at Osse is closed."),
        ("assert event", "Rebel artillery shelled the road on Monday."),
        ("assert event", "The militia is now using the ferry."),
        ("assert judgment", "The ferry remains a critical link for the garrison."),
        ("assert judgment", "The garrison is far weaker than the militia."),
        ("assert judgment", "The collapsed lane will restrict traffic for weeks."),
        ("assert judgment", "The blockade continues to undermine the harvest."),
        ("assert judgment", "The silence of the mayor shows that he wants the talks to fail."),
        ("meta", "This bulletin discusses three floods."),
        ("meta", "To answer this, this report examines two ferries."),
        ("hearsay", "The mayor reportedly said that the weir is open."),
        ("assess", "The recall is an indicator that the talks failed."),
        ("attrib", "“The weir is open and the boats are coming home,” Lind said in a speech on Monday."),
        ("verified", "This led our responders to identify a second breach."),
        ("assert event", "The garrison asked the port for nine boats."),
        ("hedge", "The flood may be threatening the lower town."),
        ("heading", "Objective: hold the ferry and the weir"),
    ],
)
def test_a_sentence_is_taken_for(expected: str, text: str) -> None:
    assert label(text) == expected


def test_a_participle_before_a_noun_is_not_the_verb() -> None:
    assert claims("The damaged crane fell on Monday.")[0].tense == "past"
    assert claims("Selling damaged boats is forbidden.")[0].tense == "present"


def test_a_second_verb_with_its_own_helper_is_a_claim_of_its_own() -> None:
    sentence = vetter.read("The troops will likely leave and are building a bridge.", name="draft.md").sentences[0]
    assert [claim.status for claim in sentence.claims] == ["assess", "assert"]
    sentence = vetter.read("Troops did not make any confirmed gains and shelled the weir.", name="draft.md").sentences[
        0
    ]
    assert [claim.status for claim in sentence.claims] == ["note", "assert"]


def test_a_source_at_the_end_answers_for_the_whole_sentence() -> None:
    sentence = vetter.read("The weir fell, and boats may be lost, according to the mayor.", name="draft.md").sentences[
        0
    ]
    assert [claim.status for claim in sentence.claims] == ["attrib"]


def test_a_quotation_goes_on_over_its_sentences() -> None:
    text = "“The weir is open,” Lind said. “The boats have all come home. The gate is shut.” The rain stopped."
    assert [claim.status for claim in claims(text)][1:] == ["attrib", "attrib", "assert"]


def test_talk_of_the_text_goes_on_with_its_parts() -> None:
    text = "This report covers two floods. Each finding is grounded in the logs of the weir. The weir is made of oak."
    assert [claim.status for claim in claims(text)] == ["meta", "meta", "definition"]


def test_events_of_years_before_the_draft_are_history() -> None:
    text = "The weir fell in May 2021. The town fought over it in 2021. Marines captured the weir in 1904."
    assert [claim.status for claim in claims(text)] == ["assert", "assert", "definition"]


def test_the_next_sentence_tells_how_far_a_claim_was_checked() -> None:
    claimed, _ = claims("A blogger claimed that marines seized the weir. We could not verify this claim.")
    assert claimed.verification == "cannot-confirm"
    claimed, _ = claims("A blogger claimed that marines seized the weir. We could not verify the age of the mayor.")
    assert claimed.verification == "none"


def test_a_topic_sentence_is_borne_out_only_by_a_sentence_on_its_matter() -> None:
    backed = claims("Marines shelled the depot at Osse. The mayor said that shells hit the depot.")[0]
    assert backed.umbrella == "supported"
    alone = claims("Marines shelled the depot at Osse. The bakery said that bread is dear.")[0]
    assert alone.umbrella == "unsupported"
