from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from clinic_cli import parallel, writing
from clinic_cli.errors import ClinicError
from clinic_cli.exporters import placing
from clinic_cli.exporters.manifest import FILE_NAME, Manifest, read_manifest
from clinic_cli.exporters.output import OutputFile
from clinic_cli.exporters.placing import Stage, carry_out, check_folder, plan
from clinic_cli.exporters.registry import EXPORTERS
from tests.exporters.sample import BASE, TODAY, fill, run, tree
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic


def place(folder: Path, *files: OutputFile, today: date = TODAY) -> list[str]:
    with Stage(folder, read_manifest(folder)) as stage:
        planned = plan(stage, files, Manifest("html", "website"), today)
        carry_out(planned)
    return [*(file.path for file in planned.write), *planned.remove]


def test_files_go_out_in_order_and_unchanged_ones_are_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    page, index = OutputFile("a/page.html", b"one", "articles/page.md"), OutputFile("index.html", b"all")
    assert place(out, page, index) == ["a/page.html", "index.html"]
    before = (out / "index.html").stat()
    assert place(out, page._replace(data=b"two"), index, today=date(2026, 5, 2)) == ["a/page.html"]
    assert (out / "index.html").stat().st_mtime_ns == before.st_mtime_ns
    manifest = read_manifest(out)
    assert manifest
    assert manifest.complete
    assert manifest.files["a/page.html"].day == "2026-05-02"
    assert manifest.files["a/page.html"].source == "articles/page.md"
    assert manifest.files["index.html"].day == "2026-05-01"


