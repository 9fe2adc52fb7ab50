import datetime
import os
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.finding import find_item
from clinic_cli.workspace import Workspace
from tests.project import Clinic

ORDERED = (
    "articles/10.md",
    "articles/2.md",
    "articles/B.md",
    "articles/Z/a.md",
    "articles/a.md",
    "articles/a/b.md",
    "articles/é.md",
)


def test_files_are_listed_in_one_order(clinic: Clinic) -> None:
    for path in reversed(ORDERED):
        clinic.write(path, "---\ntitle: A\n---\n")
    clinic.write("testimonials/t-2.md", "---\nid: t-2\n---\n")
    clinic.write("testimonials/t-10.md", "---\nid: t-10\n---\n")
    clinic.write("testimonials.inbox.yaml", "[]\n")
    clinic.write("testimonials.yaml", "[]\n")
    listing = Workspace.open(clinic.root).listing()
    assert listing.articles == ORDERED
    assert listing.testimonials == (
        "testimonials.yaml",
        "testimonials.inbox.yaml",
        "testimonials/t-10.md",
        "testimonials/t-2.md",
    )


def test_what_is_hidden_or_others_is_passed_over(clinic: Clinic) -> None:
    for path in (
        "articles/.draft.md",
        "articles/.git/x.md",
        "articles/node_modules/x.md",
        "articles/__pycache__/x.md",
        "articles/notes.txt",
        "README.md",
    ):
        clinic.write(path, "Text.")
    listing = Workspace.open(clinic.root).listing()
    assert (listing.articles, listing.oddities) == ((), ())


@pytest.mark.parametrize(
    ("paths", "articles", "testimonials"),
    [
        (["articles"], ("articles/a.md", "articles/sub/b.md"), ()),
        (["articles/sub"], ("articles/sub/b.md",), ()),
        (["articles/a.md", "articles", "./articles/../articles/a.md"], ("articles/a.md", "articles/sub/b.md"), ()),
        (["testimonials.yaml"], (), ("testimonials.yaml",)),
        (["testimonials"], (), ("testimonials/t-1.md",)),
        (["."], ("articles/a.md", "articles/sub/b.md"), ("testimonials.yaml", "testimonials/t-1.md")),
        (["notes"], ("notes/x.md",), ()),
    ],
    ids=str,
)
def test_paths_narrow(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    articles: tuple[str, ...],
    testimonials: tuple[str, ...],
) -> None:
    for path in ("articles/a.md", "articles/sub/b.md", "testimonials/t-1.md", "README.md", "notes/x.md"):
        clinic.write(path, "---\ntitle: A\n---\n")
    clinic.write("testimonials.yaml", "[]\n")
    monkeypatch.chdir(clinic.root)
    listing = Workspace.open(clinic.root).listing_of([Path(path) for path in paths])
    assert listing.articles == articles
    assert listing.testimonials == testimonials


def test_paths_are_taken_from_where_the_user_stands(clinic: Clinic) -> None:
    clinic.article("sub/b")
    inside = Clinic(clinic.root / "articles/sub")
    result = inside.run("lint", "b.md", "--format", "json")
    assert {each["path"] for each in result.json["diagnostics"]} == {"articles/sub/b.md"}
    assert inside.run("lint", "--format", "json").json["checked"]["articles"] == 1


@pytest.mark.parametrize(
    ("path", "words"), [("none.md", "no such file or folder"), ("notes.txt", "neither an article")]
)
def test_paths_that_are_none(clinic: Clinic, path: str, words: str) -> None:
    clinic.write("notes.txt", "Text.")
    result = clinic.run("lint", path)
    assert result.status == 2
    assert f"{path}: {words}" in result.stderr


def test_nothing_at_all_is_said(clinic: Clinic) -> None:
    result = clinic.run("lint")
    assert result.status == 4
    assert "no content found; looked in" in result.stderr
    assert str(clinic.root) in result.stderr


def test_the_nearest_configuration_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outer, inner = Clinic(tmp_path), Clinic(tmp_path / "inner")
    outer.config('name = "Outer"\n')
    inner.write("pyproject.toml", '[tool.clinic]\nname = "Inner"\n')
    inner.write("deep/er/x", "")
    assert Workspace.open(inner.root).config.name == "Inner"
    assert Workspace.open(tmp_path).config.name == "Outer"
    monkeypatch.chdir(inner.root / "deep/er")
    assert Workspace.open().config.name == "Inner"
    assert Workspace.open().root == inner.root


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[tool.clinic]\nname = "A"\n', True),
        ("[tool]\nclinic = {}\n", True),
        ("[tool.clinic-old]\n", False),
        ('[project]\nname = "clinic"\n', False),
        ("[tool.clinic\n", True),  # a slip in ours is told; one in somebody else's is not
        ("[project\nname = clinic\n", False),
    ],
)
def test_a_shared_file_is_ours_where_it_names_us(
    bare: Clinic, monkeypatch: pytest.MonkeyPatch, text: str, found: bool
) -> None:
    from clinic_cli.config import find_root

    bare.write("pyproject.toml", text)
    assert (find_root(bare.root) == bare.root) == found


def test_clinic_toml_wins(bare: Clinic) -> None:
    bare.config('name = "Ours"\n')
    bare.write("pyproject.toml", '[tool.clinic]\nname = "Shared"\n')
    assert Workspace.open(bare.root).config.name == "Ours"


