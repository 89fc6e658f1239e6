"""Recordings of a deck's texts that a program has made: where they are, and which text each is of.

They are in a folder beside the deck, `rivers.speech` or, in the folder of a deck, `speech`. Its index has a line for
each: the name of the file, which begins with a hash of the text and its language, then the part and the language.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flashcards.cards.notetypes.notetype import Part
from flashcards.deckfile.discovery import HEAD, DeckFiles
from flashcards.model.deck import Language, Text, Texts
from flashcards.model.problem import Location, Problem, Severity
from flashcards.system.reads import ABSENT, record
from flashcards.system.regular_files import read_file
from flashcards.text.spoken import said
from flashcards.yamltext.entry import Entry

if TYPE_CHECKING:
    from flashcards.model.media import Media

RULE = "speech"
INDEX = "index.txt"
_LINE = re.compile(r"(([0-9a-f]{16})-[0-9a-f]{8}\.[a-z0-9]{2,5}) ([a-z_]+) ([A-Za-z0-9-]+)")


class Recording(NamedTuple):
    """The name of the file, and what was said: a part of notes in a language."""

    name: str
    part: str
    language: Language


class Recordings(NamedTuple):
    """The folder of recordings, and these by the keys of their texts."""

    folder: Path
    files: Mapping[str, Recording]


def speech_folder(source: DeckFiles) -> Path:
    """The folder of the recordings of a deck."""
    first = source.files[0]
    return first.parent / "speech" if first.name == HEAD else first.with_suffix(".speech")


def read_speech(source: DeckFiles) -> tuple[Recordings | None, tuple[Problem, ...]]:
    """The recordings of a deck; None if there are none."""
    folder = speech_folder(source)
    path = folder / INDEX
    try:
        lines = read_file(path).decode(errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None, ()
    found = [(line, _LINE.fullmatch(line.strip())) for line in lines]
    wrong = next((number for number, (line, match) in enumerate(found, 1) if line.strip() and not match), 0)
    hint = "delete this line, and run `flashcards speak` again"
    message = "this is not a recording that `flashcards speak` has made"
    problems = (Problem(Location(path, wrong, 1), RULE, message, hint, Severity.WARNING),) if wrong else ()
    return Recordings(
        folder, {match[2]: Recording(match[1], *match.groups()[2:]) for _, match in found if match}
    ), problems


def index_text(speech: Recordings) -> str:
    """The index of recordings."""
    return "".join(f"{' '.join(recording)}\n" for recording in sorted(speech.files.values()))


def key_of(text: str, language: Language) -> str:
    """A hash of what is said."""
    return hashlib.sha256(f"{language}\0{text}".encode()).hexdigest()[:16]


def can_be_said(part: Part) -> bool:
    """Whether a recording gives nothing away and is not in the way of what learners type."""
    return not (part.has_clozes or part.is_literal or part.form.is_free)


def each_said(parts: Iterable[Part], texts: Mapping[str, Texts]) -> Iterator[tuple[Part, Language, Text, str]]:
    """The texts of a note that can be said, by part and language, with what is said."""
    for part in filter(can_be_said, parts):
        for language, text in texts.get(part.name, {}).items():
            if words := said(text.value):
                yield part, language, text, words


def find_speech(
    entry: Entry, parts: Iterable[Part], texts: Mapping[str, Texts], speech: Recordings
) -> "tuple[Mapping[tuple[str, Language], str], Mapping[str, Media]]":
    """The recordings of the texts of a note, by part and language, and their files; report those that are missing."""
    from flashcards.model.media import Media
    from flashcards.text.media import find_media

    spoken: dict[tuple[str, Language], str] = {}
    media: dict[str, Media] = {}
    for part, language, text, words in each_said(parts, texts):
        recording = speech.files.get(key_of(words, language))
        if recording is None:
            continue
        reference = Path(os.path.relpath(speech.folder / recording.name, entry.folder)).as_posix()
        found = find_media(reference, entry.folder)
        if isinstance(found, Media):
            spoken[part.name, language] = reference
            media[reference] = found
        else:
            record(speech.folder / recording.name, ABSENT)
            entry.warn(text, RULE, found.message, "run `flashcards speak` again, or restore the file")
    return spoken, media
