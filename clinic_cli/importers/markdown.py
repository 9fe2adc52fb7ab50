"""Folders of Markdown, as Hugo, Jekyll, Hexo, Zola, Astro and others like them keep posts; bodies stay byte for byte."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.authoring import split_byline
from clinic_cli.content.frontmatter import MAX_CHARACTERS
from clinic_cli.errors import ClinicError
from clinic_cli.importers import keys
from clinic_cli.importers.dialects import DialectError, Split, as_value, split_file
from clinic_cli.importers.material import Imported, ImportedArticle, LeftOut, Loss, Mapped, Person
from clinic_cli.importers.text import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Options

_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
_OTHER_ENDINGS: Final = (".html", ".htm", ".rst", ".adoc", ".asciidoc", ".org", ".textile", ".txt", ".docx")
_SKIPPED: Final = frozenset(
    (
        "node_modules",
        "_site",
        "public",
        "_includes",
        "_layouts",
        "_data",
        "themes",
        "layouts",
        "static",
        "assets",
        "vendor",
        "archetypes",
        "scaffolds",
    )
)
_PROSE_FILES: Final = frozenset(("readme", "license", "changelog", "contributing", "code_of_conduct", "security"))
_DATED_NAME: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[-_](.+)")
_LANGUAGE_NAME: Final = re.compile(r"(.+)\.([a-z]{2}(?:-[a-z]{2})?)", re.IGNORECASE)
_TEMPLATE_TAG: Final = re.compile(
    r"\{%-?\s*(?!end)(\w+).*?%\}|\{\{[<%]\s*(?!/)([\w/.-]+).*?[%>]\}\}|\{\{(?![<%])([^{}]*)\}\}", re.DOTALL
)
_FENCE: Final = re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1|`[^`\n]*`")
_AUTHOR_LISTS: Final = ("_data/authors", "_data/people", "_data/team", "data/authors", "data/people", "_data/author")


def read_markdown_folder(path: Path, options: Options) -> Iterator[Imported]:
    """Yield the posts of a folder, or of one file; one that cannot be read is told and left out."""
    root = path if path.is_dir() else path.parent
    if not path.is_dir() and path.suffix and path.suffix.lower() not in (*_ENDINGS, ".txt"):
        why = (
            "a web page comes in with clinic import page"
            if path.suffix.lower() in (".html", ".htm")
            else "or a folder of them"
        )
        raise ClinicError(f"{path}: this is no Markdown file", f"Name one that ends with {', '.join(_ENDINGS)}; {why}.")
    files = _files(path, _ENDINGS) if path.is_dir() else [path]
    if not files:
        raise ClinicError(
            f"{path}: no Markdown files in it", f"Name the folder of the posts; files end with {', '.join(_ENDINGS)}."
        )
    directory = _authors(root, files)
    mapped: Counter[tuple[str, str]] = Counter()
    for file in files:
        shown = file.relative_to(root).as_posix()
        if path.is_dir() and file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
            yield LeftOut(shown, file.stem, "it is a link that leads out of the folder", faulty=True)
            continue
        if file.stem.lower() in _PROSE_FILES or file.stem == "_index":
            yield LeftOut(shown, file.stem, "it is about the folder, no post of its own")
            continue
        try:
            text, losses = decode_text(file, MAX_CHARACTERS * 4)
            split = split_file(text)
        except DialectError as error:
            yield LeftOut(
                f"{shown}:{error.line}", file.stem, f"the front matter cannot be read: {error.message}", faulty=True
            )
            continue
        except ClinicError as error:
            yield LeftOut(shown, file.stem, error.message.removeprefix(f"{file.name}: "), faulty=True)
            continue
        if not split.data and not split.body.strip():
            yield LeftOut(shown, file.stem, "there is nothing in it")
            continue
        yield _Post(shown, split, directory, options, losses, mapped).article()
    for file in _files(path, _OTHER_ENDINGS) if path.is_dir() else []:
        yield LeftOut(
            file.relative_to(root).as_posix(),
            file.stem,
            "it is no Markdown; a web page comes in with clinic import page",
        )
    if unknown := set(options.keys) - {key for key, _ in mapped}:
        raise ClinicError(f"--map: no file has a key `{min(unknown)}`", "See the keys there are with --dry-run.")
    for (key, target), count in mapped.most_common():
        yield Mapped(key, target, count)


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        found += [Path(base, name) for name in names if name.lower().endswith(endings) and not name.startswith(".")]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _authors(root: Path, files: list[Path]) -> dict[str, Person]:
    """Return the people in a site's list of authors, by id; it stands above the folder of the posts or beside some."""
    inside = {folder for file in files for folder in file.parents if folder.is_relative_to(root)}
    above = [folder / name for folder in (root, *list(root.resolve().parents)[:4]) for name in _AUTHOR_LISTS]
    for place in (*above, *(folder / "authors" for folder in sorted(inside))):
        for ending in (".yml", ".yaml", ".json", ".toml"):
            file = place.with_name(f"{place.name}{ending}")
            if file.is_file():
                return _people_in(file, ending)
    return {}


