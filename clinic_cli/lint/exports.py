"""What the last exports hold, for rules that ask what a site still shows."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

from clinic_cli.config import output_folders
from clinic_cli.errors import ClinicError

MANIFEST: Final = ".clinic-manifest.json"
"""The name of `exporters.manifest`, which is read only when a rule asks."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clinic_cli.exporters.manifest import Manifest
    from clinic_cli.workspace import Workspace


def exports_of(workspace: Workspace) -> Callable[[], Mapping[str, Manifest]]:
    """Return a function that reads the manifest in each output folder, once, when first asked.

    A folder without a manifest, or with one that cannot be read, is left out: the export itself tells of that.
    """

    @cache
    def read() -> Mapping[str, Manifest]:
        found: dict[str, Manifest] = {}
        for name, folder in output_folders(workspace.config).items():
            if not os.path.isfile(workspace.root / folder / MANIFEST):
                continue
            from clinic_cli.exporters.manifest import read_manifest

            try:
                manifest = read_manifest(workspace.root / folder)
            except ClinicError:
                continue
            if manifest is not None:
                found[name] = manifest
        return found

    return read


def stamp_of_exports(workspace: Workspace) -> str:
    """Return what changes whenever a manifest does, without reading one."""
    stamps = []
    for name, folder in output_folders(workspace.config).items():
        try:
            status = os.stat(workspace.root / folder / MANIFEST)
        except OSError:
            continue
        stamps.append((name, folder, status.st_mtime_ns, status.st_size, status.st_ino))
    return repr(stamps) if stamps else ""
