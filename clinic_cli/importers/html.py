"""HTML to Markdown, proved: what a reader sees of the Markdown is what they saw of the HTML, word for word.

A library converts. Its result is rendered and compared; a block that came out different stays as HTML, which Markdown
allows. Then backslashes that change nothing are taken out again, so that therapists get text that they can edit.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from clinic_cli.content.markdown import render_html
from clinic_cli.errors import ClinicError
from clinic_cli.importers.extra import library
from clinic_cli.importers.material import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS: Final = frozenset(("div", "section", "article", "main", "header", "footer", "aside", "nav", "center", "figure",
                            "details", "fieldset", "hgroup", "address", "body", "noscript"))  # fmt: skip
BLOCKS: Final = GROUPS | frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "tr",
     "td", "th", "thead", "tbody", "tfoot", "caption", "figcaption", "hr", "summary", "legend", "form")
)  # fmt: skip
SILENT: Final = frozenset(("script", "style", "template", "title", "svg", "math", "canvas", "iframe", "object"))
_KEPT_INLINE: Final = ["abbr", "ins", "kbd", "mark", "q", "sub", "sup"]
_KEPT_ATTRIBUTES: Final = frozenset(("href", "src", "alt", "title", "colspan", "rowspan", "start", "value", "datetime"))
_MEDIA: Final = {
    "iframe": "Embedded page",
    "video": "Video",
    "audio": "Recording",
    "object": "Embedded file",
    "embed": "Embedded file",
}
_CONTROLS: Final = frozenset(("form", "input", "select", "textarea", "button"))
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_PLAYED: Final = ".//source/@src | .//embed/@src | .//iframe/@src | .//param[@name='movie' or @name='src']/@value"
_SEEN: Final = "self::hr | .//hr | .//img"
_FILLED_IN: Final = " | ".join(f".//{name}" for name in (*sorted(_CONTROLS), "label"))
_PROSE: Final = 400
"""So many characters in paragraphs are more than a form says of itself."""
_EMPHASIS: Final = ("b", "em", "i", "strong")
_NO_IMAGE: Final = "\ue000"
"""Stands behind an exclamation mark before a link, which together would make a picture; from the private use area."""
MAX_DEPTH: Final = 200
_ABOVE_QUOTATION: Final = re.compile(r"(?m)^(?!>)([^\n]+)\n(?=> )")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_MOST_RENDERED: Final = 10_000_000
"""How many characters are rendered to try backslashes one by one; beyond that they stay, and show nothing."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~&=()])")


class Converted(NamedTuple):
    """Markdown, and what did not come over as it was."""

    markdown: str
    losses: tuple[Loss, ...]


def to_markdown(html: str) -> Converted:
    """Return HTML as Markdown that renders to the same words in the same order; raise ClinicError without the extra."""
    if "<" not in html and "&" not in html:
        return Converted(plain_markdown(html), ())
    root = parse_html(html)
    if depth_of(root) > MAX_DEPTH:
        text = entities.unescape(re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", "\n\n", html))
        return Converted(
            plain_markdown(text), (Loss("markup", "nested too deep to read; the words came over as plain text"),)
        )
    return tree_to_markdown(root)


def tree_to_markdown(root: Any) -> Converted:
    """Return an element tree, which is used up, as Markdown."""
    losses = _tidy(root)
    blocks = [block for block in _blocks_of(root) if words_of(block) or block.xpath(_SEEN)]
    return Converted(_lightened(_proved(blocks, losses)), tuple(losses))


def parse_html(html: str) -> Any:
    """Return HTML as an element tree below a `div`; whatever stands in it, it is read."""
    return library("lxml.html").fragment_fromstring(_readable(html), create_parent="div", parser=_parser())


def parse_page(html: str) -> Any:
    """Return a whole page as an element tree; raise ClinicError for one that no program could mean."""
    lxml_html = library("lxml.html")
    try:
        document = lxml_html.document_fromstring(_readable(html).lstrip(), parser=_parser())
    except library("lxml.etree").ParserError:  # there is nothing in it
        document = lxml_html.document_fromstring("<p></p>", parser=_parser())
    if depth_of(document) > MAX_DEPTH:  # where a line stands is asked of all that it stands in
        raise ClinicError(
            "The elements of this page are nested too deep",
            "Copy the text of the article into a text file, and import that.",
        )
    return document


def _readable(html: str) -> str:
    return re.sub(r"<\?xml[^<>]*\?>|[\x00-\x08\x0b\x0c\x0e-\x1f\ue000\ufffe\uffff]", "", html)


def _parser() -> Any:
    return library("lxml.html").HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)


