"""What several test files share: the command, run in this process."""

from __future__ import annotations

import json

import pytest

from vetter import cli


class Vet:
    """Runs the command in this process: its exit code, and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(list(arguments))
        except SystemExit as ended:  # argparse after --help
            code = int(ended.code or 0)
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def found(self, *arguments: str) -> set[str]:
        """The ids of the rules that spoke."""
        printed = json.loads(self("check", "--format", "json", *arguments)[1])
        return {each["rule"] for each in printed["findings"]}


@pytest.fixture(autouse=True)
def _on_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a CI server tells the commands it runs is not for the tests."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def vet(capsys: pytest.CaptureFixture[str]) -> Vet:
    return Vet(capsys)
