"""Front matter by the python-frontmatter convention, read strictly and with positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from frontmatter.default_handlers import YAMLHandler

from clinic_cli.content.checking import Problem
from clinic_cli.content.conflicts import ADVICE, MESSAGE, conflicts
from clinic_cli.content.regex import Regex
from clinic_cli.content.yamltree import EMPTY, Mapping, Node, Scalar, YamlError, compose
from clinic_cli.source import MAX_BYTES, Span

if TYPE_CHECKING:
    from clinic_cli.source import SourceFile

MAX_CHARACTERS: Final = 2_000_000
"""An article longer than this (some twenty books) is refused instead of read for minutes."""

_FENCE: Final = Regex(r"^-{3,}[^\S\n]*$", re.MULTILINE)
_BLANK: Final = " \t\r\n\f\v\ufeff\u200b\u00a0"
_NEARLY_FENCE: Final = Regex(r"[-‐-―−_*=~]{1,4}")
_NEARLY_CLOSED: Final = Regex(r"^(\.{3}|[ \t]+-{3,}|[‐-―−]{1,3}|--)[^\S\n]*$", re.MULTILINE)
_RULE: Final = "invalid-front-matter"


class Block(NamedTuple):
    """Where the YAML of a file stands, and where its body begins; `close` is the closing line of dashes."""

    yaml: Span
    body: int
    close: Span


class SplitError(ValueError):
    """Say why a file's front matter cannot be told from its body."""

    def __init__(self, message: str, span: Span, help: str) -> None:
        super().__init__(message)
        self.problem = Problem(_RULE, span, message, help)


def _no_opening(text: str) -> SplitError:
    """Return the error of a text that does not begin with front matter, at what stands there instead."""
    begin = "Begin the file with a line of three dashes, `title: ...`, and three dashes again."
    start = len(text) - len(text.lstrip(_BLANK))
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    span = Span(start, start + len(line))
    if not line:
        return SplitError("The file is empty.", Span(0, 0), begin)
    if text[:start].strip():
        at = next(at for at, character in enumerate(text) if not character.isspace())
        code = f"U+{ord(text[at]):04X}"
        return SplitError(
            f"An invisible character ({code}) stands before the front matter.", Span(at, at + 1), "Delete it."
        )
    if _FENCE.fullmatch(line):
        above = "\n" in text[:start]
        return SplitError(
            f"The front matter begins {'below empty lines' if above else 'behind spaces'}.",
            span,
            f"Delete the {'empty lines above' if above else 'spaces before'} it.",
        )
    if "\r" in line:
        at = start + line.index("\r")
        return SplitError(
            "The lines end in a bare carriage return, as files of old Macs do.",
            Span(at, at + 1),
            "Save the file again with the line ends LF or CRLF.",
        )
    if _NEARLY_FENCE.fullmatch(line):
        return SplitError(f"The file begins with `{line}`, not with three dashes.", span, "Write `---` in its place.")
    if line == "+++":
        help = "Write it as YAML between lines of three dashes, as in `title: A walk`."
        return SplitError("The front matter is TOML, which is not read here.", span, help)
    return SplitError("There is no front matter.", span, begin)


def _no_closing(text: str, opened: int) -> SplitError:
    """Return the error of front matter without an end, at a line that was meant for it, or else at its beginning."""
    meant = _NEARLY_CLOSED.search(text, opened)
    if meant:
        return SplitError(
            f"The front matter is closed by `{meant[1]}`, not by three dashes.",
            Span(*meant.span(1)),
            "Write `---` in its place.",
        )
    return SplitError(
        "The front matter is never closed.",
        Span(0, len(text[:opened].rstrip())),
        "Put a line of three dashes between the keys and the text.",
    )


class StrictHandler(YAMLHandler):
    """Take only what every other reader of the convention takes the same way.

    Called on the raw text, never through `frontmatter.load`, which strips and normalises the text before it splits,
    and takes an unterminated block for none.
    """

    def locate(self, text: str) -> Block:
        """Return where the block stands; raise SplitError where there is none or no end to it."""
        opening = _FENCE.match(text)
        if not opening:
            raise _no_opening(text)
        closing = _next_fence(text, opening.end())
        if not closing:
            raise _no_closing(text, opening.end())
        body = closing.end() + 1 if closing.end() < len(text) else len(text)
        return Block(
            Span(min(opening.end() + 1, closing.start()), closing.start()),
            body,
            Span(closing.start(), len(text[: closing.end()].rstrip())),
        )

    def split(self, text: str) -> tuple[str, str]:
        """Return the YAML and the body."""
        block = self.locate(text)
        return text[block.yaml.start : block.yaml.end], text[block.body :]

    def load(self, fm: str, **kwargs: object) -> Node | None:  # type: ignore[override]
        """Return the YAML's tree, with `base` added to its offsets; raise YamlError."""
        base = kwargs.get("base", 0)
        return compose(fm, base if isinstance(base, int) else 0)


