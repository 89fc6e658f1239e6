"""Check that a note of an adopted kind has a card: its templates decide, and Anki imports a note without one."""

from collections.abc import Mapping

from flashcards.cards.notetypes.of_kind import notetype_of
from flashcards.model.deck import Text, Texts
from flashcards.model.kind import Kind
from flashcards.yamltext.entry import Entry


def check_cards(entry: Entry, note_id: Text, parts: Mapping[str, Texts], kind: Kind) -> None:
    """Warn of a note for which no template of its kind makes a card."""
    assert kind.adopted is not None
    if not kind.is_whole or not kind.cards:
        return
    texts = [next(iter(parts.get(field.part, {}).values()), None) for field in kind.adopted.fields]
    try:
        cards = notetype_of(kind, "", "", "").cards_of([text.value if text else "" for text in texts])
    except (KeyError, ValueError):  # a template that Anki cannot render either
        return
    if not cards:
        shown = kind.cards[0].name
        message = f"no card of '{kind.key}' shows anything of this note, so that learners never see it"
        hint = f"fill in a part that the front of a card shows, such as that of '{shown}'"
        entry.warn(note_id, "no-cards", message, hint)
