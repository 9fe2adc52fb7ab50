"""Words that the shell completes: slugs, ids, tags and authors of the project at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.workspace import Project, Workspace

_ONE_WORD: Final = re.compile(r"[\w.~@+-]+")


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


def matching(words: Iterable[str], incomplete: str) -> list[str]:
    """Return the words that begin as typed; what a shell would take apart or run is left for somebody to type."""
    return [word for word in words if word.startswith(incomplete) and _ONE_WORD.fullmatch(word)]


def complete_id(incomplete: str) -> list[str]:
    """Return slugs and ids that begin as typed."""
    return matching(ids(), incomplete)


def complete_slug(incomplete: str) -> list[str]:
    """Return slugs that begin as typed."""
    project = _project()
    return matching((each.slug for each in project.articles), incomplete) if project else []


def complete_tag(incomplete: str) -> list[str]:
    """Return tags in use that begin as typed."""
    return matching(tags(), incomplete)


def complete_author(incomplete: str) -> list[str]:
    """Return roster ids that begin as typed."""
    return matching(authors(), incomplete)


def complete_testimonial(incomplete: str) -> list[str]:
    """Return ids of testimonials that begin as typed."""
    project = _project()
    return matching((record.id for record in project.testimonials), incomplete) if project else []
