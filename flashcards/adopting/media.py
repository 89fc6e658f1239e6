"""Media of an adopted deck: they keep the names under which learners have them."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flashcards.adopting.gates import Gate
from flashcards.adopting.joining import Joined
from flashcards.adopting.published import Published
from flashcards.deckfile.kinds import media_on_cards
from flashcards.deckfile.media_refs import MEDIA
from flashcards.model.foreign import ForeignNote
from flashcards.model.problem import FlashcardsError
from flashcards.system.atomic import scratch_folder
from flashcards.system.regular_files import open_file
from flashcards.text.media import ADOPTED, FOR_ALL, LACKED, is_unsafe
from flashcards.text.nfc import to_nfc
from flashcards.text.phrases import listing
from flashcards.text.to_markdown.source import exact_names


class AdoptedMedia(NamedTuple):
    """The files by their paths beside the deck file, the path of each by its name, and what stands in the way."""

    files: Mapping[str, Path]
    paths: Mapping[str, str]
    gates: tuple[Gate, ...]


def adopt_media(joined: Joined, deck_id: str, folder: Path) -> AdoptedMedia:
    """Copy the files that notes and cards show into a scratch `folder`, with the list of their names."""
    place = f"{MEDIA}/{deck_id}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    missing, there, safe = dict[str, list[ForeignNote]](), set[str](), set[str]()
    for language, published in joined.published.items():
        shown = dict[str, list[ForeignNote]]()
        for note in (row[language] for row in joined.notes if language in row):
            for name in _shown_in(note):
                shown.setdefault(name, []).append(note)
        known = {name for name in (*shown, *_on_cards(published)) if not is_unsafe(name) and name != ADOPTED}
        own = _extracted(published, known, folder / place)
        missing |= {name: notes for name, notes in shown.items() if name not in own}
        safe |= known
        there.update(own)
    missing = {name: notes for name, notes in missing.items() if name not in there}
    sums = {name: _sha1(folder / place / name) for name in sorted(there)}
    sums |= dict.fromkeys((name for name in sorted(missing) if name in safe), LACKED)
    files = {f"{place}/{name}": folder / place / name for name in sorted(there)}
    if sums:
        listed = folder / place / ADOPTED
        listed.write_text("".join(f"{sha1}  {name}\n" for name, sha1 in sums.items()), encoding="utf-8")
        files[f"{place}/{ADOPTED}"] = listed
    paths = {name: f"{place}/{name}" for name in there}
    return AdoptedMedia(files, paths, tuple(_missing(missing)))


def _extracted(published: Published, names: Collection[str], place: Path) -> Collection[str]:
    """Copy files of the packages of a language to a place; returns their names.

    Raises FlashcardsError if another file has the same name in another language.
    """
    if not names:
        return ()
    lacking = sorted(names)
    for package in (published.package, *published.older):
        with scratch_folder() as scratch:
            copied = package.media.extract(lacking, scratch) if package.media and lacking else frozenset[str]()
            for name in copied:
                if (place / name).exists() and _sha1(place / name) != _sha1(scratch / name):
                    message = f"the file '{name}' of '{package.path}' is another one in another language"
                    raise FlashcardsError(message, "rename one of the two files in Anki, and export the deck again")
                (scratch / name).replace(place / name)
        lacking = [name for name in lacking if name not in copied]
    return {*names} - {*lacking}


def _shown_in(note: ForeignNote) -> Iterator[str]:
    for field in note.fields:
        yield from map(to_nfc, exact_names(field))


def _on_cards(published: Published) -> Iterator[str]:
    """The files that templates and CSS show, and those that Anki takes for such by their names."""
    for notetype in published.notetypes.values():
        yield from media_on_cards(notetype.templates, notetype.css)
    if published.package.media:
        yield from (name for name in published.package.media.names() if name.startswith(FOR_ALL))


def _missing(missing: Mapping[str, list[ForeignNote]]) -> Iterator[Gate]:
    if missing:
        notes = tuple({id(note): note for own in missing.values() for note in own}.values())
        names = listing([f"'{name}'" for name in missing], 5)
        yield Gate(
            "missing-media",
            f"with a file that the package does not contain, so that nobody has it: {names}",
            "export the deck with its media",
            notes,
        )


def _sha1(path: Path) -> str:
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha1").hexdigest()
