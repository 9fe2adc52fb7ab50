"""New articles, testimonials and roster entries: what is written, and under which name."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING

from clinic_cli.content.article import PLACEHOLDER
from clinic_cli.content.schema import is_slug
from clinic_cli.content.yamledits import append_record, as_read
from clinic_cli.content.yamltext import Value, document_text, record_text
from clinic_cli.editing import Change, Content, create, rewrite, tree_of
from clinic_cli.errors import ClinicError
from clinic_cli.workspace import ARTICLES, INBOX_FILE, TESTIMONIALS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinic_cli.workspace import Project, Workspace


def slug_of(title: str, taken: Iterable[str] = ()) -> str:
    """Return an address made of a title: safe on every system, and unlike all those taken, whatever their case."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    words = re.findall(r"\w+", re.sub(r"['\u2019`]", "", plain))
    base = "-".join(words).replace("_", "-").strip("-")[:80].strip("-") or "article"
    if not is_slug(base):
        base = f"article-{base}"
    used = {each.casefold() for each in taken}
    slug, number = base, 1
    while slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug


def taken_addresses(project: Project) -> set[str]:
    """Return every address that an article has or had, and the name of every file."""
    names: set[str] = set()
    for article in project.articles:
        names |= {
            article.slug,
            article.path.rsplit("/", 1)[-1].removesuffix(".md"),
            *(alias.strip("/") for alias in article.aliases),
        }
    return names


def new_article(slug: str, values: dict[str, Value], body: str) -> Change:
    """Return the change that writes an article; empty values are left out."""
    front: dict[str, Value] = {key: value for key, value in values.items() if value not in (None, "", [], ())}
    text = f"---\n{document_text(front)}---\n\n{body.strip() or PLACEHOLDER}\n"
    return create(f"{ARTICLES}/{slug}.md", text)


def new_id(taken: Iterable[str]) -> str:
    """Return an opaque id that no record has."""
    used = set(taken)
    while True:
        id = f"t-{secrets.randbelow(900_000) + 100_000}"
        if id not in used:
            return id


def new_testimonial(workspace: Workspace, record: dict[str, Value], *, consented: bool) -> Change:
    """Return the change that adds a record: to the testimonials where a consent is recorded, to the inbox elsewhere.

    Raises ClinicError where the file cannot be read, as nothing is added to what might be lost.
    """
    path = TESTIMONIALS_FILE if consented else INBOX_FILE
    kept: dict[str, Value] = {key: value for key, value in record.items() if value not in (None, "", [], {}, ())}
    if not (workspace.root / path).exists():
        head = "# Words that wait for a consent. Keep this file out of git.\n\n" if not consented else ""
        return create(path, head + record_text(kept))
    source = workspace.read(path)
    return rewrite(source, [append_record(source, tree_of(source), kept)], lambda content: _with_record(content, kept))


def _with_record(content: Content, record: dict[str, Value]) -> Content:
    before = content.data if isinstance(content.data, list) else []
    return Content([*before, as_read(record)], content.body)


def split_byline(byline: str) -> tuple[str, str]:
    """Return the name and the credentials in words such as "By Robin Sample, LMFT"."""
    name, _, credentials = re.sub(r"^by\s+", "", byline.strip(), flags=re.IGNORECASE).partition(",")
    return name.strip(), credentials.strip()


def add_author(workspace: Workspace, id: str, name: str, credentials: str = "", license: str = "") -> Change:
    """Return the change that adds a member to the roster, at the end of the configuration."""
    if id in workspace.config.authors:
        raise ClinicError(f"`{id}` is in the roster already", "Choose another id.")
    source = workspace.config.source
    shared = source is not None and source.path == "pyproject.toml"
    entry: dict[str, object] = {"name": name}
    lines = [f"[{'tool.clinic.' if shared else ''}authors.{id}]", f"name = {toml_text(name)}"]
    if credentials:
        entry["credentials"] = credentials
        lines.append(f"credentials = {toml_text(credentials)}")
    if license:
        entry["license"] = {"number": license}
        lines.append(f"license = {{ number = {toml_text(license)} }}")
    text = "\n".join(lines) + "\n"
    if source is None:
        return create("clinic.toml", text)
    from clinic_cli.diagnostics import Edit
    from clinic_cli.source import Span

    end = len(source.text)
    lead = "" if not source.text else "\n" if source.text.endswith("\n") else "\n\n"
    edit = Edit(Span(end, end), (lead + text).replace("\n", source.newline))
    return rewrite(source, [edit], lambda content: _with_author(content, shared, id, entry))


def _with_author(content: Content, shared: bool, id: str, entry: dict[str, object]) -> Content:
    import copy

    data = copy.deepcopy(content.data)
    assert isinstance(data, dict)
    table = data["tool"]["clinic"] if shared else data
    table.setdefault("authors", {})[id] = entry
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
