"""No private word leaves: secrets are found however they are written, and ordinary words stop nothing."""

from __future__ import annotations

import base64
import html
import json
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_cli import exporters
from clinic_cli.config import Target
from clinic_cli.content.approval import approval_of
from clinic_cli.content.yamltext import document_text, record_text
from clinic_cli.exporters.output import OutputFile
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.exporters.run import export, prepare
from clinic_cli.leaks import LeakError, LeakScanner
from clinic_cli.privatetexts import private_texts
from clinic_cli.publication import publish
from clinic_cli.publicview import PublicText
from clinic_cli.workspace import Workspace

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value
    from tests.project import Clinic

TODAY = date(2026, 6, 15)
QUOTE = "A calm room. I did not want to leave."
CONFIG = """\
name = "Sample Clinic"
url = "https://clinic.example"
hours = "weekdays from 9am to 9pm"
opening_hours = ["Mo-Fr 09:00-21:00"]
sms = "+14155550134"
[authors.sam]
name = "Sam Sample"
credentials = "LMFT"
bio = "Sam is a sample."
"""
BODY = "\n## First steps\n\nSome talks go better **side** by side, at the kitchen table.\n\nFind us on Instagram and look at our family calendar.\n"
FIELDS = ("notes", "source", "connection", "incentive", "ref", "expires_event", "x-own")


def write(clinic: Clinic, private: dict[str, str], article_notes: str = "", quote: str = QUOTE) -> Workspace:
    clinic.config(CONFIG)
    consent: dict[str, Value] = {"ref": "form-17", "signed_on": date(2026, 2, 1), "expires_on": date(2027, 1, 31)}
    record: dict[str, Value] = {
        "id": "t-0001", "status": "published", "quote": quote, "attribution": "Sample A",
        "disclosure": "A sample.", "consent": consent, "approved": approval_of(quote), "tags": ["calm"],
    }  # fmt: skip
    for key, text in private.items():
        (consent if key in ("ref", "expires_event") else record)[key] = text
    held: dict[str, Value] = {"id": "t-0002", "quote": "Zephyrs in the orangery.", "attribution": "Quillon B"}
    clinic.write("testimonials.yaml", record_text(record) + record_text(held))
    front: dict[str, Value] = {
        "title": "A walk", "description": "Walking side by side.", "authors": ["sam"], "date": date(2026, 3, 1),
        "status": "published", "tags": ["couples"], "image": {"credit": "Sample Photographer"},
    }  # fmt: skip
    if article_notes:
        front["notes"] = article_notes
    clinic.write("articles/a-walk.md", f"---\n{document_text(front)}---\n{BODY}")
    return Workspace.open(clinic.root)


def scanner_of(workspace: Workspace) -> LeakScanner:
    project = workspace.parse()
    spoken = [workspace.config.source.text] if workspace.config.source else []
    publication = publish(project, workspace.config, TODAY)
    fronts = ((article.slug, article.front.mapping) for article in project.articles)
    return LeakScanner(private_texts(fronts, project.testimonials, publication), publication, spoken)


def stops(workspace: Workspace, data: str | bytes, path: str = "page.html") -> bool:
    try:
        scanner_of(workspace).check(OutputFile(path, data.encode() if isinstance(data, str) else data))
    except LeakError:
        return True
    return False


secrets = st.text(st.sampled_from("bcdfghjklmnpqrstvwxz"), min_size=7, max_size=14).filter(
    lambda text: text not in exporters.__doc__ + CONFIG + BODY
)


@pytest.mark.parametrize("format", sorted(EXPORTERS))
@given(words=st.lists(secrets, min_size=len(FIELDS) + 1, max_size=len(FIELDS) + 1, unique=True))
@settings(max_examples=8)
def test_no_exported_byte_holds_a_secret(clinic: Clinic, format: str, words: list[str]):
    private = {
        key: f"{word} and {word}" if key != "ref" else f"{word}-17" for key, word in zip(FIELDS, words, strict=False)
    }
    workspace = write(clinic, private, article_notes=words[-1])
    files = prepare(workspace, Target("x", format, out="out", base_url="https://clinic.example"), TODAY).files
    everything = b"".join(file.path.encode() + file.data for file in files).lower()
    for secret in (*words, "form-17", approval_of(QUOTE)[3:], "zephyrs", "orangery", "quillon"):
        assert secret.encode() not in everything
    assert b"calm room" in everything or format == "wxr"


