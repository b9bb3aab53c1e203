"""The sources of a draft, each with its mentions and the claims that rest on it: one entry a source, as people count.

Two mentions are one source when they use the same words (articles, possessives, titles and case aside), when one is a
shorter form of the other's name ("Lind", "Governor Malk") or an acronym of it, or when a definite phrase repeats the
head of a source already named ("the ministry"). Of several that fit, the one last named in the same paragraph is
meant; failing that the mention stays an entry of its own. A pronoun is nobody: all of them share the last entry, and
they count only where a claim has no other source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice

from vetter import sources
from vetter.layout import FOLD
from vetter.ledger import Claim, Reading, Sentence, SourceMark
from vetter.values import NamedTuple

RESTING = frozenset(["attrib", "hearsay"])
DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
INDEFINITE = frozenset(["a", "an", "another", "one", "some"])
EMPTY = frozenset(["DET", "THIS", "OUR", "AND", "ADDRESS", "TITLE", "PREPOSITION"])
"""Classes of words that tell no source from another."""
POINTING = frozenset(["PRONOUN", "OBJECT_PRONOUN", "FIRST_PERSON", "RELATIVE", "WHO"])
COMMON = frozenset(["ROLE", *(name for name, _ in sources.TYPES)]) - POINTING
"""Classes of words that, as heads, are no name whatever their capitals."""
RANKS = frozenset(["ROLE", "OFFICIAL", "MEDIA", "MILBLOGGER"])
"""Classes of words that stand before a name without being part of it."""
TAILS = frozenset(["PREPOSITION", "TO"])
DEMONYMS = ("{}n", "{}an", "{}ian", "{}i", "{}ish", "{}ese")
WORD = re.compile(r"[^\W_](?:[\w'&.-]*\w)?\.?")
ASIDE = re.compile(r"\([^()]*\)|,\s+(?:who|whom|whose|which|that|where)\b.*", re.DOTALL)
ACRONYM = re.compile(r"\(([^\W\d_]{2,8})\)")
BREAK = re.compile(r"[().;:]")
BEFORE = 120  # characters before an acronym among which its full form stands
AND = re.compile(r",?\s+and\s+")
LONGEST = 6  # words of a name of which shorter ones are made
OPENERS = "\"'“”‘’«» (["


class Source(NamedTuple):
    """A source of a draft. `fullest` is the mention that says most of it; `alone` are the claims with no other."""

    fullest: SourceMark
    described: bool
    mentions: tuple[SourceMark, ...]
    claims: tuple[Claim, ...]
    alone: tuple[Claim, ...]


class Word(NamedTuple):
    """A word of a mention; `capital` when more than the start of a sentence gives it one."""

    lower: str
    classes: frozenset[str]
    capital: bool

    @property
    def rank(self) -> bool:
        return not self.classes.isdisjoint(RANKS)

    @property
    def proper(self) -> bool:
        return self.capital and not self.rank and "ADDRESS" not in self.classes and "TITLE" not in self.classes


class Mention(NamedTuple):
    """A source where it is named: the words that tell it, its name if it has one, and what it can be called for
    short."""

    mark: SourceMark
    block: int
    words: frozenset[str] = frozenset()
    name: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    definite: bool = False

    @property
    def several(self) -> bool:
        """Whether it is more than one source: "three officials", "Maravian and Dessan sources"."""
        return self.mark.number == "plural" and not self.name

    def fullness(self) -> tuple[int, bool, int]:
        """How much it tells of who the source is; of a name, what stands around it counts once."""
        return len(self.name), len(self.words) > 1 and self.mark.described, 0 if self.name else len(self.words)


class Entry:
    """A source in the making; without words it is the one for all pronouns."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.name: frozenset[str] = frozenset()
        self.words: frozenset[str] = frozenset()
        self.heads: frozenset[str] = frozenset()
        self.claims: dict[Claim, bool] = {}

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.name |= mention.name
        self.words |= mention.words
        self.heads |= mention.heads

    def fits(self, mention: Mention) -> bool:
        """Whether the mention, which shares a head with it, may be a shorter or the first full form of this source."""
        if mention.name:
            return bool(self.name) and (mention.name <= self.name or self.name <= mention.name)
        return mention.definite and mention.words <= self.words

    def source(self) -> Source:
        fullest = max(self.mentions, key=Mention.fullness).mark
        fullest = fullest if self.words else fullest._replace(type="pronoun")
        marks = sorted({mention.mark[:2]: mention.mark for mention in self.mentions}.values())
        alone = tuple(claim for claim, only in self.claims.items() if only)
        return Source(fullest, any(mark.described for mark in marks), tuple(marks), tuple(self.claims), alone)


def of(reading: Reading) -> tuple[Source, ...]:
    """The sources of a draft, those first that most claims rest on."""
    book = Book(reading.document.prose, reading.classes)
    for sentence in reading.sentences:
        for claim in sentence.claims:
            if claim.status in RESTING:
                book.enter(claim, sentence)
    made = [(not entry.words, -len(entry.claims), entry.source()) for entry in book.entries if entry.claims]
    return tuple(source for *_, source in sorted(made, key=lambda row: (*row[:2], row[2].mentions[0].start)))


