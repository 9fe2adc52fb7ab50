"""Comments that allow a finding: where they hold, what they cannot allow, and what is wrong with them."""

from __future__ import annotations

import time

import hypothesis
import pytest
from hypothesis import strategies as st

from clinic_cli.content.article import parse_article
from clinic_cli.content.comments import find_comments, without_comments
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.lint.suppressions import article_suppressions, file_suppressions
from clinic_cli.source import SourceFile
from tests.project import Clinic, Told

LINK = "[the map](no-such-map.pdf)"


def found(clinic: Clinic, body: str, *argv: str, front: str = "title: A walk\n") -> list[tuple[str, int]]:
    """Return the rules and lines of what is found in an article's body, whose first line is line 1."""
    clinic.article(front=front, body=body)
    below = front.count("\n") + 2
    return [(told.rule, told.start[0] - below) for told in clinic.lint(*argv) if told.rule != "before-publishing"]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"<!-- clinic: allow broken-link: drawn soon -->\nSee {LINK}.\n", []),
        (f"<!-- clinic: allow broken-link: drawn soon -->\n\nSee {LINK}.\n", []),
        (f"<!-- clinic: allow broken-link: drawn soon -->\nSee this\nand {LINK}.\n", []),
        (f"<!-- clinic: allow-line broken-link: drawn soon -->\nSee {LINK}\nand {LINK}.\n", [("broken-link", 3)]),
        (f"<!-- clinic: allow broken-link: drawn soon -->\nSee {LINK}.\n\nSee {LINK}.\n", [("broken-link", 4)]),
        (f"See {LINK}.\n\n<!-- clinic: allow-file broken-link: drawn soon -->\n\nSee {LINK}.\n", []),
        (f"See {LINK} <!-- clinic: allow broken-link: drawn soon -->\nand {LINK}.\n", [("broken-link", 2)]),
        (f"- One\n- <!-- clinic: allow broken-link: drawn soon -->\n  {LINK}\n", []),
        (f"<!-- clinic: allow broken-link\n     until 2026-03-01: drawn soon -->\n{LINK}\n", []),
        (f"<!-- clinic: allow broken-link: drawn soon (until 2026-03-01) -->\n{LINK}\n", []),
        (f"<!-- clinic: allow broken-link: drawn soon, until 2026-12-31 -->\n{LINK}\n", []),
        (f"<!-- clinic: allow broken-link, duplicate-heading: drawn soon -->\n{LINK}\n", [("unused-suppression", 1)]),
        (
            f"<!-- clinic: allow broken-link: one -->\n<!-- clinic: allow unsafe-url: two -->\n{LINK} [x](javascript:x)\n",
            [("unused-suppression", 2)],
        ),
        (f"<!--clinic:allow broken-link:drawn soon-->\n{LINK}\n", []),
        (f"```\n<!-- clinic: allow broken-link: in code -->\n```\n{LINK}\n", [("broken-link", 4)]),
        (f"`<!-- clinic: allow broken-link: in code -->`\n{LINK}\n", [("broken-link", 2)]),
        (f"<!-- clinic: open every day -->\n{LINK}\n", [("broken-link", 2)]),
        (f"<!-- clinic: allow broken-link: never closed\n\n{LINK}\n", []),
    ],
)
def test_where_a_comment_in_markdown_holds(clinic: Clinic, body: str, left: list[tuple[str, int]]) -> None:
    selected = "broken-link,unsafe-url,unused-suppression" if "unsafe" in body else "broken-link,unused-suppression"
    if "duplicate-heading" in body:
        selected += ",duplicate-title"
        body = body.replace("duplicate-heading", "duplicate-title")
    if "unsafe-url" in body:
        body = body.replace("unsafe-url", "duplicate-title").replace(" [x](javascript:x)", "")
        selected = "broken-link,duplicate-title,unused-suppression"
    assert found(clinic, body, "--select", selected) == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"<!-- clinic: allow broken-link -->\n{LINK}\n", ["suppression-without-reason", "broken-link"]),
        (f"<!-- clinic: allow broken-link: -->\n{LINK}\n", ["suppression-without-reason", "broken-link"]),
        (
            f"<!-- clinic: allow broken-link until 2026-02-28: drawn soon -->\n{LINK}\n",
            ["expired-suppression", "broken-link"],
        ),
        (f"<!-- clinic: allow broken-link until soon: drawn -->\n{LINK}\n", ["invalid-suppression", "broken-link"]),
        (f"<!-- clinic: allow brokn-link: drawn soon -->\n{LINK}\n", ["invalid-suppression", "broken-link"]),
        (f"<!-- clinic: alow broken-link: drawn soon -->\n{LINK}\n", ["invalid-suppression", "broken-link"]),
        (f"<!-- clinic: allow: drawn soon -->\n{LINK}\n", ["invalid-suppression", "broken-link"]),
        ("<!-- clinic: allow broken-link: drawn soon -->\nNo link.\n", ["unused-suppression"]),
        ("<!-- clinic: allow broken-link: nothing follows -->\n", ["unused-suppression"]),
        ("<!-- clinic: allow unused-suppression: why not -->\nText.\n", ["invalid-suppression"]),
    ],
)
def test_what_is_wrong_with_a_comment(clinic: Clinic, body: str, left: list[str]) -> None:
    assert [rule for rule, _ in found(clinic, body)] == left


