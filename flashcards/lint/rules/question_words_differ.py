"""A question asks for the same in each language: who, where, when, why or how much.

If one asks for a place and the other for a reason, the texts of two notes have probably been swapped. Checked for
Bengali and English.

Wrong::

    question:
      bn: বৈকাল হ্রদ কোথায়?
      en: How deep is Lake Baikal?

Right::

    question:
      bn: বৈকাল হ্রদ কত গভীর?
      en: How deep is Lake Baikal?
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import words
from flashcards.model.deck import Deck

_CLASSES: Mapping[str, Mapping[str, Pattern]] = {
    "bn": {
        "why": Pattern("(?<!\\S)কেন(?!\\S)"),
        "who": Pattern("(?<!\\S)(?:কে|কার|কাকে|কারা|কাদের)(?!\\S)"),
        "when": Pattern("(?<!\\S)(?:কখন|কবে|কত (?:সাল|খ্রিস্টাব্দ|তারিখ)[ঀ-৿]*)(?!\\S)"),
        "where": Pattern("(?<!\\S)কোথায়(?!\\S)"),
        "how much": Pattern(
            "(?<!\\S)(?:কত|কয়)(?! সাল| খ্রিস্টাব্দ| তারিখ)(?:টি|টা|জন|বার|দিন|ক্ষণ|খানি)?(?!\\S)(?! সাল| খ্রিস্টাব্দ| তারিখ)"
        ),
    },
    "en": {
        "why": Pattern(r"\bwhy\b"),
        "who": Pattern(r"\b(?:who|whom|whose)\b"),
        "when": Pattern(r"\bwhen\b"),
        "where": Pattern(r"\bwhere\b"),
        "how much": Pattern(r"\bhow (?:many|much|long|far|old|deep|high|tall|large|big|often|fast|wide)\b"),
    },
}
_OPEN = Pattern(r"\b(?:what|which|how)\b|(?<!\S)(?:কী|কোন|কেমন|কীসের?|কীভাবে)(?!\S)")
# Every match of the patterns contains one of these words
_NEEDED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "bn": {
        "why": ("কেন",),
        "who": ("কে", "কার", "কাকে", "কারা", "কাদের"),
        "when": ("কখন", "কবে", "সাল-", "খ্রিস্টাব্দ-", "তারিখ-"),
        "where": ("কোথায়",),
        "how much": ("কত-", "কয়-"),
    },
    "en": {
        "why": ("why",),
        "who": ("who", "whom", "whose"),
        "when": ("when",),
        "where": ("where",),
        "how much": ("how",),
    },
}


def check(deck: Deck) -> Iterator[Finding]:
    for texts in each_question(deck):
        asked = [(ref, _class(ref.text.value, ref.language)) for ref in texts]
        known = [(ref, kind) for ref, kind in asked if kind]
        for (one, kind), (other, other_kind) in pairwise(known):
            if kind != other_kind:
                message = f"'{one.language}' asks {kind}, '{other.language}' asks {other_kind}"
                yield Finding(other, message, "check whether the texts of two notes were swapped")


def suspects(index: WordIndex) -> set[int]:
    asked = {
        language: {kind: index.with_word("question", {language: wanted}) for kind, wanted in kinds.items()}
        for language, kinds in _NEEDED.items()
    }
    differing = ((one, other) for one in asked["bn"] for other in asked["en"] if one != other)
    return {place for one, other in differing for place in asked["bn"][one] & asked["en"][other]}


def _class(text: str, language: str) -> str:
    """The one thing that a question asks for, or an empty string if it asks for several, or is more open."""
    bare = " ".join(words(text))
    found = [kind for kind, pattern in _CLASSES.get(language, {}).items() if pattern.search(bare)]
    is_open = not {"how much"} & {*found} and _OPEN.search(bare)
    return found[0] if len(found) == 1 and not is_open else ""
