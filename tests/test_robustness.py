"""Whatever a file holds, every command ends in words and a status, and every finding lies inside its file."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.publication import publish
from clinic_cli.workspace import Workspace
from tests.project import Clinic
from tests.strategies import mutated, soup, yaml_texts

FRONT = "---\ntitle: A walk\nstatus: published\ndate: 2026-02-01\nauthors: [sample]\nimage: {src: a.png}\n---\nText *and* [more](b.md).\n"
RECORDS = """\
- id: t-1
  status: published
  quote: |
    A calm place.
  attribution: Anonymous
  consent: &c
    ref: form-17
    signed_on: 2026-02-01
    expires_on: 2027-01-31
- id: t-2
  consent: {<<: *c, ref: form-18}
"""
CONFIG = '[address]\ncity = "A"\n[authors.sample]\nname = "Sample"\n[export.site]\nformat = "html"\n[lint]\nselect = ["form"]\n'

PATHS = ("articles/a-walk.md", "testimonials.yaml", "testimonials.inbox.yaml", "testimonials/t-1.md", "clinic.toml")
contents = st.one_of(
    st.binary(max_size=60),
    soup.map(str.encode),
    soup.map(lambda text: f"---\n{text}\n---\n{text}".encode()),
    yaml_texts().map(lambda text: f"---\n{text}---\nText.\n".encode()),
    mutated(st.sampled_from((FRONT, RECORDS, CONFIG, f"---\n{RECORDS}---\n"))).map(lambda text: text.encode()),
    st.builds(
        lambda text, at, bad: text[:at] + bad + text[at:],
        st.just(FRONT.encode()),
        st.integers(0, 120),
        st.binary(max_size=3),
    ),
)


def check(clinic: Clinic, *commands: tuple[str, ...]) -> None:
    for command in commands:
        result = clinic.run(*command)
        assert result.status in (0, 1, 2, 4), result.stderr
        assert "\x1b" not in result.stdout
        assert (result.status == 2) == (
            result.stderr.startswith("clinic: ") and "no content found" not in result.stderr
        )


@pytest.mark.parametrize("path", PATHS)
@given(data=contents)
def test_any_bytes_lint(clinic: Clinic, path: str, data: bytes) -> None:
    clinic.write(path, data)
    result = clinic.run("lint", "--format", "json")
    if result.status == 2:
        assert path == "clinic.toml"
        assert result.stderr.startswith("clinic: clinic.toml:")
    elif result.status != 4:
        for told in clinic.lint():
            assert told.message
            assert told.help or told.rule == "before-publishing"
    check(clinic, ("lint",))


@pytest.mark.parametrize("path", PATHS)
@given(data=contents)
def test_any_bytes_list_show_and_publish(clinic: Clinic, path: str, data: bytes) -> None:
    clinic.write(path, data)
    check(
        clinic,
        ("list", "articles"),
        ("list", "testimonials", "--format", "json"),
        ("list", "testimonials", "--format", "csv"),
        ("show", "a-walk"),
        ("show", "t-1"),
    )
    if path != "clinic.toml":
        workspace = Workspace.open(clinic.root)
        published = publish(workspace.parse(), workspace.config, datetime.date(2026, 3, 1))
        assert {item.kind for item in published.held} <= {"article", "testimonial", "file"}


@given(soup)
@example("[a]: /b\n\n[a][]")
@example("# a {#b .c}\n\n# a {#}\n")
def test_any_body_is_shown(clinic: Clinic, body: str) -> None:
    clinic.article(front="title: A walk\n", body=body)
    check(clinic, ("show", "a-walk"), ("lint", "--show-all"))
