"""A saved web page: what its head says of it, where its article stands, and its lines."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.importers.extra import library
from clinic_cli.importers.html import BLOCKS, GROUPS, holds_prose, parse_page, rows_of, words_of
from clinic_cli.importers.lines import Line
from clinic_cli.importers.text import address_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOTS: Final = (
    "//*[@itemprop='articleBody']",
    "//article",
    "//*[@role='article']",
    "//main",
    "//*[@role='main']",
)
_BODY_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|blog)[_-]?(?:content|body|text)(?:$|[\s_-])|^(?:content|main)$", re.IGNORECASE
)
_FRAME_TAGS: Final = frozenset(("nav", "aside", "footer", "form", "button", "dialog", "select", "menu"))
_FRAME_ROLES: Final = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"))
_FRAME_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|sidebar|widget|breadcrumbs?|share|sharing|social|related|comments?|respond|cookies?|consent|newsletter"
    r"|subscribe|popup|modal|pagination|pager|post-navigation|skip-link|screen-reader-text|sr-only|visually-hidden|author-bio|sharedaddy|jp-relatedposts|advert(?:isement)?|promo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CLIENT_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:testimonials?|reviews?|client-(?:quote|story|words))(?:$|[\s_-])", re.IGNORECASE
)
_ITEMS: Final = frozenset(("li", "blockquote", "figure", "dd"))
_CARDS: Final = frozenset(("div", "li", "figure", "blockquote", "article", "section"))


@dataclass(slots=True)
class WebPage:
    """A page: `root` is the element that holds its article, `meta` what its head says by names of ours."""

    root: Any
    lines: list[Line]
    meta: dict[str, str]
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def read_webpage(html: str) -> WebPage:
    """Return a page's parts; raise ClinicError without the extra, or for a page that no program could mean."""
    document = parse_page(html)
    page = WebPage(document, [], {})
    _read_head(document, page)
    body = document.find("body")
    if body is None:
        return page
    for element in list(body.iter("script", "style", "template", "noscript", "svg")):
        element.drop_tree()
    for form in [each for each in body.iter("form") if holds_prose(each)]:
        form.tag = "div"
    _wrap_loose(body)
    page.root = _root_of(body, html)
    page.meta.setdefault("title", _title(document, page))
    page.lines = list(_lines(body, page.root))
    return page


def _named(element: Any) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('itemtype', '').rpartition('/')[2]}"


def _root_of(body: Any, html: str) -> Any:
    """Return the element that holds the article: as the page marks it, or as a library finds it."""
    for path in _ROOTS:
        found = [each for each in body.xpath(path) if not _CLIENT_NAMES.search(_named(each))]
        if found:
            return max(found, key=lambda each: len(words_of(each)))
    named = [
        each
        for each in body.iter()
        if _BODY_NAMES.search(each.get("class", "")) or _BODY_NAMES.search(each.get("id", ""))
    ]
    if named:
        return max(named, key=lambda each: len(words_of(each)))
    return _found_by_library(body, html)


