"""Words are separated by one space, and there is no space before a punctuation mark.

A space is allowed before a mark that the text is about, as in 'What do . and ? match?', a maths sign and a smiley.

Wrong::

    answer:
      bn: পদ্মা ও  মেঘনা
      en: The Padma , and the Meghna

Right::

    answer:
      bn: পদ্মা ও মেঘনা
      en: The Padma, and the Meghna
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, JOINT, fix_prose, offset_in, without_verbatim, words

_FEWEST = 2  # words; the marks of a shorter text may not be punctuation

_DOUBLED = Pattern(r" (?<=\S ) +(?=\S)")
# Punctuation, unlike a ratio, '3 : 2', '.5' and ';)'. French is not here, because it requires the space
_SPACES = " (?<=[^\\W_] |[\u0900-\u0dff”’\"'»)\\]] ) *"  # after a word
_AFTER = rf"(?=[\s”’\"'{HOLE}{JOINT}]|$)"
_END = r"(?=[”’\"')]*(?:\s+[“‘\"(¿¡]?[^\Wa-z_]|\s*$))"  # of a sentence
_PAUSE = rf"(?:[,;]|(?<![0-9০-৯०-९] ):){_AFTER}"
_BEFORE_MARK: Mapping[str, Pattern] = {
    "bn": Pattern(rf"{_SPACES}(?={_PAUSE}|[?!।]{_END})"),
    "en": Pattern(rf"{_SPACES}(?={_PAUSE}|[?!.]{_END})"),
    "es": Pattern(rf"{_SPACES}(?={_PAUSE}|[?!.]{_END})"),
    "hi": Pattern(rf"{_SPACES}(?={_PAUSE}|[?!।]{_END})"),
    "ar": Pattern(rf"{_SPACES}(?=[،؛؟!.]{_END}|[،؛]{_AFTER})"),
    "ja": Pattern(r" (?<=\w ) *(?=[、。？！])"),
}
# Spaces that are certainly wrong: after a word, before a comma, or before a question mark or danda at the end
_CERTAIN: Mapping[str, Pattern] = {
    language: Pattern(rf" (?<=[^\W\d_] |[\u0900-\u0dff] ) *(?=[,،]{_AFTER}|[?؟।](?=\s*$))")
    for language in ("bn", "en", "es", "hi", "ar")
}
# Signs that the text is about: ', and ;'
_SPOKEN_OF = Pattern(r"(?<!\S)[^\w\s]{1,3},? (?:\S{1,6} ){1,2}[^\w\s]{1,3}(?![^\W_])")


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        text = without_verbatim(ref.text.value)
        if doubled := _DOUBLED.search(text):
            offset = offset_in(ref.text.value, doubled.start())
            yield Finding(ref, "two spaces in a row", "run `flashcards check --fix`", offset)
        elif spaced := _before_mark(text, ref.language):
            can_fix = fix(ref.text.value, ref.language) != ref.text.value
            hint = "delete it, or run `flashcards check --fix`" if can_fix else "delete it"
            message = f"there is a space before '{text[spaced.end()]}'"
            yield Finding(ref, message, hint, offset_in(ref.text.value, spaced.start()))


def _before_mark(text: str, language: str) -> re.Match[str] | None:
    before = _BEFORE_MARK.get(language)
    found = before.search(text) if before else None
    return found if found and not _SPOKEN_OF.search(text) else None


def fix(text: str, language: str) -> str:
    """Remove spaces that a card does not show, or that are certainly wrong."""
    certain = _CERTAIN.get(language)
    if certain is None or _SPOKEN_OF.search(text) or len(words(without_verbatim(text))) < _FEWEST:
        return fix_prose(text, lambda part: _DOUBLED.sub(" ", part))
    return fix_prose(text, lambda part: certain.sub("", _DOUBLED.sub(" ", part)))
