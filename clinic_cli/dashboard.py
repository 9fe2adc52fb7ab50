"""The dashboard: how much there is, what waits for somebody, and what to do next."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.diagnostics import Severity, Who
from clinic_cli.lint.examined import BEFORE_PUBLISHING
from clinic_cli.reporters.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.due import Due
    from clinic_cli.lint.engine import Report
    from clinic_cli.workspace import Project, Workspace

SUGGESTED: Final = 3
_NAMED: Final = 3


class Need(NamedTuple):
    """What waits, who can act, and the command that helps."""

    message: str
    who: Who
    command: str


class Suggestion(NamedTuple):
    """A command, and what it is good for now."""

    command: str
    why: str


class Dashboard(NamedTuple):
    """How many items are in which state, what waits for somebody, and the most likely commands, best first."""

    articles: tuple[tuple[str, int], ...]
    testimonials: tuple[tuple[str, int], ...]
    needs: tuple[Need, ...]
    suggestions: tuple[Suggestion, ...]


def look_over(workspace: Workspace, project: Project, report: Report, due: Iterable[Due], today: date) -> Dashboard:
    """Return the dashboard of a project on a day, of what was found in it and what is due."""
    articles = Counter(article.state(today) for article in project.articles)
    records = Counter(_standing(record, today) for record in project.testimonials)
    return Dashboard(
        tuple((state, articles[state]) for state in ("published", "scheduled", "draft", "archived") if articles[state]),
        tuple(
            (state, records[state]) for state in ("shown", "held back", "inbox", "ended", "revoked") if records[state]
        ),
        tuple(_needs(project, report, tuple(due))),
        tuple(_suggestions(workspace, project, report))[:SUGGESTED],
    )


def _standing(record: Testimonial, today: date) -> str:
    match record.state(today):
        case "revoked":
            return "revoked"
        case "inbox":
            return "inbox"
        case "expired":
            return "ended"
        case _:
            return "shown" if record.status == "published" else "held back"


def _needs(project: Project, report: Report, due: tuple[Due, ...]) -> Iterator[Need]:
    errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
    for who in Who:
        mine = [each for each in errors if each.who is who]
        if mine:
            files = len({each.path for each in mine})
            yield Need(f"{counted(len(mine), 'error')} in {counted(files, 'file')}", who, "clinic lint")
    waiting = [record for record in project.testimonials if record.inbox and not record.revoked]
    if waiting:
        wait = "waits" if len(waiting) == 1 else "wait"
        yield Need(
            f"{counted(len(waiting), 'testimonial')} {wait} for a consent",
            Who.ADMIN,
            "clinic list testimonials --status inbox",
        )
    for each in due[:_NAMED]:
        yield Need(f"{each.id}: {each.message}", each.who, "clinic due")
    if len(due) > _NAMED:
        yield Need(f"{len(due) - _NAMED} more that will soon be due", Who.ADMIN, "clinic due")


def _suggestions(workspace: Workspace, project: Project, report: Report) -> Iterator[Suggestion]:
    if report.count_of(Severity.ERROR):
        yield Suggestion("clinic lint", "see what is wrong, and where")
    faulty = {each.path for each in report.diagnostics if each.severity is Severity.ERROR}
    unfinished = faulty | {each.path for each in report.diagnostics if each.rule == BEFORE_PUBLISHING}
    drafts = [article for article in project.articles if article.status == "draft"]
    ready = [article for article in drafts if article.path not in unfinished]
    begun = [article for article in drafts if article.path in unfinished]
    if begun:
        yield Suggestion(f"clinic edit {_latest(workspace, begun).slug}", "go on with the draft you touched last")
    if ready:
        yield Suggestion(f"clinic publish {_latest(workspace, ready).slug}", "nothing stands in its way")
    waiting = next((record for record in project.testimonials if record.inbox and not record.revoked), None)
    if waiting:
        yield Suggestion(f"clinic consent grant {waiting.id}", "once its form is signed")
    if not drafts:
        yield Suggestion('clinic new article "A title"', "begin an article")
    yield Suggestion("clinic export html", "make the pages")
    yield Suggestion("clinic list articles", "see all articles")
    yield Suggestion("clinic --help", "see all commands")


def _latest(workspace: Workspace, articles: list[Article]) -> Article:
    """Return the article whose file was written last."""

    def written(article: Article) -> tuple[float, str]:
        try:
            return os.stat(workspace.root / article.path).st_mtime, article.path
        except OSError:
            return 0.0, article.path

    return max(articles, key=written)
