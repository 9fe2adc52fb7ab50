"""Checks of exports by programs that nobody here wrote: slow, with a browser and Java, run by `make check-export`."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clinic_cli.config import Target
from clinic_cli.exporters.run import export
from clinic_cli.workspace import Workspace
from tests.exporters.sample import BASE, fill
from tests.project import REPOSITORY, Clinic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

NODE_MODULES = Path(os.environ.get("CLINIC_NODE_MODULES", REPOSITORY / "build" / "check" / "node_modules"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return fill(Clinic(tmp_path_factory.mktemp("sample")))


@pytest.fixture(scope="session")
def exported(sample: Clinic) -> Callable[..., Path]:
    """Return the folder of an export of a clinic, the sample by default; each is made once."""

    @functools.cache
    def make(format: str, base_url: str = BASE, root: Path = sample.root) -> Path:
        out = root / "out" / f"{format}-{abs(hash(base_url))}"
        target = Target(format, format, out=str(out), base_url=base_url)
        export(Workspace.open(root), target, date(2026, 5, 1))
        return out

    return make


@pytest.fixture(scope="session")
def repository_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample clinic of this repository."""
    root = tmp_path_factory.mktemp("repository")
    for name in ("articles", "images"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("testimonials.yaml", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root / name)
    return root


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Return the address of a folder, served below a path with a content security policy."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(folder: Path, below: str = "/", policy: str = STRICT) -> str:
        class Handler(http.server.SimpleHTTPRequestHandler):
            def translate_path(self, path: str) -> str:
                if not path.startswith(below):
                    return "/nowhere"
                return super().translate_path("/" + path.removeprefix(below))

            def end_headers(self) -> None:
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                super().end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{below}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def node_module() -> Callable[[str], Path]:
    """Return the path of a file of an npm package."""

    def find(path: str) -> Path:
        found = NODE_MODULES / path
        assert found.is_file(), f"{found}: run `make check-export`, which installs it"
        return found

    return find
