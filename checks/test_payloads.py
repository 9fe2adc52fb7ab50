"""Two hundred hostile texts in every text field do nothing in a real browser: in pages, fragments and feeds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checks.payloads import PAYLOADS
from tests.project import Clinic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

AT_ONCE = 12
"""How many of them stand on one page."""


def quoted(text: str) -> str:
    """Return a text as YAML that is read back the same."""
    return json.dumps("".join(character if character.isprintable() else " " for character in text))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clinic = Clinic(tmp_path_factory.mktemp("hostile"))
    authors = ""
    records = []
    for number, payload in enumerate(PAYLOADS):
        text = quoted(payload)
        authors += f"[authors.a{number}]\nname = {text}\ncredentials = {text}\nbio = {text}\nsupervisor = {text}\n"
        authors += f"license = {{ kind = {text}, number = {text} }}\n"
        clinic.article(
            f"a{number}",
            f"title: {text}\ndescription: {text}\nauthors: a{number}\ndate: 2026-01-01\nstatus: published\n"
            f"tags: [{text}]\nreviewed_by: a{number}\nlast_reviewed: 2026-01-01\ncitations: [{text}]\n"
            f"image: {{src: {text}, alt: {text}, credit: {text}, license: {text}}}\ntestimonials: [t-{number}]\n",
            f"\n{payload}\n\nInline {payload} here.\n",
        )
        records.append(
            f"id: t-{number}\nstatus: published\nquote: {text}\nattribution: {text}\ndisclosure: {text}\ntags: [{text}]\n"
            "consent: {ref: f, signed_on: 2026-01-01, expires_on: 2026-12-31, display_name: full-name, health_details: true}\n"
        )
    hard = quoted(PAYLOADS[0])
    clinic.config(f"name = {hard}\nhours = {hard}\n[address]\nstreet = {hard}\ncity = {hard}\n{authors}")
    clinic.testimonials(*records)
    return clinic.root


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 200


@pytest.mark.parametrize("format", ["html", "fragments"])
def test_nothing_runs(
    format: str, hostile: Path, exported: Callable[..., Path], served: Callable[..., str], browser: Browser
) -> None:
    folder = exported(format, "http://127.0.0.1/x", hostile)
    # no policy protects these pages: they must be harmless by themselves
    address = served(folder, "/", "")
    context = browser.new_context()
    ran: list[str] = []
    context.expose_function("report", lambda address: ran.append(address))
    context.add_init_script("window.alert = (x) => window.report(location.href); window.print = window.alert;")
    context.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    page = context.new_page()
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    paths = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".html", ".xml", ".json")
    )
    shown = [path for path in paths if "articles/a" in path][:: 1 if format == "html" else 4]
    lists = [path for path in paths if "/" not in path and not path.startswith(".")]
    others = [path for path in paths if path.startswith(("tags/", "authors/", "testimonials/"))][::8]
    assert len(shown) >= 50
    for path in (*shown, *lists, *others):
        page.goto(address + path)
        nodes: Any = page.evaluate(
            "() => [...document.querySelectorAll('*')].flatMap(node => [...node.attributes]"
            ".filter(each => each.name.startsWith('on') || /^\\s*(javascript|vbscript|data):/i.test(each.value)"
            " && each.value !== 'data:,').map(each => node.outerHTML))"
        )
        assert nodes == [], path
        scripts = page.evaluate(
            "() => [...document.scripts].filter(each => each.type !== 'application/ld+json').map(each => each.outerHTML)"
        )
        assert scripts in ([], ['<script src="clinic.js" defer=""></script>']), path
        # reach what waits for the keyboard or the pointer
        page.evaluate(
            "() => document.querySelectorAll('*').forEach(node => { node.focus?.(); node.dispatchEvent(new Event('mouseover')); })"
        )
    context.close()
    assert ran == []
