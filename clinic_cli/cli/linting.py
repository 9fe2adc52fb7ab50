"""What `clinic lint` is made of: what it looks at, what it keeps quiet about, how it mends, and how it tells."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from clinic_cli.cli.options import choose
from clinic_cli.diagnostics import Severity
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from clinic_cli.lint.baseline import Known, Sifted
    from clinic_cli.lint.cache import Cache
    from clinic_cli.lint.engine import Report, Run
    from clinic_cli.lint.selection import Selection
    from clinic_cli.workspace import Listing, Workspace

LEVELS: Final = tuple(severity.value for severity in Severity)
FOR_PEOPLE: Final = ("text", "concise", "summary")


def in_ci() -> bool:
    """Whether what is printed goes to the log of a build server, which is no terminal that a person looks at alone."""
    return bool(os.environ.get("CI") or os.environ.get("GITHUB_ACTIONS"))


def names(options: Iterable[str] | None) -> tuple[str, ...]:
    """Return the names in options that may be given again, and may each hold several between commas."""
    return tuple(name.strip() for option in options or () for name in option.split(",") if name.strip())


def severities(options: Iterable[str]) -> tuple[Severity, dict[str, Severity]]:
    """Return the least severity to be shown, and those of single rules; raise ClinicError."""
    from clinic_cli.rules.registry import BY_NAME

    floor = Severity.NOTE
    levels: dict[str, Severity] = {}
    for name in names(options):
        rule, equals, level = name.rpartition("=")
        if equals:
            levels[choose(rule, tuple(BY_NAME), "--severity")] = Severity(choose(level, LEVELS, "--severity"))
        else:
            floor = Severity(choose(name, LEVELS, "--severity"))
    return floor, levels


def outputs(options: Iterable[str]) -> list[tuple[str, Path]]:
    """Return the formats and files of --output; raise ClinicError."""
    from clinic_cli.reporters import REPORTERS

    found: list[tuple[str, Path]] = []
    for option in options:
        format, equals, file = option.partition("=")
        choose(format, tuple(REPORTERS), "--output")
        if not equals or file in ("", "-"):
            raise ClinicError(
                f"--output {option}: names no file", f"Write --output {format}=FILE, or --format {format}."
            )
        if any(path == Path(file) for _, path in found):
            raise ClinicError(f"--output: two reports would go to {file}", "Give each a file of its own.")
        found.append((format, Path(file)))
    return found


def spare_content(workspace: Workspace, targets: Iterable[Path]) -> None:
    """Raise ClinicError where a report or a baseline would be written over content."""
    for target in targets:
        if target.suffix in (".md", ".toml") or target.name.startswith("testimonials."):
            raise ClinicError(f"{target}: looks like content, and is not written over", "Give the file another name.")


class Scope(NamedTuple):
    """What is looked at: everything where `only` is None; `overlay` holds the text that came through stdin."""

    only: Listing | None = None
    overlay: Mapping[str, bytes] = {}
    is_empty: bool = False


def scope(
    workspace: Workspace, paths: list[Path], stdin_filename: Path | None, *, narrow: bool, since: str | None
) -> Scope:
    """Return what the paths, git, or a text through stdin leave to look at; raise ClinicError."""
    from clinic_cli.workspace import Listing, holds_testimonials, is_content

    if stdin_filename is not None:
        shown = workspace.display_path(stdin_filename)
        if not is_content(shown):
            raise ClinicError(
                f"--stdin-filename: {stdin_filename} is neither an article (.md) nor testimonials.yaml",
                "Name the file that the text belongs to.",
            )
        files = ((), (shown,)) if holds_testimonials(shown) else ((shown,), ())
        return Scope(Listing(*files), {shown: sys.stdin.buffer.read()})
    only = workspace.listing_of(paths) if paths else None
    if not narrow:
        return Scope(only)
    from clinic_cli import git

    changed = git.changed_files(workspace.root, since)
    all_of_it = only or workspace.listing()
    config = workspace.config.source
    only = Listing(
        tuple(path for path in all_of_it.articles if path in changed),
        tuple(path for path in all_of_it.testimonials if path in changed),
        tuple(oddity for oddity in all_of_it.oddities if oddity.path in changed),
        (config.path,) if config and config.path in changed else (),
    )
    return Scope(only, is_empty=not only.paths)


def open_cache(workspace: Workspace, selection: Selection, today: date) -> Cache:
    """Return the project's cache."""
    from clinic_cli.lint.cache import Cache, cache_key

    return Cache(workspace.root, cache_key(workspace, selection), today)


