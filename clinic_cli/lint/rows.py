"""Values back from JSON: a NamedTuple is written as a list, and read back here by the types of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


@cache
def decoder(kind: Any) -> Callable[[Any], Any]:
    """Return what turns a JSON value back into a value of a type.

    Knows NamedTuples, tuples of one type, mappings, enumerations, `X | None`, and what JSON itself has. What it returns
    raises TypeError, ValueError or KeyError for a value of another shape, but does not check text and numbers.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = (each for each in arguments if each is not NoneType)
        decode = decoder(inner)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        items = decoder(arguments[0])
        return (lambda value: tuple(value)) if items is _same else lambda value: tuple(map(items, value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record(kind)
    if kind in (str, int, bool) or origin is Mapping:
        return _same
    raise TypeError(f"{kind} cannot be read back")


def _same(value: Any) -> Any:
    return value


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    decoders = [(at, decode) for at, name in enumerate(kind._fields) if (decode := decoder(hints[name])) is not _same]
    count = len(kind._fields)
    make = tuple.__new__

    def read(value: Any) -> Any:
        if len(value) != count:
            raise ValueError(f"{kind.__name__} has {count} values, not {len(value)}")
        for at, decode in decoders:
            value[at] = decode(value[at])
        return make(kind, value)

    return read
