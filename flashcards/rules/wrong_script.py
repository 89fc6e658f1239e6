"""A text is in the script of its language.

Another script may stand in quotes or brackets, where a word of another language is cited.

Wrong::

    answer:
      bn: Reserve bank
      en: A central ব্যাংক

Right::

    answer:
      bn: কেন্দ্রীয় ব্যাংক (reserve bank)
      en: A central bank
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, Said, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.script import FOREIGN, OWN, is_latin
from flashcards.rules.untranslated import is_untranslated
from flashcards.rules.words import without_asides

_LATIN_WORD = Pattern("[A-Za-z]*[a-z]{3}[A-Za-z]*")  # 'DNA', 'NaCl' and 'pH' are written so everywhere


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        if said.language not in OWN:
            continue
        text = without_asides(said.text.value)
        if foreign := FOREIGN[said.language].search(text):
            message = f"'{foreign[0]}' is not in the script of '{said.language}'"
            yield Finding(said, message, "write it in that script, or put it in quotes")
        elif _is_latin_alone(said, text):
            message = f"nothing here is in the script of '{said.language}'"
            yield Finding(said, message, "translate it, or write the name as it sounds")


def _is_latin_alone(said: Said, text: str) -> bool:
    if is_latin(said.language) or OWN[said.language].search(said.text.value):
        return False
    return _LATIN_WORD.search(text) is not None and not is_untranslated(said)
