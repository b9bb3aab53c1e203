"""Whom a draft leans on, as `vetter sources` tells it: which mentions are one source, and what rests on it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vetter import cli, outputs, roster
from vetter.config import Settings
from vetter.lint import read
from vetter.source import Source

SCHEMA = Path(outputs.__file__).parent.parent / "schemas" / "sources-1.json"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Listing:
    """What the command says of one draft."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def printed(self, text: str, form: str, *options: str) -> str:
        Path("draft.md").write_bytes(text.encode())
        assert cli.main(["sources", "--no-config", "--format", form, *options, "draft.md"]) == 0
        return self.capsys.readouterr().out

    def __call__(self, text: str, *options: str) -> list[dict[str, Any]]:
        value = json.loads(self.printed(text, "json", *options))
        jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(value)
        (document,) = value["documents"]
        assert document["path"] == "draft.md"
        return list(document["sources"])

    def mentions(self, text: str) -> dict[str, list[str]]:
        return {source["name"]: [each["text"] for each in source["mentions"]] for source in self(text)}


@pytest.fixture
def listing(capsys: pytest.CaptureFixture[str]) -> Listing:
    return Listing(capsys)


# --- which mentions are one source

ONE = [
    "Port spokesperson Oda Lind said that the gate was shut. Lind said that a crane had failed.",
    "Oda Lind, a port spokesperson, said that the gate was shut. Mr. Lind said that a crane had failed.",
    "Lind said that the gate was shut. Port spokesperson Oda Lind said that a crane had failed.",
    "The governor of Orlen, Petra Malk, said that the silo burned. Governor Malk said that it was lost.",
    "The governor of Orlen, Petra Malk, said that the silo burned. The governor said that it was lost.",
    "The governor of Orlen said that the silo burned. Orlen's governor said that it was lost.",
    "The Ministry of Defence (MoD) said that the port was safe. The MoD said that it had sent guards.",
    "The Ministry of Defence (MoD) said that the port was safe. The ministry said that it had sent guards.",
    "The Tollen Port Office (TPO) is new. The TPO said that a crane failed. The Tollen Port Office said that it fell.",
    "The Maravian Signals Directorate (HKO) said that it rained. The HKO said that the road was closed.",
    "The Dessan energy ministry denied a shortage. The ministry said that the pumps were running.",
    "The Maravian General Staff said that it rained. Maravia's General Staff said that the road was closed.",
    "The Maravian General Staff said that it rained. The General Staff of Maravia said that the road was closed.",
    "A resident said that the lights went out. The resident said that the pumps had stopped.",
    "The Orlen Gazette reported that the gate was shut. The Gazette reported that a crane had failed.",
    "“The gate is shut,” said Oda Lind. According to Lind, the crane had failed.",
]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_a_source_stands_once_whatever_it_is_called(listing: Listing, text: str) -> None:
    (source,) = listing(text)
    assert source["counts"] == {"mentions": 2, "claims": 2, "alone": 2}
    assert source["first"] == source["mentions"][0]


TWO = [
    "Oda Lind said that the gate was shut. Jens Lind said that a crane had failed.",
    "The Dessan General Staff said that it rained. The Maravian General Staff said that the road was closed.",
    "Port spokesperson Oda Lind said that the gate was shut. Lind's office said that a crane had failed.",
    "A Maravian official said that the gate was shut. An official said that a crane had failed.",
    "The ministry said that the gate was shut. The Dessan energy ministry said that a crane had failed.",
    "The commander of the Dessan forces said that it rained. The Dessan forces said that the road was closed.",
    "A port spokesperson said that the gate was shut. Port workers said that a crane had failed.",
    "Port manager Oda Lind said that the gate was shut. The port said that a crane had failed.",
    "A Maravian officer said that the gate was shut. Another Maravian officer said that a crane had failed.",
    "Port spokesperson Oda Lind (AP) said that the gate was shut. AP reported that a crane had failed.",
    "Oda Lind, a Maravian, said that the gate was shut. A Maravian said that a crane had failed.",
]  # fmt: skip


@pytest.mark.parametrize("text", TWO)
def test_sources_that_only_share_words_stay_apart(listing: Listing, text: str) -> None:
    assert [source["counts"] for source in listing(text)] == [{"mentions": 1, "claims": 1, "alone": 1}] * 2


def test_a_short_form_that_fits_two_sources_means_the_one_named_last_in_its_paragraph(listing: Listing) -> None:
    named = "Oda Lind said that the gate was shut.\n\nJens Lind said that a crane had failed."
    assert listing.mentions(f"{named} Lind said that it fell.\n") == {
        "Oda Lind": ["Oda Lind"],
        "Jens Lind": ["Jens Lind", "Lind"],
    }
    assert set(listing.mentions(f"{named}\n\nLind said that it fell.\n")) == {"Oda Lind", "Jens Lind", "Lind"}


def test_sources_joined_by_and_are_two_when_each_is_a_phrase_of_its_own(listing: Listing) -> None:
    two = {"Oda Lind": ["Oda Lind"], "Karl Voss": ["Karl Voss"]}
    assert listing.mentions("According to Oda Lind and Karl Voss, the bridge fell.") == two
    assert set(listing.mentions("Mr. Lind and Dr. Voss said that it fell.")) == {"Mr. Lind", "Dr. Voss"}
    assert set(listing.mentions("The mayor and the governor said that it fell.")) == {"The mayor", "the governor"}
    (plural,) = listing("Maravian and Dessan officials said that it fell.")
    assert (plural["name"], plural["number"]) == ("Maravian and Dessan officials", "plural")


