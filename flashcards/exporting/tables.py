"""Rows as CSV, TSV or JSON, written one by one."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flashcards.exporting.guard import guarded
from flashcards.exporting.rows import CHECKSUM, HEAD, NoteRow, checksum

BOM = "\ufeff"
"""Without it, Excel does not see that a file is UTF-8."""


def csv_lines(rows: Iterable[NoteRow], columns: Sequence[str]) -> Iterator[str]:
    """Rows as CSV, with a header."""
    return _separated(rows, columns, ",")


def tsv_lines(rows: Iterable[NoteRow], columns: Sequence[str]) -> Iterator[str]:
    """Rows separated by tabs, quoted as in CSV, with a header."""
    return _separated(rows, columns, "\t")


def json_lines(rows: Iterable[NoteRow], columns: Sequence[str]) -> Iterator[str]:
    """Rows as a JSON list, with an object a line; texts that do not exist are left out."""
    begin = "[\n"
    for row in rows:
        texts = {name: row.texts[name] for name in columns if name in row.texts}
        data = {"id": row.id, "type": row.type, "section": row.section, "tags": row.tags, **texts}
        yield f"{begin}{json.dumps({**data, CHECKSUM: checksum(row.texts)}, ensure_ascii=False)}"
        begin = ",\n"
    yield "[]\n" if begin == "[\n" else "\n]\n"


WRITERS: Mapping[str, Callable[[Iterable[NoteRow], Sequence[str]], Iterator[str]]] = {
    "csv": csv_lines,
    "tsv": tsv_lines,
    "json": json_lines,
}
"""The formats of tables."""


def _separated(rows: Iterable[NoteRow], columns: Sequence[str], separator: str) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, delimiter=separator, lineterminator="\n")
    for cells in _cells(rows, columns):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cells(rows: Iterable[NoteRow], columns: Sequence[str]) -> Iterator[Sequence[str]]:
    yield [*HEAD, *columns, CHECKSUM]
    for row in rows:
        texts = (row.texts.get(name, "") for name in columns)
        cells = (row.id, row.type, row.section, " ".join(row.tags), *texts)
        yield [*map(guarded, (*cells, checksum(row.texts)))]
