"""The site of a preview, made in memory, and made again when something that it is made of changes."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.addresses import article_page
from clinic_cli.exporters.html import export_html
from clinic_cli.exporters.inputs import read_inside, read_template
from clinic_cli.exporters.output import Site
from clinic_cli.exporters.templating import FOLDER
from clinic_cli.lint.engine import lint
from clinic_cli.lint.selection import select_rules
from clinic_cli.preview.panel import STYLE_PATH, Panel, add_panel, error_page, style_of
from clinic_cli.publication import publish
from clinic_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date as Day
    from pathlib import Path

_CONFIGS: Final = ("clinic.toml", "pyproject.toml")
INDEX: Final = "index.html"


@dataclass(frozen=True)
class Built:
    """One making of the site; `signature` changes with everything that it was made of, `number` with each making."""

    number: int
    signature: object
    files: dict[str, bytes] = field(default_factory=dict)


class PreviewSite:
    """Keep the site of a folder current. Safe to ask from several threads."""

    def __init__(self, root: Path, today: Day | None, *, drafts: bool = True) -> None:
        self._root = root
        self._today = today
        self._drafts = drafts
        self._lock = threading.Lock()
        self._assets: set[str] = set()
        self._built = Built(0, None)

    def current(self) -> Built:
        """Return the site as the files now are, made again if they changed."""
        with self._lock:
            signature = self._signature()
            if self._built.number == 0 or signature != self._built.signature:
                files = self._build()
                self._built = Built(self._built.number + 1, self._signature(), files)
            return self._built

    def _build(self) -> dict[str, bytes]:
        try:
            return self._pages(Workspace.open(self._root))
        except ClinicError as error:
            return {INDEX: error_page(error), STYLE_PATH: style_of(())}

    def _pages(self, workspace: Workspace) -> dict[str, bytes]:
        today = self._today or workspace.today()
        project = workspace.parse()
        publication = publish(project, workspace.config, today, drafts=self._drafts)
        report = lint(workspace, select_rules(workspace.config), today)
        states = {article.path: article.state(today) for article in project.articles}
        self._assets = set()
        pages = ((article_page(article.slug), states.get(article.path, "")) for article in publication.articles)
        files = {STYLE_PATH: style_of(pages)}
        for file in export_html(publication, Site("", self._read_asset, self._read_template)):
            data = file.data
            if file.path.endswith(".html"):
                found = [each for each in report.diagnostics if each.path == file.source]
                elsewhere = file.path == INDEX
                panel = Panel(
                    state=states.get(file.source, ""),
                    found=tuple(report.diagnostics if elsewhere else found),
                    held=publication.held if elsewhere else (),
                )
                data = add_panel(data, panel)
            files[file.path] = data
        return files

    def _read_asset(self, path: str) -> bytes | None:
        self._assets.add(path)
        return read_inside(self._root, path)

    def _read_template(self, name: str) -> str | None:
        return read_template(self._root, name)

    def _signature(self) -> object:
        """Return what changes when a file that the site is made of is written, added or removed."""
        try:
            listing = Workspace.open(self._root).listing()
            content: Iterable[str] = (*listing.articles, *listing.testimonials)
        except ClinicError:
            content = ()
        templates = self._root / FOLDER
        names = sorted(f"{FOLDER}/{name}" for name in os.listdir(templates)) if templates.is_dir() else []
        paths = (*_CONFIGS, *content, *names, *sorted(self._assets))
        return (self._today or "", tuple((path, _stamp(self._root / path)) for path in paths))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
