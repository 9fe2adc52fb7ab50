"""Findings for people: a sentence, the place with its line and carets, and what to do next."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from clinic_cli.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.lint.engine import Report
    from clinic_cli.reporters import Context
    from clinic_cli.source import SourceFile

SHOWN_ALIKE: Final = 3
"""How many warnings or notes of one rule are shown whole before the rest is only counted."""


def plain(text: str, role: str) -> str:
    """Return a text as it is; a terminal's painter takes its place to colour it by role."""
    return text


def visible(text: str) -> str:
    """Return a text with its control characters shown, so that none of them reaches a terminal."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def visible_lines(text: str) -> str:
    """Return a text of several lines with all other control characters shown."""
    return "\n".join(map(visible, text.split("\n")))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return " " if character == "\t" else chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character.isprintable() or character in "\u200d\ufe0f":
        return character
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"


def cells(text: str) -> int:
    """Return how many columns a text fills in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it that make it fill so many columns of a terminal."""
    return text + " " * (width - cells(text))


def render(report: Report, context: Context) -> str:
    """Return a report with a code frame a finding, but for what is private where no person looks.

    Of warnings and notes that come from one rule only the first SHOWN_ALIKE are shown, unless all are asked for.
    """
    parts: list[str] = []
    paint = context.paint
    seen: Counter[tuple[str, Severity]] = Counter()
    for diagnostic in report.diagnostics:
        alike = (diagnostic.rule, diagnostic.severity)
        seen[alike] += 1
        if context.show_all or diagnostic.severity is Severity.ERROR or seen[alike] <= SHOWN_ALIKE:
            source = context.read(diagnostic.path) if context.words or not diagnostic.private else None
            parts.append(render_finding(diagnostic, source, width=context.width, paint=paint))
    for (rule, severity), count in seen.items():
        more = count - SHOWN_ALIKE
        if not context.show_all and severity is not Severity.ERROR and more > 0:
            noun = severity.value if more == 1 else f"{severity.value}s"
            parts.append(
                f"{paint(f'... and {more} more {noun}', severity.value)} like this: {rule} (--show-all shows them)\n"
            )
    parts.append(summary_line(report, paint))
    return "\n".join(parts)


def render_finding(
    diagnostic: Diagnostic, source: SourceFile | None, *, width: int = 100, paint: Callable[[str, str], str] = plain
) -> str:
    """Return one finding: its sentence, its place, the line with carets under the words, and what to do."""
    severity = diagnostic.severity.value
    head = f"{severity}: {visible(diagnostic.message)}"
    lines = textwrap.wrap(
        f"{head} [{diagnostic.rule}]",
        max(width, 40),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    lines[0] = paint(severity, severity) + lines[0][len(severity) :]
    place = f"{visible(diagnostic.path)}:{diagnostic.start.line}:{diagnostic.start.column}"
    frame = _frame(diagnostic, source, width, paint) if source else []
    gutter = " " * len(str(diagnostic.start.line))
    lines.append(f"{gutter}{paint('-->', 'dim')} {place}")
    lines += frame
    who = diagnostic.who.value.replace("-", " ")
    advice = f"{visible(diagnostic.help)} ({who})" if diagnostic.help else f"({who})"
    wrapped = textwrap.wrap(advice, max(width - len(gutter) - 3, 36), break_long_words=False, break_on_hyphens=False)
    lines += [f"{gutter} {paint('=' if position == 0 else ' ', 'dim')} {line}" for position, line in enumerate(wrapped)]
    return "\n".join(lines) + "\n"


def _frame(diagnostic: Diagnostic, source: SourceFile, width: int, paint: Callable[[str, str], str]) -> list[str]:
    line = diagnostic.start.line
    if line > len(source.lines.starts):
        return []
    text = source.lines.line_text(line)
    start = min(diagnostic.start.column - 1, len(text))
    end = min(diagnostic.end.column - 1, len(text)) if diagnostic.end.line == line else len(text)
    number = str(line)
    room = max(width - len(number) - 3, 20)
    cut = 0
    if cells(text) > room:
        cut = max(0, min(start - room // 3, len(text) - room))
        while cut > 0 and cells(text[cut:start]) > room // 2:
            cut += 1
    shown = visible(text[cut : cut + room])
    while cells(shown) > room:
        shown = shown[:-1]
    lead = cells(visible(text[cut:start]))
    carets = max(1, min(cells(visible(text[start:end])), room - lead))
    gutter = " " * len(number)
    bar = paint("|", "dim")
    return [
        f"{paint(number, 'dim')} {bar} {shown}".rstrip(),
        f"{gutter} {bar} {' ' * lead}{paint('^' * carets, diagnostic.severity.value)}",
    ]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in 1 error and 2 errors."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary_line(report: Report, paint: Callable[[str, str], str] = plain) -> str:
    """Return the last line of a report: what was looked at, how much was found, and how much of it mends itself."""
    looked = f"{counted(report.articles, 'article')} and {counted(report.testimonials, 'testimonial')}"
    if not report.diagnostics:
        return f"Checked {looked}: {paint('all is well', 'good')}.\n"
    found = ", ".join(
        paint(counted(count, severity.value), severity.value)
        for severity in Severity
        if (count := report.count_of(severity))
    )
    return f"Checked {looked}: {found}.\n{_mending(report)}"


def _mending(report: Report) -> str:
    fixes = [each.fix.safe for each in report.diagnostics if each.fix]
    safe, all_of_them = sum(fixes), len(fixes)
    if not fixes:
        return ""
    if safe == all_of_them:
        return f"clinic lint --fix mends {safe} of them.\n"
    if not safe:
        return f"clinic lint --fix --unsafe-fixes mends {all_of_them} of them; look at --diff first.\n"
    rest = f"with --unsafe-fixes {all_of_them}; look at --diff first"
    return f"clinic lint --fix mends {safe} of them ({rest}).\n"
