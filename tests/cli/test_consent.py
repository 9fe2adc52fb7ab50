"""Consents from the command line, as an office manager records them and takes them back."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from clinic_cli import workspace
from clinic_cli.content.approval import approval_of
from tests.git import run_git

if TYPE_CHECKING:
    from tests.project import Clinic

DAY = "2026-06-15"
WORDS = "A calm room where I stayed."
WAITING = f"- id: t-0001\n  status: published\n  quote: {WORDS}\n  attribution: Sample A\n"
RECORDED = (
    f"id: t-0001\nstatus: published\nquote: {WORDS}\nattribution: Sample A\n"
    "consent:\n  ref: form-17\n  signed_on: 2026-02-01\n  expires_on: 2027-01-31"
)
FLAGS = ("--ref", "form-17", "--signed", "2026-02-01", "--expires", "2027-01-31")


@pytest.fixture
def inbox(clinic: Clinic) -> Clinic:
    clinic.write("testimonials.inbox.yaml", WAITING)
    return clinic


@pytest.fixture
def recorded(clinic: Clinic) -> Clinic:
    clinic.testimonials(RECORDED)
    return clinic


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_cli.cli.console.is_interactive", lambda: True)


def test_grant_moves_the_words_and_binds_them(inbox: Clinic):
    done = inbox.run("consent", "grant", "t-0001", *FLAGS, "--as-of", DAY)
    assert done.status == 0, done.stderr
    assert "out of the inbox" in done.stderr
    assert "t-0001" not in inbox.read("testimonials.inbox.yaml")
    assert f'approved: "{approval_of(WORDS)}"' in inbox.read("testimonials.yaml")
    assert inbox.run("export", "json", "--out", "out", "--as-of", DAY).status == 0
    assert "calm" in inbox.read("out/testimonials/t-0001.json")


def test_grant_tells_what_else_keeps_the_words(inbox: Clinic):
    inbox.write("testimonials.inbox.yaml", WAITING.replace("published", "draft") + "  connection: a cousin\n")
    done = inbox.run("consent", "grant", "t-0001", *FLAGS, "--as-of", DAY)
    assert done.status == 0
    assert "Next: clinic publish t-0001" in done.stderr
    assert "No disclosure" in done.stderr


def test_grant_of_every_term(inbox: Clinic):
    more = ("--channel", "print", "--channel", "partner:sample", "--display-name", "initials", "--health-details",
            "--photo", "--signed-by", "representative", "--longer-requested", "--event", "end of therapy",
            "--review-by", "2026-12-01")  # fmt: skip
    assert inbox.run("consent", "grant", "t-0001", *FLAGS, *more, "--as-of", DAY).status == 0
    shown = inbox.run("consent", "status", "t-0001", "--format", "json", "--as-of", DAY).json
    jsonschema.validate(shown, inbox.run("schema", "consent").json)
    assert shown["consent"] == {
        "ref": "form-17", "signed_on": "2026-02-01", "expires_on": "2027-01-31", "expires_event": "end of therapy",
        "review_by": "2026-12-01", "channels": ["print", "partner:sample"], "display_name": "initials",
        "health_details": True, "photo": True, "signed_by": "representative", "longer_requested": True, "revoked_on": None,
    }  # fmt: skip


@pytest.mark.usefixtures("terminal")
def test_grant_asks_for_what_is_missing(inbox: Clinic):
    inbox.write("testimonials.inbox.yaml", WAITING + "  image: images/face.jpg\n")
    answers = "\nform-17\nyesterday\n2026-02-01\nend of therapy\ny\n2026-01-31\n\n\n\nn\n"
    done = inbox.run("consent", "grant", "t-0001", "--as-of", DAY, stdin=answers)
    assert done.status == 0, done.stderr
    assert "This is needed" in done.stderr
    assert "year-month-day" in done.stderr
    text = inbox.read("testimonials.yaml")
    assert "before the day of signing" in done.stderr
    assert "(website, social, print, partner:NAME) [website]: " in done.stderr
    assert "full-name) [first-name-initial]: " in done.stderr
    assert (
        "    ref: form-17\n    signed_on: 2026-02-01\n    expires_event: end of therapy\n    channels: [website]\n"
        "    display_name: first-name-initial\n    photo: false\n"
    ) in text


@pytest.mark.usefixtures("terminal")
def test_a_day_is_never_taken_for_an_event(inbox: Clinic):
    flags = ("--ref", "form-17", "--signed", "2026-02-01")
    answers = "05/31/2027\n2026-02-30\nuntil May 31, 2027\nend of therapy\nn\n2027-01-31\n\n\n"
    done = inbox.run("consent", "grant", "t-0001", *flags, "--as-of", DAY, stdin=answers)
    assert done.status == 0, done.stderr
    assert done.stderr.count("This looks like a day. Write it year first") == 3
    assert "This has no last day. Is that right?" in done.stderr
    text = inbox.read("testimonials.yaml")
    assert "expires_on: 2027-01-31" in text
    assert "expires_event" not in text


@pytest.mark.parametrize("event", ["05/31/2027", "'2026-02-30'", "2027-05-31", "31 May 2027"])
def test_a_day_written_as_an_event_is_an_error_and_holds_the_words(recorded: Clinic, event: str):
    recorded.testimonials(RECORDED.replace("expires_on: 2027-01-31", f"expires_event: {event}"))
    found = [each for each in recorded.lint() if each.rule == "invalid-value"]
    assert [each.text for each in found] == [event]
    assert "expires_on" in found[0].help
    assert recorded.run("export", "json", "--out", "out", "--as-of", DAY).status == 0
    assert "out/testimonials/t-0001.json" not in recorded.files()


@pytest.mark.usefixtures("terminal")
def test_grant_asks_about_more_than_a_year(inbox: Clinic):
    flags = ("--ref", "form-17", "--signed", "2026-02-01")
    done = inbox.run("consent", "grant", "t-0001", *flags, "--as-of", DAY, stdin="2028-02-01\ny\n\n\n")
    assert done.status == 0, done.stderr
    assert "longer_requested: true" in inbox.read("testimonials.yaml")


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("flags", [FLAGS[:4], (*FLAGS[:4], "--expires", "2028-02-01")])
def test_a_longer_end_than_the_client_asked_for_is_asked_about_again(inbox: Clinic, flags: tuple[str, ...]):
    answers = ("" if "--expires" in flags else "2028-02-01\n") + "n\n2029-01-01\n\n2027-01-31\n\n\n"
    done = inbox.run("consent", "grant", "t-0001", *flags, "--as-of", DAY, stdin=answers)
    assert done.status == 0, done.stderr
    text = inbox.read("testimonials.yaml")
    assert "expires_on: 2027-01-31" in text
    assert "longer_requested" not in text


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("name", "offered"), [("Sample A", "first-name-initial"), ("Anonymous", "anonymous"),
                                               ("Quillon Quarrel", "first-name-initial")])  # fmt: skip
def test_grant_asks_what_the_client_ticked(inbox: Clinic, name: str, offered: str):
    inbox.write("testimonials.inbox.yaml", WAITING.replace("Sample A", name))
    answers = "form-17\n2026-02-01\n2027-01-31\nwebsite, billboards\nwebsite, print\nfull\ninitial\ninitials\n"
    done = inbox.run("consent", "grant", "t-0001", "--as-of", DAY, stdin=answers)
    assert done.status == 0, done.stderr
    assert "There is no `billboards`. Choose website" in done.stderr
    assert f"full-name) [{offered}]: " in done.stderr
    assert "did you mean `initials`? Choose" in done.stderr
    text = inbox.read("testimonials.yaml")
    assert "channels: [website, print]" in text
    assert "display_name: initials" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no id of the signed form"),
        (FLAGS[:2], "no day on which it was signed"),
        (FLAGS[:4], "no end"),
        ((*FLAGS[:4], "--expires", "2026-01-01"), "before it was signed"),
        ((*FLAGS[:4], "--expires", "soon"), "`soon` is not a day"),
        ((*FLAGS[:4], "--event", "05/31/2027"), "--expires 2027-05-31"),
        ((*FLAGS[:4], "--event", "the end of May 2027"), "looks like a day"),
        ((*FLAGS[:4], "--event", "end of therapy", "--review-by", "2026-01-31"), "before the day of signing"),
        ((*FLAGS, "--channel", "webiste"), "there is no `webiste`"),
        ((*FLAGS, "--display-name", "initial"), "did you mean `initials`"),
        ((*FLAGS, "--signed-by", "me"), "there is no `me`"),
    ],
)
def test_a_grant_of_half_a_consent_changes_nothing(inbox: Clinic, arguments: tuple[str, ...], message: str):
    done = inbox.run("consent", "grant", "t-0001", *arguments)
    assert done.status == 2
    assert message in done.stderr
    assert inbox.files() == {"clinic.toml", "testimonials.inbox.yaml"}
    assert inbox.read("testimonials.inbox.yaml") == WAITING


def test_more_than_a_year_is_spoken_of(inbox: Clinic):
    done = inbox.run("consent", "grant", "t-0001", *FLAGS[:4], "--expires", "2028-02-01", "--as-of", DAY)
    assert done.status == 0
    assert "--longer-requested" in done.stderr


def test_renew_keeps_what_is_not_told(recorded: Clinic):
    flags = ("--signed", "2026-06-01", "--expires", "2027-05-31")
    done = recorded.run("consent", "renew", "t-0001", *flags, "--as-of", DAY)
    assert done.status == 0, done.stderr
    text = recorded.read("testimonials.yaml")
    assert "    ref: form-17\n    signed_on: 2026-06-01\n    expires_on: 2027-05-31\n" in text
    assert recorded.run("consent", "renew", "t-0001", "--ref", "form-18").status == 2


@pytest.mark.usefixtures("terminal")
def test_renew_asks_with_the_old_form_at_hand(recorded: Clinic):
    done = recorded.run("consent", "renew", "t-0001", "--as-of", DAY, stdin="\n\n2027-05-31\n")
    assert done.status == 0, done.stderr
    assert "Id of the signed form [form-17]: " in done.stderr
    assert f"signed_on: {DAY}" in recorded.read("testimonials.yaml")


def test_an_altered_word_holds_the_export_until_it_is_approved(recorded: Clinic):
    assert recorded.run("consent", "approve", "t-0001", "--yes").status == 0
    text = recorded.read("testimonials.yaml")
    curled = text.replace(WORDS, "A calm   room where I stayed.")
    recorded.write("testimonials.yaml", curled)
    assert "may leave" in recorded.run("consent", "status", "t-0001", "--as-of", DAY).stdout
    recorded.write("testimonials.yaml", text.replace("calm", "cold"))
    shown = recorded.run("consent", "status", "t-0001", "--as-of", DAY).stdout
    assert "altered since they were approved" in shown
    assert "clinic consent approve t-0001" in shown
    assert recorded.run("export", "json", "--out", "out", "--as-of", DAY).status == 0
    assert "out/testimonials/t-0001.json" not in recorded.files()
    done = recorded.run("consent", "approve", "t-0001", "--yes")
    assert done.status == 0
    assert "A cold room" in done.stderr
    assert "nothing to do" in recorded.run("consent", "approve", "t-0001").stderr
    assert recorded.run("export", "json", "--out", "out", "--as-of", DAY).status == 0
    assert "cold" in recorded.read("out/testimonials/t-0001.json")


@pytest.mark.parametrize("command", [("approve",), ("revoke",)])
def test_what_is_asked_about_needs_an_answer_or_yes(recorded: Clinic, command: tuple[str, ...]):
    before = recorded.read("testimonials.yaml")
    done = recorded.run("consent", *command, "t-0001")
    assert (done.status, "--yes" in done.stderr) == (2, True)
    assert recorded.read("testimonials.yaml") == before


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("answer", "status"), [("n\n", 1), ("\n", 1), ("y\n", 0)])
def test_somebody_is_asked_before_the_words_go(recorded: Clinic, answer: str, status: int):
    done = recorded.run("consent", "revoke", "t-0001", stdin=answer)
    assert done.status == status
    assert ("calm" in recorded.read("testimonials.yaml")) == (status == 1)


def test_revoke_leaves_the_day_and_tells_what_is_next(recorded: Clinic):
    recorded.config('name = "Sample"\n[export.site]\nformat = "html"\nout = "site"\n')
    recorded.run("export", "site", "--as-of", DAY)
    recorded.run("export", "json", "--out", "other", "--as-of", DAY)
    done = recorded.run("consent", "revoke", "t-0001", "--on", "2026-06-01", "--yes")
    assert done.status == 0
    assert recorded.read("testimonials.yaml") == (
        f'- id: t-0001\n  status: revoked\n  revoked_words: "{approval_of(WORDS)}"\n  consent:\n    revoked_on: 2026-06-01\n'
    )
    assert "clinic export site\n" in done.stdout
    assert "clinic export json --out other\n" in done.stdout
    assert "form-17" in done.stdout
    again = recorded.run("consent", "revoke", "t-0001", "--yes")
    assert "revoked already" in again.stderr
    assert recorded.run("undo", "--yes").status != 0 or "calm" not in recorded.read("testimonials.yaml")


def test_revoke_takes_the_day_that_was_written_by_hand(recorded: Clinic):
    recorded.testimonials(RECORDED.replace("published", "revoked") + "\n  revoked_on: 2026-03-03")
    assert recorded.run("consent", "revoke", "t-0001", "--yes").status == 0
    assert "revoked_on: 2026-03-03" in recorded.read("testimonials.yaml")


def test_revoke_takes_every_twin(recorded: Clinic):
    recorded.write("testimonials.inbox.yaml", WAITING)
    assert recorded.run("consent", "revoke", "t-0001", "--yes").status == 0
    for path in ("testimonials.yaml", "testimonials.inbox.yaml"):
        assert "calm" not in recorded.read(path)
        assert "revoked" in recorded.read(path)


@pytest.mark.parametrize("command", ["consent revoke", "forget"])
def test_revoke_takes_twins_of_one_file_in_one_go(recorded: Clinic, command: str):
    recorded.testimonials(
        RECORDED, "id: t-0002\nquote: Other words.", f"# {WORDS}\n{RECORDED}", "id: t-0001\nstatus: revoked",
        "{id: t-0001, quote: And others still.}",
    )  # fmt: skip
    recorded.write("testimonials.inbox.yaml", WAITING)
    done = recorded.run(*command.split(), "t-0001", "--yes")
    assert done.status == 0, done.stderr
    assert done.stderr.count("are gone from testimonials.yaml and testimonials.inbox.yaml") == 1
    text = recorded.read("testimonials.yaml")
    for words in ("calm", "Sample A", "And others"):
        assert words not in text + recorded.read("testimonials.inbox.yaml")
    assert text.count("status: revoked") == 4
    assert "- id: t-0002\n  quote: Other words.\n" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("revoke", "t-0001", "--on", "9999-01-01", "--yes"), "a day to come"),
        (("revoke", "t-0001", "--on", "soon", "--yes"), "not a day"),
        (("revoke", "t-0002", "--yes"), "there is no article or testimonial `t-0002`"),
        (("grant", "a-walk", *FLAGS), "is an article"),
        (("grant", "t-0001", *FLAGS), "has a consent already"),
        (("renew", "t-0003", *FLAGS), "has no consent to renew"),
        (("approve", "t-0003", "--yes"), "has no words"),
        (("status", "t-0001", "--format", "xml"), "there is no `xml`"),
        (("form", "t-0001", "--format", "pdf"), "there is no `pdf`"),
        (("form",), "no testimonial was named"),
        (("grant", "t-0004", *FLAGS), "never used again"),
        (("form", "t-0004"), "never used again"),
        (("grant", "t-0005", *FLAGS), "stands in testimonials.yaml, more than once"),
    ],
)
def test_what_cannot_be_done_is_told(recorded: Clinic, arguments: tuple[str, ...], message: str):
    recorded.article()
    recorded.testimonials(
        RECORDED, "id: t-0003", "id: t-0004\nstatus: revoked", "id: t-0005\nquote: A.", "id: t-0005\nquote: B."
    )
    done = recorded.run("consent", *arguments)
    assert done.status == 2
    assert message in done.stderr
    assert "\n  " in done.stderr


def test_status_in_words(recorded: Clinic):
    recorded.config('name = "Sample"\n[export.leaflet]\nformat = "html"\nchannel = "print"\nout = "leaflet"\n')
    shown = recorded.run("consent", "status", "t-0001", "--as-of", DAY).stdout
    for part in ("form-17", "2026-02-01", "2027-01-31", "website", "not bound", "It may leave for website",
                 "away from print", "did not consent to the channel print", "(clinic admin)"):  # fmt: skip
        assert part in shown
    recorded.run("consent", "revoke", "t-0001", "--yes", "--on", "2026-03-03")
    shown = recorded.run("consent", "status", "t-0001", "--as-of", DAY).stdout
    assert "2026-03-03" in shown
    assert "took the consent back" in shown
    assert "revoked (" not in shown


def test_what_was_taken_back_is_shown_as_such(recorded: Clinic):
    assert "form-17, signed 2026-02-01" in recorded.run("show", "t-0001", "--as-of", DAY).stdout
    recorded.run("consent", "revoke", "t-0001", "--yes", "--on", "2026-03-03")
    shown = recorded.run("show", "t-0001", "--as-of", DAY).stdout
    assert re.search(r"State +revoked *\n *Taken back +2026-03-03 *\n", shown)
    for part in ("None", "website\n", "signed", "revoked ("):
        assert part not in shown
    told = recorded.run("publish", "t-0001").stderr
    assert "`t-0001` cannot be published:" in told


def test_new_binds_the_words_to_a_consent(clinic: Clinic):
    quote = "A “calm” room.\n\nI stayed: it's true."
    done = clinic.run("new", "testimonial", "--quote", quote, "--attribution", "Sample A", *FLAGS)
    assert done.status == 0, done.stderr
    assert approval_of(quote) in clinic.read("testimonials.yaml")
    clinic.run("new", "testimonial", "--quote", quote)
    assert "approved" not in clinic.read("testimonials.inbox.yaml")
    found = {each.rule for each in clinic.lint()}
    assert not found & {"quote-altered", "invalid-value"}


ELEMENTS = {  # 45 CFR 164.508(c)(1) and (2)
    "what is disclosed": WORDS,
    "who discloses": "Sample Clinic may publish",
    "to whom": "Anybody who visits these places",
    "what for": "To tell people who look for help",
    "until when": "This permission ends on",
    "signature and date": "Signature: ____",
    "a representative's right": "somebody signs for the client",
    "the right to revoke": "take this permission back at any time, in writing",
    "no condition of treatment": "My treatment, my payments and my insurance do not depend on it",
    "further disclosure": "no longer protects them",
    "a copy": "a copy of this form",
    "a lawyer": "have a lawyer read it",
}


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_the_form_has_every_element(inbox: Clinic, format: str):
    done = inbox.run("consent", "form", "t-0001", "--format", format)
    assert done.status == 0, done.stderr
    for element, words in ELEMENTS.items():
        assert words in done.stdout, element
    assert ("<h1>Permission" in done.stdout) == (format == "html")


def test_the_form_says_what_is_recorded(recorded: Clinic):
    recorded.config(
        'name = "Sample"\njurisdictions = ["us", "us-ca"]\n[export.x]\nformat = "html"\nchannel = "partner:other"\n'
    )
    recorded.testimonials(
        RECORDED.replace("form-17", "form-17\n  channels: ['partner:sample']\n  display_name: initials\n  photo: true")
        + "\nincentive: a *cup* of <tea>"
    )
    text = recorded.run("consent", "form", "t-0001").stdout
    for part in ("☒ at sample", "☐ at other", "☐ the clinic's web site", "☒ my initials", "☒ A photo", "form-17",
                 "2027-01-31", r"given: a \*cup\* of \<tea\>.", "Civil Code 56.11"):  # fmt: skip
        assert part in text
    html = recorded.run("consent", "form", "t-0001", "--format", "html").stdout
    assert "a *cup* of &lt;tea&gt;" in html


def test_the_words_on_the_form_read_as_they_were_written(inbox: Clinic):
    quote = "# 1) <b>Bold</b> & *calm*\n  \n  - a_b_c [x](y)"
    inbox.write("testimonials.inbox.yaml", f"- id: t-0001\n  quote: |\n    {quote.replace(chr(10), chr(10) + '  ')}\n")
    html = inbox.run("consent", "form", "t-0001", "--format", "html").stdout
    block = re.search(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL)
    assert block
    assert "# 1) &lt;b&gt;Bold&lt;/b&gt; &amp; *calm*" in block[1]
    assert "- a_b_c [x](y)" in block[1]


def test_a_clinic_can_change_the_form(inbox: Clinic):
    done = inbox.run("consent", "form", "--eject")
    assert done.status == 0
    assert inbox.run("consent", "form", "--eject").status == 2
    template = inbox.read("templates/consent-form.md")
    inbox.write("templates/consent-form.md", template.replace("Permission to publish", "Leave to print"))
    assert inbox.run("consent", "form", "t-0001").stdout.startswith("# Leave to print my words")
    inbox.write("templates/consent-form.md", "# A\n{{ nobody.knows }}\n")
    done = inbox.run("consent", "form", "t-0001")
    assert done.status == 2
    assert "templates/consent-form.md:2" in done.stderr


def test_the_form_goes_to_a_new_file(inbox: Clinic):
    done = inbox.run("consent", "form", "t-0001", "--out", "form.html", "--format", "html")
    assert (done.status, done.stdout) == (0, "")
    assert "holds the client's words" in done.stderr
    assert inbox.read("form.html").startswith("<!DOCTYPE html>")
    assert inbox.run("consent", "form", "t-0001", "--out", "form.html").status == 2


@pytest.mark.usefixtures("own_git")
def test_the_form_is_not_written_where_git_takes_it(inbox: Clinic, tmp_path_factory: pytest.TempPathFactory):
    run_git(inbox.root, "init", "-q")
    before = inbox.content_files()
    for path in ("form.md", "new/form.md", inbox.root / "form.md"):
        done = inbox.run("consent", "form", "t-0001", "--out", path)
        assert done.status == 2
        assert "git would take this file" in done.stderr
        assert "Name a place outside of the repository, or add the file to .gitignore." in done.stderr
    assert inbox.content_files() == before
    inbox.write(".gitignore", "consent-forms/\n")
    assert inbox.run("consent", "form", "t-0001", "--out", "consent-forms/a.md").status == 0
    assert inbox.run("consent", "form", "t-0001", "--out", tmp_path_factory.mktemp("out") / "a.md").status == 0


class Instant(datetime.datetime):
    """A clock that stands still at one moment, the same everywhere."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Instant:
        moment = cls(2027, 1, 31, 11, 0, tzinfo=datetime.UTC)
        return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "today", "leaves"),
    [
        ("Pacific/Kiritimati", "2027-02-01", False),
        ("Pacific/Pago_Pago", "2027-01-31", True),
        ("Etc/GMT+12", "2027-01-30", True),
        ("UTC", "2027-01-31", True),
    ],
)
def test_days_are_the_clinics_own(
    recorded: Clinic, monkeypatch: pytest.MonkeyPatch, zone: str, today: str, leaves: bool
):
    assert str(Instant.now(ZoneInfo(zone)).date()) == today
    monkeypatch.setattr(workspace, "datetime", Instant)
    recorded.config(f'name = "Sample"\ntimezone = "{zone}"\n')
    assert recorded.run("consent", "status", "t-0001", "--format", "json").json["day"] == today
    assert recorded.run("export", "json", "--out", "out").status == 0
    assert ("out/testimonials/t-0001.json" in recorded.files()) == leaves
    due = recorded.run("due", "--format", "json").json
    assert [each["kind"] for each in due["due"]] == ["consent-ending" if leaves else "consent-ended"]
    assert recorded.run("consent", "revoke", "t-0001", "--on", "2027-02-01", "--yes").status == (2 if leaves else 0)
    if leaves:
        recorded.run("consent", "revoke", "t-0001", "--yes")
    assert f"revoked_on: {today if leaves else '2027-02-01'}" in recorded.read("testimonials.yaml")