def words_of(root: Any) -> str:
    """Return what a reader sees of a tree as one line: blocks part words, white space is collapsed."""
    return " ".join(_shown(root).split())


def rows_of(root: Any) -> str:
    """Return what a reader sees of a tree, with a line end for each forced line break."""
    return "\n".join(" ".join(row.split()) for row in _shown(root, "\n").split("\n") if row.strip())


def _shown(root: Any, line_break: str = " ") -> str:
    from lxml import etree

    parts: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag
        if name in SILENT:
            silent += 1 if event == "start" else -1
        if name == "br":
            parts.append(line_break if event == "start" else "")
        elif name in BLOCKS:
            parts.append(" ")
        text = element.text if event == "start" else element.tail
        if text and not silent and (event == "start" or element is not root):
            parts.append(text.replace("\n", " "))
    return "".join(parts)


def depth_of(root: Any) -> int:
    """Return how many elements stand in each other at the most."""
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _tidy(root: Any) -> list[Loss]:
    """Take out of a tree what Markdown has no place for, and return what that was."""
    losses: list[Loss] = []
    gone: Counter[str] = Counter()
    pending = [root]
    while pending:  # what stands in something that is left out is not met
        element = pending.pop()
        name, inner = element.tag, list(element)
        if name == "form" and holds_prose(element):
            name = element.tag = "div"
        if not isinstance(name, str):
            continue
        if name in ("script", "style", "template", "svg", "math", "canvas"):
            gone[f"<{name}>"] += name not in ("style", "template")
            element.drop_tree()
            continue
        if name in _MEDIA:
            _link_instead(element, losses)
            continue
        if name in _CONTROLS:
            said = " ".join(element.text_content().split())
            losses.append(Loss(f"<{name}>", f"left out{f', with its words: {said}' if said else ''}"))
            element.drop_tree()
            continue
        pending += reversed(inner)
        if name == "img":
            _mend_image(element, losses)
        elif name == "a":
            _mend_link(element, losses)
        elif name in ("figcaption", "summary", "legend") or (name in _HEADINGS and not words_of(element)):
            element.tag = "p"
    losses += [Loss(name, f"left out ({count})") for name, count in gone.items() if count]
    return losses


def _link_instead(element: Any, losses: list[Loss]) -> None:
    """Put a link in the place of something that plays or is embedded."""
    lxml_html = library("lxml.html")
    told = [element.get("src"), element.get("data"), *element.xpath(_PLAYED)]
    target = next((each.strip() for each in told if each and each.strip()), "")
    name = element.get("title") or _MEDIA[element.tag]
    losses.append(Loss(f"<{element.tag}>", f"became a link to {target}" if target else "left out: it names no address"))
    if not target:
        element.drop_tree()
        return
    paragraph = lxml_html.Element("p")
    anchor = lxml_html.Element("a", href=f"https:{target}" if target.startswith("//") else target)
    anchor.text = name
    paragraph.append(anchor)
    paragraph.tail = element.tail
    element.getparent().replace(element, paragraph)


def holds_prose(form: Any) -> bool:
    """Whether a form holds the page itself, as some servers put all of it into one, and not only what is filled in."""
    prose = form.iter("p", "li", "blockquote", *_HEADINGS)
    return sum(len(words_of(each)) for each in prose if not each.xpath(_FILLED_IN)) > _PROSE


