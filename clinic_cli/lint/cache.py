"""The cache: what each file came to, kept by content, so that a warm run finds exactly what a cold one finds.

Two files on the shelf: `lint.json` holds a line of facts a file and its findings, `summaries.json` what rules across
files need, which is read only when some summary changed. An entry counts only while the file's bytes, the day (where a
rule asked for it) and every other file that a rule asked for are the same. The words of findings about what is
private are not kept; a run that shows them examines those files again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.diagnostics import Diagnostic
from clinic_cli.errors import ClinicError
from clinic_cli.lint.examined import Across, Asked, Examined
from clinic_cli.lint.rows import decoder
from clinic_cli.shelf import MISSHAPEN, Shelf, stamp_of_code, status_of
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from clinic_cli.lint.selection import Selection
    from clinic_cli.workspace import Workspace

INDEX: Final = "lint.json"
SUMMARIES: Final = "summaries.json"
_VERSION: Final = 1


_NOTHING: Final = Asked()


class Cache:
    """What former runs found, for one project, set of rules and day."""

    def __init__(self, root: Path, key: str, today: date) -> None:
        self.root = root
        self.key = key
        self.today = today.isoformat()
        self._top = str(root)
        self._shelf = Shelf(root, INDEX, key)
        self._more: Shelf | None = None
        index = self._shelf.document
        self._same_day = index.get("day") == self.today
        files = index.get("files")
        self._entries: dict[str, list[Any]] = files if isinstance(files, dict) else {}
        self._across: list[Any] = index.get("across", [])
        self._summaries: dict[str, list[Any]] | None = None
        self._kept: dict[str, list[Any]] = {}
        self._fresh: dict[str, tuple[object, str, str]] = {}
        self._stands_across = False
        self._dirty = False
        self.listed: frozenset[str] = frozenset()
        """Files that are known to exist."""
        self.outside = ""
        """A stamp of what else rules across files look at."""

    def find(self, path: str, *, report: bool, words: bool, has_file: Callable[[str], bool]) -> Examined | None:
        """Return what a file came to, None where it has to be examined (again)."""
        row = self._entries.get(path)
        if row is None:
            return None
        try:
            status, digest, _, size, complete, withheld, day, files, diagnostics, suppressions = row
            if not (type(size) is int and type(diagnostics) is type(suppressions) is list and type(files) is dict):
                return None
            now = status_of(self._top, path)
            if now != status or self._shelf.is_racy(now):
                if hashlib.sha256(read_bytes(f"{self._top}/{path}")).hexdigest() != digest:
                    return None
                row[0] = now
                self._dirty = True
            stands = complete and (self._same_day or not day)
            # most files that a rule asks for are articles that are linked to, and those are listed
            if files and stands and (False in files.values() or not self.listed.issuperset(files)):
                stands = all(has_file(file) is exists for file, exists in files.items())
            if report and (not stands or (words and withheld)):
                return None
            if not stands and complete:
                row = [now, digest, row[2], size, False, False, False, {}, [], []]
                self._dirty = True
                return self._keep(path, row, Examined((), (), _NOTHING, size, None, complete=False))
            if suppressions:
                from clinic_cli.lint.suppressions import Suppression

                suppressions = tuple(map(decoder(Suppression), suppressions))
            if diagnostics:
                diagnostics = tuple(map(decoder(Diagnostic), diagnostics))
            asked = Asked(day, files) if day or files else _NOTHING
            return self._keep(path, row, Examined(diagnostics or (), suppressions or (), asked, size, None, complete))
        except (ClinicError, OSError, *MISSHAPEN):
            return None

    def _keep(self, path: str, row: list[Any], examined: Examined) -> Examined:
        self._kept[path] = row
        return examined

    def across(
        self, examined: Mapping[str, Examined], *, words: bool, has_file: Callable[[str], bool]
    ) -> Across | None:
        """Return what the rules across files found, None where a summary, the day or a file they asked for changed.

        None too where `words` are wanted that are private, and so are not kept.
        """
        try:
            digest, day, files, diagnostics = self._across
            if digest != self._digest(examined) or (day and not self._same_day):
                return None
            if not all(has_file(file) is exists for file, exists in files.items()):
                return None
            known = Across(tuple(map(decoder(Diagnostic), diagnostics)), Asked(day, files))
            self._stands_across = True
            return None if words and any(each.private for each in known.diagnostics) else known
        except MISSHAPEN:
            return None

    def _digest(self, examined: Mapping[str, Examined]) -> str:
        """Return one digest of the summaries of all files."""
        kept = self._kept
        parts = [
            f"{path}\0{kept[path][2] if path in kept else self._encode(path, each)[1]}"
            for path, each in examined.items()
        ]
        return hashlib.sha256("\n".join((*parts, self.outside)).encode("utf-8", "surrogatepass")).hexdigest()

    def _encode(self, path: str, examined: Examined) -> tuple[str, str]:
        """Return the summaries of a file that was examined now as JSON, and the digest of that."""
        summaries, text, digest = self._fresh.get(path, (None, "", ""))
        if summaries is not examined.summaries:
            text = json.dumps(examined.summaries, ensure_ascii=False, separators=(",", ":"))
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            self._fresh[path] = examined.summaries, text, digest
        return text, digest

    def forget(self, path: str) -> None:
        """Take a file for unknown, as it is examined anew."""
        self._kept.pop(path, None)
        self._stands_across = False

    def summaries(self, path: str, *, article: bool) -> tuple[Any, ...] | None:
        """Return a file's summaries, None where they are not at hand."""
        from clinic_cli.content.summary import ArticleSummary, TestimonialSummary

        try:
            digest, text = self._all_summaries()[path]
            if digest != self._kept[path][2]:
                return None
            return tuple(map(decoder(ArticleSummary if article else TestimonialSummary), json.loads(text)))
        except MISSHAPEN:
            return None

    def _all_summaries(self) -> dict[str, list[str]]:
        if self._summaries is None:
            self._summaries = self._summary_shelf().document.get("files", {})
        return self._summaries

    def _summary_shelf(self) -> Shelf:
        self._more = self._more or Shelf(self.root, SUMMARIES, self.key)
        return self._more

    def save(self, examined: Mapping[str, Examined], across: Across) -> None:
        """Write what a run found, where anything is new; a folder that cannot be written to is left alone."""
        is_known = self._same_day and self._stands_across
        if not self._shelf.is_usable or (
            is_known and not self._dirty and self._kept.keys() == self._entries.keys() == examined.keys()
        ):
            return
        from clinic_cli.lint.redaction import redacted

        if not self._stands_across:
            known = self._all_summaries()
            rows = {
                path: known.get(path) if path in self._kept else (self._encode(path, each)[::-1])
                for path, each in examined.items()
            }
            self._summary_shelf().write({"files": rows})
        entries = {path: self._kept.get(path) or self._row(path, each) for path, each in examined.items()}
        row = (self._digest(examined), across.asked.day, across.asked.files, tuple(map(redacted, across.diagnostics)))
        self._shelf.write({"day": self.today, "across": row, "files": entries})

    def _row(self, path: str, examined: Examined) -> tuple[object, ...]:
        """Return a file's line in the index, in the order in which `find` takes it apart."""
        from clinic_cli.lint.redaction import redacted

        assert examined.stamp is not None
        return (
            examined.stamp.status,
            examined.stamp.digest,
            self._encode(path, examined)[1],
            examined.size,
            examined.complete,
            any(diagnostic.private for diagnostic in examined.diagnostics),
            examined.asked.day,
            examined.asked.files,
            tuple(map(redacted, examined.diagnostics)),
            examined.suppressions,
        )


def cache_key(workspace: Workspace, selection: Selection) -> str:
    """Return what all entries of a cache depend on: the code, the rules that run, and the configuration."""
    source = workspace.config.source
    parts = (
        _VERSION,
        stamp_of_code(),
        [rule.name for rule in selection.rules],
        sorted(selection.severity.items()),
        sorted((pattern, sorted(names)) for pattern, names in selection.per_path.items()),
        source.digest if source else "",
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
