"""Plain text: paragraphs from lines, wrapped or not, and the habits of people who write without markup.

Marks that are no prose (bullets, quote marks, rules, fences, comments) are blanked; the rest stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from vetter import lines
from vetter.layout import Block, Layout
from vetter.lines import Stretch
from vetter.patterns import late

Blanks = list[Stretch]
Group = list[Stretch]

_LINE = late(r"\S(?:[^\r\n]*\S)?")
_LINE_END = late(r"\r\n|\r|\n")
_ADJACENT = frozenset(("\n", "\r\n", "\r"))
_FENCE = late(r"(?:^|(?<=[\r\n]))[ \t]*+(`{3,}|~{3,})[^\r\n`]*+")
_MARK = late(
    r"""(?P<quote>(?:>[^\S\r\n]?)++(?:(?<=\s)|(?!\d)))
      | (?P<heading>\#{1,6})[^\S\r\n]+(?=\S)
      | (?P<rule>([=_~*-])[^\S\r\n]*+(?:\4[^\S\r\n]*+){2,})$
      | (?P<footnote>\[\^[\w-]{1,20}\]:|\[\d{1,4}\]:?(?=[^\S\r\n][^\r\n]*(?:https?|hxxps?)://))[^\S\r\n]*
      | (?P<item>[-*+•◦▪‣·●][^\S\r\n]+(?=\S)|[•◦▪‣●](?=\S))
      | (?P<weak>(?:–|\d{1,3}[.)]|\([a-zA-Z\d]{1,4}\)|[a-zA-Z]\))[^\S\r\n]+(?=\S))""",
    re.VERBOSE,
)
_MARK_SIGNS = frozenset(">#=_~*-[+•◦▪‣·●–(0123456789")
_HEADER = late(
    r"(?:title|subtitle|url|link|date|published|updated|authors?|source|tags|category|id|from|to|subject):\s",
    re.IGNORECASE,
)
_CODE = late(r"[{}<>=$\\|;]|\w\(")
_CODE_LINE = late(
    r"""[$@]\w+\s*= | // | /\* | \*/ | </?\w[^<>]*>\s*(?:.*</\w+>)?$ | "[\w.-]+"\s*:\s*\S | [{}\])]+[;,]?$
      | (?:PS\s)?[A-Za-z]:\\\S | [\w.$\[\]]+\s*[-+*|]?=(?!\s*=)\s*\S | \w[\w.]*\([^()]*\)\s*[;:{]?$
      | .*[^\S\r\n](?:ascii|fullword|wide|nocase)$ | .*(?:\w\(|[{}\[\]=<>"\\]).*;$ | .*\{$""",
    re.VERBOSE,
)
_LONGEST_CODE = 400  # characters of a line
_LEAST_CODE = 2  # lines: one that looks like code may still be prose
_PIPE_RULE = late(r"[|+:=\s-]*")
_KINDS = {
    "quote": "quote",
    "heading": "heading",
    "rule": "paragraph",
    "footnote": "footnote",
    "item": "list-item",
    "weak": "list-item",
}


def parse(text: str) -> Layout:
    fenced = list(_fenced(text))
    prose = lines.blank_out(text, fenced)
    comments = list(lines.comments(prose))
    prose = lines.blank_out(prose, [(comment.start, comment.end) for comment in comments])
    blanks: Blanks = []
    blocks = [Block(start, end, "code") for start, end in fenced]
    for group in _groups(prose):
        blocks += _group_blocks(prose, group, not blocks, blanks)
    if fenced:
        blocks.sort()
    prose = lines.blank_out(prose, blanks)
    starts = [block.start for block in blocks]
    placed = tuple(comment._replace(block=bisect_left(starts, comment.end)) for comment in comments)
    return Layout(prose, tuple(blocks), tuple(sorted(lines.addresses(prose))), placed)


def _fenced(text: str) -> Iterator[Stretch]:
    if "```" not in text and "~~~" not in text:
        return
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1].startswith(opened[1]) and fence[0].strip() == fence[1]:
            yield opened.start(1), fence.end()
            opened = None


def _groups(prose: str) -> Iterator[Group]:
    """Runs of adjacent lines that are not blank, each line as its stretch without blanks at either side."""
    group: Group = []
    for match in _LINE.finditer(prose):
        span = match.span()
        if group and not _adjacent(prose[group[-1][1] : span[0]]):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _adjacent(gap: str) -> bool:
    return gap in _ADJACENT or len(_LINE_END.findall(gap)) == 1


def _group_blocks(prose: str, group: Group, opening: bool, blanks: Blanks) -> list[Block]:
    if opening and len(group) > 1 and all(_HEADER.match(prose, *line) for line in group):
        blanks += group
        return [Block(group[0][0], group[-1][1], "front-matter")]
    if all(_indented(prose, start) for start, _ in group) and _is_code(prose, group):
        blanks += group
        return [Block(group[0][0], group[-1][1], "code")]
    if _is_table(prose, group):
        return list(_cells(prose, group, blanks))
    blocks: list[Block] = []
    for coded, run in _told_apart(prose, group):
        if coded:
            blanks += run
            blocks.append(Block(run[0][0], run[-1][1], "code"))
        else:
            blocks += _text_blocks(prose, run, blanks)
    if opening and blocks and blocks[0].level == 2 and not lines.is_dateline(prose[blocks[0].start : blocks[0].end]):
        blocks[0] = blocks[0]._replace(level=1)
    return blocks


def _indented(prose: str, start: int) -> bool:
    return prose[start - 1 : start] == "\t" or prose[max(0, start - 4) : start] == "    "


def _is_code(prose: str, group: Group) -> bool:
    return all(prose[end - 1] not in ".!?”" for _, end in group) and any(_CODE.search(prose, *line) for line in group)


def _told_apart(prose: str, group: Group) -> Iterator[tuple[bool, Group]]:
    """The lines of a group in runs of code, whatever its indent, and of text; a line between two of code is code."""
    looks = [_looks_coded(prose, line) for line in group]
    coded = [look or (0 < at < len(looks) - 1 and looks[at - 1] and looks[at + 1]) for at, look in enumerate(looks)]
    if sum(coded) < _LEAST_CODE:
        yield False, group
        return
    at = 0
    runs: list[tuple[bool, Group]] = []
    for kind, lines_of_kind in groupby(coded):
        size = sum(1 for _ in lines_of_kind)
        is_code = kind and size >= _LEAST_CODE
        if runs and runs[-1][0] == is_code:
            runs[-1][1].extend(group[at : at + size])
        else:
            runs.append((is_code, group[at : at + size]))
        at += size
    yield from runs


def _looks_coded(prose: str, line: Stretch) -> bool:
    start, end = line
    return (
        end - start < _LONGEST_CODE and prose[end - 1] not in ".!?”" and _CODE_LINE.match(prose, start, end) is not None
    )


def _is_table(prose: str, group: Group) -> bool:
    """Several lines cut alike by tabs or upright strokes, or one that is cut often."""
    for sign, least in (("\t", 1), ("|", 2)):
        if prose.find(sign, group[0][0], group[0][1]) < 0:
            continue
        cuts = [prose.count(sign, *line) for line in group]
        if min(cuts) >= (least if len(group) > 1 else 3):
            return True
    return False


def _cells(prose: str, group: Group, blanks: Blanks) -> Iterator[Block]:
    sign = "\t" if "\t" in prose[slice(*group[0])] else "|"
    for start, end in group:
        if _PIPE_RULE.fullmatch(prose, start, end):
            blanks.append((start, end))
            continue
        at = start
        for cell in prose[start:end].split(sign):
            if words := cell.strip():
                first = at + cell.index(words)
                yield Block(first, first + len(words), "table")
            at += len(cell) + 1
            if sign == "|" and at <= end:
                blanks.append((at - 1, at))


def _text_blocks(prose: str, group: Group, blanks: Blanks) -> Iterator[Block]:
    width = max(end - start for start, end in group)
    for kind, level, run in _runs(prose, group, width, blanks):
        if kind == "heading":
            yield Block(*run[0], kind, level)
            continue
        for start, end, heading in lines.paragraphs(prose, run, width) if run else ():
            if heading and kind != "quote" and (kind == "paragraph" or start != run[0][0]):
                yield Block(start, end, "heading", 2)
            else:
                yield Block(start, end, "paragraph" if kind == "list-item" and start != run[0][0] else kind)


def _runs(prose: str, group: Group, width: int, blanks: Blanks) -> Iterator[tuple[str, int, Group]]:
    """Lines that may belong to one another, with the kind of block their mark makes of them and a heading's level."""
    run: Group = []
    kind = "paragraph"
    for start, end in group:
        mark = _mark(prose, start, end)
        if mark and mark.lastgroup == "weak" and kind == "paragraph" and _unfinished(prose, run, width):
            mark = None
        if mark is None:
            if kind == "quote":
                yield kind, 0, run
                run, kind = [], "paragraph"
            run.append((start, end))
            continue
        blanks.append(mark.span())
        rest = [(mark.end(), end)] if mark.end() < end else []
        if mark.lastgroup == kind == "quote" and rest:
            run += rest
            continue
        underlined = mark.lastgroup == "rule" and kind == "paragraph" and _is_title(prose, run, prose[start])
        yield kind, 0, run[:-1] if underlined else run
        if underlined:
            yield "heading", "=-".index(prose[start]) + 1, run[-1:]
        run, kind = rest, _KINDS[str(mark.lastgroup)]
        if kind == "heading":
            yield kind, len(mark["heading"]), rest
            run, kind = [], "paragraph"
    yield kind, 0, run


def _mark(prose: str, start: int, end: int) -> re.Match[str] | None:
    if prose[start] in _MARK_SIGNS or prose.startswith(")", start + 1):
        return _MARK.match(prose, start, end)
    return None


def _is_title(prose: str, run: Group, rule: str) -> bool:
    """Whether a rule right below underlines the last line rather than closing a paragraph."""
    if not run or rule not in "=-" or (len(run) > 1 and not lines.is_ended(prose, *run[-2])):
        return False
    return rule == "=" or prose[run[-1][1] - 1] not in lines.STOPS


def _unfinished(prose: str, run: Group, width: int) -> bool:
    """Whether the last line was broken for length, so that a number at the start of the next one counts nothing."""
    if not run:
        return False
    start, end = run[-1]
    return end - start >= 0.7 * width and prose[end - 1] not in lines.PAUSES
