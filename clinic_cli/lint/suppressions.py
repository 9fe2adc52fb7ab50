"""Suppressions: comments that allow what a rule would report, each with its reason.

`<!-- clinic: allow RULE: reason -->` in Markdown and `# clinic: allow RULE: reason` in YAML allow what the rule finds
in the block that follows; behind other text, what it finds on that line. `allow-line` keeps to one line, `allow-file`
holds for the whole file, and `until DATE` behind the rule ends it after that day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.checking import closest
from clinic_cli.content.comments import find_comments, without_comments
from clinic_cli.content.regex import Regex
from clinic_cli.content.summary import Named, Place, place_in
from clinic_cli.content.yamltree import Node, Scalar, Sequence
from clinic_cli.source import LineIndex, Span

if TYPE_CHECKING:
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.source import SourceFile

VERBS: Final = ("allow", "allow-line", "allow-file")
_MARK: Final = "clinic:"
_YAML_COMMENT: Final = Regex(r"(?:^|(?<=[ \t]))#[ \t]*clinic:[^\r\n]*", re.MULTILINE)
_WORDING: Final = Regex(r"\W*clinic:\s*([\w-]+)\s*([^:]*)(?::(.*))?", re.DOTALL)
_UNTIL: Final = Regex(r"\buntil\s+([^\s):]+)\)?\s*$")
_NAME: Final = Regex(r"[^\s,]+")
_BULLET: Final = Regex(r"[\s>*+-]*(?:\d+[.)]\s*)?")


class Suppression(NamedTuple):
    """One comment: the rules it names, why, and the lines (1-based, both included) that it holds for.

    `until` is the day as it is written, "" for none. `problem` says why the comment as a whole cannot count. `removal`
    is what a fix deletes. `folded` is true where it allows what a draft would otherwise be reminded of; `unused` names
    rules that found nothing to allow, once the run knows.
    """

    rules: tuple[Named, ...]
    reason: str
    until: str
    place: Place
    first: int
    last: int
    removal: Span
    problem: str = ""
    folded: bool = False
    unused: tuple[str, ...] = ()

    @property
    def last_day(self) -> date | None:
        """The last day on which the comment counts, None without one, or where what is written is no day."""
        try:
            return date.fromisoformat(self.until)
        except ValueError:
            return None

    def names(self, rule: str) -> bool:
        """Whether the comment names a rule."""
        return any(name.text == rule for name in self.rules)

    @property
    def is_sound(self) -> bool:
        """Whether the comment can be read, and says why."""
        return not self.problem and bool(self.reason)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed; one that cannot be read has."""
        return bool(self.until) and (self.last_day is None or self.last_day < today)

    def covers(self, rule: str, line: int) -> bool:
        """Whether a finding of a rule that begins on a line is one that the comment speaks of."""
        return self.first <= line <= self.last and self.names(rule)


def article_suppressions(article: Article) -> tuple[Suppression, ...]:
    """Return the suppressions in an article's front matter and text; what stands in code is none."""
    source = article.source
    if _MARK not in source.text or article.front.block is None or article.front.problem:
        return ()
    found = _in_yaml(source, article.front.block.yaml, (article.front.mapping,))
    html = article.markdown.html
    comments = (span for each in html for span in find_comments(source.text, each.span.start, each.span.end))
    return (*found, *_in_markdown(source, comments))


def file_suppressions(file: TestimonialFile) -> tuple[Suppression, ...]:
    """Return the suppressions in a file of testimonials."""
    source = file.source
    if _MARK not in source.text or not file.records:
        return ()
    nodes = tuple(record.node for record in file.records)
    if not file.path.endswith(".md"):
        return tuple(_in_yaml(source, Span(0, len(source.text)), nodes))
    from clinic_cli.content.frontmatter import HANDLER

    block = HANDLER.locate(source.text)
    comments = find_comments(source.text, block.body)
    return (*_in_yaml(source, block.yaml, nodes), *_in_markdown(source, comments))


def _in_yaml(source: SourceFile, within: Span, nodes: Iterable[Node]) -> Iterator[Suppression]:
    lines = source.lines
    last_line = lines.location(within.end).line
    words: list[Span] | None = None
    covered = (0, 0)
    for match in _YAML_COMMENT.finditer(source.text, within.start, within.end):
        if words is None:
            words = sorted(span for node in nodes for span in _scalars(node))
        nearest = bisect_right(words, (match.start(), len(source.text))) - 1
        if nearest >= 0 and match.start() < words[nearest].end:
            continue  # a text that speaks of such comments is none
        line = lines.location(match.start()).line
        start = lines.starts[line - 1]
        before = source.text[start : match.start()]
        if before.strip():
            covered = line, _yaml_end(lines, line, last_line, alone=False)
            removal = Span(start + len(before.rstrip()), match.end())
        else:
            if line >= covered[0]:  # else the comment stands among those above it, and speaks of the same lines
                target = _next_line(lines, line + 1, last_line, lambda text: text.strip()[:1] not in ("", "#"))
                covered = target, _yaml_end(lines, target, last_line, alone=True)
            removal = Span(start, _line_after(lines, line))
        yield from _read(source, Span(*match.span()), covered, removal)


def _scalars(node: Node) -> Iterator[Span]:
    if isinstance(node, Scalar):
        yield node.span
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for entry in node.entries.values():
            if not entry.merged:
                yield entry.key.span
                yield from _scalars(entry.value)


