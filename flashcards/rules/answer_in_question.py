"""A question does not give its answer away.

Wrong::

    question:
      bn: নীল নদ ভূমধ্যসাগরে পড়ে বলে কোন সাগরের পানি মিঠা হয়?
      en: Which sea does the Nile, which flows into the Mediterranean, make less salty?
    answer:
      bn: ভূমধ্যসাগর
      en: The Mediterranean

Right::

    question:
      bn: নীল নদ কোন সাগরে পড়ে?
      en: Into which sea does the Nile flow?
    answer:
      bn: ভূমধ্যসাগর
      en: The Mediterranean
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.rules.asking import asks_yes_or_no
from flashcards.rules.finding import Finding, Said, each_note, each_part
from flashcards.rules.glance import Glance
from flashcards.rules.words import STOPWORDS, has_list, has_table, stems, words
from flashcards.rules.yes_no import offers_a_choice

# At one half a shared head noun misfires: 'which form of democracy?' 'Direct democracy'. A longer answer
# is a sentence, which repeats the question and adds to it
_SHARE = 0.5
_SENTENCE = 4


def check(deck: Deck) -> Iterator[Finding]:
    """A leak counts when it is in every language that is known: one alone is mostly a word of two senses."""
    for note in each_note(deck):
        questions = {said.language: said for said in each_part(note, "question")}
        answers = [said for said in each_part(note, "answer") if said.language in STOPWORDS]
        if answers and all(_gives_away(questions[answer.language], answer) for answer in answers):
            question = questions[answers[0].language]
            message = f"the answer, '{answers[0].text}', is in the question"
            yield Finding(question, message, "ask it without these words")


def suspects(glance: Glance) -> set[int]:
    found = {*range(len(glance.notes))}
    for language in STOPWORDS.keys() & glance.languages.keys():
        both = zip(glance.stems("question", language), glance.stems("answer", language), strict=True)
        found &= {place for (place, asked), (_, answered) in both if not {*asked}.isdisjoint(answered)}
    return found


def _gives_away(question: Said, answer: Said) -> bool:
    text, language = question.text.value, question.language
    if asks_yes_or_no(text, language) or offers_a_choice(text, language):
        return False  # which is for 'yes-no' to tell
    if has_list(text) or has_table(text):
        return False  # the answer is to be chosen
    if any(len(word) == 1 for word in words(answer.text.value)[-1:]):
        return False  # 'vitamin A' is told apart by a letter which is elsewhere a little word
    meant = {*stems(answer.text.value, language)}
    given = meant.intersection(stems(text, language))
    return given == meant != set() if len(meant) >= _SENTENCE else len(given) > _SHARE * len(meant)
