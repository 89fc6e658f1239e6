"""Facts of a country that does not exist, in Bengali and English, as a careful author would write them."""

import unicodedata
from collections.abc import Iterator
from random import Random

from tests.benchmarks.decks import Kind
from tests.benchmarks.names import NAMES, Said, any_year, name, nth_name, with_surname
from tests.benchmarks.words import FACTS, REMARKS

_NOTES_A_SECTION = 250
_FEWEST_FACTS = 4  # asked of one thing

_HEAD = """\
deck:
  id: almanac
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


def _head(size: int) -> str:
    count = -(-size // _NOTES_A_SECTION)
    sections = (_SECTION.format(id=_section(index), title=_district(index)) for index in range(count))
    return unicodedata.normalize("NFC", _HEAD.format(sections="".join(sections)))


def _section(index: int) -> str:
    return _district(index).en.lower()


def _district(index: int) -> Said:
    return nth_name(NAMES - 1 - index)  # from the far end, so that no thing of the same name is asked about


def _notes(seed: int) -> Iterator[str]:
    rng = Random(seed)
    for index, note in enumerate(asked(rng)):
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


ALMANAC = Kind("almanac", _head, _notes)
"""Short texts without a finding, mostly plain scalars."""