class Book:
    """The sources met so far in a draft."""

    def __init__(self, prose: str, classes: Mapping[str, frozenset[str]]) -> None:
        self.prose = prose
        self.classes = classes
        words = frozenset(word.removesuffix(".") for word in WORD.findall(prose.translate(FOLD)))
        self.lower = frozenset(word for word in words if word[0].islower())
        self.capitals = words - self.lower
        self.acronyms = dict(acronyms(prose))
        self.entries: list[Entry] = []
        self.placed: dict[tuple[int, int], tuple[Entry, Mention]] = {}
        self.worded: dict[frozenset[str], Entry] = {}
        self.telling: dict[str, dict[Entry, None]] = {}  # by each word, those last named at the end
        self.called: dict[frozenset[str], dict[Entry, None]] = {}

    def enter(self, claim: Claim, sentence: Sentence) -> None:
        """Note the sources of a claim, and the claim with each of them."""
        found = [self.placed_at(part, sentence) for mark in outermost(claim.sources) for part in self.parted(mark)]
        resting = [(entry, mention) for entry, mention in found if mention.words] or found
        entries = dict.fromkeys(entry for entry, _ in resting)
        alone = len(entries) == 1 and not any(mention.several for _, mention in resting)
        for entry in entries:
            entry.claims[claim] = alone

    def placed_at(self, mark: SourceMark, sentence: Sentence) -> tuple[Entry, Mention]:
        """The source meant at a place; a claim that carries a source over meets its place again."""
        known = self.placed.get(mark[:2])
        if known is None:
            mention = self.mention(mark, sentence)
            known = self.placed[mark[:2]] = (self.entry(mention), mention)
        return known

    def entry(self, mention: Mention) -> Entry:
        meant = self.worded.get(mention.words) or self.meant(mention)
        entry = meant or self.fresh()
        if mention.name or meant is None:  # "the ministry" may mean another one further down
            self.worded.setdefault(mention.words, entry)
        self.called.get(entry.name, {}).pop(entry, None)
        entry.add(mention)
        self.called.setdefault(entry.name, {})[entry] = None
        for word in entry.words | entry.name:
            same = self.telling.setdefault(word, {})
            same.pop(entry, None)
            same[entry] = None
        return entry

    def fresh(self) -> Entry:
        self.entries.append(Entry())
        return self.entries[-1]

    def meant(self, mention: Mention) -> Entry | None:
        """The source that the mention is another form of."""
        sharing = (entry for entry in self.alike(mention) if not entry.heads.isdisjoint(mention.heads))
        found = (entry for entry in sharing if entry.fits(mention))
        fitting = list(found if mention.name else islice(found, 2))  # without a name one more than one is enough
        exact = [entry for entry in fitting if mention.name and entry.name == mention.name]
        if len(fitting) > 1 and len(exact) != 1:
            latest = max(fitting, key=lambda entry: entry.mentions[-1].mark.start)
            return latest if latest.mentions[-1].block == mention.block else None
        return next(iter(exact or fitting), None)

    def alike(self, mention: Mention) -> Iterator[Entry]:
        """Those that the mention can be a form of, by the rarest of its words and by parts of its name, the one last
        named first. A draft may have hundreds of governors."""
        if not mention.name and not mention.definite:
            return
        longer = min((self.telling.get(word, {}) for word in mention.name or mention.words), key=len, default={})
        yield from reversed(longer)
        name = sorted(mention.name)[:LONGEST]
        for size in range(1, len(mention.name)):
            for part in combinations(name, size):
                yield from (entry for entry in self.called.get(frozenset(part), ()) if entry not in longer)

    def mention(self, mark: SourceMark, sentence: Sentence) -> Mention:
        opens = not self.prose[sentence.start : mark.start].strip(OPENERS)
        whole = self.prose[mark.start : mark.end].translate(FOLD)
        text = ASIDE.sub(" ", whole)
        parts = [self.spelt(part, opens and not index) for index, part in enumerate(text.split(","))]
        words = [word for part in parts for word in part]
        if all(not word.classes.isdisjoint(POINTING) for word in words) and not self.is_house(mark, sentence):
            return Mention(mark, sentence.block)
        if mark.type == "self":
            return Mention(mark, sentence.block, frozenset(["self"]))
        telling = [word for word in words if word.classes.isdisjoint(EMPTY) or word.lower == "another"] or words
        called = [called_by(part) for part in parts if part] + [
            self.alias(bracket) for bracket in ACRONYM.findall(whole)
        ]
        name = frozenset[str]().union(*(name for name, _ in called))
        heads = frozenset[str]().union(*(heads for _, heads in called))
        pointed = words[0].lower in DEFINITE or "'s " in text or telling[-1].capital
        definite = pointed and words[0].lower not in INDEFINITE
        return Mention(mark, sentence.block, frozenset(word.lower for word in telling), name, heads, definite)

    def alias(self, bracket: str) -> tuple[frozenset[str], frozenset[str]]:
        """What stands in brackets behind a source, as a name for it: "(GUR)", whatever its letters stand for."""
        lower = bracket.lower()
        if not bracket.isupper() or bracket in self.acronyms or not COMMON.isdisjoint(self.classes.get(lower, ())):
            return frozenset(), frozenset()
        return frozenset([lower]), frozenset([lower])

    def is_house(self, mark: SourceMark, sentence: Sentence) -> bool:
        """Whether "we" and "I" are the author's: within a quotation they are somebody else's."""
        return mark.type == "self" and not any(quote.start <= mark.start < quote.end for quote in sentence.quotes)

    def spelt(self, text: str, opens: bool) -> list[Word]:
        """The words of a phrase, acronyms spelt out as where the draft explains them, and "Maravia's" or "of Maravia"
        as "Maravian" in a draft that has both."""
        made: list[Word] = []
        for written in WORD.findall(text):
            plain = written.removesuffix("'s")
            if plain != written or (made and made[-1].lower == "of"):
                plain = self.demonym(plain)
            for word in self.acronyms.get(plain, (plain,)):
                lower = word.lower() if word.lower() in self.classes else word.lower().removesuffix(".")
                capital = word[0].isupper() and not (opens and not made and lower in self.lower)
                made.append(Word(lower, self.classes.get(lower, frozenset()), capital))
        return made

    def demonym(self, place: str) -> str:
        stems = (place, place[:-1])
        return next((form for stem in stems for d in DEMONYMS if (form := d.format(stem)) in self.capitals), place)

    def parted(self, mark: SourceMark) -> Iterator[SourceMark]:
        """Sources joined by "and", one by one where each is a phrase of its own: "the mayor and the governor", "Oda
        Lind and Karl Voss". "The Ministry of Defence and Security" is one, "local and regional officials" are one."""
        text = self.prose[mark.start : mark.end].replace("’", "'")
        joint = AND.search(text)
        if joint is None or not self.apart(text[: joint.start()], text[joint.end() :]):
            yield mark
            return
        for start, end in ((0, joint.start()), (joint.end(), len(text))):
            words = self.spelt(text[start:end], False)
            classes = [word.classes | {"CAP"} if word.capital else word.classes for word in words]
            described = sources.describe(classes)
            yield described._replace(start=mark.start + start, end=mark.start + end)

    def apart(self, left: str, right: str) -> bool:
        before, after = self.spelt(left, False), self.spelt(right, False)
        if not before or not after or AND.search(right):
            return False
        if "DET" in before[0].classes or "DET" in after[0].classes:
            return "DET" in after[0].classes
        names = before[-1].proper and after[-1].proper and all(word.capital for word in (*before, *after))
        return names and (len(before) > 1) == (len(after) > 1)


