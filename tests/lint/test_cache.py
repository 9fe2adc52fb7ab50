"""The cache: a warm run finds exactly what a cold one finds, and nothing that goes wrong with it matters."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest
from hypothesis import strategies as st

from clinic_cli import shelf
from clinic_cli.diagnostics import Diagnostic, Severity
from clinic_cli.lint.cache import INDEX, SUMMARIES, Cache, cache_key
from clinic_cli.lint.engine import Report, Run
from clinic_cli.lint.rows import decoder
from clinic_cli.lint.selection import select_rules
from clinic_cli.shelf import FOLDER
from clinic_cli.workspace import Workspace
from tests.project import DAY, REPOSITORY, Clinic

TODAY = date.fromisoformat(DAY)


def look(
    clinic: Clinic, today: date = TODAY, *, cached: bool, words: bool = True, only: tuple[str, ...] = ()
) -> Report:
    """Return what a run finds, with every rule there is."""
    workspace = Workspace.open(clinic.root)
    selection = select_rules(workspace.config, ("all",))
    cache = Cache(workspace.root, cache_key(workspace, selection), today) if cached else None
    listing = workspace.listing_of([clinic.root / path for path in only]) if only else None
    return Run(workspace, selection, today, listing, cache=cache, words=words).report()


class Counting(NamedTuple):
    """How many files a run examined."""

    clinic: Clinic
    monkeypatch: pytest.MonkeyPatch

    def examined(self, *argv: str, as_of: str = DAY) -> list[str]:
        seen: list[str] = []
        examine = Run.examine

        def watch(run: Run, path: str) -> Any:
            seen.append(path)
            return examine(run, path)

        with self.monkeypatch.context() as patch:
            patch.setattr(Run, "examine", watch)
            result = self.clinic.run("lint", "--as-of", as_of, *argv)
        assert result.status in (0, 1), result.stderr
        return seen


@pytest.fixture
def counting(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Counting:
    clinic.article("a", body="\n[map](../map.pdf)\n")
    clinic.article("b", front="title: B\nlast_reviewed: 2026-02-01\n")
    clinic.testimonials("id: t-0001\nquote: A calm place.")
    return Counting(clinic, monkeypatch)


def test_a_warm_run_examines_nothing(counting: Counting) -> None:
    assert counting.examined() == ["articles/a.md", "articles/b.md", "testimonials.yaml"]
    assert counting.examined() == []
    assert counting.examined("--format", "sarif") == []
    assert counting.examined("articles/a.md") == []


def test_only_what_changed_is_examined(counting: Counting) -> None:
    counting.examined()
    counting.clinic.article("a", body="\nAnother text.\n")
    assert counting.examined() == ["articles/a.md"]
    counting.clinic.article("a", front="title: Another\n")
    assert counting.examined() == ["articles/a.md"]
    counting.clinic.article("c", front="title: C\n")
    assert counting.examined() == ["articles/c.md"]
    (counting.clinic.root / "articles/b.md").unlink()
    assert counting.examined() == []
    assert counting.examined() == []


def test_a_file_that_was_only_touched_is_known_by_its_bytes(counting: Counting) -> None:
    counting.examined()
    for path in ("articles/a.md", "testimonials.yaml"):
        os.utime(counting.clinic.root / path, ns=(1, 1))
    assert counting.examined() == []
    copy = counting.clinic.root.parent / "checkout"
    shutil.copytree(counting.clinic.root, copy)
    assert Counting(Clinic(copy), counting.monkeypatch).examined() == [], "as after a checkout in CI"


def test_an_edit_in_the_same_tick_of_the_clock_is_seen(counting: Counting) -> None:
    for number in range(5):
        counting.clinic.article("a", body=f"\nText {number}.\n")
        counting.examined()
        counting.clinic.article("a", body=f"\nText {number + 1}.\n")
        assert counting.examined() == ["articles/a.md"]


def test_a_file_that_a_link_leads_to_comes_and_goes(counting: Counting) -> None:
    counting.examined()
    counting.clinic.write("map.pdf", "")
    assert counting.examined() == ["articles/a.md"]
    assert counting.examined() == []
    (counting.clinic.root / "map.pdf").unlink()
    assert counting.examined() == ["articles/a.md"]


def test_another_day_looks_again_at_what_the_day_matters_for(counting: Counting) -> None:
    counting.examined("--select", "date-order")
    assert counting.examined("--select", "date-order", as_of="2026-01-01") == ["articles/b.md"]


def test_the_cache_is_for_its_rules_and_config(counting: Counting) -> None:
    everything = counting.examined()
    assert counting.examined("--ignore", "broken-link") == everything
    assert counting.examined("--ignore", "broken-link") == []
    assert counting.examined("--ignore", "broken-link", "--severity", "empty-body=note") == everything
    counting.clinic.config('name = "Another"\n')
    assert counting.examined() == everything


def test_no_cache_reads_and_writes_none(counting: Counting) -> None:
    everything = counting.examined("--no-cache")
    assert not (counting.clinic.root / ".clinic").exists()
    counting.examined()
    assert counting.examined("--no-cache") == everything


def test_the_cache_stays_out_of_git(counting: Counting) -> None:
    counting.examined()
    assert counting.clinic.read(".clinic/.gitignore") == "*\n"


def test_a_partial_run_does_not_stand_for_a_whole_one(counting: Counting) -> None:
    counting.examined("articles/a.md")
    assert counting.examined() == ["articles/b.md", "testimonials.yaml"]
    assert counting.examined("articles/b.md", as_of="2026-01-01") == ["articles/b.md"]
    cold = look(counting.clinic, date(2026, 1, 1), cached=False)
    assert look(counting.clinic, date(2026, 1, 1), cached=True) == cold


INBOX = "- id: t-0009\n  quote: A kind voice.\n"
TEXTS = (
    "---\ntitle: A walk\n---\n\n[map](../map.pdf) and [b](b.md) ![x](../images/x.png)\n",
    "---\ntitle: A walk\nslug: B\naliases: [c]\n---\n\nText.\n",
    "---\ntitle: Another\ntestimonials: [t-0001, t-0002]\nauthors: [sample, nobody]\n---\n\nText.\n",
    "---\ntitle: Dated\ndate: 2026-03-02\nupdated: 2026-03-01\nlast_reviewed: 2026-03-03\nstatus: published\n---\n\nText.\n",
    "---\ntitle: no\nlayout: post\n---\n",
    "---\ntitle: [\n---\n",
    "---\ntitle: Allowed\n---\n\n<!-- clinic: allow broken-link until 2026-03-02: soon -->\n[map](../map.pdf)\n",
    "---\ntitle: Allowed\n---\n\n<!-- clinic: allow duplicate-title: soon -->\nText.\n",
    "---\ntitle: A crisis\nstatus: published\nimage: images/x.png\n---\n\nHe committed suicide. Our program cures anxiety.\n",
)
RECORDS = (
    "- id: t-0001\n  status: published\n  quote: A calm place.\n  attribution: Anonymous\n  consent:\n    ref: form-1\n    signed_on: 2026-02-01\n    expires_on: 2026-03-02\n",
    "- id: t-0001\n  status: published\n  quote: Call me at 415-555-0134.\n  attribution: Sample Clientsson\n",
    "- id: t-0002\n  quote: A calm place.\n- id: t-0002\n  rating: 9\n",
    "# clinic: allow-file invalid-value: stars\n- id: t-0003\n  rating: 9\n  mood: calm\n",
    "- id: [\n",
    "",
)
NAMES = ("articles/a.md", "articles/b.md", "articles/c.md", "articles/deep/d.md")
FILES = ("map.pdf", "images/x.png")

operations = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("write"), st.just("testimonials.yaml"), st.sampled_from(RECORDS)),
    st.tuples(st.just("write"), st.just("testimonials.inbox.yaml"), st.just(INBOX)),
    st.tuples(st.just("write"), st.sampled_from(FILES), st.just("x")),
    st.tuples(
        st.just("write"),
        st.just("clinic.toml"),
        st.sampled_from(('name = "A"\n', 'name = "A"\n[authors.sample]\nname = "S"\n')),
    ),
    st.tuples(st.just("swap"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("rename"), st.sampled_from((*NAMES, *FILES)), st.sampled_from((*NAMES, "images/y.png"))),
    st.tuples(
        st.just("delete"),
        st.sampled_from((*NAMES, *FILES, "testimonials.yaml", "testimonials.inbox.yaml")),
        st.just(""),
    ),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("day"), st.sampled_from(("-1", "1", "2")), st.just("")),
    st.tuples(st.just("partly"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("break"), st.sampled_from((INDEX, SUMMARIES)), st.sampled_from(("", "x", "cut", "gone"))),
)


def apply(clinic: Clinic, operation: tuple[str, str, str], today: date) -> date:
    """Do something to a project; return what day it is then."""
    what, name, other = operation
    path = clinic.root / name
    match what:
        case "write":
            clinic.write(name, other)
        case "swap" if path.exists() and (clinic.root / other).exists() and name != other:
            one, two = path.read_bytes(), (clinic.root / other).read_bytes()
            path.write_bytes(two)
            (clinic.root / other).write_bytes(one)
        case "rename" if path.exists():
            (clinic.root / other).parent.mkdir(parents=True, exist_ok=True)
            path.rename(clinic.root / other)
        case "delete":
            path.unlink(missing_ok=True)
        case "touch" if path.exists():
            os.utime(path, ns=(10**18, 10**18))
        case "day":
            return today + timedelta(days=int(name))
        case "partly" if path.exists():
            look(clinic, today, cached=True, only=(name,))
        case "break" if (clinic.root / FOLDER / name).exists():
            file = clinic.root / FOLDER / name
            if other == "gone":
                file.unlink()
            else:
                file.write_bytes(file.read_bytes()[: len(file.read_bytes()) // 2] if other == "cut" else other.encode())
        case _:
            pass
    return today


@hypothesis.given(st.lists(operations, min_size=3, max_size=14))
def test_cached_and_uncached_runs_agree_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, series: list[tuple[str, str, str]]
) -> None:
    clinic = Clinic(tmp_path_factory.mktemp("clinic"))
    clinic.config()
    clinic.write("articles/a.md", TEXTS[0])
    clinic.write("articles/b.md", TEXTS[3])
    clinic.write("testimonials.yaml", RECORDS[0])
    today = TODAY
    look(clinic, today, cached=True)
    for operation in series:
        today = apply(clinic, operation, today)
        cold = look(clinic, today, cached=False)
        assert look(clinic, today, cached=True) == cold, operation
        assert look(clinic, today, cached=True) == cold, operation


def spoiled(document: dict[str, Any]) -> list[Any]:
    """Return documents of other shapes, as no run of ours writes them."""
    found: list[Any] = [[], None, 1, {}, {**document, "files": []}, {**document, "files": {"articles/a.md": 1}}]
    for part in ("files", "across", "day"):
        found.append({key: value for key, value in document.items() if key != part})
    for at in range(len(document["files"]["articles/a.md"])):
        for value in (None, "x", [], {}, [[]], [1]):
            row = [*document["files"]["articles/a.md"]]
            if type(row[at]) is type(value):
                continue
            row[at] = value
            found.append({**document, "files": {**document["files"], "articles/a.md": row}})
    for value in ([], [1], [None] * 4, ["x", True, {}, [["x"]]], ["x", True, [], []]):
        found.append({**document, "across": value})
    return found


def test_a_cache_of_another_shape_is_ignored(clinic: Clinic) -> None:
    from hashlib import sha256

    clinic.write("articles/a.md", TEXTS[4])
    cold = look(clinic, cached=False)
    look(clinic, cached=True)
    index = clinic.root / FOLDER / INDEX
    document = json.loads(index.read_bytes().partition(b"\n")[2])
    for other in spoiled(document):
        text = json.dumps(other).encode()
        index.write_bytes(sha256(text).hexdigest().encode() + b"\n" + text)
        run = clinic.run("lint", "--select", "all", "--as-of", DAY, "--format", "json")
        assert run.status < 2, (other, run.stderr)
        assert len(run.json["diagnostics"]) == len(cold.diagnostics), other


def test_a_cache_that_does_not_parse_is_ignored_and_rewritten(counting: Counting) -> None:
    everything = counting.examined()
    index = counting.clinic.root / FOLDER / INDEX
    good = index.read_bytes()
    for bad in (b"", b"\n", good[:-1], good.replace(b'"files"', b'"filez"'), b"\xff" * 100, b"[" * 100_000):
        index.write_bytes(bad)
        assert counting.examined() == everything
        assert counting.examined() == []


def test_summaries_that_are_lost_are_made_again(counting: Counting) -> None:
    counting.examined()
    for bad in (None, b"", b"{}"):
        path = counting.clinic.root / FOLDER / SUMMARIES
        path.unlink() if bad is None else path.write_bytes(bad)
        counting.clinic.article("a", front=f"title: New {bad!r}\n")
        assert set(counting.examined()) == {"articles/a.md", "articles/b.md", "testimonials.yaml"}
        assert counting.examined() == []


def test_a_newer_clinic_does_not_take_an_older_cache(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = counting.examined()
    monkeypatch.setattr("clinic_cli.shelf.__version__", "999")
    assert counting.examined() == everything


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(counting: Counting) -> None:
    counting.clinic.root.chmod(0o500)
    try:
        assert counting.clinic.run("lint", "--as-of", DAY).status == 0
    finally:
        counting.clinic.root.chmod(0o700)


@pytest.mark.parametrize("place", [".clinic", ".clinic/cache"])
def test_a_file_in_the_place_of_the_cache(counting: Counting, place: str) -> None:
    counting.clinic.write(place, "mine")
    everything = counting.examined()
    assert counting.examined() == everything
    assert counting.clinic.read(place) == "mine"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("place", [".clinic", ".clinic/cache", ".clinic/cache/lint.json"])
def test_a_link_out_of_the_cache_is_not_followed(
    counting: Counting, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    target = elsewhere / "precious" if place.endswith(".json") else elsewhere
    if place.endswith(".json"):
        target.write_text("precious")
    link = counting.clinic.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    everything = counting.examined()
    assert counting.examined() == everything
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before


def test_a_cache_that_came_with_the_repository_is_not_trusted(counting: Counting) -> None:
    everything = counting.examined()
    root = counting.clinic.root
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for argv in (("init", "-q"), ("add", "-f", ".clinic", "articles")):
        subprocess.run(["git", *argv], cwd=root, env=env, check=True, capture_output=True)
    before = (root / FOLDER / INDEX).read_bytes()
    assert counting.examined() == everything
    assert (root / FOLDER / INDEX).read_bytes() == before


def test_two_runs_at_once(clinic: Clinic) -> None:
    for number in range(30):
        clinic.article(f"post-{number}", front=f"title: Post {number}\n", body="\n[x](nope.md)\n")
    cold = clinic.run("lint", "--no-cache", "--format", "json", "--as-of", DAY).stdout
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    argv = [sys.executable, "-m", "clinic_cli", "lint", "--format", "json", "--as-of", DAY]
    for _ in range(2):
        runs = [subprocess.Popen(argv, cwd=clinic.root, env=env, stdout=subprocess.PIPE) for _ in range(3)]
        assert [run.communicate()[0].decode() for run in runs] == [cold] * 3
    assert sorted(path.name for path in (clinic.root / FOLDER).iterdir()) == [INDEX, SUMMARIES]


def test_what_is_written_is_read_back() -> None:
    from clinic_cli.diagnostics import Edit, Fix, Who
    from clinic_cli.source import Location, Span

    fix = Fix((Edit(Span(0, 1), "x"), Edit(Span(2, 3), "")), safe=False, title="mend")
    whole = Diagnostic(
        "a-rule",
        "form",
        Severity.NOTE,
        Who.ADMIN,
        "m",
        "h",
        "p",
        Span(0, 1),
        Location(1, 1),
        Location(1, 2),
        fix,
        True,
        "t-1",
    )
    for each in (whole, whole._replace(fix=None)):
        again = decoder(Diagnostic)(json.loads(json.dumps(each)))
        assert again == each
        assert type(again.severity) is Severity
    with pytest.raises(ValueError, match="values"):
        decoder(Diagnostic)([1, 2])
    with pytest.raises(TypeError):
        decoder(Path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_processes_find_what_one_finds(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_cli import parallel

    for number in range(40):
        clinic.article(f"post-{number:02}", front=f"title: Post {number % 30}\n", body=f"\n[x](nope-{number}.md)\n")
    clinic.testimonials(*(f"id: t-{number:04}\nstatus: published\nquote: Calm.\nrating: 9" for number in range(20)))
    one = look(clinic, cached=False)
    monkeypatch.setattr(parallel, "WORTH_TWO", 4)
    monkeypatch.setattr(parallel, "is_possible", lambda: True)
    told: list[tuple[int, int]] = []
    workspace = Workspace.open(clinic.root)
    selection = select_rules(workspace.config, ("all",))
    run = Run(workspace, selection, TODAY, tick=lambda *how: told.append(how))
    assert run.report() == one
    assert 0 < len(told) < 41
    assert look(clinic, cached=True) == one
    assert look(clinic, cached=True) == one

    examine = Run.examine
    parent = os.getpid()

    def faulty(run: Run, path: str) -> Any:
        if os.getpid() != parent:
            raise MemoryError
        return examine(run, path)

    monkeypatch.setattr(Run, "examine", faulty)
    assert look(clinic, cached=False) == one, "what the other process could not do is done here"

    def interrupted(run: Run, path: str) -> Any:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        return examine(run, path)

    monkeypatch.setattr(Run, "examine", interrupted)
    with pytest.raises(KeyboardInterrupt):
        look(clinic, cached=False)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_second_process_is_for_many_files_only(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_cli import parallel

    def refuse() -> bool:
        raise AssertionError("a small clinic pays for no second process")

    monkeypatch.setattr(parallel, "is_possible", refuse)
    for number in range(50):
        clinic.article(f"post-{number}")
    clinic.testimonials("id: t-0001\nquote: A calm place.")
    look(clinic, cached=False)
    assert parallel.weigh(clinic.root, "gone.yaml") == 1


def test_many_files_in_a_process_of_their_own(clinic: Clinic) -> None:
    for number in range(230):
        clinic.article(f"post-{number:03}", front=f"title: Post {number}\n", body=f"\n[x](nope-{number}.md)\n")
    cold = clinic.spawn("lint", "--format", "json", "--no-cache", "--as-of", DAY)
    assert len(cold.json["diagnostics"]) == 460
    assert clinic.spawn("lint", "--format", "json", "--as-of", DAY) == cold
    assert clinic.spawn("lint", "--format", "json", "--as-of", DAY) == cold


def test_a_parser_that_was_installed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(shelf, "PARSERS", ("sampleparser", "no-such-parser"))
    library = tmp_path / "sampleparser.py"
    library.write_text("VERSION = 1\n")
    before = shelf.stamp_of_code()
    assert before == shelf.stamp_of_code()
    library.write_text("VERSION = 10\n")
    assert before != shelf.stamp_of_code()
    assert "sampleparser" not in sys.modules
