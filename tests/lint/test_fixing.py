"""`--fix`: what may be mended is, in rounds and proved; nothing else changes, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import frontmatter
import hypothesis
import pytest
import yaml
from hypothesis import strategies as st

from clinic_cli.diagnostics import Edit, Finding, Fix, Severity, Who
from clinic_cli.editing import EditError, mend
from clinic_cli.lint.engine import Run
from clinic_cli.lint.fixing import fix
from clinic_cli.lint.selection import Selection
from clinic_cli.rules.rule import article_rule
from clinic_cli.source import SourceFile, Span
from clinic_cli.workspace import Workspace
from tests.project import DAY, REPOSITORY, Clinic

QUOTED = "---\ntitle: 2026  # the year\nstatus: draft\ntags: [a,\n   7]\n---\n\nText.\n"


def test_safe_fixes_are_made_and_nothing_else(clinic: Clinic) -> None:
    path = clinic.write("articles/a.md", QUOTED.replace("draft", "drft"))
    result = clinic.run("lint", "--fix", "--as-of", DAY)
    assert result.status == 1
    assert path.read_text() == QUOTED.replace("draft", "drft").replace("2026 ", "'2026' ").replace("7]", "'7']")
    assert "Mended 2 findings in 1 file." in result.stderr
    assert "wrong-type" not in result.stdout
    assert "drft" in result.stdout


def test_unsafe_fixes_are_asked_for(clinic: Clinic) -> None:
    path = clinic.write("articles/a.md", QUOTED.replace("status: draft", "statsu: drft"))
    assert clinic.run("lint", "--fix", "--unsafe-fixes", "--as-of", DAY).status == 0
    assert "status: draft" in path.read_text(), "the second is found once the first is mended"


def test_a_fix_can_be_undone(clinic: Clinic) -> None:
    path = clinic.write("articles/a.md", QUOTED)
    clinic.run("lint", "--fix", "--as-of", DAY)
    assert path.read_text() != QUOTED
    assert clinic.run("undo", "--yes").status == 0
    assert path.read_text() == QUOTED


def test_diff_changes_nothing_and_is_a_patch(clinic: Clinic) -> None:
    texts = {
        "articles/a.md": QUOTED,
        "articles/b.md": QUOTED.replace("\n", "\r\n"),
        "articles/c.md": "\ufeff" + QUOTED.rstrip("\n"),
    }
    for path, text in texts.items():
        clinic.write(path, text)
    result = clinic.run("lint", "--diff", "--as-of", DAY)
    assert result.status == 1
    assert all(clinic.read(path) == text for path, text in texts.items())
    subprocess.run(["git", "apply", "-"], cwd=clinic.root, input=result.stdout.encode(), check=True)
    patched = {path: clinic.read(path) for path in texts}
    for path, text in texts.items():
        clinic.write(path, text)
    clinic.run("lint", "--fix", "--as-of", DAY)
    assert {path: clinic.read(path) for path in texts} == patched
    assert clinic.run("lint", "--diff", "--as-of", DAY)[:2] == (0, "")


def test_stdin_is_mended_to_stdout(clinic: Clinic) -> None:
    result = clinic.run("lint", "--fix", "--stdin-filename", "articles/a.md", "--as-of", DAY, stdin=QUOTED)
    assert result.stdout == QUOTED.replace("2026 ", "'2026' ").replace("7]", "'7']")
    assert "Checked 1 article" in result.stderr
    assert not (clinic.root / "articles").exists()


def test_only_what_is_shown_is_mended(clinic: Clinic) -> None:
    clinic.write("articles/a.md", QUOTED)
    clinic.write("articles/b.md", "---\n# clinic: allow wrong-type: a year\ntitle: 2027\n---\n\nText.\n")
    clinic.write("articles/c.md", QUOTED)
    clinic.run("lint", "articles/c.md", "--baseline", "base.json", "--write-baseline", "--as-of", DAY)
    clinic.run("lint", "articles/a.md", "articles/b.md", "--fix", "--as-of", DAY)
    assert "'2026'" in clinic.read("articles/a.md")
    assert "title: 2027" in clinic.read("articles/b.md")
    clinic.run("lint", "--fix", "--baseline", "base.json", "--as-of", DAY)
    assert clinic.read("articles/c.md") == QUOTED
    clinic.run("lint", "--fix", "--ignore", "wrong-type", "--as-of", DAY)
    assert clinic.read("articles/c.md") == QUOTED


def test_a_file_that_changed_after_it_was_read_is_not_written_over(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clinic.write("articles/a.md", QUOTED)
    from clinic_cli import editing

    write = editing.commit

    def meanwhile(*arguments: object, **options: object) -> None:
        path.write_text("Somebody was quicker.\n")
        write(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(editing, "commit", meanwhile)
    result = clinic.run("lint", "--fix", "--as-of", DAY)
    assert result.status == 2
    assert "changed while clinic was at work" in result.stderr
    assert path.read_text() == "Somebody was quicker.\n"


def rule_of(*changes: tuple[str, str]):  # type: ignore[no-untyped-def]
    """Return a rule that finds texts in an article and mends each to another."""

    def planted(article, facts) -> Iterator[Finding]:  # type: ignore[no-untyped-def]
        text = article.source.text
        for old, new in changes:
            at = text.find(old)
            if at >= 0:
                yield Finding(Span(at, at + len(old)), "x", fix=Fix((Edit(Span(at, at + len(old)), new),)))

    return article_rule(planted, "form", Severity.ERROR, Who.AUTHOR)


def mended(clinic: Clinic, text: str, *changes: tuple[str, str]) -> tuple[str, int]:
    """Return what an article becomes, and how many findings are left."""
    clinic.write("articles/a.md", text)
    selection = Selection((rule_of(*changes),), {}, {})
    run = Run(Workspace.open(clinic.root), selection, date.fromisoformat(DAY))
    fixed = fix(run, run.report(), lambda report: report)
    after = fixed.changes[0].result.text if fixed.changes else text
    return after, len(fixed.report.diagnostics)


HEAD = "---\ntitle: One\nnotes: Two\n---\n"


def test_fixes_that_meet_are_made_one_after_the_other(clinic: Clinic) -> None:
    assert mended(clinic, HEAD + "abcd\n", ("abc", "x"), ("bcd", "y"), ("xd", "z")) == (HEAD + "z\n", 0)
    assert mended(clinic, HEAD + "ab\n", ("a", "x"), ("b", "y")) == (HEAD + "xy\n", 0)


def test_a_fix_that_touches_more_than_its_value_is_left_out(clinic: Clinic) -> None:
    text = HEAD + "abc\n"
    bad = ("One\nnotes: Two", "One")
    assert mended(clinic, text, ("Two", "Two\nstatus: published"))[1] >= 0
    assert mended(clinic, text, ("One", "'One"), ("abc", "x")) == (HEAD + "x\n", 1)
    assert mended(clinic, text, ("---\nabc", "abc"), ("abc", "x"), bad)[0] in (
        HEAD + "x\n",
        "---\ntitle: One\n---\nx\n",
    )


def test_fixes_that_undo_each_other_come_to_an_end(clinic: Clinic) -> None:
    after, _ = mended(clinic, HEAD + "abc\n", ("abc", "xyz"), ("xyz", "abc"))
    assert after in (HEAD + "abc\n", HEAD + "xyz\n")


@pytest.mark.parametrize(
    ("text", "old", "new", "holds"),
    [
        (HEAD, "One", "Three", True),
        (HEAD, "title", "headline", True),
        (HEAD, "title: One\n", "", True),
        (HEAD, "One", "Three\nstatus: published", True),
        (HEAD, "One", "&x Three", True),
        (HEAD, "One\n", "One # note\n", True),
        (HEAD, "One", "'Three", False),
        (HEAD, "---\ntitle", "title", False),
        (HEAD, "Two\n---\n", "Two\n", False),
        (HEAD, "One", "One\n---\n", False),
        ("---\na: &x 1\nb: *x\n---\n", "1", "2", False),
        ("---\na: [1, 2, 3]\n---\n", "2, ", "", True),
        ("---\na: [1, 2, 3]\n---\n", "1, 2, 3", "3, 2, 1", True),
        ("---\na: .nan\nb: 1\n---\n", "1", "2", True),
        ("---\na: {b: 1, c: 2}\n---\n", "b: 1, ", "", True),
        ("---\ntitel: 1\nb: 2\n---\n", "titel", "b", False),
        ("---\na: [1, 2]\nb: 2\n---\n", "b: 2", "c: 2\na: 1", False),
    ],
)
def test_what_a_mended_file_may_differ_in(text: str, old: str, new: str, holds: bool) -> None:
    source = SourceFile("articles/a.md", text.encode())
    at = text.index(old)
    edit = Edit(Span(at, at + len(old)), new)
    if holds:
        assert mend(source, [edit]).result.text == text.replace(old, new, 1)
    else:
        with pytest.raises(EditError):
            mend(source, [edit])


def test_two_names_do_not_become_one() -> None:
    source = SourceFile("articles/a.md", b"---\ntitel: 1\ntitlle: 2\n---\n")
    with pytest.raises(EditError):
        mend(source, [Edit(Span(4, 9), "title"), Edit(Span(13, 19), "title")])


def test_only_content_is_mended() -> None:
    for path, text in (("clinic.toml", 'name = "x"\n'), ("articles/a.md", "no front matter\n"), ("a.yaml", "a: [\n")):
        with pytest.raises(EditError):
            mend(SourceFile(path, text.encode()), [Edit(Span(0, 1), "y")])


_words = st.sampled_from(
    (
        "A walk",
        "no",
        "2026",
        "12:30",
        "'x'",
        '"y"',
        "~",
        "1e3",
        "null",
        "true",
        "0x1f",
        "calm # note",
        "drft",
        "publishd",
    )
)
_keys = st.sampled_from(
    ("title", "status", "tags", "notes", "titel", "statsu", "description", "lang", "slug", "x-own", "layout")
)
_entry = st.tuples(_keys, _words)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An article with faults of the kind that can be mended, comments and line ends of every kind."""
    lines = ["---"]
    for key, value in draw(st.lists(_entry, max_size=6, unique_by=lambda entry: entry[0])):
        lines += draw(st.sampled_from(((), ("# a comment",), ("",))))
        lines.append(
            draw(
                st.sampled_from(
                    (f"{key}: {value}", f"{key}: [{value}, b]", f"{key}:\n  - {value}\n  - 7", f'"{key}": {value}')
                )
            )
        )
    lines += [
        "---",
        "",
        draw(
            st.sampled_from(
                ("Text.", "[x](nope.md)\n\n<!-- clinic: allow broken-link: later -->\nText.", "\u00e9\U0001f600")
            )
        ),
    ]
    text = "\n".join(lines)
    return draw(st.sampled_from((text, text + "\n", text.replace("\n", "\r\n"), "\ufeff" + text)))


