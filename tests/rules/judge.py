"""A rule run over an example or a sentence, in memory, as the engine runs it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from clinic_cli.config import parse_config
from clinic_cli.content.article import parse_article
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.lint.linter import Linter
from clinic_cli.lint.selection import Selection
from clinic_cli.rules.registry import BY_NAME
from clinic_cli.source import SourceFile

if TYPE_CHECKING:
    from clinic_cli.diagnostics import Diagnostic

TODAY = date(2026, 6, 15)
CALIFORNIA = 'name = "Sample Clinic"\njurisdictions = ["us-ca"]\n'
PUBLISHED = """\
---
title: A walk in the park
description: Why a slow walk calms body and mind, and how to begin with ten minutes a day.
authors: [sample-author]
date: 2026-03-01
status: published
---

"""
RECORD = {
    "id": "t-0001",
    "status": "published",
    "quote": "A calm place.",
    "attribution": "Anonymous",
    "consent": "\n    ref: form-17\n    signed_on: 2026-02-01\n    expires_on: 2027-01-31",
}
_PART = re.compile(r"^==> (\S+) <==\n", re.MULTILINE)


def expand(example: str) -> dict[str, str]:
    """Return the files that an example of a rule's page stands for, by path."""
    parts = _PART.split(example)
    if len(parts) > 1:
        return dict(zip(parts[1::2], parts[2::2], strict=True))
    if example.startswith("---"):
        return {"articles/example.md": example}
    if example.startswith("- "):
        return {"testimonials.yaml": example}
    if re.match(r"[a-z_]+:(?: |$)", example, re.MULTILINE):
        return {"testimonials.yaml": record(example)}
    return {"articles/example.md": PUBLISHED + example}


def record(keys: str) -> str:
    """Return testimonials.yaml of one published record, which has some keys in place of the usual ones."""
    own = re.findall(r"^([a-z_]+):", keys, re.MULTILINE)
    lines = [f"{key}: {value}" for key, value in RECORD.items() if key not in own]
    lines += ["  " + line if line.strip() else "" for line in keys.rstrip("\n").split("\n")]
    return (
        "- "
        + "\n  ".join(line.removeprefix("  ") if n >= len(RECORD) - len(own) else line for n, line in enumerate(lines))
        + "\n"
    )


def judge(rule: str, files: dict[str, str] | str, *, config: str = CALIFORNIA) -> list[Diagnostic]:
    """Return what one rule finds in files, or in what an example stands for."""
    files = expand(files) if isinstance(files, str) else files
    settings = parse_config(SourceFile("clinic.toml", files.get("clinic.toml", config).encode()))
    linter = Linter(settings, Selection((BY_NAME[rule],), {}, {}), TODAY, files.__contains__)
    found: list[Diagnostic] = []
    articles, testimonials = [], []
    for path, text in sorted(files.items()):
        source = SourceFile(path, text.encode())
        if path.startswith("articles/"):
            examined = linter.article(parse_article(source))
            articles += examined.summaries
        elif path.startswith("testimonials"):
            examined = linter.testimonial_file(parse_testimonials(source))
            testimonials += examined.summaries
        else:
            continue
        found += examined.diagnostics
    return [*found, *linter.across(articles, testimonials).diagnostics]
