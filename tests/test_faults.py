"""A matrix of faulty files: for each, the rule that tells of it and the exact place it points at.

The place is marked in the file's own text: what stands between « and » is what the finding's span must cover. The marks
are taken out before the file is written, and lines and columns are counted here, by splitting at line feeds.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.project import DAY, Clinic, Told

CONSENT = "  consent:\n    ref: form-17\n    signed_on: 2026-02-01\n    expires_on: 2027-01-31\n"
RECORD = "- id: t-0001\n  quote: A calm place.\n  attribution: Anonymous\n"


class Place(NamedTuple):
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def unmark(marked: str) -> tuple[str, list[Place]]:
    """Return a text without its marks, and the places that they enclose."""
    pieces = re.split("([«»])", marked)
    text = "".join(pieces[::2])
    places: list[Place] = []
    opened = at = 0
    for piece, mark in itertools.zip_longest(pieces[::2], pieces[1::2]):
        at += len(piece)
        if mark == "«":
            opened = at
        elif mark == "»":
            places.append(Place(_position(text, opened), _position(text, at), text[opened:at]))
    return text, places


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].removeprefix("\ufeff").split("\n")
    return len(before), len(before[-1]) + 1


def article(front: str, body: str = "\nText.\n") -> str:
    return f"---\n{front}---\n{body}"


def bomb(indent: str = "") -> str:
    lines = ["x-a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"x-{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcde", "bcdef", strict=True)]
    lines.append("x-g: [*f, *f, *f, *f, «*f», *f, *f, *f, *f]")
    return "".join(f"{indent}{line}\n" for line in lines)


# name: (marked file, rule of each place in order of reading, words of each message)
Case = tuple[str, str, str]

FRONT = "invalid-front-matter"
ARTICLES: dict[str, Case] = {
    # the block of keys
    "nothing": ("«»", FRONT, "The file is empty."),
    "blank lines": ("«»\n\n  \n", FRONT, "The file is empty."),
    "only text": ("«Just text.»\nMore.\n", FRONT, "There is no front matter."),
    "only a heading": ("«# A walk»\n\nText.\n", FRONT, "There is no front matter."),
    "text and carriage returns": ("«Just text.»\r\nMore.\r\n", FRONT, "There is no front matter."),
    "lone carriage returns": ("---«\r»title: A walk\r---\rText.\r", FRONT, "bare carriage return"),
    "empty lines above": ("\n\n«---»\ntitle: A walk\n---\nText.\n", FRONT, "begins below empty lines"),
    "spaces before": ("  «---»\ntitle: A walk\n---\nText.\n", FRONT, "begins behind spaces"),
    "two dashes": ("«--»\ntitle: A walk\n--\nText.\n", FRONT, "begins with `--`"),
    "a long dash": ("«—»\ntitle: A walk\n—\nText.\n", FRONT, "begins with `—`"),
    "asterisks": ("«***»\ntitle: A walk\n***\nText.\n", FRONT, "begins with `***`"),
    "TOML": ('«+++»\ntitle = "A walk"\n+++\nText.\n', FRONT, "is TOML"),
    "two byte order marks": ("\ufeff«\ufeff»---\ntitle: A walk\n---\nText.\n", FRONT, "U+FEFF"),
    "a zero-width space before": ("«\u200b»---\ntitle: A walk\n---\nText.\n", FRONT, "U+200B"),
    "never closed": ("«---»\ntitle: A walk\n\nText.\n", FRONT, "is never closed"),
    "never closed, nothing else": ("«---»", FRONT, "is never closed"),
    "never closed, with carriage returns": ("«---»\r\ntitle: A walk\r\n\r\nText.\r\n", FRONT, "is never closed"),
    "closed by dots": ("---\ntitle: A walk\n«...»\nText.\n", FRONT, "closed by `...`"),
    "closed by a long dash": ("---\ntitle: A walk\n«—»\nText.\n", FRONT, "closed by `—`"),
    "closed behind spaces": ("---\ntitle: A walk\n« ---»\nText.\n", FRONT, "closed by ` ---`"),
    "a list": (article("«- title: A walk»\n# end\n"), FRONT, "is a list"),
    "a sentence": (article("«just words»\n"), FRONT, "is text, not keys and values"),
    "a line without its colon": (article("«title A walk»\n"), FRONT, "is text, not keys and values"),
    "a no-break space behind the colon": (article("title:«\u00a0»A walk\n"), FRONT, "no-break space"),
    "no keys": ("«---»\n---\nText.\n", "missing-title", "The article has no title."),
    "a comment alone": ("«---»\n# none\n---\nText.\n", "missing-title", "The article has no title."),
    # YAML that cannot be read
    "a second line without its colon": (article("title: A walk\n«status draft»\n"), FRONT, "neither `key: value`"),
    "a first line without its colon": (article("«title»\nstatus: draft\n"), FRONT, "neither `key: value`"),
    "a middle line without its colon": (
        article("title: A walk\n«status draft»  \ntags: [calm]\n"),
        FRONT,
        "neither `key: value`",
    ),
    "a no-break space in a later line": (article("title: A walk\nstatus:«\u00a0»draft\n"), FRONT, "no-break space"),
    "a tab that indents": (article("title: A walk\nimage:\n«\t»src: a.png\n"), FRONT, "a tab"),
    "two tabs that indent": (article("title: A walk\nimage:\n«\t\t»src: a.png\n"), FRONT, "a tab"),
    "a tab before the first key": (article("«\t»title: A walk\n"), FRONT, "a tab"),
    "a tab in a long text": (article("title: A walk\n«\t»in the park\n"), FRONT, "a tab"),
    "a second colon": (article("title: A walk«:» in the park\n"), FRONT, "a second colon"),
    "a second colon at the end": (article("title: A walk«:»\n"), FRONT, "a second colon"),
    "an indented key": (article("title: A walk\n  «status: draft»\n"), FRONT, "indented deeper"),
    "a key that sticks out": (
        article("image:\n    src: a.png\n  «alt: b»\ntitle: x\n"),
        FRONT,
        "indentation fits nothing",
    ),
    "a dash among keys": (article("title: A walk\n«- calm»\n"), FRONT, "a list item where a key belongs"),
    "a list behind its key": (article("title: A walk\ntags: «-» calm\n"), FRONT, "a dash behind a key"),
    "a text that begins with @": (article("title: «@home»\n"), FRONT, "cannot begin with `@`"),
    "a text that begins with `": (article("title: «`code`» first\n"), FRONT, "cannot begin with a backtick"),
    "a text that begins with %": (article("title: «%20» off\n"), FRONT, "cannot begin with `%`"),
    "a text that begins with *": (article("title: «*Walk*»\n"), FRONT, "cannot begin with `*`"),
    "a text that begins with * and a word": (article("title: «*Walk» on\n"), FRONT, "*Walk has no &Walk before it"),
    "a text that begins with &": (article("title: «&» more\n"), FRONT, "cannot begin with `&`"),
    "a text that begins with !": (article("title: «!wow» nice\n"), FRONT, "`!wow`, a tag"),
    "a text that begins with |": (article("title: «|» A walk\n"), FRONT, "cannot begin with `|`"),
    "a text that begins with >": (article("title: «>» A walk\n"), FRONT, "cannot begin with `>`"),
    "a text that begins with ]": (article("title: «]» A walk\n"), FRONT, "cannot begin with `]`"),
    "a text that begins with a bracket": (
        article("title: [Draft] «A walk»\n"),
        FRONT,
        "text after the closing bracket",
    ),
    "a template's braces": (article("title: {«{ title }»}\n"), FRONT, "a key that is not text"),
    "an equals sign": (article("title: «=»\n"), FRONT, "`=`, which means something else"),
    "two angle brackets": (article("title: «<<»\n"), FRONT, "`<<`, which means something else"),
    "a quotation mark not closed": (article('title: «"»A walk\ntags: [calm]\n'), FRONT, "never closed"),
    "an apostrophe not closed": (article("title: «'»A walk\n"), FRONT, "never closed"),
    "a quotation mark closed by the next": (
        article('title: «"»A walk\ndescription: "Walks."\n'),
        FRONT,
        "not closed in its line",
    ),
    "text behind the quotation mark": (
        article('title: "A walk" «in the park»\n'),
        FRONT,
        "text after the closing quotation",
    ),
    "an apostrophe in single quotes": (
        article("title: 'It«s mine'»\n".replace("It«", "It'«")),
        FRONT,
        "text after the closing",
    ),
    "a backslash": (article('title: "C:«\\w»indows"\n'), FRONT, "a backslash that means nothing"),
    "a bracket not closed": (article("title: A walk\ntags: «[»calm, kind\nstatus: draft\n"), FRONT, "never closed"),
    "a brace not closed": (article("title: A walk\nimage: «{»src: a.png\n"), FRONT, "never closed"),
    "a comma too many": (article("title: A walk\ntags: [calm, «,» kind]\n"), FRONT, "a comma with nothing before it"),
    "a colon without a key": (article("«:» A walk\n"), FRONT, "a colon with no key"),
    "dots between keys": (article("title: A walk\n«...»\nstatus: draft\n"), FRONT, "three dots"),
    "a directive": (article("«%YAML 1.2»\n"), FRONT, "cannot begin with `%`"),
    "a second document": (article("title: A walk\n«---» more\n"), FRONT, "a second document"),
    "a control character": (article("title: A «\x07»walk\n"), FRONT, "U+0007"),
    "an escape character": (article('title: "A «\x1b»[31mwalk"\n'), FRONT, "U+001B"),
    "a delete character": (article("title: A «\x7f»walk\n"), FRONT, "U+007F"),
    "a code point that is no character": (article("title: A «\ufffe»walk\n"), FRONT, "U+FFFE"),
    "a NUL byte": (article("title: A walk\n", "Te«\0»xt\n"), FRONT, "NUL"),
    "a Python object": (article('title: «!!python/object/apply:os.system» ["ls"]\n'), FRONT, "a tag"),
    "a binary value": (article("title: «!!binary» aGVsbG8=\n"), FRONT, "`!!binary`, a tag"),
    "a set": (article("title: A walk\ntags: «!!set» {calm, kind}\n"), FRONT, "`!!set`, a tag"),
    "a tag that does not fit": (article("title: A walk\nimage: «!!map» [a.png]\n"), FRONT, "`!!map`, a tag"),
    "an alias to nothing": (article("title: A walk\ntags: «*none»\n"), FRONT, "*none has no &none"),
    "an alias to itself": (article("title: A walk\nx-a: &a [«*a»]\n"), FRONT, "*a stands inside &a"),
    "an alias to its own group": (article("title: &t\n  a: «*t»\n"), FRONT, "*t stands inside &t"),
    "a merge of nothing": (article("title: A walk\n<<: «*none»\n"), FRONT, "*none has no &none"),
    "a merge of a number": (article("title: A walk\n<<: «5»\n"), FRONT, "<< needs keys"),
    "a merge of a list of numbers": (article("title: A walk\n<<: «[5]»\n"), FRONT, "<< needs keys"),
    "aliases that explode": (article(f"title: A walk\n{bomb()}"), FRONT, "multiply beyond reason"),
    "100,000 brackets": (article(f"title: {'[' * 49}«[»{'[' * 100_000}\n"), FRONT, "nested more than 50 deep"),
    "100,000 braces": (article(f"title: {'{a: ' * 49}«{{»a: {'{a: ' * 100_000}\n"), FRONT, "nested more than 50 deep"),
    "100,000 dashes": (article(f"{'- ' * 50}«-» {'- ' * 100_000}\n"), FRONT, "nested more than 50 deep"),
    "100 levels of keys": (
        article("".join(f"{' ' * depth}a:\n" for depth in range(50)) + " " * 50 + "«a»:\n" + " " * 51 + "a: b\n"),
        FRONT,
        "nested more than 50 deep",
    ),
    "a list as a key": (article("title: A walk\n«[a]»: b\n"), FRONT, "a key that is not text"),
    "a group as a key": (article("title: A walk\n? «a: b»\n: c\n"), FRONT, "a key that is not text"),
    # keys
    "a key twice": (
        article("title: One\ntags: [calm]\n«title»: Two\n"),
        "duplicate-key",
        "the first is worth a look: `One`",
    ),
    "a key three times": (
        article("title: One\n«title»: Two\n«title»: Three\n"),
        "duplicate-key duplicate-key",
        "a second time",
    ),
    "a key twice in a group": (
        article(
            "title: A walk\nimage:\n  src: https://a.example/b.png\n  «src»: https://a.example/c.png\n  alt: A path\n"
        ),
        "duplicate-key",
        "`src` stands here a second time",
    ),
    "a key twice in braces": (article("title: A walk\nx-a: {b: 1, «b»: 2}\n"), "", ""),
    "a key twice, quoted": (article("title: One\n«'title'»: Two\n"), "duplicate-key", "a second time"),
    "a misspelt key": (article("title: A walk\n«descripton»: Walks.\n"), "unknown-key", "did you mean `description`?"),
    "a key with two letters swapped": (
        article("title: A walk\n«tgas»: [calm]\n"),
        "unknown-key",
        "did you mean `tags`?",
    ),
    "a misspelt key that is needed": (article("«Title»: A walk\n"), "unknown-key", "did you mean `title`?"),
    "a key with a zero-width space": (article("«title\u200b»: A walk\n"), "unknown-key", "did you mean `title`?"),
    "a quoted misspelt key": (
        article('title: A walk\n«"desription"»: Walks.\n'),
        "unknown-key",
        "did you mean `description`?",
    ),
    "a misspelt key in a group": (
        article(
            "title: A walk\nimage:\n  src: https://a.example/b.png\n  alt: A path\n  «sorce_url»: https://a.example\n"
        ),
        "unknown-key",
        "did you mean `source_url`?",
    ),
    "a misspelt key in braces": (
        "---\n{title: A walk, «statsu»: draft}\n---\nText.\n",
        "unknown-key",
        "did you mean `status`?",
    ),
    "a misspelt key that is merged": (
        article("x-base: &base\n  «descripton»: Walks.\ntitle: A walk\n<<: *base\n"),
        "unknown-key",
        "did you mean `description`?",
    ),
    "a foreign key": (article("title: A walk\n«layout»: post\n"), "unknown-key", "One key is not clinic's"),
    "two foreign keys": (
        article("title: A walk\n«layout»: post\ncategory: a\n"),
        "unknown-key",
        "2 keys are not clinic's",
    ),
    "a key that is a number": (
        article("title: A walk\n«2024»: b\n"),
        "wrong-type",
        "`2024` is read as the number 2024",
    ),
    "a key that is true": (article("title: A walk\n«yes»: b\n"), "wrong-type", "`yes` is read as true"),
    "a key that is empty": (article("title: A walk\n«~»: b\n"), "wrong-type", "`~` is read as empty"),
    "a key that is a date": (article("title: A walk\n«2024-01-01»: b\n"), "wrong-type", "is read as a date"),
    "an astral key": (article("title: A walk\n«😀»: b\n"), "unknown-key", "`😀` (1)"),
    # values
    "no title": (article("tags: [calm]\n").replace("---", "«---»", 1), "missing-title", "has no title"),
    "an empty title": (article("«title»:\ntags: [calm]\n"), "missing-title", "has no title"),
    "a title of two quotation marks": (article('title: «""»\n'), "missing-title", "has no title"),
    "a title of spaces": (article('title: «"  "»\n'), "missing-title", "has no title"),
    "a title that is null": (article("title: «~»\n"), "missing-title", "has no title"),
    "a title that is a comment": (article("«title»: # A walk\n"), "missing-title", "has no title"),
    "a title that is no": (article("title: «no»\n"), "wrong-type", "`no` is read as false"),
    "a title that is On": (article("title: «On»  # and off\n"), "wrong-type", "`On` is read as true"),
    "a title that is a time": (article("title: «12:30»\n"), "wrong-type", "`12:30` is read as the number 750"),
    "a title that is a year": (article("title: «2026»\n"), "wrong-type", "`2026` is read as the number 2026"),
    "a title that is octal": (article("title: «0777»\n"), "wrong-type", "`0777` is read as the number 511"),
    "a title that is 1e3": (article("title: «1e3»\n"), "wrong-type", "`1e3` is read as a number by other tools"),
    "a title that is 1.5e+3": (article("title: «1.5e+3»\n"), "wrong-type", "`1.5e+3` is read as the number 1500.0"),
    "a title that is infinite": (article("title: «.inf»\n"), "wrong-type", "is read as a huge number"),
    "a title that is a date": (article("title: «2026-03-01»\n"), "wrong-type", "is read as a date"),
    "a title that is a day that never was": (
        article("title: «2026-13-01»\n"),
        "wrong-type",
        "a date that does not exist",
    ),
    "a title of 5,000 digits": (article(f"title: «{'9' * 5000}»\n"), "wrong-type", "something that cannot be"),
    "a title said to be a number": (article('title: !!int «"3"»\n'), "wrong-type", "`3` is read as the number 3"),
    "a title said to be what it is not": (article("title: !!bool «maybe»\n"), "wrong-type", "something that cannot be"),
    "a title that is a list": (article("title: «[A walk]»\n"), "wrong-type", "`title` is text, not a list"),
    "a title that is a list of lines": (
        article("title:\n  «- A\n  - walk»\n# end\n\ntags: [calm]\n"),
        "wrong-type",
        "not a list",
    ),
    "a title that is a group": (
        article("title:\n  «en: A walk»  # English\n# end\n"),
        "wrong-type",
        "not a group of keys",
    ),
    "a title over two lines": (
        article("title: «|\n  A walk\n  in the park»\n\ntags: [calm]\n"),
        "invalid-value",
        "several lines",
    ),
    "a thirteenth month": (
        article("title: A walk\ndate: «2026-13-40»\n"),
        "invalid-value",
        "not a day of any calendar",
    ),
    "a thirteenth month in quotes": (
        article('title: A walk\ndate: «"2026-13-40"» # x\n'),
        "invalid-value",
        "not a day of any",
    ),
    "a thirtieth of February": (
        article("title: A walk\nupdated: «2026-02-30»\n"),
        "invalid-value",
        "not a day of any calendar",
    ),
    "the year 0": (article("title: A walk\ndate: «0000-01-01»\n"), "invalid-value", "not a day of any calendar"),
    "a day without zeros": (article("title: A walk\ndate: «2026-3-1»\n"), "invalid-value", "lacks a zero"),
    "a day with a time of no clock": (
        article("title: A walk\ndate: «2026-03-01 25:00:00»\n"),
        "invalid-value",
        "a time that cannot be read",
    ),
    "a day with a zone's name": (
        article("title: A walk\ndate: «2026-03-01 10:00 PST»\n"),
        "invalid-value",
        "a time that cannot be read",
    ),
    "a day with slashes": (article("title: A walk\ndate: «03/01/2026»\n"), "wrong-type", "is read as text"),
    "a day in words": (article("title: A walk\ndate: «March 1, 2026»\n"), "wrong-type", "is read as text"),
    "a year alone": (article("title: A walk\ndate: «2026»\n"), "wrong-type", "is read as the number 2026"),
    "a day that is true": (article("title: A walk\ndate: «yes»\n"), "wrong-type", "is read as true"),
    "a day that is said to be one": (
        article("title: A walk\ndate: !!timestamp «soon»\n"),
        "wrong-type",
        "does not exist",
    ),
    "a list of days": (article("title: A walk\ndate: «[2026-03-01]»\n"), "wrong-type", "`date` is a date, not a list"),
    "dates in the wrong order": (
        article("title: A walk\ndate: 2026-03-01\nupdated: «2026-02-01»\n"),
        "date-order",
        "before its date",
    ),
    "a review to come": (article("title: A walk\nlast_reviewed: «2030-01-01»\n"), "date-order", "lies in the future"),
    "a status that is not": (
        article("title: A walk\nstatus: «publish»\n"),
        "invalid-value",
        "did you mean `published`?",
    ),
    "a status in capitals": (article("title: A walk\nstatus: «Draft»\n"), "invalid-value", "did you mean `draft`?"),
    "a status that is no": (article("title: A walk\nstatus: «no»\n"), "invalid-value", "`no` (read as false)"),
    "a status in a block": (
        article("title: A walk\nstatus: «|\n  nonsense»\n\n\ntags: [calm]\n"),
        "invalid-value",
        "`nonsense` is no value",
    ),
    "a status over two lines": (
        article("title: A walk\nstatus: «non\n  sense»\ntags: [calm]\n"),
        "invalid-value",
        "`non sense` is no value",
    ),
    "a status by alias": (
        article("x-a: &a nonsense\ntitle: A walk\nstatus: «*a»\n"),
        "invalid-value",
        "`nonsense` is no value",
    ),
    "a status that is merged": (
        article("x-a: &a {status: nonsense}\ntitle: A walk\n<<: «*a»\n"),
        "invalid-value",
        "`nonsense`",
    ),
    "a value in braces": (
        article('title: A walk\nimage: {alt: "😀",\n  depicts: «nobody»}\n'),
        "invalid-value",
        "`nobody`",
    ),
    "a tag that is a list": (
        article("title: A walk\ntags:\n  - calm\n  # none\n  - «[kind]»\n"),
        "wrong-type",
        "`tag` is text",
    ),
    "a tag that is a number": (article("title: A walk\ntags: [calm, «2026»]\n"), "wrong-type", "the number 2026"),
    "a tag in brackets of its own": (
        article("title: A walk\ntags: [calm, «[kind]»]\n"),
        "wrong-type",
        "Write text in its place",
    ),
    "tags that are a group": (
        article("title: A walk\ntags: «{calm: kind}»\n"),
        "wrong-type",
        "`tag` is text, not a group",
    ),
    "citations that are text": (article("title: A walk\ncitations: «A book»\n"), "wrong-type", "`citations` is a list"),
    "a citation's address": (
        article("title: A walk\ncitations:\n  - {title: A book, url: «book.example»}\n"),
        "invalid-value",
        "https://",
    ),
    "an image that is a number": (article("title: A walk\nimage: «5»\n"), "wrong-type", "the number 5"),
    "an image that is a list": (
        article("title: A walk\nimage:\n  «- a.png»\n"),
        "wrong-type",
        "`image` is a group of keys",
    ),
    "decorative in quotes": (
        article('title: A walk\nimage:\n  decorative: «"true"»\n'),
        "wrong-type",
        "true or false, not text",
    ),
    "a slug with spaces": (article("title: A walk\nslug: «a walk»\n"), "invalid-value", "letters, digits and hyphens"),
    "a slug that leads up": (article("title: A walk\nslug: «../up»\n"), "invalid-value", "letters, digits and hyphens"),
    "a slug of Windows": (article("title: A walk\nslug: «con»\n"), "invalid-value", "cannot be an address"),
    "a slug like an id": (article("title: A walk\nslug: «t-12»\n"), "invalid-value", "cannot be an address"),
    "a language that is none": (article("title: A walk\nlang: «english!»\n"), "invalid-value", "a language code"),
    "notes that are a number": (article("title: A walk\nnotes: «1»\n"), "wrong-type", "`notes` is text"),
    "notes that are a list": (article("title: A walk\nnotes: «[a]»\n"), "wrong-type", "`notes` is text, not a list"),
    # the place behind characters that confuse other counters
    "a byte order mark before": (
        "\ufeff---\ntitle: A walk\ndate: «2026-13-40»\n---\nText.\n",
        "invalid-value",
        "calendar",
    ),
    "CRLF": ("---\r\ntitle: A walk\r\ndate: «2026-13-40»\r\n---\r\n\r\nText.\r\n", "invalid-value", "calendar"),
    "CRLF and a byte order mark": (
        "\ufeff---\r\ntitle: x\r\ndate: «2026-13-40»\r\n---\r\nText.\r\n",
        "invalid-value",
        "calendar",
    ),
    "mixed line ends": ("---\r\ntitle: A walk\ndate: «2026-13-40»\r\n---\nText.\r\n", "invalid-value", "calendar"),
    "a lone carriage return in a line": (article("title: A walk\rdate: «2026-13-40»\n"), "invalid-value", "calendar"),
    "U+2028 before": (article('title: "A\u2028walk"\ndate: «2026-13-40»\n'), "invalid-value", "calendar"),
    "U+0085 before": (article('title: "A\u0085walk"\ndate: «2026-13-40»\n'), "invalid-value", "calendar"),
    "U+2028 in a plain text": (article("title: A\u2028«walk»\ndate: 2026-03-01\n"), FRONT, "neither `key: value`"),
    "astral characters before": (article('title: "😀😀 é"\ndate: «2026-13-40» # 😀\n'), "invalid-value", "calendar"),
    "astral characters in the line": (
        article('x-a: {b: "😀😀", c: ä}\nimage: {alt: "😀", depicts: «é»}\ntitle: x\n'),
        "invalid-value",
        "`é`",
    ),
    "a comment before": (
        article("# é 😀\ntitle: A walk # é\n# more\ndate: «2026-13-40»\n"),
        "invalid-value",
        "calendar",
    ),
    "a comment behind a list": (
        article("tags:\n  - calm\n# end of tags\ntitle: «no»\n"),
        "wrong-type",
        "read as false",
    ),
    # the body, and the whole
    "a link to no file": (
        article("title: A walk\n", "\nSee «[the map](no-such-map.pdf)».\n"),
        "broken-link",
        "no-such-map.pdf",
    ),
    "a link behind accents": (
        article("title: A walk\n", "\nÉté 😀 *à* «[là](no-such-map.pdf)».\n"),
        "broken-link",
        "no-such-map.pdf",
    ),
    "a picture without a text": (
        article(
            "title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: [sample]\nimage:\n  src: «https://a.example/b.png»\n"
            f"description: {'Why a slow walk calms body and mind. ' * 2}\n"
        ),
        "missing-alt-text",
        "no text for people",
    ),
    "published without a description": (
        article("title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: [sample]\n«description»:\n"),
        "missing-field",
        "needs a description",
    ),
    "published with a short description": (
        article("title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: sample\ndescription: «Walks.»\n"),
        "description-length",
        "too short: 6 characters",
    ),
    "published with a misspelt description": (
        article("title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: sample\n«desciption»: Walks.\n"),
        "unknown-key",
        "did you mean `description`?",
    ),
    "both versions of a merge": (
        article("title: A walk\n", "\n«<<<<<<< HEAD»\nOne.\n\n=======\nTwo.\n>>>>>>> other\n"),
        "conflict-marker",
        "Marks of a merge",
    ),
    "both versions of a merge among HTML": (
        article("title: A walk\n", "\n<div>\n«<<<<<<< HEAD»\nOne.\n=======\nTwo.\n>>>>>>> other\n</div>\n"),
        "conflict-marker",
        "Marks of a merge",
    ),
    "both versions of a title": (
        article("«<<<<<<< HEAD»\ntitle: A walk\n=======\ntitle: A rest\n>>>>>>> other\n"),
        FRONT,
        "Marks of a merge",
    ),
    "both versions of all": (
        "«<<<<<<< HEAD»\n---\ntitle: A walk\n---\n=======\n---\ntitle: A rest\n---\n>>>>>>> other\n",
        FRONT,
        "Marks of a merge",
    ),
    "both versions of the end of the keys": (
        "---\ntitle: A walk\n«<<<<<<< HEAD»\n---\n\nOne.\n=======\n---\n\nTwo.\n>>>>>>> other\n",
        FRONT,
        "Marks of a merge",
    ),
    "published without text": (
        article(
            "title: A walk\nstatus: published\ndate: 2026-02-01\nauthors: sample\n"
            f"description: {'Why a slow walk calms body and mind. ' * 2}\n",
            "\n",
        ).replace("\n---", "\n«---»"),
        "empty-body",
        "no text",
    ),
    "an author nobody knows": (
        article("title: A walk\nauthors:\n  - sample\n  - «nobody»\n"),
        "unknown-author",
        "`nobody` is not in the roster",
    ),
    "a reviewer nobody knows": (
        article("title: A walk\nreviewed_by: «sampel»\n"),
        "unknown-author",
        "did you mean `sample`?",
    ),
    "a testimonial nobody gave": (
        article("title: A walk\ntestimonials: [«t-9999»]\n"),
        "unknown-testimonial",
        "`t-9999`",
    ),
}

YAML = "invalid-yaml"
TESTIMONIALS: dict[str, Case] = {
    "one record, no list": ("«id»: t-0001\nquote: A calm place.\n", YAML, "a group of keys, not a list"),
    "a list under a key": ("# ours\n«testimonials»:\n- id: t-0001\n", YAML, "a group of keys, not a list"),
    "both versions of a merge": (
        f"«<<<<<<< HEAD»\n{RECORD}=======\n{RECORD}>>>>>>> other\n",
        YAML,
        "Marks of a merge",
    ),
    "a sentence": ("«A calm place.»\n", YAML, "is text, not a list"),
    "records that are no groups": (
        "- «t-0001»\n«-»\n- «[a]»\n" + RECORD,
        "wrong-type wrong-type wrong-type",
        "A testimonial is a group of keys",
    ),
    "fences": (f"---\n{RECORD}«---»\n", YAML, "a second document"),
    "a dash without a space": ("«-id: t-1»\n quote: A calm place.\n", YAML, "a dash without a space"),
    "a key that is indented too far": ("- id: t-1\n   «quote: A calm place.»\n", YAML, "indented deeper"),
    "a key that is indented too little": ("- id: t-1\n «quote: A calm place.»\n", YAML, "indentation fits nothing"),
    "a record without its dash": (f"{RECORD}«id: t-0002»\n", YAML, "does not begin with a dash"),
    "a tab": (f"{RECORD}«\t»status: draft\n", YAML, "a tab"),
    "a quotation mark not closed": ('- id: t-1\n  quote: «"»A calm place.\n', YAML, "never closed"),
    "a quotation mark closed by the next": (
        '- id: t-1\n  quote: «"»A calm place.\n  attribution: "Sample A"\n',
        YAML,
        "not closed in its line",
    ),
    "an apostrophe in single quotes": (
        "- id: t-1\n  quote: 'It'«s calm'»\n",
        YAML,
        "text after the closing quotation mark",
    ),
    "a colon in the words": ("- id: t-1\n  quote: She said«:» go\n", YAML, "a second colon"),
    "100,000 brackets": (f"{'[' * 50}«[»{'[' * 100_000}", YAML, "nested more than 50 deep"),
    "100,000 dashes": (f"{'- ' * 50}«-» {'- ' * 100_000}", YAML, "nested more than 50 deep"),
    "aliases that explode": (RECORD + bomb("  "), YAML, "multiply beyond reason"),
    "an alias to itself": ("- &r\n  id: t-1\n  x-r: «*r»\n", YAML, "*r stands inside &r"),
    "a NUL byte": (f"{RECORD}  notes: a«\0»\n", YAML, "NUL"),
    "a control character": (f"{RECORD}  notes: a«\x1b»\n", YAML, "U+001B"),
    # records
    "no id": ("- «quote»: A calm place.\n  attribution: Anonymous\n", "missing-field", "The testimonial has no id."),
    "an empty id": ("- «id»:\n  quote: A calm place.\n", "missing-field", "has no id"),
    "an id in capitals": ("- «ID»: t-1\n  quote: A calm place.\n", "unknown-key", "did you mean `id`?"),
    "an id that is a number": ("- id: «12»\n", "wrong-type", "the number 12"),
    "an id of another form": ("- id: «one»\n", "invalid-value", "t- and letters or digits"),
    "an id with a space": ("- id: «t-1 x»\n", "invalid-value", "t- and letters or digits"),
    "an id twice": (
        f"{RECORD}- id: «t-0001»\n  quote: Kind.\n",
        "duplicate-id",
        "taken already, at testimonials.yaml:1",
    ),
    "an id twice, in another case": ("- id: t-a\n- id: «t-A»\n", "duplicate-id", "taken already"),
    "a record by alias": ("- &r\n  id: t-1\n- «*r»\n", "duplicate-id", "taken already"),
    "a status that is not": (f"{RECORD}  status: «publish»\n", "invalid-value", "did you mean `published`?"),
    "a status of an article": (
        f"{RECORD}  status: «archived»\n",
        "invalid-value",
        "`archived` is no value for `status`",
    ),
    "in braces": ("[{id: t-1, status: «publshed»}]\n", "invalid-value", "did you mean `published`?"),
    "in JSON": ('[\n\t{\n\t\t"id": "t-1",\n\t\t"rating": «9»\n\t}\n]\n', "invalid-value", "goes from 1 to 5"),
    "six stars": (f"{RECORD}  rating: «6»\n", "invalid-value", "goes from 1 to 5, and this is 6"),
    "no stars": (f"{RECORD}  rating: «0»\n", "invalid-value", "goes from 1 to 5"),
    "stars in words": (f"{RECORD}  rating: «five»\n", "wrong-type", "a whole number"),
    "stars in quotes": (f'{RECORD}  rating: «"5"»\n', "wrong-type", "is read as text"),
    "half a star": (f"{RECORD}  rating: «4.5»\n", "wrong-type", "the number 4.5"),
    "stars that are true": (f"{RECORD}  rating: «yes»\n", "wrong-type", "is read as true"),
    "stars as a clock": (f"{RECORD}  rating: «1:00»\n", "invalid-value", "goes from 1 to 5"),
    "5,000 digits of stars": (f"{RECORD}  rating: «{'9' * 5000}»\n", "wrong-type", "something that cannot be"),
    "stars said to be a number": (f"{RECORD}  rating: !!int «x»\n", "wrong-type", "something that cannot be"),
    "words that are a list": (
        "- id: t-1\n  quote:\n    «- A calm\n    - place»\n  # end\n",
        "wrong-type",
        "`quote` is text, not a list",
    ),
    "words that are a number": ("- id: t-1\n  quote: «12:30»\n", "wrong-type", "the number 750"),
    "words that are yes": ("- id: t-1\n  quote: «Yes»\n", "wrong-type", "is read as true"),
    "a name over two lines": ("- id: t-1\n  attribution: «|\n    A\n    B»\n", "invalid-value", "several lines"),
    "words twice": (
        f"{RECORD}  «quote»: Kind.\n",
        "duplicate-key",
        "Keep one of the two.",
    ),
    "a consent twice": (
        f"{RECORD}{CONSENT}{CONSENT}".replace("  consent", "  «consent»").replace("«consent»", "consent", 1),
        "duplicate-key",
        "second time",
    ),
    "a foreign key": (f"{RECORD}  «stars»: 5\n", "unknown-key", "One key is not clinic's"),
    "behind CRLF": (f"{RECORD}  rating: «9»\n".replace("\n", "\r\n"), "invalid-value", "goes from 1 to 5"),
    "behind a byte order mark": (f"\ufeff{RECORD}  rating: «9»\n", "invalid-value", "goes from 1 to 5"),
    "behind astral characters": (
        '- id: t-1\n  x-a: {a: "😀", b: "é"}\n  quote: "😀"\n  rating: «9» # 😀\n',
        "invalid-value",
        "goes from 1 to 5",
    ),
    "behind a block of words": (
        "- id: t-1\n  quote: |\n    One\n\n    two\n\n  rating: «7» # stars\n",
        "invalid-value",
        "goes from 1 to 5",
    ),
    "behind a comment": (
        f"{RECORD}  tags:\n  - calm\n\n# the next\n- id: t-2\n  tags:\n  - «{{a: b}}»\n  # end\n",
        "wrong-type",
        "`tag` is text",
    ),
    # consents
    "a consent that is yes": (f"{RECORD}  consent: «yes»\n", "wrong-type", "`consent` is a group of keys, not true"),
    "a consent that is text": (
        f"{RECORD}  consent: «form-17»\n",
        "wrong-type",
        "`consent` is a group of keys, not text",
    ),
    "a consent that is a list": (f"{RECORD}  consent:\n    «- ref: form-17»\n", "wrong-type", "not a list"),
    "a misspelt key in a consent": (
        f"{RECORD}  consent:\n    ref: form-17\n    «expire_on»: 2027-01-01\n",
        "unknown-key",
        "did you mean `expires_on`?",
    ),
    "a foreign key in a consent": (
        f"{RECORD}  consent:\n    ref: form-17\n    «witness»: b\n",
        "unknown-key",
        "in a consent",
    ),
    "a key that is a number in a consent": (f"{RECORD}  consent:\n    «1»: b\n", "wrong-type", "A key must be text"),
    "a misspelt key that consents share": (
        "- id: t-1\n  consent: &c\n    ref: form-17\n    «expire_on»: 2027-01-01\n- id: t-2\n  consent: *c\n",
        "unknown-key",
        "did you mean `expires_on`?",
    ),
    "a channel that is not": (
        f"{RECORD}  consent:\n    channels: [website, «web»]\n",
        "invalid-value",
        "website, social, print",
    ),
    "a partner without a name": (f"{RECORD}  consent:\n    channels: «partner»\n", "invalid-value", "partner:NAME"),
    "a form of name that is not": (
        f"{RECORD}  consent:\n    display_name: «first_name»\n",
        "invalid-value",
        "did you mean `first-name`?",
    ),
    "a photo that is maybe": (f"{RECORD}  consent:\n    photo: «maybe»\n", "wrong-type", "true or false"),
    "a photo that is 1": (f"{RECORD}  consent:\n    photo: «1»\n", "wrong-type", "not the number 1"),
    "a photo said to be a boolean": (f"{RECORD}  consent:\n    photo: !!bool «maybe»\n", "wrong-type", "true or false"),
    "a day that never was": (
        f"{RECORD}  consent:\n    signed_on: «2026-02-30»\n",
        "invalid-value",
        "not a day of any calendar",
    ),
    "a reference that is a number": (f"{RECORD}  consent:\n    ref: «017»\n", "wrong-type", "the number 15"),
    "a fingerprint of another form": (f"{RECORD}  approved: «v1:abc»\n", "invalid-value", "64 hexadecimal digits"),
    "published without consent": (f"{RECORD}  status: «published»\n", "consent-missing", "no consent is recorded"),
    "published with an empty consent": (
        f"{RECORD}  status: published\n  «consent»:\n",
        "consent-missing",
        "no consent is recorded",
    ),
    "published with half a consent": (
        f"{RECORD}  status: published\n  «consent»:\n    ref: form-17\n",
        "consent-missing",
        "lacks the day it was signed",
    ),
    "published with a lapsed consent": (
        f"{RECORD}  status: published\n{CONSENT}".replace("2027-01-31", "«2026-02-28»"),
        "consent-expired",
        "ended on 2026-02-28",
    ),
    "published without words": (
        f"- id: «t-1»\n  status: published\n  attribution: A\n{CONSENT}",
        "missing-field",
        "has no words",
    ),
    "published with empty words": (
        f'- id: t-1\n  status: published\n  quote: «""»\n  attribution: A\n{CONSENT}',
        "missing-field",
        "has no words",
    ),
    "published without a name": (
        f"- id: «t-1»\n  status: published\n  quote: A calm place.\n{CONSENT}",
        "missing-field",
        "no attribution",
    ),
}

PAGES: dict[str, Case] = {
    "no front matter": ("«A calm place.»\n", FRONT, "There is no front matter."),
    "never closed": ("«---»\nid: t-1\nA calm place.\n", FRONT, "is never closed"),
    "words twice": ("---\nid: t-1\nquote: «Kind.»\n---\nA calm place.\n", "duplicate-key", "only those below count"),
    "a misspelt key": (
        "---\nid: t-1\n«atribution»: A\n---\nA calm place.\n",
        "unknown-key",
        "did you mean `attribution`?",
    ),
    "an id of another form": ("---\nid: «one»\n---\nA calm place.\n", "invalid-value", "t- and letters or digits"),
    "no id, and a name that is none": ("«---»\nstatus: draft\n---\nA calm place.\n", "missing-field", "has no id"),
    "a lapsed consent": (
        "---\nid: t-1\nstatus: published\nattribution: A\nconsent: {ref: a, signed_on: 2025-01-01, expires_on: «2026-01-01»}\n---\nCalm.\n",
        "consent-expired",
        "ended on 2026-01-01",
    ),
}

INBOX: dict[str, Case] = {
    "words that wait": (
        "- id: «t-0001»\n  quote: A calm place.\n",
        "consent-missing",
        "No consent is recorded for one testimonial",
    ),
    "not a list": ("«id»: t-0001\n", YAML, "a group of keys, not a list"),
}


CONFIGS: dict[str, tuple[str, str]] = {
    "a quotation mark not closed": ('name = «"»Sample\n', "never closed"),
    "text without quotation marks": ("name = «S»ample\n", "a value that TOML does not know"),
    "a key alone": ("name«\n»", "without an equals sign"),
    "a key with a colon": ("name«:» Sample\n", "without an equals sign"),
    "a key without a value": ("name =«\n»", "a key without a value"),
    "a key twice": ('name = "A"\n  «name» = "B"\n', "stands above already"),
    "a table twice": ('[address]\ncity = "A"\n«[address]»\n', "stands above already"),
    "a bracket not closed": ('name = "A"\njurisdictions = «[»"us"\n', "never closed"),
    "a comma missing": ('jurisdictions = «[»"us" "us-ca"]\n', "a comma missing"),
    "a brace not closed": ('address = «{» city = "A"\n', "never closed"),
    "a table's bracket not closed": ("[address«\n»", "never closed"),
    "a backslash": ('name = "C:«\\»windows"\n', "a backslash"),
    "more behind a value": ('name = "A" «B»\n', "more stands behind the value"),
    "a thirteenth month": ("name = «2»026-13-40\n", "no calendar"),
    "a thirtieth of February": ("name = «2»026-02-30\n", "no calendar"),
    "a NUL byte": ('name = "a«\0»b"\n', "U+0000"),
    "a NUL byte in a comment": ("# a«\0»b\n", "U+0000"),
    "a line of signs": ("!«»!!\n".replace("!«»", "«!»", 1), "neither a key nor a table"),
    "a misspelt setting": ('«nmae» = "A"\n', "did you mean `name`?"),
    "an unknown setting": ('name = "A"\n«colour» = "red"\n', "There is no setting `colour`."),
    "an unknown table": ("[«extra»]\na = 1\n", "There is no setting `extra`."),
    "an unknown setting in a table": ('[address]\ncity = "A"\n«zipp» = "1"\n', "There is no setting `zipp`."),
    "a dotted setting": ('address.«town» = "A"\n', "There is no setting `town`."),
    "a setting in braces": ('address = { city = "😀", «town» = "B" }\n', "There is no setting `town`."),
    "a name that is a number": ("name = «5»\n", "the number 5"),
    "a name that is a list": ('name = «["A"]»\n', "is text, not a list"),
    "a name over two lines": ('name = «"""\nA\nB"""»\n', "several lines"),
    "a name that is a moment": ("name = «2026-01-01 10:00:00»\n", "is read as a date"),
    "an address that is text": ('address = «"here"»\n', "a table, with keys of its own (street, city"),
    "a time zone of another planet": ('timezone = «"Mars/Olympus"»\n', "no time zone"),
    "a time zone that leads up": ('timezone = «"../etc/passwd"»\n', "no time zone"),
    "a time zone that is a folder": ('timezone = «"America"»\n', "no time zone"),
    "an address of the web": ('url = «"clinic.example"»\n', "begins with https://"),
    "a telephone number": ('sms = «"415-555-0134"»\n', "+14155550134"),
    "a language": ('language = «"english!"»\n', "a language code"),
    "an e-mail address": ('email = «"nobody"»\n', "an e-mail address"),
    "opening hours": ('opening_hours = [«"Mon 9-5"»]\n', "Mo-Fr 09:00-21:00"),
    "a place with other laws": (
        'jurisdictions = [ # ours\n  "us", # é\n  «"atlantis"»,\n]\n',
        "no value for `jurisdiction`",
    ),
    "an author without a name": (
        '[authors.a]\ncredentials = "LMFT"\n'.replace("[authors.a]", "«»[authors.a]"),
        "has no name",
    ),
    "an author that is text": ('[authors]\na = «"Robin Sample"»\n', "`author` is a group of keys, not text"),
    "authors in a list": ('«»[[authors]]\nname = "Robin Sample"\n', "`authors` is a group of keys, not a list"),
    "a misspelt key of an author": (
        '[authors.a]\nname = "A"\n«licence» = { number = "1" }\n',
        "did you mean `license`?",
    ),
    "a licence that is text": ('[authors.a]\nname = "A"\nlicense = «"123"»\n', "`license` is a group of keys"),
    "a licence number without quotes": ('[authors.a]\nname = "A"\nlicense = { number = «123» }\n', "the number 123"),
    "a rule that is not": ('[lint]\nselect = ["form", «"nope"»]\n', "no rule or category `nope`"),
    "a misspelt rule": ('[lint]\nignore = «"mising-title"»\n', "did you mean `missing-title`?"),
    "a misspelt rule with a severity": (
        '[lint.severity]\n«missing-titel» = "error"\n',
        "did you mean `missing-title`?",
    ),
    "a misspelt rule with options": (
        "[lint.options.«description-lenght»]\nmin = 1\n",
        "did you mean `description-length`?",
    ),
    "a severity that is not": ('[lint.severity]\nmissing-title = «"bad"»\n', "no value for `severity`"),
    "options that are a number": ("[lint.options]\ndescription-length = «5»\n", "a group of keys, not the number 5"),
    "an option that is a time": ("[lint.options.description-length]\nmin = «10:00:00»\n", "no option takes"),
    "a rule by path that is not": ('[lint.per_path]\n"articles/*" = [«"nope"»]\n', "no rule or category `nope`"),
    "a rule by path that is a number": ('[lint.per_path]\n"articles/*" = «5»\n', "the number 5"),
    "a target named by a format": ('[export.«html»]\nformat = "html"\n', "is a format"),
    "a target without a format": ('[export.«site»]\nout = "public"\n', "has no format"),
    "a target with no such format": ('[export.site]\nformat = «"htm"»\n', "did you mean `html`?"),
    "a misspelt key of a target": ('[export.site]\nformat = "html"\n«outs» = "public"\n', "did you mean `out`?"),
    "a misspelt selection": ('[export.site]\nformat = "html"\nselect = { «tag» = ["calm"] }\n', "did you mean `tags`?"),
    "a channel that is not": ('[export.site]\nformat = "html"\nchannel = «"web"»\n', "partner:NAME"),
    "behind a byte order mark": ("\ufeffname = «5»\n", "the number 5"),
    "behind CRLF": ('name = "A"\r\nurl = «5»\r\n', "the number 5"),
    "behind astral characters": ('name = "😀" # 😀\nurl = «"é"»\n', "begins with https://"),
    "the first of two": ('«nmae» = "A"\nurl = 5\n', "did you mean `name`?"),
}


def found_in(clinic: Clinic, path: str, marked: str) -> tuple[list[Told], list[Place]]:
    text, places = unmark(marked)
    clinic.config('[authors.sample]\nname = "Sample Author"\n')
    clinic.write(path, text)
    return [told for told in clinic.lint() if told.rule != "before-publishing"], places


def check(clinic: Clinic, path: str, case: Case) -> None:
    marked, rules, words = case
    found, places = found_in(clinic, path, marked)
    if not rules:
        assert found == []
        return
    assert [(told.rule, told.start, told.end, told.text) for told in found] == [
        (rule, *place) for rule, place in zip(rules.split(), places, strict=True)
    ], [told.message for told in found]
    for told in found:
        if words not in f"{told.message} {told.help}":  # what is private is told in words only in the terminal
            assert told.is_withheld
            assert words in " ".join(clinic.run("lint", "--as-of", DAY, "--show-all").stdout.split())
        assert told.path == path
        assert "\n" not in told.message
        assert len(told.message) < 300
        assert told.help, "every finding says what to do"


@pytest.mark.parametrize("case", ARTICLES.values(), ids=ARTICLES)
def test_article(clinic: Clinic, case: Case) -> None:
    check(clinic, "articles/a-walk.md", case)


@pytest.mark.parametrize("case", TESTIMONIALS.values(), ids=TESTIMONIALS)
def test_testimonials(clinic: Clinic, case: Case) -> None:
    check(clinic, "testimonials.yaml", case)


@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES)
def test_testimonial_page(clinic: Clinic, case: Case) -> None:
    check(clinic, "testimonials/one.md", case)


@pytest.mark.parametrize("case", INBOX.values(), ids=INBOX)
def test_inbox(clinic: Clinic, case: Case) -> None:
    check(clinic, "testimonials.inbox.yaml", case)


@pytest.mark.parametrize("case", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("shared", [False, True], ids=["clinic.toml", "pyproject.toml"])
def test_config(bare: Clinic, case: tuple[str, str], shared: bool) -> None:
    text, (place,) = unmark(case[0])
    bare.article()
    line = place.start[0]
    if shared:
        # tables move below [tool.clinic]; a text that is no TOML must not be taken for nobody's
        moved = re.sub(r"(?m)^(\[\[?)(?=[a-z])", r"\1tool.clinic.", text.removeprefix("\ufeff"))
        bare.write("pyproject.toml", f"[tool.clinic]\n{moved}")
        line += 1
    else:
        bare.write("clinic.toml", text)
    result = bare.run("lint")
    assert result.status == 2, result.stdout
    assert result.stdout == ""
    said, advice = result.stderr.removesuffix("\n").split("\n  ")
    match = re.match(r"clinic: (clinic|pyproject)\.toml:(\d+):(\d+): ", said)
    assert match
    assert int(match[2]) == line, said
    if not (shared and text.startswith("[")):
        assert int(match[3]) == place.start[1], said
    assert case[1] in f"{said} {advice}"


@pytest.mark.parametrize("text", [f"name = {'[' * 10_000}", f"name = {'{a = ' * 10_000}"], ids=["brackets", "braces"])
def test_config_of_many_levels(bare: Clinic, text: str) -> None:
    bare.write("clinic.toml", text)
    result = bare.run("lint")
    assert result.status == 2
    assert "clinic.toml:1:1: lists nested too deep\n" in result.stderr


def test_config_that_is_not_utf8(clinic: Clinic) -> None:
    clinic.write("clinic.toml", b'name = "A"\nurl = "\xe9"\n')
    result = clinic.run("lint")
    assert result.status == 2
    assert result.stderr.startswith("clinic: clinic.toml:2:8: this byte is not UTF-8 text\n")


@pytest.mark.parametrize("name", ["clinic.toml", "pyproject.toml"])
def test_config_that_is_a_folder(bare: Clinic, name: str) -> None:
    bare.article()
    (bare.root / name).mkdir()
    result = bare.run("lint")
    # a folder named pyproject.toml is somebody else's
    assert result.status == (2 if name == "clinic.toml" else 0)
    assert ("clinic.toml: not a file" in result.stderr) == (name == "clinic.toml")


INVALID = {
    "Latin-1": (b"---\ntitle: caf", b"\xe9", b"\n---\nText.\n"),
    "in the body": (b"---\ntitle: \xc3\xa9\n---\nok \xf0\x9f\x98\x80\nabc ", b"\xff", b" def\n"),
    "cut in the middle": (b"---\ntitle: A walk\n---\nabc ", b"\xe2\x82", b""),
    "a surrogate": (b"---\ntitle: ", b"\xed\xa0\x80", b"\n---\n"),
    "overlong": (b"---\ntitle: ", b"\xc0\xaf", b"\n---\n"),
    "UTF-16": (b"", b"\xff\xfe", "---\ntitle: A walk\n---\n".encode("utf-16-le")),
    "behind a byte order mark": (b"\xef\xbb\xbf---\ntitle: ", b"\xe9", b"\n---\n"),
    "behind CRLF": (b"---\r\ntitle: ", b"\xe9", b"\r\n---\r\n"),
}


@pytest.mark.parametrize("parts", INVALID.values(), ids=INVALID)
@pytest.mark.parametrize("path", ["articles/a-walk.md", "testimonials.yaml", "testimonials/one.md"])
def test_bytes_that_are_not_utf8(clinic: Clinic, path: str, parts: tuple[bytes, bytes, bytes]) -> None:
    clinic.write(path, b"".join(parts))
    (told,) = clinic.lint()
    before = parts[0].removeprefix(b"\xef\xbb\xbf").decode().split("\n")
    start = (len(before), len(before[-1]) + 1)
    assert (told.start, told.end) == (start, (start[0], start[1] + 1))
    assert told.rule == (YAML if path.endswith(".yaml") else FRONT)
    assert told.message == "This byte is not UTF-8 text."
    assert told.text == "\ufffd"


@pytest.mark.deep
@pytest.mark.parametrize("path", ["articles/a-walk.md", "testimonials/one.md", "testimonials.yaml"])
def test_a_file_of_65_megabytes(clinic: Clinic, path: str) -> None:
    head = b'- id: t-1\n  quote: "' if path.endswith(".yaml") else b"---\ntitle: A walk\n---\n"
    with (clinic.write(path, head)).open("ab") as file:
        file.truncate(65_000_000)
    (told,) = clinic.run("lint", "--format", "json").json["diagnostics"]
    assert "too long to read (more than 64 MB)" in told["message"]
    assert (told["start"], told["end"]) == ({"line": 1, "column": 1}, {"line": 1, "column": 4})


@pytest.mark.deep
def test_a_record_of_300_000_words(clinic: Clinic) -> None:
    clinic.write("testimonials.yaml", RECORD.encode() + b"  notes: >\n    " + b"word " * 300_000 + b"\n  rating: 9\n")
    long, told = clinic.lint()
    assert (long.rule, long.start, long.text) == ("invalid-value", (4, 10), ">")
    assert (told.rule, told.start, told.text) == ("invalid-value", (6, 11), "9")


ODD = "invalid-front-matter"


def link(path: Path, target: str | Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def test_a_folder_named_like_an_article(clinic: Clinic) -> None:
    clinic.article("folder.md/inside")
    told, note = clinic.lint()
    assert (told.rule, told.path, told.message) == (
        ODD,
        "articles/folder.md",
        "This is a folder with the name of an article.",
    )
    assert note.path == "articles/folder.md/inside.md", "what is in it is read all the same"


@pytest.mark.parametrize("name", ["testimonials.yaml", "testimonials.inbox.yaml"])
def test_a_folder_named_like_the_testimonials(clinic: Clinic, name: str) -> None:
    (clinic.root / name).mkdir()
    (told,) = clinic.lint()
    assert (told.rule, told.path, told.message) == (YAML, name, "This is a folder, not a file.")


@pytest.mark.parametrize("path", ["articles/out.md", "articles/sub/out.md", "testimonials/out.md", "testimonials.yaml"])
@pytest.mark.parametrize("named", [False, True], ids=["found", "named"])
def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path, path: str, named: bool) -> None:
    clinic = Clinic(tmp_path / "clinic")
    clinic.config()
    clinic.article()
    (tmp_path / "secret").write_text("what nobody may read")
    link(clinic.root / path, tmp_path / "secret")
    told = next(told for told in clinic.lint(*([path] if named else [])) if told.path == path)
    assert told.message == "This link leads out of the project, or nowhere."
    assert told.start == told.end == (1, 1)
    for arguments in (
        ["lint"],
        ["lint", path],
        ["lint", "--format", "json", path],
        ["list", "articles", "--format", "json"],
    ):
        result = clinic.run(*arguments)
        assert "nobody may read" not in result.stdout + result.stderr


@pytest.mark.parametrize("target", ["nowhere.md", "out.md"], ids=["broken", "ring"])
def test_a_link_that_leads_nowhere(clinic: Clinic, target: str) -> None:
    link(clinic.root / "articles/out.md", target)
    (told,) = clinic.lint()
    assert told.message == "This link leads out of the project, or nowhere."


def test_a_linked_folder_out_of_the_project_is_not_walked(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "clinic")
    clinic.config()
    clinic.article()
    Clinic(tmp_path).write("elsewhere/x.md", "secret")
    link(clinic.root / "articles/etc", tmp_path / "elsewhere")
    odd, note = sorted(clinic.lint(), key=lambda told: told.severity)
    assert (odd.path, note.path) == ("articles/etc", "articles/a-walk.md")
    assert clinic.run("lint", "articles/etc/x.md").status == 1
    assert "secret" not in clinic.run("lint", "articles/etc/x.md").stdout
    assert "secret" not in clinic.run("lint", "articles/etc").stdout


def test_the_articles_folder_may_not_lead_out(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "clinic")
    clinic.config()
    Clinic(tmp_path).write("elsewhere/x.md", "secret")
    link(clinic.root / "articles", tmp_path / "elsewhere")
    (told,) = clinic.lint()
    assert (told.path, told.severity) == ("articles", "error")


def test_links_inside_the_project_are_read_once_for_each_name(clinic: Clinic) -> None:
    clinic.article()
    link(clinic.root / "articles/also.md", "a-walk.md")
    link(clinic.root / "articles/ring", ".")
    assert {told.path for told in clinic.lint()} == {"articles/a-walk.md", "articles/also.md"}


def test_a_project_below_a_link_is_a_project(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "clinic")
    clinic.config()
    clinic.article()
    link(tmp_path / "linked", "clinic")
    for there in (Clinic(tmp_path / "linked"), clinic):
        assert [told.rule for told in there.lint("articles/a-walk.md")] == ["before-publishing"]
        assert [told.rule for told in there.lint("--project", tmp_path / "linked")] == ["before-publishing"]


def test_a_file_where_the_folder_belongs(clinic: Clinic) -> None:
    clinic.write("articles", "Text.")
    (told,) = clinic.lint()
    assert (told.path, told.message) == ("articles", "This is a file where a folder is expected.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("path", ["articles/pipe.md", "testimonials.yaml"])
def test_a_pipe_is_not_waited_for(clinic: Clinic, path: str) -> None:
    clinic.article()
    os.mkfifo(clinic.root / path)
    told = next(told for told in clinic.lint() if told.path == path)
    assert told.message == "This is not a regular file."
    assert next(told for told in clinic.lint(path)).message == "This is not a regular file."


@pytest.mark.parametrize("path", ["articles/A.MD", "articles/a.markdown", "testimonials.yml"])
def test_a_file_that_only_looks_like_content(clinic: Clinic, path: str) -> None:
    clinic.write(path, "Text.")
    (told,) = clinic.lint()
    assert (told.path, told.severity) == (path, "error")
    assert told.message.startswith("This file is not read: ")


NAMES = {
    "spaces": ("a walk.md", "`a walk`"),
    "a device": ("con.md", "`con`"),
    "an id": ("t-1.md", "`t-1`"),
    "a line feed": ("a\nb.md", "`a b`"),
    "an escape": ("\x1b[31mred.md", "[31mred`"),
    "bytes that are not UTF-8": (b"\xff.md", "`\udcff`"),
}


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="such names cannot be made here")
@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
def test_a_file_name_that_cannot_be_an_address(clinic: Clinic, name: str | bytes, shown: str) -> None:
    clinic.article()
    raw = name if isinstance(name, bytes) else name.encode()
    Path(os.fsdecode(os.fsencode(clinic.root / "articles") + b"/" + raw)).write_bytes(
        b"---\ntitle: Another\n---\nText.\n"
    )
    result = clinic.run("lint")
    assert result.status == 1
    assert "cannot be an address" in result.stdout
    assert "\x1b" not in result.stdout
    for arguments in (["list", "articles"], ["list", "articles", "--format", "json"], ["lint", "--format", "json"]):
        assert clinic.run(*arguments).status in (0, 1)


def test_articles_that_differ_in_case_only(clinic: Clinic) -> None:
    clinic.article("one", "title: One\nslug: A-Walk\n")
    clinic.article("two", "title: Two\nslug: a-walk\naliases: [/old/, old]\n")
    clinic.article("three", "title: two\naliases: [OLD, one]\n")
    clash = [
        (told.rule, told.path, told.start, told.text) for told in clinic.lint() if told.rule != "before-publishing"
    ]
    assert clash == [
        ("duplicate-title", "articles/two.md", (2, 8), "Two"),
        ("duplicate-slug", "articles/two.md", (3, 7), "a-walk"),
        ("duplicate-slug", "articles/two.md", (4, 18), "old"),
    ]
