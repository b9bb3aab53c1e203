"""Who says what: which reporting words are the author's own, and which source goes with them."""

from __future__ import annotations

import vetter
from vetter.ledger import Claim


def claims(text: str) -> list[Claim]:
    return [claim for sentence in vetter.read(text, name="draft.txt").sentences for claim in sentence.claims]


def cues(text: str) -> list[str]:
    return [text[cue.start : cue.end] for claim in claims(text) for cue in claim.cues]


def sources(text: str) -> list[str]:
    return [text[source.start : source.end] for claim in claims(text) for source in claim.sources]


def test_what_a_source_reports_of_others_is_the_source_s_own_report() -> None:
    text = "The harbour master said that the miners denied the theft."
    assert (cues(text), sources(text)) == (["said"], ["The harbour master"])


def test_words_inside_a_quotation_hand_nothing_to_anybody() -> None:
    assert cues("Oda Lind said: “The mayor denied it. The clerk confirmed it.”") == ["said"]
    assert cues("Oda Lind said: ''The mayor denied it. The clerk confirmed it.''") == ["said"]


def test_a_second_speaker_behind_a_comma_speaks_for_himself() -> None:
    text = "Oda Lind said that the bridge fell, and Ilan Preda denied the report."
    assert cues(text) == ["said", "denied"]


def test_a_cue_takes_its_auxiliaries_and_adverbs_along() -> None:
    assert cues("The mayor has repeatedly said that the dam holds.") == ["has repeatedly said"]


def test_a_source_comes_with_all_that_describes_it() -> None:
    assert sources("Lind, who chairs the panel, said that the dam holds.") == ["Lind, who chairs the panel"]
    assert sources("“It holds,” said Oda Lind, head of the panel.") == ["Oda Lind, head of the panel"]
    assert sources("People briefed on the plan said that the dam holds.") == ["People briefed on the plan"]


def test_a_remark_in_between_is_no_part_of_the_source() -> None:
    assert sources("Lind, speaking in Osse on Monday, said that the dam holds.") == ["Lind"]


def test_the_subject_of_a_clause_answers_for_the_participle_behind_it() -> None:
    assert sources("The panel has met, arguing that the dam holds.") == ["The panel"]


def test_what_somebody_has_likely_said_is_the_author_s_own_judgment() -> None:
    assert [claim.status for claim in claims("The envoys have likely agreed that the ford stays shut.")] == ["assess"]


def test_sources_are_typed_by_name_and_office() -> None:
    def kind(text: str) -> str:
        return claims(f"{text} said that the dam holds.")[0].sources[0].type

    assert kind("The Osse Times") == "media"
    assert kind("An analyst") == "expert"
    assert kind("Analysts") == "collective"
    assert kind("Mine owner Oda Lind") == "person"
    assert kind("Press Secretary Oda Lind") == "official"
    assert kind("The OWA") == "organisation"


def test_a_verb_that_could_be_a_noun_hands_over_its_clause_all_the_same() -> None:
    assert [claim.status for claim in claims("Two aides report that rebels attacked the ford.")] == ["attrib"]
    assert [claim.status for claim in claims("The report that rebels attacked the ford is old.")] != ["attrib"]


def test_a_quotation_over_several_paragraphs_stays_one() -> None:
    text = "“The mayor denied it. The clerk confirmed it.\n\n“The miners asked for more,” Oda Lind said."
    assert cues(text) == ["said"]
