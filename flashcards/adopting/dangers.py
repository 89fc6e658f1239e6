"""Scripts and remote loads in the notes and on the cards of a deck to adopt."""

from collections.abc import Iterator

from flashcards.adopting.gates import Gate
from flashcards.adopting.joining import Joined
from flashcards.deckfile.kinds import hazards_on_cards
from flashcards.model.foreign import ForeignNote
from flashcards.text.hazards import SCRIPT, hazards


def dangers(joined: Joined, accepted: frozenset[str]) -> Iterator[Gate]:
    """What would run on learners' devices, or load something from elsewhere, and is not accepted."""
    on_cards = dict[str, str]()
    for notetype in (each for own in joined.notetypes for each in own.values()):
        for name, shown in hazards_on_cards(notetype.templates, notetype.css).items():
            on_cards.setdefault(name, f"on the cards of '{notetype.name}', {shown}")
    in_notes = dict[str, list[ForeignNote]]()
    first = dict[str, str]()
    for note in (each for row in joined.notes for each in row.values()):
        for field in note.fields:
            for name, shown in hazards(field) if "<" in field else ():
                in_notes.setdefault(name, []).append(note)
                first.setdefault(name, shown)
    for name in sorted((on_cards.keys() | in_notes.keys()) - accepted):
        what = "scripts" if name == SCRIPT else "what is loaded from elsewhere"
        where = [*([on_cards[name]] if name in on_cards else []), *([first[name]] if name in first else [])]
        who = "with" if name in in_notes else "its cards contain"
        message = f"{who} {what}, which would reach learners as found: {'; '.join(where)}"
        hint = f"delete it in Anki, and export the deck again; or, if you trust it, `--accept {name}`"
        yield Gate(name, message, hint, tuple(in_notes.get(name, ())), is_skippable=False)
