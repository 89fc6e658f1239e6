"""Most questions do not name the speaker of the source, whom the card names above them.

A name in every question is read every time and tells nothing; leave it out where the question is clear without it.
Reported once, at the title of a deck with 10 or more questions, if more than six of ten name the speaker.

Wrong::

    question:
      bn: আনা রুইসের মতে সেচে নদীর কত ভাগ পানি লাগে?
      en: How much of the river does irrigation take, according to Ana Ruiz?

Right::

    question:
      bn: সেচে নদীর কত ভাগ পানি লাগে?
      en: How much of the river does irrigation take?
"""

from collections.abc import Iterator, Sequence

from flashcards.lint.across import Match, Rows, at_title, at_title_of
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import stem, words

RULE = "speaker-named"

_FEWEST = 10  # questions
_SHARE = 0.6


def collect(index: WordIndex) -> Rows:
    """By language: the speaker, how many questions stand below that name, and how many of them repeat it."""
    source = index.deck.source
    speakers = source.speaker if source else {}
    named = {tag: [name, *_counts(index, tag, name)] for tag, name in speakers.items() if name}
    return at_title(index, RULE, named)


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    """Report the language in which the speaker is named most, if it is in most questions."""
    found = []
    for tag in dict.fromkeys(tag for rows in chunks for tag in rows.values):
        of_tag = [rows.values[tag] for rows in chunks if tag in rows.values]
        below, naming = (sum(each[column] for each in of_tag) for column in (1, 2))
        if below >= _FEWEST and naming > _SHARE * below:
            found.append((naming / below, naming, below, of_tag[0][0]))
    if found:
        _, naming, below, speaker = max(found)
        message = f"{naming:,} of {below:,} questions name the speaker, '{speaker}', whom the card names above them"
        yield from at_title_of(chunks, message, "leave the name out where the question is clear without it")


def _counts(index: WordIndex, tag: str, speaker: str) -> tuple[int, int]:
    """How many questions stand below the name of the speaker, and how many of them have a part of it."""
    language = tag.split("-")[0]
    names = {_bare(word, language) for word in words(speaker)}
    below = [note for note in index.notes if note.covers and tag in note.parts.get("question", {})]
    asked = (words(note.parts["question"][tag].value) for note in below)
    return len(below), sum(not names.isdisjoint(_bare(word, language) for word in found) for found in asked)


def _bare(word: str, language: str) -> str:
    return stem(word, language) or word
