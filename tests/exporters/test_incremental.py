"""What did not change is not made again, and an export that was made bit by bit is the same as one made at once."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from clinic_cli import clearance
from clinic_cli.exporters import feeds
from clinic_cli.exporters.bodies import Bodies
from clinic_cli.exporters.manifest import FILE_NAME
from tests.exporters.pictures import png
from tests.exporters.sample import CONFIG, CONSENT, MORNING, TESTIMONIALS, TODAY, WALK, fill, run, tree
from tests.exporters.series import DAYS, OUTPUTS, Series, said
from tests.git import run_git
from tests.project import Clinic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clinic_cli.exporters.bodies import LinkTo
    from clinic_cli.exporters.sanitize import Body
    from clinic_cli.publicview import PublicArticle


pytestmark = pytest.mark.no_cover  # each goes over the exporters many times


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clinic as it is, and as a large one, of which more is kept between exports."""
    if request.param == "large":
        monkeypatch.setattr(clearance, "WORTH_KEEPING", 1)


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
    shutil.rmtree(clinic.root / "fresh", ignore_errors=True)
    run(clinic, format, out="fresh", cached=False)
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
def test_what_changed_is_made_again(
    bare: Clinic, made: list[str], change: Callable[[Clinic], object], expected: list[str]
) -> None:
    run(fill(bare), "html")
    change(bare)
    # another order of names in the manifest's days would hide a difference
    (bare.root / "fresh").mkdir()
    assert again(bare, made) == expected


@pytest.mark.parametrize("format", ["html", "json", "fragments"])
def test_a_page_that_was_changed_together_with_its_manifest_is_put_right(
    bare: Clinic, own_git: None, format: str
) -> None:
    fill(bare)
    export = ("export", format, "--as-of", TODAY.isoformat())
    assert bare.run(*export).status == 0
    folder = bare.root / "public" / format
    page = next(folder.glob("articles/walk.*"))
    honest = page.read_bytes()
    forged = honest.replace(b"Some talks", b"Some <script>talks</script>")
    page.write_bytes(forged)
    manifest = folder / FILE_NAME
    digests = [hashlib.sha256(data).hexdigest() for data in (honest, forged)]
    assert digests[0] in manifest.read_text("utf-8")
    manifest.write_text(manifest.read_text("utf-8").replace(*digests), "utf-8")
    assert bare.run(*export, "--check").status == 1
    assert bare.run(*export, "--check", "--no-cache").status == 1
    assert bare.run(*export).status == 0
    assert page.read_bytes() == honest
    # with a cache that git carries, as a pull request could bring one
    cache = bare.root / ".clinic/cache" / f"exported-{format}.json"
    cache.write_bytes(forged_cache(cache.read_bytes(), *digests))
    page.write_bytes(forged)
    run_git(bare.root, "init", "--quiet")
    run_git(bare.root, "add", "--force", ".")
    assert bare.run(*export, "--check").status == 1


def forged_cache(data: bytes, honest: str, forged: str) -> bytes:
    """Return a cache that tells of another page, with a checksum that fits."""
    text = data.partition(b"\n")[2].replace(honest.encode(), forged.encode())
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


@pytest.mark.parametrize("format", ["html", "json", "fragments"])
def test_the_manifest_goes_out_and_names_nothing_that_stays(bare: Clinic, format: str) -> None:
    fill(bare)
    bare.article("morning", MORNING, "\nSee [more](closing-the-office.md).\n")
    run(bare, format)
    for data in tree(bare.root / "public").values():
        assert b"closing" not in data
        assert b"draft.md" not in data


@pytest.mark.parametrize("format", ["html", "json", "fragments"])
def test_what_stands_is_looked_through_again_for_what_became_private(bare: Clinic, format: str) -> None:
    fill(bare)
    bare.article("morning", MORNING, "\nIn our files it is FT-9041.\n")
    export = ("export", format, "--as-of", TODAY.isoformat())
    assert bare.run(*export).status == 0
    bare.testimonials(*(record.replace("form-1", "FT-9041") for record in TESTIMONIALS))
    warm = bare.run(*export)
    assert warm == bare.run(*export, "--no-cache", "--out", "fresh")
    assert warm.status == 2
    assert "would publish the consent's reference" in warm.stderr
    bare.testimonials(*TESTIMONIALS)
    assert bare.run(*export).status == 0


@pytest.mark.deep
def test_any_series_of_changes_leaves_what_an_export_from_nothing_makes(
    tmp_path: Path, size: None, deep: bool, own_git: None
) -> None:
    for seed in range(20 if deep else 2):
        clinic = Clinic(tmp_path / str(seed))
        chance = Random(seed)
        series = Series(clinic, chance)
        for _ in range(25 if deep else 10):
            for _ in range(chance.randint(1, 3)):
                series.change()
            name = chance.choice(("html", "json", "fragments", "wxr", "csv", "site", "print", "some"))
            export = ["export", name, "--as-of", chance.choice(DAYS)]
            export += ["--no-templates"] if chance.random() < 0.1 else []
            series.log.append(" ".join(export))
            out = name if name in OUTPUTS else f"public/{name}"
            warm = clinic.run(*export)
            shutil.rmtree(clinic.root / "fresh", ignore_errors=True)
            cold = clinic.run(*export, "--no-cache", "--out", "fresh")
            assert warm.status == cold.status, series.log
            if cold.status < 2:
                assert said(warm.stderr, out) == said(cold.stderr, "fresh"), series.log
                assert without_days(clinic.root / out) == without_days(clinic.root / "fresh"), (seed, series.log)
                assert clinic.run(*export, "--check").status == cold.status, (seed, series.log)


def without_days(folder: Path) -> dict[str, bytes]:
    """Return every file of an export; its manifest tells not since when."""
    files = tree(folder)
    files[FILE_NAME] = re.sub(rb'"day": "[0-9-]*"', b"", files[FILE_NAME])
    return files
