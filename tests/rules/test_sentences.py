"""The language rules, sentence by sentence."""

from __future__ import annotations

import pytest

from tests.rules.judge import judge
from tests.rules.sentences import SENTENCES

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("rule", SENTENCES)
def test_found(rule):
    assert [sentence for sentence in SENTENCES[rule][0] if not judge(rule, sentence)] == []


@pytest.mark.parametrize("rule", SENTENCES)
def test_left_alone(rule):
    assert [sentence for sentence in SENTENCES[rule][1] if judge(rule, sentence)] == []


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_rule_has_a_dozen_of_each(rule):
    for sentences in SENTENCES[rule]:
        assert len(set(sentences)) >= 12
