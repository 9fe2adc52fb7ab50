"""New articles, testimonials and roster entries: what is written, and under which name."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from clinic_cli.config import Author
from clinic_cli.content.article import PLACEHOLDER
from clinic_cli.content.yamledits import append_text, as_read
from clinic_cli.content.yamltext import Value, document_text, record_text
from clinic_cli.editing import Change, Content, append_line, create, rewrite, tree_of
from clinic_cli.errors import ClinicError
from clinic_cli.workspace import ARTICLES, INBOX_FILE, TESTIMONIALS_FILE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from clinic_cli.workspace import Project, Workspace


_IGNORED: Final = ".gitignore"


def taken_addresses(project: Project) -> set[str]:
    """Return every address that an article has or had, and the name of every file, in lower case."""
    names: set[str] = set()
    for article in project.articles:
        names |= {
            article.slug,
            article.path.rsplit("/", 1)[-1].removesuffix(".md"),
            *(alias.strip("/") for alias in article.aliases),
        }
    return {name.casefold() for name in names}


def new_article(slug: str, values: dict[str, Value], body: str) -> Change:
    """Return the change that writes an article; empty values are left out."""
    return create(f"{ARTICLES}/{slug}.md", article_text(values, f"\n{body.strip() or PLACEHOLDER}\n"))


def article_text(values: dict[str, Value], body: str) -> str:
    """Return an article's file with the body as it is; empty values are left out, line ends are those of the body."""
    front: dict[str, Value] = {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}
    head = f"---\n{document_text(front)}---\n"
    first = body.find("\n")
    return (head.replace("\n", "\r\n") if first > 0 and body[first - 1] == "\r" else head) + body


def new_id(taken: Container[str]) -> str:
    """Return an opaque id that no record has."""
    while True:
        id = f"t-{secrets.randbelow(900_000) + 100_000}"
        if id not in taken:
            return id


def new_testimonial(workspace: Workspace, *records: dict[str, Value], consented: bool) -> Change:
    """Return the change that adds records: to the testimonials where a consent is recorded, to the inbox elsewhere.

    Raises ClinicError where the file cannot be read, as nothing is added to what might be lost.
    """
    path = TESTIMONIALS_FILE if consented else INBOX_FILE
    kept: list[dict[str, Value]] = [
        {key: value for key, value in record.items() if value not in (None, "", [], {}, ())} for record in records
    ]
    if not (workspace.root / path).exists():
        head = "# Words that wait for a consent. Keep this file out of git.\n\n" if not consented else ""
        return create(path, head + "\n".join(map(record_text, kept)))
    source = workspace.read(path)
    added = "\n".join(map(record_text, kept))
    return rewrite(source, [append_text(source, tree_of(source), added)], lambda content: _with_records(content, kept))


def ignore_inbox(workspace: Workspace) -> Change | None:
    """Return the change by which git leaves the inbox alone, None where it does so, or where there is no git."""
    from clinic_cli.git import would_take

    if not would_take(workspace.root / INBOX_FILE):
        return None
    if not (workspace.root / _IGNORED).exists():
        return create(_IGNORED, f"{INBOX_FILE}\n")
    source = workspace.read(_IGNORED)
    return None if INBOX_FILE.encode() in source.data.split() else append_line(source, INBOX_FILE)


def _with_records(content: Content, records: list[dict[str, Value]]) -> Content:
    before = content.data if isinstance(content.data, list) else []
    return Content([*before, *map(as_read, records)], content.body)


def split_byline(byline: str) -> tuple[str, str]:
    """Return the name and the credentials in words such as "By Robin Sample, LMFT"."""
    name, _, credentials = re.sub(r"^by\s+", "", byline.strip(), flags=re.IGNORECASE).partition(",")
    return name.strip(), credentials.strip()


def add_author(workspace: Workspace, id: str, name: str, credentials: str = "", license: str = "") -> Change:
    """Return the change that adds a member to the roster, at the end of the configuration."""
    return add_authors(workspace, [Author(id, name, credentials, license_number=license)])


def add_authors(workspace: Workspace, authors: Iterable[Author]) -> Change:
    """Return the change that adds members to the roster; raise ClinicError for an id that is there already."""
    source = workspace.config.source
    shared = source is not None and source.path == "pyproject.toml"
    entries: dict[str, dict[str, object]] = {}
    tables: list[str] = []
    for author in authors:
        if author.id in workspace.config.authors:
            raise ClinicError(f"`{author.id}` is in the roster already", "Choose another id.")
        license = {"license": {"number": author.license_number}} if author.license_number else {}
        entries[author.id] = {**_kept(author), **license}
        tables.append(author_table(author, "tool.clinic." if shared else ""))
    text = "\n".join(tables)
    if source is None:
        return create("clinic.toml", text)
    from clinic_cli.diagnostics import Edit
    from clinic_cli.source import Span

    end = len(source.text)
    lead = "" if not source.text else "\n" if source.text.endswith("\n") else "\n\n"
    edit = Edit(Span(end, end), (lead + text).replace("\n", source.newline))
    return rewrite(source, [edit], lambda content: _with_authors(content, shared, entries))


def author_table(author: Author, prefix: str = "") -> str:
    """Return a member of the roster as a TOML table, whose name may begin with a prefix such as `tool.clinic.`."""
    key = author.id if re.fullmatch(r"[A-Za-z0-9_-]+", author.id) else toml_text(author.id)
    lines = [f"[{prefix}authors.{key}]", *(f"{name} = {toml_text(value)}" for name, value in _kept(author).items())]
    if author.license_number:
        lines.append(f"license = {{ number = {toml_text(author.license_number)} }}")
    return "\n".join(lines) + "\n"


def _kept(author: Author) -> dict[str, str]:
    return {key: getattr(author, key) for key in ("name", "credentials", "url", "bio") if getattr(author, key)}


def _with_authors(content: Content, shared: bool, entries: dict[str, dict[str, object]]) -> Content:
    import copy

    data = copy.deepcopy(content.data)
    assert isinstance(data, dict)
    table = data["tool"]["clinic"] if shared else data
    table.setdefault("authors", {}).update(entries)
    return Content(data, content.body)


def toml_text(value: str) -> str:
    """Return a text as a TOML string."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def describe_article(
    title: str, description: str, authors: list[str], day: date | None, status: str, tags: list[str]
) -> dict[str, Value]:
    """Return a new article's front matter in the order in which it is written."""
    return {
        "title": title,
        "description": description,
        "authors": list(authors),
        "date": day,
        "status": status,
        "tags": list(tags),
    }
