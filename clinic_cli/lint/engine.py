"""From documents to diagnostics: run the rules, fold what a draft lacks into one note, put all in order."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from clinic_cli.content.summary import ArticleSummary, TestimonialSummary, summarise_article, summarise_testimonial
from clinic_cli.diagnostics import Diagnostic, Severity, Who
from clinic_cli.rules.rule import Facts, Overview
from clinic_cli.source import Location, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.diagnostics import Finding
    from clinic_cli.lint.selection import Selection
    from clinic_cli.rules.rule import Rule
    from clinic_cli.source import SourceFile
    from clinic_cli.workspace import Listing, Oddity, Workspace

BEFORE_PUBLISHING = "before-publishing"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found, in the order of files and places, and how much it looked at."""

    diagnostics: tuple[Diagnostic, ...]
    articles: int
    testimonials: int

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def lint(workspace: Workspace, selection: Selection, today: date, only: Listing | None = None) -> Report:
    """Return what the rules find in a project; `only` narrows the report, while rules across files still see all."""
    linter = Linter(workspace, selection, today)
    listing = workspace.listing()
    asked = only or listing
    wanted = {*asked.articles, *asked.testimonials, *(oddity.path for oddity in asked.oddities)}
    for oddity in dict.fromkeys((*listing.oddities, *asked.oddities)):
        linter.odd(oddity)
    for path in dict.fromkeys((*listing.articles, *asked.articles)):
        linter.article(workspace.parse_article(path), report=path in wanted)
    for path in dict.fromkeys((*listing.testimonials, *asked.testimonials)):
        linter.testimonial_file(workspace.parse_testimonials(path), report=path in wanted)
    linter.across()
    shown = (
        linter.diagnostics
        if only is None
        else [diagnostic for diagnostic in linter.diagnostics if diagnostic.path in wanted]
    )
    return Report(
        # records that share a value through an anchor share its faults, which are told once
        tuple(sorted(dict.fromkeys(shown), key=lambda diagnostic: diagnostic.sort_key)),
        linter.articles,
        linter.testimonials,
    )


class Linter:
    """Run the selected rules over documents, one by one, then over all."""

    def __init__(self, workspace: Workspace, selection: Selection, today: date) -> None:
        self.selection = selection
        self.facts = Facts(today, workspace.config, file_finder(workspace.root))
        self.diagnostics: list[Diagnostic] = []
        self.articles = 0
        self.testimonials = 0
        self._article_summaries: list[ArticleSummary] = []
        self._testimonial_summaries: list[TestimonialSummary] = []
        options = workspace.config.lint.options
        self._facts = {
            rule.name: replace(self.facts, options=rule.settings(options.get(rule.name, {})))
            if rule.options
            else self.facts
            for rule in selection.rules
        }
        self._article_rules = [(rule, rule.article, self._facts[rule.name]) for rule in selection.rules if rule.article]
        self._record_rules = [
            (rule, rule.testimonial, self._facts[rule.name]) for rule in selection.rules if rule.testimonial
        ]
        self._file_rules = [(rule, rule.file, self._facts[rule.name]) for rule in selection.rules if rule.file]

    def odd(self, oddity: Oddity) -> None:
        """Report something in a content folder that is no content."""
        start = Location(1, 1)
        self.diagnostics.append(
            Diagnostic(
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
        )

    def article(self, article: Article, *, report: bool = True) -> None:
        """Take in one article, and look at it where it is to be reported."""
        self._article_summaries.append(summarise_article(article))
        if not report:
            return
        self.articles += 1
        todos: list[str] = []
        draft = article.status == "draft"
        for rule, check, facts in self._article_rules:
            if self.selection.is_ignored(rule, article.path):
                continue
            for finding in check(article, facts):
                if draft and rule.publishing and finding.todo:
                    todos.append(finding.todo)
                else:
                    self._add(rule, finding, article.source)
        if todos:
            self.diagnostics.append(_before_publishing(article, todos))

    def testimonial_file(self, file: TestimonialFile, *, report: bool = True) -> None:
        """Take in one file of testimonials, and look at them where they are to be reported."""
        self._testimonial_summaries += map(summarise_testimonial, file.records)
        if not report:
            return
        self.testimonials += len(file.records)
        for rule, check, facts in self._file_rules:
            if not self.selection.is_ignored(rule, file.path):
                for finding in check(file, facts):
                    self._add(rule, finding, file.source)
        for record in file.records:
            for rule, look, facts in self._record_rules:
                if not self.selection.is_ignored(rule, file.path):
                    for finding in look(record, facts):
                        self._add(rule, finding, file.source)

    def across(self) -> None:
        """Look at all documents together."""
        overview = Overview(tuple(self._article_summaries), tuple(self._testimonial_summaries))
        for rule in self.selection.rules:
            if not rule.project:
                continue
            for finding in rule.project(overview, self._facts[rule.name]):
                place = finding.place
                if not self.selection.is_ignored(rule, place.path):
                    severity = self._severity(rule, finding.severity)
                    self.diagnostics.append(
                        Diagnostic(
                            rule.name,
                            rule.category,
                            severity,
                            rule.who,
                            finding.message,
                            finding.help,
                            place.path,
                            place.span,
                            place.start,
                            place.end,
                            finding.fix,
                        )
                    )

    def _add(self, rule: Rule, finding: Finding, source: SourceFile) -> None:
        span, lines = finding.span, source.lines
        severity = self._severity(rule, finding.severity)
        self.diagnostics.append(
            Diagnostic(
                rule.name,
                rule.category,
                severity,
                rule.who,
                finding.message,
                finding.help,
                source.path,
                span,
                lines.location(span.start),
                lines.location(span.end),
                finding.fix,
            )
        )

    def _severity(self, rule: Rule, of_finding: Severity | None) -> Severity:
        """Return the clinic's own severity, the finding's, or the rule's, in this order."""
        return self.selection.severity.get(rule.name) or of_finding or rule.severity


def _before_publishing(article: Article, todos: list[str]) -> Diagnostic:
    span = article.at("status") if "status" in article.front.mapping.entries else article.front.start
    lines = article.source.lines
    return Diagnostic(
        BEFORE_PUBLISHING,
        "form",
        Severity.NOTE,
        Who.AUTHOR,
        f"Before publishing: {_listed(todos)}.",
        "",
        article.path,
        span,
        lines.location(span.start),
        lines.location(span.end),
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def file_finder(root: Path) -> Callable[[str], bool]:
    """Return a function that tells whether a path from the root exists; each is looked up once."""

    @cache
    def has_file(path: str) -> bool:
        return os.path.exists(os.path.join(root, path))

    return has_file


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """Return the worst severity among findings, or None where there is none."""
    return min((diagnostic.severity for diagnostic in diagnostics), key=lambda severity: severity.rank, default=None)
