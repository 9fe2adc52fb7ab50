"""What a web page says of itself for machines: in its head, in linked data, and in the markup of its text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from clinic_cli.importers.html import words_of
from clinic_cli.importers.text import address_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.importers.webpage import WebPage


def read_head(document: Any, page: WebPage) -> None:
    """Put what a page says of itself and of the clinic, for machines, into its `meta`, tags, authors and settings."""
    meta: dict[str, str] = {}
    for element in document.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join((element.get("content") or "").split())
        if name == "article:tag" and value:
            page.tags.append(value)
        elif name in ("author", "article:author") and value and "://" not in value:
            page.authors.append(value)
        elif name and value:
            meta.setdefault(name, value)
    linked = _linked_data(document)
    posts = [each for each in linked if re.search(r"Article|BlogPosting|WebPage", str(each.get("@type", "")))]
    post = next((each for each in posts if each.get("headline")), {})
    canonical = next((each.get("href", "") for each in document.iter("link") if each.get("rel") == "canonical"), "")
    site = _first(meta.get("og:site_name"))
    headline = _first(post.get("headline"))
    found = {
        "title": _without_site(headline, site) if site else headline,
        "description": _first(meta.get("description"), meta.get("og:description"), post.get("description")),
        "date": _first(
            post.get("datePublished"), meta.get("article:published_time"), meta.get("date"), _time(document)
        ),
        "updated": _first(post.get("dateModified"), meta.get("article:modified_time"), meta.get("og:updated_time")),
        "image": _first(meta.get("og:image"), meta.get("twitter:image")),
        "alt": _first(meta.get("og:image:alt"), meta.get("twitter:image:alt")),
        "url": _first(canonical, meta.get("og:url")),
        "site": site,
        "lang": _first(document.get("lang"), meta.get("og:locale")).replace("_", "-"),
    }
    page.meta = {key: value for key, value in found.items() if value}
    for author in _listed(post.get("author")):
        if isinstance(author, dict) and "Organization" in str(author.get("@type", "")):
            continue
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and name not in page.authors and "://" not in name:
            page.authors.append(name)
    _read_clinic(document, linked, page)


def title_of(document: Any, page: WebPage) -> str:
    """Return the page's title: its headline in the article, what it tells other sites, or the browser's, site left out."""
    headings = [*page.root.iter("h1"), *document.iter("h1")]
    told = next((each.get("content") for each in document.iter("meta") if each.get("property") == "og:title"), "")
    title = document.find(".//title")
    names = (words_of(headings[0]) if headings else "", told, (title.text or "") if title is not None else "")
    own = page.root is not None and bool(list(page.root.iter("h1")))
    ordered = names if own or not told else (names[1], names[0], names[2])
    return _without_site(_first(*ordered), page.meta.get("site", ""))


def _without_site(title: str, site: str) -> str:
    """Return a title without the site's name behind it, or where that is not known, without what a bar parts from it."""
    mark, name = (r"[|»·–—-]", re.escape(site)) if site else (r"[|»]", r"[^|»]+")
    return re.sub(rf"\s+{mark}\s+{name}\s*$", "", title)


def _read_clinic(document: Any, linked: list[dict[str, Any]], page: WebPage) -> None:
    """Gather what the page says of the clinic itself for machines."""
    from clinic_cli.importers.contact import international

    for each in linked:
        if re.search(r"Business|Clinic|Organization|Physician|MedicalOrganization", str(each.get("@type", ""))):
            page.settings |= {
                key: str(each[name])
                for key, name in (("name", "name"), ("email", "email"))
                if isinstance(each.get(name), str)
            }
            if phone := international(str(each.get("telephone", ""))):
                page.settings["phone"] = phone
    for link in document.iter("a"):
        scheme, _, rest = (link.get("href") or "").partition(":")
        key = {"tel": "phone", "sms": "sms", "mailto": "email"}.get(scheme.lower())
        value = rest.split("?")[0].strip() if key == "email" else international(rest.split("?")[0]) if key else ""
        if key and value:
            page.settings.setdefault(key, value)
    if site := page.meta.get("site"):
        page.settings.setdefault("name", site)
    if (url := page.meta.get("url", "")) and (parts := address_parts(url)).netloc:
        page.settings.setdefault("url", f"{parts.scheme}://{parts.netloc}")


def _first(*values: object) -> str:
    return next((" ".join(value.split()) for value in values if isinstance(value, str) and value.strip()), "")


def _listed(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _time(document: Any) -> str:
    """Return when a page says it was published, in the markup of its text: of schema.org, of hAtom, or a time alone."""
    marked = "//*[@itemprop='datePublished' or contains(concat(' ', @class, ' '), ' published ')]"
    told = {str(each) for name in ("content", "datetime", "title") for each in document.xpath(f"{marked}/@{name}")}
    if len(told) == 1:  # several are of a list of articles
        return told.pop()
    return next((str(each) for each in document.xpath("//time/@datetime") if each.strip()), "")


def _linked_data(document: Any) -> list[dict[str, Any]]:
    """Return the objects that the page describes itself with (JSON-LD); what cannot be read is passed over."""
    found: list[dict[str, Any]] = []
    for script in document.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for each in _listed(data):
            if isinstance(each, dict):
                found += [each, *(inner for inner in _listed(each.get("@graph")) if isinstance(inner, dict))]
    return found


def leads_on(page: WebPage) -> str:
    """Return where a page of a few words sends its readers at once, "" for a page to be read."""
    for meta in page.document.iter("meta"):
        found = re.search(r"(?i)^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", meta.get("content") or "")
        if (
            (meta.get("http-equiv") or "").lower() == "refresh"
            and found
            and sum(len(line.text) for line in page.lines) < 400
        ):
            return found[1].strip()
    return ""
