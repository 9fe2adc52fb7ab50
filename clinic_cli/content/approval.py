"""The fingerprint of approved words: what a client said yes to, without repeating it."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

_STRAIGHT: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc\uff07`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    }
)


def approval_of(quote: str) -> str:
    """Return the fingerprint of a quote, as `approved` holds it: `v1:` and the SHA-256 of the words in hexadecimal.

    The words are taken in Unicode's composed form (NFC), with white space collapsed and quotation marks straightened,
    so that an editor's curly quotes and new line breaks are no change of the client's words.
    """
    words = " ".join(unicodedata.normalize("NFC", quote).translate(_STRAIGHT).split())
    return "v1:" + hashlib.sha256(words.encode()).hexdigest()
