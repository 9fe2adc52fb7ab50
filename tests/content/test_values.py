"""Values as people write them, read as they meant them."""

from __future__ import annotations

import pytest

from clinic_cli.content.values import holds_day


@pytest.mark.parametrize(
    "text",
    ["05/31/2027", "2026-02-30", "31.05.2027", "5/31", "May 31, 2027", "May 2027", "31 May 2027", "until May 31st, 2027",
     "20270531", "31st of May 2027", "31 de mayo de 2027", "Dec. 5 2027", "2027", "the end of May 2027", "May/31/2027",
     "when she leaves, 5/31/27 at the latest", "May 5", "31-May-2027", "5\u201331\u20132027", "12/2027", "May  31,\t2027"],
)  # fmt: skip
def test_a_day_is_known_however_it_is_written(text: str) -> None:
    assert holds_day(text)


@pytest.mark.parametrize(
    "text",
    ["", "end of therapy", "the end of the campaign 2027", "the spring conference in May 2027", "may", "in May",
     "at the 25th anniversary", "when 3 of 5 sites close", "the end of the year", "end of the 24-7 line"],
)  # fmt: skip
def test_an_event_is_no_day(text: str) -> None:
    assert not holds_day(text)


def test_a_long_text_takes_no_long_time() -> None:
    assert not holds_day("31" + " -" * 100_000 + "x")
