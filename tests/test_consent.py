"""Consents granted, renewed and bound: what is asked changes, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_cli import consent
from clinic_cli.consent import Terms
from clinic_cli.content.approval import approval_of
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.errors import ClinicError
from clinic_cli.source import SourceFile
from clinic_cli.workspace import Workspace
from tests.records import Written, loaded, written_files

if TYPE_CHECKING:
    from pathlib import Path

    from clinic_cli.content.testimonial import Testimonial

TERMS = Terms(ref="form-42", signed_on=date(2026, 5, 1), expires_on=date(2027, 4, 30))
RECORDED = {"ref": "form-42", "signed_on": date(2026, 5, 1), "expires_on": date(2027, 4, 30)}


def records_in(text: str, path: str = "testimonials.yaml") -> dict[str, Testimonial]:
    return {record.id: record for record in parse_testimonials(SourceFile(path, text.encode())).records}


def lines_lost(before: str, after: str) -> list[str]:
    kept = after.splitlines()
    return [line for line in before.splitlines() if line not in kept]


@given(written_files(), st.data())
def test_a_grant_in_place_changes_one_record(tmp_path: Path, written: Written, data: st.DataObject):
    id = data.draw(st.sampled_from(written.ids))
    record = records_in(written.text)[id]
    (change,) = consent.grant(Workspace.open(tmp_path), record, TERMS)
    before, now = loaded(written.text), loaded(change.after)
    for old, new in zip(before, now, strict=True):
        if old["id"] == id:
            assert new == {
                **old,
                "consent": {**old.get("consent", {}), **RECORDED},
                "approved": approval_of(record.quote),
            }
        else:
            assert new == old
    for comment in written.comments:
        assert comment in change.after.decode()


@given(written_files(), written_files(), st.data())
def test_a_grant_moves_a_record_out_of_the_inbox(tmp_path: Path, inbox: Written, there: Written, data: st.DataObject):
    (tmp_path / "testimonials.yaml").write_bytes(there.text.encode())
    id = data.draw(st.sampled_from(inbox.ids))
    record = records_in(inbox.text, "testimonials.inbox.yaml")[id]
    before, inside = loaded(there.text), loaded(inbox.text)
    added, removal = consent.grant(Workspace.open(tmp_path), record, TERMS)
    moved = next(each for each in inside if each["id"] == id)
    meant = {**moved, "consent": {**moved.get("consent", {}), **RECORDED}, "approved": approval_of(record.quote)}
    assert (added.path, removal.path) == ("testimonials.yaml", "testimonials.inbox.yaml")
    assert loaded(added.after) == [*before, meant]
    assert (loaded(removal.after) or []) == [each for each in inside if each["id"] != id]
    assert added.after.startswith(there.text.encode())


def test_a_moved_record_looks_as_it_did(tmp_path: Path):
    inbox = """\
# words that wait

  - id: t-0001
    # from the garden party
    quote: >
      A calm room,
      where I stayed.

      And again.
    attribution: 'Sample A'   # as she likes it
    x-own: [1, 2]
  - id: t-0002
    quote: Other words.
"""
    record = records_in(inbox, "testimonials.inbox.yaml")["t-0001"]
    added, removal = consent.grant(Workspace.open(tmp_path), record, TERMS)
    assert (
        added.after.decode()
        == f"""\
- id: t-0001
  # from the garden party
  quote: >
    A calm room,
    where I stayed.

    And again.
  attribution: 'Sample A'   # as she likes it
  x-own: [1, 2]
  consent:
    ref: form-42
    signed_on: 2026-05-01
    expires_on: 2027-04-30
  approved: "{approval_of(record.quote)}"
