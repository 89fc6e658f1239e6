"""Longer texts in every style of YAML scalar, with Markdown and inline HTML, as a deck comes from elsewhere.

The questions are those of `almanac`, asked at more length and with less care: some two findings a note, no error.
A sentence has 60 to 200 characters.
"""

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from random import Random

from tests.benchmarks.almanac import asked
from tests.benchmarks.decks import Kind
from tests.benchmarks.names import Said, any_year, name, person
from tests.benchmarks.words import REMARKS

_HEAD = """\
deck:
  id: mixed
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
"""

_INTRODUCTIONS = (
    Said("{person} তাঁর {place} ভ্রমণের ডায়েরিতে যেমন লেখেন,", "As {person} wrote in the diary of a journey to {place},"),
    Said(
        "{place} সংঘের প্রথম সভায় {person} যে প্রশ্ন তোলেন,", "To take up what {person} asked the society of {place} first,"
    ),
    Said("{person} ও {place} গ্রামের লোকেরা একমত হলে", "If {person} and the people of {place} are to be believed,"),
)
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_CONJUNCTIONS = (Said(", আর ", ", and "), Said(", কিন্তু ", ", but "), Said("; তবে ", "; however, "))


def _notes(seed: int) -> Iterator[str]:
    rng = Random(seed)
    for note_id, _, question, answer in asked(rng):
        parts = {"question": _styled(question, _OF_QUESTIONS, rng), "answer": _styled(answer, _OF_ANSWERS, rng)}
        if rng.random() < 0.5:
            parts["note"] = _styled(_sentence(rng), _OF_NOTES, rng)
        text = f"  - id: {note_id}\n    section: all\n" + "".join(_part(*part, rng) for part in parts.items())
        yield unicodedata.normalize("NFC", f"{text}\n")


_Style = Callable[[Said, Random], Said]


def _styled(said: Said, styles: Mapping[_Style, float], rng: Random) -> Said:
    for style, share in styles.items():
        if rng.random() < share:
            said = style(said, rng)
    return said


def _sentence(rng: Random) -> Said:
    first, second = _remark(rng), _remark(rng)
    conjunction = rng.choice(_CONJUNCTIONS)
    return Said(
        first.bn.rstrip("।") + conjunction.bn + second.bn,
        first.en.rstrip(".") + conjunction.en + _lower(second.en),
    )


def _remark(rng: Random) -> Said:
    return _filled(rng.choice(REMARKS), rng)


def _filled(said: Said, rng: Random) -> Said:
    place, year, who = name(rng), any_year(rng), person(rng)
    return Said(
        said.bn.format(name=place.bn, place=place.bn, year=year.bn, person=who.bn),
        said.en.format(name=place.en, place=place.en, year=year.en, person=who.en),
    )


def _joined(between: str, said: list[Said]) -> Said:
    return Said(*(between.join(texts) for texts in zip(*said, strict=True)))


def _introduced(said: Said, rng: Random) -> Said:
    introduction = _filled(rng.choice(_INTRODUCTIONS), rng)
    return Said(f"{introduction.bn} {said.bn}", f"{introduction.en} {_lower(said.en)}")


def _after_sentence(said: Said, rng: Random) -> Said:
    return _joined(" ", [_sentence(rng), said])


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _unasked(said: Said, _: Random) -> Said:
    return Said(said.bn.rstrip("?"), said.en.rstrip("?"))


def _with_two_spaces(said: Said, _: Random) -> Said:
    return said._replace(en=said.en.replace(" ", "  ", 1))


def _with_bar(said: Said, _: Random) -> Said:
    return said._replace(bn=said.bn.replace("।", "|"))


def _with_latin_digits(said: Said, _: Random) -> Said:
    return said._replace(bn=said.bn.translate(_TO_LATIN))


def _at_length(said: Said, rng: Random) -> Said:
    reason, *others = (_sentence(rng) for _ in range(rng.randrange(1, 4)))
    begun = Said(f"{said.bn}, কারণ {reason.bn}", f"{said.en}, as {_lower(reason.en)}")
    return _joined(" ", [begun, *others])


def _as_list(said: Said, rng: Random) -> Said:
    items = [said, *(_sentence(rng) for _ in range(rng.randrange(2, 7)))]
    return _joined("\n", [Said(f"- {item.bn}", f"- {item.en}") for item in items])


def _with_emphasis(said: Said, _: Random) -> Said:
    return _first_word(said, "**{}**")


def _with_html(said: Said, rng: Random) -> Said:
    tag = rng.choice(("b", "em", "u", "sub"))
    return _first_word(said, f"<{tag}>{{}}</{tag}>")


def _first_word(said: Said, form: str) -> Said:
    parted = (text.partition(" ") for text in said)
    return Said(*(form.format(first) + space + rest for first, space, rest in parted))


def _with_code(said: Said, rng: Random) -> Said:
    code = f" (`{name(rng).en.lower()}.txt`)"
    return Said(said.bn + code, said.en + code)


def _with_link(said: Said, rng: Random) -> Said:
    place = name(rng)
    link = f"](https://example.org/{place.en.lower()})"
    return Said(f"{said.bn} [{place.bn}{link}", f"{said.en} [{place.en}{link}")


_OF_QUESTIONS: Mapping[_Style, float] = {_introduced: 0.7, _after_sentence: 0.2, _unasked: 0.6, _with_two_spaces: 0.4}
_OF_ANSWERS: Mapping[_Style, float] = {
    _with_emphasis: 0.2,
    _with_html: 0.2,
    _at_length: 0.7,
    _with_code: 0.2,
    _as_list: 0.15,
    _with_two_spaces: 0.1,
}
_OF_NOTES: Mapping[_Style, float] = {
    _with_bar: 0.2,
    _with_latin_digits: 0.3,
    _with_html: 0.2,
    _with_link: 0.3,
    _with_two_spaces: 0.2,
}
"""Each style with the share of texts that have it."""


def _part(part: str, said: Said, rng: Random) -> str:
    scalars = "".join(f"      {language}: {_scalar(text, rng)}\n" for language, text in said._asdict().items())
    return f"    {part}:\n{scalars}"


_NEEDS_QUOTES = re.compile(r"[!&*\[\]{}>|\"'#%@`,?:-]|.*(?:: | #|:$)", re.DOTALL)
_INDENT = " " * 8
_COLUMNS = 90  # a wrapped scalar's


def _scalar(text: str, rng: Random) -> str:
    """A text in one of the styles that can hold it."""
    if "\n" in text:
        return _literal(text)
    styles = [_plain, _single_quoted, _double_quoted, _folded, _literal, _wrapped]
    return rng.choice(styles[1:] if _NEEDS_QUOTES.match(text) else styles)(text)


def _plain(text: str) -> str:
    return text


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _wrapped(text: str) -> str:
    return f"\n{_INDENT}".join(_lines(_double_quoted(text)))


def _folded(text: str) -> str:
    return _block(">-", _lines(text))


def _literal(text: str) -> str:
    return _block("|-", text.split("\n"))


def _block(sign: str, lines: list[str]) -> str:
    return "\n".join([sign, *(_INDENT + line for line in lines)])


def _lines(text: str) -> list[str]:
    if "  " in text:  # a fold is read as one space
        return [text]
    return textwrap.wrap(text, _COLUMNS, break_long_words=False, break_on_hyphens=False)


MIXED = Kind("mixed", lambda _: _HEAD, _notes)
"""Longer texts with some two findings a note, in scalars of all styles."""
