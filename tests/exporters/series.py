"""A clinic to which anything may happen between two exports: edits, renames, other days, a cache that is damaged."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.templating import default_templates
from tests.exporters.pictures import png
from tests.exporters.sample import CONFIG

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.project import Clinic

DAYS: Final = ("2026-05-01", "2026-05-01", "2026-05-01", "2026-05-02", "2026-04-30", "2026-06-01", "2024-05-01")
OUTPUTS: Final = ("public", "site", "print", "some")
_NAMES: Final = ("a", "b", "c", "d", "sub/a", "sub/b")
_TAGS: Final = ("couples", "Couples", "walks", "a b", "a-b", "\u00dcber")
_IDS: Final = ("t-1", "t-2", "t-3", "t-4")
_FORMS: Final = ("form-1", "form-22", "AB-1234")
_WORDS: Final = (
    "calm",
    "a kind voice",
    "Kowalczyk",
    "form-22",
    "AB-1234",
    "quiet place with kind voices and more",
    "t-1",
)
_LINES: Final = (
    "See [it](a.md#part).", "See [it](sub/a.md).", "[up](../b.md)", "[top](/articles/c.md?x)", "![x](../images/x.png)",
    "![y](/images/y.png)", "[f](../files/f.pdf)", "[records](../testimonials.yaml)", "## Part", "<b onclick=x>html</b>",
    "|a|b|\n|-|-|\n|1|2|", "<!-- Reach jane@example.com. -->",
    "<!-- clinic: allow identifier-in-file until 2026-05-01 because it is so -->\n<!-- Reach jane@example.com. -->",
)  # fmt: skip
_TARGETS: Final = """
[export.site]
format = "html"
out = "site"
base_url = "https://clinic.example"

[export.print]
format = "html"
channel = "print"
out = "print"