def test_a_comment_names_the_nearest_rule_and_points_at_its_name(clinic: Clinic) -> None:
    clinic.article(body=f"<!-- clinic: allow brokn-link: drawn soon -->\n{LINK}\n")
    told = next(each for each in clinic.lint() if each.rule == "invalid-suppression")
    assert told.text == "brokn-link"
    assert "did you mean `broken-link`?" in told.message


def test_a_rule_that_does_not_run_is_not_allowed_in_vain(clinic: Clinic) -> None:
    body = "<!-- clinic: allow broken-link: drawn soon -->\nText.\n"
    assert found(clinic, body, "--ignore", "broken-link") == []
    clinic.config('[lint.per_path]\n"articles/*" = ["broken-link"]\n')
    assert found(clinic, body) == []


CONSENT = "status: published\nquote: A calm place.\nattribution: Anonymous\nconsent:\n  ref: form-1\n  signed_on: 2025-01-01\n"
LAPSED = CONSENT + "  expires_on: 2026-01-01"


@pytest.mark.parametrize("verb", ["allow", "allow-line", "allow-file"])
def test_no_comment_allows_a_fact_of_consent(clinic: Clinic, verb: str) -> None:
    record = "id: t-0001\n" + LAPSED.replace(
        "  expires_on", f"  # clinic: {verb} consent-expired: we know\n  expires_on"
    )
    clinic.testimonials(record)
    rules = [told.rule for told in clinic.lint()]
    assert "consent-expired" in rules
    assert "invalid-suppression" in rules
    assert clinic.run("lint", "--as-of", "2026-03-01").status == 1


def test_every_fact_of_consent_is_locked() -> None:
    from clinic_cli.rules.registry import RULES

    facts = ("consent-missing", "consent-expired", "consent-revoked", "consent-scope", "quote-altered")
    for rule in RULES:
        if rule.name in facts:
            assert rule.locked, rule.name


def rules_and_lines(found: list[Told]) -> list[tuple[str, int]]:
    return [
        (told.rule, told.start[0])
        for told in found
        if told.rule in ("duplicate-key", "unused-suppression", "wrong-type")
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "- id: t-1\n  # clinic: allow wrong-type: a number\n  quote: 12\n- id: t-2\n  quote: 13\n",
            [("wrong-type", 5)],
        ),
        ("# clinic: allow wrong-type: numbers\n- id: t-1\n  quote: 12\n- id: t-2\n  quote: 13\n", [("wrong-type", 5)]),
        ("# clinic: allow-file wrong-type: numbers\n- id: t-1\n  quote: 12\n- id: t-2\n  quote: 13\n", []),
        ("- id: t-1\n  quote: 12  # clinic: allow wrong-type: a number\n  attribution: 13\n", [("wrong-type", 3)]),
        ("- quote: 12  # clinic: allow wrong-type: a number\n  id: t-1\n  attribution: 13\n", [("wrong-type", 3)]),
        ("- id: t-1\n  tags:\n  # clinic: allow wrong-type: a year\n  - 2026\n  - 2027\n", [("wrong-type", 5)]),
        (
            "- id: t-1\n  # clinic: allow wrong-type: years\n  tags:\n  - 2026\n\n  # so it is\n  - 2027\n  quote: 3\n",
            [("wrong-type", 8)],
        ),
        (
            "- id: t-1\n  # clinic: allow-line wrong-type: a year\n  tags:\n    - 2026\n",
            [("unused-suppression", 2), ("wrong-type", 4)],
        ),
        ("- id: t-1\n  quote: |\n    # clinic: allow wrong-type: words\n  attribution: 12\n", [("wrong-type", 4)]),
        ('- id: t-1\n  quote: " # clinic: allow wrong-type: words"\n  attribution: 12\n', [("wrong-type", 3)]),
        (
            "- id: t-1\n  # clinic: allow wrong-type: a\n  # clinic: allow duplicate-key: b\n  quote: 12\n  quote: 13\n",
            [("duplicate-key", 5), ("wrong-type", 5), ("unused-suppression", 2), ("unused-suppression", 3)],
        ),
        ("- id: t-1\n  quote: A calm place.\n# clinic: allow wrong-type: nothing below\n", [("unused-suppression", 3)]),
        ("# clinic: the one in the park\n- id: t-1\n  quote: 12\n", [("wrong-type", 3)]),
    ],
)
def test_where_a_comment_in_yaml_holds(clinic: Clinic, text: str, left: list[tuple[str, int]]) -> None:
    clinic.write("testimonials.yaml", text)
    assert sorted(rules_and_lines(clinic.lint())) == sorted(left)


