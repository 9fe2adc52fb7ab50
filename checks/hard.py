"""A clinic whose words are hard on a page: faulty Markdown and HTML, words that do not fit, lists of several pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exporters.pictures import png

if TYPE_CHECKING:
    from tests.project import Clinic

WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
CONFIG = f"""\
name = "{WORD} and Sons"
url = "https://clinic.example"
sms = "+14155550134"
[authors.sam]
name = "Sam {WORD}"
credentials = "LMFT"
"""
BODY = f"""
#### A skipped level {{#twice}}

See [a section](#twice), [no article](gone.md), <a href="https://x.example/{{{{ page }}}}|1">braces</a> and
https://x.example/{"a/" * 60}.[^1]

# First level {{#twice}}

[![gone](gone.png)](https://x.example) ![two chairs](../images/chairs.png)

[^1]: A note with a [link](https://x.example).

| {" | ".join(f"Column {number}" for number in range(12))} |
|{"---:|" * 12}
| {" | ".join([WORD[:20]] * 12)} |

```
{"a_long_line_of_code " * 20}
```

- [ ] To do
- [x] Done

<div><figcaption>A caption of nothing</figcaption></div>
<h3>A heading<p>with a paragraph</p></h3>
<p lang="not a language" dir="up">Words</p>
<table><tr><td colspan="many" rowspan="x">Cell</td></tr></table>
<details><summary>More</summary>Hidden words</details>
"""


def fill(clinic: Clinic) -> Clinic:
    """Write the clinic into an empty folder."""
    clinic.config(CONFIG)
    clinic.write("images/chairs.png", png(12, 8))
    clinic.article(
        "hard",
        f"title: {WORD} {WORD}\ndescription: {WORD}\nauthors: sam\ndate: 2026-03-01\nstatus: published\n"
        f"tags: [{WORD}, {WORD}, couples]\nimage: {{src: images/chairs.png, alt: Chairs}}\ncitations: [https://x.example/{'b' * 90}]\n",
        BODY,
    )
    for number in range(40):
        clinic.article(
            f"same-{number}", f"title: A walk {number}\ndate: 2026-01-01\nstatus: published\ntags: [couples]\n"
        )
    return clinic
