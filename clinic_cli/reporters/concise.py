"""Findings for people and editors, a line each: path, line, column, severity, rule, sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.reporters.text import summary_line, visible

if TYPE_CHECKING:
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context


def render(report: Report, context: Context) -> str:
    """Return a line a finding, and a last one that sums up."""
    lines = [
        f"{visible(each.path)}:{each.start.line}:{each.start.column}: "
        f"{context.paint(each.severity.value, each.severity.value)} [{each.rule}] {visible(each.message)}\n"
        for each in report.diagnostics
    ]
    return "".join((*lines, summary_line(report, context.paint)))
