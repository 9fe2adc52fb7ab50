"""Take the pictures of the sample site that the docs show: `python -m checks.screenshots`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from checks.conftest import FLAGS
from clinic_cli.config import Target
from clinic_cli.exporters.run import export
from clinic_cli.workspace import Workspace
from tests.project import REPOSITORY

PICTURES: Final = REPOSITORY / "docs" / "pictures"
SHOTS: Final = (
    ("site-article", "articles/a-first-session.html", 1200, 1500, "light"),
    ("site-phone", "articles/a-first-session.html", 390, 1100, "light"),
    ("site-index", "index.html", 1000, 1000, "light"),
    ("site-phone-dark", "authors/sam-sample.html", 390, 1340, "dark"),
    ("site-testimonials-dark", "testimonials.html", 1000, 900, "dark"),
)


def main(folder: Path = PICTURES) -> None:
    """Write the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as out, sync_playwright() as playwright:
        target = Target("html", "html", out=out, base_url="https://clinic.example")
        export(Workspace.open(REPOSITORY), target, date(2026, 6, 15))
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, page, width, height, scheme in SHOTS:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            tab = context.new_page()
            tab.goto(f"file://{out}/{page}")
            tab.screenshot(path=folder / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
