"""What is wrong with a text that is not YAML: libyaml's words turned into a place, a sentence and a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml


class YamlError(ValueError):
    """Say why a text is not YAML that we take, with the offset of the fault."""

    def __init__(self, message: str, start: int, end: int | None = None, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = Span(start, start + 1 if end is None else end)
        self.help = help


_QUOTE: Final = "Put quotes around the text."
_LINE_UP: Final = "Line it up with the keys above."
_HARD_SPACES: Final = "\u00a0\u2007\u202f"


def unprintable(text: str, base: int) -> YamlError:
    """Return the error of a text with a character that YAML does not allow, or that ends in the middle of one."""
    from yaml.reader import Reader

    match = Reader.NON_PRINTABLE.search(text)
    if not match:
        return YamlError("the text cannot be read as YAML", base, base, "Compare with a file that works.")
    return YamlError(
        f"a character that YAML does not allow (U+{ord(match[0]):04X})",
        base + match.start(),
        help="Delete the invisible character.",
    )


def explain(text: str, base: int, error: yaml.MarkedYAMLError) -> YamlError:
    """Return the error of a text that libyaml could not parse, at the place where its writer went wrong."""
    problem, context = error.problem or "", error.context or ""
    at = min(error.problem_mark.index, len(text)) if error.problem_mark else 0
    opened = min(error.context_mark.index, len(text)) if error.context_mark else at
    start, end, message, help = _explain(text, at, opened, problem, context)
    return YamlError(message, base + start, base + min(max(start, end), len(text)), help)


def _explain(text: str, at: int, opened: int, problem: str, context: str) -> tuple[int, int, str, str]:
    character = text[at : at + 1]
    if character == "\t":
        tabs = len(text[at:]) - len(text[at:].lstrip("\t"))
        return at, at + tabs, "a tab, which YAML does not allow here", "Use spaces to indent."
    if "could not find expected ':'" in problem:
        return _no_colon(text, opened)
    if "mapping values are not allowed" in problem:
        return _second_colon(text, at)
    if "sequence entries are not allowed" in problem:
        return (
            at,
            at + 1,
            "a dash behind a key",
            "Begin the list on the next line, indented, or put quotes around text.",
        )
    if "cannot start any token" in problem or "node content" in problem:
        return _bad_beginning(text, at, context)
    for trigger in ("alias", "anchor", "block scalar", "tag", "directive", "parsing a node"):
        if trigger in context:
            return _bad_beginning(text, opened, context)
    if "quoted scalar" in context:
        return _bad_quotation(text, at, opened, problem)
    if "flow" in context:
        return opened, opened + 1, "a bracket or brace that is never closed, or a comma missing", "Close the bracket."
    if "document start" in problem:
        return _outside(text, at)
    if "block" in context:
        return _does_not_fit(text, at, problem)
    return at, _line_end(text, at), f"not valid YAML ({problem or context})", "Compare with a file that works."


def _no_colon(text: str, at: int) -> tuple[int, int, str, str]:
    end = _line_end(text, at)
    hard = next((place for place in range(at, end) if text[place] in _HARD_SPACES and text[place - 1] == ":"), None)
    if hard is not None:
        return hard, hard + 1, "a no-break space where a plain one belongs", "Type the space behind the colon again."
    if text[at] == "-" and text[at + 1 : at + 2] not in (" ", "-"):
        return at, end, "a dash without a space behind it", "Put a space behind the dash."
    return (
        at,
        end,
        "a line that is neither `key: value` nor part of the text above",
        "Add the colon, or indent the line under its key.",
    )


def _second_colon(text: str, at: int) -> tuple[int, int, str, str]:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at]
    if ": " in before or before.rstrip().endswith(":"):
        return at, at + 1, "a second colon in one line", "Put quotes around text that holds a colon and a space."
    start = line + len(before) - len(before.lstrip())
    above = next(_lines_above(text, line), None)
    if above is None:
        return at, at + 1, "a colon that does not belong to a key", "Put quotes around text that holds a colon."
    first, last = above
    if text[first] == "-" and text[first + 1] not in " -":
        return _no_colon(text, first)
    if ": " in text[first:last]:
        return (
            start,
            _line_end(text, at),
            "a line indented deeper than the one above, so that it is read as part of its text",
            "Line it up with the key above.",
        )
    return _no_colon(text, first)


def _bad_beginning(text: str, at: int, context: str) -> tuple[int, int, str, str]:
    character = text[at : at + 1]
    if character == "," and "flow" in context:
        return at, at + 1, "a comma with nothing before it", "Delete the comma, or write what is missing."
    if text.startswith("...", at):
        return _outside(text, at)
    mark = "a backtick" if character == "`" else f"`{character}`"
    return at, _word_end(text, at), f"text cannot begin with {mark}", _QUOTE


def _bad_quotation(text: str, at: int, opened: int, problem: str) -> tuple[int, int, str, str]:
    if "escape" in problem or "hexdecimal" in problem:
        slash = text.rfind("\\", opened, at + 1)
        return slash, slash + 2, "a backslash that means nothing here", "Write the backslash twice."
    return opened, opened + 1, "a quotation mark that is never closed", "Close it at the end of the text."


def _outside(text: str, at: int) -> tuple[int, int, str, str]:
    """Explain a line of three dots, or one that begins with a percent sign, above the place of the error."""
    for start, end in ((at, _line_end(text, at)), *_lines_above(text, at)):
        if text[start : start + 1] == "%":
            return start, end, "text cannot begin with `%`", _QUOTE
        if text.startswith("...", start):
            return start, start + 3, "a line of three dots, which ends the YAML", "Delete the line."
    return at, _line_end(text, at), "text behind the end of the YAML", "Delete it."


def _does_not_fit(text: str, at: int, problem: str) -> tuple[int, int, str, str]:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at].rstrip()
    if before[-1:] in ('"', "'"):
        opened = _quote_begun(text, at)
        if opened is not None and opened < line:
            return (
                opened,
                opened + 1,
                "a quotation mark that is not closed in its line",
                "Close it at the end of the text.",
            )
        return (
            at,
            _line_end(text, at),
            "text after the closing quotation mark",
            "Put a backslash before a quotation mark inside the text, or use single quotes around it."
            if before[-1] == '"'
            else "Write an apostrophe inside single quotes twice, or use double quotes around the text.",
        )
    if before[-1:] in ("]", "}"):
        return (
            at,
            _line_end(text, at),
            "text after the closing bracket",
            "Put quotes around text that begins with [ or {.",
        )
    if text[at : at + 1] == ":":
        return at, at + 1, "a colon with no key before it", "Write the key, or put quotes around text."
    if text.startswith("- ", at) and not before:
        return at, _line_end(text, at), "a list item where a key belongs", "Indent the dashes under their key."
    if "'-' indicator" in problem and not text[line:at]:
        return (
            at,
            _line_end(text, at),
            "a line of a list that does not begin with a dash",
            "Begin it with a dash, or indent it.",
        )
    return at, _line_end(text, at), "a line whose indentation fits nothing above it", _LINE_UP


def _quote_begun(text: str, at: int) -> int | None:
    """Return where the quoted text that ends before an offset begins, as libyaml read it."""
    import yaml

    begun: int | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            start, end = event.start_mark, event.end_mark
            if isinstance(event, yaml.ScalarEvent) and start and end and end.index <= at:
                begun = start.index
    except yaml.YAMLError:
        pass
    return begun


def _lines_above(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the lines with words above the one that holds an offset, nearest first, without the space around them."""
    end = text.rfind("\n", 0, at)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if line.strip() and not line.lstrip().startswith("#"):
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        end = start - 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    line = text[at : len(text) if end < 0 else end]
    return at + max(len(line.rstrip()), min(1, len(line)))


def _word_end(text: str, at: int) -> int:
    end = _line_end(text, at)
    word = text[at:end].split(None, 1)
    return at + len(word[0]) if word else end
