"""Claims: what the clinic says of its own work, and whether it can be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.content.article import Article
from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.rules.language import Hit, speaks
from clinic_cli.rules.promises import TRIGGERS, promises
from clinic_cli.rules.rule import by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.rules.rule import Facts


def outcome_guarantee(document: Article | Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a promise that treatment will work: a cure, a guarantee, a hundred percent.

    A promise that is denied ("we can't cure grief"), asked about, quoted, hoped for or warned of is left alone; so is a
    guarantee of something else, such as privacy. In a testimonial it is a warning: the words are the client's, and the
    clinic answers for showing them.

    Why: No treatment works for everybody. A promise that cannot be kept misleads people who are in need.
    Source: Cal. Bus. & Prof. Code 651(b)(3)(A); APA Ethics Code 5.01(b) (verify); for testimonials 16 CFR 255.2(a).
    Checked: 2026-11-23
    Bad:
        Our program cures anxiety, and we guarantee results in six sessions.
    Good:
        We can't cure grief, and no therapist can guarantee an outcome. Many people feel better within weeks.
    """
    if not speaks(document, facts) or not document.text.has(TRIGGERS):
        return
    ours = isinstance(document, Article)
    for hit, strong in promises(document.text):
        yield Finding(
            hit.span,
            f"“{shortened(hit)}” promises what no treatment can keep.",
            "Say what people often find, or what a study found. Leave out the promise."
            if ours
            else "Choose another part of the quote. The client's own words must not be changed.",
            severity=by_status(document) if strong and ours else Severity.WARNING,
        )


def shortened(hit: Hit) -> str:
    """Return the first words of a match, for a message."""
    words = hit.words.split()
    return " ".join(words[:8]) + (" ..." if len(words) > 8 else "")
