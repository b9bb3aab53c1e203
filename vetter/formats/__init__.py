"""Text in, layout out: one module a format, each with `parse(text) -> Layout`; `FORMATS` says who reads which file."""

from __future__ import annotations

from importlib import import_module

from vetter.errors import VetterError
from vetter.layout import Layout
from vetter.source import Source

FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
}


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files vetter reads; a file without one is read as plain text when it is named."""
    return tuple(suffix for suffix in FORMATS if suffix)


def parse(source: Source) -> Layout:
    """The draft as its format lays it out. Raises VetterError when no format reads files of this name."""
    layout: Layout = import_module(f"vetter.formats.{FORMATS[readable(source.name)]}").parse(source.text)
    return layout


def readable(name: str) -> str:
    """The suffix of a file that some format reads. Raises VetterError when none does."""
    suffix = _suffix(name)
    if suffix not in FORMATS:
        known = ", ".join(suffixes())
        raise VetterError(name, f"no format reads '{suffix}' files; vetter reads {known}; rename or convert it")
    return suffix


def _suffix(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    return f".{suffix.lower()}" if stem and dot else ""
