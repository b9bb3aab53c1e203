"""What came of one draft: its findings, notes and errors, ready to be written."""

import re
from collections.abc import Iterator

from vetter.errors import VetterError
from vetter.findings import Finding, Related
from vetter.folders import NONE_OWN, Own
from vetter.source import Source
from vetter.values import NamedTuple


class Problem(NamedTuple):
    """A draft, path or configuration that could not be used; `line` where there is one."""

    path: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Missing(NamedTuple):
    """A claim that stands in none of the other texts; `cited` are those of them that it names all the same."""

    start: int
    end: int
    cited: tuple[str, ...] = ()


class Difference(NamedTuple):
    """A clause of a draft that says something else than the other text, where that says it if it does at all, and what
    was found."""

    start: int
    end: int
    there: Related | None
    findings: tuple[Finding, ...]


class Compared(NamedTuple):
    """What came of holding a draft against other texts, as far as it is no finding.

    `between` says what they are to it (draft-source, draft-earlier), `others` what they are called, `looked` whether
    any rule looked. Of its `claims` those that are `missing` were found in none of them; `gone` are claims of an
    earlier version that it makes no more.
    """

    between: str
    others: tuple[str, ...]
    claims: int
    missing: tuple[Missing, ...] = ()
    gone: tuple[Related, ...] = ()
    differences: tuple[Difference, ...] = ()
    looked: bool = True

    @property
    def found(self) -> int:
        return self.claims - len(self.missing)


class Report(NamedTuple):
    """One draft checked; findings in order of start and rule, the suppressed among them.

    A draft that could not be read has errors, and `checked` is false; one with a suppression comment that could not be
    read is checked all the same. `failing` counts findings at or above fail-on;
    `hidden` those below the level shown, which are not in `findings`. `house` are the folders of own rules that
    judged it.

    Of a draft that was fixed, `source` and `findings` are what is left, `before` is what was read, and `fixed` counts
    the findings mended. `baselined` counts findings that the baseline holds, `gone` its entries that were not found.
    A draft in which no line has changed since the revision asked for is `unchanged`, and not checked. `compared` is
    what came of holding it against other texts.
    """

    source: Source
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()
    sentences: int = 0
    claims: int = 0
    failing: int = 0
    hidden: int = 0
    checked: bool = True
    before: Source | None = None
    fixed: int = 0
    baselined: int = 0
    gone: int = 0
    unchanged: bool = False
    house: Own = NONE_OWN
    compared: Compared | None = None

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def live(self) -> Iterator[Finding]:
        """The findings that no comment silences."""
        return (finding for finding in self.findings if finding.suppressed is None)


def problem_of(error: VetterError) -> Problem:
    placed = re.fullmatch(r"(.+):(\d+)", error.place)
    return Problem(placed[1], int(placed[2]), error.problem) if placed else Problem(error.place, None, error.problem)


def failed(error: VetterError) -> Report:
    """The report of a draft that could not be read."""
    problem = problem_of(error)
    return Report(Source(problem.path, ""), errors=(problem,), checked=False)
