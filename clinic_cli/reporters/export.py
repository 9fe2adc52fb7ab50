"""What an export does or would do, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.reporters.text import cells, counted, padded, visible

if TYPE_CHECKING:
    from clinic_cli.exporters.placing import Plan
    from clinic_cli.publicview import Publication


def render_changes(plan: Plan) -> str:
    """Return a line for each file that an export would write or remove, "" where there is none."""
    known = plan.before.files if plan.before else {}
    lines = [f"{'change' if file.path in known else 'new   '}  {visible(file.path)}" for file in plan.write]
    lines += [f"remove  {visible(path)}" for path in plan.remove]
    return "".join(f"{line}\n" for line in lines)


def render_reasons(publication: Publication, plan: Plan) -> str:
    """Return every item with where it stands: that it leaves, or each reason why it does not and who can act."""
    rows = [("article", article.slug, "leaves") for article in publication.articles]
    rows += [
        (
            "testimonial",
            record.id,
            "leaves" if record.id in plan.after.testimonials else "may leave, but no file of this export shows it",
        )
        for record in publication.testimonials
    ]
    rows += [(kind, id, "is not selected by this target") for kind, id in publication.unselected]
    for held in publication.held:
        rows += [
            (held.kind, held.id, f"stays: {reason.message} ({reason.who.replace('-', ' ')})") for reason in held.reasons
        ]
    widest = max((cells(visible(id)) for _, id, _ in rows), default=0)
    lines = [f"{kind:<11}  {padded(visible(id), widest)}  {visible(fate)}" for kind, id, fate in rows]
    return "".join(f"{line}\n" for line in lines)


def render_summary(publication: Publication, plan: Plan, format: str, folder: str) -> str:
    """Return what an export did, in two sentences."""
    # of the testimonials that may leave, not every format shows all
    articles, testimonials = len(publication.articles), len(plan.after.testimonials)
    leaving = f"{counted(articles, 'article')} and {counted(testimonials, 'testimonial')}"
    kept = f"; {len(publication.held)} kept back" if publication.held else ""
    gone = sorted({*(plan.before.testimonials if plan.before else ())} - {*plan.after.testimonials})
    left = f"\n{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} gone from {folder}." if gone else ""
    return (
        f"Exported {leaving} as {format} to {folder}{kept}.\n"
        f"{counted(len(plan.write), 'file')} written, {plan.unchanged} unchanged, {len(plan.remove)} removed.{left}"
    )
