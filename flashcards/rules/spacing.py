"""One blank separates words, and none stands before a punctuation mark.

Wrong::

    answer:
      bn: পদ্মা ও  মেঘনা
      en: The Padma , and the Meghna

Right::

    answer:
      bn: পদ্মা ও মেঘনা
      en: The Padma, and the Meghna
"""

from collections.abc import Iterator, Mapping

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.words import HOLE, JOINT, mended, without_verbatim

_DOUBLED = Pattern(r"(?<=\S) {2,}(?=\S)")
# A mark that ends something; a ratio, '3 : 2', and '.5' are none. French wants the blank and is not here
_AFTER = rf"(?=[\s”’\"'){HOLE}{JOINT}]|$)"
_BEFORE_MARK: Mapping[str, Pattern] = {
    "bn": Pattern(rf"(?<=\S) +(?=(?:[,;?!।]|(?<![0-9০-৯] ):){_AFTER})"),
    "en": Pattern(rf"(?<=\S) +(?=(?:[,;?!.]|(?<![0-9] ):){_AFTER})"),
    "es": Pattern(rf"(?<=\S) +(?=(?:[,;?!.]|(?<![0-9] ):){_AFTER})"),
    "hi": Pattern(rf"(?<=\S) +(?=(?:[,;?!।]|(?<![0-9०-९] ):){_AFTER})"),
    "ar": Pattern(rf"(?<=\S) +(?=[،؛؟!.]{_AFTER})"),
    "ja": Pattern("(?<=\\S) +(?=[、。？！])"),
}


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        text = without_verbatim(said.text.value)
        if _DOUBLED.search(text):
            yield Finding(said, "two blanks stand where one would do", "run `flashcards check --fix`")
        elif (before := _BEFORE_MARK.get(said.language)) and (found := before.search(text)):
            mark = text[found.end()]
            yield Finding(said, f"a blank stands before '{mark}'", "delete it, or run `flashcards check --fix`")


def fix(text: str, language: str) -> str:
    before = _BEFORE_MARK.get(language)
    return mended(text, lambda part: before.sub("", _DOUBLED.sub(" ", part)) if before else _DOUBLED.sub(" ", part))
