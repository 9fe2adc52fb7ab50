"""Where the time of a cold run goes: by stage, and by rule, in microseconds an article."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.jobs import DAY
from clinic_cli.content.article import parse_article
from clinic_cli.content.frontmatter import read_front_matter
from clinic_cli.lint.engine import file_finder
from clinic_cli.lint.selection import select_rules
from clinic_cli.rules.registry import RULES
from clinic_cli.rules.rule import Facts
from clinic_cli.source import read_bytes
from clinic_cli.workspace import Workspace

ROUNDS = 5
T = TypeVar("T")


def measure(clinic: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the cost of each stage, and of each rule, for the articles of a clinic; the least of several rounds."""
    workspace = Workspace.open(clinic)
    stages: dict[str, float] = {}
    rules: dict[str, float] = {}
    gc.disable()
    for _ in range(ROUNDS):
        for known, found in zip((stages, rules), _round(workspace), strict=True):
            known.update({name: min(cost, known.get(name, cost)) for name, cost in found.items()})
    gc.enable()
    default = {rule.name for rule in RULES if rule.default}
    stages["decode it"] = max(stages["decode it"] - stages["read the file"], 0)
    stages["front matter, validated"] = max(stages["front matter, validated"] - stages["front matter"], 0)
    stages["rules that are on by default"] = sum(cost for name, cost in rules.items() if name in default)
    stages["all rules"] = sum(rules.values())
    return stages, rules


def _round(workspace: Workspace) -> tuple[dict[str, float], dict[str, float]]:
    root, config = workspace.root, workspace.config
    paths = workspace.listing().articles
    stages: dict[str, float] = {}
    rules: dict[str, float] = {}

    def timed(name: str, into: dict[str, float], work: Callable[[], list[T]]) -> list[T]:
        began = time.perf_counter()
        found = work()
        into[name] = (time.perf_counter() - began) / len(paths) * 1e6
        return found

    data = timed("read the file", stages, lambda: [read_bytes(f"{root}/{path}") for path in paths])
    timed("hash it", stages, lambda: [hashlib.sha256(each).hexdigest() for each in data])
    sources = timed("decode it", stages, lambda: [workspace.read(path) for path in paths])
    timed("front matter", stages, lambda: [read_front_matter(source) for source in sources])
    articles = timed(
        "front matter, validated", stages, lambda: [parse_article(source, config.timezone) for source in sources]
    )
    timed("Markdown", stages, lambda: [article.markdown for article in articles])
    timed("words", stages, lambda: [article.text.words for article in articles])
    facts = Facts(date.fromisoformat(DAY), config, file_finder(root))
    for rule in select_rules(config, ("all",)).rules:
        if rule.article:
            known = facts._replace(options=rule.settings({})) if rule.options else facts
            timed(
                rule.name, rules, lambda rule=rule, known=known: [list(rule.article(each, known)) for each in articles]
            )
    return stages, rules
