"""A testimonial taken back and forgotten: no word, name or file of it stays in any export."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.exporters.pictures import png

if TYPE_CHECKING:
    from tests.project import Clinic

DAY = "2026-06-15"
CONFIG = """\
name = "Sample Clinic"
url = "https://clinic.example"

[export.website]
format = "html"

[export.data]
format = "json"
out = "api"

[export.embeds]
format = "fragments"
out = "embeds"

[export.sheet]
format = "csv"
out = "sheet"

[export.leaflet]
format = "json"
channel = "print"
out = "leaflet"

[export.colleagues]
format = "html"
channel = "partner:sample"
out = "colleagues"
"""
FOLDERS = ("public/website", "api", "embeds", "sheet", "leaflet", "colleagues")
RECORD = """\
id: t-0001
status: published
quote: |
  Zephyrs blew through the orangery all morning long.

  I came away lighter.
attribution: Quillon B
image: {src: images/quillon.png, alt: Quillon at the window, depicts: client, credit: Sample Photographer}
tags: [calm]
consent:
  ref: paper-4711
  signed_on: 2026-02-01
  expires_on: 2027-01-31
  channels: [website, print, social, "partner:sample"]
  photo: true
"""
OTHER = RECORD.replace("t-0001", "t-0002").replace("Zephyrs", "Breezes").replace("Quillon", "Robin").replace(
    "quillon", "robin"
).replace("orangery", "garden").replace("lighter", "rested").replace("4711", "4712")  # fmt: skip


@pytest.fixture
def exported(clinic: Clinic) -> Clinic:
    clinic.config(CONFIG)
    clinic.testimonials(RECORD, OTHER)
    clinic.write("images/quillon.png", png(20, 30))
    clinic.write("images/robin.png", png(30, 20))
    clinic.article("a-walk", "title: A walk\ndate: 2026-03-01\nstatus: published\ntestimonials: [t-0001, t-0002]\n")
    clinic.article("b-walk", "title: B walk\ndate: 2026-03-02\nstatus: published\ntags: [calm]\n")
    done = clinic.run("export", "--as-of", DAY)
    assert done.status == 0, done.stderr
    return clinic


def traces(clinic: Clinic, *folders: str) -> set[str]:
    """Return the files below folders that hold a word, the name or the picture of t-0001."""
    marks = (b"zephyr", b"orangery", b"lighter", b"quillon", b"4711")
    found = set()
    for folder in folders:
        for path in (clinic.root / folder).rglob("*"):
            text = path.as_posix().lower().encode() + (path.read_bytes().lower() if path.is_file() else b"")
            if any(mark in text for mark in marks):
                found.add(path.relative_to(clinic.root).as_posix())
    return found


def test_after_a_revocation_nothing_is_left_anywhere(exported: Clinic):
    for folder in FOLDERS:
        assert traces(exported, folder), folder
    done = exported.run("consent", "revoke", "t-0001", "--yes", "--on", DAY)
    assert done.status == 0
    assert traces(exported, "testimonials.yaml") == set()
    assert "zephyr" not in exported.read("testimonials.yaml").lower()
    done = exported.run("export", "--as-of", DAY)
    assert done.status == 0
    assert traces(exported, *FOLDERS) == set()
    for folder in FOLDERS:
        assert f"t-0001 is gone from {folder}" in done.stderr
    for folder in ("api", "leaflet"):
        assert json.loads(exported.read(f"{folder}/index.json"))["tombstones"] == ["t-0001"]
        assert json.loads(exported.read(f"{folder}/testimonials.json"))["tombstones"] == ["t-0001"]
        assert f"{folder}/testimonials/t-0001.json" not in exported.files()
        assert f"{folder}/testimonials/t-0002.json" in exported.files()
    assert "t-0002 is gone" not in done.stderr
    assert "is gone" not in exported.run("export", "--as-of", DAY).stderr


def test_forget_tells_where_it_went_and_what_to_do(exported: Clinic):
    exported.run("export", "json", "--out", "somewhere/else", "--as-of", DAY)
    done = exported.run("forget", "t-0001", "--yes")
    assert done.status == 0
    assert "zephyr" not in exported.read("testimonials.yaml").lower()
    told = done.stdout
    for target, folder in zip(("website", "data", "embeds", "sheet", "leaflet", "colleagues"), FOLDERS, strict=True):
        assert f"  {target} ({folder})" in told
        assert f"clinic export {target}\n" in told
    assert "json (somewhere/else)" in told
    assert "clinic export json --out somewhere/else\n" in told
    assert "Tell sample to take t-0001 down" in told
    assert "social networks" in told
    assert "printed matter" in told
    assert "paper-4711" in told
    assert "git rm images/quillon.png" in told
    assert "https://web.archive.org/web/*/clinic.example" in told
    assert "git filter-repo" not in told
    again = exported.run("forget", "t-0001", "--yes")
    assert again.status == 0
    assert "website (public/website)" in again.stdout
    exported.run("export", "--as-of", DAY)
    exported.run("export", "json", "--out", "somewhere/else", "--as-of", DAY)
    assert "  none in this folder" in exported.run("forget", "t-0001", "--yes").stdout


def test_forget_knows_of_git_and_of_other_places(clinic: Clinic):
    clinic.write(
        "testimonials/quillon.md",
        "---\nid: t-0001\nattribution: Quillon B\n---\nZephyrs blew through the orangery all morning.\n",
    )
    clinic.article("a-walk", body="\nHe said that *Zephyrs blew* through the\norangery all morning.\n")
    clinic.write("other/.clinic-manifest.json", "broken")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "init", "-q"], cwd=clinic.root, env=environment, check=True)
    told = clinic.run("forget", "t-0001", "--yes").stdout
    assert "git log --oneline --all -- testimonials/quillon.md" in told
    assert "git filter-repo --invert-paths --path testimonials/quillon.md" in told
    assert "articles/a-walk.md, line 5" in told
    assert "git mv testimonials/quillon.md testimonials/t-0001.md" in told
    assert "as far as anybody can tell" in told
    assert "your site" in told


def test_words_that_never_left_the_inbox_have_no_history(clinic: Clinic):
    clinic.write("testimonials.inbox.yaml", "- id: t-0001\n  quote: A calm room.\n")
    (clinic.root / ".git").mkdir()
    told = clinic.run("forget", "t-0001", "--yes").stdout
    assert "git log" not in told
    assert "revoked" in clinic.read("testimonials.inbox.yaml")


@pytest.mark.parametrize("arguments", [("t-0009", "--yes"), ("a-walk", "--yes"), ("t-0001",)])
def test_what_cannot_be_forgotten(exported: Clinic, arguments: tuple[str, ...]):
    before = exported.read("testimonials.yaml")
    assert exported.run("forget", *arguments).status == 2
    assert exported.read("testimonials.yaml") == before
