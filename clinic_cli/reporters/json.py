"""Findings for machines: one JSON document, versioned."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic, Fix
    from clinic_cli.lint.engine import Report
    from clinic_cli.source import LineIndex, Location

VERSION: Final = 1


def render_json(report: Report, lines_of: dict[str, LineIndex]) -> str:
    """Return a report as JSON; `lines_of` gives the line index of each file that a fix is for."""
    document = {
        "version": VERSION,
        "checked": {"articles": report.articles, "testimonials": report.testimonials},
        "diagnostics": [
            diagnostic_object(diagnostic, lines_of.get(diagnostic.path)) for diagnostic in report.diagnostics
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def diagnostic_object(diagnostic: Diagnostic, lines: LineIndex | None) -> dict[str, object]:
    """Return one finding in the published shape; lines and columns are 1-based, in characters."""
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": diagnostic.path,
        "start": _place(diagnostic.start),
        "end": _place(diagnostic.end),
        "who": diagnostic.who.value,
        "fix": _fix(diagnostic.fix, lines) if diagnostic.fix and lines else None,
    }


def _place(location: Location) -> dict[str, int]:
    return {"line": location.line, "column": location.column}


def _fix(fix: Fix, lines: LineIndex) -> dict[str, object]:
    return {
        "safe": fix.safe,
        "edits": [
            {
                "start": _place(lines.location(edit.span.start)),
                "end": _place(lines.location(edit.span.end)),
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
