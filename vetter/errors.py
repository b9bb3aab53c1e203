"""The one error a person can mend: where it is, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable


class VetterError(Exception):
    """A mistake in a draft, rule, word list, grammar, configuration or option.

    `place` is a path, `path:line` or an option; `problem` says what is wrong and how to mend it, on one line.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = " ".join(problem.split())
        super().__init__(f"{place}: {self.problem}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    import difflib

    folded = {candidate.casefold(): candidate for candidate in known}
    nearest = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.75 if len(word) > 4 else 0.6)
    return f", did you mean {folded[nearest[0]]!r}?" if nearest else ""
