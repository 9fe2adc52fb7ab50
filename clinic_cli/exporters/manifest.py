"""The manifest in an output folder: which of its files are ours, what each was made of, and since which day."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_cli.errors import ClinicError
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME: Final = ".clinic-manifest.json"
VERSION: Final = 1


class Placed(NamedTuple):
    """A file of ours: the SHA-256 of its bytes, its source ("" for many), and the day since which it has these bytes."""

    sha256: str
    source: str
    day: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export put into a folder; `articles` are the published addresses, each with its content file.

    `complete` is false while an export is under way; `files` then names what stood before and what is to come.
    """

    format: str
    channel: str
    complete: bool = True
    articles: dict[str, str] = field(default_factory=dict)
    testimonials: tuple[str, ...] = ()
    files: dict[str, Placed] = field(default_factory=dict)

    def encode(self) -> bytes:
        """Return the manifest as it is stored: what it says of each article and file on a line of its own."""
        document = {
            "version": VERSION,
            "format": self.format,
            "channel": self.channel,
            "complete": self.complete,
            "testimonials": sorted(self.testimonials),
        }
        fields = {name: _encoded(value) for name, value in document.items()}
        fields["articles"] = _lines(self.articles)
        fields["files"] = _lines({path: placed._asdict() for path, placed in self.files.items()})
        return ("{\n" + ",\n".join(f'"{name}": {value}' for name, value in fields.items()) + "\n}\n").encode()


def _lines(entries: Mapping[str, object]) -> str:
    lines = ",\n".join(f" {_encoded(name)}: {_encoded(value)}" for name, value in sorted(entries.items()))
    return f"{{\n{lines}\n}}" if lines else "{}"


# with an indentation, the library encodes at a tenth of its speed
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, or None where it has none; raise ClinicError for one that cannot be read."""
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    try:
        document = json.loads(read_bytes(path))
        return _manifest(document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ClinicError(
            f"{path}: cannot be read as the manifest of an export",
            "Delete the output folder if nothing in it is yours, then export again.",
        ) from error


def _manifest(document: dict[str, Any]) -> Manifest:
    if document["version"] != VERSION:
        raise ValueError(document["version"])
    files = {str(path): _placed(each) for path, each in document["files"].items()}
    return Manifest(
        format=str(document["format"]),
        channel=str(document["channel"]),
        complete=bool(document["complete"]),
        articles={str(slug): str(source) for slug, source in document["articles"].items()},
        testimonials=tuple(map(str, document["testimonials"])),
        files=files,
    )


def _placed(stored: dict[str, Any]) -> Placed:
    return Placed(str(stored["sha256"]), str(stored["source"]), str(stored["day"]))
