"""Markdown and plain text become prose in place: what is read, as what, and exactly where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vetter
from tests.timing import grows_no_faster
from vetter import formats
from vetter.errors import VetterError
from vetter.layout import GLUE, Layout
from vetter.source import Source, decode


def lay_out(text: str, name: str = "draft.md") -> Layout:
    return formats.parse(Source(name, text))


def shapes(text: str, name: str = "draft.md") -> list[tuple[str, str]]:
    """Every block as its kind (a heading with its level) and its words as they are looked up."""
    layout = lay_out(text, name)
    return [
        (f"{block.kind} {block.level}" if block.level else block.kind, words(layout.prose[block.start : block.end]))
        for block in layout.blocks
    ]


def words(prose: str) -> str:
    return " ".join(prose.replace(GLUE, "").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Velm\n\nIt fell.\n", [("heading 1", "Velm"), ("paragraph", "It fell.")]),
        ("Velm\n====\n\nRoads\n-----\n", [("heading 1", "Velm"), ("heading 2", "Roads")]),
        ("- one\n- two\n  lines\n", [("list-item", "one"), ("list-item", "two lines")]),
        ("- one\n\n  more\n\n- two\n", [("list-item", "one"), ("list-item", "more"), ("list-item", "two")]),
        ("- out\n  - in\n    - deep\n", [("list-item", "out"), ("list-item", "in"), ("list-item", "deep")]),
        ("- [x] done it\n", [("list-item", "done it")]),
        ("1. first\n2. second\n", [("list-item", "first"), ("list-item", "second")]),
        ("> It fell.\n> It burned.\n", [("quote", "It fell. It burned.")]),
        ("> - quoted item\n", [("quote", "quoted item")]),
        ("- > quoted in an item\n", [("quote", "quoted in an item")]),
        ("| a | b \\| c |\n|---|---|\n| *d* | |\n", [("table", "a"), ("table", "b | c"), ("table", "d")]),
        ("He left.[^1]\n\n[^1]: The *old* miller.\n", [("paragraph", "He left.[^1]"), ("footnote", "The old miller.")]),
        ("```\nx = 1\n```\n\n    y = 2\n", [("code", ""), ("code", "")]),
        ("---\ntitle: Velm\n---\n\nIt fell.\n", [("front-matter", ""), ("paragraph", "It fell.")]),
        ("It fell.\n\n---\n\nHe left.\n\n---\n", [("paragraph", "It fell."), ("paragraph", "He left.")]),
        ("<div>\nunseen\n</div>\n\nIt <b>fell</b>.\n", [("paragraph", "It fell .")]),
        ("**Key Takeaways**\n\nIt **fell**.\n", [("heading 6", "Key Takeaways"), ("paragraph", "It fell .")]),
        ("**The bridge fell on Monday.**\n", [("paragraph", "The bridge fell on Monday.")]),
        ("Key Takeaways\n\nIt fell.\n", [("heading 6", "Key Takeaways"), ("paragraph", "It fell.")]),
        ("Northern Roads\nThe bridge fell.\n", [("heading 6", "Northern Roads"), ("paragraph", "The bridge fell.")]),
        ("The bridge\nfell on Monday.\n", [("paragraph", "The bridge fell on Monday.")]),
        ("![a map of Velm](velm.png)\n", []),
        ("", []),
    ],
)
def test_markdown_is_cut_into_blocks_of_their_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert shapes(text) == expected


def test_a_rule_right_under_a_long_sentence_does_not_make_a_heading_of_it() -> None:
    sentence = "The ministry of roads said on Monday that the bridge at Orrin had fallen after a lorry struck it."
    assert shapes(f"{sentence}\n---\n") == [("paragraph", sentence)]


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("un**likely** to", f"un{GLUE * 2}likely   to"),
        ("**Likely**, it fell", "  Likely  , it fell"),
        ("**Velm**’s road", f"  Velm{GLUE * 2}’s road"),
        ("[Orr](http://a.b)in fell", f" Orr{GLUE * 13}in fell"),
        ("one<br>two three", "one    two three"),
        ("tonnes<sup>3</sup> fell", "tonnes     3       fell"),
        ("Velm&rsquo;s road", f"Velm’{GLUE * 6}s road"),
        ("roads &amp; rails", f"roads &{GLUE * 4} rails"),
        ("ten&nbsp;men fell", "ten      men fell"),
        (r"a\_b and \*this", f"a{GLUE}_b and  *this"),
        ("run `make all` now", "run  make all  now"),
        ("it ~~fell~~ stood", "it   fell   stood"),
        ("it fell,[12](http://a.b) he said", "it fell,[12]             he said"),
        ("it fell,[12] he said[^3]", "it fell,[12] he said[^3]"),
        ("see <http://a.b> now", "see  http://a.b  now"),
        ("the ![old map](m.png) road", "the                   road"),
        ("he left<!-- why --> it", "he left             it"),
        ("caf\u00e9 **de\u0301ja\u0300**\u00a0vu", "caf\u00e9   de\u0301ja\u0300  \u00a0vu"),
    ],
)
def test_markup_is_blanked_in_place_and_glued_within_a_word(text: str, prose: str) -> None:
    assert lay_out(text).prose == prose


def test_citations_are_kept_with_their_whole_stretch_and_target() -> None:
    text = "See [the log](http://a.b/c), [it][log], <https://d.e> and http://f.g/h_(i).\n\nHe left.[^k]\n\n"
    text += "[log]: http://j.k\n[^k]: Velm.\n"
    assert [(c.kind, text[c.start : c.end], c.target) for c in lay_out(text).citations] == [
        ("link", "[the log](http://a.b/c)", "http://a.b/c"),
        ("link", "[it][log]", "http://j.k"),
        ("url", "https://d.e", "https://d.e"),
        ("url", "http://f.g/h_(i)", "http://f.g/h_(i)"),
        ("footnote", "[^k]", "k"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see http://a.b/c.", "http://a.b/c"),
        ("(http://a.b/c)", "http://a.b/c"),
        ("[http://a.b/c]", "http://a.b/c"),
        ("“https://a.b/c?d=1&e=2”", "https://a.b/c?d=1&e=2"),
        ("at www.velm.example, he said", "www.velm.example"),
        ("hxxps://a.b/c!", "hxxps://a.b/c"),
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_bare_address_ends_before_the_punctuation_around_it(text: str, expected: str, name: str) -> None:
    assert [citation.target for citation in lay_out(f"He wrote: {text}", name).citations] == [expected]


@pytest.mark.parametrize("text", ["a sign :// alone", "nothing://here", "me@www.velm.example", "awww.no"])
def test_what_only_resembles_an_address_is_no_citation(text: str) -> None:
    assert lay_out(text, "draft.txt").citations == ()


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_comment_is_kept_apart_with_the_block_that_follows(name: str) -> None:
    text = "It fell.\n\n<!-- vetter: off\nfor now -->\n\nHe left. <!-- note --> She stayed.\n"
    layout = lay_out(text, name)
    assert [(c.text, text[c.start : c.end], c.block) for c in layout.comments] == [
        (" vetter: off\nfor now ", "<!-- vetter: off\nfor now -->", 1),
        (" note ", "<!-- note -->", 2),
    ]
    assert [words(layout.prose[b.start : b.end]) for b in layout.blocks] == ["It fell.", "He left. She stayed."]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_comment_inside_code_is_no_comment(name: str) -> None:
    assert lay_out("It fell.\n\n```\n<!-- vetter: off -->\n```\n", name).comments == ()


WRAPPED = """The ministry of roads said on Monday that the bridge at Orrin
had fallen after a lorry struck its northern pier, and that on
12. May a second lorry had been seen at the far end of it.
"""

LONG = (
    "The ministry of roads said on Monday that the bridge at Orrin had fallen after a lorry struck its northern pier."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRAPPED, [("paragraph", words(WRAPPED))]),
        (f"{LONG}\n{LONG}\n", [("paragraph", LONG), ("paragraph", LONG)]),
        (f"{LONG}\n\n{LONG}\n", [("paragraph", LONG), ("paragraph", LONG)]),
        (f"Key Takeaways\n{LONG}\n", [("heading 1", "Key Takeaways"), ("paragraph", LONG)]),
        (f"{LONG}\nEastern Velm: (Orrin-Dask Line)\n{LONG}\n", [
            ("paragraph", LONG), ("heading 2", "Eastern Velm: (Orrin-Dask Line)"), ("paragraph", LONG),
        ]),
        (f"{LONG}\n\nMain Effort—Orrin (Objective: hold the bridge);\nSupporting Effort—Dask\n", [
            ("paragraph", LONG), ("heading 2", "Main Effort—Orrin (Objective: hold the bridge);"),
            ("heading 2", "Supporting Effort—Dask"),
        ]),
        ("It fell.\n\nMain Effort—Orrin Bridge and Mill (Objective: hold the far bank\nof the river by night)\n", [
            ("paragraph", "It fell."),
            ("heading 2", "Main Effort—Orrin Bridge and Mill (Objective: hold the far bank of the river by night)"),
        ]),
        (f"{WRAPPED}Orrin\n-----\nIt fell.\n", [
            ("paragraph", words(WRAPPED)), ("heading 2", "Orrin"), ("paragraph", "It fell."),
        ]),
        ("Report on Velm\n==============\n", [("heading 1", "Report on Velm")]),
        ("# Report\n\n## On Velm\n", [("heading 1", "Report"), ("heading 2", "On Velm")]),
        ("- one\n* two\n• three\n– four\n1. five\n2) six\n(a) seven\n", [
            ("list-item", word) for word in ("one", "two", "three", "four", "five", "six", "seven")
        ]),
        ("- the first thing that fell was the bridge at Orrin, and\n  then the mill\n- the next\n", [
            ("list-item", "the first thing that fell was the bridge at Orrin, and then the mill"),
            ("list-item", "the next"),
        ]),
        ("> It fell,\n> he said.\nHe left.\n", [("quote", "It fell, he said."), ("paragraph", "He left.")]),
        ("> > Doubly\n", [("quote", "Doubly")]),
        ("name\ttons\nOrrin\t12\n", [("table", word) for word in ("name", "tons", "Orrin", "12")]),
        ("| a | b |\n|---|---|\n| c | d |\n", [("table", word) for word in "abcd"]),
        ("It fell.\n\n```\nx = 1\n```\nHe left.\n", [
            ("paragraph", "It fell."), ("code", ""), ("paragraph", "He left."),
        ]),
        ("It fell.\n\n    if (x) {\n        y = 1;\n    }\n", [("paragraph", "It fell."), ("code", "")]),
        ("It fell.\n\n    He left, and she stayed behind.\n", [
            ("paragraph", "It fell."), ("paragraph", "He left, and she stayed behind."),
        ]),
        ("It fell.[12]\n\n[12] http://a.b/c\n[^13]: The miller.\n", [
            ("paragraph", "It fell.[12]"), ("footnote", "http://a.b/c"), ("footnote", "The miller."),
        ]),
        ("title: Velm\nurl: http://a.b\n\nIt fell.\n", [("front-matter", ""), ("paragraph", "It fell.")]),
        ("It fell.\n* * *\nHe left.\n", [("paragraph", "It fell."), ("paragraph", "He left.")]),
        (">10 men fell.\n", [("paragraph", ">10 men fell.")]),
        ("The\tmen fell.\n", [("paragraph", "The men fell.")]),
        ("It fell. ``` He left.\n", [("paragraph", "It fell. ``` He left.")]),
    ],
)  # fmt: skip
def test_plain_text_is_cut_into_blocks_of_their_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert shapes(text, "draft.txt") == expected


@pytest.mark.parametrize(
    "line",
    [
        "ISW cannot confirm this report",
        "Gunmen captured the mill",
        "It holds the bridge",
        "The bridge is down",
        "“We never saw it",
        "the far bank",
        "Orrin Bridge,",
        "Figure 3. The bridge at Orrin",
        "Map 2: Roads of Velm",
        "Note: Distances by Road",
        "Orrin fell. Dask held",
        "See http://a.b",
        "Who Holds Orrin?",
        "Gunmen at Orrin Bridge.[7]",
        "Gunmen at Orrin Bridge.”[7][^8]",
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_line_that_says_something_is_not_a_heading_for_want_of_a_full_stop(line: str, name: str) -> None:
    assert [kind for kind, _ in shapes(f"It fell.\n\n{line}\n\nHe left.\n", name)] == ["paragraph"] * 3


@pytest.mark.parametrize(
    "line",
    ["Key Takeaways", "ROADS OF VELM", "2.1 Losses by District", "Theft of timber from the mill", "Roads and Rails:"],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_short_line_of_its_own_without_verb_and_full_stop_is_a_heading(line: str, name: str) -> None:
    assert [kind[:7] for kind, _ in shapes(f"It fell.\n\n{line}\n\nHe left.\n", name)] == [
        "paragra",
        "heading",
        "paragra",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_every_kind_of_line_end_cuts_alike(end: str, name: str) -> None:
    text = "# Velm\n\nThe bridge fell\nin May.\n\n- one\n- two\n\nHe left.\n"
    assert shapes(text.replace("\n", end), name) == shapes(text, name)


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_no_other_sign_ends_a_line(sign: str, name: str) -> None:
    assert len(lay_out(f"The bridge{sign}{sign}fell.", name).blocks) == 1


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_byte_order_mark_is_not_counted(name: str) -> None:
    source = decode("\ufeff# Velm\r\n\r\nIt fell.".encode(), name)
    (heading, fell) = formats.parse(source).blocks
    assert (heading.kind, source.text[fell.start : fell.end]) == ("heading", "It fell.")


@pytest.mark.parametrize("name", ["notes", "a/b.c/notes", ".draft", "NOTES.TXT", "x.text"])
def test_names_without_suffix_and_suffixes_in_capitals_are_read(name: str) -> None:
    assert shapes("- one", name) == [("list-item", "one")]


def test_a_file_no_format_reads_is_refused_by_name_with_the_formats_there_are() -> None:
    with pytest.raises(VetterError, match=r"^draft\.rst: no format reads '\.rst' files; vetter reads \.md, .*\.txt"):
        lay_out("text", "draft.rst")


def test_the_suffixes_name_files_to_look_for_in_a_folder() -> None:
    assert {".md", ".markdown", ".txt"} <= set(formats.suffixes())
    assert "" not in formats.suffixes()


BLANK = " "  # for markup between words
PIECES = (
    "# ", "## ", "- ", "  - ", "1. ", "12) ", "(a) ", "> ", ">", "    ", "\t", "|", "|---|", "```", "~~~", "`", "*",
    "**", "_", "~~", "[", "]", "(", ")", "](http://a.b)", "[^1]", "[^1]: ", "[12]", "[a]: http://b.c", "![", "<b>",
    "</b>", "<br>", "<!--", "-->", "<!-- vetter: off -->", "<div>", "&amp;", "&rsquo;", "&nbsp;", "&#0;", "&", "\\",
    "\\*", "---", "===", "http://a.b/c", "www.a.b", "://", "title: x", "\n", "\n\n", "\r\n", "\r", " ", "  \n",
    "\u00a0", "\u2028", "\u200b", "word", "Velm", "likely", ".", ",", ":", ";", "’", "“", "é", "e\u0301", "\u0130",
    "\U0001f600", "Ж", "12", "Key Takeaways",
)  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=80))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["draft.md", "draft.txt"]))
def test_any_text_has_its_prose_and_blocks_in_place(text: str, name: str) -> None:
    layout = lay_out(text, name)
    assert len(layout.prose) == len(text)
    end = 0
    for block in layout.blocks:
        assert end <= block.start < block.end <= len(text)
        end = block.end
    for shown, (place, written) in zip(layout.prose, enumerate(text), strict=True):
        assert shown in (written, BLANK, GLUE) or "&" in (written, text[place - 1 : place])
    for citation in layout.citations:
        assert 0 <= citation.start < citation.end <= len(text)
    for comment in layout.comments:
        assert text[comment.start : comment.start + 4] == "<!--"
        assert 0 <= comment.block <= len(layout.blocks)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["draft.md", "draft.txt"]))
def test_all_prose_stands_in_a_block(text: str, name: str) -> None:
    layout = lay_out(text, name)
    rest = list(layout.prose)
    for block in layout.blocks:
        rest[block.start : block.end] = [] if block.start == block.end else [BLANK] * (block.end - block.start)
    assert "".join(rest).replace(GLUE, "").strip() == ""


HARD = {
    "one line": "the mill fell ", "brackets": "[", "parentheses": "(", "quote marks": "> ", "stars": "*a ",
    "strong": "**a ", "links": "[a](http://x ", "blanks": " ", "blank lines": " \n", "entities": "&amp;",
    "open comments": "<!-- ", "comments": "<!-- vetter: off -->\n", "addresses": "http://", "strokes": "a|",
    "tabs": "a\t", "fences": "```\n", "ticks": "`", "items": "- a\n", "markers": "[^1] ", "tags": "<b>",
    "headings": "Key Words Here\n", "names": "Ann Bee, ", "definitions": "[1] http://a.b\n", "returns": "a\r\r",
    "underlines": "a\n===\n", "front": "---\na: b\n",
}  # fmt: skip


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_time_grows_with_the_text_and_not_faster(piece: str, name: str) -> None:
    assert grows_no_faster(lambda size: lay_out(piece * (size // len(piece)), name), 12_000, 16)


CODE_IN_TEXT = """The loader holds these strings.
rule ferry_loader {
    meta:
        author = "Harbour CERT"
    strings:
        $s1 = "the pier was destroyed" fullword ascii
        $s2 = "the mayor will certainly resign" ascii
}
The crew read them on Monday.
"""


def test_code_between_lines_of_text_is_no_prose() -> None:
    layout = formats.parse(Source("report.txt", CODE_IN_TEXT))
    assert [block.kind for block in layout.blocks] == ["paragraph", "code", "paragraph"]
    assert "destroyed" not in layout.prose


def test_a_list_that_ends_in_semicolons_is_no_code() -> None:
    text = "The order names three piers;\nthe north pier, closed (since May);\nthe south pier = open;\nand the mole."
    layout = formats.parse(Source("report.txt", text))
    assert "code" not in [block.kind for block in layout.blocks]


def test_a_block_quotation_is_not_the_authors_word() -> None:
    draft = "> A drone struck the grain terminal at Velin on 4 March.\n"
    assert not vetter.check(draft).findings
    assert vetter.check(draft.removeprefix("> ")).findings
