"""Accessibility: what readers who cannot see, or follow a link that leads nowhere, would miss."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from clinic_cli.diagnostics import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.rules.rule import Facts

_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|/|#|\?|$)|.*[{}<>|]")


def missing_alt_text(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture at the head of an article without a text for people who cannot see it.

    A picture that says nothing the text does not is marked `decorative: true`. In the body an empty text between the
    brackets says the same.

    Why: People who use a screen reader hear nothing, or the file's name.
    Source: WCAG 2.1, success criterion 1.1.1, Non-text Content.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
        date: 2026-03-01
        status: published
        image:
          src: https://example.org/path.jpg
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        image:
          src: https://example.org/path.jpg
          alt: A gravel path between two rows of lime trees
        ---
        Text.
    """
    image = article.image
    if image and image.src and not image.alt and not image.decorative:
        at = article.at("image", "alt")
        span = at if at != article.at("image") else article.at("image", "src")
        yield Finding(
            span,
            "The picture has no text for people who cannot see it.",
            "Write `alt: ...` with what it shows, or `decorative: true` if it only adorns.",
            "a text for the picture (`alt`)",
        )


def local_target(path: str, target: str) -> str | None:
    """Return the path from the root that a link in a file leads to, or None for one that leads out of the files.

    Web addresses, anchors and paths from the top of a web site lead out; so do template tags of other tools.
    """
    if _ELSEWHERE.match(target):
        return None
    clean = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), clean))


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
        if target is None or facts.has_file(target) or facts.has_file(posixpath.normpath(link.target.split("#", 1)[0])):
            continue
        yield Finding(
            link.span, f"The link leads to `{link.target}`, which does not exist.", "Correct the link, or add the file."
        )
