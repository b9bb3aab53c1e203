"""bench/accuracy.py on small sets of every kind: what it counts, and when it complains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import accuracy

SURE = "The ferry crossed the Velda at noon on Monday."
UNSURE = "The ferry will probably cross the Velda at noon."
HEADING = "Ferry times"
SAID = "Oda Lind said that the gate was shut. The gate fell.\n"
ROWS: dict[str, list[dict[str, Any]]] = {
    "hedge-river-dev": [
        {"text": SURE, "uncertain": False, "cues": []},
        {"text": UNSURE, "uncertain": True, "cues": [[15, 23]]},
        {"text": HEADING, "uncertain": False, "cues": []},
    ],
    "hedge-river-train": [{"text": SURE, "uncertain": True}, {"text": UNSURE, "uncertain": True}],
    "attribution-river-dev": [
        {"id": "1", "text": SAID, "attributions": [{"cue": [[9, 13]], "source": [[0, 8]], "content": [[14, 36]]}]}
    ],
    "status-river": [
        {"doc": "news-1", "block": 0, "kind": "heading", "text": HEADING, "label": "H", "U": 0, "O": 0},
        {"doc": "news-1", "block": 1, "kind": "para", "text": SAID.split(". ")[0] + ".", "label": "A", "U": 0, "O": 0},
        {"doc": "news-1", "block": 1, "kind": "para", "text": UNSURE, "label": "J", "U": 0, "O": 0},
    ],
    "drift-river": [{"takeaway": SURE, "body": SURE, "label": "same"}],
    "other": [{"question": "who?", "answer": "nobody"}],
}
WHOLE = {"P": 100.0, "R": 100.0, "F1": 100.0}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sets of every kind, and no figures committed."""
    monkeypatch.setattr(accuracy, "COMMITTED", tmp_path / "figures.json")
    sets = tmp_path / "sets"
    (sets / "deep" / "river").mkdir(parents=True)
    for name, rows in ROWS.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (sets / "deep" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (sets / "deep" / "river" / "text.txt").write_text(SAID, encoding="utf-8")
    (sets / "deep" / "river" / "cues.tsv").write_text("attr\t[[Oda Lind]] {said} that the\n", encoding="utf-8")
    return sets


def figures() -> dict[str, Any]:
    return dict(json.loads(accuracy.COMMITTED.read_text(encoding="utf-8")))


def test_each_kind_of_set_has_its_own_figures(folder: Path) -> None:
    assert accuracy.main([str(folder), "--update"]) == 0
    scores = figures()
    assert scores["hedge-river-dev"] == {"sentences": WHOLE, "cues": WHOLE}
    assert scores["attribution-river-dev"] == {"sentences": WHOLE, "cues": WHOLE, "sources": WHOLE}
    assert scores["status-river"]["label"]["accuracy"] == 100
    assert scores["river-cues"] == {"cues": {"R": 100.0}, "sources": {"R": 100.0}}
    assert scores["drift-river"] == {"stronger": {"P": 0.0, "R": 0.0, "F1": 0.0}}
    assert "other" not in scores


def test_sets_to_learn_from_are_scored_on_request(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main([str(folder)]) == 0
    assert "hedge-river-train" not in capsys.readouterr().out
    assert accuracy.main([str(folder), "--all"]) == 0
    assert "hedge-river-train        sentences          P 100.0  R  50.0  F1  66.7\n" in capsys.readouterr().out


def test_disagreements_are_shown_when_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main([str(folder), "--only", "hedge-river-train", "--errors", "5"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [f"    missed |  | {SURE}"]


def test_a_drop_of_more_than_half_a_point_is_named_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accuracy.main([str(folder), "--update", "--only", "hedge-river-train"])
    known = figures()
    known["hedge-river-train"]["sentences"]["R"] = 50.5
    accuracy.COMMITTED.write_text(json.dumps(known), encoding="utf-8")
    assert accuracy.main([str(folder), "--all"]) == 0
    known["hedge-river-train"]["sentences"]["R"] = 50.6
    accuracy.COMMITTED.write_text(json.dumps(known), encoding="utf-8")
    capsys.readouterr()
    assert accuracy.main([str(folder), "--all"]) == 1
    printed = capsys.readouterr()
    assert printed.err == "lower than committed: hedge-river-train: sentences R was 50.6, is 50.0\n"
    assert "R  50.0 (-0.6)" in printed.out


def test_more_or_fewer_warnings_are_no_drop() -> None:
    before = {"warnings": {"per 1,000 words": 9.0}}
    assert list(accuracy.drops("set", {"warnings": {"per 1,000 words": 1.0}}, before)) == []


def test_what_is_not_there_is_skipped_with_a_word(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accuracy.main([str(folder), "--update"])
    (folder / "deep" / "status-river.jsonl").unlink()
    assert accuracy.main([str(folder)]) == 0
    assert "status-river             not here: skipped\n" in capsys.readouterr().out
    (tmp_path / "empty").mkdir()
    for arguments in ([], [str(tmp_path / "nowhere")], [str(tmp_path / "empty")]):
        assert accuracy.main(arguments) == 0
        assert "nothing was scored" in capsys.readouterr().out


def test_a_misspelt_set_is_a_mistake(folder: Path) -> None:
    with pytest.raises(SystemExit, match="no set here is called hedge-rivr"):
        accuracy.main([str(folder), "--only", "hedge-rivr"])


def test_spans_are_matched_one_to_one_by_half_of_their_words() -> None:
    text = "the port spokesperson Oda Lind said"
    assert accuracy.pairs(text, [(0, 30)], [(4, 30)]) == 1
    assert accuracy.pairs(text, [(0, 30)], [(22, 30)]) == 0
    assert accuracy.pairs(text, [(0, 30)], [(4, 30), (0, 30)]) == 1
