"""`clinic undo`: the same bytes, for every command that changes files, with and without git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.project import DAY, Clinic

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


DESCRIPTION = "Why a slow walk calms body and mind, and how to begin with ten minutes a day."
LINES = {
    "title": ["title: A walk", 'title: "A walk"', "title: 'A walk'", "'title': A walk", "title: >-\n  A\n  walk"],
    "description": [
        f"description: {DESCRIPTION}",
        f'description: "{DESCRIPTION}"',
        f"description: >-\n  {DESCRIPTION}",
    ],
    "tags": [
        "tags: [a, b]",
        "tags:\n  - a # one\n  - b",
        "tags:\n- a\n- 'b'",
        "tags: a",
        "tags: [\n  a,\n  b, # two\n]",
    ],
    "image": [
        "image: {src: https://e.org/x.jpg, alt: X}",
        "image:\n  # a picture\n  src: https://e.org/x.jpg\n  alt: X",
    ],
    "status": ["status: draft", 'status:   "draft"', "status: draft   # not yet", ""],
    "date": ["date: 2026-01-05", "date: '2026-01-05'", "", "date: 2026-01-05 # a Monday"],
    "notes": ["notes: |\n  Some # words\n\n  more", "", "notes: ''", "notes:"],
    "x-own": ["x-own: {a: [1, 2]}", "", "x-own: &it 5"],
}
COMMENTS = st.sampled_from(["", "", "# a comment", "#", "\n# after a blank line", " # indented"])


@st.composite
def articles(draw: st.DrawFn) -> bytes:
    """An article that means the same however it is written: order, quoting, comments, line ends, a byte order mark."""
    keys = draw(st.permutations(list(LINES)))
    lines: list[str] = []
    for key in keys:
        lines += [draw(COMMENTS), draw(st.sampled_from(LINES[key]))]
    lines.append(draw(COMMENTS))
    front = "\n".join(line for line in lines if line)
    body = draw(
        st.sampled_from(["Text [a](b.md).\n", "\n\nText [b].\n\n[b]: b.md\n", "Text `[b](b.md)`, é", "T\n---\nx\n"])
    )
    text = f"---\n{front}\n---{draw(st.sampled_from(['', ' ']))}\n{body}"
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.replace("\n", newline).encode()


COMMANDS = [
    (("set", "a", "title=Other words", "--yes"), "title"),
    (("set", "a", "tags+=c", "--yes"), "tags"),
    (("set", "a", "tags-=a", "--yes"), "tags"),
    (("set", "a", "tags=", "--yes"), "tags"),
    (("set", "a", "image.alt=Other", "--yes"), "image"),
    (("set", "a", "lang=en", "--yes"), "lang"),
    (("publish", "a", "--at", "2026-03-01", "--as-of", DAY), "status date"),
    (("rename", "a", "c"), "aliases"),
]


@given(articles(), st.sampled_from(COMMANDS))
def test_a_command_changes_only_its_lines_and_undo_gives_back_the_bytes(
    tmp_path: Path, data: bytes, command: tuple[tuple[str, ...], str]
) -> None:
    words, keys = command
    clinic = Clinic(tmp_path)
    clinic.config()
    clinic.write("articles/a.md", data)
    other = b"---\r\ntitle: B\r\n---\r\nSee [a](a.md), `[a](a.md)`.\r\n"
    clinic.write("articles/b.md", other)
    result = clinic.run(*words)
    assert result.status == 0, result.stderr
    renamed = words[0] == "rename"
    after = (clinic.root / ("articles/c.md" if renamed else "articles/a.md")).read_bytes()
    _only_lines_of(keys.split(), data, after)
    if renamed:
        assert (clinic.root / "articles/b.md").read_bytes() == other.replace(b"a.md", b"c.md", 1)
    clinic.run("undo")
    assert (clinic.root / "articles/a.md").read_bytes() == data
    assert (clinic.root / "articles/b.md").read_bytes() == other
    assert not (clinic.root / "articles/c.md").exists()


RECORD = {
    "quote": [
        "quote: A calm place.",
        'quote: "A calm\\nplace."',
        "quote: >-\n    A calm\n    place.",
        "quote: |\n    A calm\n\n    place.",
    ],
    "attribution": ["attribution: Sample A", "attribution: 'Sample A' # display"],
    "status": ["status: draft", "status: 'draft' # not yet", "status:   withheld"],
    "tags": ["tags: [a, b]", "tags:\n    - a # one\n    - b", "tags:\n  - a\n  - b", "tags: a"],
    "consent": [
        "consent: {ref: f-1, signed_on: 2026-02-01, expires_on: 2027-01-31}",
        "consent:\n    ref: f-1\n    # days\n    signed_on: 2026-02-01\n    expires_on: '2027-01-31'",
    ],
    "notes": ["", "notes: |\n    Some # words", "notes:"],
}
RECORD_COMMANDS = [
    (("set", "t-2", "tags+=c", "--yes"), "tags"),
    (("set", "t-2", "tags=", "--yes"), "tags"),
    (("set", "t-2", "rating=5", "lang=en", "--yes"), "rating lang"),
    (("set", "t-2", "consent.x-cabinet=2", "--yes"), "consent x-cabinet"),
    (("set", "t-2", "attribution=Sample B", "--yes"), "attribution"),
    (("publish", "t-2", "--as-of", DAY), "status"),
    (("set", "t-2", "quote=Other words.", "--yes"), "quote"),
]


@st.composite
def records(draw: st.DrawFn) -> bytes:
    """Three records, each written in a way of its own."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    parts: list[str] = [draw(st.sampled_from(["", "# Testimonials", "---"]))]
    for number in (1, 2, 3):
        lines = [f"id: t-{number}"]
        for key in draw(st.permutations(list(RECORD))):
            lines += [draw(st.sampled_from(["", "", "# a comment"])), draw(st.sampled_from(RECORD[key]))]
        lead = draw(st.booleans())
        written = [line for line in lines if line]
        first = written.pop(next(at for at, line in enumerate(written) if ":" in line) if lead else 0)
        parts += [f"- {first}", *(f"  {line}" for line in written), draw(st.sampled_from(["", "# between", "\n"]))]
    text = "\n".join(part for part in parts if part) + draw(st.sampled_from(["", "\n"]))
    return text.replace("\n", newline).encode()


