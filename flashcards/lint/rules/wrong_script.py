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
from collections.abc import Iterator
from typing import NamedTuple

from flashcards.lint.finding import Finding, TextRef, each_text
from flashcards.lint.mention import speaks_of_words
from flashcards.lint.pattern import Pattern
from flashcards.lint.rules.latin_words import LANGUAGES as SPELLS_NAMES
from flashcards.lint.script import LATIN, OWN, SCRIPT_OF, foreign, is_latin, mixed
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, without_asides
from flashcards.model.deck import Deck

_LATIN_WORD = Pattern("[A-Za-z]*[a-z]{3}[A-Za-z]*")  # 'DNA', 'NaCl' and 'pH' are written so everywhere
_EMPHASIS = Pattern(r"(?<![*\\])(\*{1,3})(?=\S)[^*\n]+\1|(?<![\w\\])(_{1,3})(?=\S)[^_\n]+\2(?!\w)")
_FEW = 3  # texts; what more of them have is no slip
_SHARE = 10  # nor what one text in so many has


class _Foreign(NamedTuple):
    said: TextRef
    script: str
    message: str
    hint: str


def check(deck: Deck) -> Iterator[Finding]:
    return compare(WordIndex(deck))


def compare(glance: WordIndex) -> Iterator[Finding]:
    """What is in another script, where few texts of the language have that script."""
    found = [each for said in each_text(glance.subset(glance.irregular)) for each in _foreign(said, glance.deck)]
    counts = Counter((each.said.tag, each.script) for each in found)
    most = max(_FEW, len(glance.notes) // _SHARE)
    for said, script, message, hint in found:
        if counts[said.tag, script] <= most:
            yield Finding(said, message, hint)


def _foreign(said: TextRef, deck: Deck) -> Iterator[_Foreign]:
    if said.language not in OWN:
        return
    text = without_asides(_EMPHASIS.sub(HOLE, said.text.value))
    others = {SCRIPT_OF.get(tag.split("-")[0], "") for tag in deck.languages}
    if word := mixed(text, said.language):
        yield _Foreign(said, word, f"'{word}' has letters of two scripts", "write it in one of them")
    elif runs := {} if _is_about_words(said) else foreign(text, said.language):
        for script, run in runs.items():
            if script in others:
                message = f"'{run}' is not in the script of '{said.language}'"
                yield _Foreign(said, script, message, "write it in that script, or put it in quotes")
    elif not _is_the_same(said) and _is_latin_alone(said, text):
        message = f"nothing here is in the script of '{said.language}'"
        yield _Foreign(said, LATIN, message, "translate it, or write the name as it sounds")


def _is_the_same(said: TextRef) -> bool:
    """Whether a text is the same in each language: it is what they are asked about, or 'untranslated' reports it."""
    texts = said.note.parts[said.part].values() if said.note else ()
    return len(texts) > 1 and len({text.value for text in texts}) == 1


def _is_about_words(said: TextRef) -> bool:
    return _is_the_same(said) or speaks_of_words(said.text.value, said.language)


def _is_latin_alone(said: TextRef, text: str) -> bool:
    """Whether a text is in Latin words; a few may be a name, as those of code are, and a term is what is explained."""
    if is_latin(said.language) or said.part == "term" or OWN[said.language].search(said.text.value):
        return False
    fewest = 2 if said.language in SPELLS_NAMES else 3
    return len(_LATIN_WORD.findall(text)) >= fewest
