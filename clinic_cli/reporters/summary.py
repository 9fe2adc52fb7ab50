"""Findings counted: by rule, and by who can act."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clinic_cli.diagnostics import Severity, Who
from clinic_cli.reporters.text import counted, summary_line

if TYPE_CHECKING:
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context


def render(report: Report, context: Context) -> str:
    """Return both tables and the line that sums up; the last alone where nothing was found."""
    parts = [statistics(report, context), summary_line(report, context.paint)]
    return "\n".join(part for part in parts if part)


def statistics(report: Report, context: Context) -> str:
    """Return the tables alone, the worst and most frequent first."""
    if not report.diagnostics:
        return ""
    rules = Counter((each.severity, each.rule) for each in report.diagnostics)
    ranked = sorted(rules.items(), key=lambda item: (item[0][0].rank, -item[1], item[0][1]))
    digits = len(str(max(rules.values())))
    names = max(len(rule) for _, rule in rules)
    lines = [
        f"{count:>{digits}}  {rule:<{names}}  {context.paint(severity.value, severity.value)}"
        for (severity, rule), count in ranked
    ]
    people = []
    for who in Who:
        counts = Counter(each.severity for each in report.diagnostics if each.who is who)
        told = ", ".join(counted(counts[severity], severity.value) for severity in Severity if counts[severity])
        if told:
            people.append(f"{who.value.replace('-', ' ') + ':':<13} {told}")
    return "\n".join((*lines, "", *people)) + "\n"
