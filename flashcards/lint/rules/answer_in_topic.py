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

from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, each_part
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import stems
from flashcards.model.deck import Language, Note

_SHARE = 0.5


def check(index: WordIndex) -> Iterator[Finding]:
    topics = {
        section.id: {tag.split("-")[0]: text.value for tag, text in section.title.items()}
        for section in index.deck.sections.values()
    }
    in_titles = {
        language: {word for title in topics.values() for word in stems(title.get(language, ""), language)}
        for language in index.languages
    }
    notes = index.candidates(index.with_stem("answer", in_titles))
    return once_a_note(_given_away((note for note in notes if note.section in topics), topics))


def _given_away(notes: Iterable[Note], topics: Mapping[str, Mapping[Language, str]]) -> Iterator[Finding]:
    for note in notes:
        questions = {ref.language: ref.text.value for ref in each_part(note, "question")}
        for ref in each_part(note, "answer"):
            title, question = (texts.get(ref.language, "") for texts in (topics[note.section], questions))
            answer = {*stems(ref.text.value, ref.language)}
            new = answer.difference(stems(question, ref.language))
            if answer and len(new.intersection(stems(title, ref.language))) >= _SHARE * len(answer):
                message = f"the section title '{title}', shown above the question, gives this answer away"
                yield Finding(ref, message, "give the section another title, or the note another section")
