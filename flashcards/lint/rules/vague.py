"""A question asks one definite thing, with a question word.

"Describe" and "discuss" have many answers, and a learner cannot tell whether one was right. A term, a formula or a
picture needs no question word; neither does an instruction that says what, how or why, or shows what it is about.

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
from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.questions import LANGUAGES, asks_yes_or_no, once_a_note, question_words, without_question_word
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import shows, without_asides, words
from flashcards.model.deck import Note

_VAGUE: Mapping[str, Pattern] = {
    "bn": Phrases(
        "«-আলোচনা|-বর্ণনা|-ব্যাখ্যা|-বিশ্লেষণ» (?:করুন|করো|কর|দাও|দিন)(?=[।?!]|$)",
        "«-লিখুন|-লেখো|-লেখ»[।?!]?$",
        "«-সম্পর্কে|-বিষয়ে» (?:আপনি |তুমি )?(?:কী|কি|যা) (?:জানেন|জানো|জান)",
    ),
    "en": Phrases(
        r"^(?:please )?«describe|discuss|explain|elaborate|comment on|outline»\b",
        r"^(?:please )?«write» (?:about|an? (?:short )?(?:essay|note|paragraph|story|summary))\b",
        r"^(?:please )?«tell» (?:me|us|about)\b",
        r"\bwhat do (?:you|we) «know about»\b",
        r"\bwhat can you «say|tell»\b",
        flags=re.I,
    ),
    "es": Phrases(r"^«describe|describa|explica|explique|comenta|comente|habla de|hable de»\b", flags=re.I),
    "hi": Phrases("«-वर्णन|-व्याख्या|-चर्चा» (?:करें|कीजिए|करो)", "के «बारे» में (?:लिखें|बताइए|लिखिए)"),
    "ja": Pattern("(?:説明|論|述べ)(?:しなさい|せよ|じなさい|なさい|てください)"),
    "ar": Pattern("^(?:اشرح|صف|ناقش|تحدث عن)(?= |$)"),
}
_SENTENCE = Pattern(r"[.?!।؟？。][\s”’\"'»)\]*_~\ufffc]*\Z|_{2,}")
_EQUATION = Pattern(r"[=≈→]\s*[?？؟]?\s*\Z")
_FEWEST = 2  # words
# Instructions that are definite
_LISTING = Pattern(
    r"^(?:name|list|give|find|compute|calculate|solve|translate|convert|complete|fill|choose|select|pick|identify|state|"
    r"spell|conjugate|write|add|subtract|multiply|divide|simplify|evaluate|factor|draw|run|create|make|print|show|count|"
    r"sort|prove|correct|rewrite|match|order|put|implement|traduce|calcula|nombra|completa|escribe|elige)\b",
    re.I,
)


def check(index: WordIndex) -> Iterator[Finding]:
    return once_a_note(_vague(index.candidates(index.with_phrase("question", _VAGUE), without_question_word(index))))


def _vague(notes: Iterable[Note]) -> Iterator[Finding]:
    for texts in each_question(notes):
        for ref in texts:
            text, language = ref.text.value, ref.language
            if order := vague_order(text, language):
                yield Finding(
                    ref, f"'{order}' does not ask for a definite answer", "ask for one fact, with a question word"
                )
            elif (
                language in LANGUAGES and _is_sentence(text) and not _LISTING.search(text) and not _asks(text, language)
            ):
                yield Finding(ref, "this is not a question", "begin with what, who, when, where, why or how")


def _asks(text: str, language: str) -> bool:
    """Whether a text asks something; only English and Bengali questions for yes or no can be recognised."""
    if language not in ("bn", "en"):
        return bool(question_words(text, language)) or "?" in text or "؟" in text or "？" in text or "か" in text
    return bool(question_words(text, language)) or asks_yes_or_no(text, language)


def _is_sentence(text: str) -> bool:
    """Whether a text is more than a term, and not an equation to be completed."""
    bare = without_asides(text)
    return _SENTENCE.search(bare) is not None and not _EQUATION.search(text) and len(words(bare)) >= _FEWEST


def vague_order(text: str, language: str) -> str:
    """The words of an instruction without a definite answer, or an empty string."""
    pattern = _VAGUE.get(language)
    found = pattern.search(text) if pattern else None
    return found[0] if found and not shows(text) and not question_words(text, language) else ""
