"""The one error a person can mend: where it is, what is wrong, what to do."""

from __future__ import annotations


class VetterError(Exception):
    """A mistake in a draft, rule, word list, grammar, configuration or option.

    `place` is a path, `path:line` or an option; `problem` says what is wrong and how to mend it, on one line.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        self.problem = " ".join(problem.split())
        super().__init__(f"{place}: {self.problem}")
