"""Findings as annotations of GitHub Actions: workflow commands, which the runner reads from a step's output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.diagnostics import Severity
from clinic_cli.reporters.text import visible_lines

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, context: Context) -> str:
    """Return a command a finding, errors first, as only so many of a step are shown."""
    return "".join(
        f"{_command(each, context)}\n" for each in sorted(report.diagnostics, key=lambda each: each.severity.rank)
    )


def _command(diagnostic: Diagnostic, context: Context) -> str:
    start, end = diagnostic.start, diagnostic.end
    properties = {
        "title": diagnostic.rule,
        "file": context.prefix + diagnostic.path,
        "line": str(start.line),
        "endLine": str(end.line),
        "col": str(start.column),
        # a column's end is read only within one line
        **({"endColumn": str(end.column)} if end.line == start.line else {}),
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    words = f"{diagnostic.message} {diagnostic.help}".strip()
    return f"::{_COMMANDS[diagnostic.severity]} {named}::{_data(words)}"


def _data(text: str) -> str:
    """Return a text that stays within its command, whatever it holds."""
    return visible_lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
