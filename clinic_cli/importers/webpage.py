"""A saved web page: what its head says of it, where its article stands, and its lines."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.importers.extra import library
from clinic_cli.importers.html import BLOCKS, GROUPS, holds_prose, parse_page, rows_of, words_of
from clinic_cli.importers.lines import Line
from clinic_cli.importers.pagehead import read_head, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_EMBLEM: Final = re.compile(r"\b(?:logo|icon|avatar|badge|gravatar|emoji|pixel|spacer)s?\b|_(?:logo|icon)\b")
_CLIENT_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:testimonials?|reviews?|client-(?:quote|story|words))(?:$|[\s_-])", re.IGNORECASE
)
_MANY_TAGS: Final = 20_000
"""From so many tags on, a page is spared what takes a time that grows with their square."""
_ITEMS: Final = frozenset(("li", "blockquote", "figure", "dd"))
_CARDS: Final = frozenset(("div", "li", "figure", "blockquote", "article", "section"))


@dataclass(slots=True)
class WebPage:
    """A page: `root` is the element of the `document` that holds its article, `meta` what its head says, by names of ours."""

    document: Any
    root: Any
    lines: list[Line]
    meta: dict[str, str]
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)


def read_webpage(html: str) -> WebPage:
    """Return a page's parts; raise ClinicError without the extra, or for a page that no program could mean."""
    document = parse_page(html)
    page = WebPage(document, document, [], {})
    read_head(document, page)
    body = document.find("body")
    if body is None:
        return page
    for element in list(body.iter("script", "style", "template", "noscript", "svg")):
        element.drop_tree()
    for form in [each for each in body.iter("form") if holds_prose(each)]:
        form.tag = "div"
    _wrap_loose(body)
    page.root = _root_of(body, html)
    page.meta.setdefault("title", title_of(document, page))
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
        found = trafilatura.extract(
            html,
            fast=html.count("<") > _MANY_TAGS,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
        )
    wanted = {_key(line) for line in (found or "").split("\n") if len(line) > 40}
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


def picture_above(page: WebPage) -> Any:
    """Return the picture that stands above the article in the page's main part and shows something, or None."""
    main = next((each for each in page.root.iterancestors() if each.tag == "main" or each.get("role") == "main"), None)
    for image in main.iter("img") if main is not None else ():
        if page.root in image.iterancestors() or not precedes(main, image, page.root):
            return None
        named = f"{_named(image)} {image.get('src', '')} {image.get('alt', '')}".lower()
        framed = any(is_frame(each) for each in image.iterancestors() if each.getparent() is not None)
        if (
            image.get("src")
            and not image.get("src", "").startswith("data:")
            and not framed
            and not _EMBLEM.search(named)
        ):
            return image
    return None


def precedes(root: Any, first: Any, second: Any) -> bool:
    """Whether one element of a tree begins before another."""
    return next((each is first for each in root.iter() if each is first or each is second), False)
