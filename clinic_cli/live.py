"""Where testimonials are live: what the manifests of the last exports say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.config import output_folders
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clinic_cli.exporters.manifest import Manifest
    from clinic_cli.workspace import Workspace

_SKIPPED: Final = frozenset(("node_modules", "__pycache__", "venv", "articles", "testimonials"))
_DEPTH: Final = 4


class Export(NamedTuple):
    """An export that was made into a folder of this project; `manifest` is None where it cannot be read.

    `target` is the configuration's name for it, or the format of an export that has none. `again` is the command that
    brings it up to date.
    """

    target: str
    folder: str
    manifest: Manifest | None
    again: str

    @property
    def shown(self) -> str:
        """The target and its folder, as people read them."""
        return f"{self.target} ({self.folder})"

    def holds(self, id: str) -> bool:
        """Whether a testimonial is in the export, or may be."""
        return self.manifest is None or id in self.manifest.testimonials

    def files_of(self, id: str) -> tuple[str, ...]:
        """Return the files that were made of this testimonial alone."""
        files = self.manifest.files if self.manifest else {}
        return tuple(path for path, placed in files.items() if placed.source == id)


def exports(workspace: Workspace) -> Iterator[Export]:
    """Yield the exports that left a manifest: of the targets, of the formats, and in any other folder of the project."""
    from clinic_cli.exporters.manifest import FILE_NAME, read_manifest

    names: dict[str, str] = {}
    for name, folder in output_folders(workspace.config).items():
        names.setdefault(os.path.realpath(workspace.root / folder), name)
    folders = dict.fromkeys((*names, *_folders(workspace.root, FILE_NAME)))
    for folder in folders:
        path = workspace.root / folder
        if not (path / FILE_NAME).is_file():
            continue
        shown = workspace.display_path(path)
        try:
            manifest = read_manifest(path)
        except ClinicError:
            manifest = None
        name = names.get(folder) or (manifest.format if manifest else "an export")
        is_known = folder in names or name in workspace.config.targets or manifest is None
        yield Export(name, shown, manifest, f"clinic export {name}" + ("" if is_known else f" --out {shown}"))


def exports_holding(workspace: Workspace, id: str) -> list[Export]:
    """Return the exports that hold a testimonial, and those of which nobody can tell."""
    return [export for export in exports(workspace) if export.holds(id)]


def _folders(root: Path, name: str) -> Iterator[str]:
    """Yield the folders near a root that hold a file of a name."""
    top = os.path.realpath(root)
    for folder, folders, files in os.walk(top):
        depth = 0 if folder == top else os.path.relpath(folder, top).count(os.sep) + 1
        folders[:] = (
            sorted(each for each in folders if each[0] != "." and each not in _SKIPPED) if depth < _DEPTH else []
        )
        if name in files:
            yield folder