def test_a_run_with_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    place(tmp_path, OutputFile("a", b"1"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert place(tmp_path, OutputFile("a", b"1"), today=date(2026, 6, 1)) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("made", [True, False])
def test_an_export_that_fails_leaves_a_folder_only_where_there_was_one(tmp_path: Path, made: bool) -> None:
    out = tmp_path / "out"
    if made:
        out.mkdir()
    with suppress(KeyboardInterrupt), Stage(out, None) as stage:
        stage.take(OutputFile("a", b"1"))
        raise KeyboardInterrupt
    assert out.exists() == made
    assert not made or not list(out.iterdir())


def test_what_is_gone_is_removed_and_what_is_foreign_stays(tmp_path: Path) -> None:
    (tmp_path / "CNAME").write_text("clinic.example")
    place(tmp_path, OutputFile("a/b/c", b"1"), OutputFile("a/d", b"2"))
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "a/mine.txt").write_text("mine")
    assert place(tmp_path, OutputFile("e", b"3")) == ["e", "a/b/c", "a/d"]
    assert set(tree(tmp_path)) == {"CNAME", "mine.txt", "a/mine.txt", "e", FILE_NAME}
    assert not (tmp_path / "a/b").exists()


def test_a_file_that_somebody_changed_is_put_right(tmp_path: Path) -> None:
    place(tmp_path, OutputFile("a", b"1"))
    (tmp_path / "a").write_bytes(b"9")
    assert place(tmp_path, OutputFile("a", b"1")) == ["a"]


def test_a_foreign_file_in_the_way_is_an_error_and_stays(tmp_path: Path) -> None:
    place(tmp_path, OutputFile("a", b"1"))
    (tmp_path / "b").write_text("mine")
    with pytest.raises(ClinicError, match="clinic did not write it"):
        place(tmp_path, OutputFile("a", b"2"), OutputFile("b", b"1"))
    assert (tmp_path / "a").read_bytes() == b"1"
    assert (tmp_path / "b").read_text() == "mine"


def test_a_folder_or_link_in_the_way_is_an_error(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / "a").mkdir(parents=True)
    with pytest.raises(ClinicError, match="not a file"):
        place(out, OutputFile("a", b"1"))
    (out / "b").write_text("x")
    with pytest.raises(ClinicError, match="not a folder"):
        place(out, OutputFile("b/c", b"1"))
    if sys.platform != "win32":
        (out / "link").symlink_to(elsewhere)
        with pytest.raises(ClinicError, match="not a folder"):
            place(out, OutputFile("link/c", b"1"))
        (elsewhere / "d").write_text("1")
        with pytest.raises(ClinicError, match="not a folder"):
            place(out, OutputFile("link/d", b"1"))
    assert set(tree(elsewhere)) <= {"d"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a privilege")
def test_what_lies_behind_a_link_is_neither_deleted_nor_taken_for_a_page(
    bare: Clinic, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare.config()
    bare.article("walk", "title: Walk\nstatus: published\n")
    export = ("export", "html", "--as-of", TODAY.isoformat())
    assert bare.run(*export).status == 0
    elsewhere, folder = tmp_path_factory.mktemp("elsewhere"), bare.root / "public/html"
    (elsewhere / "mine.html").write_text("mine", "utf-8")
    (folder / "gone").symlink_to(elsewhere)
    manifest = folder / FILE_NAME
    before = manifest.read_text("utf-8")
    manifest.write_text(
        before.replace(
            '"articles/walk.html": {',
            '"gone/mine.html": {"sha256": "0", "source": "", "day": "2026-01-01"}, "articles/walk.html": {',
        ),
        "utf-8",
    )
    done = bare.run(*export)
    assert done.status == 2
    assert "gone: is not a folder of its own" in done.stderr
    assert (elsewhere / "mine.html").read_text("utf-8") == "mine"
    manifest.write_text(before, "utf-8")
    assert bare.run(*export).status == 0
    for name in (".clinic-partial-0", f".clinic-partial-{os.getpid()}"):
        (folder / name).symlink_to(elsewhere)
    bare.article("walk", "title: A walk\nstatus: published\n")
    assert bare.run(*export).status == 0
    assert sorted(path.name for path in elsewhere.iterdir()) == ["mine.html"]
    assert not list(folder.glob(".clinic-partial-*"))
    (folder / "articles").rename(elsewhere / "articles")
    (folder / "articles").symlink_to(elsewhere / "articles")
    assert "articles: is not a folder of its own" in bare.run(*export).stderr


@pytest.mark.parametrize("name", ["articles", "articles/sub", "testimonials", "templates", ".git/x", ".", ".."])
def test_a_folder_of_content_is_refused(clinic: Clinic, name: str) -> None:
    with pytest.raises(ClinicError, match="holds the clinic's content"):
        check_folder(clinic.root / name, clinic.root, "html")


def test_a_folder_that_is_not_ours_is_refused(clinic: Clinic) -> None:
    clinic.write("public/index.html", "mine")
    with pytest.raises(ClinicError, match=r"did not write \(index.html\)"):
        run(clinic, "html")
    clinic.write("file", "x")
    with pytest.raises(ClinicError, match="is a file"):
        check_folder(clinic.root / "file", clinic.root, "html")
    assert clinic.read("public/index.html") == "mine"


def test_hidden_files_cname_and_other_exports_do_not_stand_in_the_way(clinic: Clinic) -> None:
    clinic.write("public/CNAME", "x")
    clinic.write("public/.nojekyll", "")
    run(clinic, "json", out="public/json")
    run(clinic, "html")
    assert "public/index.html" in clinic.files()
    assert "public/json/index.json" in clinic.files()


def test_one_folder_holds_one_format(clinic: Clinic) -> None:
    run(clinic, "html")
    with pytest.raises(ClinicError, match="in the format html"):
        run(clinic, "json")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (clinic.root / "public").symlink_to(tmp_path / "real")
    with pytest.raises(ClinicError, match="is a link"):
        run(clinic, "html")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2}', '{"version": 1, "files": []}', '{"version": 1, "files": {"a": 1}}', "\xff"],
)
def test_a_broken_manifest_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "latin-1")
    with pytest.raises(ClinicError, match="cannot be read as the manifest"):
        check_folder(tmp_path, tmp_path.parent / "elsewhere", "html")


