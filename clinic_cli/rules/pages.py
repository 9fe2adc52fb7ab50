"""A rule's page, for the terminal and for the documentation, from the rule's own docstring.

`python -m clinic_cli.rules.pages docs/rules` writes the documentation anew.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.jurisdictions import JURISDICTIONS
from clinic_cli.rules.registry import RULES
from clinic_cli.rules.rule import CATEGORIES
from clinic_cli.writing import remove_file, write_file

if TYPE_CHECKING:
    from clinic_cli.rules.rule import Category, Option, Rule

_ABOUT: Final = {
    "form": "Whether a file can be read, and holds what its kind of document needs.",
    "accessibility": "What some readers would miss.",
    "consent": "Whether the client said yes, to what, and until when.",
    "privacy": "What gives a client away.",
    "claims": "What the clinic says of its own work.",
    "ethics": "How words and pictures came about, and who speaks.",
    "safety": "What could hurt a reader, and what could help one.",
}
_VERIFY: Final = "Sources marked (verify) were not read in the original; look them up before you rely on them."


WIDTH: Final = 100


def render_list(*categories: Category, width: int = WIDTH) -> str:
    """Return the rules of categories, of all where none is named, in so many columns."""
    widest = max(len(rule.name) for rule in RULES)
    lines: list[str] = []
    for category in categories or CATEGORIES:
        lines += ["", category] if lines else [category]
        for rule in RULES:
            if rule.category == category:
                on = "" if rule.default else " (opt-in)"
                line = f"  {rule.name:<{widest}}  {rule.severity.value:<7}  {rule.page.summary}{on}"
                lines.append(textwrap.fill(line, width, subsequent_indent=" " * 6))
    return "\n".join(lines) + "\n"


def render_page(rule: Rule, width: int = WIDTH) -> str:
    """Return one rule's page as Markdown, in so many columns."""
    page = rule.page
    prose = [page.summary, " · ".join(_traits(rule)), page.what]
    prose += [f"**{heading}:** {text}" for heading, text in page.sections.items()]
    if "(verify)" in page.sections.get("Source", ""):
        prose.append(_VERIFY)
    parts = [f"# {rule.name}", *(textwrap.fill(text, width) for text in prose if text)]
    if rule.options:
        parts += ["## Options", "\n".join(map(_option, rule.options)), _setting(rule)]
    for heading, examples in (("Bad", page.bad), ("Good", page.good)):
        parts += [f"## {heading}\n\n```\n{example}```" for example in examples]
    return "\n\n".join(parts) + "\n"


def _traits(rule: Rule) -> list[str]:
    """Return what a rule is, in a few words each."""
    traits = [
        f"Category {rule.category}",
        rule.severity.value,
        "on by default" if rule.default else "opt-in",
        f"{rule.who.value.replace('-', ' ')} can act",
    ]
    if rule.jurisdictions:
        traits.append("only in " + ", ".join(JURISDICTIONS[code].name for code in rule.jurisdictions))
    if rule.publishing:
        traits.append("on a draft, part of the note Before publishing")
    if rule.locked:
        traits.append("cannot be suppressed")
    return traits


def _option(option: Option) -> str:
    return f"- `{option.name}`, {option.kind}: {option.doc} Default: {_toml(option.default, short=True)}."


def _setting(rule: Rule) -> str:
    lines = "\n".join(f"{option.name} = {_toml(option.default)}" for option in rule.options)
    return f"```toml\n[lint.options.{rule.name}]\n{lines}\n```"


def _toml(value: int | str | tuple[str, ...], *, short: bool = False) -> str:
    if isinstance(value, tuple):
        if short:
            return f"{len(value)} of them" if value else "none"
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    if isinstance(value, str):
        return f'"{value}"' if value or not short else "none"
    return str(value)


def render_index() -> str:
    """Return the list of all pages as Markdown."""
    parts = [
        "# Rules",
        textwrap.fill(
            "What `clinic lint` looks for, by category. Errors about what a text says are warnings until it is published. "
            "`clinic rule NAME` shows the same pages. They say where a rule comes from; for what a law asks of your "
            "clinic, ask a lawyer.",
            100,
        ),
    ]
    for category in CATEGORIES:
        rows = ["| rule | severity | finds |", "|---|---|---|"]
        for rule in RULES:
            if rule.category == category:
                severity = rule.severity.value + ("" if rule.default else ", opt-in")
                finds = rule.page.summary.removeprefix("Tell of ").rstrip(".").replace("|", "\\|")
                rows.append(f"| [{rule.name}]({rule.name}.md) | {severity} | {finds} |")
        parts += [f"## {category}", _ABOUT[category], "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def documents() -> dict[str, str]:
    """Return the documentation of all rules, by file name."""
    return {"index.md": render_index(), **{f"{rule.name}.md": render_page(rule) for rule in RULES}}


def write(folder: Path) -> None:
    """Write the documentation into a folder, and take out pages of rules that are gone."""
    pages = documents()
    for name, text in pages.items():
        write_file(folder / name, text.encode(), durable=False)
    for stale in folder.glob("*.md"):
        if stale.name not in pages:
            remove_file(stale)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
