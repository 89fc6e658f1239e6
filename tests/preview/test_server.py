"""The page on this machine's own address."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from flashcards.preview.current import CurrentSite
from flashcards.preview.server import PreviewServer
from flashcards.preview.site import Site, site_of
from tests.preview.conftest import DECK, DECK_FILE, load_gallery, serving

pytestmark = pytest.mark.usefixtures("decks")


@pytest.fixture
def site() -> Site:
    Path("decks/hill.svg").write_text("<svg/>", "utf-8")
    Path("decks/secret.txt").write_text("secret", "utf-8")
    DECK_FILE.write_text(DECK.replace("en: In the oasis, years later", 'en: "![A hill](hill.svg)"'), "utf-8")
    return site_of(load_gallery(str(Path("decks").absolute())))


@pytest.fixture
def server(site: Site) -> Iterator[PreviewServer]:
    server = PreviewServer(CurrentSite(site))
    with serving(server):
        yield server


def ask(server: PreviewServer, path: str, *, method: str = "GET", host: str = "") -> tuple[HTTPResponse, str]:
    """Ask for a path, as it is written, by one of the server's names or another."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def test_the_page_and_its_head_are_served(server: PreviewServer, site: Site) -> None:
    for path in ("/", "/index.html", "/?from=mail"):
        response, body = ask(server, path)
        assert (response.status, body) == (200, site.page)
    assert ask(server, "/head.json")[1] == site.head


def test_a_chunk_is_served_as_a_script(server: PreviewServer, site: Site) -> None:
    for file_id in site.chunks:
        response, body = ask(server, f"/chunks/{file_id}.js")
        kind = response.headers["Content-Type"]
        assert (response.status, kind, body) == (200, "text/javascript; charset=utf-8", site.script(f"{file_id}.js"))


def test_a_browser_may_keep_nothing_and_load_nothing_from_elsewhere(server: PreviewServer, site: Site) -> None:
    response, _ = ask(server, "/")
    del response.headers["Date"]
    assert dict(response.headers) == {
        "Server": "flashcards",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"{site.policy}; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Length": str(len(site.page.encode())),
    }


def test_a_picture_is_served_by_its_name_on_cards(server: PreviewServer, site: Site) -> None:
    [name] = site.media
    response, body = ask(server, f"/media/{name}")
    assert (response.status, response.headers["Content-Type"], body) == (200, "image/svg+xml", "<svg/>")


@pytest.mark.parametrize(
    "path",
    [
        "/media/../decks/secret.txt",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/decks/secret.txt",
        "/chunks/../decks/secret.txt",
        "/chunks/0123456789abcdef0123.js",
        "/chunks/",
    ],
)
def test_no_other_file_is_served(path: str, server: PreviewServer) -> None:
    response, body = ask(server, path)
    assert (response.status, body) == (404, "there is no such file\n")


def test_a_picture_that_is_gone_is_not_found(server: PreviewServer, site: Site) -> None:
    [name] = site.media
    Path("decks/hill.svg").unlink()
    assert ask(server, f"/media/{name}")[0].status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example:{port}"])
def test_a_name_from_afar_that_points_here_is_refused(host: str, server: PreviewServer) -> None:
    response, body = ask(server, "/head.json", host=host.format(port=server.server_port))
    assert (response.status, body) == (421, "this address is not for you\n")


def test_it_goes_by_localhost_too(server: PreviewServer) -> None:
    assert ask(server, "/", host=f"localhost:{server.server_port}")[0].status == 200


def test_only_reading_is_answered(server: PreviewServer) -> None:
    assert ask(server, "/", method="POST")[0].status == 501
    response, body = ask(server, "/", method="HEAD")
    assert (response.status, body) == (200, "")


@pytest.mark.parametrize("target", ["http://[", "//[/", "http://[::1/events"])
def test_a_target_that_is_no_address_is_not_found(
    target: str, server: PreviewServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(server, target)[0].status == 404
    assert capfd.readouterr().err == ""


def test_many_may_ask_at_once(server: PreviewServer, site: Site) -> None:
    waiting = [HTTPConnection("127.0.0.1", server.server_port, timeout=30) for _ in range(100)]
    for connection in waiting:
        connection.request("GET", "/")
    assert {connection.getresponse().read().decode() for connection in waiting} == {site.page}


def test_a_port_that_is_taken_is_reported(server: PreviewServer) -> None:
    command = [sys.executable, "-m", "flashcards", "preview", "--port", str(server.server_port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"error: cannot listen at port {server.server_port}: Address already in use" in done.stderr
    assert "hint: choose another port" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent otherwise there")
@pytest.mark.parametrize("words", [[], ["--watch"]])
def test_ctrl_c_ends_it_at_once_while_a_page_listens(words: list[str]) -> None:
    command = [sys.executable, "-m", "flashcards", "preview", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout
    said = process.stdout.readline()
    assert re.sub("[0-9]{4,}", "N", said) == (
        f"http://127.0.0.1:N/  3 notes, 6 cards{'  watching' if words else ''}  (Ctrl-C to stop)\n"
    )
    connection = HTTPConnection("127.0.0.1", int(re.findall("[0-9]{4,}", said)[0]), timeout=10)
    connection.request("GET", "/events")
    assert connection.getresponse().readline().startswith(b"data: ")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=5)
    connection.close()
    assert process.returncode == 130
    assert errors.endswith("stopped\n")
