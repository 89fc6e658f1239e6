"""Values of another file in a mapping: each keeps its own place, where its problems are reported and it is edited."""

from pathlib import Path
from typing import Any, Final

from flashcards.model.deck import Text
from flashcards.model.problem import Location
from flashcards.yamltext.document import Items, Node, Pairs, Scalar
from flashcards.yamltext.source import SourceText

_ENDS = " \t\n\r"  # as those of other texts


class Elsewhere(Scalar):
    """A text in another file than the mapping around it; `source` is the part of its file in which it is written."""

    path: Path
    source: SourceText
    is_plain: bool

    @classmethod
    def of(cls, node: Scalar, path: Path, source: SourceText) -> "Elsewhere":
        """The text of a node of another file."""
        return cls(node.value.strip(_ENDS), node.line, node.column)._at(path, source, is_plain=node.is_plain)

    def _at(self, path: Path, source: SourceText, *, is_plain: bool) -> "Elsewhere":
        self.path, self.source, self.is_plain = path, source, is_plain
        return self

    def place(self, path: Path) -> Location:  # that of the mapping around it
        """Where the text begins, in its own file."""
        return Location(self.path, self.line, self.column)

    def _replace(self, **changes: Any) -> "Elsewhere":
        return super()._replace(**changes)._at(self.path, self.source, is_plain=self.is_plain)


class ItemsElsewhere(Items):
    """A list in another file than the mapping around it."""

    path: Path
    source: SourceText


class PairsElsewhere(Pairs):
    """A mapping in another file than the one around it."""

    path: Path
    source: SourceText


ELSEWHERE: Final = (Elsewhere, ItemsElsewhere, PairsElsewhere)


def elsewhere(node: Node, path: Path, source: SourceText) -> Node:
    """A node of another file."""
    if isinstance(node, Scalar):
        return Elsewhere.of(node, path, source)
    if isinstance(node, Items):
        items = ItemsElsewhere(tuple(elsewhere(item, path, source) for item in node.items), node.line, node.column)
        items.path, items.source = path, source
        return items
    pairs = PairsElsewhere(*node)
    pairs.path, pairs.source = path, source
    return pairs


def place_in(text: Text, offset: int | None, path: Path, source: SourceText) -> Location:
    """The place of the character at an offset in a text; a text that is nowhere else is in this file."""
    if isinstance(text, Elsewhere):
        path, source = text.path, text.source
    return Location(path, *source.place(text, offset))
