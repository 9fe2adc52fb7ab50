"""A clinic's folder: where it is, how it is configured, and which content files it holds."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.config import Config, project_root, read_config
from clinic_cli.errors import ClinicError
from clinic_cli.source import MAX_BYTES, SourceFile, read_bytes

if TYPE_CHECKING:
    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial, TestimonialFile

ARTICLES: Final = "articles"
TESTIMONIALS: Final = "testimonials"
TESTIMONIALS_FILE: Final = "testimonials.yaml"
INBOX_FILE: Final = "testimonials.inbox.yaml"
_SKIPPED: Final = frozenset(("node_modules", "__pycache__", "venv"))


class Oddity(NamedTuple):
    """Something in a content folder that is no content: a folder named like a file, or a link that leads away."""

    path: str
    message: str
    help: str


class Listing(NamedTuple):
    """Content files of a project, as paths from its root, in the same order on every system.

    `others` are no content, but findings may lie there: the configuration.
    """

    articles: tuple[str, ...]
    testimonials: tuple[str, ...]
    oddities: tuple[Oddity, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all."""
        return frozenset((*self.articles, *self.testimonials, *(each.path for each in self.oddities), *self.others))


class Project(NamedTuple):
    """Everything a project holds, parsed."""

    articles: tuple[Article, ...]
    testimonial_files: tuple[TestimonialFile, ...]

    @property
    def testimonials(self) -> tuple[Testimonial, ...]:
        """All records of all files."""
        return tuple(record for file in self.testimonial_files for record in file.records)

    def refuse_unread(self) -> None:
        """Raise ClinicError where a file of testimonials cannot be read, so that nobody takes it for an empty one."""
        for file in self.testimonial_files:
            refuse_unread(file)

    @property
    def tags(self) -> frozenset[str]:
        """All tags in use."""
        return frozenset(
            tag for tags in (*(a.tags for a in self.articles), *(t.tags for t in self.testimonials)) for tag in tags
        )


class Workspace(NamedTuple):
    """A project's root folder and settings; every path a command shows is taken from here."""

    root: Path
    config: Config

    @classmethod
    def open(cls, project: Path | None = None) -> Workspace:
        """Return the workspace of the folder named, or of the nearest one upwards; raise ClinicError."""
        root = project_root(project)
        return cls(root, read_config(root))

    def today(self) -> date:
        """Return the day it is in the clinic's time zone."""
        return datetime.now(self.config.timezone).date()

    def listing(self) -> Listing:
        """Return the project's content files."""
        articles, odd = scan(self.root, ARTICLES)
        pages, more = scan(self.root, TESTIMONIALS)
        files: list[str] = []
        for name in (TESTIMONIALS_FILE, INBOX_FILE):
            if oddity := _odd_file(self.root, name):
                more.append(oddity)
            elif os.path.lexists(self.root / name):
                files.append(name)
        more += [
            Oddity(
                name,
                f"This file is not read: its name is not {TESTIMONIALS_FILE}.",
                f"Rename it to {TESTIMONIALS_FILE}.",
            )
            for name in ("testimonials.yml", "testimonial.yaml")
            if (self.root / name).is_file()
        ]
        return Listing(tuple(articles), tuple(files + pages), tuple(odd + more))

    def listing_of(self, paths: list[Path]) -> Listing:
        """Return the content files that paths name, or that lie below them; raise ClinicError for a path that is not there.

        The project's own folder stands for its content, not for every page of Markdown that lies in it.
        """
        articles: list[str] = []
        testimonials: list[str] = []
        odd: list[Oddity] = []
        for path in paths:
            shown = self.display_path(path)
            if shown == "." and (whole := self.listing()).paths:
                articles += whole.articles
                testimonials += whole.testimonials
                odd += whole.oddities
            elif path.is_dir():
                found, more = scan(self.root, shown)
                odd += more
                for page in found:
                    (testimonials if holds_testimonials(page) else articles).append(page)
                testimonials += [
                    f"{shown}/{name}" if shown != "." else name
                    for name in (TESTIMONIALS_FILE, INBOX_FILE)
                    if (path / name).is_file()
                ]
            elif not os.path.lexists(path):
                raise ClinicError(
                    f"{path}: no such file or folder",
                    "Check the spelling, or leave the path out to take the whole project.",
                )
            elif oddity := _odd_file(self.root, shown):
                odd.append(oddity)
            elif is_content(shown):
                (testimonials if holds_testimonials(shown) else articles).append(shown)
            else:
                raise ClinicError(
                    f"{path}: neither an article (.md) nor {TESTIMONIALS_FILE}",
                    "Name content files, or a folder that holds some.",
                )
        return Listing(tuple(dict.fromkeys(articles)), tuple(dict.fromkeys(testimonials)), tuple(dict.fromkeys(odd)))

    def read(self, path: str) -> SourceFile:
        """Return a content file; raise ClinicError where it cannot be read."""
        return SourceFile(path, read_bytes(os.path.join(self.root, path), MAX_BYTES + 1))

    def peek(self, path: str) -> SourceFile | None:
        """Return a file that a report quotes from, or None for what is no readable file of this project."""
        try:
            return None if _odd_file(self.root, path) else self.read(path)
        except (ClinicError, OSError, ValueError):  # what a cache names may be no name at all
            return None

    def parse_article(self, path: str) -> Article:
        """Return the article in a file."""
        from clinic_cli.content.article import parse_article

        return parse_article(self.read(path), self.config.timezone)

    def parse_testimonials(self, path: str) -> TestimonialFile:
        """Return the testimonials in a file."""
        from clinic_cli.content.testimonial import parse_testimonials

        return parse_testimonials(self.read(path), self.config.timezone)

    def parse(self, listing: Listing | None = None) -> Project:
        """Return the whole project, parsed, its articles without their texts until somebody asks for one."""
        listing = listing or self.listing()

        def parse_lean(path: str) -> Article:
            article = self.parse_article(path)
            article.source.rest()
            return article

        return Project(
            tuple(map(parse_lean, listing.articles)),
            tuple(self.parse_testimonials(path) for path in listing.testimonials),
        )

    def display_path(self, path: Path) -> str:
        """Return a path as reports show it: from the root, with forward slashes; absolute on another Windows drive."""
        absolute = os.path.normpath(Path.cwd() / path)
        try:
            return Path(os.path.relpath(absolute, self.root)).as_posix()
        except ValueError:
            return Path(absolute).as_posix()


