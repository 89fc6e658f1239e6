"""A question does not refer to a text, a picture or a page that the card does not show.

A card is asked without the source it was written from. It may refer to a picture, code or a table that it
shows itself.

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
from collections.abc import Iterable, Iterator, Mapping

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern, Phrases
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import has_list, has_table, offset_of, shows
from flashcards.model.deck import Note

_EN = (
    "article|text|passage|chapter|section|interview|lecture|video|lesson|slide|figure|diagram|table|page|paragraph|"
    "excerpt|story|essay"
)
_BN = "নিবন্ধ|প্রবন্ধ|পাঠ|পাঠ্যাংশ|অধ্যায়|অনুচ্ছেদ|সাক্ষাৎকার|লেখা|ভিডিও|বক্তৃতা|গল্প|কবিতা|চিত্র|ছবি|ছক|পৃষ্ঠা|রচনা"
_BN_ENDED = "|".join(noun + ending for noun in _BN.split("|") for ending in ("টিতে", "টির", "ে", "য়", "তে"))
_SPEAKER = f"author|writer|narrator|speaker|{_EN}"
_CHOOSING = Pattern(r"\bwhich of\b|^(?:নিচের|নিম্নের|নিম্নলিখিত|নিম্নোক্ত) ", re.I)
_CHOICE = Pattern(r"[:：—–] ?[^,;:、]+(?:[,;،、/]| or | o | বা | या )|\([^()]+[,/][^()]+\)|\b[aA1][.)] ")
_POINTING: Mapping[str, Pattern] = {
    "en": Phrases(
        r"\bwhich of «these|the following»\b",
        rf"\bthis «{_EN}»\b",
        rf"\b(?:in|from|by|of|to) the «{_EN}»(?=[,?]|$)",
        r"\b(?:mentioned|described|given|shown|discussed|listed|stated|quoted) «above|below|earlier|here»\b",
        r"\bthe «above|following|aforementioned»\b",
        r"\b«above|following»[- ]mentioned\b",
        rf"\b(?:according to|does) the «{_SPEAKER}»\b(?! (?:of|by|in|with|on))",
        flags=re.I,
    ),
    "bn": Phrases(
        f"(?<!\\S)«এই|উক্ত|আলোচ্য|উপরের|ওপরের|উপরোক্ত|নিচের|প্রদত্ত» (?:{_BN})(?:টি|টির|টিতে|র|ের|ে|য়|তে)?(?=[\\s,?])",
        f"^«{_BN_ENDED}»(?=[\\s,])",
        "(?<!\\S)«উপরে|ওপরে|উপরোক্ত|উপর্যুক্ত|পূর্বোক্ত|নিচে» (?:উল্লিখিত|উল্লেখিত|বর্ণিত|দেওয়া|আলোচিত)",
        "(?<!\\S)«উপরোক্ত|উপর্যুক্ত»(?=\\s)",
        "(?:^|(?<=। ))«নিচের|নিম্নের|নিম্নলিখিত|নিম্নোক্ত» (?:কোনটি|কোনগুলো|কোনগুলি|কে|কারা)",
        "(?:^|(?<=, ))«লেখকের|বক্তার|লেখিকার|কবির» মতে",
    ),
    "es": Phrases(
        r"\b(?:este|el) «artículo|texto|capítulo|pasaje»(?=[,?]|$)", r"\bmencionad[oa]s? «arriba|anteriormente»\b"
    ),
    "hi": Phrases("(?:इस|उपर्युक्त|दिए गए) «लेख-|पाठ-|अध्याय-|अनुच्छेद-|गद्यांश-»", "लेखक के «अनुसार-»"),
    "ja": Pattern("この(?:記事|文章|本文|章)|上記|筆者"),
    "ar": Pattern("هذا (?:المقال|النص|الفصل)|المذكور أعلاه"),
}


def check(index: WordIndex) -> Iterator[Finding]:
    return once_a_note(_pointing(index.candidates(index.with_phrase("question", _POINTING))))


def _pointing(notes: Iterable[Note]) -> Iterator[Finding]:
    for texts in each_question(notes):
        for ref in texts:
            pointer = points_at(ref.text.value, ref.language)
            if pointer and not _shows(ref.text.value, pointer):
                message = f"'{pointer}' refers to something that is not on the card"
                yield Finding(ref, message, "ask about the thing itself", offset_of(pointer, ref.text.value))


def _shows(text: str, pointer: str) -> bool:
    """Whether the card has what the words refer to: something it shows, or a choice of answers."""
    has_choice = has_list(text) or has_table(text) or _CHOICE.search(text) is not None
    return has_choice or (shows(text) and not _CHOOSING.search(pointer))


def points_at(text: str, language: str) -> str:
    """The words that refer to something not on the card, or an empty string."""
    pattern = _POINTING.get(language)
    found = pattern.search(text) if pattern else None
    return found[0] if found else ""
