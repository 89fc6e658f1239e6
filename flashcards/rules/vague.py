"""A question asks one definite thing, with a question word.

"Describe" and "discuss" have as many answers as there are learners, and nobody can say whether
one of them was right.

Wrong::

    question:
      bn: গাঙ্গেয় বদ্বীপ সম্পর্কে আলোচনা করুন।
      en: Describe the Ganges delta.

Right::

    question:
      bn: গাঙ্গেয় বদ্বীপ কী জমে গড়ে উঠেছে?
      en: What has built up the Ganges delta?
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.asking import LANGUAGES, asks_yes_or_no, once_a_note, question_words
from flashcards.rules.finding import Finding, each_question

ID = "vague"
SEVERITY = Severity.WARNING

_VAGUE: Mapping[str, re.Pattern[str]] = {
    "bn": re.compile(
        "(?:আলোচনা|বর্ণনা|ব্যাখ্যা|বিশ্লেষণ) (?:করুন|করো|কর|দাও|দিন)(?=[।?!]|$)|(?:লিখুন|লেখো|লেখ)[।?!]?$|"
        "(?:সম্পর্কে|বিষয়ে) (?:আপনি |তুমি )?(?:কী|কি|যা) (?:জানেন|জানো|জান)"
    ),
    "en": re.compile(
        r"^(?:please )?(?:describe|discuss|explain|elaborate|comment on|write about|write a|tell|outline)\b|"
        r"\bwhat do (?:you|we) know about\b|\bwhat can you (?:say|tell)\b",
        re.I,
    ),
    "es": re.compile("^(?:describe|describa|explica|explique|comenta|comente|habla de|hable de)\\b", re.I),
    "hi": re.compile("(?:वर्णन|व्याख्या|चर्चा) (?:करें|कीजिए|करो)|के बारे में (?:लिखें|बताइए|लिखिए)"),
    "ja": re.compile("(?:説明|論|述べ)(?:しなさい|せよ|じなさい|なさい|てください)"),
    "ar": re.compile("^(?:اشرح|صف|ناقش|تحدث عن)(?= |$)"),
}
_LISTING = re.compile(r"^(?:name|list|give)\b", re.I)  # plain orders, which say what they want


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_vague(deck))


def _vague(deck: Deck) -> Iterator[Finding]:
    for texts in each_question(deck):
        for said in texts:
            text, language = said.text.value, said.language
            if order := vague_order(text, language):
                yield Finding(said, f"'{order}' asks for no definite answer", "ask for one fact, with a question word")
            elif language in LANGUAGES and not _LISTING.search(text) and not _asks(text, language):
                yield Finding(said, "nothing here asks", "begin with what, who, when, where, why or how")


def _asks(text: str, language: str) -> bool:
    """Whether anything asks; only English and Bengali show where yes or no is meant."""
    if language not in ("bn", "en"):
        return bool(question_words(text, language)) or "?" in text or "؟" in text or "か" in text
    return bool(question_words(text, language)) or asks_yes_or_no(text, language)


def vague_order(text: str, language: str) -> str:
    """The words that order a learner to say something or other, or nothing."""
    pattern = _VAGUE.get(language)
    found = pattern.search(text) if pattern else None
    return found[0] if found else ""
