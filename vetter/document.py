"""A layout becomes a document: every block gets its role, every suppression comment its meaning."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from vetter import lines
from vetter.layout import Block, Citation, Comment, Layout
from vetter.patterns import late
from vetter.source import Source
from vetter.values import NamedTuple

SUMMARY_HEADINGS = (
    "abstract", "at a glance", "bluf", "bottom line", "bottom line up front", "executive summary", "highlights",
    "in brief", "key assessments", "key findings", "key judgements", "key judgments", "key points",
    "key takeaways", "main findings", "main points", "summary", "takeaways", "tl;dr", "tldr", "top line",
    "top lines", "topline", "toplines",
)  # fmt: skip
_SECTIONS = {
    "references": (
        "bibliography", "citations", "end notes", "endnotes", "footnotes", "further reading", "notes", "references",
        "sources", "works cited",
    ),
    "legend": ("abbreviations", "acronyms", "glossary", "key terms", "legend", "list of abbreviations"),
    "meta": (
        "about the author", "about the authors", "about this report", "acknowledgements", "acknowledgments",
        "corrections", "disclaimer", "editor's note", "disclosures",
    ),
}  # fmt: skip
LASTING = frozenset(_SECTIONS)  # these hold for the headings below theirs too
SECTION_OF = {heading: section for section, headings in _SECTIONS.items() for heading in headings}


class Directive(NamedTuple):
    """A suppression comment: `<!-- vetter: ignore[unsourced-assertion, VET2] -- reason -->`.

    action: ignore, off or on; rules: the names, ids or prefixes in the brackets, empty for all of them.
    `covers` are the stretches of the text it silences; start and end are those of the comment itself.
    """

    start: int
    end: int
    action: str
    rules: tuple[str, ...]
    reason: str
    covers: tuple[tuple[int, int], ...]


class Unread(NamedTuple):
    """A suppression comment that cannot be read: its line, and what is wrong with it."""

    line: int
    problem: str


class Document(NamedTuple):
    """A draft ready to be read. `prose` is as long as `source.text`; english is False when nothing should be judged."""

    source: Source
    prose: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    directives: tuple[Directive, ...]
    english: bool
    unread: tuple[Unread, ...] = ()


def build(source: Source, layout: Layout, summary_headings: tuple[str, ...] = SUMMARY_HEADINGS) -> Document:
    """The draft as a document. `summary_headings` open a summary, in small letters and without their punctuation."""
    blocks = tuple(_roles(layout, frozenset(summary_headings)))
    unread: list[Unread] = []
    directives = tuple(_directives(source, layout, blocks, unread))
    return Document(source, layout.prose, blocks, layout.citations, directives, is_english(layout.prose), tuple(unread))


NUMBERING = " \t.:;–—-*#()0123456789"
_SELF = ("we", "this report", "this assessment", "this update", "this product", "this brief", "this paper")
_ABSTAIN = ("do not", "does not", "will not")
_TREAT = ("report", "cover", "address", "describe", "assess", "evaluate", "discuss")
_MADE = ("prepared", "written", "produced", "published", "funded", "updated", "corrected", "translated", "compiled")
BOILERPLATE = (
    *(f"{who} {no} {verb}" for who in _SELF for no in _ABSTAIN for verb in _TREAT),
    *(f"{who} {was} {made}" for who in _SELF[1:] for was in ("was", "has been") for made in _MADE),
    "editor's note", "editors' note", "correction:", "clarification:", "disclaimer:", "disclosure:",
    "the views expressed", "the opinions expressed", "all rights reserved", "©", "click here ", "sign up ",
    "subscribe ",
)  # fmt: skip
OPENERS = frozenset(opening.split()[0] for opening in BOILERPLATE)
CREDITS = (" contributed reporting", " contributed to this report", " contributed to this story")


def _roles(layout: Layout, summaries: frozenset[str]) -> Iterator[Block]:
    """Each block with its role: what it says of itself first, then the section it stands in."""
    section = "lead" if _is_sectioned(layout) else ""
    opening, titled, listed, level = True, False, False, 0
    for block in layout.blocks:
        text = layout.prose[block.start : block.end]
        if block.kind == "heading" and block.level == 1 and not titled:
            titled = True
            yield block._replace(role="title")
        elif opening and block.kind in ("heading", "paragraph") and lines.is_dateline(text, titled):
            yield block._replace(role="dateline")
        elif block.kind == "heading":
            opening = False
            named = _section(text, summaries)
            introduces = section == "takeaway" and text[-1] == ":"  # a list, and is no heading of its own
            if named or (not introduces and (section not in LASTING or block.level <= level)):
                section, level, listed = named, block.level, False
            yield block._replace(role="heading")
        else:
            opening = opening and block.kind == "front-matter"
            own = _own_role(block, text)
            if section == "takeaway" and (own == "meta" or (listed and block.kind == "paragraph" and not own)):
                section = ""  # what the author says of the report, or prose after a list, closes the summary
            listed = listed or block.kind == "list-item"
            yield block._replace(role=own or section or "body")


def _is_sectioned(layout: Layout) -> bool:
    """Whether any heading but the title stands in it."""
    titled = False
    for block in layout.blocks:
        if block.kind != "heading":
            continue
        if block.level == 1 and not titled:
            titled = True
        elif not lines.is_dateline(layout.prose[block.start : block.end], titled):
            return True
    return False


def _section(heading: str, summaries: frozenset[str]) -> str:
    name = " ".join(heading.strip(NUMBERING).lower().replace("’", "'").split())
    return "takeaway" if name in summaries else SECTION_OF.get(name, "")


def _own_role(block: Block, text: str) -> str:
    if block.kind == "footnote":
        return "references"
    if block.kind == "front-matter" or _is_boilerplate(text):
        return "meta"
    if lines.is_caption(text):
        return "caption"
    if block.kind == "paragraph" and lines.is_legend(text):
        return "legend"
    if _is_entry(text):
        return "references"
    return ""


def _is_boilerplate(text: str) -> bool:
    head = text[:160].lower().replace("’", "'")
    if head.partition(" ")[0] in OPENERS and head.startswith(BOILERPLATE):
        return True
    return " contributed " in head and any(credit in head for credit in CREDITS)


def _is_entry(text: str) -> bool:
    """An address, numbered or not, that takes up most of the block: "[12] https://example.org/report"."""
    entry = text.lstrip(NUMBERING + "[]^")
    if not entry.startswith(("http", "hxxp", "www.")):
        return False
    return " " not in entry or 2 * sum(end - start for start, end, _, _ in lines.addresses(text)) > len(text)


# Compiled when a comment asks for it, which it does in few drafts.
_DIRECTIVE = r"(?i)\s*vetter(?:\s*:|\s+(?=(?:ignore|off|on|disable|enable)\b))"
_INSTRUCTION = r"(?i)\s*vetter\s*:?\s*(?P<action>ignore|off|on)\b\s*(?:\[(?P<listed>[^\[\]]*)\]|(?P<bare>[\w,\s-]*))\s*"
_REASON = r"(?:(?<=[\s\]])-+(?=\s)|--+|[—–])"
_NAME = r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*"
_REMEDY = 'write "vetter: ignore[{0}] -- reason", "vetter: off[{0}] -- reason" or "vetter: on"'
_ID = r"(?i)\bVET[0-9]+\b"
_LINE_END = r"\r\n|\r|\n"


def _directives(source: Source, layout: Layout, blocks: tuple[Block, ...], unread: list[Unread]) -> Iterator[Directive]:
    """What each comment silences: its own line when other text stands there, else what follows; or up to an "on"."""
    meant = (comment for comment in layout.comments if re.match(_DIRECTIVE, comment.text))
    read = [(comment, directive) for comment in meant if (directive := _instruction(source, comment, unread))]
    if not read:
        return
    breaks = [match.span() for match in re.finditer(_LINE_END, source.text)]
    until: dict[frozenset[str], int] = {}  # where the nearest "on" for these rules stands, nothing being all of them
    written: dict[tuple[int, int], bool] = {}  # whether other text stands on this line
    following: dict[int, tuple[tuple[int, int], ...]] = {}  # what a comment before this block is about
    last_first: list[Directive] = []
    for comment, directive in reversed(read):
        rules = frozenset(directive.rules)
        covers: tuple[tuple[int, int], ...] = ()
        if directive.action == "ignore":
            line = _line(comment, breaks, len(source.text))
            if line not in written:
                written[line] = bool(layout.prose[slice(*line)].strip())
            if comment.block not in following:
                following[comment.block] = _following(blocks, comment.block)
            covers = (line,) if written[line] else following[comment.block]
        elif directive.action == "off":
            close = min(until.get(key, len(source.text)) for key in (rules, frozenset[str]()))
            covers = ((comment.end, close),)
        else:
            until[rules] = comment.start
        last_first.append(directive._replace(covers=covers))
    yield from reversed(last_first)


_WHOLES = ("list-item", "table", "quote")  # kinds of which many blocks make one list, table or quotation


def _following(blocks: tuple[Block, ...], first: int) -> tuple[tuple[int, int], ...]:
    """The block a comment stands before; before the first item of a list, all its items. So with tables and quotes."""
    if first == len(blocks):
        return ()
    kind, last = blocks[first].kind, first
    if kind in _WHOLES and (first == 0 or blocks[first - 1].kind != kind):
        last = next((at for at in range(first, len(blocks)) if blocks[at].kind != kind), len(blocks)) - 1
    return ((blocks[first].start, blocks[last].end),)


def _instruction(source: Source, comment: Comment, unread: list[Unread]) -> Directive | None:
    said, *reasons = re.split(_REASON, comment.text, maxsplit=1)
    match = re.fullmatch(_INSTRUCTION, said)
    names = _names(match) if match else None
    closed = source.text.endswith("-->", comment.start, comment.end)
    if match is None or names is None or not closed:
        line = 1 + len(re.findall(_LINE_END, source.text[: comment.start]))
        shown = "".join(sign if sign.isprintable() else " " for sign in comment.text[:200])
        shown = " ".join(shown.split())
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        remedy = _REMEDY.format(", ".join(re.findall(_ID, comment.text[:200])) or "rule")
        wrong = f"cannot read '{shown}'; {remedy}" if closed else f"'{shown}' is never closed; end it with -->"
        unread.append(Unread(line, f"suppression comment: {wrong}"))
        return None
    reason = " ".join("".join(reasons).split())
    return Directive(comment.start, comment.end, match["action"].lower(), names, reason, ())


def _names(match: re.Match[str]) -> tuple[str, ...] | None:
    """The rules named; None when a list holds something else, or nothing."""
    listed = match["listed"]
    names = tuple((listed if listed is not None else match["bare"] or "").replace(",", " ").split())
    if (listed is not None and not names) or not all(re.fullmatch(_NAME, name) for name in names):
        return None
    return names


def _line(comment: Comment, breaks: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """The line or lines a comment stands on."""
    before, after = bisect_right(breaks, (comment.start, 0)), bisect_left(breaks, (comment.end, 0))
    return breaks[before - 1][1] if before else 0, breaks[after][0] if after < len(breaks) else length


ENGLISH = lines.word_set(
    """the and to of that with for from by which this these were are is have been it its their they not at but would
    could said or after has had his who about"""
)
FOREIGN = lines.word_set(
    """de der das und ist nicht ein eine mit von dem sich auf für het een van dat niet zijn voor le les des et est une
    dans que qui pour pas du au el los las un una por con del il di che per non della os em um uma não og det som på er
    af til ikke av för och att är na się że nie jest ve bir bu je se ja ei"""
)
SAMPLE_CHARACTERS = 12_000
LEAST_FOREIGN = 20  # letters
_ASCII = late(r"[\x00-\x7f]+")


def is_english(prose: str) -> bool:
    """Whether the draft can be judged: it is short, or in Latin letters with English function words in the lead."""
    sample = prose.lstrip()[:SAMPLE_CHARACTERS].lower()
    if not sample.isascii() and _is_mostly_foreign_script(sample):
        return False
    words = sample.split()
    found = sum(map(ENGLISH.__contains__, words))
    foreign = sum(map(FOREIGN.__contains__, words))
    return len(words) < 20 or (found >= foreign and 40 * (found + 1) >= len(words))


def _is_mostly_foreign_script(sample: str) -> bool:
    foreign = sum(sign.isalpha() and not _is_latin(sign) for sign in _ASCII.sub("", sample))
    return foreign >= LEAST_FOREIGN and 2 * foreign > sum(map(str.isalpha, sample))


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
