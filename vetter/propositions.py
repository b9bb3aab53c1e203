"""What a claim is about, whoever holds it: clause by clause, the terms that carry it.

A `Reading` comes in, `Proposition`s go out. `matching` finds those about the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import islice, zip_longest

from vetter.almanac import MONTHS, WEEKDAYS
from vetter.amounts import Amount, amounts
from vetter.ledger import Claim, Hedge, Reading, Sentence
from vetter.patterns import late
from vetter.stems import stems
from vetter.values import NamedTuple

VERB = (
    r"(?:(?!(?:hundred|indeed|need|speed)\b)[a-z]{3,}ed|is|are|was|were|has|have|had|will|would|may|might|could|can"
    r"|did|does|do|took|made|began|held|left|struck|sent|won|lost|gave|kept|met|cut|shot|continues?|fell|rose|grew|led"
    r"|ran|went|came|sold|told|said)"
)
JOINT = late(
    rf"(?<!ed)(?<!ed,),?\s+(?:and|but|while)\s+(?=(?:(?:also|then|later|\w+ly)\s+)*{VERB}\s)|;\s+|,?\s+by\s+(?=\w+ing\s)"
    r"|,?\s+(?:as|because|although|though|whereas|since)\s+(?=(?:(?:the|a)\s+)?(?:\w+\s){1,2}(?:is|are|was|were|has|have|had"
    r"|will|would|may|might|could|did|does|appears?|seems?)\s)"
)
"""Where a clause of its own begins: "and continued ...", "by intensifying ...", "as the state appears ..."."""
ACTS = late(
    rf"\s+(?:(?:not|also|still|now|further)\s+)?(?:to\s|{VERB}\b|\w+ing\b|\w+s\b|(?!due\b|prior\b)[a-z]+\s+to\b)"
)
"""What stands behind a hedge on a verb."""
STOP = late(r"[;:]|[.?!](?=[\s,])|\d\)\s")
"""Where a hedge bears no further, if the text ran clauses together."""
HELPS = late(r"\b(?:will|would|can|could|may|might|must|to|do|does|did|has|have|had)\s+$")
"""What stands before one."""
INSIDE = late(
    r"\b(?:an?|the|its|their|h(?:is|er)|th[eo]se|some|many|several|other|of|by|with|from|for|in|on|at|against)\s+$",
    re.IGNORECASE,
)
"""What stands before a hedge on one word of a noun phrase."""
LOOKED_BACK = 12  # characters before a hedge
MOST_JOINTS = 40  # clauses of one claim, and hedges of one clause; what has more is a list
MOST_FIGURES = 40  # figures of one clause that are compared
SHORTEST = 12  # characters of a clause
VERBS = frozenset(["DOING", "STANDING", "E_ATTACK", "E_CONTROL", "E_MOVEMENT", "E_MATERIEL", "E_CASUALTY"])
"""Classes of words that are verbs, if not always."""
ITSELF = late(r"(?:that\s+)?(?:it|they|he|she)\b", re.IGNORECASE)
CONTENT = late(r"\s*that\s|(?<=\bthat)\s")
"""What opens the content of what is said."""
CALENDAR = frozenset((*WEEKDAYS, *MONTHS))
HEAD = late(rf"\b{VERB}\b")
REACH = 6  # terms behind a hedge on which it bears
LEAST = 2  # terms without which a clause speaks of nothing in particular
MINDS = frozenset(["mental", "emotive", "belief", "silence", "directive"])
"""Stances of cues that tell what somebody thinks, wants or orders, which is the matter itself."""
HANDED_OVER = frozenset(["doubt", "accusation", "according", "hearsay", "denial"])
SPOKEN = frozenset(["attrib", "hearsay"])
PLAIN = frozenset(["assert", "definition", "heading"])
FLAT = 5
GENERIC = frozenset("Oblast River City Province District Region Town Village County State Raion Lake Bay".split())
JUDGED = frozenset(["assess", "hedge", "assert", "verified", "definition", "heading"])
"""Statuses of what is said in the author's own voice."""
SMALL = late(r"\b[a-z]+\b")
INTRODUCED = late(r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]{0,6})s?\)")
LONGEST_NAME = 8  # words
NAMED_BEFORE = 120  # characters before a short form in which its name stands


