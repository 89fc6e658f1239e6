"""The title of a section, shown above its questions, does not give an answer away.

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

from flashcards.lint.finding import Finding, each_note, each_part
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import stems
from flashcards.model.deck import Deck

_SHARE = 0.5


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_given_away(deck))


def suspects(index: WordIndex) -> set[int]:
    found = set[int]()
    sections = index.deck.sections.values()
    for language, tags in index.languages.items():
        titles = [section.title[tag].value for section in sections for tag in tags if tag in section.title]
        in_any = set[str]().union(*(stems(title, language) for title in titles))
        some = (place for place, answer in index.stems("answer", language) if not in_any.isdisjoint(answer))
        found.update(some)
    return found


def _given_away(deck: Deck) -> Iterator[Finding]:
    topics = {
        section.id: {tag.split("-")[0]: text.value for tag, text in section.title.items()}
        for section in deck.sections.values()
    }
    for note in each_note(deck):
        if note.section not in topics:
            continue
        questions = {ref.language: ref.text.value for ref in each_part(note, "question")}
        for ref in each_part(note, "answer"):
            title, question = (texts.get(ref.language, "") for texts in (topics[note.section], questions))
            answer = {*stems(ref.text.value, ref.language)}
            new = answer.difference(stems(question, ref.language))
            if answer and len(new.intersection(stems(title, ref.language))) >= _SHARE * len(answer):
                message = f"the section title '{title}', shown above the question, gives this answer away"
                yield Finding(ref, message, "give the section another title, or the note another section")
