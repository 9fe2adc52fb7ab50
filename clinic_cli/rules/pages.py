"""A rule's page, for the terminal and for the documentation, from the rule's own docstring."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from clinic_cli.rules import RULES

if TYPE_CHECKING:
    from clinic_cli.rules.rule import Rule


def render_list() -> str:
    """Return all rules, by category, a line each."""
    width = max(len(rule.name) for rule in RULES)
    lines: list[str] = []
    category = ""
    for rule in RULES:
        if rule.category != category:
            category = rule.category
            lines += ["", category] if lines else [category]
        on = "" if rule.default else " (opt-in)"
        lines.append(f"  {rule.name:<{width}}  {rule.severity.value:<7}  {rule.page.summary}{on}")
    return "\n".join(lines) + "\n"


def render_page(rule: Rule) -> str:
    """Return one rule's page as Markdown."""
    page = rule.page
    on = "on by default" if rule.default else "opt-in"
    parts = [
        f"# {rule.name}",
        page.summary,
        f"Category {rule.category} · {rule.severity.value} · {on} · {rule.who.value.replace('-', ' ')} can act",
    ]
    if page.what:
        parts.append(textwrap.fill(page.what, 100))
    parts += [textwrap.fill(f"{heading}: {text}", 100) for heading, text in page.sections.items()]
    for heading, examples in (("Bad", page.bad), ("Good", page.good)):
        parts += [f"## {heading}\n\n```\n{example}```" for example in examples]
    return "\n\n".join(parts) + "\n"
