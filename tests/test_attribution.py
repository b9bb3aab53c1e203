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
