"""What an export reads besides the content: pictures, and the clinic's own templates."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.content import markdown
from clinic_cli.errors import ClinicError
from clinic_cli.exporters.templating import FOLDER
from clinic_cli.source import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES: Final = ("Jinja2", "MarkupSafe", "nh3", "pyromark")


def read_inside(root: Path, path: str, below: str = "") -> bytes | None:
    """Return the bytes of a file below a folder, or None where there is none or it is hidden.

    None too where `..` or a link leads out of the folder, or out of the one `below` it that alone may be read.
    """
    root = root.resolve()
    try:
        place = (root / below / path).resolve(strict=True)
        if not place.is_file() or not place.is_relative_to(root / below):
            return None
    except (OSError, RuntimeError, ValueError):
        return None
    hidden = any(part.startswith(".") for part in place.relative_to(root).parts)
    return None if hidden else read_bounded(place)


def read_template(root: Path, name: str) -> str | None:
    """Return the clinic's own template of a name, or None; raise ClinicError for one that is not UTF-8 text."""
    data = read_inside(root, name, FOLDER)
    try:
        return None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClinicError(f"{FOLDER}/{name}: is not UTF-8 text", "Save the file as UTF-8.") from error


def own_templates(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file in the clinic's template folder, in order of name."""
    for path in sorted((root / FOLDER).rglob("*")):
        name = path.relative_to(root / FOLDER).as_posix()
        if (data := read_inside(root, name, FOLDER)) is not None:
            yield name, data


def salt_of(templates: Iterator[tuple[str, bytes]]) -> str:
    """Return what changes when pages may look otherwise though their content is the same: templates or programs did."""
    digest = hashlib.sha256(_programs())
    for name, data in templates:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


@cache
def _programs() -> bytes:
    digest = hashlib.sha256(Path(markdown.__file__).read_bytes())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css"):
            digest.update(path.read_bytes())
    digest.update(" ".join(map(_version, _LIBRARIES)).encode())
    return digest.digest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
