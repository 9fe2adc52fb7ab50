from __future__ import annotations

from datetime import date

from clinic_cli.importers.lines import Line, Sorted, sort_lines, text_lines
from tests.importers.samples import TEXT


def sort(text: str) -> Sorted:
    return sort_lines(text_lines(text))


def body(page: Sorted) -> list[str]:
    return [line.text for line in page.body]


def spoken(page: Sorted) -> list[tuple[tuple[str, ...], str]]:
    return [(group.paragraphs, group.name) for group in page.spoken]


def test_a_page_as_text() -> None:
    page = sort(TEXT)
    assert (page.title, page.credit) == ("", "Pat Sample")
    assert [(each.name, each.credentials) for each in page.people] == [("Sam Sample", "MFT")]
    assert [line[:12] for line in body(page)] == ["Rest is ofte", "Some say “re"]
    assert spoken(page) == [
        (
            ("I like this sample clinic! From the beginning we felt at ease.", "Our talks helped us – that much more."),
            "Sample A",
        ),
        (("An oasis, for busy people.", "It’s quiet."), "Sample B"),
        (("Inviting and kind.", "In fact, it is like a home."), "Sample C"),
    ]
    assert page.settings == {"hours": "on weekdays from 9am - 9pm", "opening_hours": "Mo-Fr 09:00-21:00", "sms": ""}
    assert [line.text for line in page.frame] == ["Skip to main content"]


def test_words_keep_their_place_without_indentation() -> None:
    page = sort(
        "A title\n\nBy Sam Sample\nMarch 4, 2026\n\nA first paragraph that is long enough to be\nseen as one, over two lines.\n\n"
        "• Words that go on.\n\nAnd a second paragraph.\n\nSample B.\n\n• An oasis. – Former client\n\nCall us at 415-555-0134."
    )
    assert (page.title, page.day) == ("A title", date(2026, 3, 4))
    assert body(page) == ["A first paragraph that is long enough to be seen as one, over two lines."]
    assert spoken(page) == [
        (("Words that go on.", "And a second paragraph."), "Sample B."),
        (("An oasis.",), "Former client"),
    ]
    assert page.settings == {"phone": "+14155550134"}


def test_a_heading_announces_words_in_any_form() -> None:
    page = sort(
        "An article of some length that goes on and on, so that it is one.\n\nTestimonials\n\n"
        '"I felt at home."\n- Kim B\n\n“One opens\n\n“and closes here.”\n\n— Robin Sampleton\n\nNo marks at all here.\n\nJ.'
    )
    assert spoken(page) == [
        (("I felt at home.",), "Kim B"),
        (("One opens", "and closes here."), "Robin Sampleton"),
        (("No marks at all here.",), "J."),
    ]


def test_lists_and_quotations_of_an_article_stay_in_it() -> None:
    page = sort(
        'By Sam Sample\n\nThree steps:\n- Breathe in\n- Breathe out\n\n1. one\n2. two\n\nAs one client told me, "I can breathe again."\n\n'
        "“To be is to do.” — Carl Thinker\n\nThe end of it all is a sentence.\n\nSample A\n\nPhoto: Pat Sample"
    )
    assert spoken(page) == []
    assert body(page) == [
        "Three steps:", "Breathe in", "Breathe out", "one", "two", 'As one client told me, "I can breathe again."',
        "“To be is to do.” — Carl Thinker", "The end of it all is a sentence.", "Sample A",
    ]  # fmt: skip
    assert [line.item for line in page.body][:5] == [0, 1, 2, 3, 4]


def test_a_list_whose_end_only_a_name_tells_needs_company() -> None:
    page = sort(
        "A paragraph to begin with, of a fair length.\n\n• A point of the article.\n\nMore on it.\n\nSample A\n\nThe end."
    )
    assert spoken(page) == []
    assert len(page.body) == 5


def test_what_is_pulled_out_in_quotation_marks_with_a_clients_name_is_a_clients() -> None:
    page = sort(
        "A paragraph to begin with, of a fair length.\n\n“I can breathe again.” — Former client\n\nThe end of the article."
    )
    assert spoken(page) == [(("I can breathe again.",), "Former client")]


def test_cards_may_have_no_name() -> None:
    lines = [
        Line("What our clients say", 0, True),
        Line("Calm.", 1, False, "clients"),
        Line("Kind.", 2, False, "clients"),
        Line("Sample A", 2, False, "clients"),
    ]
    assert spoken(sort_lines(lines)) == [(("Calm.",), ""), (("Kind.",), "Sample A")]


def test_rows_that_are_paragraphs() -> None:
    long = (
        "A sentence that goes on for a good while, as they do in articles which somebody pasted from a word processor. "
    )
    page = sort(f"{long}\n{long}\n{long}")
    assert len(page.body) == 3


def test_numbers_inside_of_an_article_are_its_own() -> None:
    sentence = "Contact us is what the sign said, and in the long years behind it nobody had ever called the number 415-555-0134 that stood below it."
    page = sort(f"{sentence}\n\nThe end of it.")
    assert body(page)[0] == sentence


def test_a_title_stands_above_a_longer_paragraph() -> None:
    assert sort("A walk\n\nIt was a long walk, and the day was fine.").title == "A walk"
    assert sort("It was a walk.\n\nIt was a long walk, and the day was fine.").title == ""
    assert sort("").title == ""
    assert sort_lines(text_lines("A walk\n\nIt was a long walk."), has_title=True).title == ""
