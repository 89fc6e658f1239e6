"""How questions are asked, by language."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from flashcards.lint.finding import Finding
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_verbatim, words

# Bengali question words by stem, which exclude কেনা, কেন্দ্র, কোনো, কয়লা and কতিপয়
_BENGALI = Pattern(
    "(?:কী|কীসে|কিসে|কীভাবে|কিভাবে|কীরূপ|কীরকম|কিরকম|কোন|কোনটি|কোনটা|কোনগুলো|কোনগুলি|কোনজন|কে|কার|কাকে|কাদের|কারা|"
    "কখন|কবে|কবেকার|কোথা|কোথায়|কোথাকার|কেন|কেমন|কত|কততম|কতক্ষণ|কতদিন|কতদূর|কয়|কিসের|কীসের|কতখানি|কতটুকু)"
    "(?:টি|টা|টির|টিকে|টিতে|জন|জনের|বার|গুলো|ভাবে|র|ের|য়|তে|কে|দের|দিনে|দিনের|বছর)?"
)
_OTHERS: Mapping[str, frozenset[str]] = {
    "en": frozenset("what which who whom whose when where why how whither whence what's who's where's how's".split()),
    "es": frozenset(
        "qué quién quiénes cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos cuántas".split(),
    ),
    "hi": frozenset(
        "क्या कौन कौनसा कौनसी कौनसे कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितने कितनी किस किसने किसे किसका किसकी किसके किन".split()
    ),
    "ar": frozenset("ما ماذا من متى أين لماذا كيف كم أي أية بماذا لمن مما".split()),
}
_JAPANESE = Pattern("何|誰|だれ|いつ|どこ|なぜ|どう|いく|どの|どれ|どんな|どちら|なん|なに")

AUXILIARIES: Mapping[str, Pattern] = {
    "en": Pattern(
        r"(?:^|[,;:–—] ?)(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might|must|"
        r"isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t(?= (?:you|we|they)\b)|doesn['’]t|didn['’]t) (?!not\b)[^,]",
        re.I,
    ),
}
"""The start of a question for yes or no, or its continuation after a clause."""

_QUESTIONS = 1024  # of a chunk, which several rules examine
_WORDS = 1 << 16  # words recur

LANGUAGES = frozenset({"bn", "ja", *_OTHERS})
"""The languages with tables of question words."""


@lru_cache(_QUESTIONS)
def question_words(text: str, language: str) -> tuple[str, ...]:
    """The question words of a text, in order."""
    text = without_verbatim(text)
    if language == "ja":
        return tuple(_JAPANESE.findall(text))
    return tuple([word for word in words(text) if is_question_word(word, language)])


@lru_cache(_WORDS)
def is_question_word(word: str, language: str) -> bool:
    if language == "bn":
        return _BENGALI.fullmatch(word) is not None
    return word in _OTHERS.get(language, ())


def without_question_word(index: WordIndex) -> set[int]:
    """The places of notes whose question has no question word in one of the languages."""
    found = set[int]()
    for language in LANGUAGES & index.languages.keys():
        asks = partial(is_question_word, language=language)
        found |= index.without_word("question", language, asks)
    return found


def asks_yes_or_no(text: str, language: str) -> bool:
    """Whether a text has no question word, but asks for yes or no."""
    if question_words(text, language):
        return False
    if language == "bn":
        return "কি" in words(text) or "নাকি" in words(text)
    auxiliary = AUXILIARIES.get(language)
    return auxiliary is not None and auxiliary.search(text) is not None


def once_a_note(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The first finding of each note, because a mistake in a question is usually the same in all languages."""
    seen: set[int] = set()
    for finding in findings:
        if id(finding.ref.note) not in seen:
            seen.add(id(finding.ref.note))
            yield finding
