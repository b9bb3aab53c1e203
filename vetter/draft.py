"""A reading with the answers that take the whole draft. What few drafts need is imported where it is asked for."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_

from vetter.almanac import ONLY_MONTHS, SHORT_MONTHS, WEEKDAYS
from vetter.house import NOBODY, Known, Roll
from vetter.ladders import Scale
from vetter.ledger import CITED, Mark, Reading, Sentence, sign
from vetter.patterns import late
from vetter.said import author_terms
from vetter.values import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from datetime import date

    from vetter.drift import Drift
    from vetter.labels import Label
    from vetter.spellings import Variant
    from vetter.wording import Found

T = TypeVar("T")

CAPITALISED = r"[A-Z]\w+"
OPENING = 3  # blocks on which a draft is dated
_MONTH = rf"(?:{'|'.join(SHORT_MONTHS)})[a-z]*\.?"
DATE = (
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?),? (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
    rf"|\b[Aa]s of\b|\b{_MONTH} (?:19|20)\d\d\b"
)
FRONT_DATE = r"(?mi)^\W*(?:date|published|updated|last_modified|cut-?off)\w*\W*:\s*\S"
CUT_OFF = r"(?i)\bcut-?off\b|\binformation as of\b"
COVERED = rf"(?i:\bcover(?:s|ed|ing)?\b[^.]{{0,40}}?) (?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})\b"
"""The days that a report says it covers, with or without their year."""
DATED_ADDRESS = r"https?://\S+/(?:19|20)\d\d/\d{1,2}/\d{1,2}/"
HEAD = 1200  # characters in which a byline or the address of a page may stand
BYLINE = rf"(?:^|\n)[^.\n]{{0,60}}(?:{DATE})[^.\n]{{0,60}}(?:\n|$)"
SHORT = 3  # sentences of a paragraph that does not stand by itself
LEAST_NAME = 5  # letters in the name of a firm that a host may bear
TERMED = sign("term")
INTRUSION = sign("INTRUSION")
PLAIN = frozenset(("assert", "definition"))
Stretch = tuple[int, int]
UPDATED = ("published", "updated", "update", "as of", "report", "brief", "bulletin", "assessment")
"""Words of a title that make a date in it the draft's own."""
WHEN = late(
    r"\b(?:(?:1[6-9]|20)\d\d|\d+ BCE?|yesterday|(?:last|this) (?:night|week|month|year|summer|winter)"
    rf"|{'|'.join(WEEKDAYS)}|{'|'.join(ONLY_MONTHS)}"
    r"|(?:in|of|last|this|early|late|mid) (?:March|May)|(?:March|May) \d|\d (?:March|May)"
    r"|\d\d?[./]\d\d?[./]\d\d)\b"
)
"""A year, a weekday or a month: the first words by which a draft tells when."""
QUOTE_MARKS = late('[“”„"]')
TLP = late("[Tt][Ll][Pp]")
NOWHERE = sys.maxsize


