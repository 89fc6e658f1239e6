"""A text gives a date, not a time relative to the day it was written.

A card is asked for years. "Now" and "ago" are allowed if the question contains a year, and "currently" if it
describes the state of a machine. A text of one word is not checked, because the word is what the card asks for.

Wrong::

    question:
      bn: সম্প্রতি কোন বাংলা ছবি কান উৎসবে দেখানো হয়েছে?
      en: Which Bengali film was shown at Cannes recently?

Right::

    question:
      bn: ২০২১ সালে কোন বাংলা ছবি কান উৎসবে দেখানো হয়?
      en: Which Bengali film was shown at Cannes in 2021?
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from flashcards.lint.finding import Finding, each_note, each_part
from flashcards.lint.pattern import Pattern
from flashcards.lint.questions import once_a_note
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of, without_asides, words
from flashcards.model.deck import Deck, Texts

_YEAR = Pattern("(?:1[0-9]|20)[0-9]{2}|(?:১[০-৯]|২০)[০-৯]{2}|(?:१[०-९]|२०)[०-९]{2}")
_RELATIVE: Mapping[str, Pattern] = {
    "en": Pattern(
        r"\b(?:recently|currently(?! (?:\w+(?:ed|ing)|open|active|in use|on|set)\b)|"
        r"nowadays|today(?!['’]s)|these days|at present|at the moment|so far|"
        r"(?<!what is )(?<!are )(?<!right )now(?! (?:known|called|named))|"
        r"(?:last|this|next) (?:year|month|week|century|decade)|"
        r"(?:years?|months?|decades?|centur(?:y|ies)) ago|the latest|"
        r"the (?:current|present) (?:president|prime|king|queen|pope|capital|population|record|"
        r"champion|holder|leader))\b",
        re.I,
    ),
    "bn": Pattern(
        "(?<!\\S)(?:সম্প্রতি|সাম্প্রতিক|বর্তমানে|বর্তমান|এখন|এখনকার|এখনও|আজকাল|ইদানীং|আজকের|এখন পর্যন্ত|এবার|এবারের|"
        "(?:গত|আগামী|এ|এই|চলতি) (?:বছর|বছরের|মাস|মাসে|দশক|দশকে|শতক|সপ্তাহে|শতাব্দীতে)|"
        "(?:বছর|মাস|দশক|শতাব্দী) আগে)(?=[\\s,?।]|$)"
    ),
    "es": Pattern(
        r"\b(?:recientemente|actualmente|hoy en día|el año pasado|este año|el próximo año|hace \w+ años)\b", re.I
    ),
    "hi": Pattern("हाल ही में|वर्तमान में|आजकल|पिछले साल|इस साल|अगले साल|साल पहले"),
    "ja": Pattern("最近|現在|昨年|今年|来年|年前"),
    "ar": Pattern("مؤخرا|حاليا|العام الماضي|هذا العام"),
}
# 'Five years ago' counts from today, 'five years before the war' does not
_COUNTED_FROM = Pattern("(?:র|ের) (?:[\\S]+ ){0,3}(?:বছর|মাস|দশক|শতাব্দী) আগে")
# Every match of the patterns contains one of these words
_NEEDED: Mapping[str, Sequence[str]] = {
    "bn": [
        *"সম্প্রতি সাম্প্রতিক বর্তমানে বর্তমান এখন এখনকার এখনও আজকাল ইদানীং আজকের এবার এবারের গত আগামী এ এই চলতি".split(),
        *("বছর আগে", "মাস আগে", "দশক আগে", "শতাব্দী আগে"),
    ],
    "en": [
        *"recently currently nowadays today these present moment far now ago latest current".split(),
        *(f"{which} {time}" for which in ("last", "this", "next") for time in "year month week century decade".split()),
    ],
    "es": "recientemente actualmente hoy pasado este próximo hace".split(),
    "hi": "ही -वर्तमान -आजकल- साल- पहले-".split(),
}


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_relative(deck))


def suspects(index: WordIndex) -> set[int]:
    return index.with_word("question", _NEEDED) | index.with_word("answer", _NEEDED)


def _relative(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for part in ("question", "answer"):
            for ref in each_part(note, part):
                pattern = _RELATIVE.get(ref.language)
                dated = _in(ref.language, note.parts["question"])
                if len(words(ref.text.value)) == 1:
                    continue  # the card asks for this word
                if pattern is None or _YEAR.search(dated) or _YEAR.search(ref.text.value):
                    continue
                found = pattern.search(without_asides(ref.text.value))
                if found and not _COUNTED_FROM.search(ref.text.value):
                    message = f"'{found[0]}' will not be true for long"
                    yield Finding(ref, message, "give the year", offset_of(found[0], ref.text.value))


def _in(language: str, texts: Texts) -> str:
    """A text in a language, or an empty string if it is missing."""
    return next((text.value for tag, text in texts.items() if tag.split("-")[0] == language), "")
