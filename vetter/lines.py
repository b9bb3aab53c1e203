"""What a line says without any markup: heading, dateline, caption, continuation of the line before, address.

Formats and `document` ask the same questions of a line of prose; here are the answers, each judged by its words alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vetter.almanac import MONTHS, SHORT_MONTHS, WEEKDAYS
from vetter.layout import GLUE, Citation, Comment
from vetter.patterns import late

Stretch = tuple[int, int]

LONGEST_HEADING = 300  # characters, a bracketed explanation included
HEADING_WORDS = 14
PLAIN_HEADING_WORDS = 12  # for a heading in sentence case, which only its missing verb and full stop give away
LONGEST_BYLINE = 200
LONGEST_CAPTION = 400
WRAP_LIMIT = 110  # nobody wraps wider by hand; longer lines are whole paragraphs
WRAP_LEAST = 55  # and hardly narrower than this; shorter lines are a list or an address

STOPS = frozenset(".!?…")
PAUSES = STOPS | {":", ";"}
NEVER_LAST = STOPS | frozenset(",—–-")
CLOSERS = "\"'”’»)]*_ "

_WORD = late(r"[^\W_](?:[\w'’.-]*[^\W_])?")
_BRACKETED = late(r"\([^()]*\)")
_NUMBERING = late(r"(?:[A-Z]|\d+|[IVX]+)(?:\.\d+)*[.)]\s+")
_NOTES = late(r"(?:\[\^?[\w,;–-]{1,12}\]\s?)+$")
_AND = late(r",? and | & |,\s*(?:and |& )?")
_DATE_GAP = late(r"[\s,/|–—()]+")
_SENTENCE_END = late(r"[^\W\d_]{3}[.!?][\"”’)]?\s+[\"“‘(]?[A-Z]")


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


PICTURES = word_set("figure fig table map chart photo image exhibit graphic picture caption")
LEGENDS = word_set("note notes legend key abbreviations source sources")
MONTH_WORDS = word_set(" ".join((*MONTHS, *SHORT_MONTHS, "sept")).lower())
DATE_WORDS = MONTH_WORDS | word_set(" ".join(WEEKDAYS).lower())
DATE_WORDS |= word_set(
    """mon tue tues wed thu thurs fri sat sun
    am pm a.m p.m et est edt ct cst cdt mt mst mdt pt pst pdt utc gmt cet cest bst z local time
    published updated revised posted issued last date data information cutoff cut-off as of on at"""
)
NAME_PARTICLES = word_set("de del la van von der al bin")
SMALL_WORDS = word_set(
    """a an the and or but nor of in on at to for from by with without into onto over under after before between during
    against about across along around near per via as than its their his her our your this that these those vs"""
)
VERBS = word_set(
    """is are was were be been am has have had do does did will would can could may might must shall should cannot
    isn't aren't wasn't weren't don't doesn't didn't won't can't said says say told tells claims reports states
    announces confirms denies warns shows suggests indicates include includes remain remains continue continues
    became become becomes began begins took takes made makes went gave gives came comes saw sees held holds kept
    lost won fell rose met left struck hit fled sent found see appears appear seems seem we i you they he she it
    there who"""
)
PRONOUNS = word_set("i you he she it we they there")


def reads_as_heading(line: str) -> bool:
    """Whether a line standing for itself is a title, not a sentence: short, no full stop, capitals or no verb."""
    if len(line) > LONGEST_HEADING or line[-1] in NEVER_LAST or not (line[0].isupper() or line[0].isdigit()):
        return False
    if is_ended(line, 0, len(line), STOPS):
        return False
    core = _BRACKETED.sub("", line) if "(" in line else line
    core = core.rstrip(" ;:")
    core = core[numbering.end() :] if (numbering := _NUMBERING.match(core)) else core
    words = _WORD.findall(core)
    if not 0 < len(words) <= HEADING_WORDS or "://" in line or _SENTENCE_END.search(core):
        return False
    return _has_titleword_set(line, words) and not is_caption(line) and not is_legend(line)


def _has_titleword_set(line: str, words: list[str]) -> bool:
    telling = [word for word in words if word.lower() not in SMALL_WORDS]
    capitals = sum(not word[0].islower() for word in telling)
    if words[0].lower() in PRONOUNS:
        return False
    if capitals >= 0.6 * len(telling) and any(word[0].isalpha() for word in telling):
        return VERBS.isdisjoint(words)
    return len(words) <= PLAIN_HEADING_WORDS and line[-1] != ";" and not any(map(_may_be_verb, words))


def _may_be_verb(word: str) -> bool:
    return word.lower() in VERBS or (len(word) > 4 and word.endswith("ed"))


def is_dateline(line: str, titled: bool = False) -> bool:
    """A date, a byline, or both, and nothing else: "12 May 2024, 6 pm", "By A. Writer, 12 May 2024".

    Two names without a date are a byline only under a title; elsewhere they may well be a title themselves.
    """
    if len(line) > LONGEST_BYLINE:
        return False
    if line[:3].lower() == "by ":
        return line[3:4].isupper() and not any(sign in line for sign in ":;!?") and line[-1] != "."
    parts = [part for part in _AND.split(line) if part]
    named = next((number for number, part in enumerate(parts) if not _is_name(part)), len(parts))
    if named == len(parts):
        return named > (1 if titled else 2)
    return (named != 1 or titled) and _is_date(" ".join(parts[named:]))


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        2 <= len(words) <= 4
        and words[0].lower() not in DATE_WORDS
        and all(word[0].isupper() or word in NAME_PARTICLES for word in words)
    )


def _is_date(text: str) -> bool:
    words = [word.strip(".:").lower() for word in _DATE_GAP.split(text) if word.strip(".:")]
    numbers = [word for word in words if word[0].isdigit() and len(word) <= 10]
    whole = any(not word.isdigit() and len([c for c in word if c in "-."]) == 2 for word in numbers)
    return (whole or not MONTH_WORDS.isdisjoint(words)) and all(word in DATE_WORDS or word in numbers for word in words)


def is_caption(line: str) -> bool:
    """ "Figure 3. ...", "Fig.3 ...", "Map 2: ...", "Photo: ...": the label of a picture, not a sentence about one."""
    head = line[:60].split(None, 2)
    word = head[0].lower() if len(head) > 1 else ""
    if word.rstrip(".:0123456789") not in PICTURES or len(line) > LONGEST_CAPTION:
        return False
    if word[-1] == ":" or word[-1].isdigit():
        return True
    number = head[1]
    return number[0].isdigit() and (number[-1] in ".:–—" or (len(head) > 2 and head[2][0] in "-–—:|"))


def is_legend(line: str) -> bool:
    """ "Note: ...", "Sources: ..."."""
    word, colon, rest = line[:20].partition(":")
    return bool(colon) and rest[:1] == " " and word.lower() in LEGENDS


def paragraphs(text: str, lines: Sequence[Stretch], width: int) -> Iterator[tuple[int, int, bool]]:
    """Adjacent lines joined to paragraphs: (start, end, whether it is a heading).

    `width` is the length of the longest line around, by which a line that was broken for length is known.
    """
    start = lines[0][0]
    for before, after in pairwise(lines):
        if _ends_paragraph(text, before, after, width):
            yield start, before[1], reads_as_heading(text[start : before[1]])
            start = after[0]
    end = lines[-1][1]
    yield start, end, reads_as_heading(text[start:end])


def headings_apart(text: str, lines: Sequence[Stretch]) -> Iterator[tuple[int, int, bool]]:
    """One paragraph of several lines, cut only where a line in it is a heading."""
    width = max(end - start for start, end in lines)
    start: int | None = None
    for number, line in enumerate(lines):
        if _stands_out(text, lines, number, width):
            if start is not None:
                yield start, lines[number - 1][1], False
            yield *line, True
            start = None
        elif start is None:
            start = line[0]
    if start is not None:
        end = lines[-1][1]
        yield start, end, start == lines[0][0] and reads_as_heading(text[start:end])


def _stands_out(text: str, lines: Sequence[Stretch], number: int, width: int) -> bool:
    start, end = lines[number]
    if not reads_as_heading(text[start:end]):
        return False
    if number and not is_ended(text, *lines[number - 1]) and not reads_as_heading(text[slice(*lines[number - 1])]):
        return False
    if number + 1 == len(lines):
        return True
    after = text[slice(*lines[number + 1])]
    if after[0].islower():
        return False
    return width < WRAP_LEAST or end - start < 0.75 * width or reads_as_heading(after)


def _ends_paragraph(text: str, before: Stretch, after: Stretch, width: int) -> bool:
    if text[after[0]].islower():
        return False
    length = before[1] - before[0]
    ended = is_ended(text, *before)
    if width < WRAP_LEAST:
        return True
    if width > WRAP_LIMIT:
        return ended or length < 0.8 * width or length > 2 * WRAP_LIMIT
    if ended:
        return length + 1 + _word_length(text, after) < 0.9 * width
    if not reads_as_heading(text[before[0] : before[1]]):
        return False
    return length < 0.75 * width or reads_as_heading(text[after[0] : after[1]])


def is_ended(text: str, start: int, end: int, signs: frozenset[str] = PAUSES) -> bool:
    """Whether a line comes to the end of a sentence, or of a list's introduction; quote and note marks may follow."""
    tail = text[max(start, end - 32) : end]
    if tail[-1] == "]":
        tail = _NOTES.sub("", tail)
    return tail.rstrip(CLOSERS)[-1:] in signs


