"""What the gate said is kept for a day, changes nothing of what it says, and never tells what stays."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinic_cli import clearance
from clinic_cli.clearance import ARTICLES, TESTIMONIALS, DayGate, clear, clearances
from clinic_cli.errors import ClinicError
from clinic_cli.gate import Gate
from clinic_cli.publication import Publication, publication_of, publish
from clinic_cli.shelf import FOLDER
from clinic_cli.workspace import Workspace
from tests.exporters.sample import CONFIG, CONSENT, MORNING, TODAY, WALK, WALK_BODY, fill
from tests.exporters.sample import TESTIMONIALS as RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a small clinic for a large one."""
    monkeypatch.setattr(clearance, "WORTH_KEEPING", 1)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the gate was asked about: the slugs of articles, and ids of testimonials whose words rules looked at."""
    names: list[str] = []
    article, objections = Gate.article, Gate.objections
    monkeypatch.setattr(Gate, "article", lambda gate, each: names.append(each.slug) or article(gate, each))
    monkeypatch.setattr(Gate, "objections", lambda gate, each: names.append(each.id) or objections(gate, each))
    return names


def leaving(clinic: Clinic, today: date = TODAY, channel: str = "website") -> Publication:
    """Return what may leave, by way of the cache."""
    workspace = Workspace.open(clinic.root)
    gate = DayGate(workspace, today, channel)
    files = [workspace.parse_testimonials(path) for path in workspace.listing().testimonials]
    publication = publication_of(clearances(workspace, gate), files, gate)
    gate.keep()
    return publication


def plain(publication: Publication) -> str:
    """Return everything in a publication, texts included."""
    articles = [article._replace(text=str(article.text)) for article in publication.articles]  # type: ignore[arg-type]
    return repr(publication._replace(articles=tuple(articles)))


def check(clinic: Clinic, today: date = TODAY) -> Publication:
    """Return what may leave, once it is held to be what a parsed project gives."""
    workspace = Workspace.open(clinic.root)
    found = leaving(clinic, today)
    assert plain(found) == plain(publish(workspace.parse(), workspace.config, today))
    return found


def kept(clinic: Clinic) -> str:
    """Return all that the cache holds."""
    return "\n".join(path.read_text("utf-8") for path in (clinic.root / FOLDER).iterdir())


def test_what_is_kept_says_the_same(bare: Clinic, asked: list[str]) -> None:
    check(fill(bare))
    asked.clear()
    leaving(bare)
    assert asked == []


@pytest.mark.parametrize("change", ["text", "front", "state", "gone", "new", "config", "touched", "bom"])
def test_what_changed_is_asked_about_again(bare: Clinic, change: str, asked: list[str]) -> None:
    check(fill(bare))
    asked.clear()
    match change:
        case "text":
            bare.article("morning", MORNING, "\nOther words.\n")
        case "front":
            bare.article("morning", MORNING.replace("Ten", "Some"))
        case "state":
            bare.article("morning", MORNING.replace("published", "draft"))
        case "gone":
            (bare.root / "articles/morning.md").unlink()
        case "new":
            bare.article("noon", "title: Noon\nstatus: published\n")
        case "config":
            bare.config(CONFIG.replace("Sam is a sample.", "Sam is another."))
        case "touched":
            os.utime(bare.root / "articles/morning.md", (1, 1))
        case "bom":
            path = bare.root / "articles/morning.md"
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    leaving(bare)
    expected = {"gone": [], "touched": [], "new": ["noon"], "config": ["draft", "later", "morning", "walk"]}
    assert sorted(set(asked) - {"t-0001", "t-0002", "t-0003"}) == expected.get(change, ["morning"])
    check(bare)
    check(bare)


def test_a_day_is_asked_for_anew(bare: Clinic) -> None:
    fill(bare)
    assert [article.slug for article in check(bare).articles] == ["walk", "morning"]
    assert [article.slug for article in check(bare, date(2026, 6, 1)).articles] == ["later", "walk", "morning"]
    assert [record.id for record in check(bare, date(2027, 1, 1)).testimonials] == []
    assert [record.id for record in check(bare).testimonials] == ["t-0001", "t-0002"]


def test_a_consent_is_asked_for_each_time(bare: Clinic) -> None:
    fill(bare)
    assert [record.id for record in check(bare).testimonials] == ["t-0001", "t-0002"]
    assert leaving(bare, channel="print").testimonials == ()
    bare.testimonials(RECORDS[0].replace("2026-12-31", "2026-04-30"), RECORDS[1])
    assert [record.id for record in check(bare).testimonials] == ["t-0002"]


def test_no_word_of_what_stays_is_kept(bare: Clinic) -> None:
    fill(bare)
    bare.article("walk", f"{WALK}notes: Ask Kowalczyk first.\n", WALK_BODY)
    bare.article("secret", "title: Unborn\ndescription: Hidden words.\nstatus: draft\n", "\nUnfinished.\n")
    bare.article("broken", "title: Broken\ndate: Kowalczyk\nstatus: published\n", "\nUnfinished.\n")
    check(bare)
    text = kept(bare)
    assert "A slow walk" in text
    for word in (
        "Kowalczyk",
        "Unborn",
        "Hidden",
        "Broken",
        "Unfinished",
        "calm",
        "quiet place",
        "Sample client",
        "form-1",
    ):
        assert word not in text, word


@pytest.mark.parametrize("name", [ARTICLES, TESTIMONIALS])
@pytest.mark.parametrize("damage", ["{", "[]", "{}", '{"key": 1}'])
def test_a_damaged_cache_is_made_anew(bare: Clinic, name: str, damage: str) -> None:
    check(fill(bare))
    (bare.root / FOLDER / name).write_text(damage, "utf-8")
    check(bare)
    check(bare)


@pytest.mark.no_cover
@pytest.mark.parametrize("row", [None, 1, [], [1], [0, 1, 2, 3, 4, 5], ["", "", "s", False, [], [1]], "abcdef", {}])
def test_rows_of_another_shape_are_made_anew(bare: Clinic, row: object, monkeypatch: pytest.MonkeyPatch) -> None:
    check(fill(bare))
    path = bare.root / FOLDER / ARTICLES
    document = json.loads(path.read_bytes().partition(b"\n")[2])
    rewrite(path, {**document, "cleared": dict.fromkeys(document["cleared"], row)})
    check(bare)
    rewrite(path, {**document, "cleared": row})
    path = bare.root / FOLDER / TESTIMONIALS
    document = json.loads(path.read_bytes().partition(b"\n")[2])
    rewrite(path, {**document, "unopposed": row})
    check(bare)
    check(bare)


def test_without_a_cache_nothing_is_kept_or_believed(bare: Clinic) -> None:
    fill(bare)
    export = ("export", "html", "--as-of", TODAY.isoformat())
    assert bare.run(*export, "--no-cache").status == 0
    assert not (bare.root / FOLDER).exists()
    assert bare.run(*export).status == 0
    assert {path.name for path in (bare.root / FOLDER).iterdir()} == {ARTICLES, TESTIMONIALS, "exported-html.json"}
    path = bare.root / FOLDER / ARTICLES
    document = json.loads(path.read_bytes().partition(b"\n")[2])
    document["cleared"]["articles/walk.md"][2] = "forged"
    rewrite(path, document)
    assert "articles/walk.html" in bare.run(*export, "--no-cache", "--out", "other", "--dry-run").stdout


def rewrite(path: Path, document: object) -> None:
    """Put a document into the cache with a checksum that fits."""
    text = json.dumps(document).encode()
    path.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)


def test_a_text_that_changed_meanwhile_is_not_shown(bare: Clinic) -> None:
    leaving(fill(bare))
    (walk,) = (article for article in leaving(bare).articles if article.slug == "walk")
    bare.article("walk", WALK, "\nOther words.\n")
    with pytest.raises(ClinicError, match=r"articles/walk\.md: was changed meanwhile"):
        str(walk.text)


def test_a_stamp_changes_with_every_public_value(bare: Clinic) -> None:
    fill(bare)
    workspace = Workspace.open(bare.root)
    gate = Gate(workspace.config, TODAY)

    def stamp() -> str:
        return clear(workspace.parse_article("articles/walk.md"), gate).article.stamp

    seen = [stamp()]
    changes = {"slow walk": "long walk", "side by side": "together", "sam": "alex", "03-02": "03-01", "04-10": "04-11"}
    changes |= {"slow-walk": "long-walk", "couples": "pairs", "hills.png": "hill.png", "Green": "Brown"}
    changes |= {"Photographer": "Painter", "CC BY 4.0": "CC0", "org/photo": "org/picture", "model": "none"}
    changes |= {
        "reviewed_by: alex": "reviewed_by: sam",
        "03-20": "03-21",
        "A sample study": "A study",
        "org/guide": "org/",
    }
    for old, new in changes.items():
        bare.article("walk", WALK.replace(old, new), WALK_BODY)
        seen.append(stamp())
    bare.article("walk", WALK, WALK_BODY + "More.\n")
    seen.append(stamp())
    assert len(set(seen)) == len(changes) + 2
    bare.article("walk", f"{WALK}notes: Nothing public.\n", WALK_BODY)
    assert stamp() == seen[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [("testimonials.inbox.yaml", "testimonials.yaml"), ("testimonials/t-1.md", "testimonials/sam-smith.md")],
)
def test_what_a_rule_says_of_a_file_s_name_is_asked_anew(bare: Clinic, before: str, after: str) -> None:
    bare.config()
    bare.article()
    fields = f"status: published\nattribution: Sam S.\nnotes: Call 415-555-0134.\n{CONSENT}"
    if after.endswith(".md"):
        bare.write(before, f"---\nid: t-1\n{fields.replace('Call 415-555-0134.', 'None.')}---\n\nA calm room.\n")
    else:
        record = f"id: t-1\nquote: A calm room.\n{fields}".rstrip("\n")
        bare.write(before, "- " + "\n  ".join(record.split("\n")) + "\n")
    export = ("export", "json", "--as-of", TODAY.isoformat())
    assert bare.run(*export).status == 0
    (bare.root / before).rename(bare.root / after)
    assert bare.run(*export).status == 0
    assert "calm" not in bare.read("public/json/testimonials.json")
    assert "t-1     stays: " in bare.run(*export, "--explain").stdout
