"""Pages of the last export that stand as it left them: how each was made, and the state it was left in.

Only the cache says so, which git does not carry: a manifest lies beside the pages, and whoever changes one could change
the other, and it goes where they go, while the links of a text tell names of files that stay.
"""

from __future__ import annotations

import hashlib
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.addresses import segment_of
from clinic_cli.exporters.output import Kept
from clinic_cli.shelf import MISSHAPEN, Shelf, stamp_of_code, status_of
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from clinic_cli.exporters.output import OutputFile, Taken


class Standing:
    """What stands in the output folder of a target since its last export."""

    def __init__(self, root: Path, folder: Path, target: str, *, cached: bool = True) -> None:
        self._folder = folder
        made_of = (stamp_of_code(), str(folder))
        key = hashlib.sha256(repr(made_of).encode(errors="replace")).hexdigest()
        self._shelf = Shelf(root, f"exported-{segment_of(target)}.json", key, wanted=cached)
        self._known = self._shelf.table("files")
        self._seen: dict[str, list[int]] = {}
        self._begun = time.time_ns()

    def find(self, path: str, key: str) -> Kept | None:
        """Return a file as it stands, if it was made with a key and nobody changed it since."""
        try:
            known_status, sha256, known_key, uses = self._known[path]
            if not key or known_key != key:
                return None
            status = status_of(self._folder, path, follow=False)
            if known_status != status or self._shelf.is_racy(status):
                self._read(path, sha256)
            self._seen[path] = status
            links = tuple((str(name), str(address), led) for name, address, led in uses)
        except (ClinicError, OSError, *MISSHAPEN):
            return None
        return Kept(sha256, links, partial(self._read, path, sha256))

    def _read(self, path: str, sha256: str) -> bytes:
        data = b"" if (self._folder / path).is_symlink() else read_bytes(self._folder / path)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ClinicError(f"{path}: was changed meanwhile; nothing was exported", "Run the command again.")
        return data

    @property
    def searched_for(self) -> frozenset[str]:
        """The digests of private texts that what stands was looked through for."""
        try:
            return frozenset(self._shelf.document["private"])
        except MISSHAPEN:
            return frozenset()

    def keep(self, files: Iterable[OutputFile], private: frozenset[str], placed_at: int) -> None:
        """Note how an export made its files, and their states; new ones were put in place from a time (ns) on."""
        rows: dict[str, Any] = {}
        for file in files:
            if file.key and file.taken:
                uses = [list(use) for use in file.uses]
                rows[file.path] = [self._state(file.path, file.taken, placed_at), file.taken.sha256, file.key, uses]
        if rows != self._known or self.searched_for != private:
            self._shelf.write({"private": sorted(private), "files": rows})

    def _state(self, path: str, taken: Taken, placed_at: int) -> list[int]:
        """Return the state in which a file was left; none where somebody may have changed it since."""
        if path in self._seen and not taken.is_new:
            return self._seen[path]
        try:
            status = status_of(self._folder, path, follow=False)
        except OSError:
            return []
        return status if status[0] < (placed_at if taken.is_new else self._begun) else []
