"""What rules make of days, rosters, files and settings, case by case."""

from __future__ import annotations

import pytest

from clinic_cli.diagnostics import Severity
from clinic_cli.editing import apply_edits
from tests.rules.judge import PUBLISHED, judge, record

DRAFT = PUBLISHED.replace("status: published", "status: draft")
INBOX = "testimonials.inbox.yaml"
ROSTER = """\
jurisdictions = ["us-ca"]
[authors.sample-author]
name = "Sample Author"
"""
ARTICLE = "---\ntitle: A walk\nauthors: [sample-author]\nstatus: {status}\n---\n{body}\n"


def messages(rule, files, **settings):
    return [each.message for each in judge(rule, files, **settings)]


def consent(**keys):
    """Return a record with some consent keys beside or in place of the usual ones; None takes a key out."""
    terms = {"ref": "form-17", "signed_on": "2026-02-01", "expires_on": "2027-01-31", **keys}
    lines = [f"  {key}: {value}" for key, value in terms.items() if value is not None]
    return "consent:\n" + "\n".join(lines) + "\n"


def fixed(rule, text, path="articles/example.md"):
    """Return a file's text once all fixes of a rule are made."""
    source = judge(rule, {path: text})
    edits = [edit for each in source if each.fix for edit in each.fix.edits]
    return apply_edits(text, edits)


# consent


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({}, 0),
        ({"expires_on": "2026-07-15"}, 1),
        ({"expires_on": "2026-07-16"}, 0),
        ({"expires_on": "2026-06-15"}, 1),
        ({"expires_on": "2026-06-14"}, 0),  # that one has expired
        ({"expires_on": None, "expires_event": "end of the campaign"}, 1),
        ({"expires_on": None, "expires_event": "end", "review_by": "2026-07-01"}, 1),
        ({"expires_on": None, "expires_event": "end", "review_by": "2026-05-01"}, 1),
        ({"expires_on": None, "expires_event": "end", "review_by": "2026-09-01"}, 0),
        ({"revoked_on": "2026-05-01", "expires_on": "2026-07-01"}, 0),
    ],
)
def test_consent_expiring(keys, found):
    assert len(judge("consent-expiring", consent(**keys))) == found
    assert judge("consent-expiring", "status: withheld\n" + consent(**keys)) == []


def test_the_days_of_warning_can_be_set():
    settings = "[lint.options.consent-expiring]\ndays = 60\n"
    assert judge("consent-expiring", consent(expires_on="2026-08-01")) == []
    assert len(judge("consent-expiring", consent(expires_on="2026-08-01"), config=settings)) == 1


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"expires_on": "2027-02-01"}, 0),
        ({"expires_on": "2027-02-02"}, 1),
        ({"signed_on": "2024-02-29", "expires_on": "2025-03-01"}, 0),
        ({"signed_on": "2024-02-29", "expires_on": "2025-03-02"}, 1),
        ({"signed_on": "9999-12-01", "expires_on": "9999-12-31"}, 0),
        ({"signed_on": "2025-02-01", "expires_on": None, "expires_event": "end"}, 1),
        ({"signed_on": "2026-02-01", "expires_on": None, "expires_event": "end"}, 0),
        ({"expires_on": "2030-01-01", "longer_requested": "true"}, 0),
        ({"expires_on": "2030-01-01", "revoked_on": "2026-05-01"}, 0),
        ({"signed_on": None, "expires_on": "2030-01-01"}, 0),
    ],
)
def test_consent_too_long(keys, found):
    assert len(judge("consent-too-long", consent(**keys))) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({}, 0),
        ({"signed_on": "2026-06-15"}, 0),
        ({"signed_on": "2026-06-16"}, 1),
        ({"expires_on": "2026-01-31"}, 1),
        ({"expires_on": "2026-02-01"}, 0),
        ({"revoked_on": "2026-01-31"}, 1),
        ({"revoked_on": "2026-06-16"}, 1),
        ({"signed_on": "2026-07-01", "expires_on": "2026-01-31"}, 2),
    ],
)
def test_consent_date_invalid(keys, found):
    assert len(judge("consent-date-invalid", consent(**keys))) == found


def test_a_record_without_consent_has_no_days():
    files = {"testimonials.yaml": "- id: t-0001\n  quote: A calm place.\n"}
    for rule in (
        "consent-expiring",
        "consent-too-long",
        "consent-date-invalid",
        "consent-scope",
        "consent-document-embedded",
    ):
        assert judge(rule, files) == []