def test_a_comment_in_front_matter(clinic: Clinic) -> None:
    front = "# clinic: allow wrong-type: the year is the title\ntitle: 2026\ntags: [7]\n"
    assert found(clinic, "Text.\n", front=front) == [("wrong-type", -1)]


def test_a_finding_across_files_can_be_allowed(clinic: Clinic) -> None:
    clinic.article("a", front="title: A walk\n")
    clinic.article("b", front="# clinic: allow duplicate-title: a series\ntitle: A walk\n")
    assert [told.rule for told in clinic.lint()] == ["before-publishing"] * 2


def test_what_a_draft_lacks_can_be_allowed(clinic: Clinic) -> None:
    front = "title: A walk\n# clinic: allow missing-alt-text: the maker will send it\nimage:\n  src: https://example.org/a.jpg\n"
    clinic.article(front=front)
    told = clinic.lint()
    assert [each.rule for each in told] == ["before-publishing"]
    assert "picture" not in told[0].message
    clinic.article(front=front.replace("missing-alt-text", "missing-field"))
    assert "picture" in clinic.lint()[0].message


def test_a_testimonial_page_speaks_to_clinic_without_saying_it_to_readers(clinic: Clinic) -> None:
    page = f"---\nid: t-0001\nrating: 9 # clinic: allow invalid-value: stars\n{CONSENT.replace('quote: A calm place.', 'tags: [a]')}  expires_on: 2027-01-01\n---\n"
    words = "<!-- clinic: allow outcome-guarantee: what the client said -->\nA calm place.\n\nI <!-- clinic: allow-line x: y -->came back.\n"
    clinic.write("testimonials/t-0001.md", page + words)
    file = parse_testimonials(SourceFile("testimonials/t-0001.md", (page + words).encode()))
    (record,) = file.records
    assert record.quote == "A calm place.\n\nI came back."
    assert record.prose is not None
    for at, character in enumerate(record.prose.text):
        assert file.source.text[record.prose.offset(at)] == character
    assert [each.rules[0].text for each in file_suppressions(file)] == ["invalid-value", "outcome-guarantee", "x"]


def test_no_comment_reaches_an_export(clinic: Clinic) -> None:
    comment = "<!-- clinic: allow broken-link: a secret reason -->"
    front = "title: A walk\ndescription: Why a slow walk calms body and mind, and how to begin with ten minutes a day.\ndate: 2026-01-01\nstatus: published\n"
    clinic.article(
        front=front + "# clinic: allow wrong-type: a secret reason\n",
        body=f"\n{comment}\nWords.\n\nMore {comment} words.\n",
    )
    clinic.write(
        "testimonials/t-0001.md",
        f"---\nid: t-0001\n{CONSENT.replace('quote: A calm place.', 'tags: [a]')}  expires_on: 2027-01-01\n---\n{comment}\nA calm place.\n",
    )
    for format in ("html", "json", "fragments", "wxr", "csv"):
        result = clinic.run("export", format, "--out", f"public/{format}", "--as-of", "2026-03-01")
        assert result.status == 0, result.stderr
    written = "\n".join(
        path.read_text() for path in (clinic.root / "public").rglob("*") if path.is_file() and path.name[0] != "."
    )
    assert "A calm place." in written
    assert "secret reason" not in written
    assert "clinic: allow" not in written


@hypothesis.given(
    st.lists(
        st.sampled_from(("<!-- clinic: a -->", "<!--", "clinic:", "-->", "\n", " ", "x", "<!-- other -->")), max_size=20
    ).map("".join)
)
def test_what_is_left_without_comments(text: str) -> None:
    left = without_comments(text)
    comments = [text[start:end] for start, end in find_comments(text)]
    assert all(each.startswith("<!--") and each.endswith("-->") for each in comments)
    if not comments:
        assert left == text
    kept = text
    for each in comments:
        kept = kept.replace(each, "", 1)
    assert "".join(left.split()) == "".join(kept.split())


@pytest.mark.deep
def test_many_comments_take_no_longer_each() -> None:
    def seconds(text: str) -> float:
        article = parse_article(SourceFile("articles/a.md", text.encode()))
        times = []
        for _ in range(3):
            began = time.process_time()
            article_suppressions(article)
            times.append(time.process_time() - began)
        return min(times)

    for text in (
        lambda size: "---\ntitle: A\n---\n" + "<!-- clinic: allow x: y -->\n" * size + "Text.\n" * size,
        lambda size: "---\ntitle: A\n---\n" + "<!-- clinic:" * size,
        lambda size: "---\n" + "# clinic: allow x: y\n" * size + "title: A\n---\nText.\n",
        lambda size: "---\n" + "a:\n" + " b: 1 # clinic: allow x: y\n" * size + "---\nText.\n",
    ):
        # sixteen times the comments take sixteen times as long; 256 if each looked at all the others
        assert seconds(text(1_600)) < 100 * max(seconds(text(100)), 0.0003)
