"""Findings as a Code Quality report of GitLab, which shows them in a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.diagnostics import Severity
from clinic_cli.lint.fingerprints import fingerprints
from clinic_cli.reporters.machine import to_json

if TYPE_CHECKING:
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, context: Context) -> str:
    """Return a JSON list of findings."""
    found = [
        {
            "description": f"{each.message} {each.help}".strip(),
            "check_name": each.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[each.severity],
            "location": {
                "path": context.prefix + each.path,
                "lines": {"begin": each.start.line, "end": each.end.line},
                "positions": {
                    "begin": {"line": each.start.line, "column": each.start.column},
                    "end": {"line": each.end.line, "column": each.end.column},
                },
            },
        }
        for each, fingerprint in zip(report.diagnostics, fingerprints(report.diagnostics, context.read), strict=True)
    ]
    return to_json(found)
