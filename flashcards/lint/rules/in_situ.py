"""An English question begins with its question word.

Where it stands at the end, as in a quiz show, learners read half a statement before they know what is asked. It may
follow a preposition, and a phrase that ends in a comma. In Bengali and many other languages it stands where the
answer would, so that only English is checked.

Wrong::

    question:
      bn: ভার্সাই চুক্তি দিয়ে কোন যুদ্ধ শেষ হয়?
      en: The Treaty of Versailles ended which war?

Right::

    question:
      bn: ভার্সাই চুক্তি দিয়ে কোন যুদ্ধ শেষ হয়?
      en: Which war did the Treaty of Versailles end?
"""

import re
from collections.abc import Iterator

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.pattern import Pattern
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import has_gap, offset_of, shows, without_asides

_LANGUAGE = "en"
# 'When' and 'where' also begin a clause that asks nothing
_WORDS = frozenset("what which who whom whose why how".split())
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|shall|should|may|might|must|"
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|must)n['’]t)\b"
)
_PREPOSITION = (
    r"(?:about|above|across|after|against|along|amid|among|around|as|at|because of|before|behind|below|beneath|beside|"
    r"besides|between|beyond|by|down|during|except|for|from|in|inside|into|like|near|of|off|on|onto|out of|outside|"
    r"over|per|since|through|throughout|to|towards?|under|until|up|upon|via|with|within|without)"
)
_SENTENCES = Pattern(r"(?<=[.!?])\s+")
_CLAUSES = Pattern(r"[,;:–—()\ufffc]")
_FRONTED = Pattern(
    rf"\s*(?:(?:and|or|but|so|then|exactly|about|just|{_PREPOSITION})\s+){{0,3}}"
    rf"(?:(?:{'|'.join(sorted(_WORDS))})\b|(?:when|where)(?:\s+(?:else|exactly))?(?:\s+{_AUXILIARY}|\s*\Z))",
    re.I,
)
_LEADING = Pattern(
    rf"\s*(?:{_AUXILIARY}|(?:tell|say|explain|guess|show|name|state|describe|find|give|list|choose|imagine|suppose|"
    r"complete|identify|let)\b)",
    re.I,
)
# A phrase that may stand before a question word without a comma
_PHRASE = Pattern(
    rf"\s*(?:{_PREPOSITION}|according|although|if|once|though|unless|when|whenever|where|while|given|rather|instead)\b",
    re.I,
)
_LAST = Pattern(
    r"\w\S*\s+\S+\s+((?:what|which|who|whom|whose|where|when|why|how(?: (?:many|much|long|far|often|old|big|fast))?)"
    r"(?: else)?)\s*\??\s*\Z",
    re.I,
)
_WITHIN = Pattern(r"\w\S*\s+\S+\s+((?:what|which|whose|how (?:many|much))\s+(?:\S+\s+){0,3}[^\s?]+)\s*\??\s*\Z", re.I)
# 'The leaves of which tree feed silkworms': a phrase, and a verb after it
_OPENING = Pattern(rf"\s*(?:(?!{_AUXILIARY})\S+\s+){{1,3}}{_PREPOSITION}\s+(?:what|which|whose)\s+\S+\s+[^\s?]", re.I)
_HAS_AUXILIARY = Pattern(rf"\b{_AUXILIARY}", re.I)


def check(index: WordIndex) -> Iterator[Finding]:
    asked = index.words("question", _LANGUAGE)
    late = {place for place, words in asked if words and _WORDS.isdisjoint(words[:2])}
    for texts in each_question(index.candidates(late)):
        for ref in texts:
            if ref.language == _LANGUAGE and (phrase := _late(ref.text.value)):
                message = f"the question word stands late: '{phrase}'"
                hint = "begin with it, as in 'Which war did it end?' or 'To whom does it lend?'"
                yield Finding(ref, message, hint, offset_of(phrase, ref.text.value))


def _late(text: str) -> str:
    """The words at the end of a question that ask it, if none at the beginning of a clause does; or an empty string."""
    if not text.rstrip().endswith("?") or has_gap(text) or shows(text):
        return ""
    sentence = _SENTENCES.split(without_asides(text).strip())[-1]
    clauses = _CLAUSES.split(sentence)
    if _LEADING.match(sentence) or any(map(_FRONTED.match, clauses)):
        return ""
    return next(filter(None, map(_late_in, clauses)), "")


def _late_in(clause: str) -> str:
    if found := _LAST.search(clause):
        return found[1]
    found = _WITHIN.search(clause)
    if found is None or _PHRASE.match(clause) or _HAS_AUXILIARY.search(found[1]) or _OPENING.match(clause):
        return ""
    return found[1]
