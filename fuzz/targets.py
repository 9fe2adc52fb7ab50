"""What is tried: each kind of file that somebody else may have written, with everything that clinic does to it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import signal
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from clinic_cli.errors import ClinicError

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 6, 15)
CONFIG = b'name = "Sample Clinic"\nurl = "https://clinic.example"\n[authors.sam-sample]\nname = "Sam Sample"\n'
ARTICLE = b"---\ntitle: A walk\nstatus: published\nauthors: [sam-sample]\ndate: 2026-02-01\n---\n\nText.\n"
FILE = b"---\nid: t-1\nstatus: published\nattribution: Sample A\n---\nA calm place.\n"
ALLOWED = b"""\
---
# clinic: allow description-length until 2027-01-01: a short one is meant
title: A walk
description: Short.
status: published
---
<!-- clinic: allow heading-skip, vague-link-text: as the author wants it -->
#### A walk

[here](https://clinic.example) <!-- clinic: allow-line insecure-link: theirs --> <!-- clinic: allow-file raw-html -->
"""
RECORDS = (ROOT / "testimonials.yaml").read_bytes()
CACHE = ".clinic/cache/lint.json"
FORMATS = ("html", "json", "csv", "wxr", "fragments")


@dataclass(frozen=True)
class Target:
    """A kind of file: where it stands in a clinic, what is done with it, and files to begin with."""

    name: str
    path: str
    work: Callable[[Path], None]
    find: Callable[[], tuple[bytes, ...]]

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """The files to begin with."""
        return self.find()


def use(root: Path) -> None:
    """Do with a clinic whatever reads content: lint, report, mend, list, show, ask the gate, export.

    No command writes several reports or exports, so the bytes of the content choose one format of each.
    """
    from clinic_cli import listing
    from clinic_cli.cards import card_of
    from clinic_cli.config import Target as ExportTarget
    from clinic_cli.exporters.run import prepare
    from clinic_cli.lint.engine import Run
    from clinic_cli.lint.fixing import fix
    from clinic_cli.lint.selection import select_rules
    from clinic_cli.reporters import REPORTERS, Context, render
    from clinic_cli.reporters.text import plain
    from clinic_cli.workspace import Workspace

    workspace = Workspace.open(root)
    run = Run(workspace, select_rules(workspace.config, ("all",)), TODAY)
    report = run.report()
    read = cache(run.read)
    for each in report.diagnostics:
        source = read(each.path)
        if source is not None:
            text = source.text
            assert 0 <= each.span.start <= each.span.end <= len(text), each
            assert source.lines.location(each.span.start) == each.start, each
        assert each.message, each
    content = b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())
    lot = zlib.crc32(content)
    shape = sorted(REPORTERS)[lot // len(FORMATS) % len(REPORTERS)]
    render(shape, report, Context(read, plain, words=shape == "text", show_all=True))
    _next_command()
    fixed = fix(run, report, lambda shown: shown, unsafe=True)
    for change in fixed.changes:
        assert change.after is not None
    _next_command()
    project = workspace.parse()
    everything = listing.Filter(text="walk")
    for article in project.articles:
        everything.takes_article(article, TODAY)
        listing.article_row(card_of(article), TODAY)
    for record in project.testimonials:
        everything.takes_testimonial(record, TODAY)
        listing.testimonial_row(record, TODAY)
    _next_command()
    format = FORMATS[lot % len(FORMATS)]
    with contextlib.suppress(ClinicError):
        prepare(workspace, ExportTarget(format, format, base_url="https://clinic.example"), TODAY)


def _next_command() -> None:
    """Give the next of several commands as much time as the first had, where anybody counts it."""
    for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
        _, whole = signal.getitimer(timer)
        signal.setitimer(timer, whole, whole)


def command(*argv: str) -> Callable[[Path], None]:
    """Return what runs a command; any status is right that clinic gives of its own accord."""

    def work(root: Path) -> None:
        from clinic_cli.cli import main

        sys.argv = ["clinic", "--project", str(root), *(each.replace("ROOT", str(root)) for each in argv)]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            status: object = None
            try:
                main.run()
            except SystemExit as end:
                status = end.code
        assert status in (0, 1, 2, 4, None), (status, said.getvalue())
        assert "the system said no" not in said.getvalue(), said.getvalue()

    return work


def _signed(work: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what puts a checksum before the cache that fits, as nothing else is read, and then goes to work."""

    def sign(root: Path) -> None:
        _, _, text = (root / CACHE).read_bytes().partition(b"\n")
        (root / CACHE).write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        work(root)

    return sign


def _files(pattern: str, folders: Sequence[Path], *others: bytes) -> Callable[[], tuple[bytes, ...]]:
    """Return what finds real files of some folders, behind some that are always there."""
    return cache(
        lambda: (
            *others,
            *(
                path.read_bytes()
                for folder in folders
                for path in sorted(folder.rglob(pattern))
                if path.stat().st_size < 100_000
            ),
        )
    )


def _made(path: str, *argv: str) -> Callable[[], tuple[bytes, ...]]:
    """Return what lets clinic itself write a file in a small clinic."""

    def make() -> tuple[bytes, ...]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            furnish(root)
            command(*argv)(root)
            return ((root / path).read_bytes(),)

    return make


def targets(folders: Sequence[Path] = ()) -> list[Target]:
    """Return what is tried, the content twice as often as the rest; `folders` hold more real files to begin with."""
    from tests.importers.samples import PAGE, TEXT, item, wxr

    articles = _files("*.md", (ROOT / "articles", *folders), ARTICLE, ALLOWED)
    records = _files("*.yaml", folders, RECORDS)
    configs = _files("*.toml", folders, CONFIG, (ROOT / "pyproject.toml").read_bytes())
    exports = _files("*.xml", folders, wxr(item(1), item(2, "<h2>A walk</h2><ul><li>One</li></ul>")).encode())
    templates = _files("*.html", (ROOT / "clinic_cli/exporters/templates",))
    pages = _files("*.html", folders, PAGE.encode(), TEXT.encode(), b"By Sam Sample, LMFT\n\nA walk in the park.\n")
    tables = _files("*.csv", folders, b"quote,attribution\nA calm place.,Sample A\n")
    documents = _files("*.json", folders, b'[{"quote": "A calm place.", "attribution": "Sample A"}]')
    lint = ("lint", "--as-of", str(TODAY))
    export = ("export", "json", "--out", "ROOT/site", "--as-of", str(TODAY))
    baseline = ("lint", "--baseline", "ROOT/known.json")
    content = [
        Target("article", "articles/a-walk.md", use, articles),
        Target("testimonials", "testimonials.yaml", use, records),
        Target("config", "clinic.toml", use, configs),
        Target("wordpress", "export.xml", command("import", "wordpress", "ROOT/export.xml", "--dry-run"), exports),
    ]
    return [
        *content,
        *content,
        Target("inbox", "testimonials.inbox.yaml", use, records),
        Target("file", "testimonials/t-1.md", use, lambda: (FILE, *articles())),
        Target("shared-config", "pyproject.toml", use, configs),
        Target("template", "templates/article.html", use, templates),
        Target("cache", CACHE, _signed(command(*lint)), _made(CACHE, *lint)),
        Target(
            "journal",
            ".clinic/undo.json",
            command("undo", "--yes"),
            _made(".clinic/undo.json", "set", "another", "tags+=calm", "--yes"),
        ),
        Target("baseline", "known.json", command(*baseline), _made("known.json", *baseline, "--write-baseline")),
        Target(
            "manifest", "site/.clinic-manifest.json", command(*export), _made("site/.clinic-manifest.json", *export)
        ),
        Target("webpage", "page.html", command("import", "page", "ROOT/page.html", "--dry-run"), pages),
        Target("markdown", "posts/a.md", command("import", "markdown", "ROOT/posts", "--dry-run"), articles),
        Target("table", "words.csv", command("import", "csv", "ROOT/words.csv", "--dry-run"), tables),
        Target("document", "words.json", command("import", "json", "ROOT/words.json", "--dry-run"), documents),
        Target("commands", "articles/a-walk.md", command("show", "a-walk", "--as-of", str(TODAY)), articles),
        Target("edits", "articles/a-walk.md", command("set", "a-walk", "tags+=calm", "--yes"), articles),
    ]


def furnish(root: Path) -> None:
    """Write a small clinic into a folder."""
    for path, data in (("clinic.toml", CONFIG), ("articles/another.md", ARTICLE), ("testimonials.yaml", RECORDS)):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
