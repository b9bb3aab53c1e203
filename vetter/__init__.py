"""vetter reads a draft as a senior editor does: who says this, how sure are they, and on what evidence.

    report = vetter.check(text, name="draft.md")
    reading = vetter.read(text)

Everything below is imported on first use, so that `import vetter` costs nothing.
"""

from __future__ import annotations

from vetter.values import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vetter.config import Settings
    from vetter.errors import VetterError
    from vetter.findings import Finding
    from vetter.ledger import Reading
    from vetter.report import Report

__version__ = "0.1.0"
__all__ = ["Finding", "Reading", "Report", "Settings", "VetterError", "__version__", "check", "read"]


def check(text: str, name: str = "draft.md", config: Settings | str | None = None) -> Report:
    """Check a draft. `name` decides the format; `config` is the path of a configuration file, or settings.

    Without `config` the defaults hold: no configuration is looked for.
    """
    from vetter import lint
    from vetter.source import Source

    return lint.check(Source(name, text), lint.settings(name, config))


def read(text: str, name: str = "draft.md", config: Settings | str | None = None) -> Reading:
    """What vetter understands of a draft: its sentences and claims, finding or no finding."""
    from vetter import lint
    from vetter.source import Source

    return lint.read(Source(name, text), lint.settings(name, config))


_TYPES = {
    "Settings": "vetter.config",
    "VetterError": "vetter.errors",
    "Finding": "vetter.findings",
    "Reading": "vetter.ledger",
    "Report": "vetter.report",
}


def __getattr__(name: str) -> Any:
    if name not in _TYPES:
        raise AttributeError(f"module 'vetter' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_TYPES[name]), name)