def _next_fence(text: str, at: int) -> re.Match[str] | None:
    """Return the first line of dashes that begins behind an offset."""
    while (at := text.find("\n---", at)) >= 0:
        at += 1
        if fence := _FENCE.match(text, at):
            return fence
    return None


HANDLER: Final = StrictHandler()


class FrontMatter(NamedTuple):
    """The mapping at the head of a file, and the offset at which its body begins.

    `start` is what a finding about a missing key points at: the opening line of dashes. `block` is None, and the
    mapping empty, where the file has faults that leave nothing to read.
    """

    mapping: Mapping
    start: Span
    block: Block | None
    problem: Problem | None = None

    @property
    def body(self) -> int:
        """Offset of the body."""
        return self.block.body if self.block else 0


def undecodable(source: SourceFile) -> Problem | None:
    """Return the problem of a file that is not UTF-8 text of a readable size, or None."""
    if len(source.data) > MAX_BYTES:
        return Problem(
            _RULE,
            Span(0, min(3, len(source.text))),
            f"The file is too long to read (more than {MAX_BYTES // 1_000_000} MB).",
            "Split it, or move what is not text out of it.",
        )
    if source.bad_byte is not None:
        return Problem(
            _RULE,
            Span(source.bad_byte, source.bad_byte + 1),
            "This byte is not UTF-8 text.",
            "Save the file again with the encoding UTF-8.",
        )
    if b"\0" in source.data:
        at = source.text.index("\0")
        return Problem(
            _RULE,
            Span(at, at + 1),
            "This is not text: it holds a NUL byte.",
            "Save the file again as plain UTF-8 text.",
        )
    return None


def conflict_in(source: SourceFile, end: int | None = None) -> Problem | None:
    """Return the problem of a file that holds both versions of a merge, the first before an offset, or None."""
    span = next(conflicts(source.text, 0, end), None)
    return Problem(_RULE, span, MESSAGE, ADVICE) if span else None


def read_front_matter(source: SourceFile) -> FrontMatter:
    """Return a file's front matter, or the problem that kept it from being read."""
    text = source.text
    nowhere = Span(0, min(3, len(text)))
    problem = undecodable(source)
    if problem is None and len(text) > MAX_CHARACTERS:
        problem = Problem(
            _RULE,
            nowhere,
            f"The file is too long to read ({len(text):,} characters; {MAX_CHARACTERS:,} at most).",
            "Split it, or move what is not text out of it.",
        )
    if problem:
        return FrontMatter(EMPTY, nowhere, None, problem)
    try:
        block = HANDLER.locate(text)
    except SplitError as error:
        return FrontMatter(EMPTY, nowhere, None, conflict_in(source, error.problem.span.end) or error.problem)
    try:
        root = HANDLER.load(text[block.yaml.start : block.yaml.end], base=block.yaml.start)
    except YamlError as error:
        problem = conflict_in(source, block.yaml.end) or Problem(
            _RULE, error.span, f"The front matter cannot be read: {error.message}.", error.help
        )
        return FrontMatter(EMPTY, nowhere, block, problem)
    start = Span(0, len(text[: block.yaml.start].rstrip()))
    if root is None or (isinstance(root, Scalar) and root.tag == "null"):
        return FrontMatter(Mapping({}, block.yaml.start, block.yaml.start), start, block)
    if not isinstance(root, Mapping):
        hard = text.find(":\u00a0", root.start, root.end)
        if hard >= 0:
            return FrontMatter(
                EMPTY,
                start,
                block,
                Problem(
                    _RULE,
                    Span(hard + 1, hard + 2),
                    "A no-break space stands where a plain one belongs.",
                    "Type the space behind the colon again.",
                ),
            )
        kind = "text" if isinstance(root, Scalar) else "a list"
        return FrontMatter(
            EMPTY,
            start,
            block,
            Problem(
                _RULE,
                root.span,
                f"The front matter is {kind}, not keys and values.",
                "Write each line as `key: value`.",
            ),
        )
    return FrontMatter(root, start, block)
