"""A layout becomes a document: the role of each block, what a suppression comment covers, the language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vetter import document, formats
from vetter.document import Document
from vetter.source import Source


def build(text: str, name: str = "draft.md", **options: tuple[str, ...]) -> Document:
    source = Source(name, text)
    return document.build(source, formats.parse(source), **options)


def roles(text: str, name: str = "draft.md", **options: tuple[str, ...]) -> list[tuple[str, str]]:
    draft = build(text, name, **options)
    return [(block.role, " ".join(draft.prose[block.start : block.end].split())) for block in draft.blocks]


REPORT = """# Roads of Velm, 12 May

Ada Norr and Tom Bask, 12 May 2024, 6:30 pm CET

The bridge at Orrin fell.

## Key Takeaways

- The bridge fell.
- The mill stood.

This report does not cover the rail lines of the valley.

## Northern roads

The bridge fell on Monday.

| Road | Tons |
|---|---|
| North | 12 |

Figure 1. The bridge at Orrin

Note: distances are by road.

> It fell, he said.

## Endnotes

[1] https://example.org/roads

The miller, in a letter.

### Maps

The survey of 1911.

## About this report

Two people wrote it.

[^k]: See the log.
"""


def test_every_block_has_the_role_a_reader_would_give_it() -> None:
    assert roles(REPORT) == [
        ("title", "Roads of Velm, 12 May"),
        ("dateline", "Ada Norr and Tom Bask, 12 May 2024, 6:30 pm CET"),
        ("lead", "The bridge at Orrin fell."),
        ("heading", "Key Takeaways"),
        ("takeaway", "The bridge fell."),
        ("takeaway", "The mill stood."),
        ("meta", "This report does not cover the rail lines of the valley."),
        ("heading", "Northern roads"),
        ("body", "The bridge fell on Monday."),
        ("body", "Road"),
        ("body", "Tons"),
        ("body", "North"),
        ("body", "12"),
        ("caption", "Figure 1. The bridge at Orrin"),
        ("legend", "Note: distances are by road."),
        ("body", "It fell, he said."),
        ("heading", "Endnotes"),
        ("references", "[1] https://example.org/roads"),
        ("references", "The miller, in a letter."),
        ("heading", "Maps"),
        ("references", "The survey of 1911."),
        ("heading", "About this report"),
        ("meta", "Two people wrote it."),
        ("references", "See the log."),
    ]


PLAIN = """May 12, 10:15 pm CET
The bridge at Orrin fell on Monday after a lorry struck its northern pier, according to the ministry of roads of Velm.
Key Takeaways
The bridge at Orrin fell after a lorry struck it, and the ministry of roads expects that it will be rebuilt by autumn.
The mill stood.

