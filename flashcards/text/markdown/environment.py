"""State shared by the rules of one parse: the syntax they consumed, and how much they scanned."""

from collections.abc import MutableMapping
from typing import Any

Env = MutableMapping[str, Any]


class Taken:
    """Syntax characters that no token records, and the characters that replaced entities."""

    def __init__(self) -> None:
        self.signs: list[str] = []
        self.made: list[str] = []
        self.entities: list[tuple[str, str]] = []

    def add(self, written: str) -> None:
        self.signs.append(written)

    def entity(self, written: str, letters: str) -> None:
        """Record an entity, as `&amp;`, and its characters."""
        self.add(written)
        self.made.append(letters)
        self.entities.append((written, letters))


def fresh(text: str, *, has_clozes: bool, taken: Taken | None) -> Env:
    return {"has_clozes": has_clozes, "taken": taken or Taken(), "scanned": 0, "length": len(text) + 100}


def taken_by(env: Env) -> Taken:
    taken: Taken = env["taken"]
    return taken
