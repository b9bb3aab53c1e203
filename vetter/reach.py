"""Does it say more than there? Wider, stronger words, other figures, names and words that stand nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from vetter.amounts import CROWD, OCCASIONS, Amount, agree, amounts, are_of_one_thing
from vetter.firmness import CLOSE
from vetter.ledger import EVERY_SIGN
from vetter.matching import SAME
from vetter.owning import DOUBTED
from vetter.pairs import EARLIER, JUST_SO, SHOWN, SURELY_SAME, Pair, Shown, contrast, elsewhere
from vetter.patterns import late
from vetter.propositions import MOST_FIGURES, Proposition

HANDED_ON = DOUBTED | {"report", "according"}
STEP = late(r"(?P<scale>[A-Z]+)_(?P<step>\d)")
LEAP = 2  # steps on a scale that make an escalation
SPOKEN_OF = 0.27  # share of a statement that a sentence holds which speaks of it in some way
HANDFUL = 10  # up to this a number in words is no figure that must stand elsewhere
ALL_DAY = late(r"\bthroughout (?:the )?(?:\w+ )?(?:day|night|week|month|year|spring|summer|autumn|fall|winter|war)\b")
NAME = late(r"(?<!\d )\b(?![AP]M\b)[A-Z][^\W_]+(?:[’'][A-Z][a-z]+)?(?: [A-Z][^\W_]+)*\b")


def wider(pair: Pair) -> Iterator[Shown]:
    """A word that limits it there is gone here, where one stands that widens it; or what comes closest has neither."""
    here = pair.here
    if "SCOPE_WIDE" not in here.marks or not pair.same or ALL_DAY.search(here.prose, here.start, here.end):
        return
    best, kept = pair.same[0], _all_marked(here, "SCOPE_NARROW")
    if any("SCOPE_WIDE" in match.other.marks for match in pair.same if match.score >= CLOSE * best.score):
        return
    wide = _marked(here, "SCOPE_WIDE")
    narrow = [match.other for match in pair.same if _all_marked(match.other, "SCOPE_NARROW") - kept]
    if narrow:
        there = min(_all_marked(narrow[0], "SCOPE_NARROW") - kept)
        reason = contrast(pair, f"“{there}”", f"“{wide}”")
        yield Shown(here.start, here.end, reason, tuple(map(elsewhere, narrow[:SHOWN])))
    elif best.score >= SURELY_SAME:
        reason = f"no “{wide}” {'before' if pair.between == EARLIER else 'there'}"
        yield Shown(here.start, here.end, reason, (elsewhere(best.other),))


def _all_marked(each: Proposition, kind: str) -> set[str]:
    return {word.lower() for word in _words(each, kind)}


def _marked(each: Proposition, kind: str) -> str:
    return next(_words(each, kind))


def _words(each: Proposition, kind: str) -> Iterator[str]:
    """The words of a class that stand in it."""
    marks = (mark for mark in each.claim.others if mark.kind == kind and each.start <= mark.start < each.end)
    return (each.prose[mark.start : mark.end] for mark in marks)


def escalated(pair: Pair) -> Iterator[Shown]:
    """Of the same actors stands less on the same scale, and nowhere as much."""
    here = pair.here
    for scale, (step, mark) in _on_scales(here).items() if not _is_handed_on(here) else ():
        there = [
            (steps[scale], match.other)
            for match in (pair.about if pair.between == "takeaway-body" else pair.same)
            if scale in (steps := _on_scales(match.other)) and not _outruns(match.other, scale, pair)
        ]
        if there:
            (most, word), other = max(there, key=lambda each: each[0][0])
            if step - most >= LEAP:
                said = contrast(pair, f"“{_marked(other, word)}”", f"“{_marked(here, mark)}”")
                yield Shown(here.start, here.end, said, (elsewhere(other),))
                return


def _outruns(lead: Proposition, scale: str, pair: Pair) -> bool:
    """Whether it is itself a lead that the rest of its paragraph, which says less on the scale, does not bear out."""
    number = lead.number
    if number and lead.reading.sentences[number - 1].block == lead.sentence.block:
        return False
    below = [steps[scale][0] for each in pair.side.below(lead, EVERY_SIGN) if scale in (steps := _on_scales(each))]
    return bool(below) and max(below) < _on_scales(lead)[scale][0]


def _is_handed_on(here: Proposition) -> bool:
    """Whether somebody else is said to say it."""
    return here.spoken and any(cue.stance in HANDED_ON for cue in here.claim.cues)


def _on_scales(each: Proposition) -> dict[str, tuple[int, str]]:
    steps: dict[str, tuple[int, str]] = {}
    for mark in each.marks:
        if match := STEP.fullmatch(mark):
            scale, step = match["scale"], int(match["step"])
            steps[scale] = max(steps.get(scale, (0, "")), (step, mark))
    return steps


def figure_differs(pair: Pair) -> Iterator[Shown]:
    """A figure of the same thing is another one, and nothing there has this one for it."""
    found = list(_other_figures(pair))
    occasions = [shown for kind, shown in found if kind in OCCASIONS]
    if len(occasions) in (0, len(found)):  # another day and another figure: another event
        yield from (shown for _, shown in found)


def _other_figures(pair: Pair) -> Iterator[tuple[str, Shown]]:
    """The figures that are others there, each with its kind."""
    here, figures = pair.here, pair.here.amounts
    theirs = [(match, each) for match in pair.same for each in match.other.amounts] if figures else []
    bare = [each for match in pair.same for each in _bare(match.other)] if theirs else []
    for own in figures:
        occasion = own.kind in OCCASIONS
        least = JUST_SO if occasion else SAME
        rivals = [(match, each) for match, each in theirs if match.score >= least and are_of_one_thing(own, each)]
        if not rivals or any(agree(own, each) for each in (*bare, *(each for _, each in rivals))):
            continue
        (score, _, other), figure = rivals[0]
        if occasion or score >= SURELY_SAME or not _stands(own, pair):
            written = other.prose[figure.start : figure.end]
            reason = contrast(pair, f"“{written}”", f"“{here.prose[own.start : own.end]}”")
            place = elsewhere(other, f"says {written}", figure[:2])
            yield own.kind, Shown(own.start, own.end, reason, (place,))


def _bare(each: Proposition) -> Iterator[Amount]:
    """The figures of its sentence that do not say again what they count: "wounded nine workers and killed four"."""
    found = amounts(each.prose, each.sentence.start, each.sentence.end)
    return (amount for amount in islice(found, MOST_FIGURES) if not amount.of)


def new_specific(pair: Pair) -> Iterator[Shown]:
    """Names and figures that nothing else in the draft holds; where nothing speaks of the same, one figure will do."""
    here = pair.here
    missing = [each for each in here.amounts if _counts(here, each) and not _stands(each, pair)]
    told = {shown.start for shown in pair.shown("figure_differs", figure_differs)} if missing else ()
    new = [each for each in missing if each.start not in told]
    for own in new if pair.about else new[:1]:
        yield Shown(own.start, own.end, here.prose[own.start : own.end])
    for match in NAME.finditer(here.prose, here.start, here.end) if pair.same else ():
        glossed = here.prose.endswith("[", 0, match.start())
        if match.start() > here.sentence.start and not glossed and not pair.side.knows(match[0]):
            yield Shown(match.start(), match.end(), match[0])


def _stands(amount: Amount, pair: Pair) -> bool:
    """Whether a figure stands anywhere on the other side."""
    return pair.side.holds(amount, pair.here.prose[amount.start : amount.end])


def _counts(here: Proposition, amount: Amount) -> bool:
    """Whether a figure must stand elsewhere too: not a few in words, "thousands", or a day of the week."""
    written = here.prose[amount.start : amount.end]
    if amount.kind == "weekday" or CROWD.fullmatch(written):
        return False
    return amount.kind != "number" or amount.value > HANDFUL or written.isdigit()


def unsupported(pair: Pair) -> Iterator[Shown]:
    here = pair.here
    opens = here.start == here.sentence.start
    if here.flat and not pair.about and opens and pair.side.matcher.cover(here) < SPOKEN_OF:
        yield Shown(here.start, here.end, "")
