"""Benchmarks: how long `flashcards` takes, beside a plain script and beside the least that it could take.

    python -m tests.benchmarks [--sizes 1000,10000] [--rounds 5] [--json FILE] [--table README.md]

Decks of each size are written as an author would write them (see decks.py), as one file and as a
folder with files of 100 notes. Then all take turns, one whole process after another, and the round
is repeated; so what the machine does besides falls on all alike. They are:

* the raw limit (limit.c): libyaml parses the YAML, SQLite writes two collections, and a zip is
  written uncompressed. Needs `cc`, libyaml and SQLite (Debian: gcc libyaml-dev libsqlite3-dev);
  where they are missing it is not measured.
* the script a user would write (naive.py): `yaml.safe_load` and genanki. And the same with
  `CSafeLoader`.
* `flashcards build` from nothing: no ledger, no cache, nothing in dist; with every check, ledger
  and compression on. Then again with nothing changed, and with one note reworded; these two find
  the ledger and the cache that the first left.
* `flashcards check`, with an empty cache. Like the naive scripts it holds a deck whole: above 100,000 notes
  these run, and there is more than one round, only with `--all`.
* the naive script and `flashcards check` again, at a deck as it comes from elsewhere (rough.py): longer texts of mixed
  style, with some two findings a note.
* the start: `flashcards --help`, and `flashcards check` of the deck in decks/ when its cache is
  filled, beside `python -c "import click"`.

Seconds are medians, with the least and the most in brackets. Memory is at its most, the process
and its children together; it is never told as less than this harness has, some 20 MB. Packages are
compared with what zlib makes of the same members at its usual level, 6. Growth is the exponent k
of n^k that fits the medians from 1,000 notes upwards best, by least squares of their logarithms.

Every contestant's packages are counted: a note or card too few stops the run. `--json` keeps every
single time. `--table` rewrites what stands in that file between <!-- benchmarks --> and
<!-- /benchmarks -->. A million notes need some 3 GB in the folder for temporary files (TMPDIR).
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.contestants import compiled_limit
from tests.benchmarks.decks import Layout
from tests.benchmarks.race import Race, race
from tests.benchmarks.start import Start, start
from tests.benchmarks.tables import as_json, markdown, plain, with_table

_LAYOUTS = {layout.name.lower(): layout for layout in Layout}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as scratch:
        limit = compiled_limit(Path(scratch))
        if limit.missing:
            _say(f"the raw limit is not measured: {limit.missing}")
        starts = start(Path(scratch), rounds=4 * options.rounds)  # each is over in a moment, and they vary
        races: list[Race] = []
        for size in options.sizes:
            for layout in options.layouts:
                _say(f"{size:,} notes as {layout}")
                with tempfile.TemporaryDirectory(dir=scratch) as folder:
                    races.append(
                        race(Path(folder), size, layout, limit.program, rounds=options.rounds, with_all=options.all)
                    )
                if options.json:  # what was measured so far stays, if the rest is stopped
                    _write(options.json, as_json(races, starts))
    _publish(options, races, starts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_sizes, default=[1_000, 10_000], metavar="N,…", help="how many notes")
    parser.add_argument("--layouts", type=_layouts, default=list(Layout), metavar="file,folder", help="how decks lie")
    parser.add_argument("--rounds", type=int, default=5, help="how often each takes its turn")
    parser.add_argument("--all", action="store_true", help="let all run, in all rounds, with any number of notes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single time there")
    parser.add_argument("--table", type=Path, metavar="FILE", help="put the table into this Markdown file")
    return parser.parse_args()


def _sizes(listed: str) -> list[int]:
    return sorted(int(size.replace("_", "")) for size in listed.split(","))


def _layouts(listed: str) -> list[Layout]:
    return [_LAYOUTS[name] for name in listed.split(",")]


def _publish(options: argparse.Namespace, races: Sequence[Race], starts: Sequence[Start]) -> None:
    if options.json:
        _write(options.json, as_json(races, starts))
    if options.table:
        text = options.table.read_text(encoding="utf-8")
        _write(options.table, with_table(text, markdown(races, starts)))
    sys.stdout.write(plain(races, starts))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