def refuse_unread(file: TestimonialFile) -> None:
    """Raise ClinicError where nothing of a file of testimonials could be read."""
    if file.fault:
        raise ClinicError(
            f"{file.path} cannot be read ({file.fault})",
            f"Mend the file, as clinic lint {file.path} tells, and run the command again.",
        )


def is_content(path: str) -> bool:
    """Whether a path can be that of a content file, by its name."""
    return path.endswith(".md") or path.rsplit("/", 1)[-1] in (TESTIMONIALS_FILE, INBOX_FILE)


def holds_testimonials(path: str) -> bool:
    """Whether a content file holds testimonials: by its name, or by the first content folder that it lies in."""
    *folders, name = path.split("/")
    kinds = [folder for folder in folders if folder in (ARTICLES, TESTIMONIALS)]
    return name in (TESTIMONIALS_FILE, INBOX_FILE) or kinds[:1] == [TESTIMONIALS]


def _odd_file(root: Path, name: str) -> Oddity | None:
    """Return what keeps a path in the project from being read as a content file, or None."""
    path = root / name
    if path.is_dir():
        return Oddity(name, "This is a folder, not a file.", "Rename the folder.")
    if not name.startswith("..") and os.path.lexists(path) and not _is_inside(path, root):
        return Oddity(name, "This link leads out of the project, or nowhere.", "Put the file itself here.")
    if path.exists() and not path.is_file():
        return Oddity(name, "This is not a regular file.", "Put a text file here.")
    return None


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def scan(root: Path, folder: str) -> tuple[list[str], list[Oddity]]:
    """Return the Markdown files below a folder of the root, sorted, and what there is odd about the others."""
    found: list[str] = []
    odd: list[Oddity] = []
    home = root / folder if folder.startswith("..") else root
    pending = [folder]
    if os.path.lexists(root / folder) and not _is_inside(root / folder, home):
        return [], [Oddity(folder, "This link leads out of the project, or nowhere.", "Put the folder itself here.")]
    while pending:
        name = pending.pop()
        try:
            with os.scandir(root / name) as entries:
                for entry in entries:
                    _sort_in(
                        entry, entry.name if name == "." else f"{name}/{entry.name}", root, home, found, odd, pending
                    )
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            odd.append(Oddity(name, "This is a file where a folder is expected.", "Rename the file."))
        except OSError as error:
            raise ClinicError(f"{name}: cannot be read: {error.strerror}", "Check the folder's permissions.") from error
    found.sort()
    return found, sorted(odd, key=lambda oddity: oddity.path)


def _sort_in(
    entry: os.DirEntry[str], path: str, root: Path, home: Path, found: list[str], odd: list[Oddity], pending: list[str]
) -> None:
    name = entry.name
    if name[0] == "." or name in _SKIPPED:
        return
    is_page = name.endswith(".md")
    if entry.is_symlink():
        if not _is_inside(root / path, home):
            if is_page or (root / path).is_dir():
                odd.append(Oddity(path, "This link leads out of the project, or nowhere.", "Put the file itself here."))
        elif is_page and entry.is_file():
            found.append(path)
        return  # a linked folder is read where it really stands, so that no ring of links is walked
    if entry.is_dir():
        pending.append(path)
        if is_page:
            odd.append(Oddity(path, "This is a folder with the name of an article.", "Rename the folder without .md."))
    elif is_page:
        if entry.is_file():
            found.append(path)
        else:
            odd.append(Oddity(path, "This is not a regular file.", "Put a text file here."))
    elif name.lower().endswith((".md", ".markdown")):
        odd.append(Oddity(path, "This file is not read: its name does not end in .md.", "Rename it to end in .md."))
