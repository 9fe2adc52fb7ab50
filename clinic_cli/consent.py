"""Consent as changes of the record: granted, renewed, approved; each is a proved edit of where the record stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, cast

from clinic_cli.content import schema
from clinic_cli.content.approval import approval_of
from clinic_cli.content.checking import plain
from clinic_cli.content.frontmatter import HANDLER
from clinic_cli.content.values import holds_day
from clinic_cli.content.yamledits import append_text, as_read, dash_of, delete_item, reduce_mapping, set_key, set_keys
from clinic_cli.content.yamltext import Value, record_text
from clinic_cli.content.yamltree import Mapping, Sequence, YamlError, compose
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import Change, Content, apply_edits, create, rewrite, tree_of
from clinic_cli.errors import ClinicError
from clinic_cli.gate import add_months
from clinic_cli.source import SourceFile
from clinic_cli.workspace import TESTIMONIALS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.workspace import Project, Workspace


@dataclass(frozen=True, slots=True)
class Terms:
    """What a signed form says; None where nobody said, so that what is recorded stands."""

    ref: str | None = None
    signed_on: date | None = None
    expires_on: date | None = None
    expires_event: str | None = None
    review_by: date | None = None
    channels: tuple[str, ...] | None = None
    display_name: str | None = None
    health_details: bool | None = None
    photo: bool | None = None
    signed_by: str | None = None
    longer_requested: bool | None = None

    def values(self) -> dict[str, Value]:
        """Return what was said, in the order in which it is written."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if name == "channels" else value for name, value in told.items() if value is not None}

    def over(self, earlier: Terms) -> Terms:
        """Return these terms, with those that nobody said taken from an earlier form."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(earlier, **{name: value for name, value in told.items() if value is not None})

    @property
    def is_long(self) -> bool:
        """Whether the consent would hold for more than a year, which a client must have asked for in some places."""
        return (
            self.signed_on is not None
            and self.expires_on is not None
            and self.expires_on > add_months(self.signed_on, 12)
        )

    def check(self) -> None:
        """Raise ClinicError where these are not the terms of a consent; whether they hold today is the gate's to say."""
        if not self.ref:
            raise ClinicError("the consent has no id of the signed form", "Give it with --ref, as in --ref form-17.")
        if self.signed_on is None:
            raise ClinicError("the consent has no day on which it was signed", "Give it with --signed 2026-02-01.")
        if self.expires_on is None and not self.expires_event:
            raise ClinicError(
                "the consent has no end", "Give its last day with --expires, or the event that ends it with --event."
            )
        if self.expires_event and holds_day(self.expires_event):
            raise ClinicError(
                f"`{self.expires_event}` looks like a day, and no day in an event ever ends a consent",
                "Give the last day with --expires, year first, as in --expires 2027-05-31.",
            )
        if self.review_by is not None and self.review_by < self.signed_on:
            raise ClinicError(
                f"the day to check whether the event has come ({self.review_by}) is before the day of signing ({self.signed_on})",
                "Correct one of the two days.",
            )
        if self.expires_on is not None and self.expires_on < self.signed_on:
            raise ClinicError(
                f"the consent would end ({self.expires_on}) before it was signed ({self.signed_on})",
                "Correct one of the two days.",
            )


def records_of(project: Project, id: str) -> tuple[Testimonial, ...]:
    """Return every record with an id, which is more than one only by mistake."""
    return tuple(record for record in project.testimonials if record.id == id)


def recorded_terms(record: Testimonial) -> Terms:
    """Return the terms that a record holds already."""
    consent = record.consent
    if consent is None:
        return Terms()
    written = {field.name: getattr(consent, field.name) for field in fields(Terms)}
    return Terms(**{name: value for name, value in written.items() if name in _consent_keys(record)})


def _consent_keys(record: Testimonial) -> frozenset[str]:
    node = record.node.get("consent")
    return frozenset(node.entries) if isinstance(node, Mapping) else frozenset()


def grant(workspace: Workspace, record: Testimonial, terms: Terms) -> tuple[Change, ...]:
    """Return the changes that record a consent, bind the words, and move them out of the inbox; terms were checked."""
    consent = {**_consent_of(record.node), **terms.values()}
    approved = approval_of(record.quote)

    def update(data: dict[str, object]) -> dict[str, object]:
        return {**data, "consent": as_read(consent), "approved": approved}

    if record.inbox:
        return _moved(workspace, record, lambda source, node: _granting(source, node, consent, approved), update)
    edits = _granting(record.source, record.node, consent, approved, default_at=_front_start(record))
    return (rewrite(record.source, edits, updating(record, update)),)


def _granting(
    source: SourceFile, node: Mapping, consent: dict[str, Value], approved: str, default_at: int | None = None
) -> list[Edit]:
    held = node.get("consent")
    if isinstance(held, Mapping) and held.entries and not held.alias:
        return [
            *set_keys(source, held, consent),
            *set_keys(source, node, {"approved": approved}),
        ]
    return set_keys(source, node, {"consent": consent, "approved": approved}, default_at=default_at)


