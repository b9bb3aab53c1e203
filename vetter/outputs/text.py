"""Reports for people: each finding with its line, the stretch underlined, the places to be held against it, and what
could be done."""

from collections.abc import Iterator
from functools import lru_cache

from vetter.findings import Finding
from vetter.outputs import Lines, Look, Place, Tally, Texts, called, is_fixable, notes, painted, summary, visible
from vetter.report import Report
from vetter.values import NamedTuple

TAB = 4
MOST_LINES = 3
COLOURS = {"error": "31", "warning": "33", "info": "34"}
ELSEWHERE = "36"
"""The colour of the places that a finding is held against."""


def write(reports: Tally, look: Look) -> Iterator[str]:
    for report in reports:
        yield from _report(report, look)
    yield summary(reports)
    yield _fixes(reports, look)


def _report(report: Report, look: Look) -> Iterator[str]:
    texts = Texts()
    lines = texts[report.source.text]
    for finding in report.findings:
        if look.suppressed or finding.suppressed is None:
            yield "\n".join(_finding(finding, report.name, lines, texts, look)) + "\n\n"
    yield from notes(report, look)


def _finding(finding: Finding, name: str, lines: Lines, texts: Texts, look: Look) -> Iterator[str]:
    place = lines.place(finding.start, finding.end)
    severity = painted(finding.severity, COLOURS[finding.severity], look)
    where = f"{painted(visible(name), '1', look)}:{place.line}:{place.column}"
    rule_name = called(finding.rule, finding.name).removeprefix(finding.rule)
    fixable = f" [{painted('*', '36', look)}]" if is_fixable(finding, look) else ""
    yield f"{where}: {severity} {painted(finding.rule, '1', look)}{fixable}{rule_name}{_reason(finding)}"
    yield f"  {visible(finding.message)}"
    others = [texts[related.text].place(related.start, related.end) for related in finding.related]
    focus = _focus(lines, finding.focus)
    gutter = " " * len(str(max(each.end_line for each in (place, *others))))
    if finding.end:
        yield f"{gutter} |"
        yield from _excerpt(place, lines, gutter, look, Mark(place, "^", COLOURS[finding.severity], focus))
    for related, other in zip(finding.related, others, strict=True):
        yield f"{gutter} = see {visible(related.path)}:{other.line}:{other.column}: {visible(related.note)}"
        if related.end:
            told = texts[related.text]
            under = _focus(told, related.focus) or other
            yield from _excerpt(other, told, gutter, look, Mark(under, "-", ELSEWHERE))
    if finding.suggestions:
        yield f"{gutter} = help: {visible('; '.join(finding.suggestions))}"


def _reason(finding: Finding) -> str:
    if finding.suppressed is None:
        return ""
    return f" (suppressed: {visible(finding.suppressed) or 'no reason given'})"


class Mark(NamedTuple):
    """What is underlined, and with what; `focus` are the words of it that must be seen."""

    place: Place
    sign: str
    colour: str
    focus: Place | None = None


def _focus(lines: Lines, stretch: tuple[int, int]) -> Place | None:
    return lines.place(*stretch) if stretch[1] else None


def _excerpt(place: Place, lines: Lines, gutter: str, look: Look, mark: Mark) -> Iterator[str]:
    """The lines of a place, of many those around its focus. Where a line is too long for the screen the focus stays in
    view."""
    last = place.end_line - (place.end_column == 1 and place.end_line > place.line)
    wanted = (mark.focus or mark.place).line
    begin = max(place.line, min(wanted - 1, last - MOST_LINES + 1))
    end = min(last, begin + MOST_LINES - 1)
    if begin > place.line:
        yield f"{gutter} | …"
    for line in range(begin, end + 1):
        start, after = lines.span(line)
        text = lines.text[start:after]
        marked = _is_on(mark.place, line)
        seen = _within(mark.focus, line, text) if mark.focus and _is_on(mark.focus, line) else None
        drawn = _draw(text, *_within(mark.place if marked else place, line, text), look.width - len(gutter) - 3, seen)
        yield f"{line:>{len(gutter)}} | {drawn.text}".rstrip()
        if marked:
            yield f"{gutter} | {' ' * drawn.before}{painted(mark.sign * drawn.under, mark.colour, look)}"
    if last > end:
        yield f"{gutter} | …"


def _is_on(place: Place, line: int) -> bool:
    return place.line <= line <= place.end_line


