"""A baseline: the findings a project lives with for now, in a file that people can read, compare and merge."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping

from vetter.errors import VetterError
from vetter.report import Report
from vetter.scope import Mark, mark
from vetter.values import Any, NamedTuple, TypeAlias

SCHEMA = "vetter/baseline/1"
FILE = "vetter-baseline.json"
MOST_SHOWN = 80


class Entry(NamedTuple):
    """A finding as the file tells it: `text` is for people, rule and fingerprint are compared."""

    rule: str
    text: str
    fingerprint: str

    @property
    def mark(self) -> Mark:
        return self.rule, self.fingerprint


Baseline: TypeAlias = Mapping[str, tuple[Entry, ...]]
"""The entries of each draft, known by its path from the baseline's folder."""


def inside(file: str, draft: str) -> str:
    """The name of a draft in this baseline, wherever the command is run."""
    here, there = (os.path.dirname(os.path.realpath(path)) for path in (file, draft))
    return os.path.relpath(os.path.join(there, os.path.basename(draft)), here).replace(os.sep, "/")


def entries(report: Report) -> tuple[Entry, ...]:
    """What a draft has that a baseline may hold: every finding that no comment silences."""
    text = report.source.text
    return tuple(sorted(_entry(text[finding.start : finding.end], *mark(text, finding)) for finding in report.live))


def _entry(words: str, rule: str, fingerprint: str) -> Entry:
    flat = " ".join(words.split())
    return Entry(rule, flat if len(flat) <= MOST_SHOWN else f"{flat[: MOST_SHOWN - 1]}…", fingerprint)


def is_one(path: str) -> bool:
    """Whether a file says of itself that it is a baseline, of whatever version."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return f'"{SCHEMA.rpartition("/")[0]}/' in file.read(200)
    except OSError:
        return False


def read(path: str) -> Baseline:
    """The baseline in a file. Raises VetterError when there is none, or something else."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except OSError as error:
        hint = "; write it with `vetter baseline`" if isinstance(error, FileNotFoundError) else ""
        raise VetterError(path, f"the baseline cannot be read: {error.strerror}{hint}") from error
    except json.JSONDecodeError as error:
        raise VetterError(f"{path}:{error.lineno}", f"not JSON: {error.msg}; {_REMEDY}") from error
    except (ValueError, RecursionError) as error:
        raise VetterError(path, f"not JSON in UTF-8; {_REMEDY}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise VetterError(path, f"not a baseline of this version (its schema is not {SCHEMA!r}); {_REMEDY}")
    try:
        return {_word(draft): tuple(map(_read, listed)) for draft, listed in data["findings"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise VetterError(path, f"a broken baseline; {_REMEDY}") from error


_REMEDY = "name another file, or take this one away and write it with `vetter baseline`"


def _read(data: Any) -> Entry:
    return Entry(*(_word(data[field]) for field in Entry._fields))


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def write(baseline: Baseline) -> Iterator[str]:
    """The file: drafts by path, findings by rule and words, one a line, so that two versions compare well."""
    yield f'{{\n  "schema": "{SCHEMA}",\n  "findings": {{'
    between = "\n"
    for draft, listed in sorted(baseline.items()):
        if listed:
            rows = ",\n".join(f"      {_json(entry._asdict())}" for entry in sorted(listed))
            yield f"{between}    {_json(draft)}: [\n{rows}\n    ]"
            between = ",\n"
    yield "\n  }\n}\n" if between == ",\n" else "}\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def renewed(old: Baseline, checked: Mapping[str, tuple[Entry, ...]], folder: str) -> Baseline:
    """The baseline after a run: the drafts checked as they are now, of the others those that are still there."""
    kept = {draft: listed for draft, listed in old.items() if os.path.exists(os.path.join(folder, draft))}
    return {**kept, **checked}


def compared(old: Baseline, new: Baseline) -> str:
    """How many findings it holds, and what has changed, in words."""
    before, after = (Counter(_flat(baseline)) for baseline in (old, new))
    size, drafts = after.total(), sum(1 for listed in new.values() if listed)
    come, gone = (after - before).total(), (before - after).total()
    findings = f"{size} finding{'s' * (size != 1)} in {drafts} draft{'s' * (drafts != 1)}"
    return f"{findings} ({come} new, {gone} no longer found)."


def _flat(baseline: Baseline) -> Iterator[tuple[str, Mark]]:
    return ((draft, entry.mark) for draft, listed in baseline.items() for entry in listed)
