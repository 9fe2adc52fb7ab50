"""A baseline keeps old findings quiet, wherever their lines move, and lets new ones through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from clinic_cli import writing
from tests.project import DAY, Clinic

if TYPE_CHECKING:
    from pathlib import Path

LINK = "[x](nope.md)"
WRITE = ("lint", "--baseline", "known.json", "--write-baseline", "--as-of", DAY)
USE = ("--baseline", "known.json")


@pytest.fixture
def old(clinic: Clinic) -> Clinic:
    """A clinic with findings that a baseline knows."""
    clinic.article("a", front="title: no\n", body=f"\nSee {LINK}.\n\nSee {LINK}.\n")
    clinic.article("b", front="title: B\nstatus: drft\n")
    assert clinic.run(*WRITE).status == 0
    return clinic


def test_what_is_known_is_quiet(old: Clinic) -> None:
    assert old.lint(*USE) == []
    result = old.run("lint", *USE, "--as-of", DAY)
    assert (result.status, result.stderr) == (0, "")


def test_a_baseline_is_small_to_change(old: Clinic) -> None:
    document = json.loads(old.read("known.json"))
    assert document["version"] == 1
    assert {each["rule"] for each in document["findings"]} == {
        "wrong-type",
        "broken-link",
        "before-publishing",
        "invalid-value",
    }
    assert old.read("known.json").count("\n") == len(document["findings"]) + 5
    first = old.read("known.json")
    old.run(*WRITE)
    assert old.read("known.json") == first


def test_lines_may_move(old: Clinic) -> None:
    old.article(
        "a", front="# first\ndescription: x\ntitle: no\n", body=f"\nA new paragraph.\n\nSee {LINK}.\n\nAnd {LINK}.\n"
    )
    assert [told.rule for told in old.lint(*USE)] in ([], ["description-length"])


def test_new_findings_are_told(old: Clinic) -> None:
    old.article("a", front="title: no\n", body=f"\nSee {LINK}.\n\nSee {LINK}.\n\nSee {LINK} and [y](nowhere.md).\n")
    assert [(told.rule, told.start[0]) for told in old.lint(*USE)] == [("broken-link", 9), ("broken-link", 9)]
    old.article("c", front="tags: [a]\n")
    assert "missing-title" in [told.rule for told in old.lint(*USE)]


def test_what_is_gone_is_told_and_pruned(old: Clinic) -> None:
    old.article("b", front="title: B\nstatus: draft\n")
    result = old.run("lint", *USE, "--as-of", DAY)
    assert "1 findings of known.json are gone" in result.stderr
    before = len(json.loads(old.read("known.json"))["findings"])
    result = old.run("lint", *USE, "--prune-baseline", "--as-of", DAY)
    assert result.status == 0
    assert "1 fewer" in result.stderr
    assert len(json.loads(old.read("known.json"))["findings"]) == before - 1
    assert "gone" not in old.run("lint", *USE, "--as-of", DAY).stderr
    old.article("b", front="title: B\nstatus: drft\n")
    assert [told.rule for told in old.lint(*USE)] == ["invalid-value"]


def test_a_baseline_that_somebody_changes_meanwhile_is_never_written_over(
    old: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(path: Path, expected: bytes) -> None:
        path.write_bytes(expected + b" ")
        refuse(path, expected)

    refuse = writing.refuse_changed
    monkeypatch.setattr(writing, "refuse_changed", save)
    before = old.read("known.json")
    result = old.run("lint", *USE, "--prune-baseline", "--as-of", DAY)
    assert result.status == 2
    assert "known.json: changed while clinic was at work" in result.stderr
    assert old.read("known.json") == f"{before} "


def test_pruning_takes_nothing_new_in(old: Clinic) -> None:
    old.article("c", front="tags: [a]\n")
    before = old.read("known.json")
    assert old.run("lint", *USE, "--prune-baseline", "--as-of", DAY).status == 1
    assert old.read("known.json") == before


def test_a_run_over_some_files_or_rules_leaves_the_others_known(old: Clinic) -> None:
    before = old.read("known.json")
    for argv in (("articles/a.md",), ("--select", "broken-link")):
        for option in ("--prune-baseline", "--write-baseline"):
            old.run("lint", *argv, *USE, option, "--as-of", DAY)
            assert old.read("known.json") == before
        assert "gone" not in old.run("lint", *argv, *USE, "--as-of", DAY).stderr


def test_no_fact_of_consent_is_ever_known(clinic: Clinic) -> None:
    clinic.testimonials("id: t-0001\nstatus: published\nquote: A calm place.\nattribution: Anonymous")
    assert clinic.run(*WRITE).status == 1
    assert "consent-missing" not in clinic.read("known.json")
    assert [told.rule for told in clinic.lint(*USE)] == ["consent-missing"]


def test_a_testimonial_is_known_by_its_id(clinic: Clinic) -> None:
    clinic.testimonials("id: t-0001\nrating: 7", "id: t-0002\nrating: 4")
    clinic.run(*WRITE)
    clinic.testimonials("id: t-0000\nrating: 1", "id: t-0001\nrating: 9", "id: t-0002\nrating: 8")
    (told,) = clinic.lint(*USE)
    assert told.start[0] == 6, "the first was known, whatever its number"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no baseline"),
        ("{", "is no baseline"),
        ("[]", "is no baseline"),
        ("null", "is no baseline"),
        ('{"version": 1}', "is no baseline"),
        ('{"version": 1, "findings": [1]}', "is no baseline"),
        ('{"version": 2, "findings": []}', "version 2"),
        ("[" * 100_000, "is no baseline"),
    ],
)
def test_a_baseline_that_cannot_be_read(clinic: Clinic, text: str, words: str) -> None:
    clinic.article()
    clinic.write("known.json", text)
    result = clinic.run("lint", *USE)
    assert (result.status, result.stdout) == (2, "")
    assert words in result.stderr
    assert "--write-baseline" in result.stderr
    assert clinic.run(*WRITE).status == 0, "what is written anew need not be read"
    assert clinic.lint(*USE) == []


def test_a_baseline_that_is_not_there(clinic: Clinic) -> None:
    clinic.article()
    result = clinic.run("lint", "--baseline", "knwon.json")
    assert result.status == 2
    assert "--write-baseline" in result.stderr
    assert "knwon.json" not in clinic.files()


def test_a_clean_clinic_has_an_empty_baseline(clinic: Clinic) -> None:
    clinic.testimonials("id: t-0001\nquote: A calm place.")
    clinic.run(*WRITE)
    assert json.loads(clinic.read("known.json")) == {"version": 1, "findings": []}
