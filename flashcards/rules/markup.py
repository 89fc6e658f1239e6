r"""A text is plain: tags, entities and the like would stand on the card as they are written.

Code between backticks may have them.

Wrong::

    answer:
      bn: <b>কোষপ্রাচীর</b>
      en: Salt &amp; water

Right::

    answer:
      bn: কোষপ্রাচীর
      en: Salt & water
"""

import re
from collections.abc import Iterator

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.finding import Finding, each_text
from flashcards.rules.words import without_verbatim

ID = "markup"
SEVERITY = Severity.WARNING

_KINDS = (
    (re.compile(r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|sub|sup|u|ul)\b[^<>]*>", re.I), "HTML"),
    (re.compile("&(?:[a-z]{2,6}|#[0-9]+|#x[0-9a-f]+);", re.I), "HTML"),
    (re.compile(r"\{\{c[0-9]+::|\{\{[A-Z#/^]"), "Anki"),
    (re.compile(r"\[(?:sound:|anki:|/?latex\]|\$)|\\[(\[]"), "Anki"),
    (re.compile(r"\*\*[^*\s][^*]*\*\*|\]\(https?:|^#{1,6} ", re.M), "Markdown"),
)


def check(deck: Deck) -> Iterator[Finding]:
    for said in each_text(deck):
        text = without_verbatim(said.text.value)
        for pattern, kind in _KINDS:
            if found := pattern.search(text):
                yield Finding(said, f"'{found[0]}' is {kind} markup, which cards show as it is written", "delete it")
                break
