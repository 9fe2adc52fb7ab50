"""The commands `new` and `init` with flags, at a pipe, and at a terminal that asks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.git import run_git
from tests.project import Clinic, spawn_command
from tests.terminal import Terminal

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
ROSTER = '[authors.sam-sample]\nname = "Sam Sample"\ncredentials = "LMFT"\n'


def script(folder: Path, *lines: str) -> dict[str, str]:
    """Return an environment whose editor runs lines of Python; `path` is the file."""
    program = folder / "editor.py"
    program.write_text("import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n" + "\n".join(lines))
    return {"EDITOR": f"{sys.executable} {program}"}


@pytest.mark.parametrize(
    ("argv", "words", "help"),
    [
        (("article",), "the article has no title", "clinic new article"),
        (("article", "  "), "the article has no title", "clinic new article"),
        (("article", "A", "--slug", "a b"), "--slug: `a b` cannot be an address", "hyphens"),
        (("article", "A", "--slug", "con"), "--slug: `con` cannot be an address", "reserved"),
        (("article", "A", "--slug", "A-Walk"), "--slug: the address `A-Walk` is taken", "another"),
        (("article", "A", "--slug", "old"), "--slug: the address `old` is taken", "another"),
        (("article", "A", "--author", "nobody"), "--author: `nobody` is not in the roster", "--new-author"),
        (("article", "A", "--author", "sam-smaple"), "did you mean `sam-sample`?", "--new-author"),
        (("article", "A", "--new-author", " , LMFT"), "--new-author: there is no name", "Robin Sample"),
        (("article", "A", "--date", "soon"), "--date: `soon` is not a day", "2026-03-01"),
        (("testimonial",), "the testimonial has no words", "--quote"),
        (("testimonial", "--quote", " \n"), "the testimonial has no words", "--quote"),
        (("testimonial", "--quote", "A", "--signed", "2026-01-01"), "a consent was told without --ref", "--ref"),
        (("testimonial", "--quote", "A", "--ref", "f", "--signed", "2026-01-01"), "--expires", ""),
        (("testimonial", "--quote", "A", "--ref", "f", "--signed", "x", "--expires", "2027-01-01"), "`x` is not a day", ""),
        (
            ("testimonial", "--quote", "A", "--ref", "f", "--signed", "2026-02-01", "--expires", "2026-01-01"),
            "2026-01-01", "",
        ),
        (("testimonial", "--quote", "A", "--ref", "f", "--signed", "2026-02-01", "--expires", "2027-01-01", "--channel", "web"), "`web`", "website"),
        (("testimonial", "--quote", "A", "--ref", "f", "--signed", "2026-02-01", "--expires", "2027-01-01", "--display-name", "initial"), "initials", "anonymous"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_written(
    clinic: Clinic, argv: tuple[str, ...], words: str, help: str
) -> None:
    clinic.config(ROSTER)
    clinic.article(front="title: A walk\naliases: [/old/]\n")
    before = {path: clinic.read(path) for path in clinic.files()}
    result = clinic.run("new", *argv)
    assert result.status == 2, result.stdout
    assert words in result.stderr
    assert help in result.stderr
    assert {path: clinic.read(path) for path in clinic.files()} == before


def test_the_only_author_is_taken_and_a_new_one_is_added(clinic: Clinic) -> None:
    clinic.config(f"# ours\n{ROSTER}")
    clinic.run("new", "article", "One")
    assert "authors: [sam-sample]\n" in clinic.read("articles/one.md")
    clinic.run("new", "article", "Two", "--new-author", "By Robin Sample, PhD", "--author", "Sam Sample, LMFT")
    assert "authors: [sam-sample, robin-sample]\n" in clinic.read("articles/two.md")
    assert (
        clinic.read("clinic.toml")
        == f'# ours\n{ROSTER}\n[authors.robin-sample]\nname = "Robin Sample"\ncredentials = "PhD"\n'
    )
    clinic.run("new", "article", "Three", "--new-author", "Robin Sample")
    assert clinic.read("clinic.toml").count("[authors.robin-sample]") == 1


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n"])
def test_a_roster_in_a_shared_file(bare: Clinic, ending: str) -> None:
    before = (
        '[project]\r\nname = "x"\r\n\r\n[tool.clinic]\r\nname = "A"'.replace("\r\n", "\r\n" if "\r" in ending else "\n")
        + ending
    )
    bare.write("pyproject.toml", before)
    result = bare.run("new", "article", "One", "--new-author", "Robin Sample")
    assert result.status == 0, result.stderr
    after = bare.read("pyproject.toml")
    assert after.startswith(before)
    assert "[tool.clinic.authors.robin-sample]" in after
    assert ("\r\n" in after.removeprefix(before)) == ("\r" in ending)


def test_without_a_configuration_the_roster_begins_one(bare: Clinic) -> None:
    bare.run("new", "article", "One", "--new-author", "Robin Sample, LMFT")
    assert bare.read("clinic.toml") == '[authors.robin-sample]\nname = "Robin Sample"\ncredentials = "LMFT"\n'


def test_equal_titles_get_addresses_of_their_own(clinic: Clinic) -> None:
    paths = [clinic.run("new", "article", title).stdout for title in ("A walk", "a walk", "A, walk!")]
    assert paths == ["articles/a-walk.md\n", "articles/a-walk-2.md\n", "articles/a-walk-3.md\n"]


@pytest.mark.parametrize("option", [("--body", "-"), ()], ids=["named", "waiting"])
def test_a_text_comes_through_a_pipe(clinic: Clinic, option: tuple[str, ...]) -> None:
    clinic.run("new", "article", "A walk", *option, stdin="# é\r\n\r\nText.\r\n\r\n")
    assert clinic.read("articles/a-walk.md").endswith("---\n\n# é\n\nText.\n")
    result = clinic.run("new", "testimonial", *(("--quote", "-") if option else ()), stdin="A calm\r\n\r\nplace.  \n")
    assert yaml.safe_load(clinic.read("testimonials.inbox.yaml"))[0]["quote"] == "A calm\n\nplace."
    assert re.fullmatch(r"t-\d{6}\n", result.stdout)


def test_a_pipe_that_stays_silent_is_not_waited_for(clinic: Clinic) -> None:
    result = clinic.spawn("new", "article", "A walk")
    assert (result.status, result.stdout) == (0, "articles/a-walk.md\n")


def test_a_consented_testimonial_goes_to_the_file_in_git(clinic: Clinic) -> None:
    before = "# ours\n- id: t-1 # first\n  quote: 'A calm place.'\n\n# end\n"
    clinic.write("testimonials.yaml", before)
    result = clinic.run(
        "new", "testimonial", "--quote", "Kind.", "--attribution", "Sample A", "--ref", "form-17", "--signed", "2026-02-01", "--expires", "2027-01-31", "--tag", "calm",
    )  # fmt: skip
    assert result.status == 0, result.stderr
    after = clinic.read("testimonials.yaml")
    assert after.startswith(before), "no byte that stands there changes"
    record = yaml.safe_load(after)[1]
    assert record["consent"]["channels"] == ["website"]
    assert record["approved"].startswith("v1:")
    assert not (clinic.root / "testimonials.inbox.yaml").exists()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("- id: t-1\n  quote: \"A\n", "never closed"),
        ("[{id: t-1}]\n", "written in brackets"),
        ("id: t-1\n", "list"),
        ("a sentence\n", ""),
    ],
)  # fmt: skip
def test_nothing_is_added_to_a_file_that_might_be_lost(clinic: Clinic, before: str, words: str) -> None:
    clinic.write("testimonials.inbox.yaml", before)
    result = clinic.run("new", "testimonial", "--quote", "A calm place.")
    assert result.status == 2, result.stderr
    assert words in result.stderr
    assert clinic.read("testimonials.inbox.yaml") == before


@pytest.mark.parametrize(
    "before",
    ["", "[]\n", "# none yet\n", "~\n", "---\n- id: t-1\n", "- id: t-1", "  - id: t-1\n    quote: |\n      A\n\n\n"],
)
def test_records_are_added_to_every_kind_of_list(clinic: Clinic, before: str) -> None:
    clinic.write("testimonials.inbox.yaml", before)
    result = clinic.run("new", "testimonial", "--quote", "A calm place.")
    assert result.status == 0, result.stderr
    records = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
    assert records[-1]["quote"] == "A calm place."
    assert len(records) == 1 + ("t-1" in before)


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ({"EDITOR": "/no/such/editor"}, "the editor `/no/such/editor` could not be started: No such file or directory"),
        ({"EDITOR": "'unclosed"}, "the editor's command cannot be read"),
        ({"EDITOR": f"{sys.executable} -c 'import sys; sys.exit(3)'"}, "the editor ended with status 3"),
        ({"EDITOR": "", "VISUAL": ""}, "there is no editor to open"),
    ],
    ids=["missing", "unreadable", "failing", "none"],
)  # fmt: skip
@pytest.mark.parametrize(
    "argv", [("article", "A walk"), ("testimonial", "--quote", "A calm place.")], ids=lambda argv: argv[0]
)
def test_a_broken_editor_loses_nothing(
    clinic: Clinic, argv: tuple[str, ...], editor: dict[str, str], words: str
) -> None:
    result = clinic.spawn("new", *argv, "--edit", env=editor)
    assert result.status == 2
    assert words in result.stderr
    assert "is written" in result.stderr
    (path,) = clinic.content_files() - {"clinic.toml"}
    assert path in result.stderr


def test_an_editor_is_opened(clinic: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "with a space"
    folder.mkdir()
    env = script(folder, "path.write_text(path.read_text().replace('Write here.', 'Text.'))")
    env = {"VISUAL": env["EDITOR"].replace(str(folder), f"'{folder}'"), "EDITOR": "/no/such/editor"}
    result = clinic.spawn("new", "article", "A walk", "--edit", env=env)
    assert result.status == 0, result.stderr
    assert clinic.read("articles/a-walk.md").endswith("\n\nText.\n")


@at_terminal
def test_an_article_is_asked_for(clinic: Clinic) -> None:
    clinic.config(f'{ROSTER}[authors.kim-sample]\nname = "Kim Sample"\n')
    with Terminal(clinic.root, "new", "article") as terminal:
        terminal.answer("Title", "")
        terminal.answer("An article needs a title.", "A  walk ")
        terminal.answer("Description", "Why a slow walk calms.")
        terminal.expect("1  Sam Sample, LMFT")
        terminal.expect("3  a new author")
        terminal.answer("Who wrote it?", "9")
        terminal.answer("Type one of the numbers", "3")
        terminal.answer("Name and credentials", "Robin Sample, PhD")
        terminal.expect("articles/a-walk.md")
        assert terminal.status() == 0
    assert (
        "title: A walk\ndescription: Why a slow walk calms.\nauthors: [robin-sample]\nstatus: draft\n"
        in clinic.read("articles/a-walk.md")
    )
    assert '[authors.robin-sample]\nname = "Robin Sample"\ncredentials = "PhD"\n' in clinic.read("clinic.toml")


@at_terminal
def test_an_author_who_is_not_in_the_roster_is_asked_about(clinic: Clinic) -> None:
    clinic.config(ROSTER)
    with Terminal(clinic.root, "new", "article", "A walk", "--description", "", "--author", "Sam Smaple") as terminal:
        terminal.answer("is not in the roster", "n")
        terminal.expect("--author: `Sam Smaple` is not in the roster")
        assert terminal.status() == 2
    with Terminal(clinic.root, "new", "article", "A walk", "--description", "", "--author", "Kim Sample") as terminal:
        terminal.answer("`Kim Sample` is not in the roster", "y")
        assert terminal.status() == 0
    assert "[authors.kim-sample]" in clinic.read("clinic.toml")


@at_terminal
@pytest.mark.parametrize("consented", [True, False])
def test_a_testimonial_is_asked_for(clinic: Clinic, consented: bool) -> None:
    with Terminal(clinic.root, "new", "testimonial") as terminal:
        terminal.answer("The client's words (end with a line", "A calm place.")
        terminal.answer("", "")
        terminal.answer("", "Kind, too.")
        terminal.answer("", ".")
        terminal.answer("Name to show [Anonymous]", "Sample A")
        terminal.answer("Id of the signed consent form", "form-17" if consented else "")
        if consented:
            terminal.answer("Signed on", "yesterday")
            terminal.answer("Write it as year-month-day", "2026-02-01")
            terminal.answer("Valid until", "2027-01-31")
        terminal.expect("t-")
        assert terminal.status() == 0
    (record,) = yaml.safe_load(clinic.read("testimonials.yaml" if consented else "testimonials.inbox.yaml"))
    assert record["quote"] == "A calm place.\n\nKind, too."
    assert record["attribution"] == "Sample A"
    assert ("consent" in record) == consented


@at_terminal
@pytest.mark.parametrize(
    ("argv", "answers"),
    [
        (("init", "."), ["Name of the clinic"]),
        (("init", "."), ["Name of the clinic", "Web site", "Time zone", "Laws", "First author"]),
        (("new", "article"), ["Title"]),
        (("new", "article", "A walk"), ["Description", "Who wrote it?"]),
        (("new", "testimonial"), ["words"]),
        (("new", "testimonial", "--quote", "A calm place."), ["Name to show", "Id of the signed"]),
        (("new", "testimonial", "--quote", "A", "--attribution", "B", "--ref", "c"), ["Signed on", "Valid until"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(len(value)),
)
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_second_thoughts_leave_nothing_behind(
    bare: Clinic, argv: tuple[str, ...], answers: list[str], key: bytes
) -> None:
    import os

    with Terminal(bare.root, *argv) as terminal:
        for question in answers[:-1]:
            terminal.answer(question, "")
        terminal.expect(answers[-1])
        if key == b"\x04" and answers == ["words"]:
            pytest.skip("Ctrl+D ends the words, as a full stop does")
        os.write(terminal.master, key)
        assert terminal.status() == 130, terminal.screen
        assert "Traceback" not in terminal.screen
    assert bare.files() == set()


@at_terminal
def test_a_clinic_is_asked_for(tmp_path: Path) -> None:
    with Terminal(tmp_path, "init", "our-clinic") as terminal:
        terminal.answer("Name of the clinic [Our Clinic]", "")
        terminal.answer("Web site", "https://clinic.example/")
        terminal.answer("Time zone", "America/Los_Angeles")
        terminal.answer("Laws that apply", "us-ca")
        terminal.answer("First author", "Robin Sample, LMFT")
        terminal.answer("Licence number", "12345")
        terminal.expect("cd our-clinic && clinic new article")
        assert terminal.status() == 0
    clinic = Clinic(tmp_path / "our-clinic")
    config = clinic.read("clinic.toml")
    for line in (
        'name = "Our Clinic"',
        'url = "https://clinic.example/"',
        'jurisdictions = ["us", "us-ca"]',
        "[authors.robin-sample]",
        'license = { number = "12345" }',
    ):
        assert line in config
    assert clinic.run("lint").status == 0


def test_init_touches_nothing_that_exists(bare: Clinic) -> None:
    bare.config('name = "Ours"\n')
    bare.write(".gitignore", "*.bak\n")
    bare.write("articles/welcome.md", "mine")
    result = bare.run("init")
    assert result.status == 0
    assert (bare.read("clinic.toml"), bare.read(".gitignore"), bare.read("articles/welcome.md")) == (
        'name = "Ours"\n',
        "*.bak\n",
        "mine",
    )
    assert "kept  clinic.toml" in result.stderr
    assert "Add this line to .gitignore" in result.stderr
    assert "private" in result.stderr


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("file",), "file: is a file"),
        (("x", "--url", "well clinic"), "clinic: --url: `well clinic`"),
        (("x", "--timezone", "Mars"), "clinic: --timezone: `Mars` is no time zone"),
        (("x", "--sms", "415"), "clinic: --sms: `415`"),
        (("x", "--jurisdiction", "atlantis"), "clinic: --jurisdiction: `atlantis` is no value for `jurisdiction`"),
    ],
)
def test_init_refuses_what_lint_would(bare: Clinic, argv: tuple[str, ...], words: str) -> None:
    bare.write("file", "")
    result = bare.run("init", *argv)
    assert result.status == 2
    assert words in result.stderr
    assert "clinic.toml" not in result.stderr
    assert bare.files() == {"file"}


def test_init_asks_again_for_what_cannot_be(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    wrong, right = ("well clinic", "Mars", "California"), ("https://clinic.example", "UTC", "us-ca")
    answers = ["", *(each for pair in zip(wrong, right, strict=True) for each in pair), ""]
    result = bare.run("init", stdin="\n".join(answers) + "\n")
    assert result.status == 0, result.stderr
    assert all(f"  `{each}`" in result.stderr for each in wrong)
    config = bare.read("clinic.toml")
    for line in ('url = "https://clinic.example"', 'timezone = "UTC"', 'jurisdictions = ["us", "us-ca"]'):
        assert line in config


@pytest.mark.parametrize("author", ["", "Robin Sample", "Robin Sample, PhD, LMFT", 'Ro"bin \\ Sample, é', "李明, LMFT"])
def test_a_new_clinic_is_clean_and_leads_to_a_page(tmp_path: Path, author: str) -> None:
    result = spawn_command(
        "init", "c", "--name", 'A "sample" \\ clinic', "--author", author, "--hours", "9 to 5", cwd=tmp_path
    )
    assert result.status == 0, result.stderr
    clinic = Clinic(tmp_path / "c")
    linted = clinic.run("lint")
    assert linted.status == 0, linted.stdout
    assert "error" not in linted.stdout
    assert "testimonials.inbox.yaml" in clinic.read(".gitignore").splitlines()


def test_the_first_article_is_of_the_day_that_it_is_at_the_clinic(tmp_path: Path) -> None:
    for zone in ("Etc/GMT+12", "Pacific/Kiritimati"):  # 26 hours apart
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        clinic = Clinic(folder)
        clinic.run("init", "--timezone", zone)
        listed = clinic.run("list", "articles", "--format", "json").json["articles"]
        assert [each["state"] for each in listed] == ["published"], zone


@pytest.mark.usefixtures("own_git")
@pytest.mark.parametrize("before", [None, "", "*.bak", "*.bak\r\n", "testimonials.*\n!testimonials.inbox.yaml\n"])
@pytest.mark.parametrize("command", ["new testimonial --quote Calm.", "import csv q.csv --yes"])
def test_git_leaves_the_inbox_alone_before_words_come_into_it(clinic: Clinic, before: str | None, command: str) -> None:
    clinic.write("q.csv", "words,name\nCalm.,Sample A\n")
    if before is not None:
        clinic.write(".gitignore", before)
    outside = clinic.run(*command.split())
    assert ".gitignore" not in clinic.files() or clinic.read(".gitignore") == before
    assert "Added" not in outside.stderr
    (clinic.root / "testimonials.inbox.yaml").unlink()
    run_git(clinic.root, "init", "-q")
    done = clinic.run(*command.split())
    assert done.status == 0, done.stderr
    assert "Added testimonials.inbox.yaml to .gitignore" in done.stderr
    assert clinic.read(".gitignore").startswith(before or "")
    assert "testimonials.inbox.yaml" not in run_git(clinic.root, "status", "--short", "--untracked-files=all")
    kept = clinic.read(".gitignore")
    (clinic.root / "testimonials.inbox.yaml").unlink()
    again = clinic.run(*command.split())
    assert "Added" not in again.stderr
    assert clinic.read(".gitignore") == kept


def test_enter_means_the_only_author_and_says_so(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)
    clinic.config(ROSTER)
    result = clinic.run("new", "article", "Enter only", stdin="\n\n")
    assert "Who wrote it? (number) [1]: " in result.stderr
    assert "authors: [sam-sample]\n" in clinic.read("articles/enter-only.md")
    clinic.config(f'{ROSTER}[authors.kim-sample]\nname = "Kim Sample"\n')
    result = clinic.run("new", "article", "Nobody", stdin="\n\n")
    assert "Who wrote it? (number, or Enter for nobody yet): " in result.stderr
    assert "authors" not in clinic.read("articles/nobody.md")


def test_a_title_without_quotes_is_told_of(clinic: Clinic) -> None:
    result = clinic.run("new", "article", "Rain", "on", "a", "Tuesday")
    assert result.status == 2
    assert 'clinic new article "Rain on a Tuesday"' in result.stderr
    assert "articles" not in " ".join(clinic.files())


@pytest.mark.parametrize(
    ("slug", "words"),
    [("nul", "this one is reserved"), ("t-1", "the id of a testimonial"), ("a b", "digits and hyphens")],
)
def test_why_a_name_cannot_be_an_address_is_told(clinic: Clinic, slug: str, words: str) -> None:
    assert words in clinic.run("new", "article", "A walk", "--slug", slug).stderr
    clinic.article("other")
    assert words in clinic.run("rename", "other", slug).stderr
    clinic.article(slug)
    (told,) = [each for each in clinic.lint() if each.rule == "invalid-value"]
    assert words in told.help
