"""The configuration: clinic.toml, or [tool.clinic] in pyproject.toml, found from a folder upwards."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content import schema
from clinic_cli.content.checking import TOML, Checker, Values, shorten
from clinic_cli.content.places import node_of, place_of
from clinic_cli.content.tomlerrors import TomlError
from clinic_cli.content.tomltree import compose_toml, many_parts
from clinic_cli.content.yamltree import EMPTY, Mapping
from clinic_cli.errors import ClinicError, ConfigError
from clinic_cli.source import SourceFile, Span, read_bounded

if TYPE_CHECKING:
    from collections import abc
    from zoneinfo import ZoneInfo

    from clinic_cli.diagnostics import Severity

FILE_NAME: Final = "clinic.toml"
SHARED_FILE_NAME: Final = "pyproject.toml"
FORMATS: Final = ("html", "json", "fragments", "wxr", "csv")


class Author(NamedTuple):
    """A member of the roster."""

    id: str
    name: str
    credentials: str = ""
    license_kind: str = ""
    license_number: str = ""
    url: str = ""
    supervisor: str = ""
    bio: str = ""

    @property
    def byline(self) -> str:
        """Name and credentials, as they stand behind "By"."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class Address(NamedTuple):
    """Where the clinic is."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Selection(NamedTuple):
    """What goes to an export target; empty parts select everything."""

    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    content: str = "all"


class Target(NamedTuple):
    """An export target."""

    name: str
    format: str
    channel: str = "website"
    out: str = ""
    base_url: str = ""
    article_url: str = ""
    select: Selection = Selection()

    @property
    def folder(self) -> str:
        """Output folder, from the project's root."""
        return self.out or f"public/{self.name}"


class LintConfig(NamedTuple):
    """Which rules run, and how; empty `select` means those that are on by default."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: abc.Mapping[str, Severity | None] = {}
    per_path: abc.Mapping[str, tuple[str, ...]] = {}
    options: abc.Mapping[str, abc.Mapping[str, object]] = {}


class Config(NamedTuple):
    """A project's settings; `source` is None for a folder that has none, which then uses the defaults."""

    source: SourceFile | None = None
    node: Mapping = EMPTY
    name: str = ""
    url: str = ""
    timezone: ZoneInfo | None = None
    language: str = "en"
    sms: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    opening_hours: tuple[str, ...] = ()
    address: Address = Address()
    jurisdictions: tuple[str, ...] = ()
    hold_overdue_reviews: bool = False
    authors: abc.Mapping[str, Author] = {}
    lint: LintConfig = LintConfig()
    targets: abc.Mapping[str, Target] = {}

    def at(self, *keys: str | int) -> Span:
        """Return the span of a setting, or of the nearest thing to it that is written."""
        return place_of(self.node, keys, Span(0, 0))

    def at_key(self, *keys: str) -> Span:
        """Return the span of a setting's name, or of the nearest thing to the setting that is written."""
        holder = node_of(self.node, keys[:-1])
        entry = holder.entries.get(keys[-1]) if isinstance(holder, Mapping) else None
        return entry.key.span if entry else self.at(*keys)


def output_folders(config: Config) -> dict[str, str]:
    """Return the folder that each target is exported to, and each format that is exported without a target."""
    return {
        **{name: target.folder for name, target in config.targets.items()},
        **{format: Target(format, format).folder for format in FORMATS},
    }


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from one upwards, that holds a configuration, or None."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE_NAME) or _names_clinic(folder / SHARED_FILE_NAME):
            return folder
    return None


def _names_clinic(path: Path) -> bool:
    """Whether a pyproject.toml has a [tool.clinic]; one that cannot be read is somebody else's."""
    try:
        data = read_bounded(path)
    except ClinicError:
        return False
    if b"clinic" not in data:
        return False
    try:
        text = data.decode()
        tool = None if many_parts(text) else tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return b"[tool.clinic" in data
    return isinstance(tool, dict) and "clinic" in tool


def read_config(root: Path) -> Config:
    """Return the configuration of a root folder; raise ConfigError at the first thing wrong with it."""
    path = root / FILE_NAME
    shared = not os.path.lexists(path)
    if shared:
        path = root / SHARED_FILE_NAME
        if not _names_clinic(path):
            return Config()
    source = SourceFile(path.name, read_bounded(path))
    return parse_config(source, shared=shared)


