"""What is left of a record when its client takes the consent back, and what is not touched."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli import revocation
from clinic_cli.content.approval import approval_of
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.errors import ClinicError
from clinic_cli.source import SourceFile
from tests.records import Written, loaded, secret_words, written_files

if TYPE_CHECKING:
    from tests.project import Clinic

DAY = date(2026, 5, 20)
HASHES = re.compile(r'(?:,|\r?\n) *"?revoked_words"?:(?: "v1:[0-9a-f]{64}"| ?\[[^]]*\]|(?:\s+- "v1:[0-9a-f]{64}")+)')


def revoke(text: str, id: str = "t-0001", path: str = "testimonials.yaml") -> str:
    file = parse_testimonials(SourceFile(path, text.encode()))
    record = next(record for record in file.records if record.id == id)
    after = revocation.revoke([record], lambda _: DAY)[0].result.text
    known = {record.approved, approval_of(record.quote), *record.revoked_words}
    assert all(known.issuperset(re.findall("v1:[0-9a-f]+", each[0])) for each in HASHES.finditer(after))
    return HASHES.sub("", after)


@given(written_files(), st.data())
def test_nothing_is_left_but_a_tombstone_and_nothing_else_changes(written: Written, data: st.DataObject):
    number = data.draw(st.integers(0, len(written.ids) - 1))
    id = written.ids[number]
    after = revoke(written.text, id)
    before, now = loaded(written.text), loaded(after)
    assert now[number] == {"id": id, "status": "revoked", "consent": {"revoked_on": DAY}}
    assert [each for each in now if each["id"] != id] == [each for each in before if each["id"] != id]
    for word in (
        *secret_words(number).replace(",", "").split(),
        f"Quarrel{number}",
        f"comment{number}",
        f"Tuesdays{number}",
    ):
        if word not in ("to", "the", "kept", "every"):
            assert word not in after
    for comment in written.comments:
        assert comment in after
    (record,) = (each for each in parse_testimonials(SourceFile("t.yaml", after.encode())).records if each.id == id)
    assert revocation.is_tombstone(record)
    assert record.problems == ()
    assert ("\r\n" in written.text) >= ("\r\n" in after)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in written.text


@given(written_files())
def test_a_second_revocation_changes_nothing(written: Written):
    after = revoke(written.text, written.ids[0])
    assert revoke(after, written.ids[0]) == after


def test_hashes_know_the_words_again():
    other = "v1:" + "0" * 64
    before = f"- id: t-0001\n  quote: A calm room.\n  approved: {other}\n- id: t-0002\n"
    for _ in range(2):
        (record, _second) = parse_testimonials(SourceFile("testimonials.yaml", before.encode())).records
        before = revocation.revoke([record], lambda _: DAY)[0].result.text
        assert loaded(before)[0] == {
            "id": "t-0001",
            "status": "revoked",
            "revoked_words": [other, approval_of("A calm room.")],
            "consent": {"revoked_on": DAY},
        }


def test_keys_stay_where_they_stand():
    before = """\
# our clients
- id: t-0001   # the first
  status: published # since May
  # a remark
  quote: |
    A calm room.

    I stayed.

  attribution: Sample A
  consent:
    # filed in the cabinet
    ref: form-17
    signed_on: 2026-02-01
  tags: [couples]

# the next
- id: t-0002
  quote: Other words.
"""
    assert (
        revoke(before)
        == """\
# our clients
- id: t-0001   # the first
  status: revoked # since May
  # a remark

  consent:
    # filed in the cabinet
    revoked_on: 2026-05-20

# the next
- id: t-0002
  quote: Other words.
