"""A text is in the script of its language.

A word of another language may stand in quotes, brackets or emphasis, or behind "word", "letter" and the like.
A script that many texts of a language have is what the deck is about. A single word in Latin letters, such as
a name in code, may stand by itself, and so may a text that is the same in all languages.

Wrong::

    answer:
      bn: Reserve bank
      en: A central ব্যাংক

Right::

    answer:
      bn: কেন্দ্রীয় ব্যাংক (reserve bank)
      en: A central bank, which is the word ব্যাংক in Bengali
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashcards.lint.across import Match, Rows
from flashcards.lint.finding import TextRef
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern
from flashcards.lint.rules.latin_words import LANGUAGES as SPELLS_NAMES
from flashcards.lint.script import LATIN, OWN, SCRIPT_OF, foreign, has_foreign, is_latin, mixed
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, offset_of, without_asides
from flashcards.model.deck import Deck

RULE = "wrong-script"

_LATIN_WORD = Pattern("[A-Za-z]*[a-z]{3}[A-Za-z]*")  # 'DNA', 'NaCl' and 'pH' are written so everywhere
_EMPHASIS = Pattern(r"(?<![*\\])(\*{1,3})(?=\S)[^*\n]+\1|(?<![\w\\])(_{1,3})(?=\S)[^_\n]+\2(?!\w)")
_FEW = 3  # texts; what more of them have is not a slip
_SHARE = 10  # nor what one text in so many has


class _Foreign(NamedTuple):
    ref: TextRef
    offset: int | None
    script: str
    message: str
    hint: str


def collect(index: WordIndex) -> Rows:
    """What is in another script: how it is written, and what is to be said of it."""
    found = [each for ref in index.irregular_texts() for each in _foreign(ref, index.deck)]
    values = [[each.script, each.message, each.hint] for each in found]
    return Rows.of(
        [index.narrowed(each.ref, each.offset) for each in found], index.numbers, RULE, values, len(index.notes)
    )


def compare(chunks: Sequence[Rows]) -> Iterator[Match]:
    """What is in another script, where few texts of the language have that script."""
    counts = Counter((tag, script) for rows in chunks for tag, (script, *_) in zip(rows.tags, rows.values, strict=True))
    most = max(_FEW, sum(rows.note_count for rows in chunks) // _SHARE)
    for chunk, rows in enumerate(chunks):
        for row, (tag, (script, message, hint)) in enumerate(zip(rows.tags, rows.values, strict=True)):
            if counts[tag, script] <= most:
                yield Match((chunk, row), message, hint)


def _foreign(ref: TextRef, deck: Deck) -> Iterator[_Foreign]:
    if ref.language not in OWN or _is_as_usual(ref):
        return
    text = without_asides(_EMPHASIS.sub(HOLE, ref.text.value))
    others = {SCRIPT_OF.get(tag.split("-")[0], "") for tag in deck.languages}
    if word := mixed(text, ref.language):
        offset = offset_of(word, ref.text.value)
        yield _Foreign(ref, offset, word, f"'{word}' has letters of two scripts", "write it in one of them")
    elif runs := {} if _is_about_words(ref) else foreign(text, ref.language):
        for script, run in runs.items():
            if script in others:
                message = f"'{run}' is not in the script of '{ref.language}'"
                offset = offset_of(run, ref.text.value)
                yield _Foreign(ref, offset, script, message, "write it in that script, or put it in quotes")
    elif not _is_the_same(ref) and _is_latin_alone(ref, text):
        message = f"nothing here is in the script of '{ref.language}'"
        yield _Foreign(ref, None, LATIN, message, "translate it, or write the name as it sounds")


def _is_as_usual(ref: TextRef) -> bool:
    """Whether a text has letters of its language, and, besides Latin and Greek ones, no others."""
    text, language = ref.text.value, ref.language
    return not has_foreign(text, language) and (is_latin(language) or OWN[language].search(text) is not None)


def _is_the_same(ref: TextRef) -> bool:
    """Whether a text is the same in each language: it is what they are asked about, or 'untranslated' reports it."""
    texts = ref.note.parts[ref.part].values() if ref.note else ()
    return len(texts) > 1 and len({text.value for text in texts}) == 1


def _is_about_words(ref: TextRef) -> bool:
    return _is_the_same(ref) or speaks_of_words(ref.text.value, ref.language)


def _is_latin_alone(ref: TextRef, text: str) -> bool:
    """Whether a text is in Latin words; a few may be a name, as those of code are, and a term is what is explained."""
    if is_latin(ref.language) or ref.part == "term" or OWN[ref.language].search(ref.text.value):
        return False
    fewest = 2 if ref.language in SPELLS_NAMES else 3
    return len(_LATIN_WORD.findall(text)) >= fewest
