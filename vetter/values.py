"""What the other modules take from `typing`, without importing it: named tuples made in a tenth of the time, and the
names that only a type checker reads. From Python 3.14 on, where a class body holds its annotations otherwise, all of it
is taken from `typing`."""

import sys
from collections import namedtuple

TYPE_CHECKING = False  # type checkers take it for true, whoever sets it

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import Any, Generic, Literal, NamedTuple, Protocol, Self, TextIO, TypeAlias, TypeVar, cast
else:
    Any = Self = TextIO = TypeAlias = object
    COLUMNS = vars(namedtuple("Columns", [f"column{number}" for number in range(40)]))
    GETTERS = [getter for name, getter in COLUMNS.items() if name.startswith("column")]
    MAKERS = {}

    class Protocol:
        pass

    class Generic:
        def __class_getitem__(cls, _):
            return cls

    Literal = Generic

    class Row(tuple):
        """What named tuples have in common."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values):
            return tuple.__new__(cls, values)

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"no fields of {type(self).__name__}: {', '.join(changes)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    class Naming(type):
        """Makes an ordinary class of tuples out of a body with annotations."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = tuple([body[field] for field in fields if field in body])
            body.update(zip(fields, GETTERS[: len(fields)], strict=True))
            body |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "__new__": maker(fields, defaults)}
            return type(name, (Row, *bases[1:]), body)

    class NamedTuple(metaclass=Naming):
        pass

    def maker(fields, defaults):
        """The `__new__` of a class with these fields: that of any class with as many, with its own names."""
        count = len(fields)
        if count not in MAKERS:
            row = "".join(f"_{number}," for number in range(count))
            MAKERS[count] = eval(f"lambda _cls,{row}: _new(_cls, ({row}))", {"_new": tuple.__new__})
        made = MAKERS[count]
        code = made.__code__.replace(co_varnames=("_cls", *fields), co_name="__new__")
        return type(made)(code, made.__globals__, "__new__", defaults)

    def TypeVar(name, **_):
        return object

    def cast(kind, value):
        return value


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Generic",
    "Literal",
    "NamedTuple",
    "Protocol",
    "Self",
    "TextIO",
    "TypeAlias",
    "TypeVar",
    "cast",
]
