"""What a report may say once it leaves the terminal: of what is private, the place and the rule, never the words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from clinic_cli.content import schema
from clinic_cli.content.checking import closest
from clinic_cli.content.regex import Regex
from clinic_cli.rules.registry import BY_NAME

if TYPE_CHECKING:
    from clinic_cli.content.schema import Field
    from clinic_cli.diagnostics import Diagnostic

_QUOTED: Final = Regex(r"`([^`]*)`")
_NUMBER: Final = Regex(r"(?<=the number |nd this is )[-+\w]+(?:\.\w+)*")
_MARKED: Final = Regex(r"(?<![\w`])[*&!][^\s)]{2,}")
_WITHHELD: Final = "`...`"


def redacted(diagnostic: Diagnostic) -> Diagnostic:
    """Return a finding as it may leave the terminal.

    Of a finding about consent or privacy, or about anything in a file of testimonials, the place and the rule stay.
    Findings about the form of a testimonial keep their sentence, without any word that the schema does not know.
    """
    if not diagnostic.private:
        return diagnostic
    name = diagnostic.rule
    if diagnostic.category == "form":
        fix = diagnostic.fix
        harmless = fix is not None and all(_is_known(edit.text) or not edit.text for edit in fix.edits)
        return diagnostic._replace(
            message=_scrub(diagnostic.message), help=_scrub(diagnostic.help), fix=fix if harmless else None
        )
    rule = BY_NAME.get(name)
    message = rule.page.summary.removeprefix("Tell of ") if rule else "A finding that is not told here."
    return diagnostic._replace(
        message=message[:1].upper() + message[1:],
        help=f"The words stay in the terminal: run `clinic lint` there, or see `clinic rule {name}`.",
        fix=None,
    )


def _scrub(text: str) -> str:
    parts = _QUOTED.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = _MARKED.sub("...", _NUMBER.sub(_short_number, parts[at]))
    for at in range(1, len(parts), 2):
        parts[at] = f"`{parts[at]}`" if _is_known(parts[at]) else _WITHHELD
    return "".join(parts)


def _short_number(match: re.Match[str]) -> str:
    """Return a number that is too short to be anybody's."""
    return match[0] if sum(map(str.isdigit, match[0])) < 4 else "..."


@lru_cache(1024)
def _is_known(word: str) -> bool:
    """Whether a word is the schema's or clinic's own, nearly so, or an opaque id."""
    known = _vocabulary()
    if len(word) > 60:
        return False
    if word in known or re.fullmatch(schema.TESTIMONIAL_ID, word):
        return True
    key = word.partition(":")[0]
    return (key in known and word.endswith(": ...")) or closest(word, known) is not None


@cache
def _vocabulary() -> tuple[str, ...]:
    words: dict[str, None] = {"- id: t-...": None, "- id:": None, "<<": None, "x-": None}

    def take(field: Field) -> None:
        words[field.name] = None
        words.update(dict.fromkeys(field.choices))
        for child in (*field.fields, *((field.items,) if field.items else ())):
            take(child)

    take(schema.TESTIMONIAL)
    take(schema.ARTICLE)
    return (*words, *BY_NAME)
