"""The seams that ARCHITECTURE.md names, held by reading the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.project import REPOSITORY, Clinic, spawn_command

pytestmark = pytest.mark.no_cover  # nothing of clinic runs here
PACKAGE = REPOSITORY / "clinic_cli"
MODULES = {
    ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
CORE = [name for name in MODULES if not name.startswith("clinic_cli.cli") and name != "clinic_cli.__main__"]

ONLY = {
    "pyromark": {"clinic_cli.content.markdown"},
    "nh3": {"clinic_cli.exporters.sanitize"},
    "jinja2": {"clinic_cli.exporters.templating"},
    "frontmatter": {"clinic_cli.content.frontmatter"},
    "typer": "clinic_cli.cli",
    "rich": "clinic_cli.cli",
}
"""Libraries, and the only modules, or the only package, that may import them."""

YAML = {"clinic_cli.content.yamlevents", "clinic_cli.content.yamlerrors", "clinic_cli.content.yamlnodes"}
WRITERS = {"clinic_cli.writing"}


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


LONG = 250
"""How many lines of code a module may have, docstrings and blank lines aside."""
LONGER = {
    "clinic_cli.content.schema": "the one declaration of all fields",
    "clinic_cli.content.markdown": "the inner loop of every run",
    "clinic_cli.content.testimonial": "one type from three kinds of file",
    "clinic_cli.content.yamledits": "every way to change a key where it stands",
    "clinic_cli.cli.consent": "five commands and their questions",
    "clinic_cli.importers.html": "every element of HTML",
    "clinic_cli.importers.markdown": "every element of Markdown",
    "clinic_cli.rules.promises": "every way to promise too much",
}
"""Modules that are longer, and what makes them one thing."""


@cache
def imports(name: str) -> tuple[str, ...]:
    """Return what a module imports, anywhere in it, but for the sake of types."""
    return tuple(_imports(name, tree_of(name)))


def _imports(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from _imports(name, node)


@cache
def calls(name: str) -> tuple[tuple[str, ast.Call], ...]:
    """Return the calls in a module, with the names that are called."""
    nodes = (node for node in ast.walk(tree_of(name)) if isinstance(node, ast.Call))
    return tuple((ast.unparse(node.func), node) for node in nodes)


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_imported_where_it_belongs(library: str) -> None:
    users = {name for name in MODULES if any(each.partition(".")[0] == library for each in imports(name))}
    allowed = ONLY[library]
    if isinstance(allowed, str):
        assert {name for name in users if not name.startswith(allowed)} == set()
    else:
        assert users == allowed


def test_yaml_is_parsed_in_one_place() -> None:
    users = {name for name in CORE if any(each.partition(".")[0] == "yaml" for each in imports(name))}
    assert users <= YAML


def test_the_core_knows_no_command_line() -> None:
    for name in CORE:
        assert not [each for each in imports(name) if each.startswith("clinic_cli.cli")], name


def test_the_core_neither_prints_nor_exits() -> None:
    forbidden = {"print", "input", "exit", "quit", "sys.exit", "os._exit", "breakpoint"}
    for name in CORE:
        # the other half of a run ends without what Python does at an end, which is the first half's to do
        ending = {"os._exit"} if name == "clinic_cli.parallel" else set()
        assert {called for called, _ in calls(name)}.isdisjoint(forbidden - ending), name
        assert "sys.stdout" not in (text := MODULES[name].read_text(encoding="utf-8")), name
        assert "sys.stderr" not in text, name


def test_one_module_writes_files() -> None:
    changing = {
        "os.replace", "os.rename", "os.unlink", "os.remove", "os.makedirs", "os.mkdir", "os.chmod", "os.rmdir", "os.symlink",
        "shutil.copy", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree", "tempfile.mkstemp",
    }  # fmt: skip
    methods = (
        "write_text",
        "write_bytes",
        "unlink",
        "rename",
        "replace_with",
        "mkdir",
        "touch",
        "rmdir",
        "symlink_to",
        "chmod",
    )
    for name in sorted(set(MODULES) - WRITERS):
        for called, call in calls(name):
            assert called not in changing, f"{name}: {called}"
            assert called.rpartition(".")[2] not in methods, f"{name}: {called}"
            if called in ("open", "os.fdopen") or called.endswith(".open"):
                words = [
                    each.value
                    for each in ast.walk(call)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                # what one process tells the other goes through a pipe
                writes = name != "clinic_cli.parallel" and any(
                    set(word) & set("wax+") for word in words if len(word) < 4
                )
                assert not writes, f"{name}: {ast.unparse(call)}"


def test_rules_are_pure() -> None:
    impure = {
        "os",
        "pathlib",
        "subprocess",
        "random",
        "time",
        "socket",
        "urllib.request",
        "clinic_cli.writing",
        "clinic_cli.editing",
    }
    for name in MODULES:
        if name.startswith("clinic_cli.rules") and name != "clinic_cli.rules.pages":  # which makes the documentation
            for each in imports(name):
                assert each not in impure, f"{name}: {each}"
                assert not each.startswith(("os.", "pathlib.", "subprocess.", "clinic_cli.writing.")), f"{name}: {each}"
            assert {"datetime.now", "date.today", "datetime.today"}.isdisjoint(called for called, _ in calls(name)), (
                name
            )


def test_exporters_and_reporters_do_not_see_records() -> None:
    private = (
        "clinic_cli.content.testimonial.Testimonial",
        "clinic_cli.content.article.Article",
        "clinic_cli.workspace",
    )
    for name in MODULES:
        if name.startswith("clinic_cli.exporters."):
            assert not [each for each in imports(name) if each.startswith(private)], name


def test_time_is_an_argument() -> None:
    for name in sorted(set(CORE) - {"clinic_cli.workspace", "clinic_cli.journal"}):
        assert {"datetime.now", "date.today", "datetime.today", "datetime.utcnow"}.isdisjoint(
            each for each, _ in calls(name)
        ), name


def lines_of_code(name: str) -> int:
    told: set[int] = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            told |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()
    return sum(1 for number, line in enumerate(lines, 1) if line.strip() and number not in told)


def test_no_module_does_everything() -> None:
    lengths = {name: lines_of_code(name) for name in MODULES}
    long = {name for name, length in lengths.items() if length > LONG}
    assert long - set(LONGER) == set()
    assert set(LONGER) - long == set(), "an exception that is needed no more"


def test_names_are_words_of_the_field() -> None:
    for name in MODULES:
        assert {"utils", "util", "helpers", "helper", "common", "misc", "base"}.isdisjoint(name.split(".")), name
    for name in MODULES:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.ClassDef):
                assert not node.name.endswith(("Manager", "Helper", "Util", "Utils", "Impl")), f"{name}.{node.name}"


def public(name: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield the public classes, functions and methods of a module; what a base class describes is left to it."""
    for node in tree_of(name).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield f"{name}.{node.name}", node
            for inner in (
                node.body
                if isinstance(node, ast.ClassDef) and not set(map(ast.unparse, node.bases)) - PLAIN_BASES
                else ()
            ):
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{name}.{node.name}.{inner.name}", inner


