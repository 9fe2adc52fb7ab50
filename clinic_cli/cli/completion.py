"""Words that the shell completes: slugs, ids, tags and authors of the project at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_cli.workspace import Project, Workspace


def _workspace() -> Workspace | None:
    """Return the project at hand; a broken one completes nothing and complains of nothing."""
    from clinic_cli.cli.options import open_workspace
    from clinic_cli.errors import ClinicError

    try:
        return open_workspace(None)
    except ClinicError:
        return None


def _project() -> Project | None:
    from clinic_cli.errors import ClinicError

    workspace = _workspace()
    try:
        return workspace.parse() if workspace else None
    except ClinicError:
        return None


def ids() -> list[str]:
    """Return slugs of articles and ids of testimonials."""
    project = _project()
    return (
        [*(article.slug for article in project.articles), *(record.id for record in project.testimonials)]
        if project
        else []
    )


def tags() -> list[str]:
    """Return the tags in use, in order."""
    project = _project()
    return sorted(project.tags) if project else []


def authors() -> list[str]:
    """Return the roster's ids."""
    workspace = _workspace()
    return list(workspace.config.authors) if workspace else []


def targets() -> list[str]:
    """Return the formats and the configuration's targets."""
    from clinic_cli.config import FORMATS

    workspace = _workspace()
    return [*FORMATS, *(workspace.config.targets if workspace else ())]


def complete_id(incomplete: str) -> list[str]:
    """Return slugs and ids that begin as typed."""
    return [id for id in ids() if id.startswith(incomplete)]


def complete_slug(incomplete: str) -> list[str]:
    """Return slugs that begin as typed."""
    project = _project()
    return [each.slug for each in project.articles if each.slug.startswith(incomplete)] if project else []


def complete_tag(incomplete: str) -> list[str]:
    """Return tags in use that begin as typed."""
    return [tag for tag in tags() if tag.startswith(incomplete)]


def complete_author(incomplete: str) -> list[str]:
    """Return roster ids that begin as typed."""
    return [author for author in authors() if author.startswith(incomplete)]


def complete_testimonial(incomplete: str) -> list[str]:
    """Return ids of testimonials that begin as typed."""
    project = _project()
    return [record.id for record in project.testimonials if record.id.startswith(incomplete)] if project else []
