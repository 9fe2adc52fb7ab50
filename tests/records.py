"""Files of testimonials as people write them: any order of keys, any style of YAML, comments and blank lines anywhere."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

KEYS = (
    "id",
    "status",
    "quote",
    "attribution",
    "consent",
    "approved",
    "source",
    "notes",
    "tags",
    "rating",
    "x-own",
    "image",
)
CONSENT_KEYS = ("ref", "signed_on", "expires_on", "channels", "display_name")


class Written(NamedTuple):
    """A file, the ids in it, and the comments on lines of their own."""

    text: str
    ids: tuple[str, ...]
    comments: tuple[str, ...]


def loaded(text: str | bytes) -> Any:
    """Return what stock PyYAML reads, the last line's end made good: a block of text that ends there gains one."""
    text = text.decode() if isinstance(text, bytes) else text
    return yaml.safe_load(text if text.endswith("\n") else text + "\n")


def secret_words(number: int) -> str:
    """Return words that only one record has."""
    return f"Velvet{number} kept singing{number} to the harbour{number}, every zany{number} quiet{number} evening{number} long{number}"


def _quote(draw: st.DrawFn, number: int, indent: str) -> str:
    words = secret_words(number)
    style = draw(st.sampled_from(("plain", '"', "'", "|", "|-", ">", ">-", "|+")))
    if style == "plain":
        return f"{words}."
    if style in ('"', "'"):
        return f"{style}{words}.{style}"
    gap = "\n" if draw(st.booleans()) else ""
    body = f"{indent}  {words}.\n{gap}{indent}  # No comment{number}: words of the client.\n{indent}  The end{number}."
    return f"{style}\n{body}"


@st.composite
def written_files(draw: st.DrawFn) -> Written:
    """A file of one to three records."""
    count = draw(st.integers(1, 3))
    outer = draw(st.sampled_from(("", "  ")))
    ids, comments, parts = [], [], []
    note = draw(st.booleans())
    if note:
        comments.append("# the head of the file")
        parts.append("# the head of the file\n\n")
    for number in range(count):
        ids.append(f"t-{number:04}")
        if draw(st.booleans()):
            comments.append(f"# before record {number}")
            parts.append(f"{outer}# before record {number}\n")
        parts.append(_record(draw, number, outer, comments))
        if draw(st.booleans()):
            parts.append("\n")
    text = "".join(parts)
    if draw(st.booleans()):
        text = text.rstrip("\n") if "|+" not in text else text
    return Written(text.replace("\n", draw(st.sampled_from(("\n", "\r\n")))), tuple(ids), tuple(comments))


def _record(draw: st.DrawFn, number: int, outer: str, comments: list[str]) -> str:
    others = draw(st.permutations([key for key in KEYS if key != "id"]))
    chosen = [key for key in others if key in ("quote", "attribution") or draw(st.booleans())]
    chosen.insert(draw(st.integers(0, len(chosen))), "id")
    indent = outer + "  "
    lines = []
    for key in chosen:
        if lines and draw(st.integers(0, 5)) == 0:
            comments.append(f"# a remark on {key} of {number}")
            lines.append(f"# a remark on {key} of {number}")
        trailing = draw(st.sampled_from(("", "", "   # a word beside it")))
        lines.append(_entry(draw, key, number, indent, trailing))
    if draw(st.integers(0, 5)) == 0 and all("\n" not in line and "#" not in line for line in lines):
        return f"{outer}- {{" + ", ".join(lines) + "}\n"
    return f"{outer}- " + f"\n{indent}".join(lines) + "\n"


def _entry(draw: st.DrawFn, key: str, number: int, indent: str, trailing: str) -> str:
    match key:
        case "id":
            return f"id: t-{number:04}{trailing}"
        case "status":
            return f"status: {draw(st.sampled_from(('published', 'draft', 'withheld')))}{trailing}"
        case "quote":
            return f"quote: {_quote(draw, number, indent)}"
        case "attribution":
            return f"attribution: Zebulon Quarrel{number}{trailing}"
        case "approved":
            return f'approved: "v1:{number:064x}"{trailing}'
        case "source":
            return f"source: a letter to Marigold{number}{trailing}"
        case "notes":
            return f"notes: |\n{indent}  Ask Zebulon Quarrel{number} again.\n{indent}  He sails on Tuesdays{number}."
        case "tags":
            return draw(st.sampled_from(("tags: [couples, calm]", f"tags:\n{indent}- couples\n{indent}- calm")))
        case "rating":
            return f"rating: 5{trailing}"
        case "x-own":
            return f"x-own: {{who: Zebulon Quarrel{number}}}"
        case "image":
            return f"image:\n{indent}  src: images/quarrel{number}.jpg\n{indent}  alt: A face"
    inner = indent + draw(st.sampled_from(("  ", "    ")))
    values = {
        "ref": f"form-{number}17",
        "signed_on": "2026-02-01",
        "expires_on": "2027-01-31",
        "channels": "[website]",
        "display_name": "full-name",
    }
    keys = draw(st.permutations(CONSENT_KEYS))
    if draw(st.booleans()):
        return "consent: {" + ", ".join(f"{each}: {values[each]}" for each in keys) + "}"
    return "consent:" + "".join(f"\n{inner}{each}: {values[each]}" for each in keys)
