"""A question does not give its answer away.

An answer may repeat words of the question and add to them. A term is not explained with the same term.

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

from collections.abc import Iterable, Iterator, Sequence

from flashcards.lint.finding import Finding, TextRef, each_part, other_part
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import asks_yes_or_no, question_words
from flashcards.lint.rules.yes_no import offers_a_choice
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import HOLE, STOPWORDS, has_list, has_table, stems, without_verbatim, words
from flashcards.model.deck import Note
from flashcards.text.markdown.spans import PICTURE

_TEXT_BEFORE = Pattern(r"\w[.!।。]\s+\S")
_ARTICLES = frozenset("a an the el la los las un una".split())
_MARK = Pattern("[?？؟]")
_ANSWERING = frozenset("same other another no not both none".split())  # stop words that are an answer
_SENTENCE = 4  # stems; fewer give an answer away only if they are together


def check(index: WordIndex) -> Iterator[Finding]:
    yield from _given_away(index)
    yield from _explained_with_itself(index.notes)


def _given_away(index: WordIndex) -> Iterator[Finding]:
    """Answers that every known language gives away: in one alone, it is usually a word with two senses."""
    languages = STOPWORDS.keys() & index.languages.keys()
    sharing = [index.with_same_stem("question", "answer", language) for language in languages]
    for note in index.candidates(set.intersection(*sharing)) if sharing else ():
        questions = {ref.language: ref for ref in each_part(note, "question")}
        answers = [ref for ref in each_part(note, "answer") if ref.language in STOPWORDS.keys() & questions.keys()]
        if answers and all(_gives_away(questions[answer.language], answer) for answer in answers):
            question = questions[answers[0].language]
            message = f"the answer, '{answers[0].text}', is in the question"
            yield Finding(question, message, "ask it without these words")


def _explained_with_itself(notes: Iterable[Note]) -> Iterator[Finding]:
    for note in notes:
        meanings = [ref for ref in each_part(note, "meaning") if other_part(ref, "term")]
        if meanings and all(map(_is_the_term, meanings)) and not _may_be_of_two_languages(meanings):
            yield Finding(meanings[0], f"'{meanings[0].text}' is explained with the same word", "say what it means")


def _is_the_term(meaning: TextRef) -> bool:
    tokens = words(meaning.text.value)
    return tokens != () and tokens == words(other_part(meaning, "term"))


def _may_be_of_two_languages(meanings: Sequence[TextRef]) -> bool:
    """Whether the meaning may be a word of another language, in a deck that lists only one."""
    return len(meanings) == 1 and len(words(meanings[0].text.value)) == 1


def _gives_away(question: TextRef, answer: TextRef) -> bool:
    text, language = question.text.value, question.language
    if asks_yes_or_no(text, language) or offers_a_choice(text, language):
        return False  # 'yes-no' reports these
    if not _MARK.search(text) and not question_words(text, language):
        return False  # a text to translate may share a name with its translation
    if has_list(text) or has_table(text) or _TEXT_BEFORE.search(text):
        return False  # the answer is to be chosen, or found in the text before the question
    if any(len(word) == 1 for word in words(answer.text.value)[-1:]):
        return False  # 'vitamin A': the letter is a stop word elsewhere
    shown = PICTURE.sub(HOLE, answer.text.value)
    meant, asked = stems(shown, language), stems(text, language)
    if not meant or not {*meant} <= {*asked} or not _ANSWERING.isdisjoint(words(answer.text.value)):
        return False
    if 2 * len(meant) < len([word for word in words(without_verbatim(shown)) if word not in _ARTICLES]):
        return False  # most of the answer is stop words
    return len(meant) >= _SENTENCE or any(asked[at : at + len(meant)] == meant for at in range(len(asked)))
