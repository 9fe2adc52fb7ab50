"""The server of a preview: for this computer only, and only for a browser that knows that it asks this computer."""

from __future__ import annotations

import mimetypes
import posixpath
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from clinic_cli.errors import ClinicError
from clinic_cli.preview.panel import EVENTS_PATH, SCRIPT, SCRIPT_PATH

if TYPE_CHECKING:
    from clinic_cli.preview.site import PreviewSite

ADDRESS: Final = "127.0.0.1"
_INTERVAL: Final = 0.4
_TRIES: Final = 20
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PreviewServer(ThreadingHTTPServer):
    """Serve a site on 127.0.0.1 until `shutdown`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: PreviewSite, port: int) -> None:
        self.site = site
        self.stopping = threading.Event()
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""

    def shutdown(self) -> None:
        self.stopping.set()
        super().shutdown()


def serve(site: PreviewSite, port: int) -> PreviewServer:
    """Return a server on a port, or on the next free one; raise ClinicError where there is none."""
    for number in range(port, min(port + _TRIES, 65536)):
        try:
            return PreviewServer(site, number)
        except OSError:
            continue
    raise ClinicError(f"port {port}: cannot be opened, nor any of the next {_TRIES}", "Name another with --port.")


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "clinic"
    sys_version = ""

    def do_GET(self) -> None:
        if not self._is_from_here():
            self._answer(HTTPStatus.FORBIDDEN, b"This preview is for this computer only.\n", "text/plain")
            return
        path = unquote(urlsplit(self.path).path).lstrip("/")
        if path == EVENTS_PATH:
            self._events()
        elif path == SCRIPT_PATH:
            self._answer(HTTPStatus.OK, SCRIPT.encode(), "text/javascript; charset=utf-8")
        else:
            self._file(path)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server asks for

    def _is_from_here(self) -> bool:
        """Whether the browser means this computer: a foreign page can make a name of its own lead here."""
        host = (self.headers.get("Host") or "").lower()
        port = self.server.server_port
        return host in {f"{name}:{port}" for name in (ADDRESS, "localhost", "[::1]")}

    def _file(self, path: str) -> None:
        files = self.server.site.current().files
        found = files.get(path or "index.html") or files.get(posixpath.join(path, "index.html"))
        if found is None and "404.html" not in files and "index.html" in files:
            # nothing but the page that says what is wrong
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, files["index.html"], "text/html; charset=utf-8")
        elif found is None:
            self._answer(HTTPStatus.NOT_FOUND, files.get("404.html", b"Not found.\n"), "text/html; charset=utf-8")
        else:
            kind = mimetypes.guess_type(path or "index.html")[0] or "text/html"
            text = kind.startswith("text/") or kind.endswith(("json", "xml"))
            self._answer(HTTPStatus.OK, found, f"{kind}; charset=utf-8" if text else kind)

    def _events(self) -> None:
        """Tell the number of the site's making, again and again, for as long as the browser listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while self.command == "GET" and not self.server.stopping.is_set():
            self.wfile.write(f"data: {self.server.site.current().number}\n\n".encode())
            self.wfile.flush()
            time.sleep(_INTERVAL)

    def _answer(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Keep the terminal quiet."""
