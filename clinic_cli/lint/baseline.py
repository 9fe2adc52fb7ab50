"""A baseline: findings that were there when the linter came, which stay quiet until somebody gets to them.

A finding is known by its fingerprint, so that lines may move. The facts of consent are never in a baseline.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.errors import ClinicError
from clinic_cli.lint.examined import BEFORE_PUBLISHING
from clinic_cli.lint.fingerprints import fingerprints
from clinic_cli.rules.registry import BY_NAME
from clinic_cli.source import read_bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from clinic_cli.lint.engine import Report, Run
    from clinic_cli.source import SourceFile

VERSION: Final = 1


class Known(NamedTuple):
    """A finding of the baseline."""

    rule: str
    path: str


def read_baseline(path: Path) -> dict[str, Known]:
    """Return the findings in a baseline by fingerprint; raise ClinicError where it cannot be read."""
    if not path.exists():
        raise ClinicError(
            f"{path}: there is no such baseline",
            f"Check the spelling, or write one: clinic lint --baseline {path} --write-baseline",
        )
    help = f"Write it anew: clinic lint --baseline {path} --write-baseline"
    try:
        document: Any = json.loads(read_bounded(path))
        if document["version"] != VERSION:
            raise ClinicError(
                f"{path}: a baseline of version {document['version']}, which this clinic cannot read", help
            )
        found = {str(each["fingerprint"]): Known(str(each["rule"]), str(each["path"])) for each in document["findings"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ClinicError(f"{path}: is no baseline that clinic wrote", help) from error
    return found


def render_baseline(known: Mapping[str, Known]) -> str:
    """Return a baseline as JSON, a finding a line, in an order that makes small changes small."""
    rows = sorted((each.path, each.rule, mark) for mark, each in known.items())
    lines = [
        "    " + json.dumps({"path": path, "rule": rule, "fingerprint": mark}, ensure_ascii=False)
        for path, rule, mark in rows
    ]
    inner = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {inner}\n}}\n'


class Sifted(NamedTuple):
    """A report without what is known, what of it was found, and all that was found, as a baseline holds it."""

    report: Report
    known: dict[str, Known]
    found: dict[str, Known]


def sift(report: Report, known: Mapping[str, Known], read: Callable[[str], SourceFile | None]) -> Sifted:
    """Return what a baseline leaves of a report."""
    left = []
    found: dict[str, Known] = {}
    for each, mark in zip(report.diagnostics, fingerprints(report.diagnostics, read), strict=True):
        rule = BY_NAME.get(each.rule)
        if rule is None or not rule.locked:
            found[mark] = Known(each.rule, each.path)
        if mark not in known or mark not in found:
            left.append(each)
    return Sifted(
        report._replace(diagnostics=tuple(left)), {mark: known[mark] for mark in found if mark in known}, found
    )


def renewed(known: Mapping[str, Known], found: Mapping[str, Known], run: Run) -> dict[str, Known]:
    """Return a baseline with what a run found, and of what it did not look at, what was there."""
    names = {rule.name for rule in run.selection.rules}
    if any(rule.publishing for rule in run.selection.rules):
        names.add(BEFORE_PUBLISHING)
    unseen = {mark: each for mark, each in known.items() if not (run.is_wanted(each.path) and each.rule in names)}
    return {**unseen, **found}
