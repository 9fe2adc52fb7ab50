"""Suppressions: comments that allow what a rule would report, and what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.content.checking import closest
from clinic_cli.diagnostics import Edit, Fix
from clinic_cli.rules.rule import ProjectFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.lint.suppressions import Suppression
    from clinic_cli.rules.rule import Facts


def invalid_suppression(suppression: Suppression, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a comment that allows something which cannot be allowed, or does not exist.

    The comment names no rule, one that does not exist, or a fact of consent: that a consent is missing, expired,
    revoked, out of scope, or that the words were altered, stays true whatever a comment says.

    Fix: Unsafe, as it guesses. It writes the known rule that is nearest.
    Why: Whoever wrote the comment believes that it does something.
    Source: The design of clinic.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow brokn-link: the map is being drawn -->
        See the map.
    Good:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow broken-link: the map is being drawn -->
        See [the map](no-such-map.pdf).
    """
    from clinic_cli.rules.registry import BY_NAME

    if suppression.problem:
        yield ProjectFinding(
            suppression.place,
            suppression.problem,
            "Write `clinic: allow RULE: reason`; see `clinic rule` for all rules.",
        )
        return
    for name in suppression.rules:
        rule = BY_NAME.get(name.text)
        if rule is None:
            near = closest(name.text, tuple(BY_NAME))
            yield ProjectFinding(
                name.place,
                f"There is no rule `{name.text}`" + (f"; did you mean `{near}`?" if near else "."),
                "See `clinic rule` for all rules.",
                fix=Fix((Edit(name.place.span, near),), safe=False, title=f"write {near}") if near else None,
            )
        elif rule.locked:
            yield ProjectFinding(
                name.place,
                f"No comment can allow what `{name.text}` finds.",
                "Delete the comment, and mend what is found.",
            )
    if suppression.until and suppression.last_day is None:
        yield ProjectFinding(
            suppression.place,
            f"`{suppression.until}` is not a day.",
            "Write the day as year-month-day, as in `until 2026-03-01`.",
        )


def suppression_without_reason(suppression: Suppression, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a comment that allows something without saying why; it does not count.

    Why: In a year nobody knows whether the reason still holds.
    Source: The design of clinic.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow broken-link -->
        See [the map](no-such-map.pdf).
    Good:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow broken-link: the map is being drawn -->
        See [the map](no-such-map.pdf).
    """
    if not suppression.problem and not suppression.reason:
        yield ProjectFinding(
            suppression.place,
            "This comment gives no reason, so it does not count.",
            "Write the reason behind the rule and a colon, as in `clinic: allow RULE: reason`.",
        )


def unused_suppression(suppression: Suppression, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a comment that allows what nobody finds.

    Fix: Unsafe, as it deletes. It takes the comment away.
    Why: What was mended long ago may come back, and the comment would hide it.
    Source: The design of clinic.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow broken-link: the map is being drawn -->
        Take the gravel path.
    Good:
        ---
        title: A walk in the park
        ---
        Take the gravel path.
    """
    if suppression.unused:
        whole = len(suppression.unused) == len(suppression.rules)
        named = " and ".join(f"`{name}`" for name in suppression.unused)
        yield ProjectFinding(
            suppression.place,
            f"This comment allows {named}, but there is nothing to allow.",
            "Delete the comment." if whole else "Delete the name of the rule.",
            fix=Fix((Edit(suppression.removal, ""),), safe=False, title="delete the comment") if whole else None,
        )


def expired_suppression(suppression: Suppression, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a comment whose last day has passed; it no longer counts.

    The day behind `until` is the last one.

    Why: Somebody meant to have mended it by then.
    Source: The design of clinic.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        ---
        <!-- clinic: allow broken-link until 2026-01-31: the map is being drawn -->
        See [the map](no-such-map.pdf).
    Good:
        ---
        title: A walk in the park
        ---
        See [the map](https://example.org/map.pdf).
    """
    if suppression.last_day and suppression.last_day < facts.today:
        yield ProjectFinding(
            suppression.place,
            f"This comment counted until {suppression.until}.",
            "Mend what it allowed and delete it, or write a later day.",
        )
