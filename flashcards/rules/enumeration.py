"""An answer is one thing and not a list.

Lists are the hardest to remember and the first to be forgotten. Ask for each member by what sets
it apart, or by the others: "Besides red and green, which is the third primary colour?"

Wrong::

    question:
      bn: আলোর তিনটি মৌলিক রং কী কী?
      en: Which are the three primary colours?
    answer:
      bn: লাল, সবুজ ও নীল
      en: Red, green and blue

Right::

    question:
      bn: লাল আর সবুজ ছাড়া আলোর তৃতীয় মৌলিক রং কোনটি?
      en: Besides red and green, which is the third primary colour of light?
    answer:
      bn: নীল
      en: Blue
"""

import re
from collections.abc import Iterator, Mapping

from flashcards.deck import Deck
from flashcards.problem import Severity
from flashcards.rules.asking import once_a_note
from flashcards.rules.finding import Finding, Said, each_note, each_part
from flashcards.rules.words import has_table, without_asides, words

ID = "enumeration"
SEVERITY = Severity.WARNING

_ASKED: Mapping[str, re.Pattern[str]] = {
    "bn": re.compile(
        "(?:কী কী|কি কি|কোন কোন|কে কে|কারা কারা|কোথায় কোথায়)|"
        "(?<!\\S)(?:তিনটি|চারটি|পাঁচটি|ছয়টি|সাতটি|আটটি|৩টি|৪টি|৫টি|৬টি|৭টি) (?:[^\\s,?]+(?<!র) ){0,3}"
        "(?:কী|কোনগুলো|নাম (?:বলুন|লিখুন|লেখো))[?।]?$|"
        "সবগুলোর নাম"
    ),
    "en": re.compile(
        r"^(?:name|list|give) (?:all|the|any|at least|three|four|five|six|seven|eight|[3-9])\b"
        r"(?! (?:one|\w+ that|\w+ which))|"
        r"\b(?:what|which) (?:are|were) (?:all )?(?:the|its|their) (?:\w+ )?"
        r"(?:three|four|five|six|seven|eight|main|[3-9])\b|"
        r"\bwhich (?:three|four|five|six|seven|eight|[3-9])\b(?!-)",
        re.I,
    ),
    "es": re.compile(r"^(?:nombra|enumera|lista)\b|\bcuáles son (?:los|las) (?:tres|cuatro|cinco|seis|siete)\b", re.I),
    "hi": re.compile("कौन-कौन|कौन कौन|क्या-क्या|क्या क्या"),
    "ja": re.compile("[3-9三四五六七]つ.*(?:何|挙げ)|すべて挙げ"),
}
# What stands between the members of a list, by language
_BETWEEN: Mapping[str, re.Pattern[str]] = {
    "bn": re.compile(r"[,;\n]|(?<=\s)(?:ও|এবং|আর|বা)(?=\s)"),
    "en": re.compile(r"[,;\n]|\b(?:and|or)\b"),
    "es": re.compile(r"[,;\n]|\b(?:y|e|o|u)\b"),
    "hi": re.compile(r"[,;\n]|(?<=\s)(?:और|तथा|या)(?=\s)"),
    "ar": re.compile(r"[،,؛;\n]"),
    "ja": re.compile("[、\n]"),
}
_GROUPED = re.compile("(?<=[0-9০-৯]),(?=[0-9০-৯])")
_YEAR = re.compile("[0-9০-৯]{4}")
_MEMBERS = 3
_LONGEST = 5  # words; what is longer is a clause


def check(deck: Deck) -> Iterator[Finding]:
    return once_a_note(_lists(deck))


def _lists(deck: Deck) -> Iterator[Finding]:
    for note in each_note(deck):
        for said in each_part(note, "question"):
            if (asked := _ASKED.get(said.language)) and (found := asked.search(said.text.value)):
                yield Finding(said, f"'{found[0]}' asks for a list", "make a note of each of its members")
        for said in each_part(note, "answer"):
            count = len(_members(said))
            if count >= _MEMBERS:
                yield Finding(said, f"this answer is a list of {count}", "make a note of each of its members")


def _members(said: Said) -> list[str]:
    """The members of a list; a date and a place have commas too, and so do tables and long clauses."""
    text = _GROUPED.sub("", without_asides(said.text.value))
    between = _BETWEEN.get(said.language)
    if between is None or _YEAR.search(text) or has_table(said.text.value):
        return []
    members = [member for member in between.split(text) if member.strip()]
    return members if all(len(words(member)) <= _LONGEST for member in members) else []