def test_a_manifest_cannot_remove_files_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    place(out, OutputFile("a", b"1"))
    (tmp_path / "mine").write_text("mine")
    text = (out / FILE_NAME).read_text().replace('"a":', '"../mine":')
    (out / FILE_NAME).write_text(text)
    place(out, OutputFile("a", b"1"))
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.deep
def test_killed_at_any_moment_the_next_run_finishes(bare: Clinic, monkeypatch: pytest.MonkeyPatch, deep: bool) -> None:
    fill(bare)
    run(bare, "html", out="whole")
    bare.article("walk", "title: New\nstatus: published\n")
    run(bare, "html", out="whole")
    expected = tree(bare.root / "whole")
    steps_of_a_run = ("write_aside", "write_through", "move_file", "remove_file", "remove_waiting")
    real = {name: getattr(writing, name) for name in steps_of_a_run}
    moments = 0
    for moment in range(300) if deep else (0, 1, 2, 3, 5, 8, 12, 16, 20, 300):
        out = f"public{moment}"
        fill(bare)
        steps = 0

        def step(name: str, *arguments: object, **options: object) -> None:
            nonlocal steps
            if steps == moment:  # noqa: B023 - used within this turn
                raise KeyboardInterrupt
            steps += 1
            real[name](*arguments, **options)

        run(bare, "html", out=out)
        bare.article("walk", "title: New\nstatus: published\n")
        for name in steps_of_a_run:
            monkeypatch.setattr(placing, name, partial(step, name))
        try:
            run(bare, "html", out=out)
        except KeyboardInterrupt:
            moments += 1
        else:
            break
        finally:
            monkeypatch.undo()
        run(bare, "html", out=out)
        assert tree(bare.root / out) == expected
    assert moments >= 9


