from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from clinic_cli.content.approval import approval_of
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.importers.material import Imported, ImportedArticle, ImportedTestimonial, LeftOut, Person, Setting
from clinic_cli.importers.plan import Plan
from clinic_cli.importers.planning import make_plan
from clinic_cli.workspace import Workspace
from clinic_cli.writing import Spool
from tests.project import Clinic


def article(source: str = "a", slug: str = "", body: str = "\nText.\n", **values: object) -> ImportedArticle:
    return ImportedArticle(source, slug, {"title": "A walk", **values}, body)  # type: ignore[dict-item]


def plan(clinic: Clinic, *items: Imported, update: bool = False, write: bool = True) -> Plan:
    workspace = Workspace.open(clinic.root)
    with Spool() as spool:
        made = make_plan(workspace, "test", items, spool, update=update)
        if write:
            from clinic_cli.editing import commit

            commit(workspace.root, made.changes(workspace))
    return made


def actions(made: Plan) -> list[tuple[str, str]]:
    return [(step.action, step.target) for step in made.steps]


def told(made: Plan) -> list[str]:
    return [f"{loss.what}: {loss.why}" for step in made.steps for loss in step.losses]


def test_an_article_is_written_in_the_order_of_the_schema(clinic: Clinic) -> None:
    values = {
        "x-own": {"a": [1, "b"]},
        "tags": ["b", "a"],
        "image": {"src": "a.png"},
        "date": date(2026, 1, 2),
        "description": "",
        "lang": None,
    }
    plan(clinic, article(**values))
    assert clinic.read("articles/a-walk.md") == (
        "---\ntitle: A walk\ndate: 2026-01-02\nstatus: draft\ntags: [b, a]\nimage:\n  src: a.png\nx-own:\n  a: [1, b]\nx-source: test a\n"
        "x-source-text: sha256-1fb3b97132b06c73\n---\n\nText.\n"
    )


def test_again_nothing_changes_until_it_is_asked_for(clinic: Clinic) -> None:
    plan(clinic, article(tags=["a"]))
    before = clinic.read("articles/a-walk.md")
    assert actions(plan(clinic, article(tags=["a"]))) == [("unchanged", "articles/a-walk.md")]
    changed = article(body="\nOther.\n", tags=["a", "b"], description="New.")
    made = plan(clinic, changed)
    assert actions(made) == [("kept", "articles/a-walk.md")]
    assert told(made) == ["imported before: --update would take over: description, tags, text"]
    assert clinic.read("articles/a-walk.md") == before
    made = plan(clinic, changed, update=True)
    assert told(made) == ["taken over: description, tags, text"]
    assert clinic.read("articles/a-walk.md").endswith("---\n\nOther.\n")
    assert "tags: [a, b]" in clinic.read("articles/a-walk.md")
    assert actions(plan(clinic, changed, update=True)) == [("unchanged", "articles/a-walk.md")]


def test_what_somebody_did_here_survives_an_update(clinic: Clinic) -> None:
    plan(clinic, article())
    path = "articles/a-walk.md"
    clinic.write(
        path,
        clinic.read(path)
        .replace("status: draft", "status: published # ours\nreviewed_by: sam")
        .replace("Text.", "Our text."),
    )
    made = plan(clinic, article(body="\nOther.\n", tags=["a"]), update=True)
    assert "text: kept as it is: somebody worked on it here since the last import" in told(made)
    text = clinic.read(path)
    assert "status: published # ours\nreviewed_by: sam" in text
    assert text.endswith("Our text.\n")
    assert "tags: [a]" in text
    assert actions(plan(clinic, article(body="\nOther.\n", tags=["a"]), update=True)) == [("kept", path)]


def test_work_here_is_no_change_of_the_source(clinic: Clinic) -> None:
    plan(clinic, article())
    clinic.write("articles/a-walk.md", clinic.read("articles/a-walk.md").replace("Text.", "Our text."))
    assert actions(plan(clinic, article(), update=True)) == [("unchanged", "articles/a-walk.md")]


def test_an_article_may_have_moved(clinic: Clinic) -> None:
    plan(clinic, article())
    (clinic.root / "articles/a-walk.md").rename(clinic.root / "articles/elsewhere.md")
    assert actions(plan(clinic, article(body="\nOther.\n"), update=True)) == [("update", "articles/elsewhere.md")]


