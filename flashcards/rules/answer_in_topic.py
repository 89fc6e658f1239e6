"""The title of a section, which stands above its questions, does not give an answer away.

Wrong::

    sections:
      - id: leaves
        title:
          bn: সালোকসংশ্লেষণ
          en: Photosynthesis
    notes:
      - section: leaves
        question:
          bn: গাছ আলো থেকে খাদ্য বানায় যে প্রক্রিয়ায়, তার নাম কী?
          en: What is the process by which plants make food from light called?
        answer:
          bn: সালোকসংশ্লেষণ
          en: Photosynthesis

Right::

    sections:
      - id: leaves
        title:
          bn: পাতার কাজ
          en: What leaves do
    notes:
      - section: leaves
        question:
          bn: গাছ আলো থেকে খাদ্য বানায় যে প্রক্রিয়ায়, তার নাম কী?
          en: What is the process by which plants make food from light called?
        answer:
          bn: সালোকসংশ্লেষণ
          en: Photosynthesis
"""

from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.asking import once_a_note
from flashcards.rules.finding import Finding, each_note, each_part
from flashcards.rules.words import stems

ID = "answer-in-topic"
SEVERITY = Severity.WARNING

_SHARE = 0.5


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_given_away(deck))


def _given_away(deck: Deck) -> Iterator[Finding]:
    topics = {
        section.id: {tag.split("-")[0]: text.value for tag, text in section.title.items()}
        for section in deck.sections.values()
    }
    for note in each_note(deck):
        if note.section not in topics:
            continue
        questions = {said.language: said.text.value for said in each_part(note, "question")}
        for said in each_part(note, "answer"):
            title = topics[note.section][said.language]
            answer = {*stems(said.text.value, said.language)}
            new = answer.difference(stems(questions[said.language], said.language))
            if answer and len(new.intersection(stems(title, said.language))) >= _SHARE * len(answer):
                message = f"the section '{title}', which stands above the question, gives this answer away"
                yield Finding(said, message, "give the section another title, or the note another section")