[export.some]
format = "json"
out = "some"
select = { tags = ["couples"] }
"""


class Series:
    """Make one change after another to a clinic, by chance; `log` tells which."""

    def __init__(self, clinic: Clinic, chance: Random) -> None:
        self.log: list[str] = []
        self._clinic = clinic
        self._root = clinic.root
        self._chance = chance
        self._config()
        for name in "abc":
            clinic.write(f"articles/{name}.md", self._article())
        self._testimonials()
        for name in "xy":
            clinic.write(f"images/{name}.png", png(5, ord(name) % 7 + 3))
        clinic.write("files/f.pdf", b"%PDF-1.4 sample")

    def change(self) -> None:
        """Change something."""
        changes = (
            self._edit, self._edit, self._append, self._rename, self._delete, self._touch, self._swap, self._private,
            self._testimonials, self._testimonials, self._inbox, self._one_file, self._config, self._template,
            self._picture, self._output, self._cache,
        )  # fmt: skip
        change = self._chance.choice(changes)
        self.log.append(change.__name__)
        change()

    def _some(self, values: tuple[str, ...], most: int) -> str:
        return f"[{', '.join(self._chance.sample(values, self._chance.randint(0, most)))}]"

    def _maybe(self, chance: float, *lines: str) -> list[str]:
        return list(lines) if self._chance.random() < chance else []

    def _word(self) -> str:
        return self._chance.choice(_WORDS)

    def _article(self) -> str:
        pick = self._chance.choice
        front = [
            f"title: {pick(('Walk', 'Morning & noon', '<b>'))} {self._word()}",
            f"status: {pick(('published',) * 5 + ('draft', 'archived'))}",
            *self._maybe(0.7, f"date: {pick(('2026-03-02', '2026-04-30', '2026-05-01', '2026-05-02', 'nonsense'))}"),
            *self._maybe(0.3, f"updated: {pick(('2026-04-10', '2026-06-02'))}"),
            *self._maybe(0.7, f"authors: {self._some(('sam', 'alex', 'guest-one', 'kim'), 2)}"),
            *self._maybe(0.7, f"tags: {self._some(_TAGS, 3)}"),
            *self._maybe(0.4, f"slug: {pick('abcd')}"),
            *self._maybe(0.3, f"aliases: [{pick('abcd')}, /old/{pick('abcd')}]"),
            *self._maybe(0.3, f"testimonials: {self._some(_IDS, 2)}"),
            *self._maybe(0.3, f"notes: {self._word()} {self._word()}"),
            *self._maybe(0.2, f"lang: {pick(('en', 'de'))}"),
            *self._maybe(0.2, f"reviewed_by: {pick(('sam', 'kim'))}", f"last_reviewed: {pick(('2024-05-01', '2026-01-01'))}"),
            *self._maybe(0.3, f"image: {{src: images/{pick('xyz')}.png, alt: {self._word()}, credit: Someone}}"),
        ]  # fmt: skip
        lines = [f"Words {self._word()}.", *(pick(_LINES) for _ in range(self._chance.randint(0, 3)))]
        return "---\n" + "\n".join(front) + "\n---\n\n" + "\n\n".join(lines) + "\n"

    def _record(self, *first: str) -> list[str]:
        pick = self._chance.choice
        return [
            *first,
            f"status: {pick(('published',) * 5 + ('draft', 'withheld'))}",
            f"attribution: {pick(('Sample client A', 'Sam C.', 'Jane Kowalczyk'))}",
            *self._maybe(0.4, f"tags: {self._some(_TAGS, 2)}"),
            *self._maybe(0.3, f"notes: {self._word()} {pick((*_WORDS, 'Call 415-555-0134.'))}"),
            *self._maybe(0.2, f"own_key: {self._word()}"),
            *self._maybe(0.3, f"image: {{src: images/{pick('xyz')}.png, alt: A room, depicts: model}}"),
            *self._maybe(0.2, "connection: staff"),
            *self._maybe(0.5, "disclosure: A friend of the clinic."),
            *self._maybe(0.1, "revoked: 2026-04-30"),
            *self._maybe(
                0.9,
                "consent:",
                f"  ref: {pick(_FORMS)}",
                f"  signed_on: {pick(('2026-01-02', '2026-05-01'))}",
                f"  expires_on: {pick(('2026-12-31', '2026-05-01', '2026-04-30'))}",
                f"  channels: {pick(('[website]', '[print]', '[website, print]'))}",
                f"  display_name: {pick(('full-name', 'anonymous', 'initials'))}",
            ),
        ]

    def _records(self, ids: list[str]) -> str:
        records = [self._record(f"id: {id}", f"quote: A {self._word()} and a {self._word()}") for id in ids]
        return "\n".join("- " + "\n  ".join(record) for record in records) + "\n" if records else "[]\n"

    def _paths(self, pattern: str = "articles/**/*.md") -> list[Path]:
        return sorted(path for path in self._root.glob(pattern) if path.is_file()) or [self._root / "clinic.toml"]

    def _any(self) -> Path:
        return self._chance.choice(self._paths())

    def _edit(self) -> None:
        self._clinic.write(f"articles/{self._chance.choice(_NAMES)}.md", self._article())

    def _append(self) -> None:
        path = self._any()
        path.write_text(path.read_text("utf-8") + f"\n# {self._word()}\n", "utf-8")

    def _private(self) -> None:
        path = self._any()
        path.write_text(path.read_text("utf-8").replace("---\n", f"---\nnotes: {self._word()}\n", 1), "utf-8")

    def _rename(self) -> None:
        target = self._root / f"articles/{self._chance.choice(_NAMES)}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        if (path := self._any()).suffix == ".md":
            path.replace(target)

    def _delete(self) -> None:
        if len(paths := self._paths()) > 1:
            self._chance.choice(paths).unlink()

    def _touch(self) -> None:
        os.utime(self._any(), ns=(1, self._chance.choice((1, 10**18, 4 * 10**18))))

    def _swap(self) -> None:
        """Change a file that is as long and as old as before."""
        path = self._any()
        status, text = path.stat(), path.read_text("utf-8")
        path.write_text(text.replace("calm", "clam") if "calm" in text else text.replace("clam", "calm"), "utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _testimonials(self) -> None:
        ids = self._chance.sample(_IDS, self._chance.randint(0, 4))
        self._clinic.write("testimonials.yaml", self._records(ids + self._maybe(0.1, "T-1")))

    def _inbox(self) -> None:
        inbox = self._root / "testimonials.inbox.yaml"
        if inbox.exists():
            inbox.replace(self._root / "testimonials.yaml")
        else:
            self._clinic.write(inbox.name, self._records(["t-1"]))

    def _one_file(self) -> None:
        name = f"testimonials/{self._chance.choice(('m-1', 'm-2', 'jane@example.com', 'sam-cooper'))}.md"
        path = self._paths("testimonials/*.md")[0]
        if path.suffix == ".md" and self._chance.random() < 0.7:
            path.replace(self._root / name)
        else:
            self._clinic.write(name, "---\n" + "\n".join(self._record()) + f"\n---\n\nA {self._word()}.\n")

    def _config(self) -> None:
        text = CONFIG
        for old, new in (("a sample.", self._word()), ("America/Los_Angeles", "Europe/Berlin"), ("LMFT", "LCSW")):
            text = text.replace(old, new) if self._chance.random() < 0.2 else text
        text = text.split("[authors.alex]")[0] if self._chance.random() < 0.2 else text
        text += "".join(self._maybe(0.3, '\n[authors.kim]\nname = "Kim Sample"\n'))
        text += "".join(self._maybe(0.3, '\n[lint.severity]\nidentifier-in-file = "warning"\n'))
        self._clinic.config("".join(self._maybe(0.3, "hold_overdue_reviews = true\n")) + text + _TARGETS)

    def _template(self) -> None:
        name = self._chance.choice(("footer.html", "entry.html", "testimonial.html", "person.html"))
        path = self._root / "templates" / name
        if path.exists():
            path.unlink()
        else:
            self._clinic.write(f"templates/{name}", default_templates()[name] + "<p>Kowalczyk</p>\n")

    def _picture(self) -> None:
        path = self._root / f"images/{self._chance.choice('xyz')}.png"
        other = path.with_stem(self._chance.choice("xyz"))
        if self._chance.random() < 0.6 or not path.exists():
            self._clinic.write(f"images/{path.name}", png(self._chance.randint(5, 9), self._chance.randint(5, 9)))
        elif self._chance.random() < 0.5:
            path.unlink()
        else:
            path.replace(other)

    def _output(self) -> None:
        """Change or delete a file that an export left; its time and length stay."""
        paths = [path for name in OUTPUTS for path in self._paths(f"{name}/**/*") if path.name[0] != "."]
        path = self._chance.choice(paths)
        if path.name == "clinic.toml":
            return
        if self._chance.random() < 0.5:
            path.unlink()
        else:
            status = path.stat()
            path.write_bytes(b"x" * status.st_size)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _cache(self) -> None:
        path = self._chance.choice(self._paths(".clinic/cache/*"))
        if path.name == "clinic.toml":
            return
        match self._chance.randint(1, 4):
            case 1:
                path.unlink()
            case 2:
                path.write_bytes(path.read_bytes()[: self._chance.randint(0, 200)])
            case 3:
                os.utime(path, ns=(10**18, 10**18))
            case 4:
                os.utime(path, ns=(4 * 10**18, 4 * 10**18))


def said(text: str, folder: str) -> str:
    """Return what an export says, but for what depends on what its folder held."""
    text = re.sub(r"(?m)^.*(?: files? written, | (?:is|are) gone from ).*\n", "", text)
    return text.replace(folder, "FOLDER")
