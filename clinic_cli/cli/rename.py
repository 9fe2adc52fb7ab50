"""`clinic rename`: another address for an article, without losing the old one."""

from __future__ import annotations

from typing import Annotated

import typer

from clinic_cli.cli.completion import complete_slug
from clinic_cli.cli.options import ProjectOption, open_workspace
from clinic_cli.errors import ClinicError


def rename(
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="The article's address now.", autocompletion=complete_slug)
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new address: letters, digits and hyphens.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    project: ProjectOption = None,
) -> None:
    """Give an article another address; the old one leads to it, and links in other articles are mended.

    The file is renamed, or its slug key changed where it has one. Code in articles is left alone.

    Examples:

      clinic rename ten-slow-minutes a-slow-start

      clinic rename ten-slow-minutes a-slow-start --dry-run
    """
    from clinic_cli.cli.changes import show
    from clinic_cli.cli.console import say
    from clinic_cli.content.article import Article
    from clinic_cli.editing import commit
    from clinic_cli.finding import find_item
    from clinic_cli.renaming import rename as renaming
    from clinic_cli.reporters.text import counted

    workspace = open_workspace(project)
    parsed = workspace.parse()
    article = find_item(parsed, slug)
    if not isinstance(article, Article):
        raise ClinicError(f"`{slug}` is a testimonial; its id never changes", "Name an article.")
    done = renaming(workspace, parsed, article, new)
    if dry_run:
        show(done.changes)
        say("Nothing was written.")
        return
    commit(workspace.root, done.changes)
    say(f"`{article.slug}` is `{new}` now ({done.path}); the old address leads to it.")
    if done.links:
        say(f"{counted(done.links, 'link')} in {counted(done.files, 'file')} mended.")
    for place in done.left:
        say(f"{place}: this link is written in a way that clinic does not change; mend it by hand.")
    say("To take it back: clinic undo")