@pytest.mark.parametrize(
    ("attribution", "form", "found"),
    [
        ("Sample Q", "anonymous", 1),
        ("Robin", "anonymous", 1),
        ("R.Q.", "anonymous", 1),
        ("Former client", "anonymous", 0),
        ("R.Q.", "initials", 0),
        ("Robin", "initials", 1),
        ("Robin", "first-name", 0),
        ("Robin Q", "first-name", 1),
        ("Robin Q", "first-name-initial", 0),
        ("Robin Quimby", "first-name-initial", 0),  # attribution-full-name's
        ("Robin Quimby", "full-name", 0),
    ],
)
def test_form_of_name(attribution, form, found):
    assert len(judge("consent-scope", f"attribution: {attribution}\n" + consent(display_name=form))) == found


@pytest.mark.parametrize(
    ("image", "photo", "found"),
    [
        ("images/x.jpg", "false", 1),
        ("images/x.jpg", "true", 0),
        ("{src: x.jpg, depicts: none}", "false", 0),
        ("{credit: A}", "false", 0),
    ],
)
def test_photo(image, photo, found):
    assert len(judge("consent-scope", f"image: {image}\n" + consent(photo=photo))) == found


def test_channels_are_those_of_the_export_targets():
    targets = '[export.flyer]\nformat = "json"\nchannel = "print"\nout = "flyer"\n'
    assert judge("consent-scope", consent(channels="[website]")) == []
    assert len(judge("consent-scope", consent(channels="[website]"), config=targets)) == 1
    assert judge("consent-scope", consent(channels="[print, website]"), config=targets) == []
    assert judge("consent-scope", "status: draft\n" + consent(channels="[website]"), config=targets) == []


def test_an_article_may_ask_for_what_is_allowed_on_the_website():
    files = {
        "articles/walk.md": "---\ntitle: A walk\ntestimonials: [t-0001]\n---\nText.\n",
        "testimonials.yaml": record(consent(channels="[print]")),
    }
    (found,) = judge("consent-scope", files)
    assert (found.path, found.severity) == ("articles/walk.md", Severity.ERROR)
    files["testimonials.yaml"] = record(consent(channels="[print, website]"))
    assert judge("consent-scope", files) == []
    targets = '[export.flyer]\nformat = "json"\nchannel = "print"\nout = "flyer"\n'
    files["testimonials.yaml"] = record(consent(channels="[print]"))
    assert judge("consent-scope", files, config=targets) == []


def test_revoked_words_are_taken_out():
    text = "- id: t-0001\n  status: revoked  # on the phone\n  quote: A calm place.\n  attribution: Sample C\n"
    (found,) = judge("consent-revoked", {"testimonials.yaml": text})
    assert found.severity is Severity.ERROR
    assert not found.fix.safe
    after = fixed("consent-revoked", text, "testimonials.yaml")
    assert after == "- id: t-0001\n  status: revoked  # on the phone\n"
    assert judge("consent-revoked", {"testimonials.yaml": after}) == []


def test_revoked_words_of_a_page_are_taken_out():
    text = "---\nid: t-0001\nconsent: {ref: form-17, revoked_on: 2026-05-01}\n---\nA calm place.\n"
    (found,) = judge("consent-revoked", {"testimonials/one.md": text})
    assert "the words still stand" in found.message
    assert "calm" not in fixed("consent-revoked", text, "testimonials/one.md")


def test_words_that_an_anchor_shares_are_left_to_a_person():
    text = "- id: t-0001\n  status: revoked\n  quote: &q A calm place.\n- id: t-0002\n  quote: *q\n"
    (found,) = judge("consent-revoked", {"testimonials.yaml": text})
    assert found.fix is None


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("form-17", 0),
        ("2026.17", 0),
        ("A-17/B", 1),
        ("https://forms.example/17", 1),
        ("C:\\\\forms\\\\17", 1),
        ("scan.jpeg", 1),
        ("data:application", 1),
        ("a@b.example", 1),
        ("QUJD" * 40, 1),
    ],
)
def test_consent_document_embedded(ref, found):
    assert len(judge("consent-document-embedded", consent(ref=f'"{ref}"'))) == found


def test_altered_words_are_told_where_they_stand_or_should():
    hash = '"v1:fd6c29c4fe81e1e023f10ce22accad13d5f01958b9fe9410d651e9ab6a065f62"'
    assert judge("quote-altered", f"quote: |\n  A  calm\n  place.\napproved: {hash}\n") == []
    assert len(judge("quote-altered", f"quote: \nstatus: draft\napproved: {hash}\n")) == 1
    assert judge("quote-altered", f"quote: Other words.\nstatus: revoked\napproved: {hash}\n") == []


# privacy


def test_the_inbox_is_warned_of_and_its_notes_are_left_alone():
    text = "- id: t-0001\n  quote: Text me at 415-555-0134. My PTSD is gone.\n  attribution: Robin Quimby\n  notes: 415-555-0134\n"
    for rule in ("identifier-in-quote", "diagnosis-in-quote", "attribution-full-name"):
        (found,) = judge(rule, {INBOX: text})
        assert found.severity is Severity.WARNING
    assert judge("identifier-in-file", {INBOX: "# 415-555-0134\n" + text}) == []


