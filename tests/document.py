"""The JSON document of a command, as it is where nothing is wrong."""

from typing import Any


def document(command: str, **keys: Any) -> dict[str, Any]:
    envelope = {
        "format": 2,
        "command": command,
        "ok": True,
        "error": None,
        "problems": [],
        "left_out": [],
        "wrote": [],
    }
    return {**envelope, **keys}
