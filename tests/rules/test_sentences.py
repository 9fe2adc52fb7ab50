"""The language rules, sentence by sentence."""

from __future__ import annotations

import pytest

from tests.rules.judge import judge
from tests.rules.sentences import SENTENCES


def cases(side: int):
    return [
        pytest.param(rule, sentence, id=f"{rule}: {sentence[:60]}")
        for rule, sides in SENTENCES.items()
        for sentence in sides[side]
    ]


@pytest.mark.parametrize(("rule", "sentence"), cases(0))
def test_found(rule, sentence):
    assert judge(rule, sentence)


@pytest.mark.parametrize(("rule", "sentence"), cases(1))
def test_left_alone(rule, sentence):
    assert judge(rule, sentence) == []


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_rule_has_a_dozen_of_each(rule):
    for sentences in SENTENCES[rule]:
        assert len(set(sentences)) >= 12