@given(records(), st.sampled_from(RECORD_COMMANDS))
def test_a_command_on_one_record_leaves_the_others_alone(
    tmp_path: Path, data: bytes, command: tuple[tuple[str, ...], str]
) -> None:
    import difflib
    import re

    words, keys = command
    clinic = Clinic(tmp_path)
    clinic.config()
    clinic.write("testimonials.yaml", data)
    result = clinic.run(*words)
    assert result.status == 0, result.stderr
    after = (clinic.root / "testimonials.yaml").read_bytes()
    old, new = data.split(b"\n"), after.split(b"\n")
    for tag, top, bottom, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for lines, first, last in ((old, top, bottom), (new, start, end)) if tag != "equal" else ():
            for at in range(first, last):
                head = at
                while not (key := re.match(rb"(?:- |  )([\w-]+):", lines[head])):
                    head -= 1
                if lines[at].strip() and lines[at] != lines[-1]:
                    assert key[1].decode() in keys.split(), lines[at]
                while not lines[head].startswith(b"- "):
                    head -= 1
                block = b"\n".join(lines[head : at + 1])
                assert b"id: t-1" not in block or b"id: t-2" in block
    clinic.run("undo")
    assert (clinic.root / "testimonials.yaml").read_bytes() == data


def _only_lines_of(keys: list[str], before: bytes, after: bytes) -> None:
    """Check that each line that is gone or new belongs to one of the keys: begins with it, or stands below it."""
    import difflib

    old, new = before.split(b"\n"), after.split(b"\n")
    for tag, top, bottom, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for lines, first, last in ((old, top, bottom), (new, start, end)):
            for at in range(first, last):
                head = at
                while (head > 0 and lines[head][:1] in (b" ", b"-", b"]")) or lines[head].strip() in (b"", b"\r"):
                    head -= 1
                name = lines[head].lstrip(b"\xef\xbb\xbf'").split(b":")[0].rstrip(b"'").decode()
                assert name in keys, (name, lines[at])


def test_it_says_that_there_is_nothing(clinic: Clinic) -> None:
    result = clinic.run("undo")
    assert (result.status, result.stderr) == (0, "There is nothing to undo.\n")