def test_a_folder_without_configuration_has_defaults(bare: Clinic) -> None:
    config = Workspace.open(bare.root).config
    assert (config.source, config.language, config.timezone, config.authors) == (None, "en", None, {})
    assert config.at("name") == (0, 0)


@pytest.mark.parametrize("name", ["none", "file"])
def test_a_project_that_is_no_folder(bare: Clinic, name: str) -> None:
    bare.write("file", "")
    with pytest.raises(ClinicError, match="no such folder"):
        Workspace.open(bare.root / name)


def test_today_is_the_clinics_own(bare: Clinic) -> None:
    bare.config('timezone = "Pacific/Kiritimati"\n')
    first = Workspace.open(bare.root).today()
    bare.config('timezone = "Etc/GMT+12"\n')
    assert first - Workspace.open(bare.root).today() >= datetime.timedelta(days=1)


def test_items_are_found_by_any_of_their_names(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: A walk\naliases: [/old/]\n")
    clinic.article("other", "title: Other\nslug: else\n")
    clinic.testimonials("id: t-1")
    project = Workspace.open(clinic.root).parse()
    for name, path in (
        ("A-WALK", "a-walk"),
        ("articles/a-walk.md", "a-walk"),
        ("./articles/other.md", "other"),
        ("old", "a-walk"),
        ("else", "other"),
    ):
        assert find_item(project, name).path == f"articles/{path}.md"
    assert find_item(project, "t-1").path == "testimonials.yaml"
    for name, near in (("a-wlak", "a-walk"), ("T-1 ", "t-1")):
        with pytest.raises(ClinicError, match=f"did you mean `{near}`"):
            find_item(project, name)
    with pytest.raises(ClinicError, match=r"no article or testimonial `xyzzy`$"):
        find_item(project, "xyzzy")


def test_what_is_no_name_of_a_file_is_no_file_to_quote_from(clinic: Clinic) -> None:
    workspace = Workspace.open(clinic.root)
    for name in ("walk-" * 80 + ".md", "a\0b.md", "../elsewhere.md"):
        assert workspace.peek(name) is None


@pytest.mark.parametrize("command", ["lint", "due", "list articles", "list testimonials", "stats", "export html"])
def test_a_folder_that_is_no_clinic_gets_no_answer_that_reassures(bare: Clinic, command: str) -> None:
    bare.write("notes.txt", "Something else.")
    result = bare.run(*command.split())
    assert (result.status, result.stdout) == (4, "")
    assert result.stderr.startswith("clinic: no content found; looked in ")
    assert bare.files() == {"notes.txt"}


def test_a_report_for_machines_is_one_in_a_folder_that_is_no_clinic_too(bare: Clinic) -> None:
    result = bare.run("lint", "--format", "json")
    assert (result.status, result.json["diagnostics"]) == (4, [])


def test_the_first_article_of_a_folder_says_that_a_clinic_begins_here(bare: Clinic) -> None:
    first, second = (bare.run("new", "article", title) for title in ("A walk", "A rest"))
    assert (first.status, first.stdout) == (0, "articles/a-walk.md\n")
    assert f"A new clinic's folder begins here: {bare.root}" in first.stderr
    assert "`clinic init` sets one up" in first.stderr
    assert "begins here" not in second.stderr


@pytest.fixture
def two(tmp_path: Path) -> tuple[Clinic, Clinic]:
    """Two clinics side by side, each with an author, and an article by that author."""
    clinics = []
    for name in ("one", "two"):
        clinic = Clinic(tmp_path / name)
        clinic.config(f'name = "Sample Clinic"\n[authors.{name}]\nname = "Sample Author"\n')
        clinic.article("a-walk", f"title: A walk\nauthors: [{name}]\n")
        clinics.append(clinic)
    return clinics[0], clinics[1]


def test_a_file_is_checked_as_part_of_the_clinic_that_holds_it(two: tuple[Clinic, Clinic], tmp_path: Path) -> None:
    path = two[0].root / "articles" / "a-walk.md"
    for folder in (tmp_path, two[1].root):
        here = Clinic(folder)
        assert "unknown-author" not in here.run("lint", path, "--format", "concise").stdout
        assert here.run("lint", os.path.relpath(path, folder)).status == 0
        text = "---\ntitle: A walk\nauthors: [one]\n---\nText.\n"
        assert here.run("lint", "--stdin-filename", path, stdin=text).status == 0
    assert ".clinic" not in {each.name for each in tmp_path.iterdir()}


def test_files_of_two_clinics_are_not_checked_in_one_call(two: tuple[Clinic, Clinic], tmp_path: Path) -> None:
    paths = ("one/articles/a-walk.md", "two/articles/a-walk.md")
    result = Clinic(tmp_path).run("lint", *paths)
    assert (result.status, result.stdout) == (2, "")
    assert "one/articles/a-walk.md and two/articles/a-walk.md do not lie in one clinic" in result.stderr
    assert two[0].run("lint", "articles/a-walk.md", two[1].root / "articles").status == 2


def test_a_folder_in_a_clinic_names_it(two: tuple[Clinic, Clinic], tmp_path: Path) -> None:
    for argv in (("lint", "--project", "one/articles"), ("--project", "one/articles", "list", "articles")):
        result = Clinic(tmp_path).run(*argv)
        assert (result.status, "unknown-author" in result.stdout) == (0, False)
