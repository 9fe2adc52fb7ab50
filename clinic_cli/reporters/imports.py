"""What an import would do, or did, as text for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.authoring import toml_text
from clinic_cli.reporters.machine import to_json
from clinic_cli.reporters.text import cells, counted, padded, plain, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinic_cli.importers.plan import Plan, Step

VERSION: Final = 1
_ROLES: Final = {"new": "good", "update": "note", "kept": "warning", "left out": "warning", "unchanged": "dim"}
_WIDEST: Final = 60


def render_plan(plan: Plan, paint: Callable[[str, str], str] = plain) -> Iterator[str]:
    """Yield a line for each item with what is lost below it, then keys, new members of the roster, and settings."""
    if plan.steps:
        wide = min(max(cells(_target(step)) for step in plan.steps), _WIDEST)
        yield paint(f"{'':<9}  {'becomes':<{wide}}  {'was':<9}  title\n", "strong")
        for step in plan.steps:
            row = f"{padded(_target(step), wide)}  {visible(step.was) or '-':<9}  {visible(step.title)}"
            yield f"{paint(f'{step.action:<9}', _ROLES[step.action])}  {row}".rstrip() + "\n"
            for loss in step.losses:
                said = loss.why if loss.what == "all" else f"{loss.what}: {loss.why}"
                yield f"{'':<11}{paint(visible(said), 'dim')}\n"
    if plan.mapped:
        yield paint("\nkey there -> key here (times)\n", "strong")
        for each in plan.mapped:
            yield f"{visible(each.key)} -> {visible(each.target) or 'left out'} ({each.count})\n"
    if plan.roster.proposed:
        told = "added to the roster" if plan.roster.joining else "not in the roster"
        yield paint(f"\n{told}\n", "strong")
        longest = max(cells(author.id) for author in plan.roster.proposed)
        for author in plan.roster.proposed:
            yield f"{padded(author.id, longest)}  {visible(author.byline)}\n"
    if plan.settings:
        yield paint("\nsuggested for clinic.toml\n", "strong")
        yield settings_text(plan)


def _target(step: Step) -> str:
    return visible(step.target or step.source)


def settings_text(plan: Plan) -> str:
    """Return settings as lines of TOML; one without a value is left for somebody to fill in."""
    return "".join(
        f"{key} = {toml_text(value)}\n" if value else f'# {key} = "+1..."  (the page names none)\n'
        for key, value in plan.settings.items()
    )


def render_plan_json(plan: Plan, importer: str, *, written: bool) -> str:
    """Return a plan as JSON; of testimonials it gives ids and places, never the words or the name."""
    document = {
        "version": VERSION,
        "importer": importer,
        "written": written,
        "items": [
            {
                "action": step.action,
                "kind": step.kind,
                "source": step.source,
                "target": step.target,
                "title": "" if step.kind == "testimonial" else step.title,
                "was": step.was,
                "losses": [{"what": loss.what, "why": loss.why} for loss in step.losses],
            }
            for step in plan.steps
        ],
        "keys": [{"key": each.key, "target": each.target, "count": each.count} for each in plan.mapped],
        "authors": [
            {"id": each.id, "name": each.name, "credentials": each.credentials} for each in plan.roster.joining
        ],
        "settings": plan.settings,
    }
    return to_json(document)


def summary(plan: Plan) -> str:
    """Return how much comes in and how much does not, in one line."""
    parts = [
        (counted(plan.count("new", "article"), "new article"), plan.count("new", "article")),
        (counted(plan.count("new", "testimonial"), "new testimonial"), plan.count("new", "testimonial")),
        (f"{plan.count('update')} updated", plan.count("update")),
        (f"{plan.count('unchanged')} unchanged", plan.count("unchanged")),
        (f"{plan.count('kept')} kept as they are", plan.count("kept")),
        (f"{plan.count('left out')} left out", plan.count("left out")),
        (counted(len(plan.roster.joining), "new author"), len(plan.roster.joining)),
    ]
    losses = sum(len(step.losses) for step in plan.steps if step.action in ("new", "update"))
    told = ", ".join(text for text, number in parts if number) or "nothing"
    lost = f"; {losses} {'loss' if losses == 1 else 'losses'} told above" if losses else ""
    return f"{told}{lost}."
