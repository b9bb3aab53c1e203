"""A YAML file as a sheet of nodes, read into plain values; whatever is not understood is refused by file and line.

PyYAML's node graph is read rather than its values, so that every word keeps its line and `no` stays a word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable

from vetter.errors import VetterError, did_you_mean
from vetter.folders import refuse_irregular
from vetter.values import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from yaml import Node

Reader: TypeAlias = Callable[[Any, Any], Any]
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What a pack or a ladder may be called, and so its file."""


def name_of(path: str) -> str:
    """What the pack or the ladder in a file is called."""
    return os.path.splitext(os.path.basename(path))[0]


class Word(NamedTuple):
    """A word with the file and line it stands at."""

    text: str
    place: str


class Sheet:
    """Reads the nodes of one file into typed values."""

    what = "a rule"
    """What such a file holds."""

    def __init__(self, path: str) -> None:
        self.path = path

    def place(self, node: Node) -> str:
        return f"{self.path}:{node.start_mark.line + 1}"

    def refuse(self, node: Node, problem: str) -> VetterError:
        return VetterError(self.place(node), problem)

    def name(self, node: Node) -> str:
        name = name_of(self.path)
        if NAME.fullmatch(name):
            return name
        raise self.refuse(node, f"{name!r} is no name for {self.what}: call the file by small words joined by hyphens")

    def read(self) -> Node:
        import yaml

        refuse_irregular(self.path)
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            with open(self.path, encoding="utf-8") as file:
                text = file.read()
            self._refuse_shortcuts(yaml.parse(text, Loader=loader))
            node = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise VetterError(f"{self.path}:{line}", f"not YAML: {error.problem or 'unreadable'}") from error
        except yaml.YAMLError as error:
            raise VetterError(self.path, f"not YAML: {error}") from error
        except UnicodeDecodeError as error:
            raise VetterError(self.path, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
        except OSError as error:
            raise VetterError(self.path, f"cannot be read: {error.strerror}") from error
        if node is None:
            raise VetterError(f"{self.path}:1", f"an empty file; write {self.what} or delete it")
        return node

    def _refuse_shortcuts(self, events: Iterable[Any]) -> None:
        for event in events:
            if getattr(event, "anchor", None):
                raise self.refuse(event, "anchors and aliases are not used here; write the value out")
            tag = getattr(event, "tag", None)
            if tag and tag != "!":  # a quoted scalar carries "!"
                raise self.refuse(event, f"the tag {tag} is not used here; take it away")

    def table(self, node: Node) -> dict[str, Node]:
        from yaml import MappingNode, ScalarNode

        if not isinstance(node, MappingNode):
            raise self.refuse(node, "a table of `key: value` lines is wanted here")
        found: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self.refuse(key, "a key must be a word")
            if key.value in found:
                raise self.refuse(key, f"{key.value!r} is here twice; keep one")
            found[key.value] = value
        return found

    def fields(self, node: Node, readers: dict[str, Reader], required: Iterable[str]) -> dict[str, Any]:
        table = self.table(node)
        for key, value in table.items():
            if key not in readers:
                raise self.refuse(value, f"unknown key {key!r}{did_you_mean(key, readers)}; "
                                         f"the keys are {', '.join(readers)}")  # fmt: skip
        for key in required:
            if key not in table:
                raise self.refuse(node, f"the key {key!r} is missing")
        return {key.replace("-", "_"): readers[key](self, value) for key, value in table.items()}

    def text(self, node: Node) -> str:
        from yaml import ScalarNode

        if not isinstance(node, ScalarNode) or not node.value.strip():
            raise self.refuse(node, "a text is wanted here; put it in quotes")
        return " ".join(str(node.value).split())

    def items(self, node: Node) -> list[Node]:
        from yaml import SequenceNode

        if not isinstance(node, SequenceNode):
            return [node]
        if not node.value:
            raise self.refuse(node, "an empty list; name at least one")
        return list(node.value)

    def texts(self, node: Node) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def one_of(self, node: Node, allowed: Collection[str], what: str) -> str:
        word = self.text(node)
        if word not in allowed:
            raise self.refuse(node, f"{word!r} is no {what}{did_you_mean(word, allowed)}; "
                                    f"choose from {', '.join(allowed)}")  # fmt: skip
        return word

    def word(self, node: Node) -> Word:
        return Word(self.text(node), self.place(node))

    def words(self, node: Node) -> tuple[Word, ...]:
        return tuple(map(self.word, self.items(node)))