def called_by(part: Sequence[Word]) -> tuple[frozenset[str], frozenset[str]]:
    """The name that a phrase between commas ends in, if it does, and the words it can be called by alone: "port
    spokesperson Oda Lind" is "Lind", and "the spokesperson"."""
    core = part[: next((i for i, word in enumerate(part) if i and not word.classes.isdisjoint(TAILS)), len(part))]
    head = core[-1].lower
    if not core[-1].capital or not core[-1].classes.isdisjoint(COMMON) or core[0].lower in INDEFINITE:
        return frozenset(), frozenset([head])
    before = next((word for word in reversed(core) if not word.proper), core[-1])
    rank = [before.lower] if before.classes.isdisjoint(EMPTY) else []
    return frozenset(word.lower for word in core if word.proper), frozenset([head, *rank])


def outermost(marks: Sequence[SourceMark]) -> list[SourceMark]:
    """The marks in order, without those that lie within another."""
    kept: list[SourceMark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.end > kept[-1].end:
            kept.append(mark)
    return kept


def acronyms(prose: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each acronym a draft explains in brackets, with the words before it that it stands for."""
    for match in ACRONYM.finditer(prose):
        acronym = match[1]
        before = BREAK.split(prose[max(0, match.start() - BEFORE) : match.start()])[-1]
        words = WORD.findall(before.translate(FOLD))
        full = next((words[-size:] for size in range(2, len(acronym) + 5) if abbreviates(acronym, words[-size:])), None)
        if full is not None:
            yield acronym, tuple(word.removesuffix("'s") for word in full)


def abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters are the first ones of all the words, or of those with a capital: MoD, MOD, UNHCR."""
    if not words or not words[0][0].isupper():
        return False
    capitals = "".join(word[0] for word in words if word[0].isupper())
    initials = "".join(word[0] for word in words).upper()
    letters = "".join(letter for letter in acronym if letter.isupper())
    return len(letters) > 1 and (letters == capitals or acronym.upper() == initials)
