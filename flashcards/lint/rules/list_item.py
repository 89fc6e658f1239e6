"""A question does not ask for one item of a list by naming the others.

"Besides A and B, what …?" has several right answers, and what was to be learned is the list. Ask for what sets the
item apart. One that is known by its place, such as the third of three, may be asked for. Checked for Bengali and
English, and reported if the question is asked so in each of them.

Wrong::

    question:
      bn: কৌশল আর ডিজাইন ছাড়া আর কোন গুণ একজন নেতার শক্তি?
      en: Besides strategy and design, what is a strength of a leader?
    answer:
      bn: দূরদৃষ্টি
      en: Vision

Right::

    question:
      bn: বহু বছর পরের কথা ভেবে কাজ করতে একজন নেতার কোন গুণ লাগে?
      en: Which quality lets a leader plan for many years ahead?
    answer:
      bn: দূরদৃষ্টি
      en: Vision
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.lint.finding import Finding, TextRef, each_question
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import without_asides

_AND = "(?:ও|এবং|আর)"
_EXCEPT = "«ছাড়া|ছাড়াও|বাদে|ব্যতীত|বাদ দিয়ে»"
_BESIDES = r"\b«besides|apart from|aside from|other than|in addition to»\s"
_ASKING = r"\b(?:what|which|who|whom|whose|where|how)\b"
# Two or more items, and what is asked besides them; in Bengali a genitive begins another phrase: 'A ও B মডেলের C ছাড়া'
_LISTED: Mapping[str, Phrases] = {
    "bn": Phrases(
        rf"\s{_AND}\s[^\s,;।?]+\s(?:[^\s,;।?]*[^\s,;।?র]\s){{0,3}}?{_EXCEPT}\s(?:[^,;।?]*\s)?(?:আর|আরও|অন্য)\s"
        r"(?:কী|কোন|কে|কার|কাকে|কাদের|কারা|কোথা|কেমন|কত)"
    ),
    "en": Phrases(
        rf"{_BESIDES}(?:(?!{_ASKING})[^;?])*\s(?:and|or)\s(?:(?!{_ASKING})[^;?])*,\s(?:\w+\s)?{_ASKING}",
        rf"{_ASKING}[^;?]*?{_BESIDES}[^,;?]*\s(?:and|or)\s[^,;?]*[,?]",
        rf"^(?:(?!{_ASKING})[^;?])*\s(?:and|or)\s[^,;?]*\s«apart|aside»,\s(?:\w+\s)?{_ASKING}",
        flags=re.I,
    ),
}
# One item of a number of items is definite
_DEFINITE: Mapping[str, Pattern] = {
    "bn": Pattern("(?:দ্বিতীয়|তৃতীয়|চতুর্থ|পঞ্চম|ষষ্ঠ|সপ্তম|শেষ|বাকি|দুটির|তিনটির|চারটির|পাঁচটির)"),
    "en": Pattern(
        r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|last|final|remaining|only|"
        r"of the (?:two|three|four|five|six|seven|eight))\b",
        re.I,
    ),
}


def check(index: WordIndex) -> Iterator[Finding]:
    for texts in each_question(index.candidates(index.with_phrase("question", _LISTED))):
        known = [ref for ref in texts if ref.language in _LISTED]
        if known and all(map(_asks_for_an_item, known)):
            message = "this names some items of a list and asks for another"
            yield Finding(known[0], message, "ask for it by what sets it apart, or say which it is, as in 'the third'")


def _asks_for_an_item(ref: TextRef) -> bool:
    text = without_asides(ref.text.value)
    is_listed = _LISTED[ref.language].search(text) is not None
    return is_listed and _DEFINITE[ref.language].search(text) is None
