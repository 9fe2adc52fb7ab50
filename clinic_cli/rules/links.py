"""Accessibility: links and pictures that lead somewhere, and say where."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from clinic_cli.content.html import KEPT_TAGS
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Edit, Finding, Fix
from clinic_cli.rules.language import speaks
from clinic_cli.rules.rule import by_status
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.markdown import Link
    from clinic_cli.rules.rule import Facts

_AWAY: Final = ("https://", "http://", "#", "/")
_ELSEWHERE: Final = Regex(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|/|#|\?|$)|.*[{}<>|]")


def local_target(path: str, target: str) -> str | None:
    """Return the path from the root that a link in a file leads to, or None for one that leads out of the files.

    Web addresses, anchors and paths from the top of a web site lead out; so do template tags of other tools.
    """
    if target.startswith(_AWAY) or _ELSEWHERE.match(target):
        return None
    return _normal(path[: path.rfind("/") + 1] + _clean(target))


def _normal(path: str) -> str:
    """Return a path without detours; most have none, and are not taken apart to find out."""
    return posixpath.normpath(path) if "./" in path or "//" in path or path[-1:] in "./" else path


def _clean(target: str) -> str:
    """Return a path without what follows it in an address."""
    if "#" in target or "?" in target:
        target = target.split("#", 1)[0].split("?", 1)[0]
    return unquote(target) if "%" in target else target


def broken_link(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a link to a file that does not exist.

    Only links to files are followed, from the folder of the article or the project's root; nothing is asked of the web.

    Why: A reader in need who meets an error page gives up.
    Source: Editorial practice; WCAG 2.1, guideline 2.4, Navigable.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        ---
        See [the map](no-such-map.pdf).
    Good:
        ---
        title: A walk in the park
        ---
        See [the map](https://example.org/map.pdf).
    """
    for link in article.markdown.links:
        target = local_target(article.path, link.target)
        if target is None or facts.has_file(target) or facts.has_file(_normal(link.target.split("#", 1)[0])):
            continue
        yield Finding(
            link.span,
            f"The link leads to `{link.target}`, which does not exist.",
            "Correct the link, or add the file.",
            severity=by_status(article),
        )


