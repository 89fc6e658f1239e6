"""A question asks the same in each language: who, where, when, why or how much.

Where one asks for a place and the other for a reason, the lines of two notes have been swapped.
Known for Bengali and English.

Wrong::

    question:
      bn: বৈকাল হ্রদ কোথায়?
      en: How deep is Lake Baikal?

Right::

    question:
      bn: বৈকাল হ্রদ কত গভীর?
      en: How deep is Lake Baikal?
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.finding import Finding, each_question
from flashcards.rules.words import words

ID = "question-words-differ"
SEVERITY = Severity.WARNING

_CLASSES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "bn": {
        "why": re.compile("(?<!\\S)কেন(?!\\S)"),
        "who": re.compile("(?<!\\S)(?:কে|কার|কাকে|কারা|কাদের)(?!\\S)"),
        "when": re.compile("(?<!\\S)(?:কখন|কবে|কত (?:সাল|খ্রিস্টাব্দ|তারিখ)[ঀ-৿]*)(?!\\S)"),
        "where": re.compile("(?<!\\S)কোথায়(?!\\S)"),
        "how much": re.compile(
            "(?<!\\S)(?:কত|কয়)(?! সাল| খ্রিস্টাব্দ| তারিখ)(?:টি|টা|জন|বার|দিন|ক্ষণ|খানি)?(?!\\S)(?! সাল| খ্রিস্টাব্দ| তারিখ)"
        ),
    },
    "en": {
        "why": re.compile(r"\bwhy\b"),
        "who": re.compile(r"\b(?:who|whom|whose)\b"),
        "when": re.compile(r"\bwhen\b"),
        "where": re.compile(r"\bwhere\b"),
        "how much": re.compile(r"\bhow (?:many|much|long|far|old|deep|high|tall|large|big|often|fast|wide)\b"),
    },
}
_OPEN = re.compile(r"\b(?:what|which|how)\b|(?<!\S)(?:কী|কোন|কেমন|কীসের?|কীভাবে)(?!\S)")


def check(deck: Deck) -> Iterator[Finding]:
    for texts in each_question(deck):
        asked = [(said, _class(said.text.value, said.language)) for said in texts]
        known = [(said, kind) for said, kind in asked if kind]
        for (one, kind), (other, other_kind) in pairwise(known):
            if kind != other_kind:
                message = f"'{one.language}' asks {kind}, '{other.language}' asks {other_kind}"
                yield Finding(other, message, "see whether the lines of two notes were swapped")


def _class(text: str, language: str) -> str:
    """What a question asks for, where it asks for one such thing and nothing more open."""
    bare = " ".join(words(text))
    found = [kind for kind, pattern in _CLASSES.get(language, {}).items() if pattern.search(bare)]
    is_open = not {"how much"} & {*found} and _OPEN.search(bare)
    return found[0] if len(found) == 1 and not is_open else ""