def parse_config(source: SourceFile, *, shared: bool = False) -> Config:
    """Return the settings in a file's text; `shared` looks for them under [tool.clinic]."""
    if source.bad_byte is not None:
        raise ConfigError(
            source.path,
            *source.lines.location(source.bad_byte),
            "this byte is not UTF-8 text",
            "Save the file as UTF-8.",
        )
    try:
        root = compose_toml(source.text)
    except TomlError as error:
        raise ConfigError(source.path, error.line, error.column, error.message, error.help) from error
    node = node_of(root, ("tool", "clinic")) if shared else root
    if not isinstance(node, Mapping):
        raise ConfigError(source.path, 1, 1, "[tool.clinic] is not a table", "Write it as [tool.clinic].")
    checker = Checker(wording=TOML)
    values = checker.mapping(node, schema.CONFIG, missing_at=Span(0, 0))
    for key in checker.foreign:
        checker.report(
            "unknown-key",
            key.span,
            f"There is no setting `{shorten(key.text)}`.",
            "See `clinic schema config` for those there are.",
        )
    _check_targets(checker, node)
    zone = _zone(checker, node, name) if (name := values.line("timezone")) else None
    if checker.problems:
        problem = min(checker.problems, key=lambda each: each.span)
        raise ConfigError(source.path, *source.lines.location(problem.span.start), problem.message, problem.help)
    return _config(source, node, values, zone)


def _zone(checker: Checker, node: Mapping, name: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        checker.report(
            "invalid-value",
            place_of(node, ("timezone",), Span(0, 0)),
            f"`{shorten(name)}` is no time zone.",
            "Write one such as America/Los_Angeles.",
        )
        return None


def _check_targets(checker: Checker, node: Mapping) -> None:
    exports = node.get("export")
    if not isinstance(exports, Mapping):
        return
    for name, entry in exports.entries.items():
        if name in FORMATS:
            checker.report(
                "invalid-value",
                entry.key.span,
                f"`{name}` is a format, so it cannot name a target.",
                "Give the target another name, such as website.",
            )
        elif isinstance(entry.value, Mapping) and "format" not in entry.value.entries:
            checker.report(
                "missing-field",
                entry.key.span,
                f"The target `{name}` has no format.",
                f"Write `format = ...`, one of: {', '.join(FORMATS)}.",
            )


def _config(source: SourceFile, node: Mapping, values: Values, zone: ZoneInfo | None) -> Config:
    address, authors, targets = values.values("address"), values.values("authors"), values.values("export")
    return Config(
        source=source,
        node=node,
        name=values.line("name"),
        url=values.line("url").rstrip("/"),
        timezone=zone,
        language=values.line("language") or "en",
        sms=values.line("sms"),
        phone=values.line("phone"),
        email=values.line("email"),
        hours=values.line("hours"),
        opening_hours=values.lines("opening_hours"),
        address=Address(*(address.line(name) for name in ("street", "city", "region", "postal_code", "country")))
        if address
        else Address(),
        jurisdictions=values.lines("jurisdictions"),
        hold_overdue_reviews=values.flag("hold_overdue_reviews"),
        authors={id: _author(id, each) for id, each in authors.named().items()} if authors else {},
        lint=_lint(values.values("lint") or Values({})),
        targets={name: _target(name, each) for name, each in targets.named().items()} if targets else {},
    )


def _author(id: str, values: Values) -> Author:
    license = values.values("license") or Values({})
    return Author(
        id,
        values.line("name"),
        values.line("credentials"),
        license.line("kind"),
        license.line("number"),
        values.line("url"),
        values.line("supervisor"),
        values.line("bio"),
    )


def _target(name: str, values: Values) -> Target:
    select = values.values("select") or Values({})
    selection = Selection(
        select.lines("tags"), select.lines("authors"), select.lines("lang"), select.line("content") or "all"
    )
    return Target(
        name,
        values.line("format"),
        values.line("channel") or "website",
        values.line("out"),
        values.line("base_url"),
        values.line("article_url"),
        selection,
    )


def _lint(values: Values) -> LintConfig:
    from clinic_cli.diagnostics import Severity

    severities = values.values("severity")
    per_path = values.values("per_path")
    options = values.values("options")
    return LintConfig(
        select=values.lines("select"),
        extend_select=values.lines("extend_select"),
        ignore=values.lines("ignore"),
        severity={rule: None if level == "off" else Severity(str(level)) for rule, level in severities.items.items()}
        if severities
        else {},
        per_path={pattern: per_path.lines(pattern) for pattern in per_path.items} if per_path else {},
        options={rule: dict(each.items) for rule, each in options.named().items()} if options else {},
    )


def project_root(explicit: Path | None) -> Path:
    """Return the root a command works in: the one found upwards from the folder named or the current one, or that folder.

    Raises ClinicError where the one named is no folder.
    """
    if explicit is None:
        here = Path.cwd()
        return find_root(here) or here
    if not explicit.is_dir():
        raise ClinicError(f"{explicit}: no such folder", "Name the folder that holds clinic.toml.")
    here = explicit.resolve()
    return find_root(here) or here
