"""In Bengali কি asks for yes or no, and কী asks what.

This is the spelling of the Bangla Academy. It tells a learner which of the two is asked before the question ends.
কিসের and কীসের are both in wide use; কীসের is the one that goes with কী, so that a deck spells all of these alike.

Wrong::

    question:
      bn: রবিশঙ্কর কি বাজিয়ে বিশ্বখ্যাত হন?
      en: What did Ravi Shankar play to become world-famous?

Right::

    question:
      bn: রবিশঙ্কর কী বাজিয়ে বিশ্বখ্যাত হন?
      en: What did Ravi Shankar play to become world-famous?
"""

from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_question
from flashcards.lint.questions import question_words
from flashcards.lint.rules.yes_no import is_misspelt
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of, words

_FORMS: Mapping[str, str] = {
    "কি": "কী",
    "কিভাবে": "কীভাবে",
    "কিরকম": "কীরকম",
    "কিরূপ": "কীরূপ",
    "কিসের": "কীসের",
    "কিসে": "কীসে",
}


def check(index: WordIndex) -> Iterator[Finding]:
    for texts in each_question(index.candidates(index.with_word("question", {"bn": _FORMS}))):
        for ref in texts:
            if ref.language == "bn" and (word := _misspelt(ref, texts)):
                why = "asks for yes or no" if word == "কি" else f"is '{_FORMS[word]}' where 'what' is spelt 'কী'"
                yield Finding(ref, f"'{word}' {why}", f"write '{_FORMS[word]}'", offset_of(word, ref.text.value))


def _misspelt(ref: TextRef, texts: tuple[TextRef, ...]) -> str:
    tokens = words(ref.text.value)
    if form := next((token for token in tokens if token in _FORMS and token != "কি"), ""):
        return form
    if not any(token == "কি" and following != "না" for token, following in zip(tokens, [*tokens[1:], ""], strict=True)):
        return ""  # 'কি না' is 'whether'
    asks = any(question_words(each.text.value, each.language) for each in texts)
    return "কি" if asks or is_misspelt(ref) else ""
