import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.approval import approval_of


def test_fingerprint_is_versioned_and_stable():
    assert approval_of("A calm place.") == ("v1:fd6c29c4fe81e1e023f10ce22accad13d5f01958b9fe9410d651e9ab6a065f62")


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("It's “calm” here.", 'It’s "calm" here.'),
        ("A calm\nplace.\n\nI came back.", "  A calm place. I\u00a0came back.\n"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("«Ruhig»", "„Ruhig“"),
    ],
)
def test_quotation_marks_space_and_composition_are_no_change(words, same):
    assert approval_of(words) == approval_of(same)


@pytest.mark.parametrize("other", ["A calm place", "a calm place.", "A calm, place.", "A kind place.", ""])
def test_any_other_change_is_one(other):
    assert approval_of("A calm place.") != approval_of(other)


@given(st.text())
def test_words_are_normalised_once(words):
    assert approval_of(" ".join(words.split())) == approval_of(words)
