"""Running the rules: over one document at a time, then over the summaries of all."""

from __future__ import annotations

from functools import cached_property
from inspect import unwrap
from typing import TYPE_CHECKING, Final

from clinic_cli.content.summary import ArticleSummary, TestimonialSummary, summarise_article, summarise_testimonial
from clinic_cli.diagnostics import Diagnostic, Severity, Who
from clinic_cli.lint.examined import BEFORE_PUBLISHING, Across, Asked, Examined
from clinic_cli.lint.suppressions import Suppression, article_suppressions, file_suppressions
from clinic_cli.rules.rule import Facts, Overview, ProjectFinding
from clinic_cli.source import Span
from clinic_cli.workspace import holds_testimonials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.diagnostics import Finding
    from clinic_cli.exporters.manifest import Manifest
    from clinic_cli.lint.selection import Selection
    from clinic_cli.rules.rule import ArticleCheck, FileCheck, Rule, TestimonialCheck
    from clinic_cli.source import SourceFile

PRIVATE_CATEGORIES: Final = ("consent", "privacy")


class Linter:
    """Run the selected rules over documents; every answer they get besides is noted, so that it can be checked later."""

    def __init__(
        self,
        config: Config,
        selection: Selection,
        today: date,
        has_file: Callable[[str], bool],
        exports: Callable[[], Mapping[str, Manifest]] = dict,
    ) -> None:
        self.selection = selection
        self._day_asked = False
        self._files_asked: dict[str, bool] = {}
        facts = self._watched(Facts(today, config, has_file, exports=exports))
        options = config.lint.options
        self._facts = {
            rule.name: facts._replace(options=rule.settings(options.get(rule.name, {}))) if rule.options else facts
            for rule in selection.rules
        }
        self._plain_facts = facts
        self._rules = {rule.name: rule for rule in selection.rules}
        self._asked()

    def load(self) -> None:
        """Load the rules, which a run that finds all in the cache goes without."""
        _ = self._article_rules, self._record_rules, self._file_rules

    @cached_property
    def _article_rules(self) -> list[tuple[Rule, ArticleCheck, Facts]]:
        return [(rule, unwrap(rule.article), self._facts[rule.name]) for rule in self.selection.rules if rule.article]

    @cached_property
    def _record_rules(self) -> list[tuple[Rule, TestimonialCheck, Facts]]:
        rules = self.selection.rules
        return [(rule, unwrap(rule.testimonial), self._facts[rule.name]) for rule in rules if rule.testimonial]

    @cached_property
    def _file_rules(self) -> list[tuple[Rule, FileCheck, Facts]]:
        return [(rule, unwrap(rule.file), self._facts[rule.name]) for rule in self.selection.rules if rule.file]

    def _watched(self, facts: Facts) -> Facts:
        linter = self
        today, has_file = facts.today, facts.has_file

        class Watched(Facts):
            @property
            def today(self) -> date:
                linter._day_asked = True
                return today

        def watched_file(path: str) -> bool:
            exists = linter._files_asked[path] = has_file(path)
            return exists

        return Watched(today, facts.config, watched_file, exports=facts.exports)

    def _asked(self) -> Asked:
        """Return what was asked since the last call."""
        asked = Asked(self._day_asked, self._files_asked)
        self._day_asked, self._files_asked = False, {}
        return asked

    def article(self, article: Article, *, report: bool = True) -> Examined:
        """Return what one article comes to; only its summary where it is not to be reported."""
        summary = summarise_article(article)
        if not report:
            return Examined((), (), Asked(), 1, (summary,), complete=False)
        suppressions = article_suppressions(article)
        diagnostics: list[Diagnostic] = []
        todos: list[str] = []
        draft = article.status == "draft"
        for rule, check, facts in self._article_rules:
            if self.selection.is_ignored(rule, article.path):
                continue
            if not article.readable and rule.category != "form":
                continue  # a file that cannot be read is asked for nothing more
            for finding in check(article, facts):
                if not (draft and rule.publishing and finding.todo):
                    diagnostics.append(self._diagnostic(rule, finding, article.source))
                elif allowed := self._allowed(suppressions, rule, article.source, finding):
                    suppressions = tuple(
                        each._replace(folded=True) if each in allowed else each for each in suppressions
                    )
                else:
                    todos.append(finding.todo)
        if todos:
            diagnostics.append(_before_publishing(article, todos))
        return Examined(tuple(diagnostics), suppressions, self._asked(), 1, (summary,))

    def _allowed(
        self, suppressions: tuple[Suppression, ...], rule: Rule, source: SourceFile, finding: Finding
    ) -> list[Suppression]:
        """Return the suppressions that allow what a draft would be reminded of."""
        if not suppressions:
            return []
        line = source.lines.location(finding.span.start).line
        return [each for each in suppressions if each.covers(rule.name, line) and self.counts(each, rule.name)]

    def testimonial_file(self, file: TestimonialFile, *, report: bool = True) -> Examined:
        """Return what one file of testimonials comes to; only its summary where it is not to be reported."""
        summaries = tuple(map(summarise_testimonial, file.records))
        if not report:
            return Examined((), (), Asked(), len(summaries), summaries, complete=False)
        diagnostics: list[Diagnostic] = []
        source = file.source
        for rule, check, facts in self._file_rules:
            if not self.selection.is_ignored(rule, file.path):
                diagnostics += [self._diagnostic(rule, finding, source) for finding in check(file, facts)]
        rules = [each for each in self._record_rules if not self.selection.is_ignored(each[0], file.path)]
        told: set[tuple[str, Span, str]] = set()
        for record in file.records:
            for rule, look, facts in rules:
                for finding in look(record, facts):
                    key = (rule.name, finding.span, finding.message)
                    if key not in told:  # records that share a value through an anchor share its faults
                        told.add(key)
                        diagnostics.append(self._diagnostic(rule, finding, source, record.id))
        return Examined(tuple(diagnostics), file_suppressions(file), self._asked(), len(summaries), summaries)

    def across(self, articles: Iterable[ArticleSummary], testimonials: Iterable[TestimonialSummary]) -> Across:
        """Return what the rules across files find in the summaries of all documents."""
        overview = Overview(tuple(articles), tuple(testimonials))
        found = [
            self._placed(rule, finding)
            for rule in self.selection.rules
            if rule.project
            for finding in rule.project(overview, self._facts[rule.name])
            if not self.selection.is_ignored(rule, finding.place.path)
        ]
        return Across(tuple(found), self._asked())

    def suppression(self, suppression: Suppression) -> list[Diagnostic]:
        """Return what is wrong with a suppression."""
        return [
            self._placed(rule, finding)
            for rule in self.selection.rules
            if rule.suppression and not self.selection.is_ignored(rule, suppression.place.path)
            for finding in rule.suppression(suppression, self._facts[rule.name])
        ]

    def counts(self, suppression: Suppression, name: str) -> bool:
        """Whether a suppression can silence a rule: it says why, its last day has not passed, and the rule is no fact.

        A rule that does not run here has nothing to be silenced.
        """
        rule = self._rules.get(name)
        if rule is None or rule.locked or self.selection.is_ignored(rule, suppression.place.path):
            return False
        # the day is asked for only where it matters, as every answer is noted
        return suppression.is_sound and not (suppression.until and suppression.is_over(self._plain_facts.today))

    def _diagnostic(self, rule: Rule, finding: Finding, source: SourceFile, subject: str = "") -> Diagnostic:
        span, locate = finding.span, source.lines.location
        return Diagnostic(
            rule.name,
            rule.category,
            self.selection.severity.get(rule.name) or finding.severity or rule.severity,
            rule.who,
            finding.message,
            finding.help,
            source.path,
            span,
            locate(span.start),
            locate(span.end),
            finding.fix,
            rule.category in PRIVATE_CATEGORIES or holds_testimonials(source.path),
            subject,
        )

    def _placed(self, rule: Rule, finding: ProjectFinding) -> Diagnostic:
        place = finding.place
        return Diagnostic(
            rule.name,
            rule.category,
            self.selection.severity.get(rule.name) or finding.severity or rule.severity,
            rule.who,
            finding.message,
            finding.help,
            place.path,
            place.span,
            place.start,
            place.end,
            finding.fix,
            rule.category in PRIVATE_CATEGORIES or holds_testimonials(place.path),
        )


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
