from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from clinic_cli.reporters.text import cells
from tests.importers.samples import PAGE, TEXT, item, wxr
from tests.project import Clinic, spawn_command


def test_a_dry_run_shows_all_and_writes_nothing(clinic: Clinic) -> None:
    clinic.write("export.xml", wxr(item(1), item(2, "<p>A [form id=1] here.</p>", wp__status="private")))
    before = clinic.files()
    result = clinic.run("import", "wordpress", "export.xml", "--dry-run")
    assert result.status == 0
    assert result.stdout == (
        "           becomes             was        title\n"
        "new        articles/post-1.md  publish    Post 1\n"
        "new        articles/post-2.md  private    Post 2\n"
        "           shortcode [form]: stands in the text as it is\n"
        "\nadded to the roster\nsam  Sam Sample, LMFT\n"
    )
    assert result.stderr == "2 new articles, 1 new author; 1 loss told above.\nNothing was written.\n"
    assert clinic.files() == before


def test_columns_stand_below_one_another_whatever_script_a_name_is_in(clinic: Clinic) -> None:
    clinic.write("posts/short.md", "---\ntitle: A\nauthor: Sam Sample\n---\nText.\n")
    clinic.write("posts/\u6563\u6b69\u306e\u6642\u9593.md", "---\ntitle: B\nauthor: Jo Longer-Sample\n---\nText.\n")
    lines = clinic.run("import", "markdown", "posts", "--dry-run").stdout.splitlines()
    header, first, second = (line for line in lines if line.startswith((" " * 9 + "  becomes", "new ")))
    ends = [cells(line[: line.rindex(word)]) for line, word in ((header, "title"), (first, "A"), (second, "B"))]
    assert len({*ends}) == 1
    names = [line.index(name) for line in lines for name in ("Sam Sample", "Jo Longer-Sample") if name in line]
    assert len({*names}) == 1
    clinic.run("import", "markdown", "posts", "--yes")
    told = clinic.run("export", "html", "--explain").stdout.splitlines()
    assert len({cells(line[: line.index("stays")]) for line in told}) == 1


def test_json_tells_the_same_and_never_a_clients_words_or_name(clinic: Clinic) -> None:
    clinic.write("page.html", PAGE)
    result = clinic.run("import", "page", "page.html", "--format", "json")
    document = result.json
    assert (document["version"], document["importer"], document["written"]) == (1, "page", True)
    assert [(each["action"], each["kind"]) for each in document["items"]] == [
        ("new", "article"),
        ("new", "testimonial"),
        ("new", "testimonial"),
    ]
    assert (
        document["items"][0]["losses"][0] == {"what": "the page around the article", "why": "left out (6 lines)"}
        or document["items"][0]["losses"]
    )
    assert document["authors"] == [{"id": "sam-sample", "name": "Sam Sample", "credentials": "LMFT"}]
    assert document["settings"]["hours"] == "on weekdays from 9am - 9pm"
    assert "Sample A" not in result.stdout
    assert "at home" not in result.stdout


def test_suggested_settings_are_ready_to_paste(clinic: Clinic) -> None:
    clinic.write("page.txt", TEXT)
    result = clinic.run("import", "page", "page.txt", "--title", "On rest")
    assert result.stdout.endswith(
        'suggested for clinic.toml\nhours = "on weekdays from 9am - 9pm"\nopening_hours = "Mo-Fr 09:00-21:00"\n# sms = "+1..."  (the page names none)\n'
    )
    settings = result.stdout.rpartition("suggested for clinic.toml\n")[2]
    clinic.config(settings + 'name = "Sample Clinic"\n')
    assert clinic.run("lint").status == 0
    assert "hours" not in clinic.run("import", "page", "page.txt", "--title", "On rest").stdout


