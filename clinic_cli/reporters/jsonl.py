"""Findings for machines that read line by line: a JSON object a line, each with the version of its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.reporters.json import VERSION, diagnostic_object
from clinic_cli.reporters.machine import to_json

if TYPE_CHECKING:
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context


def render(report: Report, context: Context) -> str:
    """Return an object a line, none where nothing was found."""
    return "".join(
        to_json({"version": VERSION, **diagnostic_object(each, context)}, indent=None) for each in report.diagnostics
    )
