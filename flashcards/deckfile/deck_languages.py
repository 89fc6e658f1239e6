"""Words that have to be languages of the deck."""

from collections.abc import Container, Sequence

from flashcards.model.deck import Language, Text
from flashcards.text.language import intended
from flashcards.text.suggest import suggestion
from flashcards.yamltext.entry import Entry


def check_languages(entry: Entry, words: Sequence[Text], languages: Sequence[Language]) -> None:
    """Report each word that is not one of the languages; none if these are not known."""
    for word in words:
        if languages and word.value not in languages:
            hint = language_hint(word.value, languages)
            entry.at_text(word, "unknown-language", f"'{word}' is not a language of this deck", hint)


def check_keys(entry: Entry, key: str, read: Container[str], languages: Sequence[Language]) -> None:
    """Report each key of the mapping at `key` that is not one of the languages, of those that could be `read`."""
    check_languages(entry, [name for name in entry.names_of(key) if name.value in read], languages)


def language_hint(word: str, languages: Sequence[Language]) -> str:
    """The language that was meant, or else a list of them."""
    tag = intended(word, languages)
    return f"did you mean '{tag}'?" if tag else suggestion(word, languages)