def test_severity_follows_the_status():
    for status, severity in (("published", Severity.ERROR), ("draft", Severity.WARNING)):
        for rule, keys in (
            ("identifier-in-quote", "quote: Text me at 415-555-0134.\n"),
            ("diagnosis-in-quote", "quote: My PTSD is gone.\n"),
            ("attribution-full-name", "attribution: Robin Quimby\n"),
        ):
            assert [each.severity for each in judge(rule, f"status: {status}\n{keys}")] == [severity]
    assert judge("identifier-in-quote", "quote: I began on May 3, 2024.")[0].severity is Severity.WARNING


def test_the_clinics_own_numbers_are_no_identifiers():
    config = 'name = "Sample Clinic"\nurl = "https://clinic.example"\nphone = "+14155550134"\nemail = "hello@clinic.example"\n'
    for words in (
        "Call them at (415) 555-0134.",
        "Write to hello@clinic.example.",
        "See www.clinic.example.",
        "I worked at Sample Clinic.",
    ):
        assert judge("identifier-in-quote", f"quote: {words}", config=config) == []
        assert judge("identifier-in-quote", f"quote: {words}", config="")
    assert judge("identifier-in-quote", "quote: Call 1-800-555-0134.") == []
    for number, words in ("+442079460958", "Ring 020 7946 0958."), ("+61412345678", "Ring 0412 345 678."):
        assert judge("identifier-in-quote", f"quote: {words}", config=f'phone = "{number}"\n') == []
        assert judge("identifier-in-quote", f"quote: {words}", config="")


def test_health_details_may_be_allowed():
    assert judge("diagnosis-in-quote", "quote: My PTSD is gone.\n" + consent(health_details="true")) == []
    (found,) = judge("diagnosis-in-quote", "quote: My PTSD and my OCD are gone.")
    assert "one of 2" in found.message


def test_positions_in_a_folded_quote_are_those_of_the_source():
    text = "- id: t-0001\n  quote: >\n    A calm place. Text\n    me at 415-555-0134.\n"
    (found,) = judge("identifier-in-quote", {"testimonials.yaml": text})
    assert text[slice(*found.span)] == "415-555-0134"
    assert found.start == (4, 11)


def test_words_behind_an_alias_are_judged():
    text = "- id: t-0001\n  quote: &q Text me at 415-555-0134.\n- id: t-0002\n  quote: *q\n"
    found = judge("identifier-in-quote", {"testimonials.yaml": text})
    assert [each.start.line for each in found] == [2, 4]


def test_a_page_of_its_own_is_judged():
    text = "---\nid: t-0001\nstatus: published\n---\nMy husband Mark and I talk again.\n"
    (found,) = judge("third-party-named", {"testimonials/one.md": text})
    assert text[slice(*found.span)] == "Mark"


def test_staff_may_be_named():
    config = '[authors.a]\nname = "Robin Quimby"\n'
    assert judge("third-party-named", "quote: My partner Robin helped.", config=config) == []
    assert judge("third-party-named", "quote: My partner Robin helped.", config="")


def test_a_minors_consent_that_was_looked_into_is_no_finding():
    assert len(judge("minor-speaking", "quote: I'm sixteen.\n" + consent(signed_by="client"))) == 1
    assert judge("minor-speaking", "quote: I'm sixteen.\n" + consent(signed_by="representative")) == []
    assert len(judge("minor-speaking", "attribution: Anonymous, 15")) == 1
    assert judge("minor-speaking", "attribution: Anonymous, 45") == []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("# her cell: 415-555-0134\n- id: t-0001\n  quote: '# no comment'\n", "415-555-0134"),
        ("- id: t-0001\n  quote: A calm place.\n  notes: |\n    Mail robin@example.org\n", "robin@example.org"),
        (
            "- id: t-0001\n  quote: A calm place.\n  attribution: Robin Q\n  notes: Robin Quimby called.\n",
            "Robin Quimby called.",
        ),
        (
            "- id: t-0001\n  quote: A calm place.\n  attribution: Robin\n  image: images/robin-quimby.jpg\n",
            "images/robin-quimby.jpg",
        ),
    ],
)
def test_identifier_in_file(text, cut):
    (found,) = judge("identifier-in-file", {"testimonials.yaml": text})
    assert text[slice(*found.span)] == cut


def test_identifier_in_a_files_name():
    text = "---\nid: t-0001\nattribution: Robin Q\n---\nA calm place.\n"
    assert judge("identifier-in-file", {"testimonials/calm-place.md": text}) == []
    assert len(judge("identifier-in-file", {"testimonials/robin-quimby.md": text})) == 1
    assert len(judge("identifier-in-file", {"testimonials/415-555-0134.md": text})) == 1


