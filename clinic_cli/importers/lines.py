"""A page as lines in reading order, and what each of them is: body, byline, credit, clients' words, contact or frame."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.importers import clients
from clinic_cli.importers.boilerplate import is_boilerplate
from clinic_cli.importers.bylines import byline, photo_credit, published_on
from clinic_cli.importers.contact import contact

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.importers.material import Person

_LONG: Final = 400
_FEW: Final = 100
"""So many rows are as good as all of them to tell a paragraph."""
_BULLET: Final = re.compile(r"[ \t]*([•‣◦▪●*·+-]|–|\d{1,2}[.)])[ \t]+(?=\S)")
_OPENING: Final = ("“", '"', "«", "„", "‘")
_CLOSING: Final = ("”", '"', "»", "“", "’")
_MOST_PARAGRAPHS: Final = 8
PROSE: Final = 40
"""A line longer than this is an article's, not a menu's."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A paragraph, item or heading; `text` keeps forced line breaks.

    `item` numbers the list item, quotation or card that the line stands in, 0 for none. `region` is article, page for
    what stands around it, or clients where the page itself says that clients speak. `node` is whatever it came from.
    """

    text: str
    item: int = 0
    heading: bool = False
    region: str = "article"
    node: Any = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A client's words with the name below them, "" where there is none."""

    paragraphs: tuple[str, ...]
    name: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Sorted:
    """The lines of a page by what they are; `frame` was left out as part of the page."""

    title: str = ""
    people: tuple[Person, ...] = ()
    day: date | None = None
    credit: str = ""
    body: list[Line] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    frame: list[Line] = field(default_factory=list)
    claimed: list[Line] = field(default_factory=list)


def text_lines(text: str) -> list[Line]:
    """Return the lines of a plain text: blank lines part paragraphs, bullets begin items, what is indented goes on."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").expandtabs(4).split("\n")
    one_a_row = not any(not row.strip() for row in rows[1:-1]) and sum(map(len, rows)) > 100 * len(rows)
    lines: list[Line] = []
    chunk: list[str] = []
    item, items, inner = 0, 0, 0
    mark = ""
    blank = True

    def flush() -> None:
        if chunk:
            lines.append(Line(" ".join(" ".join(chunk).split()), item, node=mark if item else None))
            chunk.clear()

    for row in rows:
        if not row.strip():
            flush()
            blank = True
            continue
        bullet = _BULLET.match(row)
        indent = len(row) - len(row.lstrip())
        before = chunk[-1] if chunk else lines[-1].text if lines else ""
        signs = bullet and bullet[1] in "-–" and before.endswith(_CLOSING) and clients.client_name(row[bullet.end() :])
        if bullet and not signs and (blank or item or bullet[1] in "•‣◦▪●*·+-" or before.endswith(":")):
            flush()
            items += 1
            item, inner, mark = items, bullet.end(), bullet[1]
            row = row[bullet.end() :]
        elif item and blank and indent < min(inner, 2):
            flush()
            item = 0
        elif one_a_row or (chunk and (_stands_alone(row) or _stands_alone(" ".join(chunk[:_FEW])))):
            flush()
        chunk.append(row.strip())
        blank = False
    flush()
    return lines


def _stands_alone(row: str) -> bool:
    if len(row) > _LONG:  # a paragraph
        return False
    return bool(is_boilerplate(row) or byline(row) or photo_credit(row) or clients.is_heading(row) or published_on(row))


def sort_lines(lines: list[Line], *, has_title: bool = False) -> Sorted:
    """Return what each line is; `has_title` where the page's title is known and no line is taken for it."""
    page = Sorted()
    spoken = {id(line): group for group in _spoken_in(lines) for line in group.lines}
    article = [line for line in lines if line.region == "article" and id(line) not in spoken]
    head = [line for line in article if not is_boilerplate(line.text)][:8]
    prose = [at for at, line in enumerate(article) if len(line.text) > PROSE] or [0]
    inside = {id(line) for line in article[prose[0] : prose[-1] + 1]}
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        if group := spoken.get(id(line)):
            if line is group.lines[0] and group.paragraphs not in seen:
                seen.add(group.paragraphs)
                page.spoken.append(group)
            page.claimed.append(line)
        elif not _take(page, line, line in head or line.region == "page", inside=id(line) in inside):
            (page.body if line.region == "article" else page.frame).append(line)
    if not has_title:
        _take_title(page, article)
    return page


def _take(page: Sorted, line: Line, early: bool, *, inside: bool) -> bool:
    """Take a line that is no body out of the page; `early` about the article's head, `inside` between its paragraphs."""
    if is_boilerplate(line.text, inside=inside) or clients.is_heading(line.text):
        page.frame.append(line)
    elif (
        not page.people and (early or line.text.lower().startswith(("by ", "written by"))) and (found := _byline(line))
    ):
        page.people, page.day = found[0], page.day or found[1]
    elif early and page.day is None and (day := published_on(line.text)):
        page.day = day
    elif not page.credit and line.region == "article" and (credit := photo_credit(line.text)):
        page.credit = credit
    elif (settings := _contact(line, page)) is not None:
        page.settings = merged(settings, page.settings)
    else:
        return False
    page.claimed.append(line)
    return True


def merged(settings: dict[str, str], wins: dict[str, str]) -> dict[str, str]:
    """Return settings of two places; one without a value gives way."""
    return {**settings, **{key: value for key, value in wins.items() if value or key not in settings}}


def _byline(line: Line) -> tuple[tuple[Person, ...], date | None] | None:
    """Return the people and the day of a byline, which may go over two lines: the name, and the day below it."""
    rows = [row for row in line.text.split("\n") if row.strip()]
    found = byline(" ".join(rows)) or (byline(rows[0]) if rows else None)
    if not found:
        return None
    days = (published_on(row) for row in rows[1:])
    return found.people, found.day or next((day for day in days if day), None)


