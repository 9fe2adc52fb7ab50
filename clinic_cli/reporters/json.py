"""Findings for machines: one JSON document, versioned, with its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from clinic_cli.diagnostics import Severity, Who
from clinic_cli.reporters.machine import to_json

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic, Fix
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context
    from clinic_cli.source import LineIndex, Location

VERSION: Final = 1


def render(report: Report, context: Context) -> str:
    """Return a report as one document."""
    document = {
        "version": VERSION,
        "checked": {"articles": report.articles, "testimonials": report.testimonials},
        "diagnostics": [diagnostic_object(diagnostic, context) for diagnostic in report.diagnostics],
    }
    return to_json(document)


def diagnostic_object(diagnostic: Diagnostic, context: Context) -> dict[str, object]:
    """Return one finding in the published shape; lines and columns are 1-based, in characters."""
    source = context.read(diagnostic.path) if diagnostic.fix else None
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": diagnostic.path,
        "start": _place(diagnostic.start),
        "end": _place(diagnostic.end),
        "who": diagnostic.who.value,
        "fix": _fix(diagnostic.fix, source.lines) if diagnostic.fix and source else None,
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


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the document; `$defs/line` is that of a line of jsonl."""
    text, version = {"type": "string"}, {"const": VERSION}
    count = {"type": "integer", "minimum": 0}
    place, diagnostic = {"$ref": "#/$defs/place"}, {"$ref": "#/$defs/diagnostic"}
    edit = _object(start=place, end=place, text=text)
    fix = _object(safe={"type": "boolean"}, edits={"type": "array", "items": edit})
    finding = {
        "rule": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
        "severity": {"enum": [each.value for each in Severity]},
        "message": {"type": "string", "minLength": 1},
        "help": text,
        "path": {"type": "string", "minLength": 1},
        "start": place,
        "end": place,
        "who": {"enum": [each.value for each in Who]},
        "fix": {"anyOf": [fix, {"type": "null"}]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "clinic lint --format json",
        "description": "What clinic lint found. Lines and columns are 1-based, in characters; an end is exclusive.",
        **_object(
            version=version,
            checked=_object(articles=count, testimonials=count),
            diagnostics={"type": "array", "items": diagnostic},
        ),
        "$defs": {
            "place": _object(line={"type": "integer", "minimum": 1}, column={"type": "integer", "minimum": 1}),
            "diagnostic": _object(**finding),
            "line": _object(version=version, **finding),
        },
    }


def _object(**properties: Any) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