PLAIN_BASES = {"NamedTuple", "StrEnum", "Protocol", "ClinicError", "ValueError"}
PLAIN = {"clinic_cli.content.yamlnodes", "clinic_cli.content.yamltree"}
"""Modules whose nodes all have a `span`, said once."""


@pytest.mark.parametrize("name", MODULES)
def test_what_is_public_is_described_in_a_sentence(name: str) -> None:
    assert ast.get_docstring(tree_of(name)), name
    for qualified, node in public(name):
        if name in PLAIN and qualified.endswith(".span"):
            continue
        inherited = any(ast.unparse(each) == "override" for each in getattr(node, "decorator_list", []))
        setter = any(ast.unparse(each).endswith(".setter") for each in getattr(node, "decorator_list", []))
        text = ast.get_docstring(node)  # type: ignore[arg-type]
        assert text or inherited or setter, qualified
        if text:
            assert (
                text.rstrip().endswith((".", ":", "`", '"', ")", "?", "!")) or "Examples:" in text or "Good:" in text
            ), qualified


def test_nothing_names_this_machine() -> None:
    words = ("/work/", "/tmp/")
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        assert not [word for word in words if word in text], name


def loaded_by(clinic: Clinic, *argv: str) -> set[str]:
    """Return the modules that a command loads in a process of its own."""
    code = (
        "import sys; from clinic_cli.cli.main import run; sys.argv = ['clinic', *sys.argv[1:]]\n"
        "try: run()\nfinally: sys.stderr.write('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv],
        cwd=clinic.root,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": ""},
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.rpartition("\n")[2].split())


