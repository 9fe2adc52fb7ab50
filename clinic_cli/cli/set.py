"""`clinic set`: keys of one item, or of many at once, with what changes shown before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_id
from clinic_cli.cli.filters import (
    AuthorOption,
    SinceOption,
    StatusOption,
    TagOption,
    TextOption,
    UntilOption,
    read_filter,
    say_misspelt,
)
from clinic_cli.cli.options import AsOfOption, ProjectOption, YesOption, day, open_workspace
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.assignment import Assignment, Item
    from clinic_cli.listing import Filter
    from clinic_cli.workspace import Project, Workspace

KINDS = ("articles", "testimonials")


def set(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID... KEY=VALUE...",
            help="Ids, or the word articles or testimonials for all; then what to set. KEY+=VALUE adds to a list, "
            "KEY-=VALUE takes out of it, KEY= deletes.",
            autocompletion=complete_id,
        ),
    ],
    status: StatusOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
    yes: YesOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Set keys of articles or testimonials; what changes is shown first.

    The options narrow the items down, as in `clinic list`. Only the named keys change: comments and all other lines stay.
    What would be published by it has to pass the checks of clinic publish; where one item does not, nothing is written.

    Examples:

      clinic set a-first-session tags+=beginnings

      clinic set a-first-session image.alt="Two chairs by a window"

      clinic set articles --tag couples reviewed_by=sam-sample --yes
    """
    from clinic_cli.assignment import assign, is_assignment

    workspace = open_workspace(project)
    names = [word for word in words if not is_assignment(word)]
    settings = [word for word in words if is_assignment(word)]
    if not settings:
        raise ClinicError("nothing to set", "Write KEY=VALUE, as in clinic set a-first-session tags+=beginnings.")
    if not names:
        raise ClinicError("nothing to set it on", "Name ids, or write articles or testimonials for all.")
    today = day(as_of, workspace)
    parsed = workspace.parse()
    wanted = read_filter(_states(names), status, author, tag, since, until, text)
    items = [item for item in _items(parsed, names) if _takes(wanted, item, today)]
    if not items:
        say_misspelt(wanted, workspace)
        raise ClinicError("nothing matches", "See the same options with clinic list.")
    asked = _read(workspace, settings, items)
    changes = assign(workspace, items, lambda item: asked[_kind(item)])
    _say_new_tags(parsed, [each for assignments in asked.values() for each in assignments])
    from clinic_cli.cli.changes import make, refuse
    from clinic_cli.publishing import going_out

    refuse(going_out(workspace, changes, today))
    make(workspace, changes, yes=yes, dry_run=dry_run)


def _kind(item: Item) -> str:
    from clinic_cli.content.article import Article

    return "article" if isinstance(item, Article) else "testimonial"


def _states(names: list[str]) -> tuple[str, ...]:
    from clinic_cli.listing import ARTICLE_STATES, TESTIMONIAL_STATES

    if names == ["articles"]:
        return ARTICLE_STATES
    if names == ["testimonials"]:
        return TESTIMONIAL_STATES
    return tuple(dict.fromkeys(ARTICLE_STATES + TESTIMONIAL_STATES))


def _items(project: Project, names: list[str]) -> list[Item]:
    from clinic_cli.finding import find_item

    found: list[Item] = []
    whole = [name for name in KINDS if name in names and not any(each.slug == name for each in project.articles)]
    single = [name for name in names if name not in whole]
    if whole and single:  # who writes both means the ids, and would change all
        raise ClinicError(
            f"`{whole[0]}` stands for all of them, and `{single[0]}` for one",
            f"Leave one of the two out, as in clinic set {single[0]} KEY=VALUE.",
        )
    for name in names:
        if name in whole:
            if name == "testimonials":
                project.refuse_unread()
            # what a client took back is no longer one of them; by its id it is found, and refused
            found += (
                project.articles if name == "articles" else [each for each in project.testimonials if not each.revoked]
            )
        else:
            found.append(find_item(project, name))
    return list({id(item): item for item in found}.values())


def _takes(wanted: Filter, item: Item, today: date) -> bool:
    from clinic_cli.content.article import Article

    return wanted.takes_article(item, today) if isinstance(item, Article) else wanted.takes_testimonial(item, today)


def _read(workspace: Workspace, settings: list[str], items: list[Item]) -> dict[str, list[Assignment]]:
    """Return what is asked of each kind of item, so that a wrong word stops the command before it begins."""
    from clinic_cli.assignment import read_assignment

    return {
        kind: [each for word in settings for each in read_assignment(word, kind, workspace.config)]
        for kind in dict.fromkeys(map(_kind, items))
    }


def _say_new_tags(project: Project, asked: list[Assignment]) -> None:
    """Say of a tag that nobody has used, but that is nearly one in use."""
    from clinic_cli.cli.console import say
    from clinic_cli.content.checking import closest

    known = project.tags
    for each in asked:
        if each.keys == ("tags",) and each.operator != "-=":
            for tag in each.value if isinstance(each.value, list) else [each.value]:
                near = closest(str(tag), tuple(sorted(known))) if tag and tag not in known else None
                if near:
                    say(f"`{tag}` is a new tag; did you mean `{near}`?")
