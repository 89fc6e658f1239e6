"""No text is a placeholder, such as TODO or '???'.

Placeholders are texts that begin with 'TODO:', as the stubs of `flashcards new --from` do, texts with FIXME, TBD
or TBC before a colon, in brackets or alone, and texts with '???'. Other rules skip a note with a placeholder.

Wrong::

    answer:
      bn: "TODO: যন্ত্রের ভাষা"
      en: Machine code (FIXME)

Right::

    question:
      bn: টীকায় “TODO” লেখার মানে কী?
      en: What does a TODO comment say?
    answer:
      bn: কাজ বাকি আছে
      en: Work is left to do
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, each_part, each_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.words import without_verbatim
from flashcards.model.deck import Deck, Note

# In capitals, because 'todo' is a Spanish word. Every placeholder contains one of these
_SIGN = Pattern(r"TODO|FIXME|TB[CD]|orem ipsum|[?？؟]{2}|…|\.\.\.")
_MARK = "(?:FIXME|TBC|TBD|TODO)"
_PLACEHOLDER = Pattern(
    rf"^{_MARK}(?=\s*(?:[:.…?!]|[-–—]\s|$))|\b{_MARK}(?=:)|[(\[]{_MARK}[)\]]|\b[Ll]orem ipsum\b|"
    r"(?<!\S)[?？؟]{3,}(?!\S)|\([?？؟]{3,}\)|^(?:[?？؟]{2,}|…|\.{3}|\[(?:…|\.{3})\])$"
)


def check(deck: Deck) -> Iterator[Finding]:
    notes = (text.value for note in deck.notes for texts in note.parts.values() for text in texts.values())
    if not deck.title and not _SIGN.search("\n".join(notes)):  # as in most decks: no need to look at each text
        return
    for ref in each_text(deck):
        if mark := _placeholder(ref.text.value):
            yield Finding(ref, f"'{mark}' is a placeholder", "write the text")


def is_unfinished(note: Note) -> bool:
    """Whether a text of a note is a placeholder."""
    return any(_placeholder(ref.text.value) for part in note.parts for ref in each_part(note, part))


def _placeholder(text: str) -> str:
    """The placeholder in a text, or an empty string."""
    found = _PLACEHOLDER.search(without_verbatim(text)) if _SIGN.search(text) else None
    return found[0] if found else ""
