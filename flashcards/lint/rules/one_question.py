"""A note asks one question.

A learner may know one of two answers and not the other, and Anki cannot record that.

Wrong::

    question:
      bn: যকৃৎ কোথায় থাকে এবং কী কাজ করে?
      en: Where is the liver, and what does it do?

Right::

    question:
      bn: মানুষের যকৃৎ পেটের কোন পাশে থাকে?
      en: On which side of the abdomen is the liver?
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.questions import once_a_note, question_words
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_asides
from flashcards.model.deck import Note

# A mark after a word; '??' and '?.' are code
_MARKS = Pattern(
    r"(?<=[^\s?？؟.&|=+<>:;({\[/])(?:[?？؟]|\s[?？؟](?=\s+[^\sa-z]|\s*$))(?![?？؟.\w=)|])(?=[\s”’\"'»)\]*_]|$|[^\x00-\x7f])"
)
# Not আর, which means 'else' before a question word: 'আর কোন' is not a second question
_AND: Mapping[str, Pattern] = {
    "bn": Phrases("(?<=\\s)«এবং|ও» (?:তা |সেটি |এটি )?(?:কী|কি|কে|কেন|কবে|কখন|কোথায়|কীভাবে|কিভাবে|কত|কার|কোন)(?=[\\s?])"),
    "en": Phrases(r"\b«and» (?:in |on |at |for |by )?(?:what|which|who|whom|whose|when|where|why|how)\b", flags=re.I),
    "es": Phrases(r"\b«y» (?:por |en )?(?:qué|quién|cuándo|dónde|cómo|cuánto|cuál)\b", flags=re.I),
    "hi": Phrases("(?<=\\s)«और|तथा» (?:क्या|कौन|कब|कहाँ|क्यों|कैसे)(?=[\\s?])"),
}


def check(index: WordIndex) -> Iterator[Finding]:
    return once_a_note(_several(index.candidates(index.with_phrase("question", _AND))))


def _several(notes: Iterable[Note]) -> Iterator[Finding]:
    """Questions with several marks, which no regular text has, or with a second question word."""
    for texts in each_question(notes):
        for ref in texts:
            text = without_asides(ref.text.value)
            if len(_MARKS.findall(text)) > 1:
                yield Finding(ref, "this asks more than one question", "write a note for each")
            elif (pattern := _AND.get(ref.language)) and (found := _second(text, pattern, ref.language)):
                yield Finding(ref, f"'{found[0]}' asks a second question", "write a note for each")


def _second(text: str, pattern: Pattern, language: str) -> re.Match[str] | None:
    """The start of a second question; 'between India and which country' is not one."""
    found = pattern.search(text)
    return found if found and question_words(text[: found.start()], language) else None
