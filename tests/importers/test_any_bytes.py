"""Whatever a source holds, an import ends in words and a status, and what it wrote is sound and known again."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importers.samples import PAGE, TEXT, item, meta, wxr
from tests.project import Clinic
from tests.strategies import mutated

POST = '---\ntitle: "A: walk"\ndate: 2026-01-02\ntags: [a, b]\nimage: {src: a.png}\n---\nText {% tag %}.\n'
EXPORT = wxr(
    item(1, "<!-- wp:p --><p>Text <b>x</b></p><!-- /wp:p -->", meta("_thumbnail_id", "2")),
    item(2, wp__post_type="attachment"),
)
SOURCES = {
    "wordpress": ("export.xml", EXPORT),
    "page": ("page.html", PAGE),
    "markdown": ("posts/2026-01-02-a.md", POST),
    "csv": ("quotes.csv", 'Name,Quote,Stars\nSample A,"A calm\n\nplace.",5\nB,C,\n'),
    "json": ("quotes.json", '[{"quote": "A", "name": "B", "rating": 5}]'),
}


@pytest.mark.parametrize("kind", [*SOURCES, "text"])
@given(data=st.data())
def test_any_source(clinic: Clinic, kind: str, data: st.DataObject) -> None:
    name, sample = SOURCES.get(kind, ("page.txt", TEXT))
    text = data.draw(mutated(st.just(sample)))
    for path in clinic.root.iterdir():
        if path.name != "clinic.toml":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    clinic.config()
    clinic.write(name, text.encode(errors="surrogatepass") + data.draw(st.binary(max_size=2)))
    before = clinic.files()
    source = "posts" if kind == "markdown" else name
    argv = ("import", "page", source, "--title", "A title") if kind == "text" else ("import", kind, source)
    result = clinic.run(*argv)
    assert result.status in (0, 1, 2, 4), result.stderr
    assert "\x1b" not in result.stdout
    if result.status == 2:
        assert clinic.files() == before
    elif result.status != 4:
        assert clinic.run("lint").status == 0
        assert not [line for line in clinic.run(*argv).stdout.splitlines() if line.startswith("new ")]
