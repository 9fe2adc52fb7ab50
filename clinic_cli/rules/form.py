"""Form: whether a file can be read, and holds what its kind of document needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli.content.article import PLACEHOLDER, Article
from clinic_cli.content.testimonial import Testimonial
from clinic_cli.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.rules.rule import Facts

    Document = Article | Testimonial | TestimonialFile
    FormCheck = Callable[[Document, Facts], Iterator[Finding]]


REVIEW_AHEAD_DAYS = 14


def _problems(document: Document, rule: str) -> Iterator[Finding]:
    for problem in document.problems:
        if problem.rule == rule:
            yield Finding(problem.span, problem.message, problem.help, fix=problem.fix)


def invalid_front_matter(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of an article whose front matter cannot be read.

    The block of keys between two lines of three dashes is missing, never closed, or not valid YAML; or the file is
    not UTF-8 text.

    Why: A file that cannot be read is left out of every list and export, and other tools may read it differently.
    Source: YAML 1.1 (https://yaml.org/spec/1.1/) and the front matter convention of Jekyll and python-frontmatter.
    Checked: 2026-11-23
    Bad:
        ---
        title: "A walk in the park
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        ---
        Text.
    """
    yield from _problems(document, "invalid-front-matter")


def invalid_yaml(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a testimonials file that cannot be read.

    The file is not a YAML list of records, or not UTF-8 text.

    Why: A file that cannot be read shows no testimonial at all, and nobody sees which consents have lapsed.
    Source: YAML 1.1 (https://yaml.org/spec/1.1/).
    Checked: 2026-11-23
    Bad:
        - id: t-0001
          quote: "A calm place.
    Good:
        - id: t-0001
          quote: A calm place.
    """
    yield from _problems(document, "invalid-yaml")


def duplicate_key(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a key that stands twice in one group.

    Why: Readers of YAML keep the last value without a word, so that the first is lost.
    Source: YAML 1.1, section 3.2.1.3: the keys of a mapping are unique.
    Checked: 2026-11-23
    Bad:
        ---
        title: One
        title: Two
        ---
        Text.
    Good:
        ---
        title: Two
        ---
        Text.
    """
    yield from _problems(document, "duplicate-key")


def conflict_marker(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of the marks that git leaves in a text that two people changed.

    It is told where the three marks stand at the beginnings of lines, in their order: both versions of the text lie
    between them. Blocks of code are left alone.

    Why: To Markdown the marks are headings and quotations, so that a site would show both versions, marks and all.
    Source: The manual of git, git-merge, "How conflicts are presented".
    Checked: 2026-11-23
    Bad:
        <<<<<<< HEAD
        A walk takes ten minutes.
        =======
        A walk takes twenty minutes.
        >>>>>>> a-longer-walk
    Good:
        A walk takes twenty minutes.
    """
    yield from _problems(document, "conflict-marker")


def missing_title(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of an article without a title.

    Why: The title is the page's heading, its link in every list, and what a search shows.
    Source: WCAG 2.1, success criterion 2.4.2, Page Titled.
    Checked: 2026-11-23
    Bad:
        ---
        tags: [calm]
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        ---
        Text.
    """
    yield from _problems(document, "missing-title")


def missing_field(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a key that the document needs and does not have.

    A testimonial always needs an id, and a published one its words and an attribution. A published article needs a
    description, authors and a date; a draft gets one note of what is still to come.

    Why: Lists, feeds and search results are made of these keys.
    Source: The schema of clinic, printed by `clinic schema`.
    Checked: 2026-11-23
    Bad:
        - quote: A calm place.
    Good:
        - id: t-0001
          quote: A calm place.
    """
    yield from _problems(document, "missing-field")
    if isinstance(document, Article):
        yield from _missing_in_article(document)
    elif isinstance(document, Testimonial) and document.status == "published" and not document.revoked:
        faulty = {problem.span for problem in document.problems}
        if not document.quote.strip() and document.at("quote") not in faulty:
            yield Finding(
                document.at("quote") if "quote" in document.node.entries else document.at("id"),
                "A published testimonial has no words.",
                "Write `quote: ...`, or set the status to draft.",
            )
        if not document.attribution and document.at("attribution") not in faulty:
            yield Finding(
                document.at("attribution") if "attribution" in document.node.entries else document.at("id"),
                "A published testimonial has no attribution.",
                "Write `attribution: ...` in the form the client allowed, such as Anonymous.",
            )


def _missing_in_article(article: Article) -> Iterator[Finding]:
    if not article.readable or (article.description and article.date is not None and article.authors):
        return
    faulty = {problem.span for problem in article.problems}
    misspelt = {problem.meant for problem in article.problems}
    wanted = (
        (
            "description",
            bool(article.description),
            "a description",
            "Write `description: ...`, 50 to 160 characters that say what a reader will find.",
            None,
        ),
        ("date", article.date is not None, "a date", "Write `date: ...` as year-month-day.", Severity.WARNING),
        (
            "authors",
            bool(article.authors),
            "an author",
            "Write `authors: [...]` with ids from the roster.",
            Severity.WARNING,
        ),
    )
    for key, present, todo, help, severity in wanted:
        if key == "date" and article.status == "draft":
            continue  # publishing writes the day itself
        if not present and key not in misspelt and article.at(key) not in faulty:
            who_waits = "A published article needs" if article.status == "published" else "The article has not yet got"
            yield Finding(article.at(key), f"{who_waits} {todo}.", help, todo, severity)


def wrong_type(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a value of the wrong kind, such as a list where text belongs.

    YAML reads some words as something else: `no` as false, `12:30` as the number 750, `2024` as a number.

    Why: Another reader of the file would take the value for something you did not mean.
    Fix: Safe. It puts quotes around a text that YAML reads as something else.
    Source: YAML 1.1 type repository (https://yaml.org/type/).
    Checked: 2026-11-23
    Bad:
        ---
        title: no
        ---
        Text.
    Good:
        ---
        title: "No"
        ---
        Text.
    """
    yield from _problems(document, "wrong-type")


def invalid_value(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a value of the right kind that cannot be, such as a thirteenth month.

    Why: What cannot be is most often a slip of the hand, and the document then does something else than you meant.
    Fix: Unsafe, as it guesses. It writes the known word that is nearest.
    Source: The schema of clinic, printed by `clinic schema`.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        date: 2026-13-40
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        date: 2026-12-04
        ---
        Text.
    """
    yield from _problems(document, "invalid-value")


def description_length(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a description that is too short to say something, or too long to be shown whole.

    Why: Search engines and link previews cut a long description in the middle of a sentence.
    Source: Practice of search engines; Google Search Central, "Control your snippets in search results".
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        description: About walks.
        date: 2026-03-01
        status: published
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
        date: 2026-03-01
        status: published
        ---
        Text.
    """
    low, high = facts.number("min"), facts.number("max")
    length = len(article.description)
    if article.description and not low <= length <= high:
        what = "short" if length < low else "long"
        yield Finding(
            article.at("description"),
            f"The description is too {what}: {length} characters.",
            f"Write {low} to {high} characters.",
            f"a description of {low} to {high} characters",
        )


def empty_body(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article without text, or in which the words of a new article still stand.

    Why: A page with nothing but a title disappoints whoever followed the link.
    Source: Editorial practice.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
        date: 2026-03-01
        status: published
        ---
    Good:
        ---
        title: A walk in the park
        ---
        Begin with ten minutes.
    """
    if article.readable and len(article.markdown.prose) < 2 and article.body.strip() in ("", PLACEHOLDER):
        close = article.front.block.close if article.front.block else article.front.start
        yield Finding(close, "The article has no text.", "Write it below the second row of dashes.", "the text")
        return
    for prose in article.markdown.prose if PLACEHOLDER in article.body else ():
        if prose.text.startswith(PLACEHOLDER) and prose.kind == "paragraph":
            yield Finding(
                prose.span(0, len(PLACEHOLDER)),
                f"`{PLACEHOLDER}` still stands in the text.",
                "Delete these words; your own stand beside them.",
                f"taking out `{PLACEHOLDER}`, which still stands in the text",
            )


def date_order(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of dates that contradict each other.

    An article cannot be updated before it is published, nor reviewed before it is written (two weeks before its date
    are allowed, for the review of the last draft) or on a day to come.

    Why: Readers judge health information by its date.
    Source: Editorial practice; schema.org, `dateModified` and `lastReviewed`.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        date: 2026-03-01
        updated: 2026-02-01
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        date: 2026-03-01
        updated: 2026-04-01
        ---
        Text.
    """
    if article.date and article.updated and article.updated < article.date:
        yield Finding(
            article.at("updated"),
            f"The article is updated ({article.updated}) before its date ({article.date}).",
            "Correct one of the two.",
        )
    if article.date and article.last_reviewed and (article.date - article.last_reviewed).days > REVIEW_AHEAD_DAYS:
        yield Finding(
            article.at("last_reviewed"),
            f"The review ({article.last_reviewed}) is older than the article ({article.date}).",
            "Ask a clinician to read the article as it is now, then set the new day.",
            severity=Severity.WARNING,
        )
    if article.last_reviewed and article.last_reviewed > facts.today:
        yield Finding(
            article.at("last_reviewed"),
            f"The review lies in the future ({article.last_reviewed}).",
            "Write the day on which the article was checked.",
        )


def unknown_key(document: Document, facts: Facts) -> Iterator[Finding]:
    """Tell of a key that clinic does not know.

    A key that is nearly a known one, or stands inside `consent`, is an error. Others give one note for the whole
    project, as a clinic that came from another tool has many. Keys that begin with x- are your own.

    Why: A misspelt key is a switch that does nothing: `expire_on` would never let a consent end.
    Fix: Unsafe, as it guesses. It renames the key to the known one that is nearest.
    Source: The schema of clinic, printed by `clinic schema`.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        descripton: Why a slow walk calms body and mind.
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        x-newsletter: 12
        ---
        Text.
    """
    yield from _problems(document, "unknown-key")
