"""Markdown to HTML that is safe on any page: every body passes nh3, the only module that knows it."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import quote

import nh3

from clinic_cli.content.html import KEPT_TAGS
from clinic_cli.content.markdown import anchors_of, render_html
from clinic_cli.exporters.output import Use

WORDS_A_MINUTE: Final = 230

Resolve = Callable[[str, str], str | None]
"""Return what a `href` or `src` (named first) leads to, or None to drop it; only addresses that nh3 lets through are asked."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": {"dir", "lang"},
    "a": {"aria-label", "href", "hreflang", "id", "role", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "dfn": {"title"},
    "div": {"id"},
    "img": {"alt", "src", "title"},
    "input": {"aria-label", "checked"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_CLASSES: Final = {
    "div": {"clinic-footnote"},
    "sup": {"clinic-footnote-mark"},
    "td": {"clinic-align-right", "clinic-align-center"},
    "th": {"clinic-align-right", "clinic-align-center"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel", "sms"}
_NUMBER: Final = re.compile(r"-?\d{1,6}")
_SPAN: Final = re.compile(r"[1-9]\d?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_VALUES: Final = {
    "aria-label": re.compile(r"Done|To do|Back to note \d{1,6} in the text"),
    "colspan": _SPAN,
    "dir": re.compile(r"ltr|rtl|auto"),
    "hreflang": _LANGUAGE,
    "lang": _LANGUAGE,
    "role": re.compile(r"doc-noteref|doc-backlink"),
    "rowspan": _SPAN,
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "start": _NUMBER,
    "value": _NUMBER,
}
_OWN_ID: Final = re.compile(r"fn(?:ref)?\.\d{1,6}")
_HEADING_ID: Final = re.compile(r"[\w-]{1,200}")

_REFERENCE: Final = re.compile(r'<sup class="footnote-reference"><a href="#[^"]*">(\d+)</a></sup>')
_DEFINITION: Final = re.compile(
    r'<div class="footnote-definition" id="[^"]*"><sup class="footnote-definition-label">(\d+)</sup>'
)
_ALIGNED: Final = re.compile(r'<(t[hd]) style="text-align: (left|right|center)">')
_HEADING: Final = re.compile(r"<(h[1-6])((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_EXPLICIT_ID: Final = re.compile(r' id="([^"]*)"')
_HIDDEN_IN_ANCHOR: Final = re.compile(
    r'<code>.*?</code>|<a href="([^"]*)">\1</a>|<[^">]*(?:"[^"]*"[^">]*)*>', re.DOTALL
)
_TAG: Final = re.compile(r'<(/?)([a-z0-9]+)[^">]*(?:"[^"]*"[^">]*)*>')
_ANY_TAG: Final = re.compile(r"<[^>]*>")
_ALT: Final = re.compile(r' alt="([^"]*)"')
_NOTE: Final = re.compile(r'<div class="clinic-footnote" id="fn\.(\d+)">(?:(?!<div\b).)*?</div>\n?', re.DOTALL)
_BLOCK_TAG: Final = re.compile(r"</?(?:blockquote|div|p|pre)>")
_CAPTION: Final = re.compile(r"<figure>.*?</figure>|(</?)figcaption>", re.DOTALL)
_PRE: Final = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_MARK: Final = re.compile(r'<sup class="clinic-footnote-mark">(.*?)</sup>')
_GAPS: Final = re.compile(r"\n{3,}")
_NOT_IN_ADDRESSES: Final = re.compile(r'[\s"<>\\^`{|}]')
_OPENED: Final = r'(?: (?!src=)[a-z-]+="[^"]*")*>'
_PICTURE_OF_NOTHING: Final = re.compile(rf"<img{_OPENED}")
_AROUND_NOTHING: Final = re.compile(rf"<(a|em|p|strong){_OPENED}\s*</\1>\n?")
_BLOCKS: Final = frozenset(
    (*_HEADINGS, "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "ol", "p", "pre")
) | frozenset(("caption", "summary", "table", "tbody", "tfoot", "thead", "ul"))


class Body(NamedTuple):
    """A text as safe HTML, with what it takes to read it; `uses` tells where links within the project led."""

    html: str
    uses: tuple[Use, ...] = ()

    @property
    def text(self) -> str:
        """The same as plain text."""
        return plain_text(self.html)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(_ANY_TAG.sub(" ", self.html).split())

    @property
    def minutes(self) -> int:
        """Whole minutes it takes to read, at least one."""
        return max(1, math.ceil(self.words / WORDS_A_MINUTE))


class Sanitizer:
    """Render bodies one after the other through one nh3 cleaner, which costs more to make than to use."""

    def __init__(self) -> None:
        self._resolve: Resolve = _unchanged
        self._cleaner = nh3.Cleaner(
            tags=set(KEPT_TAGS),
            clean_content_tags={"iframe", "noscript", "object", "script", "style", "svg", "template", "title"},
            attributes=_ATTRIBUTES,
            attribute_filter=self._filter,
            link_rel=None,
            url_schemes=_SCHEMES,
            allowed_classes=_CLASSES,
            tag_attribute_values={"input": {"type": {"checkbox"}}},
            set_tag_attribute_values={"input": {"disabled": ""}},
        )

    def render(self, markdown: str, resolve: Resolve | None = None) -> Body:
        """Return a Markdown text as safe HTML whose headings have the ids that `Markdown.anchors` names."""
        self._resolve = resolve or _unchanged
        clean = self._cleaner.clean(_prepared(render_html(markdown)))
        if "<img" in clean:
            clean = _without_pictures_of_nothing(clean)
        if "<figcaption" in clean:
            clean = _CAPTION.sub(lambda match: f"{match[1]}div>" if match[1] else match[0], clean)
        if "<h" in clean:
            clean = _with_anchors(clean)
        if 'class="clinic-footnote"' in clean:
            notes = sorted(_NOTE.finditer(clean), key=lambda match: int(match[1]))
            clean = _NOTE.sub("", clean) + "".join(match[0] for match in notes)
        return Body(clean)

    def _filter(self, tag: str, name: str, value: str) -> str | None:
        if name == "href" or name == "src":
            return self._resolve(name, _NOT_IN_ADDRESSES.sub(_quoted, value.strip()))
        if name == "id":
            return value if (_HEADING_ID if tag in _HEADINGS else _OWN_ID).fullmatch(value) else None
        if valid := _VALUES.get(name):
            return value if valid.fullmatch(value) else None
        return value


def _unchanged(name: str, address: str) -> str | None:
    return address


def _prepared(rendered: str) -> str:
    """Give footnotes ids that collide with nothing, task boxes names, and cells classes; all of it is sanitised after."""
    if 'class="footnote-' in rendered:
        seen: set[str] = set()

        def reference(match: re.Match[str]) -> str:
            number = match[1]
            mark = "" if number in seen else f' id="fnref.{number}"'
            seen.add(number)
            return (
                f'<sup class="clinic-footnote-mark"><a href="#fn.{number}"{mark} role="doc-noteref">{number}</a></sup>'
            )

        rendered = _REFERENCE.sub(reference, rendered)
        rendered = _DEFINITION.sub(
            r'<div class="clinic-footnote" id="fn.\1"><sup class="clinic-footnote-mark"><a href="#fnref.\1" role="doc-backlink"'
            r' aria-label="Back to note \1 in the text">\1</a></sup>',
            rendered,
        )
    if "<input" in rendered:
        rendered = rendered.replace(
            '<input disabled="" type="checkbox"/>', '<input type="checkbox" aria-label="To do">'
        )
        rendered = rendered.replace(
            '<input disabled="" type="checkbox" checked=""/>', '<input type="checkbox" aria-label="Done" checked>'
        )
    if "<table" in rendered:
        rendered = _ALIGNED.sub(_aligned, rendered)
    return rendered


def _aligned(match: re.Match[str]) -> str:
    return f"<{match[1]}>" if match[2] == "left" else f'<{match[1]} class="clinic-align-{match[2]}">'


def _quoted(match: re.Match[str]) -> str:
    return quote(match[0])


def _without_pictures_of_nothing(clean: str) -> str:
    """Leave out pictures that lead nowhere, and what stood around nothing else."""
    clean, count = _PICTURE_OF_NOTHING.subn("", clean)
    while count:
        clean, count = _AROUND_NOTHING.subn("", clean)
    return clean


def _with_anchors(clean: str) -> str:
    """Give headings the ids that links name, and levels that begin below the page's own title and leave none out."""
    anchors = anchors_of([(_heading_text(match[3]), _own_id(match[2])) for match in _HEADING.finditer(clean)])
    above: list[str] = []

    def heading(match: re.Match[str]) -> str:
        attributes = f'{_EXPLICIT_ID.sub("", match[2])} id="{html.escape(next(anchors))}"'
        content = _BLOCK_TAG.sub("", match[3])
        written = max(match[1], "h2")
        while above and above[-1] >= written:
            above.pop()
        above.append(written)
        level = f"h{1 + len(above)}"
        return f"<{level}{attributes}>{content}</{level}>"

    return _HEADING.sub(heading, clean)


def _heading_text(content: str) -> str:
    return html.unescape(_HIDDEN_IN_ANCHOR.sub("", content))


def _own_id(attributes: str) -> str:
    found = _EXPLICIT_ID.search(attributes)
    return html.unescape(found[1]) if found else ""


def plain_text(clean: str) -> str:
    """Return the words of sanitised HTML: blank lines between blocks, a line an item or row, alt texts for pictures."""
    parts = _PRE.split(_MARK.sub(r"[\1]", clean))
    parts[::2] = [_words(part) for part in parts[::2]]
    parts[1::2] = [f"\n\n{_TAG.sub('', code)}\n\n" for code in parts[1::2]]
    return _GAPS.sub("\n\n", html.unescape("".join(parts))).strip()


def _words(part: str) -> str:
    spoken = _TAG.sub(_spoken, " ".join(part.split()))
    return "\n".join([line.strip(" \t") for line in spoken.split("\n")])


def _spoken(match: re.Match[str]) -> str:
    closing, tag = match[1], match[2]
    if tag in _BLOCKS:
        return "\n\n"
    if tag == "li":
        return "" if closing else "\n- "
    if tag in ("br", "tr"):
        return "\n"
    if tag in ("td", "th"):
        return "\t" if closing else ""
    if tag == "input":
        return "[x]" if " checked" in match[0] else "[ ]"
    if tag == "img" and (alt := _ALT.search(match[0])):
        return alt[1]
    return ""
