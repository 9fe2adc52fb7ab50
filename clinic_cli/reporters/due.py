"""What is due, for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypedDict

from clinic_cli.reporters.machine import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinic_cli.due import Due

VERSION: Final = 1

_Day = Annotated[str, "", "date"]


class DueDocument(TypedDict):
    """Something that waits for somebody."""

    kind: Annotated[
        str, "stale-draft, scheduled, review-due, consent-ending, consent-ended, consent-check or still-live."
    ]
    id: Annotated[str, "An article's slug, or a testimonial's id."]
    path: str
    day: Annotated[_Day | None, "When it was or will be due; null where nobody can tell."]
    who: Annotated[str, "author, editor or clinic-admin."]
    authors: Annotated[list[str], "Roster ids of those whose article it is."]
    message: str


class DueListDocument(TypedDict):
    """What clinic due --format json prints: first what has waited longest."""

    version: int
    day: Annotated[_Day, "The day that was taken for today."]
    within_days: int
    due: list[DueDocument]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    from clinic_cli.exporters.documents import schema_of

    return schema_of(DueListDocument)


def render_json(found: Iterable[Due], today: date, days: int) -> str:
    """Return the document."""
    document = DueListDocument(
        version=VERSION,
        day=today.isoformat(),
        within_days=days,
        due=[
            DueDocument(
                kind=each.kind,
                id=each.id,
                path=each.path,
                day=each.day.isoformat() if each.day else None,
                who=each.who.value,
                authors=list(each.authors),
                message=each.message,
            )
            for each in found
        ],
    )
    return to_json(document)
