"""What is due, by whom and by when."""

from __future__ import annotations

import os
import subprocess
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from clinic_cli.config import Config
from clinic_cli.due import Due, find_due
from clinic_cli.history import last_touched
from clinic_cli.workspace import Workspace

if TYPE_CHECKING:
    from tests.project import Clinic

TODAY = date(2026, 6, 15)
CONSENT = "consent:\n  ref: form-17\n  signed_on: 2026-02-01\n"


def due(
    clinic: Clinic, touched: dict[str, date] | None = None, within: int = 30, today: date = TODAY
) -> list[tuple[str, str, str]]:
    workspace = Workspace.open(clinic.root)
    found = find_due(workspace.parse(), workspace.config, today, timedelta(within), (touched or {}).get)
    assert all(each.message.endswith(".") for each in found)
    return [(each.kind, each.id, str(each.day)) for each in found]


@pytest.mark.parametrize(
    ("front", "touched", "expected"),
    [
        ("title: A\n", "2026-05-16", [("stale-draft", "a-walk", "2026-06-15")]),
        ("title: A\n", "2026-05-17", []),
        ("title: A\nupdated: 2026-06-01\n", "2026-01-01", []),
        ("title: A\n", None, []),
        ("title: A\nstatus: archived\n", "2026-01-01", []),
        ("title: A\nstatus: published\ndate: 2026-07-15\n", None, [("scheduled", "a-walk", "2026-07-15")]),
        ("title: A\nstatus: published\ndate: 2026-07-16\n", None, []),
        ("title: A\nstatus: published\ndate: 2026-06-15\n", None, []),
        ("title: A\nstatus: published\nlast_reviewed: 2024-07-15\n", None, [("review-due", "a-walk", "2026-07-15")]),
        ("title: A\nstatus: published\nlast_reviewed: 2024-07-16\n", None, []),
        ("title: A\nstatus: published\nlast_reviewed: 2020-01-01\n", None, [("review-due", "a-walk", "2022-01-01")]),
        ("title: A\nlast_reviewed: 2020-01-01\n", None, []),
    ],
)
def test_articles(clinic: Clinic, front: str, touched: str | None, expected: list[tuple[str, str, str]]):
    clinic.article(front=front)
    days = {"articles/a-walk.md": date.fromisoformat(touched)} if touched else {}
    assert due(clinic, days) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("status: published\n" + CONSENT + "  expires_on: 2026-07-15", [("consent-ending", "2026-07-15")]),
        ("status: published\n" + CONSENT + "  expires_on: 2026-07-16", []),
        ("status: published\n" + CONSENT + "  expires_on: 2026-06-15", [("consent-ending", "2026-06-15")]),
        ("status: published\n" + CONSENT + "  expires_on: 2026-06-14", [("consent-ended", "2026-06-14")]),
        ("status: withheld\n" + CONSENT + "  expires_on: 2026-06-14", []),
        (
            "status: published\n" + CONSENT + "  expires_event: end of therapy\n  review_by: 2026-07-01",
            [("consent-check", "2026-07-01")],
        ),
        ("status: draft\ncollected_on: 2026-05-01", [("stale-draft", "2026-05-31")]),
        ("status: draft\ncollected_on: 2026-06-01", []),
        ("status: draft\n" + CONSENT + "  expires_on: 2026-06-14", [("stale-draft", "2026-03-03")]),
        ("status: revoked", []),
        ("status: published", []),
    ],
)
def test_testimonials(clinic: Clinic, record: str, expected: list[tuple[str, str]]):
    clinic.testimonials(f"id: t-0001\nquote: Words.\n{record}")
    assert [(kind, day) for kind, _, day in due(clinic)] == expected


