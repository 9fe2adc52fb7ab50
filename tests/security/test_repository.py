"""A repository that somebody else wrote, as CI meets it in a pull request: each threat of docs/security.md, tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from clinic_cli import source, workspace
from clinic_cli.content import frontmatter
from tests.project import REPOSITORY, Clinic, spawn_command

if TYPE_CHECKING:
    from pathlib import Path

resource = pytest.importorskip("resource")

SECRET = "a word that stays on this machine"
FRONT = "title: A walk\nstatus: published\nauthors: [sam-sample]\ndate: 2026-02-01\ndescription: Why a slow walk calms body and mind, and how to begin.\n"
CONFIG = '[authors.sam-sample]\nname = "Sam Sample"\n'
LOOK = (
    ("lint", "--select", "all"),
    ("lint", "--format", "json"),
    ("list", "articles", "--format", "json"),
    ("list", "testimonials"),
    ("show", "a-walk"),
    ("stats",),
)

links = pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="needs links")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """A clinic in a folder of its own, so that what gets out of it is seen."""
    (tmp_path / "clinic").mkdir()
    clinic = Clinic(tmp_path / "clinic")
    clinic.config()
    return clinic


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the clinic, with a secret in each kind of file."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "articles").mkdir()
    for name in ("secret.md", "articles/secret.md", "secret.png", "secret.html", "secret.yaml"):
        (folder / name).write_text(f"---\ntitle: {SECRET}\n---\n\n{SECRET}\n")
    return folder


def printed(clinic: Clinic, *commands: tuple[str, ...]) -> str:
    results = [clinic.run(*command) for command in commands]
    assert all(result.status in (0, 1, 2, 4) for result in results), results
    return "".join(result.stdout + result.stderr for result in results)


def exported(clinic: Clinic, *options: str) -> str:
    """Return all that an export wrote and said."""
    result = clinic.run("export", "html", "--as-of", "2026-03-01", "--out", str(clinic.root.parent / "site"), *options)
    assert result.status in (0, 2, 4), result.stderr
    written = [path for path in (clinic.root.parent / "site").rglob("*") if path.is_file()]
    return result.stderr + "".join(path.read_bytes().decode(errors="replace") for path in written)


@links
@pytest.mark.parametrize("what", ["a file", "a folder", "all articles", "testimonials.yaml", "testimonials"])
def test_links_that_lead_out_are_not_followed(clinic: Clinic, outside: Path, what: str) -> None:
    clinic.config(CONFIG)
    if what == "all articles":
        (clinic.root / "articles").symlink_to(outside / "articles")
    else:
        clinic.article(front=FRONT)
        link, target = {
            "a file": ("articles/secret.md", "secret.md"),
            "a folder": ("articles/more", "articles"),
            "testimonials.yaml": ("testimonials.yaml", "secret.yaml"),
            "testimonials": ("testimonials", "articles"),
        }[what]
        (clinic.root / link).symlink_to(outside / target)
    assert SECRET not in printed(clinic, *LOOK)
    assert SECRET not in exported(clinic)


@links
def test_links_in_a_ring_end(clinic: Clinic) -> None:
    clinic.article(front=FRONT)
    (clinic.root / "articles/again").symlink_to(clinic.root / "articles")
    (clinic.root / "articles/self.md").symlink_to("self.md")
    assert printed(clinic, *LOOK).count("self.md") >= 1


@links
def test_nothing_is_written_through_a_link(clinic: Clinic, outside: Path) -> None:
    clinic.config(CONFIG)
    clinic.article(front=FRONT)
    (clinic.root / "articles/secret.md").symlink_to(outside / "secret.md")
    before = (outside / "secret.md").read_text()
    for command in (
        ("set", "articles", "tags+=calm", "--yes"),
        ("set", "secret", "tags+=calm", "--yes"),
        ("lint", "--fix"),
    ):
        clinic.run(*command)
    assert (outside / "secret.md").read_text() == before


@links
def test_the_cache_is_not_written_through_a_link(clinic: Clinic, outside: Path) -> None:
    for number in range(3):
        clinic.article(f"walk-{number}", FRONT)
    (clinic.root / ".clinic").symlink_to(outside / "articles")
    before = sorted(path.name for path in (outside / "articles").iterdir())
    printed(clinic, ("lint",))
    assert sorted(path.name for path in (outside / "articles").iterdir()) == before


@pytest.mark.parametrize(
    "picture",
    ["../outside/secret.png", "/etc/passwd", "images/link.png", "..\\secret.png", "file:///etc/passwd", ".git/config"],
)
def test_pictures_come_from_inside_the_project(clinic: Clinic, outside: Path, picture: str) -> None:
    clinic.config(CONFIG)
    clinic.write("images/none", "")
    clinic.write(".git/config", SECRET)
    if hasattr(os, "symlink"):
        (clinic.root / "images/link.png").symlink_to(outside / "secret.png")
    (clinic.root.parent / "outside").mkdir(exist_ok=True)
    (clinic.root.parent / "outside/secret.png").write_text(SECRET)
    clinic.article(front=FRONT + f"image:\n  src: '{picture}'\n  alt: A path\n", body=f"\n![A path](<{picture}>)\n")
    site = exported(clinic)
    assert SECRET not in site
    assert "root:x:0" not in site


@pytest.mark.parametrize(
    "slug", ["../../escape", "/escape", "..", "a/../../escape", "con", "a\\..\\escape", "a\0b", ".hidden"]
)
def test_no_slug_leads_out_of_the_output(clinic: Clinic, slug: str) -> None:
    clinic.config(CONFIG)
    clinic.article(front=FRONT + f"slug: {json.dumps(slug)}\naliases: [{json.dumps(slug)}, {json.dumps('/' + slug)}]\n")
    exported(clinic)
    everything = {path.relative_to(clinic.root.parent).parts[0] for path in clinic.root.parent.rglob("*escape*")}
    assert everything <= {"site"}


@pytest.mark.parametrize("out", ["..", ".", "articles", "../..", ".git", "testimonials/x", "/"])
def test_no_export_goes_where_content_is(clinic: Clinic, out: str) -> None:
    clinic.config(CONFIG + f'[export.site]\nformat = "html"\nout = {json.dumps(out)}\n')
    clinic.article(front=FRONT)
    clinic.write(".git/HEAD", "ref: refs/heads/main\n")
    before = clinic.files()
    result = clinic.run("export", "site")
    assert result.status == 2, result.stderr
    assert "nothing was exported" in result.stderr
    assert clinic.files() == before


TEMPLATES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../clinic.toml' %}",
    "{{ self._TemplateReference__context }}",
    "{{ ().__class__ }}",
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_page_template_runs_no_code_and_reads_no_file(clinic: Clinic, template: str) -> None:
    clinic.config(CONFIG + f'name = "{SECRET}"\n'.replace("name", "# name"))
    clinic.article(front=FRONT)
    clinic.write("templates/article.html", f"<html><body>{template}</body></html>")
    site = exported(clinic)
    assert "subclasses" not in site or "cannot" in site or "templates/" in site
    for word in ("root:x:0", "<class", "module", SECRET, "_wrap_close", "built-in"):
        assert word not in site
    assert "A walk" in exported(clinic, "--no-templates")


def test_neither_content_nor_configuration_loads_code(clinic: Clinic) -> None:
    clinic.write("sitecustomize.py", "open('pwned', 'w')")
    clinic.write("clinic_cli/__init__.py", "open('pwned', 'w')")
    clinic.write("yaml.py", "open('pwned', 'w')")
    clinic.config(CONFIG)
    clinic.article(front=FRONT + "x-a: !!python/object/apply:os.system ['touch pwned']\n")
    for command in (("lint",), ("export", "html", "--out", "site")):
        subprocess.run(
            [sys.executable, "-P", "-m", "clinic_cli", *command],
            cwd=clinic.root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            check=False,
            timeout=100,
        )
    assert not (clinic.root / "pwned").exists()


HUGE = {
    "deep lists": "x-a: " + "[" * 50_000,
    "deep keys": "".join(" " * depth + "a:\n" for depth in range(3_000)),
    "deep dashes": "x-a:\n  " + "- " * 40_000 + "a\n",
    "aliases that explode": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(9)),
    "an alias to itself": "a: &a [*a]\n",
    "a number without end": "date: " + "9" * 200_000 + "\n",
    "a key without end": "k" * 300_000 + ": a\n",
    "keys without end": "".join(f"k{number}: {number}\n" for number in range(2_000)),
    "a merge of merges": "a: &a {b: c}\n"
    + "".join(f"x{at}: &x{at} {{<<: [*a, *a], y{at}: 1}}\n" for at in range(1_000)),
    "sexagesimal": "x-a: " + ":".join(["59"] * 50_000) + "\n",
}


MARKDOWN = {
    "brackets": "[" * 50_000,
    "nested brackets": "[" * 20_000 + "a" + "](b)" * 20_000,
    "images": "![" * 40_000,
    "emphasis": "*a **b " * 15_000,
    "underscores": "_" * 50_000 + "a",
    "quotes": "> " * 10_000 + "a",
    "lists": "".join("  " * depth + "- a\n" for depth in range(400)),
    "backticks": "`a``b```c" * 8_000,
    "angles": "<" * 60_000,
    "tags": "<a " * 30_000,
    "a tag without end": "<div>\n<" + "a" * 50_000,
    "comments": "<!-- " * 20_000,
    "entities": "&amp;&#x" * 15_000,
    "tables": "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + ("|b" * 3_000 + "|\n") * 3,
    "references": "".join(f"[a{number}]: b\n" for number in range(5_000)) + "[a1]" * 5_000,
    "footnotes": "".join(f"[^{number}]: [^{number + 1}]\n\n" for number in range(3_000)),
    "one word": "a" * 200_000,
    "one sentence": "word " * 40_000,
    "spaces": "a" + " " * 100_000 + "b",
    "line ends": "\n" * 100_000,
    "addresses": "http://a.b/" * 10_000,
    "quotation marks": "\u201c" * 60_000,
    "full stops": "a. " * 40_000,
    "numbers": "1-" * 50_000,
    "at signs": "a@" * 50_000,
    "headings": "# a\n" * 1_000,
    "bold lines": "**a**\n\n" * 1_000,
}


LONG_VALUES = ("a" + " " * 20_000 + "b", "a." * 5_000, "%" * 10_000)
EXPENSIVE = {
    **{
        f"articles/{key}-{at}.md": f"---\ntitle: A walk\nstatus: published\n{key}: {json.dumps(value)}\n---\nText.\n"
        for key in ("description", "notes", "slug")
        for at, value in enumerate(LONG_VALUES)
    },
    **{
        f"testimonials/{key}-{at}.md": f"---\nid: t-{name}{at}\nstatus: published\n{key}: {json.dumps(value)}\n---\nText.\n"
        for name, key in enumerate(("attribution", "notes", "source", "connection"), 200)
        for at, value in enumerate(LONG_VALUES)
    },
    "clinic.toml": CONFIG,
    **{f"articles/{at}.md": f"---\ntitle: A walk\n{text}---\nText.\n" for at, text in enumerate(HUGE.values())},
    **{f"testimonials/{at}.md": f"---\nid: t-{at}\n{text}---\nText.\n" for at, text in enumerate(HUGE.values())},
    **{f"articles/m-{at}.md": f"---\n{FRONT}---\n\n{text}\n" for at, text in enumerate(MARKDOWN.values())},
    "articles/again.md": f"---\n{FRONT}---\n" + "A walk.\n" * 5_000,
    "testimonials/numbers.md": "---\nid: t-100\nstatus: published\n---\n" + "Call 415-555-0134.\n" * 1_000,
    "testimonials.yaml": "".join(
        f"- id: t-10{at}\n  {text.replace(chr(10), chr(10) + '  ').rstrip()}\n"
        for at, (name, text) in enumerate(HUGE.items())
        if name.startswith("key")
    ),
}


@pytest.mark.parametrize(
    "command",
    [
        ("lint", "--select", "all", "--format", "json"),
        pytest.param(("lint", "articles", "--fix", "--unsafe-fixes"), marks=pytest.mark.deep),
        pytest.param(("list", "testimonials"), marks=pytest.mark.deep),
        pytest.param(("set", "again", "tags+=calm", "--yes"), marks=pytest.mark.deep),
        ("export", "html", "--out", "site", "--as-of", "2026-03-01"),
    ],
    ids=" ".join,
)
def test_files_that_are_made_to_be_expensive(
    request: pytest.FixtureRequest, tmp_path: Path, command: tuple[str, ...], deep: bool
) -> None:
    """All of them together take some seconds of work and 500 MB at most, where one bad parser would take minutes."""
    if request.node.get_closest_marker("deep") and not deep:
        pytest.skip("reads what lint reads: see make test-deep")
    for path, text in EXPENSIVE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = spawn_command(*command, cwd=tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result.status in (0, 1, 2), result.stderr  # a list does not leave out what cannot be read
    assert "Traceback" not in result.stderr
    assert "the system said no" not in result.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 30
    assert after.ru_maxrss * (1 if sys.platform == "darwin" else 1024) < 500e6


MANY = {
    "clinic.toml": CONFIG,
    "articles/conflicts.md": f"---\n{FRONT}---\n" + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n" * 1_500,
    "articles/headings.md": f"---\n{FRONT}---\n" + "# A walk\n\n#### Shoes\n\n" * 1_500,
    "articles/misspelt.md": f"---\n{FRONT}testimonials: [{', '.join(f'walk-{at}b' for at in range(1_500))}]\n---\nText.\n",
    "testimonials.yaml": "".join(
        f"- id: walk-{at}a\n  statsu: published\n  qoute: My PTSD is better.\n  atribution: Sample client\n"
        for at in range(1_500)
    ),
    "testimonials/words.md": "---\nid: words\nstatus: published\n---\nMy PTSD is better.\n",
}
"""Faults by the thousand, where to look at all for each would take minutes."""


@pytest.mark.deep
@pytest.mark.parametrize(
    "mended",
    [{}, {"statsu": "status", "qoute": "quote", "atribution": "attribution"}],
    ids=["misspelt", "objected to"],
)
def test_faults_by_the_thousand_take_a_time_that_grows_with_their_number(
    tmp_path: Path, mended: dict[str, str], deep: bool
) -> None:
    if not deep:
        pytest.skip("takes its time: see make test-deep")
    for path, text in MANY.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        for old, new in mended.items():
            text = text.replace(old, new)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for command in (("export", "json"), ("lint",), ("lint", "--fix", "--unsafe-fixes")):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        assert spawn_command(*command, cwd=tmp_path).status in (0, 1)
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 60, command


LONG = {
    "articles/a-walk.md": ("lint", 1, "too long to read"),
    "testimonials.yaml": ("lint", 1, "too long to read"),
    "clinic.toml": ("lint", 2, "too long to read"),
    "pyproject.toml": ("lint", 0, ""),
    "images/path.png": ("export", 2, "too long to read"),
    "templates/article.html": ("export", 2, "too long to read"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_file_of_gigabytes_is_not_read_to_its_end(clinic: Clinic, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.config(CONFIG)
    clinic.article(front=FRONT + "image: {src: images/path.png, alt: A path}\n")
    clinic.write("images/path.png", "")
    path = clinic.write(name, clinic.read(name) if (clinic.root / name).exists() else "")
    with path.open("r+b") as stream:
        stream.truncate(3_000_000_000)
    lengths = []

    def read(descriptor: int, length: int) -> bytes:
        lengths.append(length)
        return os.read(descriptor, length)

    monkeypatch.setattr(source, "os", SimpleNamespace(**{**vars(os), "read": read}))
    monkeypatch.setattr(source, "MAX_BYTES", 100_000)
    for module in (frontmatter, workspace):
        monkeypatch.setattr(module, "MAX_BYTES", 100_000)
    command, status, told = LONG[name]
    argv = ("export", "html", "--out", "site", "--as-of", "2026-03-01") if command == "export" else ("lint",)
    result = clinic.run(*argv)
    assert result.status == status, result
    assert told in result.stdout + result.stderr
    assert max(lengths) < 2_000_000


NAMES = (
    "a\x1b[2Jb.md",
    "a\nb.md",
    "::error file=x::y.md",
    "[red]a.md",
    "a\u202eb.md",
    "a\x07.md",
    "a%0Ab.md",
    "'a'.md",
)


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "format", ["text", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "summary"]
)
def test_no_file_name_reaches_the_terminal_or_the_build_server_as_a_command(
    clinic: Clinic, name: str, format: str
) -> None:
    clinic.write(f"articles/{name}", f"---\ntitel: {name[:-3]!r}\n---\n")
    result = clinic.run("lint", "--format", format)
    assert result.status == 1
    harmless(result.stdout + result.stderr, is_github=format == "github")


WORDS = "\x1b]0;owned\x07 \u202e[bold red]x[/] ::error::y %0A::warning::z ##[error]q <b>&"


@pytest.mark.parametrize("format", ["text", "concise", "json", "github", "gitlab", "sarif", "junit"])
def test_no_text_reaches_the_terminal_or_the_build_server_as_a_command(
    clinic: Clinic, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = f"title: A walk\nstatus: {json.dumps(WORDS)}\nslug: {json.dumps(WORDS)}\nauthors: [{json.dumps(WORDS)}]\n"
    clinic.article(front=front, body=f"\n[{WORDS}](<{WORDS}>)\n\n::error::in a line of its own\n")
    result = clinic.run("lint", "--format", format, "--show-all")
    harmless(result.stdout + result.stderr, is_github=format == "github")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = clinic.run("lint", "--format", format, "--show-all")
    harmless(result.stdout + result.stderr, is_github=True)


@pytest.mark.parametrize("command", [("list", "articles"), ("show", "a-walk"), ("list", "articles", "--format", "csv")])
def test_front_matter_that_looks_like_markup_is_shown_as_it_is(clinic: Clinic, command: tuple[str, ...]) -> None:
    clinic.article(
        front=f"title: {json.dumps('[bold red]Walk[/] [link=file:///etc/passwd]x[/link] ' + chr(27) + '[31m')}\n"
    )
    result = clinic.run(*command)
    assert result.status == 0
    harmless(result.stdout, is_github=False)
    assert "[bold red]Walk" in result.stdout


def harmless(text: str, *, is_github: bool) -> None:
    """Fail where a terminal or GitHub Actions would take a part of a text for a command."""
    allowed = "\n\r\t"
    assert not [character for character in text if ord(character) < 32 and character not in allowed]
    assert not set(text) & set("\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    stopped = ""
    for line in text.splitlines():
        if line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif stopped and line == f"::{stopped}::":
            stopped = ""
        elif line.lstrip().startswith(("::", "##[")) and not stopped:
            assert is_github
            assert line.startswith(("::error ", "::warning ", "::notice ", "::group::", "::endgroup::")), line
        else:
            assert "##[" not in line or stopped or not is_github
