"""Rules take texts that are missing in a language, and values that are in none."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.deckfile.discovery import DeckFiles
from flashcards.lint.engine import repairs
from flashcards.lint.word_index import WordIndex
from flashcards.model.deck import Deck
from tests.pipeline import read_decks
from tests.rules.test_guards import Unsorted, found_in

LANGUAGES = ("en-GB", "bn", "hi", "en-US")
TEXTS = {
    "en": {"question": "Which 3 rivers  flow recently now?", "answer": "3 Rivers (now"},
    "bn": {"question": "কোন ৩টি নদী সম্প্রতি বয়", "answer": "3 নদী|"},
    "hi": {"question": "कौन सी 3 नदियाँ हाल ही में?", "answer": "नदियाँ"},
}
HEAD = """\
deck:
  id: some
  uid: 16e3bc53dcbe2f26709409af3646da1b
  title: {en-GB: Some}
  languages: [%s]
  complete: [en-GB]
sections:
  - {id: one, title: {en-GB: Rivers}}
notes:
"""


class Written(NamedTuple):
    """The languages in which a note has its question and its answer, or the value it has for an answer."""

    asked: set[str]
    answered: set[str]
    value: str


some = st.sets(st.sampled_from(LANGUAGES)).map(lambda there: there | {"en-GB"})
values = st.sampled_from(("", "1969", "'$E = mc^2$'", "'১৯৭১ - 5'", "'?'", "'12  30|'", "'`len(x)`'", "'(3'"))
notes = st.lists(st.builds(Written, some, some, values), min_size=1, max_size=5)


@pytest.mark.slow
@settings(deadline=None)
@given(st.integers(min_value=1, max_value=len(LANGUAGES)), notes)
def test_finds_the_same_in_notes_that_are_not_complete(count: int, written: Sequence[Written]) -> None:
    deck = read(LANGUAGES[:count], written)
    assert found_in(WordIndex(deck)) == found_in(Unsorted(deck))
    assert all(repair.old != repair.new for repair in repairs(deck))


def read(languages: Sequence[str], written: Sequence[Written]) -> Deck:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.yaml"
        path.write_text(HEAD % ", ".join(languages) + "".join(lines(languages, written)), encoding="utf-8")
        reading = read_decks([DeckFiles((path,), path.parent)])
    assert reading.problems == ()
    return reading.decks[0]


def lines(languages: Sequence[str], written: Sequence[Written]) -> Iterator[str]:
    for number, (asked, answered, value) in enumerate(written):
        yield f"  - id: n{number}\n    section: one\n    question:\n"
        yield from said(asked, languages, "question")
        yield f"    answer: {value}\n"
        if not value:
            yield from said(answered, languages, "answer")


def said(there: set[str], languages: Sequence[str], part: str) -> Iterator[str]:
    return (f"      {tag}: {TEXTS[tag.split('-')[0]][part]}\n" for tag in languages if tag in there)
