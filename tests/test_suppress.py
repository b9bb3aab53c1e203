"""Comments that silence findings: what they reach, and what is said of comments that reach nothing."""

from __future__ import annotations

import vetter
from vetter import suppress
from vetter.config import Settings
from vetter.document import Directive
from vetter.findings import Finding

KNOWN = (("VET101", "unsourced-assertion"), ("VET201", "booster-on-judgment"))


def directive(*rules: str, reason: str = "checked", covers: tuple[int, int] = (10, 20)) -> Directive:
    return Directive(0, 9, "ignore", rules, reason, (covers,))


def finding(start: int, rule: str = "VET101", name: str = "unsourced-assertion") -> Finding:
    return Finding(rule, name, "warning", start, start + 3, "Say who reported it.")


def silenced(*directives: Directive, at: int = 12) -> bool:
    return suppress.apply([finding(at)], directives)[0].suppressed is not None


def test_a_rule_is_named_by_id_prefix_name_or_not_at_all() -> None:
    for names in ((), ("VET101",), ("VET1",), ("unsourced-assertion",), ("VET201", "VET101"), ("all",)):
        assert silenced(directive(*names))
    for names in (("VET2",), ("booster-on-judgment",), ("unsourced",)):
        assert not silenced(directive(*names))


def test_a_finding_is_silenced_where_it_begins() -> None:
    assert silenced(directive(), at=10) and silenced(directive(), at=19)
    assert not silenced(directive(), at=9) and not silenced(directive(), at=20)


def test_the_reason_travels_with_the_finding() -> None:
    assert suppress.apply([finding(12)], [directive(reason="counted by us")])[0].suppressed == "counted by us"


def test_a_comment_does_not_hide_what_is_said_about_itself() -> None:
    own = Finding("VET905", "bare-suppression", "warning", 0, 9, "Say why.")
    assert suppress.apply([own], [directive(covers=(0, 20))])[0].suppressed is None


def test_the_first_comment_gives_the_reason_and_the_second_counts_as_used() -> None:
    first, second = directive(reason="counted by us"), directive("VET101", reason="old")
    assert suppress.apply([finding(12)], [first, second])[0].suppressed == "counted by us"
    assert all(each.used for each in suppress.comments([first, second], [finding(12)], KNOWN, KNOWN, Settings()))


def test_what_is_said_about_a_comment_another_may_hide() -> None:
    own = Finding("VET905", "bare-suppression", "warning", 0, 9, "Say why.")
    first, second = directive(covers=(0, 20)), directive(covers=(0, 20), reason="old")._replace(start=30, end=39)
    assert suppress.apply([own], [first, second, first])[0].suppressed == "old"


def test_a_comment_that_silences_nothing_is_unused() -> None:
    used, unused = suppress.comments(
        [directive("VET101"), directive("VET101", covers=(30, 40))], [finding(12)], KNOWN, KNOWN, Settings()
    )
    assert used.used and not unused.used


def test_a_comment_about_rules_that_did_not_run_is_not_called_unused() -> None:
    for rules, settings in (
        (KNOWN[:1], Settings()),
        (KNOWN[:1], Settings(select=("VET101",))),
        (KNOWN, Settings()),
    ):
        (comment,) = suppress.comments([directive("VET201")], [], KNOWN, rules, settings)
        assert comment.used == (rules == KNOWN[:1])
    (bare,) = suppress.comments([directive()], [], KNOWN, KNOWN[:1], Settings(select=("VET101",)))
    assert bare.used


def test_names_no_rule_bears_are_told() -> None:
    (comment,) = suppress.comments([directive("VET101", "unsourced", "VET7")], [], KNOWN, KNOWN, Settings())
    assert comment.unknown == ("unsourced", "VET7")


DRAFT = """# Vessen

The rebels shelled the depot on Monday, killing 14 people. {comment}

{before}
The rebels shelled the school on Monday, killing 9 people.
"""


def live(draft: str) -> set[tuple[str, str]]:
    report = vetter.check(draft)
    return {(each.rule, draft[each.start : each.end]) for each in report.findings if each.suppressed is None}


def test_an_ignored_line_is_quiet_and_the_next_is_not() -> None:
    loud = {(rule, stretch) for rule, stretch in live(DRAFT.format(comment="", before="")) if rule.startswith("VET1")}
    assert any("depot" in stretch for _, stretch in loud) and any("school" in stretch for _, stretch in loud)
    quiet = live(DRAFT.format(comment="<!-- vetter: ignore -- seen by our desk -->", before=""))
    assert quiet == {each for each in live(DRAFT.format(comment="", before="")) if "depot" not in each[1]}


def test_a_comment_on_a_line_of_its_own_is_about_the_next_block() -> None:
    quiet = live(DRAFT.format(comment="", before="<!-- vetter: ignore[VET1] -- seen by our desk -->"))
    assert any("depot" in stretch for _, stretch in quiet)
    assert not any("school" in stretch for rule, stretch in quiet if rule.startswith("VET1"))


def test_everything_between_off_and_on_is_quiet() -> None:
    draft = DRAFT.format(comment="<!-- vetter: on -->", before="")
    opened = draft.replace("# Vessen\n", "# Vessen\n\n<!-- vetter: off -- under embargo -->\n")
    assert not any("depot" in stretch for _, stretch in live(opened))
    assert any("school" in stretch for _, stretch in live(opened))


def test_comments_are_judged_too() -> None:
    comments = {
        "<!-- vetter: ignore -->": "VET905",
        "<!-- vetter: ignore[unsorced-assertion] -- typed in haste -->": "VET908",
        "<!-- vetter: ignore[booster-on-judgment] -- there is none here -->": "VET909",
    }
    for comment, rule in comments.items():
        found = live(DRAFT.format(comment=comment, before=""))
        assert (rule, comment) in found
        assert {other for other, stretch in found if stretch == comment} <= {rule, "VET909"}
