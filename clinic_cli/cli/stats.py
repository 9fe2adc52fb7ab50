"""`clinic stats`: how many articles there are, by author, tag, month, reading grade and freshness."""

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

    from clinic_cli.statistics import Count, Group

FORMATS = ("table", "json", "csv")
VERSION = 1
_NAME, _BAR = 28, 30
_RANKED = 10


def stats(
    status: StatusOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
    format: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Count articles by author, tag, month, reading grade and freshness.

    The reading grade is Flesch-Kincaid's, in years of school, for English articles of 100 words or more.

    Examples:

      clinic stats

      clinic stats --status published --since 2026-01-01

      clinic stats --format csv
    """
    from clinic_cli.cli.console import out
    from clinic_cli.listing import ARTICLE_STATES
    from clinic_cli.statistics import count_articles

    choose(format, FORMATS, "--format")
    workspace = open_content(project)
    today = day(as_of, workspace)
    wanted = read_filter(ARTICLE_STATES, status, author, tag, since, until, text)
    articles = [
        article
        for article in map(workspace.parse_article, workspace.listing().articles)
        if wanted.takes_article(article, today)
    ]
    if not articles:
        say_misspelt(wanted, workspace)
    groups = count_articles(articles, workspace.config, today)
    if format == "json":
        out(_json(len(articles), groups, str(today)))
    elif format == "csv":
        out(_csv(groups))
    else:
        out(_charts(len(articles), groups))


def _json(total: int, groups: Sequence[Group], today: str) -> str:
    from clinic_cli.reporters.machine import to_json

    document: dict[str, object] = {"version": VERSION, "as_of": today, "articles": total}
    document |= {group.key: [count._asdict() for count in group.counts] for group in groups}
    return to_json(document)


def _csv(groups: Sequence[Group]) -> str:
    from clinic_cli.reporters.machine import to_csv

    rows = [(group.key, count.name, str(count.articles)) for group in groups for count in group.counts]
    return to_csv([("group", "name", "articles"), *rows])


def _charts(total: int, groups: Sequence[Group]) -> str:
    from clinic_cli.cli.console import painter
    from clinic_cli.reporters.text import counted

    paint = painter()
    parts = [f"{counted(total, 'article')}\n"]
    for group in groups:
        shown = group.counts[:_RANKED] if group.key in ("author", "tag") else group.counts
        lines = [paint(group.title, "strong"), *_chart(shown)]
        if len(group.counts) > len(shown):
            lines.append(f"  ... and {len(group.counts) - len(shown)} more (--format csv shows them)")
        parts.append("\n".join(lines if shown else [*lines, "  none"]) + "\n")
    return "\n".join(parts)


def _chart(counts: Sequence[Count]) -> list[str]:
    """Return names with their numbers, and bars where somebody may look at them."""
    import os
    import sys

    from clinic_cli.cli.console import width
    from clinic_cli.reporters.text import cells, padded, visible

    names = [visible(count.name) for count in counts]
    names = [name if cells(name) <= _NAME else name[: _NAME - 3] + "..." for name in names]
    longest = max(map(cells, names), default=0)
    digits = max((len(str(count.articles)) for count in counts), default=1)
    most = max((count.articles for count in counts), default=0)
    room = min(_BAR, width() - longest - digits - 6) if sys.stdout.isatty() else 0
    block = "#" if os.environ.get("TERM") == "dumb" or "utf" not in (sys.stdout.encoding or "").lower() else "\u2588"
    return [
        f"  {padded(name, longest)}  {count.articles:>{digits}}  {block * _length(count.articles, most, room)}".rstrip()
        for name, count in zip(names, counts, strict=True)
    ]


def _length(count: int, most: int, room: int) -> int:
    """Return a bar's length: what there is at all shows."""
    return max(round(count / most * room), 1) if count and room > 0 else 0
