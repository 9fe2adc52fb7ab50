"""Who wrote an article: named by options, asked for on a terminal, added to the roster where they are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from clinic_cli.config import Config
    from clinic_cli.editing import Change
    from clinic_cli.workspace import Workspace


def choose_authors(
    workspace: Workspace, named: list[str], new_author: str | None, *, talking: bool
) -> tuple[list[str], list[Change]]:
    """Return the ids of an article's authors, asked for where none is named, and the change that adds a new one."""
    roster = workspace.config.authors
    ids = [_roster_id(workspace.config, name, talking=talking) for name in named]
    unknown = [id for id in ids if id not in roster]
    if new_author is None and not named and talking:
        new_author, ids = _ask_author(workspace.config)
    elif unknown:
        new_author = unknown[0]
        ids = [id for id in ids if id in roster]
    if not new_author:
        if not ids and len(roster) == 1:
            ids = list(roster)
        return ids, []
    from clinic_cli import authoring
    from clinic_cli.content.slugs import slug_of

    name, credentials = authoring.split_byline(new_author)
    if not name:
        raise ClinicError("--new-author: there is no name", 'Write it as in --new-author "Robin Sample, LMFT".')
    id = slug_of(name)
    if id in roster:
        return [*ids, id], []
    return [*ids, id], [authoring.add_author(workspace, id, name, credentials)]


def _roster_id(config: Config, name: str, *, talking: bool) -> str:
    """Return the roster id that a name or id means, or the name itself where somebody says to add it."""
    if name in config.authors:
        return name
    for author in config.authors.values():
        if name.casefold() in (author.name.casefold(), author.byline.casefold(), author.id.casefold()):
            return author.id
    from clinic_cli.cli.console import confirm
    from clinic_cli.content.checking import closest

    near = closest(name, tuple(config.authors))
    if talking and confirm(
        f"`{name}` is not in the roster{f' (did you mean {near}?)' if near else ''}; add?", default=not near
    ):
        return name
    raise ClinicError(
        f"--author: `{name}` is not in the roster" + (f"; did you mean `{near}`?" if near else ""),
        'Add somebody new with --new-author "Robin Sample, LMFT".',
    )


def _ask_author(config: Config) -> tuple[str | None, list[str]]:
    from clinic_cli.cli.console import ask, say

    roster = list(config.authors.values())
    for number, author in enumerate(roster, 1):
        say(f"  {number}  {author.byline}")
    say(f"  {len(roster) + 1}  a new author")

    def check(answer: str) -> str | None:
        return (
            None
            if not answer or (answer.isdigit() and 1 <= int(answer) <= len(roster) + 1)
            else "Type one of the numbers, or nothing."
        )

    # the only author there is writes nearly everything, so that Enter means them
    only = len(roster) == 1
    answer = ask(
        "Who wrote it? (number)" if only else "Who wrote it? (number, or Enter for nobody yet)",
        default="1" if only else "",
        check=check,
    )
    if not answer:
        return None, []
    if int(answer) <= len(roster):
        return None, [roster[int(answer) - 1].id]
    name = ask("Name and credentials, as in Robin Sample, LMFT")
    return name or None, []
