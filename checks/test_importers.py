"""Other programs read the WXR: Pelican's importer and Nikola's."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from pelican.tools.pelican_import import wp2fields

from tests.project import Clinic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_pelican_reads_every_article(exported: Callable[..., Path]) -> None:
    posts = list(wp2fields(str(exported("wxr") / "articles.wxr.xml")))
    assert [(post[0], post[2], post[3], post[4], post[6], post[7]) for post in posts] == [
        ("A slow walk & a talk", "walk", "2026-03-02 12:00", "sam", ["couples", "Everyday practice"], "published"),
        ("A quiet morning", "morning", "2026-02-10 12:00", "alex", ["everyday practice"], "published"),
    ]
    assert "Some talks go better side by side." in posts[0][1]


def test_pelican_reads_an_article_without_author_or_date(tmp_path: Path, exported: Callable[..., Path]) -> None:
    clinic = Clinic(tmp_path)
    clinic.config()
    clinic.article("bare", "title: Bare\nstatus: published\n")
    (post,) = wp2fields(str(exported("wxr", "", tmp_path) / "articles.wxr.xml"))
    assert post[0] == "Bare"


def test_nikola_reads_every_article(exported: Callable[..., Path], tmp_path: Path) -> None:
    source = exported("wxr") / "articles.wxr.xml"
    command = [sys.executable, "-m", "nikola", "import_wordpress", "--no-downloads", "-o", "site", str(source)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    meta = (tmp_path / "site/posts/walk.meta").read_text("utf-8")
    assert ".. title: A slow walk & a talk" in meta
    assert ".. date: 2026-03-02" in meta
    assert "couples" in meta
    assert "Some talks go better side by side." in (tmp_path / "site/posts/walk.md").read_text("utf-8")
    assert "Sam Sample, LMFT" in (tmp_path / "site/conf.py").read_text("utf-8")
