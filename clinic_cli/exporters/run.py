"""Run an export: from a workspace and a target to the files, and from the files into the folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.exporters.inputs import kept_in, own_templates, read_inside, read_template, salt_of
from clinic_cli.exporters.manifest import Manifest, read_manifest
from clinic_cli.exporters.output import Site
from clinic_cli.exporters.placing import Plan, Watch, carry_out, check_folder, plan, unwatched
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.leaks import LeakScanner, guarded
from clinic_cli.publication import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date as Day

    from clinic_cli.config import Target
    from clinic_cli.exporters.output import Kept, OutputFile
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
    with_templates: bool = True,
    watch: Watch = unwatched,
) -> Exported:
    """Export what may leave for a target into its folder; raise ClinicError.

    Nothing is written before all files are known. `dry_run` writes nothing; the plan then says what would change.
    """
    folder = Path(os.path.normpath(workspace.root / target.folder))
    check_folder(folder, workspace.root, target.format)
    kept = kept_in(folder, read_manifest(folder))
    prepared = prepare(workspace, target, today, project=project, with_templates=with_templates, watch=watch, kept=kept)
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
    with_templates: bool = True,
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
        read_template=lambda name: read_template(root, name) if with_templates else None,
        article_url=target.article_url,
        kept=kept,
        salt=salt_of(own_templates(root) if with_templates else iter(())),
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
    for _, data in own_templates(workspace.root):
        yield data.decode(errors="replace")


def _manifest(target: Target, prepared: Prepared) -> Manifest:
    return Manifest(
        target.format,
        target.channel,
        articles={article.slug: article.path for article in prepared.publication.articles},
        testimonials=tuple(sorted({id for file in prepared.files for id in file.shows})),
    )