"""
    )
    assert removal.after.decode() == "# words that wait\n\n  - id: t-0002\n    quote: Other words.\n"


@pytest.mark.parametrize(
    ("inbox", "expected"),
    [
        ("- id: t-0001\n  quote: A calm room.\n", "[]\n"),
        ("# head\n- id: t-0001\n  quote: A calm room.   # tail\n", "# head\n[]   # tail\n"),
        ("- # a-b\n  id: t-0001\n  quote: A calm room.\n- id: t-2\n", "- id: t-2\n"),
        ("- &a-b\n  id: t-0001\n  quote: A calm room.\n- id: t-2\n", "- id: t-2\n"),
        ('[{"id": "t-0001", "quote": "A calm room."}, {"id": "t-2"}]\n', '[{"id": "t-2"}]\n'),
    ],
)
def test_what_is_left_of_the_inbox(inbox: str, expected: str, tmp_path: Path):
    record = records_in(inbox, "testimonials.inbox.yaml")["t-0001"]
    added, removal = consent.grant(Workspace.open(tmp_path), record, TERMS)
    assert removal.after.decode() == expected
    assert loaded(added.after)[0]["quote"] == "A calm room."


def test_a_record_that_borrows_is_moved_with_what_it_borrowed(tmp_path: Path):
    inbox = "- &a\n  id: t-0002\n  tags: [calm]\n- <<: *a\n  id: t-0001\n  quote: A calm room.\n"
    record = records_in(inbox, "testimonials.inbox.yaml")["t-0001"]
    added, removal = consent.grant(Workspace.open(tmp_path), record, TERMS)
    assert loaded(added.after)[0]["tags"] == ["calm"]
    assert loaded(removal.after) == [{"id": "t-0002", "tags": ["calm"]}]


def test_a_record_that_others_borrow_from_stays_with_the_reason(tmp_path: Path):
    inbox = "- &a\n  id: t-0001\n  quote: A calm room.\n- <<: *a\n  id: t-0002\n"
    record = records_in(inbox, "testimonials.inbox.yaml")["t-0001"]
    with pytest.raises(ClinicError, match="is shared with another place through an anchor"):
        consent.grant(Workspace.open(tmp_path), record, TERMS)


@pytest.mark.parametrize("change", ["renew", "grant", "approve"])
def test_a_shared_consent_is_written_out_where_it_is_borrowed_and_refused_where_it_is_lent(change: str, tmp_path: Path):
    text = (
        "- id: t-0001\n  quote: A.\n  consent: &c\n    ref: f\n    signed_on: 2026-01-01\n    expires_on: 2026-12-31\n"
        "- id: t-0002\n  quote: B.\n  consent: *c\n"
    )

    def make(id: str) -> bytes:
        record = records_in(text)[id]
        if change == "renew":
            return consent.renew(record, TERMS).after
        if change == "approve":
            return consent.approve(record).after
        return consent.grant(Workspace.open(tmp_path), record, TERMS)[0].after

    if change == "approve":
        assert loaded(make("t-0001"))[1] == loaded(text)[1]
    else:
        with pytest.raises(ClinicError, match="is shared with another place"):
            make("t-0001")
        now = loaded(make("t-0002"))
        assert now[0] == loaded(text)[0]
        assert now[1]["consent"]["ref"] == "form-42"


@given(written_files(), st.data())
def test_a_renewal_changes_the_days_and_nothing_else(written: Written, data: st.DataObject):
    id = data.draw(st.sampled_from(written.ids))
    record = records_in(written.text)[id]
    if record.consent is None:
        return
    after = consent.renew(record, TERMS).after.decode()
    for old, new in zip(loaded(written.text), loaded(after), strict=True):
        assert new == ({**old, "consent": {**old["consent"], **RECORDED}} if old["id"] == id else old)
    assert all("form" in line or "_on" in line for line in lines_lost(written.text, after))


def test_a_renewal_exchanges_an_event_for_a_day_and_back():
    text = (
        "- id: t-0001\n  consent:\n    ref: f # filed\n    signed_on: 2026-01-01\n    expires_event: the end # of what\n"
        "    review_by: 2026-06-01\n  # keep\n"
    )
    dated = consent.renew(records_in(text)["t-0001"], TERMS).after.decode()
    assert dated == (
        "- id: t-0001\n  consent:\n    ref: form-42 # filed\n    signed_on: 2026-05-01\n    expires_on: 2027-04-30\n  # keep\n"
    )
    event = Terms(ref="form-43", signed_on=date(2026, 6, 1), expires_event="the end", review_by=date(2026, 9, 1))
    again = consent.renew(records_in(dated)["t-0001"], event).after.decode()
    assert loaded(again)[0]["consent"] == {
        "ref": "form-43", "signed_on": date(2026, 6, 1), "expires_event": "the end", "review_by": date(2026, 9, 1)
    }  # fmt: skip


@given(written_files(), st.data())
def test_an_approval_binds_the_words_and_changes_nothing_else(written: Written, data: st.DataObject):
    id = data.draw(st.sampled_from(written.ids))
    record = records_in(written.text)[id]
    after = consent.approve(record).after.decode()
    for old, new in zip(loaded(written.text), loaded(after), strict=True):
        assert new == ({**old, "approved": approval_of(record.quote)} if old["id"] == id else old)
    assert consent.approval_state(records_in(after)[id]) == "as approved"


def test_a_page_of_its_own(tmp_path: Path):
    page = "---\nid: t-0001 # hers\n---\nA calm room.\n"
    record = records_in(page, "testimonials/t-0001.md")["t-0001"]
    (change,) = consent.grant(Workspace.open(tmp_path), record, TERMS)
    post = frontmatter.loads(change.after.decode())
    assert post["consent"] == RECORDED
    assert post["approved"] == approval_of("A calm room.")
    assert change.after.decode().startswith("---\nid: t-0001 # hers\nconsent:\n")
    assert change.after.decode().endswith("---\nA calm room.\n")
    empty = records_in("---\n---\nA calm room.\n", "testimonials/t-0001.md")["t-0001"]
    (change,) = consent.grant(Workspace.open(tmp_path), empty, TERMS)
    assert frontmatter.loads(change.after.decode())["consent"] == RECORDED


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (Terms(), "no id"),
        (Terms(ref="f"), "no day on which it was signed"),
        (Terms(ref="f", signed_on=date(2026, 2, 1)), "no end"),
        (Terms(ref="f", signed_on=date(2026, 2, 1), expires_on=date(2026, 1, 31)), "before it was signed"),
    ],
)
def test_terms_that_are_none(terms: Terms, message: str):
    with pytest.raises(ClinicError, match=message) as caught:
        terms.check()
    assert caught.value.help


def test_terms_over_earlier_ones():
    assert Terms(ref="new", photo=False).over(TERMS).values() == {**RECORDED, "ref": "new", "photo": False}
    assert Terms(expires_on=date(2027, 5, 2)).over(TERMS).is_long
    assert not TERMS.is_long


def test_channels_that_there_cannot_be():
    assert consent.check_channels(["website", "partner:sample", "website"]) == ("website", "partner:sample")
    with pytest.raises(ClinicError, match="there is no `Website`"):
        consent.check_channels(["Website"])
