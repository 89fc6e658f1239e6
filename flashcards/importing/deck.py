"""A deck of other programs' files, in two steps: what their fields become, and the text of the deck file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flashcards.deckfile.uid import new_uid
from flashcards.exporting.rows import CHECKSUM, ID, TYPE
from flashcards.importing.anki_decks import DEFAULT, common_root, plain_name
from flashcards.importing.mapping import NotetypeMapping, parse_rules, propose
from flashcards.importing.media import gather
from flashcards.importing.notes import Imported, Input, convert
from flashcards.importing.options import ReadOptions
from flashcards.importing.reading import read_foreign
from flashcards.importing.verified import verified
from flashcards.model.deck import Language
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError, Problem

_EXPORTED = (ID, TYPE, CHECKSUM)


class PlannedFile(NamedTuple):
    """A file that was read, and what its fields become, by note type."""

    foreign: Foreign
    mappings: Mapping[int, NotetypeMapping]


class ImportPlan(NamedTuple):
    """What is to be imported; `languages` are those that the author named."""

    files: tuple[PlannedFile, ...]
    languages: tuple[Language, ...]


class ImportedDeck(NamedTuple):
    """The text of a deck file, the paths of its media, and what came of the notes."""

    text: str
    media: tuple[str, ...]
    notes: int
    drafts: int
    left_out: int
    problems: tuple[Problem, ...]


def plan_import(
    paths: Sequence[Path], languages: tuple[Language, ...], rules: Sequence[str], options: ReadOptions
) -> ImportPlan:
    """Read files, and map their fields; raises FlashcardsError for what is not certain and was not said."""
    parsed = parse_rules(rules)
    files = []
    for path in paths:
        foreign = read_foreign(path, options)
        if not foreign.notes:
            raise FlashcardsError(f"'{path}' contains no notes", "export it again, with its notes")
        if any({*_EXPORTED} <= {*notetype.field_names} for notetype in foreign.notetypes.values()):
            hint = "take what was edited in it into its deck with `--into DECK`"
            raise FlashcardsError(f"'{path}' is a table that `flashcards export` wrote", hint)
        files.append(PlannedFile(foreign, propose(foreign, languages, parsed)))
    return ImportPlan(tuple(files), languages)


def import_deck(plan: ImportPlan, target: Path, folder: Path) -> ImportedDeck:
    """Make one deck, to be written to `target`, of all files; media are copied to a scratch `folder`."""
    media = gather(plan.files, folder, target)
    inputs = [Input(*file, found) for file, found in zip(plan.files, media, strict=True)]
    title = _title(plan) or target.stem
    names = [file.foreign.path.name for file in plan.files]
    imported = convert(inputs, plan.languages, title)
    text, imported = verified(imported, target.stem, new_uid(), title, names, folder)
    if not imported.notes:
        raise FlashcardsError("no note can be carried over", _first_reason(imported))
    used = (path for each in media for path in each.paths.values())
    drafts = sum(note.is_draft for note in imported.notes)
    return ImportedDeck(
        text, tuple(dict.fromkeys(used)), len(imported.notes), drafts, imported.left_out, imported.problems
    )


def _title(plan: ImportPlan) -> str:
    """The name of the deck that all notes are in, or of the first file if there is none or Anki made the deck."""
    root = common_root(note.deck for file in plan.files for note in file.foreign.notes)
    name = plain_name(root.split("::")[-1])
    return name if name not in ("", DEFAULT) else plain_name(plan.files[0].foreign.name)


def _first_reason(imported: Imported) -> str:
    return next((f"{each.location}: {each.message}" for each in imported.problems), "")
