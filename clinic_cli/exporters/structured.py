"""Structured data (JSON-LD) that tells search engines what a page is: never a review of the clinic by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinic_cli.publicview import PublicArticle, PublicAuthor, PublicClinic

_DAYS: Final = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
}
Data = dict[str, object]


def clinic_data(clinic: PublicClinic) -> Data:
    """Return the clinic as a business with its hours."""
    address = clinic.address
    place = {
        "@type": "PostalAddress",
        "streetAddress": address.street,
        "addressLocality": address.city,
        "addressRegion": address.region,
        "postalCode": address.postal_code,
        "addressCountry": address.country,
    }
    return _present(
        {
            "@type": "MedicalBusiness",
            "name": clinic.name,
            "url": clinic.url,
            "telephone": clinic.phone or clinic.sms,
            "email": clinic.email,
            "address": _present(place) if any((address.street, address.city, address.region)) else None,
            "openingHoursSpecification": [_hours(hours) for hours in clinic.opening_hours],
        }
    )


def _hours(text: str) -> Data:
    days, _, hours = text.partition(" ")
    opens, _, closes = hours.partition("-")
    names = list(_DAYS)
    found: list[str] = []
    for part in days.split(","):
        first, _, last = part.partition("-")
        start, end = names.index(first), names.index(last or first)
        found += names[start : end + 1] if start <= end else names[start:] + names[: end + 1]
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[name] for name in found],
        "opens": opens,
        "closes": closes,
    }


def article_data(article: PublicArticle, url: str, image: str, business: Data) -> Data:
    """Return an article; one that a clinician reviewed stands in a medical page that says by whom and when."""
    text = _present(
        {
            "@type": "Article",
            "headline": article.title,
            "description": article.description,
            "inLanguage": article.lang,
            "url": url,
            "image": image,
            "datePublished": article.date.isoformat() if article.date else "",
            "dateModified": day.isoformat() if (day := article.updated or article.date) else "",
            "author": [_person(author) for author in article.authors],
            "publisher": business if business.get("name") else None,
            "keywords": list(article.tags),
            "citation": [
                _present({"@type": "CreativeWork", "name": each.title, "url": each.url}) for each in article.citations
            ],
        }
    )
    if article.reviewed_by is None:
        return {"@context": "https://schema.org", **text}
    return {
        "@context": "https://schema.org",
        **_present(
            {
                "@type": "MedicalWebPage",
                "name": article.title,
                "url": url,
                "inLanguage": article.lang,
                "lastReviewed": article.last_reviewed.isoformat() if article.last_reviewed else "",
                "reviewedBy": _person(article.reviewed_by),
                "mainEntity": text,
            }
        ),
    }


def author_data(author: PublicAuthor, url: str, business: Data) -> Data:
    """Return the page about an author."""
    person = _person(author)
    if business.get("name"):
        person["worksFor"] = business
    return {"@context": "https://schema.org", **_present({"@type": "ProfilePage", "url": url, "mainEntity": person})}


def _person(author: PublicAuthor) -> Data:
    """Return a person whose name is the bare name: credentials have fields of their own."""
    license = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "license",
        "name": author.license_kind or author.credentials,
        "identifier": author.license_number,
    }
    return _present(
        {
            "@type": "Person",
            "name": author.name,
            "honorificSuffix": author.credentials,
            "hasCredential": _present(license) if author.license_number else None,
            "description": re.sub(r"\s+", " ", author.bio).strip(),
            "url": author.url,
        }
    )


def _present(data: Mapping[str, object]) -> Data:
    """Return what there is something to say about."""
    return {key: value for key, value in data.items() if value}