def _yaml_end(lines: LineIndex, target: int, limit: int, *, alone: bool) -> int:
    """Return the last line of what begins on a line: a key with all below it, or a record."""
    text = lines.line_text(target)
    indent = len(text) - len(text.lstrip())
    is_item = text.lstrip().startswith("-")
    if is_item and not alone:
        indent += len(text.lstrip()) - len(text.lstrip().lstrip("- "))
    last = target
    for line in range(target + 1, min(limit, len(lines.starts)) + 1):
        text = lines.line_text(line)
        content = text.strip()
        if not content or content.startswith("#"):
            continue
        depth = len(text) - len(text.lstrip())
        if depth > indent or (depth == indent and not is_item and content.startswith("-")):
            last = line
        else:
            break
    return last


def _in_markdown(source: SourceFile, comments: Iterable[Span]) -> Iterator[Suppression]:
    lines = source.lines
    count = len(lines.starts)
    covered = (0, 0)
    for span in comments:
        first, last = lines.location(span.start).line, lines.location(span.end).line
        before = source.text[lines.starts[first - 1] : span.start]
        after = source.text[span.end : lines.line_span(last).end]
        if not _BULLET.fullmatch(before) or after.strip():
            removal = Span(span.start - len(before) + len(before.rstrip()), span.end)
            yield from _read(source, span, (first, last), removal)
            continue
        if last >= covered[0]:
            target = _next_line(lines, last + 1, count, lambda text: bool(without_comments(text).strip()))
            end = target
            while end < count and lines.line_text(end + 1).strip():
                end += 1
            covered = target, end
        # an empty line stays where the comment alone kept two paragraphs apart
        apart = first > 1 and last < count and lines.line_text(first - 1).strip() and lines.line_text(last + 1).strip()
        removal = span if apart or before.strip() else Span(lines.starts[first - 1], _line_after(lines, last))
        yield from _read(source, span, covered, removal)


def _next_line(lines: LineIndex, line: int, limit: int, wanted: Callable[[str], bool]) -> int:
    """Return the first line from one on that is wanted, or the one before it where there is none."""
    for each in range(line, min(limit, len(lines.starts)) + 1):
        if wanted(lines.line_text(each)):
            return each
    return line - 1


def _line_after(lines: LineIndex, line: int) -> int:
    return lines.starts[line] if line < len(lines.starts) else len(lines.text)


def _read(source: SourceFile, span: Span, covered: tuple[int, int], removal: Span) -> Iterator[Suppression]:
    """Yield the suppression that a comment words; a comment that only happens to name the clinic is none."""
    words = source.text[span.start : span.end].removesuffix("-->")
    match = _WORDING.match(words)
    verb = match[1] if match else ""
    meant = closest(verb, VERBS) if match else None
    if match is None or meant is None:
        return
    head, reason = match[2], (match[3] or "").strip()
    until = _UNTIL.search(head)
    if until:
        head = head[: until.start()]
    elif until := _UNTIL.search(reason):
        reason = reason[: until.start()].rstrip(" ,;(")
    at = span.start + match.start(2)
    rules = tuple(
        Named(name.group(), place_in(source, Span(*name.span()).shifted(at))) for name in _NAME.finditer(head)
    )
    first, last = covered
    if meant == "allow-line":
        last = first
    elif meant == "allow-file":
        first, last = 1, len(source.lines.starts)
    problem = ""
    if meant != verb:
        problem = f"`{verb}` is no word that clinic knows; did you mean `{meant}`?"
    elif not rules:
        problem = "This comment names no rule."
    yield Suppression(rules, reason, until[1] if until else "", place_in(source, span), first, last, removal, problem)


def allow(
    diagnostics: Iterable[Diagnostic], suppressions: tuple[Suppression, ...], counts: Callable[[Suppression, str], bool]
) -> tuple[list[Diagnostic], tuple[Suppression, ...]]:
    """Return the findings of one file that nothing allows, and the suppressions with the rules that they allow in vain.

    `counts` tells whether a suppression can silence a rule at all. Of several, the one that ends first is used.
    """
    by_rule: dict[str, list[tuple[int, int, int]]] = {}
    for position, each in enumerate(suppressions):
        for name in {name.text for name in each.rules}:
            if counts(each, name):
                by_rule.setdefault(name, []).append((each.first, each.last, position))
    kept: list[Diagnostic] = []
    used: set[tuple[int, str]] = set()
    for rule, found in _grouped(diagnostics).items():
        waiting = sorted(by_rule.get(rule, ()), reverse=True)
        active: list[tuple[int, int]] = []
        for diagnostic in sorted(found, key=lambda each: each.start):
            line = diagnostic.start.line
            while waiting and waiting[-1][0] <= line:
                _, last, position = waiting.pop()
                heappush(active, (last, position))
            while active and active[0][0] < line:
                heappop(active)
            if active:
                used.add((active[0][1], rule))
            else:
                kept.append(diagnostic)
    judged = tuple(
        each
        if each.folded
        else each._replace(
            unused=tuple(
                name.text for name in each.rules if counts(each, name.text) and (position, name.text) not in used
            )
        )
        for position, each in enumerate(suppressions)
    )
    return kept, judged


def _grouped(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    groups: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        groups.setdefault(diagnostic.rule, []).append(diagnostic)
    return groups
