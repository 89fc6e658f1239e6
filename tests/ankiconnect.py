"""An HTTP server that speaks AnkiConnect's protocol as its source does, with a real collection of Anki behind it.

`web.py` of the add-on answers an empty request with its name and checks the shape of any other; its `handler` checks
the key, and wraps the result or the error of an action.
"""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.importing import AnkiPackageImporter

_KEY_ERROR = "valid api key must be provided"


class AddOn:
    """The add-on in an Anki with one profile; `dialogs` are the packages whose import dialog is open."""

    def __init__(self, folder: Path, *, key: str = "", version: int = 6, profile: str | None = "User 1") -> None:
        folder.mkdir(exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))
        self.key, self.api_version, self.open_profile = key, version, profile
        self.dialogs: list[Path] = []
        self.moment: int | None = None

    def answer(self, request: Mapping[str, Any]) -> Any:
        """The answer to a request, as the add-on's `handler` makes it."""
        version = request.get("version", 4)
        try:
            if request["action"] != "requestPermission" and request.get("key") != (self.key or None):
                raise ValueError(_KEY_ERROR)
            action = _ACTIONS.get(request["action"])
            if action is None:
                raise ValueError("unsupported action")
            result, error = action(self, **request.get("params", {})), None
        except Exception as found:  # as the add-on does
            result, error = None, str(found)
        return result if version <= 4 and error is None else {"result": result, "error": error}

    def press_import(self) -> None:
        """Press the button of the import dialog, whose options are as Anki sets them."""
        for path in self.dialogs:
            options = ImportAnkiPackageOptions(with_scheduling=False)
            self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
        self.dialogs = []

    def edit(self, note: str, language: str, moment: float, tags: str = "", **fields: str) -> None:
        """Edit a note in Anki's browser at a time."""
        for note_id in self.col.find_notes(f"ID:{note} Lang:{language}"):
            found = self.col.get_note(note_id)
            for name, html in fields.items():
                found[name] = html
            found.tags += tags.split()
            self.col.update_note(found)
            self.col.db.execute("update notes set mod = ? where id = ?", int(moment), note_id)

    def collection(self) -> Collection:
        if self.open_profile is None:
            raise ValueError("collection is not available")
        return self.col

    def notes_info(self, notes: list[int]) -> list[dict[str, Any]]:
        return [self._note_info(note_id) for note_id in notes]

    def _note_info(self, note_id: int) -> dict[str, Any]:
        col = self.collection()
        note = col.get_note(note_id)
        notetype = note.note_type()
        assert notetype
        fields = {
            field["name"]: {"value": note.fields[field["ord"]], "order": field["ord"]} for field in notetype["flds"]
        }
        return {
            "noteId": note.id,
            "profile": self.open_profile,
            "tags": note.tags,
            "fields": fields,
            "modelName": notetype["name"],
            "mod": note.mod,
            "cards": col.db.list("select id from cards where nid = ? order by ord", note.id),
        }

    def retrieve_media_file(self, filename: str) -> str | bool:
        path = Path(self.collection().media.dir()) / Path(filename).name
        return b64encode(path.read_bytes()).decode() if path.exists() else False

    def import_package(self, path: str) -> bool:
        AnkiPackageImporter(self.collection(), path).run()
        return True


_ACTIONS: Mapping[str, Callable[..., Any]] = {
    "version": lambda anki: anki.api_version,
    "getActiveProfile": lambda anki: anki.open_profile,
    "findNotes": lambda anki, query=None: list(anki.collection().find_notes(query)) if query else [],
    "modelNamesAndIds": lambda anki: {each.name: each.id for each in anki.collection().models.all_names_and_ids()},
    "notesInfo": lambda anki, notes: anki.notes_info(notes),
    "retrieveMediaFile": lambda anki, filename: anki.retrieve_media_file(filename),
    "guiImportFile": lambda anki, path=None: anki.dialogs.append(Path(path)),
    "importPackage": lambda anki, path: anki.import_package(path),
}


@contextmanager
def serving(respond: Callable[[bytes], tuple[int, Mapping[str, str], bytes]]) -> Iterator[str]:
    """Serve what a function responds to the body of each request; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers, body = respond(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def running(anki: AddOn) -> Iterator[str]:
    """Serve an add-on; gives the URL."""

    def respond(body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        headers = {"Content-Type": "application/json"}
        if not body:
            return 200, headers, b"AnkiConnect"
        try:
            request = json.loads(body)
            is_valid = isinstance(request["action"], str) and isinstance(request.get("version", 4), int)
        except (ValueError, KeyError, TypeError):
            is_valid = False
        answer = anki.answer(request) if is_valid else {"result": None, "error": "request is not valid"}
        return 200, headers, json.dumps(answer).encode()

    with serving(respond) as url:
        yield url
