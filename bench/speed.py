"""How fast vetter is beside yardsticks of the same machine and minute: `python bench/speed.py [FOLDER] [DRAFT]`.

Absolute figures say more about the machine than about vetter, so every goal is a ratio and both of its sides are timed
in turn, round by round. Exit 1 when a goal is missed.
"""

from __future__ import annotations

import gc
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from vetter import artefact, formats, lint
from vetter.config import Settings
from vetter.layout import Layout
from vetter.sentences import split
from vetter.source import Source
from vetter.tokens import START, tokens

EXAMPLES = Path(__file__).parent.parent / "examples"
WORD = re.compile(r"\w+")
ROUNDS = 5
PROCESS_ROUNDS = 15
SCALING_ROUNDS = 3
PEER_SAMPLE = 200_000
COMMAND = [sys.executable, "-m", "vetter", "check", "--no-config", "--fail-on", "never"]
# Modules compiled once and kept, as pip does it: a setting of this shell must not make every process compile them anew.
WARM = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MEGABYTE = 1_000_000
EVERY_RULE = Settings(packs=lint.vocabulary().packs)


class Goal(NamedTuple):
    """One line of the report: what was measured, the ratio reached and the one wanted, `least` or most."""

    name: str
    measured: str
    ratio: float
    wanted: float
    least: bool

    @property
    def met(self) -> bool:
        return self.ratio >= self.wanted if self.least else self.ratio <= self.wanted

    def __str__(self) -> str:
        bound = "at least" if self.least else "at most"
        verdict = "ok" if self.met else "MISSED"
        return f"{self.name:<52} {self.measured:>12}   {self.ratio:8.3f}   {bound} {self.wanted:g}   {verdict}"


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes, with the collector off as it is in the command."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    job()
    taken = time.perf_counter() - start
    gc.enable()
    return taken


def interleaved(rounds: int, **jobs: Callable[[], object]) -> dict[str, list[float]]:
    """The seconds of every job in every round, taken in turn after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            taken = seconds(job)
            if number:
                times[name].append(taken)
    return times


def process(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=WARM)


def peak_memory(draft: Path) -> int:
    """The most memory, in bytes, that checking one file takes. Call it while this process is still small: the
    system counts a child's memory from before it becomes another program."""
    child = subprocess.Popen([*COMMAND, str(draft)], stdout=subprocess.DEVNULL, env=WARM)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def memory(drafts: list[Path]) -> Iterator[Goal]:
    largest = max(drafts, key=lambda path: path.stat().st_size)
    allowed = 150 * MEGABYTE + 10 * largest.stat().st_size
    peak = peak_memory(largest)
    name = f"peak memory on {largest.stat().st_size / MEGABYTE:.2f} MB, of allowance"
    yield Goal(name, f"{peak / MEGABYTE:.0f} MB", peak / allowed, 1, least=False)


def whole_process(draft: Path) -> Iterator[Goal]:
    times = interleaved(
        PROCESS_ROUNDS,
        vetter=lambda: process(*COMMAND, str(draft)),
        python=lambda: process(sys.executable, "-c", "pass"),
    )
    vetter, python = statistics.median(times["vetter"]), statistics.median(times["python"])
    name = f"check {draft.stat().st_size / 1000:.0f} kB, process, beside python -c pass"
    yield Goal(name, f"{vetter * 1000:.0f} ms", vetter / python, 8, least=False)


def throughput(drafts: list[Path]) -> Iterator[Goal]:
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in drafts]
    size = sum(len(text) for _, text in texts)
    layouts = [formats.parse(Source(name, text)) for name, text in texts]
    best = fastest(
        ROUNDS,
        yardstick=lambda: [WORD.findall(text) for _, text in texts],
        phrases=lambda: [phrases(layout) for layout in layouts],
        check=lambda: [check(name, text) for name, text in texts],
    )
    print(f"The yardstick, re.findall(r'\\w+'), reads {size / MEGABYTE:.2f} MB at {rate(size, best['yardstick'])}.")
    for name, job, wanted in (
        ("phrases with offsets in prose", "phrases", 1 / 4),
        ("check with all rules", "check", 1 / 12),
    ):
        yield Goal(f"{name}, beside the yardstick", rate(size, best[job]), best["yardstick"] / best[job], wanted, True)


