"""How reports and readings are written. Lines and columns exist only here; `OUTPUTS` lists the formats.

A writer takes the reports one by one and yields pieces of text, so that no more than one draft need be held at a time.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from importlib import import_module

from vetter.errors import VetterError
from vetter.findings import SEVERITIES, Edit, Finding, Fix, Related
from vetter.ledger import Reading
from vetter.report import Compared, Problem, Report
from vetter.values import Any, NamedTuple, Protocol

OUTPUTS = {
    "text": ("vetter.outputs.text", "write"),
    "json": ("vetter.outputs.json", "write"),
    "jsonl": ("vetter.outputs.json", "write_lines"),
    "sarif": ("vetter.outputs.sarif", "write"),
    "github": ("vetter.outputs.github", "write"),
    "gitlab": ("vetter.outputs.gitlab", "write"),
    "junit": ("vetter.outputs.junit", "write"),
    "checkstyle": ("vetter.outputs.checkstyle", "write"),
    "rdjson": ("vetter.outputs.rdjson", "write"),
    "vale": ("vetter.outputs.vale", "write"),
}
STATISTICS = {
    "text": ("vetter.outputs.statistics", "write"),
    "json": ("vetter.outputs.statistics", "write_json"),
}
COMPARISONS = {
    **OUTPUTS,
    "table": ("vetter.outputs.changes_table", "write"),
    "json": ("vetter.outputs.json", "write_comparison"),
    "jsonl": ("vetter.outputs.json", "write_comparison_lines"),
}
DIFF = ("vetter.outputs.diff", "write")
JOB_SUMMARY = ("vetter.outputs.job_summary", "write")
CLAIM_OUTPUTS = {
    "table": ("vetter.outputs.claims_table", "write"),
    "json": ("vetter.outputs.claims_json", "write"),
    "csv": ("vetter.outputs.claims_csv", "write"),
}

SOURCE_OUTPUTS = {
    "table": ("vetter.outputs.sources_table", "write"),
    "json": ("vetter.outputs.sources_json", "write"),
    "csv": ("vetter.outputs.sources_csv", "write"),
}


class Look(NamedTuple):
    """How a report is to look: in colour, with suppressed findings, how many columns wide.

    `unsafe` says that unsafe fixes are on offer too; `terminal` that the text goes to a screen as it is; `untraced`
    that the claims are wanted that no source holds.
    """

    colour: bool = False
    suppressed: bool = False
    width: int = 100
    unsafe: bool = False
    terminal: bool = False
    untraced: bool = False


class Writer(Protocol):
    """Writes the reports of a run as they come, and holds none of them: what it yields is text, which together ends
    with a line feed, whether there are reports or not.

    `shown` gives the findings that are to be written, `Lines` their places. When the last report has gone by, the tally
    is whole: `errors`, what could not be read, is part of every format but `text`, beside which standard error has it;
    `notes` of every format with a place for them. What a draft holds is escaped as the format wants it, or by
    `visible`. Neither the clock nor the machine may show: the same drafts give the same text.
    """

    def __call__(self, reports: Tally, look: Look) -> Iterator[str]: ...


class ReadingWriter(Protocol):
    """Writes what was understood of drafts, in the same way."""

    def __call__(self, readings: Iterable[Reading], look: Look) -> Iterator[str]: ...


def writer(name: str) -> Writer:
    return _writer(*OUTPUTS[name])


def statistics_writer(name: str) -> Writer:
    if name not in STATISTICS:
        raise VetterError("--statistics", f"is written as {' or '.join(STATISTICS)}; choose one with --format")
    return _writer(*STATISTICS[name])


def comparison_writer(name: str) -> Writer:
    return _writer(*COMPARISONS[name])


def diff_writer() -> Writer:
    return _writer(*DIFF)


def job_summary_writer() -> Writer:
    return _writer(*JOB_SUMMARY)


def _writer(module: str, function: str) -> Writer:
    write: Writer = getattr(import_module(module), function)
    return write


def claim_writer(name: str) -> ReadingWriter:
    return _reading_writer(*CLAIM_OUTPUTS[name])


def source_writer(name: str) -> ReadingWriter:
    return _reading_writer(*SOURCE_OUTPUTS[name])


def _reading_writer(module: str, function: str) -> ReadingWriter:
    write: ReadingWriter = getattr(import_module(module), function)
    return write


class Place(NamedTuple):
    """Line and column, both from 1, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line of which it has anything."""
        return self.end_line - (self.end_column == 1 and self.end_line > self.line)


class Lines:
    """The lines of a text, ended by LF, CRLF or CR and by nothing else."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]

    @property
    def count(self) -> int:
        return len(self._starts)

    def place(self, start: int, end: int) -> Place:
        return Place(*self._position(start), *self._position(end))

    def stretch(self, start: int, end: int) -> dict[str, Any]:
        """A stretch of the text as JSON tells it."""
        return {"start": start, "end": end, **self.place(start, end)._asdict(), "text": self.text[start:end]}

    def span(self, line: int) -> tuple[int, int]:
        """Where a line starts and ends, its line end left out."""
        start = self._starts[line - 1]
        after = self._starts[line] if line < len(self._starts) else len(self.text)
        return start, start + len(self.text[start:after].rstrip("\r\n"))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Texts(dict[str, Lines]):
    """The lines of each text that is pointed at, worked out once however many findings do so."""

    def __missing__(self, text: str) -> Lines:
        self[text] = Lines(text)
        return self[text]


