"""Run an export: from a workspace and a target to the files, and from the files into the folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.clearance import DayGate, clearances
from clinic_cli.content.frontmatter import read_front_matter
from clinic_cli.exporters.inputs import own_templates, read_inside, read_template, salt_of
from clinic_cli.exporters.manifest import Manifest
from clinic_cli.exporters.output import Site, in_turn
from clinic_cli.exporters.placing import Plan, Stage, Watch, carry_out, check_folder, plan, unwatched
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.exporters.standing import Standing
from clinic_cli.leaks import LeakScanner
from clinic_cli.parallel import map_files
from clinic_cli.privatetexts import private_texts
from clinic_cli.publication import publication_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date as Day

    from clinic_cli.config import Target
    from clinic_cli.exporters.output import Make, OutputFile
    from clinic_cli.publicview import PublicArticle, Publication
    from clinic_cli.workspace import Workspace

_PAGE: Final = 3.0
"""How many times the work of linting an article it is to make a page of it."""


class Prepared(NamedTuple):
    """An export before anything is written: what leaves, every file of it, and digests of what may not leave."""

    publication: Publication
    files: tuple[OutputFile, ...]
    private: frozenset[str]


class Exported(NamedTuple):
    """An export that was carried out, or would be."""

    publication: Publication
    plan: Plan


def export(
    workspace: Workspace,
    target: Target,
    today: Day,
    *,
    dry_run: bool = False,
    with_templates: bool = True,
    cached: bool = True,
    watch: Watch = unwatched,
) -> Exported:
    """Export what may leave for a target into its folder; raise ClinicError.

    Nothing is written before all files are known. `dry_run` writes nothing; the plan then says what would change.
    Without `cached`, nothing is taken from the cache of the clinic, nor kept there.
    """
    folder = Path(os.path.normpath(workspace.root / target.folder))
    before = check_folder(folder, workspace.root, target.format)
    with Stage(folder, before, idle=dry_run) as stage:
        standing = Standing(workspace.root, folder, target.name, cached=cached)
        prepared = prepare(
            workspace,
            target,
            today,
            with_templates=with_templates,
            cached=cached,
            watch=watch,
            stage=stage,
            standing=standing,
        )
        planned = plan(stage, prepared.files, _manifest(target, prepared), today)
        if not dry_run:
            placed_at = time.time_ns()
            carry_out(planned, watch)
            standing.keep(prepared.files, prepared.private, placed_at)
    return Exported(prepared.publication, planned)


def prepare(
    workspace: Workspace,
    target: Target,
    today: Day,
    *,
    with_templates: bool = True,
    cached: bool = True,
    watch: Watch = unwatched,
    stage: Stage | None = None,
    standing: Standing | None = None,
) -> Prepared:
    """Return every file of an export: whole, or taken in by a stage, which may have some of them already."""
    publication, scanner = _publication_of(workspace, target, today, watch, cached=cached)
    root = workspace.root
    rescanner = scanner.beyond(standing.searched_for) if standing else None

    def take(file: OutputFile) -> OutputFile:
        if file.kept and rescanner:
            rescanner.check(file._replace(data=file.kept.read()))
        if file.taken:
            return file
        scanner.check(file)
        return stage.take(file) if stage else file

    def spread(articles: Sequence[PublicArticle], make: Make) -> Iterator[OutputFile]:
        if not articles:
            return
        weights = dict.fromkeys(range(len(articles)), _PAGE)
        done = map_files(
            weights, lambda at: [take(file) for file in make(articles[at])], lambda *how: watch("Making pages", *how)
        )
        for at in weights:
            yield from done[at]

    site = Site(
        base_url=target.base_url.rstrip("/"),
        read_asset=lambda path: read_inside(root, path),
        read_template=lambda name: read_template(root, name) if with_templates else None,
        article_url=target.article_url,
        kept=standing.find if standing else lambda *_: None,
        salt=salt_of(own_templates(root) if with_templates else iter(())),
        spread=spread if stage else in_turn,
    )
    files: dict[str, OutputFile] = {}
    total = len(publication.articles)
    for file in EXPORTERS[target.format](publication, site):
        if not file.taken:
            watch("Making pages", min(len(files), total), total)
        files.setdefault(file.path, take(file))  # pages made side by side may each bring the same picture
    return Prepared(publication, tuple(files.values()), scanner.private)


def _publication_of(
    workspace: Workspace, target: Target, today: Day, watch: Watch, *, cached: bool
) -> tuple[Publication, LeakScanner]:
    """Return what leaves, and a scanner for the rest."""
    gate = DayGate(workspace, today, target.channel, cached=cached)
    cleared = clearances(workspace, gate, lambda *how: watch("Reading articles", *how), cached=cached)
    files = [workspace.parse_testimonials(path) for path in workspace.listing().testimonials]
    publication = publication_of(cleared, files, gate, target.select)
    gate.keep()
    telling = [(each.article.slug, each.article.path) for each in cleared if each.has_secrets]
    articles = ((slug, read_front_matter(workspace.read(path)).mapping) for slug, path in telling)
    records = [record for file in files for record in file.records]
    private = private_texts(articles, records, publication)
    return publication, LeakScanner(private, publication, _spoken(workspace))


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