def test_a_hash_in_words_is_no_comment():
    text = "- id: t-0001\n  quote: |\n    We are\n    # 415-555-0134\n"
    assert judge("identifier-in-file", {"testimonials.yaml": text}) == []


def test_a_full_name_is_shortened_in_its_own_quotes():
    text = '- id: t-0001\n  status: published\n  attribution: "Dr. Robin Quimby, Oakland"\n'
    after = fixed("attribution-full-name", text, "testimonials.yaml")
    assert "Robin Q, Oakland" in after
    assert judge("attribution-full-name", {"testimonials.yaml": after}) == []
    handle = "- id: t-0001\n  status: published\n  attribution: '@sample'\n"
    assert "Anonymous" in fixed("attribution-full-name", handle, "testimonials.yaml")


# ethics


def test_ties_and_rewards_in_the_words_are_warnings():
    for rule, words in (
        ("connection-undisclosed", "My sister works here, and I see why."),
        ("incentive-undisclosed", "I write this in exchange for a free session."),
        ("incentive-undisclosed", "They gave me a discount for writing this."),
    ):
        (found,) = judge(rule, f"quote: {words}")
        assert found.severity is Severity.WARNING
        assert judge(rule, f"quote: {words}\ndisclosure: The writer is family.") == []
        assert judge(rule, f"quote: {words}\nlang: de") == []
    assert judge("connection-undisclosed", "quote: My sister works at a bank.\nconnection: none") == []
    assert judge("incentive-undisclosed", "quote: They gave me hope.\nincentive: None") == []


@pytest.mark.parametrize(
    ("image", "body", "found"),
    [
        ("depicts: model", "Text.", 1),
        ("depicts: client", "Text.", 1),
        ("depicts: client\n  credit: A client, shown with her consent", "Text.", 0),
        ("depicts: model", "*Photo posed by a model.*", 0),
        ("depicts: model\n  alt: A model on a bench", "Text.", 1),
        ("depicts: none", "Text.", 0),
        ("alt: A path", "Text.", 0),
    ],
)
def test_model_photo(image, body, found):
    text = f"---\ntitle: A walk\nstatus: published\nimage:\n  src: https://example.org/x.jpg\n  {image}\n---\n{body}\n"
    assert len(judge("model-photo-unlabelled", {"articles/walk.md": text})) == found


def test_model_photo_of_a_testimonial():
    image = "image: {src: https://example.org/x.jpg, depicts: model}\n"
    assert len(judge("model-photo-unlabelled", image)) == 1
    assert judge("model-photo-unlabelled", image + "disclosure: The photo shows a model.\n") == []


def test_own_pictures_need_no_credit():
    own = "---\ntitle: A walk\nstatus: published\nimage:\n  src: https://clinic.example/x.jpg\n---\nText.\n"
    assert judge("photo-credit-missing", {"articles/a.md": own}, config='url = "https://clinic.example"\n') == []
    assert judge("photo-credit-missing", {"articles/a.md": own})
    assert (
        judge("photo-credit-missing", {"articles/a.md": own.replace("---\nText", "  depicts: staff\n---\nText")}) == []
    )


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ('credentials = "LMFT 12345"', ""),
        ('credentials = "LMFT"\nlicense = { kind = "LMFT", number = "12345" }', ""),
        ('license = { kind = "LCSW" }', "byline-license-missing"),
        ('credentials = "L.M.F.T."', "byline-license-missing"),
        ('credentials = "Licensed Marriage and Family Therapist"', "byline-license-missing"),
        ('credentials = "PhD"', ""),
        ("", ""),
        ('credentials = "LMHC"', "byline-title-invalid"),
        ('credentials = "AMFT"', "associate-elements-missing"),
        ('credentials = "AMFT 12345"\nsupervisor = "Sample B, LMFT 1234"', "associate-elements-missing"),
        ('credentials = "Associate Clinical Social Worker, ASW 12345"\nsupervisor = "Sample B, LCSW 1234"', ""),
        ('credentials = "Registered Associate Marriage and Family Therapist 12345"', "associate-elements-missing"),
        ('credentials = "Psychologist"', "restricted-title"),
        ('credentials = "Psychologist"\nlicense = { kind = "PSY", number = "12345" }', ""),
        ('credentials = "LEP 1234, Licensed Educational Psychologist"', ""),
        ('credentials = "MD, Psychiatrist"', ""),
        ('credentials = "Psychiatrist"', "restricted-title"),
        ('credentials = "LMFT 12345"\nbio = "Sample Author is a psychologist in Oakland."', "restricted-title"),
        ('credentials = "LMFT 12345"\nbio = "Sample Author studied with a psychologist."', ""),
    ],
)
def test_bylines(entry, rules):
    config = ROSTER + entry + "\n"
    for status, severity in (("published", Severity.ERROR), ("draft", Severity.WARNING)):
        files = {"articles/a.md": ARTICLE.format(status=status, body="Text.")}
        found = [
            (rule, each.severity, each.path)
            for rule in (
                "byline-license-missing",
                "byline-title-invalid",
                "associate-elements-missing",
                "restricted-title",
            )
            for each in judge(rule, files, config=config)
        ]
        assert found == [(rule, severity, "clinic.toml") for rule in rules.split()]