def read_by_others(data: bytes) -> tuple[dict[str, object], str] | None:
    """Return what stock python-frontmatter makes of a file, None where it gives up."""
    with contextlib.suppress(yaml.YAMLError, ValueError, TypeError):
        post = frontmatter.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
        return post.metadata, post.content
    return None


@hypothesis.given(articles(), st.booleans())
def test_a_fix_changes_only_what_was_found_and_is_idempotent(
    tmp_path_factory: pytest.TempPathFactory, text: str, unsafe: bool
) -> None:
    clinic = Clinic(tmp_path_factory.mktemp("clinic"))
    clinic.config()
    path = clinic.write("articles/a.md", text)
    before = read_by_others(path.read_bytes())
    spans = [told for told in clinic.lint("--no-cache") if told.fix and (unsafe or told.fix["safe"])]
    argv = ["lint", "--fix", "--as-of", DAY, *(["--unsafe-fixes"] if unsafe else [])]
    clinic.run(*argv)
    once = path.read_bytes()
    assert [each for each in clinic.lint() if each.fix and (unsafe or each.fix["safe"])] == []
    clinic.run(*argv)
    assert path.read_bytes() == once
    if not spans:
        assert once == text.encode()
    after = read_by_others(once)
    if before is None:
        return
    assert after is not None
    assert before[1] == after[1] or unsafe
    touched = {line for each in spans for line in range(each.start[0], each.end[0] + 1)}
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    named = {key for key in before[0] if any(_stands_at(lines, str(key), line) for line in touched)}
    for key in before[0].keys() - named:
        if not unsafe:  # what mends a name may lead to another finding behind it
            assert repr(after[0].get(key, None)) == repr(before[0][key])
    if not unsafe:
        assert before[0].keys() == after[0].keys()


