"""`clinic due`, by person and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

if TYPE_CHECKING:
    from tests.project import Clinic

DAY = "2026-06-15"


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    clinic.config('name = "Sample"\n[authors.sam]\nname = "Sam Sample"\n[authors.alex]\nname = "Alex Example"\n')
    clinic.article("a", "title: A\nauthors: [sam, alex]\nstatus: published\nlast_reviewed: 2024-07-01\n")
    clinic.article("b", "title: B\nstatus: published\ndate: 2026-07-01\n")
    clinic.testimonials(
        "id: t-0001\nstatus: published\nquote: A calm room.\nattribution: Sample A\n"
        "consent: {ref: form-17, signed_on: 2026-02-01, expires_on: 2026-06-20}"
    )
    return clinic


def test_by_person(busy: Clinic):
    shown = busy.run("due", "--as-of", DAY).stdout
    order = [shown.index(name) for name in ("Alex Example", "clinic admin", "editor", "Sam Sample")]
    assert order == sorted(order)
    assert shown.count("clinical review is due") == 2
    only = busy.run("due", "--as-of", DAY, "--person", "sam").stdout
    assert "t-0001" not in only
    assert "t-0001" in busy.run("due", "--as-of", DAY, "--person", "clinic-admin").stdout


def test_for_machines(busy: Clinic):
    document = busy.run("due", "--as-of", DAY, "--within", "2w", "--format", "json").json
    jsonschema.validate(document, busy.run("schema", "due").json)
    assert (document["version"], document["day"], document["within_days"]) == (1, DAY, 14)
    assert document["due"] == [
        {
            "kind": "consent-ending", "id": "t-0001", "path": "testimonials.yaml", "day": "2026-06-20",
            "who": "clinic-admin", "authors": [],
            "message": "The last day of the consent is 2026-06-20: ask the client in time.",
        }
    ]  # fmt: skip


def test_nothing_is_due(clinic: Clinic):
    done = clinic.run("due", "--as-of", DAY)
    assert (done.status, done.stdout) == (0, "")
    assert "Nothing is due" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--within", "soon"), "no length of time"),
        (("--within", "-3d"), "no length of time"),
        (("--within", "5x"), "no length of time"),
        (("--within", "5dx"), "no length of time"),
        (("--format", "xml"), "there is no `xml`"),
        (("--person", "samm"), "did you mean `sam`"),
        (("--as-of", "today"), "is not a day"),
    ],
)
def test_what_cannot_be_understood(busy: Clinic, arguments: tuple[str, str], message: str):
    done = busy.run("due", *arguments)
    assert done.status == 2
    assert message in done.stderr


def test_revoked_words_that_are_still_live(busy: Clinic):
    assert busy.run("export", "html", "--as-of", DAY).status == 0
    assert busy.run("consent", "revoke", "t-0001", "--yes", "--on", DAY).status == 0
    (found,) = [
        each for each in busy.run("due", "--as-of", DAY, "--format", "json").json["due"] if each["id"] == "t-0001"
    ]
    assert found["kind"] == "still-live"
    assert found["message"] == "The client took it back, and it is live in html (public/html): run clinic export html."
    busy.run("export", "html", "--as-of", DAY)
    assert "t-0001" not in busy.run("due", "--as-of", DAY).stdout
