"""What rules look for by code: one table of named checks. A `Place` comes in, the slips found there go out.

A check says at once where the slip is, why it is one, and what stands instead, as far as it knows. What few drafts
need is imported once a draft may have it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import itemgetter

from vetter import estimates, standing
from vetter.draft import QUOTE_MARKS, Draft
from vetter.findings import Related
from vetter.ledger import Sentence
from vetter.patterns import late
from vetter.places import Place, block_of
from vetter.said import speakers
from vetter.values import Any, Literal, NamedTuple, TypeVar

Stretch = TypeVar("Stretch", bound=tuple[Any, ...])

RUNNING_ON = frozenset(("quote", "list-item"))
"""Kinds of blocks over several of which one quotation may run."""
QUOTED_BLOCKS = 12
CURLY = late("[“”‘]")
DIGITS = late(r"\d,?\d{3}|\d\.\d")
MONTH = late(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{4}-\d")
AHEAD = frozenset(
    """will would shall should may might could must to due scheduled planned set expected until till by before for next
    from starting effective expire expires deadline""".split()
)
"""Words before a date by which a sentence in the past may look ahead to it."""


class Slip(NamedTuple):
    """Where something is wrong; `reason` is why, `instead` what would be right, both "" when the check does not know.

    `kind` is the one check of several with the same `find` that this is for. `others` are places it is held against;
    `focus` are the words of it that matter, (0, 0) where all of them do.
    """

    start: int
    end: int
    reason: str = ""
    instead: str = ""
    kind: str = ""
    others: tuple[Related, ...] = ()
    focus: tuple[int, int] = (0, 0)


class Check(NamedTuple):
    """`over` is the smallest thing that it looks at, `find` looks.

    `rests_on` are signs of the sentence without each of which there is no slip (see `ledger.sign`), `house` is the
    field of the house's settings without which there is none. `tells` is what its `{reason}` says, `mends` how far
    its `instead` can be trusted: safe or unsafe. Where `as_one` all slips are one finding, told at the first.
    """

    over: str
    about: str
    find: Callable[[Place], Iterator[Slip]]
    rests_on: tuple[str, ...] = ()
    house: Literal["", "sides", "sources", "labels", "daily", "cut_off", "ladder"] = ""
    tells: str = ""
    mends: Literal["", "safe", "unsafe"] = ""
    as_one: bool = False


def slips(names: Collection[str], at: Place) -> Iterator[Slip]:
    """What any of these checks finds."""
    for find in dict.fromkeys(CHECKS[name].find for name in names):
        yield from (slip for slip in find(at) if not slip.kind or slip.kind in names)


# --- certainty


def _hedge_stack(at: Place) -> Iterator[Slip]:
    if stack := estimates.stacked_hedges(at):
        yield Slip(stack[0].start, stack[1].end)


def _clash(at: Place) -> Iterator[Slip]:
    if found := estimates.clash(at):
        yield Slip(*found)


def _negated_term(at: Place) -> Iterator[Slip]:
    if hedge := estimates.negated_term(at):
        yield Slip(hedge.start, hedge.end)


def _outside_band(at: Place) -> Iterator[Slip]:
    found = estimates.numbered_term(at)
    if found and not at.draft.scale.fits(found.term.term, found.low, found.high):
        yield Slip(found.start, found.end)


def _foreign_term(at: Place) -> Iterator[Slip]:
    for term in estimates.foreign_terms(at)[:1]:
        yield Slip(term.start, term.end, estimates.own_terms(at, term))


def _lesser_row(at: Place) -> Iterator[Slip]:
    for term in estimates.of_lesser_row(at):
        yield Slip(term.start, term.end, instead=estimates.twin(at.draft, term))


# --- sources


def _denied_source(at: Place) -> Iterator[Slip]:
    if found := standing.denied(at):
        yield Slip(*found)


def _unintroduced(at: Place) -> Iterator[Slip]:
    for source in speakers(at.claim):
        from vetter import introductions

        if introductions.is_bare_name(at, source):
            yield Slip(source.start, source.end)


def _uneven_doubt(at: Place) -> Iterator[Slip]:
    if cue := standing.uneven_doubt(at):
        yield Slip(cue.start, cue.end)


# --- figures, dates and lists


def _over_exact(at: Place) -> Iterator[Slip]:
    if not DIGITS.search(at.draft.prose, at.claim.start, at.claim.end):
        return
    from vetter import figures

    if found := figures.false_precision(at.draft.prose, at.claim.start, at.claim.end):
        yield Slip(found.start, found.end, kind=found.kind)


def _wrong_date(at: Place) -> Iterator[Slip]:
    """The first day in the claim that the calendar, or the date of the draft itself, does not allow."""
    claim, prose = at.claim, at.draft.prose
    if not MONTH.search(prose, claim.start, claim.end):
        return
    from vetter import dates

    told_as_past = claim.tense == "past" and claim.status in ("assert", "attrib", "verified")
    for day in dates.days(prose, claim.start, claim.end):
        *before, opening = prose[claim.start : day.start].lower().split() or [""]
        happened = told_as_past and opening in ("", "on") and AHEAD.isdisjoint(before)
        if wrong := dates.wrong_date(day, at.draft.today, happened):
            yield Slip(wrong.start, wrong.end, wrong.reason, kind=wrong.kind)
            return


def _list_count(at: Place) -> Iterator[Slip]:
    """The list that the sentence announces; one below its block only when nothing stands between."""
    if ":" not in at.draft.prose[at.sentence.start : at.sentence.end]:
        return
    from vetter import listing

    last = at.draft.beside(at.sentence_number, 1) is None and block_of(at).kind != "list-item"
    blocks = at.draft.blocks
    below = (blocks[number] for number in range(at.sentence.block + 1, len(blocks) if last else 0))
    found = listing.listing(at.draft.prose, at.sentence.start, at.sentence.end, at.draft.text, below)
    if found and found.announced != found.listed:
        yield Slip(found.start, found.end, f"announces {found.announced}, lists {found.listed}")


# --- the hand of the copy desk


def _nonstandard_label(at: Place) -> Iterator[Slip]:
    for start, end, right in _in_sentence(at, at.draft.odd_labels):
        yield Slip(start, end, instead=right)


def _live_indicator(at: Place) -> Iterator[Slip]:
    """The addresses in the sentence; where it ends in the first of a list of bare ones, those of the whole list."""
    known = at.draft.live_indicators
    own = list(_in_sentence(at, known)) if known else []
    if not own:
        return
    from vetter import labels

    for start, end in _listed(at, own, known) if own[-1][1] >= at.sentence.end - 1 else own:
        yield Slip(start, end, instead=labels.defanged(at.draft.prose[start:end]))


def _listed(at: Place, own: list[tuple[int, int]], known: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    sentences, last = at.draft.sentences, at.sentence_number
    above = sentences[last - 1].end if last and _is_bare(at.draft, at.sentence, own) else 0
    nearest = bisect_left(known, above - 1, key=itemgetter(1))
    if above and nearest < len(known) and known[nearest][1] <= above:
        return  # told with the first of the list
    while last + 1 < len(sentences) and _is_bare(at.draft, sentences[last + 1], known):
        last += 1
    yield from _between(own[0][0], sentences[last].end, known)


def _is_bare(draft: Draft, sentence: Sentence, addresses: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence is nothing but addresses."""
    inside = sum(end - start for start, end in _between(sentence.start, sentence.end, addresses))
    return inside > 0 and inside >= len(draft.prose[sentence.start : sentence.end].strip(" \t\n-*.,;")) - 1


