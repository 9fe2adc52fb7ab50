"""`clinic show`: one article or testimonial as it reads, with what stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.completion import complete_id
from clinic_cli.cli.options import AsOfOption, ProjectOption, day, open_workspace

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.gate import Reason
    from clinic_cli.workspace import Workspace


def show(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An article's slug or a testimonial's id.", autocompletion=complete_id)
    ],
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Show an article or a testimonial, and what was found in it.

    Examples:

      clinic show a-first-session

      clinic show t-100001
    """
    from clinic_cli.content.article import Article
    from clinic_cli.finding import find_item
    from clinic_cli.gate import Gate

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    item = find_item(workspace.parse(), id)
    if isinstance(item, Article):
        _show_article(item, workspace, today)
        show_reasons({"": Gate(workspace.config, today).article(item)})
    else:
        _show_testimonial(item, today)
        show_reasons(reasons_by_channel(item, workspace.config, today))
    _show_findings(item, workspace, today)


def show_facts(rows: list[tuple[str, str]]) -> None:
    """Print names and values in two columns; those without a value are left out."""
    from rich.table import Table
    from rich.text import Text

    from clinic_cli.cli.console import rich_console
    from clinic_cli.reporters.text import visible

    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        if value:
            table.add_row(Text(name, style="dim"), Text(visible(value)))
    rich_console().print(table)


def show_title(text: str) -> None:
    """Print a headline."""
    from rich.text import Text

    from clinic_cli.cli.console import rich_console
    from clinic_cli.reporters.text import visible

    rich_console().print(Text(visible(text), style="bold"))


def _show_article(article: Article, workspace: Workspace, today: date) -> None:
    from rich.markdown import Markdown
    from rich.padding import Padding

    from clinic_cli.cli.console import out, rich_console
    from clinic_cli.reporters.text import visible

    roster = workspace.config.authors
    show_title(article.title or article.path)
    names = [roster[id].byline if id in roster else id for id in article.authors]
    show_facts(
        [
            ("By", " and ".join(names)),
            ("State", article.state(today)),
            ("Date", str(article.date or "")),
            ("Tags", ", ".join(article.tags)),
            ("About", article.description),
            ("File", article.path),
        ]
    )
    body = "\n".join(map(visible, article.body.splitlines()))
    rich_console().print(Padding(Markdown(body, hyperlinks=False), (1, 0)))
    if article.image and article.image.credit:
        out(f"Photo credit: {visible(article.image.credit)}\n\n")


def _show_testimonial(record: Testimonial, today: date) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from clinic_cli.cli.console import rich_console
    from clinic_cli.reporters.text import visible

    consent = record.consent
    show_title(f"{record.id} · {record.attribution or 'no attribution'}")
    rows = [("State", state_and_status(record, today))]
    if record.revoked:
        rows.append(("Taken back", str(consent.revoked_on or "") if consent else ""))
    elif consent is None:
        rows.append(("Consent", "none recorded"))
    else:
        signed = f"signed {consent.signed_on}" if consent.signed_on else "not signed"
        rows += [
            ("Consent", f"{consent.ref or 'no form'}, {signed}"),
            ("Ends", str(consent.expires_on or consent.expires_event)),
            ("Channels", ", ".join(consent.channels)),
        ]
    show_facts(
        [
            *rows,
            ("Tags", ", ".join(record.tags)),
            ("File", record.path),
        ]
    )
    for paragraph in record.paragraphs:
        rich_console().print(Padding(Text(visible(paragraph), style="italic"), (1, 2, 0, 2)))
    rich_console().print()


def state_and_status(record: Testimonial, today: date) -> str:
    """Return what a day makes of a consent, and where the words stand, if that says more."""
    state = record.state(today)
    return state if state == record.status else f"{state} ({record.status})"


def reasons_by_channel(record: Testimonial, config: Config, today: date) -> dict[str, tuple[Reason, ...]]:
    """Return why a testimonial may not leave, for each channel that an export or its consent names."""
    from clinic_cli.gate import Gate

    channels = ["website", *(target.channel for target in config.targets.values())]
    channels += record.consent.channels if record.consent else ()
    return {channel: Gate(config, today, channel).testimonial(record) for channel in dict.fromkeys(channels)}


def show_reasons(by_channel: dict[str, tuple[Reason, ...]]) -> None:
    """Print where an item may leave for, and each reason why not once, with who can act."""
    from clinic_cli.cli.console import out, painter
    from clinic_cli.reporters.text import visible

    paint = painter()
    free = [channel for channel, reasons in by_channel.items() if not reasons]
    if free:
        out(f"{paint('It may leave', 'good')}{' for ' + ', '.join(free) if any(free) else ''}.\n")
    every = dict.fromkeys(reason for reasons in by_channel.values() for reason in reasons)
    if not every:
        return
    held = [channel for channel, reasons in by_channel.items() if reasons]
    out(f"{paint('It stays here', 'warning')}{', away from ' + ', '.join(held) if free else ''}:\n")
    for reason in every:
        out(f"  - {visible(reason.message)} ({reason.who.value.replace('-', ' ')})\n")


def _show_findings(item: Article | Testimonial, workspace: Workspace, today: date) -> None:
    from clinic_cli.cli.console import out, painter, width
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.lint.engine import lint
    from clinic_cli.lint.selection import select_rules
    from clinic_cli.reporters.text import render_finding

    only = workspace.listing_of([workspace.root / item.path])
    found = lint(workspace, select_rules(workspace.config), today, only).diagnostics
    if isinstance(item, Testimonial) and not item.body:
        found = tuple(each for each in found if item.node.start <= each.span.start <= item.node.end)
    if found:
        out("\n" + "\n".join(render_finding(each, item.source, width=width(), paint=painter()) for each in found))
