"""The schema editors use and the reader of deck files, held to each other."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from flashcards.cards.notetypes import NOTETYPES
from flashcards.deckfile.discovery import DeckFiles
from flashcards.deckfile.template import new_deck
from flashcards.text.decode import decode
from tests.kinds.decks import write_flags, write_found
from tests.pipeline import read_decks

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "flashcards/deckfile/deck.schema.json").read_text(encoding="utf-8"))
GALLERY = ROOT / "tests/mistakes"
# A bomb would go off in a reader that does not count
GALLERY_DECKS = sorted(path for path in GALLERY.glob("*.yaml") if path.stem != "alias-bomb")

# What one file cannot show by its shape alone: YAML itself, bytes, other notes, other files, names
UNSEEN_BY_A_SCHEMA = {
    *("syntax", "tab", "alias", "repeated-key", "second-document", "yaml-tag", "encoding", "byte-order-mark"),
    *("control-character", "duplicate-id", "unknown-section", "unknown-source", "unknown-key-point"),
    *("cloze", "media", "style", "duplicate-title", "deck-name", "ledger", "unknown-kind", "front-matter"),
    *("malformed-date", "cut-by-comment", "cannot-be-typed", "yaml-anchor", "torn-formula", "no-pair"),
    "card-template",
}
# Languages and ids are known only by name, and one left out only by counting; a file of a folder may hold
# notes alone, or none; a section is needed only where there are some
UNSEEN_DECKS = {
    *("missing-translation", "foreign-language", "misspelt-language", "caret-after-han", "not-a-language"),
    *("notes-forgotten", "deck-forgotten", "section-forgotten", "tag-in-two-cases", "shows-nothing"),
    *("language-forgotten-in-the-list", "language-jp-in-a-note", "language-of-three-letters", "languages-by-country"),
    *("language-with-region-in-a-note", "language-wrong-everywhere", "languages-eng", "languages-jp"),
    *(
        "complete-unknown-language",
        "pairs-with-a-hyphen",
        "pairs-with-unknown-language",
        "reviewed-in-unknown-language",
    ),
    *("typed-words-unknown-language", "voice-for-unknown-language", "title-in-one-language"),
    *("retired-replaced-by-itself", "replaced-by-a-renamed-note", "kind-name-of-ours", "kind-name-with-a-quote"),
    "edition-tag-in-another-spelling",
    # an author's own kinds and parts are names too
    *("kind-label-in-one-language", "kind-misspelt-in-a-note", "kind-part-as-our-field", "kind-part-called-note"),
    *("kind-part-of-another", "kind-parts-all-optional", "kind-picture-in-languages", "kind-picture-without-suffix"),
    *("kind-required-part-missing", "kind-two-parts-as-one-field", "kind-when-is-no-part", "optional-part"),
    # which notes have a tag of an edition
    *("edition-of-all-notes", "edition-with-unknown-tag", "replaced-in-an-edition"),
}
# An editor knows these to be wrong for another reason than the reader does
SEEN_ANYHOW = {
    *("everything-at-once", "utf-16", "two-syntax-mistakes", "unknown-key-point", "flawed-source"),
    *("lint-unknown-severity", "texts-without-answer-key"),
    *("section-by-its-english-title", "section-by-its-title", "section-in-capitals"),
}


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: `no` and dates are text, 012 is a number."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"({_pattern})\\Z"), _first)


def objections(text: str) -> list[str]:
    """What an editor would underline."""
    document = yaml.load(text, Loader=EditorLoader)
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", GALLERY_DECKS, ids=lambda path: path.stem)
def test_an_editor_underlines_what_the_reader_refuses(path: Path) -> None:
    text = decode(path.read_bytes(), path).text
    rules = {problem.rule for problem in read_decks([DeckFiles((path,), path.parent)]).problems}
    try:
        has_objections = bool(objections(text))
    except yaml.YAMLError:
        return  # an editor's YAML server says so without a schema
    is_seen = bool(rules - UNSEEN_BY_A_SCHEMA) and path.stem not in UNSEEN_DECKS
    assert has_objections == is_seen or path.stem in SEEN_ANYHOW


VALID = {
    "ours": (ROOT / "decks/mostaque-2024.yaml").read_text(encoding="utf-8"),
    "new": new_deck("rivers", ["bn", "en"]),
    "one-language": new_deck("rivers", ["en"]),
    "yaml-traps": """\
deck: {id: 2024, uid: 1234567890123456, title: {no: 12, en: 1.5}, languages: [no, en], version: 1.0}
notes:
  - {id: 1, question: {no: 012, en: yes}, answer: {no: true, en: 2024-03-29}, tags: [1, a::b]}
""",
}


@pytest.mark.parametrize("write", [write_flags, write_found])
def test_an_editor_lets_pass_kinds_of_an_author(write: Callable[[Path], Path], tmp_path: Path) -> None:
    path = write(tmp_path)
    assert read_decks([DeckFiles((path,), tmp_path)]).problems == ()
    assert objections(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", VALID)
def test_an_editor_lets_pass_what_the_reader_takes(name: str, tmp_path: Path) -> None:
    (tmp_path / "source").symlink_to(ROOT / "source")
    path = tmp_path / "deck.yml"
    path.write_text(VALID[name], encoding="utf-8")
    assert read_decks([DeckFiles((path,), tmp_path)]).problems == ()
    assert objections(VALID[name]) == []


def test_both_know_the_same_keys(tmp_path: Path) -> None:
    """Every key the schema has is read, and a key it has not is told of with all that are read.

    Of a note, the parts of its note type are told of; those of others are here besides.
    """
    path = tmp_path / "deck.yaml"
    path.write_text("deck: {zzz: 1}\nsections: [{zzz: 1}]\nnotes: [{zzz: 1}]\nzzz: 1\n", encoding="utf-8")
    hints = [p.hint for p in read_decks([DeckFiles((path,), tmp_path)]).problems if p.rule == "unknown-key"]
    read = [set(hint.removeprefix("use one of: ").split(", ")) for hint in hints]
    read[2] |= {part.name for notetype in NOTETYPES.values() for part in notetype.parts}
    defined = SCHEMA["$defs"]
    assert read == [set(each["properties"]) for each in (defined["deck"], defined["section"], defined["note"], SCHEMA)]


def test_the_schema_beside_our_decks_is_the_one_in_the_package() -> None:
    assert SCHEMA["$id"] == "urn:flashcards-compiler:deck:1"  # copies of it are in the repositories of others
    assert json.loads((ROOT / "decks/deck.schema.json").read_text(encoding="utf-8")) == SCHEMA