def _people_in(file: Path, ending: str) -> dict[str, Person]:
    try:
        text = decode_text(file, MAX_CHARACTERS)[0]
        marks = {".toml": "+++\n{}\n+++\n", ".json": "---json\n{}\n---\n"}.get(ending, "---\n{}\n---\n")
        data: object = json.loads(text) if ending == ".json" else split_file(marks.replace("{}", text)).data
    except (ClinicError, DialectError, ValueError, RecursionError):
        return {}
    entries = data.items() if isinstance(data, dict) else []
    people: dict[str, Person] = {}
    for id, entry in entries:
        named = entry if isinstance(entry, dict) else {"name": entry}
        full = keys.line_of(
            named.get("name") or named.get("full_name") or named.get("display_name") or named.get("title")
        )
        name, credentials = split_byline(full)
        if name:
            credentials = credentials or keys.line_of(named.get("credentials"))
            people[str(id)] = Person(
                name, credentials, str(id), keys.line_of(named.get("url")), keys.line_of(named.get("bio"))
            )
    return people


class _Post:
    """One file on its way to an article."""

    def __init__(
        self,
        shown: str,
        split: Split,
        directory: Mapping[str, Person],
        options: Options,
        losses: list[Loss],
        mapped: Counter[tuple[str, str]],
    ) -> None:
        self.shown = shown
        self.split = split
        self.directory = directory
        self.options = options
        self.losses = [*losses, *split.losses]
        self.mapped = mapped
        self.values: dict[str, Value] = {}
        self.image: dict[str, Value] = {}
        self.people: list[Person] = []
        self.aliases: list[str] = []
        self.address = ""
        self.was = ""
        self.jekyll = "layout" in split.data and bool(_DATED_NAME.match(Path(shown).stem))

    def article(self) -> ImportedArticle:
        """Return the article."""
        data = dict(self.split.data)
        for group in ("taxonomies", "extra", "params"):  # where Zola, and lately Hugo, keep what they do not know
            if isinstance(inner := data.get(group), dict):
                data = {**inner, **{key: value for key, value in data.items() if key != group}}
        for key, value in data.items():
            target = keys.target_of(key, self.options.keys)
            self.mapped[key, target] += 1
            if value not in (None, "", [], {}):
                self._take(key, target, value)
        name = Path(self.shown).stem
        if name.lower() == "index" and "/" in self.shown:
            name = self.shown.split("/")[-2]
        if match := _LANGUAGE_NAME.fullmatch(name):
            name = match[1]
            self.values.setdefault("lang", match[2])
        if match := _DATED_NAME.fullmatch(name):
            name = match[2]
            self.values.setdefault("date", keys.day_of_value(match[1]))
        slug = str(
            self.values.pop("slug", "") or self.address.strip("/").rpartition("/")[2].removesuffix(".html") or name
        )
        if "_drafts" in self.shown.split("/"):
            self.was = self.was or "draft"
        if self.image and not (self.image.get("src") or self.image.get("credit")):
            self.losses.append(Loss("picture", "left out: there is text for it, and no file"))
        elif self.image:
            self.values["image"] = {
                key: self.image[key] for key in ("src", "alt", "credit", "license", "x-caption") if self.image.get(key)
            }
        self._order_days()
        self.losses += _template_tags(self.split.body)
        values: dict[str, Value] = {
            "title": self._title(name),
            **self.values,
            "aliases": list(dict.fromkeys(self.aliases)),
        }
        return ImportedArticle(
            self.shown, slug, values, self.split.body, tuple(self.people), self.was, tuple(self.losses)
        )

    def _take(self, key: str, target: str, value: object) -> None:
        """Put a value where it belongs; of two keys that mean the same, the one that is called so here wins."""
        match target:
            case "":
                self.losses.append(Loss(f"key {key}", "left out, as asked"))
            case "tags":
                before = self.values.get("tags")
                tags = keys.lines_of(value, spaces=self.jekyll)
                self.values["tags"] = list(dict.fromkeys([*(before if isinstance(before, list) else []), *tags]))
            case "authors":
                self.people += [each for each in keys.people_of(value, self.directory) if each not in self.people]
            case "date" | "updated" | "last_reviewed":
                self._take_day(key, target, value)
            case "status":
                self.was = self._status(key, value)
            case "image":
                self.image = (
                    {**keys.image_of(value), **self.image} if key != "image" else {**self.image, **keys.image_of(value)}
                )
            case "aliases":
                self.aliases += keys.lines_of(value)
            case "address":
                address = keys.line_of(value)
                if address and not re.search(r"[:{}]|://", address) and address.strip("/"):
                    self.address = address
                    self.aliases.append(f"/{address.lstrip('/')}")
                elif address:
                    self.values[f"x-{key}"] = address
            case "lang":
                self.values["lang"] = keys.language_of(value, self.losses)
            case _ if target.startswith("image."):
                self.image.setdefault(target.removeprefix("image."), keys.line_of(value))
            case _ if target.startswith("x-"):
                self.values[target] = as_value(value)
            case "testimonials" | "citations":
                self.values[target] = as_value(value)
            case _:
                self._take_line(key, target, value)

    def _take_line(self, key: str, target: str, value: object) -> None:
        text = keys.line_of(value) if target != "notes" else str(value)
        before = self.values.get(target)
        if before and key != target:
            if before != text:
                self.values[f"x-{key}"] = text
            return
        if before and before != text:
            self.values[
                "x-"
                + next(name for name, aim in self.mapped if aim == target and name in self.split.data and name != key)
            ] = before
        self.values[target] = text

    def _take_day(self, key: str, target: str, value: object) -> None:
        if isinstance(value, bool):  # Jekyll's `published: false`
            self.was = "published" if value else "unpublished"
            return
        day = keys.day_of_value(value)
        if day is None:
            self.losses.append(
                Loss(f"{key}: {keys.line_of(value)}", "cannot be read as a day for certain; it is kept under x-")
            )
            self.values[f"x-{key}"] = as_value(value)
        elif key == target or target not in self.values:
            self.values[target] = day

    def _status(self, key: str, value: object) -> str:
        if isinstance(value, str) and value.strip().lower() in ("true", "false"):
            value = value.strip().lower() == "true"
        if isinstance(value, bool):
            is_draft = value if key.lower() == "draft" else not value
            return "draft" if is_draft else "published"
        return keys.line_of(value)

    def _order_days(self) -> None:
        published, updated = self.values.get("date"), self.values.get("updated")
        if published is not None and updated is not None and str(updated) <= str(published):
            if updated != published:
                self.losses.append(Loss(f"updated {updated}", f"left out: it lies before the date, {published}"))
            del self.values["updated"]

    def _title(self, name: str) -> str:
        if title := self.values.pop("title", None):
            return str(title)
        if heading := re.search(r"(?m)^#[ \t]+(.+?)[ \t#]*$", self.split.body):
            self.losses.append(Loss("title", "there was none; it is made of the first heading"))
            return " ".join(heading[1].split())
        self.losses.append(Loss("title", "there was none; it is made of the file's name"))
        return name.replace("-", " ").replace("_", " ").capitalize()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"


def _template_tags(body: str) -> list[Loss]:
    """Name what only the site generator could have filled in; code that shows such tags is no such tag."""
    found: Counter[str] = Counter()
    for match in _TEMPLATE_TAG.finditer(_FENCE.sub("", body)):
        value, _, filters = (match[3] or "").rpartition("|")
        shown = _short(f"… | {filters}" if value else filters)
        found[
            f"{{% {match[1]} %}}" if match[1] else f"{{{{< {match[2]} >}}}}" if match[2] else f"{{{{ {shown} }}}}"
        ] += 1
    return [
        Loss(f"template tag {name}", "stands in the text as it is" + (f" ({count} times)" if count > 1 else ""))
        for name, count in found.items()
    ]
