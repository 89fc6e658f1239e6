"""Decks of any size as they come from elsewhere: longer texts of mixed style, with some two findings a note.

The same size and seed give the same file. The notes are those of `decks`, told at more length and with less care.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from random import Random

from tests.benchmarks.decks import asked
from tests.benchmarks.names import Said, any_year, name
from tests.benchmarks.words import REMARKS

DECK = "rough"

_HEAD = """\
deck:
  id: rough
  uid: 81f00ce1d9a54b6c93a7f84be1537a20
  title:
    bn: দূর দেশের খসড়া
    en: Notes of a far country
  languages: [bn, en]
  license: CC-BY-4.0
  authors: [Asha Rahman]

sections:
  - id: all
    title:
      bn: সব
      en: All

notes:
"""


def write_rough_deck(decks: Path, size: int, seed: int = 1) -> Path:
    """Write such a deck of `size` notes into the folder `decks`; returns its file."""
    decks.mkdir(parents=True, exist_ok=True)
    path = decks / f"{DECK}.yaml"
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        file.writelines(unicodedata.normalize("NFC", note) for note in islice(_notes(Random(seed)), size))
    return path


def _notes(rng: Random) -> Iterator[str]:
    for note_id, _, question, answer in asked(rng):
        parts = {"question": _told(question, _OF_QUESTIONS, rng), "answer": _told(answer, _OF_ANSWERS, rng)}
        if rng.random() < 0.5:
            parts["note"] = _told(_remarks(2, rng), _OF_NOTES, rng)
        yield f"  - id: {note_id}\n    section: all\n" + "".join(_part(part, said) for part, said in parts.items())


def _part(part: str, said: Said) -> str:
    texts = zip(Said._fields, said, strict=True)
    return f"    {part}:\n" + "".join(f"      {language}: |-\n{_indented(text)}" for language, text in texts)


def _indented(text: str) -> str:
    return "".join(f"        {line}\n" for line in text.split("\n"))


_Style = Callable[[Said, Random], Said]


def _told(said: Said, styles: Mapping[_Style, float], rng: Random) -> Said:
    """A text in each style whose turn it is."""
    for style, share in styles.items():
        if rng.random() < share:
            said = style(said, rng)
    return said


def _remarks(count: int, rng: Random) -> Said:
    return _joined(" ", [_remark(rng) for _ in range(count)])


def _remark(rng: Random) -> Said:
    remark, place, year = rng.choice(REMARKS), name(rng), any_year(rng)
    return Said(
        remark.bn.format(name=place.bn, year=year.bn),
        remark.en.format(name=place.en, year=year.en),
    )


def _joined(between: str, said: list[Said]) -> Said:
    return Said(*(between.join(texts) for texts in zip(*said, strict=True)))


def _unasked(said: Said, _: Random) -> Said:
    return Said(said.bn.rstrip("?"), said.en.rstrip("?"))


def _with_doubled_blank(said: Said, _: Random) -> Said:
    return said._replace(en=said.en.replace(" ", "  ", 1))


def _introduced(said: Said, rng: Random) -> Said:
    return _joined(" ", [_remark(rng), said])


def _at_length(said: Said, rng: Random) -> Said:
    return _joined(" ", [said, _remarks(5, rng)])


def _as_list(said: Said, rng: Random) -> Said:
    items = [said, *(name(rng) for _ in range(rng.randrange(5, 8)))]
    return _joined("\n", [Said(f"- {item.bn}", f"- {item.en}") for item in items])


def _with_emphasis(said: Said, _: Random) -> Said:
    return Said(*(f"**{first}** {rest}" for first, _, rest in (text.partition(" ") for text in said)))


def _with_code(said: Said, rng: Random) -> Said:
    code = f" (`{name(rng).en.lower()}.txt`)"
    return Said(said.bn + code, said.en + code)


def _with_link(said: Said, rng: Random) -> Said:
    place = name(rng)
    link = f"](https://example.org/{place.en.lower()})"
    return Said(f"{said.bn} [{place.bn}{link}", f"{said.en} [{place.en}{link}")


_OF_QUESTIONS: Mapping[_Style, float] = {_introduced: 0.5, _unasked: 0.65, _with_doubled_blank: 0.4}
_OF_ANSWERS: Mapping[_Style, float] = {
    _with_emphasis: 0.3,
    _at_length: 0.45,
    _with_code: 0.2,
    _as_list: 0.2,
    _with_doubled_blank: 0.1,
}
_OF_NOTES: Mapping[_Style, float] = {_with_link: 0.3, _with_doubled_blank: 0.1}
"""Each style with the share of texts that are told so."""
