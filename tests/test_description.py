"""What a deck's description says can be read again from a package."""

import pytest

from flashcards.cards.description import version_in
from flashcards.cards.labels import label_languages, labelled, labels
from flashcards.text.language import in_digits


@pytest.mark.parametrize("tag", label_languages())
def test_the_version_is_read_from_a_description_in_any_language(tag: str) -> None:
    said = labelled(tag, labels(tag).version, in_digits("12.03", tag))
    assert version_in(f"On rivers\n\nCC0-1.0 · {said}") == "12.03"


@pytest.mark.parametrize("said", ["", "On rivers", "Version: new", "Version: 1.0 · more", "1.0"])
def test_a_description_that_ends_in_no_version_has_none(said: str) -> None:
    assert version_in(said) == ""
