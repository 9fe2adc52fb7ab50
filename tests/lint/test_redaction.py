"""What leaves the terminal holds no private word: in no format, no baseline and no cache."""

from __future__ import annotations

import contextlib
import re

import hypothesis
import pytest
import yaml
from hypothesis import strategies as st

from clinic_cli.lint.redaction import redacted
from clinic_cli.reporters import REPORTERS
from tests.project import DAY, Clinic

SECRET = "Zaphodia"

RECORDS = {
    "a choice": f"id: t-0001\nstatus: {SECRET}",
    "an unknown channel": f"id: t-0001\nconsent:\n  ref: form-1\n  channels: [{SECRET}]",
    "an id": f"id: {SECRET} Beeble\nquote: A calm place.",
    "a number": "id: t-0001\nquote: 98765432",
    "a number in quotes with a tick": f"id: t-0001\nstatus: 'x`{SECRET}`y'",
    "a date": f"id: t-0001\nconsent:\n  signed_on: {SECRET}",
    "a rating": "id: t-0001\nrating: 98765432",
    "a key in the consent": f"id: t-0001\nconsent:\n  {SECRET}: yes",
    "a key twice": f"id: t-0001\nquote: {SECRET}\nquote: A calm place.",
    "a notes field of another kind": f"id: t-0001\nnotes: [{SECRET}]",
    "an expired consent": f"id: t-0001\nstatus: published\nquote: {SECRET}\nattribution: Anonymous\n"
    f"consent:\n  ref: {SECRET}\n  signed_on: 2024-01-01\n  expires_on: 2025-01-01",
    "no consent": f"id: t-0001\nstatus: published\nquote: {SECRET}\nattribution: {SECRET}",
    "a tag": f"id: t-0001\nquote: !{SECRET} me",
    "an alias": f"id: t-0001\nquote: *{SECRET}",
    "an anchor in itself": f"id: t-0001\ntags: &{SECRET} [*{SECRET}]",
    "an open quotation": f'id: t-0001\nquote: "{SECRET}',
    "words without a key": f"id: t-0001\n{SECRET} said so",
    "a claim": f"id: t-0001\nstatus: published\nquote: {SECRET} guarantees a cure, call 415-555-0134.\nattribution: {SECRET} Doe",
}


def everything(clinic: Clinic) -> str:
    """Return all that leaves the terminal, and all that the cache holds."""
    parts = []
    for format in REPORTERS:
        if format != "text":
            parts.append(clinic.run("lint", "--select", "all", "--format", format, "--as-of", DAY).stdout)
    clinic.run("lint", "--select", "all", "--as-of", DAY, "--output", "text=report.txt")
    clinic.run("lint", "--select", "all", "--as-of", DAY, "--baseline", "base.json", "--write-baseline")
    parts += [clinic.read("report.txt"), clinic.read("base.json")]
    parts += [path.read_text() for path in (clinic.root / ".clinic").rglob("*") if path.is_file()]
    return "\n".join(parts)


@pytest.mark.no_cover
@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_no_private_word_leaves(clinic: Clinic, record: str) -> None:
    clinic.testimonials(record)
    told = clinic.run("lint", "--select", "all", "--as-of", DAY).stdout
    assert re.search(r"Checked 0 articles and [01] testimonials?: \d", told), "there is something to be told"
    left = everything(clinic)
    assert SECRET not in left
    assert "98765432" not in left
    assert "415-555" not in left


def test_a_terminal_shows_the_words(clinic: Clinic) -> None:
    clinic.testimonials(RECORDS["no consent"])
    for _ in range(2):  # the second time from the cache
        out = clinic.run("lint", "--as-of", DAY).stdout
        assert "`t-0001` is published, but no consent is recorded." in out
        assert "status: published" in out


