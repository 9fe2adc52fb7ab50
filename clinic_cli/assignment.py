"""Assignments: KEY=VALUE as somebody types it, checked against the schema and made as edits of articles and records."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from clinic_cli.content import schema
from clinic_cli.content.article import Article, parse_article
from clinic_cli.content.checking import closest, plain
from clinic_cli.content.testimonial import Testimonial, parse_testimonials
from clinic_cli.content.yamledits import append_item, delete_item, delete_key, set_key
from clinic_cli.content.yamltree import Mapping, Sequence, compose
from clinic_cli.editing import Change, Content, content_of, rewrite
from clinic_cli.errors import ClinicError, ConflictError
from clinic_cli.workspace import holds_testimonials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Sequence as Listed

    from clinic_cli.config import Config
    from clinic_cli.content.checking import Problem
    from clinic_cli.content.schema import Field
    from clinic_cli.content.yamltext import Value
    from clinic_cli.diagnostics import Edit
    from clinic_cli.source import SourceFile
    from clinic_cli.workspace import Workspace

    Item = Article | Testimonial

_WORD: Final = re.compile(r"([A-Za-z_][\w.-]*?)(\+=|-=|=)(.*)", re.DOTALL)
_TRUE: Final = ("true", "yes", "y", "on", "1")
_FALSE: Final = ("false", "no", "n", "off", "0")
_ELSEWHERE: Final = {
    "article": {"slug": "Run clinic rename SLUG NEW, which keeps the old address and mends links."},
    "testimonial": {
        "id": "An id stands for one client's words for ever.",
        "approved": "clinic writes it when a consent is recorded.",
        "revoked_words": "clinic writes it when a consent is taken back.",
        "consent.revoked_on": "Run clinic consent revoke ID.",
    },
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """One thing to do: `=` sets a key (None deletes it), `+=` and `-=` add a text to a list or take it out."""

    keys: tuple[str, ...]
    operator: str
    value: Value


def is_assignment(word: str) -> bool:
    """Whether a word of the command line is KEY=VALUE rather than an id."""
    return bool(_WORD.fullmatch(word))


def read_assignment(word: str, kind: str, config: Config) -> tuple[Assignment, ...]:
    """Return what a word asks of an article or a testimonial, one step for each text that goes to a list or leaves it.

    Raises ClinicError where the schema has no such key or value.
    """
    match = _WORD.fullmatch(word)
    assert match is not None
    name, operator, text = match.groups()
    keys = tuple(name.split("."))
    help = _ELSEWHERE[kind].get(name)
    if kind == "testimonial" and keys[0] == "consent" and not name.startswith("consent.x-"):
        help = help or "It says what the client signed. Run clinic consent renew ID, or clinic consent grant ID."
    if help:
        raise ClinicError(f"`{name}` is not set by hand", help)
    field = _field(keys, schema.BY_NAME[kind])
    if field is None:
        return (Assignment(keys, operator, text or None),)
    if not field.shorthand and field.kind == "mapping":
        raise ClinicError(
            f"`{name}` is a group of keys", f"Name one, as in {name}.{field.fields[0].name}=..., or edit the file."
        )
    if field.shorthand and text:
        keys, field = (*keys, field.shorthand), field.by_name[field.shorthand]
    if operator != "=" and field.kind != "list":
        raise ClinicError(f"`{name}` is not a list", f"Write {name}=... to set it.")
    if operator != "=" and not text:
        raise ClinicError(f"there is nothing behind {name}{operator}", "Write a word there.")
    if kind == "testimonial" and name == "status" and text == "revoked":
        raise ClinicError("a consent is not revoked by hand", "Run clinic consent revoke ID.")
    value = _value(text, field, name) if text else None
    if name in ("authors", "reviewed_by") and operator != "-=":
        _check_roster(value, config, name)
    return tuple(Assignment(keys, operator, each) for each in (_listed(value) if operator != "=" else [value]))


def _field(keys: tuple[str, ...], field: Field) -> Field | None:
    """Return the declaration that keys lead to, None for the user's own `x-` keys; raise ClinicError for any other."""
    for key in keys:
        if key.startswith("x-"):
            return None
        child = field.by_name.get(key)
        if child is None:
            known = tuple(each.name for each in field.fields)
            near = closest(key, known)
            raise ClinicError(
                f"there is no key `{key}`" + (f"; did you mean `{near}`?" if near else ""),
                f"Known keys: {', '.join(known)}." if known else f"`{field.name}` holds one value.",
            )
        field = child
    return field


