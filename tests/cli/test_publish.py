"""`clinic publish` and `clinic withdraw`: what goes out, what stays, and why."""

from __future__ import annotations

import pytest

from tests.project import DAY, Clinic

ROSTER = 'name = "Sample Clinic"\n[authors.sam-sample]\nname = "Sam Sample"\n'
DESCRIPTION = "Why a slow walk calms body and mind, and how to begin with ten minutes a day."
DRAFT = f"title: A walk # short\ndescription: {DESCRIPTION}\nauthors: [sam-sample]\nstatus:   draft   # for now\n"
CONSENTED = """\
id: t-0001
status: draft
quote: A calm place.
attribution: Sample A
consent:
  ref: form-17
  signed_on: 2026-02-01
  expires_on: 2027-01-31
"""


@pytest.fixture
def roster(clinic: Clinic) -> Clinic:
    clinic.config(ROSTER)
    return clinic


def test_an_article_gets_its_status_and_a_date_and_nothing_else(roster: Clinic) -> None:
    roster.article("a-walk", DRAFT)
    before = roster.read("articles/a-walk.md")
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert result.status == 0, result.stderr
    assert "`a-walk` is published, with the date 2026-03-01." in result.stderr
    assert roster.read("articles/a-walk.md") == before.replace(
        "status:   draft   # for now\n", f"status:   published   # for now\ndate: {DAY}\n"
    )
    assert roster.run("undo").status == 0
    assert roster.read("articles/a-walk.md") == before


def test_a_day_to_come_schedules_it(roster: Clinic) -> None:
    roster.article("a-walk", DRAFT)
    result = roster.run("publish", "a-walk", "--at", "2026-04-01", "--as-of", DAY)
    assert "is scheduled for 2026-04-01" in result.stderr
    assert "date: 2026-04-01" in roster.read("articles/a-walk.md")
    again = roster.run("publish", "a-walk", "--at", "2026-04-01", "--as-of", DAY)
    assert again.stderr == "`a-walk` is scheduled for 2026-04-01 already.\n"
    assert "is published already" in roster.run("publish", "a-walk", "--as-of", "2026-04-01").stderr
    roster.run("publish", "a-walk", "--at", "2026-05-01", "--as-of", DAY)
    assert "date: 2026-05-01" in roster.read("articles/a-walk.md")


def test_a_date_that_is_written_stays(roster: Clinic) -> None:
    roster.article("a-walk", f"{DRAFT}date: 2025-01-01\n")
    roster.run("publish", "a-walk", "--as-of", DAY)
    assert "date: 2025-01-01" in roster.read("articles/a-walk.md")


def test_what_is_missing_can_be_told_by_options(roster: Clinic) -> None:
    roster.article("a-walk", "title: A walk\nimage: https://example.org/walk.jpg\n")
    told = ("--description", DESCRIPTION, "--author", "sam-sample", "--alt", "A gravel path")
    assert roster.run("publish", "a-walk", *told, "--as-of", DAY).status == 0
    front = roster.read("articles/a-walk.md")
    assert f'description: "{DESCRIPTION}"' in front
    assert "authors: [sam-sample]" in front
    assert "alt: A gravel path" in front


def test_what_options_tell_takes_the_place_of_what_stands_there(roster: Clinic) -> None:
    roster.config(f'{ROSTER}[authors.kim-sample]\nname = "Kim Sample"\n')
    roster.article("a-walk", f"{DRAFT}image:\n  src: https://example.org/walk.jpg\n  decorative: true\n")
    roster.run("publish", "a-walk", "--as-of", DAY)
    better = DESCRIPTION.replace("slow", "long")
    told = ("--title", "A rest", "--description", better, "--author", "kim-sample", "--alt", "A gravel path")
    result = roster.run("publish", "a-walk", *told, "--as-of", DAY)
    assert (result.status, "is published, with the date" in result.stderr) == (0, True)
    front = roster.read("articles/a-walk.md")
    for line in ("title: A rest", f'description: "{better}"', "authors: [kim-sample]", "alt: A gravel path"):
        assert line in front
    assert "decorative" not in front
    assert roster.run("publish", "a-walk", "--alt", "", "--as-of", DAY).status == 0
    assert "decorative: true" in roster.read("articles/a-walk.md")
    roster.article("a-rest", DRAFT)
    result = roster.run("publish", "a-rest", "--alt", "A path", "--as-of", DAY)
    assert (result.status, "--alt: the article has no picture" in result.stderr) == (2, True)


@pytest.fixture
def talking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)


@pytest.mark.usefixtures("talking")
def test_what_is_missing_is_asked_for(roster: Clinic) -> None:
    roster.article("a-walk", "image: https://example.org/walk.jpg\n")
    answers = ["", "A walk", "Short.", DESCRIPTION, "1", "A gravel path"]
    result = roster.run("publish", "a-walk", "--as-of", DAY, stdin="\n".join(answers) + "\n")
    assert result.status == 0, result.stderr
    front = roster.read("articles/a-walk.md")
    for line in ("title: A walk", f'description: "{DESCRIPTION}"', "authors: [sam-sample]", "alt: A gravel path"):
        assert line in front