def _word_length(text: str, line: Stretch) -> int:
    blank = text.find(" ", line[0], line[1])
    return (line[1] if blank < 0 else blank) - line[0]


_SCHEMES = ("https", "http", "hxxps", "hxxp", "ftp")
_ADDRESS = late(r"[^\s<>\"“”|]+")
_WWW = late(r"(?<![\w/.@-])www\.(?=\w)")
_TRAILING = ".,;:!?'’*_" + GLUE


def addresses(prose: str) -> Iterator[Citation]:
    """The bare web addresses in a text, without the punctuation of the sentence around them."""
    at = prose.find("://")
    while at >= 0:
        scheme = next((s for s in _SCHEMES if prose.startswith(s, at - len(s))), None) if at else None
        if scheme is None or not (rest := _ADDRESS.match(prose, at + 3)):
            at = prose.find("://", at + 3)
            continue
        yield _address(prose, at - len(scheme), rest.end())
        at = prose.find("://", rest.end())
    if "www." in prose:
        for match in _WWW.finditer(prose):
            if rest := _ADDRESS.match(prose, match.start()):
                yield _address(prose, match.start(), rest.end())


def _address(prose: str, start: int, end: int) -> Citation:
    stretch = prose[start:end]
    size = len(stretch)
    opened = stretch.count("(") - stretch.count(")")
    brackets = stretch.count("[") - stretch.count("]")
    while size:
        last = stretch[size - 1]
        if last == ")" and opened < 0:
            opened += 1
        elif last == "]" and brackets < 0:
            brackets += 1
        elif last not in _TRAILING:
            break
        size -= 1
    return Citation(start, start + size, "url", stretch[:size].replace(GLUE, ""))


