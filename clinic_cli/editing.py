"""Changes to files: text edits in, a proved result out, written at once or not at all.

Every command that changes a file goes through here. Comments, key order, quoting and line ends survive because
nothing is ever written again but the edited spans, and the result is read back and compared with what was meant.
"""

from __future__ import annotations

import contextlib
import os
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from clinic_cli import journal
from clinic_cli.content.checking import plain
from clinic_cli.content.frontmatter import HANDLER, SplitError
from clinic_cli.content.yamltree import Mapping, Node, Sequence, YamlError, compose
from clinic_cli.diagnostics import Edit
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.source import SourceFile, read_bytes
from clinic_cli.writing import create_file, refuse_changed, remove_file, replace_file, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.source import Span


class EditError(ClinicError):
    """Refuse edits that overlap, or whose result is not what was meant."""


class Content(NamedTuple):
    """What stock readers make of a file: its data, and the text below the front matter ("" in pure YAML or TOML)."""

    data: object
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """A proved change of one file; `before` is None for a file that is new, `after` for one that goes."""

    path: str
    before: SourceFile | None
    after: bytes | None

    @property
    def result(self) -> SourceFile:
        """The file as it will be; only for a file that stays."""
        assert self.after is not None
        return SourceFile(self.path, self.after)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; raise EditError where two overlap, or insert at one place."""
    parts: list[str] = []
    at = 0
    previous: Edit | None = None
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        if previous is not None and (start < at or edit.span == previous.span):
            raise EditError(f"two changes meet at character {start}", "Make them one after the other.")
        if not 0 <= start <= end <= len(text):
            raise EditError(f"a change lies outside of the text, at character {start}", "Run the command again.")
        parts += (text[at:start], edit.text)
        at = end
        previous = edit
    parts.append(text[at:])
    return "".join(parts)


def content_of(source: SourceFile) -> Content:
    """Return what a file holds, as stock readers read it; raise EditError where it cannot be read."""
    text = source.text
    try:
        if source.path.endswith(".toml"):
            return Content(tomllib.loads(text), "")
        if not source.path.endswith(".md"):
            # the last line counts as ended: a block of words at the end gains no line feed from what is put below it
            return Content(_plain(compose(text if text.endswith("\n") else text + "\n")), "")
        block = HANDLER.locate(text)
        return Content(_plain(compose(text[block.yaml.start : block.yaml.end])), text[block.body :])
    except (YamlError, SplitError, ValueError) as error:
        raise EditError(
            f"{source.path}: cannot be read, so it is not changed: {error}", "Run clinic lint, and mend the file first."
        ) from error


@lru_cache(maxsize=4)
def tree_of(source: SourceFile) -> Node | None:
    """Return the tree of a YAML file that is to be changed; raise EditError where it cannot be read."""
    try:
        return compose(source.text)
    except YamlError as error:
        place = source.lines.location(error.span.start)
        raise EditError(
            f"{source.path}:{place.line}:{place.column}: {error.message}", "Mend the file first; see clinic lint."
        ) from error


def _plain(node: Node | None) -> object:
    return None if node is None else plain(node)


def rewrite(source: SourceFile, edits: Iterable[Edit], intend: Callable[[Content], Content]) -> Change:
    """Return the change that edits make, proved: what is read from the result is what `intend` makes of the content.

    Raises EditError where anything else would change.
    """
    return prove(source, apply_edits(source.text, edits), intend)


def prove(source: SourceFile, text: str, intend: Callable[[Content], Content]) -> Change:
    """Return the change that puts a new text into a file, proved as `rewrite` proves edits."""
    try:
        changed = SourceFile(source.path, source.encode(text))
    except UnicodeEncodeError as error:
        raise _unsaveable(source.path) from error
    if changed.text != text:
        raise _unsaveable(source.path)
    after = content_of(changed)
    if not _is_meant(after, intend(content_of(source))):
        raise EditError(
            f"{source.path}: the change would touch more than was asked; nothing was written",
            "Make the change in an editor.",
        )
    return Change(source.path, source, changed.data)


def mend(source: SourceFile, edits: Iterable[Edit]) -> Change:
    """Return the change that a fix's edits make, proved: every value and all text that no edit touches stays as it was.

    Raises EditError where anything else would change.
    """
    edits = tuple(edits)
    text = apply_edits(source.text, edits)
    changed = SourceFile(source.path, source.encode(text))
    node, start = _tree(source)
    after = content_of(changed)
    body = apply_edits(
        source.text[start:],
        (Edit(edit.span.shifted(-start), edit.text) for edit in edits if edit.span.start >= start),
    )
    if changed.text != text or after.body != body or not _keeps(node, after.data, sorted(edit.span for edit in edits)):
        raise EditError(
            f"{source.path}: a fix would touch more than it should; it was left out", "Make the change in an editor."
        )
    return Change(source.path, source, changed.data)


def _tree(source: SourceFile) -> tuple[Node | None, int]:
    """Return a file's YAML with its places, and the offset of the text below it; raise EditError where there is none."""
    text = source.text
    try:
        if source.path.endswith(".md"):
            block = HANDLER.locate(text)
            return compose(text[block.yaml.start : block.yaml.end], block.yaml.start), block.body
        if source.path.endswith((".yaml", ".yml")):
            return compose(text), len(text)
    except (YamlError, SplitError) as error:
        raise EditError(f"{source.path}: cannot be read, so it is not changed", "Mend the file first.") from error
    raise EditError(f"{source.path}: is no content file, so no fix changes it", "Make the change in an editor.")


