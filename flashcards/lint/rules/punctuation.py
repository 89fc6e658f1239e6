"""The punctuation marks of a text are those of its language.

A question in Spanish and Asturian also begins with a mark, '¿', and an exclamation with '¡'. Japanese and Chinese
have full-width marks, Arabic, Persian and Urdu '؟' and '،', Urdu '۔' too, and Greek asks with ';'. Marks in quotes and
brackets, and beside letters of another script, are not checked.

Wrong::

    question:
      es: Qué río pasa por Sevilla?
      ja: セビリアを流れる川は何ですか?
    answer:
      es: El Guadalquivir
      ja: グアダルキビール川

Right::

    question:
      es: ¿Qué río pasa por Sevilla?
      ja: セビリアを流れる川は何ですか？
    answer:
      es: El Guadalquivir
      ja: グアダルキビール川
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from flashcards.lint.finding import Finding, TextRef
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import question_words
from flashcards.lint.script import LATIN, OWN, SCRIPT_OF, letters_of
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, JOINT, fix_prose, outside_asides, without_asides, words

_ARABIC = {"?": "؟", ",": "،", ";": "؛"}
_MARKS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "ug"), _ARABIC),
    "ur": {**_ARABIC, ".": "۔"},
    "el": {"?": ";"},
    "ja": {"?": "？", "!": "！", ",": "、", ".": "。"},
    "zh": {"?": "？", "!": "！", ",": "，", ".": "。", ":": "：", ";": "；"},
}
"""The marks of other languages, as keyboards have them, and what a language has instead."""

# From an East Asian or an Arabic keyboard
_LATIN_MARKS = {"？": "?", "！": "!", "，": ",", "。": ".", "؟": "?", "،": ",", "؛": ";", "۔": "."}

_AROUND = f"[\\s”’\"'»)\\]{HOLE}{JOINT}]|$"
_CLOSERS = re.escape(" ”’\"'»)」』）*_")
_FEWEST = 3  # words before a full stop
_BEGUN: Mapping[str, str] = {"?": "¿", "!": "¡"}
_BEGINS = ("ast", "es")  # in Galician and Catalan '¿' is optional, and rare
# The end of a sentence after a word; '5!' and 'n!' are maths
_WORD_END = Pattern(r"[^\W\d_]{2}[*_”’\"'»)\]]{0,4}\Z")
_ENDED = Pattern(r"[?!]+(?=[*_\s”’\"'»)\]]|$)")
_NAME = Pattern(r"\S\s+[^\W\d_a-zñáéíóú]\w*\Z")
_ONE_CLAUSE = Pattern(r"[^\n.,;:!?¿¡…()\[\]|–—-]+[?!]\s*")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        text = ref.text.value
        found = _wrong(text, ref.language) or (None if _is_untranslated(ref) else _unbegun(text, ref.language))
        if found:
            message, right = found
            can_fix = fix(text, ref.language) != text
            yield Finding(ref, message, f"{right}, or run `flashcards check --fix`" if can_fix else right)


def fix(text: str, language: str) -> str:
    """Write the marks of the language, and begin a question that is one clause."""
    marks = _marks(language)
    if marks and _pattern(language).search(text):
        text = fix_prose(text, lambda part: outside_asides(part, lambda bare: _with_marks(bare, language)))
    if question_words(text, language) and _unbegun(text, language):  # in the language, and not one quoted
        text = fix_prose(text, _begun)
    return text


def _is_untranslated(ref: TextRef) -> bool:
    """Whether a text is the same in another language, which 'untranslated' reports."""
    texts = ref.note.parts[ref.part].values() if ref.note else ()
    return sum(text.value == ref.text.value for text in texts) > 1


def _marks(language: str) -> Mapping[str, str]:
    script = SCRIPT_OF.get(language)
    return _MARKS.get(language) or (_LATIN_MARKS if script == LATIN else {})


def _wrong(text: str, language: str) -> tuple[str, str] | None:
    """What is wrong with the marks of a text, and what to write; None if they are the language's."""
    if language == "hy" and OWN["hy"].search(text) and "?" in without_asides(text):
        return "'?' is used instead of '՞'", "write '՞' after the stressed vowel of the word that asks"
    marks = _marks(language)
    if not marks or (marks is _LATIN_MARKS and text.isascii()):
        return None
    bare = without_asides(text)
    right = _with_marks(bare, language)
    wrong = next((mark for mark, mark_right in zip(bare, right, strict=True) if mark != mark_right), None)
    return (f"'{wrong}' is used instead of '{marks[wrong]}'", f"write '{marks[wrong]}'") if wrong else None


def _with_marks(text: str, language: str) -> str:
    marks = _marks(language)
    if language == "ur" and text.rstrip().endswith(".") and len(words(text)) < _FEWEST:
        return text  # initials, perhaps
    return _pattern(language).sub(lambda found: "".join(marks.get(mark, mark) for mark in found[0]), text)


@cache
def _pattern(language: str) -> Pattern:
    """Marks of other languages after a letter of this one; a full stop only at the end."""
    marks, letters = _marks(language), letters_of(language)
    others = re.escape("".join(marks).replace(".", ""))
    if marks is _LATIN_MARKS:
        return Pattern(f"(?<=[{letters}0-9])[{others}。۔]")
    around = "" if language in ("ja", "zh") else f"(?={_AROUND})"
    stop = rf"|(?<=[{letters}]{{2}})\.(?=[{_CLOSERS}]*\Z)" if "." in marks else ""
    return Pattern(f"(?<=[{letters}])[{others}]+{around}{stop}")


def _unbegun(text: str, language: str) -> tuple[str, str] | None:
    if language not in _BEGINS:
        return None
    bare, start = without_asides(text), 0
    for found in _ENDED.finditer(bare):
        clause, begun = bare[start : found.start()], _BEGUN[found[0][0]]
        if begun == "¡" and (len(words(bare)) < 2 or _NAME.search(clause)):
            continue  # Yahoo!
        start = found.end()
        if begun not in clause and _WORD_END.search(clause[-6:]):
            kind = "question" if begun == "¿" else "exclamation"
            return f"this {kind} does not begin with '{begun}'", f"write '{begun}' where it begins"
    return None


def _begun(text: str) -> str:
    return f"{_BEGUN[text.rstrip()[-1]]}{text}" if _ONE_CLAUSE.fullmatch(text) else text
