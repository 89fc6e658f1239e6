"""A question and its answer are short.

Long texts are skimmed, and learned by their look instead of their meaning.

Wrong::

    answer:
      bn: এক বছরে কোনো দেশের সীমানার ভেতরে উৎপাদিত সব চূড়ান্ত পণ্য ও সেবার বাজারমূল্যের মোট যোগফল, যা টাকায় গোনা হয়
      en: The total market value of all the final goods and services that a country makes in its borders in a year

Right::

    answer:
      bn: দেশের এক বছরের উৎপাদনের বাজারমূল্য
      en: The market value of a country’s yearly output
"""

from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_note, each_part
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim, words
from flashcards.model.deck import Deck

# Words, by language and part. Bengali needs three words where English needs four
_WORDS: Mapping[str, Mapping[str, int]] = {
    "bn": {"question": 21, "answer": 15},
    "en": {"question": 25, "answer": 20},
    "es": {"question": 27, "answer": 21},
    "hi": {"question": 25, "answer": 20},
    "ar": {"question": 21, "answer": 16},
}
_CHARACTERS: Mapping[str, Mapping[str, int]] = {"ja": {"question": 72, "answer": 52}}  # written without spaces


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_long(deck))


def suspects(index: WordIndex) -> set[int]:
    columns = ((language, part, most) for language, parts in _WORDS.items() for part, most in parts.items())
    return {
        place for language, part, most in columns for place, tokens in index.words(part, language) if len(tokens) > most
    }


def _long(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in ("question", "answer"):
            for ref in each_part(note, part):
                if measure := _measure(ref):
                    yield Finding(ref, f"this {part} has {measure}", "shorten it, or split it into two notes")


def _measure(ref: TextRef) -> str:
    """The length of a text that is too long, or an empty string."""
    text = without_verbatim(ref.text.value)
    most = _WORDS.get(ref.language, {}).get(ref.part)
    if most and (count := len(words(text))) > most:
        return f"{count} words, more than {most}"
    most = _CHARACTERS.get(ref.language, {}).get(ref.part)
    return f"{len(text)} characters, more than {most}" if most and len(text) > most else ""