We do not report in detail on the rail lines of the valley because another office of the ministry looks after these.
Northern Velm: (Orrin-Dask Line)
The bridge fell on Monday, and a second lorry had been seen at the far end of it not long before, the miller reported.
"""


def test_plain_text_has_the_same_roles_without_any_markup() -> None:
    assert [role for role, _ in roles(PLAIN, "draft.txt")] == [
        "dateline", "lead", "heading", "takeaway", "takeaway", "meta", "heading", "body",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["Executive Summary", "KEY JUDGEMENTS", "1. Key Findings", "Bottom Line Up Front:", "BLUF", "Toplines", "Abstract"],
)
def test_a_summary_is_known_by_its_heading(heading: str) -> None:
    assert ("takeaway", "It fell.") in roles(f"# Velm\n\n## {heading}\n\nIt fell.\n\n## Roads\n\nIt stood.\n")


def test_the_headings_of_summaries_can_be_named() -> None:
    text = "# Velm\n\n## In Short\n\nIt fell.\n"
    assert ("body", "It fell.") in roles(text)
    assert ("takeaway", "It fell.") in roles(text, summary_headings=("in short",))


def test_prose_after_a_bulleted_summary_is_body_again() -> None:
    text = "# Velm\n\n## Key Points\n\nIn short:\n\n- It fell.\n\n1. It stood.\n\nIt fell on Monday.\n\nIt stood.\n"
    assert [role for role, _ in roles(text)][2:] == ["heading", "takeaway", "takeaway", "body", "body"]


def test_without_sections_there_is_no_lead() -> None:
    assert [role for role, _ in roles("# Velm\n\nIt fell.\n\nIt stood.\n")] == ["title", "body", "body"]


def test_a_second_heading_of_the_first_level_is_no_title() -> None:
    text = "# Velm\n\nIt fell.\n\n# Roads\n\nIt stood.\n"
    assert [role for role, _ in roles(text)] == ["title", "lead", "heading", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "September 13, 10:15 pm ET",
        "12 May 2024",
        "2024-05-12",
        "Monday, May 12th, 2024 at 6 p.m. local time",
        "Published: 12 May 2024",
        "By Ada Norr",
        "By Ada Norr and Tom Bask, 12 May 2024",
        "Ada Norr, Tom Bask, and Ivo van Dask",
        "Ada Norr,May 12, 6:30 pm",
    ],
)
def test_a_line_of_names_and_dates_under_the_title_is_a_dateline(line: str) -> None:
    assert ("dateline", line) in roles(f"# Velm\n\n{line}\n\nIt fell.\n\n## Roads\n\nIt stood.\n")


@pytest.mark.parametrize(
    "line", ["In May the bridge fell.", "By then the bridge was down.", "Orrin, 12 men and a dog."]
)
def test_a_sentence_with_a_date_or_a_name_is_no_dateline(line: str) -> None:
    assert ("dateline", line) not in roles(f"# Velm\n\n{line}\n\nIt stood.\n\n## Roads\n\nIt stood.\n")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Table 2: Losses by road", "caption"),
        ("Photo: Ada Norr", "caption"),
        ("Figure 2 shows the bridge before it fell.", "body"),
        ("Table 2 lists the roads.", "body"),
        ("Sources: the ministry of roads, and the log of the mill.", "legend"),
        ("Noted: nothing.", "body"),
        ("Correction: an earlier version gave another day.", "meta"),
        ("Ada Norr contributed reporting from Orrin.", "meta"),
        ("The miller contributed ten sacks to the town.", "body"),
        ("We do not believe the miller.", "body"),
        ("https://example.org/roads-of-velm", "references"),
        ("The log at https://example.org/l says that the bridge fell on Monday.", "body"),
    ],
)
def test_some_blocks_tell_their_role_themselves(text: str, role: str) -> None:
    assert roles(f"# Velm\n\n{text}\n") == [("title", "Velm"), (role, text)]


def covered(text: str, name: str = "draft.md") -> list[tuple[str, tuple[str, ...], str, list[str]]]:
    draft = build(text, name)
    return [
        (d.action, d.rules, d.reason, [draft.prose[start:end].strip() for start, end in d.covers])
        for d in draft.directives
    ]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("vetter: ignore", ("ignore", (), "")),
        ("vetter:ignore[VET101]", ("ignore", ("VET101",), "")),
        ("  vetter :  ignore [ VET101 , unsourced-assertion ]  ", ("ignore", ("VET101", "unsourced-assertion"), "")),
        ("vetter: ignore VET102", ("ignore", ("VET102",), "")),
        ("vetter: ignore VET102, VET2 -- seen", ("ignore", ("VET102", "VET2"), "seen")),
        ("vetter: ignore[VET1] -- the log -- page 3", ("ignore", ("VET1",), "the log -- page 3")),
        ("vetter: ignore[VET1]--the log", ("ignore", ("VET1",), "the log")),
        ("vetter: ignore[VET1] \u2014 the\nlog", ("ignore", ("VET1",), "the log")),
        ("vetter: ignore[VET1] - the log", ("ignore", ("VET1",), "the log")),
        ("VETTER: Ignore -- the log", ("ignore", (), "the log")),
        ("vetter ignore[VET1]", ("ignore", ("VET1",), "")),
        ("vetter: off", ("off", (), "")),
        ("vetter: off[VET2] -- quoted at length", ("off", ("VET2",), "quoted at length")),
        ("vetter: on", ("on", (), "")),
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_suppression_comment_is_read_with_all_the_blanks_people_write(
    comment: str, expected: tuple[str, tuple[str, ...], str], name: str
) -> None:
    assert [found[:3] for found in covered(f"<!--{comment}-->\n\nIt fell.\n", name)] == [expected]


@pytest.mark.parametrize(
    "comment",
    [
        "vetter: ingore[VET101]", "vetter: ignore[]", "vetter: ignore[VET101", "vetter: ignore[a b!]", "vetter:",
        "vetter: offf", "vetter: disable", "vetter: ignore[VET1] because", "vetter disable",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_suppression_comment_that_cannot_be_read_is_told_with_its_line(comment: str, name: str) -> None:
    draft = build(f"# Velm\r\n\r\n<!-- {comment} -->\r\n\r\nIt fell.", name)
    ((line, problem),) = draft.unread
    assert (line, draft.directives) == (3, ())
    named = "VET1" if "VET1]" in comment else "VET101" if "VET101" in comment else "rule"
    assert re.match(rf"suppression comment: cannot read 'vetter.*'; write \"vetter: ignore\[{named}\] -- r", problem)


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_suppression_comment_left_open_is_told(name: str) -> None:
    ((line, problem),) = build("It fell.\n\n<!-- vetter: off -- quoted\n\nIt stood.\n", name).unread
    assert line == 3 and problem.endswith(" never closed; end it with -->")


@pytest.mark.parametrize("comment", ["a note", "vetter is a linter", "see vetter: ignore", "vetters: off"])
def test_another_comment_is_left_alone(comment: str) -> None:
    assert build(f"It fell.\n\n<!-- {comment} -->\n").directives == ()


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_an_ignore_covers_its_own_line_or_else_the_next_block(name: str) -> None:
    ignore = "<!-- vetter: ignore[VET1] -->"
    text = f"The bridge fell. {ignore}\n\n{ignore}\n\nThe mill\nstood.\n\nIt burned.\n\n"
    text += f"- one {ignore}\n- two\n\n{ignore}\n"
    assert [covers for *_, covers in covered(text, name)] == [
        ["The bridge fell."],
        ["The mill\nstood."],
        ["one"],
        [],
    ]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_before_a_list_an_ignore_covers_the_whole_list_and_within_it_one_item(name: str) -> None:
    ignore = "<!-- vetter: ignore -->"
    text = f"It fell.\n\n{ignore}\n\n- one\n- two\n\nIt stood.\n\n- three\n\n{ignore}\n\n- four\n- five\n"
    assert [[" ".join(each.split()) for each in covers] for *_, covers in covered(text, name)] == [
        ["one two"],
        ["four"],
    ]


def test_in_wrapped_text_an_ignore_covers_the_line_it_ends() -> None:
    text = "The bridge\nfell. <!-- vetter: ignore -->\nIt burned.\n"
    assert [covers for *_, covers in covered(text)] == [["fell."]]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_off_covers_all_up_to_the_on_that_answers_it(name: str) -> None:
    text = (
        "One.\n\n<!-- vetter: off[a] -->\n\nTwo.\n\n<!-- vetter: off[b] -->\n\nThree.\n\n<!-- vetter: on[a] -->\n\n"
        "Four.\n\n<!-- vetter: on -->\n\nFive.\n\n<!-- vetter: off -->\n\nSix.\n"
    )
    found = [(rules, [" ".join(text.split()) for text in covers]) for _, rules, _, covers in covered(text, name)]
    assert found == [
        (("a",), ["Two. Three."]),
        (("b",), ["Three. Four."]),
        (("a",), []),
        ((), []),
        ((), ["Six."]),
    ]


LANGUAGES = {
    "German": "Die Brücke von Orrin ist am Montag gefallen, und der Müller sagt, dass ein Wagen sie getroffen hat. "
    "Das Amt weiß noch nicht, ob die Straße wieder auf ist, und bittet um Geduld.",
    "French": "Le pont d'Orrin est tombé lundi et le meunier dit que le camion a heurté une pile dans la nuit. "
    "Les gens du village ne savent pas qui va payer pour la route.",
    "Dutch": "De brug van Orrin is maandag gevallen en de molenaar zegt dat een wagen de pijler had geraakt. "
    "Het is niet bekend of de weg weer open gaat, zei hij.",
    "Russian": "Мост в Оррине упал в понедельник, и мельник говорит, что грузовик ударил опору. Дорога закрыта, "
    "и никто не знает, когда её снова откроют для всех жителей.",
    "Chinese": "奥林大桥周一倒塌,磨坊主说一辆卡车在夜间撞上了桥墩。道路管理局还不知道这条路何时重新开放,请大家等待。",
}


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_a_draft_in_another_language_is_not_english(text: str) -> None:
    assert not build(f"# Velm\n\n{text}\n").english


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen hold mill at Orrin. Bridge down since Monday. Police see lorry strike. Mayor denies claims, says "
        "nobody hurt. Second lorry near pier, witnesses say. Roads closed until Friday.",
        "The mayor of Orrin said “der Müller ist ein Lügner” on Monday, and that the bridge had fallen by itself that "
        "night. The miller denies it.",
        "Die Brücke ist weg.",
        "",
    ],
)
def test_english_in_telegram_style_with_quotes_or_a_few_words_of_anything_is_read(text: str) -> None:
    assert build(text).english


def test_code_does_not_count_as_language() -> None:
    assert build("```\n" + "der die das und ist nicht\n" * 50 + "```\n\nThe bridge fell.\n").english


PARTS = (
    "# Velm\n", "Key Takeaways\n", "12 May\n", "- it", "By A", "Figure 1. x", "Note: ", "[1] http://a.b", "> ", "\n",
    "\n\n", "<!-- vetter: off -->", "<!-- vetter: ignore[a] -- b -->", "<!-- vetter: on -->", "It fell. ", "\r", " ",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS)).map("".join), st.sampled_from(["draft.md", "draft.txt"]))
def test_every_block_has_a_role_and_every_cover_lies_in_the_text(text: str, name: str) -> None:
    draft = build(text, name)
    assert all(block.role for block in draft.blocks)
    for directive in draft.directives:
        assert text[directive.start : directive.end].startswith("<!--")
        assert all(0 <= start <= end <= len(text) for start, end in directive.covers)