def _value(text: str, field: Field, name: str) -> Value:
    match field.kind:
        case "list":
            item = field.items
            assert item is not None
            if item.kind == "mapping":
                return [text.strip()]
            return [_value(part.strip(), item, name) for part in text.split(",") if part.strip()]
        case "date":
            return _day(text, name)
        case "boolean":
            if text.lower() not in (*_TRUE, *_FALSE):
                raise ClinicError(f"`{name}` is true or false, not `{text}`", f"Write {name}=true or {name}=false.")
            return text.lower() in _TRUE
        case "integer":
            if not re.fullmatch(r"[+-]?\d{1,9}", text.strip()):
                raise ClinicError(f"`{name}` is a whole number, not `{text}`", "Write digits only.")
            return int(text)
        case "choice" if text not in field.choices:
            near = closest(text, field.choices)
            raise ClinicError(
                f"`{text}` is no {field.name} we know" + (f"; did you mean `{near}`?" if near else ""),
                f"Choose one of: {', '.join(field.choices)}.",
            )
    return text


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ClinicError(
            f"`{name}` is a date, not `{text}`", "Write it as year-month-day, such as 2026-03-01."
        ) from error


def _check_roster(value: Value, config: Config, name: str) -> None:
    roster = tuple(config.authors)
    for id in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(id, str) and id not in config.authors:
            near = closest(id, roster)
            raise ClinicError(
                f"{name}: `{id}` is not in the roster" + (f"; did you mean `{near}`?" if near else ""),
                f"The roster holds: {', '.join(roster)}." if roster else "Add [authors.ID] with a name to clinic.toml.",
            )


