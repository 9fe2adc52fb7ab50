"""What a look at one file, and at all of them together, came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinic_cli.content.summary import ArticleSummary, TestimonialSummary
    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.lint.suppressions import Suppression

BEFORE_PUBLISHING: Final = "before-publishing"
"""What the one note is called that tells of all that a draft still lacks."""


class Stamp(NamedTuple):
    """Which bytes a file held: its times, size and inode before it was read, and the SHA-256 of what was read."""

    status: list[int]
    digest: str


class Asked(NamedTuple):
    """What the rules asked besides the documents: whether the day mattered, and which files exist."""

    day: bool = False
    files: Mapping[str, bool] = {}


class Examined(NamedTuple):
    """What one file came to: its findings, the comments that allow some, and what rules across files need of it.

    `summaries` are ArticleSummary or TestimonialSummary, `size` is how many; None where the cache keeps them. `complete`
    is false where the file was only summarised. `stamp` tells the cache which bytes these are.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressions: tuple[Suppression, ...]
    asked: Asked
    size: int
    summaries: tuple[ArticleSummary, ...] | tuple[TestimonialSummary, ...] | None
    complete: bool = True
    stamp: Stamp | None = None


class Across(NamedTuple):
    """What the rules across files came to."""

    diagnostics: tuple[Diagnostic, ...]
    asked: Asked