def test_a_file_that_changes_meanwhile_is_not_written_over(clinic: Clinic) -> None:
    plan(clinic, article())
    workspace = Workspace.open(clinic.root)
    with Spool() as spool:
        made = make_plan(workspace, "test", [article(body="\nOther.\n")], spool, update=True)
        clinic.write("articles/a-walk.md", clinic.read("articles/a-walk.md") + "More.\n")
        from clinic_cli.editing import commit

        with pytest.raises(ConflictError):
            commit(workspace.root, made.changes(workspace))
    assert clinic.read("articles/a-walk.md").endswith("Text.\nMore.\n")


def test_nothing_that_is_there_is_overwritten(clinic: Clinic) -> None:
    clinic.article("a-walk", "title: Ours\naliases: [old]\n")
    made = plan(clinic, article("a"), article("b", aliases=["old", "/older/", "a-walk"]), article("a"))
    assert actions(made) == [
        ("new", "articles/a-walk-2.md"),
        ("new", "articles/a-walk-3.md"),
        ("left out", "articles/a-walk-2.md"),
    ]
    assert told(made)[:2] == [
        "address a-walk: is taken by articles/a-walk.md; this article is a-walk-2",
        "address a-walk: is taken by articles/a-walk.md; this article is a-walk-3",
    ]
    assert "old address old: left out: it belongs to articles/a-walk.md" in told(made)
    assert "title: Ours" in clinic.read("articles/a-walk.md")
    assert 'aliases: ["/older/"]' in clinic.read("articles/a-walk-3.md")
    assert not [each for each in clinic.lint() if each.rule == "duplicate-slug"]


@pytest.mark.parametrize("slug", ["con", "t-1", "a/b", "../up", "", "x" * 300, "ÄÖ ü", "."])
def test_addresses_are_safe_on_every_system(clinic: Clinic, slug: str) -> None:
    plan(clinic, article(slug=slug))
    (path,) = (path for path in clinic.files() if path.startswith("articles/"))
    assert not [each for each in clinic.lint(path) if each.severity == "error"]


def test_an_address_of_signs_alone_gives_way_to_the_title(clinic: Clinic) -> None:
    assert actions(plan(clinic, article(slug="😀"))) == [("new", "articles/a-walk.md")]


def test_characters_that_no_file_holds_go(clinic: Clinic) -> None:
    plan(clinic, article(body="\nA\x0b\ud800B\n", title="A\x1b \ufeffwalk", tags=["\x00a"]))
    assert "title: A walk" in clinic.read("articles/a-walk.md")
    assert clinic.read("articles/a-walk.md").endswith("---\n\nAB\n")


def test_what_our_own_reader_would_say_is_a_loss(clinic: Clinic) -> None:
    made = plan(clinic, article(lang="no language"))
    assert "front matter: `no language` is not a valid lang" in told(made)[0]


def test_people_join_the_roster_once(clinic: Clinic) -> None:
    clinic.config('[authors.sam]\nname = "Sam Sample"\ncredentials = "LMFT"\n')
    people = (
        Person("Dr. Sam Sample"),
        Person("SAM SAMPLE, LMFT"),
        Person("Pat Birch", "LMFT #12345", url="no"),
        Person("Pat Birch"),
        Person(""),
        Person("x y", "", "a.b"),
    )
    made = plan(clinic, ImportedArticle("a", "a", {"title": "A"}, "Text.\n", people))
    assert "authors: [sam, sam, pat-birch, pat-birch, a.b]" in clinic.read(
        "articles/a.md"
    ) or "authors: [sam, pat-birch, a.b]" in clinic.read("articles/a.md")
    assert [each.id for each in made.roster.joining] == ["pat-birch", "a.b"]
    assert (
        '[authors.pat-birch]\nname = "Pat Birch"\ncredentials = "LMFT"\nlicense = { number = "12345" }\n\n[authors."a.b"]\nname = "x y"'
        in clinic.read("clinic.toml")
    )


def test_a_clinic_without_configuration_gets_one_with_its_roster(bare: Clinic) -> None:
    plan(bare, ImportedArticle("a", "a", {"title": "A"}, "Text.\n", (Person("Pat Birch"),)))
    assert bare.read("clinic.toml") == '[authors.pat-birch]\nname = "Pat Birch"\n'


