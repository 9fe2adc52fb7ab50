"""Safety: words that put a label in the place of a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from clinic_cli.content.cues import Cues, Families, Phrase
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Finding
from clinic_cli.rules.language import (
    Hit,
    Phrases,
    hits,
    is_denied,
    is_emphasised,
    is_mention,
    is_name,
    speaks,
)
from clinic_cli.rules.stigma_terms import DRUGS, FUN, NAMES, PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.rules.rule import Facts

_BY_WORD = Families(cues for cues, _, _ in PATTERNS)
_FIRST_PERSON = Regex(
    r"\b(?:i am|i'm|i was|as) (?:an? |a recovering )?(?:\w+ )?$|\bmyself (?:as )?(?:an? )?$"
    r"|\b(?:call|consider|describ|identif|labell?|see)\w* (?:himself|herself|themsel(?:f|ves)|oneself) (?:as )?(?:an? )?$"
)
_I = Regex(r"\b(?:i|i'm|my|me)\b")


def stigmatizing_term(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of words that define people by an illness or a habit, with what to write instead.

    Names (Alcoholics Anonymous), quotations, words that are talked about and what people say of themselves ("I am an
    alcoholic") are left alone, and so are jokes about pastimes (a coffee addict).

    Why: Labels add shame. In studies, clinicians judge the same patient more harshly when a label stands in the text.
    Source: National Institute on Drug Abuse, Words Matter: Terms to Use and Avoid When Talking About Addiction (its introduction was read, its table verify); AP Stylebook, "addiction", "mental illness", "disabilities" (verify).
    Checked: 2026-11-23
    Bad:
        Addicts lie, and the mentally ill suffer.
    Good:
        People with an addiction need care, says the National Institute on Drug Abuse.
    """
    if not speaks(article, facts):
        return
    text = article.text
    for number in _BY_WORD.of(text.words):
        cues, pattern, instead = PATTERNS[number]
        for hit in hits(text, cues, pattern):
            if not (
                is_mention(text, hit)
                or is_name(hit)
                or _is_known_name(hit)
                or _is_left_alone(hit)
                or is_emphasised(article.source.text, hit)
            ):
                yield _finding(hit, instead)
    own = facts.lines("also")
    if own:
        cues, pattern = _own_terms(own)
        for hit in hits(text, cues, pattern):
            if not is_mention(text, hit):
                yield _finding(hit, "")


def _finding(hit: Hit, instead: str) -> Finding:
    words = " ".join(hit.words.split())
    return Finding(
        hit.span,
        f"“{words}” puts a label in the place of a person.",
        (f"Write of {instead}." if instead.startswith(("a ", "an ", "people")) else f"Write instead: {instead}.")
        if instead
        else "Write it another way.",
    )


def _is_known_name(hit: Hit) -> bool:
    sentence = hit.sentence.lower
    return any(
        sentence.find(name, max(0, hit.match.start() - len(name)), hit.match.end() + len(name)) >= 0 for name in NAMES
    )


def _is_left_alone(hit: Hit) -> bool:
    """Whether the words are a pastime's, the writer's own about themselves, or not about people at all."""
    words = hit.match.group()
    before = hit.before
    last = re.search(r"([\w-]+)[\s-]+$", before)
    if words.startswith(("addict", "junk")) and last and (last.group(1) in FUN or _is_brand(hit, last)):
        return True
    if _FIRST_PERSON.search(before) and (not before.rstrip().endswith("as") or _I.search(hit.after)):
        return True
    if words.endswith("clean") and not re.search(r"sober|years|months|days|weeks", words):
        return DRUGS.isdisjoint(re.findall(r"\w+", hit.sentence.lower))
    if "clean for" in words or "clean since" in words:
        return bool(
            re.search(r"\b(?:house|kitchen|room|air|water|streets?|code|plate|hands|desk|car)\b", hit.sentence.lower)
        )
    return words.startswith(("crazy", "a crazy", "the crazy")) and is_denied(hit)


def _is_brand(hit: Hit, last: re.Match[str]) -> bool:
    """Whether the word before is a name that does not begin the sentence, as in: a Netflix addict."""
    return hit.sentence.text[last.start(1)].isupper() and any(map(str.isalnum, hit.before[: last.start(1)]))


@lru_cache(maxsize=8)
def _own_terms(terms: tuple[str, ...]) -> tuple[Cues, Phrases]:
    """Return the triggers and the pattern of a clinic's own list."""
    folded = [" ".join(term.lower().split()) for term in terms if term.strip()]
    firsts = {term.split()[0] for term in folded}
    cues = Cues(phrases=tuple(Phrase(Regex(re.escape(first))) for first in sorted(firsts)))
    return cues, Phrases(*(re.escape(term).replace(r"\ ", " ") for term in folded))
