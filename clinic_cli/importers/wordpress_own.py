"""What `clinic export wxr` wrote, read back: facts that WordPress has no field for, and the text without what was added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from clinic_cli.importers.dialects import as_value
from clinic_cli.importers.html import Converted, parse_html, tree_to_markdown
from clinic_cli.importers.wordpress_notes import mark_of, with_marks

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.wxr import WxrItem

FACTS: Final = "_clinic"
_DAYS: Final = ("updated", "last_reviewed")
_KEYS: Final = (*_DAYS, "aliases", "lang", "image", "reviewed_by", "citations")


@dataclass(frozen=True, slots=True)
class Facts:
    """The custom field of ours that an item carries."""

    authors: list[str]
    data: dict[str, object]

    def values_for(self, language: str) -> dict[str, Value]:
        """Return front matter; the clinic's own language is not written out."""
        values: dict[str, Value] = {}
        for key in _KEYS:
            value = self.data.get(key)
            if key in _DAYS:
                values[key] = _day(value)
            elif value and not (key == "lang" and value == language):
                values[key] = as_value(value)
        if isinstance(listed := values.get("citations"), list):
            values["citations"] = [_citation(each) for each in listed]
        return {key: value for key, value in values.items() if value}


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _citation(value: Value) -> Value:
    if not isinstance(value, dict):
        return value
    kept: dict[str, Value] = {key: inner for key, inner in value.items() if inner}
    return kept["title"] if list(kept) == ["title"] else kept


def read_facts(item: WxrItem) -> Facts | None:
    """Return the facts in an item, None where another program wrote it."""
    try:
        data = json.loads(item.meta_value(FACTS) or "null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    authors = data.get("authors")
    return Facts([each for each in authors if isinstance(each, str)] if isinstance(authors, list) else [], data)


def own_markdown(html: str) -> Converted:
    """Return a text without the byline, picture, sources and review that the export added; footnotes are footnotes again."""
    root = parse_html(html)
    for element in root.xpath(".//*[@class='clinic-added']"):
        element.drop_tree()
    for note in root.xpath(".//div[@class='clinic-footnote']"):
        number = str(note.get("id", "")).removeprefix("fn.")
        for mark in note.xpath(".//sup[@class='clinic-footnote-mark']"):
            holder = mark.getparent()
            mark.drop_tree()
            if holder is not note and not holder.text_content().strip():
                holder.drop_tree()
        first = next(iter(note), None)
        if first is not None and number.isdigit():
            first.text = f"{mark_of(number)}: {first.text or ''}"
    for mark in root.xpath(".//sup[@class='clinic-footnote-mark']"):
        mark.text = mark_of(mark.text_content())
        for child in list(mark):
            mark.remove(child)
        mark.drop_tag()
    return with_marks(tree_to_markdown(root))
