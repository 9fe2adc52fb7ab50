"""WordPress exports: posts and pages become articles, attachments the pictures and reusable blocks the text in them."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from clinic_cli.authoring import split_byline
from clinic_cli.content.checking import day_of
from clinic_cli.importers.bylines import photo_credit
from clinic_cli.importers.html import parse_html, to_markdown, words_of
from clinic_cli.importers.material import Imported, ImportedArticle, ImportedTestimonial, LeftOut, Loss, Person
from clinic_cli.importers.text import address_parts
from clinic_cli.importers.wordpress_notes import FOOTNOTES, noted_markdown, read_footnotes
from clinic_cli.importers.wordpress_own import own_markdown, read_facts
from clinic_cli.importers.wordpress_text import post_html
from clinic_cli.importers.wxr import Channel, WxrItem, read_wxr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Options

ARTICLE_TYPES: Final = ("post", "page")
_GONE: Final = {
    "trash": "it lies in the bin",
    "auto-draft": "WordPress made it by itself",
    "inherit": "it is an old revision",
}
_NAMELESS: Final = frozenset(("admin", "administrator", "editor", "root", "user", "webmaster", "wordpress", "wp"))
_DESCRIPTIONS: Final = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description",
                        "_genesis_description", "_seopress_titles_desc")  # fmt: skip
_LONGEST_FIELD: Final = 300
_MARKUP: Final = re.compile(
    r"</?(?:a|b|br|code|div|em|i|img|mark|p|small|span|strong|sub|sup|u)\b[^>]*>|<!--", re.IGNORECASE
)


@dataclass(slots=True)
class _Site:
    """What items refer to: who wrote, pictures by id, and blocks of text by id."""

    people: dict[str, Person] = field(default_factory=dict)
    pictures: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    address: str = ""
    mended: int = 0


def read_wordpress(path: Path, options: Options) -> Iterator[Imported]:
    """Yield what a WordPress export holds; the file is read to its end before the first item is yielded."""
    site = _survey(path)
    others: Counter[str] = Counter()
    sources: set[str] = set()
    for item in read_wxr(path):
        if isinstance(item, Channel):
            continue
        kind = item.get("wp:post_type") or "post"
        source, title = _source(item, site, sources), _line(item.get("title"))
        if kind not in ARTICLE_TYPES and "testimonial" not in kind:
            others[kind] += 1
        elif item.too_long:
            yield LeftOut(source, title, f"it is too long to read (line {item.line})", faulty=True)
        elif why := _GONE.get(item.get("wp:status")):
            yield LeftOut(source, title, why)
        elif "testimonial" in kind:
            yield _testimonial(item, source, title)
        else:
            yield _article(item, source, title, kind, site, options)
    for kind, count in others.items():
        why = (
            "pictures and files stay where they are on the web" if kind == "attachment" else "neither a post nor a page"
        )
        yield LeftOut(path.name, f"{count} × {kind}", why)
    if site.mended:
        yield LeftOut(path.name, f"{site.mended} stray bytes", "they were no valid text, and were read as Windows-1252")


def _survey(path: Path) -> _Site:
    site = _Site()
    for item in read_wxr(path):
        if isinstance(item, Channel):
            site.address, site.mended = item.site, item.mended
            for author in item.authors:
                site.people[author.login.casefold()] = _person(author.login, author.name)
        elif item.get("wp:post_type") == "attachment":
            source = item.get("wp:attachment_url") or item.get("guid")
            alt = _line(item.meta_value("_wp_attachment_image_alt"))
            site.pictures[item.get("wp:post_id")] = (source, alt, _line(item.get("excerpt:encoded")))
        elif item.get("wp:post_type") == "wp_block":
            site.reusable[item.get("wp:post_id")] = item.get("content:encoded")
    return site


def _person(login: str, shown: str) -> Person:
    name, credentials = split_byline(shown or login)
    known = "@" not in login and login.casefold() not in _NAMELESS
    return Person(name or login, credentials, login if known else "")


def _source(item: WxrItem, site: _Site, taken: set[str]) -> str:
    """Return what names an item in every export of the site: its guid, which copied posts may share, or its number."""
    numbered = f"{site.address}?p={item.get('wp:post_id')}"
    named = (item.get("guid"), numbered, item.get("link"), f"{numbered} {_line(item.get('title'))}")
    source = next((each for each in named if each and each not in taken), f"{numbered} line {item.line}")
    taken.add(source)
    return source


def _line(text: str) -> str:
    """Return text that may hold markup as one plain line."""
    if _MARKUP.search(text):
        return words_of(parse_html(text))
    return " ".join(entities.unescape(text).split())


def _testimonial(item: WxrItem, source: str, title: str) -> ImportedTestimonial:
    markup, losses = post_html(item.fields.get("content:encoded", ""))
    converted = to_markdown(markup)
    return ImportedTestimonial(
        source, converted.markdown, title, {}, item.get("wp:status"), (*losses, *converted.losses)
    )


def _article(item: WxrItem, source: str, title: str, kind: str, site: _Site, options: Options) -> ImportedArticle:
    notes = read_footnotes(item)
    markup, losses = post_html(
        item.fields.get("content:encoded", ""), site.reusable, known=("footnotes",) if notes else ()
    )
    facts = read_facts(item)
    body = noted_markdown(markup, notes) if facts is None else own_markdown(markup)
    losses += body.losses
    slug = unquote(item.get("wp:post_name"))
    values: dict[str, Value] = {"title": title or _made_title(body.markdown, slug, losses)}
    values["description"] = _description(item, values)
    values |= _days(item, options.zone)
    values["aliases"] = _aliases(item, losses) if facts is None else []
    values |= _terms(item)
    values["image"] = _image(item, site, losses)
    if kind != "post":
        values["x-type"] = kind
    values |= _custom(item, losses, {FOOTNOTES} if notes else frozenset())
    if facts is not None:
        values |= facts.values_for(options.language)
    if item.comments:
        losses.append(Loss("1 comment" if item.comments == 1 else f"{item.comments} comments", "left out"))
    if item.get("wp:is_sticky") == "1":
        losses.append(Loss("pinned to the top", "left out"))
    was = item.get("wp:status") or "publish"
    if item.get("wp:post_password"):
        was = "password"
        losses.append(Loss("password", "left out: what is published here is for everybody"))
    logins = facts.authors if facts is not None else [item.get("dc:creator")]
    authors = tuple(site.people.get(login.casefold()) or _person(login, login) for login in logins if login)
    text = f"\n{body.markdown}\n" if body.markdown else ""
    return ImportedArticle(source, slug, values, text, authors, was, tuple(losses))


def _made_title(body: str, slug: str, losses: list[Loss]) -> str:
    words = words_of(parse_html(body)).split()
    made = " ".join(words[:8]).rstrip(".,;:") or slug.replace("-", " ").capitalize()
    what = "it is made of the first words" if words else "it is made of the address" if made else "write one"
    losses.append(Loss("title", f"there was none; {what}"))
    return made or "Untitled"


def _description(item: WxrItem, values: dict[str, Value]) -> str:
    excerpt = _line(item.get("excerpt:encoded"))
    told = _line(item.meta_value(*_DESCRIPTIONS))
    if told and "%" not in told:
        if excerpt and excerpt != told:
            values["x-excerpt"] = excerpt
        return told
    return excerpt


def _days(item: WxrItem, zone: ZoneInfo | None) -> dict[str, Value]:
    published, changed = _day(item, "wp:post_date", zone), _day(item, "wp:post_modified", zone)
    return {"date": published, "updated": changed if changed and published and changed > published else None}


def _day(item: WxrItem, name: str, zone: ZoneInfo | None) -> date | None:
    """Return a day in the clinic's time zone by the GMT field, or as the site counted where that is empty."""
    moment = _moment(item.get(f"{name}_gmt"))
    if moment:
        return day_of(moment.replace(tzinfo=UTC), zone)
    local = _moment(item.get(name))
    if local or name != "wp:post_date":
        return local.date() if local else None
    told = _feed_moment(item.get("pubDate"))  # all that some programs other than WordPress give
    return day_of(told, zone) if told else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and not text.startswith("0000") else None
    except ValueError:
        return None


