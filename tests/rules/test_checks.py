"""Rules wait until one of them is called, and come all at once."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from clinic_cli.rules.checks import Check
from clinic_cli.rules.registry import BY_NAME, RULES
from tests.project import REPOSITORY


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_check_of_a_rule_is_a_function(rule):
    checks = (rule.run, rule.article, rule.testimonial, rule.file, rule.project, rule.suppression)
    assert all(inspect.isgeneratorfunction(inspect.unwrap(check)) for check in checks if check)
    assert any(checks[1:])


def test_a_check_that_is_called_is_the_function():
    check = BY_NAME["duplicate-id"].project
    assert isinstance(check, Check)
    assert inspect.isgenerator(check(None, None))


def test_rules_are_loaded_together():
    code = (
        "import sys; from clinic_cli.rules.registry import BY_NAME\n"
        "families = lambda: {n for n in sys.modules if n.startswith('clinic_cli.rules.')}\n"
        "before = families(); BY_NAME['missing-title'].page; after = families()\n"
        "print(*before); print(*after)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    before, after = (set(line.split()) for line in done)
    assert before == {f"clinic_cli.rules.{name}" for name in ("checks", "registry", "rule", "suppression")}
    assert {f"clinic_cli.rules.{name}" for name in ("form", "claims", "suicide", "stigma", "privacy")} <= after
