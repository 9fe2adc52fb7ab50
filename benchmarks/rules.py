"""What each rule costs, in microseconds for 1,000 words of articles, beyond parsing and the pass over its words.

Run `python -m benchmarks.rules [FILES...]`; without files it makes articles of its own.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.corpus import CONFIG, article
from clinic_cli.config import parse_config
from clinic_cli.content.article import Article, parse_article
from clinic_cli.rules.registry import RULES
from clinic_cli.rules.rule import Facts
from clinic_cli.source import SourceFile

ARTICLES = 200
ROUNDS = 9
LIMIT = 150
GOAL = 80


def sources(paths: list[str]) -> list[SourceFile]:
    """Return the files named, or articles made for the purpose."""
    if paths:
        return [SourceFile(f"articles/{Path(path).name}", Path(path).read_bytes()) for path in paths]
    return [
        SourceFile(f"articles/walk-{number:06}.md", article(number, ARTICLES).encode()) for number in range(ARTICLES)
    ]


def best(work: Callable[[], object], count: float) -> float:
    """Return the least time that some work took in several rounds, in microseconds a piece."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - start)
    return min(times) / count / 1000


def ready(files: list[SourceFile]) -> list[Article]:
    """Return articles that are parsed, and whose words are known."""
    articles = [parse_article(source) for source in files]
    for each in articles:
        assert each.text.words is not None
    return articles


def run_together(files: list[SourceFile], facts: Facts, *, default: bool) -> float:
    """Return the least microseconds that the rules took together, each article fresh from the parser as in a run."""
    checks = [
        (rule.article, facts._replace(options=rule.settings({})))
        for rule in RULES
        if rule.article and (rule.default or not default)
    ]
    total = 0
    for source in files:
        times = []
        for _ in range(ROUNDS):
            (article,) = ready([source])
            start = time.process_time_ns()
            for check, settings in checks:
                for _finding in check(article, settings):
                    pass
            times.append(time.process_time_ns() - start)
        total += min(times)
    return total / 1000


def main() -> None:
    """Print a line for each rule, then the sum."""
    files = sources(sys.argv[1:])
    count = len(files)
    gc.disable()
    config = parse_config(SourceFile("clinic.toml", CONFIG.encode()))
    facts = Facts(date(2026, 6, 15), config, lambda _: True)
    words = sum(len(each.text.tokens) for each in ready(files)) / count
    print(f"{count} articles of {words:.0f} words on average; microseconds for 1,000 words")
    thousands = sum(len(each.text.tokens) for each in ready(files)) / 1000
    total = 0.0
    lines = []
    for rule in RULES:
        if rule.article is None:
            continue
        settings = facts._replace(options=rule.settings({}))
        articles = ready(files)
        list(rule.article(articles[0], settings))  # compiles what it needs

        def run(articles: list[Article] = articles, rule=rule, settings=settings) -> None:
            for each in articles:
                for _ in rule.article(each, settings):
                    pass

        cost = best(run, thousands)
        total += cost
        lines.append((cost, rule.name, "" if rule.default else "opt-in"))
    for cost, name, note in sorted(lines, reverse=True):
        print(f"{cost:8.2f}  {name:30} {note}")
    together = {default: run_together(files, facts, default=default) / thousands for default in (True, False)}
    print(f"{total:8.2f}  the sum of the lines, each with its own look for sentences")
    print(f"{together[True]:8.2f}  the rules that are on by default, together; goal {GOAL}")
    print(f"{together[False]:8.2f}  all rules together; limit {LIMIT}")
    print(
        f"{best(lambda: [parse_article(source).markdown for source in files], thousands):8.2f}  parsing, for the record"
    )
    articles = [parse_article(source) for source in files]
    fresh = [each.text.blocks for each in articles]

    def read_words() -> None:
        from clinic_cli.content.text import Text

        for blocks in fresh:
            assert Text(blocks).words

    print(f"{best(read_words, thousands):8.2f}  the pass over the words")
    if together[False] > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