def assign(workspace: Workspace, items: Iterable[Item], asked: Callable[[Item], Listed[Assignment]]) -> list[Change]:
    """Return the changes, one a file, that give items what is asked of each; files that hold it already are left out.

    Raises ClinicError where a result would not be valid, before anything is written.
    """
    files: dict[str, list[Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    changes = [
        _assign_in_file(workspace, path, [(_start(item), asked(item)) for item in wanted])
        for path, wanted in files.items()
    ]
    return [change for change in changes if change]


def _assign_in_file(workspace: Workspace, path: str, wanted: list[tuple[int, Listed[Assignment]]]) -> Change | None:
    """Make the first assignment of every item in one go, then the second of every item, and so on."""
    original = source = workspace.read(path)
    content_of(original)
    before = items_in(workspace, original)
    position = {_start(item): at for at, item in before.items()}
    if any(start not in position for start, _ in wanted):
        raise ConflictError(f"{path}: changed while clinic was at work; nothing was written", "Run the command again.")
    for turn in range(max(len(assignments) for _, assignments in wanted)):
        found = items_in(workspace, source)
        meant = [
            (position[start], assignments[turn], edit)
            for start, assignments in wanted
            if turn < len(assignments) and (edit := _edit(source, found[position[start]], assignments[turn]))
        ]
        if meant:
            source = rewrite(source, [edit for *_, edit in meant], partial(_intended, meant=meant)).result
    if source.data == original.data:
        return None
    after = items_in(workspace, source)
    for start, _ in wanted:
        _refuse_new_problem(before[position[start]].problems, after[position[start]].problems, path)
    return Change(path, original, source.data)


def _start(item: Item) -> int:
    return 0 if isinstance(item, Article) else item.node.start


def items_in(workspace: Workspace, source: SourceFile) -> dict[int, Item]:
    """Return the items of a file by their position in its list, 0 for what has a file of its own."""
    if not holds_testimonials(source.path):
        return {0: parse_article(source, workspace.config.timezone)}
    records = parse_testimonials(source, workspace.config.timezone).records
    root = None if source.path.endswith(".md") else compose(source.text)
    if not isinstance(root, Sequence):
        return dict(enumerate(records))
    by_start = {record.node.start: record for record in records}
    return {at: by_start[node.start] for at, node in enumerate(root.items) if node.start in by_start}


def _refuse_new_problem(before: Iterable[Problem], after: Iterable[Problem], path: str) -> None:
    known = {(problem.rule, problem.message) for problem in before}
    for problem in after:
        if (problem.rule, problem.message) not in known:
            raise ClinicError(f"{path}: {problem.message} Nothing was written.", problem.help)


def _edit(source: SourceFile, item: Item, asked: Assignment) -> Edit | None:
    """Return the edit that does what is asked, None where nothing is to be done."""
    if isinstance(item, Article) and item.front.problem:
        raise ClinicError(f"{item.path}: {item.front.problem.message}", "Mend the file first; see clinic lint.")
    if isinstance(item, Testimonial):
        if asked.keys == ("quote",) and item.body:
            raise ClinicError(f"{item.path}: the words stand below the front matter", f"Run clinic edit {item.id}.")
        if item.revoked:
            raise ClinicError(
                f"the client took back the consent of `{item.id}`",
                "Nothing is added to it any more; its words stay away.",
            )
        if asked.keys[0] == "consent" and item.consent is None:
            raise ClinicError(f"`{item.id}` has no consent yet", f"Run clinic consent grant {item.id}.")
    mapping = item.front.mapping if isinstance(item, Article) else item.node
    data: Any = plain(mapping)
    if _assigned(data, asked) == data:
        return None
    for key in asked.keys[:-1]:
        child = mapping.get(key)
        made = _assigned(data, asked)
        if key not in made:
            return delete_key(source, mapping, key)
        if not isinstance(child, Mapping):
            return set_key(source, mapping, key, made[key])
        mapping, data = child, data[key]
        asked = Assignment(asked.keys[1:], asked.operator, asked.value)
    key = asked.keys[-1]
    node = mapping.get(key)
    if asked.operator == "+=" and isinstance(asked.value, str):
        return append_item(source, mapping, key, asked.value)
    if asked.operator == "-=" and isinstance(node, Sequence) and len(node.items) > 1:
        places = [at for at, each in enumerate(node.items) if plain(each) == asked.value]
        if len(places) == 1:
            return delete_item(source, node, places[0])
    value = _assigned(data, asked).get(key)
    return delete_key(source, mapping, key) if value is None else set_key(source, mapping, key, value)


def _spelt_out(key: str, value: object) -> dict[str, Any]:
    """Return the group of keys that plain text stands for, as in `image: path.jpg`; an empty one for nothing."""
    field = schema.ARTICLE.by_name.get(key) or schema.TESTIMONIAL.by_name.get(key)
    return {field.shorthand: value} if field and field.shorthand and isinstance(value, str) else {}


def _listed(value: Value) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def _intended(content: Content, meant: Iterable[tuple[int, Assignment, Edit]]) -> Content:
    """Return a file's content as it is to be read after the edits."""
    data: Any = copy.deepcopy(content.data)
    for position, assignment, _ in meant:
        if isinstance(data, list):
            data[position] = _assigned(data[position], assignment)
        else:
            data = _assigned(data or {}, assignment)
    return Content(data, content.body)


def _assigned(data: Any, asked: Assignment) -> Any:
    """Return plain data with an assignment made."""
    made = dict(data)
    key = asked.keys[0]
    has = made.get(key)
    if len(asked.keys) > 1:
        group = has if isinstance(has, dict) else _spelt_out(key, has)
        value = _assigned(group, Assignment(asked.keys[1:], asked.operator, asked.value)) or None
        if (value or {}) == group:
            value = has
    elif asked.operator == "=":
        value = asked.value
    else:
        listed = has if isinstance(has, list) else [] if has is None else [has]
        if asked.operator == "+=":
            value = listed if asked.value in listed else [*listed, asked.value]
        else:
            value = [each for each in listed if each != asked.value] or None
        if value == listed:
            value = has
    if value is None:
        made.pop(key, None)
    else:
        made[key] = value
    return made