ENCODINGS = {
    "plain": lambda text: text,
    "upper case": str.upper,
    "html": html.escape,
    "numbered entities": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(each):x};" for each in text),
    "json": lambda text: json.dumps({"a": f"x\n{text}\tb"}),
    "json in ascii": lambda text: json.dumps({"a": text}, ensure_ascii=True),
    "escaped letter by letter": lambda text: '"' + "".join(f"\\u{ord(each):04x}" for each in text) + '"',
    "url": lambda text: f'<a href="/search?q={quote(text)}">',
    "every byte in percent": lambda text: "/x/" + "".join(f"%{byte:02X}" for byte in text.encode()),
    "base64": lambda text: f"data:text/plain;base64,{base64.b64encode(text.encode()).decode()}",
    "base64 for addresses": lambda text: f"data:text/plain;base64,{base64.urlsafe_b64encode(text.encode()).decode()}",
    "csv": lambda text: f'a,"x ""{text}"" y"\r\n',
    "cdata": lambda text: f"<![CDATA[{text}]]>",
    "curly marks": lambda text: f"\u201c{text}\u201d\u2014\u00a0",
    "marked up": lambda text: f"<p><em>{text}</em></p>",
    "in a comment": lambda text: f"<!--{text}-->",
}


@pytest.mark.no_cover
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
@pytest.mark.parametrize("key", [*FIELDS, "approved", "quote", "attribution", "article notes"])
def test_a_leak_is_found_in_any_encoding(clinic: Clinic, key: str, encode: object):
    secret = {
        "ref": "ward-7/b", "approved": approval_of(QUOTE)[3:], "quote": "Zephyrs in the orangery.", "attribution": "Quillon B"
    }.get(key, "Kowalczyk & Müller")  # fmt: skip
    private = {key: secret} if key in FIELDS else {}
    workspace = write(clinic, private, article_notes=secret if key == "article notes" else "")
    assert stops(workspace, f"<p>Hello.</p>{encode(secret)}<p>Bye.</p>")  # type: ignore[operator]
    assert not stops(workspace, "<p>Hello.</p><p>Bye.</p>")


@pytest.mark.parametrize(
    ("private", "leaked"),
    [
        ("Asked Kowalczyk twice.", "by Kowalczyk"),
        ("Ruft am Dienstag Großmutter an", "die GROẞMUTTER".replace("ẞ", "ß")),
        ("Élodie rang", "ÉLODIE"),
        ("Call 415-555-0199 at night", "(415) 555-0199"),
        ("Call 4155550199", "415 555 0199".replace(" ", "")),
        ("患者は静かな部屋が好きだと言った", "「患者は静かな部屋が好き」"),
        ("Jo B", "Jo B"),
        (
            "calendar talks table find first steps family look side go kitchen us",
            "talks table find: first steps, family look side go",
        ),
    ],
)
def test_parts_and_other_scripts_are_found(clinic: Clinic, private: str, leaked: str):
    workspace = write(clinic, {"notes": private})
    assert stops(workspace, f"<p>{leaked}</p>")


def test_a_reference_is_found_in_the_words_of_an_article_and_in_a_file_beside_it(clinic: Clinic):
    workspace = write(clinic, {"ref": "ward-77"})
    clinic.article("b", "title: B\nstatus: published\ndate: 2026-03-01\n", "\nSee ward-77 for the form.\n")
    with pytest.raises(LeakError, match=r"articles/b\.html: would publish the consent's reference of `t-0001`"):
        export(workspace, Target("x", "html", out="out"), TODAY)
    assert not (clinic.root / "out").exists()
    assert stops(workspace, b"\xff\xd8\xff Exif ward-77 \x00", "images/face.jpg")
    assert not stops(workspace, b"\xff\xd8\xff Exif forward-771 \x00", "images/face.jpg")


def test_nothing_is_put_in_place_where_something_leaks(clinic: Clinic):
    workspace = write(clinic, {"notes": "Kowalczyk"})
    export(workspace, Target("x", "html", out="out"), TODAY)
    before = {path: path.read_bytes() for path in (clinic.root / "out").rglob("*") if path.is_file()}
    real = EXPORTERS["html"]

    def leaking(publication: object, site: object):
        yield OutputFile("new.html", b"new")
        yield from real(publication, site)  # type: ignore[arg-type]
        yield OutputFile("last.html", b"<p>by Kowalczyk</p>")

    EXPORTERS["html"] = leaking  # type: ignore[index]
    try:
        done = clinic.run("export", "html", "--out", "out", "--as-of", TODAY.isoformat())
    finally:
        EXPORTERS["html"] = real  # type: ignore[index]
    assert done.status == 2
    assert "last.html" in done.stderr
    assert "Kowalczyk" not in done.stderr
    assert {path: path.read_bytes() for path in (clinic.root / "out").rglob("*") if path.is_file()} == before


