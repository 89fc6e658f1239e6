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
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flashcards.lint.across import Match, Row, Rows
from flashcards.lint.finding import each_part
from flashcards.lint.word_index import WordIndex
from flashcards.model.deck import Language, Note
from flashcards.text.answers import split_answers
from flashcards.text.nfc import to_nfc

RULE = "duplicate-word"
_TOLD_APART = ("part_of_speech", "gender")

_Word = Mapping[str, Any]


def collect(index: WordIndex) -> Rows:
    """The accepted answers of each word by language, its part of speech and gender, and its first language."""
    notes = [note for note in index.notes if note.is_word]
    texts = [next(each_part(note, "word")) for note in notes]
    return Rows.of(texts, index.numbers, RULE, [*map(_word, notes)], len(index.notes))


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    known: dict[tuple[Language, str], list[Row]] = defaultdict(list)
    for chunk, rows in enumerate(chunks):
        for row, word in enumerate(rows.values):
            answers: Mapping[Language, Sequence[str]] = word["answers"]
            others = (other for tag in answers for each in answers[tag] for other in known.get((tag, each), ()))
            like = next((other for other in others if _are_alike(word, chunks[other[0]].values[other[1]])), None)
            if like:
                message = "this word is already asked at {other}"
                yield Match((chunk, row), message, "delete one of the two, or say what tells them apart", like)
            for answer in answers[word["first"]]:
                known[word["first"], answer].append((chunk, row))


def _word(note: Note) -> _Word:
    words = note.parts["word"]
    return {
        "first": note.languages[0],
        "answers": {tag: [to_nfc(each).casefold() for each in split_answers(words[tag].value)] for tag in words},
        **{part: {tag: text.value for tag, text in note.parts.get(part, {}).items()} for part in _TOLD_APART},
    }


def _are_alike(word: _Word, other: _Word) -> bool:
    shared = word["answers"].keys() & other["answers"].keys()
    if len(shared) < 2 or any(_differs(word[part], other[part]) for part in _TOLD_APART):
        return False
    return all(not set(word["answers"][tag]).isdisjoint(other["answers"][tag]) for tag in shared)


def _differs(texts: Mapping[Language, str], others: Mapping[Language, str]) -> bool:
    """Whether two notes say otherwise of their words in a language."""
    return any(texts[tag] != others[tag] for tag in texts.keys() & others.keys())
