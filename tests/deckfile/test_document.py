"""YAML read as text, with places, by either of PyYAML's parsers."""

import json
from functools import partial
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashcards.compile import read
from flashcards.deckfile import reader
from flashcards.deckfile.discovery import find_decks
from flashcards.text.decode import decode
from flashcards.yamltext.document import Document, Items, Node, Pairs, Parser, Scalar, parse
from tests.pipeline import read_decks

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests" / "mistakes"
# libyaml says where the '\\' is, PyYAML where the letter after it
DIFFERS = "unknown-escape.yaml"
DECKS = sorted(
    path
    for path in (*(ROOT / "decks").iterdir(), *GALLERY.iterdir())
    if path.suffix == ".yaml" or (path / "deck.yaml").exists()
)


def values(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.value
        case Items():
            return [values(item) for item in node.items]
        case Pairs():
            return {key.value: values(value) for key, value in node.pairs}
    return None


def all_of(document: Document) -> object:
    """What a document holds, with the place of each node and key."""
    return placed(document.root), document.problems, document.is_whole


def placed(node: Node | None) -> object:
    match node:
        case Items():
            return node.line, node.column, [placed(item) for item in node.items]
        case Pairs():
            return node.line, node.column, [(key, placed(value)) for key, value in node.pairs]
        case Scalar():
            return node, node.is_plain
    return None


def test_libyaml_is_what_reads() -> None:
    assert Parser is yaml.CBaseLoader


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in DECKS if path.name != DIFFERS], ids=lambda path: path.name)
def test_both_parsers_give_the_same_decks_and_problems(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.urandom", bytes)  # a hint may have a uid in it, a new one each time
    files = find_decks([str(path)], ROOT / "decks")
    fast = read_decks(files)
    for module in (reader, read):
        monkeypatch.setattr(module, "parse", partial(parse, parser=yaml.BaseLoader))
    assert read_decks(files) == fast


WORDS = st.from_regex("[a-zক-হ😀]([a-zক-হ .!-]{0,6}[a-zক-হ])?", fullmatch=True)
QUOTED = st.text("aকঁ😀 \\\"'#:-,[]{}&*!|>%@?\n\t\u200d\u00a0\u2028", max_size=8).map(
    partial(json.dumps, ensure_ascii=False)
)
SCALARS = st.one_of(
    WORDS,
    QUOTED,
    WORDS.map("'{}'".format),
    st.tuples(st.sampled_from(["&a ", "&b ", "!!str ", "!x "]), WORDS).map("".join),
    st.sampled_from(["*a", "*b", "~", "null", "TODO"]),
)
FLOWS = st.recursive(
    SCALARS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from("xyz"), inside), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=5,
)
BLOCKS = st.recursive(
    st.one_of(FLOWS, st.lists(WORDS, min_size=1, max_size=3).map(lambda lines: "\n".join(["|", *lines]))),
    lambda inside: st.one_of(
        st.lists(inside, min_size=1, max_size=3).map(lambda items: "\n" + "\n".join(f"- {indented(i)}" for i in items)),
        st.lists(st.tuples(FLOWS | st.sampled_from("xyz"), inside), min_size=1, max_size=3).map(
            lambda pairs: "\n" + "\n".join(f"{key}: {indented(value)}  # {len(key)}" for key, value in pairs)
        ),
    ),
    max_leaves=8,
)


def indented(text: str) -> str:
    return text.replace("\n", "\n  ")


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(BLOCKS)
@example("a: &x [b, {c: d}]\n*x : e\n&y f: *y\n*y : {g: 1, g: 2, g: 3}\n")
def test_both_parsers_give_the_same_nodes_at_the_same_places(text: str) -> None:
    fast, slow = parse(text, Path("x")), parse(text, Path("x"), yaml.BaseLoader)
    told = {problem.rule for problem in (*fast.problems, *slow.problems)}
    if told.isdisjoint(("syntax", "tab")):  # what is no YAML they tell of in their own ways
        assert all_of(fast) == all_of(slow)


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.name)
def test_a_part_of_a_file_has_its_lines_of_the_file(path: Path) -> None:
    for file in [path] if path.is_file() else sorted(path.glob("*.yaml")):
        text = decode(file.read_bytes(), file).text
        assert all_of(parse(text, file, first_line=10)) == all_of(parse("\n" * 9 + text, file))


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
    inner = document.root.nodes["অন্য"]
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