def test_new_items_are_taken_back(clinic: Clinic) -> None:
    before = clinic.files()
    clinic.run("new", "article", "A walk")
    assert clinic.run("undo").status == 0
    clinic.run("new", "testimonial", "--quote", "Words.")
    assert "Words" not in clinic.read(".clinic/undo.json")
    assert clinic.run("undo").status == 0
    assert clinic.files() == before | {".clinic/.gitignore", ".clinic/lock"}


def test_fixes_are_taken_back_but_not_where_they_take_away_what_a_client_took_back(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: 2024\n")
    before = clinic.read("articles/a-walk.md")
    assert "Mended 1 finding" in clinic.run("lint", "--fix").stderr
    clinic.run("undo")
    assert clinic.read("articles/a-walk.md") == before
    clinic.testimonials("id: t-1\nstatus: revoked\nquote: Very private.\nconsent:\n  revoked_on: 2026-02-01\n")
    clinic.run("set", "t-1", "tags=a", "--yes")
    assert "Mended" in clinic.run("lint", "--fix", "--unsafe-fixes").stderr
    assert clinic.run("undo").stderr == "There is nothing to undo.\n"
    for path in clinic.files():
        assert "Very private." not in clinic.read(path)


def test_it_needs_no_git_and_stays_out_of_it(clinic: Clinic) -> None:
    import subprocess

    clinic.article("a-walk")
    subprocess.run(["git", "init", "-q"], cwd=clinic.root, check=True)
    clinic.run("set", "a-walk", "lang=en", "--yes")
    seen = subprocess.run(
        ["git", "status", "--short", "--untracked-files=all"],
        cwd=clinic.root,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ".clinic" not in seen.stdout
    assert clinic.run("undo").status == 0
    assert "lang" not in clinic.read("articles/a-walk.md")


def test_what_somebody_wrote_since_is_kept(clinic: Clinic) -> None:
    clinic.article("a-walk")
    clinic.run("set", "a-walk", "lang=en", "--yes")
    clinic.write("articles/a-walk.md", "---\ntitle: Mine\n---\n")
    result = clinic.run("undo")
    assert result.status == 2
    assert "changed after the command; nothing was undone" in result.stderr
    assert clinic.read("articles/a-walk.md") == "---\ntitle: Mine\n---\n"


def test_the_lines_are_shown(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: A walk\nlang: de\n")
    clinic.run("set", "a-walk", "lang=en", "--yes")
    assert clinic.run("undo").stdout == "articles/a-walk.md\n  3 - lang: en\n  3 + lang: de\n"


@pytest.mark.parametrize("words", [("publish", "a-walk"), ("withdraw", "a-walk"), ("set", "a-walk", "tags=a", "--yes")])
def test_only_the_last_change_is_kept(clinic: Clinic, words: tuple[str, ...]) -> None:
    clinic.article("a-walk", f"title: A walk\ndescription: {DESCRIPTION}\nstatus: published\ndate: 2026-01-01\n")
    before = clinic.read("articles/a-walk.md")
    clinic.run("withdraw", "a-walk")
    between = clinic.read("articles/a-walk.md")
    clinic.run(*words)
    changed = clinic.read("articles/a-walk.md") != between
    clinic.run("undo")
    assert clinic.read("articles/a-walk.md") == (between if changed else before)


def test_only_the_last_change_comes_back_and_that_is_said(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: A walk\n")
    assert "nothing to undo" in clinic.run("undo").stderr
    clinic.run("set", "a-walk", "tags+=calm", "--yes")
    clinic.run("undo", "--yes")
    assert clinic.run("undo").stderr == "There is nothing to undo.\n"
    for tag in ("calm", "rest"):
        clinic.run("set", "a-walk", f"tags+={tag}", "--yes")
    assert clinic.run("undo", "--yes").status == 0
    for _ in range(2):
        assert clinic.run("undo").stderr == "Only the last change can be taken back.\n"
    assert "tags: [calm]" in clinic.read("articles/a-walk.md")
    clinic.run("set", "a-walk", "tags+=rest", "--yes")
    assert clinic.run("undo", "--yes").stderr.endswith("1 file as before.\n")