def test_an_author_is_told_of_once_however_many_articles():
    files = {f"articles/{n}.md": ARTICLE.format(status="published", body="Text.") for n in "abc"}
    assert len(judge("byline-license-missing", files, config=ROSTER + 'credentials = "MFT"\n')) == 1


def test_a_byline_that_is_in_no_roster_is_told_of_where_it_stands():
    text = '---\ntitle: A walk\nauthors: ["Robin Quimby, MFT"]\n---\nText.\n'
    (found,) = judge("byline-license-missing", {"articles/a.md": text})
    assert found.path == "articles/a.md"
    assert judge("byline-license-missing", {"articles/a.md": text.replace("MFT", "LMFT 12345")}) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("As a psychologist, I see this often.", 1),
        ("I am a clinical psychologist.", 1),
        ("I'm a psychiatrist in Oakland.", 1),
        ("As psychologist John Gottman found, contempt hurts.", 0),
        ("I am not a psychologist.", 0),
        ("My sister said, “I am a psychologist.”", 0),
        ("As a psychologist once wrote, grief is love.", 0),
        ("As a psychologist once told me, I should rest.", 0),
        ("As the psychologist Carl Sample said, I can change.", 0),
        ("As a psychologist in Oakland, I see this often.", 1),
        ("I am a psychologist’s daughter.", 0),
        ("She is a psychologist.", 0),
    ],
)
def test_a_title_in_the_text(body, found):
    files = {"articles/a.md": ARTICLE.format(status="published", body=body)}
    assert len(judge("restricted-title", files, config=ROSTER + 'credentials = "LMFT 12345"\n')) == found
    held = ROSTER + 'license = { kind = "PSY", number = "12345" }\ncredentials = "PSY 12345"\n'
    if "psychologist" in body:
        assert judge("restricted-title", files, config=held) == []


# accessibility


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("heading-level-one", "# One\n\n## Two\n\n# Three\n", "## One\n\n### Two\n\n## Three\n"),
        (
            "heading-skip",
            "## One\n\n#### Two\n\n##### Three\n\n#### Four\n\n## Five\n",
            "## One\n\n### Two\n\n#### Three\n\n### Four\n\n## Five\n",
        ),
        ("heading-skip", "### One\n\nText.\n", "## One\n\nText.\n"),
        ("emphasis-as-heading", "## One\n\nText.\n\n**Two**\n\nText.\n", "## One\n\nText.\n\n## Two\n\nText.\n"),
        ("emphasis-as-heading", "__One__\n\nText.\n", "## One\n\nText.\n"),
        ("insecure-link", "[a](http://example.org)\n", "[a](https://example.org)\n"),
        ("crisis-line-outdated", "Call 1-800-273-8255.\n", "Call 988.\n"),
        ("suicide-language", "He committed\nsuicide.\n", "He died by suicide.\n"),
        ("suicide-language", "An unsuccessful suicide attempt\n", "A suicide attempt\n"),
        ("suicide-language", "Rates of completed suicide\n", "Rates of suicide\n"),
        ("suicide-language", "She tried to commit suicide.\n", "She attempted suicide.\n"),
        (
            "suicide-language",
            "The suicide epidemic and an epidemic of suicide\n",
            "The rise in suicide and a rise in suicide\n",
        ),
        ("suicide-language", "An epidemic of teen suicide\n", "A rise in teen suicide\n"),
        (
            "suicide-language",
            "Unsuccessful suicides, and a failed suicide\n",
            "Suicide attempts, and a suicide attempt\n",
        ),
        ("suicide-language", "WHY HE COMMITTED SUICIDE\n", "WHY HE DIED BY SUICIDE\n"),
    ],
)
def test_fixes(rule, before, after):
    assert fixed(rule, PUBLISHED + before) == PUBLISHED + after


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Her completed suicide attempt shook us.", "died by suicide"),
        ("Committing suicide was a crime until 1961.", "died by suicide"),
        ("The committed suicide of her father", "died by suicide"),
        ("We face suicide epidemics.", "more suicides"),
    ],
)
def test_where_better_words_would_say_something_else_a_person_finds_them(words, advice):
    (found,) = judge("suicide-language", words)
    assert found.fix is None
    assert advice in found.help


