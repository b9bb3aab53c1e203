"""Whole drafts with all that vetter says about them.

When a change is meant, write the expectations anew and read the difference before you commit it:
`UPDATE_GOLDEN=1 pytest tests/test_golden.py && git diff tests/golden`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
DRAFTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").glob("*.md"))
COMMANDS = {
    "txt": ["check", "--no-config", "--fail-on", "never", "--show-suppressed"],
    "json": ["check", "--no-config", "--fail-on", "never", "--show-suppressed", "--format", "json"],
    "claims.csv": ["claims", "--no-config", "--format", "csv"],
}


@pytest.mark.parametrize("kind", COMMANDS)
@pytest.mark.parametrize("draft", DRAFTS)
def test_a_whole_draft_gets_the_expected_output(draft: str, kind: str) -> None:
    command = [sys.executable, "-m", "vetter", *COMMANDS[kind], draft]
    plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    printed = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, check=True).stdout
    expected = GOLDEN / f"{Path(draft).stem}.{kind}"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_bytes(printed)
    assert printed.decode() == expected.read_bytes().decode(), "UPDATE_GOLDEN=1 writes it anew"
