"""What the columns of a table of testimonials are called here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = {
    **{name: name for name in ("id", "quote", "attribution", "rating", "source", "collected_on", "notes", "tags", "lang", "relationship", "origin", "disclosure")},
    "testimonial": "quote", "text": "quote", "words": "quote", "review": "quote", "review text": "quote", "comment": "quote", "comments": "quote",
    "message": "quote", "feedback": "quote", "body": "quote", "content": "quote", "your testimonial": "quote", "client testimonial": "quote",
    "reviewbody": "quote", "paragraphs": "quote", "statement": "quote", "review content": "quote", "review comment": "quote", "comment text": "quote",
    "testimonial text": "quote", "feedback text": "quote", "client feedback": "quote", "customer feedback": "quote", "quotation": "quote",
    "name": "attribution", "client": "attribution", "client name": "attribution", "author": "attribution", "from": "attribution", "by": "attribution",
    "signed": "attribution", "display name": "attribution", "initials": "attribution", "reviewer": "attribution", "your name": "attribution",
    "customer": "attribution", "customer name": "attribution", "reviewer name": "attribution", "author name": "attribution", "full name": "attribution",
    "first name": "attribution", "last name": "attribution", "surname": "attribution", "family name": "attribution", "client initials": "attribution", "author title": "attribution", "author attribution": "attribution",
    "stars": "rating", "score": "rating", "star rating": "rating", "ratingvalue": "rating", "reviewrating": "rating",
    "review rating": "rating", "overall rating": "rating", "number of stars": "rating",
    "date": "collected_on", "received": "collected_on", "submitted": "collected_on", "timestamp": "collected_on", "created": "collected_on",
    "created at": "collected_on", "collected": "collected_on", "date received": "collected_on", "review date": "collected_on", "datepublished": "collected_on",
    "create time": "collected_on", "publish time": "collected_on", "published at": "collected_on", "published at date": "collected_on", "date published": "collected_on",
    "submitted at": "collected_on", "submitted on": "collected_on", "submission date": "collected_on", "date submitted": "collected_on", "date of review": "collected_on",
    "platform": "source", "where": "source", "channel": "source", "site": "source",
    "note": "notes", "internal notes": "notes", "tag": "tags", "topic": "tags", "topics": "tags", "category": "tags", "categories": "tags", "service": "tags",
    "language": "lang",
}  # fmt: skip
"""Columns in lower case, and what they become; any other is kept under x-. Consent is recorded by hand, never taken over."""
TARGETS: Final = tuple(dict.fromkeys(COLUMNS.values()))
SURNAMES: Final = ("last name", "lastname", "surname", "family name")
"""Columns that go on with a name."""


def target_of(column: str, chosen: Mapping[str, str]) -> str:
    """Return what a column becomes: as somebody chose, by its usual meaning, or under x-; "" where it is left out."""
    if column in chosen:
        return chosen[column]
    if column == "html":  # the same words once more
        return ""
    plain = spaced(column)
    return (
        COLUMNS.get(plain)
        or COLUMNS.get(plain.replace(" ", "_"))
        or COLUMNS.get(plain.replace(" ", ""))
        or (column if column.startswith("x-") else f"x-{plain.replace(' ', '-')}")
    )


def spaced(column: str) -> str:
    """Return a column's name in lower case, in words, without a remark in brackets behind them."""
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|\([^()]*\)\s*$|[_-]", " ", column).strip(" ?:*").lower().split())
