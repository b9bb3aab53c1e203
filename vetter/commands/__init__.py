"""The commands: each a module of its name, with the options it takes (`declare`) and what it does with them (`run`)."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from vetter.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vetter.options import Options, Parser

COMMANDS = {
    "check": "check drafts and report what an editor would stop at",
    "claims": "list every claim with its holder, strength and sources",
    "sources": "list the sources, and the claims that rest on each",
    "compare": "hold a draft against its sources, or its earlier version",
    "baseline": "write down the findings of today, to be told only of new ones",
    "parse": "show how a sentence is understood, step by step",
    "explain": "tell of a rule, a pack or a ladder, or why rules spoke at FILE:LINE",
    "rules": "list the rules",
    "config": "tell what holds for a draft, and where that is settled",
    "schema": "print the JSON Schema of the configuration or of an output",
    "packs": "list the packs of rules, and the ladders of likelihood terms",
    "new": "write a rule of your own to start from",
    "test": "run the examples that rules, phrases and words carry",
}


class Command(NamedTuple):
    """`declare` adds its options to a parser, `run` answers with the exit code."""

    declare: Callable[[Parser], None]
    run: Callable[[Options], int]


def command(name: str) -> Command:
    """The command of that name, which must be one of `COMMANDS`; only its own module is imported."""
    module = importlib.import_module(f"{__name__}.{name}")
    return Command(module.declare, module.run)
