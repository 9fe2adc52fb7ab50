"""Findings as JUnit XML, which most build servers show as tests: an error is a test that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from clinic_cli.diagnostics import Severity
from clinic_cli.reporters.text import visible

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context


def render(report: Report, context: Context) -> str:
    """Return one suite with a test a finding, or a single one that passed where nothing was found."""
    failures = report.count_of(Severity.ERROR)
    tests = [_test(each) for each in report.diagnostics] or ['<testcase classname="clinic" name="lint" time="0"/>']
    counts = f'tests="{len(tests)}" failures="{failures}" errors="0" time="0"'
    # the day stands for the time, so that the same day gives the same bytes
    suite = (
        f'id="0" package="clinic" name="clinic lint" timestamp="{report.day}T00:00:00" hostname="localhost" {counts}'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        f"  <testsuite {suite}>",
        "    <properties/>",
        *(f"    {test}" for test in tests),
        "    <system-out/>",
        "    <system-err/>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _test(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.path}:{diagnostic.start.line}:{diagnostic.start.column}"
    head = f"<testcase classname={_attribute(place)} name={_attribute(diagnostic.rule)}"
    if diagnostic.severity is not Severity.ERROR:
        return f'{head} time="0"/>'
    words = _attribute(f"{diagnostic.message} {diagnostic.help}".strip())
    return f'{head} time="0"><failure type={_attribute(diagnostic.rule)} message={words}/></testcase>'


def _attribute(text: str) -> str:
    """Return a text as an attribute's value; characters that XML does not know are shown, not written."""
    value = quoteattr(visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))
    return value.replace("##[", "&#35;#[")  # which build servers take for a command
