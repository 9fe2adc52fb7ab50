"""How much work a run does, counted and not timed: what did not change is neither parsed, rendered nor written again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from clinic_cli import cards as cards_module
from clinic_cli.content import article as article_module
from clinic_cli.content import markdown as markdown_module
from clinic_cli.lint import engine as engine_module  # noqa: F401 - what counts the parsing of its import looks here too

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.project import Clinic

MANY = 210
DAY = ("--as-of", "2026-03-01")
FRONT = "title: Walk {}\nstatus: published\ndescription: Why a slow walk calms body and mind, and how to begin with ten minutes.\nauthors: [sam-sample]\ndate: 2026-02-01\n"
CONFIG = '[authors.sam-sample]\nname = "Sam Sample"\ncredentials = "LMFT"\n'


class _Parser:
    """The Markdown parser, with its calls counted."""

    def __init__(self, parser: Any, counts: Counter[str]) -> None:
        self._parser = parser
        self._counts = counts

    def events_with_range(self, body: str) -> Any:
        self._counts["read"] += 1
        return self._parser.events_with_range(body)

    def events(self, body: str) -> Any:
        return self._parser.events(body)

    def html(self, body: str) -> Any:
        self._counts["rendered"] += 1
        return self._parser.html(body)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What was done, by kind, from here on; forked processes are off, as they would count for themselves."""
    found: Counter[str] = Counter()
    parse = article_module.read_front_matter

    def counted(source: Any) -> Any:
        found["parsed"] += 1
        return parse(source)

    monkeypatch.setattr(article_module, "read_front_matter", counted)
    monkeypatch.setattr(markdown_module, "_parser", _Parser(markdown_module._parser, found))
    monkeypatch.setattr("clinic_cli.lint.parallel.is_possible", lambda: False)
    return found


@pytest.fixture
def many(clinic: Clinic) -> Clinic:
    """A clinic large enough for the cache."""
    clinic.config(CONFIG)
    for number in range(MANY):
        clinic.article(f"walk-{number:03}", FRONT.format(number), "\nSit down, and *look* out of the window.\n")
    return clinic


def stamps(root: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def times(counts: Counter[str], run: Callable[[], Any]) -> Counter[str]:
    counts.clear()
    run()
    return Counter(counts)


def test_lint_examines_what_changed(many: Clinic, counts: Counter[str]) -> None:
    run = lambda: many.run("lint", *DAY)  # noqa: E731
    assert times(counts, run)["parsed"] == MANY
    before = stamps(many.root)
    assert not times(counts, run)
    assert stamps(many.root) == before, "nothing is written where nothing changed"
    many.article("walk-007", FRONT.format("seven"), "\nLook again.\n")
    assert times(counts, run) == {"parsed": 1, "read": 1}


def test_lists_read_what_changed(many: Clinic, counts: Counter[str]) -> None:
    run = lambda: many.run("list", "articles", "--format", "json", *DAY)  # noqa: E731
    cold = run()
    assert times(counts, run) == {}
    before = stamps(many.root)
    assert run().stdout == cold.stdout
    assert stamps(many.root) == before
    many.article("walk-007", FRONT.format("seven"), "\nLook again.\n")
    assert times(counts, run) == {"parsed": 1}
    assert "Walk seven" in run().stdout


def test_small_clinics_have_no_list_cache(clinic: Clinic, counts: Counter[str]) -> None:
    clinic.article(front=FRONT.format(1))
    run = lambda: clinic.run("list", "articles")  # noqa: E731
    assert times(counts, run) == times(counts, run) == {"parsed": 1}
    assert not (clinic.root / ".clinic").exists()


def test_lists_read_no_markdown(many: Clinic, counts: Counter[str]) -> None:
    assert times(counts, lambda: many.run("list", "articles", *DAY)) == {"parsed": MANY}


def test_exports_render_and_write_what_changed(many: Clinic, counts: Counter[str]) -> None:
    run = lambda: many.run("export", "html", "--out", "site", *DAY)  # noqa: E731
    cold = times(counts, run)
    assert cold["rendered"] == MANY
    before = stamps(many.root / "site")
    assert not times(counts, run)["rendered"]
    assert stamps(many.root / "site") == before, "nothing is written where nothing changed"
    many.article("walk-007", FRONT.format(7), "\nLook again.\n")
    assert times(counts, run)["rendered"] == 1
    after = stamps(many.root / "site")
    changed = [path for path, stamp in after.items() if before.get(path) != stamp]
    assert len(changed) < 10, changed


def test_a_card_says_what_its_article_says(many: Clinic) -> None:
    """A list from the cache is the list without it, for any change of any file."""
    from clinic_cli.workspace import Workspace

    workspace = Workspace.open(many.root)
    for change in ("nothing", "text", "delete", "add", "touch", "damage"):
        match change:
            case "text":
                many.article(
                    "walk-001", FRONT.format("“é”") + "tags: [calm]\nupdated: 2026-02-03\nlang: de\n", "\nWords.\n"
                )
            case "delete":
                (many.root / "articles/walk-002.md").unlink()
            case "add":
                many.article("new", "title: New\n", "\nMore words.\n")
            case "touch":
                (many.root / "articles/walk-003.md").touch()
            case "damage":
                cache = many.root / ".clinic/cache" / cards_module.NAME
                cache.write_bytes(cache.read_bytes().replace(b"Walk 4", b"Walk 9"))
        fresh = [cards_module.card_of(workspace.parse_article(path)) for path in workspace.listing().articles]
        for _ in range(2):
            kept = list(cards_module.cards(workspace))
            assert [card._replace(authors=tuple(card.authors), tags=tuple(card.tags)) for card in kept] == fresh, change
