"""Where an article stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date as Day

State = Literal["draft", "scheduled", "published", "archived"]


def state_on(status: str, date: Day | None, today: Day) -> State:
    """Return where an article of a status and a date of publication stands on a day."""
    if status == "archived":
        return "archived"
    if status != "published":
        return "draft"
    return "scheduled" if date is not None and date > today else "published"
