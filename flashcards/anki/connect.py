"""The Anki that runs on this machine, through its add-on AnkiConnect: JSON over HTTP on the loopback address."""

import http.client
import ipaddress
import json
import os
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from flashcards.anki.learner import LearnerNote
from flashcards.model.problem import FlashcardsError

URL, KEY = "ANKICONNECT_URL", "ANKICONNECT_KEY"
"""The environment variables with the address of AnkiConnect and with its key, if its settings have one."""

_DEFAULT = "http://127.0.0.1:8765"
_OLDEST = 6  # the version of the protocol since 2018
_SECONDS = 10
_SECONDS_TO_IMPORT = 600
_LARGEST = 256 << 20  # bytes of an answer
_AT_A_TIME = 1000  # notes of one answer
_INSTALL = "install its add-on AnkiConnect: Tools → Add-ons → Get Add-ons, code 2055492159"
_UPDATE = "update it: Tools → Add-ons → Check for Updates"

# What AnkiConnect says to what a user should know and do
_ERRORS: Sequence[tuple[str, str, str]] = (
    (
        "api key must be provided",
        "AnkiConnect wants another key",
        f"write the `apiKey` of its settings into the environment variable {KEY}, or unset that if they have none",
    ),
    ("unsupported action", "AnkiConnect is too old", _UPDATE),
    ("collection is not available", "no profile is open in Anki", "open one, and try again"),
    ("only supported for Anki version", "Anki is too old", "update it to 2.1.52 or later, or import with `--yes`"),
)


class _NoRedirects(HTTPRedirectHandler):
    """Follows no redirect: what answers would send the request to another machine."""

    def redirect_request(self, *_: object) -> None:
        return None


