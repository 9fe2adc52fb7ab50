"""Safety: whether a reader in danger finds a number to call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.cues import Cues
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Edit, Finding, Fix
from clinic_cli.jurisdictions import CRISIS_LINES, JURISDICTIONS, in_force
from clinic_cli.rules.danger import first_sign
from clinic_cli.rules.language import speaks, words_of
from clinic_cli.rules.rule import by_status
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.text import Text
    from clinic_cli.jurisdictions import CrisisLine
    from clinic_cli.rules.rule import Facts


def crisis_line_missing(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article that speaks of suicide or self-harm and gives no number to call.

    The number must stand in the text as one to call or text, not only behind a link. It is 988 in the United States
    and Canada, and the country's own where the clinic's address, jurisdictions or the article's language name one.
    Idioms are left alone: a career suicide, an overdose of advice, wanting to die of shame.

    Why: Some readers of such an article are in danger now, and a number beside the words saves lives.
    Fix: Safe. It adds a line with the number at the end.
    Source: Best Practices and Recommendations for Reporting on Suicide, reportingonsuicide.org (verify).
    Checked: 2026-11-23
    Bad:
        Many people have thoughts of self-harm and tell nobody.
    Good:
        Many people have thoughts of self-harm and tell nobody. If you do, call or text 988.
    """
    if not speaks(article, facts):
        return
    text = article.text
    first = first_sign(text)
    if first is None:
        return
    lines = crisis_lines(article, facts)
    numbers = {line.number for line in lines} or {line.number for line in CRISIS_LINES.values()}
    numbers.update(facts.lines("numbers"))
    if any(_gives_number(text, number) for number in numbers) or _OLD_NUMBER.search(
        "\n".join(b.text for b in text.blocks)
    ):
        return  # an old number alone is crisis-line-outdated's
    line = lines[0] if lines else CRISIS_LINES["US"]
    end = len(article.source.text.rstrip())
    newline = article.source.newline
    yield Finding(
        first.span,
        "The text speaks of suicide or self-harm, and gives no number to call.",
        f"Add a line such as: “{line.sentence}”",
        severity=by_status(article),
        fix=Fix((Edit(Span(end, end), f"{newline}{newline}{line.sentence}"),), title=f"add a line with {line.number}"),
    )


def crisis_lines(article: Article, facts: Facts) -> tuple[CrisisLine, ...]:
    """Return the crisis lines of the clinic's country, and of the one that the article's language names."""
    config = facts.config
    found = [place.crisis_line for code in sorted(in_force(config.jurisdictions)) if (place := JURISDICTIONS.get(code))]
    lines = [line for line in found if line]
    if not lines and config.address.country in CRISIS_LINES:
        lines.append(CRISIS_LINES[config.address.country])
    for language in (article.lang, config.language if not lines else ""):
        region = re.search(r"-([A-Za-z]{2})$", language)
        if region and (line := CRISIS_LINES.get(region.group(1).upper())):
            lines.append(line)
    return tuple(lines)


_CALLS: Final = Regex(
    r"\b(?:call\w*|text\w*|dial\w*|phon(?:e|ing)|reach\w*|contact\w*|lifeline|helpline|hotline|crisis|chat|number|ring|samaritans|available|24/7)\b"
)


def _gives_number(text: Text, number: str) -> bool:
    """Whether a number stands in the text as one to call or text: a word of that kind stands in its paragraph."""
    compact = number.replace(" ", "")
    pattern = Regex(r"(?<![\d$\u20ac\u00a3.,-])" + r"[\s-]?".join(compact) + r"(?![\d%]|[.,-]\d)")
    for index, block in enumerate(text.blocks):
        lower = block.text.lower()
        if compact[0] in lower and (found := pattern.search(lower)):
            if lower.strip(" .:!") == found.group():
                return True  # it stands alone, as numbers to call do
            near = " ".join(other.text.lower() for other in text.blocks[max(0, index - 1) : index + 1])
            if _CALLS.search(near):
                return True
    return False


_OLD_CUES: Final = Cues(words_of("273"))
_DOMAIN_CUES: Final = Cues(words_of("suicidepreventionlifeline"))
_LINE_CUES: Final = Cues(words_of("988"))
_THREE_CUES: Final = Cues(words_of("3 three"))
_OLD_NUMBER: Final = Regex(
    r"(?:\+?1[\s.-]?)?\(?800\)?[\s.-]*273[\s.-]*(?:8255|TALK)(?:\s*\((?:8255|TALK)\))?", re.IGNORECASE
)
_OLD_DOMAIN: Final = Regex(r"(?:www\.)?suicidepreventionlifeline\.org", re.IGNORECASE)
_PRESS_3: Final = Regex(
    r"\b(?:press(?:ing)?|option|dial(?:ing)?|then|select)\s+(?:#\s*|[\"'\u2018\u201c])?(?:3|three)\b", re.IGNORECASE
)
_ENDED: Final = Regex(
    r"\b(?:end(?:ed|s)|no longer|discontinu\w+|closed|shut|formerly|used to|until|was|stopped|terminat\w+|eliminat\w+|removed)\b"
)


def crisis_line_outdated(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of the old number or web address of the crisis line, or of its option 3, which ended in July 2025.

    The old number may stand beside 988, which has taken its place.

    Why: Three digits can be kept in mind in a crisis. An option that is gone leads a young caller nowhere.
    Fix: Safe. It writes the new number or address.
    Source: 988 Suicide & Crisis Lifeline, 988lifeline.org (verify); SAMHSA's statement on the 988 Press 3 option of June 17, 2025, in force July 17, 2025, as reported by KFF Health News, August 19, 2025.
    Checked: 2026-11-23
    Bad:
        Call the National Suicide Prevention Lifeline at 1-800-273-8255.
    Good:
        Call or text 988, the Suicide & Crisis Lifeline (once 1-800-273-8255).
    """
    text, source = article.text, article.source.text
    if text.has(_OLD_CUES) and not (text.has(_LINE_CUES) and _gives_number(text, "988")):
        for block in text.blocks:
            for match in _OLD_NUMBER.finditer(block.text):
                span = block.span(match.start(), match.end())
                whole = source[span.start : span.end] == match.group()
                yield _outdated(article, span, "number", "988", whole=whole)
    markdown = article.markdown
    if (
        text.has(_DOMAIN_CUES)
        or any("lifeline" in link.target.lower() for link in markdown.links)
        or any("lifeline" in tag.text.lower() for tag in markdown.html)
    ):
        for match in _OLD_DOMAIN.finditer(source, article.front.body):
            yield _outdated(article, Span(*match.span()), "web address", "988lifeline.org")
    if text.has(_LINE_CUES) and text.has(_THREE_CUES):
        yield from _option_3(article)


def _outdated(article: Article, span: Span, what: str, better: str, *, whole: bool = True) -> Finding:
    return Finding(
        span,
        f"This is the crisis line's old {what}.",
        f"Write {better}.",
        severity=by_status(article),
        fix=Fix((Edit(span, better),), title=f"write {better}") if whole else None,
    )


def _option_3(article: Article) -> Iterator[Finding]:
    for block, prose in enumerate(article.text.blocks):
        if "988" not in prose.text:
            continue
        for start, end in article.text.all_sentences(block):
            sentence = prose.text[start:end]
            match = _PRESS_3.search(sentence)
            if match and not _ENDED.search(sentence.lower()):
                yield Finding(
                    prose.span(start + match.start(), start + match.end()),
                    "The crisis line's option 3 ended in July 2025.",
                    "Leave it out. The Trevor Project answers LGBTQ youth at 1-866-488-7386.",
                    severity=by_status(article),
                )