def long_forms(prose: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Short forms in parentheses with the terms of the words before whose first letters they are made of."""
    for match in INTRODUCED.finditer(prose):
        letters = [letter for letter in match[1] if letter.isupper()]
        offset = max(match.start() - NAMED_BEFORE, 0)
        before = list(re.finditer(r"[^\W\d_]+", prose[offset : match.start()]))
        words = [each for each in before[-LONGEST_NAME:] if each[0][0].isupper()][-len(letters) :]
        if [each[0][0] for each in words] == letters:
            terms = stems(prose, offset + words[0].start(), match.start())
            yield match[1], tuple(dict.fromkeys(term for _, term in terms))


class Terms:
    """The terms of a draft, in which a short form stands for the name it was introduced for: "... Treaty (CSTO)".

    What opens a sentence is a name unless the draft, or the lexicon, has the word in small letters too.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.prose = reading.document.prose
        self.known = reading.classes

    @cached_property
    def small(self) -> frozenset[str]:
        """The words written in small letters."""
        return frozenset(SMALL.findall(self.prose))

    def is_common(self, word: str) -> bool:
        return word in self.small or word in self.known

    @cached_property
    def long_forms(self) -> Mapping[str, tuple[str, ...]]:
        return dict(long_forms(self.prose))

    def verb(self, start: int, end: int) -> int:
        """Where the first verb of a clause stands, else its end; of words that can be a noun too the first."""
        if found := HEAD.search(self.prose, start, end):
            return found.start()
        words = SMALL.finditer(self.prose, start, end)
        return next((word.start() for word in words if not VERBS.isdisjoint(self.known.get(word[0], ()))), end)

    def of(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        for place, term in stems(self.prose, start, end, self.is_common):
            for each in self.long_forms.get(term, (term,)):
                yield place, each


class Scope(NamedTuple):
    """A hedge, the authors' or a source's, its step and the terms it bears on.

    `head` is the one it bears on first, "" where there is none; `bound` says that it stands for nothing without it: a
    verb may be put in other words.
    """

    start: int
    end: int
    step: int
    terms: frozenset[str]
    head: str
    bound: bool


class Proposition(NamedTuple):
    """A clause of a claim and what it speaks of.

    `places` tell where its terms stand, the stems that carry it, those of names with a capital; `actors` are the names
    before its verb, or those of the clause before. `spoken` says that somebody else answers for it, `strength` is the
    commitment to it, 0 to 6; `scopes` are its hedges.
    """

    vocabulary: Terms
    number: int
    claim_number: int
    claim: Claim
    start: int
    end: int
    places: Mapping[str, int]
    actors: frozenset[str]
    spoken: bool
    strength: int
    scopes: tuple[Scope, ...]

    @property
    def reading(self) -> Reading:
        return self.vocabulary.reading

    @property
    def terms(self) -> Set[str]:
        return self.places.keys()

    @property
    def sentence(self) -> Sentence:
        return self.reading.sentences[self.number]

    @property
    def marks(self) -> frozenset[str]:
        """The noted classes of words in it."""
        return frozenset(mark.kind for mark in self.claim.others if self.start <= mark.start < self.end)

    @property
    def names(self) -> frozenset[str]:
        """The names of places and things in it: those of its actors aside, and what is no name by itself."""
        return frozenset(term for term in self.places if term[0].isupper()) - self.actors - GENERIC

    @property
    def prose(self) -> str:
        return self.vocabulary.prose

    @property
    def text(self) -> str:
        return " ".join(self.reading.document.source.text[self.start : self.end].split())

    @property
    def own(self) -> bool:
        """Whether the authors say it in their own voice, flatly or as a judgment."""
        return not self.spoken and self.claim.status in JUDGED

    @property
    def flat(self) -> bool:
        """Whether they say it as a fact."""
        return not self.spoken and self.claim.status in PLAIN and self.strength >= FLAT

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Its figures, the first of them where it is a table rather."""
        return tuple(islice(amounts(self.prose, self.start, self.end), MOST_FIGURES))

    @property
    def hedge(self) -> str:
        """The words that weaken it most, "" where it is put flatly."""
        if self.strength >= FLAT:
            return ""
        near = [hedge for hedge in self.claim.hedges if self.start <= hedge.start < self.end] or self.claim.hedges
        weakest = min(near, key=lambda hedge: hedge.step, default=None)
        return self.prose[weakest.start : weakest.end] if weakest else ""


def propositions(terms: Terms, number: int, words: Sequence[tuple[int, str]] = ()) -> Iterator[Proposition]:
    """The propositions of one sentence; `words` are its terms with their places, where they are known."""
    prose, actors, sentence = terms.prose, frozenset[str](), terms.reading.sentences[number]
    words = words or tuple(terms.of(sentence.start, sentence.end))
    for claim_number, claim in enumerate(sentence.claims):
        for start, end in clauses(prose, claim):
            found: dict[str, int] = {}
            for place, term in _about(words, start, end, claim):
                found.setdefault(term, place)
            actors = _actors(terms, claim, start, end, found) or actors
            if len(found) >= LEAST:
                yield Proposition(
                    terms, number, claim_number, claim, start, end, found, actors,
                    _is_spoken(claim, start, end), _strength(prose, claim, start, end),
                    tuple(_scopes(prose, claim, start, end, found)),
                )  # fmt: skip


def _actors(terms: Terms, claim: Claim, start: int, end: int, found: Mapping[str, int]) -> frozenset[str]:
    """The names before the verb; where a pronoun stands for who says it, the names of that source."""
    if ITSELF.match(terms.prose, start, end):
        named = (term for each in claim.sources for _, term in terms.of(each.start, each.end))
        return frozenset(term for term in named if term[0].isupper())
    said = (cue.end for cue in claim.cues if start <= cue.start < end and CONTENT.match(terms.prose, cue.end))
    head = terms.verb(max(said, default=start), end)
    before = (term for term, place in found.items() if place < head and term[0].isupper())
    return frozenset(before) - CALENDAR


def clauses(prose: str, claim: Claim) -> Iterator[tuple[int, int]]:
    """The clauses of a claim, without what joins them."""
    joints = [match.span() for match in islice(JOINT.finditer(prose, claim.start, claim.end), MOST_JOINTS)]
    starts, ends = [claim.start, *(end for _, end in joints)], [*(start for start, _ in joints), claim.end]
    return ((start, end) for start, end in zip(starts, ends, strict=True) if end - start >= SHORTEST)


def _about(words: Sequence[tuple[int, str]], start: int, end: int, claim: Claim) -> Iterator[tuple[int, str]]:
    """The terms of a stretch that say what it is about, each with its place: not its sources, reporting words and
    hedges."""
    cues = [cue for cue in claim.cues if cue.stance not in MINDS]
    aside = [(each.start, each.end) for group in (cues, claim.hedges) for each in group if start <= each.start < end]
    if cues and claim.status in SPOKEN and claim.holder != "self":
        aside += [(each.start, each.end) for each in claim.sources]
    covered, spans = start, iter(sorted(aside))
    span = next(spans, None)
    for word in words[bisect_left(words, (start, "")) : bisect_left(words, (end, ""))]:
        while span is not None and span[0] <= word[0]:
            covered, span = max(covered, span[1]), next(spans, None)
        if word[0] >= covered:
            yield word


def _is_spoken(claim: Claim, start: int, end: int) -> bool:
    """Whether somebody else answers for a clause, or its own verb hands it over: "and claimed to have ..."."""
    if claim.holder == "self":
        return False
    if claim.status in SPOKEN:
        return True
    return claim.status == "assert" and any(
        cue.stance in HANDED_OVER and cue.form in ("verb", "adverb") and start <= cue.start < end for cue in claim.cues
    )


def _strength(prose: str, claim: Claim, start: int, end: int) -> int:
    """The commitment to a clause: hedges of its own decide, and not those of another clause or of one word in it."""
    hedges = [hedge for hedge in claim.hedges if hedge.holder == "author"]
    steps = [hedge.step for hedge in hedges]
    if steps and claim.strength == min(steps) and all(_is_on_a_word(prose, hedge) for hedge in hedges):
        return FLAT
    own = [hedge.step for hedge in claim.hedges if hedge.holder == "author" and start <= hedge.start < end]
    if own and claim.status == "heading":
        return min(own)
    return min(own) if own and len(own) < len(steps) and claim.strength == min(steps) else claim.strength


def _is_on_a_word(prose: str, hedge: Hedge) -> bool:
    """Whether a hedge stands inside the name of a thing: "a series of possibly unlawful amendments"."""
    inside = INSIDE.search(prose, max(hedge.start - LOOKED_BACK, 0), hedge.start)
    return inside is not None and not ACTS.match(prose, hedge.end)


def _scopes(prose: str, claim: Claim, start: int, end: int, found: dict[str, int]) -> Iterator[Scope]:
    """Each hedge with the next few terms behind it, up to the next hedge."""
    own = sorted(hedge for hedge in claim.hedges if start <= hedge.start < end)[:MOST_JOINTS]
    for hedge, following in zip_longest(own, own[1:]):
        last = following.start if following else end
        stop = STOP.search(prose, hedge.end, last)
        last = stop.start() if stop else last
        behind = sorted((place, term) for term, place in found.items() if hedge.end <= place < last)
        helped = HELPS.search(prose, max(hedge.start - LOOKED_BACK, 0), hedge.start)
        verb = hedge.form in ("modal", "verb") or helped or ACTS.match(prose, hedge.end, last)
        head = behind[0][1] if behind else ""
        terms = frozenset(term for _, term in behind[:REACH])
        yield Scope(hedge.start, hedge.end, hedge.step, terms, head, bool(head) and not verb)
