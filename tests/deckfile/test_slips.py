"""Slips in the syntax of a line: each is reported once, and the rest of the file is read as it was meant."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flashcards.yamltext.document import Document, Items, Node, Pairs, parse

NAMES = ("ebro", "tagus", "duero", "segura")
DECK = "deck:\n  id: rivers\nnotes:\n" + "".join(
    f"  - id: {name}\n    answer:\n      es: El {name}\n      en: The {name}\n" for name in NAMES
)


def read(text: str) -> Document:
    return parse(text, Path("x"))


def told(document: Document) -> list[str]:
    return [f"{each.location.line}:{each.location.column} {each.message}" for each in document.problems]


def values(node: Node | None) -> Any:
    """What a document contains, without places."""
    if isinstance(node, Pairs):
        return {key: values(value) for key, value in node.nodes.items()}
    return [*map(values, node.items)] if isinstance(node, Items) else node and node.value


def changed(changes: Mapping[str, str]) -> str:
    text = DECK
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_the_slips_of_several_notes_are_reported_in_one_run() -> None:
    slips = {
        "es: El ebro": "es:El ebro",
        "  - id: tagus": "    id: tagus",
        "    answer:\n      es: El segura": "   answer:\n      es: El segura",
        "- id: duero": "-id: duero",
    }
    document = read(changed(slips))
    assert sorted(told(document)) == [
        "12:3 missing space after '-'",
        "17:4 'answer' is indented by 3, not by 4 like the keys beside it",
        "6:9 missing space after 'es:'",
        "8:5 missing '- ' before 'id', with which a new item begins",
    ]
    assert document.is_whole
    assert values(document.root) == values(read(DECK).root)


@pytest.mark.parametrize(
    "text",
    [
        "|\n        a:b\n        \u00a0\u00a0en: x\n        // y\n",
        "|\n        -id: x\n\n          \u3000key: y\n",
        '"a:b\n        \u00a0en= x"\n',
    ],
)
def test_a_text_that_only_looks_like_a_slip_is_read_as_it_is(text: str) -> None:
    whole = DECK.replace("The ebro\n", text)
    assert told(read(whole)) == []
    torn = whole.replace("es: El duero", "es:El duero")
    assert told(read(torn)) == ["{}:9 missing space after 'es:'".format(torn[: torn.index("es:El")].count("\n") + 1)]
    assert values(read(torn).root) == values(read(whole).root)


def test_of_a_conflict_the_first_side_is_read() -> None:
    ours, theirs = "      en: The ebro\n", "      en: the Ebro\n"
    document = read(DECK.replace(ours, f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n"))
    assert told(document) == ["7:1 this is a conflict marker of a merge"]
    assert values(document.root) == values(read(DECK).root)
    assert not document.is_whole
