"""Texts added to a file of one language, by the id of their entry and their part."""

from collections.abc import Mapping
from pathlib import Path

from flashcards.model.deck import Text
from flashcards.yamltext.document import Items, Node, Pairs, Scalar, parse
from flashcards.yamltext.edit import Place, rewrite
from flashcards.yamltext.writing import block_scalar, scalar

Key = tuple[str, str]
"""The id of an entry, and a part of it."""

_INDENT = 4  # of the lines of a text, below an id and a part


def with_texts(text: str, path: Path, added: Mapping[Key, str]) -> str | None:
    """The text of a file with more texts in it; None if they cannot be added without changing anything else."""
    known = _known(text, path)
    left = dict(added)
    new = text
    while here := _one_each({key: value for key, value in left.items() if key[0] in known}):
        places = _places(new, path)
        if not {note_id for note_id, _ in here} <= places.keys():
            return None
        edited = rewrite(new, {}, {places[key[0]]: (key[1], value) for key, value in here.items()})
        if edited is None:
            return None
        new = edited
        left = {key: value for key, value in left.items() if key not in here}
    new = new if not left or not new.strip() or new.endswith("\n") else f"{new}\n"
    ending = "\r\n" if "\r\n" in text else "\n"
    new += "".join(_entry(note_id, left) for note_id in dict.fromkeys(key[0] for key in left)).replace("\n", ending)
    wanted = {note_id: dict(parts) for note_id, parts in known.items()}
    for (note_id, part), value in added.items():
        wanted.setdefault(note_id, {})[part] = value
    return new if _known(new, path) == wanted else None


def _one_each(texts: Mapping[Key, str]) -> Mapping[Key, str]:
    """The first text of each entry: only one can be added after the same other one."""
    first: dict[str, Key] = {}
    for key in texts:
        first.setdefault(key[0], key)
    return {key: texts[key] for key in first.values()}


def _entry(note_id: str, texts: Mapping[Key, str]) -> str:
    parts = {part: text for (own, part), text in texts.items() if own == note_id}
    lines = "".join(f"  {scalar(part)}: {block_scalar(text, _INDENT)}\n" for part, text in parts.items())
    return f"{note_id}:\n{lines}"


def _entries(text: str, path: Path) -> Mapping[str, Pairs]:
    root = parse(text, path).root
    return {key: node for key, node in root.nodes.items() if isinstance(node, Pairs)} if isinstance(root, Pairs) else {}


def _known(text: str, path: Path) -> dict[str, dict[str, object]]:
    return {
        name: {part: _value(each) for part, each in node.nodes.items()} for name, node in _entries(text, path).items()
    }


def _value(node: Node) -> object:
    if isinstance(node, Items):
        return [*map(_value, node.items)]
    return node.value.strip() if isinstance(node, Scalar) else node


def _places(text: str, path: Path) -> Mapping[str, Place]:
    """The place of the last text of each entry."""
    entries = _entries(text, path).items()
    texts = {name: [each for each in node.nodes.values() if isinstance(each, Text)] for name, node in entries}
    return {name: (own[-1].line, own[-1].column) for name, own in texts.items() if own}
