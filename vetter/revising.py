"""What became of a statement since an earlier version: which one it was, and in what way it is another one now."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from vetter.amounts import LOOKED_BACK, UNIT, VAGUE, Amount, agree, amounts, are_of_one_thing
from vetter.ledger import Cue, Quote
from vetter.matching import NO_PARTS, Match
from vetter.owning import DOUBTED, REPORTED, caveat_of, speaker, speakers
from vetter.pairs import EARLIER, REVISED, SURELY_SAME, Other, Pair, Shown, Side, contrast, elsewhere, fold
from vetter.propositions import SPOKEN, Proposition, Terms, propositions

TOLD = (REPORTED | DOUBTED) - {"factive"}
"""Stances of words that pass on what somebody said."""
ALIKE = 0.7  # of the words, from which on one sentence is a version of another
NEARLY = 0.5  # of the words, from which on one quotation is a version of another
NAMES = 2  # cells before a figure in a table by which it is known


def revised(terms: Terms, before: Side) -> Iterator[Pair]:
    """Each statement with the one it was before; with nothing where it is new."""
    cells = _figure_cells(terms)
    sentences = terms.reading.sentences
    told = (number for number, each in enumerate(sentences) if each.role in REVISED and number not in cells)
    now = [here for number in told for here in propositions(terms, number)]
    was = _counterparts(now, before)
    pairs = [Pair(EARLIER, here, [was[at]] if at in was else [], before) for at, here in enumerate(now)]
    pairs += _in_tables(terms, cells, before)
    pairs += _short(terms, pairs, before)
    return iter(sorted(pairs, key=lambda pair: pair.here.start))


def _counterparts(now: Sequence[Proposition], before: Side) -> dict[int, Match]:
    """What each statement was, by its number: one in the same words, else the closest that is left. None is taken
    twice."""
    was = _unchanged(now, before)
    taken = {match.other.start for match in was.values()}
    rivals = [
        (-match.score, at, match.other.start, match)
        for at, here in enumerate(now)
        if at not in was
        for match in before.matcher.matches(here, least=SURELY_SAME)
    ]
    for _, at, start, match in sorted(rivals, key=lambda rival: rival[:3]):
        if at not in was and start not in taken:
            was[at] = match
            taken.add(start)
    return was


def _unchanged(now: Sequence[Proposition], before: Side) -> dict[int, Match]:
    left: defaultdict[str, deque[Proposition]] = defaultdict(deque)
    for each in before.statements():
        left[fold(each.text)].append(each)
    worded = ((at, left[fold(here.text)]) for at, here in enumerate(now))
    return {at: Match(1.0, NO_PARTS, same.popleft()) for at, same in worded if same}


# --- tables


def _figure_cells(terms: Terms) -> dict[int, tuple[str, ...]]:
    """The cells that hold a figure, by the numbers of their sentences, each with what it is known by."""
    found: dict[int, tuple[str, ...]] = {}
    names: deque[str] = deque(maxlen=NAMES)
    since = 0
    for number, sentence in enumerate(terms.reading.sentences):
        if terms.reading.document.blocks[sentence.block].kind != "table":
            continue
        if any(amounts(terms.prose, sentence.start, sentence.end)):
            since += 1
            found[number] = (*names, str(since))
        else:
            names.append(fold(terms.prose[sentence.start : sentence.end]))
            since = 0
    return found


def _in_tables(terms: Terms, cells: Mapping[int, tuple[str, ...]], before: Side) -> Iterator[Pair]:
    """The figures of tables, each with the one that had its place; none where several are known by the same names."""
    then = {name: (each, number) for each in before.texts for number, name in _named_once(_figure_cells(each))}
    for number, name in _named_once(cells):
        if name in then:
            was = _whole(*then[name])
            yield Pair(EARLIER, _whole(terms, number), [Match(1.0, NO_PARTS, was)], before)


def _named_once(cells: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    counted = Counter(cells.values())
    return ((number, name) for number, name in cells.items() if counted[name] == 1)


# --- what is too short to be told by what it speaks of


def _short(terms: Terms, pairs: Sequence[Pair], before: Side) -> Iterator[Pair]:
    """Sentences that say next to nothing beside a quotation or figure, each with the one that has most of its words."""
    told = {pair.here.number for pair in pairs if pair.about}
    taken = {match.other.number for pair in pairs for match in pair.about}
    for number, sentence in enumerate(terms.reading.sentences):
        if sentence.role in REVISED and number not in told:
            here = _whole(terms, number)
            was = _likest(here, before, taken)
            if was is not None:
                taken.add(was.number)
                yield Pair(EARLIER, here, [Match(1.0, NO_PARTS, was)], before)


def _likest(here: Proposition, before: Side, taken: Set[int]) -> Proposition | None:
    from difflib import SequenceMatcher

    best, found = ALIKE, None
    for unit in before.matcher.holders(here.terms):
        other = _whole(unit.vocabulary, unit.number)
        ratio = SequenceMatcher(None, fold(here.text).split(), fold(other.text).split()).ratio()
        if ratio > best and unit.number not in taken:
            best, found = ratio, other
    return found


def _whole(terms: Terms, number: int) -> Proposition:
    """A sentence, or the cell of a table, as one statement."""
    sentence = terms.reading.sentences[number]
    places = {term: place for place, term in terms.of(sentence.start, sentence.end)}
    claim = sentence.claims[0]
    spoken = claim.status in SPOKEN and claim.holder != "self"
    return Proposition(
        terms, number, 0, claim, sentence.start, sentence.end, places, frozenset(), spoken, claim.strength, ()
    )


# --- what changed


def _before(pair: Pair) -> Iterator[Proposition]:
    return (match.other for match in pair.about[:1])


def disowned(pair: Pair) -> Iterator[Shown]:
    """What somebody else said is told in our own voice."""
    here = pair.here
    for other in _before(pair):
        if here.own and here.claim.status != "attrib" and (other.spoken or other.claim.status == "attrib"):
            yield Shown(here.start, here.end, f"no longer said by {speaker(other)}", (elsewhere(other),))


def caveat_gone(pair: Pair) -> Iterator[Shown]:
    """It was said that this could not be checked, and is no more."""
    here = pair.here
    for other in _before(pair):
        caveat = caveat_of(other)
        if caveat is not None and caveat_of(here) is None and here.claim.verification == "none":
            yield Shown(here.start, here.end, "that it could not be confirmed is gone", (caveat, elsewhere(other)))


def revoiced(pair: Pair) -> Iterator[Shown]:
    """Somebody else says it now."""
    here = pair.here
    for other in _before(pair):
        now, then = _speakers(here), _speakers(other)
        if here.spoken and other.spoken and now and then and now.isdisjoint(then):
            reason = contrast(pair, speaker(other), speaker(here))
            yield Shown(here.start, here.end, reason, (elsewhere(other),))


def _speakers(each: Proposition) -> frozenset[str]:
    """What the names of those who say it are made of; nothing where a pronoun stands for them."""
    sources = each.claim.sources
    if any(source.type == "pronoun" for source in sources):
        return frozenset()
    return frozenset(map(str.lower, speakers(each)))


def vouched(pair: Pair) -> Iterator[Shown]:
    """What somebody only said they confirm, know or reveal now."""
    here = pair.here
    for other in _before(pair):
        now, then = _cue(here, frozenset(["factive"])), _cue(other, TOLD)
        if now and then and not _cue(other, frozenset(["factive"])):
            was, word = other.prose[then.start : then.end], here.prose[now.start : now.end]
            told = elsewhere(other, f"“{was}”", (then.start, then.end))
            yield Shown(here.start, here.end, contrast(pair, f"“{was}”", f"“{word}”"), (told,))


def _cue(each: Proposition, stances: frozenset[str]) -> Cue | None:
    return next((cue for cue in each.claim.cues if cue.stance in stances), None)


def refigured(pair: Pair) -> Iterator[Shown]:
    """A figure stands in the place of another one."""
    here = pair.here
    for other in _before(pair):
        for was, own in _replaced(other, here):
            written = other.prose[was.start : was.end]
            reason = contrast(pair, f"“{written}”", f"“{here.prose[own.start : own.end]}”")
            yield Shown(own.start, own.end, reason, (elsewhere(other, f"said {written}", was[:2]),))


def _replaced(other: Proposition, here: Proposition) -> Iterator[tuple[Amount, Amount]]:
    """The figures that are others, each with the one in whose place it stands: figure by figure where they count the
    same things in the same order, else those that one of the two does not have."""
    now, then = _figures(here), _figures(other)
    new = [each for each in now if not _holds(other, each, here)]
    gone = [each for each in then if not _holds(here, each, other)]
    if new and len(now) == len(then):
        placed = list(zip(then, now, strict=True))
        moved = [each for each in placed if not _are_equal(*each, other, here)]
        if all(are_of_one_thing(*each) for each in moved):
            yield from moved
            return
    for own in new:
        was = _rival(own, gone)
        if was is not None:
            gone.remove(was)
            yield was, own


def _figures(each: Proposition) -> list[Amount]:
    """The figures of a statement, but for the number of a note in brackets."""
    prose = each.prose
    return [
        one for one in each.amounts if (prose[one.start - 1 : one.start], prose[one.end : one.end + 1]) != ("[", "]")
    ]


def _holds(each: Proposition, figure: Amount, of: Proposition) -> bool:
    """Whether its sentence has this figure of another one, in whatever place."""
    held = amounts(each.prose, each.sentence.start, each.sentence.end)
    return any(_are_equal(figure, other, of, each) for other in held)


def _are_equal(one: Amount, other: Amount, here: Proposition, there: Proposition) -> bool:
    """Whether two figures are the same; nearly the same will do where one is rounded, or they are in other units."""
    exact = (one.value, one.most) == (other.value, other.most)
    if not are_of_one_thing(one, other):
        alike = one.kind == other.kind or {one.kind, other.kind} == {"date", "said"}
        return alike and exact and (one.kind == "number" or one.of == other.of)
    return exact or (agree(one, other) and _manner(one, here) != _manner(other, there))


def _manner(figure: Amount, each: Proposition) -> tuple[bool, str]:
    """Whether a figure is called rounded, and its unit as it is written."""
    rounded = VAGUE.search(each.prose, max(figure.start - LOOKED_BACK, 0), figure.start)
    unit = UNIT.match(each.prose, figure.end)
    return rounded is not None, unit[1] if unit else ""


def _rival(own: Amount, gone: Iterable[Amount]) -> Amount | None:
    """The figure in whose place this one stands: one of the same thing, else the first of its kind."""
    alike = [each for each in gone if each.kind == own.kind or {each.kind, own.kind} == {"date", "said"}]
    return next((each for each in alike if are_of_one_thing(own, each)), alike[0] if alike else None)


def requoted(pair: Pair) -> Iterator[Shown]:
    """The words between quotation marks are others."""
    here = pair.here
    quotes = [quote for quote in here.sentence.quotes if here.start <= quote.start < here.end]
    for other in _before(pair) if quotes else ():
        kept = {_words(here, quote) for quote in here.sentence.quotes}
        gone = [quote for quote in other.sentence.quotes if _words(other, quote) not in kept]
        for quote in quotes:
            words = _words(here, quote)
            was = None if words in pair.side.folded else _version(words, other, gone)
            if was is not None:
                gone.remove(was)
                place = Other(other.reading, was.start, was.end, f"said “{_words(other, was)}”")
                yield Shown(quote.start, quote.end, _reworded(pair, words, _words(other, was)), (place,))


def _words(each: Proposition, quote: Quote) -> str:
    return fold(each.prose[quote.start : quote.end])


def _version(words: str, other: Proposition, quotes: Sequence[Quote]) -> Quote | None:
    """The quotation of which these words are a version: the only one, or the closest."""
    if len(quotes) == 1 and len(other.sentence.quotes) == 1:
        return quotes[0]
    from difflib import SequenceMatcher

    said = words.split()
    alike = [(SequenceMatcher(None, said, _words(other, each).split()).ratio(), each) for each in quotes]
    best, found = max(alike, key=lambda each: each[0], default=(0.0, None))
    return found if best >= NEARLY else None


def _reworded(pair: Pair, now: str, then: str) -> str:
    """The words that are others."""
    from difflib import SequenceMatcher

    here, there = now.split(), then.split()
    changed = (
        (there[a:b], here[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, there, here, autojunk=False).get_opcodes()
        if tag != "equal"
    )
    return ", ".join(contrast(pair, f"“{' '.join(was) or '–'}”", f"“{' '.join(word) or '–'}”") for was, word in changed)


REVISIONS: dict[str, Callable[[Pair], Iterator[Shown]]] = {
    "disowned": disowned,
    "caveat_gone": caveat_gone,
    "revoiced": revoiced,
    "vouched": vouched,
    "refigured": refigured,
    "requoted": requoted,
}
"""What an edit may do to a statement, beside what may be between any two."""
