"""What a rule says about a draft. Findings are made whole and never edited; outputs decide how they look."""

from vetter.values import NamedTuple

SEVERITIES = ("info", "warning", "error")


class Edit(NamedTuple):
    """Replace `Source.text[start:end]` by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Edits that go together; applicability is "safe" or "unsafe"."""

    applicability: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """A second place a finding points at, in the file `path`, whose text is `text`.

    `focus` are the words of it that matter, (0, 0) where all of them do; `marked` says that a byte-order mark stands
    before that text.
    """

    path: str
    start: int
    end: int
    note: str
    text: str = ""
    marked: bool = False
    focus: tuple[int, int] = (0, 0)


class Finding(NamedTuple):
    """One remark on one stretch of the draft; start = end = 0 speaks of the whole document.

    `suppressed` is None for a live finding, else the reason the writer gave ("" when none was given). `sentence` is
    what the stretch was read in: when any of it changes, the finding is another one. `reason` is what was found there,
    in a few words; `focus` are the words of the stretch that matter, (0, 0) where all of them do.
    """

    rule: str
    name: str
    severity: str
    start: int
    end: int
    message: str
    fix: Fix | None = None
    suggestions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    suppressed: str | None = None
    sentence: tuple[int, int] = (0, 0)
    reason: str = ""
    focus: tuple[int, int] = (0, 0)
