"""The functions of rules by their names, whose modules are loaded when the first of them is called for.

A run that finds nothing changed needs to know which rules there are, and calls none. What is loaded is loaded at once,
as a text keeps only those of its words that some rule looks for (see `content.cues`).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FAMILIES: Final[list[str]] = []


class Family:
    """A module of rules that is not loaded yet: each of its attributes is a rule's function."""

    def __init__(self, name: str) -> None:
        self._name = name
        _FAMILIES.append(name)

    def __getattr__(self, name: str) -> Check:
        return Check(self._name, name)


class Check:
    """A rule's function, which `inspect.unwrap` returns as it is written."""

    def __init__(self, family: str, name: str) -> None:
        self.__name__ = name
        self._family = family

    def __call__(self, *seen: Any) -> Any:
        return self.__wrapped__(*seen)

    @property
    def __wrapped__(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(_modules()[self._family], self.__name__)
        return function


@cache
def _modules() -> dict[str, Any]:
    """Return the modules of all families, loaded."""
    return {name: import_module(f"clinic_cli.rules.{name}") for name in _FAMILIES}
