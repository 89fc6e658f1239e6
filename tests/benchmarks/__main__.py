"""Benchmarks: what `flashcards` costs, compared with a plain script, with its peers, and with the least possible.

    python -m tests.benchmarks                                        # 1,000 and 10,000 notes
    python -m tests.benchmarks --sizes 1000 --rounds 3 --layouts folder --no-peers   # a look, in about a minute
    python -m tests.benchmarks --sizes 1000,10000,100000,1000000 --rounds 3 --layouts folder --publish

Two decks of each size are written, as one file or as a folder with files of 100 notes: short texts of a
careful author (almanac.py), and longer ones in every style, with some two findings a note (mixed.py). Then
all take turns, one whole process after another, and the round is repeated; so what the machine does
besides falls on all alike. README.md in this folder says what each of them is, and what the columns are.

* The raw limit (limit.c) needs `cc`, libyaml and SQLite (Debian: gcc libyaml-dev libsqlite3-dev); where
  they are missing it is not measured.
* The peers are installed into `.peers/` by pip and npm, once. One that is not installed or fails is listed
  with what happened; one that takes longer than a minute takes one turn, and --patience is the longest.
* Above 100,000 notes there is one round, of the raw limit and of `build`, unless --all is given.

Every package is counted: a note or card too few stops the run. A million notes need some 6 GB in the
folder for temporary files (TMPDIR).
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.contestants import ROOT, compiled_limit
from tests.benchmarks.decks import Layout
from tests.benchmarks.peers import PEERS, readied
from tests.benchmarks.race import Race, race
from tests.benchmarks.start import Start, start
from tests.benchmarks.tables import as_json, markdown, plain, summary, with_table

_LAYOUTS = {layout.name.lower(): layout for layout in Layout}


def main() -> None:
    options = _options()
    peers = readied(PEERS if options.peers else ())
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
                        race(
                            Path(folder),
                            size,
                            layout,
                            limit.program,
                            peers,
                            rounds=options.rounds,
                            patience=options.patience,
                            with_all=options.all,
                        )
                    )
                if options.json:  # what was measured so far stays, if the rest is stopped
                    _write(options.json, as_json(races, starts))
    if options.publish:
        _publish(races, starts)
    sys.stdout.write(plain(races, starts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_sizes, default=[1_000, 10_000], metavar="N,…", help="how many notes")
    parser.add_argument("--layouts", type=_layouts, default=list(Layout), metavar="file,folder", help="how decks lie")
    parser.add_argument("--rounds", type=int, default=5, help="how often each takes its turn")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="leave out the peers")
    parser.add_argument("--patience", type=float, default=900, metavar="SECONDS", help="the most that a peer may take")
    parser.add_argument("--all", action="store_true", help="let all run, in all rounds, with any number of notes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single measurement to FILE")
    parser.add_argument("--publish", action="store_true", help="put the tables into the two README files")
    return parser.parse_args()


def _sizes(listed: str) -> list[int]:
    return sorted(int(size.replace("_", "")) for size in listed.split(","))


def _layouts(listed: str) -> list[Layout]:
    return [_LAYOUTS[name] for name in listed.split(",")]


def _publish(races: Sequence[Race], starts: Sequence[Start]) -> None:
    for path, table in (
        (Path(__file__).parent / "README.md", markdown(races, starts)),
        (ROOT / "README.md", summary(races)),
    ):
        _write(path, with_table(path.read_text(encoding="utf-8"), table))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