class Draft:
    """A reading with the answers that need more than one sentence, each worked out once and only when asked for."""

    def __init__(
        self,
        reading: Reading,
        doubt_verb: str,
        scale: Scale,
        roll: Roll = NOBODY,
        others: Sequence[Reading] = (),
    ) -> None:
        self.reading = reading
        self.others = others
        self.prose = reading.document.prose
        self.text = reading.document.source.text
        self.blocks = reading.document.blocks
        self.sentences = reading.sentences
        self.citations = reading.document.citations
        self.doubt_verb = doubt_verb
        self.scale = scale
        self.ladder = scale.ladder.name
        self.ladders = frozenset(ladder.name for ladder in scale.declared)
        self.bands = scale.bands
        self.rows = scale.rows
        self.roll = roll
        self.house = roll.house
        self.quoted: dict[int, tuple[list[int], list[int]]] = {}
        self.shown: dict[int, int] = {}
        self.marks: dict[int, frozenset[str]] = {}
        self.firsts: dict[frozenset[str], int] = {}
        self.words: dict[frozenset[str], tuple[list[int], list[Mark]]] = {}
        self.answers: dict[object, Any] = {}

    def once(self, question: object, answer: Callable[[], T]) -> T:
        """The answer, worked out the first time only."""
        if question not in self.answers:
            self.answers[question] = answer()
        return cast(T, self.answers[question])

    def may_pair(self, between: str) -> bool:
        """Whether there can be anything to hold against something; told without reading a claim."""
        match between:
            case "takeaway-body":
                return any(block.role == "takeaway" for block in self.blocks)
            case "heading-body":
                return any(block.kind == "heading" for block in self.blocks)
            case "draft-source" | "draft-earlier":
                return bool(self.others)
            case "body-body" | "doubted-later":
                return len(self.sentences) > 1
            case "lead-support":
                return any(last - first > 1 for first, last in self.spans_of_blocks.values())
        raise ValueError(f"{between}: say here when a draft can have such pairs")

    @cached_property
    def drift(self) -> Drift:
        """What the draft says in one place held against what it, or another text, says elsewhere."""
        from vetter.drift import Drift

        return Drift(self.reading, self.others)

    def beside(self, index: int, step: int) -> Sentence | None:
        """The sentence `step` places from sentence `index`, if it stands in the same block."""
        place = index + step
        if not 0 <= place < len(self.sentences):
            return None
        neighbour = self.sentences[place]
        return neighbour if neighbour.block == self.sentences[index].block else None

    def around(self, index: int) -> range:
        """The sentence with those about it: in a long paragraph one each way; in a short one, as news has them, two
        each way, whatever paragraph of the same run they stand in."""
        first, end = self.spans_of_blocks[self.sentences[index].block]
        if end - first > SHORT:
            return range(max(first, index - 1), min(end, index + 2))
        return range(self.reached(index, -1), self.reached(index, 1) + 1)

    def reached(self, index: int, step: int) -> int:
        """How far one gets from a sentence in two steps without leaving the run of prose."""
        for _ in range(2):
            index += step * self.is_run(index, index + step)
        return index

    def is_run(self, index: int, other: int) -> bool:
        """Whether two neighbouring sentences stand in one paragraph, or in two of which one follows the other."""
        if not 0 <= other < len(self.sentences):
            return False
        here, there = self.sentences[index].block, self.sentences[other].block
        return abs(here - there) < 2 and self.blocks[here].kind == self.blocks[there].kind

    @cached_property
    def spans_of_blocks(self) -> dict[int, tuple[int, int]]:
        """For each block with prose: its first sentence and the one after its last."""
        spans: dict[int, tuple[int, int]] = {}
        for index, sentence in enumerate(self.sentences):
            spans[sentence.block] = (spans.get(sentence.block, (index, 0))[0], index + 1)
        return spans

    @cached_property
    def cited(self) -> frozenset[int]:
        """The sentences a citation covers: its own and the one before; at the end of a block, all back to the last."""
        own = [
            number
            for number, sentence in enumerate(self.sentences)
            if sentence.signs & CITED or sentence.block in self.citing_blocks
            if sentence.cited
        ]
        covered = set(own)
        for index in own:
            at_end = self.beside(index, 1) is None
            while self.beside(index, -1) and index - 1 not in covered:
                index -= 1
                covered.add(index)
                if not at_end:
                    break
        return frozenset(covered)

    @cached_property
    def odd_labels(self) -> tuple[Label, ...]:
        """TLP labels that version 2.0 writes otherwise."""
        if not TLP.search(self.prose):
            return ()
        from vetter import labels

        return tuple(label for label in labels.odd_labels(self.prose) if not labels.is_code(self.text, *label[:2]))

    @cached_property
    def live_indicators(self) -> tuple[Stretch, ...]:
        """Those in the prose, and the bare addresses that the markup takes for links."""
        from vetter import labels

        found = (span for span in labels.live_indicators(self.prose) if not labels.is_code(self.text, *span))
        return tuple(span for span in found if not self.is_named(labels.host_of(self.prose[slice(*span)])))

    def is_named(self, host: str) -> bool:
        """Whether the host is of a firm that the draft speaks of by its name."""
        name = host.split(".")[-2].capitalize()
        return len(name) >= LEAST_NAME and not name.isdigit() and name in self.proper_names

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Names that this draft otherwise spells differently, headings and references aside."""
        from vetter import spellings

        told = ("lead", "takeaway", "body", "caption")
        spans = [(block.start, block.end) for block in self.blocks if block.role in told and block.kind != "quote"]
        return tuple(spellings.variants(self.prose, spans))

    @cached_property
    def first_seen(self) -> dict[str, int]:
        """Where each capitalised word stands first."""
        seen: dict[str, int] = {}
        for match in re.finditer(CAPITALISED, self.prose):
            seen.setdefault(match[0], match.start())
        return seen

    @cached_property
    def proper_names(self) -> frozenset[str]:
        """The words that have a capital inside a sentence."""
        return frozenset(re.findall(r"(?<=[a-z,] )[A-Z]\w+", self.prose))

    @cached_property
    def technical(self) -> int:
        """How many of a hundred sentences speak of software and intrusions."""
        found = sum(bool(sentence.signs & INTRUSION) for sentence in self.sentences)
        return 100 * found // max(len(self.sentences), 1)

    @cached_property
    def citing_share(self) -> int:
        """How many of a hundred paragraphs of its body cite something."""
        body = [
            at for at in self.spans_of_blocks if self.blocks[at].role == "body" and self.blocks[at].kind == "paragraph"
        ]
        return 100 * sum(map(self.cites, body)) // max(len(body), 1)

    def cites(self, block: int) -> bool:
        """Whether anything in a block is cited."""
        first, end = self.spans_of_blocks[block]
        return block in self.citing_blocks or any(
            sentence.signs & CITED and sentence.cited for sentence in self.sentences[first:end]
        )

    @cached_property
    def is_dated(self) -> bool:
        """Whether it says when it was written or up to when it knows: in its front matter, on its first lines, or as a
        cut-off."""
        if any(block.role == "dateline" for block in self.blocks):
            return True
        first = self.blocks[0] if self.blocks else None
        if first and first.kind == "front-matter" and re.search(FRONT_DATE, self.text[first.start : first.end]):
            return True
        opening = [block for block in self.blocks if block.kind not in ("front-matter", "code")][:OPENING]
        told = f"{DATE}|{COVERED}"
        return (
            any(re.search(told, self.prose[block.start : block.end]) for block in opening)
            or bool(re.search(f"{DATED_ADDRESS}|{BYLINE}", self.text[:HEAD]))
            or bool(re.search(CUT_OFF, self.prose))
        )

    @cached_property
    def headings(self) -> tuple[list[int], list[int]]:
        """The blocks that are headings, and the first sentence of each."""
        found = [(at, span[0]) for at, span in self.spans_of_blocks.items() if self.blocks[at].kind == "heading"]
        return [at for at, _ in found], [sentence for _, sentence in found]

    def heading_above(self, block: int) -> int | None:
        """The sentence that is the last heading before a block."""
        blocks, sentences = self.headings
        at = bisect_left(blocks, block) - 1
        return sentences[at] if at >= 0 else None

    @cached_property
    def facts_of_blocks(self) -> dict[int, int]:
        """How many plain statements of fact, its own, a draft makes in each block."""
        facts: dict[int, int] = {}
        for sentence in self.sentences:
            told = sum(claim.status in PLAIN and claim.holder == "author" for claim in sentence.claims)
            facts[sentence.block] = facts.get(sentence.block, 0) + told
        return facts

    @cached_property
    def citation_starts(self) -> list[int]:
        return [citation.start for citation in self.citations]

    def sentence_ends(self, index: int) -> int:
        """Where the sentence ends with what is cited behind its stop: where the next begins, or the block ends."""
        after = self.beside(index, 1)
        return after.start if after else self.blocks[self.sentences[index].block].end

    @cached_property
    def citing_blocks(self) -> frozenset[int]:
        """The blocks in which the markup cites something."""
        starts = [block.start for block in self.blocks]
        return frozenset(bisect_right(starts, citation.end - 1) - 1 for citation in self.citations)

    @cached_property
    def today(self) -> date | None:
        """The day the draft is of: its dateline or front matter, else a title that says so."""
        from vetter import dates

        def told(*kinds: str) -> date | None:
            return dates.document_date(self.text, ((b.start, b.end) for b in self.blocks if b.role in kinds))

        titles = " ".join(self.prose[b.start : b.end].lower() for b in self.blocks if b.role == "title")
        front = dates.document_date(self.text, ((b.start, b.end) for b in self.blocks if b.kind == "front-matter"))
        return told("dateline") or front or (told("title") if any(word in titles for word in UPDATED) else None)

    @cached_property
    def first_time(self) -> int:
        """Where the draft first says when anything happened; its length, where it never does."""
        found = WHEN.search(self.prose)
        return found.start() if found else len(self.prose)

    @cached_property
    def names(self) -> tuple[Found[Known], ...]:
        """The names of the house's roll in the draft, in order."""
        return tuple(self.roll.names.find(self.prose)) if self.roll.entries else ()

    def named(self, start: int, end: int) -> Iterator[Found[Known]]:
        """The names of the house's roll that begin in a stretch."""
        for number in range(bisect_left(self.names, (start,)), len(self.names)):
            if self.names[number].start >= end:
                return
            yield self.names[number]

    def is_quoted(self, block: int, start: int, end: int) -> bool:
        """Whether a stretch lies inside quotation marks, which may have opened sentences before."""
        opened, closed = self.quotations(block)
        before = bisect_right(opened, start) - 1
        return before >= 0 and end <= closed[before] + 2

    def quotations(self, block: int) -> tuple[list[int], list[int]]:
        """Where the quotations of a block open and where they close."""
        known = self.quoted.get(block)
        if known is None:
            shape = self.blocks[block]
            marks = [match.start() for match in QUOTE_MARKS.finditer(self.prose, shape.start, shape.end)]
            known = self.quoted[block] = marks[: len(marks) // 2 * 2 : 2], marks[1::2]
        return known

    def signs_of_block(self, block: int) -> int:
        """What any claim of a block may show."""
        known = self.shown.get(block)
        if known is None:
            first, end = self.spans_of_blocks.get(block, (0, 0))
            known = self.shown[block] = reduce(or_, (sentence.signs for sentence in self.sentences[first:end]), 0)
        return known

    def marks_of_block(self, block: int, shown: int) -> frozenset[str]:
        """The noted word classes in a block; none when no sentence of it shows any of these signs."""
        if not self.signs_of_block(block) & shown:
            return frozenset()
        known = self.marks.get(block)
        if known is None:
            first, end = self.spans_of_blocks[block]
            claims = (claim for sentence in self.sentences[first:end] for claim in sentence.claims)
            known = self.marks[block] = frozenset().union(*(claim.marks for claim in claims))
        return known

    def first_marked(self, classes: frozenset[str], shown: int) -> int:
        """The first sentence in which a word of one of these classes stands; `NOWHERE` when there is none."""
        known = self.firsts.get(classes)
        if known is None:
            known = self.firsts[classes] = next(
                (
                    number
                    for number, sentence in enumerate(self.sentences)
                    if sentence.signs & shown and any(not classes.isdisjoint(claim.marks) for claim in sentence.claims)
                ),
                NOWHERE,
            )
        return known

    @cached_property
    def estimates(self) -> int:
        """How often the authors use a likelihood term, of any ladder."""
        telling = (sentence for sentence in self.sentences if sentence.signs & TERMED)
        return sum(len(author_terms(claim)) for sentence in telling for claim in sentence.claims)

    @cached_property
    def rows_used(self) -> Counter[int]:
        """How often the authors take a likelihood term from each row of the ladder in force."""
        telling = (sentence for sentence in self.sentences if sentence.signs & TERMED)
        claims = (claim for sentence in telling for claim in sentence.claims)
        return Counter(
            row for claim in claims for term in author_terms(claim) if (row := self.scale.rows.get(term.term))
        )

    @cached_property
    def lesser_row(self) -> int:
        """The row of the ladder less used where both are used, 0 where only one is; of equals the second."""
        used = self.rows_used
        return min(used, key=lambda row: (used[row], -row)) if len(used) > 1 else 0

    @cached_property
    def actors(self) -> list[int]:
        """Where intrusion sets and services of states are named."""
        from vetter import actors

        return actors.named(self.prose)

    def marked(self, classes: frozenset[str], shown: int) -> tuple[list[int], list[Mark]]:
        """The words of these classes, in order, and for each the sentence in which it stands."""
        known = self.words.get(classes)
        if known is None:
            found = [
                (number, mark)
                for number, sentence in enumerate(self.sentences)
                if sentence.signs & shown
                for claim in sentence.claims
                for mark in claim.others
                if mark.kind in classes
            ]
            known = self.words[classes] = [number for number, _ in found], [mark for _, mark in found]
        return known
