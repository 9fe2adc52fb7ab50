"""Renaming an article: its file or its slug, the old address as an alias, and the links that led to it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote

from clinic_cli.assignment import Assignment, assign
from clinic_cli.authoring import taken_addresses
from clinic_cli.content.markdown import read_markdown, reads_alike
from clinic_cli.content.schema import is_slug, slug_help
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import Change, Content, apply_edits, remove, rewrite
from clinic_cli.errors import ClinicError
from clinic_cli.rules.links import local_target
from clinic_cli.source import SourceFile, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.content.article import Article
    from clinic_cli.workspace import Project, Workspace

_DESTINATION: Final = re.compile(
    r"\](?=[(:][ \t]*(?:\r?\n[ \t>]*)?(?:<([^<>\n]+)>|([^\s<>()]+(?:\([^\s()]*\)[^\s<>()]*)*)))"
)
"""What looks like the destination of a link or of a reference's definition; whether it is one, the parser says."""


class Renaming(NamedTuple):
    """The changes of a renaming: where the article is now, how many links were mended in how many files, what is left.

    `left` are places, as in articles/a.md:12, of links that are written in a way that is not changed by machine.
    """

    changes: list[Change]
    path: str
    links: int
    files: int
    left: tuple[str, ...]


def rename(workspace: Workspace, project: Project, article: Article, new: str) -> Renaming:
    """Return what gives an article another address; raise ClinicError where it cannot be one or is taken."""
    old = article.slug
    _check(project, article, new)
    moves = "slug" not in article.front.mapping.entries and old.casefold() != new.casefold()
    path = posixpath.join(posixpath.dirname(article.path), f"{new}.md") if moves else article.path
    asked = [] if moves else [Assignment(("slug",), "=", new)]
    if old.casefold() != new.casefold():
        asked += [Assignment(("aliases",), "-=", each) for each in article.aliases if each.casefold() == new.casefold()]
        asked.append(Assignment(("aliases",), "+=", old))
    mend = _mender(article, new, path, workspace.config.url)
    changes: list[Change] = []
    links = files = 0
    left: list[str] = []
    for each in project.articles:
        own = each.path == article.path
        source = each.source
        if own:
            source = next((change.result for change in assign(workspace, [each], lambda _: asked)), source)
        after, count, places = _mended(source, each.path, len(each.body), mend)
        links += count
        files += count > 0
        left += places
        if own and moves:
            changes += [Change(path, None, after.data), remove(each.source)]
        elif after.data != each.source.data:
            changes.append(Change(each.path, each.source, after.data))
    return Renaming(changes, path, links, files, tuple(left))


def _check(project: Project, article: Article, new: str) -> None:
    if new == article.slug:
        raise ClinicError(f"`{new}` is its address already", "Choose another.")
    if not is_slug(new):
        raise ClinicError(f"`{new}` cannot be an address", slug_help(new))
    others = project._replace(articles=tuple(each for each in project.articles if each is not article))
    if new.casefold() in taken_addresses(others):
        raise ClinicError(f"the address `{new}` is taken", "Choose another.")


def _mender(article: Article, new: str, path: str, url: str) -> Callable[[str, str], str | None]:
    """Return what gives the new destination of a link in a file, or None for one that does not lead to the article."""
    pages = {f"/articles/{article.slug}{ending}": f"{new}{ending}" for ending in ("", "/", ".html")}

    def mend(file: str, written: str) -> str | None:
        place = re.split(r"[?#]", written, maxsplit=1)[0]
        clean = unquote(_unescaped(place))
        now = pages.get(clean.removeprefix(url))
        if now is None and path != article.path:
            leads = (local_target(file, _unescaped(written)), posixpath.normpath(clean))
            now = posixpath.basename(path) if article.path in leads else None
        if now is None:
            return None
        head = place[: place.rstrip("/").rfind("/") + 1]
        return head + (quote(now) if "%" in place else now) + written[len(place) :]

    return mend


def _mended(
    source: SourceFile, file: str, length: int, mend: Callable[[str, str], str | None]
) -> tuple[SourceFile, int, list[str]]:
    """Return a file with the links in its body mended, each where the parser says that it is a link; how many; what is left."""
    base = len(source.text) - length
    body = source.text[base:]
    edits: list[Edit] = []
    for match in _DESTINATION.finditer(body):
        written = match[1] or match[2]
        new = mend(file, written)
        if new is None:
            continue
        edit = Edit(Span(*match.span(1 if match[1] else 2)), new)
        if reads_alike(body, apply_edits(body, [edit]), _unescaped(written), _unescaped(new)):
            edits.append(edit)
    mended = apply_edits(body, edits)
    if edits:
        moved = [Edit(edit.span.shifted(base), edit.text) for edit in edits]
        source = rewrite(source, moved, lambda content: Content(content.data, mended)).result
    left = [
        f"{file}:{source.lines.location(link.span.start).line}"
        for link in read_markdown(mended, base).links
        if mend(file, link.target)
    ]
    return source, len(edits), left


def _unescaped(written: str) -> str:
    """Return a destination as the parser gives it: backslashes before punctuation fall away."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)
