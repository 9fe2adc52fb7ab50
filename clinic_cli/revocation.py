"""Revocation: what of a testimonial goes at once, and where else its words and its name still stand."""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from clinic_cli.consent import position_of, records_of, updating
from clinic_cli.content.approval import approval_of
from clinic_cli.content.frontmatter import HANDLER
from clinic_cli.content.wording import runs_of, wording_of
from clinic_cli.content.yamledits import as_read, dash_of, reduce_mapping
from clinic_cli.content.yamltree import Mapping, Sequence, compose
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import Change, Content, apply_edits, prove
from clinic_cli.source import SourceFile, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.content.yamltext import Value
    from clinic_cli.workspace import Project

_NAMELESS: Final = frozenset(("anonymous", "anonym", "client", "former client", "a client", "a former client"))
_KEPT: Final = frozenset(("id", "status", "consent", "revoked_words"))


def is_tombstone(record: Testimonial) -> bool:
    """Whether nothing is left of a record but its id, the day of revocation, and hashes of the words."""
    consent = record.node.get("consent")
    return (
        record.status == "revoked"
        and record.consent is not None
        and record.consent.revoked_on is not None
        and not record.body
        and _KEPT.issuperset(record.node.entries)
        and isinstance(consent, Mapping)
        and set(consent.entries) == {"revoked_on"}
    )


def revoke(records: Iterable[Testimonial], day_of: Callable[[Testimonial], date]) -> tuple[Change, ...]:
    """Return the changes, one a file, that leave of records their ids, the days, and hashes that know the words again.

    Comments stay, but for those that repeat the name or the words.
    """
    files: dict[str, list[Testimonial]] = {}
    for record in records:
        files.setdefault(record.path, []).append(record)
    return tuple(_revoke_in_file(standing, day_of) for standing in files.values())


def _revoke_in_file(records: list[Testimonial], day_of: Callable[[Testimonial], date]) -> Change:
    source = records[0].source
    edits: list[Edit] = []
    steps: list[Callable[[Content], Content]] = []
    for record in records:
        values = _tombstone(record, day_of(record))
        edits += reduce_mapping(source, record.node, values) if record.node.entries else []
        steps.append(updating(record, partial(_become, cast("dict[str, object]", as_read(values))), body=""))
    if source.path.endswith(".md"):
        body = Span(HANDLER.locate(source.text).body, len(source.text))
        edits += [Edit(body, "")] if body.start < body.end else []
    text = apply_edits(source.text, edits)
    for record in records:
        text = _without_speaking_comments(SourceFile(source.path, source.encode(text)), record, position_of(record))
    return prove(source, text, lambda content: reduce(lambda so_far, step: step(so_far), steps, content))


def _become(data: dict[str, object], _: dict[str, object]) -> dict[str, object]:
    return data


def _tombstone(record: Testimonial, on: date) -> dict[str, Value]:
    values: dict[str, Value] = {"id": record.id} if "id" in record.node.entries else {}
    values |= {"status": "revoked", "consent": {"revoked_on": on}}
    if hashes := _hashes(record):
        values["revoked_words"] = hashes[0] if len(hashes) == 1 else hashes
    return values


def _hashes(record: Testimonial) -> list[Value]:
    """Return what knows a record's words again: as they stand, and as the client approved them."""
    standing = approval_of(record.quote) if record.quote.strip() else ""
    return list(dict.fromkeys(filter(None, (*record.revoked_words, record.approved, standing))))


def repeats(text: str, record: Testimonial) -> int | None:
    """Return the offset at which a text repeats a record's name or a run of its words, or None."""
    wording = wording_of(text)
    name = record.attribution
    if len(name) > 2 and name.casefold() not in _NAMELESS and (at := wording.find(name)) is not None:
        return at
    return next((at for run in runs_of(record.quote) if (at := wording.find(run)) is not None), None)


class Remnant(NamedTuple):
    """A place where a revoked record's name or words still stand, or a file that shows it."""

    path: str
    line: int | None


def remnants(project: Project, record: Testimonial) -> Iterator[Remnant]:
    """Yield where else in a project a record's name and words stand."""
    sources = {article.path: article.source for article in project.articles}
    sources |= {file.path: file.source for file in project.testimonial_files}
    ids = {each.id for each in records_of(project, record.id)}
    for path, source in sources.items():
        text = source.text
        for each in project.testimonials:
            if each.id in ids and each.path == path:
                start, end = (0, len(text)) if path.endswith(".md") else each.node.span
                text = text[:start] + " " * (end - start) + text[end:]
        if (at := repeats(text, record)) is not None:
            yield Remnant(path, source.lines.location(at).line)


def _without_speaking_comments(source: SourceFile, record: Testimonial, position: int) -> str:
    """Return a tombstone's file without the comments in it, or right above it, that repeat what was revoked."""
    text, lines = source.text, source.lines
    if position < 0:
        first, last = 1, lines.location(HANDLER.locate(text).yaml.end).line
    else:
        root = cast("Sequence", compose(text))
        if root.flow:
            return text
        dash = dash_of(source, root, position)
        first, last = lines.location(dash).line, lines.location(root.items[position].end).line
        while first > 1 and lines.line_text(first - 1).lstrip().startswith("#"):
            first -= 1
        # what is indented further than the dash stood inside the record
        indent = " " * lines.location(dash).column
        while last < len(lines.starts) and lines.line_text(last + 1).startswith(indent):
            last += 1
    edits = []
    for line in range(first, last + 1):
        start, end = lines.line_span(line)
        # a tombstone's own values hold no number sign
        at = text.find("#", start, end)
        if at < 0 or repeats(text[at:end], record) is None:
            continue
        if text[start:at].strip():
            edits.append(Edit(Span(start + len(text[start:at].rstrip()), end), ""))
        else:
            edits.append(Edit(Span(start, lines.starts[line] if line < len(lines.starts) else end), ""))
    return apply_edits(text, edits)
