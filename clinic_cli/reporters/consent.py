"""One testimonial's consent for machines: what was allowed, where it may go today, and why not elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypedDict

from clinic_cli.consent import approval_state
from clinic_cli.reporters.machine import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from clinic_cli.content.testimonial import Consent, Testimonial
    from clinic_cli.gate import Reason
    from clinic_cli.live import Export

VERSION: Final = 1

_Day = Annotated[str, "", "date"]


class ConsentDocument(TypedDict):
    """What the client signed."""

    ref: str
    signed_on: _Day | None
    expires_on: Annotated[_Day | None, "The last valid day."]
    expires_event: str
    review_by: _Day | None
    channels: list[str]
    display_name: str
    health_details: bool
    photo: bool
    signed_by: str
    longer_requested: bool
    revoked_on: _Day | None


class ReasonDocument(TypedDict):
    """Why the words may not leave, and who can act."""

    code: str
    message: str
    who: str


class ChannelDocument(TypedDict):
    """A channel, and whether the words may go there on this day."""

    channel: str
    may_leave: bool
    reasons: list[ReasonDocument]


class LiveDocument(TypedDict):
    """An export whose last manifest holds the testimonial."""

    target: str
    folder: str


class StatusDocument(TypedDict):
    """What clinic consent status --format json prints; it repeats no word of the client."""

    version: int
    day: _Day
    id: str
    path: str
    status: str
    state: str
    consent: ConsentDocument | None
    words: Annotated[str | None, "Whether the words are those that the client approved; null where there are none."]
    channels: list[ChannelDocument]
    live: list[LiveDocument]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    from clinic_cli.exporters.documents import schema_of

    return schema_of(StatusDocument)


def render_json(
    record: Testimonial, by_channel: Mapping[str, tuple[Reason, ...]], exports: Iterable[Export], today: date
) -> str:
    """Return the document."""
    document = StatusDocument(
        version=VERSION,
        day=today.isoformat(),
        id=record.id,
        path=record.path,
        status=record.status,
        state=record.state(today),
        consent=_consent(record.consent) if record.consent else None,
        words=approval_state(record) if record.quote else None,
        channels=[
            ChannelDocument(
                channel=channel,
                may_leave=not reasons,
                reasons=[ReasonDocument(code=each.code, message=each.message, who=each.who.value) for each in reasons],
            )
            for channel, reasons in by_channel.items()
        ],
        live=[LiveDocument(target=export.target, folder=export.folder) for export in exports],
    )
    return to_json(document)


def _consent(consent: Consent) -> ConsentDocument:
    return ConsentDocument(
        ref=consent.ref,
        signed_on=_day(consent.signed_on),
        expires_on=_day(consent.expires_on),
        expires_event=consent.expires_event,
        review_by=_day(consent.review_by),
        channels=list(consent.channels),
        display_name=consent.display_name,
        health_details=consent.health_details,
        photo=consent.photo,
        signed_by=consent.signed_by,
        longer_requested=consent.longer_requested,
        revoked_on=_day(consent.revoked_on),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
