"""What git leaves in a file that two people changed: both versions, between lines of marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.regex import Regex
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING: Final = "<<<<<<< "
ADVICE: Final = "Two people changed this; choose one version and delete the marks."
MESSAGE: Final = "Marks of a merge stand here, with both versions of a text between them."
_MARK: Final = Regex(r"^(?:<{7} .*|={7}[ \t\r]*|>{7} .*)$", re.MULTILINE)


def conflicts(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the opening mark of each conflict that begins in a range of a text: three marks on lines of their own."""
    opened: re.Match[str] | None = None
    is_parted = False
    last = len(text) if end is None else end
    for mark in _MARK.finditer(text, start) if text.find(OPENING, start, last) >= 0 else ():
        match mark[0][0]:
            case "<":
                opened, is_parted = mark, False
            case "=":
                is_parted = opened is not None
            case _ if opened and is_parted:
                if opened.start() < last:
                    yield Span(opened.start(), opened.start() + len(opened[0].rstrip()))
                opened, is_parted = None, False
