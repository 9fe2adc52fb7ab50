from __future__ import annotations

import json

from tests.importers.samples import item, meta
from tests.importers.test_wordpress import body, bring, front
from tests.project import Clinic


def mark(id: str) -> str:
    return f'<sup data-fn="{id}" class="fn"><a href="#{id}" id="{id}-link">9</a></sup>'


def notes(**contents: str) -> str:
    return meta("footnotes", json.dumps([{"id": id, "content": content} for id, content in contents.items()]))


def test_footnotes_come_in_with_their_words(bare: Clinic) -> None:
    content = (
        f"<!-- wp:paragraph --><p>One{mark('b')} and two{mark('a')}, once more{mark('b')}.</p><!-- /wp:paragraph -->\n"
        "<!-- wp:footnotes /-->"
    )
    told = bring(bare, item(1, content, notes(a="Of <em>two</em>.", b="Of one.", c="<p>Of</p><p>none.</p>")))
    assert body(bare, "post-1") == (
        "One[^1] and two[^2], once more[^1].\n\n[^2]: Of *two*.\n\n[^1]: Of one.\n\nOf none."
    )
    assert "footnotes" not in told
    assert "x-footnotes" not in front(bare, "post-1")


def test_a_mark_without_its_note_and_a_field_that_holds_none_stay(bare: Clinic) -> None:
    told = bring(
        bare,
        item(1, f"<p>One{mark('b')}</p>", notes(a="Words.")),
        item(2, "<p>Two</p><!-- wp:footnotes /-->", meta("footnotes", "of another plugin")),
        item(3, "<p>Three</p>", meta("footnotes", '{"a": 1}')),
    )
    assert body(bare, "post-1").endswith("Words.")
    assert "9</a>" in body(bare, "post-1")
    assert "block footnotes" in told
    assert front(bare, "post-2")["x-footnotes"] == "of another plugin"


def test_words_survive_markup_beyond_reason(bare: Clinic) -> None:
    bring(bare, item(1, "<div>" * 300 + "Deep", notes(a="Noted.")))
    assert body(bare, "post-1").split() == ["Deep", "Noted."]
