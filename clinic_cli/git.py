"""What git knows of a project: its repository, and which files changed. Nothing is ever written."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from clinic_cli.content.checking import closest
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN_INDEX: Final = (b"\0\0\0\2", b"\0\0\0\3")
"""Versions of git's index in which each name stands whole."""
_SHARED_INDEX: Final = b"link\0\0"
"""What stands in an index that leaves most names to another file."""


def repository(root: Path) -> Path | None:
    """Return the top folder of the repository that a folder lies in, or None."""
    for folder in (root, *root.parents):
        if os.path.lexists(folder / ".git"):
            return folder
    return None


def is_tracked(root: Path, folder: str) -> bool:
    """Whether git carries anything below a folder of the project, or a folder on its way as a repository of its own.

    Names count in any case, as they do on many disks. True where there is a repository that cannot be read.
    """
    top = repository(root)
    if top is None:
        return False
    own = PurePosixPath(root.relative_to(top).as_posix())
    ways = [folder, *(str(way) for way in PurePosixPath(folder).parents if way.parts)]
    try:
        index = _index(top)
        if not index or (index[4:8] in _PLAIN_INDEX and _SHARED_INDEX not in index):
            index = index.lower()
        else:
            listed = _git(root, "ls-files", "-z", "--full-name", needed=True) or ""
            index = listed.lower().encode(errors="surrogateescape")
    except (OSError, ValueError, ClinicError):
        return True
    names = [f"{own / folder}/", *(f"{own / way}\0" for way in ways)]
    return any(name.lower().encode(errors="surrogateescape") in index for name in names)


def would_take(path: Path) -> bool:
    """Whether git would take up a file: it lies in a repository whose rules do not ignore it, as far as git can tell."""
    path = path.resolve()
    if repository(path.parent) is None:
        return False
    folder = next(folder for folder in path.parents if folder.is_dir())
    try:
        return _git(folder, "check-ignore", "--quiet", "--no-index", "--", str(path)) is None
    except ClinicError:
        return True


def changed_files(root: Path, since: str | None = None) -> frozenset[str]:
    """Return paths from the root that differ from the last commit, or from where the history left a revision.

    Files that git does not know yet count, files that are gone do not. Raises ClinicError where git cannot tell.
    """
    _git(root, "rev-parse", "--show-toplevel", needed=True)
    base = "HEAD" if since is None else _base(root, since)
    fresh = _git(root, "ls-files", "-z", "--others", "--exclude-standard") or ""
    if base == "HEAD" and _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        changed = _git(root, "ls-files", "-z") or ""  # nothing is committed yet, so everything is new
    else:
        options = ("-z", "--name-only", "--no-ext-diff", "--no-renames", "--relative", "--diff-filter=d")
        changed = _git(root, "diff", *options, base, "--", needed=True) or ""
    return frozenset(path for path in (changed + fresh).split("\0") if path and os.path.lexists(root / path))


def _base(root: Path, since: str) -> str:
    """Return the commit at which this history and a revision part."""
    is_option = since.startswith("-")
    commit = None if is_option else _git(root, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}")
    shallow = (_git(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    if commit is None:
        if shallow:
            raise ClinicError(
                f"--since: this clone is shallow and does not hold `{since}`",
                f"Fetch it first: git fetch --unshallow, then git fetch origin {since} (in GitHub Actions: fetch-depth: 0).",
            )
        names = (_git(root, "for-each-ref", "--format=%(refname:short)") or "").split()
        near = closest(since, tuple(names))
        raise ClinicError(
            f"--since: there is no revision `{since}`" + (f"; did you mean `{near}`?" if near else ""),
            "Name a branch, a tag or a commit; git branch --all lists branches.",
        )
    base = _git(root, "merge-base", commit.strip(), "HEAD")
    if base is None:
        raise ClinicError(
            f"--since: the history that `{since}` and this commit share is not here"
            + (", as this clone is shallow" if shallow else ""),
            "Fetch it: git fetch --unshallow (in GitHub Actions: fetch-depth: 0)."
            if shallow
            else "Name a revision that this branch came from.",
        )
    return base.strip()


def _git(root: Path, *arguments: str, needed: bool = False) -> str | None:
    """Return what git prints, None where it fails; raise ClinicError where there is no git, or its answer is needed."""
    import subprocess

    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603  a revision is resolved to a commit first, and is never taken for an option
            command, cwd=root, capture_output=True, check=False, env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
        )
    except OSError as error:
        raise ClinicError(
            f"git cannot be run: {error.strerror or error}", "Install git, or lint the whole clinic: clinic lint."
        ) from error
    if done.returncode == 0:
        return done.stdout.decode(errors="surrogateescape")
    if needed:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise ClinicError(f"git cannot tell what changed in {root}: {said}", "Lint the whole clinic: clinic lint.")
    return None


def _index(top: Path) -> bytes:
    git = top / ".git"
    if git.is_file():  # a worktree, whose index lies elsewhere
        git = top / git.read_text(encoding="utf-8").partition("gitdir:")[2].strip()
    return (git / "index").read_bytes() if (git / "index").exists() else b""
