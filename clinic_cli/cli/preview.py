"""`clinic preview`: a local look at the site, with drafts and findings, that follows every change."""

from __future__ import annotations

from typing import Annotated

import typer

from clinic_cli.cli.options import AsOfOption, ProjectOption, open_workspace, parse_day


def preview(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where to listen; the next free one if it is taken.")
    ] = 8000,
    drafts: Annotated[bool, typer.Option("--drafts/--no-drafts", help="Show drafts and what is scheduled.")] = True,
    browser: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Look at the site on this computer while you write; press Ctrl+C to end.

    Nothing is written or sent anywhere. Pages reload when a file changes, and show what was found in them.

    Examples:

      clinic preview

      clinic preview --open --port 9000
    """
    from clinic_cli.cli.console import say
    from clinic_cli.preview.server import serve
    from clinic_cli.preview.site import PreviewSite

    root = open_workspace(project).root
    site = PreviewSite(root, parse_day(as_of, "--as-of") if as_of else None, drafts=drafts)
    with serve(site, port) as server:
        say(f"The site is at {server.url} until you press Ctrl+C.")
        if browser:
            import webbrowser

            webbrowser.open(server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
        finally:
            server.stopping.set()
