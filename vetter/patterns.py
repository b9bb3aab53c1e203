"""Regular expressions that are compiled when first used: most drafts need a few of them, and each costs as much as a
sentence to read."""

from __future__ import annotations

import re

from vetter.values import Any, cast

USES = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


class Late:
    """Stands for a pattern. From its first use on its methods are the pattern's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for use in USES:
            setattr(self, use, getattr(compiled, use))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern as `re.compile` gives it, but later."""
    return cast("re.Pattern[str]", Late(pattern, flags))
