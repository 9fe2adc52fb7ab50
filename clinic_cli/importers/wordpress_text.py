"""The text of a WordPress post as HTML: what its blocks, its classic editor and its shortcodes stand for."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from clinic_cli.importers.material import Loss

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_BLOCK_COMMENT: Final = re.compile(r"<!--\s*(/?)wp:([a-z][a-z0-9/_-]*)\s*(\{.*?\}\s*)?(/?)-->", re.DOTALL)
_REFERENCE: Final = re.compile(r'"ref"\s*:\s*(\d+)')
_SEPARATORS: Final = re.compile(r"<!--\s*(more|nextpage|noteaser)\b.*?-->", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_BARE_ADDRESS: Final = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"]+)[ \t]*$")

_BARE_BLOCKS: Final = ("separator", "spacer", "more", "nextpage")
_TAGS: Final = (
    "(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address"
    "|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu"
    "|summary|script|iframe|video|audio)"
)
_VERBATIM: Final = re.compile(r"<(pre|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_OPENS_OR_CLOSES: Final = re.compile(rf"(</?{_TAGS}(?:[\s/][^>]*)?>)", re.IGNORECASE)
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAF: Final = "(?:p|h[1-6]|li|td|th|dt|dd|figcaption|caption|summary|legend)"
_DOUBLE_PARAGRAPH: Final = re.compile(
    rf"(<{_LEAF}(?:\s[^>]*)?>)\s*<p>((?:(?!</?p\b).)*)</p>\s*(?=</{_LEAF}\s*>|<[uo]l\b)", re.DOTALL | re.IGNORECASE
)
_KEPT: Final = re.compile(r"<x-(\d+)></x-\1>")

_SHORTCODE: Final = re.compile(r"(?<!\[)\[(/?)([A-Za-z][A-Za-z0-9_-]*)((?:\s+|\s*=)[^\[\]]*)?/?\](?!\])")
_CAPTION: Final = re.compile(r"\[(caption|wp_caption)\b([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
_EMBED: Final = re.compile(r"\[embed\b[^\]]*\]\s*(\S+?)\s*\[/embed\]")
_PICTURE: Final = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"\bcaption\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def post_html(
    content: str, reusable: Mapping[str, str] | None = None, known: Collection[str] = ()
) -> tuple[str, list[Loss]]:
    """Return a post's content as plain HTML, with what WordPress alone could have filled in.

    `reusable` holds the text of blocks that posts refer to, by id; `known` names those that somebody else fills in.
    """
    losses: list[Loss] = []
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    pages = sum(match[1] == "nextpage" for match in _SEPARATORS.finditer(content))
    if pages:
        losses.append(Loss("page breaks", f"left out ({pages}); the text is one page"))
    content = _SEPARATORS.sub("\n\n", content)
    content = _EMBED.sub(lambda match: f"\n\n{match[1]}\n\n", content)
    content = _CAPTION.sub(_figure, content)
    return _blocks(content, reusable or {}, losses, (*_BARE_BLOCKS, *known)), losses + _shortcodes(content)


def _figure(match: re.Match[str]) -> str:
    picture = _PICTURE.fullmatch(match[3])
    if not picture:
        return match[0]
    told = _ATTRIBUTE.search(match[2])
    caption = picture[2].strip() or (entities.unescape(told[1] or told[2] or "") if told else "")
    return f"\n\n<figure>{picture[1]}<figcaption>{caption}</figcaption></figure>\n\n"


def _shortcodes(content: str) -> list[Loss]:
    """Name what only a plugin could have filled in; `[sic]` and `[1]` are words of the text."""
    closed = {match[2] for match in _SHORTCODE.finditer(content) if match[1]}
    found: Counter[str] = Counter()
    for match in _SHORTCODE.finditer(_COMMENT.sub("", content)):
        name, rest = match[2], match[3] or ""
        alone = (
            not content[: match.start()].rpartition("\n")[2].strip()
            and match[0] == content[match.start() :].partition("\n")[0].strip()
        )
        if not match[1] and ("=" in rest or name in closed or "_" in name or "-" in name or (alone and name.islower())):
            found[name] += 1
    return [
        Loss(f"shortcode [{name}]", "stands in the text as it is" + (f" ({count} times)" if count > 1 else ""))
        for name, count in found.items()
    ]


def _blocks(content: str, reusable: Mapping[str, str], losses: list[Loss], known: Collection[str]) -> str:
    """Return content without its block comments; what stands outside of blocks is from the classic editor."""
    parts: list[str] = []
    empty: Counter[str] = Counter()
    classic: list[bool] = [True]
    at = 0
    for match in _BLOCK_COMMENT.finditer(content):
        piece = content[at : match.start()]
        parts.append(paragraphs(piece) if classic[-1] else _linked(piece))
        at = match.end()
        closes, name, attributes, alone = match.groups()
        if closes:
            classic = classic[:-1] or [True]
        elif not alone:
            classic.append(name in ("freeform", "core/freeform"))
        elif name == "block" and attributes and (found := _REFERENCE.search(attributes)) and found[1] in reusable:
            inner = {id: text for id, text in reusable.items() if id != found[1]}  # one that holds itself ends here
            parts.append(_blocks(reusable[found[1]], inner, losses, known))
        elif name not in known:
            empty[name] += 1
    piece = content[at:]
    parts.append(paragraphs(piece) if classic[-1] else _linked(piece))
    losses += [
        Loss(
            f"block {name}",
            "left out: WordPress fills it only when it shows the page" + (f" ({count} times)" if count > 1 else ""),
        )
        for name, count in empty.items()
    ]
    return "\n".join(parts)


def _linked(html: str) -> str:
    """Return HTML in which an address alone on its line, which WordPress would have embedded, is a link."""
    return _BARE_ADDRESS.sub(lambda match: f'<p><a href="{match[1]}">{match[1]}</a></p>', html)


def _with_breaks(part: str) -> str:
    """Return a paragraph with a break at the end of each line, but the last, and no blanks around it."""
    lines = part.split("\n")
    for at, line in enumerate(lines[:-1]):
        line = line.rstrip(" \t")
        start = line.rfind("<")
        lines[at] = line[:start] if start >= 0 and _LINE_BREAK.fullmatch(line, start) else line
    return "<br>".join([lines[0], *(line.lstrip(" \t") for line in lines[1:])])


def paragraphs(text: str) -> str:
    """Return a classic editor's text as HTML: blank lines part paragraphs and other line ends break lines.

    It is what WordPress does to such a text whenever it shows it (`wpautop`).
    """
    text = _COMMENT.sub("", text)
    if not text.strip():
        return ""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<x-{len(kept) - 1}></x-{len(kept) - 1}>\n\n"

    text = _VERBATIM.sub(keep, text)
    text = re.sub(r"<[A-Za-z/][^<>]*>", lambda match: match[0].replace("\n", " "), text)
    text = _linked(text)
    text = re.sub(r"(?i)<br\s*/?>\s*<br\s*/?>", "\n\n", text)
    text = _OPENS_OR_CLOSES.sub(r"\n\n\1\n\n", text)
    shown: list[str] = []
    for part in re.split(r"\n\s*\n", text):
        part = part.strip()
        if not part or _OPENS_OR_CLOSES.fullmatch(part) or _KEPT.fullmatch(part):
            shown.append(part)
        else:
            shown.append(f"<p>{_with_breaks(part)}</p>")
    html = "\n".join(filter(None, shown))
    # a paragraph that the author wrote as a tag holds its text itself
    html = _DOUBLE_PARAGRAPH.sub(r"\1\2", html)
    return _KEPT.sub(lambda match: kept[int(match[1])], html)
