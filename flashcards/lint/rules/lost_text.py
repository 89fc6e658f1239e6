r"""Every character that is written shows on the card.

Markdown interprets some signs, HTML interprets tags, and a cloze takes the text after '::' as a hint. This rule
reports where that is probably not intended, and anything that a card does not show at all. Put a backslash before
a sign, or backticks around it, to show it.

Wrong::

    question:
      bn: HTML-এ <br> কী করে?
      en: What does <br> do in HTML?

Right::

    question:
      bn: HTML-এ `<br>` কী করে?
      en: What does `<br>` do in HTML?
"""

from collections.abc import Iterator

from flashcards.lint.finding import Finding, TextRef, each_part, has_clozes, is_markdown
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of
from flashcards.text.markdown import markdown_warnings


def check(index: WordIndex) -> Iterator[Finding]:
    for note in index.candidates():
        for part in note.parts:
            for ref in each_part(note, part):
                if is_markdown(ref):
                    yield from _in_part(ref)


def _in_part(ref: TextRef) -> Iterator[Finding]:
    for message, hint, written in markdown_warnings(ref.text.value, has_clozes=has_clozes(ref)):
        yield Finding(ref, message, hint, offset_of(written, ref.text.value))
