"""Consent: whether the client said yes, to what, and until when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from clinic_cli.content.approval import approval_of
from clinic_cli.content.regex import Regex
from clinic_cli.content.summary import place_in
from clinic_cli.content.yamledits import delete_key
from clinic_cli.diagnostics import Edit, Finding, Fix, Severity
from clinic_cli.errors import ClinicError
from clinic_cli.rules.attribution import FORMS, name_form
from clinic_cli.rules.rule import ProjectFinding, by_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def consent_expiring(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a consent that is about to end, or of one that ends with an event and is due to be looked at.

    Why: There is time to ask the client now; on the day after the last one the words come down.
    Source: 45 CFR 164.508(b)(2)(i) and (c)(1)(v).
    Checked: 2026-11-23
    Bad:
        consent:
          ref: form-17
          signed_on: 2025-07-01
          expires_on: 2026-07-01
    Good:
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2027-01-31
    """
    consent = testimonial.consent
    if consent is None or consent.missing or testimonial.status != "published" or testimonial.revoked:
        return
    last = consent.expires_on or consent.review_by
    if last is None:
        yield Finding(
            testimonial.at("consent", "expires_event"),
            f"The consent of `{testimonial.id}` ends with an event, and no day is set to look at it.",
            "Set `review_by`.",
        )
    elif not consent.is_expired(facts.today) and (last - facts.today).days <= facts.number("days"):
        key = "expires_on" if consent.expires_on else "review_by"
        yield Finding(
            testimonial.at("consent", key),
            f"The consent of `{testimonial.id}` ends on {last}."
            if consent.expires_on
            else f"Check by {last} if the consent of `{testimonial.id}` still holds.",
            f"Ask the client, then run `clinic consent renew {testimonial.id}`.",
        )


