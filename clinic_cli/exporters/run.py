"""Run an export: from a workspace and a target to the files, and from the files into the folder."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.manifest import Manifest, read_manifest
from clinic_cli.exporters.output import Kept, Site
from clinic_cli.exporters.placing import Plan, Watch, carry_out, check_folder, plan, unwatched
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.exporters.templating import FOLDER
from clinic_cli.leaks import LeakScanner, guarded
from clinic_cli.publication import publish
from clinic_cli.source import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date as Day

    from clinic_cli.config import Target
    from clinic_cli.exporters.output import OutputFile
    from clinic_cli.publication import Publication
    from clinic_cli.workspace import Project, Workspace


class Prepared(NamedTuple):
    """An export before anything is written: what leaves, and every file of it."""

    publication: Publication
    files: tuple[OutputFile, ...]


class Exported(NamedTuple):
    """An export that was carried out, or would be."""

    publication: Publication
    plan: Plan


def export(
    workspace: Workspace,
    target: Target,
    today: Day,
    *,
    project: Project | None = None,
    dry_run: bool = False,
    own_templates: bool = True,
    watch: Watch = unwatched,
) -> Exported:
    """Export what may leave for a target into its folder (`target.out`, from the project's root); raise ClinicError.

    Nothing is written before all files are known. `dry_run` writes nothing; the plan then says what would change.
    """
    folder = output_folder(workspace, target)
    check_folder(folder, workspace.root, target.format)
    before = read_manifest(folder)
    prepared = prepare(
        workspace,
        target,
        today,
        project=project,
        own_templates=own_templates,
        watch=watch,
        kept=lambda path, key: _kept(folder, before, path, key),
    )
    planned = plan(folder, prepared.files, _manifest(target, prepared), today)
    if not dry_run:
        carry_out(planned, watch)
    return Exported(prepared.publication, planned)


def prepare(
    workspace: Workspace,
    target: Target,
    today: Day,
    *,
    project: Project | None = None,
    own_templates: bool = True,
    watch: Watch = unwatched,
    kept: Callable[[str, str], Kept | None] = lambda *_: None,
) -> Prepared:
    """Return every file that an export would put into its folder; `kept` returns one that stands there already."""
    project = project or workspace.parse()
    publication = publish(project, workspace.config, today, target.channel, target.select)
    root = workspace.root
    site = Site(
        base_url=target.base_url.rstrip("/"),
        read_asset=lambda path: read_inside(root, path),
        read_template=lambda name: read_template(root, name) if own_templates else None,
        article_url=target.article_url,
        kept=kept,
        salt=_salt(root if own_templates else None),
    )
    scanner = LeakScanner(project, publication, _spoken(workspace))
    files: list[OutputFile] = []
    total = len(publication.articles)
    for file in guarded(EXPORTERS[target.format](publication, site), scanner):
        watch("Making pages", min(len(files), total), total)
        files.append(file)
    return Prepared(publication, tuple(files))


def _spoken(workspace: Workspace) -> Iterator[str]:
    """Yield what pages may say besides the content: the clinic's settings, and its own page templates."""
    if workspace.config.source:
        yield workspace.config.source.text
    for path in sorted((workspace.root / FOLDER).glob("*")):
        data = read_inside(workspace.root, f"{FOLDER}/{path.name}")
        yield (data or b"").decode(errors="replace")


def output_folder(workspace: Workspace, target: Target) -> Path:
    """Return the folder that a target is written to."""
    if not target.out:
        raise ClinicError(f"The target {target.name} has no folder.", "Give it one: `out = ...`, or --out DIR.")
    return Path(os.path.normpath(workspace.root / target.out))


def read_inside(root: Path, path: str) -> bytes | None:
    """Return the bytes of a file below a folder, or None where there is none, or a link leads out of it."""
    try:
        place = (root / path).resolve(strict=True)
        if not place.is_file() or not place.is_relative_to(root.resolve()):
            return None
    except (OSError, RuntimeError, ValueError):
        return None
    hidden = any(part.startswith(".") for part in place.relative_to(root.resolve()).parts)
    return None if hidden else read_bytes(place)


def read_template(root: Path, name: str) -> str | None:
    """Return the clinic's own template of a name, or None; raise ClinicError for one that is not UTF-8 text."""
    data = read_inside(root, f"{FOLDER}/{name}")
    try:
        return None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClinicError(f"{FOLDER}/{name}: is not UTF-8 text", "Save the file as UTF-8.") from error


def _kept(folder: Path, before: Manifest | None, path: str, key: str) -> Kept | None:
    """Return a file as it stands, if the last export made it with a key and nobody changed it since."""
    placed = before.files.get(path) if before else None
    if placed is None or placed.key != key:
        return None
    try:
        data = read_bytes(folder / path)
    except ClinicError:
        return None
    return Kept(data, placed.uses) if hashlib.sha256(data).hexdigest() == placed.sha256 else None


def _salt(root: Path | None) -> str:
    """Return what changes when a page can look otherwise though its content is the same: templates and programs do."""
    digest = hashlib.sha256(_programs().encode())
    for path in sorted((root / FOLDER).glob("*")) if root else ():
        data = read_inside(path.parent, path.name)
        digest.update(f"{path.name}\0{len(data or b'')}\0".encode() + (data or b""))
    return digest.hexdigest()


@cache
def _programs() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css"):
            digest.update(path.read_bytes())
    versions = ("clinic-cli", "Jinja2", "MarkupSafe", "nh3", "pyromark")
    return " ".join([digest.hexdigest(), *map(_version, versions)])


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _manifest(target: Target, prepared: Prepared) -> Manifest:
    return Manifest(
        target.format,
        target.channel,
        articles={article.slug: article.path for article in prepared.publication.articles},
        testimonials=tuple(sorted({id for file in prepared.files for id in file.shows})),
    )
