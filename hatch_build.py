"""Makes the stock artefact while a package is built, and ships rules/ and grammars/ with it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("rules", "grammars")


class StockHook(BuildHookInterface):  # type: ignore[type-arg]
    """A wheel gets rules, grammars and artefact under vetter/_data; an editable install only the artefact, in the
    checkout, where rules/ and grammars/ are read from the top level. The folders are included here and not in
    pyproject.toml because that table would copy them into site-packages for an editable install as well."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        artefact = f"stock-{self.metadata.version}.json"
        if version == "editable":
            self._build(Path(self.root, "vetter", "_data", artefact))
            return
        self._scratch = tempfile.TemporaryDirectory()
        target = Path(self._scratch.name, artefact)
        self._build(target)
        for folder in SHIPPED:
            build_data["force_include"][str(Path(self.root, folder))] = f"vetter/_data/{folder}"
        build_data["force_include"][str(target)] = f"vetter/_data/{artefact}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "_scratch"):
            self._scratch.cleanup()

    def _build(self, target: Path) -> None:
        sys.path.insert(0, self.root)
        try:
            from vetter.artefact import build_stock
        finally:
            sys.path.remove(self.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        build_stock(self.root, str(target))
