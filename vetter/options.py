"""A command line to the options of a command. `argparse` takes as long to import as a page to check, so it is left to
tell of help and mistakes; what is plainly right is read without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from vetter.errors import VetterError
from vetter.values import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import argparse

    Parser: TypeAlias = "Plain | argparse.ArgumentParser"

Options = SimpleNamespace
SWITCH = "store_true"
UNREAD = ("type", "nargs")
"""What makes an option one that only `argparse` reads."""


def read(program: str, about: str, declare: Callable[[Parser], None], arguments: Sequence[str]) -> Options:
    """The options that `declare` adds to a parser, as these arguments give them."""
    plain = Plain()
    declare(plain)
    found = plain.read(arguments)
    if found is not None:
        return found
    parser = full_parser(program, about)
    declare(parser)
    return Options(**vars(parser.parse_args(arguments)))


class Filed(tuple[str, ...]):
    """Choices each of which may name a file: of `json` also `json=FILE`."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and super().__contains__(word.partition("=")[0])


class Option(NamedTuple):
    """`readable`: its value needs no more than to be one of `choices`, if there are any."""

    field: str
    default: Any
    action: str
    choices: Sequence[str] | None
    readable: bool


class Plain:
    """Takes options as `argparse` does; of positional arguments only one that may come any number of times."""

    def __init__(self) -> None:
        self.options: dict[str, Option] = {}
        self.listed = ""
        self.readable = True
        self.rivals: list[Plain] = []

    def add_argument(self, name: str, **told: Any) -> None:
        if name.startswith("-"):
            action = told.get("action", "store")
            default = told.get("default", False if action == SWITCH else None)
            field = name.lstrip("-").replace("-", "_")
            self.options[name] = Option(field, default, action, told.get("choices"), told.keys().isdisjoint(UNREAD))
        elif told.get("nargs") == "*" and not self.listed:
            self.listed = name
        else:
            self.readable = False

    def add_mutually_exclusive_group(self) -> Plain:
        self.rivals.append(Plain())
        return self.rivals[-1]

    def read(self, arguments: Sequence[str]) -> Options | None:
        """What the arguments say; None for what is not plainly right."""
        known = dict(self.options)
        for group in self.rivals:
            known.update(group.options)
        found = {option.field: option.default for option in known.values()}
        named: set[str] = set()
        places: list[int] = []
        words = iter(enumerate(arguments))
        for place, word in words:
            if word == "-" or not word.startswith("-"):
                places.append(place)
                continue
            name, equals, value = word.partition("=")
            option = known.get(name)
            if option is None or not option.readable:
                return None
            named.add(name)
            if option.action == SWITCH:
                if equals:
                    return None
                found[option.field] = True
                continue
            _, value = (place, value) if equals else next(words, (place, "-"))
            if value.startswith("-") or (option.choices is not None and value not in option.choices):
                return None
            found[option.field] = value if option.action == "store" else [*found[option.field], value]
        parted = places and places[-1] - places[0] >= len(places)
        rivalling = any(len(named & group.options.keys()) > 1 for group in self.rivals)
        if not self.readable or parted or rivalling or (places and not self.listed):
            return None
        return Options(**found, **({self.listed: [arguments[place] for place in places]} if self.listed else {}))


def full_parser(program: str, about: str) -> argparse.ArgumentParser:
    import argparse

    class OneLine(argparse.ArgumentParser):
        """Mistakes in options are told like every other: one line."""

        def error(self, message: str) -> None:  # type: ignore[override]
            raise VetterError(self.prog, f"{message}; see {self.prog} --help")

    # a width of our own: argparse would import shutil to ask for it, whether or not help is wanted
    def formatter(prog: str) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(prog, max_help_position=30, width=100)

    return OneLine(prog=program, description=about, formatter_class=formatter, allow_abbrev=False)


def number_of_processes(text: str) -> int:
    if text.isdecimal() and len(text) < 6 and int(text) > 0:
        return int(text)
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(f"{text!r} is not a number of processes")
