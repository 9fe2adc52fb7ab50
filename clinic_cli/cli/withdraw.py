"""`clinic withdraw`: an item comes off the sites and stays in the files."""

from __future__ import annotations

from typing import Annotated

import typer

from clinic_cli.cli.completion import complete_id
from clinic_cli.cli.options import ProjectOption, open_workspace


def withdraw(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An article's slug or a testimonial's id.", autocompletion=complete_id)
    ],
    project: ProjectOption = None,
) -> None:
    """Take an article or a testimonial off the sites.

    An article becomes a draft, a testimonial is withheld. The pages change with the next clinic export. Where a client takes a consent back, run clinic consent revoke instead.

    Examples:

      clinic withdraw a-good-argument

      clinic withdraw t-100001
    """
    from clinic_cli.assignment import assign
    from clinic_cli.cli.console import say
    from clinic_cli.content.article import Article
    from clinic_cli.editing import commit
    from clinic_cli.finding import find_item
    from clinic_cli.publishing import withdrawal

    workspace = open_workspace(project)
    item = find_item(workspace.parse(), id)
    asked = withdrawal(item)
    if asked is None:
        revoked = not isinstance(item, Article) and item.revoked
        say(
            f"`{id}` is {'revoked' if revoked else 'a draft' if item.status == 'draft' else item.status} already; it is on no site."
        )
        return
    commit(workspace.root, assign(workspace, [item], lambda _: [asked]))
    say(f"`{id}` is {'a draft' if isinstance(item, Article) else 'withheld'} now.")
    say("Next: clinic export html · to take it back: clinic undo")
