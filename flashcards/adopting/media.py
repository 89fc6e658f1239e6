"""Media of an adopted deck: they keep the names under which learners have them."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting.found import Found
from flashcards.adopting.gates import Gate
from flashcards.deckfile.kinds import media_on_cards
from flashcards.deckfile.media_refs import MEDIA
from flashcards.importing.media import is_unsafe
from flashcards.model.foreign import ForeignNote
from flashcards.system.regular_files import open_file
from flashcards.text.media import ADOPTED, LACKED
from flashcards.text.nfc import to_nfc
from flashcards.text.to_markdown.source import media_names


class AdoptedMedia(NamedTuple):
    """The files by their paths beside the deck file, the path of each by its name, and what stands in the way."""

    files: Mapping[str, Path]
    paths: Mapping[str, str]
    gates: tuple[Gate, ...]


def adopt_media(found: Found, deck_id: str, folder: Path) -> AdoptedMedia:
    """Copy the files that notes and cards show into a scratch `folder`, with the list of their names."""
    place = f"{MEDIA}/{deck_id}"
    shown = dict[str, list[ForeignNote]]()
    for note in found.package.notes:
        for name in _shown_in(note):
            shown.setdefault(name, []).append(note)
    wanted = {*shown, *_on_cards(found)}
    safe = {name for name in wanted if not is_unsafe(name) and name != ADOPTED}
    (folder / place).mkdir(parents=True, exist_ok=True)
    media = found.package.media
    there = media.extract(sorted(safe), folder / place) if media and safe else frozenset[str]()
    missing = {name: notes for name, notes in shown.items() if name not in there}
    sums = {name: _sha1(folder / place / name) for name in sorted(there)}
    sums |= dict.fromkeys((name for name in sorted(missing) if name in safe), LACKED)
    files = {f"{place}/{name}": folder / place / name for name in sorted(there)}
    if sums:
        listed = folder / place / ADOPTED
        listed.write_text("".join(f"{sha1}  {name}\n" for name, sha1 in sums.items()), encoding="utf-8")
        files[f"{place}/{ADOPTED}"] = listed
    paths = {name: f"{place}/{name}" for name in there}
    return AdoptedMedia(files, paths, tuple(_missing(missing)))


def _shown_in(note: ForeignNote) -> Iterator[str]:
    for field in note.fields:
        if "[sound:" in field or "src" in field.lower():
            yield from map(to_nfc, media_names(field))


def _on_cards(found: Found) -> Iterator[str]:
    """The files that templates and CSS show, and those that Anki takes for such by their names."""
    for notetype in found.notetypes.values():
        yield from media_on_cards(notetype.templates, notetype.css)
    if found.package.media:
        yield from (name for name in found.package.media.names() if name.startswith("_"))


def _missing(missing: Mapping[str, list[ForeignNote]]) -> Iterator[Gate]:
    if missing:
        notes = tuple({id(note): note for own in missing.values() for note in own}.values())
        names = ", ".join(f"'{name}'" for name in [*missing][:5]) + (", …" if len(missing) > 5 else "")
        yield Gate(
            "missing-media",
            f"with a file that the package does not contain, so that nobody has it: {names}",
            "export the deck with its media",
            notes,
        )


def _sha1(path: Path) -> str:
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha1").hexdigest()
