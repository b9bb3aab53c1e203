"""`NamedTuple` as in `typing`, made in a third of the time: a start of the command makes sixty such classes.

`typing` looks at every annotation and compiles a function for every class. Here the function that makes a value is one
of a few that stand ready, given the names of the fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__
    _READY = (
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
    )

    def _maker(fields: tuple[str, ...], defaults: tuple) -> FunctionType:
        if len(fields) > len(_READY):
            names = ", ".join(fields)
            code = eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__
        else:
            code = _READY[len(fields) - 1].__code__
        code = code.replace(co_varnames=("_cls", *fields), co_qualname="__new__")
        return FunctionType(code, {"_new": _new}, "__new__", defaults)

    def _make(cls, values):
        return _new(cls, tuple(values))

    def _replace(self, /, **changes):
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self):
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        fields = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(fields)})"

    _COMMON = {
        "__slots__": (),
        "__repr__": _repr,
        "__getnewargs__": lambda self: tuple(self),
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }

    class _Named(type):
        def __new__(meta, name, bases, space):
            if not bases:
                return type.__new__(meta, name, bases, space)
            fields = tuple(space["__annotations__"])
            defaults = tuple(space[field] for field in fields if field in space)
            getters = {field: _tuplegetter(place, None) for place, field in enumerate(fields)}
            made = {"_fields": fields, "__match_args__": fields, "__new__": _maker(fields, defaults)}
            return type(name, (tuple,), {**_COMMON, **space, **getters, **made})

    class NamedTuple(metaclass=_Named):
        """The base of every value; no class made from it has it as a base."""
