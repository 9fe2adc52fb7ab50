"""The last look at an export: no consent reference, no hash and no private word may stand in its bytes.

Exporters see only the public view, so a hit means that something is wrong, and the export stops before a file is put in
place. Nothing ordinary trips the scan: a word counts only where neither the public view nor the exporters themselves
could have said it. Single words are looked for, since what leaks may be cut or escaped; texts all of whose words are
public are looked for in runs of RUN words.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from clinic_cli.errors import ClinicError
from clinic_cli.privatetexts import HASHES
from clinic_cli.publicwords import ANY_WORDS, ASCII_WORDS, PublicWords, fold, spellings, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.exporters.output import OutputFile
    from clinic_cli.privatetexts import Secret
    from clinic_cli.publicview import Publication

RUN: Final = 6
_SHORT: Final = 4
_UNSPACED_RUN: Final = 6
_PIECES: Final = 3
_HEAD: Final = 16_384
_FEW: Final = 40
_OURS: Final = (".html", ".json", ".xml", ".txt", ".csv", ".css", ".js", ".md")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{3,}")
_DATE: Final = re.compile(r"\d{4}[-/.]\d\d?(?:[-/.]\d\d?)?|\d\d?[-/.]\d\d?[-/.]\d{2,4}")
_NUMBER: Final = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){6,}")
_PERCENT: Final = re.compile(rb"%[0-9A-Fa-f]{2}")
_BASE64: Final = re.compile(rb";base64,([A-Za-z0-9+/_-]+={0,2})")


class LeakError(ClinicError):
    """Stop an export that would have published something private."""


class _Run(NamedTuple):
    """Words that may not stand one behind the other, and which of them they are found by."""

    words: list[bytes]
    anchor: int
    secret: Secret

    def stands(self, words: list[bytes], at: int) -> bool:
        """Whether the run stands where its anchor does."""
        first = at - self.anchor
        return first >= 0 and words[first : first + len(self.words)] == self.words


class _Reference(NamedTuple):
    """An id of a form: its words, which of them it is found by, and how it is written."""

    words: list[bytes]
    anchor: int
    text: str
    secret: Secret

    def may_stand(self, words: list[bytes], at: int) -> bool:
        """Whether the words fit where the anchor stands; the outer ones may be grown together with other letters."""
        first = at - self.anchor
        found = words[first : first + len(self.words)] if first >= 0 else []
        return (
            len(found) == len(self.words)
            and found[1:-1] == self.words[1:-1]
            and found[0].endswith(self.words[0])
            and found[-1].startswith(self.words[-1])
        )


class _Words:
    """The words of one file in their order, and as one text with a space around each."""

    def __init__(self, words: list[bytes]) -> None:
        self.words = words

    @cached_property
    def joined(self) -> bytes:
        return b" %b " % b" ".join(self.words)

    def places(self, met: frozenset[bytes]) -> list[int]:
        """Return where one of some words stands."""
        return [place for place, word in enumerate(self.words) if word in met] if met else []


class LeakScanner:
    """Look for private texts in the files of one export.

    `spoken` are texts from outside of the content that pages may repeat: the configuration and the page templates.
    `private` are digests of what it looks for, one an item.
    """

    def __init__(
        self, private: Iterable[tuple[Secret, str]], publication: Publication, spoken: Iterable[str] = ()
    ) -> None:
        self._texts = texts = tuple(private)
        self._publication = publication
        self._spoken = tuple(spoken)
        self._digests = {item: _digest(texts) for item, texts in _by_item(texts).items()}
        self.private = frozenset(self._digests.values())
        plain = all(word.isascii() for _, text in texts if not text.isascii() for word in tokens_of(text))
        self._table = ASCII_WORDS if plain else ANY_WORDS
        self._public = PublicWords(publication, self._spoken, self._table)
        self._words: dict[bytes, Secret] = {}
        # by the rarest word of each run, then by the word behind it
        self._runs: dict[bytes, dict[bytes, dict[tuple[bytes, ...], _Run]]] = {}
        self._references: dict[bytes, list[_Reference]] = {}
        self._phrases: list[tuple[Secret, list[bytes]]] = []
        self._unspaced: dict[str, Secret] = {}
        for secret, text in texts:
            text = text.removeprefix("v1:") if secret.key in HASHES else text
            if secret.key in ("ref", *HASHES) and _is_reference(text):
                words = tokens_of(text)
                anchor = words.index(max(words, key=_is_telling))
                reference = _Reference(words, anchor, text, secret)
                self._references.setdefault(words[anchor], []).append(reference)
            else:
                self._take(secret, text)
        counts = Counter(word for _, words in self._phrases for word in words)
        for secret, words in self._phrases:
            self._add_run(
                secret, words, min(range(len(words) - 1), key=lambda at: (counts[words[at]], -len(words[at])))
            )
        self._anchors = frozenset((*self._words, *self._runs, *self._references))

    def beyond(self, known: frozenset[str]) -> LeakScanner | None:
        """Return a scanner for items that are not known by their digests, None where all are."""
        texts = [(secret, text) for secret, text in self._texts if self._digests[secret.item] not in known]
        return LeakScanner(texts, self._publication, self._spoken) if texts else None

    def check(self, file: OutputFile) -> None:
        """Raise LeakError where a file holds something private."""
        if not (self._anchors or self._unspaced):
            return
        if not file.path.endswith(_OURS) and "." in file.path.rsplit("/", 1)[-1]:
            # a picture or document that somebody else made: at its head stands what a camera or scanner wrote
            head = file.path.encode() + b"\n" + file.data[:_HEAD]
            words = head.translate(ASCII_WORDS).split()
            self._check_references(file, head, _Words(words), self._anchors.intersection(words))
            return
        for data in _readings(file.path.encode() + b"\n" + file.data):
            if not self._may_hold(data):
                continue
            words = tokens_of(data, self._table)
            if met := self._anchors.intersection(words):
                self._check_words(file, met)
                text = _Words(words)
                self._check_references(file, data, text, met)
                self._check_runs(file, text, met)
            self._check_unspaced(file, data)

    def _may_hold(self, data: bytes) -> bool:
        """Whether a file is worth being parted into words, which takes longer than to look for a few."""
        lowered = data.lower() if len(self._anchors) <= _FEW and not self._unspaced else b""
        return not lowered or any(anchor in lowered for anchor in self._anchors)

    def _take(self, secret: Secret, text: str) -> None:
        for match in _NUMBER.finditer(text):
            if not _DATE.fullmatch(match[0].strip()):
                self._take_number(secret, tokens_of(match[0]))
        for match in _UNSPACED.finditer(text):
            for at in _starts(len(match[0]), _UNSPACED_RUN):
                self._unspaced.setdefault(match[0][at : at + _UNSPACED_RUN], secret)
        words = tokens_of(text)
        telling = [
            word
            for spelling in spellings(text)
            for word in tokens_of(spelling)
            if len(word.decode()) >= _SHORT and not word.isdigit()
        ]
        for word in telling:
            self._words.setdefault(word, secret)
        if not telling and not all(word.isdigit() for word in words):
            self._take_whole(secret, words)
        for at in _starts(len(words), RUN) if len(words) >= RUN else ():
            self._phrases.append((secret, words[at : at + RUN]))

    def _take_number(self, secret: Secret, groups: list[bytes]) -> None:
        self._words.setdefault(b"".join(groups), secret)
        self._take_whole(secret, groups)

    def _take_whole(self, secret: Secret, words: list[bytes]) -> None:
        if 1 < len(words) <= 2 * RUN:  # of longer ones, the runs in them are enough
            self._phrases.append((secret, words))

    def _add_run(self, secret: Secret, words: list[bytes], anchor: int) -> None:
        runs = self._runs.setdefault(words[anchor], {}).setdefault(words[anchor + 1], {})
        runs.setdefault(tuple(words), _Run(words, anchor, secret))

    def _check_words(self, file: OutputFile, met: frozenset[bytes]) -> None:
        for word in sorted(self._words.keys() & met):
            if not self._public.has_word(word, _sources_of(file)):
                raise _leak(file, self._words[word])
            del self._words[word]

    # a few phrases are looked for one by one; for many, both walk over the words once: an index holds those of all pages
    def _check_references(self, file: OutputFile, data: bytes, text: _Words, met: frozenset[bytes]) -> None:
        met = met & self._references.keys()
        known = list(islice((reference for word in sorted(met) for reference in self._references[word]), _FEW + 1))
        if len(known) <= _FEW:
            found = [reference for reference in known if b" ".join(reference.words) in text.joined]
        else:
            found = [
                reference
                for place in text.places(met)
                for reference in self._references[text.words[place]]
                if reference.may_stand(text.words, place)
            ]
        for reference in found:
            if _pattern_of(reference.text).search(data) and not self._public.names(reference.text):
                raise _leak(file, reference.secret)

    def _check_runs(self, file: OutputFile, text: _Words, met: frozenset[bytes]) -> None:
        met = met & self._runs.keys()
        runs_met = (run for word in sorted(met) for runs in self._runs[word].values() for run in runs.values())
        known = list(islice(runs_met, _FEW + 1))
        if len(known) <= _FEW:
            found = [run for run in known if b" %b " % b" ".join(run.words) in text.joined]
        else:
            words, runs = text.words, self._runs
            found = [
                run
                for place in text.places(met)
                if (behind := runs[words[place]].get(words[place + 1] if place + 1 < len(words) else b""))
                for run in behind.values()
                if run.stands(words, place)
            ]
        for run in {tuple(run.words): run for run in found}.values():
            if not self._public.explains(run.words, _PIECES, _sources_of(file)):
                raise _leak(file, run.secret)
            # what is public once is so in every file
            del self._runs[run.words[run.anchor]][run.words[run.anchor + 1]][tuple(run.words)]

    def _check_unspaced(self, file: OutputFile, data: bytes) -> None:
        for part, secret in self._unspaced.items():
            if part.encode() in data and not self._public.has_part(part, _sources_of(file)):
                raise _leak(file, secret)


def _by_item(texts: Iterable[tuple[Secret, str]]) -> dict[str, list[tuple[str, str]]]:
    """Return the keys and private texts of each item."""
    found: dict[str, list[tuple[str, str]]] = {}
    for secret, text in texts:
        found.setdefault(secret.item, []).append((secret.key, text))
    return found


def _digest(texts: list[tuple[str, str]]) -> str:
    return hashlib.sha256(repr(texts).encode(errors="replace")).hexdigest()[:16]


def _sources_of(file: OutputFile) -> tuple[str, ...]:
    """Return the items whose words are in a file, as far as it tells."""
    return (file.source, *file.shows) if file.source else ()


def _starts(length: int, run: int) -> tuple[int, ...]:
    """Return where runs begin of which one lies in every part that is half as long again."""
    return (*range(0, length - run, run // 2), max(length - run, 0))


def _is_reference(text: str) -> bool:
    """Whether an id of a form is more than a word, a date or a small number."""
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    if not digits or digits + letters < _SHORT or _DATE.fullmatch(text.strip()):
        return False
    return bool(letters) or digits >= 5


@cache
def _pattern_of(reference: str) -> re.Pattern[bytes]:
    """Return what finds an id of a form."""
    edge = (
        rb"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])"
        if any(map(str.isalpha, reference))
        else rb"(?<![0-9A-Za-z])(?<![0-9][-./])%s(?![-./]?[0-9A-Za-z])"
    )
    return re.compile(edge % re.escape(reference.strip().encode()), re.IGNORECASE)


def _is_telling(word: bytes) -> tuple[bool, int]:
    """Order the words of a reference by how unlikely other texts are to have them."""
    return not word.isalpha(), len(word)


def _readings(data: bytes) -> Iterator[bytes]:
    """Yield a file's bytes as its readers see them: as they stand, unescaped, and what they carry encoded."""
    yield fold(data)
    if _PERCENT.search(data):
        yield fold(unquote_to_bytes(data))
    for match in _BASE64.finditer(data):
        try:
            yield fold(
                base64.b64decode(match[1] + b"==", altchars=b"-_" if b"-" in match[1] or b"_" in match[1] else None)
            )
        except binascii.Error:
            continue


def _leak(file: OutputFile, secret: Secret) -> LeakError:
    what = {"ref": "the consent's reference", **dict.fromkeys(HASHES, "the hash of the words")}.get(
        secret.key, f"something of the private `{secret.key}`"
    )
    if secret.key in ("quote", "attribution"):
        what = f"something of the {secret.key}, which may not leave,"
    return LeakError(
        f"{file.path}: would publish {what} of `{secret.item}`; nothing was exported",
        "Take it out of the article or page template that says it; if none does, this is a fault of clinic: please report it.",
    )
