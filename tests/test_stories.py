"""Three stories, played at a real terminal: a therapist, an office manager, an editor."""

from __future__ import annotations

import os
import re
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")

WORDS = "Somebody listened, and the week had a shape again."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def editor(folder: Path, script: str) -> dict[str, str]:
    """Return an environment whose editor is a script; `path` is the file, and `turn` counts how often it was opened."""
    program = folder / "editor"
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, time\n"
        "path = pathlib.Path(sys.argv[-1])\ncount = pathlib.Path(__file__).with_suffix('.turn')\n"
        "turn = int(count.read_text()) if count.exists() else 0\ncount.write_text(str(turn + 1))\n"
        f"text = path.read_text()\n{script}\n"
    )
    program.chmod(0o755)
    return {"EDITOR": str(program)}


def start(home: Path) -> Path:
    with Terminal(home, "init", "clinic") as terminal:
        terminal.answer("Name of the clinic", "Sample Clinic")
        terminal.answer("Web site")
        terminal.answer("Time zone")
        terminal.answer("Laws")
        terminal.answer("First author", "Robin Sample, LMFT")
        terminal.answer("Licence number")
        terminal.expect('Next: cd clinic && clinic new article "A first session"')
        assert terminal.status() == 0
    return home / "clinic"


def everything(folder: Path) -> str:
    """Return the text of all files below a folder."""
    return "\n".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


def test_a_therapists_first_article_from_nothing_to_a_published_page(home: Path, tmp_path: Path) -> None:
    shown = run(home)
    assert "This folder holds no clinic's content." in shown
    assert "clinic init my-clinic" in shown
    clinic = start(home)

    # second thoughts in the middle of a question leave nothing behind
    before = everything(clinic)
    with Terminal(clinic, "new", "article") as terminal:
        terminal.answer("Title", "Never mind")
        terminal.expect("Description")
        terminal.interrupt()
        assert terminal.status() == 130
    assert everything(clinic) == before

    assert "did you mean `clinic new`?" in run(clinic, "nwe", "article", status=2)
    with Terminal(clinic, "new", "article", columns=60) as terminal:
        terminal.answer("Title")
        terminal.answer("An article needs a title", "A calm start")
        terminal.answer("Description")
        terminal.answer("Who wrote it?", "1")
        terminal.expect("articles/a-calm-start.md")
        assert terminal.status() == 0
    assert "clinic edit a-calm-start" in run(clinic)

    # the first try breaks the front matter; the finding is shown, and the second mends it
    env = editor(
        tmp_path,
        "body = text.replace('Write here.', 'Sit down. Look out of the window. Breathe.')\n"
        "path.write_text(body.replace('status: draft', 'status: drafd') if turn == 0 else body.replace('drafd', 'draft'))\n",
    )
    with Terminal(clinic, "edit", "a-calm-start", env=env) as terminal:
        terminal.expect("did you mean `draft`?")
        terminal.answer("Back to the editor? (Y/n)", "y")
        terminal.expect("Before publishing: a description")
        assert terminal.status() == 0

    with Terminal(clinic, "publish", "a-calm-start", columns=60) as terminal:
        terminal.answer("Description: what will a reader find?", "Too short.")
        terminal.answer(
            "That is 10 characters; write 50 to 160.", "How to begin a day with ten slow minutes and a window."
        )
        terminal.expect("`a-calm-start` is published")
        assert terminal.status() == 0

    assert "Exported" in run(clinic, "export", "html")
    page = (clinic / "public/html/articles/a-calm-start.html").read_text()
    assert "A calm start" in page
    assert "Look out of the window." in page
    assert "By Robin Sample, LMFT" in re.sub(r"<[^>]+>|\s+", " ", page).replace("  ", " ").replace(" ,", ",")


