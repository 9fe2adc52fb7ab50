"""Every rule's page is complete, and its examples are true."""

from __future__ import annotations

import re
from datetime import date
from inspect import unwrap

import pytest

from clinic_cli.config import read_config
from clinic_cli.diagnostics import Severity, Who
from clinic_cli.lint.engine import lint
from clinic_cli.lint.selection import Selection
from clinic_cli.rules.pages import documents, render_index, render_list, render_page, write
from clinic_cli.rules.readability import grade
from clinic_cli.rules.registry import BY_NAME, RULES
from clinic_cli.rules.rule import CATEGORIES, Rule
from clinic_cli.workspace import Workspace
from tests.project import REPOSITORY
from tests.rules.judge import CALIFORNIA, TODAY, expand

GRADE = 8


def run_example(rule: Rule, example: str, root):
    """Return what a rule finds in a folder that holds an example's files."""
    files = {"clinic.toml": CALIFORNIA, **expand(example)}
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    workspace = Workspace(root, read_config(root))
    return lint(workspace, Selection(RULES if rule.suppression else (rule,), {}, {}), TODAY).diagnostics


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_page_is_complete(rule):
    page = rule.page
    assert page.summary.endswith("."), "the first line is one sentence"
    assert page.sections.get("Why", "").strip()
    assert page.sections.get("Source", "").strip()
    checked = date.fromisoformat(page.sections["Checked"])
    assert date(2026, 1, 1) <= checked <= date(2030, 1, 1)
    assert page.bad
    assert page.good
    assert rule.category in CATEGORIES
    assert isinstance(rule.who, Who)
    assert isinstance(rule.severity, Severity)
    assert "legal advice" not in (unwrap(rule.run).__doc__ or "")
    assert all(option.doc.endswith(".") for option in rule.options)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_bad_example_is_found_and_good_one_is_not(rule, tmp_path):
    for number, example in enumerate(rule.page.bad):
        found = run_example(rule, example, tmp_path / f"bad{number}")
        assert rule.name in {each.rule for each in found}
    for number, example in enumerate(rule.page.good):
        found = run_example(rule, example, tmp_path / f"good{number}")
        assert rule.name not in {each.rule for each in found}


def plain(text: str) -> str:
    """Return what a reader reads aloud of a message: names of keys and commands count as one short word."""
    text = re.sub(r"`[^`]*`", "it", text)
    text = re.sub(r"“[^”]*”", "it", text)
    return re.sub(r"\S*[/\\@#<>]\S*|\S+:\d+|\d{4}-\d\d-\d\d", "it", text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_messages_read_at_grade_eight_or_below(rule, tmp_path):
    for number, example in enumerate(rule.page.bad):
        for each in run_example(rule, example, tmp_path / f"bad{number}"):
            if each.rule == rule.name:
                text = plain(f"{each.message} {each.help}")
                assert grade(text) <= GRADE, f"{grade(text):.1f}: {text}"
                assert each.message[-1] in ".?"
                assert not each.help or each.help[-1] in ".”?`"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_page_tells_of_its_fix(rule, tmp_path):
    fixes = [
        each.fix
        for number, example in enumerate(rule.page.bad)
        for each in run_example(rule, example, tmp_path / f"bad{number}")
        if each.rule == rule.name and each.fix
    ]
    said = rule.page.sections.get("Fix", "")
    for fix in fixes:
        assert said.startswith("Safe." if fix.safe else "Unsafe, as ")
    if said.startswith("Safe."):
        assert fixes


def test_documentation_is_what_the_docstrings_say():
    folder = REPOSITORY / "docs" / "rules"
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert written == documents(), "run python -m clinic_cli.rules.pages docs/rules"


def test_pages_are_written_anew(tmp_path):
    (tmp_path / "a-rule-that-is-gone.md").write_text("", encoding="utf-8")
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(documents())


def test_page_shows_all_there_is():
    page = unfolded("description-length")
    assert "[lint.options.description-length] min = 50 max = 160" in page
    assert "Before publishing" in page
    assert "cannot be suppressed" in unfolded("consent-expired")
    assert "only in California" in unfolded("consent-too-long")
    assert "(verify)" in unfolded("consent-too-long")
    assert "were not read" not in unfolded("consent-expired")


def unfolded(rule: str) -> str:
    return " ".join(render_page(BY_NAME[rule]).split())


def test_lists_name_every_rule_once():
    listed = render_list()
    for rule in RULES:
        assert listed.count(f"  {rule.name} ") == 1
        assert render_index().count(f"[{rule.name}](") == 1


def test_pages_and_lists_keep_to_the_width_they_are_given():
    narrow = render_page(BY_NAME["consent-too-long"], 60)
    prose = narrow.split("## ")[0]
    assert max(map(len, prose.splitlines())) <= 60
    assert prose.split() == render_page(BY_NAME["consent-too-long"]).split("## ")[0].split()
    assert max(map(len, render_list(width=60).splitlines())) <= 60