def _feed_moment(text: str) -> datetime | None:
    """Return a moment as feeds write it; WordPress writes a day of the year -1 for what was never published."""
    if not re.search(r"(?<![-\d])[12]\d{3} ", text):  # the library takes what is left of the year for one of two digits
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _aliases(item: WxrItem, losses: list[Loss]) -> list[Value]:
    """Return the addresses that the item had, as far as a redirect can lead from them."""
    aliases = [unquote(value).strip() for key, value in item.meta if key == "_wp_old_slug"]
    address = address_parts(item.get("link"))
    path = unquote(address.path)
    if path.strip("/") and not address.query:
        aliases.append(path)
    elif address.query and item.get("wp:status") == "publish":
        losses.append(
            Loss(f"address {path or '/'}?{address.query}", "no file can lead on from it; redirect it on the web server")
        )
    return [alias for alias in dict.fromkeys(aliases) if alias]


def _terms(item: WxrItem) -> dict[str, Value]:
    tags: dict[str, Value] = {}
    others: dict[str, list[Value]] = {}
    for domain, nicename, name in item.terms:
        name = _line(name) or nicename
        if domain in ("", "category", "tag", "post_tag"):
            if name and "uncategorized" not in (nicename, name.casefold()):
                tags.setdefault(name.casefold(), name)
        elif name:
            others.setdefault(f"x-{domain.replace('_', '-')}", []).append(name)
    return {"tags": list(tags.values()), **others}


def _image(item: WxrItem, site: _Site, losses: list[Loss]) -> Value:
    id = item.meta_value("_thumbnail_id")
    if not id:
        return None
    if id not in site.pictures:
        losses.append(Loss("featured picture", f"left out: the export does not hold it (attachment {id})"))
        return None
    source, alt, caption = site.pictures[id]
    credit = photo_credit(caption)
    image: dict[str, Value] = {"src": source, "alt": alt, "credit": credit, "x-caption": "" if credit else caption}
    return {key: value for key, value in image.items() if value}


def _custom(item: WxrItem, losses: list[Loss], taken: AbstractSet[str]) -> dict[str, Value]:
    """Return custom fields under x-, but those `taken`; what WordPress and its plugins keep for themselves begins with _."""
    found: dict[str, Value] = {}
    for key, value in item.meta:
        value = value.strip()
        if not key or key.startswith("_") or not value or key in _DESCRIPTIONS or key in taken:
            continue
        if len(value) > _LONGEST_FIELD or "\n" in value or re.match(r"(?:a|O|s):\d+:", value):
            losses.append(Loss(f"custom field {key}", "left out: it holds a plugin's data"))
        else:
            found[f"x-{key}"] = value
    return found
