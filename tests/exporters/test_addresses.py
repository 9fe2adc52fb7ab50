from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from clinic_cli.content.schema import is_slug
from clinic_cli.exporters.addresses import root_of, segment_of, segments


def test_a_name_becomes_a_segment() -> None:
    assert segment_of("Couples' therapy") == "couples-therapy"
    assert segment_of("Ängste") == "ängste"
    assert segment_of("C++") == "c"
    assert segment_of("con") == "con-"
    assert segment_of("!!") == ""


def test_names_that_differ_only_in_case_share_a_page_and_others_never_do() -> None:
    assert segments(["C", "c", "C++", "!", "?"]) == {"!": "other", "?": "other-2", "C": "c", "c": "c", "C++": "c-2"}


@given(st.sets(st.text(min_size=1, max_size=20), max_size=6))
@example({"~", "~-"})
def test_segments_are_valid_everywhere_and_collide_never(names: set[str]) -> None:
    found = segments(names)
    for name, segment in found.items():
        assert is_slug(segment), (name, segment)
    keys = {name.casefold() for name in names}
    assert len({segment.casefold() for segment in found.values()}) == len(keys)


def test_the_way_back_to_the_root() -> None:
    assert root_of("index.html") == ""
    assert root_of("a/b/c.html") == "../../"
