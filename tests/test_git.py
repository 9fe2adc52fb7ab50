"""`--changed` and `--since`: what git says changed, and nothing else is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic_cli import git
from clinic_cli.errors import ClinicError
from tests.git import run_git
from tests.project import DAY, Clinic

BROKEN = "---\ntags: [a]\n---\n\nText.\n"


@pytest.fixture(autouse=True)
def _own_git(own_git: None) -> None:
    pass


@pytest.fixture
def kept(clinic: Clinic) -> Clinic:
    """A clinic in git, with two articles that each have a fault, on the branch main."""
    clinic.write("articles/a.md", BROKEN)
    clinic.write("articles/b.md", BROKEN)
    clinic.write(".gitignore", ".clinic/\n")
    run_git(clinic.root, "init", "-q", "-b", "main")
    run_git(clinic.root, "add", "-A")
    run_git(clinic.root, "commit", "-qm", "Begin")
    return clinic


def paths(clinic: Clinic, *argv: str) -> list[str]:
    return sorted({told.path for told in clinic.lint(*argv)})


def test_nothing_changed(kept: Clinic) -> None:
    result = kept.run("lint", "--changed", "--as-of", DAY)
    assert result.status == 0
    assert "Nothing has changed." in result.stderr
    assert result.stdout == "Checked 0 articles and 0 testimonials: all is well.\n"
    assert kept.run("lint", "--since", "main").status == 0


def test_what_changed_in_any_way(kept: Clinic) -> None:
    kept.write("articles/a.md", BROKEN + "More.\n")
    assert paths(kept, "--changed") == ["articles/a.md"]
    run_git(kept.root, "add", "-A")
    assert paths(kept, "--changed") == ["articles/a.md"]
    kept.write("articles/new \u00e9\n.md", BROKEN)
    kept.write("articles/.hidden.md", BROKEN)
    assert paths(kept, "--changed") == ["articles/a.md", "articles/new \u00e9\n.md"]
    kept.write("README.md", "Not content.\n")
    assert paths(kept, "--changed") == ["articles/a.md", "articles/new \u00e9\n.md"]
    assert paths(kept, "articles/a.md", "--changed") == ["articles/a.md"]
    assert paths(kept, "--changed", "--select", "duplicate-slug") == []


def test_only_deletions(kept: Clinic) -> None:
    (kept.root / "articles/a.md").unlink()
    assert kept.run("lint", "--changed").status == 0
    run_git(kept.root, "add", "-A")
    assert kept.run("lint", "--changed").status == 0
    run_git(kept.root, "commit", "-qm", "Delete")
    assert kept.run("lint", "--since", "HEAD~1").status == 0


def test_a_renamed_file_is_looked_at_under_its_new_name(kept: Clinic) -> None:
    run_git(kept.root, "mv", "articles/a.md", "articles/c.md")
    assert paths(kept, "--changed") == ["articles/c.md"]


def test_rules_across_files_see_everything(kept: Clinic) -> None:
    kept.write("articles/z.md", "---\ntitle: New\nslug: A\n---\n\nText.\n")
    assert [told.rule for told in kept.lint("--changed")] == ["before-publishing", "duplicate-slug"]


def test_since_a_branch_means_since_it_was_left(kept: Clinic) -> None:
    run_git(kept.root, "checkout", "-qb", "work")
    kept.write("articles/c.md", BROKEN)
    run_git(kept.root, "add", "-A")
    run_git(kept.root, "commit", "-qm", "Work")
    run_git(kept.root, "checkout", "-q", "main")
    kept.write("articles/b.md", BROKEN + "On main.\n")
    run_git(kept.root, "commit", "-qam", "Main goes on")
    run_git(kept.root, "checkout", "-q", "work")
    kept.write("articles/d.md", BROKEN)
    assert paths(kept, "--since", "main") == ["articles/c.md", "articles/d.md"]
    assert paths(kept, "--since", "HEAD") == ["articles/d.md"]
    run_git(kept.root, "tag", "v1")
    assert paths(kept, "--since", "v1") == ["articles/d.md"]


def test_a_clinic_below_the_top_of_its_repository(kept: Clinic) -> None:
    inner = Clinic(kept.root / "site")
    inner.config()
    inner.write("articles/x.md", BROKEN)
    kept.write("articles/a.md", BROKEN + "More.\n")
    assert paths(inner, "--changed") == ["articles/x.md"]


def test_a_changed_config_is_looked_at(kept: Clinic) -> None:
    kept.config('name = "Another"\n')
    result = kept.run("lint", "--changed")
    assert "Nothing has changed." not in result.stderr
    assert result.status == 0


def test_nothing_is_committed_yet(clinic: Clinic) -> None:
    clinic.write("articles/a.md", BROKEN)
    clinic.write("articles/b.md", BROKEN)
    run_git(clinic.root, "init", "-q")
    run_git(clinic.root, "add", "articles/a.md")
    assert paths(clinic, "--changed") == ["articles/a.md", "articles/b.md"]


@pytest.mark.parametrize("since", ["mian", "HEAD~9", "--output=x", "", "a b", "main..HEAD", "@{u}"])
def test_a_revision_that_is_not_there(kept: Clinic, since: str) -> None:
    result = kept.run("lint", f"--since={since}")
    assert result.status == 2
    assert "there is no revision" in result.stderr
    assert ("did you mean `main`" in result.stderr) == (since == "mian")
    assert "x" not in kept.files()


def test_no_repository(clinic: Clinic) -> None:
    clinic.article()
    result = clinic.run("lint", "--changed")
    assert result.status == 2
    assert "not a git repository" in result.stderr


def test_no_git(kept: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(kept.root))
    result = kept.run("lint", "--changed")
    assert result.status == 2
    assert "Install git" in result.stderr


def test_a_shallow_clone_says_what_to_fetch(kept: Clinic, tmp_path: Path) -> None:
    for number in range(3):
        kept.write("articles/a.md", BROKEN + f"{number}\n")
        run_git(kept.root, "commit", "-qam", str(number))
    run_git(kept.root, "branch", "base", "HEAD~3")
    run_git(kept.root, "checkout", "-q", "--orphan", "apart")
    run_git(kept.root, "commit", "-qam", "Apart")
    run_git(kept.root, "checkout", "-q", "main")
    clone = tmp_path / "clone"
    run_git(tmp_path, "clone", "-q", "--depth", "1", f"file://{kept.root}", str(clone))
    result = Clinic(clone).run("lint", "--since", "base")
    assert result.status == 2
    assert "git fetch" in result.stderr
    assert "fetch-depth: 0" in result.stderr
    run_git(clone, "fetch", "-q", "--depth", "1", "origin", "base")
    result = Clinic(clone).run("lint", "--since", "FETCH_HEAD")
    assert result.status == 2
    assert "shallow" in result.stderr
    assert "git fetch --unshallow" in result.stderr
    result = kept.run("lint", "--since", "apart")
    assert result.status == 2
    assert "not here" in result.stderr


def test_what_git_carries(kept: Clinic, tmp_path: Path) -> None:
    assert git.is_tracked(kept.root, "articles")
    assert not git.is_tracked(kept.root, ".clinic/cache")
    assert not git.is_tracked(tmp_path, "articles") or git.repository(tmp_path) is not None
    tree = tmp_path / "tree"
    run_git(kept.root, "worktree", "add", "-q", "-b", "other", str(tree))
    assert git.is_tracked(tree, "articles")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/.git").write_bytes(b"\xff")
    assert git.is_tracked(tmp_path / "odd", "articles")


@pytest.mark.parametrize(
    "how",
    [["--index-version", "2"], ["--index-version", "4"], ["--split-index"], ["--index-version", "3"]],
    ids=" ".join,
)
@pytest.mark.parametrize("name", [".clinic/cache/cleared.json", ".Clinic/CACHE/cleared.json", ".clinic"])
def test_a_cache_that_git_carries_is_known_however_it_is_written_down(
    kept: Clinic, tmp_path: Path, name: str, how: list[str]
) -> None:
    kept.write(".circleci/config", "")
    run_git(kept.root, "add", ".")
    assert not git.is_tracked(kept.root, ".clinic/cache")
    if name == ".clinic":  # a repository of its own, which a recursive clone fills
        head = run_git(kept.root, "rev-parse", "HEAD")
        run_git(kept.root, "update-index", "--add", "--cacheinfo", f"160000,{head},{name}")
    else:
        kept.write(name, "")
        run_git(kept.root, "add", "--force", name)
    run_git(kept.root, "update-index", *how)
    assert git.is_tracked(kept.root, ".clinic/cache")


def test_git_is_asked_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ClinicError):
        git.changed_files(tmp_path / "gone")
