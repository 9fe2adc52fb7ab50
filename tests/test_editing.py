"""Changes are proved: only what was meant differs, or nothing is written, and a commit is all of its files or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinic_cli import editing, journal
from clinic_cli.diagnostics import Edit
from clinic_cli.editing import (
    Change,
    Content,
    EditError,
    append_line,
    apply_edits,
    commit,
    content_of,
    create,
    mend,
    prove,
    remove,
    rewrite,
    tree_of,
    undoing,
)
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.source import SourceFile, Span

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = "---\ntitle: A walk\ntags: [calm, grief]\nimage:\n  alt: A path\n---\n\nText.\n"
RECORDS = "- id: t-1\n  quote: One.\n- id: t-2\n  quote: Two.\n- id: t-3\n  quote: Three.\n"


def file(text: str, path: str = "articles/a.md") -> SourceFile:
    return SourceFile(path, text.encode())


def edit(text: str, old: str, new: str) -> Edit:
    """Return the edit that puts new words in the place of old ones, which stand in the text once."""
    assert text.count(old) == 1, (text, old)
    at = text.index(old)
    return Edit(Span(at, at + len(old)), new)


def message(error: pytest.ExceptionInfo[ClinicError]) -> tuple[str, str]:
    return error.value.message, error.value.help


def test_edits_are_made_in_any_order() -> None:
    assert apply_edits("abcdef", []) == "abcdef"
    edits = [Edit(Span(4, 6), "X"), Edit(Span(0, 1), ""), Edit(Span(2, 2), "--"), Edit(Span(2, 3), "C")]
    assert apply_edits("abcdef", edits) == "b--CdX"
    assert apply_edits("abc", [Edit(Span(0, 0), "<"), Edit(Span(3, 3), ">")]) == "<abc>"
    assert apply_edits("abc", [Edit(Span(0, 1), "x"), Edit(Span(1, 2), "y")]) == "xyc"


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        (((0, 2), (1, 3)), "two changes meet at character 1"),
        (((1, 1), (1, 1)), "two changes meet at character 1"),
        (((0, 3), (1, 2)), "two changes meet at character 1"),
        (((-1, 0),), "a change lies outside of the text, at character -1"),
        (((2, 1),), "a change lies outside of the text, at character 2"),
        (((3, 4),), "a change lies outside of the text, at character 3"),
    ],
)
def test_edits_that_meet_or_lie_outside_are_refused(spans: tuple[tuple[int, int], ...], told: str) -> None:
    with pytest.raises(EditError) as error:
        apply_edits("abc", [Edit(Span(*span), "x") for span in spans])
    said, help = message(error)
    assert said == told
    assert help == ("Make them one after the other." if "meet" in told else "Run the command again.")


def test_content_is_what_stock_readers_read() -> None:
    assert content_of(file("a = 1\n", "clinic.toml")) == Content({"a": 1}, "")
    assert content_of(file("- a: 1\n", "testimonials.yaml")) == Content([{"a": 1}], "")
    assert content_of(file("", "testimonials.yaml")) == Content(None, "")
    assert content_of(file("a: |\n  x", "testimonials.yaml")) == Content({"a": "x\n"}, "")
    assert content_of(file("a: |\n  x\n", "testimonials.yaml")) == Content({"a": "x\n"}, "")
    assert content_of(file("a: |+\n  x\n", "testimonials.yaml")) == Content({"a": "x\n"}, "")
    assert content_of(file("---\na: 1\n---\n\nText.\n")) == Content({"a": 1}, "\nText.\n")
    assert content_of(file("---\n---\nText.\n")) == Content(None, "Text.\n")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("clinic.toml", "a = \n"),
        ("testimonials.yaml", "a: [\n"),
        ("a.md", "no front matter\n"),
        ("a.md", "---\na: [\n---\n"),
    ],
)
def test_what_cannot_be_read_is_not_changed(path: str, text: str) -> None:
    with pytest.raises(EditError) as error:
        content_of(file(text, path))
    said, help = message(error)
    assert said.startswith(f"{path}: cannot be read, so it is not changed: ")
    assert not said.endswith("None")
    assert help == "Run clinic lint, and mend the file first."


def test_a_tree_is_kept_and_its_faults_are_told_with_their_place() -> None:
    source = file("- a: 1\n", "testimonials.yaml")
    assert tree_of(source) is tree_of(source)
    with pytest.raises(EditError) as error:
        tree_of(file("- a: 1\n  b: [\n", "testimonials.yaml"))
    said, help = message(error)
    assert said.startswith("testimonials.yaml:")
    assert [part.isdigit() for part in said.split(":")[1:3]] == [True, True]
    assert help == "Mend the file first; see clinic lint."


def titled(title: str) -> Callable[[Content], Content]:
    return lambda content: Content({**content.data, "title": title}, content.body)  # type: ignore[dict-item]


def test_a_rewrite_gives_what_was_meant() -> None:
    source = file(ARTICLE)
    change = rewrite(source, [edit(ARTICLE, "A walk", "A run")], titled("A run"))
    assert change == Change("articles/a.md", source, ARTICLE.replace("A walk", "A run").encode())
    assert change.result.text == ARTICLE.replace("A walk", "A run")
    assert change.result.path == "articles/a.md"


@pytest.mark.parametrize(
    ("old", "new"),
    [("A walk", "A run # fast"), ("A walk", "A run\nslug: a"), ("Text.", "Other text."), ("calm", "calmer")],
)
def test_a_rewrite_that_gives_anything_else_is_refused(old: str, new: str) -> None:
    with pytest.raises(EditError) as error:
        rewrite(file(ARTICLE), [edit(ARTICLE, old, new)], titled("A run # fast"))
    assert message(error) == (
        "articles/a.md: the change would touch more than was asked; nothing was written",
        "Make the change in an editor.",
    )


def test_nothing_and_no_keys_mean_the_same() -> None:
    text = "---\ntitle: A walk\n---\nText.\n"
    change = rewrite(file(text), [edit(text, "title: A walk\n", "")], lambda content: Content({}, content.body))
    assert change.after == b"---\n---\nText.\n"
    with pytest.raises(EditError):
        rewrite(file(text), [edit(text, "Text.\n", "")], lambda content: Content({"title": "A walk"}, content.body))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_last_line_without_an_end_may_gain_one(newline: str) -> None:
    text = f"a: |{newline}  x"
    change = prove(
        file(text, "testimonials.yaml"),
        f"{text}{newline}b: 1{newline}",
        lambda content: Content({**content.data, "b": 1}, ""),  # type: ignore[dict-item]
    )
    assert change.after == f"a: |{newline}  x{newline}b: 1{newline}".encode()


def test_an_end_that_a_plain_text_gains_is_no_part_of_it() -> None:
    text = "a:\n  - |+\n    x"
    after = "a:\n  - |+\n    x\n\n"
    with pytest.raises(EditError):
        prove(file(text, "testimonials.yaml"), after, lambda content: content)
    with pytest.raises(EditError):
        prove(file(ARTICLE.rstrip()), f"{ARTICLE}\n", lambda content: content)


@pytest.mark.parametrize("character", ["\ud800", "\ufeff"])
def test_a_text_that_cannot_be_saved_is_refused(character: str) -> None:
    text = f"{character}---\ntitle: A walk\n---\n" if character == "\ufeff" else f"---\ntitle: {character}\n---\n"
    with pytest.raises(EditError) as error:
        prove(file("---\ntitle: A walk\n---\n"), text, titled("A walk"))
    assert message(error) == (
        "articles/a.md: the new text cannot be saved",
        "Delete the characters that are not text.",
    )


def test_a_byte_order_mark_stays() -> None:
    source = SourceFile("articles/a.md", b"\xef\xbb\xbf" + ARTICLE.encode())
    assert (
        rewrite(source, [edit(ARTICLE, "A walk", "A run")], titled("A run")).after
        == b"\xef\xbb\xbf" + ARTICLE.replace("A walk", "A run").encode()
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"", b"b\n"), (b"a\n", b"a\nb\n"), (b"a", b"a\nb\n"), (b"\xef\xbb\xbfa", b"\xef\xbb\xbfa\nb\n")],
)
def test_a_line_goes_below_all_others(old: bytes, new: bytes) -> None:
    source = SourceFile(".gitignore", old)
    assert append_line(source, "b") == Change(".gitignore", source, new)


def test_files_come_and_go() -> None:
    assert create("articles/b.md", "Text é\n") == Change("articles/b.md", None, "Text é\n".encode())
    with pytest.raises(EditError) as error:
        create("articles/b.md", "\ud800")
    assert error.value.message == "articles/b.md: the new text cannot be saved"
    source = file(ARTICLE)
    assert remove(source) == Change("articles/a.md", source, None)


MENDED = {
    "a value": (ARTICLE, [("A walk", "A run")]),
    "a value in a list": (ARTICLE, [("calm", "calmer")]),
    "a value in a mapping": (ARTICLE, [("A path", "A way")]),
    "a key that gets another name": (ARTICLE, [("tags:", "topics:")]),
    "a key that goes": (ARTICLE, [("tags: [calm, grief]\n", "")]),
    "a key that comes": (ARTICLE, [("title: A walk\n", "title: A walk\nslug: a\n")]),
    "an item that goes": (ARTICLE, [("calm, ", "")]),
    "text": (ARTICLE, [("Text.", "Other text.")]),
    "text and a value": (ARTICLE, [("Text.", "Other text."), ("A walk", "A run")]),
    "a comment": (ARTICLE, [("A walk\n", "A walk # slow\n")]),
    "two keys that change names": (ARTICLE, [("tags:", "topics:"), ("title:", "name:")]),
    "a number that is none": ("---\na: .nan\nb: 1\n---\n", [("b: 1", "b: 2")]),
    "the first key of all": ("---\n---\nText.\n", [("---\n---\n", "---\ntitle: A\n---\n")]),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_fix_that_touches_what_it_edits_alone_is_made(name: str) -> None:
    text, pairs = MENDED[name]
    change = mend(file(text), [edit(text, old, new) for old, new in pairs])
    expected = text
    for old, new in pairs:
        expected = expected.replace(old, new)
    assert change == Change("articles/a.md", change.before, expected.encode())
    assert change.before is not None
    assert change.before.text == text


REFUSED = {
    "it swallows the next key": (ARTICLE, [("A walk\n", "A walk ")]),
    "it makes a comment of the rest": (ARTICLE, [("calm, ", "calm # ")]),
    "it ends the front matter": (ARTICLE, [("title: A walk\n", "title: A walk\n---\n")]),
    "it changes what an alias says": (
        "---\na: &x calm\nb: *x\nc: 1\n---\n",
        [("&x calm", "&x grief")],
    ),
    "an item elsewhere changes": ("---\na: [1, 2]\nb: &x 3\nc: [*x]\n---\n", [("&x 3", "&x 4")]),
    "it swallows a key further down": ("---\na: 1\nb: 2\nc: 3 # '\n---\n", [("2", "'2")]),
    "a key goes, and another comes": ("---\na: 1\nc: 3\n---\n", [("c", "d: 4 #")]),
    "more keys come than edits": (ARTICLE, [("title: A walk\n", "title: A walk\nslug: a\nlang: en\n")]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_fix_that_touches_anything_else_is_refused(name: str) -> None:
    text, pairs = REFUSED[name]
    with pytest.raises(EditError) as error:
        mend(file(text), [edit(text, old, new) for old, new in pairs])
    if name in ("it makes a comment of the rest", "it swallows the next key"):
        assert "cannot be read" in error.value.message
    else:
        assert message(error) == (
            "articles/a.md: a fix would touch more than it should; it was left out",
            "Make the change in an editor.",
        )


def test_an_edit_at_the_very_beginning_of_the_text_is_made() -> None:
    text = "---\ntitle: A walk\n---\nText.\n"
    assert mend(file(text), [edit(text, "Text.\n", "")]).after == b"---\ntitle: A walk\n---\n"
    at = text.index("Text.")
    assert mend(file(text), [Edit(Span(at, at), "More. ")]).after == text.replace("Text.", "More. Text.").encode()


def test_a_fix_with_a_character_that_is_none_is_refused() -> None:
    text = "---\ntitle: A walk\n---\nText.\n"
    with pytest.raises(EditError):
        mend(file(text), [Edit(Span(0, 0), "\ufeff")])


@pytest.mark.parametrize("kind", ["mapping", "list", "word"])
def test_a_value_that_is_edited_may_become_another_kind(kind: str) -> None:
    values = {"mapping": "{b: 1}", "list": "[1, 2]", "word": "three"}
    text = f"---\na: {values[kind]}\nz: 1\n---\n"
    for other in values.values():
        assert mend(file(text), [edit(text, values[kind], other)]).after == text.replace(values[kind], other).encode()


def test_items_that_no_edit_touches_stay_as_they_were() -> None:
    text = "---\na: [one, &x two, three]\nb: 1\n---\n"
    assert mend(file(text), [edit(text, "one", "six")]).after is not None
    swapped = "---\na:\n  - one\n  - two # '\n  - three # '\n---\n"
    with pytest.raises(EditError):  # a quotation mark that opens here closes further down
        mend(file(swapped), [edit(swapped, "- one\n", "- one\n  - '\n")])


def test_a_key_may_not_take_another_ones_value() -> None:
    text = "---\na: 1\nb: 2\nc: 3\n---\n"
    assert mend(file(text), [edit(text, "b:", "d:")]).after == text.replace("b:", "d:").encode()
    with pytest.raises(EditError):  # c goes without an edit of its own
        mend(file(text), [edit(text, "b: 2\n", "b: 2 \n  "), edit(text, "a:", "e:")])


def test_records_are_mended_one_by_one() -> None:
    source = file(RECORDS, "testimonials.yaml")
    change = mend(source, [edit(RECORDS, "- id: t-2\n  quote: Two.\n", "")])
    assert change.after == RECORDS.replace("- id: t-2\n  quote: Two.\n", "").encode()
    change = mend(source, [edit(RECORDS, "Two.", "Two and a half.")])
    assert b"Two and a half." in (change.after or b"")
    for path in ("testimonials.yml", "testimonials.yaml"):
        assert mend(file("- a\n", path), [edit("- a\n", "a", "b")]).after == b"- b\n"


@pytest.mark.parametrize(
    ("path", "text", "told", "help"),
    [
        ("clinic.toml", "a = 1\n", "is no content file, so no fix changes it", "Make the change in an editor."),
        ("testimonials.yaml", "a: [\n", "cannot be read, so it is not changed", "Mend the file first."),
        ("a.md", "a\n", "cannot be read, so it is not changed", "Mend the file first."),
    ],
)
def test_a_fix_needs_a_content_file_that_can_be_read(path: str, text: str, told: str, help: str) -> None:
    with pytest.raises(EditError) as error:
        mend(file(text, path), [Edit(Span(0, 0), "")])
    assert message(error) == (f"{path}: {told}", help)


def three(root: Path) -> list[Change]:
    """Return a change that makes a file, one that changes one, and one that takes one away, in no good order."""
    (root / "gone.md").write_text("gone\n")
    (root / "kept.md").write_text("kept\n")
    return [
        Change("gone.md", SourceFile("gone.md", b"gone\n"), None),
        Change("kept.md", SourceFile("kept.md", b"kept\n"), b"changed\n"),
        Change("new.md", None, b"new\n"),
    ]


def texts(root: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(root.glob("*.md"))}


BEFORE = {"gone.md": "gone\n", "kept.md": "kept\n"}
AFTER = {"kept.md": "changed\n", "new.md": "new\n"}


def test_a_commit_writes_new_files_first_and_takes_away_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    write = editing._write
    monkeypatch.setattr(editing, "_write", lambda root, change: (order.append(change.path), write(root, change)))
    commit(tmp_path, three(tmp_path))
    assert order == ["new.md", "kept.md", "gone.md"]
    assert texts(tmp_path) == AFTER


def test_a_commit_is_undone(tmp_path: Path) -> None:
    commit(tmp_path, three(tmp_path))
    back = {change.path: change for change in undoing(tmp_path)}
    assert {path: change.after for path, change in back.items()} == {
        "gone.md": b"gone\n",
        "kept.md": b"kept\n",
        "new.md": None,
    }
    assert back["gone.md"].before is None
    assert [back[path].before.path for path in ("kept.md", "new.md")] == ["kept.md", "new.md"]  # type: ignore[union-attr]
    assert [back[path].before.data for path in ("kept.md", "new.md")] == [b"changed\n", b"new\n"]  # type: ignore[union-attr]
    commit(tmp_path, back.values(), undoable=False)
    assert texts(tmp_path) == BEFORE
    assert undoing(tmp_path) == ()


def test_what_is_as_before_already_needs_no_undoing(tmp_path: Path) -> None:
    commit(tmp_path, three(tmp_path))
    (tmp_path / "new.md").unlink()
    assert {change.path for change in undoing(tmp_path)} == {"gone.md", "kept.md"}


def test_what_changed_since_is_not_undone(tmp_path: Path) -> None:
    commit(tmp_path, three(tmp_path))
    (tmp_path / "kept.md").write_text("a later word\n")
    with pytest.raises(ConflictError) as error:
        undoing(tmp_path)
    assert message(error) == (
        "kept.md: changed after the command; nothing was undone",
        "Change it back in an editor, or with git.",
    )


@pytest.mark.parametrize("path", ["../elsewhere.md", "a\0b.md"])
def test_nothing_is_undone_outside_of_the_project(tmp_path: Path, path: str) -> None:
    root = tmp_path / "clinic"
    root.mkdir()
    journal.record(root, [(path, b"old\n", b"new\n")])
    with pytest.raises(ClinicError) as error:
        undoing(root)
    assert message(error) == (f"{path}: lies outside of the project; nothing was undone", "Look at the journal.")


@pytest.mark.parametrize("undoable", [True, False])
@pytest.mark.parametrize("broken", ["new.md", "kept.md", "gone.md"])
def test_a_commit_that_fails_takes_back_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, undoable: bool
) -> None:
    changes = three(tmp_path)
    write = editing._write

    def fail(root: Path, change: Change) -> None:
        if change.path != broken:
            write(root, change)
        elif change.before is not None:
            write(root, change)  # it may fail at the very end, when the file is in its place
            raise ClinicError("the disk is full")
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr(editing, "_write", fail)
    with pytest.raises((ClinicError, KeyboardInterrupt)):
        commit(tmp_path, changes, undoable=undoable)
    assert texts(tmp_path) == BEFORE
    assert undoing(tmp_path) == ()


def test_taking_back_goes_on_where_one_file_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = three(tmp_path)
    write, back = editing._write, editing._take_back

    def fail(root: Path, change: Change) -> None:
        write(root, change)
        if change.path == "gone.md":
            raise ClinicError("the disk is full")

    def take_back(root: Path, change: Change) -> None:
        if change.path == "kept.md":
            raise ClinicError("the disk is full still")
        back(root, change)

    monkeypatch.setattr(editing, "_write", fail)
    monkeypatch.setattr(editing, "_take_back", take_back)
    with pytest.raises(ClinicError, match=r"the disk is full$"):
        commit(tmp_path, changes)
    assert texts(tmp_path) == {"gone.md": "gone\n", "kept.md": "changed\n"}


def test_what_somebody_wrote_meanwhile_is_not_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = three(tmp_path)
    write = editing._write

    def fail(root: Path, change: Change) -> None:
        write(root, change)
        if change.path == "kept.md":
            (root / "kept.md").write_text("an editor's word\n")
            raise ClinicError("the disk is full")

    monkeypatch.setattr(editing, "_write", fail)
    with pytest.raises(ClinicError):
        commit(tmp_path, changes)
    assert texts(tmp_path) == {"gone.md": "gone\n", "kept.md": "an editor's word\n"}


def test_a_file_that_changed_stops_a_commit_before_anything_is_written(tmp_path: Path) -> None:
    changes = three(tmp_path)
    (tmp_path / "gone.md").write_text("a later word\n")
    with pytest.raises(ConflictError):
        commit(tmp_path, changes)
    assert texts(tmp_path) == {"gone.md": "a later word\n", "kept.md": "kept\n"}
    assert not (tmp_path / ".clinic/undo.json").exists()


def test_a_file_that_stands_there_is_neither_written_over_nor_taken_back(tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("somebody's\n")
    with pytest.raises(ClinicError, match="exists already"):
        commit(tmp_path, [Change("new.md", None, b"somebody's\n")])
    assert texts(tmp_path) == {"new.md": "somebody's\n"}
