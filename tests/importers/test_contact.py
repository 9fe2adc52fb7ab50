from __future__ import annotations

import pytest

from clinic_cli.importers.contact import contact, international, opening_hours


@pytest.mark.parametrize(
    ("line", "settings"),
    [
        (
            "Send us a text! We're here on weekdays from 9am - 9pm.",
            {"hours": "on weekdays from 9am - 9pm", "opening_hours": "Mo-Fr 09:00-21:00", "sms": ""},
        ),
        ("Text us at (415) 555-0134", {"sms": "+14155550134"}),
        (
            "Call us: 415.555.0134 or email hello@clinic.example",
            {"phone": "+14155550134", "email": "hello@clinic.example"},
        ),
        ("Tel: +44 20 7946 0123", {"phone": "+442079460123"}),
        ("Hours: Mon–Fri 9am–5pm", {"hours": "Mon–Fri 9am–5pm", "opening_hours": "Mo-Fr 09:00-17:00"}),
        ("We are open weekends, 10 to 2", {"hours": "weekends, 10 to 2"}),
        ("Contact us", {}),
    ],
)
def test_lines_on_how_to_reach_the_clinic(line: str, settings: dict[str, str]) -> None:
    assert contact(line) == settings


@pytest.mark.parametrize(
    "line", ["On weekdays we rest.", "A sentence about nothing.", "Contact us " + "and more " * 10, "Call us " * 60]
)
def test_other_lines(line: str) -> None:
    assert contact(line) is None


@pytest.mark.parametrize(
    ("hours", "machine"),
    [
        ("weekdays from 9am to 9pm", "Mo-Fr 09:00-21:00"),
        ("Monday to Thursday, 10:30 am to 6 pm", "Mo-Th 10:30-18:00"),
        ("Mondays, Wednesdays & Fridays 9am-1pm", "Mo,We,Fr 09:00-13:00"),
        ("Tuesdays and Thursdays 9am-1pm", "Tu,Th 09:00-13:00"),
        ("weekends 9 - 5pm", "Sa-Su 09:00-17:00"),
        ("Saturday 1 - 5pm", "Sa 13:00-17:00"),
        ("every day 8am - 12pm", "Mo-Su 08:00-12:00"),
        ("7 days a week 09:00 - 18:30", "Mo-Su 09:00-18:30"),
        ("weekdays 9 - 5", ""),
        ("weekdays", ""),
        ("weekdays 9am - 99:00", ""),
    ],
)
def test_hours_for_machines(hours: str, machine: str) -> None:
    assert opening_hours(hours) == machine


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("(415) 555-0134", "+14155550134"),
        ("1-415-555-0134", "+14155550134"),
        ("+44 20 7946 0123", "+442079460123"),
        ("555-0134", ""),
        ("+12", ""),
    ],
)
def test_numbers(number: str, written: str) -> None:
    assert international(number) == written
