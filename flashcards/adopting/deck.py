"""An adopted deck: made of what learners have, compiled once, and compared with it byte for byte."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting.comparison import compared
from flashcards.adopting.conversion import KINDS, written_kinds, written_notes, written_sections
from flashcards.adopting.dangers import dangers
from flashcards.adopting.gates import Gate
from flashcards.adopting.joining import Joined
from flashcards.adopting.ledger import ledger_text
from flashcards.adopting.media import adopt_media
from flashcards.adopting.published import Published
from flashcards.adopting.source import SourceHead, SourceKind, SourceNote, deck_text
from flashcards.adopting.wishes import Wishes
from flashcards.compile.cache import Cache
from flashcards.deckfile.uid import new_uid
from flashcards.importing.anki_decks import CONTROL
from flashcards.ledger.file import ledger_path
from flashcards.text.hazards import HAZARDS
from flashcards.text.html import to_plain
from flashcards.text.nfc import to_nfc

_LONGEST = 5_000  # characters of a description


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


def adopt(joined: Joined, target: Path, folder: Path, wishes: Wishes, *, now: float) -> AdoptedDeck:
    """Make the files of a deck, in a scratch `folder`, to be written beside `target`."""
    deck_id = target.stem
    kinds = {kind.key: kind for kind in written_kinds(joined, deck_id, wishes)}
    joined, gates = _placed(joined, kinds.values())
    media = adopt_media(joined, deck_id, folder)
    gates = (*gates, *media.gates, *dangers(joined, wishes.accepted))
    head = _head(joined, deck_id, wishes, kinds)
    notes: Sequence[SourceNote] = [*written_notes(joined, [*kinds.values()], head.sections, media.paths)]
    texts = {path: text for kind in kinds.values() for path, text in kind.files()}
    texts[f"{KINDS}/{deck_id}/.gitattributes"] = "* -text\n"  # or git may change line breaks
    if any(gate.rule in HAZARDS for gate in gates):  # a deck with these cannot be read
        return AdoptedDeck({}, {}, len(notes), 0, 0, (), gates)
    for path, text in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    with closing(Cache(folder)) as cache:
        head, notes, compiled, remarks, refused = compared(head, notes, folder, cache)
        ledger = "" if refused else ledger_text(compiled, notes, remarks, joined, now=now)
    # after the comparison with what learners have: the first build shows them that a note is retired
    notes = [note._replace(retired=wishes.retired) if joined.is_retired(note.found) else note for note in notes]
    cards = sum(len(found.cards) for note in notes for found in note.found.values())
    texts |= {target.name: deck_text(head, notes), ledger_path(Path(), deck_id).name: ledger}
    raw = sum(any(text.is_raw for own in note.texts.values() for text in own.values()) for note in notes)
    return AdoptedDeck(texts, media.files, len(notes), cards, raw, head.off, (*gates, *refused))


def _head(joined: Joined, deck_id: str, wishes: Wishes, kinds: Mapping[str, SourceKind]) -> SourceHead:
    languages, published = wishes.languages, joined.published
    files = (each.path.name for own in published.values() for each in (own.package, *own.older))
    complete = tuple(tag for tag in languages if all(tag in row for row in joined.notes))
    pairs = (*published,) if len(published) > 1 else ("+".join(languages[:2]),)
    descriptions = {language: _description(own) for language, own in published.items()}
    return SourceHead(
        deck_id,
        new_uid(),
        {language: to_nfc(own.deck) for language, own in published.items()},
        {language: text for language, text in descriptions.items() if text},
        languages,
        pairs if len(languages) > 1 else None,
        complete if complete != languages else None,
        tuple(dict.fromkeys(part for kind in kinds.values() for part in kind.parts_in_some_of(languages))),
        wishes.version,
        tuple(" ".join(name.split()) for name in files),
        kinds,
        written_sections(joined),
    )


def _placed(joined: Joined, kinds: Collection[SourceKind]) -> tuple[Joined, tuple[Gate, ...]]:
    """The notes without those that no field says to be in some languages only."""
    vague = {
        (tag, each.id)
        for kind in kinds
        for tag, each in kind.types.items()
        if not any(part.is_needed for part in kind.parts)
    }
    partial = [row for row in joined.notes if len(row) < len(joined.published)]
    stopped = [row for row in partial if any((tag, note.notetype) in vague for tag, note in row.items())]
    if not stopped:
        return joined, ()
    message = "in some languages only, and no text is in all notes of their note type, by which a deck could say so"
    notes = tuple(note for row in stopped for note in row.values())
    kept = tuple(row for row in joined.notes if row not in stopped)
    return joined._replace(notes=kept), (Gate("partners-differ", message, "add them in the other languages", notes),)


def _description(published: Published) -> str:
    """The description that learners see below the name of the deck, as plain text."""
    lines = to_plain(CONTROL.sub("", published.package.descriptions.get(published.deck, ""))[:_LONGEST]).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
