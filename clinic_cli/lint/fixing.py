"""Mending what the rules know how to mend: in rounds, each proved, until nothing is left to do."""

from __future__ import annotations

import sys
from bisect import bisect_right, insort
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.editing import Change, EditError, mend
from clinic_cli.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clinic_cli.diagnostics import Diagnostic, Edit
    from clinic_cli.lint.engine import Report, Run
    from clinic_cli.source import Span

ROUNDS: Final = 20
"""After so many rounds two fixes undo each other, and what is there then is kept."""


class Fixed(NamedTuple):
    """What mending came to: one change a file, how many findings of each rule were mended, and what is left."""

    changes: tuple[Change, ...]
    counts: Counter[str]
    report: Report


def fix(run: Run, report: Report, shown: Callable[[Report], Report], *, unsafe: bool = False) -> Fixed:
    """Return the changes that mend what a report shows; nothing is written.

    Fixes that meet are made one after the other, and what they lead to is looked at again. `shown` takes from a report
    what is not to be mended. Every file is read again first, so that no fix is made to bytes that no rule saw.
    """
    before: dict[str, SourceFile] = {}
    counts: Counter[str] = Counter()
    for _ in range(ROUNDS):
        fixes = _fixes(shown(report), unsafe=unsafe)
        unread = {
            path: SourceFile(path, run.overlay[path]) if path in run.overlay else run.workspace.read(path)
            for path in fixes
            if path not in before
        }
        if unread:
            before |= unread
            run.change({path: source.data for path, source in unread.items()})
            report = run.report()
            continue
        changed: dict[str, bytes] = {}
        for path, found in fixes.items():
            source = SourceFile(path, run.overlay[path])
            change, made = _mend(source, found)
            if change and change.after is not None:
                changed[path] = change.after
                counts.update(made)
        if not changed:
            break
        run.change(changed)
        report = run.report()
    changes = [Change(path, source, run.overlay[path]) for path, source in before.items()]
    return Fixed(tuple(each for each in changes if each.before and each.after != each.before.data), counts, report)


def _fixes(report: Report, *, unsafe: bool) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for each in report.diagnostics:
        if each.fix and (each.fix.safe or unsafe):
            found.setdefault(each.path, []).append(each)
    return found


def _mend(source: SourceFile, found: list[Diagnostic]) -> tuple[Change | None, list[str]]:
    """Return the change that mends as many findings of one file as do not meet, and their rules.

    A fix that cannot be proved is left out, so that its finding stays; halving what is tried finds it in few steps.
    """
    edits: list[Edit] = []
    rules: list[str] = []
    change: Change | None = None
    pending = [found]
    while pending:
        tried = pending.pop()
        fixes, new = _apart(tried, edits)
        if not new:
            continue
        try:
            change = mend(source, [*edits, *new])
        except EditError:
            middle = len(tried) // 2
            if middle:
                pending += (tried[middle:], tried[:middle])
        else:
            edits += new
            rules += [each.rule for each in fixes]
    return change, rules


def _apart(found: Iterable[Diagnostic], edits: Iterable[Edit]) -> tuple[list[Diagnostic], list[Edit]]:
    """Return the findings whose fixes meet neither some edits nor each other, and what these fixes edit."""
    taken = sorted(edit.span for edit in edits)
    fixes: list[Diagnostic] = []
    new: list[Edit] = []
    for each in found:
        assert each.fix is not None
        if not any(_meets(edit, taken) for edit in each.fix.edits):
            for edit in each.fix.edits:
                insort(taken, edit.span)
            fixes.append(each)
            new += each.fix.edits
    return fixes, new


def _meets(edit: Edit, taken: list[Span]) -> bool:
    """Whether an edit meets one of some spans, which are in order and meet none of each other."""
    at = bisect_right(taken, (edit.span.end, sys.maxsize))
    return at > 0 and taken[at - 1].end >= edit.span.start
