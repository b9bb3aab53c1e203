"""Words reduced to what they speak of, so that two ways to say the same meet: without endings, names without nations'.

Stems follow Porter 2, https://snowballstem.org/algorithms/english/stemmer.html, as PyStemmer has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from vetter.patterns import late

WORD = late(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’‘][^\W\d_]+)*")
EMPTY = frozenset(
    """a an the of in on at to for from by with without and or but nor as is are was were be been being has have had do
    does did will would shall should may might can could must not no it its he his him she her they their them we our us
    i my me you your this that these those which who whom whose what when where while if than then there here also into
    onto over under between among against about around near within along through during since until before after such
    other another some any all each both more most less least very so too just only still yet already again further
    additionally however although because due per via out up down off across throughout amid one ones likely unlikely
    probably possibly perhaps reportedly allegedly apparently supposedly purportedly two three four five six seven
    eight nine ten claim claimed claims said say says report reported reports overall""".split()
)
"""Words that say nothing of what a sentence is about."""
FORMS = """
    made make, held hold, took take, taken take, began begin, begun begin, left leave, struck strike, sent send,
    won win, lost lose, gave give, given give, kept keep, met meet, fell fall, fallen fall, rose rise, risen rise,
    grew grow, grown grow, led lead, ran run, went go, gone go, came come, sold sell, told tell, bought buy,
    brought bring, built build, caught catch, dealt deal, fought fight, found find, fled flee, flew fly, flown fly,
    hid hide, hidden hide, knew know, known know, laid lay, paid pay, saw see, seen see, sought seek, shot shoot,
    sank sink, sunk sink, spoke speak, spoken speak, spent spend, stole steal, stolen steal, taught teach,
    thought think, threw throw, thrown throw, withdrew withdraw, withdrawn withdraw, withheld withhold, wrote write,
    written write, broke break, broken break, chose choose, chosen choose, drove drive, driven drive, froze freeze,
    frozen freeze, overran overrun, retook retake, shown show, rebuilt rebuild, bore bear, drew draw, drawn draw,
    seizure seize, arrival arrive, departure depart, closure close, loss lose, death die, growth grow, flight flee,
    theft steal, exposure expose, survival survive
"""
"""Past forms and nouns that no rule gives, each with its verb."""
IRREGULAR = dict(pair.split() for pair in FORMS.split(","))
PEOPLES = late(r"(?<=\w{3})(?:ians?|ans?|ese|ish|ey|ia|ies|is?|ns|[aeos])$")
"""Endings by which a people and its country differ: Ukraine and Ukrainian, Turkey and Turkish, China and Chinese."""
LOOKED_BACK = 8  # characters before a word that tell whether it opens a sentence
SEATS = {
    "kremlin": "russia", "moscow": "russia", "kyiv": "ukraine", "kiev": "ukraine", "beijing": "china",
    "washington": "america", "pentagon": "america", "us": "america", "usa": "america", "tehran": "iran",
    "pyongyang": "korea", "ankara": "turkey", "minsk": "belarus", "baku": "azerbaijan", "yerevan": "armenia",
    "french": "france", "dutch": "netherlands", "british": "britain", "uk": "britain", "greek": "greece",
    "swiss": "switzerland", "danish": "denmark", "welsh": "wales", "spanish": "spain", "polish": "poland",
    "turkish": "turkey", "turk": "turkey", "turks": "turkey",
}  # fmt: skip
"""Seats of governments, and peoples whose names no ending tells."""


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    return Stemmer.Stemmer("english").stemWord  # type: ignore[no-any-return]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its endings; of a name, with a capital, without those by which a people differs from its country.

    Words in capitals throughout stay as they are.
    """
    lower = word.lower()
    if lower in SEATS and word != lower:
        return stem(SEATS[lower].capitalize())
    if word.isupper() and len(word) > 1:
        return word
    if word[0].isupper():
        before = ""
        while before != lower:
            before, lower = lower, PEOPLES.sub("", lower)
        return lower.capitalize()
    return _stemmer()(IRREGULAR.get(lower, lower))


def _opens(prose: str, place: int) -> bool:
    """Whether a word opens a sentence, a line or an item."""
    before = prose[max(place - LOOKED_BACK, 0) : place].rstrip(" \t\r“\"'‘(*_")
    return not before or before[-1] in "\n.!?:-–—•>#;"


def stems(
    prose: str, start: int, end: int, is_common: Callable[[str], bool] = lambda word: False
) -> Iterator[tuple[int, str]]:
    """The stems of a stretch that say what it speaks of, each with the place of its word.

    A word that is common in small letters is no name where it opens a sentence.
    """
    for match in WORD.finditer(prose, start, end):
        word = match[0]
        if word[0].isupper() and word[1:].islower() and _opens(prose, match.start()) and is_common(word.lower()):
            word = word.lower()
        if word.lower() in EMPTY and not (word.isupper() and len(word) > 1):
            continue
        for mark in "'’‘":
            if mark in word:
                word = word.removesuffix(f"{mark}s").removesuffix(mark)
        if len(word) > 1 or word.isdigit():
            yield match.start(), stem(word)
