"""Footnotes of WordPress: their marks stand in the text, and their words in a custom field of the post."""

from __future__ import annotations

import html as entities
import json
import re
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.importers.html import (
    MAX_DEPTH,
    Converted,
    depth_of,
    parse_html,
    to_markdown,
    tree_to_markdown,
    words_of,
)

if TYPE_CHECKING:
    from clinic_cli.importers.wxr import WxrItem

FOOTNOTES: Final = "footnotes"
_MARK: Final = re.compile("\ue001(\\d+)\ue002")
"""Stands for the mark of a footnote while its text is converted; from the private use area."""


def mark_of(number: int | str) -> str:
    """Return what stands for a footnote's mark until `with_marks` writes it as Markdown does."""
    return f"\ue001{number}\ue002"


def with_marks(converted: Converted) -> Converted:
    """Return a text with the marks of its footnotes as Markdown writes them."""
    return converted._replace(markdown=_MARK.sub(r"[^\1]", converted.markdown))


def read_footnotes(item: WxrItem) -> dict[str, str]:
    """Return the HTML of an item's footnotes by their ids, in order; none where the field is not what WordPress writes."""
    try:
        notes = json.loads(item.meta_value(FOOTNOTES) or "[]")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(notes, list):
        return {}
    pairs = [(each.get("id"), each.get("content")) for each in notes if isinstance(each, dict)]
    return {id: content for id, content in pairs if isinstance(id, str) and isinstance(content, str)}


def noted_markdown(html: str, notes: dict[str, str]) -> Converted:
    """Return a text as Markdown with its footnotes, those that no mark leads to as paragraphs at the end."""
    if not notes:
        return to_markdown(html)
    root = parse_html(html)
    if depth_of(root) > MAX_DEPTH:
        return to_markdown("\n\n".join((html, *notes.values())))
    numbers: dict[str, int] = {}
    for mark in root.xpath(".//sup[@data-fn]"):
        id = str(mark.get("data-fn"))
        if id in notes:
            _replace(mark, mark_of(numbers.setdefault(id, len(numbers) + 1)))
    for id, content in notes.items():
        root.append(_paragraph(content, numbers.get(id)))
    return with_marks(tree_to_markdown(root))


def _replace(mark: Any, text: str) -> None:
    mark.text = text
    for child in list(mark):
        mark.remove(child)
    mark.drop_tag()


def _paragraph(content: str, number: int | None) -> Any:
    """Return a footnote as a paragraph, which is what Markdown's own begin with."""
    paragraph = parse_html(content)
    if any(isinstance(each.tag, str) and each.tag in ("p", "div", "ul", "ol") for each in paragraph.iterdescendants()):
        paragraph = parse_html(entities.escape(words_of(paragraph)))
    paragraph.tag = "p"
    if number is not None:
        paragraph.text = f"{mark_of(number)}: {paragraph.text or ''}"
    return paragraph