def consent_too_long(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a consent for more than a year that the client did not ask for.

    Why: In California a consent to share health information lasts a year at most, unless the client asks for more.
    Source: Cal. Civ. Code 56.11(b)(8) as amended by AB 1697, Stats. 2023, ch. 374, of which the digest was read (verify).
    Checked: 2026-11-23
    Bad:
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2028-02-01
    Good:
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2028-02-01
          longer_requested: true
    """
    consent = testimonial.consent
    if consent is None or consent.signed_on is None or consent.longer_requested or testimonial.revoked:
        return
    limit = _a_year_after(consent.signed_on)
    if consent.expires_on is not None and consent.expires_on > limit:
        yield Finding(
            testimonial.at("consent", "expires_on"),
            f"The consent of `{testimonial.id}` lasts more than a year.",
            f"Set `expires_on` to {limit} at the latest, or `longer_requested: true` if the client asked for more.",
        )
    elif consent.expires_on is None and consent.expires_event and facts.today > limit:
        yield Finding(
            testimonial.at("consent", "expires_event"),
            f"The consent of `{testimonial.id}` is more than a year old.",
            "Ask the client again, or set `longer_requested: true` if the client asked for more.",
        )


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # a leap day, or the end of the calendar
        return date(day.year + 1, 3, 1) if day.year < date.max.year else date.max


def consent_date_invalid(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of days in a consent that cannot be: signed in the future, ended or revoked before it was signed.

    Why: A consent is valid from its signature on. A slip in a date hides when it ends.
    Source: 45 CFR 164.508(c)(1)(v) and (vi).
    Checked: 2026-11-23
    Bad:
        consent:
          ref: form-17
          signed_on: 2026-09-01
          expires_on: 2027-01-31
    Good:
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2027-01-31
    """
    consent = testimonial.consent
    if consent is None:
        return
    signed = consent.signed_on
    if signed is not None and signed > facts.today:
        yield Finding(
            testimonial.at("consent", "signed_on"),
            f"The consent of `{testimonial.id}` is signed on a day to come ({signed}).",
            "Look up the day in the signed form.",
        )
    for key, day, verb in (
        ("expires_on", consent.expires_on, "ends"),
        ("revoked_on", consent.revoked_on, "is taken back"),
    ):
        if signed is not None and day is not None and day < signed:
            yield Finding(
                testimonial.at("consent", key),
                f"The consent of `{testimonial.id}` {verb} on {day}, before it was signed ({signed}).",
                "Look up both days in the signed form.",
            )
    if consent.revoked_on is not None and consent.revoked_on > facts.today:
        yield Finding(
            testimonial.at("consent", "revoked_on"),
            f"The consent of `{testimonial.id}` is taken back on a day to come ({consent.revoked_on}).",
            "Write the day on which the client said so.",
        )


_SAID: Final = {
    "anonymous": "no name",
    "initials": "initials only",
    "first-name": "a first name only",
    "first-name-initial": "a first name and one letter",
}


def consent_scope(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a channel, a photo or a form of name that goes beyond what the client signed.

    A published quote must be allowed on one of the channels that the clinic exports to, and an article may ask for it
    only where it is allowed on the website.

    Why: A consent covers what it names, and nothing more.
    Source: 45 CFR 164.508(a)(1): the use must be consistent with the authorization.
    Checked: 2026-11-23
    Bad:
        attribution: Sample C
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2027-01-31
          display_name: anonymous
    Good:
        attribution: Anonymous
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2027-01-31
          display_name: anonymous
    """
    consent = testimonial.consent
    if consent is None or testimonial.revoked or testimonial.inbox:
        return
    image = testimonial.image
    if image is not None and image.src and image.depicts in ("", "client") and not consent.photo:
        yield Finding(
            testimonial.at("image"),
            f"A photo stands with `{testimonial.id}`, and the client has not allowed one.",
            "Take it out, set `photo: true` if the form says so, or set `depicts` if it shows somebody else.",
            severity=by_status(testimonial),
        )
    channels = _channels(facts)
    if testimonial.status == "published" and consent.channels and channels and channels.isdisjoint(consent.channels):
        yield Finding(
            testimonial.at("consent", "channels"),
            f"`{testimonial.id}` is published, but not allowed on any of your channels ({', '.join(sorted(channels))}).",
            "Correct `channels` from the signed form, or set the status to withheld.",
        )
    form, _ = name_form(testimonial.attribution)
    allowed = consent.display_name
    if allowed in _SAID and form in FORMS and form != "full-name" and FORMS.index(form) > FORMS.index(allowed):
        yield Finding(
            testimonial.at("attribution"),
            f"The client allowed {_SAID[allowed]}, and more stands here.",
            "Shorten the attribution.",
            severity=by_status(testimonial),
        )


def _channels(facts: Facts) -> frozenset[str]:
    return frozenset(target.channel for target in facts.config.targets.values())


def named_out_of_scope(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Yield articles that ask for a quote which may not stand on the website."""
    channels = _channels(facts)
    if channels and "website" not in channels:
        return
    elsewhere = {record.id.text for record in overview.testimonials if record.status == "published" and record.off_site}
    for article in overview.articles:
        for wanted in article.testimonials:
            if wanted.text in elsewhere:
                yield ProjectFinding(
                    wanted.place,
                    f"The client has not allowed `{wanted.text}` on the website.",
                    "Choose another quote, or correct `channels` from the signed form.",
                )


def consent_revoked(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a client who took the consent back, while the words, the name or the photo still stand.

    The record stays, without the words, so that its id is never used again.

    Why: The client may change their mind at any time, and what is not deleted can come back.
    Fix: Unsafe, as it deletes. It takes out the words, the name and the photo.
    Source: 45 CFR 164.508(b)(5).
    Checked: 2026-11-23
    Bad:
        status: revoked
        quote: A calm place.
    Good:
        - id: t-0001
          status: revoked
    """
    if not testimonial.revoked:
        return
    left = [key for key in ("quote", "attribution", "image") if key in testimonial.node.entries]
    if testimonial.body is None and not left:
        return
    named = {"quote": "the words", "attribution": "the name", "image": "the photo"}
    parts = (["the words"] if testimonial.body and "quote" not in left else []) + [named[key] for key in left]
    yield Finding(
        testimonial.at("quote") if testimonial.body or "quote" in left else testimonial.at(left[0]),
        f"The client took back `{testimonial.id}`, and {_and(parts)} still {'stands' if len(parts) == 1 and parts != ['the words'] else 'stand'} here.",
        f"Run `clinic consent revoke {testimonial.id}`, which takes them out.",
        fix=_removal(testimonial, left),
    )


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _removal(testimonial: Testimonial, keys: Iterable[str]) -> Fix | None:
    """Return the fix that deletes keys, and a page's words; None where an anchor shares them."""
    try:
        edits = [delete_key(testimonial.source, testimonial.node, key) for key in keys]
    except ClinicError:
        return None
    if testimonial.body is not None:
        edits.append(Edit(testimonial.body, ""))
    return Fix(tuple(edits), safe=False, title="delete them")


_NOT_OPAQUE: Final = Regex(
    r"://|^www\.|[\\/]|^data:|\.(?:pdf|docx?|odt|rtf|txt|jpe?g|png|heic|tiff?|webp|zip|eml|msg|html?)$|@[\w-]+\.|^[A-Za-z0-9+/=]{120,}$",
    re.IGNORECASE,
)


def consent_document_embedded(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a `ref` that is a path, a web address or data, where only the id of the filed form belongs.

    Why: The signed form holds the client's full name. Neither it nor the way to it belongs into the repository.
    Source: 45 CFR 164.530(c) (verify).
    Checked: 2026-11-23
    Bad:
        consent:
          ref: forms/sample-client.pdf
          signed_on: 2026-02-01
          expires_on: 2027-01-31
    Good:
        consent:
          ref: form-17
          signed_on: 2026-02-01
          expires_on: 2027-01-31
    """
    consent = testimonial.consent
    if consent is not None and _NOT_OPAQUE.search(consent.ref):
        yield Finding(
            testimonial.at("consent", "ref"),
            "`ref` holds the form itself, or the way to it.",
            "Write the id under which the form is filed, such as form-17.",
        )


def quote_altered(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of words that are not those the client approved.

    White space and the shape of quotation marks do not count.

    Why: The client said yes to their own words. To change them puts words in the client's mouth.
    Source: 16 CFR 255.1(b) (verify); 16 CFR 465.2 (verify).
    Checked: 2026-11-23
    Bad:
        quote: A very calm place.
        approved: "v1:fd6c29c4fe81e1e023f10ce22accad13d5f01958b9fe9410d651e9ab6a065f62"
    Good:
        quote: A calm place.
        approved: "v1:fd6c29c4fe81e1e023f10ce22accad13d5f01958b9fe9410d651e9ab6a065f62"
    """
    if testimonial.approved and not testimonial.revoked and testimonial.approved != approval_of(testimonial.quote):
        yield Finding(
            testimonial.at("quote") if testimonial.quote else testimonial.at("approved"),
            f"The words of `{testimonial.id}` are not those the client approved.",
            "Put the old words back, or ask the client to approve these.",
        )


def tombstone_missing(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a quote that an export still holds though its record is gone, or its client took it back.

    A record is never deleted, only emptied: what is left of it says that the id is spent. The last export's manifest
    shows what a site still holds.

    Why: Without its record nobody can tell that the words must come down, and the id could be given to other words.
    Source: The design of clinic: ids are never used again.
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        [export.website]
        format = "html"
        out = "site"
        ==> site/.clinic-manifest.json <==
        {"version": 1, "format": "html", "channel": "website", "complete": true, "articles": {},
        "testimonials": ["t-0002"], "files": {}}
        ==> testimonials.yaml <==
        - id: t-0001
          quote: A calm place.
    Good:
        ==> clinic.toml <==
        [export.website]
        format = "html"
        out = "site"
        ==> testimonials.yaml <==
        - id: t-0001
          status: revoked
    """
    known = {record.id.text: record for record in overview.testimonials if not record.inbox}
    for target, manifest in facts.exports().items():
        for id in manifest.testimonials:
            record = known.get(id)
            if record is None and facts.config.source is not None:
                yield ProjectFinding(
                    place_in(facts.config.source, facts.config.at("export", target)),
                    f"The last export of `{target}` shows `{id}`, and its record is gone.",
                    f"Put `- id: {id}` with `status: revoked` back, then run `clinic export {target}`.",
                )
            elif record is not None and record.revoked:
                yield ProjectFinding(
                    record.id.place,
                    f"The client took back `{id}`, and the last export of `{target}` still shows it.",
                    f"Run `clinic export {target}`, and put the new pages on the site.",
                )
