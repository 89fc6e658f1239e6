"""Names which Anki would change are mistakes."""

import pytest

from flashcards.text.anki_names import deck_name_flaw, tag_flaw


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
