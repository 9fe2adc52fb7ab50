"""Addresses made of titles, and of other names, each unlike those that are taken."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from clinic_cli.content.schema import is_slug

if TYPE_CHECKING:
    from collections.abc import Container


def slug_of(title: str, taken: Container[str] = ()) -> str:
    """Return an address made of a title: safe on every system, and unlike all those taken, which are in lower case."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    words = re.findall(r"\w+", re.sub(r"['\u2019`]", "", plain))
    base = "-".join(words).replace("_", "-").strip("-")[:80].strip("-") or "article"
    if not is_slug(base):
        base = f"article-{base}"
    return numbered(base, taken, {}) if base in taken else base


def numbered(base: str, taken: Container[str], last: dict[str, int]) -> str:
    """Return an address with the next number behind it that is free; `last` remembers the numbers, from call to call."""
    number = last.get(base, 1) + 1
    while f"{base}-{number}" in taken:
        number += 1
    last[base] = number
    return f"{base}-{number}"
