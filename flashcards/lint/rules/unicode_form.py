r"""A text is in NFC, the Unicode form that Anki stores.

Some keyboards type য়, ড় and ঢ় as one character, others as two. They look the same, but a search for one does not
find the other, and Anki changes the text when it imports it.

Wrong::

    answer:
      bn: "সম\u09df"
      en: Time

Right::

    answer:
      bn: "সম\u09af\u09bc"
      en: Time
"""

import unicodedata
from collections.abc import Iterator

from flashcards.lint.finding import Finding
from flashcards.lint.word_index import WordIndex
from flashcards.text.nfc import to_nfc


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        if to_nfc(ref.text.value) != ref.text.value:
            word = next(each for each in ref.text.value.split() if not unicodedata.is_normalized("NFC", each))
            message = f"'{word}' is not in NFC, the Unicode form that Anki stores"
            yield Finding(ref, message, "run `flashcards check --fix`", ref.text.value.index(word))


def fix(text: str, _: str) -> str:
    return unicodedata.normalize("NFC", text)
