"""Consent: whether the client said yes, to what, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.rules.rule import ProjectFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.rules.rule import Facts, Overview

_ELEMENTS = {
    "ref": "the id of the signed form (`ref`)",
    "signed_on": "the day it was signed (`signed_on`)",
    "expires_on": "its last day (`expires_on`) or event (`expires_event`)",
    "channels": "where the words may go (`channels`)",
}


def consent_missing(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a published testimonial without a recorded consent.

    A consent needs the id of the signed form, the day it was signed, a last day or an event that ends it, and the
    channels that the client allowed. Words in the inbox give one note; they stay private.

    Why: A clinic may not publish a client's words without a signed authorization. Settlements ran to six figures.
    Source: 45 CFR 164.508(a)(3) and (c)(1); Cal. Civ. Code 56.11.
    Checked: 2026-11-23
    Bad:
        - id: t-0001
          status: published
          quote: A calm place.
          attribution: Anonymous
    Good:
        - id: t-0001
          status: published
          quote: A calm place.
          attribution: Anonymous
          consent:
            ref: form-17
            signed_on: 2026-02-01
            expires_on: 2027-01-31
    """
    if testimonial.status != "published" or testimonial.revoked:
        return
    where = testimonial.at("consent") if "consent" in testimonial.node.entries else testimonial.at("status")
    if testimonial.consent is None:
        yield Finding(
            where,
            f"`{testimonial.id}` is published, but no consent is recorded.",
            f"Run `clinic consent grant {testimonial.id}` once the form is signed, or set the status to draft.",
        )
        return
    missing = testimonial.consent.missing
    if missing:
        gaps = ", ".join(_ELEMENTS[name] for name in missing)
        entry = testimonial.node.entries["consent"]
        yield Finding(
            entry.key.span,
            f"The consent of `{testimonial.id}` lacks {gaps}.",
            "Look it up in the signed form and add it.",
        )


def no_consent_yet(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Yield one note for all words that wait in the inbox."""
    waiting = [record for record in overview.testimonials if record.inbox]
    if waiting:
        one = len(waiting) == 1
        yield ProjectFinding(
            waiting[0].id.place,
            f"No consent is recorded for {'one testimonial' if one else f'{len(waiting)} testimonials'} in the inbox; {'it stays' if one else 'they stay'} private.",
            "Run `clinic consent grant ID` once a form is signed.",
            Severity.NOTE,
        )


def consent_expired(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a published testimonial whose consent has ended.

    The last day is still valid, in the clinic's time zone.

    Why: After its last day an authorization is void, and publishing goes on without one.
    Source: 45 CFR 164.508(b)(2)(i) and (c)(1)(v).
    Checked: 2026-11-23
    Bad:
        - id: t-0001
          status: published
          quote: A calm place.
          attribution: Anonymous
          consent:
            ref: form-17
            signed_on: 2025-02-01
            expires_on: 2026-01-31
    Good:
        - id: t-0001
          status: published
          quote: A calm place.
          attribution: Anonymous
          consent:
            ref: form-17
            signed_on: 2026-02-01
            expires_on: 2027-01-31
    """
    consent = testimonial.consent
    if consent and testimonial.status == "published" and not testimonial.revoked and consent.is_expired(facts.today):
        yield Finding(
            testimonial.at("consent", "expires_on"),
            f"The consent of `{testimonial.id}` ended on {consent.expires_on}; the words no longer leave.",
            f"Ask the client, then run `clinic consent renew {testimonial.id}`; or set the status to withheld.",
        )
