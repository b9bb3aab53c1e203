"""Ladder files: what likelihood terms mean in a draft, and what a ladder of one's own may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from vetter import artefact, lint, rules
from vetter.config import Settings
from vetter.errors import VetterError
from vetter.ladders import scale
from vetter.source import Source

SHIPPED = lint.rulebook()
TERMS = artefact.stock().engine.lexicon.terms()
OWN = """
title: Lorn scale
about: Four words.
confidence: [low, high]
confidence-apart: true
rows: [plain, learned]
bands:
  - range: [0, 30]
    plain: [unlikely]
    learned: [improbable]
  - range: [70, 100]
    plain: [likely]
    learned: [probable, probably]
"""
PACK = "title: Lorn\nabout: Ours.\nladder: lorn\n"
RULE = """
id: VET9001
name: term-spotted
severity: info
over: claim
marks: claim
why: Terms matter.
standard: house style
when: {when}
message: "{{text}}"
flags: "[The weir is open.]"
passes: The mayor said the weir is open.
mistaken-when: never
"""


def load(folder: Path, ladder: str = OWN, when: str = "{status: assert}") -> rules.RuleSet:
    for name, text in (("ladders/lorn.yml", ladder), ("packs/lorn.yml", PACK)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "rule.yml").write_text(RULE.format(when=when))
    return rules.load(str(folder), SHIPPED, terms=TERMS)


def spotted(folder: Path, draft: str, when: str, *packs: str) -> list[str]:
    """What one rule with these conditions marks in a draft of these packs."""
    settings = Settings(packs=packs, select=("VET9001",))
    on = rules.active(load(folder, when=when), settings)
    read = rules.drafted(on, lint.read(Source("draft.md", draft), settings))
    return [draft[found.start : found.end] for found in rules.judge(on, read)]


# --- the ladders that ship


def test_the_ladders_of_the_standards_ship_and_an_example_to_copy() -> None:
    assert [ladder.name for ladder in SHIPPED.ladders] == ["efsa", "house", "icd203", "ipcc", "phia"]
    assert [ladder.name for ladder in SHIPPED.ladders if not ladder.standard] == ["house"]
    assert {pack.ladder for pack in SHIPPED.packs} == {"", "icd203", "phia", "ipcc"}


def sentence_with(term: str) -> str:
    """A sentence in which the author uses this term."""
    last = term.split()[-1]
    if last in ("chance", "possibility"):
        return f"There is a {term} that the bridge holds."
    if last == "odds":
        return f"There are {term} that the bridge holds."
    if last.endswith("ly") and not last.endswith("likely"):
        return f"The bridge will {term} hold."
    return f"It is {term} that the bridge holds."


@pytest.mark.parametrize("term", sorted({term for each in SHIPPED.ladders for term, _, _ in each.placed()}))
def test_every_term_of_a_ladder_is_read_as_the_authors_estimate(term: str) -> None:
    reading = lint.read(Source("draft.md", sentence_with(term)), Settings())
    hedges = [hedge for sentence in reading.sentences for each in sentence.claims for hedge in each.hedges]
    (hedge,) = (hedge for hedge in hedges if hedge.term == term)
    even = scale(SHIPPED.ladders).bands.get(term, (40, 60)) in ((33, 66), (45, 55), (40, 50), (40, 60))
    low = any(word in term for word in ("unlikely", "improbabl", "impossible", "remote", "no chance"))
    assert hedge.lean == ("even" if even else "negative" if low else "positive")


@pytest.mark.parametrize(
    "ladder, term, low, high, fits",
    [
        ("", "likely", 55, 55, True),
        ("", "likely", 99, 99, True),
        ("", "likely", 40, 40, False),
        ("icd203", "likely", 90, 90, False),
        ("icd203", "likely", 81, 81, True),  # neighbours share their edges
        ("ipcc", "likely", 90, 90, True),
        ("ipcc", "likely", 55, 60, False),
        ("phia", "unlikely", 21, 21, False),
        ("efsa", "unlikely", 21, 21, True),
        ("phia", "very unlikely", 15, 15, True),  # no term of this ladder: all ladders together
        ("house", "even chance", 42, 58, True),
    ],
)
def test_a_number_fits_a_term_by_the_ladder_in_force(
    ladder: str, term: str, low: float, high: float, fits: bool
) -> None:
    assert scale(SHIPPED.ladders, [ladder] if ladder else []).fits(term, low, high) is fits


def test_a_ladder_of_no_standard_says_nothing_where_it_is_not_declared() -> None:
    assert "even chance" not in scale(SHIPPED.ladders).bands
    assert scale(SHIPPED.ladders).bands["unlikely"] == (0, 45)


# --- what rules may ask of them


def test_the_terms_of_the_ladder_in_force_are_known_with_their_rows(tmp_path: Path) -> None:
    rows = scale(SHIPPED.ladders, ["phia", "icd203"]).rows
    assert (rows["likely"], rows["nearly certain"], rows.get("highly likely")) == (1, 2, None)
    assert set(scale(SHIPPED.ladders, ["phia"]).rows.values()) == {0}
    assert scale(SHIPPED.ladders).rows == {}


@pytest.mark.parametrize(
    "pack, apart", [("icd203", True), ("lorn", True), ("phia", False), ("ipcc", False), ("core", False)]
)
def test_only_some_ladders_keep_confidence_apart(pack: str, apart: bool, tmp_path: Path) -> None:
    draft, when = "The bridge fell.", "{status: assert, confidence_apart: true}"
    assert bool(spotted(tmp_path, draft, when, pack)) is apart
    assert not spotted(tmp_path, draft, when, pack, "phia")
    assert not spotted(tmp_path, draft, when, "phia", pack)


def test_of_two_packs_the_last_ladder_holds() -> None:
    def held(*packs: str) -> str:
        return rules.active(SHIPPED, Settings(packs=packs)).scale.ladder.name

    assert held("icd203", "phia") == "phia"
    assert held("phia", "icd203", "newsroom") == "icd203"


# --- ladders of one's own


def test_a_ladder_of_ones_own_holds_terms_to_its_ranges(tmp_path: Path) -> None:
    known = load(tmp_path)
    on = rules.active(known, Settings(packs=("lorn",)))
    assert on.scale.bands["likely"] == (70, 100)
    assert on.scale.bands["very likely"] == (80, 100)
    assert known.ladders[-1].rows == ("plain", "learned")


def test_a_ladder_with_the_name_of_a_shipped_one_takes_its_place(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "ladders" / "phia.yml").write_text(OWN)
    known = rules.load(str(tmp_path), SHIPPED, terms=TERMS)
    assert scale(known.ladders, ["phia"]).bands["likely"] == (70, 100)


REFUSED: dict[str, tuple[str, str, int, str]] = {
    "a term that cannot be read": ("[unlikely]", "[unlikly]", 9, "did you mean 'unlikely'?"),
    "a hedge that is no term": ("[unlikely]", "[perhaps]", 9, "no likelihood term"),
    "a term twice": ("[improbable]", "[likely]", 12, "'likely' is taken by"),
    "a range of one number": ("[0, 30]", "[30]", 8, "two numbers in per cent"),
    "a range from above": ("[0, 30]", "[30, 0]", 8, "the lower one first"),
    "more than all": ("[70, 100]", "[70, 110]", 11, "no number from 0 to 100"),
    "a word for a number": ("[0, 30]", "[few, 30]", 8, "no number"),
    "a row that is none": ("learned: [improbable]", "lerned: [improbable]", 10, "did you mean 'learned'?"),
    "a row left out": ("    learned: [improbable]\n", "", 8, "the key 'learned' is missing"),
    "one row": ("[plain, learned]", "[plain]", 6, "two or more sets"),
    "an unknown key": ("confidence:", "confidance:", 4, "did you mean 'confidence'?"),
    "neither yes nor no": ("true", "maybe", 5, "no yes or no"),
    "no bands": (OWN[OWN.index("bands:") :], "", 2, "the key 'bands' is missing"),
    "nothing": (OWN, "# later", 1, "write a ladder"),
}


@pytest.mark.parametrize("old, new, line, problem", REFUSED.values(), ids=REFUSED)
def test_a_mistake_in_a_ladder_is_told_with_file_line_and_remedy(
    old: str, new: str, line: int, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(VetterError) as error:
        load(tmp_path, OWN.replace(old, new, 1))
    assert error.value.place == str(tmp_path / "ladders" / f"lorn.yml:{line}")
    assert problem in error.value.problem
    assert "\n" not in str(error.value)


def test_two_files_may_not_make_the_same_ladder(tmp_path: Path) -> None:
    (tmp_path / "more" / "ladders").mkdir(parents=True)
    (tmp_path / "more" / "ladders" / "lorn.yml").write_text(OWN)
    with pytest.raises(VetterError, match="the ladder 'lorn' is taken by"):
        load(tmp_path)


WORDS = "about: Terms of the house.\nadd:\n  LADDER:\n    - fair odds: {step: 3}\n"
LADDER = "title: Lorn\nabout: Ours.\nbands: [{range: [60, 80], terms: [fair odds]}]\n"


def test_a_house_may_have_terms_of_its_own(tmp_path: Path) -> None:
    style = tmp_path / "style"
    for name, text in (
        ("lexicon/terms.yml", WORDS),
        ("ladders/lorn.yml", LADDER),
        ("packs/lorn.yml", f"{PACK}rules: [VET310]\n"),
    ):
        (style / name).parent.mkdir(parents=True, exist_ok=True)
        (style / name).write_text(text)
    (tmp_path / ".vetter.yml").write_text("rules: style\npacks: [lorn]\n")
    settings = lint.settings(str(tmp_path / "draft.md"), str(tmp_path / ".vetter.yml"))
    assert lint.problems(settings) == ()
    text = "There are fair odds (75%) that the ford holds. There are fair odds (90%) that the ferry runs."
    found = lint.check(Source("draft.md", text), settings).findings
    assert [text[each.start : each.end] for each in found] == ["fair odds (90%)"]
