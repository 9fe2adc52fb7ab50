"""What a rule is: one small function, its page, and what it may know besides the document it looks at."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from clinic_cli.diagnostics import Fix, Severity, Who

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.summary import ArticleSummary, Place, TestimonialSummary
    from clinic_cli.content.testimonial import Testimonial, TestimonialFile
    from clinic_cli.diagnostics import Finding

Category = Literal["form", "accessibility", "consent", "privacy", "claims", "ethics", "safety"]
CATEGORIES: Final[tuple[Category, ...]] = ("form", "accessibility", "consent", "privacy", "claims", "ethics", "safety")


@dataclass(frozen=True)
class Facts:
    """What a rule may know besides its document, gathered before the rules run.

    `has_file` tells whether a path from the project's root exists. `options` are those of the rule that asks.
    """

    today: date
    config: Config
    has_file: Callable[[str], bool]
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """Summaries of all documents, in order of path: what rules across files look at."""

    articles: tuple[ArticleSummary, ...]
    testimonials: tuple[TestimonialSummary, ...]


@dataclass(frozen=True, slots=True)
class ProjectFinding:
    """A finding of a rule across files, which names its own place."""

    place: Place
    message: str
    help: str = ""
    severity: Severity | None = None
    fix: Fix | None = None
    todo: str = ""


ArticleCheck = Callable[["Article", Facts], Iterator["Finding"]]
TestimonialCheck = Callable[["Testimonial", Facts], Iterator["Finding"]]
FileCheck = Callable[["TestimonialFile", Facts], Iterator["Finding"]]
ProjectCheck = Callable[[Overview, Facts], Iterator[ProjectFinding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its checks by kind of document, and what the engine needs to know of it.

    `default` rules run unless told otherwise. Findings of `publishing` rules on a draft become one note, "Before
    publishing: ...". `jurisdictions` binds a rule to clinics under one of those laws. `locked` rules cannot be
    suppressed. `run` names the check that carries the rule's docstring.
    """

    run: Callable[..., Iterator[Finding] | Iterator[ProjectFinding]]
    category: Category
    severity: Severity
    who: Who
    article: ArticleCheck | None = None
    testimonial: TestimonialCheck | None = None
    file: FileCheck | None = None
    project: ProjectCheck | None = None
    default: bool = True
    publishing: bool = False
    jurisdictions: tuple[str, ...] = ()
    locked: bool = False

    @cached_property
    def name(self) -> str:
        """The defect's name, as in missing-title."""
        return self.run.__name__.replace("_", "-")

    @cached_property
    def page(self) -> Page:
        """The rule's page, read from its docstring."""
        return read_page(self.run.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's documentation: one sentence, then sections by heading, examples as text files."""

    summary: str
    what: str
    sections: dict[str, str]
    bad: tuple[str, ...]
    good: tuple[str, ...]


_HEADING: Final = re.compile(r"^(Why|Source|Checked|Options|Bad|Good):[ \t]*(.*)$", re.MULTILINE)


def read_page(docstring: str) -> Page:
    """Return the page in a docstring: a first line, a description, and sections that begin with a known heading.

    `Bad:` and `Good:` sections hold one example each, indented; the others hold text.
    """
    text = textwrap.dedent("    " + docstring.strip("\n")).strip()
    parts = _HEADING.split(text)
    head = parts[0].strip()
    summary, _, what = head.partition("\n")
    sections: dict[str, str] = {}
    examples: dict[str, list[str]] = {"Bad": [], "Good": []}
    for at in range(1, len(parts), 3):
        heading, first, rest = parts[at], parts[at + 1], parts[at + 2]
        if heading in examples:
            examples[heading].append(textwrap.dedent(rest.strip("\n")).rstrip() + "\n")
        else:
            sections[heading] = " ".join(f"{first} {rest}".split())
    return Page(summary.strip(), " ".join(what.split()), sections, tuple(examples["Bad"]), tuple(examples["Good"]))


def article_rule(
    check: ArticleCheck, category: Category, severity: Severity, who: Who, **traits: bool | tuple[str, ...]
) -> Rule:
    """Return a rule that looks at one article at a time."""
    return Rule(check, category, severity, who, article=check, **traits)  # type: ignore[arg-type]


def testimonial_rule(
    check: TestimonialCheck, category: Category, severity: Severity, who: Who, **traits: bool | tuple[str, ...]
) -> Rule:
    """Return a rule that looks at one testimonial at a time."""
    return Rule(check, category, severity, who, testimonial=check, **traits)  # type: ignore[arg-type]


def project_rule(
    check: ProjectCheck, category: Category, severity: Severity, who: Who, **traits: bool | tuple[str, ...]
) -> Rule:
    """Return a rule that looks at all documents at once."""
    return Rule(check, category, severity, who, project=check, **traits)  # type: ignore[arg-type]
