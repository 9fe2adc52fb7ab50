"""Options that narrow a command to some articles or testimonials, and what they turn into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_author, complete_tag
from clinic_cli.cli.options import choose, parse_day

if TYPE_CHECKING:
    from clinic_cli.listing import Filter
    from clinic_cli.workspace import Workspace

StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATE", help="Only this state; may be given again.", show_default=False),
]
AuthorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--author", metavar="ID", help="Only by this author.", autocompletion=complete_author, show_default=False
    ),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        metavar="TAG",
        help="Only with this tag; may be given again.",
        autocompletion=complete_tag,
        show_default=False,
    ),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.", show_default=False)
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only up to this day.", show_default=False)
]
TextOption = Annotated[
    str,
    typer.Option(
        "--text",
        metavar="WORDS",
        help="Only with these words in title, description, text or quote.",
        show_default=False,
    ),
]


def read_filter(
    states: tuple[str, ...],
    status: list[str] | None,
    author: list[str] | None,
    tag: list[str] | None,
    since: str | None,
    until: str | None,
    text: str,
) -> Filter:
    """Return what the options narrow to; raise ClinicError for a state or day that there is not."""
    from clinic_cli.listing import Filter

    return Filter(
        states=tuple(choose(each, states, "--status") for each in status or ()),
        authors=tuple(author or ()),
        tags=tuple(tag or ()),
        since=parse_day(since, "--since") if since else None,
        until=parse_day(until, "--until") if until else None,
        text=text,
    )


def say_misspelt(wanted: Filter, workspace: Workspace) -> None:
    """Say of each tag or author that a filter names and nothing has, which one may have been meant."""
    from clinic_cli.cli.console import say
    from clinic_cli.content.checking import closest

    if not (wanted.tags or wanted.authors):
        return
    project = workspace.parse()
    tags = project.tags
    authors = {*workspace.config.authors, *(id for article in project.articles for id in article.authors)}
    for noun, named, known in (("tag", wanted.tags, tags), ("author", wanted.authors, authors)):
        folded = {each.casefold() for each in known}
        for name in named:
            if name.casefold() not in folded:
                near = closest(name, tuple(sorted(known)))
                say(f"There is no {noun} `{name}`" + (f"; did you mean `{near}`?" if near else "."))