"""
    )


def test_the_day_that_was_written_by_hand_stays():
    before = "- id: t-0001\n  quote: A calm room.\n  consent:\n    ref: f\n    revoked_on: 2026-05-20 # by letter\n"
    after = revoke(before)
    assert after == "- id: t-0001\n  status: revoked\n  consent:\n    revoked_on: 2026-05-20 # by letter\n"


@pytest.mark.parametrize(
    "comment",
    ["# this is Sample Alvarez", "# SAMPLE ALVAREZ called", "# she said: a calm room where I stayed, twice"],
)
def test_comments_that_repeat_the_name_or_the_words_go(comment: str):
    quote = "quote: It was a calm room where I stayed."
    before = f"{comment}\n- id: t-0001 {comment}\n  {comment}\n  {quote}\n  attribution: Sample Alvarez\n- id: t-0002\n  {quote}\n"
    after = revoke(before)
    assert comment not in after
    assert after.startswith("- id: t-0001\n  status: revoked\n")
    assert loaded(after)[1]["quote"]


def test_the_first_key_gives_its_place_behind_the_dash_away():
    assert revoke("- quote: >\n    A calm\n    room.\n  # why\n  id: t-0001\n") == (
        "- id: t-0001\n  status: revoked\n  consent:\n    revoked_on: 2026-05-20\n  # why\n"
    )
    assert revoke("- quote: A calm room. # x\n  status: draft\n  id: t-0001\n") == (
        "- status: revoked\n  consent:\n    revoked_on: 2026-05-20\n  id: t-0001\n"
    )


@pytest.mark.parametrize(
    "record",
    [
        "- {id: t-0001, quote: A calm room., attribution: Sample A}\n",
        '[{"id": "t-0001", "quote": "A calm room."}]\n',
        "-\n  id: t-0001\n  quote: A calm room.\n",
        "- id: t-0001\n  quote: A calm room.\n  quote: Again a calm room.\n",
        '- "id": "t-0001"\n  "quote": "A calm room."\n',
        "- id: t-0001\n  consent:\n  quote: A calm room.\n",
        "- id: t-0001\n  consent: yes\n  quote: A calm room.\n",
    ],
)
def test_records_in_any_style(record: str):
    after = revoke(record)
    assert "calm" not in after
    assert loaded(after) == [{"id": "t-0001", "status": "revoked", "consent": {"revoked_on": DAY}}]


@pytest.mark.parametrize(
    "before",
    [
        "- &a\n  id: t-0001\n  quote: A calm room.\n- <<: *a\n  id: t-0002\n",
        "- id: t-0001\n  quote: &q A calm room.\n- id: t-0002\n  quote: *q\n",
        "- id: t-0001\n  quote: A calm room.\n  consent: &c {ref: form-17}\n- id: t-0002\n  consent: *c\n",
        "- id: t-0001\n  quote: A calm room.\n  image:\n    src: &s a.jpg\n- id: t-0002\n  image: {src: *s}\n",
    ],
)
def test_an_edit_that_would_change_another_record_is_refused_with_the_reason(before: str):
    with pytest.raises(ClinicError, match=r"testimonials.yaml:\d: `\w+` is shared with another place") as caught:
        revoke(before)
    assert "Write the values out" in caught.value.help


@pytest.mark.parametrize(
    "before",
    [
        "- id: t-0002\n  quote: &q A calm room.\n- id: t-0001\n  quote: *q\n",
        "- &a\n  id: t-0002\n  quote: A calm room.\n- <<: *a\n  id: t-0001\n",
        "- &a\n  id: t-0002\n  quote: A calm room.\n- id: t-0001\n  <<: [*a]\n  attribution: B\n",
        "- id: t-0002\n  quote: A calm room.\n  consent: &c {ref: form-17}\n- id: t-0001\n  consent: *c\n",
        "- id: t-0002\n  quote: A calm room.\n- id: t-0001\n  quote: &unused Other words.\n",
    ],
)
def test_what_only_borrows_from_another_record_can_go(before: str):
    after = revoke(before)
    now = loaded(after)
    assert now[0] == loaded(before)[0]
    assert now[1] == {"id": "t-0001", "status": "revoked", "consent": {"revoked_on": DAY}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\nid: t-0001\nattribution: Sample A # hers\nstatus: published\n---\n\nA calm *room*.\n\nI stayed.\n",
            "---\nid: t-0001\nstatus: revoked\nconsent:\n  revoked_on: 2026-05-20\n---\n",
        ),
        (
            "---\nattribution: Sample A\n---\nA calm room.\n",
            "---\nstatus: revoked\nconsent:\n  revoked_on: 2026-05-20\n---\n",
        ),
        (
            "---\nconsent:\n  ref: f\n# a word\nquote: A calm room.\n---\n",
            "---\nstatus: revoked\nconsent:\n  revoked_on: 2026-05-20\n# a word\n---\n",
        ),
    ],
)
def test_a_page_of_its_own(before: str, after: str):
    found = revoke(before, path="testimonials/t-0001.md")
    assert found == after
    post = frontmatter.loads(found)
    assert post.content == ""
    assert post["status"] == "revoked"


def test_remnants_are_told_with_their_lines(clinic: Clinic):
    from clinic_cli.workspace import Workspace

    clinic.testimonials(
        "id: t-0001\nquote: |\n  It was a calm room where I stayed.\n\n  I left it lighter.\nattribution: Sample Alvarez",
        "id: t-0002\nquote: Other words.\nnotes: a friend of Sample Alvarez",
        "id: t-0003\nquote: A calm room.\nattribution: Anonymous",
    )
    clinic.article("a-walk", body="\nA client said:\n\n> It was a **calm** room where\n> I stayed.\n")
    clinic.article("b-walk", body="\nIt was a calm room.\n")
    project = Workspace.open(clinic.root).parse()
    records = {record.id: record for record in project.testimonials}
    assert list(revocation.remnants(project, records["t-0001"])) == [
        ("articles/a-walk.md", 7),
        ("testimonials.yaml", 9),
    ]
    assert list(revocation.remnants(project, records["t-0002"])) == []