def _found_by_library(body: Any, html: str) -> Any:
    """Return the lowest element that holds every paragraph which trafilatura takes for the article's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that it stands on
        trafilatura = library("trafilatura")
        found = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True) or ""
    wanted = {_key(line) for line in found.split("\n") if len(line) > 40}
    holders = [
        each
        for each in body.iter()
        if each.tag in ("p", "li", "blockquote", "h2", "h3") and _key(words_of(each)) in wanted
    ]
    if not holders:
        return body
    chains = [[*reversed(list(each.iterancestors()))] for each in holders]
    common = body
    for level in zip(*chains, strict=False):
        if len(set(map(id, level))) > 1:
            break
        common = level[0]
    return common if common.tag != "html" else body


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text)[:80]


def _wrap_loose(root: Any) -> None:
    """Put loose text that stands beside blocks into paragraphs of its own."""
    lxml_html = library("lxml.html")
    for group in [root, *root.iter(*GROUPS, "li", "blockquote", "td")]:
        if not any(child.tag in BLOCKS for child in group):
            continue
        loose = lxml_html.Element("p")
        loose.text, group.text = group.text, None
        for child in [*group, None]:
            if (
                child is not None
                and child.tag not in BLOCKS
                and not any(each.tag in BLOCKS for each in child.iterdescendants())
            ):
                loose.append(child)
                continue
            if len(loose) or (loose.text or "").strip():
                if child is None:
                    group.append(loose)
                else:
                    child.addprevious(loose)
            if child is not None:
                loose = lxml_html.Element("p")
                loose.text, child.tail = child.tail, None


def _lines(body: Any, root: Any) -> Iterator[Line]:
    """Yield the leaf blocks of a page in order, each with where it stands."""
    numbers = count(1)
    items: dict[Any, int] = {}
    for element in body.iter():
        if element.tag not in BLOCKS or any(child.tag in BLOCKS for child in element.iterdescendants()):
            continue
        text = rows_of(element)
        if not text:
            continue
        chain = [element, *element.iterancestors()]
        clients = next(
            (each for each in reversed(chain) if _CLIENT_NAMES.search(_named(each)) and each is not body), None
        )
        inside = root in chain
        frame = any(is_frame(each) for each in chain[: chain.index(root) if inside else None])
        region = "clients" if clients is not None else "page" if frame or not inside else "article"
        item = _card(chain[: chain.index(clients) + 1]) if clients is not None else _item(chain)
        number = items.setdefault(item, next(numbers)) if item is not None else 0
        yield Line(text, number, element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"), region, element)


def _item(chain: list[Any]) -> Any:
    """Return the list item or quotation that a block stands in; a figure holds one together with the name below it."""
    found = [each for each in chain if each.tag in _ITEMS]
    return next((each for each in found if each.tag == "figure"), found[0] if found else None)


def _card(chain: list[Any]) -> Any:
    """Return what holds one client's words, inside of what holds them all: the outermost that has others like it."""
    for each in reversed(chain):
        alike = (each.getprevious(), each.getnext())
        if each.tag in _CARDS and any(
            other is not None and (other.tag, other.get("class")) == (each.tag, each.get("class")) for other in alike
        ):
            return each
    return chain[-1]


def is_frame(element: Any) -> bool:
    """Whether an element is part of the page around the article."""
    return (
        element.tag in _FRAME_TAGS
        or element.get("role", "") in _FRAME_ROLES
        or (element.tag == "header" and element.getparent().tag == "body" and element.find(".//h1") is None)
        or (element.tag not in ("body", "html", "article", "main") and bool(_FRAME_NAMES.search(_named(element))))
    )


def _read_head(document: Any, page: WebPage) -> None:
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
    found = {
        "title": _first(post.get("headline")),
        "description": _first(meta.get("description"), meta.get("og:description"), post.get("description")),
        "date": _first(
            post.get("datePublished"), meta.get("article:published_time"), meta.get("date"), _time(document)
        ),
        "updated": _first(post.get("dateModified"), meta.get("article:modified_time"), meta.get("og:updated_time")),
        "image": _first(meta.get("og:image"), meta.get("twitter:image")),
        "alt": _first(meta.get("og:image:alt"), meta.get("twitter:image:alt")),
        "url": _first(canonical, meta.get("og:url")),
        "site": _first(meta.get("og:site_name")),
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


def _title(document: Any, page: WebPage) -> str:
    """Return the page's title: its headline in the article, what it tells other sites, or the browser's, site left out."""
    site = re.escape(page.meta.get("site", "")) or r"[^|»]+"
    headings = [*page.root.iter("h1"), *document.iter("h1")]
    told = next((each.get("content") for each in document.iter("meta") if each.get("property") == "og:title"), "")
    title = document.find(".//title")
    names = (words_of(headings[0]) if headings else "", told, (title.text or "") if title is not None else "")
    own = page.root is not None and bool(list(page.root.iter("h1")))
    ordered = names if own or not told else (names[1], names[0], names[2])
    mark = r"[|»·–—-]" if "site" in page.meta else r"[|»]"
    return re.sub(rf"\s+{mark}\s+{site}\s*$", "", _first(*ordered))


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
    element = next((each for each in document.iter("time") if each.get("datetime")), None)
    return element.get("datetime", "") if element is not None else ""


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
