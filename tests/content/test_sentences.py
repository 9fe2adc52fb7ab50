"""Where sentences and quotations stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli.content.sentences import quoted_ranges, sentence_ranges


def cut(text, ranges):
    return [text[start:end].strip() for start, end in ranges]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Sample met J. R. Sample at 5 p.m. sharp. She left.",
            ["Dr. Sample met J. R. Sample at 5 p.m. sharp.", "She left."],
        ),
        ("“Why?” she asked. “Go.” He went.", ["“Why?” she asked.", "“Go.”", "He went."]),
        ("It costs 3.50 dollars. Yes.", ["It costs 3.50 dollars.", "Yes."]),
        ("First part\n\nsecond part", ["First part", "second part"]),
        ("", [""]),
    ],
)
def test_sentences(text, sentences):
    assert cut(text, sentence_ranges(text)) == sentences


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes.” Then", ["“yes.”"]),
        ("A ‘word’ and 'another', don't you think", ["‘word’", "'another'"]),
        ("the clients' needs and 5'10\" tall", []),
        ("“It goes on", ["“It goes on"]),
        ("«oui» and „ja“", ["«oui»", "„ja“"]),
        ('an odd " mark', []),
        ("'never closed and so on", []),
    ],
)
def test_quotations(text, quoted):
    assert cut(text, quoted_ranges(text)) == quoted


@given(st.text())
def test_ranges_cover_a_text_in_order(text):
    ranges = sentence_ranges(text)
    assert "".join(text[start:end] for start, end in ranges) == text
    for first, last in quoted_ranges(text):
        assert 0 <= first < last <= len(text)
