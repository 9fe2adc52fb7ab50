"""What an import would do, worked out to its end before the first file is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from clinic_cli.authoring import add_authors, new_testimonial
from clinic_cli.editing import Change
from clinic_cli.importers.roster import Roster
from clinic_cli.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Loss, Mapped
    from clinic_cli.workspace import Workspace
    from clinic_cli.writing import Slot, Spool

Action = Literal["new", "update", "unchanged", "kept", "left out"]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one item; `slot` holds the new file, and `before` the one that it changes."""

    action: Action
    kind: str
    source: str
    target: str
    title: str
    was: str = ""
    losses: tuple[Loss, ...] = ()
    slot: Slot | None = None
    before: Slot | None = None
    faulty: bool = False


@dataclass(slots=True)
class Plan:
    """Everything an import would do; it holds while the spool is open."""

    spool: Spool
    roster: Roster
    steps: list[Step] = field(default_factory=list)
    records: list[dict[str, Value]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    mapped: list[Mapped] = field(default_factory=list)

    def count(self, action: Action, kind: str = "") -> int:
        """Return how many items become what is named."""
        return sum(step.action == action and kind in ("", step.kind) for step in self.steps)

    @property
    def has_work(self) -> bool:
        """Whether anything would be written."""
        return bool(self.count("new") or self.count("update"))

    def changes(self, workspace: Workspace) -> Iterator[Change]:
        """Yield what is to be written; new files stay in the spool until each is."""
        for step in self.steps:
            if step.slot:
                yield _Waiting(step, self.spool)
        if self.records:
            yield new_testimonial(workspace, *self.records, consented=False)
        if self.roster.joining:
            yield add_authors(workspace, self.roster.joining)


class _Waiting(Change):
    """A change whose bytes are fetched when they are asked for, so that thousands of them weigh nothing."""

    __slots__ = ("_spool", "_step")

    _spool: Spool
    _step: Step

    def __init__(self, step: Step, spool: Spool) -> None:
        for name, value in (("path", step.target), ("_step", step), ("_spool", spool)):
            object.__setattr__(self, name, value)

    @property
    def before(self) -> SourceFile | None:
        """The file as the plan saw it."""
        step = self._step
        return SourceFile(step.target, self._spool.get(step.before)) if step.before else None

    @property
    def after(self) -> bytes:
        """The new file."""
        assert self._step.slot
        return self._spool.get(self._step.slot)