def _keeps(node: Node | None, value: object, edited: list[Span]) -> bool:
    """Whether a tree's values are those read after the edits, in their order, but for the ones that an edit touches."""
    if node is None:
        return value is None or bool(edited)
    touching = _touching(edited, node)
    if not touching:
        return _is_same(plain(node), value)
    if isinstance(node, Mapping) and isinstance(value, dict):
        return _keeps_gone(node, value, touching) and all(
            _keeps(entry.value, value[key], touching) for key, entry in node.entries.items() if key in value
        )
    if isinstance(node, Sequence) and isinstance(value, list):
        if len(value) == len(node.items):
            return all(_keeps(item, each, touching) for item, each in zip(node.items, value, strict=True))
        left = iter(value)
        untouched = (item for item in node.items if not _touching(touching, item))
        return all(any(_is_same(plain(item), each) for each in left) for item in untouched)
    return True


def _keeps_gone(node: Mapping, value: dict[str, object], touching: list[Span]) -> bool:
    """Whether the keys that went were edited, and the value of each that only got another name stands under that."""
    added = [each for key, each in value.items() if key not in node.entries]
    if len(added) > len(touching):
        return False
    for key, entry in node.entries.items():
        if key in value or _touching(touching, entry.value):
            continue
        kept = next((at for at, each in enumerate(added) if _is_same(plain(entry.value), each)), None)
        if kept is None or not _touching(touching, entry.key):
            return False
        added.pop(kept)
    return True


def _touching(edited: list[Span], node: Node) -> list[Span]:
    """Return those of some spans, in order and apart from each other, that meet a node or stand beside it."""
    first = bisect_left(edited, node.start, key=lambda span: span.end)
    return edited[first : bisect_right(edited, node.end, lo=first, key=lambda span: span.start)]


def _is_same(one: object, other: object) -> bool:
    """Whether two values are equal; a number that is none (.nan) equals itself here."""
    return one == other or repr(one) == repr(other)


def _is_meant(after: Content, meant: Content) -> bool:
    return after.body == meant.body and (after.data or None) == (meant.data or None)


def create(path: str, text: str) -> Change:
    """Return the change that writes a new file; raise EditError where its text is none."""
    try:
        return Change(path, None, text.encode())
    except UnicodeEncodeError as error:
        raise _unsaveable(path) from error


def _unsaveable(path: str) -> EditError:
    return EditError(f"{path}: the new text cannot be saved", "Delete the characters that are not text.")


def append_line(source: SourceFile, line: str) -> Change:
    """Return the change that puts a line below all others of a file that is neither YAML nor TOML."""
    lead = b"" if not source.data or source.data.endswith(b"\n") else b"\n"
    return Change(source.path, source, source.data + lead + line.encode() + b"\n")


def remove(source: SourceFile) -> Change:
    """Return the change that takes a file away."""
    return Change(source.path, source, None)


def commit(root: Path, changes: Iterable[Change], *, undoable: bool = True) -> None:
    """Write changes, all of them or none; raise ConflictError where a file changed since it was read.

    New files are written first: a record that moves between files is for a moment in both, never in neither.
    `clinic undo` can take them back, unless `undoable` is false: then the journal is emptied too, for words that
    must not be left lying anywhere.
    """
    ordered = sorted(changes, key=lambda change: 0 if change.before is None else 1 if change.after is not None else 2)
    with journal.held(root):
        _commit(root, ordered, undoable=undoable)


def _commit(root: Path, ordered: list[Change], *, undoable: bool) -> None:
    for change in ordered:
        journal.refuse_open(root, change.path)
        if change.before is not None:
            refuse_changed(root / change.path, change.before.data)
    if undoable:
        journal.record(root, ((each.path, each.before.data if each.before else None, each.after) for each in ordered))
    else:
        journal.clear(root)
    written: list[Change] = []
    try:
        for change in ordered:
            if change.before is not None:
                written.append(change)
            _write(root, change)
            if change.before is None:  # a file that stood there already is not ours to take back
                written.append(change)
    except BaseException:
        for change in reversed(written):
            with contextlib.suppress(ClinicError):
                _take_back(root, change)
        journal.clear(root)
        raise


def _write(root: Path, change: Change) -> None:
    path = root / change.path
    if change.after is None:
        remove_file(path)
    elif change.before is None:
        create_file(path, change.after)
    else:
        replace_file(path, change.after, expected=change.before.data)


def _take_back(root: Path, change: Change) -> None:
    """Put a file back as it was, where it holds what this change wrote."""
    path = root / change.path
    now = read_bytes(path) if path.exists() else None
    if now != change.after:
        return
    if change.before is None:
        remove_file(path)
    else:
        write_file(path, change.before.data)


def undoing(root: Path) -> tuple[Change, ...]:
    """Return the changes that take back the last command's, none where there is nothing to undo.

    Raises ConflictError where one of its files changed since, so that what somebody did after it is never lost.
    """
    changes: list[Change] = []
    for entry in journal.read(root):
        path = root / entry.path
        if "\0" in entry.path or not path.resolve().is_relative_to(root.resolve()):
            raise ClinicError(f"{entry.path}: lies outside of the project; nothing was undone", "Look at the journal.")
        now = read_bytes(path) if os.path.exists(path) else None  # a name that is too long is no file
        found = journal.digest(now)
        if found == entry.before:
            continue
        if found != entry.after:
            raise ConflictError(
                f"{entry.path}: changed after the command; nothing was undone",
                "Change it back in an editor, or with git.",
            )
        source = None if now is None else SourceFile(entry.path, now)
        changes.append(Change(entry.path, source, entry.restore(now or b"")))
    return tuple(changes)