class AnkiConnect:
    """A running Anki; raises FlashcardsError, with a hint, for each thing that may be wrong."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = _checked(url), key
        self._opener = build_opener(ProxyHandler({}), _NoRedirects())
        version = self._call("version")
        if not isinstance(version, int) or version < _OLDEST:
            message = f"AnkiConnect at {self._url} is too old: it has version {version!r:.20} of its protocol"
            raise FlashcardsError(message, _UPDATE)

    def profile(self) -> str:
        """The name of the open profile; empty if this AnkiConnect does not say it."""
        try:
            return str(self._call("getActiveProfile") or "")
        except FlashcardsError as error:
            if "too old" in str(error):
                return ""
            raise

    def open_import(self, package: Path) -> None:
        """Open Anki's own dialog to import a package."""
        self._call("guiImportFile", path=str(package))

    def import_package(self, package: Path) -> None:
        """Import a package at once."""
        if self._call("importPackage", seconds=_SECONDS_TO_IMPORT, path=str(package)) is not True:
            raise FlashcardsError(f"Anki did not import {package}", "import it by hand: File → Import")

    def notes(self, notetypes: Mapping[int, str]) -> Iterator[LearnerNote]:
        """The notes of note types, by their ids and names; without guids and decks, which AnkiConnect does not say."""
        own = self._names(notetypes)
        query = " or ".join(f'"note:{_escaped(name)}"' for name in own)
        found = self._ids(query)
        suspended = {*self._ids(f"({query}) is:suspended")}
        for at in range(0, len(found), _AT_A_TIME):
            answer = self._call("notesInfo", notes=found[at : at + _AT_A_TIME])
            try:
                there = [note for note in answer if note]  # a note that was deleted meanwhile is empty
                if any("mod" not in note for note in there):
                    raise FlashcardsError("AnkiConnect is too old: it does not say when notes were edited", _UPDATE)
                yield from (_note(note, own[note["modelName"]], suspended) for note in there)
            except (TypeError, KeyError, AttributeError, ValueError) as error:
                raise self._other() from error

    def extract_media(self, names: Collection[str], folder: Path) -> frozenset[str]:
        """Copy files of the media folder into a folder; returns the names of those that exist."""
        found = set()
        for name in names:
            answer = self._call("retrieveMediaFile", filename=name)
            if answer is False:
                continue
            try:
                (folder / name).write_bytes(b64decode(answer, validate=True))
            except (TypeError, ValueError) as error:
                raise self._other() from error
            found.add(name)
        return frozenset(found)

    def _names(self, notetypes: Mapping[int, str]) -> Mapping[str, str]:
        """The names of note types in this Anki, where it may have renamed them, to the names they should have."""
        answer = self._call("modelNamesAndIds")
        if not isinstance(answer, dict):
            raise self._other()
        here = {number: str(name) for name, number in answer.items()}
        return {here.get(number, name): name for number, name in notetypes.items()}

    def _ids(self, query: str) -> Sequence[int]:
        found = self._call("findNotes", query=query)
        if not isinstance(found, list) or not all(isinstance(each, int) for each in found):
            raise self._other()
        return found

    def _call(self, action: str, *, seconds: float | None = None, **params: Any) -> Any:
        """The result of an action."""
        question = {"action": action, "version": _OLDEST, "params": params, **({"key": self._key} if self._key else {})}
        answer = self._answer(json.dumps(question).encode(), seconds or _SECONDS)
        if not isinstance(answer, dict) or {*answer} != {"result", "error"}:
            if isinstance(answer, int) and action == "version":
                return answer  # as versions before 5 do
            raise self._other()
        if answer["error"] is not None:
            raise self._refused(action, str(answer["error"]))
        return answer["result"]

    def _answer(self, question: bytes, seconds: float) -> Any:
        request = Request(self._url, question, {"Content-Type": "application/json"})  # checked
        try:
            with self._opener.open(request, timeout=seconds) as response:
                content = response.read(_LARGEST + 1)
        except HTTPError as error:
            error.close()
            if error.code // 100 == 3:
                raise FlashcardsError(f"{self._url} redirects to elsewhere, which is not followed", _port()) from error
            raise self._other() from error
        except TimeoutError as error:
            raise self._silent(seconds) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._silent(seconds) from error
            hint = f"start Anki; if it runs, {_INSTALL}"
            raise FlashcardsError(f"no Anki answers at {self._url}", hint) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._other() from error
        if len(content) > _LARGEST:
            raise self._other()
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._other() from error

    def _refused(self, action: str, message: str) -> FlashcardsError:
        known = ((text, hint) for sign, text, hint in _ERRORS if sign in message)
        return FlashcardsError(*next(known, (f"Anki cannot do '{action}': {message[:300]}", "look at Anki's window")))

    def _silent(self, seconds: float) -> FlashcardsError:
        message = f"Anki does not answer at {self._url}, in {seconds:.0f} seconds"
        return FlashcardsError(message, "close the dialogs that are open in Anki, and try again")

    def _other(self) -> FlashcardsError:
        return FlashcardsError(f"what answers at {self._url} is not AnkiConnect", _port())


def running_anki() -> AnkiConnect:
    """The Anki at the address in the environment, or at the default one."""
    return AnkiConnect(os.environ.get(URL) or _DEFAULT, os.environ.get(KEY, ""))


def _port() -> str:
    return f"give the address of AnkiConnect, with its `webBindPort`: {URL}={_DEFAULT}"


def _checked(url: str) -> str:
    """A URL on this machine; raises FlashcardsError for any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme != "http" or not host or parts.username or parts.path.strip("/") or parts.query or port == 0:
        raise FlashcardsError(f"'{url}' is not the address of AnkiConnect", _port())
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    if not is_here:
        message = f"'{host}' is another machine; decks are handed to the Anki on this one only"
        raise FlashcardsError(message, f"{_port()}; for another machine, copy the package there and import it")
    return f"http://{parts.netloc}"


def _escaped(text: str) -> str:
    """A text in a search of Anki, in double quotes."""
    return "".join(f"\\{sign}" if sign in '\\"*_:' else sign for sign in text)


def _note(note: Any, notetype: str, suspended: set[int]) -> LearnerNote:
    fields = sorted(note["fields"].items(), key=lambda field: int(field[1]["order"]))
    return LearnerNote(
        "",
        notetype,
        "",
        {str(name): str(field["value"]) for name, field in fields},
        tuple(map(str, note["tags"])),
        int(note["mod"]),
        note["noteId"] in suspended,
    )