def test_an_office_managers_testimonial_its_consent_and_its_revocation(home: Path) -> None:
    clinic = start(home)
    with Terminal(clinic, "new", "testimonial") as terminal:
        terminal.answer("The client's words", f"{WORDS}\n.")
        terminal.answer("Name to show", "Sample client A")
        terminal.answer("Id of the signed consent form")
        terminal.expect("It stays private until a consent is recorded")
        assert terminal.status() == 0
        (id,) = set(re.findall(r"t-\d+", terminal.screen))
    assert WORDS in (clinic / "testimonials.inbox.yaml").read_text()
    assert WORDS not in (clinic / "testimonials.yaml").read_text()

    blocked = run(clinic, "publish", id, status=1)
    assert f"clinic consent grant {id}" in blocked
    assert "(clinic admin)" in blocked
    assert "waits for a consent" in run(clinic)

    with Terminal(clinic, "consent", "grant", id) as terminal:
        terminal.answer("Id of the signed form", "form-17")
        terminal.answer("Signed on")
        terminal.answer("Last valid day", str(date.today() + timedelta(days=200)))
        terminal.answer("Where may the words go?")
        terminal.answer("How much of the name")
        terminal.expect("out of the inbox")
        assert terminal.status() == 0
    assert WORDS in (clinic / "testimonials.yaml").read_text()
    run(clinic, "publish", id)
    run(clinic, "export", "html")
    assert WORDS in everything(clinic / "public")

    with Terminal(clinic, "consent", "revoke", id) as terminal:
        terminal.answer("(y/N)", "n")
        assert terminal.status() == 1
    assert WORDS in (clinic / "testimonials.yaml").read_text()
    with Terminal(clinic, "consent", "revoke", id) as terminal:
        terminal.answer("(y/N)", "y")
        terminal.expect("are gone from testimonials.yaml")
        assert terminal.status() == 0
    run(clinic, "export", "html")
    left = everything(clinic)
    assert WORDS not in left
    assert "Sample client A" not in left
    assert id in (clinic / "testimonials.yaml").read_text()
    assert "There is nothing to undo." in run(clinic, "undo")
    assert "took the consent back" in run(clinic, "publish", id, status=1)


def old_site(home: Path) -> None:
    """Write fifty posts of another tool; each leads to the one before, and the seventh has no text."""
    for number in range(1, 51):
        month, day = divmod(number - 1, 28)
        body = f"Take one small step. See [the one before](post-{number - 1}.md#top).\n" if number > 1 else "Begin.\n"
        path = home / f"old-site/_posts/2024-{month + 1:02}-{day + 1:02}-post-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\nlayout: post\ntitle:  'Post {number}'\nauthor: Robin Sample\ntags: [uncategorised, calm]\n"
            f"excerpt: What post {number} says of small steps, and how to begin with them on a slow day.\n---\n"
            f"{body if number != 7 else ''}"
        )


def test_an_editors_clean_up_of_fifty_imported_drafts(home: Path, tmp_path: Path) -> None:
    clinic = start(home)
    old_site(home)
    with Terminal(clinic, "import", "markdown", "../old-site/_posts") as terminal:
        terminal.answer("50 new articles.\nWrite this? (Y/n)", "y")
        assert terminal.status() == 0
    assert re.search(r"Articles +51  1 published, 50 draft", run(clinic, columns=60))

    with Terminal(
        clinic, "set", "articles", "--tag", "uncategorised", "tags-=uncategorised", "tags+=steps"
    ) as terminal:
        terminal.expect("- tags: [uncategorised, calm]")
        terminal.expect("+ tags: [calm, steps]")
        terminal.answer("Change 50 files? (Y/n)", "y")
        terminal.expect("50 files changed. To take it back: clinic undo")
        assert terminal.status() == 0
    assert "did you mean `steps`?" in run(clinic, "list", "articles", "--tag", "step")

    # a slip over all of them, taken back to the byte
    before = everything(clinic / "articles")
    run(clinic, "set", "articles", "--status", "draft", "title=Oops", "--yes")
    assert everything(clinic / "articles") != before
    with Terminal(clinic, "undo") as terminal:
        terminal.answer("Take this back? (Y/n)")
        terminal.expect("50 files as before.")
        assert terminal.status() == 0
    assert everything(clinic / "articles") == before
    with Terminal(clinic, "set", "articles", "lang=en") as terminal:
        terminal.answer("(Y/n)", "n")
        assert terminal.status() == 1
    assert everything(clinic / "articles") == before

    assert "1 link in 1 file mended." in run(clinic, "rename", "post-1", "one-small-step")
    assert "[the one before](one-small-step.md#top)" in (clinic / "articles/post-2.md").read_text()

    blocked = run(clinic, "publish", "post-7", status=1)
    assert "The article has no text. (author)" in blocked
    env = editor(tmp_path, "path.write_text(text + '\\nBegin small.\\n')")
    run(clinic, "edit", "post-7", env=env)
    for slug in ("post-7", "post-8"):
        assert f"`{slug}` is published" in run(clinic, "publish", slug)
    assert "is a draft now" in run(clinic, "withdraw", "post-8")
    assert run(clinic, "list", "articles", "--status", "draft", "--format", "count") == "49\n"
    assert re.search(r"steps +50  \u2588+", run(clinic, "stats"))
    run(clinic, "export", "html")
    assert "Begin small." in everything(clinic / "public")
    assert "Take one small step" not in everything(clinic / "public")
