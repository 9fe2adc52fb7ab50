"""Publishing and withdrawing: what is to be set for it, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clinic_cli.assignment import Assignment, assign, items_in
from clinic_cli.config import SHARED_FILE_NAME, parse_config
from clinic_cli.content.article import Article
from clinic_cli.diagnostics import Severity
from clinic_cli.gate import Gate
from clinic_cli.lint.engine import Run
from clinic_cli.lint.selection import select_rules
from clinic_cli.rules.registry import BY_NAME
from clinic_cli.workspace import Listing, holds_testimonials

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from clinic_cli.assignment import Item
    from clinic_cli.config import Config
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


def description_lengths(config: Config) -> tuple[int, int]:
    """Return how many characters a description has at least and at most, as the clinic's linter wants it."""
    settings = BY_NAME["description-length"].settings(config.lint.options.get("description-length", {}))
    low, high = settings["min"], settings["max"]
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high


def setting(name: str, value: Value) -> Assignment:
    """Return the assignment of a value to a key, or to a key of a group as in image.alt."""
    return Assignment(tuple(name.split(".")), "=", value)


def plan(workspace: Workspace, item: Item, answers: Iterable[Assignment], today: date, at: date | None = None) -> Plan:
    """Return what publishing an item takes: its status, a date where it has none or `at` gives one, and the answers."""
    asked = [*answers, setting("status", "published")]
    if isinstance(item, Article) and (at or item.date is None):
        asked.append(setting("date", at or today))
    if not isinstance(item, Article) and item.revoked:
        return Plan([], tuple(_held(workspace, item, today)), 0)
    changes = assign(workspace, [item], lambda _: asked)
    result = _same(item, items_in(workspace, changes[0].result).values()) if changes else item
    return Plan(changes, *_obstacles(workspace, result, today, _findings(workspace, [result], today)))


def going_out(workspace: Workspace, changes: Iterable[Change], today: date) -> dict[str, tuple[Obstacle, ...]]:
    """Return what stands in the way of each item that changes would publish, by slug or id; none where nothing does."""
    published: list[Item] = []
    for change in changes:
        if change.after is not None:
            before = items_in(workspace, change.before) if change.before else {}
            published += [
                item
                for at, item in items_in(workspace, change.result).items()
                if item.status == "published" and (at not in before or before[at].status != "published")
            ]
    found = _findings(workspace, published, today)
    standing = {
        item.slug if isinstance(item, Article) else item.id: _obstacles(workspace, item, today, found)[0]
        for item in published
    }
    return {id: obstacles for id, obstacles in standing.items() if obstacles}


def _obstacles(
    workspace: Workspace, item: Item, today: date, found: Iterable[Diagnostic]
) -> tuple[tuple[Obstacle, ...], int]:
    """Return what stands in the way of an item, by the gate and by what the rules found, and how many warnings."""
    held = _held(workspace, item, today)
    about = [each for each in found if _is_about(each, item)] if isinstance(item, Article) or not held else []
    errors = [each for each in about if each.severity is Severity.ERROR]
    told = {each.rule for each in errors}
    return (
        *(Obstacle(each.rule, each.message, each.help, each.who) for each in errors),
        *(each for each in held if each.code not in told),
    ), sum(each.severity is Severity.WARNING for each in about)


def _same(item: Item, items: Iterable[Item]) -> Item:
    """Return the item that an item became; a file of articles holds one."""
    return next(each for each in items if isinstance(each, Article) or isinstance(item, Article) or each.id == item.id)


def with_roster(workspace: Workspace, changes: Iterable[Change]) -> Workspace:
    """Return the workspace with the roster as changes of the configuration make it."""
    config = workspace.config
    for change in changes:
        config = parse_config(change.result, shared=change.path == SHARED_FILE_NAME)
    return workspace._replace(config=config)


def _held(workspace: Workspace, item: Item, today: date) -> list[Obstacle]:
    """Return what the gate has against an item, for the channel for which it has least."""
    if isinstance(item, Article):
        reasons = Gate(workspace.config, today).article(item)
        help: dict[str, str] = {}
    else:
        channels = item.consent.channels if item.consent and item.consent.channels else ("website",)
        reasons = min((Gate(workspace.config, today, channel).testimonial(item) for channel in channels), key=len)
        grant = f"Once the form is signed: clinic consent grant {item.id}"
        help = {
            "revoked": "What a client took back stays away.",
            "inbox": grant,
            "consent-missing": grant,
            "consent-expired": f"Ask the client, then: clinic consent renew {item.id}",
            "no-words": f"Write them: clinic edit {item.id}",
        }
    codes = {each.code for each in reasons}
    passed = {"faulty", "scheduled", "consent-missing" if "inbox" in codes else ""}
    return [
        Obstacle(each.code, each.message, help.get(each.code, ""), each.who)
        for each in reasons
        if each.code not in passed
    ]


def _findings(workspace: Workspace, items: Iterable[Item], today: date) -> tuple[Diagnostic, ...]:
    """Return what the rules find in the files of items as they would be."""
    overlay = {item.path: item.source.data for item in items}
    if not overlay:
        return ()
    only = Listing(
        tuple(path for path in overlay if not holds_testimonials(path)),
        tuple(path for path in overlay if holds_testimonials(path)),
    )
    return Run(workspace, select_rules(workspace.config), today, only, overlay=overlay).report().diagnostics


def _is_about(found: Diagnostic, item: Item) -> bool:
    """Whether a finding lies in an item; a file of testimonials holds several."""
    if found.path != item.path:
        return False
    return isinstance(item, Article) or bool(item.body) or item.node.start <= found.span.start <= item.node.end


def withdrawal(item: Item) -> Assignment | None:
    """Return what takes an item off the sites, None where it is not on any."""
    if isinstance(item, Article):
        return None if item.status in ("draft", "archived") else setting("status", "draft")
    return None if item.revoked or item.status == "withheld" else setting("status", "withheld")
