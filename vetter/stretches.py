"""What a rule underlines: a `Place` where the rule holds comes in, stretches go out, each with what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from vetter.checks import CHECKS, Slip, slips
from vetter.features import BETWEEN, FEATURES
from vetter.findings import Related
from vetter.ledger import Cue, Hedge, Mark, SourceMark
from vetter.places import Place, block_of, marked_words
from vetter.rulebook import Condition, When
from vetter.said import appeals, author_hedges, author_terms
from vetter.values import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from vetter.pairs import Other

Stretch: TypeAlias = tuple[int, int]

CHECK = "check"
"""What a rule marks that underlines what its check finds,"""
CHANGED = "changed"
"""and one that underlines what has changed between two places."""


class Aim(NamedTuple):
    """What a rule points at: a stretch by name or the words of a class, `within` what it looks for them in.

    A cue is one with these stances and forms, where the rule asks for any; `checks` and `relations` are those that the
    rule names.
    """

    marks: str
    within: str = "claim"
    stances: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    checks: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


def aim(marks: str, when: When) -> Aim:
    """What a rule points at, by the conditions that find it."""
    asked = [item for item in when.all if isinstance(item, Condition) and item.operator == "in"]
    here = {item.feature: frozenset(map(str, item.values)) for item in asked if item.within in ("", "claim")}
    within = next((item.within for item in asked if item.feature == "has" and marks in item.values), "claim")
    stances, forms = (here.get(feature, frozenset()) for feature in ("cue_stance", "cue_form"))
    return Aim(marks, within, stances, forms, checks_of(when), relations_of(when))


def checks_of(when: When) -> tuple[str, ...]:
    """The checks without which a rule does not hold."""
    asked = (item for item in when.all if isinstance(item, Condition) and item.feature == CHECK)
    return tuple(str(value) for item in asked for value in item.values)


def relations_of(when: When) -> tuple[str, ...]:
    """The relations of which a rule wants one at least."""
    asked = (item for item in (*when.all, *when.any) if isinstance(item, Condition) and item.values == (True,))
    return tuple(item.feature for item in asked if item.feature in FEATURES and FEATURES[item.feature].over == "pair")


def kinds_held(when: When) -> tuple[str, ...]:
    """What a rule over pairs can hold against what: every kind that its `between` does not rule out."""
    if all(condition.feature != "between" for condition in when.conditions()):
        return BETWEEN
    return tuple(between for between in BETWEEN if _settled(when, between) is not False)


def _settled(item: Condition | When, between: str) -> bool | None:
    """Whether this holds, so far as the kind of a pair settles it; None where it does not."""
    if isinstance(item, Condition):
        return (between in item.values) == (item.operator == "in") if item.feature == "between" else None
    must = [_settled(each, between) for each in item.all]
    must += [None if (held := _settled(each, between)) is None else not held for each in item.none]
    some = [_settled(each, between) for each in item.any]
    if some:
        must.append(True if True in some else None if None in some else False)
    return False if False in must else None if None in must else True


def stretches(aim: Aim, at: Place) -> tuple[Slip, ...]:
    """Where to point; the claim, if what the rule would point at is not there."""
    if aim.marks == CHECK:
        as_one = all(CHECKS[name].as_one for name in aim.checks)
        found = tuple(islice(slips(aim.checks, at), 1 if as_one else None))
    elif aim.marks == CHANGED:
        found = next(filter(None, (tuple(_changed(at, name)) for name in aim.relations)), ())
    else:
        found = tuple(Slip(*stretch) for stretch in _stretches(aim, at))
    return found or (Slip(at.claim.start, at.claim.end),)


def _changed(at: Place, relation: str) -> Iterator[Slip]:
    if at.pair is None:
        return
    from vetter.drift import shown

    for start, end, reason, others, focus in shown(at.pair, relation):
        yield Slip(start, end, reason, others=tuple(map(_related, others)), focus=focus)


def _related(other: Other) -> Related:
    source = other.reading.document.source
    return Related(source.name, other.start, other.end, other.note, source.text, source.marked, other.focus)


def _stretches(aim: Aim, at: Place) -> Iterable[Stretch]:
    if aim.marks.isupper():
        marks = marked_words(at, frozenset((aim.marks,)), aim.within)
        return dict.fromkeys((mark.start, mark.end) for mark in marks)
    if aim.marks == "cue":
        return _first(cue for cue in at.claim.cues if _wanted(cue, aim))
    return STRETCHES[aim.marks](at)


def _wanted(cue: Cue, aim: Aim) -> bool:
    return (not aim.stances or cue.stance in aim.stances) and (not aim.forms or cue.form in aim.forms)


def _first(items: Iterable[Cue | Hedge | Mark | SourceMark]) -> Iterator[Stretch]:
    for item in items:
        yield item.start, item.end
        return


def _quote(at: Place) -> Iterator[Stretch]:
    if at.quote:
        yield at.quote.start, at.quote.end


STRETCHES: dict[str, Callable[[Place], Iterable[Stretch]]] = {
    "claim": lambda at: [(at.claim.start, at.claim.end)],
    "sentence": lambda at: [(at.sentence.start, at.sentence.end)],
    "block": lambda at: [(block_of(at).start, block_of(at).end)],
    "document": lambda at: [(0, 0)],
    "comment": lambda at: [(0, 0)],
    "cue": lambda at: _first(at.claim.cues),
    "source": lambda at: _first(at.claim.sources),
    "hedge": lambda at: _first(author_hedges(at.claim)),
    "booster": lambda at: _first(at.claim.boosters),
    "weasel": lambda at: _first(appeals(at.claim)),
    "status": lambda at: _first(at.claim.status_phrases),
    "evidence": lambda at: _first(at.claim.evidence),
    "term": lambda at: _first(author_terms(at.claim)),
    "quote": _quote,
}
