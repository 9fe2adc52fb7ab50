"""Reading grades: syllables of common words, and texts that are plainly easy or hard."""

from __future__ import annotations

import pytest

from clinic_cli.content.markdown import read_markdown
from clinic_cli.content.readability import reading_grade, syllables_in

EASY = "We sat in the sun. The tea was hot. She told me of her dog. I felt at ease. " * 6
HARD = (
    "Individuals experiencing considerable interpersonal difficulties frequently demonstrate corresponding "
    "psychological vulnerabilities, necessitating comprehensive multidisciplinary consideration. "
) * 9


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("the", 1), ("table", 2), ("walked", 1), ("wanted", 2), ("houses", 2), ("makes", 1), ("smile", 1)),
        *(("people", 2), ("therapy", 3), ("quiet", 2), ("being", 2), ("area", 3), ("created", 3), ("little", 2)),
        *(("ago", 2), ("eye", 1), ("science", 2), ("conversation", 4), ("anxiety", 4), ("action", 2), ("Hmm", 1)),
        *(("special", 2), ("while", 1), ("miles", 1), ("studying", 3), ("asked", 1), ("social", 2), ("media", 3)),
    ],
)
def test_syllables(word: str, syllables: int) -> None:
    assert syllables_in(word) == syllables


def test_an_easy_text_has_a_low_grade_and_a_hard_one_a_high_one() -> None:
    easy, hard = (reading_grade(read_markdown(text).prose) for text in (EASY, HARD))
    assert easy is not None
    assert hard is not None
    assert easy < 2
    assert hard > 18


def test_a_short_text_has_none_and_headings_do_not_count() -> None:
    assert reading_grade(read_markdown("Short.").prose) is None
    assert reading_grade(read_markdown(f"# {HARD}").prose) is None
