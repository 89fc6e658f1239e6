"""A question does not point at a text, a picture or a page.

A card outlives what it was drawn from, and is asked where none of that is at hand. What it shows
itself, a picture, code or a table, it may point at.

Wrong::

    question:
      bn: এই নিবন্ধে কোন প্রতিবাদের কথা বলা হয়েছে?
      en: Which protest does this article mention?

Right::

    question:
      bn: জালিয়ানওয়ালাবাগের পর রবীন্দ্রনাথ প্রতিবাদে কোন উপাধি ছাড়েন?
      en: Which title did Tagore give up in protest after Jallianwala Bagh?
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.asking import once_a_note
from flashcards.rules.finding import Finding, each_question
from flashcards.rules.words import shows

ID = "deixis"
SEVERITY = Severity.WARNING

_EN = (
    "article|text|passage|chapter|section|interview|lecture|video|lesson|slide|figure|diagram|table|page|paragraph|"
    "excerpt|story|essay"
)
_BN = "নিবন্ধ|প্রবন্ধ|পাঠ|পাঠ্যাংশ|অধ্যায়|অনুচ্ছেদ|সাক্ষাৎকার|লেখা|ভিডিও|বক্তৃতা|গল্প|কবিতা|চিত্র|ছবি|ছক|পৃষ্ঠা|রচনা"
_POINTING: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"\bwhich of (?:these|the following)\b|\bthis (?:{_EN})\b|\b(?:in|from|by|of|to) the (?:{_EN})(?=[,?]|$)|"
        r"\b(?:mentioned|described|given|shown|discussed|listed|stated|quoted) (?:above|below|earlier|here)\b|"
        rf"\bthe (?:above|following|aforementioned)\b|\b(?:above|following)[- ]mentioned\b|"
        rf"\baccording to the (?:author|writer|narrator|speaker|{_EN})\b(?! (?:of|by|in|with|on))|"
        rf"\bdoes the (?:author|writer|narrator|speaker|{_EN})\b(?! (?:of|by|in|with|on))",
        re.I,
    ),
    "bn": re.compile(
        f"(?<!\\S)(?:এই|উক্ত|আলোচ্য|উপরের|ওপরের|উপরোক্ত|নিচের|প্রদত্ত) (?:{_BN})(?:টি|টির|টিতে|র|ের|ে|য়|তে)?(?=[\\s,?])|"
        f"^(?:{_BN})(?:টিতে|টির|ে|য়|তে)(?=[\\s,])|"
        "(?<!\\S)(?:উপরে|ওপরে|উপরোক্ত|উপর্যুক্ত|পূর্বোক্ত|নিচে) (?:উল্লিখিত|উল্লেখিত|বর্ণিত|দেওয়া|আলোচিত)|"
        "(?<!\\S)(?:উপরোক্ত|উপর্যুক্ত)(?=\\s)|"
        "(?:^|(?<=। ))(?:নিচের|নিম্নের|নিম্নলিখিত|নিম্নোক্ত) (?:কোনটি|কোনগুলো|কোনগুলি|কে|কারা)|"
        "(?:^|(?<=, ))(?:লেখকের|বক্তার|লেখিকার|কবির) মতে"
    ),
    "es": re.compile(
        r"\b(?:este|el) (?:artículo|texto|capítulo|pasaje)(?=[,?]|$)|\bmencionad[oa]s? (?:arriba|anteriormente)\b"
    ),
    "hi": re.compile("(?:इस|उपर्युक्त|दिए गए) (?:लेख|पाठ|अध्याय|अनुच्छेद|गद्यांश)|लेखक के अनुसार"),
    "ja": re.compile("この(?:記事|文章|本文|章)|上記|筆者"),
    "ar": re.compile("هذا (?:المقال|النص|الفصل)|المذكور أعلاه"),
}


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_pointing(deck))


def _pointing(deck: Deck) -> Iterator[Finding]:
    for texts in each_question(deck):
        for said in texts:
            if not shows(said.text.value) and (pointer := points_at(said.text.value, said.language)):
                yield Finding(said, f"'{pointer}' points at what is not on the card", "ask about the thing itself")


def points_at(text: str, language: str) -> str:
    """The words that point at what is not on the card, or nothing."""
    pattern = _POINTING.get(language)
    found = pattern.search(text) if pattern else None
    return found[0] if found else ""