def peer(drafts: list[Path]) -> Iterator[Goal]:
    """vetter beside proselint, in turn, on as many of the drafts as PEER_SAMPLE allows."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    texts = list(sample([(path.name, path.read_text(encoding="utf-8")) for path in drafts], PEER_SAMPLE))
    size = sum(len(text) for _, text in texts)
    best = fastest(
        ROUNDS,
        vetter=lambda: [check(name, text) for name, text in texts],
        proselint=lambda: [LintFile(name, text).lint() for name, text in texts],
    )
    print(f"proselint reads {size / MEGABYTE:.2f} MB at {rate(size, best['proselint'])}.")
    yield Goal(
        "check with all rules, beside proselint",
        rate(size, best["vetter"]),
        best["proselint"] / best["vetter"],
        1,
        True,
    )


def scaling(draft: Path) -> Iterator[Goal]:
    """Sixteen times the text in less than twenty times the time, on prose and on what no one would write."""
    prose = draft.read_text(encoding="utf-8")
    for (name, small), large in zip(shapes(prose, 1).items(), shapes(prose, 16).values(), strict=True):
        best = fastest(SCALING_ROUNDS, small=partial(check, "a.txt", small), large=partial(check, "a.txt", large))
        yield Goal(f"16 times {name}", f"{best['large'] * 1000:.0f} ms", best["large"] / best["small"], 20, False)


def shapes(prose: str, times: int) -> dict[str, str]:
    line = " ".join(prose.split())[:6_250].ljust(6_250, "x")
    return {
        "the draft": f"{prose}\n\n" * times,
        "'claimed ', to 50,000": "claimed " * (3_125 * times),
        "a line, to 100 kB": line * times,
        "nested parentheses, to 10,000": "(" * (625 * times) + "a" + ")" * (625 * times),
        "a sentence without a verb, to 10,000 words": "the quiet grey river town " * (125 * times),
    }


def fastest(rounds: int, **jobs: Callable[[], object]) -> dict[str, float]:
    return {name: min(taken) for name, taken in interleaved(rounds, **jobs).items()}


def rate(size: int, taken: float) -> str:
    return f"{size / taken / MEGABYTE:.2f} MB/s"


def sample(texts: list[tuple[str, str]], size: int) -> Iterator[tuple[str, str]]:
    for name, text in texts:
        yield name, text
        size -= len(text)
        if size <= 0:
            return


def check(name: str, text: str) -> int:
    """How many findings every rule together has for a text."""
    return len(lint.check(Source(name, text), EVERY_RULE).findings)


def phrases(layout: Layout) -> int:
    """How many characters of a draft lie in phrases, their offsets worked out as a reader of claims does."""
    engine = artefact.stock().engine
    blocks = [tokens(engine.coder, layout.prose[block.start : block.end], block.start) for block in layout.blocks]
    sentences = [(block, *place) for block in blocks for place in split(block, engine.coder)]
    covered = 0
    for block, first, end in sentences:
        for phrase in engine.finder.find(START + block.codes[first:end]):
            start, stop = block.span(first + max(0, phrase.start - 1), first + phrase.end - 2)
            covered += stop - start
    return covered


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else EXAMPLES
    drafts = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    draft = Path(arguments[1]) if len(arguments) > 1 else EXAMPLES / "field-report.md"
    missed = 0
    for part in (memory(drafts), whole_process(draft), throughput(drafts), peer(drafts), scaling(draft)):
        for goal in part:
            print(goal, flush=True)
            missed += not goal.met
    print(f"{missed} goals missed." if missed else "All goals met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
