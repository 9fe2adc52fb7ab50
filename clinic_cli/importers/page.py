"""One page, saved from a browser or copied as text: an article, what clients say beside it, and how to reach the clinic."""

from __future__ import annotations

import itertools
import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from clinic_cli.authoring import split_byline
from clinic_cli.content.slugs import slug_of
from clinic_cli.errors import ClinicError
from clinic_cli.importers.bylines import read_day
from clinic_cli.importers.html import plain_markdown, tree_to_markdown, words_of
from clinic_cli.importers.keys import language_of
from clinic_cli.importers.lines import PROSE, Line, Sorted, merged, sort_lines, text_lines
from clinic_cli.importers.material import Imported, ImportedArticle, ImportedTestimonial, Loss, Person, Setting
from clinic_cli.importers.saved import read_saved
from clinic_cli.importers.text import address_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Options
    from clinic_cli.importers.webpage import WebPage


class MissingTitleError(ClinicError):
    """Ask for a title, which a page does not have."""


def read_page(path: Path, options: Options) -> Iterator[Imported]:
    """Yield the article of a page, clients' words, and settings that the page suggests."""
    text, address, losses = read_saved(path)
    if re.search(r"(?is)<(?:!doctype\s+html|html|head|body|article|main|div|p)\b", text[:20_000]):
        yield from _from_html(path.name, text, address, losses, options)
        return
    page = sort_lines(text_lines(text), has_title=False)
    body = plain_body(page.body)
    if not body and not page.spoken:
        raise ClinicError(f"{path.name}: there is no text in it", "Save the page again, as a whole or as text.")
    values: dict[str, Value] = {"date": page.day}
    yield from _yield(path.name, page, body, page.title, values, (), losses, options)


def plain_body(lines: list[Line]) -> str:
    """Return lines of plain text as Markdown; items of one kind that follow one another are one list."""
    parts: list[str] = []
    before: Line | None = None
    number = 0
    for line in lines:
        text = plain_markdown(line.text)
        numbered = str(line.node)[:1].isdigit()
        goes_on = before is not None and before.item and numbered == str(before.node)[:1].isdigit()
        if not line.item:
            parts.append(f"\n\n{text}")
        elif before is not None and before.item == line.item:
            parts.append(f"\n\n{'   ' if numbered else '  '}{text}")
        else:
            number = number + 1 if goes_on else 1
            mark = f"{number}." if numbered else "-"
            lead = "\n" if goes_on else "\n\n"
            parts.append(f"{lead}{mark} {text}")
        before = line
    return "".join(parts).strip()


def _from_html(name: str, text: str, address: str, losses: list[Loss], options: Options) -> Iterator[Imported]:
    from clinic_cli.importers.pagehead import leads_on
    from clinic_cli.importers.webpage import read_webpage

    web = read_webpage(text)
    if address:
        web.meta.setdefault("url", address)
    title = web.meta.get("title", "")
    page = sort_lines(web.lines, has_title=bool(title))
    headlines = [line for line in page.body if line.heading and _same(line.text, title)]
    page.body = [line for line in page.body if line not in headlines]
    _take_known(web, page)
    if target := leads_on(web):
        raise ClinicError(f"{name}: this page only leads on to {target}", "Save that one, and import it.")
    if web.root is None or not page.body:
        raise ClinicError(f"{name}: no article can be found in it", "Save the page as text, and import that.")
    _resolve(web)
    image = _hero(web, page)
    for line in (*headlines, *page.claimed, *page.frame):
        if line.node is not web.root and line.node.getparent() is not None:
            line.node.drop_tree()
    _drop_frame(web)
    body = tree_to_markdown(web.root)
    values: dict[str, Value] = {
        "description": web.meta.get("description", ""),
        "date": _day(web.meta.get("date", "")) or page.day,
        "tags": list(dict.fromkeys(web.tags)),
        "lang": _language(language_of(web.meta.get("lang", ""), losses), options.language),
        "image": image,
        "aliases": _alias(web.meta.get("url", "")),
    }
    updated, published = _day(web.meta.get("updated", "")), values["date"]
    values["updated"] = updated if updated and isinstance(published, date) and updated > published else None
    page.settings = merged(web.settings, page.settings)
    people = tuple(Person(*split_byline(author)) for author in web.authors)
    around = sum(line.region == "page" for line in page.frame)
    if around:
        losses = [*losses, Loss("the page around the article", f"left out ({around} lines)")]
    yield from _yield(
        web.meta.get("url") or name, page, body.markdown, title, values, people, [*losses, *body.losses], options
    )


