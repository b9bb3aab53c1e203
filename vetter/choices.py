"""The options that several commands share, and the order for a run that they make."""

from __future__ import annotations

import os
from collections.abc import Iterable

from vetter.config import FAIL_ON, LEVELS
from vetter.errors import VetterError
from vetter.options import Filed, Options
from vetter.values import TYPE_CHECKING

if TYPE_CHECKING:
    from vetter.options import Parser
    from vetter.runs import Order


def choosing(parser: Parser) -> None:
    """Options that say which rules, packs and configuration hold."""
    add = parser.add_argument
    packs = f"these packs of rules and no others, repeated or in a row: {_packs()}"
    add("--pack", action="append", default=[], metavar="PACK", help=packs)
    add("--preview", action="store_true", help="also the rules that are not ready yet")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", help="use this configuration for every draft")
    where.add_argument("--no-config", action="store_true", help="use no configuration")


def _packs() -> str:
    """The packs by name; help can be had while the rules are broken, too."""
    from vetter import lint

    try:
        return ", ".join(lint.vocabulary().packs)
    except VetterError:
        return "see rules/packs"


def drafts(parser: Parser, output: str = "write there instead, whole or not at all") -> None:
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="drafts, folders or globs; - is standard input; default: this folder")
    add("--stdin-filename", metavar="NAME", help="what to call standard input: decides its format and configuration")
    add("--force-exclude", action="store_true", help="leave out what the configuration excludes even when named")
    add("--output", metavar="FILE", help=output)


def telling_in(parser: Parser, formats: Iterable[str], default: str = "text") -> None:
    """The formats of a report, several if each but one names a file."""
    known = Filed(formats)
    about = f"{', '.join(known)}; FORMAT=FILE writes that file, and so several at once; default: {default}"
    parser.add_argument("--format", action="append", choices=known, default=[], metavar="FORMAT[=FILE]", help=about)


def against(parser: Parser) -> None:
    """Options that say what drafts are held against."""
    add = parser.add_argument
    sources = "files, folders and globs that the drafts rest on"
    add("--sources", nargs="+", action="extend", default=[], metavar="PATH", help=sources)
    add("--revision", action="store_true", help="hold the second of two files against the first, its earlier version")
    add("--git", metavar="REV", help="hold each draft against what it was in this revision")


def selecting(parser: Parser) -> None:
    add = parser.add_argument
    add("--select", action="append", default=[], metavar="RULES", help="only these rules: VET101, VET2, a-name")
    add("--ignore", action="append", default=[], metavar="RULES", help="never these rules")


def telling(parser: Parser) -> None:
    """Options that say which findings are told, and which of them fail the run."""
    add = parser.add_argument
    add("--fail-on", choices=FAIL_ON, help="exit with 1 from this severity on; default: warning")
    add("--level", choices=LEVELS, help="the least severity to show; default: info")
    add("--show-suppressed", action="store_true", help="show what suppression comments silence, with their reasons")


def selected(given: Order, options: Options) -> Order:
    """With the rules that `selecting` leaves."""
    return given._replace(select=listed(options.select), ignore=listed(options.ignore))


def order(options: Options) -> Order:
    return chosen(options)._replace(
        paths=tuple(options.paths) or (os.curdir,),
        stdin_filename=options.stdin_filename,
        force_exclude=options.force_exclude,
    )


def chosen(options: Options) -> Order:
    from vetter.runs import Order

    config = "" if options.no_config else options.config
    return Order(config=config, packs=listed(options.pack), preview=options.preview)


def listed(values: list[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())
