"""A question cannot be answered with yes or no, or by choosing one of two things.

Half of the guesses at such a question are right. A question with a question word, such as 'What does `1 == 1`
give?', may have such an answer.

Wrong::

    question:
      bn: বরফ কি পানিতে ভাসে?
      en: Does ice float on water?
    answer:
      bn: ভাসে
      en: It does

Right::

    question:
      bn: বরফ পানিতে ভাসে কেন?
      en: Why does ice float on water?
    answer:
      bn: পানির চেয়ে হালকা বলে
      en: Because it is lighter
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_part
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.questions import asks_yes_or_no, once_a_note, question_words, without_question_word
from flashcards.lint.rules.vague import vague_order
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import words
from flashcards.model.deck import Note

_ANSWERS: Mapping[str, frozenset[str]] = {
    "bn": frozenset("হ্যাঁ হাঁ হ্যা না সত্য মিথ্যা সত্যি".split()),
    "en": frozenset("yes no true false".split()),
    "es": frozenset("sí no verdadero falso".split()),
    "hi": frozenset("हाँ हां नहीं सही गलत सच झूठ".split()),
    "ar": frozenset("نعم لا صح خطأ".split()),
    "ja": frozenset("はい いいえ".split()),
}
# A choice of two things at the end of a question
_EITHER: Mapping[str, Phrases] = {
    "bn": Phrases("(?<=\\s)«নাকি|অথবা»(?=\\s)[^,?]*\\?", "[,:] \\S+(?: \\S+)? «না|বা» \\S+(?: \\S+)?\\?"),
    "en": Phrases(r"[,:] (?:\S+ ){1,4}«or» (?:\S+ ){0,3}\S+\?$"),
    "es": Phrases(r"[,:] ¿?(?:\S+ ){1,4}«o» (?:\S+ ){0,3}\S+\?$"),
    "hi": Phrases(r"[,:] \S+(?: \S+)? «या» \S+(?: \S+)?\?$"),
}
_NO_CHOICE = Pattern(r"\bor (?:no|not|nothing|none|more|less|fewer|so|even|other|another|similar|any)\b", re.I)


def check(index: WordIndex) -> Iterator[Finding]:
    choosing, answered = index.with_phrase("question", _EITHER), index.with_word("answer", _ANSWERS)
    return once_a_note(_guessable(index.candidates(without_question_word(index), choosing, answered)))


def _guessable(notes: Iterable[Note]) -> Iterator[Finding]:
    hint = "ask what, who, when, where, why or how"
    for note in notes:
        questions = tuple(each_part(note, "question"))
        for ref in questions:
            if _is_yes_no(ref, questions):
                yield Finding(ref, "this question can be answered with yes or no", hint)
            elif offers_a_choice(ref.text.value, ref.language):
                yield Finding(ref, "this question offers two answers to choose from", hint)
        asks = any(question_words(ref.text.value, ref.language) for ref in questions)
        for ref in () if asks else each_part(note, "answer"):
            if _says_yes_or_no(ref):
                yield Finding(ref, "the answer is yes or no", hint)


def _says_yes_or_no(ref: TextRef) -> bool:
    """Whether an answer is yes or no, alone or before a mark: 'No, never', but not 'No man'."""
    first, *others = words(ref.text.value) or [""]
    is_alone = not others or re.match(r"\S+[,;:।.]", ref.text.value) is not None
    return is_alone and first in _ANSWERS.get(ref.language, ())


def _is_yes_no(ref: TextRef, questions: tuple[TextRef, ...]) -> bool:
    """Whether a question asks for yes or no; 'কি' is a misspelt 'কী' if another language has a question word."""
    if not asks_yes_or_no(ref.text.value, ref.language) or is_misspelt(ref):
        return False
    others_ask = any(question_words(each.text.value, each.language) for each in questions if each is not ref)
    return not others_ask and not any(vague_order(each.text.value, each.language) for each in questions)


def is_misspelt(ref: TextRef) -> bool:
    """Whether a 'কি' at the end is a misspelt 'কী', because the answer is not yes or no."""
    if ref.language != "bn" or ref.note is None or words(ref.text.value)[-1:] != ("কি",):
        return False
    return not any(_says_yes_or_no(answer) for answer in each_part(ref.note, "answer"))


def offers_a_choice(text: str, language: str) -> bool:
    """Whether a question names two things, one of which is the answer."""
    either = _EITHER.get(language)
    found = either.search(text) if either else None
    if found is None or (language == "en" and _NO_CHOICE.search(found[0])):
        return False
    return not (language == "en" and question_words(found[0], language))
