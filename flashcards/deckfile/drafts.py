"""Read what is not ready: a draft note, a draft deck, or draft languages of a deck."""

from collections.abc import Sequence
from typing import NamedTuple

from flashcards.deckfile.deck_languages import check_languages
from flashcards.model.deck import Language
from flashcards.yamltext.entry import Entry

KEY = "draft"
_FLAGS = {"true": True, "false": False}


class Drafts(NamedTuple):
    """Whether a whole deck is a draft, and its languages that are."""

    is_draft: bool
    languages: tuple[Language, ...]


def read_draft_flag(entry: Entry) -> bool:
    """Read whether a note is a draft; a note that says so in another way is meant as one."""
    word = entry.text(KEY)
    if word and word.value not in _FLAGS:
        entry.at_text(word, "malformed-draft", f"'{KEY}' is '{word}'", f"write '{KEY}: true', or delete it")
    return bool(word and _FLAGS.get(word.value, True))


def read_drafts(entry: Entry, languages: Sequence[Language]) -> Drafts:
    """Read whether a deck is a draft; if all its languages are, it is one too."""
    if not entry.is_list(KEY):
        word = entry.text(KEY)
        if word and word.value not in _FLAGS:
            example = languages[-1] if languages else "en"
            hint = f"write '{KEY}: true' for the whole deck, or '{KEY}: [{example}]' for a language of it"
            entry.at_text(word, "malformed-draft", f"'{KEY}' is '{word}'", hint)
        return Drafts(bool(word and _FLAGS.get(word.value, True)), ())
    named = entry.words(KEY)
    check_languages(entry, named, languages)
    drafts = tuple(tag for tag in languages if tag in {word.value for word in named})
    return Drafts(bool(drafts) and len(drafts) == len(languages), drafts if len(drafts) < len(languages) else ())
