"""What reaches a terminal, and what does not."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from clinic_cli.cli import console
from clinic_cli.reporters.text import cells, visible
from tests.project import Clinic
from tests.strategies import hostile, words
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
EVIL = "\x1b[31mred\x1b[0m \x07 \x9b31m \u202eright to left \r over"


@given(hostile | words)
def test_no_control_character_is_let_through(text: str) -> None:
    shown = visible(text)
    assert all(character.isprintable() or character in "\u200d\ufe0f" for character in shown)
    assert len(shown) == len(text)
    assert cells(shown) >= 0
    if text.isprintable():
        assert shown == text


def test_control_characters_are_shown_wherever_text_of_users_is_printed(clinic: Clinic) -> None:
    clinic.write(
        "articles/x.md",
        f"---\ntitle: x\nstatus: published\n---\n{EVIL}\n[a]({EVIL.replace(' ', '')}.md)\n".replace("\r", ""),
    )
    clinic.testimonials('id: t-1\nquote: "a\\e[31mb"\nattribution: "\\u202e\\a"\nstatus: "\\e[31m"')
    for argv in (
        ("lint", "--show-all"), ("lint", "--format", "concise"), ("list", "articles"), ("list", "testimonials"), ("show", "x"), ("show", "t-1"),
        ("show", EVIL), ("lint", EVIL), ("list", "articles", "--status", EVIL), ("rule", EVIL),
    ):  # fmt: skip
        result = clinic.run(*argv)
        for character in "\x1b\x07\x9b\u202e\r":
            assert character not in result.stdout + result.stderr, argv


@at_terminal
@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"CI": "true"}, False),
        ({"TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_colour_is_for_terminals_that_want_it(clinic: Clinic, env: dict[str, str], coloured: bool) -> None:
    clinic.article()
    for argv in (("lint",), ("list", "articles"))[: None if coloured else 1]:
        with Terminal(clinic.root, *argv, env=env) as terminal:
            assert terminal.status() == 0
            assert ("\x1b[" in terminal.raw) == coloured


@at_terminal
def test_in_ci_nobody_is_asked(clinic: Clinic) -> None:
    with Terminal(clinic.root, "new", "article", env={"CI": "true"}) as terminal:
        assert terminal.status() == 2
        assert "the article has no title" in terminal.screen


def test_output_is_utf8_whatever_the_system_says(clinic: Clinic) -> None:
    clinic.article(front="title: Été 😀\n")
    result = clinic.spawn(
        "list", "articles", "--format", "json", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    )
    assert result.json["articles"][0]["title"] == "Été 😀"
    assert clinic.spawn("show", "a-walk", env={"PYTHONIOENCODING": "ascii"}).status == 0
    said = clinic.spawn("show", "😀", env={"PYTHONIOENCODING": "ascii"})
    assert said.status == 2
    assert "\\U0001f600" in said.stderr


class Answers(io.StringIO):
    """A stdin that somebody types at."""

    def isatty(self) -> bool:
        return True


def test_questions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", Answers("\nyes\n no \n\n\nx\ny\n"))
    assert console.ask("Name", default="A") == "A"
    assert console.confirm("Sure?", default=False)
    assert not console.confirm("Sure?")
    assert console.confirm("Sure?")
    assert not console.confirm("Sure?", default=False)
    assert console.ask("Letter", check=lambda answer: None if answer == "y" else "Type y.") == "y"
    said = capsys.readouterr().err
    assert "Name [A]: " in said
    assert "Sure? (y/N): " in said
    assert "  Type y.\n" in said
    with pytest.raises(KeyboardInterrupt):
        console.ask("Anything")


def test_a_silent_stdin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", Answers("x"))
    assert console.waiting_stdin() == ""
    monkeypatch.setattr(sys, "stdin", None)
    assert console.waiting_stdin() == ""
    (tmp_path / "words").write_text("one\r\ntwo")
    with (tmp_path / "words").open(newline="") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert console.waiting_stdin() == "one\ntwo"
    reading, writing = os.pipe()
    with open(reading) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        assert console.waiting_stdin() == ""
        os.write(writing, b"words")
        os.close(writing)
        assert console.waiting_stdin() == "words"


def test_width(monkeypatch: pytest.MonkeyPatch) -> None:
    assert console.width() == 100
    monkeypatch.setenv("COLUMNS", "60")
    assert console.width() == 60
    monkeypatch.setenv("COLUMNS", "wide")
    assert console.width() == 100