def test_a_heading_that_cannot_go_deeper_is_left_to_its_author():
    (found,) = judge("heading-level-one", "# One\n\n###### Six\n")
    assert found.fix is None
    (found,) = judge("heading-level-one", "One\n===\n\nText.\n")
    assert found.fix is None


@pytest.mark.parametrize(
    "body",
    [
        "**Note:** text.\n\nText.\n",
        "**Call us today!**\n\nText.\n",
        "**By Sample Author**\n\nText.\n",
        "*A caption in italics*\n\nText.\n",
        "Text.\n\n**The last line**\n",
        "> **Quoted**\n\nText.\n",
        "- **Item**\n\n  Text.\n\nText.\n",
        "**A whole sentence in bold that goes on and on and on for quite a while**\n\nText.\n",
        "**Open since 2019**\n\nText.\n",
    ],
)
def test_bold_lines_that_are_no_headings(body):
    assert judge("emphasis-as-heading", body) == []


def test_repeated_headings_under_different_ones_are_fine():
    assert judge("duplicate-heading", "## Monday\n\n### Why\n\n## Tuesday\n\n### Why\n") == []
    assert len(judge("duplicate-heading", "## Monday\n\n### Why\n\nA.\n\n### WHY\n")) == 1


@pytest.mark.parametrize(
    ("alt", "found"),
    [
        ("IMG_2041", 1), ("photo.jpg", 1), ("Screenshot 2024-01-01", 1), ("image", 1), ("Image of a dog", 1), ("A photo showing a path", 1),
        ("3f2a9c1b7d8e4f00", 1), ("A dog", 0), ("", 0), ("Our logo", 0), ("A picture-perfect day", 0), ("Photographers at work", 0), ("Two chairs", 0),
        ("shutterstock_12345678", 1), ("pexels-sample-1234567", 1), ("Untitled design (3)", 1), ("Screenshot 2024-01-01 at 10.00.00", 1), ("A pexels-like mosaic", 0), ("Two people (and a dog)", 0),
    ],
)  # fmt: skip
def test_useless_alt_text(alt, found):
    assert len(judge("useless-alt-text", f"![{alt}](https://example.org/x.jpg)")) == found


def test_the_first_picture_has_a_text_too():
    text = "---\ntitle: A walk\nimage:\n  src: https://example.org/x.jpg\n  alt: DSC_0001.jpg\n---\nText.\n"
    (found,) = judge("useless-alt-text", {"articles/a.md": text})
    assert text[slice(*found.span)] == "DSC_0001.jpg"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("here", 1),
        ("Click here!", 1),
        ("read more…", 1),
        ("the map of the park", 0),
        ("here is the map", 0),
        ("https://example.org", 0),
    ],
)
def test_vague_link_text(words, found):
    assert len(judge("vague-link-text", f"[{words}](https://example.org)")) == found
    assert (
        judge("vague-link-text", {"articles/a.md": f"---\ntitle: A\nlang: es\n---\n[{words}](https://example.org)\n"})
        == []
    )


def test_vague_words_of_ones_own():
    config = '[lint.options.vague-link-text]\nalso = ["Book now"]\n'
    assert judge("vague-link-text", "[book now](https://example.org)") == []
    assert len(judge("vague-link-text", "[book now](https://example.org)", config=config)) == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("[a](#one)\n\n## One\n", 0),
        ("[a](#One)\n\n## One\n", 1),
        ("[a](#two)\n\n## One\n", 1),
        ("[a](#top)", 0),
        ("[a](#)", 0),
        ('[a](#x)\n\n<a id="x"></a>\n', 0),
        ("[a](#c)\n\n## One {#c}\n", 0),
    ],
)
def test_broken_anchor(body, found):
    assert len(judge("broken-anchor", body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("![a](missing.jpg)", 1),
        ("![a](https://example.org/x.jpg)", 0),
        ("![a](/x.jpg)", 0),
        ("![a]({{ x }})", 0),
    ],
)
def test_broken_image(body, found):
    assert len(judge("broken-image", body)) == found


def test_a_picture_may_be_looked_up_from_the_root_or_the_folder():
    for path in ("images/x y.jpg", "articles/images/x y.jpg"):
        files = {"articles/a.md": "---\ntitle: A\nimage: images/x y.jpg\n---\n![a](images/x%20y.jpg)\n", path: ""}
        assert judge("broken-image", files) == []
    assert len(judge("broken-image", {"articles/a.md": "---\ntitle: A\nimage: images/x.jpg\n---\nText.\n"})) == 1


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("javascript:alert(1)", 1), ("JaVaScRiPt:x", 1), ("java&#115;cript:x", 1), ("data:text/html;base64,x", 1), ("file:///C:/x", 1),
        ("vbscript:x", 1), ("mailto:a@b.example", 0), ("tel:988", 0), ("sms:988", 0), ("a:b.md", 0), ("walk.md", 0),
    ],
)  # fmt: skip
def test_unsafe_url(target, found):
    assert len(judge("unsafe-url", f"[a]({target})")) == found
    assert len(judge("unsafe-url", f'<a href="{target}">a</a>')) == found


