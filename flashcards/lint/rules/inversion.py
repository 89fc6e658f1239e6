"""A Bengali question ends in its verb, as prose does.

A subject after the verb is the order of headlines and of verse. A question word may stand after the verb.

Wrong::

    question:
      bn: কোন কাব্যগ্রন্থের জন্য নোবেল পুরস্কার পান রবীন্দ্রনাথ?
      en: For which book of poems did Tagore win the Nobel Prize?

Right::

    question:
      bn: রবীন্দ্রনাথ কোন কাব্যগ্রন্থের জন্য নোবেল পুরস্কার পান?
      en: For which book of poems did Tagore win the Nobel Prize?
"""

from collections.abc import Iterator, Sequence
from functools import cache

from flashcards.lint.finding import Finding, each_question
from flashcards.lint.questions import is_question_word
from flashcards.lint.word_index import WordIndex
from flashcards.lint.words import offset_of, without_asides, words

_LANGUAGE = "bn"
_LONGEST = 4  # words after the verb; more are a clause

# Stems before 'েন', and before other endings; without forms that are also nouns, or 'having done', such as করে
_STEMS = (
    "কর কর, বল বল, দেখ দেখ, ছাড় ছাড়, ধর ধর, পড় পড়, রাখ রাখ, থাক থাক, আন আন, মান মান, জান জান, ভাব ভাব, বস বস, লড় লড়, গড় গড়, "
    "মার মার, হার হার, চল চল, নাম নাম, খোঁজ খুঁজ, বোঝ বুঝ, শেখ শিখ, লেখ লিখ, শোন শুন, তোল তুল, খোল খুল, ওঠ উঠ, ফের ফির, জেত জিত, "
    "কেন কিন, মেল মিল, ঘট ঘট, কাট কাট, বাঁচ বাঁচ, আঁক আঁক, বাঁধ বাঁধ, আস আস"
)
_ENDINGS = "েছেন েছিলেন েছে েছিল বেন বে লেন ল লো তেন ত ছেন ছে ছিলেন ছিল".split()
_OTHERS = (
    "চান চায় চাইলেন চেয়েছেন চেয়েছিলেন চেয়েছে চেয়েছিল চাইবেন চাইবে চাইতেন চাইছেন চাইছে "
    "পান পায় পেলেন পেল পেয়েছেন পেয়েছিলেন পেয়েছে পেয়েছিল পাবেন পাবে পেতেন যান যায় গেলেন "
    "গেল গেছেন গেছে গিয়েছেন গিয়েছে গিয়েছিলেন গিয়েছিল যাবেন যাবে যেতেন দেন দেয় দিলেন দিল "
    "দিয়েছেন দিয়েছিলেন দিয়েছে দিয়েছিল দেবেন দেবে দিতেন দিত নেন নেয় নিলেন নিল নিয়েছেন "
    "নিয়েছিলেন নিয়েছে নিয়েছিল নেবেন নেবে নিতেন এলেন এসেছেন এসেছিলেন এসেছে এসেছিল হন হয় "
    "হলেন হলো হয়েছেন হয়েছিলেন হয়েছে হয়েছিল হবেন হবে হতেন হতো হচ্ছে ছিলেন ছিল খায় খেতেন "
    "খেয়েছিলেন বানায় বানালেন বানিয়েছেন বানিয়েছিলেন বানাবেন পাঠায় পাঠালেন পাঠিয়েছেন "
    "পাঠিয়েছিলেন পাঠাবেন চালায় চালালেন চালিয়েছেন চালিয়েছিলেন দেখান দেখায় দেখালেন "
    "দেখিয়েছেন দেখিয়েছিলেন শেখান শেখায় শেখালেন জানান জানায় জানালেন জানিয়েছেন "
    "জানিয়েছিলেন দাঁড়ায় দাঁড়ালেন হারায় হারালেন হারিয়েছেন জন্মান জন্মায় জন্মালেন "
    "জন্মেছেন জন্মেছিলেন ঘটায় ঘটালেন কমায় বাড়ায় নামায় ওড়ায়"
)
_NOUNS_TOO = frozenset("পান যান".split())  # a betel leaf, a vehicle: 'কোন পান'
# Words after which the verb has not been the last, or that follow a verb in prose
_NO_SUBJECT = frozenset(
    "না নি নাই নয় নেই আছে আছেন তো ও এবং আর বা কি কিনা নাকি যে যা যার যাকে যাতে যেন যখন "
    "যেখানে যদি বলে এমন কিন্তু অথচ পর পরে আগে সময় হলে হয়ে হওয়া হতে হওয়ার করে করা করার "
    "করতে করলে দিয়ে দিতে দেওয়া নিয়ে নিতে নেওয়া যেতে যাওয়া থাকে থাকা থাকতে পারে পারেন "
    "পারত পারবে জন্য থেকে উচিত দরকার প্রয়োজন সম্ভব জরুরি বেশি কম মতো শুরু বন্ধ মাত্র".split()
)


def check(index: WordIndex) -> Iterator[Finding]:
    verbs = _verbs()
    asked = index.words("question", _LANGUAGE)
    with_verb = {place for place, found in asked if not verbs.isdisjoint(found[-_LONGEST - 1 : -1])}
    for texts in each_question(index.candidates(with_verb)):
        for ref in texts:
            if ref.language == _LANGUAGE and (found := _inverted(ref.text.value)):
                verb, subject = found
                message = f"the verb '{verb}' comes before '{subject}', as in a headline"
                hint = f"end with the verb: '… {subject} … {verb}?'"
                yield Finding(ref, message, hint, offset_of(f"{verb} {subject}", ref.text.value))


def _inverted(text: str) -> tuple[str, str] | None:
    """The last verb of a question and the words after it, if these may be its subject."""
    clause = without_asides(text).rstrip(" ?।")
    for mark in ",;:—–।?":
        clause = clause.rpartition(mark)[2]
    tokens = words(clause)
    verb = _last_verb(tokens)
    subject = tokens[verb + 1 :]
    if verb < 1 or not 0 < len(subject) <= _LONGEST or "\ufffc" in clause:
        return None
    if not _NO_SUBJECT.isdisjoint(subject) or any(is_question_word(word, _LANGUAGE) for word in subject):
        return None
    if tokens[verb] in _NOUNS_TOO and is_question_word(tokens[verb - 1], _LANGUAGE):
        return None
    is_asked = any(is_question_word(word, _LANGUAGE) for word in words(text)[: -len(subject) - 1])
    return (tokens[verb], " ".join(subject)) if is_asked else None


def _last_verb(tokens: Sequence[str]) -> int:
    verbs = _verbs()
    return max((at for at, word in enumerate(tokens) if word in verbs), default=-1)


@cache
def _verbs() -> frozenset[str]:
    """Finite forms of frequent verbs."""
    stems = [pair.split() for pair in _STEMS.split(", ")]
    formed = (f"{closed}{ending}" for _, closed in stems for ending in _ENDINGS)
    return frozenset([*(f"{open_}েন" for open_, _ in stems), *formed, *_OTHERS.split()])
