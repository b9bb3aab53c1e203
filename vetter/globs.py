"""Patterns for paths, in the language of .gitignore: configuration globs and ignore files alike."""

import re
from functools import lru_cache

from vetter.patterns import late
from vetter.values import NamedTuple

LONGEST = 4096  # characters of a pattern; no path is longer, so a longer pattern fits nothing


class Glob(NamedTuple):
    """One pattern: `expression` fits a path with "/" between names, relative to the folder the pattern is from."""

    expression: re.Pattern[str]
    negated: bool
    folders_only: bool


@lru_cache(maxsize=512)
def compile(pattern: str) -> Glob:
    """A pattern without its line end. Without a slash before its end it fits at any depth."""
    negated = pattern.startswith("!")
    body = pattern[1:] if negated else pattern
    folders_only = body.endswith("/")
    body = body.rstrip("/") if folders_only else body
    anchored = "/" in body
    expression = _translate(body.removeprefix("/")) if len(body) <= LONGEST else "(?!)"
    try:
        compiled = re.compile(expression if anchored else f"(?:.*/)?{expression}", re.DOTALL)
    except re.error:  # "[z-a]": git lets such a pattern fit nothing
        compiled = re.compile("(?!)")
    return Glob(compiled, negated, folders_only)


def read(text: str) -> tuple[Glob, ...]:
    """The patterns of an ignore file, in its order."""
    lines = (_trim(line) for line in text.split("\n"))
    return tuple(compile(line) for line in lines if line.strip("/!") and not line.startswith("#"))


def verdict(globs: tuple[Glob, ...], path: str, folder: bool) -> bool | None:
    """What the last fitting pattern says of this very path: True leaves it out, False keeps it, None is silence."""
    for glob in reversed(globs):
        if (folder or not glob.folders_only) and glob.expression.fullmatch(path):
            return not glob.negated
    return None


def covers(globs: tuple[Glob, ...], path: str) -> bool:
    """Whether a file is meant by the patterns, itself or through a folder above it."""
    parts = path.split("/")
    above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
    return any(verdict(globs, folder, True) for folder in above) or bool(verdict(globs, path, False))


def _trim(line: str) -> str:
    line = line.removesuffix("\r")
    kept = line.rstrip(" ")
    return kept + " " if kept.endswith("\\") and len(kept) < len(line) else kept


_TOKEN = late(
    r"(?P<above>\A\*\*/)|(?P<between>/\*\*(?=/))|(?P<below>/\*\*\Z)|(?P<star>\*+)|(?P<one>\?)"
    r"|(?P<set>\[[!^]?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])|\\(?P<escaped>.)|(?P<plain>.)",
    re.DOTALL,
)
_DEEP = {"above": "(?:.*?/)??", "between": "(?:/.*?)??", "below": "/.+"}


def _translate(body: str) -> str:
    """An expression that never tries one place twice: what stands between two stars takes the first place where it
    fits and keeps it (an atomic group), for the second star makes up for the rest. So does what stands between **."""
    parts: list[tuple[str, list[str]]] = [("", [""])]  # each ** with what follows it, cut at its stars
    for match in _TOKEN.finditer(body):
        kind = match.lastgroup or ""
        if kind in _DEEP:
            parts.append((_DEEP[kind], [""]))
        elif kind == "star":
            parts[-1][1].append("")
        else:
            parts[-1][1][-1] += _piece(match, kind)
    *inner, last = [deep + _starred(stretches) for deep, stretches in parts]
    return "".join(f"(?>{part}(?=/))" if part else "" for part in inner) + last


def _starred(stretches: list[str]) -> str:
    first, *others = stretches
    if not others:
        return first
    *between, last = others
    return f"{first}{''.join(f'(?>[^/]*?{stretch})' for stretch in between)}[^/]*{last}"


def _piece(match: re.Match[str], kind: str) -> str:
    if kind == "one":
        return "[^/]"
    return _set(match["set"]) if kind == "set" else re.escape(match[kind])


_SET_ITEM = late(r"\[:(?P<named>\w+):\]|\\(?P<escaped>.)|(?P<range>-)|(?P<plain>.)", re.DOTALL)
_NAMED = {"alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "lower": "a-z", "upper": "A-Z", "space": r"\s",
          "xdigit": "0-9a-fA-F", "word": r"\w"}  # fmt: skip


def _set(text: str) -> str:
    inner = text[1:-1]
    negated = inner[:1] in ("!", "^")
    items = "".join(_item(match) for match in _SET_ITEM.finditer(inner[1:] if negated else inner))
    return f"(?!/)[{'^' if negated else ''}{items}]"


def _item(match: re.Match[str]) -> str:
    if match["range"]:
        return "-"
    if match["named"]:
        return _NAMED.get(match["named"], "")
    return re.escape(match["escaped"] or match["plain"])
