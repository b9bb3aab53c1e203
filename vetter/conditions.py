"""Conditions become functions: one test for each rule, and the gate that keeps most claims from it.

What nearly every rule asks (status, role, classes of event or judgment, words of a class, cues or hedges at all) is
answered at the gate for all rules at once, so that few claims ever reach a test.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from vetter.features import COMMENT_FEATURES, FEATURES, ROLES, Feature, Value
from vetter.ledger import STATUSES, sign, signs
from vetter.places import Place, claims_before
from vetter.rulebook import Condition, When
from vetter.values import NamedTuple

Test: TypeAlias = Callable[[Any], bool]
NO_WORDS: frozenset[str] = frozenset()
EMPTY: dict[str, Value] = {"words": NO_WORDS, "number": 0, "yes-no": False, "word": "none"}
"""What a feature says, by its type, when what it rests on is not there."""


class Gate(NamedTuple):
    """What a claim must be or have for a rule to be asked at all; where a gate is empty, every claim passes.

    `classes` must meet the claim's `field`, its acts or all its classes. `needs` are signs: of each, one at least must
    be among those of the sentence.
    """

    statuses: frozenset[str] = frozenset(STATUSES)
    roles: frozenset[str] = frozenset(ROLES)
    field: str = ""
    classes: frozenset[str] = NO_WORDS
    needs: tuple[int, ...] = ()


OPEN = Gate()


def gate(when: When) -> Gate:
    """The gate of a rule over claims, from the conditions that must hold."""
    gate = OPEN
    for item in when.all:
        if isinstance(item, Condition):
            gate = _narrowed(gate, item)
    return gate._replace(needs=tuple(dict.fromkeys(_needs(when))))


def _narrowed(gate: Gate, condition: Condition) -> Gate:
    words = frozenset(map(str, condition.values))
    match condition.feature:
        case "status" if condition.operator == "in":
            return gate._replace(statuses=gate.statuses & words)
        case "role" if condition.operator == "in":
            return gate._replace(roles=gate.roles & words)
        case "event" | "judgment" | "act" if condition.operator == "in" and not gate.field:
            return gate._replace(field="acts" if condition.feature == "act" else "classes", classes=words)
    return gate


def _needs(item: Condition | When) -> Iterator[int]:
    """The signs without which this cannot hold."""
    if isinstance(item, When):
        for part in item.all:
            yield from _needs(part)
        if item.any:
            ways = [list(_needs(part)) for part in item.any]
            if all(ways):
                yield reduce(or_, (way[0] for way in ways))
    elif item.feature == "has":
        if item.within in ("", "claim", "sentence"):
            yield signs(map(str, item.values))
    elif item.feature in FEATURES:
        feature = FEATURES[item.feature]
        shown = [feature.shown_by.get(str(value)) for value in item.values]
        if item.operator == "in" and all(shown):
            yield signs(filter(None, shown))
        if feature.rests_on and not _holds_of_nothing(item, feature):
            yield from map(sign, feature.rests_on)


def _holds_of_nothing(condition: Condition, feature: Feature) -> bool:
    return _answered(condition, lambda _: EMPTY[feature.type], feature.type)(None)


def compile_when(when: When, over: str) -> Test:
    """One function that tells whether the conditions hold; questions about the claim itself come first."""
    must, some, never = ([_compile(item, over) for item in _cheap_first(group)] for group in when)

    def holds(at: Any) -> bool:
        for test in must:
            if not test(at):
                return False
        for test in never:
            if test(at):
                return False
        return not some or any(test(at) for test in some)

    return holds


def _cheap_first(group: Iterable[Condition | When]) -> list[Condition | When]:
    def cost(item: Condition | When) -> int:
        if isinstance(item, When):
            return 2
        return 0 if item.feature in FEATURES and FEATURES[item.feature].over == "claim" else 1

    return sorted(group, key=cost)


def _compile(item: Condition | When, over: str) -> Test:
    if isinstance(item, When):
        return compile_when(item, over)
    if item.feature == "has":
        return _has(frozenset(map(str, item.values)), item.within or "claim")
    if over == "directive":
        comment = COMMENT_FEATURES[item.feature]
        return _answered(item, comment.read, comment.type)
    feature = FEATURES[item.feature]
    return _answered(item, feature.read, feature.type)


def _has(classes: frozenset[str], within: str) -> Test:
    """Whether a word of one of the classes stands there."""
    shown = signs(classes)
    match within:
        case "block":
            return lambda at: not classes.isdisjoint(at.draft.marks_of_block(at.sentence.block, shown))
        case "previous":
            return lambda at: any(not classes.isdisjoint(claim.marks) for claim in claims_before(at))
        case "sentence":
            return lambda at: (
                bool(at.sentence.signs & shown)
                and any(not classes.isdisjoint(claim.marks) for claim in at.sentence.claims)
            )
    return lambda at: bool(at.sentence.signs & shown) and not classes.isdisjoint(at.claim.marks)


def _answered(condition: Condition, read: Callable[[Any], Any], type: str) -> Test:
    values: frozenset[Value] = frozenset(condition.values)
    value: Any = condition.values[0] if condition.values else None
    match condition.operator:
        case "present":
            return lambda at: bool(read(at))
        case "none":
            return lambda at: not read(at)
        case "in" if type == "words":
            return lambda at: not values.isdisjoint(read(at))
        case "in" if len(values) == 1:
            return lambda at: bool(read(at) == value)
        case "in":
            return lambda at: read(at) in values
        case "not-in":
            return lambda at: read(at) not in values
        case ">=":
            return lambda at: bool(read(at) >= value)
        case "<=":
            return lambda at: bool(read(at) <= value)
        case ">":
            return lambda at: bool(read(at) > value)
    return lambda at: bool(read(at) < value)


def failures(when: When, place: Place) -> Iterator[str]:
    """The conditions that keep a rule from holding here, for whoever writes it."""
    for item in when.all:
        if isinstance(item, When):
            yield from failures(item, place)
        elif not _compile(item, "claim")(place):
            yield f"{item} (here {_answer(item, place)})"
    if when.any and not any(_compile(item, "claim")(place) for item in when.any):
        yield "none of `any` holds"
    for item in when.none:
        if _compile(item, "claim")(place):
            yield f"none of: {item}" if isinstance(item, Condition) else "a group of `none` holds"


def _answer(condition: Condition, place: Place) -> str:
    if condition.feature == "has":
        return "not found"
    answer = FEATURES[condition.feature].read(place)
    return ", ".join(sorted(answer)) or "none" if isinstance(answer, frozenset) else str(answer)