@pytest.mark.usefixtures("talking")
def test_a_new_author_goes_to_the_roster_with_the_article(roster: Clinic) -> None:
    roster.article("a-walk", f"title: A walk\ndescription: {DESCRIPTION}\n")
    result = roster.run("publish", "a-walk", "--as-of", DAY, stdin="2\nRobin Sample, LCSW\n")
    assert result.status == 0, result.stderr
    assert "authors: [robin-sample]" in roster.read("articles/a-walk.md")
    assert "[authors.robin-sample]" in roster.read("clinic.toml")
    roster.run("undo", "--yes")
    assert roster.read("clinic.toml") == ROSTER


@pytest.mark.usefixtures("talking")
@pytest.mark.parametrize(("answer", "description"), [(DESCRIPTION, DESCRIPTION), ("", "About walks.")])
def test_a_better_description_is_asked_for(roster: Clinic, answer: str, description: str) -> None:
    roster.article("a-walk", DRAFT.replace(DESCRIPTION, "About walks."))
    result = roster.run("publish", "a-walk", "--as-of", DAY, stdin=f"Shorter.\n{answer}\n")
    assert "The description has 12 characters: About walks.\n" in result.stderr
    assert "50 to 160 characters (Enter to keep it): " in result.stderr
    assert "That is 8 characters; write 50 to 160." in result.stderr
    assert description in roster.read("articles/a-walk.md")


@pytest.mark.usefixtures("talking")
def test_a_name_to_show_is_asked_for(roster: Clinic) -> None:
    roster.testimonials(CONSENTED.replace("attribution: Sample A\n", ""))
    assert roster.run("publish", "t-0001", "--as-of", DAY, stdin="\n").status == 0
    assert "attribution: Anonymous" in roster.read("testimonials.yaml")


@pytest.mark.usefixtures("talking")
def test_no_question_is_asked_where_something_else_stands_in_the_way(roster: Clinic) -> None:
    roster.article("a-walk", "title: A walk\n", "")
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert result.status == 1
    assert "no text" in result.stderr
    assert "Description" not in result.stderr


def test_a_missing_title_can_be_told(roster: Clinic) -> None:
    roster.article("a-walk", f"description: {DESCRIPTION}\nauthors: [sam-sample]\n")
    assert roster.run("publish", "a-walk", "--as-of", DAY).status == 1
    assert roster.run("publish", "a-walk", "--title", "A walk", "--as-of", DAY).status == 0
    assert "title: A walk" in roster.read("articles/a-walk.md")


def test_a_path_of_windows_names_an_article(roster: Clinic) -> None:
    roster.article("a-walk", DRAFT)
    assert roster.run("publish", ".\\articles\\a-walk.md", "--as-of", DAY).status == 0


def test_a_picture_that_only_adorns(roster: Clinic) -> None:
    roster.article("a-walk", f"{DRAFT}image: https://example.org/walk.jpg\n")
    assert roster.run("publish", "a-walk", "--alt", "", "--as-of", DAY).status == 0
    assert "decorative: true" in roster.read("articles/a-walk.md")


def test_what_nobody_tells_stands_in_the_way(roster: Clinic) -> None:
    roster.article("a-walk", "title: A walk\nimage: https://example.org/walk.jpg\n")
    before = roster.read("articles/a-walk.md")
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert result.status == 1
    assert "cannot be published yet" in result.stderr
    assert "needs a description. (author)" in result.stderr
    assert "no text for people who cannot see it. (author)" in result.stderr
    assert roster.read("articles/a-walk.md") == before


@pytest.mark.parametrize("body", ["", "\nWrite here.\n"])
def test_an_article_without_text_stays_at_home(roster: Clinic, body: str) -> None:
    roster.article("a-walk", DRAFT, body)
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert result.status == 1
    assert "no text" in result.stderr


@pytest.mark.parametrize("body", ["\nWrite here.\n\nIt rains.\n", "\n# Rain\n\nWrite here.\nIt rains.\n"])
def test_the_words_of_a_new_article_never_go_out(roster: Clinic, body: str) -> None:
    roster.article("a-walk", DRAFT, body)
    assert "`Write here.`, which still stands in the text" in roster.run("lint").stdout
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert (result.status, "`Write here.` still stands in the text" in result.stderr) == (1, True)
    roster.article("a-walk", DRAFT, "\nIt rains. Write here.\n\n    Write here.\n")
    assert roster.run("publish", "a-walk", "--as-of", DAY).status == 0


NO_TEXT = "`a-walk` cannot be published yet:\n  - The article has no text. (author)\n    Write it below the second row of dashes.\n"


