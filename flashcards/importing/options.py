"""What an author says about a file that is imported."""

from pathlib import Path
from typing import NamedTuple

from flashcards.anki.package_reader import MAX_UNPACKED
from flashcards.model.foreign import Form


class ReadOptions(NamedTuple):
    """What an author asks for; None or empty if the file itself is to show it.

    `columns` are the names of a table's columns, `sheet` that of a workbook's sheet, `deck` the only deck to take of
    several, and `media` the folder of the media of a file that contains none. Without `has_quotes`, double quotes are
    part of the texts of a table. `max_unpacked` is in megabytes.
    """

    columns: tuple[str, ...] = ()
    separator: str = ""
    sheet: str = ""
    encoding: str = ""
    has_header: bool | None = None
    has_quotes: bool = True
    form: Form | None = None
    deck: str = ""
    media: Path | None = None
    max_unpacked: int = MAX_UNPACKED
