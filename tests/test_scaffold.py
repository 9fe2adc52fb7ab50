"""The workflow of a new clinic: every night, soon after midnight there, whatever else is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml

from clinic_cli.scaffold import Answers, scaffold

ZONES = (
    "America/Los_Angeles", "America/St_Johns", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Etc/GMT+12", "UTC",
)  # fmt: skip


def workflow(zone: str = "") -> dict[str, object]:
    text = scaffold(Answers("Sample", timezone=zone), date(2026, 6, 15))[".github/workflows/content.yml"]
    return yaml.safe_load(text)


@pytest.mark.parametrize("zone", ZONES)
def test_the_export_runs_in_the_first_hours_of_the_clinics_day(zone: str):
    # YAML 1.1 reads the key `on` as true
    (schedule,) = workflow(zone)[True]["schedule"]  # type: ignore[index]
    minute, hour = map(int, schedule["cron"].split()[:2])
    for day in range(365):
        moment = datetime(2026, 1, 1, hour, minute, tzinfo=UTC) + timedelta(day)
        local = moment.astimezone(ZoneInfo(zone))
        assert local.hour * 60 + local.minute in range(17, 120)


@pytest.mark.parametrize("zone", ["", "Nowhere/At_All", "../x"])
def test_without_a_zone_the_hours_are_those_of_utc(zone: str):
    assert workflow(zone)[True]["schedule"] == [{"cron": "17 0 * * *"}]  # type: ignore[index]


def test_the_export_runs_though_lint_fails():
    steps = workflow()["jobs"]["content"]["steps"]  # type: ignore[index]
    scripts = [step.get("run", step.get("uses")) for step in steps]
    lint, export = scripts.index("clinic lint"), scripts.index("clinic export html --out public")
    assert lint < export
    assert all(step["if"] == "${{ !cancelled() }}" for step in steps[export:])