class Sieve:
    """Take from a report what the baseline knows and what is not severe enough."""

    def __init__(self, run: Run, floor: Severity, baseline: Path | None, *, fresh: bool) -> None:
        self.run = run
        self.floor = floor
        self.path = baseline
        self.known: dict[str, Known] = {}
        self._before: bytes | None = None
        if baseline and (not fresh or baseline.exists()):
            from clinic_cli.lint.baseline import read_baseline
            from clinic_cli.source import read_bounded

            try:
                self.known = read_baseline(baseline)
                self._before = read_bounded(baseline)
            except ClinicError:
                if not fresh:  # what is written anew need not be read
                    raise
        self._sifted: Sifted | None = None

    def __call__(self, report: Report) -> Report:
        if self.path:
            self._sifted = self._sift(report)
            report = self._sifted.report
        if self.floor is Severity.NOTE:
            return report
        shown = tuple(each for each in report.diagnostics if each.severity.rank <= self.floor.rank)
        return report._replace(diagnostics=shown)

    def _sift(self, report: Report) -> Sifted:
        from clinic_cli.lint.baseline import sift

        return sift(report, self.known, self.run.read)

    def save(self, report: Report, *, prune: bool) -> None:
        """Write the baseline: all that is found, or only what is still found of what it knows."""
        from clinic_cli.cli.console import say
        from clinic_cli.lint.baseline import render_baseline, renewed
        from clinic_cli.writing import refuse_changed, write_file

        assert self.path is not None
        sifted = self._sift(report)
        before = self.known
        self.known = renewed(before, sifted.known if prune else sifted.found, self.run)
        if self._before is not None:
            refuse_changed(self.path, self._before)
        write_file(self.path, render_baseline(self.known).encode("utf-8", "backslashreplace"))
        gone = len(before.keys() - self.known.keys())
        say(f"{self.path}: holds {len(self.known)} known findings" + (f", {gone} fewer." if gone else "."))

    def tell_stale(self) -> None:
        """Say how many findings of the baseline are gone."""
        if self._sifted:
            from clinic_cli.cli.console import say
            from clinic_cli.lint.baseline import renewed

            stale = len(self.known.keys() - renewed(self.known, self._sifted.known, self.run).keys())
            if stale:
                say(f"{stale} findings of {self.path} are gone; --prune-baseline takes them out of it.")


def mend(run: Run, report: Report, sieve: Sieve, *, unsafe: bool, dry: bool, stdin: bool) -> Report:
    """Mend what is found, and return the report of what is left; `dry` prints a patch instead and ends the command."""
    from clinic_cli.cli.console import out, say
    from clinic_cli.editing import commit
    from clinic_cli.lint.fixing import fix
    from clinic_cli.reporters.diff import render_patch
    from clinic_cli.reporters.text import counted, visible_lines
    from clinic_cli.rules.registry import BY_NAME
    from clinic_cli.workspace import holds_testimonials

    fixed = fix(run, report, sieve, unsafe=unsafe)
    if dry:
        hidden = [each.path for each in fixed.changes if in_ci() and holds_testimonials(each.path)]
        for path in hidden:
            say(f"{path}: would change too; what stands in it is not shown outside of a terminal.")
        patch = "".join(render_patch(each) for each in fixed.changes if each.path not in hidden)
        out(visible_lines(patch) if sys.stdout.isatty() else patch)
        raise typer.Exit(1 if fixed.changes else 0)
    if stdin:
        (text,) = run.overlay.values()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    elif fixed.changes:
        # what a fix about consent or privacy takes away must lie nowhere, the journal included
        private = any(rule in BY_NAME and BY_NAME[rule].category in ("consent", "privacy") for rule in fixed.counts)
        commit(run.workspace.root, fixed.changes, undoable=not private)
    if fixed.changes:
        say(f"Mended {counted(fixed.counts.total(), 'finding')} in {counted(len(fixed.changes), 'file')}.")
    return fixed.report


class Style(NamedTuple):
    """How a report is told on stdout."""

    format: str
    words: bool
    show_all: bool
    statistics: bool


def print_report(run: Run, report: Report, style: Style, tell: Callable[[str], None]) -> None:
    """Print a report, and in GitHub Actions its annotations, which no text of a file can forge."""
    from clinic_cli.cli.console import painter, say, width
    from clinic_cli.reporters import Context, render

    context = Context(cache(run.read), painter(), width(), _prefix(run.workspace), style.show_all, style.words)
    text = render(style.format, report, context)
    for_people = style.format in FOR_PEOPLE
    if style.statistics and style.format != "summary":
        from clinic_cli.reporters.summary import statistics

        counts = statistics(report, context)
        if for_people:
            text += f"\n{counts}" if counts else ""
        else:
            say(counts.rstrip("\n"))
    if not os.environ.get("GITHUB_ACTIONS") or style.format == "github":
        tell(text)
        return
    annotations = render("github", report, context)
    if for_people:
        import secrets

        token = secrets.token_hex(16)
        tell(f"::stop-commands::{token}\n{text}::{token}::\n{annotations}")
    else:
        tell(text)
        say(annotations.rstrip("\n"))


def write_reports(run: Run, report: Report, targets: Iterable[tuple[str, Path]]) -> None:
    """Write reports to files, as plain text without private words."""
    from clinic_cli.reporters import Context, render
    from clinic_cli.reporters.text import plain
    from clinic_cli.writing import write_file

    context = Context(cache(run.read), plain, prefix=_prefix(run.workspace), show_all=True)
    for format, path in targets:
        write_file(path, render(format, report, context).encode("utf-8", "backslashreplace"))


def _prefix(workspace: Workspace) -> str:
    """Return the way from the repository's top folder to the clinic's, "" where they are one."""
    from clinic_cli import git

    top = git.repository(workspace.root)
    inner = workspace.root.relative_to(top).as_posix() if top else "."
    return "" if inner == "." else f"{inner}/"


def status(report: Report, fail_on: str, max_warnings: int | None) -> int:
    """Return the exit status that a report comes to."""
    failing = [severity for severity in Severity if fail_on != "never" and severity.rank <= Severity(fail_on).rank]
    too_many = max_warnings is not None and report.count_of(Severity.WARNING) > max_warnings
    return 1 if too_many or any(map(report.count_of, failing)) else 0