def test_what_comes_next_is_told(clinic: Clinic) -> None:
    clinic.write("page.txt", TEXT)
    said = clinic.run("import", "page", "page.txt", "--title", "On rest").stderr
    assert "clinic consent grant ID" in said
    assert "Add this line to .gitignore" in said
    assert "clinic undo" in said
    clinic.write(".gitignore", "testimonials.inbox.yaml\n")
    clinic.write("more.csv", "quote\nOther words.\n")
    assert ".gitignore" not in clinic.run("import", "csv", "more.csv").stderr


def test_an_import_can_be_taken_back(clinic: Clinic) -> None:
    before = {path: clinic.read(path) for path in clinic.files()}
    clinic.write("export.xml", wxr(item(1), item(2)))
    clinic.run("import", "wordpress", "export.xml")
    assert clinic.run("undo", "--yes").status == 0
    (clinic.root / "export.xml").unlink()
    assert {path: clinic.read(path) for path in clinic.files() if not path.startswith(".clinic")} == before


def test_tables_show_their_columns_before_anything_is_written(clinic: Clinic) -> None:
    clinic.write("quotes.csv", "Who,Words,Mood\nSample A,A calm place.,light\n")
    result = clinic.run("import", "csv", "quotes.csv", "--map", "Who=attribution", "--dry-run")
    assert "Who -> attribution (1)\nWords -> quote (1)\nMood -> x-mood (1)\n" in result.stdout
    assert clinic.run("import", "csv", "quotes.csv", "--map", "Who=name").status == 2
    clinic.write("quotes.json", json.dumps([{"quote": "Kind words.", "name": "Sample B"}]))
    assert clinic.run("import", "json", "quotes.json").status == 0
    assert "Kind words." in clinic.read("testimonials.inbox.yaml")


def test_rows_that_cannot_be_read_fail_the_run_and_lose_nothing_else(clinic: Clinic) -> None:
    clinic.write("quotes.csv", "quote,name\nWords,A\nMore,B,too,many\n")
    assert clinic.run("import", "csv", "quotes.csv").status == 1
    assert "Words" in clinic.read("testimonials.inbox.yaml")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("q.csv", "words,name\nCalm.,A\n,B\n"),
        ("q.json", '[{"words": "Calm."}, {"name": "B"}]'),
        ("q.json", '[{"words": "Calm."}, 5]'),
    ],
)
def test_what_is_left_out_of_a_table_fails_the_run(clinic: Clinic, name: str, table: str) -> None:
    clinic.write(name, table)
    assert clinic.run("import", name.partition(".")[2], name, "--yes").status == 1
    assert "Calm." in clinic.read("testimonials.inbox.yaml")


@pytest.mark.parametrize("granted", [False, True])
def test_words_that_a_client_took_back_do_not_come_in_again(clinic: Clinic, *, granted: bool) -> None:
    clinic.write("q.csv", "words,name\nSomebody listened.,Quillon B\n")
    assert clinic.run("import", "csv", "q.csv", "--yes").status == 0
    (id,) = clinic.run("list", "testimonials", "--format", "ids").stdout.split()
    if granted:
        flags = ("--ref", "form-17", "--signed", "2026-02-01", "--expires", "2027-01-31")
        assert clinic.run("consent", "grant", id, *flags).status == 0
    assert clinic.run("consent", "revoke", id, "--yes").status == 0
    before = {path: clinic.read(path) for path in clinic.content_files()}
    again = clinic.run("import", "csv", "q.csv", "--yes")
    assert again.status == 0
    assert "the client took these words back; they stay out" in again.stdout
    assert {path: clinic.read(path) for path in clinic.content_files()} == before
    for path in before.keys() - {"q.csv"}:
        assert "listened" not in before[path]
        assert "Quillon" not in before[path]


@pytest.mark.parametrize("kind", ["wordpress", "page", "markdown", "csv", "json"])
def test_a_source_that_is_not_there(clinic: Clinic, kind: str) -> None:
    result = clinic.run("import", kind, "none")
    assert (result.status, "none: no such file or folder" in result.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["wordpress", "page", "csv", "json"])
