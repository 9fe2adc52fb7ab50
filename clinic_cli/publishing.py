"""Publishing and withdrawing: what is to be set for it, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.assignment import Assignment, assign
from clinic_cli.content.article import Article
from clinic_cli.finding import find_item
from clinic_cli.gate import testimonial_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinic_cli.assignment import Item
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.content.yamltext import Value
    from clinic_cli.diagnostics import Diagnostic, Who
    from clinic_cli.editing import Change
    from clinic_cli.workspace import Workspace

ASKED_FOR = frozenset(("missing-title", "missing-field", "missing-alt-text"))
"""Rules whose findings somebody can mend by answering a question."""


class Obstacle(NamedTuple):
    """What stands in the way, what to do about it, and who can."""

    code: str
    message: str
    help: str
    who: Who


class Plan(NamedTuple):
    """What publishing an item would change, and what stands in its way."""

    changes: list[Change]
    obstacles: tuple[Obstacle, ...]
    warnings: int


def setting(name: str, value: Value) -> Assignment:
    """Return the assignment of a value to a key, or to a key of a group as in image.alt."""
    return Assignment(tuple(name.split(".")), "=", value)


def plan(workspace: Workspace, item: Item, answers: Iterable[Assignment], today: date, at: date | None = None) -> Plan:
    """Return what publishing an item takes: its status, a date where it has none or `at` gives one, and the answers."""
    asked = [*answers, setting("status", "published")]
    if isinstance(item, Article) and (at or item.date is None):
        asked.append(setting("date", at or today))
    changes = assign(workspace, [item], lambda _: asked)
    changed = workspace.with_changes(changes)
    if isinstance(item, Article):
        found = _findings(changed, changed.parse_article(item.path), today)
    else:
        record = find_item(changed.parse(), item.id)
        assert not isinstance(record, Article)
        obstacles = _held(record, today)
        if obstacles:
            return Plan(changes, obstacles, 0)
        found = _findings(changed, record, today)
    errors = [each for each in found if each.severity.value == "error"]
    return Plan(
        changes,
        tuple(Obstacle(each.rule, each.message, each.help, each.who) for each in errors),
        sum(each.severity.value == "warning" for each in found),
    )


def _held(record: Testimonial, today: date) -> tuple[Obstacle, ...]:
    """Return what the gate has against a record for the first of its channels."""
    channel = record.consent.channels[0] if record.consent and record.consent.channels else "website"
    help = {
        "revoked": "What a client took back stays away.",
        "inbox": f"Once the form is signed: clinic consent grant {record.id}",
        "consent-missing": f"Once the form is signed: clinic consent grant {record.id}",
        "consent-expired": f"Ask the client, then: clinic consent renew {record.id}",
        "no-words": f"Write them: clinic edit {record.id}",
    }
    reasons = [reason for reason in testimonial_reasons(record, channel, today) if reason.code != "faulty"]
    return tuple(Obstacle(each.code, each.message, help.get(each.code, ""), each.who) for each in reasons)


def _findings(workspace: Workspace, item: Item, today: date) -> list[Diagnostic]:
    from clinic_cli.lint.engine import lint
    from clinic_cli.lint.selection import select_rules

    only = workspace.listing_of([workspace.root / item.path])
    found = lint(workspace, select_rules(workspace.config), today, only).diagnostics
    if isinstance(item, Article) or item.body:
        return list(found)
    return [each for each in found if item.node.start <= each.span.start <= item.node.end]


def withdrawal(item: Item) -> Assignment | None:
    """Return what takes an item off the sites, None where it is not on any."""
    if isinstance(item, Article):
        return None if item.status in ("draft", "archived") else setting("status", "draft")
    return None if item.revoked or item.status == "withheld" else setting("status", "withheld")
