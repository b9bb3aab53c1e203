"""Conditions become functions: one test for each rule, and the gate that keeps most claims from it.

What nearly every rule asks (status, role, classes of event or judgment, words of a class, cues or hedges at all) is
answered at the gate for all rules at once, so that few claims ever reach a test.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import islice
from operator import or_

from vetter.checks import CHECKS, slips
from vetter.draft import NOWHERE
from vetter.features import COMMENT_FEATURES, FEATURES, ROLES, Feature, Value
from vetter.house import House
from vetter.ledger import STATUSES, sign, signs
from vetter.places import Place, marked_words, places_within
from vetter.rulebook import Condition, When, spelt
from vetter.values import Any, NamedTuple, TypeAlias

Test: TypeAlias = Callable[[Any], bool]
NO_WORDS: frozenset[str] = frozenset()
HERE = ("", "claim")
MOST_SHOWN = 12  # words quoted in an answer
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
    if condition.within not in HERE:
        return gate
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
    elif item.within in (*HERE, "premise", "sentence"):
        yield from _signs(item)


def _signs(condition: Condition) -> Iterator[int]:
    """The signs without which a sentence holds nothing of which this is true."""
    match condition.feature:
        case "has":
            yield signs(map(str, condition.values))
        case "check":
            ways = [CHECKS[str(name)].rests_on for name in condition.values]
            if len(ways) == 1:
                yield from map(sign, ways[0])
            elif all(ways):
                yield signs(way[0] for way in ways)
        case name if name in FEATURES:
            feature = FEATURES[name]
            shown = [feature.shown_by.get(str(value)) for value in condition.values]
            if condition.operator == "in" and all(shown):
                yield signs(filter(None, shown))
            if feature.rests_on and not _holds_of_nothing(condition, feature):
                yield from map(sign, feature.rests_on)


def _holds_of_nothing(condition: Condition, feature: Feature) -> bool:
    return _answered(condition, lambda _: EMPTY[feature.type], feature.type)(None)


def may_hold(when: When, house: House) -> bool:
    """Whether a rule can ever hold in this house: some ask for what it has not settled."""
    return all(_may_hold(item, house) for item in when.all) and (
        not when.any or any(_may_hold(item, house) for item in when.any)
    )


def _may_hold(item: Condition | When, house: House) -> bool:
    if isinstance(item, When):
        return may_hold(item, house)
    if item.feature == "check":
        return any(not wanted or getattr(house, wanted) for wanted in (CHECKS[str(name)].house for name in item.values))
    feature = FEATURES.get(item.feature)
    unsettled = feature is not None and bool(feature.house) and not getattr(house, feature.house)
    return not unsettled or feature is None or _holds_of_nothing(item, feature)


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
        if item.feature == "check" or item.within not in HERE:
            return 1 if item.feature == "has" else 3
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
    if item.feature == "check":
        names = tuple(map(str, item.values))
        return lambda at: any(True for _ in slips(names, at))
    feature = FEATURES[item.feature]
    if item.within in HERE:
        return _answered(item, feature.read, feature.type)
    if item.operator == "none":  # no such thing there: no claim has one
        there = _compile(item._replace(operator="present"), over)
        return lambda at: not there(at)
    return _elsewhere(item, _answered(item, feature.read, feature.type))


def _elsewhere(condition: Condition, test: Test) -> Test:
    """Whether the question is answered so of any claim that stands there; of a block and a draft it is asked once."""
    within, needs = condition.within, tuple(_signs(condition))

    def first(at: Place, within: str) -> int:
        found = (place.sentence_number for place in places_within(at, within, needs) if test(place))
        return next(found, NOWHERE)

    match within:
        case "document" | "earlier":
            last = NOWHERE - 1 if within == "document" else 0
            return lambda at: at.draft.once(condition, lambda: first(at, "document")) <= max(last, at.sentence_number)
        case "block":
            return lambda at: at.draft.once((condition, at.sentence.block), lambda: first(at, "block")) < NOWHERE
    return lambda at: first(at, within) < NOWHERE


def _has(classes: frozenset[str], within: str) -> Test:
    """Whether a word of one of the classes stands there."""
    shown = signs(classes)
    match within:
        case "block":
            return lambda at: not classes.isdisjoint(at.draft.marks_of_block(at.sentence.block, shown))
        case "quote":
            return lambda at: any(True for _ in marked_words(at, classes, "quote"))
        case "document":
            return lambda at: at.draft.first_marked(classes, shown) < NOWHERE
        case "earlier":
            return lambda at: at.draft.first_marked(classes, shown) <= at.sentence_number
        case "sentence":
            return lambda at: (
                bool(at.sentence.signs & shown)
                and any(not classes.isdisjoint(claim.marks) for claim in at.sentence.claims)
            )
        case "claim":
            return lambda at: bool(at.sentence.signs & shown) and not classes.isdisjoint(at.claim.marks)
    return lambda at: any(not classes.isdisjoint(place.claim.marks) for place in places_within(at, within, (shown,)))


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


class Verdict(NamedTuple):
    """What became of one condition at a place: whether it holds, and what was found there."""

    condition: str
    holds: bool
    found: str


def verdicts(when: When, place: Place) -> Iterator[Verdict]:
    """Each condition with its answer, in the order of the rule."""
    for item in when.all:
        if isinstance(item, When):
            yield from verdicts(item, place)
        else:
            yield Verdict(str(item), _compile(item, "claim")(place), _answer(item, place))
    if when.any:
        holds = any(_compile(item, "claim")(place) for item in when.any)
        yield Verdict(" or ".join(map(_told, when.any)), holds, _answers(when.any, place))
    for item in when.none:
        yield Verdict(f"not {_told(item)}", not _compile(item, "claim")(place), _answers((item,), place))


def failures(when: When, place: Place) -> Iterator[str]:
    """The conditions that keep a rule from holding here, for whoever writes it."""
    return (f"{verdict.condition} (here {verdict.found})" for verdict in verdicts(when, place) if not verdict.holds)


def _told(item: Condition | When) -> str:
    if isinstance(item, Condition):
        return str(item)
    parts = [" and ".join(map(_told, item.all)), " or ".join(map(_told, item.any))]
    return f"({' and '.join(filter(None, (*parts, *(f'not {_told(each)}' for each in item.none))))})"


def _answers(items: Iterable[Condition | When], place: Place) -> str:
    """What was found for each feature asked about, with its name where there are several."""
    asked = list(_conditions(items))
    if len(asked) == 1:
        return _answer(asked[0], place)
    return ", ".join(dict.fromkeys(f"{_named(item)} {_answer(item, place)}" for item in asked))


def _named(condition: Condition) -> str:
    return " or ".join(map(str, condition.values)) if condition.feature == "has" else condition.feature


def _conditions(items: Iterable[Condition | When]) -> Iterator[Condition]:
    for item in items:
        if isinstance(item, Condition):
            yield item
        else:
            yield from _conditions((*item.all, *item.any, *item.none))


def _answer(condition: Condition, place: Place) -> str:
    """What was found; of a block or a draft worked out once, as it is the same for all its sentences."""
    match condition.within:
        case "block":
            about: object = ("answer", condition, place.sentence.block)
        case "document":
            about = ("answer", condition)
        case _:
            return _found(condition, place)
    return place.draft.once(about, lambda: _found(condition, place))


def _found(condition: Condition, place: Place) -> str:
    if condition.feature == "has":
        found = marked_words(place, frozenset(map(str, condition.values)), condition.within or "claim")
        return _quoted(place, ((mark.start, mark.end) for mark in found))
    if condition.feature == "check":
        wrong = slips(tuple(map(str, condition.values)), place)
        return _quoted(place, (slip[:2] for slip in wrong))
    where = places_within(place, condition.within or "claim")
    answers = (FEATURES[condition.feature].read(each) for each in where)
    return " or ".join(dict.fromkeys(map(_spelt, answers))) or "nothing there"


def _spelt(answer: Value) -> str:
    return ", ".join(sorted(answer)) or "none" if isinstance(answer, frozenset) else spelt(answer)


def _quoted(place: Place, stretches: Iterable[tuple[int, int]]) -> str:
    shown = [f'"{place.draft.prose[start:end]}"' for start, end in islice(stretches, MOST_SHOWN + 1)]
    more = ", and more" if len(shown) > MOST_SHOWN else ""
    return ", ".join(shown[:MOST_SHOWN]) + more or "not found"
