"""The hook in earnest: pre-commit installs vetter from this checkout and stands between a draft and its commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
CONFIGURATION = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: vetter
"""
UNSOURCED = "# Vessen\n\nThe shelling on Monday killed 14 people.\n"
SOURCED = "# Vessen\n\nThe mayor of Vessen said that the shelling on Monday killed 14 people.\n"


class Repository:
    """A git repository that knows nothing of the user's own settings."""

    def __init__(self, folder: Path, cache: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(cache),
            **{
                f"GIT_{who}_{what}": "a@vessen.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
            },
        }
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> str:
        return self.attempt(*command, check=True).stdout

    def attempt(self, *command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, check=check, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def commit(self) -> subprocess.CompletedProcess[str]:
        self.run("git", "add", "--all")
        return self.attempt("git", "commit", "--quiet", "--message", "Report")


@pytest.fixture
def hook(tmp_path: Path) -> tuple[str, str]:
    """The tracked files of this checkout as a repository of their own, with its revision."""
    repository = Repository(tmp_path / "vetter", tmp_path / "cache")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        (repository.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, repository.folder / name)
    repository.commit()
    return str(repository.folder), repository.run("git", "rev-parse", "HEAD").strip()


def test_a_commit_is_refused_until_the_draft_says_who_says_so(tmp_path: Path, hook: tuple[str, str]) -> None:
    desk = Repository(tmp_path / "desk", tmp_path / "cache")
    settings = CONFIGURATION.format(repository=hook[0], revision=hook[1])
    (desk.folder / ".pre-commit-config.yaml").write_text(settings, encoding="utf-8")
    desk.run(*PRE_COMMIT, "install")

    draft, readme = desk.folder / "report.md", desk.folder / "README.md"
    draft.write_text(UNSOURCED, encoding="utf-8")
    readme.write_text(UNSOURCED, encoding="utf-8")
    refused = desk.commit()
    assert refused.returncode == 1, refused.stdout
    assert "report.md:3:1: error VET102 unsourced-casualty" in refused.stdout
    assert "README.md:" not in refused.stdout

    draft.write_text(SOURCED, encoding="utf-8")
    accepted = desk.commit()
    assert accepted.returncode == 0, accepted.stdout
    assert desk.run("git", "show", "HEAD:report.md") == SOURCED