def test_pronouns_are_nobody_and_come_last(listing: Listing) -> None:
    text = "Oda Lind said that she had seen it. She said that it fell. They said that it rained."
    named, pronouns = listing(text)
    assert named["counts"] == {"mentions": 1, "claims": 1, "alone": 1}
    assert (pronouns["type"], [each["text"] for each in pronouns["claims"]]) == (
        "pronoun",
        ["She said that it fell.", "They said that it rained."],
    )


# --- what rests on it


def test_a_claim_with_two_sources_rests_on_both_and_on_neither_alone(listing: Listing) -> None:
    text = "The port office said that the road was open, according to Oda Lind. Lind said that it rained."
    first, second = listing(text)
    assert (first["name"], first["counts"]) == ("Oda Lind", {"mentions": 2, "claims": 2, "alone": 1})
    assert [claim["alone"] for claim in first["claims"]] == [False, True]
    assert (second["name"], second["counts"]["alone"]) == ("The port office", 0)


def test_several_sources_are_not_one_even_unnamed(listing: Listing) -> None:
    for text in (
        "Three officials said that it fell. The three officials said that it rained.",
        "Residents said that it fell. The residents said that it rained.",
    ):
        (source,) = listing(text)
        assert source["counts"] == {"mentions": 2, "claims": 2, "alone": 0}


def test_a_source_carried_over_bears_the_claim_too(listing: Listing) -> None:
    text = "A Dessan blogger claimed that the tower fell. The attack reportedly killed two people."
    (source,) = listing(text)
    assert source["counts"] == {"mentions": 1, "claims": 2, "alone": 2}


def test_what_nobody_says_rests_on_no_source(listing: Listing) -> None:
    assert listing("The gate fell. The tower likely fell. It is believed that the crane failed.") == []
    assert "No claim rests on a named source." in listing.printed("The gate fell.", "table")


def test_those_come_first_that_most_rests_on(listing: Listing) -> None:
    text = "The mayor said that it rained. Oda Lind said that it fell. Lind said that it burned. The clerk said so."
    assert [source["name"] for source in listing(text)] == ["Oda Lind", "The mayor", "The clerk"]


def test_a_source_tells_its_type_and_whether_it_is_described(listing: Listing) -> None:
    text = "Port spokesperson Oda Lind said that it rained. Reuters reported that it fell."
    facts = [(source["type"], source["number"], source["described"]) for source in listing(text)]
    assert facts == [("official", "singular", True), ("media", "singular", False)]


def test_the_names_of_the_house_are_one_source(listing: Listing) -> None:
    (source,) = listing("We reported on 3 May that the gate was shut. ISW reported that a crane had failed.")
    assert (source["type"], source["counts"]["claims"]) == ("self", 2)


# --- how it is written

DRAFT = "# Harbour\n\nOda Lind, who runs the port, said it fell. =Lind said it burned.\n\nLind said it rained.\n"


def test_places_are_those_of_the_file(listing: Listing) -> None:
    for source in listing(DRAFT):
        for each in (source["first"], *source["mentions"], *source["claims"]):
            assert DRAFT[each["start"] : each["end"]] == each["text"]
            assert DRAFT.splitlines()[each["line"] - 1][each["column"] - 1 :].startswith(each["text"])


def test_the_table_fits_the_screen_and_lists_the_lone_claims(listing: Listing) -> None:
    lines = listing.printed(DRAFT + "\n" + "The mayor of the old harbour town said that it fell. " * 3, "table").split(
        "\n"
    )
    assert lines[0] == "draft.md"
    assert all(len(line) <= 100 for line in lines)
    assert lines[1].split() == ["claims", "alone", "mentions", "first", "type", "described", "source"]
    assert "On one source alone:" in lines
    assert any(line.startswith("5:1 ") and line.endswith("Lind said it rained.") for line in lines)


def test_the_spreadsheet_has_a_line_for_each_source(listing: Listing) -> None:
    (row,) = csv.DictReader(io.StringIO(listing.printed("The mayor said that it fell. The mayor wept.", "csv")))
    assert (row["line"], row["column"], row["claims"], row["alone_at"]) == ("1", "1", "1", "1:1")
    assert (row["source"], row["type"], row["number"]) == ("The mayor", "official", "singular")


def test_a_draft_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sources", "--no-config", "nowhere.md"]) == 2
    assert "nowhere.md: " in capsys.readouterr().err


PIECES = (
    "Oda Lind", "Lind", "the ministry", "The Ministry of Defence (MoD)", "the MoD", "A resident", "She", "officials",
    "“I saw it,” said", "said that", "according to", "reportedly", "and", ",", ".", "(X)", "'s", "\n\n", "@", "who",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map(" ".join))
def test_every_claim_rests_somewhere_and_nothing_is_counted_twice(text: str) -> None:
    listed = roster.of(read(Source("draft.md", text), Settings()))
    for source in listed:
        assert source.claims and len(set(source.claims)) == len(source.claims)
        assert set(source.alone) <= set(source.claims)
        assert len({mark[:2] for mark in source.mentions}) == len(source.mentions)
    assert len({claim for source in listed for claim in source.alone}) == sum(len(each.alone) for each in listed)
