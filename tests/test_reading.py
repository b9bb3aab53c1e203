"""Sentences are read when somebody asks: what they say must not depend on who asks first."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

import vetter
from vetter import artefact, lint
from vetter.config import Settings
from vetter.ledger import Reading
from vetter.source import Source

artefact.stock()  # made before any test's clock runs

SENTENCES = [
    "The mayor of Osse said that a drone struck the mill.",
    "It killed 14 people.",
    "They left at dawn.",
    "The attack cut the road to Velin.",
    "Reportedly, the bridge is shut.",
    "It is believed that the ferry sank.",
    "We could not verify this claim.",
    "Rebel artillery shelled the road on 4 March.",
    "“We will hold the ford.",
    "Nobody will cross it.”",
    "This report does not assess the harvest.",
    "The term is used in two senses.",
    "In 1994 the army took the town.",
    "The junta probably wants a truce, but the envoy denied it.",
    "Satellite imagery of 4 March shows the burnt depot.",
    "A blogger claimed that the line broke, indicating that the front has moved.",
]
drafts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=9).map(" ".join)


def read(text: str) -> Reading:
    return vetter.read(text, name="draft.txt")


def told(reading: Reading, places: list[int]) -> dict[int, Any]:
    """What is said of the sentences, asked for in this order."""
    return {
        place: [
            (claim.status, claim.holder, claim.strength, claim.carry, claim.umbrella, claim.verification, claim.steps)
            for claim in reading.sentences[place].claims
        ]
        for place in places
    }


@given(st.lists(drafts, min_size=1, max_size=3).map("\n\n".join), st.randoms(use_true_random=False))
def test_what_a_claim_says_does_not_depend_on_who_is_asked_first(text: str, chance: Any) -> None:
    places = list(range(len(read(text).sentences)))
    shuffled = chance.sample(places, len(places))
    assert told(read(text), places) == told(read(text), shuffled)


@given(drafts)
def test_the_number_of_claims_is_known_before_they_are_read(text: str) -> None:
    sizes = [sentence.size for sentence in read(text).sentences]
    assert sizes == [len(sentence.claims) for sentence in read(text).sentences]


def test_a_long_chain_of_sentences_that_lean_on_one_another_is_read() -> None:
    reading = read("The mayor said that a drone struck the mill. " + "It fell. " * 5_000)
    assert reading.sentences[-1].claims[0].status


def test_a_draft_that_was_checked_is_freed_without_the_collector() -> None:
    program = (
        "import gc, vetter\n"
        f"text = {' '.join(SENTENCES)!r}\n"
        "vetter.check(text)\n"  # what is learnt once stays
        "gc.collect(); gc.disable()\n"
        "vetter.check(text)\n"
        "print(gc.collect())\n"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed == "0\n"


def test_a_draft_that_was_read_is_freed_without_the_collector() -> None:
    program = (
        "import gc, vetter\n"
        f"text = {' '.join(SENTENCES)!r}\n"
        "vetter.check(text)\n"  # what is learnt once stays
        "gc.collect(); gc.disable()\n"
        "reading = vetter.read(text)\n"
        "[(claim.kind, claim.umbrella, claim.hedges) for sentence in reading.sentences for claim in sentence.claims]\n"
        "reading.let_go()\n"
        "del reading\n"
        "print(gc.collect())\n"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed == "0\n"


SALAD = (
    "rebels shelled and possibly likely may said reportedly according to has not observed cannot confirm whether , "
    "indicating that suggests appears be will by the “ ” . : ( ) [1] who is were killed 14 men captured town advance "
    "it they we report In 2014 but"
).split()


@given(st.lists(st.sampled_from(SALAD), min_size=1, max_size=16).map(" ".join))
@example("rebels said and possibly shelled")
def test_no_order_of_words_is_too_strange_to_read(text: str) -> None:
    for sentence in read(text).sentences:
        assert all(sentence.start <= quote.start < quote.end <= sentence.end for quote in sentence.quotes)
        for claim in sentence.claims:
            told = {name: getattr(claim, name) for name in type(claim).__slots__}
            assert sentence.start <= told["start"] < told["end"] <= sentence.end


def test_what_only_rules_ask_for_changes_no_reading() -> None:
    text = " ".join(SENTENCES)
    source, settings = Source("draft.txt", text), Settings()
    everything, nothing = (
        told(lint.read(source, settings, asked), [*range(len(SENTENCES))]) for asked in (None, frozenset[str]())
    )
    assert everything == nothing
