"""`clinic rename`: the address, its alias, and every link that led there."""

from __future__ import annotations

import pytest

from tests.project import Clinic

LINKS = """\
A [plain](old.md) one, [titled](old.md "An (odd) title"), [anchored](old.md#part-2), [asked](./old.md?x=1#y).
From the top: [root](articles/old.md). Encoded: [e](%6Fld.md). Escaped: [s](o\\ld.md) and [t](ol\\-d.md).
In angles: [a](<old.md>) and [b](<./old.md#x> 't'). Nested: [**bold** `](old.md)`](old.md).
A [reference][one], a [collapsed][], a [shortcut]. A page: [p](/articles/old.html#x), [q](/articles/old/).
The site: [w](https://clinic.example/articles/old.html) and [v](https://other.example/articles/old.html).
Another: [n](old-2.md), [m](gold.md), [f](sub/old.md). An image: ![i](old.md).
> [quoted](old.md)
> and [a
> break](
> old.md)

[one]: old.md
[collapsed]: <old.md#c> "Title"
[shortcut]:
  old.md
[unused]: old.md#nobody

Code: `[c](old.md)` and ``[c]: old.md``; \\[no](old.md).

    [one]: old.md
    [i](old.md)

```
[one]: old.md
[f](old.md)
```

<a href="old.md">raw</a>
"""
MENDED = """\
A [plain](new.md) one, [titled](new.md "An (odd) title"), [anchored](new.md#part-2), [asked](./new.md?x=1#y).
From the top: [root](articles/new.md). Encoded: [e](new.md). Escaped: [s](o\\ld.md) and [t](ol\\-d.md).
In angles: [a](<new.md>) and [b](<./new.md#x> 't'). Nested: [**bold** `](old.md)`](new.md).
A [reference][one], a [collapsed][], a [shortcut]. A page: [p](/articles/new.html#x), [q](/articles/new/).
The site: [w](https://clinic.example/articles/new.html) and [v](https://other.example/articles/old.html).
Another: [n](old-2.md), [m](gold.md), [f](sub/old.md). An image: ![i](old.md).
> [quoted](new.md)
> and [a
> break](
> new.md)

[one]: new.md
[collapsed]: <new.md#c> "Title"
[shortcut]:
  new.md
[unused]: new.md#nobody

Code: `[c](old.md)` and ``[c]: old.md``; \\[no](old.md).

    [one]: old.md
    [i](old.md)

```
[one]: old.md
[f](old.md)
```

<a href="old.md">raw</a>
"""


@pytest.fixture
def linked(clinic: Clinic) -> Clinic:
    clinic.config('name = "Sample Clinic"\nurl = "https://clinic.example"\n')
    clinic.article("old", "title: Old\n", "\nSee [above](old.md#x).\n")
    clinic.article("other", "title: Other  # stays\n", LINKS)
    return clinic


def test_the_file_is_renamed_with_an_alias_and_links_are_mended_but_not_code(linked: Clinic) -> None:
    before = {path: linked.read(path) for path in linked.files()}
    result = linked.run("rename", "old", "new")
    assert result.status == 0, result.stderr
    assert linked.read("articles/other.md") == f"---\ntitle: Other  # stays\n---\n{MENDED}"
    assert linked.read("articles/new.md") == "---\ntitle: Old\naliases: [old]\n---\n\nSee [above](new.md#x).\n"
    assert "articles/old.md" not in linked.files()
    assert "in 2 files mended" in result.stderr
    assert linked.run("show", "old").status == 0
    assert linked.run("undo").status == 0
    assert {path: linked.read(path) for path in linked.files() if not path.startswith(".clinic")} == before


def test_links_keep_their_line_ends_and_accents(clinic: Clinic) -> None:
    clinic.article("old", "title: Old\n")
    clinic.write("articles/o.md", "\ufeff---\r\ntitle: É\r\n---\r\nÉté [à](old.md)\r\n\r\n[ü]: old.md\r\n")
    clinic.run("rename", "old", "new")
    assert clinic.read("articles/o.md") == ("\ufeff---\r\ntitle: É\r\n---\r\nÉté [à](new.md)\r\n\r\n[ü]: new.md\r\n")


def test_a_folder_below_keeps_the_file_and_the_way_to_it(clinic: Clinic) -> None:
    clinic.article("sub/old", "title: Old\n")
    clinic.article("top", "title: Top\n", "[a](sub/old.md) [b](old.md)\n")
    clinic.article("sub/near", "title: Near\n", "[a](old.md) [b](../sub/old.md)\n")
    assert clinic.run("rename", "old", "new").status == 0
    assert "[a](sub/new.md) [b](old.md)" in clinic.read("articles/top.md")
    assert "[a](new.md) [b](../sub/new.md)" in clinic.read("articles/sub/near.md")
    assert "articles/sub/new.md" in clinic.files()


def test_a_slug_of_its_own_changes_in_its_place(clinic: Clinic) -> None:
    clinic.article("file", 'slug: "old" # the address\ntitle: Old\naliases: [older]\n')
    clinic.article("o", "title: O\n", "[a](file.md) [b](/articles/old.html)\n")
    assert clinic.run("rename", "old", "new").status == 0
    assert clinic.read("articles/file.md").startswith(
        "---\nslug: new # the address\ntitle: Old\naliases: [older, old]\n---\n"
    )
    assert "[a](file.md) [b](/articles/new.html)" in clinic.read("articles/o.md")


def test_going_back_to_an_old_address_takes_it_out_of_the_aliases(clinic: Clinic) -> None:
    clinic.article("old", "title: Old\n")
    clinic.run("rename", "old", "new")
    assert clinic.run("rename", "new", "old").status == 0
    assert clinic.read("articles/old.md") == "---\ntitle: Old\naliases: [new]\n---\n\nText.\n"


def test_an_address_that_differs_only_in_case_needs_no_alias_and_no_other_file(clinic: Clinic) -> None:
    clinic.article("old", "title: Old\n")
    assert clinic.run("rename", "old", "Old").status == 0
    assert clinic.read("articles/old.md") == "---\ntitle: Old\nslug: Old\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("old", "old"), "its address already"),
        (("old", "no good"), "cannot be an address"),
        (("old", "t-12"), "cannot be an address"),
        (("old", "OTHER"), "is taken"),
        (("old", "was"), "is taken"),
        (("odl", "new"), "did you mean `old`?"),
        (("t-0001", "new"), "is a testimonial"),
    ],
)
def test_what_cannot_be_an_address_is_refused(clinic: Clinic, words: tuple[str, str], message: str) -> None:
    clinic.article("old", "title: Old\n")
    clinic.article("other", "title: Other\naliases: was\n")
    clinic.testimonials("id: t-0001\nquote: Words.\n")
    before = clinic.files()
    result = clinic.run("rename", *words)
    assert result.status == 2
    assert message in result.stderr
    assert clinic.files() == before


def test_a_dry_run_shows_and_writes_nothing(linked: Clinic) -> None:
    before = linked.files()
    result = linked.run("rename", "old", "new", "--dry-run")
    assert "articles/new.md is new\narticles/old.md goes\n" in result.stdout
    assert "[plain](new.md)" in result.stdout
    assert linked.files() == before


def test_a_link_that_cannot_be_mended_is_named(clinic: Clinic) -> None:
    clinic.article("old", "title: Old\n")
    clinic.article("o", "title: O\n", "\n\n[a](&#111;ld.md)\n")
    assert "articles/o.md:6: this link is written" in clinic.run("rename", "old", "new").stderr
