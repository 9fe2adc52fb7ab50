"""Accessibility: what readers who cannot see would miss of pictures, and text that is hard to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Finding
from clinic_cli.rules.language import speaks
from clinic_cli.rules.readability import WORDS_AT_LEAST, about, readability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.rules.rule import Facts


def missing_alt_text(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture at the head of an article without a text for people who cannot see it.

    A picture that says nothing the text does not is marked `decorative: true`. In the body an empty text between the
    brackets says the same.

    Why: People who use a screen reader hear nothing, or the file's name.
    Source: WCAG 2.1, success criterion 1.1.1, Non-text Content.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
        date: 2026-03-01
        status: published
        image:
          src: https://example.org/path.jpg
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        image:
          src: https://example.org/path.jpg
          alt: A gravel path between two rows of lime trees
        ---
        Text.
    """
    image = article.image
    if image and image.src and not image.alt and not image.decorative:
        at = article.at("image", "alt")
        span = at if at != article.at("image") else article.at("image", "src")
        yield Finding(
            span,
            "The picture has no text for people who cannot see it.",
            "Write `alt: ...` with what it shows, or `decorative: true` if it only adorns.",
            "a text for the picture (`alt`)",
        )


_FILE_NAME: Final = Regex(
    r"[\w .()-]*\.(?:jpe?g|png|gif|webp|svg|avif|heic|tiff?|bmp)|(?:img|dsc|dscn|dscf|pxl|mvimg|screenshot|screen shot|image|photo|picture|untitled|unnamed)[\W_]*[\d_\W]*"
    r"|(?:shutterstock|pexels|unsplash|istock(?:photo)?|adobe-?stock|gettyimages|depositphotos|pixabay|canva)[_-][\w-]+"
    r"|screen ?shot[\W\d_]+at[\W\d_]+(?:[ap]m)?|untitled design[\W\d_]*"
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])[a-f0-9-]{12,}",
    re.IGNORECASE,
)
_IMAGE_OF: Final = Regex(
    r"(?:an? |the |this is an? )?(?:image|picture|photo|photograph|graphic|pic|stock photo|stock image)\s+(?:of|showing|that shows)\b",
    re.IGNORECASE,
)
_BEGINNINGS: Final = (
    *("image", "picture", "photo", "graphic", "pic", "stock", "an image", "a picture", "a photo", "a graphic", "a pic"),
    *("a stock", "the ", "this is "),
)
_EMPTY_WORDS: Final = frozenset(
    [
        "image",
        "picture",
        "photo",
        "photograph",
        "graphic",
        "pic",
        "logo",
        "icon",
        "banner",
        "header",
        "hero",
        "thumbnail",
        "alt",
        "placeholder",
        "spacer",
    ]
) | {
    "alt text",
    "image alt text",
    "hero image",
    "header image",
    "featured image",
    "stock photo",
    "blog image",
    "decorative",
}


def useless_alt_text(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture whose text is a file name, "photo", or begins with "image of".

    In the body an empty text between the brackets says that the picture only adorns, and is fine.

    Why: A screen reader says that it is an image by itself. A file name says nothing.
    Source: WCAG 2.1, success criterion 1.1.1, and its failure F30.
    Checked: 2026-11-23
    Bad:
        ![IMG_2041.jpg](https://example.org/IMG_2041.jpg)
    Good:
        ![A gravel path between lime trees](https://example.org/path.jpg)
    """
    for image in article.markdown.images:
        if told := _useless(image.text, article, facts):
            yield Finding(image.words, *told)
    hero = article.image
    if hero and hero.alt and (told := _useless(hero.alt, article, facts)):
        yield Finding(article.at("image", "alt"), *told)


def _useless(alt: str, article: Article, facts: Facts) -> tuple[str, str] | None:
    """Return what is wrong with a picture's text and what to do, or None."""
    text = " ".join(alt.split()).strip(" .:")
    lower = text.lower()
    if not text:
        return None
    if (text[-1].isdigit() or text[-1] == ")" or "." in text or " " not in text) and _FILE_NAME.fullmatch(text):
        return "The picture's text is a file name.", "Write what the picture shows."
    if lower in _EMPTY_WORDS:
        return f"“{text}” does not say what the picture shows.", "Write what it shows."
    if lower.startswith(_BEGINNINGS) and speaks(article, facts) and _IMAGE_OF.match(text):
        return "Screen readers say that this is an image by themselves.", "Begin with what it shows."
    return None


_MARGIN: Final = 4
"""How far the grade in a hurry may lie below the real one."""


def reading_grade(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of an article that asks for more years of school than most readers have.

    It takes the Flesch-Kincaid grade of texts of a hundred words or more, and names the hardest sentences.

    Why: About half of all adults read at grade 8 or below, and a worried reader reads worse.
    Source: J. P. Kincaid et al., Derivation of New Readability Formulas, 1975; WCAG 2.1, success criterion 3.1.5 (level AAA).
    Checked: 2026-11-23
    Bad:
        Intersubjective conceptualisations of psychotherapeutic relationality notwithstanding, practitioners
        characteristically operationalise attunement heterogeneously, necessitating considerable interdisciplinary
        deliberation regarding methodological standardisation. Consequently, institutional authorities increasingly
        recommend comprehensive evaluation frameworks incorporating multidimensional assessment instruments alongside
        qualitative participant testimony. Nevertheless, epistemological disagreements concerning generalisability
        continue undermining collaborative implementation, particularly throughout geographically heterogeneous
        communities experiencing disproportionate socioeconomic disadvantage. Accordingly, contemporary investigators
        advocate participatory methodologies emphasising contextual sensitivity, organisational accountability,
        transparent communication, proportionate interpretation, longitudinal observation, reflexive documentation,
        interprofessional supervision, culturally responsive adaptation, equitable dissemination, sustainable
        implementation, collaborative governance, responsible experimentation, deliberate professional development,
        continuous organisational learning, systematic quality improvement, methodological pluralism, institutional
        memory, proportionate regulation, representative participation and unambiguous terminology.
    Good:
        Begin with ten minutes.
    """
    if not speaks(article, facts) or not article.readable:
        return
    if about(article.text) < facts.number("grade") - _MARGIN:
        return
    measured = readability(article.text)
    if measured.words < WORDS_AT_LEAST or measured.grade <= facts.number("grade"):
        return
    for prose, start, end in measured.hardest[:1]:
        places = [article.source.lines.location(prose.offset(start)).line for prose, start, _ in measured.hardest]
        lines = ", ".join(map(str, sorted(dict.fromkeys(places))))
        yield Finding(
            prose.span(start, end),
            f"The text reads at grade {measured.grade:.0f}. This sentence is the hardest.",
            f"Split long sentences and use short words. Begin with line{'s' if ',' in lines else ''} {lines}.",
        )
