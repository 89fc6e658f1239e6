"""An adopted deck: made of what learners have, compiled once, and compared with it byte for byte."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting.comparison import compared
from flashcards.adopting.conversion import KINDS, written_kinds, written_notes, written_sections
from flashcards.adopting.dangers import dangers
from flashcards.adopting.found import Found
from flashcards.adopting.gates import Gate
from flashcards.adopting.ledger import ledger_text
from flashcards.adopting.media import adopt_media
from flashcards.adopting.source import SourceHead, deck_text
from flashcards.compile.cache import Cache
from flashcards.deckfile.uid import new_uid
from flashcards.importing.decks import CONTROL
from flashcards.ledger.file import ledger_path
from flashcards.model.deck import Language
from flashcards.text.hazards import HAZARDS
from flashcards.text.html import to_plain
from flashcards.text.nfc import to_nfc

_LONGEST = 5_000  # characters of a description


class Wishes(NamedTuple):
    """What an author says about a deck to adopt: the accepted hazards, and the version that learners have."""

    language: Language
    version: str
    accepted: frozenset[str]


class AdoptedDeck(NamedTuple):
    """All files of a deck by their paths beside it, and what came of its notes.

    `raw` is the number of notes with a part that stays HTML; `gates` are what stands in the way.
    """

    texts: Mapping[str, str]
    media: Mapping[str, Path]
    notes: int
    cards: int
    raw: int
    off: tuple[str, ...]
    gates: tuple[Gate, ...]


def adopt(found: Found, target: Path, folder: Path, wishes: Wishes, *, now: float) -> AdoptedDeck:
    """Make the files of a deck, in a scratch `folder`, to be written beside `target`."""
    deck_id = target.stem
    media = adopt_media(found, deck_id, folder)
    kinds = written_kinds(found, deck_id, wishes.language, wishes.accepted)
    keys = dict(zip(found.notetypes, kinds, strict=True))
    gates = (*media.gates, *dangers(found, wishes.accepted))
    head = SourceHead(
        deck_id,
        new_uid(),
        to_nfc(found.deck),
        _description(found),
        wishes.language,
        wishes.version,
        tuple(" ".join(each.path.name.split()) for each in (found.package, *found.older)),
        kinds,
        written_sections(found),
    )
    notes = [*written_notes(found, kinds, keys, head.sections, media.paths)]
    texts = {path: text for kind in kinds.values() for path, text in kind.files()}
    texts[f"{KINDS}/{deck_id}/.gitattributes"] = "* -text\n"  # or git may change line breaks
    if any(gate.rule in HAZARDS for gate in gates):  # which the deck could not be read with
        return AdoptedDeck({}, {}, len(notes), 0, 0, (), gates)
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    with closing(Cache(folder)) as cache:
        head, notes, compiled, remarks, refused = compared(head, notes, folder, cache)
        pairs = {note.id: note.found for note in notes}
        ledger = "" if refused else ledger_text(compiled, pairs, remarks, found, now=now)
        cards = sum(len(note.found.cards) for note in notes)
    texts |= {target.name: deck_text(head, notes), ledger_path(Path(), deck_id).name: ledger}
    raw = sum(any(text.is_raw for text in note.texts.values()) for note in notes)
    return AdoptedDeck(texts, media.files, len(notes), cards, raw, head.off, (*gates, *refused))


def _description(found: Found) -> str:
    """The description that learners see below the name of the deck, as plain text."""
    lines = to_plain(CONTROL.sub("", found.package.descriptions.get(found.deck, ""))[:_LONGEST]).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
