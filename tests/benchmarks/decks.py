"""Decks of any size as an author would write them: facts of a country that does not exist, in Bengali and English.

The same size, layout and seed give the same files.
"""

import shutil
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from random import Random

from tests.benchmarks.names import NAMES, Said, any_year, name, nth_name, with_surname
from tests.benchmarks.words import FACTS, REMARKS

DECK = "almanac"

_NOTES_A_SECTION = 250
_NOTES_A_FILE = 100
_FEWEST_FACTS = 4  # asked of one thing

_HEAD = """\
deck:
  id: {deck}
  uid: 5a1d0c7be94f42d8a3066f1e8b27c95d
  title:
    bn: দূর দেশের পঞ্জিকা
    en: Almanac of a far country
  languages: [bn, en]
  license: CC-BY-4.0
  authors: [Asha Rahman, Bikash Sen]
  version: 1.0

sections:
{sections}"""
_SECTION = """\
  - id: {id}
    title:
      bn: {title.bn} জেলা
      en: The district of {title.en}
"""


class Layout(StrEnum):
    """How a deck lies on the disk."""

    FILE = "one file"
    FOLDER = f"files of {_NOTES_A_FILE}"


def write_deck(decks: Path, size: int, layout: Layout, seed: int = 1) -> Path:
    """Write a deck of `size` notes into the folder `decks`; returns its file, or its folder."""
    if layout is Layout.FILE:
        decks.mkdir(parents=True, exist_ok=True)
        path = decks / f"{DECK}.yaml"
        with path.open("w", encoding="utf-8") as file:
            file.write(f"{_head(size)}\nnotes:\n")
            file.writelines(_notes(size, seed))
        return path
    folder = decks / DECK
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "deck.yaml").write_text(_head(size), encoding="utf-8")
    notes = _notes(size, seed)
    for count in range(1, -(-size // _NOTES_A_FILE) + 1):
        text = "notes:\n" + "".join(islice(notes, _NOTES_A_FILE))
        (folder / f"notes-{count:05}.yaml").write_text(text, encoding="utf-8")
    return folder


def files_of(deck: Path) -> list[Path]:
    """The files of a deck."""
    return sorted(deck.glob("*.yaml")) if deck.is_dir() else [deck]


def edit(deck: Path, aside: Path) -> None:
    """Reword a note in the middle of a deck, in both languages; the file as it was is moved to `aside`."""
    path = _middle(deck)
    half = path.stat().st_size // 2
    path.replace(aside)
    with aside.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        read = 0
        for line in old:
            new.write(line)
            read += len(line.encode())
            if read > half and line == "    question:\n":
                new.write(_reworded(next(old), "আসলে"))
                new.write(_reworded(next(old), "In truth:"))
                break
        shutil.copyfileobj(old, new)


def take_back(deck: Path, aside: Path) -> None:
    """Undo `edit`, if it was done."""
    if aside.exists():
        aside.replace(_middle(deck))


def _middle(deck: Path) -> Path:
    files = files_of(deck)
    return files[len(files) // 2]


def _reworded(line: str, begins: str) -> str:
    language, text = line.rstrip().split(": ", 1)
    return f'{language}: "{begins} {text.strip(chr(34))}"\n'


def _head(size: int) -> str:
    count = -(-size // _NOTES_A_SECTION)
    sections = (_SECTION.format(id=_section(index), title=_district(index)) for index in range(count))
    return unicodedata.normalize("NFC", _HEAD.format(deck=DECK, sections="".join(sections)))


def _section(index: int) -> str:
    return _district(index).en.lower()


def _district(index: int) -> Said:
    return nth_name(NAMES - 1 - index)  # from the far end, so that no thing of the same name is asked about


def _notes(size: int, seed: int) -> Iterator[str]:
    """The notes of a deck; a small deck is how a larger one begins."""
    rng = Random(seed)
    for index, note in enumerate(islice(asked(rng), size)):
        note_id, kind, question, answer = note
        yield unicodedata.normalize(
            "NFC", _note(note_id, _section(index // _NOTES_A_SECTION), kind, question, answer, rng)
        )


def asked(rng: Random) -> Iterator[tuple[str, str, Said, Said]]:
    """Id, kind, question and answer of one note after another, some of each thing there is to ask about."""
    kinds = tuple(FACTS.items())
    for index in range(NAMES):
        kind, facts = kinds[index % len(kinds)]
        thing = nth_name(index)
        called = with_surname(thing, rng) if kind == "people" else thing
        for fact in rng.sample(facts, rng.randrange(_FEWEST_FACTS, len(facts) + 1)):
            place, year = name(rng), any_year(rng)
            question = Said(
                fact.question.bn.format(called.bn, place=place.bn, year=year.bn),
                fact.question.en.format(called.en, place=place.en, year=year.en),
            )
            yield f"{thing.en.lower()}-{fact.slug}", kind, question, fact.answer(rng)


def _note(note_id: str, section: str, kind: str, question: Said, answer: Said, rng: Random) -> str:
    quote = '"' if rng.random() < 0.25 else ""
    text = (
        f"  - id: {note_id}\n    section: {section}\n"
        f"    question:\n      bn: {quote}{question.bn}{quote}\n      en: {quote}{question.en}{quote}\n"
        f"    answer:\n      bn: {quote}{answer.bn}{quote}\n      en: {quote}{answer.en}{quote}\n"
    )
    if rng.random() < 0.3:
        text += _remark(rng)
    if rng.random() < 0.2:
        text += f"    tags: [{kind}]\n" if rng.random() < 0.7 else f"    tags: [{kind}, for-beginners]\n"
    return text + "\n"


def _remark(rng: Random) -> str:
    remark, place, year = rng.choice(REMARKS), name(rng), any_year(rng)
    fold = ">-\n        " if rng.random() < 0.3 else ""
    said = Said(
        remark.bn.format(name=place.bn, year=year.bn),
        remark.en.format(name=place.en, year=year.en),
    )
    return f"    note:\n      bn: {fold}{said.bn}\n      en: {fold}{said.en}\n"
