"""A new clinic's folder: the files that `clinic init` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from clinic_cli.authoring import author_table, split_byline, toml_text
from clinic_cli.config import Author, Config, parse_config
from clinic_cli.content.jsonschema import json_schema
from clinic_cli.content.slugs import slug_of
from clinic_cli.errors import ConfigError
from clinic_cli.source import SourceFile

SCHEMAS: Final = ".vscode"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a clinic says of itself; everything may be left empty."""

    name: str
    url: str = ""
    timezone: str = ""
    sms: str = ""
    hours: str = ""
    jurisdictions: tuple[str, ...] = ()
    author: str = ""
    license_number: str = ""


def scaffold(answers: Answers, today: date) -> dict[str, str]:
    """Return the files of a new clinic, by path."""
    return {
        "clinic.toml": _config(answers),
        "articles/welcome.md": _article(answers, today),
        "testimonials.yaml": _TESTIMONIALS,
        ".gitignore": "# words without a recorded consent never enter git, as git never forgets\ntestimonials.inbox.yaml\nconsent-forms/\n.clinic/\npublic/\n",
        ".github/workflows/content.yml": _WORKFLOW.replace("NIGHT", _night(answers.timezone, today)),
        ".vscode/settings.json": _SETTINGS,
        **{
            f"{SCHEMAS}/{name}.schema.json": json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"
            for name in ("article", "testimonial", "config")
        },
    }


def config_of(answers: Answers) -> Config:
    """Return the settings of a new clinic; raise ConfigError where an answer cannot be one."""
    return parse_config(SourceFile("clinic.toml", _config(answers).encode(errors="backslashreplace")))


def refusal(key: str, value: str) -> tuple[str, str] | None:
    """Return why the configuration cannot hold what a clinic says of itself, and what to write, or None."""
    changed: dict[str, Any] = {key: tuple(places(value)) if key == "jurisdictions" else value}
    answers = replace(Answers("Sample"), **changed)
    try:
        config_of(answers)
    except ConfigError as error:
        return error.what, error.help
    return None


def places(words: str) -> list[str]:
    """Return the places whose laws apply, of words between commas or spaces: a state with its country before it."""
    named = words.replace(",", " ").split()
    return list(
        dict.fromkeys(place for each in named for place in (["us", each] if each.startswith("us-") else [each]))
    )


def _config(answers: Answers) -> str:
    lines = [
        "#:schema ./.vscode/config.schema.json",
        "# What clinic knows of us; `clinic schema config` prints all there is.",
        f"name = {toml_text(answers.name)}",
    ]
    lines += [
        f"{key} = {toml_text(value)}"
        for key, value in (
            ("url", answers.url),
            ("timezone", answers.timezone),
            ("sms", answers.sms),
            ("hours", answers.hours),
        )
        if value
    ]
    lines.append('language = "en"')
    if answers.jurisdictions:
        lines.append(f"jurisdictions = [{', '.join(map(toml_text, answers.jurisdictions))}]")
    return "\n".join([*lines, "", author_table(_author(answers))])


def _author(answers: Answers) -> Author:
    name, credentials = split_byline(answers.author or "Sample Author")
    return Author(slug_of(name), name, credentials, license_number=answers.license_number)


def _article(answers: Answers, today: date) -> str:
    return _ARTICLE.replace("AUTHOR", _author(answers).id).replace("DATE", today.isoformat())


def _night(timezone: str, today: date) -> str:
    """Return the minute and hour in UTC, as cron takes them, that come soon after midnight at the clinic all year."""
    try:
        zone = ZoneInfo(timezone or "UTC")
    except (ValueError, OSError, KeyError):  # which the configuration tells of
        zone = ZoneInfo("UTC")
    offsets = [datetime(today.year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7)]
    minutes = (17 - int(min(offsets).total_seconds()) // 60) % (24 * 60)
    return f"{minutes % 60} {minutes // 60}"


_ARTICLE: Final = """\
---
title: Welcome to our articles
description: A sample article that shows how a page is written; change its words or delete it when you are ready.
authors: [AUTHOR]
date: DATE
status: published
tags: [welcome]
---

This is a sample. It shows what an article is made of: a few keys at the top, and plain text below.

## Write as you speak

Leave an empty line between paragraphs. Put *asterisks* around a word to stress it, and begin a line with two number
signs to make a heading, as above.

## What comes next

Run `clinic lint` to see whether anything is missing, and `clinic export html` to make pages of it.
"""

_TESTIMONIALS: Final = """\
# Testimonials whose clients consented. Add one with: clinic new testimonial
# Words without a consent belong in testimonials.inbox.yaml, which stays out of git.
[]
"""

_SETTINGS: Final = (
    json.dumps(
        {
            "yaml.schemas": {"./.vscode/testimonial.schema.json": ["testimonials.yaml", "testimonials.inbox.yaml"]},
            "evenBetterToml.schema.associations": {"clinic\\.toml$": "./.vscode/config.schema.json"},
        },
        indent=2,
    )
    + "\n"
)

_WORKFLOW: Final = """\
# Checks every change, and exports each night, so that a consent that has lapsed leaves the site too.
name: Content
on:
  push:
  pull_request:
  schedule:
    - cron: "NIGHT * * *" # soon after midnight, when the last day of a consent is over
permissions:
  contents: read
jobs:
  content:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install clinic-cli
      - run: clinic lint
      # whatever is wrong, words that may not leave are taken out
      - run: clinic export html --out public
        if: ${{ !cancelled() }}
      - uses: actions/upload-artifact@v4
        if: ${{ !cancelled() }}
        with:
          name: site
          path: public
"""
