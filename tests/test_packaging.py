"""What is installed is what is tracked: the code, rules/, grammars/ and the stock artefact, under one version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import vetter

ROOT = Path(__file__).parent.parent
VERSION = vetter.__version__
ARTEFACT = f"vetter/_data/stock-{VERSION}.json"


def run(*command: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def tracked(*folders: str) -> set[str]:
    return set(run("git", "ls-files", "-z", *folders).split("\0")) - {""}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked files in a folder of their own, so that a build finds nothing else."""
    others = run("git", "ls-files", "--others", "--exclude-standard", "vetter", "rules", "grammars").split()
    assert not others, f"not tracked, and so in no package; `git add` first: {', '.join(others)}"
    copy = tmp_path_factory.mktemp("checkout")
    for name in sorted(tracked()):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module", params=["from-the-checkout", "from-the-source-archive"])
def wheel(request: pytest.FixtureRequest, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    kind = ["--wheel"] if request.param == "from-the-checkout" else []
    run(sys.executable, "-m", "build", "--no-isolation", *kind, "--outdir", str(out), str(checkout))
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_exactly_the_tracked_files_and_the_artefact(wheel: Path) -> None:
    data = {f"vetter/_data/{name}" for name in tracked("rules", "grammars")}
    about = f"vetter_lint-{VERSION}.dist-info"
    metadata = {f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert held == tracked("vetter") | data | metadata | {ARTEFACT}


def test_an_installed_wheel_checks_a_draft_far_from_any_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (tmp_path / "draft.md").write_text("The strike on the ferry killed 14 people.\n", encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(site), "HOME": str(tmp_path)}
    where = run(sys.executable, "-P", "-c", "import vetter; print(vetter.__file__)", cwd=tmp_path, env=env)
    report = run(sys.executable, "-P", "-m", "vetter", "check", "--fail-on", "never", "draft.md", cwd=tmp_path, env=env)
    assert Path(where.strip()) == site / "vetter" / "__init__.py"
    assert "VET102" in report


def test_an_editable_install_puts_the_artefact_beside_the_code_and_copies_nothing(
    checkout: Path, tmp_path: Path
) -> None:
    script = "import sys; from hatchling.build import build_editable; print(build_editable(sys.argv[1]))"
    name = run(sys.executable, "-c", script, str(tmp_path), cwd=checkout).split()[-1]
    with zipfile.ZipFile(tmp_path / name) as archive:
        assert not [held for held in archive.namelist() if "_data" in held]
    assert [str(path.relative_to(checkout)) for path in checkout.glob("vetter/_data/*")] == [ARTEFACT]


def test_the_version_is_the_same_everywhere(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"vetter_lint-{VERSION}.dist-info/METADATA").decode()
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    hooks = re.findall(r"^ *rev: v(\S+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^Version: (.+)$", metadata, re.MULTILINE) == [VERSION]
    assert newest and newest[1] == VERSION
    assert hooks == [VERSION]
    assert run(sys.executable, "-m", "vetter", "--version").split() == ["vetter", VERSION]
