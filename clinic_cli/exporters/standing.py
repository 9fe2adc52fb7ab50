"""Files of the last export that stand as it left them: known by their state where the cache has it, or by their bytes."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Final

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.output import Kept
from clinic_cli.shelf import MISSHAPEN, Shelf, status_of
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.exporters.manifest import Manifest

WORTH_KEEPING: Final = 200
"""From how many files on it is quicker to ask for their states than to read them."""


class Standing:
    """What stands in an output folder, of which a manifest tells how each file was made."""

    def __init__(self, root: Path, folder: Path, manifest: Manifest | None, *, cached: bool = True) -> None:
        self._root = root
        self._is_cached = cached
        self._folder = folder
        self._files = manifest.files if manifest else {}
        self._shelf = self._open(manifest) if manifest else None
        self._known = self._shelf.table("files") if self._shelf else {}
        self._seen: dict[str, list[int]] = {}

    def _open(self, manifest: Manifest) -> Shelf | None:
        if len(manifest.files) < WORTH_KEEPING:
            return None
        key = hashlib.sha256(str(self._folder).encode(errors="replace")).hexdigest()
        return Shelf(self._root, f"exported-{manifest.format}.json", key, wanted=self._is_cached)

    def find(self, path: str, key: str) -> Kept | None:
        """Return a file as it stands, if it was made with a key and nobody changed it since."""
        placed = self._files.get(path)
        if placed is None or not key or placed.key != key:
            return None
        try:
            status = status_of(self._folder, path)
            if not self._is_known(path, placed.sha256, status):
                self._read(path, placed.sha256)
        except (ClinicError, OSError):
            return None
        self._seen[path] = status
        return Kept(placed.sha256, placed.uses, partial(self._read, path, placed.sha256))

    def _is_known(self, path: str, sha256: str, status: list[int]) -> bool:
        try:
            known_status, known_sha256 = self._known[path]
        except MISSHAPEN:
            return False
        return known_status == status and known_sha256 == sha256 and not (self._shelf and self._shelf.is_racy(status))

    def _read(self, path: str, sha256: str) -> bytes:
        data = read_bytes(self._folder / path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ClinicError(f"{path}: was changed meanwhile; nothing was exported", "Run the command again.")
        return data

    def keep(self, after: Manifest) -> None:
        """Note the states of all files that an export left, as its manifest tells."""
        shelf = self._shelf or self._open(after)
        if shelf is None:
            return
        rows = {
            path: [self._seen.get(path) or status_of(self._folder, path), placed.sha256]
            for path, placed in after.files.items()
            if placed.key
        }
        if rows != self._known:
            shelf.write({"files": rows})
