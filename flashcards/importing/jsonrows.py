"""JSON lists of objects, as `flashcards export --to json` writes them, as the rows of a table."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flashcards.importing.delimited import Row, empty, foreign_of
from flashcards.importing.limits import at_most
from flashcards.importing.options import ReadOptions
from flashcards.importing.textfile import read_text_file
from flashcards.model.foreign import Foreign
from flashcards.model.problem import FlashcardsError

_HINT = "write a list of objects, each with texts by their columns, as `flashcards export --to json` does"


def is_list(text: str) -> bool:
    """Whether a JSON text is a list, and so no deck of CrowdAnki."""
    return text.lstrip().startswith("[")


def read(path: Path, options: ReadOptions) -> Foreign:
    """Read a list; each object is a note."""
    text, _ = read_text_file(path, options.encoding)
    try:
        objects = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise FlashcardsError(f"{path}:{line}:{column}: this is not JSON: {error}", _HINT) from error
    if not objects:
        raise empty(path)
    for number, each in enumerate(objects, 1):
        if not isinstance(each, dict) or not all(map(_is_cell, each.values())):
            raise FlashcardsError(f"item {number:,} of '{path}' is not an object with texts", _HINT)
    columns = [*dict.fromkeys(name for each in at_most(objects, path) for name in each)]
    rows = [Row(0, columns), *(Row(0, [_cell(each, name) for name in columns]) for each in objects)]
    foreign = foreign_of(path, rows, options._replace(has_header=True), (), text)
    return foreign._replace(found=("JSON", f"{len(objects):,} notes"))


def _is_cell(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _cell(item: Mapping[str, str | Sequence[str]], name: str) -> str:
    value = item.get(name, "")
    return value if isinstance(value, str) else " ".join(value)
