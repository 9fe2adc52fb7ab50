"""The Nu HTML checker, axe and extruct on every kind of page."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import extruct
import pytest

from checks import hard
from tests.exporters.sample import BASE
from tests.project import Clinic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "articles/walk.html",
    "articles/morning.html",
    "testimonials.html",
    "tags/couples.html",
    "authors/sam.html",
    "404.html",
    "index.html",
)


@pytest.fixture(scope="session", params=["sample", "repository", "hard"])
def site(
    request: pytest.FixtureRequest,
    exported: Callable[..., Path],
    repository_sample: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    if request.param == "sample":
        return exported("html")
    if request.param == "repository":
        return exported("html", BASE, repository_sample)
    return exported("html", BASE, hard.fill(Clinic(tmp_path_factory.mktemp("hard"))).root)


def test_the_nu_checker_finds_no_error(site: Path, node_module: Callable[[str], Path]) -> None:
    jar = node_module("vnu-jar/build/dist/vnu.jar")
    pages = [str(path) for path in sorted(site.rglob("*.html"))]
    assert len(pages) >= 7
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", *pages], capture_output=True, text=True, check=False
    )
    messages = [each for each in json.loads(done.stderr)["messages"] if each["type"] == "error"]
    assert messages == []
    style = next(site.glob("style.*.css"))
    done = subprocess.run(
        ["java", "-jar", str(jar), "--css", "--format", "json", str(style)], capture_output=True, text=True, check=False
    )
    assert [each for each in json.loads(done.stderr)["messages"] if each["type"] == "error"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_no_violation(
    site: Path,
    served: Callable[..., str],
    browser: Browser,
    node_module: Callable[[str], Path],
    scheme: Any,
    width: int,
) -> None:
    address = served(site, "/blog/", "")
    axe = node_module("axe-core/axe.min.js").read_text("utf-8")
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    found = []
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for path in sorted(path for path in paths if not path.startswith("articles/same-")):
        if 'http-equiv="refresh"' in (site / path).read_text("utf-8"):
            continue
        page.goto(address + path)
        page.evaluate(axe)
        result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        found += [(path, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{path} is wider than a screen of {width}"
    context.close()
    assert found == []


def test_structured_data_reads_back_as_it_was_meant(exported: Callable[..., Path]) -> None:
    page = exported("html") / "articles/walk.html"
    data = extruct.extract(
        page.read_text("utf-8"), base_url=f"{BASE}/articles/walk.html", syntaxes=["json-ld", "opengraph"]
    )
    (medical,) = data["json-ld"]
    assert medical["@type"] == "MedicalWebPage"
    assert medical["reviewedBy"]["name"] == "Alex Example"
    assert medical["mainEntity"]["headline"] == "A slow walk & a talk"
    assert medical["mainEntity"]["author"][0]["hasCredential"]["identifier"] == "00001"
    assert medical["mainEntity"]["publisher"]["@type"] == "MedicalBusiness"
    graph = dict(data["opengraph"][0]["properties"])
    assert graph["og:title"] == "A slow walk & a talk"
    assert graph["og:type"] == "article"
    assert graph["og:url"] == f"{BASE}/articles/walk.html"
    assert graph["og:image"].startswith(f"{BASE}/images/hills.")


def test_the_site_works_below_a_path_and_from_a_folder_without_a_word_from_the_console(
    exported: Callable[..., Path], served: Callable[..., str], browser: Browser
) -> None:
    site = exported("html")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    for address in (served(site, "/blog/"), f"file://{site}/"):
        for path in PAGES:
            if path == "404.html" and address.startswith("file"):
                continue
            page.goto(address + path)
            assert page.locator("h1").count() == 1
    page.goto(f"file://{site}/articles/slow-walk.html")
    page.wait_for_url("**/walk.html")
    page.close()
    assert said == []


def test_the_skip_link_is_first_and_works(exported: Callable[..., Path], browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"file://{exported('html')}/articles/walk.html")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "Skip to main content"
    assert link.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.url.endswith("#page.content")
    page.close()