def broken_image(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture whose file does not exist.

    Pictures are looked up from the folder of the article and from the project's root; nothing is asked of the web.

    Why: Readers see a torn page, and hear a text for a picture that is not there.
    Source: Editorial practice.
    Checked: 2026-11-23
    Bad:
        ![A gravel path](no-such-path.jpg)
    Good:
        ![A gravel path](https://example.org/path.jpg)
    """
    for image in article.markdown.images:
        if _is_missing(article, image.target, facts):
            yield _no_picture(article, image.span, image.target)
    hero = article.image
    if hero and hero.src and _is_missing(article, hero.src, facts):
        yield _no_picture(article, article.at("image", "src"), hero.src)


def _is_missing(article: Article, target: str, facts: Facts) -> bool:
    path = local_target(article.path, target)
    return path is not None and not (facts.has_file(path) or facts.has_file(_normal(_clean(target))))


def _no_picture(article: Article, span: Span, target: str) -> Finding:
    return Finding(
        span,
        f"There is no picture `{target}`.",
        "Correct the path, or add the file.",
        severity=by_status(article),
    )


def broken_anchor(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a link to a place on the page that is not there.

    Why: The reader stays at the top and wonders.
    Source: WCAG 2.1, guideline 2.4, Navigable.
    Checked: 2026-11-23
    Bad:
        See [what to bring](#bring).

        ## What to bring
    Good:
        See [what to bring](#what-to-bring).

        ## What to bring
    """
    targets = [link for link in article.markdown.links if link.target.startswith("#") and len(link.target) > 1]
    if not targets:
        return
    anchors = set(article.markdown.anchors) | {"top"}
    for tag in article.tags_in_body:
        anchors.update(value for key in ("id", "name") if (value := tag.attributes.get(key)))
    folded = {anchor.lower(): anchor for anchor in anchors}
    for link in targets:
        wanted = unquote(link.target[1:])
        if wanted in anchors or wanted.startswith(("fn", "{")):
            continue
        near = folded.get(wanted.lower())
        yield Finding(
            link.span,
            f"There is no place `#{wanted}` on this page" + (f"; did you mean `#{near}`?" if near else "."),
            "Write the words of a heading in small letters, with hyphens.",
        )


_VAGUE: Final = frozenset(
    (
        "click", "click here", "click this", "click this link", "click me", "here", "right here", "over here", "see here",
        "go here", "more", "read more", "learn more", "see more", "find out more", "more info", "more information",
        "view more", "continue", "continue reading", "details", "more details", "link", "this link", "the link", "this",
        "that", "this page", "this site", "this website", "this article", "this post", "page", "website", "site", "info",
        "read on", "read this", "check it out", "check this out", "download", "download here", "visit", "go", "see",
        "learn more here", "read more here", "read it here", "check here", "this one", "url", "web page", "webpage",
    )
)  # fmt: skip


_LONGEST_VAGUE: Final = 40
"""No words of the list are longer, with marks and spaces around them."""


def vague_link_text(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a link whose words do not say where it leads: "click here", "read more".

    Why: Screen reader users go from link to link, and hear "here, here, here".
    Source: WCAG 2.1, success criterion 2.4.4, Link Purpose; its failure F63.
    Checked: 2026-11-23
    Bad:
        For the map, [click here](https://example.org/map).
    Good:
        See [the map of the park](https://example.org/map).
    """
    if not speaks(article, facts):
        return
    links = article.markdown.links
    if not links:
        return
    own = facts.lines("also")
    vague = _VAGUE.union(text.lower() for text in own) if own else _VAGUE
    for link in links:
        if len(link.text) > _LONGEST_VAGUE and not own:
            continue
        words = " ".join(link.text.split()).strip(" .,:;!?\u2026\u2192\u00bb>[]()\"'\u201c\u201d")
        if words.lower() in vague:
            yield Finding(
                link.words,
                f"“{words}” does not say where the link leads.",
                "Link the words that name the page.",
            )


_HOME: Final = Regex(r"http://(?:localhost|127\.|0\.0\.0\.0|\[::1\])")


def insecure_link(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a link or picture that begins with http://, which anybody on the way can read.

    Almost every site answers to https:// today.

    Why: What somebody reads about their health is private, and browsers warn of such pages.
    Fix: Unsafe, as nothing is asked of the web. It writes https.
    Source: Editorial practice; OMB M-15-13 asks it of all federal sites (verify).
    Checked: 2026-11-23
    Bad:
        See [the map](http://example.org/map).
    Good:
        See [the map](https://example.org/map).
    """
    for link in (*article.markdown.links, *article.markdown.images):
        if link.target[:7].lower() == "http://" and not _HOME.match(link.target):
            yield Finding(
                link.span,
                "The link is not encrypted.",
                "Begin it with https:// if the site answers to that.",
                fix=_https(article, link),
            )


def _https(article: Article, link: Link) -> Fix | None:
    start, end = link.span
    at = article.source.text.rfind(link.target, start, end)
    if at < 0 or link.kind not in ("Inline", "Autolink"):
        return None
    return Fix((Edit(Span(at, at + len("http")), "https"),), safe=False, title="write https")


_UNSAFE: Final = Regex(r"\s*(?:javascript|vbscript|data|file|blob|about)\s*:", re.IGNORECASE)
_SAFE: Final = ("https://", "http://", "mailto:", "tel:", "sms:", "#", "/", ".")
_CONTROL: Final = Regex(r"[\x00-\x20\u00a0\u200b-\u200d\ufeff]")


def unsafe_url(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an address that runs a program, or leads into somebody's own computer.

    Why: javascript: in a link runs on your readers' machines. file: leads nowhere but on yours.
    Source: OWASP, Cross Site Scripting Prevention Cheat Sheet (verify).
    Checked: 2026-11-23
    Bad:
        See [the map](javascript:alert).
    Good:
        See [the map](https://example.org/map).
    """
    markdown = article.markdown
    for link in (*markdown.links, *markdown.images):
        if _is_unsafe(link.target):
            yield _unsafe(link.span)
    if article.image and _is_unsafe(article.image.src):
        yield _unsafe(article.at("image", "src"))
    for tag in article.tags_in_body if markdown.html else ():
        if any(_is_unsafe(tag.attributes[key]) for key in _ADDRESSES.intersection(tag.attributes)):
            yield _unsafe(Span(tag.start, tag.end))


_ADDRESSES: Final = frozenset(("href", "src", "action", "formaction", "xlink:href", "data", "poster"))


def _is_unsafe(target: str) -> bool:
    return not target.startswith(_SAFE) and ":" in target and bool(_UNSAFE.match(_CONTROL.sub("", target[:200])))


def _unsafe(span: Span) -> Finding:
    return Finding(span, "This address is not safe for readers.", "Write one that begins with https://.")


def raw_html(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of raw HTML that exports leave out: scripts, frames, forms, styles, and attributes that run a program.

    Other tags pass, and so do comments.

    Why: What is left out does not reach the site, and nobody notices until a reader does.
    Source: The list of tags that exports keep; OWASP, Cross Site Scripting Prevention Cheat Sheet (verify).
    Checked: 2026-11-23
    Bad:
        <iframe src="https://example.org/video"></iframe>
    Good:
        See [the video](https://example.org/video). <br> It takes <abbr title="ten minutes">10 min</abbr>.
    """
    if not article.markdown.html:
        return
    for tag in article.tags_in_body:
        if tag.closes:
            continue
        handler = next((name for name in tag.attributes if name.startswith("on")), "")
        if tag.name not in KEPT_TAGS:
            yield Finding(
                Span(tag.start, tag.end),
                f"Exports leave out `<{tag.name}>`.",
                "Write it in Markdown, or link to the page that has it.",
            )
        elif handler:
            yield Finding(
                Span(tag.start, tag.end),
                f"Exports leave out `{handler}`, which runs a program.",
                "Delete it.",
            )
