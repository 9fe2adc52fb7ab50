"""A run over a project: examine what changed, look across all, apply suppressions, put all in order."""

from __future__ import annotations

import os
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clinic_cli.diagnostics import Diagnostic, Severity, Who
from clinic_cli.lint.exports import exports_of, stamp_of_exports
from clinic_cli.source import Location, SourceFile, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from clinic_cli.content.summary import ArticleSummary, TestimonialSummary
    from clinic_cli.lint.cache import Cache
    from clinic_cli.lint.examined import Across, Examined
    from clinic_cli.lint.linter import Linter
    from clinic_cli.lint.selection import Selection
    from clinic_cli.workspace import Listing, Oddity, Workspace

    Tick = Callable[[int, int], None]


class Report(NamedTuple):
    """What a run found, in the order of files and places, how much it looked at, and on which day."""

    diagnostics: tuple[Diagnostic, ...]
    articles: int
    testimonials: int
    day: date

    def count_of(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def lint(workspace: Workspace, selection: Selection, today: date, only: Listing | None = None) -> Report:
    """Return what the rules find in a project; `only` narrows the report, while rules across files still see all."""
    return Run(workspace, selection, today, only).report()


class Run:
    """One look at a project, which can be taken again when some files have changed.

    `overlay` holds bytes that stand for those on the disk, by path. `words` is false where the report leaves the
    terminal, so that findings about what is private may come from the cache, which does not hold their words. `tick`
    is told how many files are done, and of how many.
    """

    def __init__(
        self,
        workspace: Workspace,
        selection: Selection,
        today: date,
        only: Listing | None = None,
        *,
        overlay: Mapping[str, bytes] | None = None,
        cache: Cache | None = None,
        words: bool = True,
        tick: Tick | None = None,
    ) -> None:
        self.workspace = workspace
        self.selection = selection
        self.today = today
        self.cache = cache
        self.words = words
        self.tick = tick
        self.listing = workspace.listing()
        asked = self.listing if only is None else only
        self.articles = tuple(dict.fromkeys((*self.listing.articles, *asked.articles)))
        self.files = tuple(dict.fromkeys((*self.listing.testimonials, *asked.testimonials)))
        self._article_paths = frozenset(self.articles)
        self.oddities = tuple(dict.fromkeys((*self.listing.oddities, *asked.oddities)))
        self.wanted = None if only is None else only.paths
        self.overlay = dict(overlay or {})
        self._has_file = file_finder(workspace.root, self._article_paths)
        self._examined: dict[str, Examined] = {}
        self._across: Across | None = None
        if cache:
            cache.outside = stamp_of_exports(workspace)
            cache.listed = self._article_paths

    @cached_property
    def _linter(self) -> Linter:
        """What runs the rules, for a run that does not find all in the cache."""
        from clinic_cli.lint.linter import Linter

        return Linter(self.workspace.config, self.selection, self.today, self._has_file, exports_of(self.workspace))

    def is_wanted(self, path: str) -> bool:
        """Whether the report speaks of a path."""
        return self.wanted is None or path in self.wanted

    def read(self, path: str) -> SourceFile | None:
        """Return a file as this run sees it, None for what is no readable file of the project."""
        return SourceFile(path, self.overlay[path]) if path in self.overlay else self.workspace.peek(path)

    def change(self, texts: Mapping[str, bytes]) -> None:
        """Take new bytes for files; the next report examines these files again, and no others."""
        self.overlay.update(texts)
        for path in texts:
            self._examined.pop(path, None)
        self._across = None

    def report(self) -> Report:
        """Return what is found."""
        self._examine()
        if self._across is None:
            self._across = self._look_across()
            if self.cache and not self.overlay:
                self.cache.save(self._examined, self._across)
        found = [odd_diagnostic(oddity) for oddity in self.oddities]
        across: dict[str, list[Diagnostic]] = {}
        for diagnostic in self._across.diagnostics:
            across.setdefault(diagnostic.path, []).append(diagnostic)
        for path, examined in self._examined.items():
            if not examined.suppressions and path not in across:
                found += examined.diagnostics
                continue
            of_file = (*examined.diagnostics, *across.pop(path, ()))
            if examined.suppressions and self.is_wanted(path):
                from clinic_cli.lint.suppressions import allow

                kept, judged = allow(of_file, examined.suppressions, self._linter.counts)
                found += kept
                for suppression in judged:
                    found += self._linter.suppression(suppression)
            else:
                found += of_file
        for elsewhere in across.values():
            found += elsewhere
        shown = [diagnostic for diagnostic in found if self.is_wanted(diagnostic.path)]
        shown.sort(key=lambda diagnostic: diagnostic.sort_key)
        return Report(tuple(shown), self._count(self.articles), self._count(self.files), self.today)

    def _look_across(self) -> Across:
        """Return what the rules across files find, from the cache where no summary changed."""
        if self.cache and (known := self.cache.across(self._examined, words=self.words, has_file=self._has_file)):
            return known
        articles: list[ArticleSummary] = []
        testimonials: list[TestimonialSummary] = []
        for path in self.articles:
            articles += self._summaries(path)
        for path in self.files:
            testimonials += self._summaries(path)
        return self._linter.across(articles, testimonials)

    def _summaries(self, path: str) -> tuple[Any, ...]:
        """Return a file's summaries, which the cache may have to look up; a file it cannot tell of is examined again."""
        examined = self._examined[path]
        if examined.summaries is None and self.cache:
            examined = examined._replace(summaries=self.cache.summaries(path, article=path in self._article_paths))
            if examined.summaries is None:
                self.cache.forget(path)
                examined = self.examine(path)
        self._examined[path] = examined
        return examined.summaries or ()

    def _count(self, paths: Iterable[str]) -> int:
        return sum(self._examined[path].size for path in paths if self.is_wanted(path))

    def _examine(self) -> None:
        """Examine every file that is not, from the cache where that knows it."""
        before, self._examined = self._examined, {}
        pending: list[str] = []
        for path in (*self.articles, *self.files):
            examined = before.get(path)
            if examined is None and self.cache and path not in self.overlay:
                examined = self.cache.find(path, report=self.is_wanted(path), words=self.words, has_file=self._has_file)
            if examined is None:
                pending.append(path)
            else:
                before[path] = examined
        if pending:
            before.update(self._examine_all(pending))
        self._examined = {path: before[path] for path in (*self.articles, *self.files)}

    def _examine_all(self, paths: list[str]) -> dict[str, Examined]:
        from clinic_cli.parallel import map_files, weigh

        self._linter.load()  # before a second process parts from this one
        return map_files({path: weigh(self.workspace.root, path) for path in paths}, self.examine, self.tick)

    def examine(self, path: str) -> Examined:
        """Return what one file comes to."""
        stamp = None
        if path in self.overlay:
            source = SourceFile(path, self.overlay[path])
        elif self.cache:
            from clinic_cli.lint.examined import Stamp
            from clinic_cli.shelf import status_of

            status = status_of(self.workspace.root, path)
            source = self.workspace.read(path)
            stamp = Stamp(status, source.digest)
        else:
            source = self.workspace.read(path)
        report = self.is_wanted(path)
        zone = self.workspace.config.timezone
        if path in self._article_paths:
            from clinic_cli.content.article import parse_article

            examined = self._linter.article(parse_article(source, zone), report=report)
        else:
            from clinic_cli.content.testimonial import parse_testimonials

            examined = self._linter.testimonial_file(parse_testimonials(source, zone), report=report)
        return examined._replace(stamp=stamp) if stamp else examined


def odd_diagnostic(oddity: Oddity) -> Diagnostic:
    """Return the finding about something in a content folder that is no content."""
    start = Location(1, 1)
    return Diagnostic(
        "invalid-yaml" if oddity.path.endswith((".yaml", ".yml")) else "invalid-front-matter",
        "form",
        Severity.ERROR,
        Who.EDITOR,
        oddity.message,
        oddity.help,
        oddity.path,
        Span(0, 0),
        start,
        start,
    )


def file_finder(root: Path, listed: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return a function that tells whether a path from the root exists; each is looked up once, those listed never."""
    known = frozenset(listed)

    @cache
    def has_file(path: str) -> bool:
        return path in known or os.path.exists(os.path.join(root, path))

    return has_file