def _within(place: Place, line: int, text: str) -> tuple[int, int]:
    """The columns of a place on one of its lines."""
    first = place.column - 1 if line == place.line else len(text) - len(text.lstrip())
    after = place.end_column - 1 if line == place.end_line else len(text.rstrip())
    return first, max(first, min(after, len(text)))


class Drawn(NamedTuple):
    """A line as it stands on the screen, with the columns before the underlined stretch and under it."""

    text: str
    before: int
    under: int


COMMON = "–—‘’“”…·•éèüöäñç"
"""Characters beyond ASCII that drafts are full of, one column wide each: no table need be asked for them."""


class Cell(NamedTuple):
    """A character as shown, and how many columns it takes."""

    shown: str
    width: int


def _draw(text: str, first: int, after: int, room: int, focus: tuple[int, int] | None = None) -> Drawn:
    """The part of a line around text[first:after] that fits into `room` columns, with … where it is cut.

    Of a stretch that does not fit what is around its focus is shown, or both ends. Only the neighbourhood of these is
    looked at: a line may be a hundred thousand characters long.
    """
    middle = first, after
    if not _fits(text, room) and not _fits(text[first:after], room - 2):
        if focus is None or not _fits(text[slice(*focus)], room - 2):
            return _draw_ends(text, first, after, room)
        middle = focus
    near, far = max(0, middle[0] - room), min(len(text), middle[1] + room)
    cells = [_cell(character) for character in text[near:far]]
    low, high = _window([cell.width for cell in cells], middle[0] - near, middle[1] - near, room)
    head = "…" if near + low > 0 else ""
    tail = "…" if near + high < len(text) else ""
    begin, end = max(low, first - near), min(high, after - near)
    before = len(head) + sum(cell.width for cell in cells[low:begin])
    under = sum(cell.width for cell in cells[begin:end])
    return Drawn(head + "".join(cell.shown for cell in cells[low:high]) + tail, before, max(1, under))


def _fits(text: str, room: int) -> bool:
    return len(text) <= room and sum(_cell(sign).width for sign in text) <= room


BETWEEN = " … "


def _draw_ends(text: str, first: int, after: int, room: int) -> Drawn:
    """The beginning and the end of a long stretch, with what is left out between them."""
    head, tail = "…" if first else "", "…" if after < len(text) else ""
    half = max(1, (room - len(head) - len(BETWEEN) - len(tail)) // 2)
    begin = _fitting(text[first : min(after, first + half)], half)
    end = _fitting(text[max(first, after - half) : after][::-1], half)[::-1]
    shown = [_cell(sign) for sign in begin.rstrip()]
    shown += [Cell(BETWEEN, len(BETWEEN)), *(_cell(sign) for sign in end.lstrip())]
    drawn = "".join(cell.shown for cell in shown)
    return Drawn(head + drawn + tail, len(head), sum(cell.width for cell in shown))


def _fitting(text: str, room: int) -> str:
    """As much of the beginning as fits."""
    for at, sign in enumerate(text):
        room -= _cell(sign).width
        if room < 0:
            return text[:at]
    return text


def _window(widths: list[int], first: int, after: int, room: int) -> tuple[int, int]:
    """The cells to show: all if they fit, else the stretch with what room is left shared between both sides."""
    if sum(widths) <= room:
        return 0, len(widths)
    room -= 2
    spare = max(0, room - sum(widths[first:after])) // 2
    low = first
    while low and spare >= widths[low - 1]:
        low -= 1
        spare -= widths[low]
    while low < first and not widths[low]:  # never begin with a combining character
        low += 1
    high = low
    while high < len(widths) and room >= widths[high]:
        room -= widths[high]
        high += 1
    return low, high


@lru_cache(maxsize=1024)
def _cell(character: str) -> Cell:
    if " " <= character <= "~" or character in COMMON:
        return Cell(character, 1)
    if character == "\t":
        return Cell(" " * TAB, TAB)
    shown = visible(character)
    if shown != character:
        return Cell(shown, len(shown))
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me"):
        return Cell(character, 0)
    return Cell(character, 2 if unicodedata.east_asian_width(character) in "WF" else 1)


def _fixes(tally: Tally, look: Look) -> str:
    """What could be fixed at once."""
    hidden = 0 if look.unsafe else tally.fixes["unsafe"]
    more = f" ({hidden} hidden fix{'es' * (hidden > 1)} can be enabled with `--unsafe-fixes`)" if hidden else ""
    if on_offer := tally.fixable(look.unsafe):
        return f"[{painted('*', '36', look)}] {on_offer} fixable with `--fix`{more}.\n"
    return f"No fixes available{more}.\n" if hidden else ""
