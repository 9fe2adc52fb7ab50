"""One testimonial's consent for machines: what was allowed, where it may go today, and why not elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from clinic_cli.consent import approval_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from clinic_cli.content.testimonial import Consent, Testimonial
    from clinic_cli.gate import Reason
    from clinic_cli.live import Export

VERSION: Final = 1


def render_json(
    record: Testimonial, by_channel: Mapping[str, tuple[Reason, ...]], exports: Iterable[Export], today: date
) -> str:
    """Return the document; it repeats no word of the client."""
    document = {
        "version": VERSION,
        "day": today.isoformat(),
        "id": record.id,
        "path": record.path,
        "status": record.status,
        "state": record.state(today),
        "consent": _consent(record.consent) if record.consent else None,
        "words": approval_state(record) if record.quote else None,
        "channels": [
            {
                "channel": channel,
                "may_leave": not reasons,
                "reasons": [{"code": each.code, "message": each.message, "who": each.who.value} for each in reasons],
            }
            for channel, reasons in by_channel.items()
        ],
        "live": [{"target": export.target, "folder": export.folder} for export in exports],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _consent(consent: Consent) -> dict[str, object]:
    return {
        "ref": consent.ref,
        "signed_on": _day(consent.signed_on),
        "expires_on": _day(consent.expires_on),
        "expires_event": consent.expires_event,
        "review_by": _day(consent.review_by),
        "channels": list(consent.channels),
        "display_name": consent.display_name,
        "health_details": consent.health_details,
        "photo": consent.photo,
        "signed_by": consent.signed_by,
        "longer_requested": consent.longer_requested,
        "revoked_on": _day(consent.revoked_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
