"""Whatever stands in the files, consents end in words and a status, and a revocation keeps its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import mutated, soup, yaml_texts

if TYPE_CHECKING:
    from tests.project import Clinic

RECORDS = """\
# head
- id: t-1
  status: published
  quote: |
    Zephyrs in the orangery.

    And again.
  attribution: Quillon B # hers
  consent: &c
    ref: form-17
    signed_on: 2026-02-01
    expires_on: 2027-01-31
- id: t-2
  consent: {<<: *c, ref: form-18}
  quote: 'Other words.'
"""
PLAIN = RECORDS.replace("&c", "").replace("<<: *c, ", "")
contents = st.one_of(
    mutated(st.sampled_from((RECORDS, PLAIN, PLAIN.replace("\n", "\r\n"), f"---\n{PLAIN}"))),
    soup.map(lambda text: f"- id: t-1\n  quote: Words.\n  notes: {text}\n"),
    yaml_texts().map(lambda text: f"- id: t-1\n  quote: Words.\n- {text}"),
)
COMMANDS = (
    ("consent", "revoke", "t-1", "--yes"),
    ("consent", "approve", "t-1", "--yes"),
    ("consent", "renew", "t-1", "--ref", "f", "--signed", "2026-02-01", "--expires", "2027-01-31"),
    ("consent", "grant", "t-1", "--ref", "f", "--signed", "2026-02-01", "--expires", "2027-01-31"),
    ("consent", "status", "t-1"),
    ("consent", "form", "t-1", "--format", "html"),
    ("forget", "t-1", "--yes"),
    ("due", "--as-of", "2026-06-15"),
    ("export", "json", "--out", "out", "--as-of", "2026-06-15"),
)


def records(text: str) -> list[object] | None:
    try:
        data = yaml.safe_load(text if text.endswith("\n") else text + "\n")
    except (yaml.YAMLError, ValueError):
        return None
    return data if isinstance(data, list) else None


@given(command=st.sampled_from(COMMANDS), text=contents, inbox=st.booleans())
def test_any_file(clinic: Clinic, command: tuple[str, ...], text: str, inbox: bool):
    path = "testimonials.inbox.yaml" if inbox else "testimonials.yaml"
    for name in ("testimonials.inbox.yaml", "testimonials.yaml", "testimonials/t-1.md"):
        (clinic.root / name).unlink(missing_ok=True)
    clinic.write(path, text)
    before = records(text)
    done = clinic.run(*command)
    unread = command[0] == "export" and "cannot be read" in done.stderr
    assert done.status in ((1,) if unread else (0, 2, 4)), done.stderr
    after = clinic.read(path)
    if done.status or command[0] in ("due", "export") or command[1] in ("status", "form"):
        assert after == text
    elif command[1] != "grant":
        now = records(after)
        assert before is not None
        assert now is not None
        mine = [isinstance(each, dict) and each.get("id") == "t-1" for each in before]
        assert [each for each, own in zip(now, mine, strict=True) if not own] == [
            each for each, own in zip(before, mine, strict=True) if not own
        ]
        if command[0] == "forget" or command[1] == "revoke":
            for each, own in zip(now, mine, strict=True):
                assert not own or set(each) <= {"id", "status", "consent", "revoked_words"}  # type: ignore[call-overload]


@given(text=mutated(st.just("---\nid: t-1\nquote: Words.\nattribution: Quillon B\n---\n\nZephyrs *blew*.\n")))
def test_any_page(clinic: Clinic, text: str):
    clinic.write("testimonials/t-1.md", text)
    done = clinic.run("consent", "revoke", "t-1", "--yes")
    assert done.status in (0, 2), done.stderr
    if done.status == 2:
        assert clinic.read("testimonials/t-1.md") == text
