"""`clinic rule`: the list of rules, or one rule's page."""

from __future__ import annotations

from typing import Annotated

import typer


def complete_rule(incomplete: str) -> list[str]:
    """Return rule names that begin as typed."""
    from clinic_cli.rules.registry import BY_NAME
    from clinic_cli.rules.rule import CATEGORIES

    return [name for name in (*BY_NAME, *CATEGORIES) if name.startswith(incomplete)]


def rule(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A rule, such as missing-title, or a category, such as consent.",
            autocompletion=complete_rule,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the rules, or explain one.

    Examples:

      clinic rule

      clinic rule consent-expired

      clinic rule consent
    """
    from clinic_cli.cli.console import out, width
    from clinic_cli.lint.selection import expand
    from clinic_cli.rules.pages import WIDTH, render_list, render_page
    from clinic_cli.rules.registry import BY_NAME
    from clinic_cli.rules.rule import CATEGORIES

    if name is not None and expand(name) == {name}:
        out(render_page(BY_NAME[name], min(width(), WIDTH)))
        return
    out(render_list(*(category for category in CATEGORIES if category == name), width=width()))
