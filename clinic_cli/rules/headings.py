"""Accessibility: the outline that headings make, by which many readers find their way."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Edit, Finding, Fix
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.rules.rule import Facts

_ATX: Final = Regex(r"(#{1,6})(?=[ \t]|$)", re.MULTILINE)
_DEEPEST: Final = 6


def heading_level_one(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a heading of the first level in the text: the page's title is that heading already.

    Why: Two titles leave a listener in doubt which page this is.
    Fix: Safe. It moves the heading down a level, and what stands under it with it.
    Source: WCAG 2.1, success criteria 1.3.1 and 2.4.6; H42 of its techniques.
    Checked: 2026-11-23
    Bad:
        # A walk in the park
    Good:
        ## A walk in the park
    """
    headings = article.markdown.headings
    for index, heading in enumerate(headings):
        if heading.level == 1:
            yield Finding(
                heading.span,
                "The title of the page is the heading of level one.",
                "Begin this one with ##.",
                fix=_moved(article, index, 1, until=1),
            )


def heading_skip(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a heading that lies more than one level below the one before it.

    Why: A listener who jumps from heading to heading takes a level that is left out for a part that is missing.
    Fix: Safe. It moves the heading up, and what stands under it with it.
    Source: WCAG 2.1, success criterion 1.3.1; G141 of its techniques.
    Checked: 2026-11-23
    Bad:
        ## Before you go

        #### Shoes
    Good:
        ## Before you go

        ### Shoes
    """
    headings = article.markdown.headings
    level = 1
    for index, heading in enumerate(headings):
        if heading.level > level + 1:
            yield Finding(
                heading.span,
                f"This heading is of level {heading.level}, and the one before it of level {level}."
                if index
                else f"The first heading is of level {heading.level}, right under the title.",
                f"Begin it with {'#' * (level + 1)}.",
                fix=_moved(article, index, level + 1 - heading.level, until=level),
            )
            level += 1
            # what the fix would move with it is told once
            deepest = heading.level
            continue_at = index + 1
            while continue_at < len(headings) and headings[continue_at].level >= deepest:
                continue_at += 1
            level = headings[continue_at - 1].level if continue_at - 1 > index else heading.level
        else:
            level = heading.level


def _moved(article: Article, first: int, by: int, *, until: int) -> Fix | None:
    """Return the fix that moves a heading and those under it by some levels, up to the next of level `until` or above."""
    text = article.source.text
    edits: list[Edit] = []
    headings = article.markdown.headings
    for at in range(first, len(headings)):
        heading = headings[at]
        if at > first and heading.level <= until:
            break
        marks = _ATX.match(text, heading.span.start)
        level = heading.level + by
        if not marks or not 1 <= level <= _DEEPEST:
            return None
        edits.append(Edit(Span(*marks.span()), "#" * level))
    return Fix(tuple(edits), title=f"move it {'down' if by > 0 else 'up'}")


def duplicate_heading(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of two headings with the same words under one heading.

    Why: In a list of headings a listener cannot tell the two apart.
    Source: WCAG 2.1, success criterion 2.4.6, Headings and Labels.
    Checked: 2026-11-23
    Bad:
        ## What to bring

        Shoes.

        ## What to bring

        Water.
    Good:
        ## What to bring

        Shoes.

        ## What to leave

        The phone.
    """
    headings = article.markdown.headings
    words = [" ".join(heading.text.lower().split()) for heading in headings]
    if len(set(words)) == len(words):
        return
    path: list[tuple[int, int]] = []
    seen: set[tuple[int, str]] = set()
    for index, heading in enumerate(headings):
        while path and path[-1][0] >= heading.level:
            path.pop()
        key = (path[-1][1] if path else -1, words[index])
        path.append((heading.level, index))
        if key in seen and key[1].strip("\ufffc "):
            yield Finding(
                heading.span, "Another heading here has the same words.", "Say what is different about this part."
            )
        seen.add(key)


_BOLD_LINE: Final = Regex(r"(\*\*|__)(?P<words>[^*_\n]+?)\1[ \t]*$")
_NO_HEADING: Final = Regex(
    r"(?:by|photo|image|credit|note|warning|tip|tl;dr|update|edit|disclaimer|source|call|text|phone|posted|written)\b",
    re.IGNORECASE,
)
_WORDS: Final = 10


def emphasis_as_heading(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a line in bold that stands in the place of a heading.

    Only short lines in bold without a full stop, with text below them.

    Why: It looks like a heading, but a screen reader's list of headings leaves it out.
    Fix: Unsafe, as the level is a guess.
    Source: WCAG 2.1, success criterion 1.3.1, and its failure F2.
    Checked: 2026-11-23
    Bad:
        **What to bring**

        Shoes and water.
    Good:
        ## What to bring

        **Shoes** and water.
    """
    markdown, text = article.markdown, article.source.text
    if not markdown.strong_lines:
        return
    starts = [prose.offset(0) for prose in markdown.prose if prose.kind == "paragraph"]
    for span in markdown.strong_lines:
        match = _BOLD_LINE.fullmatch(text, *span)
        line = text.rfind("\n", 0, span.start) + 1
        if match is None or line != span.start:
            continue
        words = match.group("words").strip()
        if (
            words[-1] in '.!?:;,\u2026"\u201d)'
            or len(words.split()) > _WORDS
            or _NO_HEADING.match(words)
            or any(character.isdigit() for character in words[-4:])
        ):
            continue
        after = bisect_right(starts, span.end)
        if after == len(starts) or text[span.end : starts[after]].count("\n") > 3:
            continue
        heading = bisect_left(markdown.headings, span.start, key=lambda each: each.span.start)
        above = markdown.headings[heading - 1].level if heading else 1
        level = min(above if above > 1 else 2, _DEEPEST)
        yield Finding(
            span,
            "This line in bold looks like a heading, and is none.",
            f"Begin it with {'#' * level} instead of the stars.",
            fix=Fix((Edit(span, f"{'#' * level} {words}"),), safe=False, title="make it a heading"),
        )