def _in_sentence(at: Place, stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    return _between(at.sentence.start, at.sentence.end, stretches)


def _between(start: int, end: int, stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Those of these stretches, which are in order, that lie between two places."""
    for number in range(bisect_left(stretches, start, key=itemgetter(0)), len(stretches)):
        if stretches[number][0] >= end:
            return
        if stretches[number][1] <= end:
            yield stretches[number]


def _spelling_variant(at: Place) -> Iterator[Slip]:
    for start, end, usual in at.draft.variants:
        yield Slip(start, end, instead=usual)


def _unpaired_quote(at: Place) -> Iterator[Slip]:
    """A mark without its partner in the block, unless the quotation runs on into the next block, which then opens with
    a mark, or over the items of a list or the paragraphs of a block quote."""
    block = block_of(at)
    if not QUOTE_MARKS.search(at.draft.prose, block.start, block.end):
        return
    from vetter import glyphs

    lone = glyphs.lone_quote_mark(at.draft.prose, block.start, block.end)
    if lone is None:
        return
    here, blocks = at.sentence.block, at.draft.blocks
    following = at.draft.prose[blocks[here + 1].start :][:40].lstrip()[:1] if here + 1 < len(blocks) else ""
    step = -1 if at.draft.prose[lone] == "”" else 1
    if following not in ("“", "„", '"') and not _partner_beyond(at.draft, here, step):
        yield Slip(lone, lone + 1)


def _partner_beyond(draft: Draft, here: int, step: int) -> bool:
    """Whether the quotation goes on from this block in block quotes or items of a list, and its other mark is there."""
    from vetter import glyphs

    wanted = "”" if step > 0 else "“"
    for number in range(here + step, here + step * (QUOTED_BLOCKS + 1), step):
        if not 0 <= number < len(draft.blocks):
            return False
        block = draft.blocks[number]
        nearer = draft.blocks[number if step > 0 else number - step]
        if nearer.kind not in RUNNING_ON:
            return False
        lone = glyphs.lone_quote_mark(draft.prose, block.start, block.end)
        if lone is not None:
            return draft.prose[lone] == wanted
    return False


def _wrong_glyph(at: Place) -> Iterator[Slip]:
    block = block_of(at)
    if not CURLY.search(at.draft.prose, block.start, block.end):
        return
    from vetter import glyphs

    for place, right in glyphs.wrong_glyphs(at.draft.prose, block.start, block.end):
        yield Slip(place, place + 1, instead=right)


CHECKS: dict[str, Check] = {
    "hedge-stack": Check("claim", "two hedges on one verb", _hedge_stack, ("hedge_stack",)),
    "booster-hedge-clash": Check("claim", "a certainty word and a hedge on one verb", _clash, ("boosters", "hedges")),
    "negated-term": Check("claim", "a likelihood term under a negation", _negated_term, ("hedges", "negated_term")),
    "number-outside-band": Check("claim", "a likelihood term with a number that lies outside its band",
                                 _outside_band, ("hedges", "number", "term")),
    "foreign-term": Check("claim", "a likelihood term of another ladder than the one in force", _foreign_term,
                          ("hedges", "term"), tells="the terms in force near it, with their bands"),
    "lesser-row-term": Check("claim", "a likelihood term of the row that the draft uses less", _lesser_row,
                             ("hedges", "term"), mends="safe"),
    "denied-source": Check("claim", "a source, named or linked to, that the house does not use", _denied_source,
                           house="sources", tells="why the house does not use it"),
    "unintroduced-source": Check("claim", "a source by a name not used before, and nothing that says who it is",
                                 _unintroduced),
    "uneven-doubt": Check("document", "verbs that doubt one side of the conflict far more often than another",
                          _uneven_doubt, house="sides"),
    "over-exact-figure": Check("claim", "a figure more exact than the 'about' before it", _over_exact, ("number",)),
    "over-exact-chance": Check("claim", "a judged chance with decimals", _over_exact, ("number",)),
    "no-such-day": Check("claim", "a day that the calendar does not have", _wrong_date, ("number",),
                         tells="what the calendar says"),
    "wrong-weekday": Check("claim", "a day with another weekday than it had", _wrong_date, ("number",),
                           tells="which weekday it was"),
    "date-after-draft": Check("claim", "a day later than the draft, told as past", _wrong_date, ("number",),
                              tells="of what day the draft is"),
    "list-count": Check("sentence", "a list with more or fewer items than announced", _list_count, ("number",),
                        tells="how many items it announces, and how many it lists"),
    "nonstandard-tlp-label": Check("sentence", "a TLP label not as TLP 2.0 writes it", _nonstandard_label,
                                   mends="safe"),
    "live-indicator": Check("sentence", "an address in a form that can be clicked", _live_indicator, mends="safe"),
    "spelling-variant": Check("document", "a name spelt otherwise than the draft mostly does", _spelling_variant,
                              mends="unsafe"),
    "unpaired-quote-mark": Check("block", "a quotation mark without its partner", _unpaired_quote),
    "wrong-glyph": Check("block", "quotation marks and apostrophes that point the wrong way", _wrong_glyph,
                         mends="safe", as_one=True),
}  # fmt: skip
