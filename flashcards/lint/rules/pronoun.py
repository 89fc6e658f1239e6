"""A question names what it is about.

Cards are shown one at a time and in any order, so "he" has nothing to refer to.

Wrong::

    question:
      bn: তিনি কেন লবণ সত্যাগ্রহ শুরু করেন?
      en: Why did he begin the Salt March?

Right::

    question:
      bn: গান্ধী কেন লবণ সত্যাগ্রহ শুরু করেন?
      en: Why did Gandhi begin the Salt March?
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import once_a_note, question_words
from flashcards.lint.rules.deixis import points_at
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, STOPWORDS, has_gap, offset_of, shows, without_verbatim, words
from flashcards.model.deck import Note

_PRONOUNS: Mapping[str, frozenset[str]] = {
    "bn": frozenset(
        "তিনি তাঁর তাঁকে তাঁরা তাঁদের সে তার তাকে তারা তাদের ইনি এঁর এঁরা উনি এটি এটা এটির এটার এর এরা এদের এই ওই সেই সেটি সেটা "
        "এগুলো এগুলি ওটি ওটা এখানে সেখানে".split()
    ),
    "en": frozenset("he she it they his her him its their them this these those here".split()),
    "es": frozenset("él ella ellos ellas esto este esta estos estas eso ese esa".split()),
    "hi": frozenset("वह वे उसने उन्होंने उसका उसकी उनका उनकी यह ये इसका इसकी इसके".split()),
}
# 'It' without a referent
_EMPTY = Pattern(
    r"\bit (?:is |was |be |been )?(?:called|known|take|takes|took|mean|means|meant|that|possible|important|said|"
    r"thought|dangerous|hard|easy|better|best|necessary|legal|safe|rain|snow|cost)\b|"
    r"\b(?:is|was) it (?:called|that|\w+ to)\b|"
    r"\b(?:might|may|can|could|would|will|should|must) it (?:not )?be (?:\w+ ){1,3}(?:to|that|for|if|when)\b|"
    r"\bit (?:is|was|be) (?:\w+ ){1,3}(?:to|that)\b",
    re.I,
)
_LEADING_CLAUSE = Pattern(r"^[^,?]*,.*[^.?!]\s[A-Z]")


def check(index: WordIndex) -> Iterator[Finding]:
    return once_a_note(_pronouns(index.candidates(index.with_word("question", _PRONOUNS))))


def _pronouns(notes: Iterable[Note]) -> Iterator[Finding]:
    for texts in each_question(notes):
        for ref in texts:
            if ref.language not in _PRONOUNS or ref.language not in STOPWORDS:
                continue
            if has_gap(ref.text.value):
                continue  # a sentence to be completed
            word = _first(without_verbatim(ref.text.value).replace(HOLE, " X "), ref.language)
            if word and not points_at(ref.text.value, ref.language) and not shows(ref.text.value):
                message = f"it is not clear what '{word}' refers to"
                yield Finding(ref, message, "name it", offset_of(word, ref.text.value))


def _first(text: str, language: str) -> str:
    """A pronoun without a word before it that it could refer to, or an empty string."""
    if _PRONOUNS[language].isdisjoint(words(text)):
        return ""
    if language == "en" and (_EMPTY.search(text) or _LEADING_CLAUSE.search(text)):
        return ""
    little = STOPWORDS[language] - _RELATIVE - _PEOPLE
    asking = {*question_words(text, language)} - _PEOPLE
    for word in words(text):
        if word in _PRONOUNS[language]:
            return word
        if word not in little and word not in asking:
            return ""
    return ""


# 'Who in his book' is clear
_PEOPLE = frozenset("who whom whose which কে কার কাকে কারা কাদের কোন quién quiénes कौन किसने".split())
_RELATIVE = frozenset("যে যা যিনি যার যাকে যাঁকে যাঁর যারা যেসব যেখানে যখন যদি যাতে".split())  # these refer to what follows
