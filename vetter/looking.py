"""Every rule wherever it looks in a sentence, with what became of its conditions, for whoever asks why it spoke."""

from __future__ import annotations

from collections.abc import Iterator

from vetter.conditions import Verdict, failures, verdicts
from vetter.draft import Draft
from vetter.places import Place
from vetter.rulebook import Rule
from vetter.rules import Active, ActiveRule, held_between, kinds_held, pair_places
from vetter.values import NamedTuple


def failed_conditions(rule: Rule, place: Place) -> list[str]:
    """The conditions that keep a rule from holding here, for whoever writes it."""
    return list(failures(rule.when, place))


class Look(NamedTuple):
    """A rule at a place in a draft, with what became of its conditions there."""

    entry: ActiveRule
    place: Place
    verdicts: tuple[Verdict, ...]

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)


def looks(active: Active, draft: Draft, number: int) -> Iterator[Look]:
    """Every rule wherever it looks in one sentence, whether or not it holds."""
    sentence = draft.sentences[number]
    first, _ = draft.spans_of_blocks[sentence.block]
    where = {
        "claim": [Place(draft, number, sentence, at, claim) for at, claim in enumerate(sentence.claims)],
        "sentence": [Place(draft, number, sentence)],
        "quote": [Place(draft, number, sentence, quote=quote) for quote in sentence.quotes],
        "block": [Place(draft, first, draft.sentences[first])],
        "document": [Place(draft, 0, draft.sentences[0])],
        "pair": [*pair_places(draft, held_between(active), number)],
    }
    for entry in active.rules:
        for place in where.get(entry.rule.over, ()):
            if place.pair is not None and place.pair.between not in kinds_held(entry.rule):
                continue
            yield Look(entry, place, tuple(verdicts(entry.rule.when, place)))