class Tally:
    """The reports of a run, counted as they go by; the counts are whole when the last one has."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = reports
        self.files = self.unchecked = self.sentences = self.claims = self.suppressed = self.failing = self.hidden = 0
        self.fixed = self.baselined = self.gone = self.unchanged = self.held = self.met = 0
        self.compared: list[tuple[Report, Compared]] = []
        self.severities = dict.fromkeys(reversed(SEVERITIES), 0)
        self.fixes = {"safe": 0, "unsafe": 0}
        self.errors: list[Problem] = []
        self.notes: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[Report]:
        for report in self._reports:
            self._count(report)
            yield report

    def _count(self, report: Report) -> None:
        self.files += report.checked
        self.unchanged += report.unchanged
        self.unchecked += not report.checked and not report.unchanged and bool(report.errors)
        self.sentences += report.sentences
        self.claims += report.claims
        self.failing += report.failing
        self.hidden += report.hidden
        self.errors += report.errors
        self.fixed += report.fixed
        self.baselined += report.baselined
        self.gone += report.gone
        if report.compared is not None:
            self.compared.append((report, report.compared))
            self.held += report.compared.claims
            self.met += report.compared.found if report.compared.looked else 0
        self.notes += ((report.name, note) for note in report.notes)
        if report.gone:
            self.notes.append((report.name, f"no longer found here, though in the baseline: {report.gone}"))
        for finding in report.findings:
            if finding.suppressed is None:
                self.severities[finding.severity] += 1
                if finding.fix is not None:
                    self.fixes[finding.fix.applicability] += 1
            else:
                self.suppressed += 1

    @property
    def findings(self) -> int:
        return sum(self.severities.values())

    def fixable(self, unsafe: bool) -> int:
        """How many findings have a fix on offer."""
        return self.fixes["safe"] + (self.fixes["unsafe"] if unsafe else 0)

    @property
    def exit_code(self) -> int:
        return 2 if self.errors else 1 if self.failing else 0


def shown(report: Report, look: Look) -> Iterator[tuple[Finding, str]]:
    """The findings to be written, each with its fingerprint."""
    return (
        pair
        for pair in zip(report.findings, fingerprints(report), strict=True)
        if look.suppressed or pair[0].suppressed is None
    )


def is_fixable(finding: Finding, look: Look) -> bool:
    """Whether the fix of a finding is on offer."""
    fix = finding.fix
    return fix is not None and finding.suppressed is None and (look.unsafe or fix.applicability == "safe")


def as_one(fix: Fix, text: str) -> Edit:
    """The edits of a fix as a single one, with what stands between them."""
    edits = sorted(fix.edits, key=lambda edit: (edit.start, edit.end))
    start, end = edits[0].start, max(edit.end for edit in edits)
    whole, at = "", start
    for edit in edits:
        whole += text[at : edit.start] + edit.text
        at = edit.end
    return Edit(start, end, whole + text[at:end])


def from_top(path: str, variable: str) -> str:
    """The path as a server knows it: from the top of the repository, which this variable of its jobs names."""
    try:
        return os.path.relpath(path, os.environ.get(variable) or os.curdir).replace(os.sep, "/")
    except ValueError:  # it lies on another drive
        return path


def called(rule: str, name: str) -> str:
    """Id and name of a rule; one of a house's own may have its name for both."""
    return rule if name == rule else f"{rule} {name}"


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 or thing == "info" else f"{number} {thing}s"


