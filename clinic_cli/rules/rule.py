"""What a rule is: one small function, its page, and what it may know besides the document it looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import unwrap
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Fix, Severity, Who

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.summary import ArticleSummary, Place, TestimonialSummary
    from clinic_cli.content.testimonial import Testimonial, TestimonialFile
    from clinic_cli.diagnostics import Finding
    from clinic_cli.exporters.manifest import Manifest
    from clinic_cli.lint.suppressions import Suppression

Category = Literal["form", "accessibility", "consent", "privacy", "claims", "ethics", "safety"]
CATEGORIES: Final[tuple[Category, ...]] = ("form", "accessibility", "consent", "privacy", "claims", "ethics", "safety")


class Facts(NamedTuple):
    """What a rule may know besides its document, gathered before the rules run.

    `has_file` tells whether a path from the project's root exists. `options` are those of the rule that asks, its
    defaults filled in. `exports` returns the manifests of the last exports by target, for rules across files only.
    """

    today: date
    config: Config
    has_file: Callable[[str], bool]
    options: Mapping[str, object] = {}
    exports: Callable[[], Mapping[str, Manifest]] = dict

    def number(self, name: str) -> int:
        """Return an option that is a number."""
        value = self.options[name]
        assert isinstance(value, int)
        return value

    def line(self, name: str) -> str:
        """Return an option that is text."""
        return str(self.options[name])

    def lines(self, name: str) -> tuple[str, ...]:
        """Return an option that is a list of texts."""
        value = self.options[name]
        assert isinstance(value, tuple)
        return value


class Option(NamedTuple):
    """A setting of one rule, under [lint.options.RULE]; its default says whether it is a number, text or a list of texts."""

    name: str
    default: int | str | tuple[str, ...]
    doc: str

    @property
    def kind(self) -> str:
        """What the option takes, in words."""
        return {int: "a whole number", str: "text", tuple: "a list of texts"}[type(self.default)]

    def accepts(self, value: object) -> bool:
        """Whether a value from the configuration is of the option's kind."""
        if isinstance(self.default, tuple):
            return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        return type(value) is type(self.default)


class Overview(NamedTuple):
    """Summaries of all documents, in order of path: what rules across files look at."""

    articles: tuple[ArticleSummary, ...]
    testimonials: tuple[TestimonialSummary, ...]


class ProjectFinding(NamedTuple):
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
WordsCheck = Callable[["Article | Testimonial", Facts], Iterator["Finding"]]
ProjectCheck = Callable[[Overview, Facts], Iterator[ProjectFinding]]
SuppressionCheck = Callable[["Suppression", Facts], Iterator[ProjectFinding]]


class Rule(NamedTuple):
    """A rule: its checks by kind of document, and what the engine needs to know of it.

    `default` rules run unless told otherwise. Findings of `publishing` rules on a draft become one note, "Before
    publishing: ...". `jurisdictions` binds a rule to clinics under one of those laws. `locked` rules cannot be
    suppressed. `run` names the check that carries the rule's docstring. Checks are functions, or stand for one that is not
    loaded yet (see `rules.checks`).
    """

    run: Callable[..., Iterator[Finding] | Iterator[ProjectFinding]]
    category: Category
    severity: Severity
    who: Who
    article: ArticleCheck | None = None
    testimonial: TestimonialCheck | None = None
    file: FileCheck | None = None
    project: ProjectCheck | None = None
    suppression: SuppressionCheck | None = None
    default: bool = True
    publishing: bool = False
    jurisdictions: tuple[str, ...] = ()
    locked: bool = False
    options: tuple[Option, ...] = ()

    @property
    def name(self) -> str:
        """The defect's name, as in missing-title."""
        return self.run.__name__.replace("_", "-")

    def settings(self, chosen: Mapping[str, object]) -> dict[str, object]:
        """Return all options of the rule: what the clinic chose, and the defaults."""
        lists = {name: tuple(value) for name, value in chosen.items() if isinstance(value, list)}
        return {**{option.name: option.default for option in self.options}, **chosen, **lists}

    @property
    def page(self) -> Page:
        """The rule's page, read from its docstring."""
        return read_page(unwrap(self.run).__doc__ or "")


class Page(NamedTuple):
    """A rule's documentation: one sentence, then sections by heading, and examples.

    An example is a file that begins with `---` (an article) or `- ` (testimonials.yaml), several under `==> path <==`
    lines, keys of a published testimonial (`quote: ...`), or plain text, the body of a published article.
    """

    summary: str
    what: str
    sections: dict[str, str]
    bad: tuple[str, ...]
    good: tuple[str, ...]


_HEADING: Final = Regex(r"^(Why|Fix|Source|Checked|Bad|Good):[ \t]*(.*)$", re.MULTILINE)


@cache
def read_page(docstring: str) -> Page:
    """Return the page in a docstring: a first line, a description, and sections that begin with a known heading.

    `Bad:` and `Good:` sections hold one example each, indented; the others hold text.
    """
    import textwrap

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


Trait: TypeAlias = bool | tuple[str, ...] | tuple[Option, ...]


def article_rule(check: ArticleCheck, category: Category, severity: Severity, who: Who, **traits: Trait) -> Rule:
    """Return a rule that looks at one article at a time."""
    return Rule(check, category, severity, who, article=check, **traits)  # type: ignore[arg-type]


def testimonial_rule(
    check: TestimonialCheck, category: Category, severity: Severity, who: Who, **traits: Trait
) -> Rule:
    """Return a rule that looks at one testimonial at a time."""
    return Rule(check, category, severity, who, testimonial=check, **traits)  # type: ignore[arg-type]


def project_rule(check: ProjectCheck, category: Category, severity: Severity, who: Who, **traits: Trait) -> Rule:
    """Return a rule that looks at all documents at once."""
    return Rule(check, category, severity, who, project=check, **traits)  # type: ignore[arg-type]


def by_status(document: Article | Testimonial) -> Severity:
    """Return error for what is published, warning for what is still at home."""
    return Severity.ERROR if document.status == "published" else Severity.WARNING
