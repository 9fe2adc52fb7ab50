"""Findings as SARIF 2.1.0, which code scanning and many editors read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from clinic_cli import __version__
from clinic_cli.lint.fingerprints import fingerprints
from clinic_cli.reporters.machine import to_json
from clinic_cli.rules.registry import BY_NAME

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context
    from clinic_cli.source import Location


def render(report: Report, context: Context) -> str:
    """Return a log of one run; columns count characters."""
    names = list(dict.fromkeys(each.rule for each in report.diagnostics))
    marks = fingerprints(report.diagnostics, context.read)
    run = {
        "tool": {
            "driver": {"name": "clinic", "semanticVersion": __version__, "rules": [_rule(name) for name in names]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [
            _result(each, names.index(each.rule), mark, context)
            for each, mark in zip(report.diagnostics, marks, strict=True)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return to_json(log)


def _rule(name: str) -> dict[str, object]:
    rule = BY_NAME.get(name)
    if rule is None:
        return {"id": name}
    page = rule.page
    return {
        "id": name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": " ".join((page.summary, page.what)).strip()},
        "help": {"text": "\n".join(f"{heading}: {text}" for heading, text in page.sections.items()) or page.summary},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [rule.category], "who": rule.who.value},
    }


def _result(diagnostic: Diagnostic, index: int, mark: str, context: Context) -> dict[str, object]:
    artifact = {"uri": quote(context.prefix + diagnostic.path, errors="surrogateescape")}
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message} {diagnostic.help}".strip()},
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, "region": _region(diagnostic.start, diagnostic.end)}}
        ],
        "partialFingerprints": {"clinic/v1": mark},
        "properties": {"who": diagnostic.who.value},
    }
    source = context.read(diagnostic.path) if diagnostic.fix else None
    if diagnostic.fix and source:
        locate = source.lines.location
        replacements = [
            {
                "deletedRegion": _region(locate(edit.span.start), locate(edit.span.end)),
                "insertedContent": {"text": edit.text},
            }
            for edit in diagnostic.fix.edits
        ]
        result["fixes"] = [
            {
                "description": {"text": diagnostic.fix.title or diagnostic.help or diagnostic.message},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
            }
        ]
    return result


def _region(start: Location, end: Location) -> dict[str, int]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
