"""YAML read as text, with places, by either of PyYAML's parsers."""

from pathlib import Path

import pytest
import yaml

from flashcards.deckfile.document import Items, Node, Pairs, Parser, Scalar, parse

ROOT = Path(__file__).parents[2]
OURS = sorted((ROOT / "decks").rglob("*.yaml"))


def values(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.value
        case Items():
            return [values(item) for item in node.items]
        case Pairs():
            return {key.value: values(value) for key, value in node.pairs}
    return None


def test_libyaml_is_what_reads() -> None:
    assert Parser is yaml.CBaseLoader


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_both_parsers_read_our_decks_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    fast, slow = parse(text, path), parse(text, path, yaml.BaseLoader)
    assert fast == slow
    assert fast.problems == ()


def test_every_value_is_the_text_that_was_written() -> None:
    text = "a: no\nb: 12:30\nc: 012\nd: 2024-03-29\ne: 1_000\nf: yes\ng: .inf\nh: 0x1f\ni: null\nj: 1e3\n"
    assert values(parse(text, Path("x")).root) == dict(line.split(": ") for line in text.splitlines())


def test_places_count_characters() -> None:
    document = parse('😀: "বাংলা" \nঅন্য: {ক: খ, 中: 文}\n', Path("x"))
    assert isinstance(document.root, Pairs)
    assert [(key.line, key.column, value.line, value.column) for key, value in document.root.pairs] == [
        (1, 1, 1, 4),
        (2, 1, 2, 7),
    ]
    inner = document.root.pairs[1][1]
    assert isinstance(inner, Pairs)
    assert [(key.column, value.column) for key, value in inner.pairs] == [(8, 11), (14, 17)]


def test_an_alias_stands_for_what_it_names() -> None:
    document = parse("a: &x [1, 2]\nb: *x\n", Path("x"))
    assert values(document.root) == {"a": ["1", "2"], "b": ["1", "2"]}


@pytest.mark.parametrize("parser", [yaml.CBaseLoader, yaml.BaseLoader], ids=["libyaml", "python"])
def test_a_note_that_is_not_yaml_hides_no_other(parser: type[yaml.BaseLoader]) -> None:
    text = "notes:\n- id: a\n  q: x: y\n- id: b\n- id: c\n  q: [z\n- id: d\n"
    document = parse(text, Path("x"), parser)
    assert values(document.root) == {"notes": [{"id": "b"}, {"id": "d"}]}
    assert [(problem.rule, problem.location.line) for problem in document.problems] == [("syntax", 3), ("syntax", 6)]
    assert not document.is_whole
