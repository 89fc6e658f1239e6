"""The texts of a deck that a program can say, and the recordings that it has made of them."""

from collections.abc import Iterator
from typing import NamedTuple

from flashcards.cards.notetypes.per_deck import parts_of
from flashcards.compile.deck import CompiledDeck
from flashcards.deckfile.speech import RULE, Recordings, each_said, key_of, speech_folder
from flashcards.model.deck import Language
from flashcards.model.problem import Location, Problem, Severity


class SaidText(NamedTuple):
    """What is said for a text of a note, and the key of its recording.

    It `is_asked` if packages may have it, and `is_required` if the note cannot do without it.
    """

    part: str
    language: Language
    words: str
    key: str
    place: Location
    note_id: str
    is_asked: bool
    is_required: bool


def said_texts(deck: CompiledDeck) -> Iterator[SaidText]:
    """All texts that can be said, in the order of the notes."""
    for note in deck.head.notes if deck.head else ():
        is_asked = not (note.is_draft or note.retired)
        for part, language, text, words in each_said(parts_of(note), note.parts):
            key, place = key_of(words, language), text.place(note.location.path)
            yield SaidText(part.name, language, words, key, place, note.id, is_asked, part.is_required)


def speech_of(deck: CompiledDeck) -> Recordings:
    """The recordings of a deck, perhaps none yet."""
    return deck.note_context.speech or Recordings(speech_folder(deck.source), {})


def without_recording(deck: CompiledDeck) -> Iterator[Problem]:
    """Report texts without a recording, where others of the same part and language have or had one."""
    speech = speech_of(deck)
    recorded = {(each.part, each.language) for each in speech.files.values()}
    for each in said_texts(deck) if recorded else ():
        if each.is_asked and (each.part, each.language) in recorded and each.key not in speech.files:
            message = f"'{each.part}' of '{each.note_id}' has no recording"
            hint = f"run `flashcards speak {deck.name}` again: it is new, or was edited"
            yield Problem(each.place, RULE, message, hint, Severity.INFO, each.language)
