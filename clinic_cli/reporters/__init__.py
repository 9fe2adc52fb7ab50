"""Reporters: one module a format; each turns a lint report into text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.lint.engine import Report
    from clinic_cli.source import SourceFile


class Context(NamedTuple):
    """What a reporter may know besides the report.

    `read` gives the file that a finding lies in. `prefix` leads from the repository's top folder to the clinic's, as
    the forges count paths from there. `words` is true only where a person sees the report in a terminal.
    """

    read: Callable[[str], SourceFile | None]
    paint: Callable[[str, str], str]
    width: int = 100
    prefix: str = ""
    show_all: bool = False
    words: bool = False


class Reporter(Protocol):
    """One format."""

    def render(self, report: Report, context: Context) -> str:
        """Return the report as text, with a line end behind it."""
        ...


REPORTERS: Final = {
    "text": "for people, with the line that a finding points at",
    "concise": "a line a finding",
    "json": "one document; see clinic schema lint",
    "jsonl": "a JSON object a line",
    "github": "annotations of GitHub Actions",
    "gitlab": "a Code Quality report of GitLab",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for test reports",
    "summary": "counts by rule and by who can act",
}
"""Formats in the order in which they are listed, and what each is for; each is the module of its name."""


def render(format: str, report: Report, context: Context) -> str:
    """Return a report in a format; what is private is withheld here, from every format but a terminal's text."""
    reporter = cast("Reporter", import_module(f"clinic_cli.reporters.{format}"))
    if not (format == "text" and context.words) and any(each.private for each in report.diagnostics):
        from clinic_cli.lint.redaction import redacted

        report = report._replace(diagnostics=tuple(map(redacted, report.diagnostics)))
    return reporter.render(report, context)
