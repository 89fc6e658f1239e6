"""What the rules of one parse share: what they took of a text, and how much they have looked at."""

from collections import Counter
from collections.abc import MutableMapping
from typing import Any

Env = MutableMapping[str, Any]


class Taken:
    """The signs that Markdown took of a text and no token has, and the letters it put in their place."""

    def __init__(self) -> None:
        self.signs: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.entities: list[tuple[str, str]] = []

    def add(self, written: str) -> None:
        self.signs.update(written)

    def entity(self, written: str, letters: str) -> None:
        """Note an entity, as `&amp;`, and what it stands for."""
        self.add(written)
        self.made.update(letters)
        self.entities.append((written, letters))


def fresh(text: str, *, has_clozes: bool, taken: Taken | None) -> Env:
    return {"has_clozes": has_clozes, "taken": taken or Taken(), "scanned": 0, "length": len(text) + 100}


def taken_by(env: Env) -> Taken:
    taken: Taken = env["taken"]
    return taken
