"""What a finding across files offers; each rule's page shows when it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.project import Clinic

FRONT = "title: A walk\ndate: 2026-01-01\nstatus: published\n"


@pytest.fixture
def exported(clinic: Clinic) -> Clinic:
    clinic.article("a-walk", FRONT)
    assert clinic.run("export", "html", "--as-of", "2026-03-01").status == 0
    return clinic


def changed(clinic: Clinic) -> list[tuple[str, str, str]]:
    return [(told.path, told.text, told.message) for told in clinic.lint() if told.rule == "slug-changed"]


def test_an_address_that_stands_is_no_finding(exported: Clinic) -> None:
    assert changed(exported) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_new_slug_gets_the_old_one_for_an_alias(exported: Clinic, newline: str) -> None:
    exported.write("articles/a-walk.md", f"---\n{FRONT}slug: '2014'\n---\nText.\n".replace("\n", newline))
    assert [text for _, text, _ in changed(exported)] == ["'2014'"]
    exported.run("lint", "--fix", "--as-of", "2026-03-01")
    assert f"{newline}aliases: [a-walk]{newline}slug: '2014'{newline}" in exported.read("articles/a-walk.md")
    assert changed(exported) == []


def test_an_address_that_yaml_would_misread_is_quoted(exported: Clinic) -> None:
    exported.article("2014", FRONT)
    exported.run("export", "html", "--as-of", "2026-03-01")
    exported.article("2014", f"{FRONT}slug: now\n")
    (told,) = [told for told in exported.lint() if told.rule == "slug-changed"]
    assert told.help == 'Add `aliases: ["2014"]`, so that it leads here.'


def test_a_list_of_aliases_is_left_to_the_editor(exported: Clinic) -> None:
    exported.article("a-walk", f"{FRONT}slug: walk\naliases: [stroll]\n")
    (told,) = [told for told in exported.lint() if told.rule == "slug-changed"]
    assert told.help == "Add `a-walk` to `aliases`."
    assert told.fix is None


def test_an_article_that_is_gone_is_told_at_the_target(exported: Clinic) -> None:
    (exported.root / "articles/a-walk.md").unlink()
    exported.article("other", FRONT)
    ((path, _, message),) = changed(exported)
    assert path == "clinic.toml"
    assert (
        message == "The last export of `html` has the address `a-walk`, and its article, articles/a-walk.md, is gone."
    )
    exported.article("other", f"{FRONT}aliases: A-Walk\n")
    assert changed(exported) == []


def test_a_withdrawn_article_keeps_its_address(exported: Clinic) -> None:
    exported.article("a-walk", "title: A walk\nstatus: archived\n")
    assert changed(exported) == []