def test_the_log_of_a_build_server_is_no_terminal(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.testimonials(RECORDS["no consent"])
    monkeypatch.setenv("CI", "true")
    out = clinic.run("lint", "--as-of", DAY).stdout
    assert "[consent-missing]" in out
    assert "status: published" not in out


def test_a_patch_in_the_log_of_a_build_server_spares_the_testimonials(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.article(front="title: no\n")
    clinic.testimonials("id: t-0001\nquote: 98765432")
    monkeypatch.setenv("CI", "true")
    result = clinic.run("lint", "--diff", "--as-of", DAY)
    assert "+title: 'no'" in result.stdout
    assert "98765432" not in result.stdout
    assert "testimonials.yaml" in result.stderr


def test_a_privacy_finding_in_an_article_is_told_by_its_rule(clinic: Clinic) -> None:
    clinic.article()
    (found,) = clinic.lint()
    assert not found.is_withheld


def test_the_form_of_a_testimonial_is_still_explained(clinic: Clinic) -> None:
    clinic.testimonials("id: t-0001\nstatus: publishd\nconsent:\n  expire_on: 2026-01-01")
    messages = [told.message for told in clinic.lint()]
    assert "There is no key `expire_on`; did you mean `expires_on`?" in messages
    assert any("`publishd` is no value for `status`; did you mean `published`?" in message for message in messages)


def test_a_finding_without_a_page_keeps_its_place_alone(clinic: Clinic) -> None:
    from clinic_cli.diagnostics import Diagnostic, Severity, Who
    from clinic_cli.source import Location, Span

    start = Location(1, 1)
    finding = Diagnostic(
        "of-another-tool",
        "privacy",
        Severity.ERROR,
        Who.EDITOR,
        SECRET,
        SECRET,
        "a.md",
        Span(0, 1),
        start,
        start,
        private=True,
    )
    assert SECRET not in str(redacted(finding))
    assert redacted(finding).path == "a.md"


FIELDS = (
    "status", "quote", "attribution", "approved", "origin", "relationship", "connection", "incentive", "source", "notes",
    "rating", "tags", "consent", "image",
)  # fmt: skip
CONSENT = ("ref", "signed_on", "expires_on", "expires_event", "channels", "display_name", "photo", "revoked_on")
secrets = st.from_regex(r"[QXZ][qxz]{6,12}", fullmatch=True)


@st.composite
def records(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A testimonial with secrets in its fields, of kinds that belong there and of kinds that do not."""
    used: list[str] = []

    def secret() -> object:
        word = draw(secrets)
        used.append(word)
        return draw(
            st.sampled_from(
                (word, f"my {word} said", f"{word}@example.org", [word], {word: 1}, f"a`{word}`b", f"*{word}")
            )
        )

    record: dict[str, object] = {"id": "t-0001", "status": draw(st.sampled_from(("draft", "published", "publishd")))}
    for field in draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=5)):
        record[field] = secret()
    if draw(st.booleans()):
        record["consent"] = {
            field: secret() for field in draw(st.lists(st.sampled_from(CONSENT), unique=True, max_size=4))
        }
    text = yaml.safe_dump([record], sort_keys=False, default_style=draw(st.sampled_from((None, '"', "'"))))
    if draw(st.booleans()):  # a fault that nobody planned
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from((":", '"', "\t", "*", "&", "!", "[", "\n"))) + text[at:]
    return text, used


@hypothesis.given(records())
@hypothesis.example(("- id: t-0001\n  status: draft\n  image:\n    Qqqqqqq: 1\n", ["Qqqqqqq"]))
def test_no_secret_leaves_whatever_the_record(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, list[str]]
) -> None:
    clinic = Clinic(tmp_path_factory.mktemp("clinic"))
    clinic.config()
    text, secret = drawn
    clinic.write("testimonials.yaml", text)
    parts = [
        clinic.run("lint", "--select", "all", "--format", format, "--as-of", DAY).stdout
        for format in ("json", "sarif", "github")
    ]
    with contextlib.suppress(FileNotFoundError):
        parts.append(clinic.read(".clinic/cache/lint.json"))
    left = "\n".join(parts)
    assert not [word for word in secret if word in left]
