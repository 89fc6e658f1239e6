"""An HTTP server for this machine's own browser alone."""

import mimetypes
import sys
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flashcards.model.problem import FlashcardsError
from flashcards.preview.current import CurrentSite
from flashcards.preview.site import CHUNKS, MEDIA, PAGE
from flashcards.system.regular_files import read_file

_HOST = "127.0.0.1"
_PATIENCE = 15  # seconds without a change after which a line is sent, to find out whether the page is still open
_SLOWEST = 60  # seconds without a byte after which a connection is closed


class PreviewServer(ThreadingHTTPServer):
    """Serves the current site; threads that wait for changes do not keep it from stopping."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128  # a browser asks for all pictures of a page at once

    def __init__(self, current: CurrentSite, port: int = 0) -> None:
        try:
            super().__init__((_HOST, port), partial(_Handler, current))
        except OSError as error:
            raise FlashcardsError(f"cannot listen at port {port}: {error.strerror}", "choose another port") from error

    @property
    def address(self) -> str:
        """The URL of the page."""
        return f"http://{_HOST}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The valid Host headers; other names that resolve to this machine (DNS rebinding) are refused."""
        return frozenset(f"{name}:{self.server_port}" for name in (_HOST, "localhost"))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors, except when a browser closes the connection during a response."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    timeout = _SLOWEST

    def __init__(self, current: CurrentSite, *rest: Any) -> None:
        self._current = current
        super().__init__(*rest)

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, b"this address is not for you\n")
            return
        path = _path(self.path)
        folder, _, name = path.rpartition("/")
        in_folders = {CHUNKS: self._send_chunk, MEDIA: self._send_media}
        answers = {
            "": self._send_page,
            PAGE: self._send_page,
            "head.json": self._send_head,
            "events": self._send_events,
        }
        answers.get(path, partial(in_folders.get(folder, self._send_nothing), name))()

    do_HEAD = do_GET  # noqa: N815

    def version_string(self) -> str:
        return "flashcards"

    def log_message(self, *_: Any) -> None:
        """Log no requests."""

    def _send_page(self) -> None:
        self._answer(HTTPStatus.OK, self._current.site.page.encode(), "text/html; charset=utf-8")

    def _send_head(self) -> None:
        self._answer(HTTPStatus.OK, self._current.site.head.encode(), "application/json; charset=utf-8")

    def _send_chunk(self, name: str) -> None:
        script = self._current.site.script(name)
        if script is None:
            self._send_nothing(name)
            return
        self._answer(HTTPStatus.OK, script.encode(), "text/javascript; charset=utf-8")

    def _send_media(self, name: str) -> None:
        """Send a file that a card shows; no other file can be reached."""
        file = self._current.site.media.get(name)
        content = _content(file)
        if file is None or content is None:
            self._send_nothing(name)
            return
        self._answer(HTTPStatus.OK, content, mimetypes.guess_type(file.name)[0] or "application/octet-stream")

    def _send_nothing(self, _: str) -> None:
        self._answer(HTTPStatus.NOT_FOUND, b"there is no such file\n")

    def _send_events(self) -> None:
        """Send each version of the site as a server-sent event, from the current one on, until the page is closed."""
        self._begin(HTTPStatus.OK, "text/event-stream")
        self.end_headers()
        if self.command == "HEAD":
            return
        for version in self._current.versions(patience=_PATIENCE):
            self.wfile.write(f"data: {version}\n\n".encode() if version else b": still here\n\n")
            self.wfile.flush()

    def _answer(self, status: HTTPStatus, content: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self._begin(status, kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", f"{self._current.site.policy}; frame-ancestors 'none'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")


def _path(target: str) -> str:
    """The path of a request target; an invalid target is returned as it is, which matches nothing."""
    try:
        return unquote(urlsplit(target).path).removeprefix("/")
    except ValueError:  # 'http://['
        return target


def _content(file: Path | None) -> bytes | None:
    try:
        return read_file(file) if file else None
    except OSError:  # it was there when the cards were made
        return None