def test_killed_in_its_first_run_the_folder_is_still_ours(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(bare)
    run(bare, "html", out="whole")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(placing, "remove_file", stop)
    monkeypatch.setattr(placing, "remove_waiting", lambda *_: None)
    count = 0

    def move(waiting: Path, path: Path) -> None:
        nonlocal count
        count += 1
        if count == 6:
            raise KeyboardInterrupt
        writing.move_file(waiting, path)

    monkeypatch.setattr(placing, "move_file", move)
    with pytest.raises(KeyboardInterrupt):
        run(bare, "html")
    monkeypatch.undo()
    run(bare, "html")
    assert tree(bare.root / "public") == tree(bare.root / "whole")


@pytest.mark.parametrize("after", ["changed", "gone"])
def test_killed_and_changed_again_what_was_half_made_is_ours(
    bare: Clinic, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    run(fill(bare), "html")
    bare.article("new", "title: New\nstatus: published\n")

    def move(waiting: Path, path: Path) -> None:
        writing.move_file(waiting, path)
        if path.name == "new.html":
            raise KeyboardInterrupt

    monkeypatch.setattr(placing, "move_file", move)
    with pytest.raises(KeyboardInterrupt):
        run(bare, "html")
    monkeypatch.undo()
    if after == "gone":
        (bare.root / "articles/new.md").unlink()
    else:
        bare.article("new", "title: Newer\nstatus: published\n")
    run(bare, "html")
    run(bare, "html", out="whole")
    assert tree(bare.root / "public") == tree(bare.root / "whole")


def test_what_a_killed_run_left_behind_is_out_of_date(bare: Clinic) -> None:
    run(fill(bare), "html")
    assert run(bare, "html", dry_run=True).plan.is_current
    bare.write("public/.clinic-partial-1/7-1", "half")
    assert not run(bare, "html", dry_run=True).plan.is_current
    run(bare, "html")
    assert not (bare.root / "public/.clinic-partial-1").exists()
    bare.write(f"public/{FILE_NAME}", bare.read(f"public/{FILE_NAME}").replace('"complete": true', '"complete": false'))
    assert not run(bare, "html", dry_run=True).plan.is_current


@pytest.mark.deep
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
def test_killed_without_a_word_the_next_run_finishes(bare: Clinic, deep: bool) -> None:
    fill(bare)
    for number in range(60 if deep else 20):
        bare.article(f"a{number}", f"title: A {number}\ndate: 2026-01-01\nstatus: published\n")
    run(bare, "html", out="whole")
    program = (
        "import os, signal, sys\n"
        "from clinic_cli import writing\n"
        "fill, count = writing._fill, iter(range(int(sys.argv.pop())))\n"
        "def stop(path, data):\n"
        "    fill(path, data[: len(data) // 2])\n"
        "    next(count, None) is None and os.kill(os.getpid(), signal.SIGKILL)\n"
        "    fill(path, data)\n"
        "writing._fill = stop\n"
        "from clinic_cli.cli.main import run\n"
        "run()\n"
    )
    argv = ["export", "html", "--base-url", BASE, "--as-of", TODAY.isoformat(), "--out", "public"]
    for moment in range(0, 60, 6) if deep else (0, 15):
        killed = subprocess.run(
            [sys.executable, "-c", program, *argv, str(moment)],
            cwd=bare.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL
        run(bare, "html")
        assert tree(bare.root / "public") == tree(bare.root / "whole")
        # every page changes before the next run
        bare.write("templates/footer.html", f"<footer>{moment}</footer>\n")
        run(bare, "html", out="whole")


def test_a_full_disk_leaves_whole_files(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    run(fill(bare), "html")
    before = tree(bare.root / "public")
    bare.article("walk", "title: New\nstatus: published\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ClinicError, match="No space left"):
        run(bare, "html")
    assert tree(bare.root / "public") == before


def test_a_dry_run_writes_nothing_and_says_what_it_would(bare: Clinic) -> None:
    done = run(fill(bare), "html", dry_run=True)
    assert not (bare.root / "public").exists()
    assert "index.html" in [file.path for file in done.plan.write]
    assert not done.plan.is_current


def test_two_exports_of_one_tree_and_day_are_the_same(bare: Clinic, tmp_path: Path) -> None:
    fill(bare)
    for format in EXPORTERS:
        run(bare, format, out=f"one-{format}")
        run(bare, format, out=f"two/deep/{format}")
        assert tree(bare.root / f"one-{format}") == tree(bare.root / f"two/deep/{format}")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_processes_make_what_one_makes(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(bare)
    for number in range(6):
        bare.article(
            f"a{number}",
            f"title: A {number}\ndate: 2026-01-01\nstatus: published\nnotes: {'Zebrafish' if number == 5 else 'none'}\n",
        )
    run(bare, "html", out="one")
    forks = []
    fork = os.fork
    monkeypatch.setattr(parallel, "WORTH_TWO", 4)
    monkeypatch.setattr(parallel, "is_possible", lambda: True)
    monkeypatch.setattr(os, "fork", lambda: forks.append(1) or fork())
    run(bare, "html", out="two")
    assert tree(bare.root / "two") == tree(bare.root / "one")
    assert forks

    monkeypatch.setattr("clinic_cli.exporters.run._spoken", lambda _: iter(()))
    # a fault in either process is told as always, and nothing is left behind
    bare.write("templates/article.html", "{{ article.title }}{% if article.title == 'A 5' %} Zebrafish{% endif %}")
    for number in range(2):
        before = tree(bare.root / "two")
        (bare.root / "templates/footer.html").write_text(f"<p>{number}</p>")
        with pytest.raises(ClinicError, match=r"private `notes` of `a5`"):
            run(bare, "html", out="two")
        assert tree(bare.root / "two") == before
        assert not list((bare.root / "two").glob(".clinic-partial-*"))
        bare.article("b", "title: B\ndate: 2026-01-01\nstatus: published\n")


def test_an_export_that_fails_leaves_no_folder(bare: Clinic) -> None:
    fill(bare)
    bare.write("templates/sitemap.html", "")
    bare.write("templates/404.html", "{{ nothing }}")
    with pytest.raises(ClinicError, match=r"404.html:1"):
        run(bare, "html")
    assert not (bare.root / "public").exists()


def test_what_a_killed_run_left_waiting_is_deleted(bare: Clinic) -> None:
    run(fill(bare), "html")
    bare.write("public/.clinic-partial-1/1-1", "half of a page")
    run(bare, "html")
    assert not (bare.root / "public/.clinic-partial-1").exists()
