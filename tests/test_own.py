"""A house's own rules, packs, ladders, words and phrases: how they are found, tried and kept, and told when broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import vetter
from tests.conftest import Vet

DRAFT = "A blogger claimed that the weir rose at high water. We utilise synergy. The strike killed 14 people.\n"
CLAIM_RULE = """
name: river-gossip
severity: warning
over: claim
marks: cue
why: People on a bank hear a great deal.
standard: our house style
when:
  all:
    - status: attrib
    - cue_stance: doubt
message: "\\"{text}\\" rests on one post."
flags: "A blogger [claimed] that the weir rose at high water."
passes: A blogger reported that the weir rose at high water.
mistaken-when: the post is the story
"""
TEXT_RULE = """
name: plain-words
swap:
  utilise: use
words: [synergy]
"""
WORDS = "marks: true\nclasses:\n  TIDE:\n    words: [tide, high water]\n"
PHRASES = '// eg: [the river is in spate] now\nspate_talk: "the" "river" "is" "in" "spate"\n'
PACK = "title: River reports\nabout: Reports about rivers.\nextends: [core]\nself-names: [the River Desk]\n"
LADDER = """
title: Ours
about: Two words.
bands:
  - {range: [0, 45], terms: [unlikely]}
  - {range: [55, 100], terms: [likely]}
