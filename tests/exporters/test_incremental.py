"""What did not change is not made again, and an export that was made bit by bit is the same as one made at once."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from clinic_cli import clearance
from clinic_cli.exporters import feeds, standing
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.manifest import FILE_NAME
from clinic_cli.shelf import FOLDER as CACHE
from tests.exporters.pictures import png
from tests.exporters.sample import CONFIG, CONSENT, MORNING, TESTIMONIALS, WALK, fill, run, tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_cli.exporters.bodies import LinkTo
    from clinic_cli.exporters.sanitize import Body
    from clinic_cli.publicview import PublicArticle
    from tests.project import Clinic


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clinic as it is, and as a large one, of which more is kept between exports."""
    if request.param == "large":
        monkeypatch.setattr(clearance, "WORTH_KEEPING", 1)
        monkeypatch.setattr(standing, "WORTH_KEEPING", 1)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of articles that were rendered; those that a feed holds are rendered for it each time."""
    slugs: list[str] = []
    real = Bodies.render

    def render(self: Bodies, article: PublicArticle, root: str, link_to: LinkTo) -> Body:
        if sys._getframe(1).f_code.co_filename != feeds.__file__:
            slugs.append(article.slug)
        return real(self, article, root, link_to)

    monkeypatch.setattr(Bodies, "render", render)
    return slugs


def again(clinic: Clinic, made: list[str], format: str = "html") -> list[str]:
    """Export once more; return what was made, and hold that the result is that of a first export."""
    made.clear()
    run(clinic, format)
    found = sorted(made)
    for folder in ("fresh", CACHE):
        shutil.rmtree(clinic.root / folder, ignore_errors=True)
    run(clinic, format, out="fresh")
    assert tree(clinic.root / "public") == tree(clinic.root / "fresh")
    return found


@pytest.mark.parametrize("format", ["html", "json", "fragments"])
def test_nothing_changed_and_nothing_is_made(bare: Clinic, made: list[str], format: str) -> None:
    run(fill(bare), format)
    assert sorted(made) == ["morning", "walk"]
    assert again(bare, made, format) == []


@pytest.mark.parametrize("format", ["json", "fragments"])
def test_what_changed_is_made_again_in_other_formats(bare: Clinic, made: list[str], format: str) -> None:
    run(fill(bare), format)
    bare.article("morning", MORNING, "\nOther words.\n")
    assert again(bare, made, format) == ["morning"]
    bare.article("walk", WALK + "slug: stroll\n", "\nSee [the morning](morning.md).\n")
    assert again(bare, made, format) == ["stroll"]
    bare.article("morning", "title: Morning\n")
    assert again(bare, made, format) == ["stroll"]
    bare.testimonials(TESTIMONIALS[1])
    assert again(bare, made, format) == ["stroll"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda clinic: clinic.article("morning", MORNING, "\nOther words.\n"), ["morning"]),
        (lambda clinic: clinic.article("morning", MORNING.replace("Ten unhurried", "Some slow")), ["morning"]),
        # a page that links to an article follows it when it moves or leaves
        (lambda clinic: clinic.article("walk", WALK + "slug: stroll\n", "\nWords.\n"), ["morning", "stroll"]),
        (lambda clinic: clinic.article("morning", "title: Morning\n"), ["walk"]),
        (lambda clinic: clinic.article("draft", "title: Draft\nstatus: published\n"), ["draft", "walk"]),
        (lambda clinic: clinic.write("images/two chairs.png", png(13, 8)), ["walk"]),
        (lambda clinic: clinic.write("images/hills.png", png(31, 20)), ["walk"]),
        (lambda clinic: (clinic.root / "files/leaflet.pdf").unlink(), ["walk"]),
        (lambda clinic: clinic.testimonials(TESTIMONIALS[0]), ["morning", "walk"]),
        (lambda clinic: clinic.testimonials(*TESTIMONIALS[:2], f"id: t-9\nstatus: draft\n{CONSENT}"), []),
        (lambda clinic: clinic.config(CONFIG.replace("weekdays", "Mondays")), ["morning", "walk"]),
        (lambda clinic: clinic.config(CONFIG.replace("Sam is a sample.", "Sam is another.")), ["morning", "walk"]),
        (
            lambda clinic: clinic.write("templates/picture.html", "<img alt='' src='{{ image.src }}'>"),
            ["morning", "walk"],
        ),
        (lambda clinic: clinic.write("public/articles/walk.html", "changed by hand"), ["walk"]),
        (lambda clinic: (clinic.root / "public/articles/walk.html").unlink(), ["walk"]),
    ],
)
@pytest.mark.no_cover
def test_what_changed_is_made_again(
    bare: Clinic, made: list[str], change: Callable[[Clinic], object], expected: list[str]
) -> None:
    run(fill(bare), "html")
    change(bare)
    # another order of names in the manifest's days would hide a difference
    (bare.root / "fresh").mkdir()
    assert again(bare, made) == expected


def test_a_manifest_of_other_programs_is_brought_up_to_date_without_a_change(bare: Clinic, made: list[str]) -> None:
    run(fill(bare), "html")
    manifest = bare.root / "public" / FILE_NAME
    text = manifest.read_text("utf-8").replace('"key": "', '"key": "0')
    manifest.write_text(text, "utf-8")
    done = run(bare, "html", dry_run=True)
    assert done.plan.is_current
    assert sorted(made)[-2:] == ["walk", "walk"]
    run(bare, "html")
    assert again(bare, made) == []