def test_words_that_wait_for_a_consent(clinic: Clinic):
    clinic.write("testimonials.inbox.yaml", "- id: t-0001\n  quote: Words.\n")
    touched = {"testimonials.inbox.yaml": date(2026, 1, 1)}
    workspace = Workspace.open(clinic.root)
    (found,) = find_due(workspace.parse(), workspace.config, TODAY, timedelta(30), touched.get)
    assert "waited for a consent since 2026-01-01" in found.message
    assert found.who.value == "clinic-admin"


def test_what_has_waited_longest_comes_first(clinic: Clinic):
    clinic.article("b", "title: B\nstatus: published\ndate: 2026-06-20\n")
    clinic.article("a", "title: A\nstatus: published\nlast_reviewed: 2023-01-01\n")
    clinic.testimonials("id: t-0001\nstatus: published\n" + CONSENT + "  expires_on: 2026-06-18")
    assert [id for _, id, _ in due(clinic)] == ["a", "t-0001", "b"]
    assert [id for _, id, _ in due(clinic, within=0)] == ["a"]
    assert due(clinic, within=10**6)


def test_the_end_of_days_is_no_fault(clinic: Clinic):
    clinic.testimonials("id: t-0001\nstatus: published\n" + CONSENT + "  expires_on: 9999-12-31")
    assert due(clinic, within=30, today=date(9999, 12, 20)) == [("consent-ending", "t-0001", "9999-12-31")]


def test_the_clinics_own_months_between_reviews(clinic: Clinic):
    clinic.article(front="title: A\nstatus: published\nlast_reviewed: 2025-06-20\n")
    workspace = Workspace.open(clinic.root)
    from clinic_cli.config import LintConfig

    config = Config(lint=LintConfig(options={"review-stale": {"months": 12}}))
    (found,) = find_due(workspace.parse(), config, TODAY, timedelta(30), {}.get)
    assert found == Due(
        "review-due", "a-walk", "articles/a-walk.md", date(2026, 6, 20), found.who, (), "Its clinical review is due by 2026-06-20."
    )  # fmt: skip


def test_a_file_was_touched_when_it_was_written(clinic: Clinic):
    path = clinic.article()
    moment = datetime(2026, 3, 1, 11, 0, tzinfo=ZoneInfo("UTC")).timestamp()
    os.utime(path, (moment, moment))
    for zone, expected in (("Pacific/Kiritimati", date(2026, 3, 2)), ("Pacific/Pago_Pago", date(2026, 3, 1))):
        assert last_touched(clinic.root, ["articles/a-walk.md", "gone.md"], ZoneInfo(zone)) == {
            "articles/a-walk.md": expected
        }


def git(clinic: Clinic, *arguments: str, day: str = "2026-02-02T12:00:00Z") -> None:
    environment = {
        **os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    identity = ("-c", "user.name=Sample", "-c", "user.email=sample@clinic.example")
    subprocess.run(["git", *identity, *arguments], cwd=clinic.root, env=environment, check=True, capture_output=True)


def test_a_committed_file_was_touched_when_it_was_committed(clinic: Clinic):
    clinic.article("a")
    clinic.article("ü b")
    git(clinic, "init", "-q")
    git(clinic, "add", ".")
    git(clinic, "commit", "-qm", "one")
    clinic.article("a", body="\nMore.\n")
    git(clinic, "commit", "-qam", "two", day="2026-04-04T12:00:00Z")
    clinic.article("fresh")
    names = ["articles/a.md", "articles/ü b.md"]
    assert last_touched(clinic.root, names, None) == {names[0]: date(2026, 4, 4), names[1]: date(2026, 2, 2)}
    days = last_touched(clinic.root, [*names, "articles/fresh.md"], None)
    assert days["articles/fresh.md"] > date(2026, 4, 4)
    clinic.article("ü b", body="\nChanged.\n")
    assert last_touched(clinic.root, names, None)[names[1]] > date(2026, 4, 4)


def test_without_git_there_is_still_the_file(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.article()
    monkeypatch.setenv("PATH", "")
    assert last_touched(clinic.root, ["articles/a-walk.md"], None)
