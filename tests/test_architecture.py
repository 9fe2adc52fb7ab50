"""The seams that ARCHITECTURE.md names, held by the syntax trees of the modules."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import clinic_cli

PACKAGE = Path(clinic_cli.__file__).parent
MODULES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
CORE = {name: tree for name, tree in MODULES.items() if not name.startswith("cli/") and name != "__main__.py"}


def imports(tree: ast.AST) -> set[str]:
    """Return the modules that a module names in its imports, wherever they stand."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def importers_of(package: str) -> set[str]:
    """Return the modules that import a package."""
    return {
        name
        for name, tree in MODULES.items()
        if any(each == package or each.startswith(f"{package}.") for each in imports(tree))
    }


def calls(tree: ast.AST) -> set[str]:
    """Return the dotted names of what a module calls."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("package", ["typer", "rich"])
def test_only_the_command_line_knows_the_terminal(package: str) -> None:
    assert {name for name in importers_of(package) if not name.startswith("cli/")} == set()


def test_the_core_never_imports_the_command_line() -> None:
    assert {name for name in importers_of("clinic_cli.cli") if not name.startswith("cli/")} <= {"__main__.py"}


@pytest.mark.parametrize("name", sorted(CORE.keys() - {"lint/parallel.py"}))  # a forked worker ends itself
def test_the_core_neither_prints_nor_exits(name: str) -> None:
    assert calls(CORE[name]).isdisjoint(("print", "input", "sys.exit", "exit", "quit", "os._exit"))


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {"writing.py", "lint/parallel.py"}))  # which opens a pipe
def test_only_one_module_writes_files(name: str) -> None:
    writes = {"os.replace", "os.rename", "os.unlink", "os.remove", "shutil.rmtree", "shutil.move", "shutil.copy"}
    assert calls(MODULES[name]).isdisjoint(writes)
    for node in ast.walk(MODULES[name]):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        assert not called.endswith((".write_text", ".write_bytes", ".unlink"))
        if called == "open":
            modes = [each.value for each in (*node.args[1:2], *(k.value for k in node.keywords if k.arg == "mode"))
                     if isinstance(each, ast.Constant)]  # fmt: skip
            assert not any(set(str(mode)) & set("wax+") for mode in modes)


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("pyromark", {"content/markdown.py", "content/pieces.py"}),
        ("nh3", {"exporters/sanitize.py"}),
        ("frontmatter", {"content/frontmatter.py"}),
    ],
)
def test_a_library_is_known_in_few_places(package: str, homes: set[str]) -> None:
    found = importers_of(package)
    assert found
    assert found <= homes


def test_rules_are_pure() -> None:
    impure = {"os", "pathlib", "subprocess", "clinic_cli.writing", "clinic_cli.editing", "clinic_cli.workspace"}
    for name, tree in MODULES.items():
        if name.startswith("rules/") and name != "rules/pages.py":  # which writes the documentation
            assert imports(tree).isdisjoint(impure), name
            assert calls(tree).isdisjoint({"open", "date.today", "datetime.now"}), name


def test_reporters_return_text() -> None:
    for name, tree in MODULES.items():
        if name.startswith("reporters/"):
            assert imports(tree).isdisjoint({"clinic_cli.writing", "sys"}), name


def test_exporters_never_see_a_record() -> None:
    records = {"clinic_cli.content.testimonial.Testimonial", "clinic_cli.content.article.Article"}
    seen = {name for name, tree in MODULES.items() if name.startswith("exporters/") and imports(tree) & records}
    assert seen == set()


def test_only_the_workspace_asks_the_clock() -> None:
    clock = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}
    assert {name for name, tree in MODULES.items() if calls(tree) & clock} <= {"workspace.py"}


@pytest.mark.parametrize("name", MODULES)
def test_public_names_say_what_they_do(name: str) -> None:
    tree = MODULES[name]
    assert ast.get_docstring(tree), name
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}: {node.name}"
