"""Whatever fails while clinic writes, every file of the clinic is afterwards as it was or as it was to be, whole."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.breaking import KILLED, files_in
from tests.project import CONSENT, REPOSITORY, Clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

CONFIG = """\
name = "Sample Clinic"
url = "https://clinic.example"

[authors.sam-sample]
name = "Sam Sample"
credentials = "LMFT"
"""
FRONT = """\
title: A walk in the park
description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
authors: [sam-sample]
date: 2026-02-01   # a Sunday
status: published
"""
RECORD = "id: t-100001\nstatus: published\nquote: A calm place.\nattribution: Anonymous\nconsent:\n" + "".join(
    f"  {key}: {value}\n" for key, value in CONSENT.items()
)
INBOX = "- id: t-100002\n  quote: A kind voice.\n  attribution: Anonymous\n"
TABLE = "quote,attribution\nA warm room.,Sample A\nA clear view.,Sample B\n"
GRANT = ("--ref", "form-18", "--signed", "2026-02-01", "--expires", "2027-01-31")
DAY = ("--as-of", "2026-03-01")

COMMANDS = {
    "set keys of several articles": ("set", "articles", "tags+=calm", "--yes"),
    "rename with links": ("rename", "a-walk", "a-slow-walk"),
    "withdraw": ("withdraw", "a-walk"),
    "new article with a new author": ("new", "article", "A third walk", "--new-author", "Robin Sample, LCSW"),
    "lint --fix": ("lint", "--fix", "--unsafe-fixes", *DAY),
    "revoke": ("consent", "revoke", "t-100001", "--on", "2026-02-28", "--yes"),
    "grant": ("consent", "grant", "t-100002", *GRANT, *DAY),
    "import": ("import", "csv", "words.csv", "--yes"),
    "undo": ("undo", "--yes"),
}


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    """A clinic in which every command has something to do."""
    clinic.config(CONFIG)
    clinic.article("a-walk", FRONT, "\nText.\n")
    clinic.article(
        "another", FRONT.replace("A walk", "Another walk").replace("date: ", "dat: "), "\nSee [it](a-walk.md).\n"
    )
    clinic.testimonials(RECORD)
    clinic.write("testimonials.inbox.yaml", INBOX)
    clinic.write("words.csv", TABLE)
    assert clinic.run("set", "another", "lang=en", "--yes").status == 0  # something to undo
    return clinic


def outcomes(clinic: Clinic, *how: str) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Yield each command's name, its whole run, and the runs in which one write failed; the ways to fail take turns."""
    ways = dict(zip(COMMANDS, itertools.cycle(how), strict=False))
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests/breaking.py")],
        input=json.dumps({"root": str(clinic.root), "commands": COMMANDS, "how": ways}).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for name in COMMANDS:
        whole, *broken = (outcome for outcome in found if outcome["name"] == name)
        assert whole["status"] in (0, 1), whole["said"]
        assert len(broken) > 3
        yield name, whole, broken


def test_killed_at_any_write(full: Clinic) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, "killed"):
        after = whole["files"]
        assert after != before
        for outcome in broken:
            assert outcome["status"] == KILLED, outcome["said"]
            for path, data in outcome["files"].items():
                assert data in (before.get(path), after.get(path)), (name, outcome["at"], path)
            assert before.keys() & after.keys() <= outcome["files"].keys(), (name, outcome["at"])


def test_a_write_that_fails_is_told_and_nothing_is_half_done(full: Clinic) -> None:
    before = files_in(full.root)
    for name, whole, broken in outcomes(full, "ENOSPC", "EACCES", "EROFS"):
        after = whole["files"]
        for outcome in broken:
            case = (name, outcome["at"], outcome["said"])
            assert "Traceback" not in outcome["said"], case
            if outcome["status"] == whole["status"] and outcome["files"] == after:
                continue  # what failed was not needed, such as the cache
            assert outcome["status"] == 2, case
            assert "clinic: " in outcome["said"], case
            assert outcome["files"] in (before, after), case