def test_a_moment_counts_as_the_clinics_day(clinic: Clinic):
    record = RECORDED.replace("2027-01-31", "2027-01-31T23:30:00Z")
    clinic.testimonials(record)
    for zone, last in (("Pacific/Kiritimati", "2027-02-01"), ("Pacific/Pago_Pago", "2027-01-31")):
        clinic.config(f'name = "Sample"\ntimezone = "{zone}"\n')
        shown = clinic.run("consent", "status", "t-0001", "--format", "json", "--as-of", last).json
        assert shown["consent"]["expires_on"] == last
        assert shown["channels"][0]["may_leave"]


BROKEN = '- id: "t-9\n'


@pytest.fixture
def broken(recorded: Clinic) -> Clinic:
    """A clinic whose words are on its site, and whose file of testimonials somebody then broke."""
    recorded.article(front="title: A walk\nstatus: published\ndate: 2026-02-01\n")
    assert recorded.run("export", "html", "--out", "out", "--as-of", DAY).status == 0
    assert "calm" in recorded.read("out/testimonials.html")
    recorded.write("testimonials.yaml", recorded.read("testimonials.yaml") + BROKEN)
    return recorded


@pytest.mark.parametrize(
    "command",
    [("list", "testimonials"), ("list", "testimonials", "--format", "count"), ("due",), ("due", "--format", "json"),
     ("show", "t-0001"), ("consent", "status", "t-0001"), ("consent", "revoke", "t-0001", "--yes"),
     ("consent", "grant", "t-0001", *FLAGS), ("forget", "t-0001", "--yes"), ("publish", "t-0001"),
     ("withdraw", "t-0001"), ("set", "testimonials", "tags+=calm", "--yes"), ("import", "csv", "q.csv", "--yes"), ()],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_no_empty_one(broken: Clinic, command: tuple[str, ...]):
    broken.write("q.csv", "words,name\nA word.,Sample B\n")
    before = broken.content_files()
    done = broken.run(*command)
    assert done.status == 2
    assert "testimonials.yaml cannot be read (line 9: a quotation mark that is never closed)" in done.stderr
    assert "clinic lint testimonials.yaml" in done.stderr
    assert "t-0001" not in done.stdout
    assert broken.content_files() == before


def test_what_can_be_read_is_taken_back_and_the_rest_is_told(broken: Clinic):
    broken.write("testimonials.inbox.yaml", WAITING)
    for command in ("consent revoke t-0001 --yes", "forget t-0001 --yes"):
        done = broken.run(*command.split())
        assert done.status == 2
        assert "testimonials.yaml cannot be read" in done.stderr
        assert "calm" not in broken.read("testimonials.inbox.yaml")


@pytest.mark.parametrize("flag", [(), ("--check",), ("--dry-run",), ("--explain",)])
def test_an_export_takes_down_what_it_cannot_read_and_says_so(broken: Clinic, flag: tuple[str, ...]):
    done = broken.run("export", "html", "--out", "out", "--as-of", DAY, *flag)
    assert done.status == 1
    assert (
        "testimonials.yaml cannot be read (line 9: a quotation mark that is never closed), and nothing" in done.stderr
    )
    assert "clinic lint testimonials.yaml" in done.stderr
    assert ("out/testimonials.html" in broken.files()) == bool(flag)
    if "--explain" in flag:
        assert "file         testimonials.yaml  stays: It cannot be read (line 9" in done.stdout


def test_an_article_that_cannot_be_read_is_held_with_its_reason(clinic: Clinic):
    clinic.article(front='title: "A walk\nstatus: published\n')
    clinic.article("b-walk", "title: B\nstatus: published\ndate: 2026-02-01\n")
    done = clinic.run("export", "html", "--out", "out", "--as-of", DAY, "--explain")
    assert re.search(r"article +a-walk +stays: The file has a fault in line 2", done.stdout)
