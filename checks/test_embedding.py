"""Fragments in a real browser: on a page with the strictest policy, and without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

HOST = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Host</title>
<script src="/api/clinic.js" defer></script></head>
<body><h1>Host</h1>
<clinic-testimonials id="all" src="/api/testimonials.html"><p>Please wait.</p></clinic-testimonials>
<clinic-testimonials id="one" src="/api/testimonials.html" limit="1"></clinic-testimonials>
<clinic-article id="walk" src="/api/articles/walk.html"></clinic-article>
<clinic-article id="gone" src="/api/articles/gone.html"><p>See our site.</p></clinic-article>
</body></html>
"""


def host(tmp_path: Path, fragments: Path) -> Path:
    (tmp_path / "api").symlink_to(fragments)
    (tmp_path / "index.html").write_text(HOST)
    return tmp_path


def test_fragments_appear_under_a_strict_policy(
    tmp_path: Path, exported: Callable[..., Path], served: Callable[..., str], browser: Browser
) -> None:
    address = served(host(tmp_path, exported("fragments", "")))
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if "Policy" in message.text else None)
    page.goto(address + "index.html")
    page.wait_for_selector("#all .clinic-quotes")
    page.wait_for_selector("#walk h1")
    for id in ("one", "gone"):
        page.wait_for_selector(f"#{id}:not([aria-busy])")
    assert page.locator("#all .clinic-quotes > li").count() == 2
    assert page.locator("#all").get_by_text("Please wait.").count() == 0
    assert page.locator("#one .clinic-quotes > li").count() == 1
    assert page.locator("#gone").inner_text() == "See our site."
    picture = page.locator("#walk img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 30
    assert (
        page.locator("#walk img").nth(1).evaluate("image => image.src").startswith(f"{address}api/images/two-chairs.")
    )
    page.locator("#one").evaluate("element => element.setAttribute('limit', '2')")
    page.wait_for_selector("#one li:nth-child(2)")
    page.close()
    assert broken == []


def test_without_scripts_the_words_between_the_tags_stay(
    tmp_path: Path, exported: Callable[..., Path], served: Callable[..., str], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served(host(tmp_path, exported("fragments", ""))) + "index.html")
    assert page.get_by_text("Please wait.").is_visible()
    page.goto(served(exported("fragments", "")) + "testimonials.html")
    assert page.get_by_text("A quiet place.").is_visible()
    context.close()


def test_the_example_page_shows_itself(
    exported: Callable[..., Path], served: Callable[..., str], browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(served(exported("fragments", "")) + "example.html")
    page.wait_for_selector("clinic-testimonials .clinic-quotes")
    page.wait_for_selector("clinic-article .clinic-entries")
    page.close()
