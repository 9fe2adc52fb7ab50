"""`clinic list`: what there is, filtered, sorted, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
from clinic_cli.cli.options import AsOfOption, ProjectOption, choose, day, open_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_cli.listing import Row

FORMATS = ("table", "json", "jsonl", "csv", "ids", "count")
VERSION = 1
_WORDS = ("title", "quote", "description", "path", "attribution", "authors", "tags", "channels")

list_app = typer.Typer(help="List articles or testimonials.", no_args_is_help=True, rich_markup_mode=None)


SortOption = Annotated[
    str | None,
    typer.Option("--sort", metavar="FIELD", help="Order by a field; -FIELD turns the order round.", show_default=False),
]
FieldsOption = Annotated[
    str | None, typer.Option("--fields", metavar="A,B,...", help="Which fields to show.", show_default=False)
]
FormatOption = Annotated[str, typer.Option("--format", help="table, json, jsonl, csv, ids or count.")]


@list_app.command("articles")
def articles(
    status: StatusOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
    sort: SortOption = None,
    fields: FieldsOption = None,
    format: FormatOption = "table",
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """List articles; states are draft, scheduled, published and archived.

    Examples:

      clinic list articles --status draft

      clinic list articles --author sam-sample --format csv
    """
    from clinic_cli import listing
    from clinic_cli.cards import card_of, cards

    workspace = open_content(project)
    today = day(as_of, workspace)
    wanted = read_filter(listing.ARTICLE_STATES, status, author, tag, since, until, text)
    if wanted.text:
        parsed = (workspace.parse_article(path) for path in workspace.listing().articles)
        found = (card_of(article) for article in parsed if wanted.takes_article(article, today))
    else:
        found = (card for card in cards(workspace) if wanted.takes_card(card, today))
    rows = [listing.article_row(card, today) for card in found]
    if not rows:
        say_misspelt(wanted, workspace)
    _print("articles", rows, listing.ARTICLE_FIELDS, listing.ARTICLE_COLUMNS, sort or "-date", fields, format)


@list_app.command("testimonials")
def testimonials(
    status: StatusOption = None,
    tag: TagOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
    sort: SortOption = None,
    fields: FieldsOption = None,
    format: FormatOption = "table",
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """List testimonials; states are inbox, consented, expiring, expired and revoked.

    Examples:

      clinic list testimonials --text calm

      clinic list testimonials --status expiring --format ids
    """
    from clinic_cli import listing
    from clinic_cli.workspace import refuse_unread

    workspace = open_content(project)
    today = day(as_of, workspace)
    wanted = read_filter(listing.TESTIMONIAL_STATES, status, None, tag, since, until, text)
    files = [workspace.parse_testimonials(path) for path in workspace.listing().testimonials]
    for file in files:
        refuse_unread(file)
    rows = [
        listing.testimonial_row(record, today)
        for file in files
        for record in file.records
        if wanted.takes_testimonial(record, today)
    ]
    if not rows:
        say_misspelt(wanted, workspace)
    _print("testimonials", rows, listing.TESTIMONIAL_FIELDS, listing.TESTIMONIAL_COLUMNS, sort or "id", fields, format)


def _print(
    kind: str, rows: list[Row], known: Sequence[str], default: Sequence[str], sort: str, fields: str | None, format: str
) -> None:
    from clinic_cli.cli.console import out
    from clinic_cli.listing import sort_rows

    choose(format, FORMATS, "--format")
    shown = tuple(choose(name.strip(), tuple(known), "--fields") for name in fields.split(",")) if fields else None
    field = choose(sort.removeprefix("-"), tuple(known), "--sort")
    rows = sort_rows(rows, field, descending=sort.startswith("-"))
    if format == "count":
        out(f"{len(rows)}\n")
    elif format == "ids":
        out("".join(f"{row[known[0]]}\n" for row in rows))
    elif format == "table":
        _print_table(kind, rows, shown or tuple(default))
    else:
        out(_render(kind, rows, shown or tuple(known), format))


def _render(kind: str, rows: list[Row], fields: tuple[str, ...], format: str) -> str:
    from clinic_cli.listing import cell_text
    from clinic_cli.reporters.machine import to_csv, to_json_lines, to_json_table

    objects = rows if rows and fields == tuple(rows[0]) else [{field: row[field] for field in fields} for row in rows]
    if format == "json":
        return to_json_table(kind, objects, version=VERSION)
    if format == "jsonl":
        return "".join(f"{line}\n" for line in to_json_lines(objects))
    return to_csv([fields, *([cell_text(row[field]) for field in fields] for row in rows)])


def _print_table(kind: str, rows: list[Row], fields: tuple[str, ...]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from clinic_cli.cli.console import rich_console, say, width
    from clinic_cli.listing import cell_text, column_widths
    from clinic_cli.reporters.text import cells, visible

    if not rows:
        say(f"No {kind} match.")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    natural = [max(cells(field), *(cells(cell_text(row[field])) for row in rows)) for field in fields]
    natural[0] = min(natural[0], max(24, width() * 2 // 5))
    widths = column_widths(natural, [field in _WORDS for field in fields], width(), gap=3)
    fields = fields[: len(widths)]
    for field, columns in zip(fields, widths, strict=True):
        table.add_column(field.capitalize(), overflow="ellipsis", no_wrap=True, width=columns)
    styles = {
        "published": "green",
        "consented": "green",
        "scheduled": "cyan",
        "expiring": "yellow",
        "expired": "red",
        "revoked": "red",
    }
    for row in rows:
        table.add_row(
            *(
                Text(
                    visible(cell_text(row[field])),
                    style=styles.get(cell_text(row[field]), "") if field in ("state", "status") else "",
                )
                for field in fields
            )
        )
    rich_console().print(table)
    say(f"{len(rows)} {kind if len(rows) != 1 else kind.removesuffix('s')}")
