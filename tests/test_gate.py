"""Every reason of the gate, one by one; and that no exporter is given anything else than what has none."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinic_cli.config import Config, LintConfig, Target
from clinic_cli.content import schema
from clinic_cli.content.approval import approval_of
from clinic_cli.content.article import parse_article
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.diagnostics import Finding, Severity, Who
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.exporters.run import prepare
from clinic_cli.gate import Gate, add_months
from clinic_cli.publication import publish
from clinic_cli.publicview import PublicArticle, PublicImage, PublicTestimonial
from clinic_cli.rules.rule import Option, Rule
from clinic_cli.source import SourceFile
from clinic_cli.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from clinic_cli.content.testimonial import Testimonial, TestimonialFile
    from clinic_cli.rules.rule import Facts
    from tests.project import Clinic

TODAY = date(2026, 6, 15)
WORDS = "A calm room. I did not want to leave."
CONSENT = {"ref": "form-17", "signed_on": "2026-02-01", "expires_on": "2027-01-31"}
RECORD = {
    "id": "t-0001",
    "status": "published",
    "quote": WORDS,
    "attribution": "Sample A",
    "approved": f'"{approval_of(WORDS)}"',
}
ARTICLE = {"title": "A walk", "date": "2026-06-01", "status": "published"}


def record_of(changes: dict[str, str | None], consent: dict[str, str | None] | None, path: str) -> Testimonial:
    fields = {**RECORD, **changes}
    lines = [f"{key}: {value}" for key, value in fields.items() if value is not None]
    if consent is not None:
        lines.append("consent:")
        lines += [f"  {key}: {value}" for key, value in {**CONSENT, **consent}.items() if value is not None]
    text = "- " + "\n  ".join(lines) + "\n"
    (record,) = parse_testimonials(SourceFile(path, text.encode())).records
    return record


def reasons(
    changes: dict[str, str | None] | None = None,
    consent: dict[str, str | None] | None = {},  # noqa: B006 - None is no consent at all
    *,
    path: str = "testimonials.yaml",
    channel: str = "website",
    config: Config | None = None,
    today: date = TODAY,
) -> list[str]:
    record = record_of(changes or {}, consent, path)
    return [reason.code for reason in Gate(config or Config(), today, channel).testimonial(record)]


def article_reasons(changes: dict[str, str | None], *, config: Config | None = None, today: date = TODAY) -> list[str]:
    lines = "".join(f"{key}: {value}\n" for key, value in {**ARTICLE, **changes}.items() if value is not None)
    article = parse_article(SourceFile("articles/a-walk.md", f"---\n{lines}---\nText.\n".encode()))
    return [reason.code for reason in Gate(config or Config(), today).article(article)]


def test_a_testimonial_with_all_it_needs_may_leave():
    assert reasons() == []
    assert reasons({"approved": None}) == []
    assert reasons(consent={"channels": "[print, website]", "display_name": "first-name-initial"}) == []


MATRIX: list[tuple[str, dict[str, str | None], dict[str, str | None] | None]] = [
    ("faulty", {"rating": "9"}, {}),
    ("faulty", {}, {"expires_on": "2027-02-30"}),
    ("faulty", {}, {"expire_on": "2026-01-01"}),
    ("revoked", {"status": "revoked"}, {}),
    ("revoked", {}, {"revoked_on": "2026-05-01"}),
    ("draft", {"status": "draft"}, {}),
    ("draft", {"status": None}, {}),
    ("withheld", {"status": "withheld"}, {}),
    ("no-words", {"quote": None, "approved": None}, {}),
    ("no-words", {"quote": "' '", "approved": None}, {}),
    ("consent-missing", {}, None),
    ("consent-missing", {}, {"ref": None}),
    ("consent-missing", {}, {"signed_on": None}),
    ("consent-missing", {}, {"expires_on": None}),
    ("consent-missing", {}, {"channels": "[]"}),
    ("consent-expired", {}, {"expires_on": "2026-06-14"}),
    ("consent-not-begun", {}, {"signed_on": "2026-06-16"}),
    ("out-of-scope", {}, {"channels": "[print]"}),
    ("out-of-scope", {}, {"channels": "['partner:sample']"}),
    ("photo", {"image": "images/client.jpg"}, {}),
    ("photo", {"image": "{src: images/client.jpg, depicts: client}"}, {"photo": "false"}),
    ("words-altered", {"quote": "A calm room. I did want to leave."}, {}),
    ("connection-undisclosed", {"connection": "former colleague"}, {}),
    ("incentive-undisclosed", {"incentive": "a free session"}, {}),
    ("name-form", {"attribution": "Robin A"}, {"display_name": "initials"}),
    ("name-form", {"attribution": "Robin Alvarez"}, {"display_name": "first-name"}),
    ("attribution-full-name", {"attribution": "Robin Alvarez"}, {}),
    ("diagnosis-in-quote", {"quote": "My PTSD is gone.", "approved": None}, {}),
    ("identifier-in-quote", {"quote": "Text me at 415-555-0199.", "approved": None}, {}),
    ("identifier-in-file", {"notes": "robin@private.example called"}, {}),
    ("consent-document-embedded", {}, {"ref": "forms/robin.pdf"}),
]


@pytest.mark.parametrize(("code", "changes", "consent"), MATRIX)
def test_each_reason_alone_keeps_a_testimonial_back(
    code: str, changes: dict[str, str | None], consent: dict[str, str | None] | None
):
    found = reasons(changes, consent)
    assert code in found
    # the rules on consent may say the same in their own words; nothing else is said
    others = {each for each, _, _ in MATRIX}.intersection(found) - {code, "faulty"}
    # a day that cannot be read is missing too, no channel is none of the channels, and some days are wrong twice
    assert others <= {"consent-missing", "out-of-scope", "consent-not-begun"}
    assert len(others) <= 1


def test_words_in_the_inbox_stay():
    assert "inbox" in reasons(path="testimonials.inbox.yaml")


@pytest.mark.parametrize(
    ("changes", "consent"),
    [
        ({"image": "{src: images/hills.jpg, depicts: none}"}, {}),
        ({"image": "{src: images/model.jpg, depicts: model}"}, {}),
        ({"image": "{credit: Sample Photographer}"}, {}),
        ({"image": "images/client.jpg"}, {"photo": "true"}),
        ({"connection": "none", "incentive": "None"}, {}),
        ({"connection": "sister of the owner", "disclosure": "Sample A is family."}, {}),
        ({"quote": "'A calm  room.  I did not want to leave.'"}, {}),
        ({}, {"expires_on": "2026-06-15", "signed_on": "2026-06-15"}),
        ({}, {"expires_on": None, "expires_event": "end of therapy", "review_by": "2026-03-01"}),
        ({"attribution": "S.A."}, {"display_name": "initials"}),
        ({"attribution": "Sample Alvarez"}, {"display_name": "full-name"}),
        ({"quote": "My panic is gone.", "approved": None}, {"health_details": "true"}),
    ],
)
def test_what_looks_like_a_reason_and_is_none(changes: dict[str, str | None], consent: dict[str, str | None]):
    assert reasons(changes, consent) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("faulty", {"date": "soon"}),
        ("draft", {"status": None}),
        ("archived", {"status": "archived"}),
        ("scheduled", {"date": "2026-06-16"}),
    ],
)
def test_each_reason_of_an_article(code: str, changes: dict[str, str | None]):
    assert article_reasons(changes) == [code]


def test_an_article_with_all_it_needs_may_leave():
    assert article_reasons({"date": "2026-06-15"}) == []


def test_overdue_reviews_count_only_where_the_clinic_asks():
    ask = Config(hold_overdue_reviews=True)
    old = {"last_reviewed": "2024-06-14"}
    event = {"expires_on": None, "expires_event": "end of therapy", "review_by": "2026-06-14"}
    assert article_reasons(old) == []
    assert article_reasons(old, config=ask) == ["review-overdue"]
    assert article_reasons({"last_reviewed": "2024-06-15"}, config=ask) == []
    assert reasons(consent=event, config=ask) == ["review-overdue"]
    assert reasons(consent={**event, "review_by": "2026-06-15"}, config=ask) == []


def test_a_consent_holds_through_its_last_day():
    for days, expected in ((-1, []), (0, []), (1, ["consent-expired"])):
        found = reasons(today=date(2027, 1, 31) + timedelta(days))
        assert [code for code in found if code == "consent-expired"] == expected


def test_each_channel_is_asked_for_by_name():
    consent = {"channels": "[website, 'partner:sample']"}
    assert reasons(consent=consent, channel="partner:sample") == []
    assert reasons(consent=consent, channel="partner:other") == ["out-of-scope"]
    assert reasons(consent=consent, channel="social") == ["out-of-scope"]
    assert reasons(channel="print") == ["out-of-scope"]


def test_every_reason_names_who_can_act():
    gate = Gate(Config(), TODAY)
    for _, changes, consent in MATRIX:
        for reason in gate.testimonial(record_of(changes, consent, "testimonials.yaml")):
            assert isinstance(reason.who, Who)
            assert reason.message.endswith((".", "?"))


ASK = Config(hold_overdue_reviews=True)
ADMIN, EDITOR = Who.ADMIN, Who.EDITOR
TOLD: list[tuple[dict[str, str | None], dict[str, str | None] | None, list[tuple[str, str, Who]]]] = [
    (
        {"rating": "9"},
        {},
        [("faulty", "The record has a fault in line 6: `rating` goes from 1 to 5, and this is 9.", EDITOR)],
    ),
    ({"status": "revoked"}, {}, [("revoked", "The client took the consent back.", ADMIN)]),
    ({"status": "draft"}, {}, [("draft", "It is a draft.", EDITOR)]),
    ({"status": "withheld"}, {}, [("withheld", "It is withheld.", EDITOR)]),
    ({"quote": None, "approved": None}, {}, [("no-words", "It has no words.", EDITOR)]),
    ({}, None, [("consent-missing", "No consent is recorded.", ADMIN)]),
    ({}, {"ref": None, "signed_on": None}, [("consent-missing", "The consent lacks ref, signed_on.", ADMIN)]),
    ({}, {"expires_on": "2026-06-14"}, [("consent-expired", "The consent ended on 2026-06-14.", ADMIN)]),
    (
        {},
        {"signed_on": "2026-06-17", "expires_on": "2026-06-16"},
        [("consent-not-begun", "The consent was signed on a day to come (2026-06-17).", ADMIN)],
    ),
    (
        {},
        {"signed_on": "2026-06-15", "expires_on": "2026-06-14"},
        [
            ("consent-expired", "The consent ended on 2026-06-14.", ADMIN),
            (
                "consent-date-invalid",
                "The consent of `t-0001` ends on 2026-06-14, before it was signed (2026-06-15).",
                ADMIN,
            ),
        ],
    ),
    ({}, {"channels": "[print]"}, [("out-of-scope", "The client did not consent to the channel website.", ADMIN)]),
    (
        {},
        {"expires_on": None, "expires_event": "end", "review_by": "2026-06-14"},
        [("review-overdue", "Whether the consent still holds was to be checked by 2026-06-14.", ADMIN)],
    ),
    (
        {"attribution": "'@sample'"},
        {"display_name": "full-name"},
        [("name-form", "The name shows more than the client allowed (full-name).", EDITOR)],
    ),
    (
        {"image": "images/client.jpg"},
        {},
        [
            (
                "photo",
                "The client did not consent to a photo; say what the picture shows (`depicts`) if it is not the client.",
                ADMIN,
            )
        ],
    ),
    (
        {"quote": "Other words."},
        {},
        [
            (
                "words-altered",
                "The words are not those that the client approved; see clinic consent approve t-0001.",
                EDITOR,
            )
        ],
    ),
    (
        {"connection": "a sister"},
        {},
        [("connection-undisclosed", "No disclosure tells readers of the connection.", EDITOR)],
    ),
    ({"incentive": "tea"}, {}, [("incentive-undisclosed", "No disclosure tells readers of the incentive.", EDITOR)]),
]


@pytest.mark.parametrize(("changes", "consent", "told"), TOLD)
def test_a_reason_says_what_keeps_a_testimonial_and_who_can_act(
    changes: dict[str, str | None], consent: dict[str, str | None] | None, told: list[tuple[str, str, Who]]
):
    record = record_of(changes, consent, "testimonials.yaml")
    assert [(each.code, each.message, each.who) for each in Gate(ASK, TODAY).testimonial(record)] == told


def test_a_reason_says_that_words_wait_for_a_consent():
    (reason, *_) = Gate(ASK, TODAY).testimonial(record_of({}, {}, "testimonials.inbox.yaml"))
    assert (reason.message, reason.who) == ("It waits in the inbox for a consent.", ADMIN)


@pytest.mark.parametrize(
    ("changes", "message", "who"),
    [
        ({"date": "soon"}, "The file has a fault in line 3: `date` is a date, but `soon` is read as text.", Who.AUTHOR),
        ({"status": None}, "It is a draft.", Who.AUTHOR),
        ({"status": "archived"}, "It is archived.", EDITOR),
        ({"date": "2026-06-16"}, "It is scheduled for 2026-06-16.", EDITOR),
        ({"last_reviewed": "2024-06-14"}, "Its clinical review was due by 2026-06-14.", EDITOR),
    ],
)
def test_a_reason_says_what_keeps_an_article_and_who_can_act(changes: dict[str, str | None], message: str, who: Who):
    lines = "".join(f"{key}: {value}\n" for key, value in {**ARTICLE, **changes}.items() if value is not None)
    article = parse_article(SourceFile("articles/a-walk.md", f"---\n{lines}---\nText.\n".encode()))
    assert [(each.message, each.who) for each in Gate(ASK, TODAY).article(article)] == [(message, who)]


def test_a_review_holds_as_long_as_the_clinic_says():
    quick = Config(hold_overdue_reviews=True, lint=LintConfig(options={"review-stale": {"months": 6}}))
    assert article_reasons({"last_reviewed": "2025-12-14"}, config=quick) == ["review-overdue"]
    assert article_reasons({"last_reviewed": "2025-12-15"}, config=quick) == []
    never = Config(hold_overdue_reviews=True, lint=LintConfig(options={"review-stale": {"months": None}}))
    assert article_reasons({"last_reviewed": "2015-12-15"}, config=never) == []


def test_a_rule_is_given_the_item_and_what_the_clinic_set(monkeypatch: pytest.MonkeyPatch):
    asked = []

    def ask(item: object, facts: Facts) -> Iterator[Finding]:
        """Tell of nothing."""
        asked.append((type(item).__name__, facts.today, facts.options, facts.has_file("images/a.jpg")))
        yield from ()

    rule = Rule(
        ask,
        category="privacy",
        severity=Severity.ERROR,
        who=Who.EDITOR,
        article=ask,
        testimonial=ask,
        options=(Option("days", 30, "How many."),),
    )
    monkeypatch.setattr("clinic_cli.gate.RULES", (rule,))
    gate = Gate(Config(lint=LintConfig(options={"ask": {"days": 7}})), TODAY)
    gate.article(parse_article(SourceFile("articles/a.md", b"---\ntitle: A\nstatus: published\n---\nText.\n")))
    gate.testimonial(record_of({}, {}, "testimonials.yaml"))
    assert asked == [("Article", TODAY, {"days": 7}, True), ("Testimonial", TODAY, {"days": 7}, True)]


def quiet(item: object, facts: Facts) -> Iterator[Finding]:
    """Tell of anything."""
    from clinic_cli.source import Span

    yield Finding(Span(0, 1), "Something private.")


def gate_with(monkeypatch: pytest.MonkeyPatch, config: Config, **traits: object) -> Gate:
    settings: dict[str, object] = {"category": "privacy", "severity": Severity.ERROR, **traits}
    rule = Rule(quiet, who=Who.EDITOR, article=quiet, testimonial=quiet, **settings)  # type: ignore[arg-type]
    monkeypatch.setattr("clinic_cli.gate.RULES", (rule,))
    return Gate(config, TODAY)


@pytest.mark.parametrize(
    ("traits", "lint", "held"),
    [
        ({}, LintConfig(), True),
        ({"category": "consent"}, LintConfig(), True),
        ({"category": "form"}, LintConfig(), False),
        ({"severity": Severity.WARNING}, LintConfig(), False),
        ({}, LintConfig(select=("form",), ignore=("quiet", "privacy")), True),
        ({}, LintConfig(severity={"quiet": None}), False),
        ({}, LintConfig(severity={"quiet": Severity.WARNING}), False),
        ({"severity": Severity.WARNING}, LintConfig(severity={"quiet": Severity.ERROR}), True),
        ({"locked": True}, LintConfig(severity={"quiet": None}), True),
        ({"locked": True}, LintConfig(severity={"quiet": Severity.NOTE}), True),
        ({"default": False}, LintConfig(), False),
        ({"default": False}, LintConfig(extend_select=("quiet",)), True),
        ({"default": False}, LintConfig(select=("privacy",)), True),
        ({"default": False}, LintConfig(select=("all",)), True),
        ({"jurisdictions": ("us-ca",)}, LintConfig(), False),
    ],
)
def test_errors_of_the_rules_on_consent_and_privacy_are_reasons(
    monkeypatch: pytest.MonkeyPatch, traits: dict[str, object], lint: LintConfig, held: bool
):
    gate = gate_with(monkeypatch, Config(lint=lint), **traits)
    record = record_of({}, {}, "testimonials.yaml")
    article = parse_article(SourceFile("articles/a.md", b"---\ntitle: A\nstatus: published\n---\nText.\n"))
    assert ([reason.code for reason in gate.testimonial(record)] == ["quiet"]) is held
    assert ([reason.code for reason in gate.article(article)] == ["quiet"]) is held


@pytest.mark.parametrize(
    ("comment", "held"),
    [
        ("# clinic: allow identifier-in-quote: a number that nobody has", False),
        ("# clinic: allow identifier-in-quote until 2026-06-15: until the summer", False),
        ("# clinic: allow identifier-in-quote until 2026-06-14: until the summer", True),
        ("# clinic: allow identifier-in-quote", True),
        ("# clinic: allow diagnosis-in-quote: another rule", True),
    ],
)
def test_a_comment_with_its_reason_lets_a_rule_be(comment: str, held: bool):
    changes: dict[str, str | None] = {"quote": f"Text me at 415-555-0199. {comment}", "approved": None}
    assert reasons(changes) == (["identifier-in-quote"] if held else [])


def test_no_comment_lets_a_fact_of_consent_be():
    changes: dict[str, str | None] = {"attribution": "Sample A # clinic: allow-file consent-document-embedded: why"}
    assert reasons(changes, {"ref": "forms/robin.pdf"}) == ["consent-document-embedded"]


def test_rules_of_a_law_count_where_it_holds(monkeypatch: pytest.MonkeyPatch):
    gate = gate_with(monkeypatch, Config(jurisdictions=("us", "us-ca")), jurisdictions=("us-ca",))
    assert [reason.code for reason in gate.testimonial(record_of({}, {}, "testimonials.yaml"))] == ["quiet"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2024-02-29", 24, "2026-02-28"), ("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15")],
)
def test_months_end_on_a_day_that_there_is(day: str, months: int, expected: str):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def letters(number: int) -> str:
    """Return a number in letters, as digits in a name look like an address on social media."""
    return f"{chr(97 + number // 10)}{chr(97 + number % 10)}"


def held_clinic(clinic: Clinic) -> Clinic:
    """Write one record for each row of the matrix, each with words of its own, and one that may leave."""
    records = []
    for number, (code, changes, consent) in enumerate([*MATRIX, ("", {}, {})]):
        words = f"Speech{letters(number)} of somebody{letters(number)}."
        own: dict[str, str | None] = {
            "id": f"t-{number:04}", "quote": words, "attribution": f"Nominal{letters(number)}"
        }  # fmt: skip
        if changes.get("quote", "") == "":
            own["approved"] = f'"{approval_of(words)}"'
        record = {**RECORD, **own, **{key: value for key, value in changes.items() if key != "quote"}}
        if "quote" in changes and changes["quote"] is None:
            record["quote"] = None
        elif "quote" in changes and code != "words-altered":
            record["quote"] = changes["quote"]
        lines = [f"{key}: {value}" for key, value in record.items() if value is not None]
        if consent is not None:
            terms = {**CONSENT, "ref": f"paper-{number:04}", **consent}
            lines += ["consent:", *(f"  {key}: {value}" for key, value in terms.items() if value is not None)]
        records.append("\n".join(lines))
    clinic.testimonials(*records)
    clinic.article("a-walk", "title: A walk\ndate: 2026-06-01\nstatus: published\n")
    for name in ("client", "hills", "model"):
        clinic.write(f"images/{name}.jpg", b"\xff\xd8\xff\xd9")
    return clinic


@pytest.mark.parametrize("format", sorted(EXPORTERS))
def test_exporters_are_given_nothing_but_what_the_gate_passed(clinic: Clinic, format: str):
    workspace = Workspace.open(held_clinic(clinic).root)
    last = f"t-{len(MATRIX):04}"
    publication = publish(workspace.parse(), workspace.config, TODAY)
    assert [record.id for record in publication.testimonials] == [last]
    assert {held.id for held in publication.held} == {f"t-{number:04}" for number in range(len(MATRIX))}
    files = prepare(workspace, Target("x", format, out="out", base_url="https://clinic.example"), TODAY).files
    everything = b"\n".join(file.path.encode() + b"\n" + file.data for file in files).lower()
    for number in range(len(MATRIX)):
        for word in (
            f"speech{letters(number)}",
            f"somebody{letters(number)}",
            f"nominal{letters(number)}",
            f"paper-{number:04}",
        ):
            assert word.encode() not in everything
    if format != "wxr":  # which takes articles only
        assert f"speech{letters(len(MATRIX))}".encode() in everything


def test_twins_are_held_both(clinic: Clinic):
    record = "id: {}\nstatus: published\nquote: Words.\nattribution: A\nconsent: {{ref: f, signed_on: 2026-02-01, expires_on: 2027-01-31}}"
    clinic.testimonials(record.format("t-0001"), record.format("T-0001".lower()), record.format("t-0002"))
    workspace = Workspace.open(clinic.root)
    publication = publish(workspace.parse(), workspace.config, TODAY)
    assert [held.id for held in publication.held] == ["t-0001", "t-0001"]
    assert {reason.code for held in publication.held for reason in held.reasons} == {"duplicate"}
    assert [record.id for record in publication.testimonials] == ["t-0002"]


def test_a_check_of_the_event_is_the_last_day_where_reviews_hold(clinic: Clinic):
    clinic.testimonials(
        "id: t-0001\nstatus: published\nquote: Words.\nattribution: A\n"
        "consent: {ref: f, signed_on: 2026-02-01, expires_event: end, review_by: 2026-09-01}"
    )
    for config, expected in (("", None), ("hold_overdue_reviews = true\n", date(2026, 9, 1))):
        clinic.config(config)
        workspace = Workspace.open(clinic.root)
        (record,) = publish(workspace.parse(), workspace.config, TODAY).testimonials
        assert record.valid_until == expected


PRIVATE = {"clinic_cli.content.testimonial", "clinic_cli.content.article", "clinic_cli.workspace", "clinic_cli.consent"}


def test_no_exporter_can_see_a_record():
    """Only `run`, which builds the public view, and what writes to the folder know more than that view."""
    folder = Path(EXPORTERS["html"].__code__.co_filename).parent
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        assert path.name == "run.py" or not imported & PRIVATE, path.name


def test_the_public_view_has_no_private_field():
    public = {name for kind in (PublicTestimonial, PublicArticle, PublicImage) for name in kind._fields}
    private = {
        field.name
        for of in (schema.TESTIMONIAL, schema.ARTICLE, schema.CONSENT)
        for field in of.fields
        if field.private
    }
    assert len(private) > 20
    assert public & private == set()


def test_comments_of_a_file_are_read_once_for_all_of_its_records(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.testimonials(*(f"id: t-{number}\nstatus: published\nquote: My PTSD is better.\n" for number in range(9)))
    reads: list[str] = []

    def counted(source: SourceFile, zone: ZoneInfo | None = None) -> TestimonialFile:
        reads.append(source.path)
        return parse_testimonials(source, zone)

    workspace = Workspace.open(clinic.root)
    project = workspace.parse()
    monkeypatch.setattr("clinic_cli.gate.parse_testimonials", counted)
    publication = publish(project, workspace.config, TODAY)
    assert {reason.code for held in publication.held for reason in held.reasons} >= {"diagnosis-in-quote"}
    assert len(publication.held) == 9
    assert reads == ["testimonials.yaml"]
