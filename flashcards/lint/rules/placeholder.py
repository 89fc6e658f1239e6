"""No text is a placeholder, such as TODO or '???'.

Placeholders are texts that begin with 'TODO:', as the stubs of `flashcards new --from` do, texts with FIXME, TBD
or TBC before a colon, in brackets or alone, and texts with '???'. A note with a placeholder is a draft: it is in no
package, and `flashcards todo` lists it. If the deck sets a severity for this rule, the rule reports it instead.
The example that `flashcards new` begins a deck with is reported too, and can be built.

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

from collections.abc import Iterable, Iterator

from flashcards.cards.starter import NOTE_ID, starter
from flashcards.lint.finding import Finding, TextRef, each_part, each_text
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of, without_verbatim
from flashcards.model.deck import Language, Note

# In capitals, because 'todo' is a Spanish word. Every placeholder contains one of these
_SIGN = Pattern(r"TODO|FIXME|TB[CD]|orem ipsum|\?[?？؟]|？[?？؟]|؟[?？؟]|…|\.\.\.")
_MARK = "(?:FIXME|TBC|TBD|TODO)"
_PLACEHOLDER = Pattern(
    rf"^{_MARK}(?=\s*(?:[:.…?!]|[-–—]\s|$))|\b{_MARK}(?=:)|[(\[]{_MARK}[)\]]|\b[Ll]orem ipsum\b|"
    r"(?<!\S)[?？؟]{3,}(?!\S)|\([?？؟]{3,}\)|^(?:[?？؟]{2,}|…|\.{3}|\[(?:…|\.{3})\])$"
)


def check(index: WordIndex) -> Iterator[Finding]:
    yield from (found for note in index.deck.notes if note.id == NOTE_ID for found in _example(note))
    if not index.deck.title and not may_have_placeholders(index.deck.notes):
        return
    for ref in each_text(index.deck):  # before the index is read, which most builds need not do
        if mark := placeholder_in(ref.text.value):
            yield Finding(ref, f"'{mark}' is a placeholder", "write the text", offset_of(mark, ref.text.value))


def _example(note: Note) -> Iterator[Finding]:
    """A question that is still that of a new deck."""
    for ref in each_part(note, "question"):
        example = starter(ref.tag)
        if example and ref.text.value == example.question:
            yield Finding(ref, "this is the example of a new deck", "write a note of your own, with an id of its own")
            return


def may_have_placeholders(notes: Iterable[Note]) -> bool:
    """Whether any text of some notes may be a placeholder; in most decks none is, and need not be examined alone."""
    texts = (text.value for note in notes for texts in note.parts.values() for text in texts.values())
    return bool(_SIGN.search("\n".join(texts)))


def in_note(note: Note) -> Iterator[tuple[TextRef, str]]:
    """The texts of a note that are placeholders, with the sign of each; what learners have as it was found is none."""
    refs = (ref for part in note.parts if part not in note.raw for ref in each_part(note, part))
    return ((ref, mark) for ref in refs if (mark := placeholder_in(ref.text.value)))


def languages_of(note: Note) -> frozenset[Language]:
    """The languages in which a text of a note is a placeholder."""
    return frozenset(ref.tag for ref, _ in in_note(note))


def placeholder_in(text: str) -> str:
    """The placeholder in a text, or an empty string."""
    found = _PLACEHOLDER.search(without_verbatim(text)) if _SIGN.search(text) else None
    return found[0] if found else ""
