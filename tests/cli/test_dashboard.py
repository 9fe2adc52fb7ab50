"""`clinic` alone: what it counts, what waits, and what it suggests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.project import CONSENT, DAY, Clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

ROSTER = 'name = "Sample Clinic"\n[authors.sam-sample]\nname = "Sam Sample"\n'
DESCRIPTION = "Why a slow walk calms body and mind, and how to begin with ten minutes a day."
READY = f"title: {{}}\ndescription: {DESCRIPTION}\nauthors: [sam-sample]\ndate: 2026-02-01\n"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.workspace.Workspace.today", lambda _: date.fromisoformat(DAY))


def record(number: int, *lines: str, consent: dict[str, str] | None = None) -> str:
    terms = "".join(f"  {key}: {value}\n" for key, value in (consent or {}).items())
    head = f"id: t-{number}\nquote: Words {number}.\nattribution: Anonymous\n"
    return head + "".join(f"{line}\n" for line in lines) + (f"consent:\n{terms}" if terms else "")


def suggestions(shown: str) -> Iterator[str]:
    for line in shown.split("\nNext\n")[1].splitlines():
        yield line.strip().split("  ")[0]


def test_states_are_counted(clinic: Clinic) -> None:
    clinic.config(ROSTER)
    clinic.article("a", READY.format("A") + "status: published\n")
    clinic.article("b", READY.format("B").replace("2026-02", "2026-12") + "status: published\n")
    clinic.article("c", READY.format("C") + "status: archived\n")
    clinic.article("d", "title: D\n")
    clinic.testimonials(
        record(1, "status: published", consent=CONSENT),
        record(2, "status: withheld", consent=CONSENT),
        record(3, "status: withheld", consent={**CONSENT, "expires_on": "2026-02-02"}),
        "id: t-4\nstatus: revoked\nconsent:\n  revoked_on: 2026-02-03\n",
    )
    clinic.write("testimonials.inbox.yaml", "- id: t-5\n  quote: Words.\n")
    lines = clinic.run().stdout.splitlines()
    assert lines[0] == "Sample Clinic, 2026-03-01"
    assert lines[2] == "  Articles         4  1 published, 1 scheduled, 1 draft, 1 archived"
    assert lines[3] == "  Testimonials     5  1 shown, 1 held back, 1 inbox, 1 ended, 1 revoked"
    assert "  - 1 testimonial waits for a consent (clinic admin): clinic list testimonials --status inbox" in lines


def test_a_quiet_day(clinic: Clinic) -> None:
    clinic.config(ROSTER)
    clinic.article("a", READY.format("A") + "status: published\n")
    result = clinic.run()
    assert result.status == 0
    assert "Needs somebody\n  Nothing today.\n" in result.stdout
    assert list(suggestions(result.stdout)) == [
        'clinic new article "A title"',
        "clinic export html",
        "clinic list articles",
    ]


def test_errors_come_first_by_who_can_act(clinic: Clinic) -> None:
    clinic.article("a", "title: A\nstatus: publishd\n")
    clinic.testimonials(record(1, "status: published"))
    shown = clinic.run().stdout
    assert "1 error in 1 file (author): clinic lint" in shown
    assert "1 error in 1 file (clinic admin): clinic lint" in shown
    assert next(suggestions(shown)) == "clinic lint"


def test_drafts_are_continued_or_published(clinic: Clinic) -> None:
    import os

    clinic.config(ROSTER)
    for at, slug in enumerate(("old", "new")):
        os.utime(clinic.article(slug, f"title: {slug}\n"), (1000 + at, 1000 + at))
    clinic.article("ready", READY.format("Ready"))
    clinic.write("testimonials.inbox.yaml", "- id: t-5\n  quote: Words.\n- id: t-6\n  quote: Words.\n")
    shown = clinic.run().stdout
    assert list(suggestions(shown)) == ["clinic edit new", "clinic publish ready", "clinic consent grant t-5"]
    assert "2 testimonials wait for a consent" in shown


def test_what_is_due_within_a_week_is_told(clinic: Clinic) -> None:
    ends = {**CONSENT, "expires_on": "2026-03-05"}
    clinic.testimonials(*(record(at, "status: published", consent=ends) for at in range(1, 6)))
    shown = clinic.run().stdout
    assert shown.count("The last day of the consent is 2026-03-05") == 3
    assert "2 more that will soon be due (clinic admin): clinic due" in shown


def test_an_empty_project_and_no_project(clinic: Clinic, bare: Clinic) -> None:
    assert clinic.run().stdout.startswith("There is no article or testimonial here yet.\n\nNext\n  clinic new article")
    (bare.root / "clinic.toml").unlink(missing_ok=True)
    assert bare.run().stdout.startswith("This folder holds no clinic's content.\n\nNext\n  clinic init my-clinic")


def test_a_broken_configuration_is_told(clinic: Clinic) -> None:
    clinic.config("name = [\n")
    result = clinic.run()
    assert result.status == 2
    assert result.stderr.startswith("clinic: clinic.toml:")
