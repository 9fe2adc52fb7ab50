"""Page templates: Jinja2 in a sandbox, escaped by default, each taken from the clinic's own folder where it has one."""

from __future__ import annotations

import json
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from jinja2 import Template
    from jinja2.bccache import Bucket

FOLDER: Final = "templates"
_DEFAULTS: Final = Path(__file__).parent / FOLDER


@cache
def default_templates() -> dict[str, str]:
    """Return the templates that come with clinic, by name, in order of name."""
    return {path.name: path.read_text("utf-8") for path in sorted(_DEFAULTS.iterdir()) if path.is_file()}


def to_script(value: object) -> Markup:
    """Return a value as JSON that can stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, code)
    return Markup(text)  # noqa: S704 - nothing in it can end the element


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with a short way to the fields of our own views, which hold nothing but values to show."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "_fields", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _Missing(StrictUndefined):
    """A name that does not exist, told of in the words of whoever writes templates."""

    @property
    def _undefined_message(self) -> str:
        fields = getattr(type(self._undefined_obj), "_fields", ())
        name = self._undefined_name
        return f"there is no `{name}` here, only {', '.join(fields)}" if fields else super()._undefined_message


class _Compiled(BytecodeCache):
    """What templates were compiled to, as long as the process lives: a preview makes its pages at every change.

    Nothing of it is written to a file, where somebody else could put code of theirs.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.checksum, bucket.code


_COMPILED: Final = _Compiled()


class Templates:
    """The templates of one export; each is compiled once."""

    def __init__(self, own: Callable[[str], str | None]) -> None:
        self._own = own
        self._environment = _Sandbox(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=_Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.filters["tojson"] = to_script
        self._compiled: dict[str, Template] = {}

    def source(self, name: str) -> str | None:
        """Return a template's text: the clinic's own, or the one that comes with clinic, or None."""
        own = self._own(name)
        return default_templates().get(name) if own is None else own

    def _load(self, name: str) -> tuple[str, str, None] | None:
        text = self.source(name)
        return None if text is None else (text, f"{FOLDER}/{name}", None)

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Return a filled template; raise ClinicError that names the template and line at fault."""
        try:
            template = self._compiled.get(name)
            if template is None:
                template = self._compiled[name] = self._environment.get_template(name)
            return template.render(values)
        except TemplateSyntaxError as error:
            _fail(error.name or name, error.lineno, error.message or "cannot be read")
        except TemplateNotFound as error:
            _fail(name, 1, f"there is no template `{error.name}`")
        except (
            TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            _fail(*_place_of(error, name), str(error))


def _place_of(error: Exception, name: str) -> tuple[str, int]:
    """Return the innermost template line that an error came through."""
    place = (name, 1)
    for frame in traceback.extract_tb(error.__traceback__):
        folder, _, file = frame.filename.rpartition("/")
        if folder == FOLDER:
            place = (file, frame.lineno or 1)
    return place


def _fail(name: str, line: int, message: str) -> NoReturn:
    raise ClinicError(
        f"{FOLDER}/{name}:{line}: {message}", "Correct the template, or move it away to use the one of clinic."
    ) from None
