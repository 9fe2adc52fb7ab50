"""What is measured: each job of clinic beside the best tool for it, and what either leaves undone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers import Peers

DAY = "2026-03-15"
CLINIC = [sys.executable, "-m", "clinic_cli"]


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Command:
    """One side of a job; `prepare` runs before each measured run, `warm` once before all of them."""

    tool: str
    argv: list[str]
    cwd: Path
    prepare: Callable[[], None] = _nothing
    warm: bool = False
    ok: tuple[int, ...] = (0,)
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A job at one size, and what we set ourselves: a ratio of our time to the peer's, or seconds; None for the record."""

    name: str
    size: int
    ours: Command
    theirs: Command
    target: float | None
    seconds: float | None = None


@dataclass(frozen=True)
class Corpus:
    """A clinic of some size, and Hugo's project for it."""

    size: int
    clinic: Path
    hugo: Path

    @property
    def cache(self) -> Path:
        return self.clinic / ".clinic"

    def forget(self) -> None:
        """Delete clinic's cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def touch(self) -> None:
        """Change the text of one article, as an author does."""
        article = self.clinic / "articles/000/walk-000011.md"
        text = article.read_text(encoding="utf-8")
        more = " More.\n"
        changed = text.removesuffix(more) + "\n" if text.endswith(more) else text.removesuffix("\n") + more
        article.write_text(changed, encoding="utf-8")


def lint_jobs(corpus: Corpus, peers: Peers) -> list[Job]:
    """Return the jobs of a linter."""
    n, here = corpus.size, corpus.clinic
    found = (0, 1)  # among ten thousand articles of words drawn by lot, some say what no clinic should

    def lint(*more: str, prepare: Callable[[], None] = _nothing, warm: bool = False) -> Command:
        return Command("clinic", [*CLINIC, "lint", "--as-of", DAY, *more], here, prepare, warm, found)

    rumdl = [*peers.rumdl, "articles"]
    uncached = Command("rumdl", [*peers.rumdl, "--no-cache", "articles"], here)
    cached = Command("rumdl", rumdl, here, warm=True)
    big, small = n >= 1000, n <= 1000
    jobs = [
        Job("lint, nothing cached", n, lint(prepare=corpus.forget), uncached, 1.0 if big else 5.0),
        Job(
            "lint, nothing cached, every rule",
            n,
            lint("--select", "all", prepare=corpus.forget),
            uncached,
            1.0 if n == 10_000 else None,
        ),
        Job("lint, nothing changed", n, lint(warm=True), cached, 0.35 if big else None),
        Job(
            "lint, one article changed",
            n,
            lint(prepare=corpus.touch, warm=True),
            Command("rumdl", rumdl, here, corpus.touch, warm=True),
            0.5 if big else None,
        ),
    ]
    if small:
        markdownlint = Command("markdownlint-cli2", peers.markdownlint, here)
        jobs.append(
            Job(
                "lint, nothing cached",
                n,
                lint(prepare=corpus.forget),
                markdownlint,
                0.3 if n == 100 else None,
            )
        )
    return jobs


def export_jobs(corpus: Corpus, peers: Peers, out: Path) -> list[Job]:
    """Return the jobs of a site generator."""
    n, here = corpus.size, corpus.clinic
    ours, theirs = out / "ours", out / "theirs"
    export = [*CLINIC, "export", "html", "--as-of", DAY, "--out", str(ours)]
    hugo = [*peers.hugo, "--destination", str(theirs)]

    def forget() -> None:
        corpus.forget()
        shutil.rmtree(ours, ignore_errors=True)

    def forget_theirs() -> None:
        shutil.rmtree(theirs, ignore_errors=True)

    return [
        Job(
            "export a site, from nothing",
            n,
            Command("clinic", export, here, forget),
            Command("hugo", hugo, corpus.hugo, forget_theirs),
            0.6 if n >= 1000 else None,
        ),
        Job(
            "export a site, one article changed",
            n,
            Command("clinic", export, here, corpus.touch, warm=True),
            Command("hugo", hugo, corpus.hugo, corpus.touch, warm=True),
            0.08 if n == 10_000 else None,
        ),
    ]


def list_jobs(corpus: Corpus, peers: Peers) -> list[Job]:
    """Return the jobs of a script that reads all front matter."""
    n, here = corpus.size, corpus.clinic
    listed = [*CLINIC, "list", "articles", "--format", "json", "--as-of", DAY]
    loop = Command("a loop of gray-matter", [*peers.gray_matter, "articles"], here)
    return [
        Job(
            "list, nothing cached", n, Command("clinic", listed, here, corpus.forget), loop, 0.6 if n >= 1000 else None
        ),
        Job("list, nothing changed", n, Command("clinic", listed, here, warm=True), loop, 0.2 if n == 10_000 else None),
    ]


def start_jobs(corpus: Corpus, peers: Peers) -> list[Job]:
    """Return what a command costs that does nothing."""
    here = corpus.clinic
    python = Command("python, doing nothing", [sys.executable, "-c", "pass"], here)
    hugo = Command("hugo", [peers.hugo[0], "version"], here)
    return [
        Job("--version", 0, Command("clinic", [*CLINIC, "--version"], here), python, None, 0.07),
        Job("--help", 0, Command("clinic", [*CLINIC, "--help"], here), hugo, None, 0.15),
    ]
