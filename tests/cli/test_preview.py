from __future__ import annotations

import http.client
import socket
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinic_cli.cli import preview as command
from clinic_cli.preview import server as servers
from clinic_cli.preview.server import PreviewServer, serve
from clinic_cli.preview.site import PreviewSite
from tests.exporters.sample import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.project import Clinic


@pytest.fixture
def running(bare: Clinic) -> Iterator[PreviewServer]:
    fill(bare)
    server = serve(PreviewSite(bare.root, date(2026, 5, 1)), 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def ask(
    server: PreviewServer, path: str, host: str | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    headers = {"Host": host.replace("PORT", str(server.server_port))} if host is not None else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def test_the_site_with_its_drafts_marked(running: PreviewServer) -> None:
    status, headers, text = ask(running, "/")
    assert status == 200
    assert "A slow walk &amp; a talk" in text
    assert "A draft" in text
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "Draft. Readers do not see this page yet." in ask(running, "/articles/draft.html")[2]
    style = ask(running, "/.clinic/preview.css")[2]
    assert 'a[href$="articles/draft.html"]::after { content: "Draft"; }' in style
    assert 'a[href$="articles/later.html"]::after { content: "Scheduled"; }' in style
    assert "walk.html" not in style
    assert "Scheduled. Readers" in ask(running, "/articles/later.html")[2]
    assert "Readers do not see" not in ask(running, "/articles/walk.html")[2]


def test_findings_are_shown_on_the_page_they_are_about(running: PreviewServer, bare: Clinic) -> None:
    bare.article("morning", "title: Morning\nstatus: published\n", "\n[x](gone.pdf) <b>\n")
    text = ask(running, "/articles/morning.html")[2]
    assert "The link leads to `gone.pdf`, which does not exist." in text
    assert "articles/morning.md:6:1 · broken-link" in text


def test_an_article_that_cannot_be_shown_is_named_on_the_first_page(running: PreviewServer, bare: Clinic) -> None:
    bare.article("broken", "title: Broken\ndate: 2026-13-40\nstatus: published\n")
    assert "<b>broken</b> is not shown. The file has a fault in line 3" in ask(running, "/")[2]
    assert ask(running, "/articles/broken.html")[0] == 404


def test_words_without_consent_are_not_shown(running: PreviewServer) -> None:
    for path in ("/", "/testimonials.html", "/articles/walk.html"):
        assert "No consent was given" not in ask(running, path)[2]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost:PORT.evil", ""]
)
def test_a_foreign_host_is_refused(running: PreviewServer, host: str) -> None:
    status, _, text = ask(running, "/", host)
    assert status == 403
    assert "Sample Clinic" not in text


@pytest.mark.parametrize("host", ["localhost:PORT", "127.0.0.1:PORT", "LOCALHOST:PORT"])
def test_this_computer_is_welcome(running: PreviewServer, host: str) -> None:
    assert ask(running, "/", host)[0] == 200


def test_files_of_every_kind(running: PreviewServer) -> None:
    assert ask(running, "/.clinic/preview.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert ask(running, "/.clinic/preview.css")[1]["Content-Type"] == "text/css; charset=utf-8"
    assert ask(running, "/nothing.html")[0] == 404
    assert ask(running, "/../clinic.toml")[0] == 404
    assert ask(running, "/%2e%2e/clinic.toml")[0] == 404
    assert ask(running, "/testimonials.yaml")[0] == 404
    status, headers, text = ask(running, "/index.html", method="HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 1000
    page = ask(running, "/articles/walk.html")[2]
    picture = page.split('src="../')[1].split('"')[0]
    assert ask(running, f"/{picture}")[1]["Content-Type"] == "image/png"
    assert ask(running, "/", method="POST")[0] == 501


def test_a_change_is_told_to_the_page(running: PreviewServer, bare: Clinic) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=60)
    connection.request("GET", "/.clinic/events")
    answer = connection.getresponse()
    first = answer.readline()
    bare.write("templates/footer.html", "<footer>New</footer>")
    deadline = time.monotonic() + 60
    line = answer.readline()
    while line.strip() in (b"", first.strip()) and time.monotonic() < deadline:
        line = answer.readline()
    connection.close()
    assert first == b"data: 1\n"
    assert line == b"data: 2\n"
    assert "<footer>New</footer>" in ask(running, "/")[2]


def test_what_stops_the_site_is_said_until_it_is_mended(running: PreviewServer, bare: Clinic) -> None:
    config = bare.read("clinic.toml")
    bare.config("name = \n")
    status, _, text = ask(running, "/articles/walk.html")
    assert status == 500
    assert "clinic.toml:1:" in text
    assert ask(running, "/")[0] == 200
    bare.config(config)
    assert ask(running, "/articles/walk.html")[0] == 200


def test_the_next_free_port_is_taken(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    site = PreviewSite(bare.root, None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve(site, port) as server:
            assert server.server_port > port
        monkeypatch.setattr(servers, "_TRIES", 1)
        result = bare.run("preview", "--port", str(port))
    assert result.status == 2
    assert "cannot be opened" in result.stderr


def test_the_command_serves_until_it_is_stopped(bare: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(bare)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    def stop(self: PreviewServer, poll_interval: float = 0.5) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PreviewServer, "serve_forever", stop)
    result = bare.run("preview", "--port", "0", "--open", "--no-drafts", "--as-of", "2026-05-01")
    assert result.status == 0
    assert opened[0] in result.stderr
    assert command.preview.__doc__


def test_without_drafts_it_is_what_readers_see(bare: Clinic) -> None:
    files = PreviewSite(fill(bare).root, date(2026, 5, 1), drafts=False).current().files
    assert "articles/draft.html" not in files
    assert "articles/walk.html" in files
