"""Names which Anki would change are mistakes."""

import pytest

from flashcards.text.anki_names import (
    deck_name_flaw,
    stored_field,
    stored_name,
    stored_tags,
    stored_template,
    tag_flaw,
)


@pytest.mark.parametrize("name", ["Units", "Physics::Units", "এক: দুই", "a:b", "“SI” units", "R&D <now>"])
def test_a_deck_name_anki_keeps(name: str) -> None:
    assert deck_name_flaw(name) is None


@pytest.mark.parametrize("name", ["::a", "a::", "a::::b", "a:: b", "a ::b", 'a "b"', "a\nb"])
def test_a_deck_name_anki_would_change(name: str) -> None:
    assert deck_name_flaw(name)


@pytest.mark.parametrize("tag", ["a", "a::b", "Own::Tag", "über", "a-b_c", "marked-up"])
def test_a_tag_anki_keeps(tag: str) -> None:
    assert tag_flaw(tag) is None


@pytest.mark.parametrize("tag", ["a b", "a\u3000b", "a\tb", "::a", "a::", "a::::b", "Leech", "marked"])
def test_a_tag_anki_would_change(tag: str) -> None:
    assert tag_flaw(tag)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("a b::c", "a b::c"),
        ("::a", "blank::a"),
        ("a::::b::", "a::blank::b::blank"),
        (" a :: b\u00a0", "a::b"),
        ("a\tb\n", "ab"),
        ("e\u0301", "é"),
        ('a "b"', 'a "b"'),
    ],
)
def test_a_name_as_anki_stores_it(name: str, stored: str) -> None:
    assert stored_name(name) == stored


def test_tags_are_separated_by_spaces_alone() -> None:
    assert stored_tags(" a\u3000b  c\td ::e f\u00a0g ") == ("a", "b", "cd", "blank::e", "f\u00a0g")


@pytest.mark.parametrize(
    ("name", "field", "template"),
    [(" #x ", "x", " #x "), ('a:{b} "c"', "ab c", "a:{b} c"), ("e\u0301#", "é#", "é#"), ("- y", "- y", "- y")],
)
def test_names_of_fields_and_templates_as_anki_stores_them(name: str, field: str, template: str) -> None:
    assert (stored_field(name), stored_template(name)) == (field, template)
