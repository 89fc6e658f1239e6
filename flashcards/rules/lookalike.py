r"""A letter is the one it looks like.

অা typed as two letters looks like আ, a visarga like a colon, a Cyrillic а like a Latin a: the eye is
deceived, and a search, a screen reader and a speech engine are not.

Wrong::

    answer:
      bn: "অামরা"
      en: "p\u0430per"

Right::

    answer:
      bn: আমরা
      en: paper
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flashcards.deck import Deck
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.pattern import Pattern
from flashcards.rules.words import mended, without_verbatim


class _Twin(NamedTuple):
    """What is written, what it is taken for, and where the two are meant, if not everywhere."""

    written: Pattern
    meant: str
    said: str


# Interjections, abbreviations and Sanskrit words that do end in a visarga
_VISARGA = (
    "(?<=[\u0985-\u09b9\u09be-\u09cc\u09dc-\u09df\u09bc])"
    "(?<!উ)(?<!আ)(?<!বা)(?<!ছি)(?<!ওঃ)(?<!মো)(?<!ডা)(?<!নি)(?<!অন্ত)(?<!দু)(?<!পুন)(?<!ক্রমশ)(?<!বস্তুত)(?<!সাধারণত)"
    "(?<!প্রধানত)(?<!স্বত)(?<!প্রাত)(?<!প্রায়শ)(?<!মূলত)(?<!বিশেষত)"
)

_TWINS: Mapping[str, tuple[_Twin, ...]] = {
    "bn": (
        _Twin(Pattern("অা"), "আ", "'অ' with a vowel sign stands for 'আ'"),
        _Twin(Pattern("\u09a4\u09cd\u200d"), "ৎ", "'ত' with hasanta and joiner stands for 'ৎ'"),
        _Twin(Pattern("ব\u09bc"), "র", "'ব' with a dot below stands for 'র'"),
        _Twin(Pattern("ৰ"), "র", "the Assamese letter 'ৰ' stands for 'র'"),
        _Twin(Pattern(_VISARGA + "ঃ(?= |$)"), ":", "a visarga 'ঃ' stands for a colon"),
    ),
    "hi": (
        _Twin(Pattern("अा"), "आ", "'अ' with a vowel sign stands for 'आ'"),
        _Twin(Pattern("अो"), "ओ", "'अ' with a vowel sign stands for 'ओ'"),
        _Twin(Pattern("अौ"), "औ", "'अ' with a vowel sign stands for 'औ'"),
    ),
    "ar": (
        _Twin(Pattern("\u06cc"), "\u064a", "the Persian yeh U+06CC stands for the Arabic one"),
        _Twin(Pattern("\u06a9"), "\u0643", "the Persian kaf U+06A9 stands for the Arabic one"),
    ),
}

# Cyrillic and Greek letters with a Latin twin
_LATIN = str.maketrans("асеорхуіјѕАВЕКМНОРСТХУІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijsABEKMHOPCTXYIJSoABEZHIKMNOPTYX")
_MIXED = Pattern("(?=[\u0370-\u03ff\u0400-\u052f]*[A-Za-z])[A-Za-z\u0370-\u03ff\u0400-\u052f]+")


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        if said.text.value.isascii():
            continue
        text = without_verbatim(said.text.value)
        twin = next((twin for twin in _TWINS.get(said.language, ()) if twin.written.search(text)), None)
        if twin:
            yield Finding(said, f"{twin.said} here", f"write '{twin.meant}', or run `flashcards check --fix`")
        elif mixed := next((word for word in _MIXED.findall(text) if _latin(word) != word), None):
            letter = next(letter for letter in mixed if letter.translate(_LATIN) != letter)
            message = f"the letter U+{ord(letter):04X} in '{mixed}' only looks Latin"
            yield Finding(said, message, f"write '{_latin(mixed)}', or run `flashcards check --fix`")


def fix(text: str, language: str) -> str:
    return mended(text, lambda part: _mended(part, language))


def _mended(text: str, language: str) -> str:
    for twin in _TWINS.get(language, ()):
        text = twin.written.sub(twin.meant, text)
    return _MIXED.sub(lambda found: _latin(found[0]), text)


def _latin(word: str) -> str:
    """A word in Latin letters alone, if that can be; 'μm' stays as it is."""
    latin = word.translate(_LATIN)
    return latin if latin.isascii() else word
