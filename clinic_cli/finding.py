"""Finding one item by its slug, id or path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.content.checking import closest
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.workspace import Project


def find_item(project: Project, name: str) -> Article | Testimonial:
    """Return the article or testimonial that a slug, id or path names; raise ClinicError with the nearest for any other.

    Where a file cannot be read, that is told instead: what is looked for may stand there.
    """
    record = next((record for record in project.testimonials if record.id == name), None)
    if record:
        return record
    wanted = name.replace("\\", "/").removeprefix("./").casefold()
    for article in project.articles:
        if wanted in (article.slug.casefold(), article.path.casefold()):
            return article
    for article in project.articles:
        if wanted in (alias.strip("/").casefold() for alias in article.aliases):
            return article
    project.refuse_unread()
    known = (*(article.slug for article in project.articles), *(record.id for record in project.testimonials))
    near = closest(name, known)
    raise ClinicError(
        f"there is no article or testimonial `{name}`" + (f"; did you mean `{near}`?" if near else ""),
        "See clinic list articles and clinic list testimonials.",
    )
