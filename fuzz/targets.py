"""What is tried: each kind of file that somebody else may have written, with everything that clinic does to it."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinic_cli.errors import ClinicError

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 6, 15)
CONFIG = b'name = "Sample Clinic"\nurl = "https://clinic.example"\n[authors.sam-sample]\nname = "Sam Sample"\n'
ARTICLE = b"---\ntitle: A walk\nstatus: published\nauthors: [sam-sample]\ndate: 2026-02-01\n---\n\nText.\n"
RECORDS = (ROOT / "testimonials.yaml").read_bytes()


@dataclass(frozen=True)
class Target:
    """A kind of file: where it stands in a clinic, what is done with it, and files to begin with."""

    name: str
    path: str
    work: Callable[[Path], None]
    seeds: tuple[bytes, ...]


def use(root: Path) -> None:
    """Do with a clinic whatever reads content: lint, report, mend, list, show, ask the gate, export."""
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
    for each in report.diagnostics:
        source = run.read(each.path)
        if source is not None:
            text = source.text
            assert 0 <= each.span.start <= each.span.end <= len(text), each
            assert source.lines.location(each.span.start) == each.start, each
        assert each.message, each
    for format in REPORTERS:
        render(format, report, Context(run.read, plain, words=format == "text", show_all=True))
    fixed = fix(run, report, lambda shown: shown, unsafe=True)
    for change in fixed.changes:
        assert change.after is not None
    project = workspace.parse()
    everything = listing.Filter(text="walk")
    for article in project.articles:
        everything.takes_article(article, TODAY)
        listing.article_row(card_of(article), TODAY)
    for record in project.testimonials:
        everything.takes_testimonial(record, TODAY)
        listing.testimonial_row(record, TODAY)
    for format in ("html", "json", "csv", "wxr", "fragments"):
        with contextlib.suppress(ClinicError):
            prepare(workspace, ExportTarget(format, format, base_url="https://clinic.example"), TODAY)


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


def _read(pattern: str, folders: Sequence[Path]) -> tuple[bytes, ...]:
    return tuple(
        path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob(pattern))
        if path.stat().st_size < 100_000
    )


def targets(folders: Sequence[Path]) -> list[Target]:
    """Return what is tried; `folders` hold more real files to begin with."""
    ours = (ROOT / "articles", ROOT / "tests")
    articles = _read("*.md", (*ours, *folders)) or (ARTICLE,)
    records = (RECORDS, *_read("*.yaml", folders))
    configs = (CONFIG, (ROOT / "pyproject.toml").read_bytes(), *_read("*.toml", folders))
    exports = _read("*.xml", (*ours, *folders)) or (b"<rss><channel><item><title>A</title></item></channel></rss>",)
    pages = _read("*.html", (*ours, *folders)) or (b"<html><body><h1>A walk</h1><p>By Sam Sample</p></body></html>",)
    tables = (b"quote,attribution\nA calm place.,Sample A\n", *_read("*.csv", folders))
    documents = (b'[{"quote": "A calm place.", "attribution": "Sample A"}]', *_read("*.json", folders))
    texts = _read("*.txt", folders) or (b"By Sam Sample, LMFT\n\nA walk in the park.\n",)
    return [
        Target("article", "articles/a-walk.md", use, articles),
        Target("article", "articles/a-walk.md", use, articles),
        Target("testimonials", "testimonials.yaml", use, records),
        Target("testimonials", "testimonials.yaml", use, records),
        Target("inbox", "testimonials.inbox.yaml", use, records),
        Target(
            "page",
            "testimonials/t-1.md",
            use,
            (b"---\nid: t-1\nstatus: published\n---\nA calm place.\n", *articles[:5]),
        ),
        Target("config", "clinic.toml", use, configs),
        Target("shared-config", "pyproject.toml", use, configs),
        Target("template", "templates/article.html", use, pages),
        Target(
            "cache", ".clinic/cache/lint.json", command("lint", "--as-of", str(TODAY)), (b"0" * 64 + b'\n{"key":""}',)
        ),
        Target("journal", ".clinic/undo.json", command("undo", "--yes"), (b'{"version": 1, "files": []}',)),
        Target(
            "baseline",
            "known.json",
            command("lint", "--baseline", "ROOT/known.json"),
            (b'{"version": 1, "findings": []}',),
        ),
        Target("wordpress", "export.xml", command("import", "wordpress", "ROOT/export.xml", "--dry-run"), exports),
        Target("wordpress", "export.xml", command("import", "wordpress", "ROOT/export.xml", "--dry-run"), exports),
        Target("webpage", "page.html", command("import", "page", "ROOT/page.html", "--dry-run"), (*pages, *texts)),
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