ORDINARY = [
    "website",
    "family",
    "none",
    "survey",
    "google",
    "review",
    "letter",
    "email",
    "phone",
    "signed",
    "paper",
    "form",
    "client",
    "former",
    "couple",
    "husband",
    "wife",
    "calm",
    "room",
    "leave",
    "walk",
    "kitchen",
    "table",
    "talks",
    "better",
    "first",
    "steps",
    "side",
    "Sunday",
    "Tuesday",
    "March",
    "June",
    "january",
    "pdf",
    "html",
    "json",
    "article",
    "testimonial",
    "testimonials",
    "title",
    "photo",
    "credit",
    "by",
    "and",
    "the",
    "a",
    "in",
    "of",
    "image",
    "index",
    "main",
    "head",
    "body",
    "section",
    "header",
    "footer",
    "color",
    "font",
    "serif",
    "content",
    "text",
    "link",
    "style",
    "2026",
    "17",
    "2",
    "1",
    "2026-02-01",
    "02/01/2026",
    "9am",
    "published",
    "draft",
    "Sam",
    "Sample",
    "Clinic",
    "LMFT",
    "Instagram",
    "calendar",
    "t-0001",
    "a-walk",
    "couples",
    "true",
    "false",
    "null",
    "home",
    "back",
    "more",
    "read",
    "minutes",
    "min",
    "tags",
    "author",
    "weekdays",
    "from",
    "9am",
    "to",
    "9pm",
    "clinic.example",
    "https",
    "en",
    "print",
    "social",
    "partner",
    "initials",
    "anonymous",
]


@pytest.mark.parametrize("format", sorted(EXPORTERS))
@given(
    texts=st.lists(
        st.lists(st.sampled_from(ORDINARY), min_size=1, max_size=9).map(" ".join),
        min_size=len(FIELDS) + 1,
        max_size=len(FIELDS) + 1,
    )
)
@settings(max_examples=12)
@example(texts=["website", "family", "none", "a cup of tea", "website", "family", "family", "website"])
@example(texts=[ORDINARY[0], *("Photo credit: Sample Photographer",) * 7])
@example(
    texts=[
        "By Sam Sample, LMFT",
        QUOTE,
        "Some talks go better side by side, at the kitchen table",
        *("2026-03-01",) * 5,
    ]
)
@example(
    texts=["March 2026", "1 March 2026", "What clients say", "Skip to content", "t-0001", "a-walk", "A walk", "Sunday"]
)
def test_ordinary_words_stop_nothing(clinic: Clinic, format: str, texts: list[str]):
    private = dict(zip(FIELDS, texts, strict=False))
    workspace = write(clinic, private, article_notes=texts[-1])
    files = prepare(workspace, Target("x", format, out="out", base_url="https://clinic.example"), TODAY).files
    assert files


@pytest.mark.parametrize(
    "ref", ["website", "family", "17", "2026-02-01", "2026", "t-0001", "a-walk", "02/2026", "1", "h2"]
)
def test_references_that_are_no_more_than_a_word_or_a_number_stop_nothing(clinic: Clinic, ref: str):
    workspace = write(clinic, {"ref": ref})
    for format in EXPORTERS:
        prepare(workspace, Target("x", format, out="out", base_url="https://clinic.example"), TODAY)


def test_words_that_are_public_elsewhere_stop_nothing(clinic: Clinic):
    workspace = write(clinic, {"notes": BODY, "source": "un**believ**able caf&eacute;"}, article_notes=QUOTE)
    clinic.article("b", "title: B\nstatus: published\n", "\nAn un**believ**able caf&eacute; & a kitchen.\n")
    clinic.write("templates/footer.html", "<footer>Kowalczyk made this</footer>")
    clinic.testimonials(clinic.read("testimonials.yaml")[2:].replace("\n  ", "\n") + "\nx: Kowalczyk")
    for format in EXPORTERS:
        prepare(workspace, Target("x", format, out="out", base_url="https://clinic.example"), TODAY)


@pytest.mark.parametrize(
    ("source", "said", "texts_read"),
    [
        ("articles/b.md", "we go out at six or at ten", 1),
        ("", "we go out at six or at ten", 2),
        ("articles/b.md", "we go out to the sea by car", 2),
    ],
)
def test_what_a_page_says_is_looked_for_in_its_own_article_first(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, source: str, said: str, texts_read: int
):
    workspace = write(clinic, {"notes": said})
    front = "title: {}\nstatus: published\ndate: 2026-03-0{}\ndescription: One.\n"
    clinic.article("b", front.format("B", 2), "\nNo one is in: we go out at six or at ten.\n")
    clinic.article("c", front.format("C", 3), "\nAll of us go to the sea by car.\n\nOn it we go out to no end.\n")
    scanner = scanner_of(workspace)
    read: list[str] = []
    load = PublicText.__str__
    monkeypatch.setattr(PublicText, "__str__", lambda text: read.append(load(text)) or read[-1])
    scanner.check(OutputFile("page.html", f"<p>{said}</p>".encode(), source))
    assert len(read) == texts_read


def test_a_scan_without_secrets_reads_nothing(clinic: Clinic):
    clinic.article()
    workspace = Workspace.open(clinic.root)
    scanner_of(workspace).check(OutputFile("page.html", b"anything at all"))
