"""What has changed since a revision: git is asked once for each repository, and answers in lines of each file."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

from vetter.errors import VetterError
from vetter.scope import Stretch
from vetter.values import NamedTuple, TypeAlias

Lines: TypeAlias = tuple[int, int]
"""The first changed line, from 1, and how many there are; of none, those before which lines were taken out."""

KINDRED = "30%"  # of its lines, from which on a file may be another one renamed: a paragraph is often one line
OPTION, EARLIER = "--since", "--git"
DIFF = (
    "diff", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--no-color", "--text", "--no-ext-diff",
    "--no-textconv", "--no-relative", "--submodule=short", "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
# Git sets these for the hooks it runs; the repository of a draft is the one it lies in.
AMBIENT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


class Changes:
    """The changed lines of the drafts asked for, since the merge base of `revision` and HEAD."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self._repositories: dict[str, Repository] = {}

    def of(self, path: str) -> tuple[Lines, ...] | None:
        """The changed lines of a draft; None for one that is new as a whole. Raises VetterError outside git."""
        real = os.path.realpath(path)
        root = _root(os.path.dirname(real))
        if root is None:
            raise VetterError(OPTION, f"{path} is not in a git repository; leave the option out, or name other drafts")
        if root not in self._repositories:
            self._repositories[root] = _read(root, self.revision)
        repository = self._repositories[root]
        inside = os.fsencode(os.path.relpath(real, root).replace(os.sep, "/"))
        if inside not in repository.tracked:
            return None
        return repository.changed.get(inside, ())


class Earlier(NamedTuple):
    """A file as it was: `path` is its path from here at that time."""

    path: str
    data: bytes


def earlier(path: str, revision: str) -> Earlier | None:
    """A file as it was in a revision, by the name it had then; None where there was none. Raises VetterError outside
    git."""
    real = os.path.realpath(path)
    root = _root(os.path.dirname(real))
    if root is None:
        raise VetterError(
            EARLIER, f"{path} is not in a git repository; compare two files: vetter compare OLD NEW --revision"
        )
    commit = _commit(root, revision, EARLIER)
    now = os.path.relpath(real, root).replace(os.sep, "/")
    shown = _git(root, "show", f"{commit}:{now}", option=EARLIER)
    if not shown.returncode:
        return Earlier(path, shown.stdout)
    then = _name_then(root, commit, now)
    if then is None:
        return None
    shown = _git(root, "show", f"{commit}:{then}", option=EARLIER)
    return Earlier(os.path.relpath(os.path.join(root, then)).replace(os.sep, "/"), shown.stdout)


def _name_then(root: str, commit: str, now: str) -> str | None:
    """What a renamed file was called in a commit, as far as git can tell by what it holds."""
    asked = ("diff", f"--find-renames={KINDRED}", "--diff-filter=R", "--name-status", "-z", commit, "--")
    listed = _git(root, *asked, option=EARLIER)
    fields = iter(os.fsdecode(listed.stdout).split("\0"))
    renamed = {new: old for _, old, new in zip(fields, fields, fields, strict=False)}
    return renamed.get(now)


class Repository(NamedTuple):
    """The files git knows, and the changed lines of those that have any, by their path from the root."""

    tracked: frozenset[bytes]
    changed: dict[bytes, tuple[Lines, ...]]


def stretches(lines: tuple[Lines, ...] | None, text: str) -> tuple[Stretch, ...] | None:
    """Changed lines as stretches of the text. Git ends lines at LF and nowhere else."""
    if lines is None:
        return None
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    last = len(starts) - 1
    return tuple((starts[min(first - 1, last)], starts[min(first - 1 + count, last)]) for first, count in lines)


def _root(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _read(root: str, revision: str) -> Repository:
    commit = _commit(root, revision)
    head = _commit(root, "HEAD")
    base = _git(root, "merge-base", commit, head)
    if base.returncode:
        raise VetterError(OPTION, f"{revision} and HEAD have no commit in common; fetch more of the history")
    diff = _git(root, *DIFF, base.stdout.decode().strip(), "--")
    listed = _git(root, "ls-files", "-z")
    for answer in (diff, listed):
        if answer.returncode:
            raise VetterError(OPTION, f"git says: {_complaint(answer)}")
    return Repository(frozenset(listed.stdout.split(b"\0")), dict(_files(diff.stdout)))


def _commit(root: str, revision: str, option: str = OPTION) -> str:
    found = None
    if revision and not revision.startswith("-"):
        found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", option=option)
        if complaint := _complaint(found):
            raise VetterError(option, f"git says: {complaint}")
    if found is None or found.returncode:
        raise VetterError(option, f"git knows no revision {revision!r}; name a branch, tag or commit")
    return found.stdout.decode().strip()


def _git(root: str, *arguments: str, option: str = OPTION) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in AMBIENT}
    command = ["git", "-c", "core.quotePath=false", "-C", root, *arguments]
    try:
        return subprocess.run(command, capture_output=True, env={**environment, "LC_ALL": "C"}, check=False)
    except FileNotFoundError as error:
        raise VetterError(option, "needs git, which is not installed; leave the option out") from error


def _complaint(answer: subprocess.CompletedProcess[bytes]) -> str:
    lines = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else ""


# --- reading a diff

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def _files(diff: bytes) -> Iterator[tuple[bytes, tuple[Lines, ...]]]:
    """The path of each file that has new lines or lost some, with where. What lines hold is passed over by count:
    a line may look like anything."""
    path: bytes | None = None
    found: list[Lines] = []
    lines = iter(diff.split(b"\n"))
    for line in lines:
        if line.startswith(b"+++ "):
            if path is not None:
                yield path, tuple(found)
            path, found = _path(line[4:]), []
        elif hunk := _HUNK.match(line):
            lost, first, gained = (int(number) if number is not None else 1 for number in hunk.groups())
            found.append((first if gained else first + 1, gained))
            for _ in range(lost + gained):
                while next(lines, b"").startswith(b"\\"):  # "\ No newline at end of file" is no line of either
                    pass
    if path is not None:
        yield path, tuple(found)


_ESCAPES = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}


def _path(written: bytes) -> bytes | None:
    """The path after `+++`, None for a file that is gone: with its prefix, and in quotes when it holds odd signs."""
    if written.startswith(b'"'):
        inner = written[1 : written.rindex(b'"')]
        written = re.sub(rb"\\([0-7]{3}|.)", _unescaped, inner)
    else:
        written = written.removesuffix(b"\t")  # stands behind a path with blanks
    return written[2:] if written.startswith(b"b/") else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes([int(sign, 8)]) if len(sign) == 3 else _ESCAPES.get(sign, sign)