def _stands_at(lines: list[str], key: str, line: int) -> bool:
    """Whether a line belongs to a key: the nearest one above it that begins at the margin."""
    while line > 1 and not lines[line - 1][:1].strip(" -#") and line > 1:
        line -= 1
    return lines[line - 1].replace('"', "").startswith(f"{key}:")


OLD = "---\ntitle: 2026\n---\n\nText number {}.\n"
NEW = "---\ntitle: '2026'\n---\n\nText number {}.\n"


@pytest.fixture
def quick() -> Iterator[Clinic]:
    """A clinic in memory where there is such a place, so that waiting for the disk takes no time."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        clinic = Clinic(Path(folder))
        clinic.config()
        yield clinic


@pytest.mark.deep
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_kill_at_any_moment_loses_nothing(quick: Clinic, deep: bool) -> None:
    clinic = quick
    count = 500 if deep else 150
    paths = [clinic.write(f"articles/post-{number:03}.md", OLD.format(number)) for number in range(count)]
    states: list[int] = []
    draw = random.Random(7)

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "clinic_cli", "lint", "--fix", "--no-cache", "--as-of", DAY],
            cwd=clinic.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def count_new() -> int:
        new = 0
        for number, path in enumerate(paths):
            text = path.read_text()
            assert text in (OLD.format(number), NEW.format(number)), path
            new += text == NEW.format(number)
        return new

    # the kill falls where files are written: as soon as one of them, wherever it stands, is new
    for watched in draw.sample(range(count * 9 // 10), 12 if deep else 2):
        for number, path in enumerate(paths):
            path.write_text(OLD.format(number))
        process = start()
        deadline = time.monotonic() + 300
        while paths[watched].read_text() == OLD.format(watched) and process.poll() is None:
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
        process.wait()
        states.append(count_new())
    assert len(set(states)) > 1, states
    assert any(0 < each < count for each in states), states
    assert start().wait() == 0
    assert count_new() == count


def test_the_report_tells_what_mends_itself(clinic: Clinic) -> None:
    clinic.write("articles/a.md", QUOTED)
    assert clinic.run("lint", "--as-of", DAY).stdout.endswith("clinic lint --fix mends 2 of them.\n")
    clinic.write("articles/a.md", QUOTED.replace("draft", "drft"))
    assert "clinic lint --fix mends 2 of them (with --unsafe-fixes 3" in clinic.run("lint", "--as-of", DAY).stdout
    assert _report()._replace(diagnostics=()).count_of(Severity.ERROR) == 0


def _report():  # type: ignore[no-untyped-def]
    from clinic_cli.lint.engine import Report

    return Report((), 0, 0, date.fromisoformat(DAY))
