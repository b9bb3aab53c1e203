"""Options read without `argparse` are those that it would have read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vetter.commands import command
from vetter.options import Plain, full_parser

WORDS = st.sampled_from(
    ["a.md", "-", "", "--", "-h", "--format", "json", "--format=text", "--format=", "--formal", "--pack", "isw",
     "--pack=core", "--config", ".vetter.yml", "--no-config", "--no-config=1", "--jobs", "2", "--preview", "--ignore",
     "VET1,VET2", "-1", "--level", "info", "--stdin-filename", "a b", "-x y", "--output", "--since=HEAD~1", "never",
     "--format=sarif=out.sarif", "sarif=a=b", "text=", "prose=x", "--sources", "--git", "--revision"]
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(["check", "claims", "compare", "baseline", "rules", "explain"]), st.lists(WORDS, max_size=6))
def test_what_is_read_without_argparse_is_what_argparse_reads(name: str, arguments: list[str]) -> None:
    plain, parser = Plain(), full_parser("vetter", "")
    for each in (plain, parser):
        command(name).declare(each)
    found = plain.read(arguments)
    if found is not None:
        assert vars(found) == vars(parser.parse_args(arguments))


def test_a_common_command_line_is_read_without_argparse() -> None:
    plain = Plain()
    command("check").declare(plain)
    found = plain.read(["--no-config", "--pack", "core", "--pack=isw", "--format", "json", "a.md", "b.md"])
    assert found is not None
    assert (found.pack, found.format, found.paths) == (["core", "isw"], ["json"], ["a.md", "b.md"])


def test_so_are_several_formats_with_their_files() -> None:
    plain = Plain()
    command("check").declare(plain)
    found = plain.read(["--format", "text", "--format", "sarif=out.sarif", "--format=junit=j.xml", "a.md"])
    assert found is not None
    assert found.format == ["text", "sarif=out.sarif", "junit=j.xml"]


def test_what_is_wrong_is_left_to_argparse() -> None:
    for arguments in (["--formal"], ["--format", "prose"], ["--config"], ["--config", "a", "--no-config"], ["--help"]):
        plain = Plain()
        command("check").declare(plain)
        assert plain.read(arguments) is None
