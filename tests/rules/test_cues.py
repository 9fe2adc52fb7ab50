"""Cues keep rules fast: they must not hide what the phrases behind them would find."""

from __future__ import annotations

import re

import pytest

from clinic_cli.content.markdown import read_markdown
from clinic_cli.content.text import Text
from clinic_cli.rules import claims, danger, ethics, privacy, promises, stigma_terms, suicide
from clinic_cli.rules.conditions import STATE_WORDS, STATES
from clinic_cli.rules.language import hits
from tests.rules.sentences import SENTENCES

PAIRS = {
    "danger": danger.FAMILIES,
    "promises": tuple((family.cues, family.phrases) for family in promises.FAMILIES),
    "claims": claims._CLAIMS,
    "stigma": tuple((cues, phrases) for cues, phrases, _ in stigma_terms.PATTERNS),
    "suicide": ((suicide._SUICIDE_CUES, suicide._SUICIDE_PHRASES), (suicide._MEANS_CUES, suicide._MEANS)),
    "superlatives": ((claims._SUPERLATIVE_CUES, claims._SUPERLATIVE),),
    "reviews": ((claims._ALL_CUES, claims._ALL_SAY), (claims._VARY_CUES, claims._MAY_VARY)),
    "ties": ((ethics._WORKS_CUES, ethics._WORKS_HERE), (ethics._REWARD_CUES, ethics._REWARD)),
    "privacy": ((privacy._CONDITION_CUES, privacy._CONDITIONS), (privacy._MINOR_CUES, privacy._MINOR)),
}
"""Cues and phrases by rule; where a rule has several families, one may find what another passes by."""


def everywhere(text, phrases):
    """Yield the sentences that hold a match that begins a word, whatever the cues say."""
    for block, prose in enumerate(text.blocks):
        lower = prose.text.replace("\u2019", "'").replace("\n", " ").lower()
        for start, end in text.all_sentences(block):
            for match in phrases.pattern.finditer(lower, start, end):
                before = lower[match.start() - 1 : match.start()]
                if not (before.isalnum() or before == "-"):
                    yield block, start, match.group()


@pytest.fixture(scope="module")
def texts():
    """Every sentence that a rule is tried on."""
    sentences = {words for sides in SENTENCES.values() for side in sides for words in side}
    return [Text(read_markdown(sentence.split("quote: ", 1)[-1]).prose) for sentence in sentences]


@pytest.mark.deep
@pytest.mark.parametrize("name", PAIRS)
def test_cues_hide_nothing(name, texts):
    for text in texts:
        found = {
            (hit.sentence.block, hit.sentence.start)
            for cues, phrases in PAIRS[name]
            for hit in hits(text, cues, phrases)
        }
        for cues, phrases in PAIRS[name]:
            if cues.beside or cues.behind or cues.ahead:
                continue  # these narrow on purpose what counts
            for block, start, words in everywhere(text, phrases):
                assert (block, start) in found, words


def test_every_state_has_its_rarest_word():
    for state in re.sub(r"\(\?:(\w+)\)\?", "", STATES).split("|"):
        for form in (state.replace("?", ""), re.sub(r"\w\?", "", state)):
            assert STATE_WORDS.intersection(re.findall("[a-z]+", form)), form
