"""Named tuples made by vetter are those of the standard library in all that vetter asks of them."""

import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest

from vetter import values
from vetter.rulebook import Condition
from vetter.values import NamedTuple


class Pair(NamedTuple):
    first: str
    second: tuple[int, ...] = ()

    def both(self) -> str:
        return f"{self.first} {self.second}"


class Twin(typing.NamedTuple):
    first: str
    second: tuple[int, ...] = ()

    def both(self) -> str:
        return f"{self.first} {self.second}"


class Nothing(NamedTuple):
    pass


USES: dict[str, Callable[[Any], object]] = {
    "its fields": lambda made: (made.first, made.second, made._fields, made.__match_args__),
    "a method": lambda made: made.both(),
    "as a dictionary": lambda made: made._asdict(),
    "another value": lambda made: tuple(made._replace(second=(2,))),
    "written": lambda made: repr(made)[4:],
    "its hash": hash,
    "in parts": lambda made: [*made, len(made), made[0]],
}


@pytest.mark.parametrize("use", USES)
def test_a_named_tuple_does_what_one_of_the_library_does(use: str) -> None:
    for given in (("a",), ("a", (1,))):
        assert USES[use](Pair(*given)) == USES[use](Twin(*given))
    assert Pair(second=(3,), first="b") == ("b", (3,))
    assert Nothing() == ()


@pytest.mark.parametrize("values", [{}, {"third": 1}, {"first": "a", "third": 1}])
def test_fields_that_are_missing_or_unknown_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Pair(**values)
    with pytest.raises(TypeError):
        Pair("a")._replace(**values or {"third": 1})


def test_a_field_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Pair("a").first = "b"  # type: ignore[misc]


def test_a_value_goes_to_another_process_and_comes_back() -> None:
    sent = Condition("status", "in", ("assert",))
    back = pickle.loads(pickle.dumps(sent))
    assert (back, type(back)) == (sent, Condition)


def test_a_check_imports_neither_typing_nor_argparse() -> None:
    code = "import sys; from vetter import cli; cli.main(['check', '--no-config', 'README.md']); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"typing", "argparse", "dataclasses", "yaml", "lark"} & set(told.split())
    assert set(values.__all__) <= set(dir(values)) | {"TYPE_CHECKING"}
