"""An article that was imported before, compared with what its source says now, and brought up to date by edits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clinic_cli.content.checking import plain
from clinic_cli.content.yamledits import as_read, set_key
from clinic_cli.content.yamltree import Scalar
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import Content, rewrite
from clinic_cli.source import Span

if TYPE_CHECKING:
    from clinic_cli.content.article import Article
    from clinic_cli.content.yamltext import Value

SOURCE_KEY: Final = "x-source"
"""Says where an article came from, so that the next run of the same import knows it again."""
TEXT_KEY: Final = "x-source-text"
"""Fingerprint of the text as it came, which shows whether somebody worked on it since."""


def fingerprint(body: str) -> str:
    """Return what tells one text from another."""
    return f"sha256-{hashlib.sha256(body.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs: `values` by key, and `body` where the text does; `edited_here` where it must not be replaced."""

    article: Article
    values: dict[str, Value]
    body: str | None
    edited_here: bool

    @property
    def changed(self) -> list[str]:
        """Names of what differs."""
        return [*self.values, *(["text"] if self.body is not None else [])]

    def result(self) -> bytes | None:
        """Return the article's file with what differs taken over and nothing else touched; None where that is nothing."""
        body = None if self.edited_here else self.body
        values = self.values if body is None else {**self.values, TEXT_KEY: fingerprint(body)}
        return _rewritten(self.article, values, body) if values else None


def compare(article: Article, values: dict[str, Value], body: str) -> Comparison:
    """Return what of an article differs from its source.

    Keys that the source does not have are the clinic's own, and so are addresses, which might be taken by now.
    """
    mapping = article.front.mapping
    differing: dict[str, Value] = {}
    for key, value in values.items():
        node = mapping.get(key)
        known = node is not None and plain(node) == as_read(value)
        if not known and key not in (TEXT_KEY, "aliases") and value not in (None, "", [], {}):
            differing[key] = value
    stored = mapping.get(TEXT_KEY)
    came = stored.text if isinstance(stored, Scalar) else ""
    is_new = body != article.body and came != fingerprint(body)
    return Comparison(
        article, differing, body if is_new else None, edited_here=is_new and came != fingerprint(article.body)
    )


def _rewritten(article: Article, values: dict[str, Value], body: str | None) -> bytes:
    source, front = article.source, article.front
    start = front.block.yaml.start if front.block else 0
    edits: list[Edit] = []
    added: dict[Span, str] = {}
    for key, value in values.items():
        edit = set_key(source, front.mapping, key, value, default_at=start)
        if key in front.mapping.entries:
            edits.append(edit)
        else:  # new keys all go to one place, and so are one edit
            added[edit.span] = added.get(edit.span, "") + edit.text
    edits += [Edit(span, text) for span, text in added.items()]
    if body is not None:
        edits.append(Edit(Span(front.body, len(source.text)), body))

    def intend(content: Content) -> Content:
        data = dict(content.data) if isinstance(content.data, dict) else {}
        data |= {key: as_read(value) for key, value in values.items()}
        return Content(data, content.body if body is None else body)

    after = rewrite(source, edits, intend).after
    assert after is not None
    return after
