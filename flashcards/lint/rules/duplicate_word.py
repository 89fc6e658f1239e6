"""No word is asked twice with the same translation.

One word may have several translations, each in a note of its own, and so may several words one. Of notes
that share an accepted answer in every language, those are two words where the part of speech is another.

Wrong::

    - word: {bn: নদী, en: river}
    - word: {bn: নদী, en: [river, stream]}

Right::

    - word: {bn: তীর, en: [bank, shore]}
    - word: {bn: তীর, en: arrow}
    - word: {bn: ব্যাংক, en: bank}
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flashcards.lint.finding import Finding, each_part
from flashcards.lint.word_index import Glance
from flashcards.model.deck import Deck, Language, Note, Texts
from flashcards.text.answers import parted
from flashcards.text.nfc import to_nfc


def check(deck: Deck) -> Iterator[Finding]:
    return compare(Glance(deck))


def compare(glance: Glance) -> Iterator[Finding]:
    """What `check` finds, where a glance has been taken already."""
    known: dict[tuple[Language, str], list[Note]] = defaultdict(list)
    for note in glance.notes:
        if not note.is_word:
            continue
        if first := _first_like(note, known):
            said = next(each_part(note, "word"))
            message = f"this word is already asked at {first.location}"
            yield Finding(said, message, "delete one of the two, or say what tells them apart")
        for answer in _answers(note.parts["word"], note.languages[0]):
            known[note.languages[0], answer].append(note)


def _first_like(note: Note, known: dict[tuple[Language, str], list[Note]]) -> Note | None:
    words = note.parts["word"]
    others = (other for tag in words for answer in _answers(words, tag) for other in known.get((tag, answer), ()))
    return next((other for other in others if _are_alike(note, other)), None)


def _are_alike(note: Note, other: Note) -> bool:
    words, others = note.parts["word"], other.parts["word"]
    shared = words.keys() & others.keys()
    if len(shared) < 2 or _differs("part_of_speech", note, other) or _differs("gender", note, other):
        return False
    return all(not set(_answers(words, tag)).isdisjoint(_answers(others, tag)) for tag in shared)


def _differs(part: str, note: Note, other: Note) -> bool:
    """Whether two notes say otherwise of their words in a language."""
    texts, others = note.parts.get(part, {}), other.parts.get(part, {})
    return any(texts[tag].value != others[tag].value for tag in texts.keys() & others.keys())


def _answers(words: Texts, language: Language) -> Sequence[str]:
    return [to_nfc(answer).casefold() for answer in parted(words[language].value)]
