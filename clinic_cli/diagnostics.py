"""Findings: what is wrong, where, how bad it is, who can act, and how it may be mended."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from clinic_cli.source import Location, Span


class Severity(StrEnum):
    """How much a finding matters: errors fail a run, warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return ("error", "warning", "note").index(self.value)


class Who(StrEnum):
    """Who can act on a finding."""

    AUTHOR = "author"
    EDITOR = "editor"
    ADMIN = "clinic-admin"


class Edit(NamedTuple):
    """Put `text` in the place of `span`; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits of one file that mend a finding; a fix is safe when it cannot change what an author meant."""

    edits: tuple[Edit, ...]
    safe: bool = True
    title: str = ""


class Finding(NamedTuple):
    """What a rule yields: a place in the document at hand, and words for it.

    `todo` names what is missing in a few words, for the one note that a draft gets ("Before publishing: ...").
    `severity` is set only where it differs from the rule's own; `path` only where the place is in another file.
    """

    span: Span
    message: str
    help: str = ""
    todo: str = ""
    severity: Severity | None = None
    fix: Fix | None = None
    path: str | None = None


class Diagnostic(NamedTuple):
    """A finding as reports show it; `start` and `end` are the span in lines and columns, end exclusive.

    `private` findings speak of what may not leave the terminal (see `lint.redaction`). `subject` is the id of the
    testimonial that a finding is about, "" for any other document.
    """

    rule: str
    category: str
    severity: Severity
    who: Who
    message: str
    help: str
    path: str
    span: Span
    start: Location
    end: Location
    fix: Fix | None = None
    private: bool = False
    subject: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, int, str]:
        """Order by file, then place, then severity, then rule; never by words that a report may have to withhold."""
        return (self.path, self.span.start, self.span.end, self.severity.rank, self.rule)
