"""Check that `word` notes can be asked, and typed in the languages where they are."""

from collections.abc import Mapping

from flashcards.cards.notetypes.bilingual_word import headword
from flashcards.deckfile.typed_checks import FORMULA
from flashcards.model.deck import Deck, Texts
from flashcards.yamltext.entry import Entry


def check_words(entry: Entry, parts: Mapping[str, Texts], head: Deck) -> None:
    """Report a word that no package asks, and answers that cannot be typed on a keyboard."""
    if head.languages and not any(support for _, support in head.pairs):
        message = "a 'word' note needs two languages, and no package of this deck has two"
        entry.at_key("word", "no-pair", message, _hint(head))
    for language, text in parts.get("word", {}).items():
        if language in head.typed_words and (what := _untypable(headword(text.value))):
            hint = f"remove '{language}' from 'typed_words', or write the word in letters"
            entry.at_text(text, "cannot-be-typed", f"{what} cannot be typed", hint, language)


def _hint(head: Deck) -> str:
    if len(head.languages) < 2:
        return "add a second language to 'languages', or write a 'term' note"
    return f"add a pair of languages to 'pairs', such as '{'+'.join(head.languages[:2])}'"


def _untypable(word: str) -> str:
    if FORMULA.search(word):
        return "a formula"
    if "\n" in word:
        return "a word of several lines"
    return "" if word else "a word without letters"