def renew(record: Testimonial, terms: Terms) -> Change:
    """Return the change that gives a consent a new form and a new end; an event gives way to a day, and a day to one."""
    consent = {**_consent_of(record.node), **terms.values()}
    gone: tuple[str, ...] = ()
    if terms.expires_on is not None and not terms.expires_event:
        gone = ("expires_event", "review_by") if terms.review_by is None else ("expires_event",)
    elif terms.expires_event and terms.expires_on is None:
        gone = ("expires_on",)
    consent = {key: value for key, value in consent.items() if key not in gone}

    def update(data: dict[str, object]) -> dict[str, object]:
        return {**data, "consent": as_read(consent)}

    held = record.node.get("consent")
    if isinstance(held, Mapping) and held.entries and not held.alias:
        edits = reduce_mapping(record.source, held, consent)
    else:
        edits = [set_key(record.source, record.node, "consent", consent)]
    return rewrite(record.source, edits, updating(record, update))


def approve(record: Testimonial) -> Change:
    """Return the change that binds a record's words as they stand."""
    approved = approval_of(record.quote)
    edit = set_keys(record.source, record.node, {"approved": approved}, default_at=_front_start(record))
    return rewrite(record.source, edit, updating(record, lambda data: {**data, "approved": approved}))


def check_channels(channels: Iterable[str]) -> tuple[str, ...]:
    """Return channels as they are; raise ClinicError for one that there cannot be."""
    for channel in channels:
        if not re.fullmatch(schema.CHANNEL, channel):
            raise ClinicError(f"--channel: there is no `{channel}`", "Choose website, social, print, or partner:NAME.")
    return tuple(dict.fromkeys(channels))


def approval_state(record: Testimonial) -> str:
    """Return in words whether a record's words are those that its client approved."""
    if not record.approved:
        return "not bound to the consent"
    return "as approved" if record.approved == approval_of(record.quote) else "altered since they were approved"


def _consent_of(node: Mapping) -> dict[str, Value]:
    held = node.get("consent")
    return cast("dict[str, Value]", plain(held)) if isinstance(held, Mapping) else {}


def _front_start(record: Testimonial) -> int | None:
    """Return where the first key of an empty front matter goes, None for a record of a list."""
    return HANDLER.locate(record.source.text).yaml.start if record.path.endswith(".md") else None


def position_of(record: Testimonial) -> int:
    """Return which record of its file this is, -1 for a file that is one record."""
    if record.path.endswith(".md"):
        return -1
    root = tree_of(record.source)
    assert isinstance(root, Sequence)
    return next(at for at, item in enumerate(root.items) if item.start == record.node.start)


def updating(
    record: Testimonial, update: Callable[[dict[str, object]], dict[str, object]], *, body: str | None = None
) -> Callable[[Content], Content]:
    """Return what `rewrite` is to prove: that one record's data, or its page's body, becomes another and nothing else."""
    position = position_of(record)

    def intend(content: Content) -> Content:
        data = content.data
        if position < 0:
            front = data if isinstance(data, dict) else {}
            return Content(update(front), content.body if body is None else body)
        assert isinstance(data, list)
        return Content([*data[:position], update(data[position]), *data[position + 1 :]], content.body)

    return intend


def _moved(
    workspace: Workspace,
    record: Testimonial,
    edit: Callable[[SourceFile, Mapping], list[Edit]],
    update: Callable[[dict[str, object]], dict[str, object]],
) -> tuple[Change, Change]:
    """Return the changes that take a record out of the inbox, edit it, and put it behind the other testimonials."""
    position = position_of(record)
    root = tree_of(record.source)
    assert isinstance(root, Sequence)
    removal = rewrite(
        record.source,
        [delete_item(record.source, root, position)],
        lambda content: content._replace(data=_without(content.data, position)),
    )
    piece = _piece(record, root, position)
    item = cast("Mapping", cast("Sequence", compose(piece.text)).items[0])
    meant = update(cast("dict[str, object]", plain(item)))
    text = apply_edits(piece.text, edit(piece, item))
    if not (workspace.root / TESTIMONIALS_FILE).exists():
        return create(TESTIMONIALS_FILE, text), removal
    target = workspace.read(TESTIMONIALS_FILE)
    added = rewrite(
        target,
        [append_text(target, tree_of(target), text)],
        lambda content: content._replace(data=[*(content.data if isinstance(content.data, list) else []), meant]),
    )
    return added, removal


def _without(data: object, position: int) -> object:
    assert isinstance(data, list)
    return data[:position] + data[position + 1 :]


def _piece(record: Testimonial, root: Sequence, position: int) -> SourceFile:
    """Return a record as a file of its own, as it was written where that stands alone, written anew elsewhere."""
    source, node = record.source, record.node
    whole = plain(node)
    if not root.flow:
        start = dash_of(source, root, position)
        column = source.lines.location(start).column - 1
        lines = source.text[start : source.lines.line_span(source.lines.location(node.end).line).end].split("\n")
        text = "\n".join(
            [lines[0], *(line[column:] if not line[:column].strip() else line.lstrip() for line in lines[1:])]
        )
        piece = SourceFile(source.path, (text.replace("\r", "") + "\n").encode())
        try:
            alone = compose(piece.text)
        except YamlError:
            alone = None
        ended = cast("Sequence", compose(source.text + "\n"))  # a text in a last line without an end gains one
        same = (whole, plain(ended.items[position]))
        if isinstance(alone, Sequence) and len(alone.items) == 1 and plain(alone.items[0]) in same:
            return piece
    return SourceFile(source.path, record_text(cast("dict[str, Value]", whole)).encode())