def test_a_folder_is_no_file(clinic: Clinic, kind: str) -> None:
    (clinic.root / "folder").mkdir()
    assert clinic.run("import", kind, "folder").status == 2


def answer(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, *argv: str, lines: str) -> tuple[int, str]:
    """Run a command as on a terminal, with answers typed."""
    monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    result = clinic.run(*argv, stdin=lines)
    return result.status, result.stderr


def test_on_a_terminal_somebody_is_asked(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.write("page.txt", TEXT)
    status, said = answer(clinic, monkeypatch, "import", "page", "page.txt", lines="\nOn rest\ny\nn\n")
    assert status == 0
    assert "The page has no title; what is it" in said
    assert "Sam Sample, MFT is not in your roster; add?" in said
    assert not (clinic.root / "articles").exists()
    status, _ = answer(clinic, monkeypatch, "import", "page", "page.txt", "--title", "On rest", lines="n\ny\n")
    assert (clinic.root / "articles/on-rest.md").exists()
    assert "authors" not in clinic.read("clinic.toml")


@pytest.mark.parametrize(("answers", "joined"), [("y\ny\n", 4), ("n\ny\n", 0)])
def test_many_new_authors_are_one_question(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, answers: str, joined: int
) -> None:
    for name in "abcd":
        clinic.write(f"posts/{name}.md", f"---\ntitle: {name}\nauthor: {name * 3}\n---\nText.\n")
    _, said = answer(clinic, monkeypatch, "import", "markdown", "posts", lines=answers)
    assert "4 authors are not in your roster; add them?" in said
    assert clinic.read("clinic.toml").count("[authors.") == joined


def test_yes_asks_nothing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.write("export.xml", wxr(item()))
    status, said = answer(clinic, monkeypatch, "import", "wordpress", "export.xml", "--yes", lines="")
    assert (status, "?" in said) == (0, False)


def test_text_pages_and_tables_need_no_extra(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lxml", "lxml.html", "html_to_markdown", "trafilatura", "defusedxml", "defusedxml.expatreader"):
        monkeypatch.setitem(sys.modules, name, None)
    clinic.write("page.txt", TEXT)
    assert clinic.run("import", "page", "page.txt", "--title", "On rest").status == 0
    clinic.write("posts/a.md", "---\ntitle: A\n---\nText.\n")
    assert clinic.run("import", "markdown", "posts").status == 0
    clinic.write("export.xml", wxr(item()))
    result = clinic.run("import", "wordpress", "export.xml")
    assert result.status == 2
    assert "pip install 'clinic-cli[import]'" in result.stderr


def test_help_loads_nothing_heavy(clinic: Clinic) -> None:
    code = "import sys; sys.argv = ['clinic', 'import', '--help']\ntry:\n    from clinic_cli.cli.main import run; run()\nexcept SystemExit: pass\nprint(sorted(set(sys.modules) & {'lxml', 'yaml', 'html_to_markdown', 'trafilatura', 'pyromark', 'rich'}), file=sys.stderr)"
    import os
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"
    assert "wordpress" in done.stdout


def test_a_closed_pipe_is_no_error(clinic: Clinic) -> None:
    clinic.write("export.xml", wxr(*(item(number) for number in range(5))))
    assert spawn_command("import", "wordpress", "export.xml", "--dry-run", cwd=clinic.root).status == 0


def test_old_articles_of_another_tool_are_kept_apart(clinic: Clinic) -> None:
    clinic.write("posts/a.md", "---\ntitle: A\n---\nText.\n")
    clinic.run("import", "markdown", "posts")
    clinic.write("export.xml", wxr(item(1, wp__post_name="a")))
    result = clinic.run("import", "wordpress", "export.xml")
    assert "address a: is taken by articles/a.md; this article is a-2" in result.stdout