_OPEN, _CLOSE = "<!--", "-->"
_UNCLOSED = late(r"<!--\s*vetter\s*:[^\r\n]*")


def comments(text: str, start: int = 0, end: int | None = None) -> Iterator[Comment]:
    """The comments between two places; their `block` is not known yet. One for vetter counts even when left open."""
    stop = len(text) if end is None else end
    while (start := text.find(_OPEN, start, stop)) >= 0:
        close = text.find(_CLOSE, start + len(_OPEN), stop)
        if close < 0:
            for left in _UNCLOSED.finditer(text, start, stop):
                yield Comment(left.start(), left.end(), left[0][len(_OPEN) :], -1)
            return
        yield Comment(start, close + len(_CLOSE), text[start + len(_OPEN) : close], -1)
        start = close + len(_CLOSE)


_LINE = late(r"[^\r\n]+")


def blanked(text: str) -> str:
    """As many blanks as there are characters, line ends kept."""
    if "\n" not in text and "\r" not in text:
        return " " * len(text)
    return _LINE.sub(lambda line: " " * len(line[0]), text)


def blank_out(text: str, stretches: Sequence[Stretch]) -> str:
    """The text with these stretches, in order, blanked."""
    pieces: list[str] = []
    at = 0
    for start, end in stretches:
        if start < at:
            continue
        pieces += text[at:start], blanked(text[start:end])
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text