def _mend_image(image: Any, losses: list[Loss]) -> None:
    lazy = next((image.get(key) for key in ("data-src", "data-lazy-src", "data-original") if image.get(key)), None)
    if lazy and (not image.get("src") or str(image.get("src")).startswith("data:")):
        image.set("src", lazy)
    source = image.get("src") or ""
    if not source or source.startswith("data:"):
        losses.append(
            Loss(
                "picture",
                "left out: it stands inside of the page, not in a file" if source else "left out: it names no file",
            )
        )
        image.drop_tree()


def _mend_link(link: Any, losses: list[Loss]) -> None:
    target = (link.get("href") or "").strip()
    if re.match(r"(?i)\s*(javascript|vbscript|data):", target):
        losses.append(Loss("link", f"left out, its words stay: {target[:60]}"))
        target = ""
    if not target or not (link.find(".//img") is not None or words_of(link)):
        link.drop_tag()  # nobody sees a link without words
        return
    link.set("href", target)
    if leaves := [each for each in link.iterdescendants() if each.tag in BLOCKS and not _holds_blocks(each)]:
        for leaf in leaves:
            _link_inside(leaf, link)
        link.tag = "div"
        link.attrib.clear()
        return
    before = link.getprevious()
    if before is None and (link.getparent().text or "").endswith("!"):
        link.getparent().text += _NO_IMAGE
    elif before is not None and (before.tail or "").endswith("!"):
        before.tail += _NO_IMAGE


def _holds_blocks(element: Any) -> bool:
    return any(each.tag in BLOCKS for each in element.iterdescendants())


def _link_inside(block: Any, link: Any) -> None:
    """Give all that a block holds the link that stands around the block, for which Markdown has no form."""
    inner = library("lxml.html").Element("a", {name: link.get(name) for name in ("href", "title") if link.get(name)})
    inner.text, block.text = block.text, None
    inner.extend(list(block))
    if words_of(inner) or inner.find(".//img") is not None:
        block.append(inner)


def _blocks_of(root: Any) -> Iterator[Any]:
    """Yield the blocks of a tree in order; what stands loose between them becomes paragraphs."""
    lxml_html = library("lxml.html")
    loose = lxml_html.Element("p")
    loose.text = root.text
    for child in list(root):
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS or _holds_blocks(child):
            if len(loose) or (loose.text or "").strip():
                yield loose
            loose = lxml_html.Element("p")
            if child.tag in GROUPS or child.tag not in BLOCKS:
                yield from _blocks_of(child)
            else:
                yield child
            loose.text = tail
        else:
            child.tail = tail
            loose.append(child)
    if len(loose) or (loose.text or "").strip():
        yield loose


@cache
def _converter(*kept: str) -> Any:
    library_ = library("html_to_markdown")
    options = library_.ConversionOptions(
        escape_asterisks=True,
        escape_underscores=True,
        escape_misc=True,
        highlight_style="none",
        expand_abbreviations=False,
        include_blockquote_citations=False,
        extract_metadata=False,
        hidden_content="all",
        preserve_tags=[*_KEPT_INLINE, *kept],
        bullets="-",
        compact_tables=True,
        newline_style="backslash",
    )

    def convert(html: str) -> str:
        try:
            markdown = str(library_.convert(html, options).content or "")
        except library_.ConversionError:
            return ""
        if "```" not in markdown:
            markdown = _ABOVE_QUOTATION.sub(r"\1\n\n", markdown)
        return re.sub(r"(?:\\\n){2,}", "\n\n", markdown).replace("!" + _NO_IMAGE, "\\!").strip("\n")

    return convert


