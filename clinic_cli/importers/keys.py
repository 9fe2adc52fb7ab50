"""What the keys of other site generators are called here, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from clinic_cli.content.schema import ARTICLE, LANGUAGE
from clinic_cli.importers.bylines import read_day
from clinic_cli.importers.dialects import as_value
from clinic_cli.importers.material import Loss, Person

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value

KEYS: Final = {
    **{each.name: each.name for each in ARTICLE.fields},
    "name": "title", "headline": "title", "page_title": "title",
    "summary": "description", "excerpt": "description", "abstract": "description", "subtitle": "description", "meta_description": "description",
    "seo_description": "description", "dek": "description", "teaser": "description",
    "author": "authors", "byline": "authors", "writer": "authors",
    "publishdate": "date", "publish_date": "date", "published": "date", "published_at": "date", "published_on": "date", "pubdate": "date",
    "pub_date": "date", "date_published": "date", "datepublished": "date", "created": "date", "created_at": "date",
    "pub_datetime": "date", "published_date": "date", "date_created": "date",
    "lastmod": "updated", "last_modified_at": "updated", "last_modified": "updated", "modified": "updated", "updated_at": "updated",
    "updateddate": "updated", "updated_date": "updated", "moddate": "updated", "date_modified": "updated", "datemodified": "updated", "revised": "updated",
    "mod_datetime": "updated", "last_updated": "updated", "updated_on": "updated", "modified_at": "updated", "modified_date": "updated",
    "alias": "aliases", "redirect_from": "aliases", "redirects": "aliases", "redirect": "aliases", "old_urls": "aliases",
    "permalink": "address", "url": "address", "path": "address",
    "tag": "tags", "categories": "tags", "category": "tags", "topics": "tags", "topic": "tags", "keywords": "tags",
    "language": "lang", "locale": "lang",
    "cover": "image", "thumbnail": "image", "featured_image": "image", "featuredimage": "image", "feature_image": "image", "hero_image": "image",
    "heroimage": "image", "header_image": "image", "cover_image": "image", "coverimage": "image", "banner": "image", "preview": "image", "images": "image",
    "photo": "image", "picture": "image", "ogimage": "image", "og_image": "image", "social_image": "image",
    "image_alt": "image.alt", "imagealt": "image.alt", "alt": "image.alt", "cover_alt": "image.alt", "thumbnail_alt": "image.alt", "hero_alt": "image.alt",
    "featured_image_alt": "image.alt", "image_alt_text": "image.alt", "alt_text": "image.alt",
    "image_credit": "image.credit", "photo_credit": "image.credit", "credit": "image.credit", "image_author": "image.credit", "imagecredit": "image.credit",
    "image_caption": "image.x-caption", "image_figcaption": "image.x-caption", "caption": "image.x-caption", "cover_caption": "image.x-caption",
    "draft": "status", "published_status": "status", "status": "status", "publish": "status",
}  # fmt: skip
"""Keys in lower case with underscores, and what they become; any other key is kept under x-."""
TARGETS: Final = (
    *(each.name for each in ARTICLE.fields if each.name != "status"),
    "address",
    "status",
    "image.src",
    "image.alt",
    "image.credit",
)
_IMAGE_KEYS: Final = {
    "src": "src", "url": "src", "path": "src", "image": "src", "feature": "src", "teaser": "src", "file": "src", "filename": "src", "source": "src",
    "alt": "alt", "alttext": "alt", "alt_text": "alt", "description": "alt", "credit": "credit", "attribution": "credit", "author": "credit",
    "caption": "x-caption", "title": "x-caption", "license": "license",
}  # fmt: skip


def target_of(key: str, chosen: Mapping[str, str]) -> str:
    """Return what a key becomes: as somebody chose, by its usual meaning, or under x-; "" where it is left out."""
    if key in chosen:
        return chosen[key]
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower().replace("-", "_")
    return KEYS.get(plain) or KEYS.get(plain.replace("_", "")) or (key if key.startswith("x-") else f"x-{key}")


def line_of(value: object) -> str:
    """Return a value as one line of text, "" for none."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(line_of, value)))
    return "" if value is None or isinstance(value, (dict, bool)) else " ".join(str(as_value(value)).split())


def lines_of(value: object, *, spaces: bool = False) -> list[str]:
    """Return a value as a list of texts; a text is parted at commas or semicolons, or at `spaces`, as Jekyll parts it."""
    if isinstance(value, str):
        parts = re.split(r"[,;]\s*", value) if re.search("[,;]", value) else value.split() if spaces else [value]
        return list(dict.fromkeys(filter(None, map(line_of, parts))))
    if isinstance(value, dict):
        return lines_of(
            list(value.values()) if all(isinstance(each, (list, str)) for each in value.values()) else list(value)
        )
    if isinstance(value, (list, tuple)):
        found = [
            text for each in value for text in (lines_of(each) if isinstance(each, (list, dict)) else [line_of(each)])
        ]
        return list(dict.fromkeys(filter(None, found)))
    return list(filter(None, [line_of(value)]))


def day_of_value(value: object) -> date | None:
    """Return the day that a value names, as it is written there, whatever time zone stands behind it; None for none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = line_of(value)
    if match := re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T\s])", text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    if found := read_day(text):
        return found
    try:
        return parsedate_to_datetime(text).date() if re.match(r"[A-Z][a-z]{2},", text) else None
    except ValueError:
        return None


def people_of(value: object, directory: Mapping[str, Person]) -> list[Person]:
    """Return authors as people: ids that the site's own list of authors knows, ids alone, names, or groups of keys."""
    from clinic_cli.authoring import split_byline

    people: list[Person] = []
    for each in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(each, dict):
            name, credentials = split_byline(line_of(each.get("name") or each.get("title") or each.get("id")))
            if name:
                people.append(
                    Person(name, credentials or line_of(each.get("credentials")), "", line_of(each.get("url")))
                )
            continue
        text = line_of(each)
        if text in directory:
            people.append(directory[text])
        elif re.search(r",\s*[A-Z][a-z]+\s+[A-Z]|\s(?:and|&)\s", text):
            people += people_of([part for part in re.split(r",\s*|\s+(?:and|&)\s+", text) if part], directory)
        elif text:
            name, credentials = split_byline(text)
            is_id = bool(re.fullmatch(r"[\w.-]+", text)) and (text.islower() or bool(re.search(r"[\d_.-]", text)))
            people.append(Person(name, credentials, text if is_id else ""))
    return people


def image_of(value: object) -> dict[str, Value]:
    """Return a picture by our keys, of a path or of a group of keys; of several the first."""
    if isinstance(value, (list, tuple)):
        return image_of(value[0]) if value else {}
    if isinstance(value, dict):
        found: dict[str, Value] = {}
        for key, inner in value.items():
            name = _IMAGE_KEYS.get(str(key).lower().replace("-", "_"))
            if name and (text := line_of(inner)):
                found.setdefault(name, text)
        return found
    text = line_of(value)
    return {"src": text} if text else {}


def language_of(value: object, losses: list[Loss]) -> str:
    """Return a language code, as in es-MX; what is none is a loss."""
    text = line_of(value).replace("_", "-").split(".")[0]
    if text and not re.fullmatch(LANGUAGE, text):
        losses.append(Loss(f"language {text}", "left out: it is no language code"))
        return ""
    return text