@pytest.mark.parametrize(
    ("argv", "heavy"),
    [
        (("lint",), {"rich", "jinja2", "nh3", "pydantic", "asyncio"}),
        (("lint", "--format", "json"), {"rich", "jinja2", "nh3", "pydantic"}),
        (("list", "articles", "--format", "json"), {"rich", "jinja2", "nh3", "pydantic"}),
        (("list", "testimonials", "--format", "ids"), {"rich", "jinja2", "nh3", "pydantic"}),
        (("rule", "missing-title"), {"rich", "jinja2", "nh3", "pydantic"}),
        (("schema", "article"), {"rich", "jinja2", "nh3", "pydantic"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_loads_what_it_needs(clinic: Clinic, argv: tuple[str, ...], heavy: set[str]) -> None:
    clinic.article()
    assert loaded_by(clinic, *argv) & heavy == set()


PARSING = {
    "yaml",
    "frontmatter",
    "pyromark",
    "dataclasses",
    "clinic_cli.content.article",
    "clinic_cli.content.testimonial",
    "clinic_cli.content.text",
    "clinic_cli.lint.linter",
    "clinic_cli.rules.form",
    "clinic_cli.rules.claims",
}
"""What reads a document and judges it, some of it for each."""


def test_a_check_of_what_did_not_change_loads_no_parser_and_no_rule(clinic: Clinic) -> None:
    clinic.config('name = "Sample Clinic"\nhold_overdue_reviews = true\n[lint.options.reading-grade]\ngrade = 10\n')
    clinic.article(front="title: A walk\nstatus: published\ndate: 2026-03-01\n")
    assert loaded_by(clinic, "lint", "--as-of", "2026-06-15") >= PARSING
    assert not loaded_by(clinic, "lint", "--as-of", "2026-06-15") & {*PARSING, "clinic_cli.writing"}


def test_a_list_of_what_did_not_change_loads_no_parser(clinic: Clinic) -> None:
    for number in range(12):
        clinic.article(f"walk-{number}")
    argv = ("list", "articles", "--format", "json")
    assert not loaded_by(clinic, *argv) & {"pyromark", "clinic_cli.rules.registry"}
    assert not loaded_by(clinic, *argv) & {"yaml", "frontmatter", "clinic_cli.content.article", "clinic_cli.writing"}


def test_a_configuration_is_read_without_the_yaml_library() -> None:
    code = (
        "import sys; from clinic_cli.config import parse_config; from clinic_cli.source import SourceFile\n"
        "config = parse_config(SourceFile('clinic.toml', sys.stdin.buffer.read()))\n"
        "assert config.hold_overdue_reviews and config.lint.options == {'reading-grade': {'grade': 10}}\n"
        "sys.exit('yaml' in sys.modules)"
    )
    text = b"hold_overdue_reviews = true\n[lint.options.reading-grade]\ngrade = 10\n"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, input=text, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    from clinic_cli import __version__

    result = spawn_command("--version", cwd=tmp_path)
    assert result == (0, f"clinic {__version__}\n", "")
