r"""A letter is not one that only looks like it.

অা typed as two letters looks like আ, a visarga like a colon, a Cyrillic а like a Latin a. Searches, screen readers
and speech engines do not recognise the wrong one. Persian and Urdu are often typed with the Arabic ي and ك for ی and ک.

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

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import fix_prose, offset_in, offset_of, outside_asides, without_asides, without_verbatim


class _Twin(NamedTuple):
    """A look-alike and what is meant; `is_certain` if it cannot be meant otherwise, so that `--fix` may replace it."""

    written: Pattern
    meant: str
    message: str
    is_certain: bool = True


# Not after interjections, abbreviations and Sanskrit words that end in a visarga
_WITH_VISARGA = "উ আ বা ছি ওঃ মো ডা নি অন্ত দু পুন ক্রমশ বস্তুত সাধারণত প্রধানত স্বত প্রাত প্রায়শ মূলত বিশেষত".split()
_VISARGA = (
    "ঃ(?<=[\u0985-\u09b9\u09be-\u09cc\u09dc-\u09df\u09bc]ঃ)"
    + "".join(f"(?<!{word}ঃ)" for word in _WITH_VISARGA)
    + "(?= |$)"
)

# Arabic is quoted with its own letters, and with vowel marks
_ARABIC_KEYBOARD = (
    _Twin(Pattern("[\u064a\u0649](?![\u064b-\u0652\u0670])"), "\u06cc", "the Arabic yeh is used for 'ی' U+06CC"),
    _Twin(Pattern("\u0643(?![\u064b-\u0652])"), "\u06a9", "the Arabic kaf is used for 'ک' U+06A9"),
)

_TWINS: Mapping[str, tuple[_Twin, ...]] = {
    "bn": (
        _Twin(Pattern("অা"), "আ", "'অ' with a vowel sign is used for 'আ'"),
        _Twin(Pattern("\u09a4\u09cd\u200d"), "ৎ", "'ত' with hasanta and joiner is used for 'ৎ'"),
        _Twin(Pattern("ব\u09bc"), "র", "'ব' with a dot below is used for 'র'"),
        _Twin(Pattern("ৰ"), "র", "the Assamese letter 'ৰ' is used for 'র'", is_certain=False),
        _Twin(Pattern(_VISARGA), ":", "a visarga 'ঃ' is used for a colon", is_certain=False),
    ),
    "hi": (
        _Twin(Pattern("अा"), "आ", "'अ' with a vowel sign is used for 'आ'"),
        _Twin(Pattern("अो"), "ओ", "'अ' with a vowel sign is used for 'ओ'"),
        _Twin(Pattern("अौ"), "औ", "'अ' with a vowel sign is used for 'औ'"),
    ),
    "ar": (
        _Twin(Pattern("\u06cc"), "\u064a", "the Persian yeh U+06CC is used for the Arabic one", is_certain=False),
        _Twin(Pattern("\u06a9"), "\u0643", "the Persian kaf U+06A9 is used for the Arabic one", is_certain=False),
    ),
    "fa": _ARABIC_KEYBOARD,
    "ckb": _ARABIC_KEYBOARD,
    "ur": (
        *_ARABIC_KEYBOARD,
        _Twin(Pattern("\u0647"), "\u06c1", "the Arabic heh U+0647 is used for the Urdu one", is_certain=False),
    ),
}

_QUOTING = ("ckb", "fa", "ur")  # Arabic in quotes and brackets

# Cyrillic and Greek letters with a Latin twin
_LATIN = str.maketrans("асеорхуіјѕАВЕКМНОРСТХУІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijsABEKMHOPCTXYIJSoABEZHIKMNOPTYX")
_OTHER = Pattern("[\u0370-\u052f]")
_MIXED = Pattern("(?=[\u0370-\u03ff\u0400-\u052f]*[A-Za-z])[A-Za-z\u0370-\u03ff\u0400-\u052f]+")

# In these languages, a word of both scripts may as well be their own with a Latin letter in it
_OF_TWO_SCRIPTS = ("be", "bg", "el", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk")
_MIXED_OTHERWISE = Pattern(
    "(?=[\\w]*[\u0400-\u052f])(?=[\u0400-\u052f]*[A-Za-z])(?<!\\w)[A-Za-z\u0400-\u052f]{3,}(?!\\w)"
)


def check(index: WordIndex) -> Iterator[Finding]:
    for ref in index.irregular_texts():
        if ref.text.value.isascii():
            continue
        is_quoting = ref.language in _QUOTING
        text = without_asides(ref.text.value) if is_quoting else without_verbatim(ref.text.value)
        twins = ((twin, found) for twin in _TWINS.get(ref.language, ()) if (found := twin.written.search(text)))
        if met := next(twins, None):
            twin, found = met
            hint = f"write '{twin.meant}'"
            hint = f"{hint}, or run `flashcards check --fix`" if twin.is_certain else hint
            at = offset_of(found[0], ref.text.value) if is_quoting else offset_in(ref.text.value, found.start())
            yield Finding(ref, twin.message, hint, at)
        elif ref.language in _OF_TWO_SCRIPTS:
            if mixed := _MIXED_OTHERWISE.search(text):
                message = f"'{mixed[0]}' has letters of two scripts"
                yield Finding(ref, message, "write it in one of them", offset_in(ref.text.value, mixed.start()))
        elif like := next((word for word in _mixed(text) if _latin(word) != word), None):
            letter = next(letter for letter in like if letter.translate(_LATIN) != letter)
            message = f"the letter U+{ord(letter):04X} in '{like}' only looks Latin"
            offset = offset_of(like, ref.text.value)
            yield Finding(ref, message, f"write '{_latin(like)}', or run `flashcards check --fix`", offset)


def _mixed(text: str) -> list[str]:
    """The words with a Latin letter, if there is a Cyrillic or Greek one at all."""
    return _MIXED.findall(text) if _OTHER.search(text) else []


def fix(text: str, language: str) -> str:
    if language in _QUOTING:
        return fix_prose(text, lambda part: outside_asides(part, lambda bare: _fixed(bare, language)))
    return fix_prose(text, lambda part: _fixed(part, language))


def _fixed(text: str, language: str) -> str:
    for twin in _TWINS.get(language, ()):
        text = twin.written.sub(twin.meant, text) if twin.is_certain else text
    if language in _OF_TWO_SCRIPTS:
        return text  # either letter may be the wrong one
    return _MIXED.sub(lambda found: _latin(found[0]), text)


def _latin(word: str) -> str:
    """A word in Latin letters only, if all have a Latin twin and most are Latin; 'μm' stays as it is."""
    latin = word.translate(_LATIN)
    return latin if latin.isascii() and 2 * sum(map(str.isascii, word)) >= len(word) else word