def test_unsafe_first_picture():
    assert len(judge("unsafe-url", {"articles/a.md": "---\ntitle: A\nimage: 'javascript:x'\n---\nText.\n"})) == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<script>x</script>", 1), ("<iframe src='x'></iframe>", 1), ("<video src='x'></video>", 1), ("<p onclick='x'>Text</p>", 1),
        ("<p class='x'>Text</p>", 0), ("<!-- <script> -->", 0), ("Press <kbd>K</kbd>.", 0), ("<center>Text</center>", 1), ("`<script>`", 0),
    ],
)  # fmt: skip
def test_raw_html(body, found):
    assert len(judge("raw-html", body)) == found


def test_insecure_links_of_all_kinds():
    assert (
        len(
            judge(
                "insecure-link",
                "<http://example.org> ![a](http://example.org/x.jpg) [b][b]\n\n[b]: http://example.org\n",
            )
        )
        == 3
    )
    assert judge("insecure-link", "[a](http://localhost:8000) [b](https://example.org)") == []


# safety


def test_a_crisis_line_is_added_at_the_end():
    after = fixed("crisis-line-missing", PUBLISHED + "Thoughts of suicide are common.\n")
    assert after.startswith(PUBLISHED + "Thoughts of suicide are common.\n\nIf you are thinking about suicide")
    assert judge("crisis-line-missing", {"articles/a.md": after}) == []


def test_the_line_is_the_countrys_own():
    text = "---\ntitle: A\nstatus: published\n---\nThoughts of suicide. Call Samaritans on 116 123.\n"
    british = '[address]\ncountry = "GB"\n'
    american = '[address]\ncountry = "US"\n'
    assert judge("crisis-line-missing", {"articles/a.md": text}, config=british) == []
    assert "988" in judge("crisis-line-missing", {"articles/a.md": text}, config=american)[0].help
    assert judge("crisis-line-missing", {"articles/a.md": text}, config="") == []  # any known line will do
    assert (
        judge("crisis-line-missing", {"articles/a.md": text.replace("title: A", "title: A\nlang: en-GB")}, config="")
        == []
    )
    abroad = text.replace("title: A", "title: A\nlang: en-AU").replace("116 123", "13 11 14")
    assert judge("crisis-line-missing", {"articles/a.md": abroad}, config=british) == []  # its readers' own
    assert "Samaritans" in judge("crisis-line-missing", {"articles/a.md": abroad[:-9]}, config=british)[0].help
    assert judge(
        "crisis-line-missing", {"articles/a.md": text.replace("116 123", "111")}, config='language = "en-AU"\n'
    )[0].help.count("13 11 14")


def test_a_countys_line_will_do():
    config = 'jurisdictions = ["us"]\n[lint.options.crisis-line-missing]\nnumbers = ["510-555-0100"]\n'
    assert judge("crisis-line-missing", "Suicide is hard. Call 510-555-0100.", config=config) == []
    assert judge("crisis-line-missing", "Suicide is hard. Call 510-555-0100.")


@pytest.mark.parametrize(
    "where",
    ["title: Grieving a suicide", "description: What to do when somebody speaks of suicide, and whom to ask for help."],
)
def test_words_in_the_front_matter_count(where):
    text = f"---\ntitle: A walk\nstatus: published\n{where}\n---\nText.\n".replace(
        "title: A walk\nstatus: published\ntitle", "status: published\ntitle"
    )
    (found,) = judge("crisis-line-missing", {"articles/a.md": text})
    assert text[slice(*found.span)] == "suicide"


def test_a_number_behind_a_link_is_not_visible_and_one_in_raw_html_is():
    assert judge("crisis-line-missing", "Suicide is hard. [Call the Lifeline](tel:988).")
    assert judge("crisis-line-missing", "Suicide is hard.\n\n<p>Call <a href='tel:988'>988</a></p>\n") == []


def test_words_behind_entities_of_raw_html_are_told_where_they_stand():
    body = PUBLISHED + "<p>Fees &amp; <!-- no --> dates &ndash; we guarantee&nbsp;results &mdash; &#x2019;</p>\n"
    (found,) = judge("outcome-guarantee", {"articles/a.md": body})
    assert body[slice(*found.span)] == "guarantee&nbsp;results"