def advice(finding: Finding, places: Iterable[str]) -> str:
    """The message with the other places, as they are named here, and what could be done, in one line."""
    others = [f"{place}: {related.note}" for place, related in zip(places, finding.related, strict=True)]
    see = f" See {'; '.join(others)}." if others else ""
    return f"{finding.message}{see}" + (f" Help: {'; '.join(finding.suggestions)}" if finding.suggestions else "")


def remark(finding: Finding, name: str, texts: Texts) -> str:
    """The advice as it stands beside the draft of this name."""
    return advice(finding, (pointed(related, name, texts) for related in finding.related))


def pointed(related: Related, name: str, texts: Texts) -> str:
    """Another place as it is named in a remark on the draft of this name."""
    line = texts[related.text].place(related.start, related.end).line
    return f"line {line}" if related.path == name else f"{related.path}:{line}"


def summary(tally: Tally) -> str:
    """What came of the run, in a line."""
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
    if tally.compared and not tally.findings:
        return f"{_compared(tally)}{tail}.\n"
    if not tally.findings:
        return f"All clear: {files}, {counted(tally.claims, 'claim')}{tail}.\n"
    return f"Found {by_severity(tally)} in {files}{tail}.\n"


def by_severity(tally: Tally) -> str:
    """How many findings there are, and of these how many of each severity."""
    each = ", ".join(counted(number, severity) for severity, number in tally.severities.items() if number)
    return f"{counted(tally.findings, 'finding')} ({each})"


def _compared(tally: Tally) -> str:
    """What came of a comparison without findings; all is clear only as far as anything could be compared."""
    what = f"{counted(tally.files, 'file')}, {counted(tally.held, 'claim')}"
    if not tally.met:
        return f"Nothing could be compared: {what}"
    return f"All clear: {what}{'' if tally.met == tally.held else f', of which {tally.met} could be compared'}"


def notes(report: Report, look: Look) -> Iterator[str]:
    """The notes on a draft, and the claims that no other text holds, where they are wanted."""
    name = visible(report.name)
    for note in report.notes:
        yield f"{name}: {painted('note', '36', look)}: {visible(note)}\n"
    if look.untraced and report.compared is not None:
        lines = Lines(report.source.text)
        for start, end, cited in report.compared.missing:
            place = lines.place(start, end)
            told = f" (cites {', '.join(map(visible, cited))})" if cited else ""
            yield f"{name}:{place.line}:{place.column}: untraced: {flat(report.source.text[start:end])}{told}\n"


def painted(text: str, colour: str, look: Look) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if look.colour else text


_AROUND = 60


def fingerprints(report: Report) -> list[str]:
    """A mark for each finding, of its rule, its words and three words around it: edits elsewhere leave it as it is."""
    seen: dict[str, int] = {}
    return [_fingerprint(content, seen) for content in (_content(report.source.text, each) for each in report.findings)]


def _content(text: str, finding: Finding) -> str:
    start, end = finding.start, finding.end
    before = text[max(0, start - _AROUND) : start].split()[-3:] if end else []
    after = text[end : end + _AROUND].split()[:3] if end else []
    return "\0".join((finding.rule, *before, "", *text[start:end].split(), "", *after))


def _fingerprint(content: str, seen: dict[str, int]) -> str:
    from hashlib import blake2b

    seen[content] = seen.get(content, 0) + 1
    return blake2b(f"{content}\0{seen[content]}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every control, direction and invisible character written out, safe for a terminal."""
    return _CONTROL.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def for_xml(text: str) -> str:
    """The text with the few characters written out that XML has no way to hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", _written_out, text)


def flat(text: str) -> str:
    """The text on one line, safe for a terminal and a spreadsheet."""
    return visible(" ".join(text.split()))


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def table_line(columns: Iterable[tuple[str, int]], cells: Iterable[str], text: str, look: Look) -> str:
    """Cells in columns as wide as given, and the text in what room is left."""
    fixed = " ".join(f"{cut(cell, width):<{width}}" for cell, (_, width) in zip(cells, columns, strict=True))
    return f"{fixed} {cut(text, max(20, look.width - len(fixed) - 1))}".rstrip() + "\n"


def csv_line(cells: Iterable[str]) -> str:
    """A line of a spreadsheet in which no cell is a formula: a draft must not run anything."""
    import csv
    import io

    out = io.StringIO()
    safe = (f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells)
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue()
