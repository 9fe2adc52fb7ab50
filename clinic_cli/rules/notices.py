"""Safety: who checked an article, and the notices that a clinic wants to see."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from clinic_cli.content.cues import Cues
from clinic_cli.diagnostics import Finding
from clinic_cli.rules.language import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.text import Text
    from clinic_cli.rules.rule import Facts


def review_missing(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article on a clinical topic that no clinician has checked.

    Its tags say what an article is about. The reviewer is in the roster, with credentials.

    Why: Health information that a clinician has checked is safer, and readers and search engines trust it more.
    Source: schema.org, MedicalWebPage, `reviewedBy` and `lastReviewed`; editorial practice.
    Checked: 2026-11-23
    Bad:
        ---
        title: Living with panic
        tags: [panic]
        status: published
        ---
        Text.
    Good:
        ==> clinic.toml <==
        [authors.sample-reviewer]
        name = "Sample Reviewer"
        credentials = "PhD"
        ==> articles/panic.md <==
        ---
        title: Living with panic
        tags: [panic]
        status: published
        reviewed_by: sample-reviewer
        last_reviewed: 2026-03-01
        ---
        Text.
    """
    topics = _topics(facts.lines("topics"))
    topic = next((tag for tag in article.tags if _folded(tag) in topics), "")
    if not topic:
        return
    reviewer = facts.config.authors.get(article.reviewed_by)
    if not article.reviewed_by:
        yield Finding(
            article.at("tags"),
            f"The article is about {topic}, and no clinician has checked it.",
            "Write `reviewed_by: ...` and `last_reviewed: ...`.",
            "a clinician's check (`reviewed_by`)",
        )
    elif reviewer is not None and not (reviewer.credentials or reviewer.license_kind):
        yield Finding(
            article.at("reviewed_by"),
            f"{reviewer.name} checked the article, and the roster names no credentials.",
            "Add them to the roster, or ask a clinician.",
            "a check by a clinician with credentials",
        )


@cache
def _topics(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_folded, names))


@lru_cache(maxsize=1024)
def _folded(topic: str) -> str:
    return re.sub(r"[\W_]+", "-", topic.lower()).strip("-")


def review_stale(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a published article whose clinical check is old.

    Why: What is known changes, and so do numbers to call and places to turn to.
    Source: Editorial practice; many health publishers look at each page every two or three years.
    Checked: 2026-11-23
    Bad:
        ---
        title: Living with panic
        status: published
        reviewed_by: sample-reviewer
        last_reviewed: 2023-03-01
        ---
        Text.
    Good:
        ---
        title: Living with panic
        status: published
        reviewed_by: sample-reviewer
        last_reviewed: 2026-03-01
        ---
        Text.
    """
    months = facts.number("months")
    day = article.last_reviewed
    if day and article.status == "published" and _months_after(day, months) < facts.today:
        yield Finding(
            article.at("last_reviewed"),
            f"The last check is more than {months} months old.",
            "Ask a clinician to read the article again, then set the new day.",
        )


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28)) if year <= date.max.year else date.max


def disclaimer_missing(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article without the notice that the clinic wants under each of them.

    It is quiet until `text` is set. Case, white space and punctuation do not count.

    Why: A clinic that promises a notice on each page should not forget it on one.
    Source: The clinic's own policy.
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        [lint.options.disclaimer-missing]
        text = "This article is no medical advice."
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        status: published
        ---
        Text.
    Good:
        ==> clinic.toml <==
        [lint.options.disclaimer-missing]
        text = "This article is no medical advice."
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        status: published
        ---
        Text.

        *This article is no medical advice.*
    """
    wanted = facts.line("text")
    if wanted and article.readable and not _holds(article.text, wanted):
        yield Finding(
            article.at("title"),
            "The clinic's notice is missing.",
            f"Add this line: “{wanted}”",
            "the clinic's notice",
        )


def _holds(text: Text, wanted: str) -> bool:
    words = re.findall(r"\w+", wanted.lower())
    return " ".join(words) in " ".join(re.findall(r"\w+", "\n".join(block.text for block in text.blocks).lower()))


_TEXTING: Final = Cues(words_of("text texting sms texts"))


def sms_notice_missing(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article that asks readers to text the clinic, without the clinic's notice about text messages.

    It is quiet until `text` is set.

    Why: Text messages are not private, rates may apply, and nobody reads them at night. Readers should know before.
    Source: The clinic's own policy; 47 CFR 64.1200 on consent to texts (verify).
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        sms = "+14155550134"
        [lint.options.sms-notice-missing]
        text = "Text messages are not private."
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        status: published
        ---
        Text us at 415-555-0134.
    Good:
        ==> clinic.toml <==
        sms = "+14155550134"
        [lint.options.sms-notice-missing]
        text = "Text messages are not private."
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        status: published
        ---
        Text us at 415-555-0134. Text messages are not private.
    """
    wanted = facts.line("text")
    if not wanted or not article.text.has(_TEXTING):
        return
    digits = re.sub(r"\D", "", facts.config.sms)[-10:]
    link = next((link for link in article.markdown.links if link.target.startswith("sms:")), None)
    for block in article.text.blocks:
        match = re.search(r"\b(?:text|sms)\s+(?:us|me|the clinic)\b", block.text, re.IGNORECASE)
        if match is None and digits:
            match = re.search(r"[\s.-]?".join((rf"\(?{digits[:3]}\)?", digits[3:6], digits[6:])), block.text)
        if (match or link) and not _holds(article.text, wanted):
            span = block.span(*match.span()) if match else link.span if link else article.at("title")
            yield Finding(
                span,
                "Readers are asked to text, and the notice about text messages is missing.",
                f"Add this line: “{wanted}”",
                "the notice about text messages",
            )
            return
