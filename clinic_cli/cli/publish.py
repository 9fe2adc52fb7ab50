"""`clinic publish`: an item goes out, once nothing stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_author, complete_id
from clinic_cli.cli.options import AsOfOption, ProjectOption, day, open_workspace, parse_day
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.assignment import Assignment, Item
    from clinic_cli.content.article import Article
    from clinic_cli.editing import Change
    from clinic_cli.workspace import Workspace


def publish(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An article's slug or a testimonial's id.", autocompletion=complete_id)
    ],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="DATE", help="Day of publication; a day to come schedules it.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The headline.", show_default=False)
    ] = None,
    description: Annotated[
        str | None,
        typer.Option("--description", metavar="TEXT", help="What a reader will find.", show_default=False),
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="ID",
            help="Who wrote it; may be given again.",
            autocompletion=complete_author,
            show_default=False,
        ),
    ] = None,
    alt: Annotated[
        str | None,
        typer.Option(
            "--alt",
            metavar="TEXT",
            help="What the picture shows; empty if it only adorns.",
            show_default=False,
        ),
    ] = None,
    attribution: Annotated[
        str | None,
        typer.Option("--attribution", metavar="NAME", help="A testimonial's name to show.", show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Publish an article or a testimonial, or say what stands in the way and who can act.

    It asks for what is missing, and takes what options tell for what stands there. The pages change with the next clinic export.

    Exit status: 1 where something stands in the way; then nothing is written.

    Examples:

      clinic publish a-first-session

      clinic publish ten-slow-minutes --at 2026-12-01

      clinic publish t-100003
    """
    from clinic_cli.cli.changes import refuse
    from clinic_cli.cli.console import say
    from clinic_cli.content.article import Article
    from clinic_cli.editing import commit
    from clinic_cli.finding import find_item
    from clinic_cli.publishing import ASKED_FOR, plan, with_roster

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    item = find_item(workspace.parse(), id)
    when = parse_day(at, "--at") if at else None
    if isinstance(item, Article):
        if attribution is not None:
            raise ClinicError("--attribution is for testimonials", "Leave it out.")
    elif when or author or any(told is not None for told in (title, description, alt)):
        raise ClinicError("--at, --title, --description, --author and --alt are for articles", "Leave them out.")
    first = plan(workspace, item, (), today, when).obstacles
    refuse({id: [each for each in first if each.code not in ASKED_FOR]})
    if isinstance(item, Article):
        answers, roster = _article_answers(workspace, item, title, description, author or [], alt)
    else:
        answers, roster = _record_answers(item.attribution, attribution), []
    done = plan(with_roster(workspace, roster), item, answers, today, when)
    refuse({id: done.obstacles})
    if not done.changes:
        on = item.date if isinstance(item, Article) and item.state(today) == "scheduled" else None
        say(f"`{id}` is {f'scheduled for {on}' if on else 'published'} already.")
        return
    commit(workspace.root, [*roster, *done.changes])
    _say_done(item, today, when)
    if done.warnings:
        say(f"Worth a look: clinic lint {item.path}")


def _article_answers(
    workspace: Workspace,
    article: Article,
    title: str | None,
    description: str | None,
    authors: list[str],
    alt: str | None,
) -> tuple[list[Assignment], list[Change]]:
    """Return what somebody tells of an article that lacks it, and the change that adds a new author to the roster."""
    from clinic_cli.cli.authors import choose_authors
    from clinic_cli.cli.console import ask, is_interactive
    from clinic_cli.publishing import setting

    talking = is_interactive()
    answers: list[Assignment] = []
    roster: list[Change] = []
    if not article.title and title is None and talking:
        title = ask("Title", check=lambda answer: None if answer else "An article needs a title.")
    if title and title.strip():
        answers.append(setting("title", " ".join(title.split())))
    if description is None and talking:
        description = _ask_description(article, workspace)
    if description and description.strip():
        answers.append(setting("description", " ".join(description.split())))
    if authors or (talking and not article.authors):
        ids, roster = choose_authors(workspace, authors, None, talking=talking)
        answers += [setting("authors", list(ids))] if ids else []
    image = article.image
    has_picture = image is not None and bool(image.src)
    if alt is not None and not has_picture:
        raise ClinicError(
            "--alt: the article has no picture", "Set one, as in clinic set ID image=walk.jpg, or leave it out."
        )
    if alt is None and talking and image and has_picture and not image.alt and not image.decorative:
        alt = ask("What does the picture show, for people who cannot see it? (Enter if it only adorns)")
    if alt is not None:
        answers += (
            [setting("image.alt", alt), setting("image.decorative", None)]
            if alt
            else [setting("image.alt", None), setting("image.decorative", True)]
        )
    return answers, roster


def _ask_description(article: Article, workspace: Workspace) -> str | None:
    """Return a description of the right length, asked for where the article's is not; None where it stays."""
    from clinic_cli.cli.console import ask, say
    from clinic_cli.publishing import description_lengths

    low, high = description_lengths(workspace.config)
    has = article.description
    if has and low <= len(has) <= high:
        return None

    def check(answer: str) -> str | None:
        length = len(answer)
        fits = low <= length <= high or (has and not answer)
        return None if fits else f"That is {length} characters; write {low} to {high}."

    if has:
        say(f"The description has {len(has)} characters: {has}")
    keep = " (Enter to keep it)" if has else ""
    return ask(f"Description: what will a reader find? {low} to {high} characters{keep}", check=check) or None


def _record_answers(has: str, attribution: str | None) -> list[Assignment]:
    from clinic_cli.cli.console import ask, is_interactive
    from clinic_cli.publishing import setting

    if attribution is None and not has and is_interactive():
        attribution = ask("Name to show, in the form the client allowed", default="Anonymous")
    return [setting("attribution", attribution)] if attribution else []


def _say_done(item: Item, today: date, when: date | None) -> None:
    from clinic_cli.cli.console import say
    from clinic_cli.content.article import Article

    if isinstance(item, Article):
        since = when or item.date or today
        state = f"is scheduled for {since}" if since > today else f"is published, with the date {since}"
        say(f"`{item.slug}` {state}.")
    else:
        say(f"`{item.id}` is published.")
    say("Next: clinic export html · to take it back: clinic undo")
