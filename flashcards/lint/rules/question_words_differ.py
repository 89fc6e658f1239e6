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

from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import words

_CLASSES: Mapping[str, Mapping[str, Phrases]] = {
    "bn": {
        "why": Phrases("(?<!\\S)«কেন»(?!\\S)"),
        "who": Phrases("(?<!\\S)«কে|কার|কাকে|কারা|কাদের»(?!\\S)"),
        "when": Phrases("(?<!\\S)«কখন|কবে»(?!\\S)", "(?<!\\S)কত «সাল-|খ্রিস্টাব্দ-|তারিখ-»[ঀ-৿]*(?!\\S)"),
        "where": Phrases("(?<!\\S)«কোথায়»(?!\\S)"),
        "how much": Phrases(
            "(?<!\\S)«কত-|কয়-»(?! সাল| খ্রিস্টাব্দ| তারিখ)(?:টি|টা|জন|বার|দিন|ক্ষণ|খানি)?(?!\\S)(?! সাল| খ্রিস্টাব্দ| তারিখ)"
        ),
    },
    "en": {
        "why": Phrases(r"\b«why»\b"),
        "who": Phrases(r"\b«who|whom|whose»\b"),
        "when": Phrases(r"\b«when»\b"),
        "where": Phrases(r"\b«where»\b"),
        "how much": Phrases(r"\b«how» (?:many|much|long|far|old|deep|high|tall|large|big|often|fast|wide)\b"),
    },
}
_OPEN = Pattern(r"\b(?:what|which|how)\b|(?<!\S)(?:কী|কোন|কেমন|কীসের?|কীভাবে)(?!\S)")


def check(index: WordIndex) -> Iterator[Finding]:
    with_words = [
        {kind: index.with_phrase("question", {language: phrases}) for kind, phrases in kinds.items()}
        for language, kinds in _CLASSES.items()
    ]
    differing = (
        some[kind] & others[other] for some, others in pairwise(with_words) for kind, other in permutations(some, 2)
    )
    for texts in each_question(index.candidates(*differing)):
        asked = [(ref, _class(ref.text.value, ref.language)) for ref in texts]
        known = [(ref, kind) for ref, kind in asked if kind]
        for (one, kind), (other, other_kind) in pairwise(known):
            if kind != other_kind:
                message = f"'{one.language}' asks {kind}, '{other.language}' asks {other_kind}"
                yield Finding(other, message, "check whether the texts of two notes were swapped")


def _class(text: str, language: str) -> str:
    """The one thing that a question asks for, or an empty string if it asks for several, or is more open."""
    bare = " ".join(words(text))
    found = [kind for kind, pattern in _CLASSES.get(language, {}).items() if pattern.search(bare)]
    is_open = not {"how much"} & {*found} and _OPEN.search(bare)
    return found[0] if len(found) == 1 and not is_open else ""