"""
HOUSE = {
    ".vetter.yml": "rules: house\npacks: [core, river]\nladder: lorn\n",
    "house/gossip.yml": CLAIM_RULE,
    "house/plain.yml": TEXT_RULE,
    "house/packs/river.yml": PACK,
    "house/ladders/lorn.yml": LADDER,
    "draft.md": DRAFT,
}
LANGUAGE = {
    "house/tide.yml": CLAIM_RULE.replace("river-gossip", "tide-gossip")
    .replace("cue_stance: doubt", "has: TIDE")
    .replace("reported that the weir rose at high water", "claimed that the weir rose"),
    "house/grammars/mark.lark": PHRASES,
    "house/grammars/lexicon/tide.yml": WORDS,
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VETTER_CACHE", str(tmp_path / "cache"))


def write(**changes: str | None) -> None:
    """The house above, with other files or without some."""
    for path, text in {**HOUSE, **changes}.items():
        if text is not None:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text.lstrip("\n"), encoding="utf-8")


def test_every_command_knows_the_rules_of_the_house(vet: Vet) -> None:
    write(**LANGUAGE)
    assert vet.found("draft.md") >= {"river-gossip", "tide-gossip", "plain-words", "VET102"}
    code, out, err = vet("test")
    assert (code, err) == (0, ""), out
    assert out.endswith("0 failed\n")
    assert vet("test", "house") == (0, "6 examples, 0 failed\n", "")
    assert vet("test", "house/gossip.yml")[1] == "2 examples, 0 failed\n"
    assert vet("test", "house/grammars/mark.lark")[1] == "1 examples, 0 failed\n"
    assert "rests on one post" in vet("explain", "river-gossip")[1]
    assert "utilise -> use" in vet("explain", "plain-words")[1]
    assert "river-gossip  warning" in vet("rules")[1]
    assert "SPATE_TALK" in vet("parse", "The river is in spate at high water.")[1]
    assert vet("claims", "draft.md")[0] == 0
    assert "river-gossip" not in vet("rules", "--no-config")[1]
    assert vet.found("draft.md", "--pack", "river", "--select", "plain-words") == {"plain-words"}


def test_rules_can_be_named_in_the_configuration_and_in_the_draft(vet: Vet) -> None:
    write(
        **{
            ".vetter.yml": "rules: house\nseverities: {plain-words: error}\nignore: [river-gossip]\n",
            "draft.md": "We utilise it. <!-- vetter: ignore[plain-words] -- quoted -->\n\nWe utilise it.\n",
        }
    )
    code, out, err = vet("check", "draft.md", "--format", "json")
    assert (code, err) == (1, "")
    (finding,) = (each for each in json.loads(out)["findings"] if each["rule"] == "plain-words")
    assert finding["severity"] == "error"


def test_the_results_in_sarif_tell_of_own_rules(vet: Vet) -> None:
    write()
    (run,) = json.loads(vet("check", "draft.md", "--format", "sarif")[1])["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["fullDescription"]["text"] for rule in rules)


BROKEN = {
    "a rule": ("house/worse.yml", CLAIM_RULE.replace("over: claim", "over: clam"), "worse.yml:3: 'clam' is no thing"),
    "a text rule": ("house/worse.yml", "name: worse\nwords: []\n", "worse.yml:2: an empty list"),
    "a rule that is no YAML": ("house/worse.yml", "name: [worse\n", "worse.yml:2: not YAML"),
    "a twin": ("house/worse.yml", TEXT_RULE, "worse.yml:1: 'plain-words' is taken by"),
    "a rule yielding to nobody": (
        "house/worse.yml",
        CLAIM_RULE.replace("river-gossip", "worse") + "yields-to: [VET999]\n",
        "worse.yml:1: yields-to names 'VET999'",
    ),
    "a pack": ("house/packs/worse.yml", "title: X\nabot: Y\n", "worse.yml:2: unknown key 'abot'"),
    "a pack with unknown rules": (
        "house/packs/worse.yml",
        "title: X\nabout: Y\nrules:\n  - VET101\n  - VET777\n",
        "worse.yml:5: no rule has the id 'VET777'",
    ),
    "a ladder": ("house/ladders/worse.yml", "title: X\nabout: Y\nbands: [1]\n", "worse.yml:3: "),
    "a word list": ("house/grammars/lexicon/worse.yml", "classes: {TIDE_2: 3}\n", "lexicon/worse.yml:1: class TIDE_2"),
    "a word list of a known class": (
        "house/grammars/lexicon/worse.yml",
        "marks: true\nclasses:\n  TIDE:\n    words: [ebb]\n",
        "lexicon/worse.yml:3: class TIDE is defined twice",
    ),
    "a grammar": ("house/grammars/status.lark", 'foo: "bar" FUDGE\n', "status.lark:1: word class FUDGE is not defined"),
    "a grammar of no kind": (
        "house/grammars/river.lark",
        'foo: "bar"\n',
        "river.lark:1: phrases of a kind that nobody",
    ),
    "a registry": (
        ".vetter.yml",
        "rules: house\nsources:\n  Osse: {grade: Z}\npacks: [core, river]\n",
        ".vetter.yml:3: 'Z' is no",
    ),
    "a pack in the configuration": (
        ".vetter.yml",
        "rules: house\npacks: [core, rover]\n",
        ".vetter.yml:2: no pack is called",
    ),
    "a ladder in the configuration": (
        ".vetter.yml",
        "rules: house\nladder: lost\n",
        ".vetter.yml:2: 'lost' is none of",
    ),
}


@pytest.mark.parametrize("path, text, told", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_in_one_line_and_hides_nothing(vet: Vet, path: str, text: str, told: str) -> None:
    write(**{**(LANGUAGE if path.startswith("house/grammars") else {}), path: text})
    code, out, err = vet("check", "draft.md", "--format", "json")
    assert code == 2
    assert err.count("\n") == 1 and told in err
    assert {each["rule"] for each in json.loads(out)["findings"]} >= {"river-gossip", "plain-words", "VET102"}
    assert vet("claims", "draft.md")[::2] == (2, err)
    if path != ".vetter.yml":
        assert vet("test", "house")[::2] == (2, err)
        assert vet("test", path)[::2] == (2, err)


def test_what_is_no_regular_file_is_told_and_not_read(vet: Vet) -> None:
    write()
    Path("house/grammars/lexicon").mkdir(parents=True)
    irregular = [
        "house/pipe.yml",
        "house/packs/pipe.yml",
        "house/grammars/mark.lark",
        "house/grammars/lexicon/pipe.yml",
    ]
    for path in irregular:
        os.mkfifo(path)
    os.symlink("/dev/zero", "house/zero.yml")
    code, out, err = vet("check", "draft.md")
    assert code == 2 and "plain-words" in out
    for path in (*irregular, "house/zero.yml"):
        assert f"{path}: is no regular file; take it out of the folder" in err
    assert "is no regular file" in vet("test", "house/pipe.yml")[2]


def test_a_folder_that_holds_more_than_rules_is_told(vet: Vet) -> None:
    write()
    Path("house", *"x" * 30).mkdir(parents=True)
    code, _, err = vet("check", "draft.md")
    assert code == 2 and "lie more than 20 deep; name one that holds only rules" in err
    for named in ("/", "root"):
        write(**{".vetter.yml": f"rules: {named}\n"})
        if named == "root":
            os.symlink("/", named)
        code, _, err = vet("check", "draft.md")
        assert code == 2 and "name one that holds only rules" in err


def test_a_link_back_to_the_folder_of_rules_is_not_followed(vet: Vet) -> None:
    write()
    os.symlink(".", "house/again")
    assert vet("check", "draft.md")[2] == ""


@pytest.mark.parametrize(
    ("pack", "told"),
    [
        (PACK[: PACK.index("extends")], "a pack without rules; name some under `rules`"),
        (PACK.replace("title", "titel"), "unknown key 'titel'"),
    ],
)
def test_a_broken_pack_that_is_asked_for_is_told_by_its_own_mistake(vet: Vet, pack: str, told: str) -> None:
    write(**{".vetter.yml": "rules: house\n", "house/packs/river.yml": pack})
    for command in (["check", "--pack", "river", "draft.md"], ["rules", "--pack", "river"]):
        code, _, err = vet(*command)
        assert code == 2 and f"river.yml:1: {told}" in err and "no pack is called" not in err


def test_every_broken_file_is_told_at_once(vet: Vet) -> None:
    broken = {path: text for path, text, _ in BROKEN.values() if path != ".vetter.yml"}
    write(**{**LANGUAGE, **broken})
    code, out, err = vet("check", "draft.md", "--format", "json")
    assert code == 2
    for path in broken:
        assert f"/{path}:" in err
    assert {each["rule"] for each in json.loads(out)["findings"]} >= {
        "river-gossip",
        "tide-gossip",
        "plain-words",
        "VET102",
    }


def test_what_is_broken_is_told_once_for_all_drafts_and_keeps_no_fix_away(vet: Vet) -> None:
    write(**{"house/worse.yml": "name: worse\nwords: []\n", "other.md": DRAFT})
    code, out, err = vet("check", ".", "--format", "json")
    assert code == 2 and len(json.loads(out)["errors"]) == err.count("\n") == 1
    code, _, err = vet("check", "draft.md", "--fix")
    assert code == 2 and err.count("\n") == 1
    assert "We use synergy." in Path("draft.md").read_text(encoding="utf-8")
    assert vet("check", "draft.md", "--fix")[0] == 2


def test_a_broken_file_is_told_where_it_is_when_the_folder_is_missing(vet: Vet) -> None:
    write(**{".vetter.yml": "rules: huose\n"})
    code, out, err = vet("check", "draft.md", "--format", "json")
    assert code == 2 and ".vetter.yml:1: no such folder" in err
    assert "VET102" in {each["rule"] for each in json.loads(out)["findings"]}


# --- what is made of them is kept


def kept() -> list[Path]:
    return list(Path("cache").glob("*"))


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(vetter.__file__).parent.parent)
    call = "code = vetter.cli.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    code = f"import sys, vetter.cli; {call}"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONPATH": root, **environment}, check=False
    )


def test_a_second_run_compiles_nothing(vet: Vet) -> None:
    write(**LANGUAGE)
    first, second = run("check", "draft.md"), run("check", "draft.md")
    assert first.stdout == second.stdout and b"river-gossip" in second.stdout
    assert len(kept()) == 1
    assert not {"lark", "vetter.grammar", "vetter.rulefiles", "vetter.rulesheet", "vetter.looking"} & set(
        second.stderr.decode().split()
    )


def test_a_change_is_seen_at_once(vet: Vet) -> None:
    write()
    assert "plain-words" in vet.found("draft.md")
    write(**{"house/plain.yml": TEXT_RULE.replace("plain-words", "long-words")})
    assert "long-words" in vet.found("draft.md")
    write(**{"house/plain.yml": None})
    os.unlink("house/plain.yml")
    assert not {"long-words", "plain-words"} & vet.found("draft.md")
    assert len(kept()) == 3


def test_what_is_damaged_is_made_anew(vet: Vet) -> None:
    write()
    run("check", "draft.md")
    (path,) = kept()
    whole = path.read_bytes()
    for damaged in (b"", whole[:-10], whole.replace(b"utilise", b"utilize")):
        path.write_bytes(damaged)
        assert b"river-gossip" in run("check", "draft.md").stdout
        assert path.read_bytes() == whole


@pytest.mark.parametrize("home", ["/dev/null/home", "relative"])
def test_without_a_place_to_keep_it_everything_works(home: str) -> None:
    write()
    done = run("check", "draft.md", VETTER_CACHE="", XDG_CACHE_HOME=home, HOME=home, LOCALAPPDATA=home)
    assert done.returncode == 1 and b"river-gossip" in done.stdout
    assert not Path("relative").exists()


# --- configurations that extend others


def test_a_configuration_takes_over_what_another_says(vet: Vet) -> None:
    write(
        **{
            ".vetter.yml": None,
            "style/.vetter.yml": "rules: ../house\npacks: [core, river]\nignore: [river-gossip]\n"
            "sources: {Osse: {grade: B}}\n",
            "desk/.vetter.yml": "extends: ../style/.vetter.yml\nignore: [VET102]\nsources: {Lorn: {grade: C}}\n",
            "desk/draft.md": DRAFT,
        }
    )
    assert vet.found("desk/draft.md") & {"river-gossip", "plain-words", "VET102"} == {"plain-words"}
    from vetter import lint

    settings = lint.configured("desk/.vetter.yml")
    assert settings.packs == ("core", "river")
    assert [source.name for source in settings.house.sources] == ["Osse", "Lorn"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({".vetter.yml": "extends: .vetter.yml\n"}, ".vetter.yml:1: "),
        ({".vetter.yml": "extends: a.yml\n", "a.yml": "extends: .vetter.yml\n"}, "a.yml:1: "),
        ({".vetter.yml": "extends: gone.yml\n"}, ".vetter.yml:1: no such file"),
        ({".vetter.yml": "extends: [a.yml]\n"}, ".vetter.yml:1: a word is wanted here"),
        ({".vetter.yml": "extends: a.yml\n", "a.yml": "packs: [core\n"}, "a.yml:2: not YAML"),
    ],
)
def test_an_extension_that_leads_nowhere_is_told(vet: Vet, files: dict[str, str], told: str) -> None:
    write(**files)
    code, out, err = vet("check", "draft.md", "--format", "json")
    assert code == 2 and told in err and err.count("\n") == 1
    assert "VET102" in {each["rule"] for each in json.loads(out)["findings"]}


# --- rules over text


@pytest.mark.parametrize(
    ("draft", "after"),
    [
        ("We utilise it.", "We use it."),
        ("Utilise it.", "Use it."),
        ("UTILISE IT.", "USE IT."),
        ("We utilised it.", None),
        ("We *utilise* it.", "We *use* it."),
        ("We util**ise** it.", ""),
        ('She said: "We utilise it."', None),
        ("> We utilise it.", None),
        ("Run `utilise` now.", None),
        ("```\nutilise\n```", None),
        ("[Utilise](https://utilise.example/utilise) it.", "[Use](https://utilise.example/utilise) it."),
        ("In order\nto win.", "To win."),
    ],
)
def test_a_word_is_swapped_where_it_is_the_drafts_own(draft: str, after: str | None) -> None:
    write(**{"house/plain.yml": "name: plain-words\nswap: {utilise: use, in order to: to}\n"})
    report = vetter.check(draft, config=".vetter.yml")
    found = [finding for finding in report.findings if finding.rule == "plain-words"]
    assert len(found) == (after is not None)
    if after is not None:
        (finding,) = found
        assert finding.message.endswith(f'write "{finding.suggestions[0]}".')
        if not after:
            assert finding.fix is None
        else:
            assert finding.fix is not None and finding.fix.applicability == "safe"
            (edit,) = finding.fix.edits
            assert draft[: edit.start] + edit.text + draft[edit.end :] == after


def test_a_swap_that_spoils_an_article_is_no_safe_fix() -> None:
    write(**{"house/plain.yml": "name: plain-words\nswap: {huge: enormous}\n"})
    (finding,) = (
        each for each in vetter.check("A huge dam.", config=".vetter.yml").findings if each.rule == "plain-words"
    )
    assert finding.fix is not None and finding.fix.applicability == "unsafe"


def test_several_other_words_are_suggested_and_none_is_put_there() -> None:
    write(**{"house/plain.yml": 'name: plain-words\nmessage: "{text}: {suggestion}!"\nswap: {huge: [large, vast]}\n'})
    (finding,) = (
        each for each in vetter.check("Huge dams.", config=".vetter.yml").findings if each.rule == "plain-words"
    )
    assert (finding.message, finding.suggestions, finding.fix) == ('Huge: "Large" or "Vast"!', ("Large", "Vast"), None)


def test_a_failing_example_of_a_text_rule_is_explained(vet: Vet) -> None:
    write(**{"house/plain.yml": TEXT_RULE + "flags: ['We [use] it.', '> [utilise]']\npasses: We utilise it.\n"})
    code, out, _ = vet("test", "house/plain.yml")
    assert code == 1
    assert "understood: none of its words stands there: synergy, utilise" in out
    assert 'understood: "utilise" stands in a quote, which is not looked at' in out
    assert 'flagged, but must pass: "utilise"' in out


def test_a_failing_example_of_a_rule_tells_what_was_understood(vet: Vet) -> None:
    write(**{"house/gossip.yml": CLAIM_RULE.replace("[claimed]", "[said]")})
    code, out, _ = vet("test", "house/gossip.yml")
    assert code == 1
    assert "understood:" in out and "lacks cue_stance: doubt (here report)" in out


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("name: x\nwords: ['...']\n", 2, "is no word"),
        ("name: x\nswap: [a]\n", 2, "a table of `key: value` lines"),
        ("name: x\nwords: [a]\nmessage: '{suggestion}'\n", 3, "has nothing to say of a word that has none"),
        ("name: x\nwords: [a]\nover: claim\n", 3, "unknown key 'over'"),
        ("words: [a]\n", 1, "the key 'name' is missing"),
        ("name: x\nwords: [C++]\n", 2, "signs are not looked for"),
        ("name: x\nonce: sentence\nwords: [a]\n", 2, "once for a block or the document"),
        ("name: all\nwords: [a]\n", 1, "'all' is reserved"),
        ("name: x\nswap: {}\n", 2, "an empty table"),
        ("name: x\nwords: [a]\nmessage: '{word} is out'\n", 3, "{word} means nothing here; write {text}"),
        ("name: x\nwords: [cafe\u0301]\n", 2, "has accents apart from their letters; write them as one: 'caf\u00e9'"),
        ("name: x\nswap:\n  utilise: utilise utilise\n", 3, "'utilise' stands in its own other wording"),
        ("name: x\nswap:\n  river: big river's\n", 3, "'river' stands in its own other wording"),
        ("name: x\nswap:\n  brook: creek\n  river: big brook\n", 4, "'brook' is an entry of this rule itself"),
        ("name: x\nwords: [brook]\nswap:\n  river: [stream, Brook]\n", 4, "'brook' is an entry of this rule itself"),
    ],
)
def test_a_mistake_in_a_text_rule_is_told_by_line(vet: Vet, text: str, line: int, problem: str) -> None:
    write(**{"house/plain.yml": text})
    _, _, err = vet("check", "draft.md")
    assert f"plain.yml:{line}: " in err and problem in err


# --- new rules


def test_a_new_rule_holds_at_once(vet: Vet) -> None:
    code, out, err = vet("new", "rule", "river-gossip")
    assert (code, err) == (0, "") and "wrote house/river-gossip.yml" in out
    assert vet("new", "rule", "plain-words", "--text")[0] == 0
    assert vet("new", "rule", "other-figure", "--pair")[0] == 0
    assert vet("test", "house") == (0, "14 examples, 0 failed\n", "")
    assert vet("test", "house/plain-words.yml") == (0, "2 examples, 0 failed\n", "")
    Path("draft.md").write_text(DRAFT)
    assert vet.found("draft.md") >= {"river-gossip", "plain-words"}
    assert vet("new", "rule", "both-kinds", "--pair", "--text")[0] == 2
    assert "--pack: goes with --shipped" in vet("new", "rule", "in-a-pack", "--pack", "isw")[2]


def test_a_new_rule_never_takes_the_place_of_another(vet: Vet) -> None:
    assert vet("new", "rule", "river-gossip")[0] == 0
    for name, told in (
        ("river-gossip", "is there already"),
        ("unsourced-assertion", "is the name of VET101"),
        ("River", "is no rule name"),
        ("all", "is reserved"),
    ):
        code, _, err = vet("new", "rule", name)
        assert code == 2 and told in err
    Path(".vetter.yml").write_text("packs: [core]\n")
    code, _, err = vet("new", "rule", "other-gossip")
    assert code == 2 and "add the line rules: house" in err


def test_words_can_be_added_to_a_shipped_class(vet: Vet) -> None:
    words = "add:\n  MILBLOGGER: [riverblogger]\n"
    write(**{"house/grammars/lexicon/more.yml": words})
    source = "A riverblogger claimed that the weir rose."
    assert 'riverblogger" (milblogger' in vet("parse", source)[1]
    write(**{"house/grammars/lexicon/more.yml": words.replace("MILBLOGGER", "MILBLOGER")})
    code, _, err = vet("parse", source)
    assert code == 2 and "more.yml:2: no class is called MILBLOGER, did you mean 'MILBLOGGER'?" in err


# --- what holds, and where it is settled


def test_each_setting_is_told_with_the_place_that_settles_it(vet: Vet) -> None:
    write(
        **{
            ".vetter.yml": "extends: style.yml\npacks: [core, isw]\nignore: [VET102]\nper-path:\n"
            "  - paths: [annex/]\n    ladder: phia\n    ignore: [VET2]\n",
            "style.yml": "rules: house\nignore: [VET101]\npacks: [core, river]\nlevel: warning\n",
        }
    )
    code, out, err = vet("config", "annex/a.md")
    assert (code, err) == (0, "")
    told: dict[str, tuple[str, list[str]]] = {}
    key = ""
    for line in out.splitlines():
        if line.startswith(" "):
            told[key][1].append(line.strip().removeprefix("from ").replace(os.getcwd() + "/", ""))
        else:
            key, _, value = line.partition("  ")
            told[key] = value.strip(), []
    assert told["packs"] == ("core, isw", [".vetter.yml:2"])
    assert told["ignore"] == (
        "VET101, VET102, VET2",
        ["style.yml:2", ".vetter.yml:3", ".vetter.yml:7 (for these paths)"],
    )
    assert told["ladder"] == ("phia", [".vetter.yml:6 (for these paths)"])
    assert told["level"] == ("warning", ["style.yml:4"])
    assert told["rules"] == ("house", ["style.yml:1"])
    assert told["doubt-verb"] == ("means-unverified", ["the pack isw"])
    assert told["self-names"][1] == ["default", "the pack isw"]
    assert told["preview"] == ("false", ["default"])
    elsewhere = vet("config", "b.md", "--pack", "core", "--preview")[1]
    assert "core\n                    from --pack" in elsewhere and "from --preview" in elsewhere
    assert "phia" not in elsewhere
    assert "from .vetter.yml" not in vet("config", "b.md", "--no-config")[1]
