"""YAML as people write it: comments, blank lines, every style of key and value, drawn line by line."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from hypothesis import strategies as st

from clinic_cli.content.yamltext import Value
from tests.strategies import hostile

KEYS = (
    "title",
    "status",
    "tags",
    "consent",
    "ref",
    "signed_on",
    "notes",
    "x-own",
    "a b",
    "é",
    "😀",
    "no",
    "it's",
    "#",
    "a: b",
)
PLAIN = (
    "A walk",
    "draft",
    "12",
    "1.5",
    "true",
    "~",
    "2026-03-01",
    "é 😀",
    "a#b",
    "it's",
    'say "so"',
    "http://a.example/b?c#d",
    "x: y"[:1],
)


@dataclass
class Page:
    """Lines as they are drawn, and how many comments and anchors they hold."""

    lines: list[str] = field(default_factory=list)
    comments: int = 0
    anchors: list[str] = field(default_factory=list)
    named: int = 0

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}!"


def _key_text(draw: st.DrawFn, key: str) -> str:
    styles = ["'", '"'] if key in ("no", "#", "a: b", "it's") else ["", "", "", "'", '"']
    style = draw(st.sampled_from(styles))
    if style == "'":
        return "'" + key.replace("'", "''") + "'"
    return f"{style}{key}{style}"


def _scalar(draw: st.DrawFn, page: Page, indent: str) -> str:
    """Return a scalar as it stands behind its colon or dash; further lines are indented."""
    kind = draw(st.sampled_from(("plain", "plain", "single", "double", "folded", "block", "empty", "alias", "long")))
    if kind == "empty":
        return ""
    if kind == "alias":
        return f"*{draw(st.sampled_from(page.anchors))}" if page.anchors else "none"
    if kind == "single":
        return draw(st.sampled_from(("'A walk'", "'it''s'", "''", "'# no'", "'a: b'")))
    if kind == "double":
        return draw(st.sampled_from(('"A walk"', '"a\\tb\\u00e9"', '""', '"# no"', '"\\\\"', '"a: b"')))
    if kind == "folded":
        return f'"one\n{indent}  two\n\n{indent}  three"'
    if kind == "long":
        return f"one\n{indent}  two"
    mark = draw(st.sampled_from(("|", "|-", "|+", ">", ">-", "|2-")))
    lines = draw(
        st.lists(
            st.sampled_from(("words", "- no item", "no: key", "# no comment", "", "  deeper")), min_size=1, max_size=4
        )
    )
    text = "\n".join(f"{indent}  {line}" if line else "" for line in ["first", *lines])
    return f"{mark}\n{text}" if kind == "block" else draw(st.sampled_from(PLAIN))


def _flow(draw: st.DrawFn, page: Page, indent: str) -> str:
    return draw(
        st.sampled_from(
            (
                "[]", "{}", "[a, b]", "[ a , 'b, c' ]", "{a: b}", "{ref: x, 'signed_on': 2026-03-01 , tags: [a]}", "[{a: b}, c]",
                "[a, b,]", "{a: }", f"[a,\n{indent}  b, {page.comment()}\n{indent}  c\n{indent}  ]", f"{{ref: x,\n{indent}  tags: [a, b]}}",
            )
        )
    )  # fmt: skip


def _between(draw: st.DrawFn, page: Page, indent: str) -> None:
    for kind in draw(st.lists(st.sampled_from(("comment", "blank", "far comment")), max_size=2)):
        page.lines.append("" if kind == "blank" else f"{indent if kind == 'comment' else ''}{page.comment()}")


def _tail(draw: st.DrawFn, page: Page, value: str) -> str:
    """Return a comment behind a value, where one may stand."""
    if "\n" in value and not value.endswith(("]", "}", '"')):
        return ""
    return draw(st.sampled_from(("", "", "  ", f" {page.comment()}", f"   {page.comment()}")))


def _put(draw: st.DrawFn, page: Page, lead: str, indent: str, depth: int) -> None:
    """Draw a value behind `lead`, which ends with a colon or a dash."""
    kinds = ["scalar", "scalar", "scalar", "flow"] + (["mapping", "list", "records"] if depth < 2 else [])
    kind = draw(st.sampled_from(kinds))
    anchor = ""
    if draw(st.integers(0, 9)) == 0:
        page.named += 1
        anchor = f" &a{page.named}"
    gap = draw(st.sampled_from((" ", " ", "  ")))
    if kind in ("scalar", "flow"):
        value = (_scalar if kind == "scalar" else _flow)(draw, page, indent)
        if value.startswith("*"):
            anchor = ""
        page.lines.append(f"{lead}{anchor}{gap if value else ''}{value}{_tail(draw, page, value)}")
    else:
        page.lines.append(f"{lead}{anchor}{draw(st.sampled_from(('', f' {page.comment()}')))}")
        deeper = indent + draw(st.sampled_from(("  ", "    ")))
        if kind == "mapping":
            mapping(draw, page, deeper, depth + 1)
        else:
            listed = draw(st.sampled_from((indent, deeper))) if lead.endswith(":") else deeper
            for _ in range(draw(st.integers(1, 3))):
                _between(draw, page, listed)
                if kind == "records":
                    mapping(draw, page, listed + "  ", depth + 1, dash=listed + "- ")
                else:
                    _put(draw, page, f"{listed}-", listed, 2)
    if anchor:
        page.anchors.append(anchor.removeprefix(" &"))


def mapping(draw: st.DrawFn, page: Page, indent: str, depth: int, dash: str = "") -> None:
    """Draw the lines of a block mapping; its first key stands behind `dash` where there is one."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    for position, key in enumerate(keys):
        first = position == 0 and dash
        if not first:
            _between(draw, page, indent)
        space = draw(st.sampled_from(("", "", "", " ")))
        _put(draw, page, f"{dash if first else indent}{_key_text(draw, key)}{space}:", indent, depth)


@st.composite
def documents(draw: st.DrawFn, *kinds: str) -> tuple[str, str]:
    """A file's name and text: front matter, a list of records, or a mapping alone."""
    page = Page()
    kind = draw(st.sampled_from(kinds or ("x.md", "records.yaml", "mapping.yaml")))
    _between(draw, page, "")
    if kind == "records.yaml":
        indent = draw(st.sampled_from(("", "  ")))
        for _ in range(draw(st.integers(1, 3))):
            _between(draw, page, indent)
            mapping(draw, page, indent + "  ", 0, dash=indent + "- ")
    else:
        mapping(draw, page, "", 0)
    _between(draw, page, "")
    text = "\n".join(page.lines)
    if kind == "x.md":
        text = f"---\n{text}\n---\n\nText # c0!\n---\nmore: text\n"
    else:
        text += draw(st.sampled_from(("\n", "\n", "", "\n\n")))
    return kind, text.replace("\n", draw(st.sampled_from(("\n", "\n", "\r\n"))))


scalars: st.SearchStrategy[Value] = st.one_of(
    hostile, st.integers(-5, 10**6), st.booleans(), st.dates(datetime.date(1000, 1, 1)), st.none()
)
new_values: st.SearchStrategy[Value] = st.one_of(
    scalars,
    st.lists(hostile, max_size=3),
    st.dictionaries(st.sampled_from(KEYS) | hostile, scalars | st.lists(hostile, max_size=2), max_size=3),
    st.lists(st.dictionaries(st.sampled_from(KEYS), hostile, min_size=1, max_size=2), max_size=2),
)