def test_there_is_one_gate_whichever_way_an_article_goes_out(roster: Clinic) -> None:
    new = ("new", "article", "A walk", "--description", DESCRIPTION, "--author", "sam-sample", "--publish")
    result = roster.run(*new)
    assert (result.status, result.stderr) == (1, NO_TEXT)
    assert "articles/a-walk.md" not in roster.files()
    roster.article("a-walk", DRAFT, "\nWrite here.\n")
    roster.article("a-rest", DRAFT)
    before = roster.read("articles/a-rest.md")
    assert roster.run("publish", "a-walk", "--as-of", DAY).stderr == NO_TEXT
    result = roster.run("set", "articles", "status=published", "date=2026-03-01", "--yes", "--as-of", DAY)
    assert (result.status, result.stderr) == (1, NO_TEXT)
    assert roster.read("articles/a-rest.md") == before
    assert roster.run("set", "a-rest", "status=published", "date=2026-03-01", "--yes", "--as-of", DAY).status == 0
    assert roster.run(*new, "--slug", "rain", "--body", "It rains.").status == 0


def test_a_consented_testimonial_goes_out(roster: Clinic) -> None:
    roster.testimonials(CONSENTED)
    result = roster.run("publish", "t-0001", "--as-of", DAY)
    assert result.status == 0, result.stderr
    assert "status: published" in roster.read("testimonials.yaml")


def test_a_missing_name_can_be_told(roster: Clinic) -> None:
    roster.testimonials(CONSENTED.replace("attribution: Sample A\n", ""))
    assert roster.run("publish", "t-0001", "--as-of", DAY).status == 1
    assert roster.run("publish", "t-0001", "--attribution", "Anonymous", "--as-of", DAY).status == 0
    assert "attribution: Anonymous" in roster.read("testimonials.yaml")


@pytest.mark.parametrize(
    ("record", "day", "message", "help"),
    [
        (CONSENTED, "2027-02-01", "ended on 2027-01-31", "clinic consent renew t-0001"),
        (CONSENTED.split("consent:", maxsplit=1)[0], DAY, "No consent is recorded", "clinic consent grant t-0001"),
        ("id: t-0001\nstatus: revoked\n", DAY, "took the consent back", "stays away"),
    ],
)
def test_a_testimonial_says_who_can_act(roster: Clinic, record: str, day: str, message: str, help: str) -> None:
    roster.testimonials(record)
    before = roster.read("testimonials.yaml")
    result = roster.run("publish", "t-0001", "--as-of", day)
    assert result.status == 1
    assert f"{message}" in result.stderr
    assert "(clinic admin)" in result.stderr
    assert help in result.stderr
    assert roster.read("testimonials.yaml") == before


def test_words_in_the_inbox_wait_for_a_consent_and_are_told_once(roster: Clinic) -> None:
    roster.write("testimonials.inbox.yaml", "- id: t-0001\n  quote: Words.\n  attribution: A\n")
    result = roster.run("publish", "t-0001", "--as-of", DAY)
    assert result.status == 1
    assert result.stderr.count("clinic consent grant t-0001") == 1


def test_a_consent_for_print_alone_is_no_obstacle(roster: Clinic) -> None:
    roster.testimonials(f"{CONSENTED}  channels: [print]\n")
    assert roster.run("publish", "t-0001", "--as-of", DAY).status == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("t-0001", "--at", "2026-04-01"), "are for articles"),
        (("a-walk", "--attribution", "A"), "is for testimonials"),
        (("a-walk", "--at", "tomorrow"), "is not a day"),
        (("a-wlk",), "did you mean `a-walk`?"),
        (("bad",), "articles/bad.md: cannot be read"),
    ],
)
def test_what_does_not_fit_is_refused(roster: Clinic, words: tuple[str, ...], message: str) -> None:
    roster.article("a-walk", DRAFT)
    roster.article("bad", "title: [\n")
    roster.testimonials(CONSENTED)
    result = roster.run("publish", *words)
    assert result.status == 2
    assert message in result.stderr


def test_warnings_are_pointed_at(roster: Clinic) -> None:
    roster.article("a-walk", f"title: A walk\ndescription: {DESCRIPTION}\n")
    result = roster.run("publish", "a-walk", "--as-of", DAY)
    assert result.status == 0
    assert "clinic lint articles/a-walk.md" in result.stderr


@pytest.mark.parametrize(
    ("status", "said"),
    [("published", "is a draft now"), ("draft", "is a draft already"), ("archived", "is archived already")],
)
def test_an_article_comes_off_the_sites(roster: Clinic, status: str, said: str) -> None:
    roster.article("a-walk", f"title: A walk\nstatus: {status}  # a word\n")
    result = roster.run("withdraw", "a-walk")
    assert result.status == 0
    assert said in result.stderr
    wanted = "draft" if status == "published" else status
    assert f"status: {wanted}  # a word\n" in roster.read("articles/a-walk.md")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("published", "is withheld now"),
        ("draft", "is withheld now"),
        ("withheld", "is withheld already"),
        ("revoked", "is revoked already"),
    ],
)
def test_a_testimonial_is_withheld(roster: Clinic, status: str, said: str) -> None:
    roster.testimonials(f"id: t-0001\nstatus: {status}\nquote: Words.\n")
    result = roster.run("withdraw", "t-0001")
    assert result.status == 0
    assert said in result.stderr
    wanted = status if status == "revoked" else "withheld"
    assert f"status: {wanted}\n" in roster.read("testimonials.yaml")
