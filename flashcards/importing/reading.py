"""Files of other programs, each read by the reader of its format."""

from collections.abc import Callable, Mapping
from pathlib import Path

from flashcards.anki.package_reader import SUFFIXES
from flashcards.importing import ankitext, crowdanki, delimited, jsonrows, package, spreadsheet
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError

_Reader = Callable[[Path, ReadOptions], Foreign]


def _table(path: Path, options: ReadOptions) -> Foreign:
    """Read a table, or a text that Anki exported, which says so in its first line."""
    text, _ = read_text_file(path, options.encoding)
    reader: _Reader = ankitext.read if ankitext.is_anki_text(text) else delimited.read
    return reader(path, options)


def _json(path: Path, options: ReadOptions) -> Foreign:
    """Read a list of rows, or a deck of CrowdAnki."""
    is_list = path.is_file() and jsonrows.is_list(read_text_file(path, options.encoding).text)
    return (jsonrows.read if is_list else crowdanki.read)(path, options)


_BY_SUFFIX: Mapping[str, _Reader] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), _table),
    **dict.fromkeys((".xlsx", ".xlsm"), spreadsheet.read),
    **dict.fromkeys(SUFFIXES, package.read),
    **dict.fromkeys((".json", ""), _json),
}
_EXPORT: Mapping[str, str] = {
    **dict.fromkeys((".xls", ".ods", ".numbers"), "save the sheet as .xlsx, or as CSV in UTF-8"),
    **dict.fromkeys((".anki2", ".anki21", ".db"), "export the deck from Anki, as .apkg"),
    ".zip": "unpack it, and import what is in it",
}


def read_foreign(path: Path, options: ReadOptions) -> Foreign:
    """Read a file; raises FlashcardsError if it cannot be read whole."""
    suffix = "" if path.is_dir() else path.suffix.lower()
    if not path.exists():
        raise FlashcardsError(f"there is no '{path}'", "check its name")
    reader = _BY_SUFFIX.get(suffix) if suffix or path.is_dir() else None
    if reader is None:
        known = ", ".join(filter(None, _BY_SUFFIX))
        raise FlashcardsError(
            f"'{path}' is in no format that can be imported", _EXPORT.get(suffix, f"use one of: {known}")
        )
    return reader(path, options)