def test_english_lists_are_not_run_on_other_languages():
    body = "He committed suicide. Addicts lie. Our program cures anxiety. [here](https://example.org)"
    for rule in (
        "suicide-language",
        "stigmatizing-term",
        "outcome-guarantee",
        "crisis-line-missing",
        "vague-link-text",
    ):
        assert judge(rule, body)
        assert judge(rule, {"articles/a.md": f"---\ntitle: A\nlang: es-MX\n---\n{body}\n"}) == []
        assert judge(rule, {"articles/a.md": f"---\ntitle: A\n---\n{body}\n"}, config='language = "de"\n') == []
        assert judge(rule, {"articles/a.md": f"---\ntitle: A\nlang: EN-gb\n---\n{body}\n"}, config='language = "de"\n')


def test_severity_of_claims_follows_the_status():
    body = "Our program cures anxiety.\n"
    assert judge("outcome-guarantee", body)[0].severity is Severity.ERROR
    assert judge("outcome-guarantee", {"articles/a.md": DRAFT + body})[0].severity is Severity.WARNING
    assert judge("outcome-guarantee", "quote: They cured my anxiety.")[0].severity is Severity.WARNING


def test_words_that_a_clinic_avoids_as_well():
    config = '[lint.options.stigmatizing-term]\nalso = ["high functioning", "Non-Compliant"]\n'
    found = judge("stigmatizing-term", "A high  functioning, non-compliant client.", config=config)
    assert [each.message.split("”")[0] for each in found] == ["“high functioning", "“non-compliant"]
    assert judge("stigmatizing-term", "We avoid the words high functioning.", config=config) == []


def test_soft_line_breaks_do_not_part_a_phrase():
    text = PUBLISHED + "Our program\ncures\nanxiety.\n"
    (found,) = judge("outcome-guarantee", {"articles/a.md": text})
    assert text[slice(*found.span)] == "cures\nanxiety"


def test_notices_are_quiet_until_they_are_set():
    assert judge("disclaimer-missing", "Text.") == []
    assert judge("sms-notice-missing", "Text us.") == []
    config = '[lint.options.sms-notice-missing]\ntext = "Texts are not private."\n'
    assert len(judge("sms-notice-missing", "Just [text us](sms:+14155550134).", config=config)) == 1
    assert judge("sms-notice-missing", "The text of the law", config=config) == []


def test_reviewers_need_credentials():
    text = "---\ntitle: A\ntags: [Panic]\nstatus: published\nreviewed_by: robin\n---\nText.\n"
    for credentials, found in (('credentials = "PhD"', 0), ("", 1)):
        config = f'[authors.robin]\nname = "Robin"\n{credentials}\n'
        assert len(judge("review-missing", {"articles/a.md": text}, config=config)) == found
    config = '[lint.options.review-missing]\ntopics = ["Sleep"]\n'
    assert judge("review-missing", {"articles/a.md": text.replace("reviewed_by: robin\n", "")}, config=config) == []


def test_a_review_goes_stale_after_the_months_set():
    text = "---\ntitle: A\nstatus: published\nlast_reviewed: 2025-06-01\n---\nText.\n"
    assert judge("review-stale", {"articles/a.md": text}) == []
    config = "[lint.options.review-stale]\nmonths = 12\n"
    assert len(judge("review-stale", {"articles/a.md": text}, config=config)) == 1
    assert judge("review-stale", {"articles/a.md": text.replace("published", "draft")}, config=config) == []


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ("date: 2026-03-01\nlast_reviewed: 2026-02-20", 0),
        ("date: 2026-03-01\nlast_reviewed: 2026-01-20", 1),
        ("date: 2026-03-01\nlast_reviewed: 2027-01-20", 1),
        ("date: 2026-03-01\nupdated: 2026-02-20", 1),
    ],
)
def test_date_order(dates, found):
    assert len(judge("date-order", {"articles/a.md": f"---\ntitle: A\n{dates}\n---\nText.\n"})) == found


def test_the_reading_grade_can_be_set_and_names_the_hardest_lines():
    body = (
        ("We walk to the park in the morning and sit on the bench by the water. " * 10)
        + "\n\nConsequently, institutional authorities recommend comprehensive evaluation of multidimensional frameworks everywhere always.\n"
    )
    config = "[lint.options.reading-grade]\ngrade = 2\n"
    assert judge("reading-grade", body) == []
    (found,) = judge("reading-grade", body, config=config)
    assert found.start.line == 11
    assert "11" in found.help


def test_files_that_cannot_be_read_are_asked_nothing_more():
    assert judge("heading-level-one", {"articles/a.md": "# A walk\n\nSuicide.\n"}) == []
    assert judge("crisis-line-missing", {"articles/a.md": "# A walk\n\nSuicide.\n"}) == []
