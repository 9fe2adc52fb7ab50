"""Turn real files into ones that are nearly right, and into ones that are nowhere near."""

from __future__ import annotations

import random
from collections.abc import Sequence

TOKENS = tuple(
    token.encode()
    for token in (
        "---\n", "...\n", "\n\n", "\r\n", "\r", "\t", "- ", "? ", ": ", ":\n", ", ", "[", "]", "{", "}", "#", '"', "'", "\\",
        "|\n", ">-\n", "&a ", "*a", "<<: *a\n", "!!str ", "!!python/object:os.system ", "~", "no", "1e3", "0x1f", "12:30",
        "2026-13-40", "9999-12-31", "0001-01-01", ".inf", ".nan", "é", "😀", "\u2028", "\x85", "\u200b", "\u202e", "\ufeff",
        "\0", "\x1b[2J", "t-1", "published", "revoked", "title: ", "slug: ", "status: ", "date: ", "consent:\n", "quote: |\n",
        "../../etc/passwd", "con", "javascript:alert(1)", "data:text/html,x", "::error::x", "[red]", "{{ x }}", "{% x %}",
        "# ", "*", "**", "_", "`", "```\n", "[", "](", "![", "<", "</", "<!--", "-->", "<script>", "<b>", "&amp;", "&#0;", "> ",
        "| a |\n|---|\n", "[^1]", "[^1]: ", "<wp:status>publish</wp:status>", "<![CDATA[", "]]>", "<item>", "</item>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "&a;", "<?xml?>", "= ", "[[", "]]", '"""', "'''", "# clinic: allow x: y\n", "<!-- clinic: allow-file empty-body: y -->", "until 2026-01-01",
    )
)  # fmt: skip
_LARGEST = 200_000


def mutate(luck: random.Random, seed: bytes, others: Sequence[bytes]) -> bytes:
    """Return a file that differs from a seed in one to eight places; one in fifty is large."""
    data = seed
    for _ in range(luck.choice((1, 1, 2, 3, 5, 8))):
        data = luck.choice(_WAYS)(luck, data, others)
    if luck.random() < 0.02:
        piece = _slice(luck, data, 60) or b"["
        at = luck.randrange(len(data) + 1)
        data = data[:at] + piece * (luck.choice((1_000, 50_000, _LARGEST)) // len(piece)) + data[at:]
    return data[:_LARGEST]


def _slice(luck: random.Random, data: bytes, longest: int) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[at : at + luck.randrange(1, longest)]


def _insert_token(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + luck.choice(TOKENS) * luck.choice((1, 1, 1, 2, 40)) + data[at:]


def _insert_bytes(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + luck.randbytes(luck.randrange(1, 5)) + data[at:]


def _delete(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + data[at + luck.choice((1, 1, 2, 8, 100)) :]


def _flip(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = luck.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << luck.randrange(8)]) + data[at + 1 :]


def _double(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    piece = _slice(luck, data, 400)
    at = luck.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def _splice(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + _slice(luck, luck.choice(others), 600) + data[at + luck.randrange(50) :]


def _move_lines(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indent(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    at = luck.randrange(len(lines))
    lines[at] = b" " * luck.randrange(9) + lines[at].lstrip(b" ")
    return b"\n".join(lines)


def _cut(luck: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data[: luck.randrange(len(data) + 1)]


_WAYS = (
    _insert_token,
    _insert_token,
    _insert_token,
    _insert_bytes,
    _delete,
    _delete,
    _flip,
    _double,
    _splice,
    _move_lines,
    _indent,
    _cut,
)
