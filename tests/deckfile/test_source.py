"""Problems point at the character of a text, however the text is written in its file."""

from pathlib import Path

import pytest

from flashcards.model.deck import Text
from flashcards.yamltext.document import Pairs, Scalar, parse
from flashcards.yamltext.source import SourceText

MARKED = {
    "plain": "text: the river ^here flows",
    "plain over lines": "text: the river\n\n  flows ^here and\n  there",
    "single quotes": "text: 'it''s the river ^here'",
    "single quotes over lines": "text: 'it''s\n\n  the ''river'' ^here'",
    "double quotes": r'text: "it\"s \u09aa\x41 \n\t the ^here"',
    "double quotes over lines": 'text: "the \\\n  river\\n ^here\\\n  and there"',
    "literal": "text: |\n  the river\n\n    is ^here\n  and there",
    "literal with a comment": "text: |+2 # why\n    the river\n\n    is ^here\n",
    "folded": "text: >-\n  the river\n  is\n\n  ^here\n",
    "windows": "text: |\r\n  the river\r\n  is ^here\r\n",
    "an anchor": "text: &one the river is ^here",
    "the first character": "text: '^here it is'",
    "Bengali": "text: 'নদী ''এখানে'' ^here'",
    "flow": "{text: the river ^here, other: no}",
    "a key on a line before": "text:\n  the river ^here",
}


@pytest.mark.parametrize("marked", MARKED.values(), ids=MARKED)
def test_a_character_is_found_as_it_is_written(marked: str) -> None:
    written = marked.replace("^", "")
    lines = marked.split("\n")
    line = next(number for number, each in enumerate(lines) if "^" in each)
    text = _text(written)
    assert SourceText(written).place(text, text.value.index("here")) == (line + 1, lines[line].index("^") + 1)


def test_white_space_is_after_the_character_before_it() -> None:
    written = "text: |\n  the  river\n  flows\n"
    text = _text(written)
    assert SourceText(written).place(text, text.value.index("  ")) == (2, 6)
    assert SourceText(written).place(text, text.value.index("\n")) == (2, 13)


def test_a_part_of_a_file_has_the_lines_of_the_file() -> None:
    written = "text: the river here"
    assert SourceText(written, first_line=40).place(Text("the river here", 40, 7), 10) == (40, 17)


def test_what_is_written_otherwise_is_where_its_text_begins() -> None:
    """Answers that are joined from a list have signs between them that the file has not."""
    assert SourceText("text: [sofa, couch]").place(Text("sofa; couch", 1, 8), 6) == (1, 8)


def test_the_whole_is_where_it_begins() -> None:
    written = "text: 'the river'"
    assert SourceText(written).place(_text(written)) == (1, 7)


def _text(written: str) -> Text:
    root = parse(written, Path("deck.yaml")).root
    assert isinstance(root, Pairs)
    node = root.nodes["text"]
    assert isinstance(node, Scalar)
    return Text(node.value.strip(" \t\n\r"), node.line, node.column)
