"""Reports for people: each finding with its line, the stretch underlined, the places to be held against it, and what
could be done."""

from collections.abc import Iterator
from functools import lru_cache

from vetter.findings import Finding
from vetter.outputs import Lines, Look, Place, Tally, Texts, called, counted, is_fixable, visible
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
    yield _summary(reports)
    yield _fixes(reports, look)


def _report(report: Report, look: Look) -> Iterator[str]:
    texts = Texts()
    lines = texts[report.source.text]
    for finding in report.findings:
        if look.suppressed or finding.suppressed is None:
            yield "\n".join(_finding(finding, report.name, lines, texts, look)) + "\n\n"
    for note in report.notes:
        yield f"{visible(report.name)}: {_paint('note', '36', look)}: {visible(note)}\n"


def _finding(finding: Finding, name: str, lines: Lines, texts: Texts, look: Look) -> Iterator[str]:
    place = lines.place(finding.start, finding.end)
    severity = _paint(finding.severity, COLOURS[finding.severity], look)
    where = f"{_paint(visible(name), '1', look)}:{place.line}:{place.column}"
    rule_name = called(finding.rule, finding.name).removeprefix(finding.rule)
    fixable = f" [{_paint('*', '36', look)}]" if is_fixable(finding, look) else ""
    yield f"{where}: {severity} {_paint(finding.rule, '1', look)}{fixable}{rule_name}{_reason(finding)}"
    yield f"  {visible(finding.message)}"
    others = [texts[related.text].place(related.start, related.end) for related in finding.related]
    gutter = " " * len(str(max(each.end_line for each in (place, *others))))
    if finding.end:
        yield f"{gutter} |"
        yield from _excerpt(place, lines, gutter, look, "^", COLOURS[finding.severity])
    for related, other in zip(finding.related, others, strict=True):
        yield f"{gutter} = see {visible(related.path)}:{other.line}:{other.column}: {visible(related.note)}"
        if related.end:
            yield from _excerpt(other, texts[related.text], gutter, look, "-", ELSEWHERE)
    if finding.suggestions:
        yield f"{gutter} = help: {visible('; '.join(finding.suggestions))}"


def _reason(finding: Finding) -> str:
    if finding.suppressed is None:
        return ""
    return f" (suppressed: {visible(finding.suppressed) or 'no reason given'})"


def _excerpt(place: Place, lines: Lines, gutter: str, look: Look, sign: str, colour: str) -> Iterator[str]:
    last = place.last_line
    for line in range(place.line, min(last, place.line + MOST_LINES - 1) + 1):
        start, end = lines.span(line)
        text = lines.text[start:end]
        first = place.column - 1 if line == place.line else len(text) - len(text.lstrip())
        after = place.end_column - 1 if line == place.end_line else len(text.rstrip())
        drawn = _draw(text, first, max(first, min(after, len(text))), look.width - len(gutter) - 3)
        yield f"{line:>{len(gutter)}} | {drawn.text}".rstrip()
        yield f"{gutter} | {' ' * drawn.before}{_paint(sign * drawn.under, colour, look)}"
    if last > place.line + MOST_LINES - 1:
        yield f"{gutter} | …"


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


def _draw(text: str, first: int, after: int, room: int) -> Drawn:
    """The part of a line around text[first:after] that fits into `room` columns, with … where it is cut.

    Of a stretch that does not fit both ends are shown. Only the neighbourhood of these is looked at: a line may be a
    hundred thousand characters long.
    """
    if not _fits(text, room) and not _fits(text[first:after], room - 2):
        return _draw_ends(text, first, after, room)
    near, far = max(0, first - room), min(len(text), after + room)
    cells = [_cell(character) for character in text[near:far]]
    low, high = _window([cell.width for cell in cells], first - near, after - near, room)
    head = "…" if near + low > 0 else ""
    tail = "…" if near + high < len(text) else ""
    before = len(head) + sum(cell.width for cell in cells[low : first - near])
    under = sum(cell.width for cell in cells[max(low, first - near) : min(high, after - near)])
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


def _paint(text: str, colour: str, look: Look) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if look.colour else text


def _summary(tally: Tally) -> str:
    files = counted(tally.files, "file")
    tail = "".join(
        f"; {number} {what}"
        for number, what in (
            (tally.suppressed, "suppressed"),
            (tally.baselined, "in the baseline"),
            (tally.gone, "of the baseline no longer found"),
            (tally.unchanged, "unchanged"),
            (tally.hidden, "below the level shown"),
            (tally.unchecked, "could not be checked"),
            (len(tally.errors) - tally.unchecked, "not understood"),
        )
        if number
    )
    if not tally.files:
        return f"Nothing was checked{tail}.\n"
    if tally.fixed:
        found = counted(tally.fixed + tally.findings, "finding")
        return f"Found {found} ({tally.fixed} fixed, {tally.findings} remaining) in {files}{tail}.\n"
    if not tally.findings and tally.failing:
        return f"No findings shown{tail}.\n"
    if not tally.findings:
        return f"All clear: {files}, {counted(tally.claims, 'claim')}{tail}.\n"
    each = ", ".join(counted(number, severity) for severity, number in tally.severities.items() if number)
    return f"Found {counted(tally.findings, 'finding')} ({each}) in {files}{tail}.\n"


def _fixes(tally: Tally, look: Look) -> str:
    """What could be fixed at once."""
    hidden = 0 if look.unsafe else tally.fixes["unsafe"]
    more = f" ({hidden} hidden fix{'es' * (hidden > 1)} can be enabled with `--unsafe-fixes`)" if hidden else ""
    if on_offer := tally.fixable(look.unsafe):
        return f"[{_paint('*', '36', look)}] {on_offer} fixable with `--fix`{more}.\n"
    return f"No fixes available{more}.\n" if hidden else ""
