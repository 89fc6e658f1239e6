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

from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_part
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim, words
from flashcards.model.deck import Note

# Words, by part and language. Bengali needs three words where English needs four
_WORDS: Mapping[str, Mapping[str, int]] = {
    "question": {"bn": 21, "en": 25, "es": 27, "hi": 25, "ar": 21},
    "answer": {"bn": 15, "en": 20, "es": 21, "hi": 20, "ar": 16},
}
_CHARACTERS: Mapping[str, Mapping[str, int]] = {"question": {"ja": 72}, "answer": {"ja": 52}}  # written without spaces


def check(index: WordIndex) -> Iterator[Finding]:
    long = (index.with_more_words(part, most) for part, most in _WORDS.items())
    return once_a_note(_long(index.candidates(*long)))


def _long(notes: Iterable[Note]) -> Iterator[Finding]:
    for note in notes:
        for part in _WORDS:
            for ref in each_part(note, part):
                if measure := _measure(ref):
                    yield Finding(ref, f"this {part} has {measure}", "shorten it, or split it into two notes")


def _measure(ref: TextRef) -> str:
    """The length of a text that is too long, or an empty string."""
    text = without_verbatim(ref.text.value)
    most = _WORDS[ref.part].get(ref.language)
    if most and (count := len(words(text))) > most:
        return f"{count} words, more than {most}"
    most = _CHARACTERS[ref.part].get(ref.language)
    return f"{len(text)} characters, more than {most}" if most and len(text) > most else ""