def _take_known(web: WebPage, page: Sorted) -> None:
    """Take lines above the text out of it that say no more than the head does: who wrote it, and on which day."""
    names = [split_byline(author)[0] for author in web.authors]
    day = _day(web.meta.get("date", ""))
    above = itertools.takewhile(lambda line: len(line.text) <= PROSE, page.body[:8])
    for line in [line for line in above if line.region == "article"]:
        named = any(_same(split_byline(line.text)[0], name) for name in names)
        if named or (day and day in (read_day(line.text), read_day(f"{line.text} {day.year}"))):
            page.body.remove(line)
            page.frame.append(line)


def _resolve(web: WebPage) -> None:
    """Make links and pictures that are relative to the page's address lead there still."""
    base = web.meta.get("url", "")
    for element in web.root.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        target = (element.get(name) or "").strip()
        if base and target and not target.startswith(("#", "data:")):
            with suppress(ValueError):  # an address that is none stays as it is
                element.set(name, urljoin(base, target))


def _same(text: str, title: str) -> bool:
    return bool(title) and " ".join(text.split()).casefold() == title.casefold()


def _drop_frame(web: WebPage) -> None:
    from clinic_cli.importers.webpage import is_frame

    for element in list(web.root.iterdescendants()):
        if isinstance(element.tag, str) and element.getparent() is not None and is_frame(element):
            element.drop_tree()


def _hero(web: WebPage, page: Sorted) -> dict[str, Value]:
    """Return the picture above the text, taken out of it, the one that the page's head names, or one above the article."""
    from clinic_cli.importers.webpage import picture_above, precedes

    image: dict[str, Value] = {}
    first = next(iter(web.root.iter("img")), None)
    before = [line for line in page.body if line.region == "article"][:1]
    if first is not None and before and precedes(web.root, first, before[0].node):
        source = first.get("src") or first.get("data-src") or ""
        if source and not source.startswith("data:"):
            image = {"src": source, "alt": " ".join((first.get("alt") or "").split())}
            holder = first.getparent()
            first.drop_tree()
            if (
                holder is not web.root
                and holder.tag in ("a", "figure", "p", "picture", "div")
                and not words_of(holder)
                and holder.find(".//img") is None
            ):
                holder.drop_tree()
    elif web.meta.get("image"):
        image = {"src": web.meta["image"], "alt": web.meta.get("alt", "") or _alt_of(web)}
    elif (above := picture_above(web)) is not None:
        source = urljoin(web.meta.get("url", ""), above.get("src", ""))
        image = {"src": source, "alt": " ".join((above.get("alt") or "").split())}
    if page.credit:
        image["credit"] = page.credit
    return {key: value for key, value in image.items() if value}


def _alt_of(web: WebPage) -> str:
    """Return what the text says of the picture that the head names, which may ask for another size of it there."""
    wanted = web.meta["image"].partition("?")[0]
    shown = (each for each in web.root.iter("img") if (each.get("src") or "").partition("?")[0] == wanted)
    return next((" ".join(each.get("alt", "").split()) for each in shown), "")


def _day(text: str) -> date | None:
    return read_day(text[:10]) or read_day(text) if text else None


def _language(found: str, usual: str) -> str:
    return "" if found.partition("-")[0].lower() == usual.partition("-")[0].lower() else found


def _alias(url: str) -> list[Value]:
    path = unquote(address_parts(url).path)
    return [path] if path.strip("/") else []


def _yield(
    source: str,
    page: Sorted,
    body: str,
    title: str,
    values: dict[str, Value],
    people: tuple[Person, ...],
    losses: list[Loss],
    options: Options,
) -> Iterator[Imported]:
    title = options.title or title
    if not title:
        raise MissingTitleError(f"{source}: the page has no title", 'Give it one with --title "...".')
    frame = [f"“{line.text}”" for line in page.frame if line.region != "page"]
    if frame:
        losses = [*losses, Loss("lines of the page's frame", f"left out: {', '.join(frame)}")]
    credit: Value = {"credit": page.credit} if page.credit else None
    last = unquote(address_parts(source).path).rstrip("/").rpartition("/")[2] if "://" in source else ""
    yield ImportedArticle(
        source if last else f"{source}#{slug_of(title)}",
        re.sub(r"\.(?:html?|php|aspx?)$", "", last),
        {"title": title, **values, "image": values.get("image") or credit},
        f"\n{body}\n",
        page.people or people,
        "",
        tuple(losses),
    )
    for group in page.spoken:
        missing = () if group.name else (Loss("name", "there is none below the words"),)
        yield ImportedTestimonial(source, "\n\n".join(group.paragraphs), group.name, losses=missing)
    for key, value in page.settings.items():
        yield Setting(key, value)
