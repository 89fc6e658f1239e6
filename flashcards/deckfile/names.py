"""The names of a deck: of its file, its id, and its title in each language, without reading its notes."""

import re
from collections.abc import Iterator

from flashcards.deckfile.discovery import DeckFiles
from flashcards.model.problem import FlashcardsError
from flashcards.system.regular_files import open_file
from flashcards.text.decode import decode
from flashcards.yamltext.document import Pairs, Scalar, parse

_NOTES = re.compile(b"^notes:", re.MULTILINE)
_BLOCK = 1 << 16  # bytes; the text above the notes is nearly always shorter


def names_of(deck: DeckFiles) -> tuple[str, ...]:
    """The names of a deck; of a file that cannot be read, only the name of the file."""
    return (deck.name, *dict.fromkeys(name for name in _names_in_head(deck) if name != deck.name))


def _names_in_head(deck: DeckFiles) -> Iterator[str]:
    try:
        with open_file(deck.files[0]) as file:
            begin = file.read(_BLOCK)
            notes = _NOTES.search(begin)
            block = _deck_block(begin[: notes.start()], deck) if notes else None
            block = block or _deck_block(begin + file.read(), deck)
    except (OSError, FlashcardsError):
        return
    if block is None:
        return
    title = block.nodes.get("title")
    titles = title.nodes.values() if isinstance(title, Pairs) else [title]
    yield from (node.value for node in (block.nodes.get("id"), *titles) if isinstance(node, Scalar) and node.value)


def _deck_block(content: bytes, deck: DeckFiles) -> Pairs | None:
    """The mapping below 'deck:', if it is in this text."""
    path = deck.files[0]
    root = parse(decode(content, path)[0], path).root
    block = root.nodes.get("deck") if isinstance(root, Pairs) else None
    return block if isinstance(block, Pairs) else None
