"""What may not leave: every text of a project that is private, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content import schema
from clinic_cli.content.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.content.schema import Field
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.content.yamltree import Node
    from clinic_cli.publicview import Publication

HASHES: Final = ("approved", "revoked_words")
"""Keys whose values are hashes of words."""


class Secret(NamedTuple):
    """Where something private is written: the item and its key."""

    item: str
    key: str


def private_texts(
    articles: Iterable[tuple[str, Mapping]], testimonials: Iterable[Testimonial], publication: Publication
) -> Iterator[tuple[Secret, str]]:
    """Yield every text of items that a publication may not hold; an article is its address and its front matter.

    Those are the private fields of all items, the user's own keys of a testimonial, and the words and names of
    testimonials that stay here.
    """
    for slug, front in articles:
        yield from private_of(slug, front)
    leaving = {record.id for record in publication.testimonials}
    for shown in publication.articles:
        leaving.update(record.id for record in shown.testimonials)
    for record in testimonials:
        yield from _private(record.id, record.node, schema.TESTIMONIAL, own=True)
        if record.id not in leaving:
            yield Secret(record.id, "quote"), record.quote
            yield Secret(record.id, "attribution"), record.attribution


def private_of(slug: str, front: Mapping) -> Iterator[tuple[Secret, str]]:
    """Yield every private text of an article."""
    return _private(slug, front, schema.ARTICLE, own=False)


def _private(item: str, node: Mapping, field: Field, *, own: bool) -> Iterator[tuple[Secret, str]]:
    known = field.by_name
    for key, entry in node.entries.items():
        child = known.get(key)
        if child is None:
            if own:
                yield from ((Secret(item, key), text) for text in _strings(entry.value))
        elif key in HASHES or (child.private and child.kind in ("line", "text")):
            yield from ((Secret(item, key), text) for text in _strings(entry.value))
        elif child.private and child.kind == "mapping" and isinstance(entry.value, Mapping):
            yield from _private(item, entry.value, child, own=own)


def _strings(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    else:
        for child in node.items if isinstance(node, Sequence) else (entry.value for entry in node.entries.values()):
            yield from _strings(child)