def _contact(line: Line, page: Sorted) -> dict[str, str] | None:
    """Return settings in a line around the article, or below its last words; inside of it, numbers are its own."""
    if line.region == "article" and not (page.credit or page.spoken) and len(line.text) > 120:
        return None
    return contact(line.text)


def _take_title(page: Sorted, article: list[Line]) -> None:
    first = next((line for line in page.body if line.region == "article"), None)
    if not first or len(first.text) > 110 or first.item or first.text.rstrip().endswith((".", ",", ";", ":")):
        return
    at = article.index(first)
    left = set(map(id, page.body))
    behind = next((line for line in article[at + 1 :] if id(line) in left), None)
    is_followed = article[at + 1 : at + 2] == [behind] if behind else len(article) == at + 1
    if (page.people and page.claimed and not is_followed) or (behind and len(behind.text) > len(first.text)):
        page.title = first.text.lstrip("# ")
        page.body.remove(first)
        page.claimed.append(first)


def _spoken_in(lines: list[Line]) -> list[Spoken]:
    """Return clients' words: below a heading that announces them, in cards of theirs, or as items that end with a name."""
    groups: list[tuple[int, Spoken, bool]] = []
    announced = False
    at = 0
    while at < len(lines):
        line = lines[at]
        if clients.is_heading(line.text):
            announced = True
        elif (line.heading and not (line.item and (announced or line.region == "clients"))) or _is_other(line):
            announced = False
        elif found := _group(lines, at, announced or line.region == "clients"):
            groups.append((at, *found))
            at += len(found[0].lines)
            continue
        at += 1
    ends = {at + len(group.lines) for at, group, _ in groups}
    starts = {at for at, _, _ in groups}
    # words whose end only the name tells are clients' words where others stand beside them
    return [group for at, group, sure in groups if sure or at in ends or at + len(group.lines) in starts]


def _is_other(line: Line) -> bool:
    """Whether a line is neither a client's words nor the article's."""
    return is_boilerplate(line.text) or contact(line.text) is not None or bool(photo_credit(line.text))


def _group(lines: list[Line], at: int, announced: bool) -> tuple[Spoken, bool] | None:
    """Return the words that begin at a line, with the name that ends them, and whether they are surely one client's."""
    first = lines[at]
    quoted = first.text.lstrip().startswith(_OPENING)
    if not (announced or first.item or quoted) or (first.item and at and lines[at - 1].item == first.item):
        return None
    words: list[str] = []
    for end in range(at, min(at + _MOST_PARAGRAPHS, len(lines))):
        line = lines[end]
        if end > at and (
            _begins_anew(line, first, words[-1])
            or (line.heading and not (announced and line.item == first.item and clients.client_name(line.text)))
            or line.region != first.region
            or clients.is_heading(line.text)
            or _is_other(line)
        ):
            break
        sure = announced or line.item == first.item
        inline = clients.words_and_name(line.text)
        if inline and (announced or _is_certain(inline[1], line.text)):
            return _made([*words, inline[0]], inline[1], lines[at : end + 1]), sure
        name = clients.client_name(line.text)
        last = not line.item or end + 1 == len(lines) or lines[end + 1].item != line.item
        if end > at and name and last:
            kept = announced or _is_certain(name, line.text)
            return (_made(words, name, lines[at : end + 1]), sure) if kept else None
        if inline or (end > at and not announced and not first.item and words[-1].endswith(_CLOSING)):
            return None  # a quotation that is closed has its name next to it, or is the article's
        words.append(line.text)
    if announced and first.item:  # a card of its own, with a title or the name above the words
        return _card([line for line in lines[at : at + _MOST_PARAGRAPHS] if line.item == first.item]), True
    return None


def _card(card: list[Line]) -> Spoken:
    """Return the words of a card, whose name stands below or above them, or nowhere."""
    texts = [line.text for line in card]
    above, below = ((clients.client_name(texts[at]) if len(texts) > 1 else "") for at in (0, -1))
    if below and (clients.is_dashed(texts[-1]) or not above):
        return _made(texts[:-1], below, card)
    return _made(texts[1:], above, card) if above else _made(texts, "", card)


def _begins_anew(line: Line, first: Line, before: str) -> bool:
    """Whether a line begins other words; each paragraph of one quotation may open it again, only the last closes it."""
    goes_on = before.startswith(_OPENING) and not before.endswith(_CLOSING)
    return line.item not in (0, first.item) or (line.text.startswith(_OPENING) and not goes_on)


def _is_certain(name: str, line: str) -> bool:
    """Whether a name can only be a client's: with an initial, a role, or a dash and a first name alone."""
    plain = re.split(r"[,(|–—]", name)[0].split()
    short = any(len(word.strip(".")) == 1 for word in plain) or bool(re.fullmatch(r"(?:[A-Z]\.){2,3}", name.strip()))
    role = bool(re.search(r"(?i)\b(?:client|couple|parent|anonymous|patient|family)\b", name))
    return short or role or (len(plain) == 1 and clients.is_dashed(line))


def _made(words: list[str], name: str, lines: list[Line]) -> Spoken:
    paragraphs = [" ".join(part.split()) for part in words]
    text = "\n".join(paragraphs)
    for opening, closing in (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“")):
        opened = sum(each.startswith(opening) for each in paragraphs)
        marks = text.count(opening) - (opening == closing)
        if text.startswith(opening) and text.endswith(closing) and marks == opened:
            paragraphs[-1] = paragraphs[-1][:-1].rstrip()
            paragraphs = [each.removeprefix(opening).lstrip() for each in paragraphs]
    return Spoken(tuple(paragraphs), name, tuple(lines))