def _proved(blocks: list[Any], losses: list[Loss]) -> str:
    """Return blocks as Markdown with the same words, halving the text until what does not come out equal is found."""
    if not blocks:
        return ""
    lxml_html = library("lxml.html")
    source = "\n".join(lxml_html.tostring(block, encoding="unicode") for block in blocks)
    wanted = " ".join(filter(None, map(words_of, blocks))).replace(_NO_IMAGE, "")
    pictures = [source for block in blocks for source in _pictures(block)]
    simple = not any(_is_complex(block) for block in blocks)
    # stars that stand between letters and quotation marks stress nothing, so a second try spells emphasis as tags
    for kept in ((), _EMPHASIS)[: 1 + (len(blocks) == 1)] if simple else ():
        markdown = str(_converter(*kept)(source))
        rendered = parse_html(render_html(markdown))
        if words_of(rendered) == wanted and _pictures(rendered) == pictures:
            return markdown
    if len(blocks) == 1:
        return _as_html(blocks[0], wanted, losses)
    middle = len(blocks) // 2
    return "\n\n".join(filter(None, (_proved(blocks[:middle], losses), _proved(blocks[middle:], losses))))


def shown_words(markdown: str) -> str:
    """Return what a reader sees of a Markdown text, as `words_of` gives it."""
    return words_of(parse_html(render_html(markdown)))


def _pictures(root: Any) -> list[str]:
    """Return the addresses of a tree's pictures, in order and decoded, as they are written in several ways."""
    return [unquote(" ".join(image.get("src", "").split())) for image in root.iter("img")]


def _is_complex(block: Any) -> bool:
    """Whether a block holds what Markdown cannot say: cells that span others or hold blocks, lists of definitions."""
    return any(
        each.tag == "dl"
        or (
            each.tag in ("td", "th")
            and (
                each.get("colspan", "1") != "1"
                or each.get("rowspan", "1") != "1"
                or sum(child.tag in BLOCKS for child in each.iterdescendants()) > 1
            )
        )
        for each in block.iter()
    )


def _as_html(block: Any, wanted: str, losses: list[Loss]) -> str:
    """Return a block as HTML inside of Markdown: without blank lines, which would end it."""
    lxml_html = library("lxml.html")
    for element in block.iter():
        kept = {name: value for name, value in element.attrib.items() if name in _KEPT_ATTRIBUTES}
        element.attrib.clear()  # all at once, as some pages give names that cannot be asked for
        element.attrib.update(kept)
    html = lxml_html.tostring(block, encoding="unicode").replace(_NO_IMAGE, "").strip()
    html = re.sub(r"(?s)(?<=<pre>).*?(?=</pre>)", lambda match: match[0].replace("\n", "&#10;"), html)
    html = re.sub(r"\n\s*\n", "\n", html)
    if shown_words(html) == wanted:
        losses.append(Loss(f"<{block.tag}>", "kept as HTML, since Markdown has no form for it"))
        return html
    losses.append(Loss(f"<{block.tag}>", "its words came over as plain text"))
    return plain_markdown(wanted)


def plain_markdown(text: str) -> str:
    """Return plain text as Markdown paragraphs that show it as it is."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return _lightened("\n\n".join(_MARKUP.sub(r"\\\1", part) for part in paragraphs if part))


def _lightened(markdown: str) -> str:
    """Return Markdown without the backslashes that it renders the same without."""
    if "\\" not in markdown:
        return markdown
    rendered = render_html(markdown)
    parts: list[str] = []
    left = _MOST_RENDERED
    for part in markdown.split("\n\n"):
        light = _ESCAPED.sub(r"\1", part)
        if light != part and render_html(light) != render_html(part):
            left -= len(part) * part.count("\\")
            light = _lightened_part(part) if left > 0 else part
        parts.append(light)
    light = "\n\n".join(parts)
    return light if render_html(light) == rendered else markdown


def _lightened_part(part: str) -> str:
    """Return a paragraph without the backslashes that it renders the same without, each of which is tried."""
    rendered = render_html(part)
    at = 0
    while match := _ESCAPED.search(part, at):
        shorter = part[: match.start()] + part[match.start() + 1 :]
        kept = render_html(shorter) != rendered
        part = part if kept else shorter
        at = match.start() + (2 if kept else 1)
    return part