def test_a_roster_in_pyproject_grows_there(bare: Clinic) -> None:
    bare.write("pyproject.toml", '[tool.clinic]\nname = "Sample"\n')
    plan(bare, ImportedArticle("a", "a", {"title": "A"}, "Text.\n", (Person("Pat Birch"),)))
    assert bare.read("pyproject.toml").endswith('[tool.clinic.authors.pat-birch]\nname = "Pat Birch"\n')


def test_words_go_to_the_inbox_and_are_known_again(clinic: Clinic) -> None:
    words = ImportedTestimonial("page.txt", "It's calm.\n\nKind.", " Sample  A ", {"rating": 5, "x-own": "a\x00"})
    made = plan(clinic, words, ImportedTestimonial("b", "Other words.", ""))
    first, second = yaml.safe_load(clinic.read("testimonials.inbox.yaml"))
    assert first | {"id": ""} == {
        "id": "",
        "status": "draft",
        "quote": "It's calm.\n\nKind.",
        "attribution": "Sample A",
        "source": "page.txt",
        "rating": 5,
        "x-own": "a",
    }
    assert (second["quote"], "attribution" in second) == ("Other words.", False)
    again = plan(clinic, ImportedTestimonial("c", "It’s calm. Kind.", "Sample A"))
    assert actions(again) == [("unchanged", first["id"])]
    assert made.steps[1].title == "Anonymous"


def test_the_same_words_twice_in_a_source_come_once(clinic: Clinic) -> None:
    made = plan(clinic, ImportedTestimonial("a", "Calm.", "A"), ImportedTestimonial("b", "Calm.", "A"))
    assert [step.action for step in made.steps] == ["new", "unchanged"]


def test_records_go_behind_those_that_wait(clinic: Clinic) -> None:
    clinic.write("testimonials.inbox.yaml", "# ours\n- id: t-1 # first\n  quote: Old words.\n")
    plan(
        clinic,
        ImportedTestimonial("a", "New words.", "A", {"id": "t-77"}),
        ImportedTestimonial("b", "More.", "B", {"source": "A form"}),
    )
    text = clinic.read("testimonials.inbox.yaml")
    assert text.startswith("# ours\n- id: t-1 # first\n  quote: Old words.\n\n- id: t-77\n")
    assert yaml.safe_load(text)[2]["source"] == "A form"


def test_ids_that_are_taken_stay_with_their_words(clinic: Clinic) -> None:
    clinic.testimonials("id: t-1\nquote: Old words.")
    made = plan(clinic, ImportedTestimonial("a", "Other words.", "A", {"id": "t-1"}), write=False)
    assert actions(made) == [("kept", "t-1")]
    assert "consent is bound to words" in told(made)[0]


def test_words_that_a_client_took_back_stay_out(clinic: Clinic) -> None:
    clinic.testimonials(
        f'id: t-1\nstatus: revoked\napproved: "{approval_of("Calm.")}"\nconsent:\n  revoked_on: 2026-01-01'
    )
    made = plan(clinic, ImportedTestimonial("a", "Calm.", "A"), write=False)
    assert actions(made) == [("unchanged", "t-1")]
    assert "took these words back" in told(made)[0]


def test_an_inbox_that_cannot_be_read_is_not_written(clinic: Clinic) -> None:
    clinic.write("testimonials.inbox.yaml", '- id: "t-1\n')
    before = clinic.files()
    with pytest.raises(ClinicError):
        plan(clinic, article(), ImportedTestimonial("a", "Calm.", "A"))
    assert clinic.files() == before


def test_settings_are_suggested_where_there_is_none(clinic: Clinic) -> None:
    clinic.config('name = "Ours"\n')
    made = plan(
        clinic,
        Setting("name", "Theirs"),
        Setting("hours", "always"),
        Setting("hours", "never"),
        LeftOut("x", "X", "why"),
        write=False,
    )
    assert made.settings == {"hours": "always"}
    assert made.has_work is False


def test_a_failure_on_the_way_leaves_nothing_behind(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinic_cli import editing

    real = editing.create_file

    def fail(path: Path, data: bytes) -> None:
        if path.name == "second.md":
            raise ClinicError("the disk is full")
        real(path, data)

    monkeypatch.setattr(editing, "create_file", fail)
    with pytest.raises(ClinicError, match="the disk is full"):
        plan(clinic, article("a", "first"), article("b", "second"), ImportedTestimonial("a", "Calm.", "A"))
    assert not [path for path in clinic.files() if path.startswith(("articles/", "testimonials"))]
